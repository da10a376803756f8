-- Subject unions as a second tree: members, year plan, meetings with agenda, attendance, minutes and decisions.
CREATE TABLE union_body (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,              -- federal, krai, regional, municipal, cluster, school
    parent_id TEXT REFERENCES union_body (id),   -- the union above; NULL: none, which is allowed
    place_id TEXT NOT NULL REFERENCES place (id),    -- region, municipality or school
    direction TEXT NOT NULL DEFAULT '',  -- code of work_direction its meetings count for; '' for the usual one
    about TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',   -- site of an outside body
    quorum_percent BIGINT NOT NULL DEFAULT 0,    -- 0: more than half; otherwise at least so many of a hundred
    opened_on TEXT NOT NULL,
    closed_on TEXT,
    closed_why TEXT NOT NULL DEFAULT '',
    made_by TEXT REFERENCES account (id),
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX union_body_parent ON union_body (parent_id);
CREATE INDEX union_body_place ON union_body (place_id, kind);
CREATE TABLE union_title (           -- what it was called when
    union_id TEXT NOT NULL REFERENCES union_body (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    title TEXT NOT NULL,
    search_key TEXT NOT NULL,
    PRIMARY KEY (union_id, valid_from)
);
CREATE TABLE union_subject (
    union_id TEXT NOT NULL REFERENCES union_body (id),
    subject TEXT NOT NULL,
    PRIMARY KEY (union_id, subject)
);
CREATE INDEX union_subject_code ON union_subject (subject, union_id);
CREATE TABLE union_member (
    id TEXT PRIMARY KEY,
    union_id TEXT NOT NULL REFERENCES union_body (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    joined_on TEXT NOT NULL,
    left_on TEXT                     -- the first day without
);
CREATE INDEX union_member_union ON union_member (union_id, left_on);
CREATE INDEX union_member_person ON union_member (person_id, left_on);
CREATE TABLE union_office (          -- head and deputies, each for a period
    id TEXT PRIMARY KEY,
    union_id TEXT NOT NULL REFERENCES union_body (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    office TEXT NOT NULL,            -- head, deputy, secretary
    valid_from TEXT NOT NULL,
    valid_to TEXT
);
CREATE INDEX union_office_union ON union_office (union_id, valid_to);
CREATE INDEX union_office_person ON union_office (person_id, valid_to);
CREATE TABLE union_plan_line (
    id TEXT PRIMARY KEY,
    union_id TEXT NOT NULL REFERENCES union_body (id),
    school_year BIGINT NOT NULL,     -- the year in which it begins
    month BIGINT NOT NULL,           -- 1–12
    what TEXT NOT NULL,
    direction TEXT NOT NULL,
    owner_id TEXT REFERENCES person (id),
    expected TEXT NOT NULL DEFAULT '',
    done_url TEXT NOT NULL DEFAULT '',   -- the meeting or activity that did it
    done_title TEXT NOT NULL DEFAULT '',
    done_on TEXT,
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX union_plan_line_union ON union_plan_line (union_id, school_year, month);
CREATE INDEX union_plan_line_owner ON union_plan_line (owner_id);
CREATE TABLE union_paper (           -- documents and recommendations received
    id TEXT PRIMARY KEY,
    union_id TEXT NOT NULL REFERENCES union_body (id),
    title TEXT NOT NULL,
    number TEXT NOT NULL DEFAULT '',
    received_on TEXT NOT NULL,
    summary TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL
);
CREATE INDEX union_paper_union ON union_paper (union_id, received_on);
CREATE TABLE union_meeting (
    id TEXT PRIMARY KEY,
    union_id TEXT NOT NULL REFERENCES union_body (id),
    number BIGINT NOT NULL,          -- within the union
    title TEXT NOT NULL,             -- what it is about
    held_on TEXT NOT NULL,
    begins TEXT NOT NULL,            -- HH:MM in the place's zone
    minutes BIGINT NOT NULL,         -- how long
    venue TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',
    direction TEXT NOT NULL,
    invited TEXT NOT NULL DEFAULT '',    -- guests, in words
    state TEXT NOT NULL,             -- planned, held, cancelled
    cancelled_why TEXT NOT NULL DEFAULT '',
    minutes_number BIGINT NOT NULL DEFAULT 0,    -- version of the minutes in force; 0: none
    correcting BIGINT NOT NULL DEFAULT 0,        -- 1: approved minutes are being corrected
    made_by TEXT REFERENCES account (id),
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (union_id, number)
);
CREATE INDEX union_meeting_union ON union_meeting (union_id, held_on);
CREATE INDEX union_meeting_day ON union_meeting (held_on, state);
CREATE TABLE union_agenda (
    id TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES union_meeting (id),
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    speaker_id TEXT REFERENCES person (id),
    lasts BIGINT NOT NULL DEFAULT 0, -- minutes
    heard TEXT NOT NULL DEFAULT ''
);
CREATE INDEX union_agenda_meeting ON union_agenda (meeting_id, position);
CREATE INDEX union_agenda_speaker ON union_agenda (speaker_id);
CREATE TABLE union_attendance (
    meeting_id TEXT NOT NULL REFERENCES union_meeting (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    answer TEXT NOT NULL DEFAULT '', -- '', yes, no
    present BIGINT NOT NULL DEFAULT 0,
    by_self BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (meeting_id, person_id)
);
CREATE INDEX union_attendance_person ON union_attendance (person_id);
CREATE TABLE union_decision (
    id TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES union_meeting (id),
    position BIGINT NOT NULL,
    agenda_id TEXT REFERENCES union_agenda (id),
    what TEXT NOT NULL,
    owner_id TEXT REFERENCES person (id),
    due_on TEXT,
    force TEXT NOT NULL DEFAULT 'draft', -- draft, binding, advice (no quorum), void (annulled)
    done_on TEXT,
    done_note TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX union_decision_meeting ON union_decision (meeting_id, position);
CREATE INDEX union_decision_owner ON union_decision (owner_id, done_on);
CREATE TABLE union_minutes (         -- frozen; a correction is the next version
    meeting_id TEXT NOT NULL REFERENCES union_meeting (id),
    number BIGINT NOT NULL,
    snapshot TEXT NOT NULL,          -- JSON: what is printed, people by id with the names of the day
    members BIGINT NOT NULL,
    present BIGINT NOT NULL,
    has_quorum BIGINT NOT NULL,
    approved_by TEXT REFERENCES account (id),
    approved_on TEXT NOT NULL,
    annulled_on TEXT,
    annulled_why TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (meeting_id, number)
);
