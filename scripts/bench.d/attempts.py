"""Two thousand teachers take a diagnostic at once; then the program is killed and every acknowledged answer looked for."""
import json
import os
import shutil
import signal
import subprocess
import time

from load import BEHIND_PROXY
from program import Program

TEACHERS, RATE, SECONDS = 2000, 200, 60


def tool(bench, *arguments):
    command = [os.path.join(bench.target, "release", "examples", "load"), "attempts", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout)


def many(bench):
    copy = os.path.join(bench.work, "taken")
    takers, notes = os.path.join(bench.work, "takers.json"), os.path.join(bench.work, "acknowledged.txt")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(bench.region, copy)
    tool(bench, "prepare", copy, TEACHERS, takers)
    with Program(bench.binary, copy, *BEHIND_PROXY) as program:
        told = tool(bench, "run", program.address, takers, RATE, SECONDS, notes)
        *_, highest = program.memory()
    print(json.dumps(told, ensure_ascii=False, indent=1))
    with Program(bench.binary, copy, *BEHIND_PROXY) as program:
        load = subprocess.Popen([os.path.join(bench.target, "release", "examples", "load"), "attempts", "run", program.address, takers, str(RATE), "8", notes], stdout=subprocess.DEVNULL)
        time.sleep(5)
        program.process.send_signal(signal.SIGKILL)
        load.wait()
    found = tool(bench, "verify", copy, notes)
    shutil.rmtree(copy)
    every, errors = told["figures"]["all"], told["figures"]["errors"]
    own = told["figures"]["by"]["open answer"]
    ours = (f"{TEACHERS} teachers, {RATE} answers a second: p50 {every['p50_ms']:.1f}, p95 {every['p95_ms']:.1f}, p99 {every['p99_ms']:.1f} ms (open answers p99 {own['p99_ms']:.1f} ms), {errors} errors; "
            f"killed: {found['found']} of {found['acknowledged']} acknowledged answers found again; memory at most {highest} MB")
    bench.row("attempts", ours, "—", "—", every["p99_ms"] <= 100 and errors == 0 and not found["lost"] and found["acknowledged"] > 0)
