-- Who accompanies whom: matching runs that are proposed, looked at and published; mentoring pairs and groups.

-- matching -------------------------------------------------------------------------------------------------------------
CREATE TABLE member_capacity (       -- how many teachers a member accompanies at a time, where it isn't the usual number of the run
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    places BIGINT NOT NULL,
    words TEXT NOT NULL DEFAULT '',  -- why; read by those who manage pairs
    set_by TEXT REFERENCES account (id),
    set_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE need_direction (        -- difficulties that methodists of a development direction help with; the rest go by subject
    competency_code TEXT PRIMARY KEY,
    direction TEXT NOT NULL,
    set_by TEXT REFERENCES account (id),
    set_at TEXT NOT NULL
);
CREATE TABLE pairing_wish (          -- a teacher's own word: with whom gladly, with whom not
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),      -- the teacher
    methodist_id TEXT NOT NULL REFERENCES person (id),
    is_for BIGINT NOT NULL,          -- 1: gladly, 0: not with this person
    made_at TEXT NOT NULL,
    ended_at TEXT
);
CREATE INDEX pairing_wish_person ON pairing_wish (person_id, ended_at);
CREATE INDEX pairing_wish_methodist ON pairing_wish (methodist_id);
CREATE TABLE matching_run (
    id TEXT PRIMARY KEY,
    place_id TEXT NOT NULL REFERENCES place (id),        -- the region or a municipality
    title TEXT NOT NULL,
    starts_on TEXT NOT NULL,         -- the period of the pairs
    ends_on TEXT NOT NULL,           -- the last day
    source TEXT NOT NULL,            -- need, list
    kinds TEXT NOT NULL,             -- JSON: kinds of membership that help
    usual_places BIGINT NOT NULL,    -- of who has no figure of their own
    state TEXT NOT NULL,             -- pending, published, dropped
    report TEXT NOT NULL DEFAULT '{}',   -- JSON: total, figures by code
    made_by TEXT REFERENCES account (id),
    made_at TEXT NOT NULL,
    solved_at TEXT NOT NULL,
    published_by TEXT REFERENCES account (id),
    published_at TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX matching_run_place ON matching_run (place_id, state);
CREATE TABLE matching_teacher (      -- who asks in a run, as things stood when it was worked out
    run_id TEXT NOT NULL REFERENCES matching_run (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    position BIGINT NOT NULL,
    code TEXT NOT NULL,              -- subject:fizika, direction:inklyuziya
    municipality_id TEXT NOT NULL,
    facts TEXT NOT NULL,             -- JSON
    methodist_id TEXT,               -- NULL: nobody is free
    is_pinned BIGINT NOT NULL DEFAULT 0,
    why TEXT NOT NULL DEFAULT '{}',  -- JSON: parts of the cost
    others TEXT NOT NULL DEFAULT '[]',   -- JSON: the next best
    fate TEXT NOT NULL DEFAULT '',   -- of a published run: made, left, stale
    PRIMARY KEY (run_id, person_id)
);
CREATE INDEX matching_teacher_person ON matching_teacher (person_id);
CREATE INDEX matching_teacher_methodist ON matching_teacher (run_id, methodist_id);
CREATE TABLE matching_methodist (
    run_id TEXT NOT NULL REFERENCES matching_run (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    position BIGINT NOT NULL,
    facts TEXT NOT NULL,             -- JSON
    places BIGINT NOT NULL,
    taken BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (run_id, person_id)
);
CREATE INDEX matching_methodist_person ON matching_methodist (person_id);
CREATE TABLE matching_ban (          -- a pair that the coordinator doesn't want
    run_id TEXT NOT NULL REFERENCES matching_run (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    methodist_id TEXT NOT NULL REFERENCES person (id),
    made_at TEXT NOT NULL,
    PRIMARY KEY (run_id, person_id, methodist_id)
);
CREATE TABLE pair (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),      -- the teacher
    methodist_id TEXT NOT NULL REFERENCES person (id),
    code TEXT NOT NULL,              -- what for
    run_id TEXT REFERENCES matching_run (id),
    case_id TEXT NOT NULL DEFAULT '',    -- whose team the methodist was asked into
    state TEXT NOT NULL,             -- active, ended
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,           -- the last day as planned
    ended_on TEXT,
    end_reason TEXT NOT NULL DEFAULT '',
    end_words TEXT NOT NULL DEFAULT '',  -- read by those who manage pairs
    made_by TEXT REFERENCES account (id),
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX pair_person ON pair (person_id, state);
CREATE INDEX pair_methodist ON pair (methodist_id, state);
CREATE INDEX pair_run ON pair (run_id);
CREATE INDEX pair_case ON pair (case_id);
CREATE TABLE membership_farewell (   -- whose leaving of the active was told to those who relied on it; written by membership
    person_id TEXT NOT NULL REFERENCES person (id),
    over_on TEXT NOT NULL,           -- the first day without a membership
    told_at TEXT NOT NULL,
    PRIMARY KEY (person_id, over_on)
);

-- mentoring ------------------------------------------------------------------------------------------------------------

-- Mentoring -----------------------------------------------------------------------------------------------------------
-- A mentor with one mentee or several. It is active only when every one of them has said yes (ТК, ст. 351.8).
CREATE TABLE mentoring (
    id TEXT PRIMARY KEY,
    form TEXT NOT NULL,              -- teacher, manager, university: who mentors a teacher
    state TEXT NOT NULL,             -- proposed, active, declined, ended
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,           -- last day as planned
    started_on TEXT,                 -- the day of the last yes
    ended_on TEXT,
    end_reason TEXT NOT NULL DEFAULT '', -- done, term, own_wish, handover, moved, consent
    follows_id TEXT,                 -- the mentoring that this one takes over
    curator_id TEXT,                 -- account of a deputy head or a methodist
    made_by TEXT,                    -- account
    goals TEXT NOT NULL DEFAULT '',  -- of the personal programme; read by those who take part
    expected TEXT NOT NULL DEFAULT '',
    order_number TEXT NOT NULL DEFAULT '', -- the order that fixes the pair; '' not noted
    ordered_on TEXT,
    pay_number TEXT NOT NULL DEFAULT '', -- the order on the mentor's allowance: a trace, never a sum
    pay_on TEXT,
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX mentoring_state ON mentoring (state, ends_on);
CREATE INDEX mentoring_follows ON mentoring (follows_id);
CREATE TABLE mentoring_side (        -- who takes part
    id TEXT PRIMARY KEY,
    mentoring_id TEXT NOT NULL REFERENCES mentoring (id),
    person_id TEXT,                  -- NULL once the person is erased
    role TEXT NOT NULL,              -- mentor, mentee
    answer TEXT NOT NULL DEFAULT 'waits', -- waits, yes, no
    answered_on TEXT,
    left_on TEXT                     -- a mentee who left a group while it goes on
);
CREATE INDEX mentoring_side_of ON mentoring_side (mentoring_id, role);
CREATE INDEX mentoring_side_person ON mentoring_side (person_id, answer);
CREATE TABLE mentoring_start (       -- at the start, one from each mentee: help with what; read by those who take part
    side_id TEXT PRIMARY KEY REFERENCES mentoring_side (id),
    themes TEXT NOT NULL,            -- codes of themes of meetings, a space between
    words TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL
);
CREATE TABLE mentoring_line (        -- an event of the personal programme
    id TEXT PRIMARY KEY,
    mentoring_id TEXT NOT NULL REFERENCES mentoring (id),
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    due_on TEXT,
    expected TEXT NOT NULL DEFAULT '',
    done_on TEXT
);
CREATE INDEX mentoring_line_of ON mentoring_line (mentoring_id, position);
CREATE TABLE mentoring_meeting (     -- the log; notes are read by those who take part, counts by the overseers
    id TEXT PRIMARY KEY,
    mentoring_id TEXT NOT NULL REFERENCES mentoring (id),
    held_on TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    theme TEXT NOT NULL,             -- code of a short list
    is_lesson BIGINT NOT NULL DEFAULT 0, -- a joint lesson
    next TEXT NOT NULL DEFAULT '',   -- what next
    written_by TEXT,                 -- person
    made_at TEXT NOT NULL
);
CREATE INDEX mentoring_meeting_of ON mentoring_meeting (mentoring_id, held_on);
CREATE TABLE mentoring_survey (      -- at the end, one from each side
    side_id TEXT PRIMARY KEY REFERENCES mentoring_side (id),
    goal BIGINT NOT NULL,            -- 1 to 5: was the goal reached
    rhythm BIGINT NOT NULL,          -- were the meetings regular enough
    useful BIGINT NOT NULL,          -- does it help in lessons
    to_other TEXT NOT NULL DEFAULT '',   -- words for the other side only
    to_curator TEXT NOT NULL DEFAULT '', -- words for the curator only
    made_at TEXT NOT NULL
);
