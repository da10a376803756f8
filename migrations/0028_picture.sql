-- The picture of a place: it reads across domains at every look and keeps nothing of its own.
-- The results of a period over all schools; by the place alone the sums of all years would be gone through.
CREATE INDEX outcome_sum_told ON outcome_sum (school_year, source, period_kind, period_number, place_id) WHERE grade = 0;
-- A pathway that was stopped ended on a day too: it was not kept, but the timeline has it.
UPDATE pathway SET closed_at = COALESCE(
        (SELECT MAX(e.happened_at) FROM case_event e WHERE e.case_id = pathway.case_id AND e.kind = 'pathway_stopped' AND e.about = '/pathways/' || pathway.id),
        (SELECT MAX(e.happened_at) FROM case_event e WHERE e.case_id = pathway.case_id AND e.kind IN ('stopped', 'closed')))
    WHERE state = 'stopped' AND closed_at IS NULL;
