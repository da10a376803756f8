-- What members of the active did, typed once where it happened: a row per person and thing.
CREATE TABLE deed (
    id TEXT PRIMARY KEY,
    person_id TEXT,                  -- NULL once the person is erased: hours stay, whose they were doesn't
    place_id TEXT NOT NULL REFERENCES place (id),   -- where the person worked then; figures of places come from it
    kind TEXT NOT NULL,              -- activity, consultation, visit, meeting, help, case_step, mentoring, course, school_help, expert, practice, observation, other
    source_id TEXT NOT NULL,         -- the row that saw it happen
    direction TEXT NOT NULL,         -- one of the twelve, code of the dictionary work_direction
    done_on TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    part TEXT NOT NULL DEFAULT '',   -- as whom: host, cohost, expert, mentor …
    title TEXT NOT NULL,             -- names nobody
    url TEXT NOT NULL,
    reached BIGINT NOT NULL DEFAULT 0,  -- people who took part
    made_at TEXT NOT NULL
);
CREATE UNIQUE INDEX deed_once ON deed (kind, source_id, person_id);
CREATE INDEX deed_person ON deed (person_id, done_on);
CREATE INDEX deed_day ON deed (done_on, place_id);
