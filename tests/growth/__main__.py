"""Print how CPU time and memory grow: `python -m tests.growth [--work WORK] [--size N] [WORD …]`.

A row for each family whose name holds one of the words (all of them without any), at n, 2n, 4n and
8n. The exponent is that of the last doubling: 1 for linear work, 2 for a square.
"""

from __future__ import annotations

import argparse
from math import log2

from tests.growth.families import FAMILIES
from tests.growth.work import WORKS, apart


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.growth", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--work", choices=WORKS, default="lint")
    parser.add_argument("--size", type=int, default=25_000, help="characters of the smallest text")
    parser.add_argument("--exactly", action="store_true", help="the words are whole names")
    options = parser.parse_args()
    print("| family | characters | n | n | 2n | 4n | 8n | exponent | memory at 8n |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: | --: |")
    for name, family in FAMILIES.items():
        words = options.words
        if words and not any(name == w if options.exactly else w in name for w in words):
            continue
        size = family.size(options.size)
        rows = [apart(family, size * times, options.work) for times in (1, 2, 4, 8)]
        took = [each for each, _ in rows]
        exponent = log2(max(took[3], 0.001) / max(took[2], 0.001)) if took[3] < 1e9 else 9
        shown = " | ".join(f"{each:.2f} s" if each < 1e9 else "> 60 s" for each in took)
        characters = len(family.make(size * 8))
        memory = f"{rows[3][1]:.0f} MB" if rows[3][1] < 1e9 else ""
        print(
            f"| {name} | {characters:,} | {size:,} | {shown} | {exponent:.1f} | {memory} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
