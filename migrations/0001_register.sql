-- The register of the active. One text for SQLite and PostgreSQL: TEXT, BIGINT, BLOB only.
-- Dates are TEXT YYYY-MM-DD, instants TEXT UTC with microseconds, yes/no BIGINT 1/0, structured answers TEXT with JSON.
-- Periods are [from, to): valid_from inclusive, valid_to exclusive, NULL = open.

-- kernel -----------------------------------------------------------------------------------------------------------
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL,              -- JSON
    changed_at TEXT NOT NULL
);
CREATE TABLE form_submission (
    form_key TEXT PRIMARY KEY,       -- owner/key
    location TEXT NOT NULL,
    made_at TEXT NOT NULL
);
CREATE INDEX form_submission_made ON form_submission (made_at);

-- audit: append-only, hash-chained; the payload lies apart so that it can be erased without breaking the chain --------
CREATE TABLE audit_event (
    seq BIGINT PRIMARY KEY,
    happened_at TEXT NOT NULL,
    account_id TEXT,                 -- who acted; NULL: a visitor or the system
    actor TEXT NOT NULL,             -- role, 'visitor', 'system', 'cli'
    action TEXT NOT NULL,            -- e.g. 'application.submitted'
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    person_id TEXT,                  -- whose data
    payload_hash TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_event_person ON audit_event (person_id, seq);
CREATE INDEX audit_event_object ON audit_event (object_kind, object_id, seq);
CREATE INDEX audit_event_account ON audit_event (account_id, seq);
CREATE TABLE audit_payload (
    seq BIGINT PRIMARY KEY REFERENCES audit_event (seq),
    salt TEXT NOT NULL,
    body TEXT NOT NULL,              -- JSON; '' once erased
    erased_at TEXT
);

-- files and mail -----------------------------------------------------------------------------------------------------
CREATE TABLE file (
    digest TEXT PRIMARY KEY,         -- SHA-256 of the content: its name in the store
    kind TEXT NOT NULL,              -- pdf, jpg, png
    size BIGINT NOT NULL,
    stored_at TEXT NOT NULL
);
CREATE TABLE letter (
    id TEXT PRIMARY KEY,
    once_key TEXT NOT NULL UNIQUE,   -- one letter never twice
    person_id TEXT,
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    made_at TEXT NOT NULL,
    send_after TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    last_error TEXT,
    sent_at TEXT
);
CREATE INDEX letter_waiting ON letter (sent_at, send_after);
CREATE INDEX letter_person ON letter (person_id);

-- structure ----------------------------------------------------------------------------------------------------------
CREATE TABLE place (
    id TEXT PRIMARY KEY,             -- stable code
    kind TEXT NOT NULL,              -- region, institute, municipality, school
    parent_id TEXT REFERENCES place (id),
    path TEXT NOT NULL UNIQUE,       -- 'region/mo-bikin/sch-12/': a scope is a range of paths
    has_methodical_service BIGINT NOT NULL DEFAULT 1,
    facts TEXT NOT NULL DEFAULT '{}',-- JSON: centre, tile, oktmo, zone …
    opened_on TEXT,
    closed_on TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX place_parent ON place (parent_id, kind);
CREATE TABLE place_name (
    place_id TEXT NOT NULL REFERENCES place (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    name TEXT NOT NULL,              -- official
    short_name TEXT NOT NULL,        -- for lists
    type_label TEXT NOT NULL DEFAULT '',
    sort_key TEXT NOT NULL,
    PRIMARY KEY (place_id, valid_from)
);
CREATE INDEX place_name_sort ON place_name (sort_key);
CREATE TABLE term (                  -- every dictionary
    kind TEXT NOT NULL,              -- subject, subject_area, direction, work_direction, position, education, category, refusal …
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    facts TEXT NOT NULL DEFAULT '{}',
    position BIGINT NOT NULL,
    valid_from TEXT NOT NULL DEFAULT '1900-01-01',
    valid_to TEXT,
    PRIMARY KEY (kind, code)
);
CREATE TABLE calendar_day (          -- only days that differ from Monday–Friday
    day TEXT PRIMARY KEY,
    works BIGINT NOT NULL,
    label TEXT NOT NULL DEFAULT ''
);

-- people -------------------------------------------------------------------------------------------------------------
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    patronymic TEXT,
    birth_on TEXT,
    phone TEXT,
    email TEXT,
    sort_key TEXT NOT NULL,
    place_id TEXT NOT NULL REFERENCES place (id),  -- the school (or authority) now: what scope is judged by
    version BIGINT NOT NULL DEFAULT 1,
    made_at TEXT NOT NULL,
    erased_at TEXT,                  -- personal data destroyed; the row stays as a bare id
    merged_into TEXT
);
CREATE INDEX person_place ON person (place_id, sort_key);
CREATE INDEX person_sort ON person (sort_key);
CREATE INDEX person_email ON person (email);
CREATE INDEX person_phone ON person (phone);
CREATE INDEX person_birth ON person (birth_on);
CREATE TABLE person_name (           -- earlier names
    person_id TEXT NOT NULL REFERENCES person (id),
    until_on TEXT NOT NULL,
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    patronymic TEXT,
    PRIMARY KEY (person_id, until_on)
);
CREATE TABLE person_job (            -- a person at a place for a period
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    place_id TEXT NOT NULL REFERENCES place (id),
    position TEXT NOT NULL,          -- code of term 'position', or ''
    position_text TEXT NOT NULL DEFAULT '',
    is_main BIGINT NOT NULL DEFAULT 1,
    valid_from TEXT,
    valid_to TEXT
);
CREATE INDEX person_job_person ON person_job (person_id);
CREATE INDEX person_job_place ON person_job (place_id);
CREATE TABLE person_subject (
    person_id TEXT NOT NULL REFERENCES person (id),
    subject TEXT NOT NULL,
    is_main BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (person_id, subject)
);
CREATE INDEX person_subject_subject ON person_subject (subject, person_id);
CREATE TABLE person_token (          -- search: folded words of the full name
    token TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (token, person_id)
);
CREATE INDEX person_token_person ON person_token (person_id);
CREATE TABLE token_deletion (        -- search: one typo
    deletion TEXT NOT NULL,
    token TEXT NOT NULL,
    PRIMARY KEY (deletion, token)
);
CREATE TABLE import_batch (
    id TEXT PRIMARY KEY,
    file_name TEXT NOT NULL,
    digest TEXT NOT NULL,
    state TEXT NOT NULL,             -- read, committed, undone
    mapping TEXT NOT NULL,           -- JSON: column → field
    account_id TEXT,
    place_id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    committed_at TEXT,
    undone_at TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE import_row (
    batch_id TEXT NOT NULL REFERENCES import_batch (id),
    line BIGINT NOT NULL,            -- row in the sheet, from 1
    cells TEXT NOT NULL,             -- JSON: as read
    verdict TEXT NOT NULL,           -- new, update, duplicate, error, skip
    messages TEXT NOT NULL,          -- JSON
    person_id TEXT,
    choice TEXT NOT NULL DEFAULT '', -- a person's decision on a duplicate
    before TEXT,                     -- JSON: what undo brings back
    PRIMARY KEY (batch_id, line)
);
CREATE INDEX import_row_person ON import_row (person_id);

-- accounts -----------------------------------------------------------------------------------------------------------
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    person_id TEXT REFERENCES person (id),
    display_name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,      -- folded to lower case
    password_hash TEXT,
    totp_secret TEXT,
    totp_confirmed_at TEXT,
    totp_last_step BIGINT NOT NULL DEFAULT 0,
    oidc_subject TEXT UNIQUE,
    made_at TEXT NOT NULL,
    disabled_at TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX account_person ON account (person_id);
CREATE TABLE account_code (          -- one-time codes: first login, reset
    code_hash TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    purpose TEXT NOT NULL,           -- first_login, reset
    made_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
);
CREATE INDEX account_code_account ON account_code (account_id);
CREATE TABLE role_grant (            -- a role at a place for a period
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    place_id TEXT NOT NULL REFERENCES place (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT
);
CREATE INDEX role_grant_account ON role_grant (account_id);
CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    grant_id TEXT REFERENCES role_grant (id),
    made_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    second_factor BIGINT NOT NULL DEFAULT 0,
    agent TEXT NOT NULL DEFAULT ''
);
CREATE INDEX session_account ON session (account_id);
CREATE TABLE brake (                 -- slows guessing down; never locks
    name TEXT PRIMARY KEY,           -- hash of what is braked
    failures BIGINT NOT NULL,
    last_at TEXT NOT NULL
);
CREATE TABLE kept_form (             -- what was typed when the session ran out; given back after login
    token_hash TEXT PRIMARY KEY,
    account_id TEXT,
    path TEXT NOT NULL,
    body TEXT NOT NULL,
    made_at TEXT NOT NULL
);

-- consents -----------------------------------------------------------------------------------------------------------
CREATE TABLE consent_text (          -- never changed once in force
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,              -- inclusion, processing, publication
    version BIGINT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,              -- JSON: paragraphs with placeholders filled
    items TEXT NOT NULL,             -- JSON: data that can be chosen
    sha256 TEXT NOT NULL,
    approved_by TEXT NOT NULL,       -- order number and date
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    UNIQUE (kind, version)
);
CREATE TABLE consent (               -- append-only
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    text_id TEXT NOT NULL REFERENCES consent_text (id),
    term_until TEXT,                 -- exclusive; NULL: until withdrawn
    given_at TEXT NOT NULL,
    channel TEXT NOT NULL,           -- screen, paper
    evidence TEXT NOT NULL,          -- JSON: link or session, address, agent, file digest, clerk
    account_id TEXT
);
CREATE INDEX consent_person ON consent (person_id, kind);
CREATE TABLE consent_item (          -- publication: one row per datum
    consent_id TEXT NOT NULL REFERENCES consent (id),
    item TEXT NOT NULL,              -- full_name, subject, school
    PRIMARY KEY (consent_id, item)
);
CREATE TABLE withdrawal (            -- append-only
    id TEXT PRIMARY KEY,
    consent_id TEXT NOT NULL REFERENCES consent (id),
    item TEXT,                       -- NULL: the whole consent
    received_on TEXT NOT NULL,       -- the paper's day of receipt, or today
    registered_at TEXT NOT NULL,
    channel TEXT NOT NULL,           -- cabinet, paper
    account_id TEXT,
    evidence TEXT NOT NULL
);
CREATE INDEX withdrawal_consent ON withdrawal (consent_id);
CREATE TABLE duty (                  -- a task with a legal deadline
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,              -- stop_publication, destroy, answer_subject
    person_id TEXT,
    about TEXT NOT NULL,             -- id of the withdrawal
    opened_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    basis TEXT NOT NULL,             -- the legal source
    closed_at TEXT,
    closed_by TEXT,
    outcome TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX duty_open ON duty (closed_at, due_on);
CREATE TABLE destruction (           -- the register of destruction, kept three years; replayed after a restore
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    asked_by TEXT,
    first_by TEXT,
    first_at TEXT,
    second_by TEXT,
    second_at TEXT,
    done_at TEXT,
    act_number TEXT,
    categories TEXT NOT NULL DEFAULT '[]',
    act_digest TEXT,                 -- PDFs in the file store
    log_digest TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX destruction_person ON destruction (person_id);

-- applications -------------------------------------------------------------------------------------------------------
CREATE TABLE application (
    id TEXT PRIMARY KEY,
    number TEXT UNIQUE,              -- given at submission
    link_hash TEXT NOT NULL UNIQUE,  -- SHA-256 of the secret in the letter's link
    email TEXT NOT NULL,
    person_id TEXT REFERENCES person (id),
    place_id TEXT REFERENCES place (id),  -- the school chosen: what scope is judged by
    state TEXT NOT NULL,             -- draft, submitted, returned, checked, endorsed, declined, decided, ordered, refused, reserve, withdrawn
    answers TEXT NOT NULL,           -- JSON, as typed
    sent TEXT NOT NULL DEFAULT '',   -- the answers as last submitted, frozen: what staff see
    sent_before TEXT NOT NULL DEFAULT '', -- and as submitted the time before: what a correction changed
    wish_kind TEXT NOT NULL DEFAULT '',   -- of the answers sent, for the queue's filters
    main_subject TEXT NOT NULL DEFAULT '',
    sort_key TEXT NOT NULL DEFAULT '',
    trouble BIGINT NOT NULL DEFAULT 0,    -- what the queue sorts by: more is worse
    started_at TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    submitted_at TEXT,
    state_since TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX application_state ON application (state, state_since);
CREATE INDEX application_place ON application (place_id, state);
CREATE INDEX application_person ON application (person_id);
CREATE TABLE application_link (      -- links sent again: the ones before them stay good
    link_hash TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    made_at TEXT NOT NULL
);
CREATE INDEX application_link_application ON application_link (application_id);
CREATE INDEX application_email ON application (email);
CREATE TABLE application_file (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    criterion TEXT NOT NULL,         -- code of the criterion it proves, or ''
    evidence TEXT NOT NULL DEFAULT '', -- code of term 'evidence_kind'
    digest TEXT NOT NULL REFERENCES file (digest),
    name TEXT NOT NULL,              -- as the applicant called it
    added_at TEXT NOT NULL
);
CREATE INDEX application_file_application ON application_file (application_id);
CREATE INDEX application_file_digest ON application_file (digest);
CREATE TABLE application_consent (   -- given while there is no person yet; becomes consent at submission
    application_id TEXT NOT NULL REFERENCES application (id),
    kind TEXT NOT NULL,
    text_id TEXT NOT NULL REFERENCES consent_text (id),
    agreed BIGINT NOT NULL,
    items TEXT NOT NULL,             -- JSON
    term_until TEXT,
    answered_at TEXT NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (application_id, kind)
);
CREATE TABLE application_remark (    -- returned for correction: a reason per field
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at TEXT NOT NULL,
    settled_at TEXT
);
CREATE INDEX application_remark_application ON application_remark (application_id);
CREATE TABLE application_step (      -- the history of the state
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    state TEXT NOT NULL,
    account_id TEXT,
    note TEXT NOT NULL DEFAULT '',
    happened_at TEXT NOT NULL
);
CREATE INDEX application_step_application ON application_step (application_id, happened_at);
CREATE TABLE nomination (            -- a school or a municipality speaks for an applicant
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    place_id TEXT NOT NULL REFERENCES place (id),
    account_id TEXT,
    body TEXT NOT NULL,              -- JSON: words, merits by criterion, who signs; '' once erased
    made_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (application_id, place_id)
);
CREATE INDEX nomination_place ON nomination (place_id);
CREATE TABLE criterion_finding (     -- what a person looked at and found
    application_id TEXT NOT NULL REFERENCES application (id),
    criterion TEXT NOT NULL,
    holds BIGINT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    account_id TEXT,
    found_at TEXT NOT NULL,
    PRIMARY KEY (application_id, criterion)
);

-- quotas, orders, memberships ----------------------------------------------------------------------------------------
CREATE TABLE quota (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,              -- subject_methodist, direction_methodist, municipal_manager, school_manager
    subject TEXT,                    -- at most one of the three is set; none: the whole kind
    direction TEXT,
    municipality_id TEXT REFERENCES place (id),
    places BIGINT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT
);
CREATE INDEX quota_kind ON quota (kind, valid_from);
CREATE TABLE act_order (             -- an order (приказ)
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,              -- include, renew, pause, resume, end
    state TEXT NOT NULL,             -- draft, signed
    meeting_id TEXT,
    number TEXT,
    signed_on TEXT,
    effective_on TEXT,
    title TEXT NOT NULL,
    document_digest TEXT,            -- the PDF as signed
    made_at TEXT NOT NULL,
    made_by TEXT,
    signed_at TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE order_line (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES act_order (id),
    position BIGINT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    application_id TEXT,
    membership_id TEXT,
    kind TEXT,
    subject TEXT,
    direction TEXT,
    municipality_id TEXT,
    until_on TEXT,                   -- include/renew: end of the term; pause: its end
    reason TEXT NOT NULL DEFAULT '', -- code of a dictionary
    note TEXT NOT NULL DEFAULT '',
    snapshot TEXT NOT NULL DEFAULT '{}'  -- JSON: name, post, school as ordered; an order is an archive document
);
CREATE INDEX order_line_order ON order_line (order_id, position);
CREATE INDEX order_line_person ON order_line (person_id);
CREATE TABLE membership (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    subject TEXT,
    direction TEXT,
    municipality_id TEXT NOT NULL REFERENCES place (id),
    order_id TEXT NOT NULL REFERENCES act_order (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,                   -- end of the term, exclusive
    ended_on TEXT,                   -- ended before the term
    end_reason TEXT NOT NULL DEFAULT '',
    certificate_code TEXT NOT NULL UNIQUE,  -- opens the verification page
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX membership_person ON membership (person_id);
CREATE INDEX membership_period ON membership (kind, valid_from, valid_to);
CREATE TABLE membership_pause (
    membership_id TEXT NOT NULL REFERENCES membership (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    order_id TEXT NOT NULL REFERENCES act_order (id),
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (membership_id, valid_from)
);

-- commission ---------------------------------------------------------------------------------------------------------
CREATE TABLE meeting (
    id TEXT PRIMARY KEY,
    number BIGINT NOT NULL,
    held_on TEXT NOT NULL,
    state TEXT NOT NULL,             -- planned, open, closed
    seats BIGINT NOT NULL,           -- members of the commission on that day: what quorum is counted from
    chair_id TEXT,
    secretary_id TEXT,
    opened_at TEXT,
    closed_at TEXT,
    minutes_digest TEXT,             -- the PDF as closed
    version BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE meeting_seat (
    meeting_id TEXT NOT NULL REFERENCES meeting (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    present BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (meeting_id, account_id)
);
CREATE TABLE agenda_item (
    id TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meeting (id),
    application_id TEXT NOT NULL REFERENCES application (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    words TEXT NOT NULL DEFAULT '{}',    -- JSON: name, post, school, wish as put on the agenda; '{}' once erased
    position BIGINT NOT NULL,
    outcome TEXT NOT NULL DEFAULT '',    -- '', include, reserve, refuse, postponed, withdrawn
    kind TEXT,
    subject TEXT,
    direction TEXT,
    municipality_id TEXT,
    reason TEXT NOT NULL DEFAULT '',     -- code of a refusal's reason
    note TEXT NOT NULL DEFAULT '',       -- why over the quota, why postponed, what a refusal means
    over_quota BIGINT NOT NULL DEFAULT 0,
    decided_at TEXT,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (meeting_id, application_id)
);
CREATE INDEX agenda_item_application ON agenda_item (application_id);
CREATE INDEX agenda_item_person ON agenda_item (person_id);
CREATE TABLE vote (
    agenda_item_id TEXT NOT NULL REFERENCES agenda_item (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    voice TEXT NOT NULL,             -- for, against, abstain, conflict
    note TEXT NOT NULL DEFAULT '',   -- code of the kind of conflict
    entered_by TEXT,                 -- who wrote down a hand that was raised; NULL: cast in person
    cast_at TEXT NOT NULL,
    PRIMARY KEY (agenda_item_id, account_id)
);
