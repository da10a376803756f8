-- What came of a consultation: a line for the two of them, written at once or later.
ALTER TABLE consultation ADD COLUMN result TEXT NOT NULL DEFAULT '';
