-- Two people must not overwrite each other's finding about a criterion.
ALTER TABLE criterion_finding ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- A request for destruction may be taken back before the second approval; the reason goes with the person's data.
ALTER TABLE destruction ADD COLUMN taken_back_at TEXT;
ALTER TABLE destruction ADD COLUMN taken_back_by TEXT;
ALTER TABLE destruction ADD COLUMN taken_back_why TEXT NOT NULL DEFAULT '';

-- A person's own conditions and bans on what is published (152-ФЗ, ст. 10.1, ч. 9), in their words.
ALTER TABLE consent ADD COLUMN conditions TEXT NOT NULL DEFAULT '';
ALTER TABLE application_consent ADD COLUMN conditions TEXT NOT NULL DEFAULT '';
