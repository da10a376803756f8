"""The calendar of a month with 2,000 activities in it, and the report of a year of the region."""
import os
import re
import shutil
import sqlite3
import uuid

from cases import Visitor
from program import Program

ACTIVITIES = 2_000


def calendar(bench):
    copy = os.path.join(bench.work, "calendar")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(bench.region, copy)
    month, count = crowd(os.path.join(copy, "metodaktiv.sqlite"))
    with Program(bench.binary, copy) as program:
        visitor = Visitor(program.address, "Координатова")
        idle = visitor.timed("/help")[0]
        whole, page = visitor.timed(f"/activities/calendar?month={month}")
    shutil.rmtree(copy)
    if "ещё" not in page:
        raise RuntimeError("the month is not crowded")
    # What a page of nothing costs on the way is no work of the calendar's.
    server = whole - idle
    bench.row("calendar", f"p50 {server:.1f} ms over a page of help ({whole:.1f} ms the whole way); {count:,} meetings in the month, page of {len(page.encode()) / 1024:.0f} KB before compression", f"p50 {idle:.1f} ms (a page of help)", f"{whole / idle:.1f}", server <= 25)


def crowd(path):
    """Copies of the demo's activities, each with one meeting in the month that has the most of them already."""
    db = sqlite3.connect(path, isolation_level=None)
    month = db.execute("SELECT SUBSTR(starts_at, 1, 7) FROM activity_session GROUP BY 1 ORDER BY COUNT(*) DESC, 1 DESC LIMIT 1").fetchone()[0]
    db.executescript("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN IMMEDIATE;")
    columns = [row[1] for row in db.execute("PRAGMA table_info(activity)")]
    originals = db.execute("SELECT * FROM activity WHERE state <> 'draft'").fetchall()
    have = db.execute("SELECT COUNT(*) FROM activity_session WHERE starts_at LIKE ?", (f"{month}%",)).fetchone()[0]
    for at in range(max(0, ACTIVITIES - have)):
        cells = dict(zip(columns, originals[at % len(originals)]))
        starts = f"{month}-{at % 28 + 1:02}T{at % 10:02}:{at % 60:02}:00.000000Z"
        cells.update(id=str(uuid.uuid4()), number=f"{cells['number']}-{at}", starts_at=starts, ends_at=starts)
        db.execute(f"INSERT INTO activity ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", [cells[column] for column in columns])
        db.execute("INSERT INTO activity_session (id, activity_id, position, starts_at, ends_at) VALUES (?, ?, 1, ?, ?)", (str(uuid.uuid4()), cells["id"], starts, starts))
    count = db.execute("SELECT COUNT(*) FROM activity_session WHERE starts_at LIKE ?", (f"{month}%",)).fetchone()[0]
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return month, count


def report(bench):
    """All twelve indicators and the work by direction of a study year, counted anew at each look."""
    with sqlite3.connect(bench.database) as db:
        deeds, newest = db.execute("SELECT COUNT(*), MAX(done_on) FROM deed").fetchone()
    year = int(newest[:4]) - (1 if int(newest[5:7]) < 9 else 0)
    span = f"from=01.09.{year}&until=31.08.{year + 1}"
    with Program(bench.binary, bench.region) as program:
        visitor = Visitor(program.address, "Координатова")
        idle = visitor.timed("/help")[0]
        whole, page = visitor.timed(f"/indicators?{span}")
    shown = len(re.findall(r'href="/indicators/[a-z_]+\?', page))
    if shown < 12:
        raise RuntimeError(f"{shown} indicators on the page, not twelve")
    bench.row("year report", f"p50 {whole:.0f} ms, the whole way; {shown} indicators over a region of {deeds:,} deeds", f"p50 {idle:.1f} ms (a page of help)", f"{whole / idle:.0f}", whole <= 2_000)
