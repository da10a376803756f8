"""Ten thousand cases: the page of one with two hundred lines of history, a caseload of five hundred, the size of the helix."""
import http.client
import os
import re
import shutil
import sqlite3
import statistics
import time
import uuid
from html import unescape
from urllib.parse import urlencode

from program import Program

CASES, CASELOAD, EVENTS, ASKED = 10_000, 500, 200, 60
COPIED = ["case_file", "case_seat", "case_evidence"]


def measured(bench):
    copy = os.path.join(bench.work, "cases")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(bench.region, copy)
    with Program(bench.binary, copy) as program:
        person = Visitor(program.address, "Методистова").person(os.path.join(copy, "metodaktiv.sqlite"))
    case, many = enlarge(os.path.join(copy, "metodaktiv.sqlite"), person)
    with Program(bench.binary, copy) as program:
        visitor = Visitor(program.address, "Методистова")
        idle = visitor.timed("/help")[0]
        card, page = visitor.timed(f"/cases/{case}")
        caseload, rows = visitor.timed(f"/cases?whose=mine&size={CASELOAD}")
    helix = re.search(r'<figure class="helix.*?</svg>', page, re.S)
    drawn = len(helix.group(0).encode()) / 1024 if helix else float("inf")
    shown = rows.count("helix-small")
    shutil.rmtree(copy)
    if shown < CASELOAD:
        raise RuntimeError(f"the caseload shows {shown} cases, not {CASELOAD}")
    bench.row("case page", f"p50 {card:.1f} ms, the whole way over the wire and the record of the look included; the helix is {drawn:.1f} KB", f"p50 {idle:.1f} ms (a page of help)", f"{card / idle:.1f}", card <= 15 and drawn <= 12)
    bench.row("caseload", f"p50 {caseload:.1f} ms, {shown} of {many:,} cases on one page of {len(rows) / 1024:.0f} KB", f"p50 {idle:.1f} ms (a page of help)", f"{caseload / idle:.1f}", caseload <= 30)


def enlarge(path, person):
    """Copies of the demo's cases until there are enough; the person is of the team of so many, and one of them has a long history."""
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN IMMEDIATE;")
    kept = {table: [row[1] for row in db.execute(f"PRAGMA table_info({table})")] for table in COPIED}
    originals = {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in COPIED}
    total, copy = len(originals["case_file"]), 0
    while total < CASES:
        copy += 1
        new = {}
        for table in COPIED:
            columns = kept[table]
            for row in originals[table]:
                cells = dict(zip(columns, row))
                owner = cells["id"] if table == "case_file" else cells["case_id"]
                new.setdefault(owner, str(uuid.uuid4()))
                if table == "case_file":
                    cells["id"], cells["number"] = new[owner], f"{cells['number']}-{copy}"
                else:
                    cells["id"], cells["case_id"] = str(uuid.uuid4()), new[owner]
                db.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", [cells[column] for column in columns])
        total += len(originals["case_file"])
    open_ones = "SELECT id FROM case_file WHERE state = 'open' AND id NOT IN (SELECT case_id FROM case_seat WHERE person_id = ? AND state = 'joined') LIMIT ?"
    have = db.execute("SELECT COUNT(DISTINCT s.case_id) FROM case_seat s JOIN case_file c ON c.id = s.case_id WHERE s.person_id = ? AND s.state = 'joined' AND c.state = 'open'", (person,)).fetchone()[0]
    for (case,) in db.execute(open_ones, (person, max(0, CASELOAD - have))).fetchall():
        db.execute("INSERT INTO case_seat (id, case_id, person_id, role, state, invited_at, answered_at) VALUES (?, ?, ?, 'regional_methodist', 'joined', '2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z')", (str(uuid.uuid4()), case, person))
    case = db.execute("SELECT s.case_id FROM case_seat s JOIN case_file c ON c.id = s.case_id WHERE s.person_id = ? AND s.state = 'joined' AND c.state = 'open' ORDER BY c.rung DESC, c.id LIMIT 1", (person,)).fetchone()[0]
    columns = [row[1] for row in db.execute("PRAGMA table_info(case_event)")]
    line = dict(zip(columns, db.execute("SELECT * FROM case_event WHERE case_id = ? LIMIT 1", (case,)).fetchone() or db.execute("SELECT * FROM case_event LIMIT 1").fetchone()))
    for at in range(EVENTS):
        line.update(id=str(uuid.uuid4()), case_id=case, happened_at=f"2026-0{at % 9 + 1}-01T10:00:{at % 60:02}.000000Z")
        db.execute(f"INSERT INTO case_event ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", [line[column] for column in columns])
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return case, total


class Visitor:
    """A persona of the demo, let in by its door."""

    def __init__(self, address, name):
        self.line, self.name, self.cookies = http.client.HTTPConnection(address), name, {}
        doors = self.ask("GET", "/demo")[1]
        for form in re.findall(r"<section.*?</section>", doors, re.S):
            if name in form:
                action = unescape(re.search(r'<form[^>]*action="([^"]*)"', form).group(1))
                fields = {unescape(key): unescape(value) for key, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)}
                status, _ = self.ask("POST", action, urlencode(fields))
                if status == 303:
                    return
        raise RuntimeError(f"no door for {name}")

    def ask(self, method, path, body=None):
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            head.update({"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Origin": f"http://{self.line.host}:{self.line.port}"})
        self.line.request(method, path, body, head)
        answer = self.line.getresponse()
        text = answer.read().decode(errors="replace")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text

    def person(self, database):
        with sqlite3.connect(database) as db:
            return db.execute("SELECT p.id FROM person p JOIN account a ON a.person_id = p.id WHERE p.family LIKE ?", (f"{self.name}%",)).fetchone()[0]

    def timed(self, path):
        times = []
        for _ in range(ASKED):
            began = time.perf_counter()
            status, text = self.ask("GET", path)
            times.append(time.perf_counter() - began)
            if status != 200:
                raise RuntimeError(f"{path} answered {status}")
        return statistics.median(times) * 1e3, text
