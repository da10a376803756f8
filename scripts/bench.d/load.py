"""Many people at once: mixed requests at a fixed rate, and a rush of logins."""
import json
import os
import shutil
import subprocess

from program import Program

BEHIND_PROXY = ("--set", "trusted_proxy=yes")


def run(bench, *arguments):
    """On a fresh copy: forms change the data. Gives the figures and the program's highest memory."""
    copy = os.path.join(bench.work, "loaded")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(bench.region, copy)
    with Program(bench.binary, copy, *BEHIND_PROXY) as program:
        command = [os.path.join(bench.target, "release", "examples", "load"), arguments[0], program.address, *arguments[1:]]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr[-2000:])
        *_, highest = program.memory()
    shutil.rmtree(copy)
    return json.loads(done.stdout), highest


def mix(bench):
    told, highest = run(bench, "mix", "300", "120")
    figures = told["figures"]
    every = figures["all"]
    share = 100 * told["forms"] / every["count"]
    forms = figures["by"]["form"]
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    ours = (f"p50 {every['p50_ms']:.1f}, p95 {every['p95_ms']:.1f}, p99 {every['p99_ms']:.1f}, longest {every['max_ms']:.0f} ms; forms ({share:.0f} %) p99 {forms['p99_ms']:.1f} ms; "
            f"{figures['errors']} errors in {every['count']:,} requests ({told['achieved']:.0f}/s); memory at most {highest} MB")
    met = every["p50_ms"] <= 10 and every["p95_ms"] <= 50 and every["p99_ms"] <= 150 and figures["errors"] == 0 and told["achieved"] >= 299
    bench.row("mix", ours, "—", "—", met)


def logins(bench):
    told, highest = run(bench, "logins", "200")
    print(json.dumps(told, ensure_ascii=False, indent=1))
    answers = told["logins"]["answers"]
    let_in, later = answers.pop("303", 0), answers.pop("503", 0)
    meanwhile, before = told["others_meanwhile"], told["others_before"]
    rest = "".join(f", {count} × {what}" for what, count in answers.items())
    ours = (f"others' p99 {meanwhile['all']['p99_ms']:.0f} ms (before: {before['all']['p99_ms']:.0f} ms), {meanwhile['errors']} errors; {let_in} let in, {later} asked to come later{rest}; "
            f"longest login {told['logins']['figures']['max_ms'] / 1e3:.1f} s; memory at most {highest} MB")
    bench.row("logins", ours, "—", "—", meanwhile["all"]["p99_ms"] <= 500 and meanwhile["errors"] == 0 and not answers and highest <= 400)
