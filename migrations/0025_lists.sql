-- Lists that somebody looks at again and again: the address of a list with what was chosen in it, for one's own eyes.
CREATE TABLE saved_list (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    path TEXT NOT NULL,              -- of the list, as '/cases'
    query TEXT NOT NULL,             -- what was chosen; never words typed to find a person
    title TEXT NOT NULL,
    made_at TEXT NOT NULL,
    UNIQUE (account_id, path, title)
);
-- A day of a step that was moved during the walk: what was signed stays as it was signed.
ALTER TABLE pathway_step ADD COLUMN moved_to TEXT;
ALTER TABLE step_drop ADD COLUMN due_on TEXT;   -- not a step to take out, but a day to move it to
-- The teacher's closing word is written by one hand at a time.
ALTER TABLE closing_word ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
-- A resource that a reviewer gave back to its author with words; each giving back is a row.
CREATE TABLE resource_return (
    id TEXT PRIMARY KEY,
    resource_id TEXT NOT NULL REFERENCES resource (id),
    words TEXT NOT NULL,             -- what to mend
    returned_by TEXT REFERENCES account (id),    -- NULL once erased
    returned_on TEXT NOT NULL,
    mended_on TEXT                   -- when it was sent to be reviewed again; NULL: the author's turn
);
CREATE INDEX resource_return_resource ON resource_return (resource_id, mended_on);
