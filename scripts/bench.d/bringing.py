"""A region's file of results: posted, read, confirmed, loaded with its sums; beside it Python puts the same rows into a bare table of SQLite."""
import csv
import json
import os
import sqlite3
import subprocess
import tempfile
import time

ROWS = 300_000


def measured(bench):
    engine = os.path.join(bench.target, "release", "examples", "bring_region")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "region.csv")
        ours = json.loads(subprocess.run([engine, str(ROWS), path], check=True, capture_output=True, text=True).stdout)
        assert ours["rows"] == ROWS, f"{ours['rows']} rows, not {ROWS}"
        bare = plain(path, os.path.join(folder, "plain.sqlite"))
    said = (f"{ours['total_s']:.1f} s: read, checked and shown {ours['read_s']:.1f} s, loaded with sums and the journal {ours['load_s']:.1f} s; "
            f"XLSX of {ours['file_mb']:.0f} MB, {ours['peak_mb']} MB at most")
    bench.row("outcomes import", said, f"Python's csv and sqlite3, one table, one index, nothing checked: {bare:.1f} s", f"{ours['total_s'] / bare:.1f}", ours["total_s"] <= 15)


def plain(path, database):
    """What the rows cost at least: read from delimited text, put into one table in one transaction."""
    began = time.perf_counter()
    db = sqlite3.connect(database)
    db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    db.execute("CREATE TABLE outcome (municipality TEXT, school TEXT, class TEXT, subject TEXT, pupils INTEGER, fives INTEGER, fours INTEGER, threes INTEGER, twos INTEGER)")
    db.execute("CREATE INDEX outcome_class ON outcome (school, subject, class)")
    with open(path, encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter=";")
        next(lines)
        with db:
            db.executemany("INSERT INTO outcome VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", lines)
    (kept,) = db.execute("SELECT COUNT(*) FROM outcome").fetchone()
    db.close()
    assert kept == ROWS, f"{kept} rows kept, not {ROWS}"
    return time.perf_counter() - began
