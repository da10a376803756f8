-- Support that follows a list: graduates of courses, the cascade, schools with low results, experts, contests, attestation.

-- Courses (ДПП ПК) and activities of a cascade; `programme` alone is the year programme of another domain.
CREATE TABLE programme_course (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,                 -- course, activity: a step of a cascade without a certificate
    level TEXT NOT NULL,                -- federal, regional, municipal, school
    title TEXT NOT NULL,
    search_key TEXT NOT NULL,
    about TEXT NOT NULL DEFAULT '',     -- what graduates are expected to use in lessons
    provider TEXT NOT NULL DEFAULT '',
    hours BIGINT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    direction TEXT NOT NULL,            -- code of work_direction
    place_id TEXT NOT NULL REFERENCES place (id),       -- who keeps it: the region or a municipality
    parent_id TEXT REFERENCES programme_course (id),    -- the step of the cascade above
    made_by TEXT,
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX programme_course_parent ON programme_course (parent_id);
CREATE INDEX programme_course_end ON programme_course (ends_on);

-- Who taught: a person of the register, or somebody from outside by what is printed in the programme.
CREATE TABLE course_trainer (
    id TEXT PRIMARY KEY,
    course_id TEXT NOT NULL REFERENCES programme_course (id),
    person_id TEXT,
    outside TEXT NOT NULL DEFAULT '',
    minutes BIGINT NOT NULL DEFAULT 0,
    made_at TEXT NOT NULL
);
CREATE UNIQUE INDEX course_trainer_once ON course_trainer (course_id, person_id);
CREATE INDEX course_trainer_person ON course_trainer (person_id);

-- Materials that go down a cascade, by version.
CREATE TABLE course_material (
    id TEXT PRIMARY KEY,
    course_id TEXT NOT NULL REFERENCES programme_course (id),
    title TEXT NOT NULL,
    number BIGINT NOT NULL,
    link TEXT NOT NULL,
    changed TEXT NOT NULL DEFAULT '',   -- what is new in this version
    made_by TEXT,
    made_at TEXT NOT NULL
);
CREATE UNIQUE INDEX course_material_once ON course_material (course_id, title, number);

-- Who supports graduates of which municipality ('' the rest of them).
CREATE TABLE course_supporter (
    course_id TEXT NOT NULL REFERENCES programme_course (id),
    municipality TEXT NOT NULL DEFAULT '',
    person_id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (course_id, municipality)
);
CREATE INDEX course_supporter_person ON course_supporter (person_id);

CREATE TABLE course_graduate (
    id TEXT PRIMARY KEY,
    course_id TEXT NOT NULL REFERENCES programme_course (id),
    person_id TEXT,                     -- NULL once erased: counts of past years stay
    place_id TEXT NOT NULL REFERENCES place (id),       -- where the person worked when loaded
    state TEXT NOT NULL DEFAULT 'invited',              -- invited, declined: taking part is voluntary
    supporter_id TEXT,
    import_id TEXT,
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX course_graduate_once ON course_graduate (course_id, person_id);
CREATE INDEX course_graduate_person ON course_graduate (person_id);
CREATE INDEX course_graduate_supporter ON course_graduate (supporter_id);

-- What is asked one, three, six months after the end.
CREATE TABLE course_task (
    id TEXT PRIMARY KEY,
    graduate_id TEXT NOT NULL REFERENCES course_graduate (id),
    months BIGINT NOT NULL,
    asked_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'asked',                -- asked, shown, accepted, returned
    uses TEXT NOT NULL DEFAULT '',                      -- yes, partly, no
    words TEXT NOT NULL DEFAULT '',                     -- the graduate's
    digest TEXT REFERENCES file (digest),
    file_name TEXT NOT NULL DEFAULT '',
    link_kind TEXT NOT NULL DEFAULT '',                 -- observation, work
    link_id TEXT NOT NULL DEFAULT '',
    shown_at TEXT,
    answer TEXT NOT NULL DEFAULT '',                    -- the supporter's
    answered_by TEXT,
    answered_at TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX course_task_once ON course_task (graduate_id, months);
CREATE INDEX course_task_state ON course_task (state, due_on);

-- A file of graduates as it was read, until it is loaded or thrown away.
CREATE TABLE course_import (
    id TEXT PRIMARY KEY,
    course_id TEXT NOT NULL REFERENCES programme_course (id),
    file_name TEXT NOT NULL,
    mapping TEXT NOT NULL,
    state TEXT NOT NULL,                -- read, loaded, undone, discarded
    loaded BIGINT NOT NULL DEFAULT 0,
    made_by TEXT,
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE course_import_row (
    import_id TEXT NOT NULL REFERENCES course_import (id),
    line BIGINT NOT NULL,
    cells TEXT NOT NULL,
    found TEXT NOT NULL,
    choice TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (import_id, line)
);

-- A school helped for a study year. Never public.
CREATE TABLE low_school (
    id TEXT PRIMARY KEY,
    place_id TEXT NOT NULL REFERENCES place (id),
    year BIGINT NOT NULL,               -- the calendar year in which the study year begins
    basis TEXT NOT NULL,
    recheck_on TEXT NOT NULL,           -- the half-year recheck
    closed_on TEXT,
    closing TEXT NOT NULL DEFAULT '',
    made_by TEXT,
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX low_school_once ON low_school (place_id, year);

CREATE TABLE low_school_factor (
    id TEXT PRIMARY KEY,
    low_id TEXT NOT NULL REFERENCES low_school (id),
    factor TEXT NOT NULL                -- code of risk_factor
);
CREATE UNIQUE INDEX low_school_factor_once ON low_school_factor (low_id, factor);

-- What was measured of a factor, first and again: a level, and on what ground.
CREATE TABLE low_school_measure (
    id TEXT PRIMARY KEY,
    factor_id TEXT NOT NULL REFERENCES low_school_factor (id),
    measured_on TEXT NOT NULL,
    level TEXT NOT NULL,                -- high, middle, low, none
    result TEXT NOT NULL DEFAULT '',    -- '' first; gone, better, same, worse
    grounds TEXT NOT NULL,
    made_by TEXT,
    made_at TEXT NOT NULL
);
CREATE INDEX low_school_measure_factor ON low_school_measure (factor_id, measured_on);

CREATE TABLE low_school_line (
    id TEXT PRIMARY KEY,
    low_id TEXT NOT NULL REFERENCES low_school (id),
    factor TEXT NOT NULL DEFAULT '',    -- '' the whole school
    what TEXT NOT NULL,
    who TEXT NOT NULL DEFAULT '',
    due_on TEXT NOT NULL,
    expected TEXT NOT NULL DEFAULT '',
    done_on TEXT,
    done_words TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL
);
CREATE INDEX low_school_line_low ON low_school_line (low_id, due_on);

CREATE TABLE low_school_methodist (
    id TEXT PRIMARY KEY,
    low_id TEXT NOT NULL REFERENCES low_school (id),
    factor TEXT NOT NULL DEFAULT '',
    person_id TEXT,
    state TEXT NOT NULL DEFAULT 'asked',                -- asked, yes, no, ended
    asked_at TEXT NOT NULL,
    answered_at TEXT
);
CREATE INDEX low_school_methodist_low ON low_school_methodist (low_id);
CREATE INDEX low_school_methodist_person ON low_school_methodist (person_id, state);

CREATE TABLE low_school_visit (
    id TEXT PRIMARY KEY,
    low_id TEXT NOT NULL REFERENCES low_school (id),
    person_id TEXT,
    held_on TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    factors TEXT NOT NULL DEFAULT '',   -- codes, a space between
    done TEXT NOT NULL,
    next TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL
);
CREATE INDEX low_school_visit_low ON low_school_visit (low_id, held_on);
CREATE INDEX low_school_visit_person ON low_school_visit (person_id);

-- Experts who check works, by year.
CREATE TABLE expert (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    exam TEXT NOT NULL,                 -- oge, ege, olympiad, contest
    subject TEXT NOT NULL,
    level TEXT NOT NULL,                -- leading, senior, main
    year BIGINT NOT NULL,
    basis TEXT NOT NULL DEFAULT '',
    training TEXT NOT NULL DEFAULT '',
    works BIGINT,                       -- checked by two, of which
    thirds BIGINT,                      -- went to a third check
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX expert_once ON expert (person_id, exam, subject, year);

CREATE TABLE contest (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    organiser TEXT NOT NULL DEFAULT '',
    level TEXT NOT NULL,                -- municipal, regional, federal
    about TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',
    place_id TEXT NOT NULL REFERENCES place (id),
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE contest_stage (
    id TEXT PRIMARY KEY,
    contest_id TEXT NOT NULL REFERENCES contest (id),
    title TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL
);
CREATE INDEX contest_stage_contest ON contest_stage (contest_id, starts_on);

-- A teacher prepares, somebody helps.
CREATE TABLE contest_track (
    id TEXT PRIMARY KEY,
    contest_id TEXT NOT NULL REFERENCES contest (id),
    person_id TEXT,
    helper_id TEXT,
    helper_state TEXT NOT NULL DEFAULT '',              -- '', asked, yes, no
    state TEXT NOT NULL DEFAULT 'preparing',            -- preparing, took_part, left
    stage_id TEXT,                                      -- how far
    result TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX contest_track_once ON contest_track (contest_id, person_id);
CREATE INDEX contest_track_person ON contest_track (person_id);
CREATE INDEX contest_track_helper ON contest_track (helper_id);
CREATE TABLE contest_line (
    id TEXT PRIMARY KEY,
    track_id TEXT NOT NULL REFERENCES contest_track (id),
    what TEXT NOT NULL,
    due_on TEXT NOT NULL,
    done_on TEXT,
    minutes BIGINT NOT NULL DEFAULT 0,                  -- of the helper, once done together
    made_at TEXT NOT NULL
);
CREATE INDEX contest_line_track ON contest_line (track_id, due_on);

-- A teacher up for attestation: seen by the teacher and the helper whom the teacher chose.
CREATE TABLE attestation_track (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    category TEXT NOT NULL,
    target_on TEXT NOT NULL,
    helper_id TEXT,
    helper_state TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    closed_on TEXT,
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX attestation_track_person ON attestation_track (person_id);
CREATE INDEX attestation_track_helper ON attestation_track (helper_id);
CREATE TABLE attestation_done (
    track_id TEXT NOT NULL REFERENCES attestation_track (id),
    item TEXT NOT NULL,                 -- code of attestation_item
    done_on TEXT NOT NULL,
    PRIMARY KEY (track_id, item)
);

-- Resources of the catalogue that somebody has put on the page of a direction.
CREATE TABLE direction_resource (
    direction TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    made_by TEXT,
    made_at TEXT NOT NULL,
    PRIMARY KEY (direction, resource_id)
);
