-- What a person is told: in the cabinet, by letter at once or in a digest, never at night; preferences; one thing once.
CREATE TABLE notice (
    id TEXT PRIMARY KEY,
    once_key TEXT NOT NULL UNIQUE,   -- one thing is told once
    person_id TEXT NOT NULL REFERENCES person (id),
    topic TEXT NOT NULL,             -- cases, activities, unions, help, mentoring, matching, support, practices, programme, reports, security
    subject TEXT NOT NULL,           -- names nobody else, says nothing confidential
    body TEXT NOT NULL,
    url TEXT NOT NULL,               -- path of the page it is about
    made_at TEXT NOT NULL,
    read_at TEXT,
    way TEXT NOT NULL,               -- at_once, digest, cabinet: as the person wished when it was told
    due_at TEXT,                     -- when a letter is to be made of it; NULL: none, or made already, or read before
    mailed_at TEXT
);
CREATE INDEX notice_person ON notice (person_id, made_at);
CREATE INDEX notice_unread ON notice (person_id) WHERE read_at IS NULL;
CREATE INDEX notice_due ON notice (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE notice_preference (     -- only what differs from the usual
    person_id TEXT NOT NULL REFERENCES person (id),
    topic TEXT NOT NULL,
    way TEXT NOT NULL,
    PRIMARY KEY (person_id, topic)
);
CREATE TABLE notice_reader (
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    digest_hour BIGINT NOT NULL,     -- in the reader's own zone
    digest_on TEXT,                  -- the reader's day of the last digest: one a day
    version BIGINT NOT NULL DEFAULT 1
);

-- A letter that may wait for the morning: the reader's zone. NULL: it goes at any hour (codes, links of login).
ALTER TABLE letter ADD COLUMN day_zone TEXT;
