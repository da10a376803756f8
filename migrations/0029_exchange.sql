-- Data out: what programs read by a token, what they are told, what everybody may take, what is exported at night.
CREATE TABLE exchange_state (        -- one row each: seq (last change numbered), journal (last event heard), nightly (on, off)
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE exchange_item (         -- one row for each thing the API has published, numbered anew by each change
    resource TEXT NOT NULL,
    id TEXT NOT NULL,                -- as published
    source TEXT NOT NULL,            -- whose row it stands for: the id itself, of members the person; 'gone:…' once that is erased
    path TEXT NOT NULL,              -- of the place; '' concerns everybody
    body TEXT NOT NULL,              -- JSON as published; '' of members, who are read anew each time, and of what is gone
    digest TEXT NOT NULL,            -- SHA-256 of what was published; '' once gone
    seq BIGINT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (resource, id)
);
CREATE UNIQUE INDEX exchange_item_source ON exchange_item (resource, source);
CREATE UNIQUE INDEX exchange_item_seq ON exchange_item (resource, seq);
CREATE TABLE exchange_left (         -- whose place a thing was before it moved: whoever read it there hears that it is gone
    resource TEXT NOT NULL,
    id TEXT NOT NULL,
    path TEXT NOT NULL,
    seq BIGINT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (resource, id, path)
);
CREATE INDEX exchange_left_seq ON exchange_left (resource, seq);
CREATE TABLE exchange_token (
    id TEXT PRIMARY KEY,
    lookup TEXT NOT NULL UNIQUE,     -- the open part of the token
    digest TEXT NOT NULL,            -- SHA-256 of the secret part
    name TEXT NOT NULL,
    owner TEXT NOT NULL,             -- who uses it, in words: an organisation or a system
    scopes TEXT NOT NULL,            -- names of resources, joined by spaces
    place_id TEXT NOT NULL REFERENCES place (id),
    expires_on TEXT NOT NULL,        -- last day
    made_by TEXT,                    -- account
    made_at TEXT NOT NULL,
    revoked_at TEXT
);
CREATE TABLE exchange_use (          -- calls a day
    token_id TEXT NOT NULL REFERENCES exchange_token (id),
    day TEXT NOT NULL,
    calls BIGINT NOT NULL,
    is_noted BIGINT NOT NULL DEFAULT 0,      -- the journal has its line
    PRIMARY KEY (token_id, day)
);
CREATE TABLE webhook (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    events TEXT NOT NULL,            -- joined by spaces
    secret TEXT NOT NULL,            -- sealed with the installation's key
    is_on BIGINT NOT NULL DEFAULT 1,
    from_seq BIGINT NOT NULL,        -- hears events of the journal after this one
    made_by TEXT,                    -- account
    made_at TEXT NOT NULL,
    removed_at TEXT
);
CREATE TABLE webhook_message (
    id TEXT PRIMARY KEY,             -- webhook-id: the same at each try, of no other message
    webhook_id TEXT NOT NULL REFERENCES webhook (id),
    event TEXT NOT NULL,
    body TEXT NOT NULL,              -- JSON: ids and addresses only
    state TEXT NOT NULL,             -- waiting, delivered, given_up
    tries BIGINT NOT NULL DEFAULT 0,
    next_at TEXT NOT NULL,
    made_at TEXT NOT NULL
);
CREATE INDEX webhook_message_due ON webhook_message (state, next_at);
CREATE INDEX webhook_message_of ON webhook_message (webhook_id, made_at);
CREATE TABLE webhook_try (
    message_id TEXT NOT NULL REFERENCES webhook_message (id),
    number BIGINT NOT NULL,
    tried_at TEXT NOT NULL,
    status BIGINT,                   -- NULL: no answer
    words TEXT NOT NULL,             -- what came of it, in words of ours
    PRIMARY KEY (message_id, number)
);
CREATE TABLE open_data_version (
    dataset TEXT NOT NULL,
    number BIGINT NOT NULL,          -- 1, 2, …
    title TEXT NOT NULL,
    notes TEXT NOT NULL,             -- how it was counted, in words
    changed TEXT NOT NULL DEFAULT '',-- what is new, in words of the publisher
    content TEXT NOT NULL,           -- JSON: fields and rows; noise is drawn once, here
    published_at TEXT NOT NULL,
    published_by TEXT,               -- account
    withdrawn_at TEXT,
    withdrawn_why TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (dataset, number)
);
CREATE TABLE nightly_export (
    day TEXT PRIMARY KEY,
    made_at TEXT NOT NULL,
    files TEXT NOT NULL              -- JSON: name, rows, bytes, digest
);
