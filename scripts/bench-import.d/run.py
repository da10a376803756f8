"""Makes a region, generates the list for its schools, loads it both ways, prints one JSON row."""
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

import generate

BINARY, ROWS = sys.argv[1], int(sys.argv[2])
HERE = os.path.dirname(os.path.abspath(__file__))
RUNS = 3


def region(folder):
    """The demo's places and people; the server itself is not needed."""
    server = subprocess.Popen([BINARY, "demo", "--small", "--listen", "127.0.0.1:0", "--data", folder], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = []
    for line in server.stdout:
        said.append(line)
        if "http://" in line:
            break
    server.send_signal(signal.SIGINT)
    server.wait(30)
    database = os.path.join(folder, "metodaktiv.sqlite")
    if not os.path.exists(database):
        sys.exit(f"The demo made no database: {''.join(said)}")
    return database


def schools_and_subjects(database):
    with sqlite3.connect(database) as db:
        rows = db.execute("SELECT s.id, mn.short_name, sn.name, sn.short_name FROM place s JOIN place_name sn ON sn.place_id = s.id AND sn.valid_to IS NULL JOIN place_name mn ON mn.place_id = s.parent_id AND mn.valid_to IS NULL WHERE s.kind = 'school' AND s.closed_on IS NULL ORDER BY s.id").fetchall()
        subjects = [label for (label,) in db.execute("SELECT label FROM term WHERE kind = 'subject' AND valid_to IS NULL ORDER BY position")]
    return [(municipality, [name, short, short.replace("№ ", "№"), short.replace("№ ", "")]) for _, municipality, name, short in rows], [s for s in subjects if "," not in s]


def peak_of(pid, stop, peaks):
    """Resident memory of the process and its children together, looked at every 10 ms."""
    peak = 0
    while not stop.is_set():
        try:
            pids = [str(pid), *open(f"/proc/{pid}/task/{pid}/children").read().split()]
            pages = sum(int(open(f"/proc/{one}/statm").read().split()[1]) for one in pids)
            peak = max(peak, pages * os.sysconf("SC_PAGE_SIZE"))
        except (OSError, ValueError, IndexError):
            pass
        time.sleep(0.01)
    peaks.append(peak)


def timed(command):
    stop, peaks = threading.Event(), []
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    watch = threading.Thread(target=peak_of, args=(process.pid, stop, peaks))
    watch.start()
    out, err = process.communicate()
    took = time.perf_counter() - began
    stop.set()
    watch.join()
    if process.returncode != 0:
        sys.exit(f"{command[0]}: {out[-2000:]}{err[-2000:]}")
    return took, peaks[0], out


def main():
    with tempfile.TemporaryDirectory(prefix="bench-import-") as work:
        home = os.path.join(work, "region")
        os.mkdir(home)
        database = region(home)
        schools, subjects = schools_and_subjects(database)
        book = os.path.join(work, "list.xlsx")
        generate.write(book, generate.rows(schools, subjects, ROWS))
        ours, theirs = [], []
        for run in range(RUNS):
            copy = os.path.join(work, f"ours-{run}")
            shutil.copytree(home, copy)
            ours.append(timed([BINARY, "import", "people", book, "--commit", "--only-good", "--data", copy]))
            other = os.path.join(work, f"theirs-{run}.sqlite")
            with sqlite3.connect(database) as source, sqlite3.connect(other) as target:
                source.backup(target)
            theirs.append(timed([sys.executable, os.path.join(HERE, "theirs.py"), book, other]))
        fast, slow = sorted(ours)[RUNS // 2], sorted(theirs)[RUNS // 2]
        row = {
            "what": f"import of {ROWS} XLSX rows: dry run and commit",
            "rows": ROWS,
            "ours_s": round(fast[0], 3),
            "theirs_s": round(slow[0], 3),
            "ratio": round(slow[0] / fast[0], 2),
            "ours_rows_per_s": round(ROWS / fast[0]),
            "peak_rss_mib": round(max(run[1] for run in ours) / 2**20),
            "theirs_peak_rss_mib": round(max(run[1] for run in theirs) / 2**20),
            "ours_said": next((line for line in fast[2].splitlines() if line.startswith("Загружено")), ""),
            "theirs_said": slow[2].strip(),
        }
        print(json.dumps(row, ensure_ascii=False))


main()
