-- Instruments, assignments, attempts, answers, marks of experts.
CREATE TABLE instrument (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    framework_id TEXT NOT NULL REFERENCES framework (id),
    scale_id TEXT NOT NULL REFERENCES scale (id),
    mode TEXT NOT NULL,              -- fixed, adaptive
    state TEXT NOT NULL,             -- draft, open, closed
    subject TEXT NOT NULL DEFAULT '',
    minutes BIGINT,                  -- NULL: no limit
    attempts BIGINT NOT NULL DEFAULT 1,
    rest_days BIGINT NOT NULL DEFAULT 0,     -- between attempts
    shows TEXT NOT NULL DEFAULT 'at_once',   -- when the teacher sees the result: at_once (once it is scored), after_window
    shows_rationale BIGINT NOT NULL DEFAULT 1,
    settings TEXT NOT NULL DEFAULT '{}',     -- JSON: zones, adaptive limits, exposure cap, about
    made_by TEXT,
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE blueprint_line (
    instrument_id TEXT NOT NULL REFERENCES instrument (id),
    competency_id TEXT NOT NULL REFERENCES competency (id),
    items BIGINT NOT NULL,           -- fixed: exactly; adaptive: at least
    most_items BIGINT,               -- adaptive: at most
    position BIGINT NOT NULL,
    PRIMARY KEY (instrument_id, competency_id)
);
CREATE TABLE form (                  -- a fixed form; parallel ones have other letters
    id TEXT PRIMARY KEY,
    instrument_id TEXT NOT NULL REFERENCES instrument (id),
    letter TEXT NOT NULL,
    state TEXT NOT NULL,             -- draft, ready, retired
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (instrument_id, letter)
);
CREATE TABLE form_item (
    form_id TEXT NOT NULL REFERENCES form (id),
    position BIGINT NOT NULL,
    item_id TEXT NOT NULL REFERENCES item (id),
    revision BIGINT NOT NULL,
    competency_id TEXT NOT NULL REFERENCES competency (id),
    PRIMARY KEY (form_id, position)
);
CREATE TABLE assignment (
    id TEXT PRIMARY KEY,
    instrument_id TEXT NOT NULL REFERENCES instrument (id),
    form_id TEXT REFERENCES form (id),       -- NULL: chosen at the start
    person_id TEXT NOT NULL REFERENCES person (id),
    place_id TEXT NOT NULL REFERENCES place (id),  -- the person's school at that time
    repeat_of TEXT,                  -- the attempt whose growth it shows
    reason TEXT NOT NULL DEFAULT '',
    opens_at TEXT NOT NULL,
    closes_at TEXT NOT NULL,         -- exclusive
    state TEXT NOT NULL,             -- offered, accepted, declined, finished, taken_back
    batch TEXT NOT NULL DEFAULT '',  -- one act of assigning to many
    assigned_by TEXT,
    made_at TEXT NOT NULL,
    answered_at TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX assignment_person ON assignment (person_id, state);
CREATE INDEX assignment_instrument ON assignment (instrument_id, state);
CREATE INDEX assignment_place ON assignment (place_id, state);
CREATE TABLE attempt (
    id TEXT PRIMARY KEY,
    assignment_id TEXT NOT NULL REFERENCES assignment (id),
    instrument_id TEXT NOT NULL REFERENCES instrument (id),
    form_id TEXT REFERENCES form (id),
    calibration_id TEXT REFERENCES calibration (id),  -- whose parameters were frozen
    person_id TEXT NOT NULL REFERENCES person (id),
    place_id TEXT NOT NULL REFERENCES place (id),
    number BIGINT NOT NULL,
    state TEXT NOT NULL,             -- running, submitted, scored, void
    started_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,           -- the server's clock decides
    submitted_at TEXT,
    scored_at TEXT,
    shown_at TEXT,                   -- first seen by the teacher
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (assignment_id, number)
);
CREATE INDEX attempt_person ON attempt (person_id, started_at);
CREATE INDEX attempt_state ON attempt (state, ends_at);
CREATE TABLE attempt_item (          -- what was given, with the parameters as they were
    attempt_id TEXT NOT NULL REFERENCES attempt (id),
    position BIGINT NOT NULL,
    item_id TEXT NOT NULL REFERENCES item (id),
    revision BIGINT NOT NULL,
    competency_id TEXT NOT NULL REFERENCES competency (id),
    max_score BIGINT NOT NULL,
    parameters TEXT NOT NULL,        -- JSON: family, slope, intercepts, whether preliminary
    score BIGINT,                    -- NULL until scored
    scored_by TEXT NOT NULL DEFAULT '',  -- key, experts
    PRIMARY KEY (attempt_id, position)
);
CREATE INDEX attempt_item_item ON attempt_item (item_id);
CREATE TABLE answer (                -- append-only: the newest of a position counts
    attempt_id TEXT NOT NULL REFERENCES attempt (id),
    position BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    body TEXT NOT NULL,              -- JSON
    page TEXT NOT NULL DEFAULT '',   -- the opened page it was typed on: tells a tab that is behind
    saved_at TEXT NOT NULL,
    PRIMARY KEY (attempt_id, position, seq)
);
CREATE TABLE answer_file (
    attempt_id TEXT NOT NULL REFERENCES attempt (id),
    position BIGINT NOT NULL,
    digest TEXT NOT NULL REFERENCES file (digest),
    name TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (attempt_id, position, digest)
);
CREATE INDEX answer_file_digest ON answer_file (digest);
CREATE TABLE mark (                  -- an expert's marks for one open answer
    id TEXT PRIMARY KEY,
    attempt_id TEXT NOT NULL REFERENCES attempt (id),
    position BIGINT NOT NULL,
    turn BIGINT NOT NULL,            -- 1, 2; 3 when they diverge
    account_id TEXT,                 -- who took it
    taken_at TEXT,
    criteria TEXT NOT NULL DEFAULT '[]',  -- JSON: score per criterion
    score BIGINT,
    note TEXT NOT NULL DEFAULT '',
    marked_at TEXT,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (attempt_id, position, turn)
);
CREATE INDEX mark_account ON mark (account_id, marked_at);
CREATE INDEX mark_open ON mark (marked_at, taken_at);
