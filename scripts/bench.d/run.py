"""Measures what is named (or everything) and writes docs/benchmarks.md. Called by scripts/bench."""
import os
import shutil
import socket
import sys
import time

import attempts
import bringing
import cases
import costs
import country
import load
import matching
import members
import picture
import year
from program import Program
from table import Table

MEASURES = {
    "members": members.beside_raw,
    "scale": members.at_scale,
    "import": costs.people,
    "pdf": costs.documents,
    "start": costs.start,
    "memory": costs.memory,
    "wire": costs.wire,
    "mix": load.mix,
    "logins": load.logins,
    "attempts": attempts.many,
    "cases": cases.measured,
    "proposal": costs.proposal,
    "matching": matching.measured,
    "outcomes-import": bringing.measured,
    "calendar": year.calendar,
    "year": year.report,
    "picture": picture.region,
    "country": country.measured,
}
# Fills a server with a whole country: only when it is named.
LONG = {"country"}
NEEDS_NO_REGION = {"country", "import", "outcomes-import", "matching", "pdf", "proposal"}


class Bench:
    def __init__(self, root, target):
        self.root, self.target = root, target
        self.binary = os.path.join(target, "release", "metodaktiv")
        self.work = os.path.join(target, "bench")
        self.region = os.path.join(self.work, "region")
        self.database = os.path.join(self.region, "metodaktiv.sqlite")
        self.table = Table(root)

    def make_region(self):
        """A full demo region of this very build."""
        shutil.rmtree(self.work, ignore_errors=True)
        os.makedirs(self.region)
        began = time.perf_counter()
        with Program(self.binary, self.region):
            print(f"the demo region was made in {time.perf_counter() - began:.1f} s", flush=True)

    def row(self, key, ours, beside="—", ratio="—", met=None):
        self.table.put(key, ours or "not measured", beside, ratio, met)
        print(f"{key}: {ours or 'not measured'} | {beside} | {ratio} | met: {met}", flush=True)

    @staticmethod
    def free_port():
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            return free.getsockname()[1]


def main():
    root, target, *names = sys.argv[1:]
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        sys.exit(f"unknown: {', '.join(unknown)}; there are: {', '.join(MEASURES)}")
    names = names or [name for name in MEASURES if name not in LONG]
    if os.getloadavg()[0] > 0.5:
        print(f"warning: this machine is busy (load {os.getloadavg()[0]:.1f}); figures will be worse than they are", file=sys.stderr)
    bench = Bench(root, target)
    if set(names) - NEEDS_NO_REGION:
        bench.make_region()
    broken = []
    for name in names:
        try:
            MEASURES[name](bench)
        except Exception as cause:  # one measurement that breaks must not cost the others
            broken.append(name)
            print(f"{name} broke off: {cause}", file=sys.stderr, flush=True)
    if broken:
        sys.exit(f"not measured: {', '.join(broken)}")


main()
