"""The picture of the region over 300,000 results of classes: the first look of a program that has just started, and the usual one."""
import os
import random
import shutil
import sqlite3
import statistics
import time
import uuid

from cases import Visitor
from program import Program

OUTCOMES, STARTS = 300_000, 5
SUBJECTS = ["matematika", "russky_yazyk", "fizika", "himiya", "biologiya", "istoriya", "geografiya", "informatika", "obshchestvoznanie", "angliysky_yazyk"]
LETTERS = "АБВГДЕЖЗИК"


def region(bench):
    copy = os.path.join(bench.work, "picture")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(bench.region, copy)
    rows, sums = fill(os.path.join(copy, "metodaktiv.sqlite"))
    firsts = []
    for _ in range(STARTS):
        with Program(bench.binary, copy) as program:
            visitor = Visitor(program.address, "Координатова")
            began = time.perf_counter()
            status, page = visitor.ask("GET", "/picture")
            firsts.append((time.perf_counter() - began) * 1e3)
            if status != 200 or "Результаты классов" not in page or "Все предметы вместе" not in page:
                raise RuntimeError(f"/picture answered {status}, or has no results of classes on it")
    with Program(bench.binary, copy) as program:
        visitor = Visitor(program.address, "Координатова")
        idle = visitor.timed("/help")[0]
        warm, page = visitor.timed("/picture")
    shutil.rmtree(copy)
    first = statistics.median(firsts)
    ours = f"first look after a start {first:.0f} ms (median of {STARTS}), then p50 {warm:.0f} ms, the whole way; {rows:,} results, {sums:,} sums, page of {len(page.encode()) / 1024:.0f} KB before compression"
    bench.row("picture", ours, f"p50 {idle:.1f} ms (a page of help)", f"{warm / idle:.0f}", first <= 100)


def fill(path):
    """Marks of eight quarters for classes of every school, and their sums as the program keeps them; a teacher has four classes of a subject."""
    chance = random.Random(6)
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN IMMEDIATE; DELETE FROM outcome_sum; DELETE FROM outcome_past; UPDATE case_measure SET outcome_id = NULL; DELETE FROM outcome;")
    schools = [row[0] for row in db.execute("SELECT id FROM place WHERE kind = 'school' ORDER BY id")]
    newest = db.execute("SELECT MAX(opened_on) FROM case_file").fetchone()[0]
    year = int(newest[:4]) - (1 if int(newest[5:7]) < 9 else 0)
    keys = [(at, quarter, subject) for at in (year, year - 1) for quarter in (1, 2, 3, 4) for subject in SUBJECTS]
    classes = -(-OUTCOMES // (len(schools) * len(keys)))
    names = [(grade, letter) for letter in LETTERS for grade in range(5, 12)][:classes]
    if len(names) < classes:
        raise RuntimeError("too few schools for so many results")

    def rows():
        left = OUTCOMES
        for school in schools:
            for grade, letter in names:
                for at, quarter, subject in keys:
                    if left == 0:
                        return
                    left -= 1
                    pupils = chance.randint(14, 30)
                    under = sum(chance.random() < 0.12 for _ in range(pupils))
                    yield (str(uuid.UUID(int=chance.getrandbits(128))), school, grade, letter, subject, at, quarter, pupils, under)

    db.executemany(
        "INSERT INTO outcome (id, place_id, grade, letter, subject, source, school_year, period_kind, period_number, from_on, until_on, pupils, under, scale, origin, entered_at)"
        " VALUES (?, ?, ?, ?, ?, 'marks', ?, 'quarter', ?, '2026-09-01', '2026-10-28', ?, ?, 5, 'demo', '2026-10-28T00:00:00.000000Z')",
        rows(),
    )
    for place, more in (("o.place_id", ""), ("pl.parent_id", "JOIN place pl ON pl.id = o.place_id"), ("'region'", "")):
        for grade in ("0", "o.grade"):
            db.execute(
                f"INSERT INTO outcome_sum SELECT {place}, o.school_year, o.source, o.subject, o.period_kind, o.period_number, {grade}, COUNT(*), (COUNT(*) + 3) / 4, 0, SUM(o.pupils), SUM(o.pupils), SUM(o.under), 0, 0, 0, 0, 0, 0"
                f" FROM outcome o {more} GROUP BY 1, 2, 3, 4, 5, 6, 7"
            )
    counts = tuple(db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in ("outcome", "outcome_sum"))
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return counts
