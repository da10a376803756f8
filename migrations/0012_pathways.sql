-- Pathways: built together in sections, signed, walked in steps, presented, closed.
CREATE TABLE pathway (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    number BIGINT NOT NULL,          -- 1, 2, … within the case: a new version keeps the old one
    follows_id TEXT REFERENCES pathway (id),
    state TEXT NOT NULL,             -- draft, agreed, active, presented, closed, revised, stopped
    starts_on TEXT,
    ends_on TEXT,
    hours_limit BIGINT,              -- the teacher's academic hours
    sent_at TEXT,                    -- to be signed
    agreed_at TEXT,
    agreed_body TEXT NOT NULL DEFAULT '',    -- JSON: all as it was signed; documents are made from it
    presented_at TEXT,
    closed_at TEXT,
    stop_reason TEXT NOT NULL DEFAULT '',
    made_by TEXT REFERENCES account (id),
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (case_id, number)
);
CREATE INDEX pathway_state ON pathway (state);
CREATE TABLE pathway_section (       -- the five components; a revision is never lost
    pathway_id TEXT NOT NULL REFERENCES pathway (id),
    component TEXT NOT NULL,         -- target, diagnostic, content, technological, results
    revision BIGINT NOT NULL,
    body TEXT NOT NULL,              -- JSON: the component's own fields as texts
    seat_id TEXT REFERENCES case_seat (id),  -- who wrote it
    account_id TEXT,
    suggestion_id TEXT,              -- it came from an accepted suggestion
    made_at TEXT NOT NULL,
    PRIMARY KEY (pathway_id, component, revision)
);
CREATE TABLE pathway_suggestion (    -- somebody else's text: shown beside, taken by the owner
    id TEXT PRIMARY KEY,
    pathway_id TEXT NOT NULL REFERENCES pathway (id),
    component TEXT NOT NULL,
    field TEXT NOT NULL,             -- of the component's body
    body TEXT NOT NULL,
    words TEXT NOT NULL DEFAULT '',  -- why
    base_revision BIGINT NOT NULL,
    seat_id TEXT NOT NULL REFERENCES case_seat (id),
    state TEXT NOT NULL,             -- open, accepted, declined, taken_back, outdated
    answered_by TEXT REFERENCES case_seat (id),
    answered_at TEXT,
    answer_words TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX pathway_suggestion_of ON pathway_suggestion (pathway_id, state);
CREATE TABLE pathway_draft (         -- typed and not saved yet; for the writer's own eyes
    pathway_id TEXT NOT NULL REFERENCES pathway (id),
    component TEXT NOT NULL,
    seat_id TEXT NOT NULL REFERENCES case_seat (id),
    base_revision BIGINT NOT NULL,
    body TEXT NOT NULL,              -- JSON, as of a section
    saved_at TEXT NOT NULL,
    PRIMARY KEY (pathway_id, component, seat_id)
);
CREATE TABLE pathway_print (         -- what a section's text is like, to find its likes: hashes of groups of minima over its shingles
    pathway_id TEXT NOT NULL REFERENCES pathway (id),
    component TEXT NOT NULL,
    band BIGINT NOT NULL,
    hash BIGINT NOT NULL,
    PRIMARY KEY (pathway_id, component, band)
);
CREATE INDEX pathway_print_hash ON pathway_print (component, band, hash);
CREATE TABLE pathway_comment (
    id TEXT PRIMARY KEY,
    pathway_id TEXT NOT NULL REFERENCES pathway (id),
    component TEXT NOT NULL,
    seat_id TEXT NOT NULL REFERENCES case_seat (id),
    words TEXT NOT NULL,
    made_at TEXT NOT NULL
);
CREATE INDEX pathway_comment_of ON pathway_comment (pathway_id, component, made_at);
CREATE TABLE pathway_step (          -- a line of the content: a resource or an own task
    id TEXT PRIMARY KEY,
    pathway_id TEXT NOT NULL REFERENCES pathway (id),
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    task TEXT NOT NULL DEFAULT '',   -- what exactly to do
    resource_id TEXT REFERENCES resource (id),
    technology TEXT NOT NULL DEFAULT '',
    level TEXT NOT NULL DEFAULT '',  -- school, municipal, regional, federal
    responsible_id TEXT REFERENCES case_seat (id),   -- who helps; NULL: the teacher alone
    hours BIGINT NOT NULL DEFAULT 0,
    starts_on TEXT,
    due_on TEXT,
    result_form TEXT NOT NULL DEFAULT '',    -- one of the ten
    because TEXT NOT NULL DEFAULT '',        -- why it is proposed, in words
    origin TEXT NOT NULL,            -- proposed (by the program), written
    fate TEXT NOT NULL,              -- open (nobody has said yet), kept, edited, struck
    author_seat TEXT REFERENCES case_seat (id),
    state TEXT NOT NULL,             -- planned, in_work, submitted, accepted, returned, dropped
    progress BIGINT NOT NULL DEFAULT 0,      -- 0..100, marked by the teacher
    accepted_on TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX pathway_step_of ON pathway_step (pathway_id, position);
CREATE INDEX pathway_step_due ON pathway_step (state, due_on);
CREATE INDEX pathway_step_resource ON pathway_step (resource_id);
CREATE TABLE pathway_step_deficit (
    step_id TEXT NOT NULL REFERENCES pathway_step (id),
    deficit_id TEXT NOT NULL REFERENCES deficit (id),
    PRIMARY KEY (step_id, deficit_id)
);
CREATE INDEX pathway_step_deficit_of ON pathway_step_deficit (deficit_id);
CREATE TABLE pathway_signature (     -- per section, the teacher last and for the whole ('')
    id TEXT PRIMARY KEY,
    pathway_id TEXT NOT NULL REFERENCES pathway (id),
    seat_id TEXT NOT NULL REFERENCES case_seat (id),
    role TEXT NOT NULL,
    component TEXT NOT NULL,         -- '' is the whole
    digest TEXT NOT NULL,            -- SHA-256 of what was signed
    words TEXT NOT NULL DEFAULT '',
    signed_at TEXT NOT NULL,
    void_at TEXT                     -- the section was changed since, or the signature taken back
);
CREATE INDEX pathway_signature_of ON pathway_signature (pathway_id, component);
CREATE TABLE work (                  -- a result in one of the ten forms: typed once, used by pathways, portfolio, reports
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    form TEXT NOT NULL,              -- lessons, innovation_report, project, product, portfolio, master_class, presentation, contest, creative_report, workshop
    title TEXT NOT NULL,
    body TEXT NOT NULL,              -- JSON: the form's own fields as texts
    held_on TEXT,
    is_ready BIGINT NOT NULL DEFAULT 0,  -- the form's evidence is all there
    for_portfolio BIGINT NOT NULL DEFAULT 0, -- the teacher wants it in the portfolio for attestation
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX work_person ON work (person_id, form);
CREATE TABLE work_file (
    work_id TEXT NOT NULL REFERENCES work (id),
    digest TEXT NOT NULL REFERENCES file (digest),
    name TEXT NOT NULL,
    added_at TEXT NOT NULL,
    PRIMARY KEY (work_id, digest)
);
CREATE INDEX work_file_digest ON work_file (digest);
CREATE TABLE step_report (           -- what the teacher hands in; each handing-in is a row
    id TEXT PRIMARY KEY,
    step_id TEXT NOT NULL REFERENCES pathway_step (id),
    number BIGINT NOT NULL,
    reflection TEXT NOT NULL,
    work_id TEXT REFERENCES work (id),
    link TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,             -- draft, waiting, accepted, returned
    sent_at TEXT,
    answered_by TEXT REFERENCES case_seat (id),
    answered_at TEXT,
    answer_words TEXT NOT NULL DEFAULT '',
    snapshot TEXT NOT NULL DEFAULT '',   -- JSON: step, work and files as accepted
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (step_id, number)
);
CREATE INDEX step_report_state ON step_report (state, sent_at);
CREATE TABLE step_file (
    report_id TEXT NOT NULL REFERENCES step_report (id),
    digest TEXT NOT NULL REFERENCES file (digest),
    name TEXT NOT NULL,
    added_at TEXT NOT NULL,
    PRIMARY KEY (report_id, digest)
);
CREATE INDEX step_file_digest ON step_file (digest);
CREATE TABLE step_drop (             -- a step taken out of the walk: one side gives a reason, the other agrees; the teacher is always one of the two
    id TEXT PRIMARY KEY,
    step_id TEXT NOT NULL REFERENCES pathway_step (id),
    seat_id TEXT NOT NULL REFERENCES case_seat (id),  -- who proposed
    reason TEXT NOT NULL,
    made_at TEXT NOT NULL,
    answered_by TEXT REFERENCES case_seat (id),
    answered_at TEXT,
    is_yes BIGINT NOT NULL DEFAULT 0,
    answer_words TEXT NOT NULL DEFAULT ''
);
CREATE INDEX step_drop_step ON step_drop (step_id, answered_at);
CREATE TABLE presentation (          -- of a pathway's results
    pathway_id TEXT PRIMARY KEY REFERENCES pathway (id),
    kind TEXT NOT NULL,              -- event, review
    planned_on TEXT NOT NULL,
    held_on TEXT,
    place TEXT NOT NULL DEFAULT '',
    audience TEXT NOT NULL DEFAULT '',
    minutes TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE closing_word (          -- the teacher's at the end
    pathway_id TEXT PRIMARY KEY REFERENCES pathway (id),
    reflection TEXT NOT NULL,
    helped TEXT NOT NULL DEFAULT '',
    missed TEXT NOT NULL DEFAULT '',
    team_mark BIGINT,                -- 1..5, NULL: didn't want to
    team_words TEXT NOT NULL DEFAULT '',
    team_reads BIGINT NOT NULL DEFAULT 0,    -- the teacher lets the team read the words to it
    made_at TEXT NOT NULL
);
CREATE TABLE formalism_hint (        -- a private hint: to the author first, later to the methodist; never a score
    id TEXT PRIMARY KEY,
    pathway_id TEXT NOT NULL REFERENCES pathway (id),
    kind TEXT NOT NULL,              -- copied_text, fast_agreement, one_day, no_repeat
    about TEXT NOT NULL DEFAULT '',  -- component, or ''
    author_seat TEXT REFERENCES case_seat (id),
    found_at TEXT NOT NULL,
    shown_at TEXT,                   -- to the author
    told_at TEXT,                    -- to the methodist
    answer TEXT NOT NULL DEFAULT '', -- the author's words
    closed_at TEXT,
    UNIQUE (pathway_id, kind, about)
);
CREATE TABLE calendar_feed (         -- .ics by a secret address; the token's digest only
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    token_digest TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL
);
