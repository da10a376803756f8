"""Who accompanies whom: our engine, OR-tools and scipy on one file, in one run; the same optimum or it is a failure."""
import json
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache")), "metodaktiv-bench", "matching")


def measured(bench):
    python = peers()
    engine = os.path.join(bench.target, "release", "examples", "assign")
    for key, percent in (("matching", 145), ("matching tight", 102), ("matching short", 90)):
        path = os.path.join(bench.target, f"matching-{percent}.bin")
        subprocess.run([engine, path, "make", str(percent)], check=True)
        ours = told([engine, path])
        flow = told([python, os.path.join(HERE, "matching_peer.py"), path, "ortools"])
        dense = told([python, os.path.join(HERE, "matching_peer.py"), path, "scipy"]) if key == "matching" else None
        for peer in (flow, dense):
            assert peer is None or peer["total"] == ours["total"], f"another optimum: {peer['total']}, not {ours['total']}"
        said = f"{ours['seconds'] * 1000:.0f} ms, {ours['peak_mb']:.0f} MB, optimum {ours['total']}, {ours['unserved']} left without; after one change p50 {ours['change_ms']:.1f} ms, slowest {ours['change_slowest_ms']:.1f} ms"
        beside = f"OR-tools {flow['version']} min-cost flow: {flow['seconds']:.2f} s, {flow['peak_mb']:.0f} MB"
        ratio = f"{flow['seconds'] / ours['seconds']:.0f}"
        if dense:
            beside += f"; scipy {dense['version']} linear_sum_assignment: {dense['seconds']:.1f} s, {dense['peak_mb']:.0f} MB"
            ratio += f"; {dense['seconds'] / ours['seconds']:.0f}"
        met = ours["seconds"] <= 1 and ours["peak_mb"] <= 300 and ours["change_slowest_ms"] <= 20
        bench.row(key, said, f"{beside}; the same optimum", ratio, met)


def told(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def peers():
    """The Python of a virtual environment of their own, made at the first run."""
    python = os.path.join(CACHE, "bin", "python")
    if not os.path.exists(python):
        subprocess.run(["python3", "-m", "venv", CACHE], check=True)
        subprocess.run([os.path.join(CACHE, "bin", "pip"), "--quiet", "install", "ortools", "scipy", "numpy"], check=True)
    return python
