"""Measures calibration and writes the section of docs/benchmarks.md. Called by scripts/bench-measure."""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "NUMBA_NUM_THREADS")}
os.environ.update(ONE_THREAD)

import numpy as np  # noqa: E402  after the threads are bounded

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "bench.d"))
from table import Table  # noqa: E402

# name: seed, persons, items, of which each person has, rounds of ours, peers by default, target in seconds and megabytes
JOBS = {
    "small": (101, 13_000, 60, 60, 7, ["mirt", "girth"], 0.10, None),
    "middle": (102, 100_000, 100, 100, 5, ["mirt"], 0.3, None),
    "large": (103, 1_000_000, 60, 60, 3, [], 1.0, 300),
    "bank": (104, 13_000, 500, 60, 5, ["mirt"], 0.6, None),
}
# How far from the likelihood on 161 nodes an estimate may lie.
NEAR = 0.01
ROWS = [
    ("small", "2PL, 13,000 × 60 answers", "≤ 0.10 s, log-likelihood within 0.01"),
    ("middle", "2PL, 100,000 × 100 answers", "≤ 0.3 s, within 0.01"),
    ("large", "2PL, 1,000,000 × 60 answers", "≤ 1.0 s, ≤ 300 MB, within 0.01"),
    ("bank", "2PL, 13,000 × 60 of a bank of 500 items", "≤ 0.6 s, within 0.01"),
]


def simulate(seed, persons, items, each, path):
    """2PL answers, a = LN(0, .3), b and θ from N(0, 1), a byte each, 255 where an item was not asked."""
    chance = np.random.default_rng(seed)
    a = np.clip(chance.lognormal(0, 0.3, items), 0.3, 3)
    b = chance.normal(size=items)
    with open(path, "wb") as file:
        for first in range(0, persons, 100_000):
            count = min(100_000, persons - first)
            theta = chance.normal(size=count)
            answers = (chance.random((count, items)) < 1 / (1 + np.exp(-a * (theta[:, None] - b)))).astype(np.uint8)
            if each < items:
                order = np.argsort(chance.random((count, items)), axis=1)
                np.put_along_axis(answers, order[:, each:], 255, axis=1)
            answers.tofile(file)
    return a, b


def ours(program, path, persons, items, *words):
    said = subprocess.run([program, path, str(persons), str(items), "2pl", *words], capture_output=True, text=True, check=True)
    return json.loads(said.stdout)


def peer(name, path, persons, items):
    """The peer's own figures, or nothing when it gives up."""
    said = subprocess.run([sys.executable, "-B", os.path.join(HERE, "peer.py"), name, path, str(persons), str(items)], capture_output=True, text=True)
    if said.returncode:
        print(f"{name}: {said.stderr.strip().splitlines()[-1] if said.stderr.strip() else 'broke off'}", file=sys.stderr, flush=True)
        return None
    return json.loads(said.stdout.strip().splitlines()[-1])


def off(found, truth):
    return float(np.sqrt(np.mean((np.array(found) - truth) ** 2)))


def measure(job, program, folder, table, peers):
    seed, persons, items, each, rounds, usual, seconds, megabytes = JOBS[job]
    path = os.path.join(folder, job)
    a, _ = simulate(seed, persons, items, each, path)
    runs = [ours(program, path, persons, items) for _ in range(rounds)]
    cpu = statistics.median(run["cpu"] for run in runs)
    memory = max(run["mb"] for run in runs)
    whole = ours(program, path, persons, items, "errors", "dense")
    gap = abs(whole["loglik"] - whole["loglik_161"])
    text = f"{cpu:.3f} s, {memory:.0f} MB, log-likelihood {whole['loglik']:.2f}, {gap:.5f} from 161 nodes, RMSE of a {off(whole['a'], a):.4f}; with standard errors {whole['cpu']:.2f} s"
    names = {"none": [], "small": usual if job == "small" else [], "all": ["mirt", "girth"] if each == items else ["mirt"]}.get(peers, usual)
    beside, fastest = [], None
    for name in names:
        found = peer(name, path, persons, items)
        if found is None:
            continue
        worse = np.sqrt(np.mean((np.array(found["a"]) - np.array(whole["a"])) ** 2))
        beside.append(f"{name} {found['version']}: {found['cpu']:.1f} s, {found['mb']:.0f} MB, RMSE of a {off(found['a'], a):.4f} (from ours {worse:.4f})")
        fastest = min(fastest or found["cpu"], found["cpu"])
    os.remove(path)
    met = cpu <= seconds and gap <= NEAR and (megabytes is None or memory <= megabytes) and all(run["converged"] for run in runs)
    table.put(job, text, "; ".join(beside) or "not run, they take too long", f"{fastest / cpu:.0f}" if fastest else "—", met)
    print(f"{job}: {text} | {'; '.join(beside) or '—'} | met: {met}", flush=True)


def yardstick():
    """Ten million exponentials and as many logarithms in numpy: what this machine is worth at this moment."""
    numbers = np.random.default_rng(1).random(10_000_000) + 0.5
    began = time.process_time()
    np.log(np.exp(numbers))
    return time.process_time() - began


def main():
    root, target, *names = sys.argv[1:]
    unknown = [name for name in names if name not in JOBS]
    if unknown:
        sys.exit(f"unknown: {', '.join(unknown)}; there are: {', '.join(JOBS)}")
    load = os.getloadavg()[0]
    table = Table(root, "bench-measure", ROWS)
    if load > 0.5:
        print(f"warning: this machine is busy (load {load:.1f}); figures will be worse than they are", file=sys.stderr)
        table.stamp += f", machine busy (load {load:.0f})"
    table.note = f"Yardstick of that moment: ten million exp and log in numpy {yardstick():.2f} s."
    program = os.path.join(target, "release", "examples", "speed")
    with tempfile.TemporaryDirectory() as folder:
        for name in names or JOBS:
            measure(name, program, folder, table, os.environ.get("BENCH_PEERS", "usual"))


main()
