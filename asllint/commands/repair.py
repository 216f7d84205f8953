"""`asllint --fix` and `--diff`: repair, or show what would be; then report what is left."""

from __future__ import annotations

import argparse
import sys

from asllint.commands import CLEAN, FOUND, USAGE
from asllint.commands.options import STDIN
from asllint.commands.outputs import Output, colour_for, publish, rendered, write
from asllint.commands.verdict import fail_on_of, status_of, trouble, without_known
from asllint.source.terminal import data as data_out
from asllint.source.terminal import lines, out, say
from asllint.workspace import fixing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.engine.linting import Diagnostic
    from asllint.workspace.baseline import Baseline
    from asllint.workspace.fixing import Outcome
    from asllint.workspace.run import Linter


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
        _show_diff(outcome, options)
        return trouble(linter) or (FOUND if outcome.repaired else CLEAN)
    failed = {}
    if data is None:
        failed = {one: why for one in outcome.repaired if (why := fixing.write(one))}
        outcome = outcome.without(failed)
    else:
        repaired = [one.text.encode() for one in outcome.repaired]
        data_out(repaired[0] if repaired else data)
    sys.stdout.flush()
    reports = without_known(outcome.reports, known)
    fail_on = fail_on_of(options, linter, paths)
    if data is not None:  # standard output has the repaired text
        for output in outputs:
            if output.path is None:
                colour = options.color == "always"
                text = rendered(output.format, reports, linter, fail_on, colour)
                sys.stderr.write(lines(text, colour=colour))
        outputs = [output for output in outputs if output.path is not None]
    publish(outputs, reports, linter, fail_on=fail_on, color=options.color)
    sys.stdout.flush()
    for why in failed.values():
        say(why)
    if outcome.repaired or not failed:
        print(outcome.summary(), file=sys.stderr)
    return trouble(linter) or (USAGE if failed else status_of(reports, fail_on))


def _show_diff(outcome: Outcome, options: argparse.Namespace) -> None:
    """Print what a repair would change, or write it to a file."""
    colour = colour_for(options.color, options.output)
    diff = "".join(fixing.diff(one, colour=colour) for one in outcome.repaired)
    if options.output is not None:
        write(diff, options.output)
        return
    out(diff, colour=colour)
    if lines(diff, colour=colour) != diff:
        say(
            "the diff holds characters that can not be shown: --output FILE writes them as they are"
        )


def _repaired(
    linter: Linter, paths: list[str], known: Baseline | None, *, unsafe: bool
) -> tuple[bytes | None, Outcome]:
    """What comes of a repair, and what was read from standard input, if anything was."""

    def wanted(diagnostic: Diagnostic) -> bool:
        return known is None or not known.knows(diagnostic)

    if paths != STDIN:
        return None, fixing.repair_files(linter, paths, unsafe=unsafe, wanted=wanted)
    from asllint.workspace.files import decode, read_stream

    data = read_stream(sys.stdin.buffer)
    text, problems = decode(data)
    outcome = fixing.repair_text(linter, text, problems=problems, unsafe=unsafe, wanted=wanted)
    return data, outcome
