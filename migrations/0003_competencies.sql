-- Competencies: frameworks of versions, target levels, scales of levels.
CREATE TABLE framework (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL,              -- the same in all versions
    number BIGINT NOT NULL,          -- version, from 1
    title TEXT NOT NULL,
    state TEXT NOT NULL,             -- draft, live, retired
    based_on TEXT REFERENCES framework (id),
    facts TEXT NOT NULL DEFAULT '{}',-- JSON: what a CASE package says of the document and we don't use
    made_at TEXT NOT NULL,
    live_from TEXT,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (code, number)
);
CREATE TABLE competency (
    id TEXT PRIMARY KEY,
    framework_id TEXT NOT NULL REFERENCES framework (id),
    parent_id TEXT REFERENCES competency (id),  -- NULL: a block (subject, methodical, psychological-pedagogical, communicative …)
    code TEXT NOT NULL,              -- the same in the next version: what a repeat is compared by
    title TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    position BIGINT NOT NULL,
    facts TEXT NOT NULL DEFAULT '{}',
    UNIQUE (framework_id, code)
);
CREATE INDEX competency_parent ON competency (parent_id, position);
CREATE TABLE competency_link (       -- relations of a CASE package other than parent and child
    id TEXT PRIMARY KEY,
    framework_id TEXT NOT NULL REFERENCES framework (id),
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    facts TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX competency_link_framework ON competency_link (framework_id);
CREATE TABLE competency_target (     -- the level expected of whom
    competency_id TEXT NOT NULL REFERENCES competency (id),
    subject TEXT NOT NULL DEFAULT '',  -- code, '' = any
    post TEXT NOT NULL DEFAULT '',     -- code of term 'position', '' = any
    level TEXT NOT NULL,               -- code of a level
    PRIMARY KEY (competency_id, subject, post)
);
CREATE TABLE scale (                 -- levels by percent; a version never changes once used
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (code, number)
);
CREATE TABLE scale_level (
    scale_id TEXT NOT NULL REFERENCES scale (id),
    code TEXT NOT NULL,              -- low, medium, high …
    label TEXT NOT NULL,
    percent_from BIGINT NOT NULL,    -- inclusive, 0…100
    PRIMARY KEY (scale_id, code)
);
