"""`--input FILE`, `--machine NAME`: the execution that is assumed, and of which machine it is."""

from __future__ import annotations

import argparse
import json
import sys

from asllint.commands.options import STDIN, UsageError
from asllint.hosts.given import Given, label_of, names_of
from asllint.source.suggest import listed, nearest
from asllint.workspace import files
from asllint.workspace.files import FilesError
from asllint.workspace.plain import PlainError, parsed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from asllint.engine.analysis import Analysis
    from asllint.hosts.definition import Definition
    from asllint.workspace.run import Linter

MAX_BYTES = 262_144
"""So large an execution's input may be, in UTF-8 (AWS, "Step Functions service quotas")."""

MAX_SHOWN = 8


def assume(linter: Linter, paths: list[str], options: argparse.Namespace) -> None:
    """Let the linter assume the execution that the options ask for.

    Raises `UsageError` where that is none, or where nobody can tell of which machine it is.
    """
    if paths == STDIN:
        raise UsageError("--input goes with files and folders, not with a definition in a pipe")
    value = read_input(options.input)
    machines = [
        names_of(definition)
        for analysis in _analyses(linter, paths)
        for definition in definitions_in(analysis)
    ]
    if not machines:
        raise UsageError(f"there is no state machine in {listed(paths)}")
    check_one(machines, options.machine, paths, "--input")
    linter.options.given = Given(value, options.machine or "")


def note_limits(linter: Linter, paths: list[str]) -> None:
    """Note for the user how far the assumed execution can be followed, if not to its end."""
    from asllint.facts.dataflow.flow import DataFlow

    for whole in _analyses(linter, paths):
        for analysis, definition in _with_analyses(whole):
            flow = analysis.ask(DataFlow, definition.machine)
            if definition.machine.given is not None and flow.limit:
                linter.notes.append(f"{label_of(definition)}: {flow.limit}")


def the_machine(
    linter: Linter, paths: list[str], name: str | None, what: str, *, for_mocks: bool = False
) -> tuple[Analysis, Definition]:
    """The one machine that is meant, with the analysis to ask about it; `what` is for it.

    Raises `UsageError` where there is none, or more than one. Where the name may be `for_mocks`, it
    need not be that of the machine if there is only one.
    """
    found: list[tuple[Analysis, Definition]] = []
    for analysis in linter.project(paths).analyses():
        found += _with_analyses(analysis)
    if not found:
        raise UsageError(f"there is no state machine in {listed(paths)}")
    if for_mocks and len(found) == 1:
        return found[0]
    names = [names_of(definition) for _, definition in found]
    check_one(names, name, paths, what)
    return next(one for one, known in zip(found, names, strict=True) if name in (None, *known))


def _with_analyses(analysis: Analysis) -> Iterator[tuple[Analysis, Definition]]:
    yield from ((analysis, definition) for definition in analysis.definitions)
    for inner in analysis.embedded:
        yield from _with_analyses(inner)


def check_one(
    machines: list[tuple[str, ...]], name: str | None, paths: list[str], what: str
) -> None:
    """Raise `UsageError` unless one machine is meant; `what` is for that machine."""
    check_name(machines, name, paths)
    if len(machines) > 1 and name is None:
        raise UsageError(
            f"{len(machines)} state machines are in {listed(paths)}: say with --machine which one "
            f"{what} is for" + _alternatives("", machines)
        )


def check_name(machines: list[tuple[str, ...]], name: str | None, paths: list[str]) -> None:
    """Raise `UsageError` unless a name, if there is one, is that of just one machine.

    `machines` are all the names of each.
    """
    if name is None:
        return
    meant = [names for names in machines if name in names]
    if len(meant) > 1:
        raise UsageError(
            f'{len(meant)} state machines are called "{name}"' + _alternatives("write", meant)
        )
    if not meant:
        near = nearest(name, [each for names in machines for each in names])
        raise UsageError(
            f'there is no state machine "{name}" in {listed(paths)}'
            + (f'; did you mean "{near}"?' if near else "")
        )


def _analyses(linter: Linter, paths: list[str]) -> Iterator[Analysis]:
    for analysis in linter.project(paths).analyses():
        yield analysis
        analysis.release()


def _alternatives(verb: str, machines: list[tuple[str, ...]]) -> str:
    """Names to choose from, unless there are too many of them."""
    if len(machines) > MAX_SHOWN:
        return ""
    first = [names[0] for names in machines]
    shown = [names[first.count(names[0]) > 1 and len(names) > 1] for names in machines]
    return f": {verb} {listed(shown, 'or')}".replace(":  ", ": ")


def definitions_in(analysis: Analysis) -> Iterator[Definition]:
    """The definitions of a file, those in texts inside of it included."""
    yield from analysis.definitions
    for inner in analysis.embedded:
        yield from definitions_in(inner)


def read_input(path: str) -> Any:
    """The input of an execution, as `json` has it. Raises `UsageError` for what can be none."""
    value = read_json(path)
    compact = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if len(compact.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise UsageError(_too_large(_shown(path)))
    return value


def _shown(path: str) -> str:
    return "standard input" if path == "-" else f'"{path}"'


def read_json(path: str) -> Any:
    """What a file of JSON holds, as `json` has it. Raises `UsageError` for what is none."""
    shown = _shown(path)
    try:
        if path == "-":
            text, problems = files.decode(files.read_stream(sys.stdin.buffer))
        else:
            text, problems = files.read(path)
    except FileNotFoundError:
        raise UsageError(f"no such file: {shown}") from None
    except OSError as error:
        raise UsageError(str(files.cannot_read(path, error))) from None
    except FilesError:
        raise UsageError(_too_large(shown)) from None
    if problems:
        too_large = problems[0].kind == "definition-size"
        raise UsageError(_too_large(shown) if too_large else f"{shown}: {problems[0].message}")
    try:
        return parsed(text)
    except PlainError as error:
        raise UsageError(f"{shown} {error}") from None


def _too_large(shown: str) -> str:
    return f"{shown} is too large: the input of an execution has at most {MAX_BYTES // 1024} KiB"
