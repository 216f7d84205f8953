"""`asllint try`: walk through a machine with an input and mocked answers, and print the way."""  # noqa: N999

from __future__ import annotations

import argparse
import json
import re

from asllint.commands import CLEAN, FOUND, UNDECIDED
from asllint.commands.given import read_input, read_json, the_machine
from asllint.commands.options import Parser, UsageError
from asllint.commands.outputs import write
from asllint.commands.verdict import trouble
from asllint.hosts.given import label_of, names_of
from asllint.source.suggest import listed
from asllint.source.terminal import escaped, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from asllint.data.mocks import Reply
    from asllint.data.shape import Shape
    from asllint.facts.dataflow.failures import Failure
    from asllint.facts.dataflow.trial import Ended, Entered, Trial
    from asllint.hosts.definition import Definition

WIDTH = 100
_LONGEST_NAME = 30
MAX_STEPS = 400
"""Of so many steps the text has a line each: the first and the last ones."""
MAX_DIFFERENCES = 20

_MOVING = r"UUID|uuid|andom|\$now|\$millis|Execution|EnteredTime|Task\.Token|StateMachine"


def parser() -> Parser:
    """What the command takes."""
    made = Parser(
        prog="asllint try",
        description="Walk through a machine with an input, and print the way that it takes and the "
        "data at each state. Nothing is called: what calls answer is in a mock file.",
    )
    add = made.add_argument
    add("paths", nargs="+", metavar="PATH", help="definition, template or folder")
    text = "the input that the execution is started with (JSON; -: standard input)"
    add("--input", metavar="FILE", required=True, help=text)
    text = "which state machine is meant: its name in the template, or its file"
    add("--machine", metavar="NAME", help=text)
    text = "what calls answer: a MockConfigFile.json of Entered Functions Local"
    add("--mocks", metavar="FILE", help=text)
    add("--case", metavar="NAME", help="the test case of the mock file, where it has several")
    add("--expect", metavar="FILE", help="the output that has to come of it (JSON)")
    text = "what time it is (such as 2026-05-31T09:00:00Z); no time passes"
    add("--now", metavar="TIME", help=text)
    add("--seed", metavar="TEXT", help="with what chance and ids begin")
    add("--type", choices=("STANDARD", "EXPRESS"), help="workflow type where nothing else says it")
    text = "text, or json for programs (default: text)"
    add("--format", choices=("text", "json"), default="text", help=text)
    text = "settings file (default: asllint.toml or pyproject.toml, nearest upward)"
    add("--config", metavar="FILE", help=text)
    return made


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    options = parser().parse_args(arguments)
    from asllint.facts.dataflow.trial import FAILED, SUCCEEDED, Trial
    from asllint.workspace.run import Linter, Options

    value = read_input(options.input)
    wanted = None if options.expect is None else (read_json(options.expect),)
    linter = Linter(Options(config=options.config, workflow_type=options.type))
    linter.look_in(options.paths)
    analysis, definition = the_machine(
        linter, options.paths, options.machine, "the trial", for_mocks=options.mocks is not None
    )
    replies = _replies(definition, options)
    around = _outside(options)
    trial = Trial(analysis.ask, definition.machine, replies, around, _name(definition))
    outcome = trial.run(value)
    differences: list[str] = []
    if wanted is not None and outcome.kind == SUCCEEDED:
        differences = list(_differences(outcome.output.value, wanted[0], "$"))
    printed = _json if options.format == "json" else _text
    for piece in printed(trial, outcome, differences, definition, options):
        write(piece)
    status = FOUND if outcome.kind == FAILED or differences else CLEAN
    if outcome.kind not in (FAILED, SUCCEEDED):
        status = UNDECIDED
    return trouble(linter) or status


def _name(definition: Definition) -> str:
    return definition.uses[0].name if definition.uses else names_of(definition)[-1]


# --- what is given --------------------------------------------------------------------------------


def _replies(definition: Definition, options: argparse.Namespace) -> dict[str, list[Reply]]:
    """What calls answer, by the names of states. Raises `UsageError`."""
    if options.mocks is None:
        if options.case is not None:
            raise UsageError("--case is a test case of a mock file: name that with --mocks")
        return {}
    from asllint.data.mocks import MocksError, read_mocks

    try:
        mocks = read_mocks(read_json(options.mocks))
    except MocksError as error:
        raise UsageError(f'"{options.mocks}" is no mock file: {error}') from None
    names = [options.machine, *names_of(definition)]
    machine = next((name for name in names if name in mocks), None)
    if machine is None and len(mocks) == 1:
        machine = next(iter(mocks))
    if machine is None:
        known = f": {listed(mocks, 'or')}" if mocks else ""
        raise UsageError(f'say with --machine which machine of "{options.mocks}" it is{known}')
    cases = mocks[machine].cases
    case = options.case
    if case is None and len(cases) == 1:
        case = next(iter(cases))
    if case not in cases:
        raise UsageError(
            f'say with --case which test case of "{machine}" it is'
            + (f": {listed(cases, 'or')}" if cases else "")
        )
    return cases[case]


def _outside(options: argparse.Namespace) -> Any:
    """The time and chance that the options give. Raises `UsageError`."""
    from asllint.data.outside import Outside
    from asllint.data.timestamps import instant

    moment = None if options.now is None else instant(options.now)
    if isinstance(moment, str):
        raise UsageError(f'--now {options.now}: write a time such as "2026-05-31T09:00:00Z"')
    return Outside(moment, options.seed)


def _differences(found: Any, wanted: Any, at: str) -> Iterator[str]:
    """Where an output is not what was expected, in words."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        for name in dict.fromkeys((*wanted, *found)):
            if name not in found:
                yield f"{at}.{name} is not there, and {_short(wanted[name])} is expected"
            elif name not in wanted:
                yield f"{at}.{name} is {_short(found[name])}, and nothing is expected"
            else:
                yield from _differences(found[name], wanted[name], f"{at}.{name}")
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        for index, (one, other) in enumerate(zip(found, wanted, strict=True)):
            yield from _differences(one, other, f"{at}[{index}]")
    elif found != wanted or isinstance(found, bool) != isinstance(wanted, bool):
        yield f"{at} is {_short(found)}, and {_short(wanted)} is expected"


def _short(value: Any) -> str:
    from asllint.data.shape import of
    from asllint.data.words import words

    return words(of(value), 60)


# --- for people -----------------------------------------------------------------------------------


def _text(
    trial: Trial,
    outcome: Ended,
    differences: list[str],
    definition: Definition,
    options: argparse.Namespace,
) -> Iterator[str]:
    yield f"{printable(label_of(definition))}\n"
    steps = trial.steps
    names = [_shown_name(step) for step in steps]
    column = max(map(len, names), default=0)
    half = MAX_STEPS // 2
    for number, (name, step) in enumerate(zip(names, steps, strict=True)):
        if len(steps) > MAX_STEPS and half <= number < len(steps) - half:
            if number == half:
                yield f"  … {len(steps) - MAX_STEPS:,} more\n"
            continue
        yield f"{name:{column}}  {_step(step, WIDTH - column - 2)}\n"
    yield from _end(trial, outcome, definition)
    for line in differences[:MAX_DIFFERENCES]:
        yield f"{printable(options.expect)}: {printable(line)}\n"
    if len(differences) > MAX_DIFFERENCES:
        yield f"… and {len(differences) - MAX_DIFFERENCES} more differences\n"


def _shown_name(step: Entered) -> str:
    depth, around = 1, step.state.machine.parent
    while around is not None:
        depth, around = depth + 1, around.machine.parent
    name = printable(step.state.name)
    name = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
    return "  " * depth + name + (f" [{step.index}]" if step.index is not None else "")


def _step(step: Entered, room: int) -> str:
    """What a state is entered with, and what it leaves or fails with."""
    from asllint.data.words import words

    failed = ""
    if step.failure is not None:
        failed = f"fails with {words(step.failure.error, 60)}"
        failed += ", tried again" * step.is_tried_again
        failed += ", caught: " if step.left is not None else ""
    room -= len(failed) + 3
    left = "" if step.left is None else words(step.left, max(room // 2, 12))
    entered = words(step.data, max(room - len(left), 12))
    if not left and not failed:
        return entered
    return f"{entered} → {failed}{left}"


def _end(trial: Trial, outcome: Ended, definition: Definition) -> Iterator[str]:
    from asllint.facts.dataflow.trial import FAILED, SUCCEEDED

    if outcome.kind == SUCCEEDED:
        yield f"it succeeds: {escaped(json.dumps(outcome.output.value, indent=2))}\n"
        return
    where = "" if outcome.state is None else f' in "{printable(outcome.state.name)}"'
    if outcome.kind == FAILED and outcome.failure is not None:
        yield f"it fails{where}{printable(_why(outcome.failure))}\n"
        return
    yield f"it is not decided{where}: {printable(outcome.reason)}{_hint(trial, outcome)}\n"


def _why(failure: Failure) -> str:
    from asllint.data.words import words

    named = failure.error.is_known and failure.error.value is not None
    text = f" with {words(failure.error, 90)}" if named else ""
    if failure.reason:
        return f"{text}: {failure.reason}"
    cause = failure.cause.value if failure.cause.is_known else None
    return f"{text}: {cause}" if cause else text


def _hint(trial: Trial, outcome: Ended) -> str:
    """What else can be given, where time or chance may be what is not known."""
    from asllint.facts.dataflow.plan import Plan

    sites = {} if outcome.state is None else trial.ask(Plan, outcome.state).sites
    moving = any(re.search(_MOVING, site.text) for site in sites.values())
    return " (--now gives the time, --seed chance and ids)" if moving else ""


# --- for programs ---------------------------------------------------------------------------------


def _json(
    trial: Trial,
    outcome: Ended,
    differences: list[str],
    definition: Definition,
    options: argparse.Namespace,
) -> Iterator[str]:
    from asllint.workspace.passages import states_of

    places = {state: pointer for state, pointer, _ in states_of(definition.machine)}
    whole: dict[str, Any] = {"version": 1, "machine": label_of(definition), "outcome": outcome.kind}
    if outcome.output.is_known:
        whole["output"] = outcome.output.value
    if outcome.failure is not None:
        whole |= _of_failure(outcome.failure)
    if outcome.reason:
        whole["reason"] = outcome.reason
    if outcome.state is not None:
        whole["place"] = places[outcome.state]
    if differences:
        whole["differences"] = differences
    yield escaped(json.dumps(whole)[:-1]) + ', "steps": [\n'
    for number, step in enumerate(trial.steps):
        yield ("" if number == 0 else ",\n") + "  " + escaped(json.dumps(_entry(step, places)))
    yield "\n]}\n"


def _entry(step: Entered, places: dict[Any, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {"state": places[step.state], "attempt": step.attempt}
    if step.index is not None:
        entry["index"] = step.index
    variables = {name: shape.value for name, shape in step.variables.fields.items()}
    entry |= {"input": step.data.value, "variables": variables}
    if step.left is not None and step.left.is_known:
        entry["output"] = step.left.value
    if step.failure is not None:
        entry |= _of_failure(step.failure)
    if step.target is not None:
        entry["next"] = step.target.name
    return entry


def _of_failure(failure: Failure) -> dict[str, Any]:
    """The error and its cause, as far as they are known, and the reason in our own words."""
    known: Iterable[tuple[str, Shape]] = (("error", failure.error), ("cause", failure.cause))
    found = {name: shape.value for name, shape in known if shape.is_known}
    return {**found, "reason": failure.reason} if failure.reason else found
