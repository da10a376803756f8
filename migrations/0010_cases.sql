-- Cases: one teacher's whole loop on two strands; team, evidence, the link, measurements of classes without pupils' data.
CREATE TABLE case_file (             -- CASE is a word of SQL
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,     -- as printed, «С-2026-0123»
    kind TEXT NOT NULL,              -- full, new_teacher, post_course, attestation, manager
    person_id TEXT NOT NULL REFERENCES person (id),  -- the teacher
    place_id TEXT NOT NULL REFERENCES place (id),    -- where the teacher works; follows a move
    subject TEXT NOT NULL DEFAULT '',    -- code of the region's dictionary
    direction TEXT NOT NULL,         -- work direction (1..12), code of the profile
    channel TEXT NOT NULL,           -- who signalled: deputy_head, methodist, help_request, teacher
    reason TEXT NOT NULL,            -- in neutral words
    state TEXT NOT NULL,             -- proposed (waits for the teacher's yes), open, closed, stopped, declined
    rung BIGINT NOT NULL DEFAULT 1,  -- 1..7, the first whose gate on the teacher's strand isn't passed; 8 when all are
    rung_since TEXT NOT NULL,        -- date
    round BIGINT NOT NULL DEFAULT 1, -- how many times the loop was begun: a deficit not removed begins the next
    is_open_to_school BIGINT NOT NULL DEFAULT 0,     -- the teacher lets the school's management read the content
    review_days BIGINT NOT NULL DEFAULT 30,          -- cadence of reviews
    next_review_on TEXT,
    outcome TEXT NOT NULL DEFAULT '',    -- of a closed one: removed, partly, not_removed, not_assessed
    stop_reason TEXT NOT NULL DEFAULT '',
    opened_by TEXT REFERENCES account (id),
    opened_on TEXT NOT NULL,
    answered_at TEXT,                -- the teacher's yes or no
    closed_on TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX case_file_person ON case_file (person_id, state);
CREATE INDEX case_file_place ON case_file (place_id, state, rung);
CREATE INDEX case_file_state ON case_file (state, rung, rung_since);
CREATE TABLE case_seat (             -- the team: joined by a yes, left with a date
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,              -- teacher, regional_methodist, municipal_methodist, deputy_head, union, mentor, tutor
    state TEXT NOT NULL,             -- invited, joined, declined, left
    invited_by TEXT REFERENCES account (id),
    invited_at TEXT NOT NULL,
    answered_at TEXT,
    left_at TEXT,
    words TEXT NOT NULL DEFAULT '',  -- why declined or left
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX case_seat_case ON case_seat (case_id, state);
CREATE INDEX case_seat_person ON case_seat (person_id, state);
CREATE TABLE case_evidence (         -- append-only; what no longer holds is withdrawn, not deleted
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    round BIGINT NOT NULL,
    rung BIGINT NOT NULL,            -- 1..7
    strand TEXT NOT NULL,            -- teacher, pupils
    kind TEXT NOT NULL,              -- signal, result, resources, agreement, walk, repeat, verdict | measure, link, lesson, outcome
    source_kind TEXT NOT NULL,       -- words, observation, attempt, assessment, deficit, measure, link, pathway
    source_id TEXT NOT NULL DEFAULT '',
    is_hypothesis BIGINT NOT NULL DEFAULT 0,
    words TEXT NOT NULL DEFAULT '',
    held_on TEXT NOT NULL,
    given_by TEXT REFERENCES account (id),
    made_at TEXT NOT NULL,
    withdrawn_at TEXT,
    withdrawn_why TEXT NOT NULL DEFAULT ''
);
CREATE INDEX case_evidence_case ON case_evidence (case_id, round, rung);
CREATE INDEX case_evidence_source ON case_evidence (source_kind, source_id);
CREATE TABLE case_deficit (          -- which deficits this case works on, and what became of them
    case_id TEXT NOT NULL REFERENCES case_file (id),
    deficit_id TEXT NOT NULL REFERENCES deficit (id),
    taken_on TEXT NOT NULL,
    verdict TEXT NOT NULL DEFAULT '',    -- removed, partly, not_removed, not_assessed
    verdict_words TEXT NOT NULL DEFAULT '',
    verdict_on TEXT,
    verdict_by TEXT REFERENCES account (id),
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (case_id, deficit_id)
);
CREATE INDEX case_deficit_deficit ON case_deficit (deficit_id);
CREATE TABLE case_measure (          -- a class as a whole: sums only, never a pupil
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    moment TEXT NOT NULL,            -- signal, before, after
    grade TEXT NOT NULL,             -- «7 Б»
    subject TEXT NOT NULL,
    topic TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL,            -- marks, school_test, vpr, oge, ege, other
    measured_on TEXT NOT NULL,
    pupils BIGINT NOT NULL,
    below_minimum BIGINT NOT NULL,
    mean DOUBLE PRECISION,           -- on `scale`
    scale TEXT NOT NULL DEFAULT '',  -- what the mean counts, «из 5»
    words TEXT NOT NULL DEFAULT '',
    compared_with TEXT REFERENCES case_measure (id),   -- an «after» names its «before»
    made_by TEXT REFERENCES account (id),
    made_at TEXT NOT NULL,
    withdrawn_at TEXT
);
CREATE INDEX case_measure_case ON case_measure (case_id, moment);
CREATE TABLE case_link (             -- rung 3: a pupils' gap goes with a deficit, as a hypothesis
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    round BIGINT NOT NULL,
    deficit_id TEXT NOT NULL REFERENCES deficit (id),
    measure_id TEXT NOT NULL REFERENCES case_measure (id),
    grounds TEXT NOT NULL,
    proposed_by TEXT NOT NULL REFERENCES case_seat (id),
    made_at TEXT NOT NULL,
    withdrawn_at TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX case_link_case ON case_link (case_id, round);
CREATE TABLE case_link_answer (
    link_id TEXT NOT NULL REFERENCES case_link (id),
    seat_id TEXT NOT NULL REFERENCES case_seat (id),
    role TEXT NOT NULL,
    is_yes BIGINT NOT NULL,
    words TEXT NOT NULL DEFAULT '',
    answered_at TEXT NOT NULL,
    PRIMARY KEY (link_id, seat_id)
);
CREATE TABLE case_note (             -- what the team writes to each other; stays in the team
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    seat_id TEXT NOT NULL REFERENCES case_seat (id),
    words TEXT NOT NULL,
    made_at TEXT NOT NULL
);
CREATE INDEX case_note_case ON case_note (case_id, made_at);
CREATE TABLE case_turn (             -- going back is an act with a reason
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    from_rung BIGINT NOT NULL,
    to_rung BIGINT NOT NULL,
    reason TEXT NOT NULL,
    turned_by TEXT REFERENCES account (id),
    turned_at TEXT NOT NULL
);
CREATE INDEX case_turn_case ON case_turn (case_id);
CREATE TABLE case_event (            -- the timeline: who, what, when, where to look
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    kind TEXT NOT NULL,              -- a word of the code with a Russian line, as «step_accepted»
    about TEXT NOT NULL DEFAULT '',  -- address of a screen, or ''
    words TEXT NOT NULL DEFAULT '',  -- a title or a reason; content for the team only
    account_id TEXT,
    happened_at TEXT NOT NULL
);
CREATE INDEX case_event_case ON case_event (case_id, happened_at);
