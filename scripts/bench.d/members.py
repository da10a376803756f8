"""The public page under wrk: beside the same page written by hand, and on a hundred times the rows."""
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import time
from urllib.parse import quote

from multiply import multiply
from program import Program, answer

ROUNDS = 5
SECONDS = 6
ASKED = ["", "?page=2", "?page=9", "?subject=matematika", "?subject=fizika"] + ["?q=" + quote(name) for name in ("иванова", "петров", "анна", "елкина", "ива", "кузнецова мария", "сергеевна", "смирнов ольга")]
LUA = """
local paths, at = {%s}, 0
request = function() at = at %% #paths + 1 return wrk.format("GET", paths[at]) end
done = function(summary, latency)
  io.write(string.format('\\nJSON{"rate": %%f, "p50": %%f, "p99": %%f, "bad": %%d}\\n', summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout + summary.errors.connect))
end
"""


def wrk(address, work, connections, path="/members"):
    script = os.path.join(work, "paths.lua")
    with open(script, "w") as file:
        file.write(LUA % ", ".join(json.dumps(path + asked) for asked in ASKED))
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency", "-s", script, f"http://{address}"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    told = json.loads(output.split("JSON")[1].splitlines()[0])
    if told["bad"]:
        raise RuntimeError(f"{told['bad']} bad answers from {address}")
    return told


def beside_raw(bench):
    raw_binary = os.path.join(bench.target, "release", "examples", "raw_members")
    if not os.path.exists(raw_binary):
        return bench.row("members", None, "domains/register/examples/raw_members is not there yet")
    copy = os.path.join(bench.work, "raw.sqlite")
    with sqlite3.connect(bench.database) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    address = "127.0.0.1:%d" % bench.free_port()
    raw = subprocess.Popen([raw_binary, copy, address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with Program(bench.binary, bench.region) as ours:
            wait_for(address)
            sizes = [answer(where, "/members")[0] for where in (ours.address, address)]
            rates = {ours.address: [], address: []}
            for where in rates:
                wrk(where, bench.work, 16)
            for _ in range(ROUNDS):
                for where, seen in rates.items():
                    seen.append(wrk(where, bench.work, 16)["rate"])
    finally:
        raw.terminate()
        raw.wait()
    mine, theirs = (statistics.median(seen) for seen in rates.values())
    pairs = [a / b for a, b in zip(*rates.values())]
    ratio = statistics.median(pairs)
    bench.row("members", f"{mine:.0f} requests/s, page of {sizes[0] / 1024:.1f} KB", f"{theirs:.0f} requests/s, page of {sizes[1] / 1024:.1f} KB", f"{ratio:.2f} ({min(pairs):.2f}–{max(pairs):.2f} over {ROUNDS} rounds)", ratio >= 0.8)


def wait_for(address):
    for _ in range(200):
        try:
            return answer(address, "/members")
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nobody answers at {address}")


def at_scale(bench):
    large = os.path.join(bench.work, "large")
    shutil.rmtree(large, ignore_errors=True)
    shutil.copytree(bench.region, large)
    people, members = multiply(os.path.join(large, "metodaktiv.sqlite"), 100)
    figures = []
    for folder in (bench.region, large):
        with Program(bench.binary, folder) as program:
            wrk(program.address, bench.work, 1)
            figures.append([wrk(program.address, bench.work, 1) for _ in range(3)])
    small, big = (statistics.median(one["p50"] for one in rounds) for rounds in figures)
    tail = statistics.median(one["p99"] for one in figures[1])
    bench.row("scale", f"p50 {big:.2f} ms (p99 {tail:.1f} ms) at {people:,} people, {members:,} memberships", f"p50 {small:.2f} ms at the demo's size", f"{big / small:.2f}", big / small <= 3)
    shutil.rmtree(large)
