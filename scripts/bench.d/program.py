"""The program under measurement: started on a folder of data, asked, stopped."""
import os
import re
import socket
import subprocess
import time


class Program:
    """`metodaktiv demo` on a folder; with a block."""

    def __init__(self, binary, folder, *more, **environment):
        self.log = open(os.path.join(folder, "bench.log"), "a")
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("METODAKTIV_", "DATABASE_URL"))}
        # A demo is quiet; real work logs every request.
        command = [binary, "demo", "--listen", "127.0.0.1:0", "--data", folder, "--set", "log=info", *more]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True, env=ours | environment)
        self.address = self._address()

    def _address(self):
        said = []
        for line in self.process.stdout:
            said.append(line)
            found = re.search(r"http://([\d.]+:\d+)", line)
            if found:
                return found[1]
        raise RuntimeError("the program did not start: " + "".join(said) + open(self.log.name).read()[-2000:])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()
        self.log.close()

    def memory(self):
        """MB: resident (a page mapped by several readers of the database counts for each), the same with each page once, and the highest resident."""
        with open(f"/proc/{self.process.pid}/status") as status, open(f"/proc/{self.process.pid}/smaps_rollup") as rollup:
            found = dict(re.findall(r"\b(VmRSS|VmHWM|Pss):\s+(\d+) kB", status.read() + rollup.read()))
        return tuple(round(int(found[name]) / 1024) for name in ("VmRSS", "Pss", "VmHWM"))


def answer(address, path, head=""):
    """Everything that comes over the wire for one request: head and body, as sent."""
    host, port = address.split(":")
    with socket.create_connection((host, int(port)), timeout=30) as wire:
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{head}\r\n".encode())
        pieces = []
        while piece := wire.recv(65536):
            pieces.append(piece)
    raw = b"".join(pieces)
    status, _, body = raw.partition(b"\r\n\r\n")
    if b" 200 " not in status.split(b"\r\n")[0]:
        raise RuntimeError(f"{path} was answered {status.splitlines()[:1]}")
    return len(raw), body


def first_answer(binary, folder):
    """Seconds from the start of the process to the last byte of its first page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = "127.0.0.1:%d" % free.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen([binary, "demo", "--listen", address, "--data", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - began < 60:
            try:
                answer(address, "/members")
                return time.perf_counter() - began
            except OSError:
                time.sleep(0.001)
        raise RuntimeError("no answer within a minute")
    finally:
        process.terminate()
        process.wait(30)
