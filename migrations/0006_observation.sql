-- Observation of lessons: rubrics, agreed visits, append-only records that come from devices.
CREATE TABLE rubric (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    framework_id TEXT REFERENCES framework (id),
    state TEXT NOT NULL,             -- draft, live, retired
    body TEXT NOT NULL,              -- JSON: blocks → criteria → indicators with scale, evidence, competency
    made_by TEXT,
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (code, number)
);
CREATE TABLE observation (
    id TEXT PRIMARY KEY,
    rubric_id TEXT NOT NULL REFERENCES rubric (id),
    person_id TEXT NOT NULL REFERENCES person (id),  -- the teacher
    place_id TEXT NOT NULL REFERENCES place (id),
    observer_id TEXT NOT NULL REFERENCES account (id),
    observer_name TEXT NOT NULL,
    observer_post TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    grade TEXT NOT NULL DEFAULT '',  -- the class as «7 Б»; never a pupil
    topic TEXT NOT NULL DEFAULT '',
    held_on TEXT NOT NULL,
    lesson TEXT NOT NULL DEFAULT '', -- number of the lesson in the day
    state TEXT NOT NULL,             -- proposed, agreed, declined, filled, acknowledged, taken_back
    is_shared BIGINT NOT NULL DEFAULT 0,
    comment TEXT NOT NULL DEFAULT '',    -- the teacher's
    made_at TEXT NOT NULL,
    answered_at TEXT,
    filled_at TEXT,
    acknowledged_at TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX observation_person ON observation (person_id, held_on);
CREATE INDEX observation_observer ON observation (observer_id, held_on);
CREATE INDEX observation_place ON observation (place_id, held_on);
CREATE TABLE observation_record (    -- append-only; a clash keeps both
    id TEXT PRIMARY KEY,             -- made on the device
    observation_id TEXT NOT NULL REFERENCES observation (id),
    side TEXT NOT NULL,              -- observer, teacher
    account_id TEXT NOT NULL,
    device TEXT NOT NULL,            -- id of the device
    device_seq BIGINT NOT NULL,      -- its own counter
    indicator TEXT NOT NULL,         -- code in the rubric
    score BIGINT,
    words TEXT NOT NULL DEFAULT '',
    after_ids TEXT NOT NULL DEFAULT '', -- the records that the writer saw, by spaces; what nobody has followed stands: two of them are a clash
    recorded_at TEXT NOT NULL,       -- the device's clock
    received_at TEXT NOT NULL,
    UNIQUE (account_id, device, device_seq)
);
CREATE INDEX observation_record_of ON observation_record (observation_id, side, indicator);
