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
