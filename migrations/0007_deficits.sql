-- Results, who may see them, deficits, outside assessments, growth.
CREATE TABLE result (                -- per attempt and competency
    attempt_id TEXT NOT NULL REFERENCES attempt (id),
    competency_id TEXT NOT NULL REFERENCES competency (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    place_id TEXT NOT NULL REFERENCES place (id),
    items BIGINT NOT NULL,
    points BIGINT NOT NULL,
    most_points BIGINT NOT NULL,
    percent DOUBLE PRECISION NOT NULL,       -- on the official scale, through the characteristic curve
    percent_low DOUBLE PRECISION NOT NULL,   -- 90 % interval
    percent_high DOUBLE PRECISION NOT NULL,
    theta DOUBLE PRECISION NOT NULL,
    sd DOUBLE PRECISION NOT NULL,
    cut DOUBLE PRECISION NOT NULL,           -- theta of the target level
    p_below DOUBLE PRECISION NOT NULL,
    zone TEXT NOT NULL,              -- deficit, none, undetermined
    more_items BIGINT,               -- how many more would decide
    level TEXT NOT NULL,             -- by the scale's version
    target_level TEXT NOT NULL DEFAULT '',   -- expected of the subject and post
    target_percent DOUBLE PRECISION NOT NULL,
    is_preliminary BIGINT NOT NULL DEFAULT 0,
    calibration_id TEXT,
    taken_on TEXT NOT NULL,
    study_year BIGINT NOT NULL,      -- 2026 is 2026/27
    made_at TEXT NOT NULL,
    PRIMARY KEY (attempt_id, competency_id)
);
CREATE INDEX result_year ON result (study_year, competency_id);
CREATE INDEX result_person ON result (person_id, competency_id);
CREATE INDEX result_place ON result (place_id, competency_id);
CREATE TABLE sharing (               -- the teacher opens their results to an audience; closing is a date
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    audience TEXT NOT NULL,          -- methodist, municipality, school
    about TEXT NOT NULL,             -- all, or the id of an attempt or an observation
    given_at TEXT NOT NULL,
    ended_at TEXT
);
CREATE INDEX sharing_person ON sharing (person_id, audience);
CREATE TABLE deficit (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    place_id TEXT NOT NULL REFERENCES place (id),
    competency_id TEXT NOT NULL REFERENCES competency (id),
    competency_code TEXT NOT NULL,   -- the same in the next version of the framework
    source TEXT NOT NULL,            -- measured, declared, observed, external
    status TEXT NOT NULL,            -- found, in_work, removed, confirmed
    level TEXT NOT NULL DEFAULT '',
    p_below DOUBLE PRECISION,
    found_on TEXT NOT NULL,
    closed_on TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX deficit_person ON deficit (person_id, status);
CREATE INDEX deficit_place ON deficit (place_id, competency_code, status);
CREATE TABLE deficit_step (          -- history with evidence
    id TEXT PRIMARY KEY,
    deficit_id TEXT NOT NULL REFERENCES deficit (id),
    status TEXT NOT NULL,
    evidence_kind TEXT NOT NULL,     -- attempt, observation, external, words
    evidence_id TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '',
    account_id TEXT,
    happened_at TEXT NOT NULL
);
CREATE INDEX deficit_step_of ON deficit_step (deficit_id, happened_at);
CREATE TABLE external_assessment (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    place_id TEXT NOT NULL REFERENCES place (id),
    source TEXT NOT NULL,            -- as typed; earlier ones are offered
    title TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    competency_code TEXT NOT NULL DEFAULT '',
    taken_on TEXT NOT NULL,
    score TEXT NOT NULL DEFAULT '',
    most TEXT NOT NULL DEFAULT '',
    level TEXT NOT NULL DEFAULT '',
    document TEXT NOT NULL DEFAULT '',
    digest TEXT REFERENCES file (digest),
    batch TEXT NOT NULL DEFAULT '',  -- of assessment_import, or ''
    objection TEXT NOT NULL DEFAULT '',  -- the teacher's words
    objected_at TEXT,
    recorded_by TEXT,
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX external_assessment_person ON external_assessment (person_id, taken_on);
CREATE INDEX external_assessment_digest ON external_assessment (digest);
CREATE INDEX external_assessment_batch ON external_assessment (batch);
CREATE TABLE assessment_import (     -- a list of outside assessments: read, then loaded as a whole, perhaps undone
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    title TEXT NOT NULL,
    taken_on TEXT NOT NULL,          -- for rows that name no day
    file_name TEXT NOT NULL,
    mapping TEXT NOT NULL,           -- JSON: titles and what each column holds
    state TEXT NOT NULL,             -- read, loaded, undone, discarded
    loaded BIGINT NOT NULL DEFAULT 0,
    place_id TEXT NOT NULL REFERENCES place (id),  -- where the role of who reads it is held
    made_by TEXT,
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX assessment_import_by ON assessment_import (made_by, made_at);
CREATE TABLE assessment_import_row ( -- only until the list is loaded or discarded
    import_id TEXT NOT NULL REFERENCES assessment_import (id),
    line BIGINT NOT NULL,
    cells TEXT NOT NULL,             -- JSON: texts
    found TEXT NOT NULL DEFAULT '{}',-- JSON: what the cells mean, whom, what is wrong
    choice TEXT NOT NULL DEFAULT '', -- '', skip, or the id of a person
    PRIMARY KEY (import_id, line)
);
CREATE TABLE growth (                -- a repeat beside the first measurement, per competency
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    place_id TEXT NOT NULL REFERENCES place (id),
    competency_code TEXT NOT NULL,
    first_attempt TEXT NOT NULL REFERENCES attempt (id),
    second_attempt TEXT NOT NULL REFERENCES attempt (id),
    verdict TEXT NOT NULL,           -- grew, likely_grew, within_error, fell, not_comparable
    reason TEXT NOT NULL DEFAULT '', -- why it can't be compared
    change DOUBLE PRECISION,
    low DOUBLE PRECISION,
    high DOUBLE PRECISION,
    p_grew DOUBLE PRECISION,
    prior TEXT NOT NULL DEFAULT '{}',    -- JSON: mean and sd of change used, from how many repeaters
    made_at TEXT NOT NULL,
    UNIQUE (first_attempt, second_attempt, competency_code)
);
CREATE INDEX growth_person ON growth (person_id);
