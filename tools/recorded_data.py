"""Hold what is said of the data against what AWS recorded, and print what does not agree.

    PYTHONPATH=. python tools/recorded_data.py teststate.jsonl runtime.jsonl [LEAST …]

A line of a file is a call of TestState (`state`, `input`, `mock` and `inspection`: the data after
each field), or an execution that failed or surprisingly went well (`definition`, `input`, `aws`).
Each step must be what the fields of the state make of the one before it; a failure should be told:
from the definition alone, or given the input. The script fails where one of its figures is below
the least one that is given for it: steps that are computed, failures told that the definition
decides, failures told without the input, and with it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from asllint import analyze, lint, load_rulebook
from asllint.data.shape import NEVER, Object, Shape, of
from asllint.engine.rules import Rule
from asllint.facts.dataflow.context import of_execution
from asllint.facts.dataflow.in_jsonata import InJsonata
from asllint.facts.dataflow.in_jsonpath import InJsonpath
from asllint.facts.dataflow.moves import FailedError
from asllint.facts.dataflow.plan import Plan
from asllint.facts.dataflow.solver import Solver
from asllint.facts.dataflow.way import Turn
from asllint.language import grammar
from asllint.language.grammar import JSONATA
from tools.recorded_answers import outside

Record = dict[str, Any]

STAGES = {
    "afterInputPath": grammar.EFFECTIVE_INPUT,
    "afterParameters": grammar.ARGUMENTS,
    "afterArguments": grammar.ARGUMENTS,
    "result": grammar.RESULT,
    "afterResultSelector": grammar.SELECTED_RESULT,
    "afterResultPath": grammar.COMBINED,
}
REPLACED = "opaque"
"""What stands for all that a recording has replaced."""
UNRELATED = ("constant-condition", "endless-wait", "pointless-retry-setting")
"""Rules whose findings are not why one of these executions failed."""
FROM_OUTSIDE = ("input-dependent:service-parameter", "input-dependent:size")
"""Failures that neither a definition nor its input shows: services refuse, answers are large."""


# --- TestState ------------------------------------------------------------------------------------


def steps(row: Record) -> Iterator[tuple[str, Shape, object]]:
    """The steps that were recorded: name, what we say, and what it was."""
    turn = turn_of(row)
    for name, value in row["inspection"].items():
        if name in STAGES:
            yield name, turn.stages.get(STAGES[name], NEVER), _plain(value)
    if row["outcome"] == "SUCCEEDED":
        leaving = [one.data for one in turn.exits]
        yield "output", leaving[0] if leaving else NEVER, _plain(row["output"])


def turn_of(row: Record) -> Turn:
    """What the state makes of its input, given what its work has answered."""
    whole = row.get("definition") or {}
    states = {name: {"Type": "Succeed"} for name in whole.get("States", ())}
    name = row.get("stateName") or "StateName"
    definition = {**whole, "StartAt": name, "States": {**states, name: row["state"]}}
    analysis = analyze(json.dumps(_plain(definition)), "machine.asl.json")
    machine = analysis.definitions[0].machine
    state = next(one for one in machine.states if one.name == name)
    given = of(_plain({} if row["input"] is None else row["input"]))
    context = of_execution(given)
    solver = Solver(analysis.ask, machine, given=True)
    variables = of(row.get("variables") or {}).object or Object({})
    kind = InJsonata if state.query_language == JSONATA else InJsonpath
    moves = kind(analysis.ask(Plan, state), given, variables, context, solver)
    if "context" in row:
        moves.context = of(_plain(row["context"]))
    turn = moves.run()
    mock = (row.get("mock") or {}).get("result")
    answer = row["inspection"].get("result") if mock is None else json.loads(mock)
    if answer is None or state.type == "Pass":
        return turn
    turn.exits.clear()
    try:
        moves.with_result(of(_plain(answer)))
    except FailedError:
        turn.failed = True
    return turn


def _plain(value: object) -> Any:
    """A value in which all that the recording has replaced by other texts is the same text."""
    text = json.dumps(value).replace("<partition>", "aws")
    text = re.sub(r'"(date|start-date|\d{4}-\d\d-\d\dT[\d:.]+Z)"', f'"{REPLACED}"', text)
    return json.loads(re.sub(r'"[^"]*(<|OPAQUE|opaque|111111111111)[^"]*"', f'"{REPLACED}"', text))


def _replaced(value: object, at: str) -> Iterator[str]:
    """The places in a value, from `at` on, whose text the recording has replaced."""
    if value == REPLACED:
        yield at
    inner: Iterable[tuple[object, object]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for name, item in inner:
        yield from _replaced(item, f"{at}/{name}")


def in_test(row: Record) -> tuple[int, int, list[str]]:
    """How many steps were recorded, how many of them are known, and what is outside."""
    if row["outcome"] == "API_ERROR" or "errorOutput" in (row.get("mock") or {}):
        return 0, 0, []
    count, equal, found = 0, 0, []
    for name, shape, value in steps(row):
        count += 1
        bad = outside(shape, value, f"/{name}", set(_replaced(value, f"/{name}")), set())
        found += [f"{row['id']}: {line}" for line in bad]
        equal += shape.is_known and not bad
    return count, equal, found


# --- executions -----------------------------------------------------------------------------------


def told(row: Record, rules: Iterable[Rule], *, given: bool) -> list[str]:
    """The errors and warnings about a definition that failed: rules and places."""
    analysis = analyze(json.dumps(row["definition"]), "machine.asl.json", workflow_type=row["type"])
    if given:
        analysis.definitions[0].machine.given = (_input(row),)
    return [
        f"{one.rule} {one.pointer}"
        for one in lint(analysis, rules)
        if one.severity.name != "info" and one.rule not in UNRELATED
    ]


def _input(row: Record) -> object:
    """The input of an execution: JSON in a text, or JSON."""
    value = row["input"]
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value  # replaced by the recording


def in_runs(rows: Iterable[Record]) -> tuple[list[int], list[str]]:
    """The figures about failures, and those that nothing is said of: see `main`."""
    rules = load_rulebook().select()
    figures, silent = [0, 0, 0, 0, 0], []
    for row in rows:
        mark = str(row.get("predictability"))
        if row["aws"]["result"] != "FAILED" or mark.startswith(FROM_OUTSIDE):
            continue
        alone = bool(told(row, rules, given=False))
        with_input = alone or bool(told(row, rules, given=True))
        decided = mark.startswith(("static:", "flow:"))
        for index, one in enumerate((decided and alone, decided, alone, with_input, True)):
            figures[index] += one
        if not with_input or decided > alone:
            silent.append(f"{row['id']}: not told: {row['aws'].get('error')}: {_cause(row)}")
    return figures, silent


def _cause(row: Record) -> str:
    return str(row["aws"].get("cause", ""))[:160]


def main(arguments: list[str]) -> int:
    """Print what does not agree, and the figures; 1 where they are below those that are given."""
    rows = [
        json.loads(line)
        for file in arguments[:2]
        for line in Path(file).read_text(encoding="utf-8").splitlines()
    ]
    count, known = 0, 0
    for row in rows:
        if "state" in row:
            one, two, lines = in_test(row)
            count, known = count + one, known + two
            print(*lines, sep="\n", end="\n" * bool(lines))
    (decided_told, decided, alone, with_input, failures), silent = in_runs(
        row for row in rows if "aws" in row
    )
    print(*silent, sep="\n", end="\n" * bool(silent))
    print(
        f"{known} of {count} recorded steps are computed · failures told: {decided_told} of "
        f"{decided} that the definition decides, {alone} of all {failures}, with the input "
        f"{with_input}"
    )
    figures = (known, decided_told, alone, with_input)
    return int(any(one < int(least) for one, least in zip(figures, arguments[2:], strict=False)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 2 else __doc__)
