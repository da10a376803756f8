"""A region with many times the people: every person, job, subject, search word, membership and consent is copied with another id.

Names stay as they are, so that a search meets as many times more people as there are: the harder case. Dictionaries, places
and accounts stay as they are too. Columns are read from the database, so a new one needs no change here.
"""
import sqlite3
import sys

# Tables and which of their columns are ids that must differ between copies.
COPIED = [
    ("person", ["id"]),
    ("person_name", ["person_id"]),
    ("person_job", ["id", "person_id"]),
    ("person_subject", ["person_id"]),
    ("person_token", ["person_id"]),
    ("public_list", ["person_id"]),
    ("public_list_word", ["person_id"]),
    ("membership", ["id", "person_id", "certificate_code"]),
    ("membership_pause", ["membership_id"]),
    ("consent", ["id", "person_id"]),
    ("consent_item", ["consent_id"]),
    ("withdrawal", ["id", "consent_id"]),
]


def changed(value, copy):
    """An id for the copy: three digits of a UUID changed (no two originals differ in these alone), a suffix on anything else."""
    if value is None:
        return None
    if len(value) == 36 and value.count("-") == 4:
        return value[:20] + "%03x" % (int(value[20:23], 16) ^ copy) + value[23:]
    return f"{value}-{copy}"


def multiply(path, times):
    db = sqlite3.connect(path, isolation_level=None)
    db.create_function("changed", 2, changed, deterministic=True)
    db.executescript("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN IMMEDIATE;")
    db.execute("CREATE TEMP TABLE number AS WITH RECURSIVE n(copy) AS (SELECT 1 UNION ALL SELECT copy + 1 FROM n WHERE copy < ?) SELECT copy FROM n", (times - 1,))
    for table, ids in COPIED:
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        missing = set(ids) - set(columns)
        if missing:
            raise SystemExit(f"multiply.py no longer fits the schema: {table} has no {missing}")
        values = ", ".join(f"changed(o.{column}, n.copy)" if column in ids else f"o.{column}" for column in columns)
        db.execute(f"CREATE TEMP TABLE original AS SELECT * FROM {table}")
        db.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM temp.number n, temp.original o")
        db.execute("DROP TABLE temp.original")
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    counts = tuple(db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in ("person", "membership"))
    db.close()
    return counts


if __name__ == "__main__":
    print(*multiply(sys.argv[1], int(sys.argv[2])))
