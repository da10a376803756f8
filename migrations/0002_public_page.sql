-- The public page reads at every request: who is a member today, and what of each may be shown by the newest consent.
-- Each look-up below is answered from its index alone.
CREATE INDEX consent_newest ON consent (person_id, kind, given_at, id, term_until);
CREATE INDEX withdrawal_item ON withdrawal (consent_id, item);
CREATE INDEX membership_in_force ON membership (person_id, valid_from, valid_to, ended_on, id);
CREATE INDEX person_listed ON person (sort_key, id, erased_at, merged_into);
CREATE INDEX person_subject_shown ON person_subject (person_id, is_main, subject);
