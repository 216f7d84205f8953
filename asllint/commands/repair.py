"""`asllint --fix` and `--diff`: repair, or show what would be; then report what is left."""

from __future__ import annotations

import argparse
import sys

from asllint import fixing
from asllint.commands import CLEAN, FOUND, USAGE
from asllint.commands.options import STDIN
from asllint.commands.verdict import crashed, fail_on_of, status_of, without_known
from asllint.outputs import Output, colour_for, publish, rendered, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.baseline import Baseline
    from asllint.fixing import Outcome
    from asllint.linting import Diagnostic
    from asllint.run import Linter


def repair(
    linter: Linter,
    paths: list[str],
    outputs: Sequence[Output],
    known: Baseline | None,
    options: argparse.Namespace,
) -> int:
    """Repair what is reported; returns the exit status."""
    data, outcome = _repaired(linter, paths, known, unsafe=options.unsafe)
    if options.diff:
        colour = colour_for(options.color, options.output)
        diffs = [fixing.diff(one, colour=colour) for one in outcome.repaired]
        write("".join(diffs), options.output)
        return crashed(linter) or (FOUND if diffs else CLEAN)
    failed = {}
    if data is None:
        failed = {one: why for one in outcome.repaired if (why := fixing.write(one))}
        outcome = outcome.without(failed)
    else:
        repaired = [one.text.encode() for one in outcome.repaired]
        sys.stdout.buffer.write(repaired[0] if repaired else data)
    sys.stdout.flush()
    reports = without_known(outcome.reports, known)
    fail_on = fail_on_of(options, linter, paths)
    if data is not None:  # standard output has the repaired text
        for output in outputs:
            if output.path is None:
                colour = options.color == "always"
                sys.stderr.write(rendered(output.format, reports, linter, fail_on, colour))
        outputs = [output for output in outputs if output.path is not None]
    publish(outputs, reports, linter, fail_on=fail_on, color=options.color)
    sys.stdout.flush()
    for why in failed.values():
        print(f"asllint: {why}", file=sys.stderr)
    if outcome.repaired or not failed:
        print(outcome.summary(), file=sys.stderr)
    return crashed(linter) or (USAGE if failed else status_of(reports, fail_on))


def _repaired(
    linter: Linter, paths: list[str], known: Baseline | None, *, unsafe: bool
) -> tuple[bytes | None, Outcome]:
    """What comes of a repair, and what was read from standard input, if anything was."""

    def wanted(diagnostic: Diagnostic) -> bool:
        return known is None or not known.knows(diagnostic)

    if paths != STDIN:
        return None, fixing.repair_files(linter, paths, unsafe=unsafe, wanted=wanted)
    from asllint.files import decode

    data = sys.stdin.buffer.read()
    text, problems = decode(data)
    outcome = fixing.repair_text(linter, text, problems=problems, unsafe=unsafe, wanted=wanted)
    return data, outcome
