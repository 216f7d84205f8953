"""Try the mutants of a fixed sample, `python -m tests.mutants`, or of some files that are named.

`--since REVISION` tries those of the lines that are new since then, with a small sample to fill up.
The exit status is 1 when too many live, or when the list of equivalent ones is not right.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from tests.mutants import drawing, reach, trial, verdict
from tests.mutants.operators import Mutant

HERE = Path(__file__).parent.parent
ROOT = HERE.parent
EQUIVALENT = Path(__file__).parent / "equivalent.toml"

TESTS = (
    "test_pages.py", "test_facts.py", "test_facts_*.py", "test_data_*.py", "test_dataflow*.py",
    "test_fixes.py", "test_rules_*.py", "test_services.py", "test_policy.py",
)  # fmt: skip
"""The tests that are run: those of data, facts and rules, in this process, within seconds."""
SLOW = "_sound"
"""Ends the names of tests with random examples, which take too long for a trial."""

SAMPLE = 400
CHANGED = 80
"""How many mutants of changed lines are tried at the most."""
SMALL = 40
"""How many are tried at the least when few lines have changed: the first of the sample."""


def main() -> int:
    """Parse the command line and run; returns the exit status."""
    options = _options()
    listed = drawing.equivalent(EQUIVALENT)
    everything = drawing.all_mutants(ROOT)
    found = (path for name in TESTS for path in sorted(HERE.glob(name)))
    tests = [str(path.relative_to(ROOT)) for path in found if not path.stem.endswith(SLOW)]
    measured = reach.reach(ROOT, list(drawing.PLACES), tests, stale=options.stale)
    trial.preload(measured.modules)
    began = time.monotonic()
    trials = [trial.Trial(one, measured.tests(one)) for one in _chosen(options, everything)]
    trial.check(ROOT, trials, measured.seconds)
    done: list[trial.Trial] = []
    for one in trial.run(ROOT, trials, measured.seconds, options.jobs):
        done.append(one)
        if one.killed_by is None and one.mutant.key not in listed:
            print(verdict.described(one), flush=True)
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{len(done)}/{len(trials)}" + "\n" * (len(done) == len(trials)))
    problems = [
        f"listed as equivalent, but there is no such mutant: {' | '.join(key)}"
        for key in listed.keys() - {one.key for one in everything}
    ]
    good = verdict.told(done, listed, problems, options.least)
    print(f"{time.monotonic() - began:.0f} s, {sum(one.seconds for one in done):.0f} s of CPU time")
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE", help="all mutants of these files")
    parser.add_argument("--since", metavar="REVISION", help="the lines that are new since then")
    parser.add_argument("--count", type=int, help="so many mutants")
    parser.add_argument("--seed", type=int, default=1, help="draw another sample")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--least", type=float, default=90, help="per cent that have to be killed")
    parser.add_argument("--stale", action="store_true", help="measure no test anew")
    return parser.parse_args()


def _chosen(options: argparse.Namespace, everything: list[Mutant]) -> list[Mutant]:
    """The mutants to try."""
    if options.files:
        paths = {os.path.relpath(os.path.abspath(file), ROOT) for file in options.files}
        found = [one for one in everything if one.path in paths]
        return drawing.drawn(found, options.count or len(found), options.seed)
    if options.since is None:
        return drawing.drawn(everything, options.count or SAMPLE, options.seed)
    lines = drawing.changed_lines(ROOT, options.since)
    if lines is None:
        print(f"there is no revision {options.since} here: a small sample instead")
    new = [one for one in everything if one.line in (lines or {}).get(one.path, ())]
    chosen = drawing.drawn(new, options.count or CHANGED, options.seed)
    rest = [one for one in everything if one not in chosen]
    return chosen + drawing.drawn(rest, max(0, SMALL - len(chosen)), options.seed)


if __name__ == "__main__":
    sys.exit(main())
