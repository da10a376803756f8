-- The figures that regions give to the page of the country. In a region's own database these tables stay empty: what it gives is
-- counted anew each time, and only the country's database keeps it.
CREATE TABLE country_region (        -- a region of the installation, as the country knows it
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    state TEXT NOT NULL,             -- given, empty (nothing handed in yet), withheld, silent (its database doesn't answer)
    digest TEXT NOT NULL,            -- of what is kept: the same again is not written again
    given_at TEXT,                   -- when what is kept was taken
    asked_at TEXT NOT NULL           -- last asked with an answer
);
CREATE TABLE country_figure (        -- a number of a region for a period, with the definition by which it was counted; never a name
    region_code TEXT NOT NULL REFERENCES country_region (code),
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,          -- exclusive
    indicator TEXT NOT NULL,         -- the code that all regions share
    position BIGINT NOT NULL,
    definition_number BIGINT NOT NULL,   -- version of the words in that region
    title TEXT NOT NULL,
    formula TEXT NOT NULL,
    notes TEXT NOT NULL,
    owner TEXT NOT NULL,
    unit TEXT NOT NULL,
    counter TEXT NOT NULL,
    counter_version BIGINT NOT NULL,
    numerator DOUBLE PRECISION,      -- NULL: hidden in the region; the number itself never leaves it
    denominator DOUBLE PRECISION,
    why TEXT NOT NULL,               -- why there is no number
    edition BIGINT NOT NULL,         -- of the report it was frozen in
    frozen_at TEXT NOT NULL,
    PRIMARY KEY (region_code, from_on, until_on, indicator)
);
CREATE INDEX country_figure_period ON country_figure (from_on, until_on, indicator);
-- What a region sums up for the country besides its reports. Frozen by the coordinator, looked at, then handed over or thrown away; what is
-- given is exactly this text. Small cells were left out before it was written: they are nowhere in it.
CREATE TABLE country_summary (
    id TEXT PRIMARY KEY,
    as_of TEXT NOT NULL,             -- the day of the figures
    frozen_at TEXT NOT NULL,
    frozen_by TEXT NOT NULL REFERENCES account (id),
    body TEXT NOT NULL,              -- JSON
    given_at TEXT,                   -- handed over
    withdrawn_at TEXT                -- taken back, or replaced by the next one
);
CREATE TABLE country_line (          -- at the country: a line of a region's summary
    region_code TEXT NOT NULL REFERENCES country_region (code),
    part TEXT NOT NULL,              -- coverage, members, cases, pathways, outcomes
    choice TEXT NOT NULL,            -- of results: source, year and period; else empty
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    position BIGINT NOT NULL,
    counted BIGINT,                  -- NULL: hidden in the region
    of_all BIGINT,                   -- NULL: hidden, or not of anything
    as_of TEXT NOT NULL,
    frozen_at TEXT NOT NULL,
    PRIMARY KEY (region_code, part, choice, code)
);
CREATE INDEX country_line_part ON country_line (part, choice);
