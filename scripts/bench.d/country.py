"""A region's dashboard among all regions of the country, beside the same region alone; memory of idle regions.

PostgreSQL, one database a region. The region under measurement is the demo's, brought to a region's share of the country; the others are
copies of its database. `BENCH_COUNTRY_REGIONS` and `BENCH_COUNTRY_SCALE` (1: the whole country) make a quick run; only the whole country
is written into the table.
"""
import http.client
import os
import random
import re
import shutil
import statistics
import subprocess
import threading
import time

from cases import Visitor
from program import Program

TEACHERS, PUPILS, CLASS = 1_100_000, 18_000_000, 25
REGIONS = int(os.environ.get("BENCH_COUNTRY_REGIONS", "89"))
SCALE = float(os.environ.get("BENCH_COUNTRY_SCALE", "1"))
SUBJECTS, QUARTERS = 8, 4
LOOKS = 40
OTHERS_PER_SECOND = 20
# A quarter of a small server's memory, as PostgreSQL's manual advises.
BUFFERS = "4GB"
# Seconds: what each region does once when it is opened is over.
SETTLING = 60


class Postgres:
    """A private server, gone at the end."""

    def __init__(self, root):
        self.script = os.path.join(root, "scripts", "postgres")
        environment = os.environ | {"POSTGRES_BUFFERS": BUFFERS}
        said = subprocess.run([self.script, "start", "--durable"], capture_output=True, text=True, check=True, env=environment).stdout.split()
        self.folder, self.url = said[-2:]
        # Cleaned up by hand: a worker that wakes would keep the database from being copied.
        self.set("max_wal_size = '8GB'", "autovacuum = off")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run([self.script, "stop", self.folder], check=False)

    def run(self, *statements, database="postgres"):
        """Each in a transaction of its own; the last answer."""
        more = [part for statement in statements for part in ("-c", statement)]
        done = subprocess.run(["psql", self.of(database), "-qAtX", "-v", "ON_ERROR_STOP=1", *more], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout.strip().splitlines()

    def set(self, *settings):
        self.run(*(f"ALTER SYSTEM SET {setting}" for setting in settings), "SELECT pg_reload_conf()")

    def of(self, database):
        return f"{self.url.rsplit('/', 1)[0]}/{database}"


def measured(bench):
    work = os.path.join(bench.work, "country")
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(os.path.join(work, "r01"))
    with Postgres(bench.root) as server:
        server.run("CREATE DATABASE r01")
        own = ("--set", f"database_url={server.of('r01')}")
        # The demo is made, without waiting for the disk at each of its writes.
        server.set("synchronous_commit = off")
        with Program(bench.binary, os.path.join(work, "r01"), *own, METODAKTIV_TEST_ALLOW_FORGETFUL_PG="1"):
            pass
        people, outcomes, pupils = fill(server, "r01")
        server.set("synchronous_commit = on")
        with Program(bench.binary, os.path.join(work, "r01"), *own) as program:
            visitor = Visitor(program.address, "Координатова")
            cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        with Country(bench, describe(server, work, "alone.toml", ["r01"]), 1) as program:
            memory_of_one = program.memory()
            alone = look(program.address, "r01.test", cookie)
        others = [f"r{at:02}" for at in range(2, REGIONS + 1)]
        # What nobody is in can be copied; whoever is leaving still counts.
        server.run("ALTER DATABASE r01 ALLOW_CONNECTIONS false", "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = 'r01'")
        for at, database in enumerate(others):
            server.run(f"CREATE DATABASE {database} TEMPLATE r01 STRATEGY file_copy")
            # The copy is of nobody until its own region opens it.
            server.run("DELETE FROM setting WHERE name = 'region_of_installation'", database=database)
            print(f"{at + 2} of {REGIONS} regions are there", end="\r", flush=True)
        server.run("ALTER DATABASE r01 ALLOW_CONNECTIONS true")
        with Country(bench, describe(server, work, "country.toml", ["r01", *others]), REGIONS) as country:
            time.sleep(SETTLING)
            memory = (country.memory() - memory_of_one) / max(1, REGIONS - 1)
            quiet = look(country.address, "r01.test", cookie)
            with Crowd(country.address, [f"{name}.test" for name in others]):
                loaded = look(country.address, "r01.test", cookie)
    shutil.rmtree(work)
    ratio = max(quiet, loaded) / alone
    ours = f"p50 {quiet:.1f} ms, {loaded:.1f} ms while the others are asked {OTHERS_PER_SECOND} times a second; {REGIONS} regions of {people:,} people, {outcomes:,} results ({pupils:,} pupils in a quarter); {memory:.1f} MB of memory for an idle region"
    beside = f"p50 {alone:.1f} ms (the same region alone)"
    if REGIONS == 89 and SCALE == 1:
        bench.row("country", ours, beside, f"{ratio:.2f}", ratio <= 3)
    else:
        print(f"country, {REGIONS} regions at {SCALE} of their size: {ours} | {beside} | {ratio:.2f}")


def look(address, host, cookie):
    """The middle of many looks, after two that warm up."""
    line, times = http.client.HTTPConnection(address), []
    for at in range(LOOKS + 2):
        began = time.perf_counter()
        line.request("GET", "/picture", headers={"Host": host, "Cookie": cookie})
        answer = line.getresponse()
        body = answer.read().decode(errors="replace")
        if answer.status != 200 or "Результаты классов" not in body:
            raise RuntimeError(f"/picture of {host} answered {answer.status}, or has no results of classes on it")
        if at > 1:
            times.append((time.perf_counter() - began) * 1e3)
    return statistics.median(times)


def fill(server, database):
    """Brings the demo's region to its share of the country: people by copying, results of classes and their sums as the program keeps them."""
    people, classes = int(TEACHERS * SCALE / 89), int(PUPILS * SCALE / 89 / CLASS)
    begin = "SET session_replication_role = replica; "

    def run(statement):
        return server.run(statement, database=database)

    columns = run("SELECT column_name FROM information_schema.columns WHERE table_name = 'person' ORDER BY ordinal_position")
    values = ", ".join("gen_random_uuid()::text" if name == "id" else name for name in columns)
    have = int(run("SELECT COUNT(*) FROM person")[-1])
    if have < people:
        run(begin + f"INSERT INTO person ({', '.join(columns)}) SELECT {values} FROM (SELECT p.*, n FROM person p JOIN place pl ON pl.id = p.place_id AND pl.kind = 'school', generate_series(1, {people // max(1, have) + 1}) n ORDER BY n, p.id LIMIT {people - have}) more")
    run(begin + "UPDATE case_measure SET outcome_id = NULL; DELETE FROM outcome_sum; DELETE FROM outcome_past; DELETE FROM outcome")
    newest = run("SELECT MAX(opened_on) FROM case_file")[-1]
    year = int(newest[:4]) - (1 if int(newest[5:7]) < 9 else 0)
    run(
        begin
        + "WITH school AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS at, COUNT(*) OVER () AS many FROM place WHERE kind = 'school'),"
        + f" class AS (SELECT s.id AS place_id, 5 + (n / s.many) % 7 AS grade, chr((1040 + (n / s.many / 7) % 32)::int) AS letter FROM generate_series(0, {classes - 1}) n JOIN school s ON s.at = n % s.many),"
        + f" subject AS (SELECT code, row_number() OVER (ORDER BY code) AS at FROM (SELECT DISTINCT subject AS code FROM person_subject ORDER BY 1 LIMIT {SUBJECTS}) known)"
        + " INSERT INTO outcome (id, place_id, grade, letter, subject, source, school_year, period_kind, period_number, from_on, until_on, pupils, under, scale, origin, entered_at)"
        + f" SELECT gen_random_uuid()::text, c.place_id, c.grade, c.letter, s.code, 'marks', {year}, 'quarter', q, '{year}-09-01', '{year}-10-28', {CLASS}, (hashtext(c.place_id || c.letter || s.code || q::text) & 7) / 2, 5, 'demo', '{year}-10-28T00:00:00.000000Z'"
        + f" FROM class c, subject s, generate_series(1, {QUARTERS}) q"
    )
    for place, more in (("o.place_id", ""), ("pl.parent_id", "JOIN place pl ON pl.id = o.place_id"), ("'region'", "")):
        for grade in ("0", "o.grade"):
            run(
                begin + "INSERT INTO outcome_sum (place_id, school_year, source, subject, period_kind, period_number, grade, classes, teachers, untaught, pupils, heads, under, twos, threes, fours, fives, mean_pupils, mean_part)"
                f" SELECT {place}, o.school_year, o.source, o.subject, o.period_kind, o.period_number, {grade}, COUNT(*), (COUNT(*) + 3) / 4, 0, SUM(o.pupils), SUM(o.pupils), SUM(o.under), 0, 0, 0, 0, 0, 0"
                f" FROM outcome o {more} GROUP BY 1, 2, 3, 4, 5, 6, 7"
            )
    run("VACUUM ANALYZE")
    counted = run(f"SELECT (SELECT COUNT(*) FROM person), COUNT(*), SUM(pupils) / {SUBJECTS * QUARTERS} FROM outcome")[-1]
    return tuple(int(float(part)) for part in counted.split("|"))


def describe(server, work, name, databases):
    path = os.path.join(work, name)
    with open(path, "w") as file:
        file.write('listen = "127.0.0.1:0"\nlog = "warn"\nconnections = 150\n')
        for region in databases:
            file.write(f'[[regions]]\nname = "{region}"\npublic_url = "http://{region}.test"\ndata = "{os.path.join(work, region)}"\ndatabase_url = "{server.of(region)}"\ncheck_links = false\n')
    return path


def bare():
    return {name: value for name, value in os.environ.items() if not name.startswith(("METODAKTIV_", "DATABASE_URL"))}


class Country:
    """The program with all regions, every one of them open."""

    def __init__(self, bench, settings, regions):
        self.log = open(f"{settings}.log", "w+")
        self.process = subprocess.Popen([bench.binary, "serve", "--config", settings], stdout=subprocess.PIPE, stderr=self.log, text=True, env=bare())
        opened, self.address = 0, None
        for line in self.process.stdout:
            found = re.search(r"по адресу ([\d.]+:\d+)", line)
            self.address = found[1] if found else self.address
            opened += ": работает," in line
            if opened == regions:
                return
        self.log.seek(0)
        raise RuntimeError("not every region opened: " + self.log.read()[-2000:])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(60)
        self.process.stdout.close()
        self.log.close()

    def memory(self):
        with open(f"/proc/{self.process.pid}/smaps_rollup") as rollup:
            return int(re.search(r"\bPss:\s+(\d+) kB", rollup.read())[1]) / 1024


class Crowd:
    """Visitors of other regions, in turn."""

    def __init__(self, address, hosts):
        self.address, self.hosts, self.stop, self.failed = address, hosts, threading.Event(), 0

    def __enter__(self):
        self.thread = threading.Thread(target=self.walk)
        self.thread.start()
        return self

    def walk(self):
        chance, line = random.Random(89), http.client.HTTPConnection(self.address)
        while self.hosts and not self.stop.wait(1 / OTHERS_PER_SECOND):
            line.request("GET", "/members", headers={"Host": chance.choice(self.hosts)})
            answer = line.getresponse()
            answer.read()
            self.failed += answer.status != 200

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()
        if self.failed:
            raise RuntimeError(f"{self.failed} visits of other regions failed")
