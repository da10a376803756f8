"""A table in docs/benchmarks.md, between its markers. Rows that were not measured now stay as they were."""
import datetime
import os
import subprocess

# key, what, target
ROWS = [
    ("members", "`/members` search page, throughput", "≥ 0.80 of raw rusqlite + axum"),
    ("scale", "the same at 100 × the rows", "p50 ≤ 3 × of the demo's size"),
    ("import", "import of 15,000 XLSX rows, dry run and commit", "≥ 5 × faster, ≤ 300 MB"),
    ("pdf page", "one-page PDF, warm", "≤ 15 ms"),
    ("pdf order", "order with an annex of 720 rows, PDF", "≤ 1 s"),
    ("start", "start to first page", "≤ 0.5 s"),
    ("memory", "resident memory after 10,000 requests", "≤ 120 MB"),
    ("wire first", "first page over the wire", "≤ 60 KB, ≤ 4 requests"),
    ("wire next", "next pages over the wire", "≤ 15 KB"),
    ("mix", "300 mixed requests/s for two minutes", "p50 ≤ 10, p95 ≤ 50, p99 ≤ 150 ms, 0 errors"),
    ("logins", "200 logins at one moment", "others' p99 ≤ 500 ms, ≤ 400 MB"),
    ("attempts", "2,000 teachers taking a diagnostic at once, open answers among theirs; then the program is killed", "p99 ≤ 100 ms, no acknowledged answer lost"),
    ("case page", "page of a case with 200 lines of history, among 10,000 cases", "≤ 15 ms, helix ≤ 12 KB"),
    ("caseload", "a caseload of 500 on one page, among 10,000 cases", "≤ 30 ms"),
    ("proposal", "first draft of a pathway: 30 deficits, 2,000 resources", "≤ 1 s"),
    ("matching", "matching of 13,000 teachers and 720 members, 1.2 million pairs", "≤ 1 s, ≤ 300 MB, the same optimum; one change ≤ 20 ms"),
    ("matching tight", "the same with places for 102 % of them", "as above"),
    ("matching short", "the same with places for 90 % of them", "as above"),
    ("outcomes import", "file of a region with 300,000 results of classes, from the posted form to the last sum", "≤ 15 s"),
    ("calendar", "calendar of a month of the region with 2,000 activities in it", "≤ 25 ms of the server's time"),
    ("year report", "report of a year of the region: all indicators and work by direction, counted anew", "≤ 2 s"),
    ("picture", "picture of the region over 300,000 results of classes, first look after a start", "≤ 100 ms"),
    ("country", "picture of a region among 89 of the country (1.1 million teachers, 18 million pupils as sums of classes), PostgreSQL", "≤ 3 × of the same region alone"),
    ("build", "clean clone to first page (by hand)", "≤ 10 min on two quiet cores"),
]
HEAD = "| what | ours | beside | ratio | target | met? | measured |\n|---|---|---|---|---|---|---|"


def machine():
    with open("/proc/cpuinfo") as info:
        model = next((line.split(":", 1)[1].strip() for line in info if line.startswith("model name")), "unknown processor")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores of {model}, {memory:.0f} GB"


def commit(root):
    said = subprocess.run(["git", "-C", root, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return said.stdout.strip() or "no commit"


class Table:
    def __init__(self, root, script="bench", rows=ROWS):
        self.begin, self.end, self.rows, self.note = f"<!-- {script}:begin, written by scripts/{script} -->", f"<!-- {script}:end -->", rows, ""
        self.path = os.path.join(root, "docs", "benchmarks.md")
        with open(self.path) as file:
            self.before, rest = file.read().split(self.begin)
        old, self.after = rest.split(self.end)
        self.stamp = f"{datetime.date.today()}, {commit(root)}"
        self.machine = machine()
        cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in old.splitlines() if line.startswith("|")]
        # Figures of another machine would stand beside ours as if they could be compared.
        same = self.machine in old
        self.lines = {row[0]: row for row in cells if len(row) == 7 and (same or row[0] == "clean clone to first page (by hand)")}

    def put(self, key, ours, beside, ratio, met):
        what, target = next((what, target) for known, what, target in self.rows if known == key)
        verdict = "—" if met is None else "yes" if met else "**no**"
        self.lines[what] = [what, ours, beside, ratio, target, verdict, self.stamp]
        self.write()

    def write(self):
        lines = [self.lines.get(what, [what, "not measured yet", "", "", target, "—", ""]) for _, what, target in self.rows]
        table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
        with open(self.path, "w") as file:
            file.write(f"{self.before}{self.begin}\n\nMachine: {self.machine}.{' ' + self.note if self.note else ''}\n\n{HEAD}\n{table}\n\n{self.end}{self.after}")
