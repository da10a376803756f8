-- Places over time: who heads them, since when they have a methodical service, how to reach them; the ministry as a place.
CREATE TABLE place_head (            -- one post of a place is held by one person at a time
    id TEXT PRIMARY KEY,
    place_id TEXT NOT NULL REFERENCES place (id),
    post TEXT NOT NULL,              -- minister, rector, centre, authority, service, director
    person_id TEXT REFERENCES person (id),  -- the card, where the register has one
    name TEXT NOT NULL,              -- an official's name as it was then
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX place_head_place ON place_head (place_id, post, valid_from);
CREATE INDEX place_head_person ON place_head (person_id);
CREATE TABLE place_service (         -- from this day the municipality has, or hasn't, a methodical service; no rows: place.has_methodical_service
    place_id TEXT NOT NULL REFERENCES place (id),
    valid_from TEXT NOT NULL,
    has_service BIGINT NOT NULL,
    PRIMARY KEY (place_id, valid_from)
);
CREATE TABLE place_contact (         -- of an organisation, as it publishes them itself
    place_id TEXT PRIMARY KEY REFERENCES place (id),
    address TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    site TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 1
);
-- Installations that have their region already get the ministry now; the profile gives it its own name when loaded again.
INSERT INTO place (id, kind, parent_id, path, facts) SELECT 'ministry', 'ministry', 'region', 'region/ministry/', '{}' FROM place WHERE id = 'region';
INSERT INTO place_name (place_id, valid_from, name, short_name, type_label, sort_key)
    SELECT 'ministry', '1900-01-01', 'Министерство образования', 'Министерство', 'министерство', 'министерство' FROM place WHERE id = 'region';
