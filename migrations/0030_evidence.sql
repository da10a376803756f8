-- The living active, tied together: proof by attendance, hours as room, files of papers, cascades counted by activities, letters of waits.

-- What a report of a step and a work are proved by besides files: an activity, as it stood when it was chosen or handed in (JSON; '' none).
ALTER TABLE step_report ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE work ADD COLUMN proof TEXT NOT NULL DEFAULT '';

-- Hours that a member means to give in a study year, as agreed; written by the year's plan, read by whoever asks for more of them.
CREATE TABLE hours_plan (
    person_id TEXT NOT NULL REFERENCES person (id),
    year BIGINT NOT NULL,            -- the calendar year in which the study year begins
    minutes BIGINT NOT NULL,
    PRIMARY KEY (person_id, year)
);
INSERT INTO hours_plan (person_id, year, minutes)
    SELECT p.person_id, p.year, CAST(COALESCE(SUM(l.minutes), 0) AS BIGINT) FROM year_plan p LEFT JOIN year_line l ON l.plan_id = p.id WHERE p.state = 'agreed' GROUP BY p.person_id, p.year;

-- How many hours of a member's year one teacher takes; 0: hours aren't counted in this run.
ALTER TABLE matching_run ADD COLUMN hours_each BIGINT NOT NULL DEFAULT 0;

-- A paper received, as a file beside the link or instead of it.
ALTER TABLE union_paper ADD COLUMN digest TEXT REFERENCES file (digest);
ALTER TABLE union_paper ADD COLUMN file_name TEXT NOT NULL DEFAULT '';
CREATE INDEX union_paper_file ON union_paper (digest);

-- A step of a cascade that was an activity: who was there is read from its attendance.
ALTER TABLE programme_course ADD COLUMN activity_id TEXT REFERENCES activity (id);
CREATE INDEX programme_course_activity ON programme_course (activity_id);

-- A letter of what waits, once a day, for accounts that want it; whoever has a card is told by notices instead.
CREATE TABLE waits_letter (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    hour BIGINT NOT NULL,            -- in the zone of the account's place
    sent_on TEXT,                    -- the reader's day of the last letter
    version BIGINT NOT NULL DEFAULT 1
);
