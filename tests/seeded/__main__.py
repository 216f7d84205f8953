"""Seed faults into published definitions, and print how many of them are told.

    python -m tests.seeded [CORPUS] [--kind KIND] [--limit N] [--show N] [--held-out] [--seed WORD]

A fault counts where the text of the definition shows, without asllint's help, that what a state
reads is not there any more (`sure`), or that it is something else, of which nobody can know the
names (`open`). It is told when it brings an error or a warning that was not there before. For each
kind 20 definitions are set aside, for measuring what was not looked at while rules were written.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.seeded.kinds import KINDS
from tests.seeded.trial import OPEN, SURE, Case, Judge, chosen, corpus_of, published

CORPUS = "../shared/corpus"


def main() -> int:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.seeded", description=__doc__)
    parser.add_argument("corpus", nargs="?", default=CORPUS, metavar="CORPUS")
    parser.add_argument("--kind", action="append", choices=[*KINDS], help="only this kind")
    parser.add_argument("--limit", type=int, metavar="N", help="at most so many faults of a kind")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show faults not told")
    parser.add_argument("--told", action="store_true", help="with --show: those that are told")
    parser.add_argument("--open", action="store_true", help="with --show: those that are open")
    parser.add_argument("--held-out", action="store_true", help="in what was set aside")
    parser.add_argument("--seed", default="1", metavar="WORD", help="what is drawn")
    options = parser.parse_args()
    corpus = corpus_of(options.corpus)
    if corpus is None:
        print(f'skipped: there is no folder "{options.corpus}" with published definitions')
        return 0
    began = time.monotonic()
    definitions = published(corpus)
    judge = Judge()
    print("| kind | definitions | sure | told | % | open | told |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    totals = [0, 0, 0, 0]
    shown: list[str] = []
    for kind in options.kind or KINDS:
        found = chosen(definitions, kind, options.seed, held_out=options.held_out)[: options.limit]
        counts, lines = _tried(found, judge, options)
        totals = [one + other for one, other in zip(totals, counts, strict=True)]
        shown += lines[: options.show]
        files = len({case.before for case in found})
        print(_row(kind, str(files), counts), flush=True)
    print(_row("all", str(len(definitions)), totals))
    for line in shown:
        print(line)
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    return 0


def _tried(
    found: list[Case], judge: Judge, options: argparse.Namespace
) -> tuple[list[int], list[str]]:
    """How many faults are sure and told, open and told; and those to be shown."""
    counts = {SURE: [0, 0], OPEN: [0, 0]}
    lines = []
    for case in found:
        told = judge.tells(case)
        counts[case.certainty][0] += 1
        counts[case.certainty][1] += bool(told)
        if bool(told) is options.told and (case.certainty == OPEN) is options.open:
            said = f": {'; '.join(told)}" if told else ""
            lines.append(f"{case.kind}: {case.where}: {case.change}{said}")
    return [*counts[SURE], *counts[OPEN]], lines


def _row(kind: str, definitions: str, counts: list[int]) -> str:
    sure, told, loose, told_of_loose = counts
    share = f"{100 * told / sure:.0f}" if sure else ""
    return f"| {kind} | {definitions} | {sure} | {told} | {share} | {loose} | {told_of_loose} |"


if __name__ == "__main__":
    sys.exit(main())
