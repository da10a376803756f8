-- Help requests of teachers and schools in the twelve directions; the confidential kind is seen by the chosen helper only.
CREATE TABLE help_request (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,     -- О-2026-0123
    asker_person TEXT,               -- NULL once erased, or where a deputy head without a card asks
    asker_account TEXT,
    place_id TEXT NOT NULL REFERENCES place (id),   -- where the asker worked; what the queue's keepers are judged by
    is_place BIGINT NOT NULL,        -- a school or a municipality asks, not a teacher for themselves
    direction TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL,             -- what is hard
    how_soon TEXT NOT NULL,          -- urgent, usual, calm
    form TEXT NOT NULL,              -- any, call, visit, materials, lesson
    seen_by TEXT NOT NULL,           -- helpers, school
    state TEXT NOT NULL,             -- new, taken, answered, closed, withdrawn
    helper_person TEXT,
    helper_account TEXT,
    asked_at TEXT NOT NULL,
    asked_on TEXT NOT NULL,          -- the day in the asker's zone: working days are counted from it
    due_on TEXT NOT NULL,
    taken_at TEXT,
    answered_at TEXT,
    response_days BIGINT,            -- working days until the first answer
    minutes BIGINT NOT NULL DEFAULT 0,
    closed_at TEXT,
    outcome TEXT NOT NULL DEFAULT '',-- helped, partly, not; '' nobody said
    outcome_words TEXT NOT NULL DEFAULT '',
    case_id TEXT,
    activity_id TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX help_request_queue ON help_request (state, due_on);
CREATE INDEX help_request_place ON help_request (place_id, asked_on);
CREATE INDEX help_request_asked ON help_request (asked_on);
CREATE INDEX help_request_asker ON help_request (asker_person);
CREATE INDEX help_request_asker_account ON help_request (asker_account);
CREATE INDEX help_request_helper ON help_request (helper_person, state);
CREATE INDEX help_request_helper_account ON help_request (helper_account, state);
CREATE TABLE help_message (
    id TEXT PRIMARY KEY,
    help_id TEXT NOT NULL REFERENCES help_request (id),
    author TEXT NOT NULL,            -- asker, helper
    author_person TEXT,
    author_account TEXT,
    kind TEXT NOT NULL,              -- message, answer, reopened
    words TEXT NOT NULL,
    made_at TEXT NOT NULL
);
CREATE INDEX help_message_help ON help_message (help_id, made_at);
CREATE INDEX help_message_person ON help_message (author_person);
CREATE TABLE help_turn (             -- into whose hands it went
    id TEXT PRIMARY KEY,
    help_id TEXT NOT NULL REFERENCES help_request (id),
    kind TEXT NOT NULL,              -- taken, assigned, handed, returned
    to_person TEXT,
    to_account TEXT,
    by_person TEXT,
    by_account TEXT,
    reason TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL
);
CREATE INDEX help_turn_help ON help_turn (help_id, made_at);

-- The confidential kind lies apart, so that no list, search, export or figure can reach it by mistake. A row is gone wholly some days
-- after it was closed; what stays is the count of the month, which was written when it was asked and names nobody.
CREATE TABLE private_helper (        -- who agreed to take such requests
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    field TEXT NOT NULL,             -- with what one can help
    reach TEXT NOT NULL,             -- how to be reached
    since TEXT NOT NULL,
    is_open BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE private_help (
    id TEXT PRIMARY KEY,
    asker_person TEXT NOT NULL,
    helper_person TEXT,              -- NULL: the chosen one can't, the asker chooses another
    state TEXT NOT NULL,             -- asked, answered, choosing, closed
    words TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    chosen_at TEXT NOT NULL,         -- a helper reads what was written since
    moved_at TEXT NOT NULL,          -- the last thing that happened
    closed_at TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX private_help_asker ON private_help (asker_person, state);
CREATE INDEX private_help_helper ON private_help (helper_person, state);
CREATE TABLE private_message (
    id TEXT PRIMARY KEY,
    help_id TEXT NOT NULL REFERENCES private_help (id),
    author_person TEXT NOT NULL,
    words TEXT NOT NULL,
    made_at TEXT NOT NULL
);
CREATE INDEX private_message_help ON private_message (help_id, made_at);
CREATE TABLE private_help_month (
    month TEXT NOT NULL,             -- 2026-11
    direction TEXT NOT NULL,
    askers BIGINT NOT NULL,          -- people who asked, each once a month
    PRIMARY KEY (month, direction)
);
