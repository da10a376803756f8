-- The year: stages of the active at krai level, a member's plan, fact and report out of the ledger, the certificate.

-- A member's year -----------------------------------------------------------------------------------------------------
CREATE TABLE year_plan (             -- a year begins on 1 September
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    year BIGINT NOT NULL,            -- in which it begins
    state TEXT NOT NULL,             -- draft, sent, agreed, returned
    words TEXT NOT NULL DEFAULT '',  -- why it was returned
    sent_on TEXT,
    decided_on TEXT,
    decided_by TEXT,                 -- account
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (person_id, year)
);
CREATE INDEX year_plan_year ON year_plan (year, state);
CREATE TABLE year_line (             -- what is meant to be done in a month
    id TEXT PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES year_plan (id),
    position BIGINT NOT NULL,
    month BIGINT NOT NULL,           -- 1 to 12; September is the first of the year
    what TEXT NOT NULL,
    direction TEXT NOT NULL,         -- code of work_direction
    kind TEXT NOT NULL,              -- as deed.kind: the fact finds its line by both
    audience TEXT NOT NULL DEFAULT '',
    expected TEXT NOT NULL DEFAULT '',
    count BIGINT NOT NULL,
    minutes BIGINT NOT NULL
);
CREATE INDEX year_line_plan ON year_line (plan_id, position);
CREATE TABLE year_report (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    year BIGINT NOT NULL,
    part TEXT NOT NULL,              -- first, second, whole
    state TEXT NOT NULL,             -- draft, sent, accepted, returned
    done TEXT NOT NULL DEFAULT '',   -- own words: what came out well
    hard TEXT NOT NULL DEFAULT '',   -- what was hard
    next TEXT NOT NULL DEFAULT '',   -- what next
    snapshot TEXT NOT NULL DEFAULT '', -- JSON: plan and fact as they stood when it was handed in
    words TEXT NOT NULL DEFAULT '',  -- why it was returned
    sent_on TEXT,
    decided_on TEXT,
    decided_by TEXT,                 -- account
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (person_id, year, part)
);
CREATE INDEX year_report_year ON year_report (year, part, state);
CREATE TABLE activity_paper (        -- a signed certificate of activity for attestation
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    code TEXT NOT NULL UNIQUE,       -- printed beside the QR: the page that confirms it
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,          -- exclusive
    snapshot TEXT NOT NULL,          -- JSON: hours as they stood that day
    signature TEXT NOT NULL,         -- JWS of the snapshot by the installation's key
    made_at TEXT NOT NULL,
    revoked_on TEXT,
    badge TEXT NOT NULL DEFAULT '',  -- Open Badges 3.0 as VC-JWT; empty: not published
    badge_names BIGINT NOT NULL DEFAULT 0, -- 1: the badge bears the full name, by consent to publish it
    published_on TEXT
);
CREATE INDEX activity_paper_person ON activity_paper (person_id, made_at);
CREATE TABLE badge_revoked (         -- ids of badges taken back, for the public list; names nobody
    id TEXT PRIMARY KEY,             -- address of the credential
    revoked_on TEXT NOT NULL
);
CREATE TABLE issuer_key (            -- keys that papers and badges are signed by; public parts stay published for ever
    id TEXT PRIMARY KEY,             -- thumbprint of the public key (RFC 7638)
    sealed TEXT NOT NULL,            -- the secret part, sealed by the installation's key
    x TEXT NOT NULL,
    y TEXT NOT NULL,
    made_at TEXT NOT NULL
);


-- Stages of the active at the region's level ----------------------------------------------------------------------------
CREATE TABLE programme_stage (
    id TEXT PRIMARY KEY,
    year BIGINT NOT NULL,            -- in which the study year begins
    code TEXT NOT NULL DEFAULT '',   -- of the profile's stage it was made from
    title TEXT NOT NULL,
    owner TEXT NOT NULL DEFAULT '',  -- whose stage it is: a role in words
    owner_id TEXT REFERENCES person (id),    -- and the person, where one is named
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,           -- the last day
    result TEXT NOT NULL DEFAULT '',
    copied_from TEXT,                -- the stage of the year before
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX programme_stage_year ON programme_stage (year, starts_on);
CREATE INDEX programme_stage_owner ON programme_stage (owner_id);
CREATE TABLE programme_expected (    -- how much is expected of what the program counts itself
    stage_id TEXT NOT NULL REFERENCES programme_stage (id),
    counter TEXT NOT NULL,           -- a word of the registry of counters
    expected BIGINT NOT NULL,
    PRIMARY KEY (stage_id, counter)
);
CREATE TABLE programme_change (      -- the history: outlives a stage that was taken out
    id TEXT PRIMARY KEY,
    year BIGINT NOT NULL,
    stage_id TEXT NOT NULL,
    stage_title TEXT NOT NULL,
    field TEXT NOT NULL,             -- added, copied, removed, title, owner, person, starts_on, ends_on, result, or a counter
    was TEXT NOT NULL DEFAULT '',    -- never a person's name
    became TEXT NOT NULL DEFAULT '',
    account_id TEXT,
    changed_at TEXT NOT NULL
);
CREATE INDEX programme_change_year ON programme_change (year, changed_at);
CREATE INDEX programme_change_stage ON programme_change (stage_id);
