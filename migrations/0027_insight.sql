-- What helps: answers to heavy questions kept as snapshots, and lots for the queue to accompaniment.
CREATE TABLE insight_run (           -- an answer as it was worked out: never changed, the next one stands beside it
    id TEXT PRIMARY KEY,
    question TEXT NOT NULL,          -- worked, link, effect, change
    place_id TEXT NOT NULL REFERENCES place (id),
    data_version TEXT NOT NULL,      -- digest of the rows it was made of
    data_until TEXT,                 -- the last day they speak of
    seed TEXT NOT NULL,              -- of chance in the method; the same rows give the same seed
    method TEXT NOT NULL,            -- its name and version
    result TEXT NOT NULL,            -- JSON: sums and intervals, nobody's name
    made_by TEXT,                    -- account; NULL: the nightly job, or erased
    made_at TEXT NOT NULL
);
CREATE INDEX insight_run_of ON insight_run (question, place_id, made_at);
CREATE TABLE insight_lot (           -- who begins in which month, decided by chance that can be checked
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,     -- as printed, «Ж-2026-012»
    place_id TEXT NOT NULL REFERENCES place (id),
    competency_code TEXT NOT NULL DEFAULT '',    -- difficulties of this competency; '' is any
    capacity BIGINT NOT NULL,        -- how many begin in a month
    first_month TEXT NOT NULL,       -- its first day
    draws_on TEXT NOT NULL,          -- not before this day
    state TEXT NOT NULL,             -- announced, drawn, cancelled
    list_digest TEXT NOT NULL,       -- SHA-256 of the frozen list in its order
    secret TEXT NOT NULL,            -- sealed by the installation's key until the draw, open (hex) after
    commitment TEXT NOT NULL,        -- SHA-256 of the secret, the list's digest and the terms, shown before
    public_source TEXT NOT NULL,     -- which public figure, unknown when the lot is announced, the draw mixes in
    public_value TEXT NOT NULL DEFAULT '',       -- the figure, entered at the draw
    cancelled_why TEXT NOT NULL DEFAULT '',
    announced_by TEXT,               -- account
    announced_at TEXT NOT NULL,
    drawn_by TEXT,                   -- account
    drawn_at TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX insight_lot_place ON insight_lot (place_id, state);
CREATE TABLE insight_lot_entry (     -- a line of the frozen list
    lot_id TEXT NOT NULL REFERENCES insight_lot (id),
    number BIGINT NOT NULL,          -- in the list, from 1: colleagues of a school stand beside each other
    ref TEXT NOT NULL,               -- what the person is called on the page that checks the draw: says nothing of the person
    person_id TEXT REFERENCES person (id),   -- NULL: withdrawn or erased, the line stays
    deficit_id TEXT,                 -- what brought the person here; gone with its consent
    position BIGINT,                 -- by the draw, from 1
    starts_on TEXT,                  -- first day of the month of the beginning
    left_on TEXT,                    -- no longer in the queue
    left_why TEXT NOT NULL DEFAULT '',       -- own_wish, moved, case, consent, erased
    case_id TEXT,                    -- opened by this lot
    PRIMARY KEY (lot_id, ref)
);
CREATE INDEX insight_lot_entry_person ON insight_lot_entry (person_id);
