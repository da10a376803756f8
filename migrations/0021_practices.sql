-- The bank of practices: submitted, reviewed by two, published with the author's consent, re-used with confirmation.
CREATE TABLE practice (
    id TEXT PRIMARY KEY,
    author_id TEXT REFERENCES person (id),   -- NULL once erased
    place_id TEXT NOT NULL REFERENCES place (id),    -- where the author worked when it was begun
    state TEXT NOT NULL,             -- draft, review, returned, declined, published, withdrawn: of the newest version, unless one is published
    published_number BIGINT NOT NULL DEFAULT 0,  -- version in force; 0: none
    published_on TEXT,               -- first
    with_name BIGINT NOT NULL DEFAULT 0,     -- the author agrees to be named in the bank
    is_open BIGINT NOT NULL DEFAULT 0,       -- the author agrees to the open page
    agreed_at TEXT,                  -- when the author agreed to the publication of the newest version
    withdrawn_why TEXT NOT NULL DEFAULT '',
    work_id TEXT NOT NULL DEFAULT '',    -- the work it was begun from
    resource_id TEXT NOT NULL DEFAULT '',    -- what the catalogue has of it
    certificate_code TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX practice_author ON practice (author_id);
CREATE INDEX practice_place ON practice (place_id, state);
CREATE INDEX practice_certificate ON practice (certificate_code);
CREATE TABLE practice_version (
    practice_id TEXT NOT NULL REFERENCES practice (id),
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    search_key TEXT NOT NULL,        -- of title, problem and idea
    problem TEXT NOT NULL,
    idea TEXT NOT NULL,
    steps TEXT NOT NULL,
    results TEXT NOT NULL,
    evidence TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',    -- '' for any
    direction TEXT NOT NULL,         -- code of work_direction
    audience TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,             -- draft, review, accepted, returned, declined
    submitted_on TEXT,
    decided_on TEXT,
    PRIMARY KEY (practice_id, number)
);
CREATE INDEX practice_version_state ON practice_version (state, submitted_on);
CREATE TABLE practice_file (
    practice_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    digest TEXT NOT NULL REFERENCES file (digest),
    name TEXT NOT NULL,
    PRIMARY KEY (practice_id, number, digest)
);
CREATE INDEX practice_file_digest ON practice_file (digest);
CREATE TABLE practice_review (
    id TEXT PRIMARY KEY,
    practice_id TEXT NOT NULL REFERENCES practice (id),
    number BIGINT NOT NULL,
    reviewer TEXT REFERENCES account (id),   -- NULL once erased
    person_id TEXT REFERENCES person (id),
    verdict TEXT NOT NULL DEFAULT '',    -- '' taken, accept, return, decline
    marks TEXT NOT NULL DEFAULT '{}',    -- JSON: criterion to 0, 1, 2
    words TEXT NOT NULL DEFAULT '',
    taken_on TEXT NOT NULL,
    given_on TEXT,
    UNIQUE (practice_id, number, reviewer)
);
CREATE INDEX practice_review_practice ON practice_review (practice_id, number);
CREATE INDEX practice_review_reviewer ON practice_review (reviewer, given_on);
CREATE INDEX practice_review_person ON practice_review (person_id, given_on);
CREATE TABLE practice_use (
    id TEXT PRIMARY KEY,
    practice_id TEXT NOT NULL REFERENCES practice (id),
    person_id TEXT REFERENCES person (id),   -- NULL once erased
    place_id TEXT NOT NULL REFERENCES place (id),
    used_on TEXT NOT NULL,
    place_words TEXT NOT NULL,       -- where: a class or a group, in words
    outcome TEXT NOT NULL,
    state TEXT NOT NULL,             -- told, confirmed, refused
    refused_why TEXT NOT NULL DEFAULT '',
    decided_by TEXT REFERENCES account (id),
    decided_on TEXT,
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX practice_use_practice ON practice_use (practice_id, state);
CREATE INDEX practice_use_person ON practice_use (person_id);
