-- The item bank, its reviews, calibrations and statistics.
CREATE TABLE item (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,              -- single, multiple, ordering, matching, number, text, open, task
    state TEXT NOT NULL,             -- draft, reviewed, trial, live, retired
    subject TEXT NOT NULL DEFAULT '',
    revision BIGINT NOT NULL,        -- the newest
    author_id TEXT,                  -- account
    made_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX item_state ON item (state, code);
CREATE TABLE item_revision (         -- never changed once it was shown to anybody
    item_id TEXT NOT NULL REFERENCES item (id),
    number BIGINT NOT NULL,
    body TEXT NOT NULL,              -- JSON: what is shown
    answer_key TEXT NOT NULL,        -- JSON: what is right; never leaves the server before the result
    rationale TEXT NOT NULL DEFAULT '',
    max_score BIGINT NOT NULL,
    search TEXT NOT NULL DEFAULT '', -- folded text of the item
    made_at TEXT NOT NULL,
    made_by TEXT,
    PRIMARY KEY (item_id, number)
);
CREATE TABLE item_competency (
    item_id TEXT NOT NULL REFERENCES item (id),
    competency_id TEXT NOT NULL REFERENCES competency (id),
    is_main BIGINT NOT NULL DEFAULT 1,   -- the one it measures; others are named only
    PRIMARY KEY (item_id, competency_id)
);
CREATE INDEX item_competency_of ON item_competency (competency_id, item_id);
CREATE TABLE item_file (
    item_id TEXT NOT NULL REFERENCES item (id),
    revision BIGINT NOT NULL,
    digest TEXT NOT NULL REFERENCES file (digest),
    name TEXT NOT NULL,
    PRIMARY KEY (item_id, revision, digest)
);
CREATE INDEX item_file_digest ON item_file (digest);
CREATE TABLE item_review (
    id TEXT PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES item (id),
    revision BIGINT NOT NULL,
    verdict TEXT NOT NULL,           -- fit, return
    note TEXT NOT NULL DEFAULT '',
    account_id TEXT,
    made_at TEXT NOT NULL
);
CREATE INDEX item_review_item ON item_review (item_id, made_at);
CREATE TABLE calibration (           -- a run of the engine, or parameters brought in from elsewhere: one common scale
    id TEXT PRIMARY KEY,
    framework_id TEXT NOT NULL REFERENCES framework (id),
    title TEXT NOT NULL,
    origin TEXT NOT NULL,            -- engine, import
    model TEXT NOT NULL,
    state TEXT NOT NULL,             -- waiting, running, done, failed, cancelled
    is_current BIGINT NOT NULL DEFAULT 0,  -- new attempts are measured by it
    linked_to TEXT REFERENCES calibration (id),  -- its scale is that one's (fixed anchors)
    progress BIGINT NOT NULL DEFAULT 0,    -- percent
    message TEXT NOT NULL DEFAULT '',
    facts TEXT NOT NULL DEFAULT '{}',      -- JSON: people, items, logLik, iterations, means and sds per competency, correlations
    asked_by TEXT,
    asked_at TEXT NOT NULL,
    started_at TEXT,
    ended_at TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX calibration_state ON calibration (state, asked_at);
CREATE TABLE item_parameter (
    calibration_id TEXT NOT NULL REFERENCES calibration (id),
    item_id TEXT NOT NULL REFERENCES item (id),
    revision BIGINT NOT NULL,
    family TEXT NOT NULL,            -- partial_credit, graded
    slope DOUBLE PRECISION NOT NULL,
    intercepts TEXT NOT NULL,        -- JSON array
    errors TEXT NOT NULL DEFAULT '[]',   -- JSON: standard errors of slope and intercepts
    flags TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (calibration_id, item_id, revision)
);
CREATE INDEX item_parameter_item ON item_parameter (item_id, revision);
CREATE TABLE item_statistic (        -- the page of an item, computed with a calibration
    calibration_id TEXT NOT NULL REFERENCES calibration (id),
    item_id TEXT NOT NULL REFERENCES item (id),
    body TEXT NOT NULL,              -- JSON: n, p, rest correlation, options, fit, DIF, exposure
    PRIMARY KEY (calibration_id, item_id)
);
