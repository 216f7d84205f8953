"""Run all mutants, `python -m tests.fuzz`, or some, `python -m tests.fuzz fixer --count 100`.

Each mutant has a number and depends on nothing but that and the seed: `--only 17` runs one again.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from random import Random

from tests.fuzz import inputs, properties

WHOLE = {"library": 100_000, "session": 10_000 // properties.EDITS, "fixer": 6_000}
"""How many mutants each property is tried with; a session has many edits."""
CHUNK = 250


@lru_cache(1)
def texts(shared: bool) -> list[tuple[str, str]]:
    """All inputs."""
    return inputs.own() + (inputs.others() if shared else [])


def failures(name: str, seed: int, numbers: range, shared: bool) -> list[tuple[int, str, str]]:
    """The mutants for which a property does not hold: number, path, what was said."""
    found = []
    for number in numbers:
        random = Random(f"{seed}:{name}:{number}")
        path, text = random.choice(texts(shared))
        try:
            getattr(properties, name)(path, text, random)
        except Exception:
            found.append((number, path, traceback.format_exc()))
    return found


def run(name: str, seed: int, numbers: range, *, jobs: int, shared: bool) -> int:
    """Try a property with some mutants, and print what came of it; returns how many failed."""
    began = time.monotonic()
    chunks = [numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK)]
    failed = 0
    with ProcessPoolExecutor(jobs) as pool:
        waiting = [pool.submit(failures, name, seed, chunk, shared) for chunk in chunks]
        for one in waiting:
            for number, path, said in one.result():
                failed += 1
                say(f"--- {name} {number} (seed {seed}, {path})\n{said}")
    seconds = time.monotonic() - began
    edits = f" ({len(numbers) * properties.EDITS} edits)" if name == "session" else ""
    say(f"{name}: {len(numbers)} mutants{edits}, {failed} failed, {seconds:.0f} s")
    return failed


def say(line: str) -> None:
    """Print at once, even into a file."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Parse the command line and run; the exit status is 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("properties", nargs="*", metavar="PROPERTY", help=", ".join(WHOLE))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, help="so many mutants for each property")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="one mutant")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--own", action="store_true", help="no texts from beside the project")
    options = parser.parse_args()
    failed = 0
    for name in options.properties or WHOLE:
        numbers = range(options.count or WHOLE[name])
        if options.only is not None:
            numbers = range(options.only, options.only + 1)
        failed += run(name, options.seed, numbers, jobs=options.jobs, shared=not options.own)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
