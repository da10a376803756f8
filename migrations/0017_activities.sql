-- Activities in the twelve directions: planned, signed up for, held, fed back on, certified; consultations in a minute.
CREATE TABLE activity (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,     -- as printed, «М-2026-0123»
    kind TEXT NOT NULL,              -- master_class, open_lesson, group_session, workshop, visit, webinar, contest, expert_work, practice, round_table, other
    title TEXT NOT NULL,
    search_key TEXT NOT NULL,
    summary TEXT NOT NULL DEFAULT '',
    direction TEXT NOT NULL,         -- the main one; all of them are in activity_direction
    subject TEXT NOT NULL DEFAULT '',
    development TEXT NOT NULL DEFAULT '',    -- development direction
    level TEXT NOT NULL,             -- school, municipal, intermunicipal, regional
    place_id TEXT NOT NULL REFERENCES place (id),    -- who holds it
    reach_path TEXT NOT NULL,        -- of the place whose people it is for: made of level and place
    starts_at TEXT NOT NULL,         -- of the first session
    ends_at TEXT NOT NULL,           -- of the last session
    where_text TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',   -- shown to those signed up
    audience TEXT NOT NULL,          -- everybody, subject, invited, union
    union_id TEXT NOT NULL DEFAULT '',
    is_public BIGINT NOT NULL DEFAULT 0,     -- stands in the open calendar
    seats BIGINT,
    apply_by TEXT,                   -- last day to sign up
    minutes BIGINT NOT NULL,         -- of a host's work
    extra TEXT NOT NULL DEFAULT '{}',-- JSON of the kind's own few fields
    state TEXT NOT NULL,             -- draft, announced, held, closed, cancelled
    cancel_why TEXT NOT NULL DEFAULT '',
    guests BIGINT NOT NULL DEFAULT 0,-- came without a card: a number, no names
    door_secret TEXT NOT NULL,       -- what the codes at the door are made from
    resource_id TEXT REFERENCES resource (id),
    made_by TEXT REFERENCES account (id),
    made_at TEXT NOT NULL,
    announced_at TEXT,
    closed_on TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX activity_time ON activity (starts_at);
CREATE INDEX activity_place ON activity (place_id, state, starts_at);
CREATE INDEX activity_state ON activity (state, starts_at);
CREATE TABLE activity_direction (
    activity_id TEXT NOT NULL REFERENCES activity (id),
    direction TEXT NOT NULL,
    PRIMARY KEY (activity_id, direction)
);
CREATE TABLE activity_session (
    id TEXT PRIMARY KEY,
    activity_id TEXT NOT NULL REFERENCES activity (id),
    position BIGINT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL
);
CREATE INDEX activity_session_activity ON activity_session (activity_id, position);
CREATE INDEX activity_session_time ON activity_session (starts_at);
CREATE TABLE activity_host (
    activity_id TEXT NOT NULL REFERENCES activity (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    part TEXT NOT NULL,              -- host, cohost
    state TEXT NOT NULL,             -- invited, joined, declined
    minutes BIGINT,                  -- if other than the activity's
    hard TEXT NOT NULL DEFAULT '',   -- the host of the group: what was hard
    next_steps TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL,
    PRIMARY KEY (activity_id, person_id)
);
CREATE INDEX activity_host_person ON activity_host (person_id, state);
CREATE TABLE activity_seat (         -- who signed up
    activity_id TEXT NOT NULL REFERENCES activity (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    state TEXT NOT NULL,             -- invited, signed, waiting, left
    since TEXT NOT NULL,             -- instant: the order of the waiting list
    signed_by TEXT REFERENCES account (id),
    opened_at TEXT,                  -- the materials before, first looked at
    read_at TEXT,                    -- said to be read, the check answered
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (activity_id, person_id)
);
CREATE INDEX activity_seat_person ON activity_seat (person_id, state);
CREATE TABLE activity_presence (
    session_id TEXT NOT NULL REFERENCES activity_session (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    activity_id TEXT NOT NULL REFERENCES activity (id),
    way TEXT NOT NULL,               -- door (the code), list
    marked_at TEXT NOT NULL,
    PRIMARY KEY (session_id, person_id)
);
CREATE INDEX activity_presence_activity ON activity_presence (activity_id, person_id);
CREATE INDEX activity_presence_person ON activity_presence (person_id);
CREATE TABLE activity_material (
    id TEXT PRIMARY KEY,
    activity_id TEXT NOT NULL REFERENCES activity (id),
    phase TEXT NOT NULL,             -- before, during, after
    title TEXT NOT NULL,
    link TEXT NOT NULL DEFAULT '',
    digest TEXT REFERENCES file (digest),
    file_name TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL
);
CREATE INDEX activity_material_activity ON activity_material (activity_id, phase);
CREATE INDEX activity_material_file ON activity_material (digest);
CREATE TABLE activity_question (     -- the short check of what was read: single choice
    id TEXT PRIMARY KEY,
    activity_id TEXT NOT NULL REFERENCES activity (id),
    position BIGINT NOT NULL,
    words TEXT NOT NULL,
    options TEXT NOT NULL,           -- JSON list of texts
    answer BIGINT NOT NULL           -- index of the right one
);
CREATE INDEX activity_question_activity ON activity_question (activity_id, position);
CREATE TABLE activity_feedback (     -- of a participant; shown without the name
    id TEXT PRIMARY KEY,
    activity_id TEXT NOT NULL REFERENCES activity (id),
    person_id TEXT REFERENCES person (id),
    useful BIGINT NOT NULL,          -- 1..5
    clear BIGINT NOT NULL,
    applies BIGINT NOT NULL,
    words TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL,
    UNIQUE (activity_id, person_id)
);
CREATE TABLE activity_task (         -- what each will try in class
    activity_id TEXT PRIMARY KEY REFERENCES activity (id),
    words TEXT NOT NULL,
    due_on TEXT NOT NULL,
    made_at TEXT NOT NULL
);
CREATE TABLE activity_answer (
    activity_id TEXT NOT NULL REFERENCES activity (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    words TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    reply TEXT NOT NULL DEFAULT '',
    replied_at TEXT,
    PRIMARY KEY (activity_id, person_id)
);
CREATE INDEX activity_answer_person ON activity_answer (person_id);
CREATE TABLE activity_certificate (
    id TEXT PRIMARY KEY,
    activity_id TEXT NOT NULL REFERENCES activity (id),
    person_id TEXT REFERENCES person (id),   -- gone with the person's data; the code goes on saying that it was issued
    part TEXT NOT NULL,              -- participant, host, cohost
    code TEXT NOT NULL UNIQUE,       -- opens the verification page
    minutes BIGINT NOT NULL,
    issued_on TEXT NOT NULL,
    annulled_on TEXT,
    annul_why TEXT NOT NULL DEFAULT '',
    replaced_by TEXT NOT NULL DEFAULT ''     -- id of the one issued instead
);
CREATE INDEX activity_certificate_activity ON activity_certificate (activity_id);
CREATE INDEX activity_certificate_person ON activity_certificate (person_id);

-- Consultations: written down in a minute by whoever gave them, with somebody named or with a number of people unnamed.
CREATE TABLE consultation (
    id TEXT PRIMARY KEY,
    account_id TEXT,                 -- who wrote it down and may change it; NULL once erased
    consultant_id TEXT REFERENCES person (id),     -- the same as a card of the register: whose hours they are; NULL: an office without a card, or erased
    place_id TEXT NOT NULL REFERENCES place (id),  -- where the consultant worked then: figures of places come from it
    person_id TEXT REFERENCES person (id),         -- with whom; NULL: unnamed, or erased
    people BIGINT NOT NULL,          -- how many; 1 where there is a name
    direction TEXT NOT NULL,         -- code of the dictionary work_direction
    form TEXT NOT NULL,              -- in_person, call, letters, video
    minutes BIGINT NOT NULL,
    about TEXT NOT NULL DEFAULT '',  -- a line for the two of them
    next_step TEXT NOT NULL DEFAULT '',
    held_on TEXT NOT NULL,
    case_id TEXT REFERENCES case_file (id),
    number TEXT NOT NULL DEFAULT '', -- of a case or a request for help, as typed
    state TEXT NOT NULL,             -- held, disputed (by whom it was with), kept (in spite of that), struck
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX consultation_account ON consultation (account_id, held_on);
CREATE INDEX consultation_consultant ON consultation (consultant_id, held_on);
CREATE INDEX consultation_person ON consultation (person_id, held_on);
CREATE INDEX consultation_day ON consultation (held_on, place_id);
CREATE INDEX consultation_case ON consultation (case_id);
CREATE TABLE consultation_draft (    -- typed and not sent yet; for the writer's own eyes
    account_id TEXT PRIMARY KEY,
    person_id TEXT,                  -- whom it names
    body TEXT NOT NULL,              -- JSON: answers as typed
    saved_at TEXT NOT NULL
);
