"""What it costs to have the program: its start, its memory, its bytes on a thin line, its documents."""
import json
import os
import re
import statistics
import subprocess
import threading
from http.client import HTTPConnection

from members import ASKED
from program import Program, answer, first_answer

BROTLI = "Accept-Encoding: gzip, deflate, br\r\n"
NEXT_PAGES = ["/members?page=2", "/members?q=%D0%B8%D0%B2%D0%B0%D0%BD%D0%BE%D0%B2%D0%B0", "/apply", "/login"]
REQUESTS, AT_ONCE = 10_000, 8


def start(bench):
    times = [first_answer(bench.binary, bench.region) for _ in range(7)]
    middle = statistics.median(times)
    bench.row("start", f"{middle:.2f} s (slowest of {len(times)}: {max(times):.2f} s)", "—", "—", middle <= 0.5)


def memory(bench):
    def ask(address):
        line = HTTPConnection(address)
        for at in range(REQUESTS // AT_ONCE):
            line.request("GET", "/members" + ASKED[at % len(ASKED)], headers={"Accept-Encoding": "br"})
            got = line.getresponse()
            got.read()
            assert got.status == 200, got.status

    with Program(bench.binary, bench.region) as program:
        askers = [threading.Thread(target=ask, args=(program.address,)) for _ in range(AT_ONCE)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        resident, once, _ = program.memory()
    bench.row("memory", f"{resident} MB; {once} MB with each page counted once", "—", "—", resident <= 120)


def wire(bench):
    with Program(bench.binary, bench.region) as program:
        page_bytes, _ = answer(program.address, "/members", BROTLI)
        _, html = answer(program.address, "/members")
        tags = re.findall(r"<(?:link|script|img)\b[^>]*>", html.decode())
        parts = set()
        for tag in tags:
            found = re.search(r'(?:href|src)="(/[^"]+)"', tag)
            if found and ("<link" not in tag or re.search(r'rel="(stylesheet|preload|icon)"', tag)):
                parts.add(found[1])
        sizes = {path: answer(program.address, path, BROTLI)[0] for path in parts}
        following = {path: answer(program.address, path, BROTLI)[0] for path in NEXT_PAGES}
    requests = 1 + len(parts)
    total = page_bytes + sum(sizes.values())
    largest = max(following, key=following.get)
    bench.row("wire first", f"{total / 1024:.1f} KB in {requests} requests, the tab's icon among them", "—", "—", total <= 60 * 1024 and requests <= 4)
    bench.row("wire next", f"{following[largest] / 1024:.1f} KB in 1 request ({largest.split('?')[0]} is the largest)", "—", "—", following[largest] <= 15 * 1024)


def documents(bench):
    output = subprocess.run([os.path.join(bench.target, "release", "examples", "speed")], check=True, capture_output=True, text=True, cwd=bench.root).stdout
    told = {row["what"]: row for row in map(json.loads, output.splitlines())}
    one, order = told["one-page certificate"], told["order with 720 rows"]
    first, peak = told["first document of a process"], told["peak resident memory"]
    bench.row("pdf page", f"p50 {one['p50_ms']:.1f} ms (slowest of {one['rounds']}: {one['max_ms']:.1f} ms; the first of a process {first['p50_ms']:.0f} ms)", "—", "—", one["p50_ms"] <= 15)
    bench.row("pdf order", f"p50 {order['p50_ms']:.0f} ms, {order['pages']} pages (process at most {peak['kb'] / 1024:.0f} MB)", "—", "—", order["p50_ms"] <= 1000)


def people(bench):
    script = os.path.join(bench.root, "scripts", "bench-import")
    if not os.path.exists(script):
        return bench.row("import", None, "scripts/bench-import is not there yet")
    output = subprocess.run([script, "15000"], check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, "BENCH_BINARY": bench.binary}).stdout
    row = json.loads(output.splitlines()[-1])
    ours = f"{row['ours_s']:.2f} s ({row['ours_rows_per_s']:,} rows/s), at most {row['peak_rss_mib']} MB"
    theirs = f"{row['theirs_s']:.2f} s (pandas/openpyxl + sqlite3), at most {row['theirs_peak_rss_mib']} MB"
    bench.row("import", ours, theirs, f"{row['ratio']:.1f}", row["ratio"] >= 5 and row["peak_rss_mib"] <= 300)


def proposal(bench):
    """Five catalogues: the slowest counts, and the worst share of what no selection exceeds."""
    binary = os.path.join(bench.target, "release", "examples", "propose")
    told = [json.loads(subprocess.run([binary, "30", "2000", str(seed)], check=True, capture_output=True, text=True).stdout) for seed in (720, 19, 368, 9000, 41)]
    slowest = max(one["seconds"] for one in told)
    share, simple = (min(one[name] / one["bound"] for one in told if one["bound"]) for name in ("worth", "greedy_worth"))
    bench.row("proposal", f"slowest of {len(told)}: {slowest:.2f} s; at least {share:.0%} of what no selection exceeds", f"greedy: at least {simple:.0%}", f"{share / simple:.2f}", slowest <= 1)
