-- Results of classes: sums of a class × subject × period × source, never of a pupil; who teaches what; sums by place.
CREATE TABLE outcome (
    id TEXT PRIMARY KEY,
    place_id TEXT NOT NULL REFERENCES place (id),    -- a school
    grade BIGINT NOT NULL,           -- 1 … 11
    letter TEXT NOT NULL,            -- «Б»; '' where the year has one class
    subject TEXT NOT NULL,
    source TEXT NOT NULL,            -- marks, school_test, vpr, oge, ege, other
    school_year BIGINT NOT NULL,     -- 2026: 2026/27
    period_kind TEXT NOT NULL,       -- quarter, trimester, half, year, day
    period_number BIGINT NOT NULL,   -- which quarter; of a day its month; of a year 0
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,          -- exclusive
    title TEXT NOT NULL DEFAULT '',  -- of the work
    pupils BIGINT NOT NULL,
    under BIGINT NOT NULL,           -- of them under the minimum
    mean DOUBLE PRECISION,
    scale DOUBLE PRECISION NOT NULL, -- the most that can be got
    twos BIGINT,                     -- marks, all four or none
    threes BIGINT,
    fours BIGINT,
    fives BIGINT,
    bins TEXT NOT NULL DEFAULT '',   -- JSON: from, to, pupils
    topics TEXT NOT NULL DEFAULT '', -- JSON: title, percent of pupils who managed
    origin TEXT NOT NULL,            -- typed, file, case, demo
    batch TEXT NOT NULL DEFAULT '',  -- of a file: which bringing-in
    entered_by TEXT,                 -- account; NULL: the program, or erased
    entered_at TEXT NOT NULL,
    withdrawn_at TEXT,
    withdrawn_why TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX outcome_class ON outcome (place_id, school_year, subject, source, grade, letter);
CREATE INDEX outcome_key ON outcome (subject, source, school_year, period_kind, period_number);
CREATE INDEX outcome_of_batch ON outcome (batch) WHERE batch <> '';
CREATE TABLE outcome_past (          -- what stood before a replacement
    outcome_id TEXT NOT NULL REFERENCES outcome (id),
    version BIGINT NOT NULL,
    body TEXT NOT NULL,              -- JSON: period, title, figures
    entered_by TEXT,
    entered_at TEXT NOT NULL,
    PRIMARY KEY (outcome_id, version)
);
CREATE TABLE class_teacher (         -- who teaches a class its subject in a school year; two where a class is split
    place_id TEXT NOT NULL REFERENCES place (id),
    school_year BIGINT NOT NULL,
    subject TEXT NOT NULL,
    grade BIGINT NOT NULL,
    letter TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    made_by TEXT,
    made_at TEXT NOT NULL,
    PRIMARY KEY (place_id, school_year, subject, grade, letter, person_id)
);
CREATE INDEX class_teacher_person ON class_teacher (person_id, school_year);
CREATE INDEX class_teacher_subject ON class_teacher (subject, school_year);
CREATE TABLE outcome_sum (           -- kept by every write; of school, municipality and region; never of a source that may not be summed
    place_id TEXT NOT NULL REFERENCES place (id),
    school_year BIGINT NOT NULL,
    source TEXT NOT NULL,
    subject TEXT NOT NULL,
    period_kind TEXT NOT NULL,
    period_number BIGINT NOT NULL,
    grade BIGINT NOT NULL,           -- 0: all together
    classes BIGINT NOT NULL,
    teachers BIGINT NOT NULL,        -- different ones known
    untaught BIGINT NOT NULL,        -- classes whose teacher isn't known
    pupils BIGINT NOT NULL,          -- results: a pupil who wrote two works of a month counts twice
    heads BIGINT NOT NULL,           -- at least so many different pupils
    under BIGINT NOT NULL,
    twos BIGINT NOT NULL,
    threes BIGINT NOT NULL,
    fours BIGINT NOT NULL,
    fives BIGINT NOT NULL,
    mean_pupils BIGINT NOT NULL,     -- results with a mean …
    mean_part DOUBLE PRECISION NOT NULL,     -- … and the sum of their parts of the scale
    PRIMARY KEY (place_id, school_year, source, subject, period_kind, period_number, grade)
);
CREATE INDEX outcome_sum_key ON outcome_sum (source, school_year, period_kind, period_number, grade, subject);   -- one table of all places: what a picture asks for
-- A measurement of a case may be taken from a result: typed once.
ALTER TABLE case_measure ADD COLUMN outcome_id TEXT REFERENCES outcome (id);
CREATE TABLE outcome_batch (         -- a file with results that was read: sums of classes only, the file itself is not kept
    id TEXT PRIMARY KEY,
    place_id TEXT NOT NULL REFERENCES place (id),    -- whose file: school, municipality or region
    account_id TEXT NOT NULL,
    state TEXT NOT NULL,             -- draft, loaded, undone
    layout TEXT NOT NULL,            -- what was recognised
    source TEXT NOT NULL,
    school_year BIGINT NOT NULL,
    period_kind TEXT NOT NULL,
    period_number BIGINT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    had_people BIGINT NOT NULL,      -- whether pupils' names or documents stood in the file
    body TEXT NOT NULL,              -- JSON: titles of subjects and schools as they stood in the file, which ours they are, remarks
    row_count BIGINT NOT NULL,
    replaced BIGINT NOT NULL DEFAULT 0,
    made_at TEXT NOT NULL,
    loaded_at TEXT,
    undone_at TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX outcome_batch_place ON outcome_batch (place_id, made_at);
CREATE TABLE outcome_batch_part (    -- its rows while it waits; gone when it is loaded, thrown away or too old
    batch_id TEXT NOT NULL REFERENCES outcome_batch (id),
    position BIGINT NOT NULL,
    body TEXT NOT NULL,              -- JSON
    PRIMARY KEY (batch_id, position)
);
