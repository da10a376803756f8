-- The catalogue: what a pathway can be made of.
CREATE TABLE resource (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,              -- programme, internship, master_class, open_lesson, mentor, material, practice
    title TEXT NOT NULL,
    search_key TEXT NOT NULL,        -- of title, provider and summary
    summary TEXT NOT NULL DEFAULT '',
    provider TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',    -- code of the dictionary; '' for any
    form TEXT NOT NULL,              -- in_person, remote, mixed, self_paced
    technology TEXT NOT NULL DEFAULT '', -- flipped classroom, case study …: free words
    hours BIGINT NOT NULL,           -- academic
    starts_on TEXT,                  -- NULL: at any time
    ends_on TEXT,
    apply_by TEXT,
    seats BIGINT,                    -- NULL: no limit
    person_id TEXT REFERENCES person (id),   -- of a mentor: a member of the active
    place_id TEXT NOT NULL REFERENCES place (id),    -- whose catalogue: the region's, a municipality's, a school's; seen below it
    link TEXT NOT NULL DEFAULT '',
    link_state TEXT NOT NULL DEFAULT '', -- '', works, broken, unreachable
    link_checked_at TEXT,
    digest TEXT REFERENCES file (digest),
    file_name TEXT NOT NULL DEFAULT '',
    valid_to TEXT,                   -- last day it may be proposed; NULL: open
    state TEXT NOT NULL,             -- draft, live, withdrawn
    withdrawn_why TEXT NOT NULL DEFAULT '',
    reviewed_by TEXT REFERENCES account (id),
    reviewed_on TEXT,
    batch TEXT NOT NULL DEFAULT '',  -- of resource_import, or ''
    made_by TEXT REFERENCES account (id),
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX resource_state ON resource (state, kind, subject);
CREATE INDEX resource_batch ON resource (batch);
CREATE INDEX resource_digest ON resource (digest);
CREATE INDEX resource_person ON resource (person_id);
CREATE TABLE resource_tag (          -- which deficits it helps to close, and how much of one
    resource_id TEXT NOT NULL REFERENCES resource (id),
    competency_code TEXT NOT NULL,
    strength BIGINT NOT NULL DEFAULT 2,  -- 1 touches, 2 works on, 3 is about just that
    PRIMARY KEY (resource_id, competency_code)
);
CREATE INDEX resource_tag_code ON resource_tag (competency_code);
CREATE TABLE resource_need (         -- what must be walked before
    resource_id TEXT NOT NULL REFERENCES resource (id),
    needs_id TEXT NOT NULL REFERENCES resource (id),
    PRIMARY KEY (resource_id, needs_id)
);
CREATE TABLE resource_import (
    id TEXT PRIMARY KEY,
    file_name TEXT NOT NULL,
    mapping TEXT NOT NULL,           -- JSON
    state TEXT NOT NULL,             -- read, loaded, undone, discarded
    loaded BIGINT NOT NULL DEFAULT 0,
    place_id TEXT NOT NULL REFERENCES place (id),
    made_by TEXT,
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE resource_import_row (
    import_id TEXT NOT NULL REFERENCES resource_import (id),
    line BIGINT NOT NULL,
    cells TEXT NOT NULL,             -- JSON
    found TEXT NOT NULL DEFAULT '{}',-- JSON
    choice TEXT NOT NULL DEFAULT '', -- '', skip
    PRIMARY KEY (import_id, line)
);
