"""`asllint data`: print what is known of the data at each state."""

from __future__ import annotations

import argparse
import json

from asllint.commands.options import Parser, UsageError, add_input
from asllint.commands.outputs import write
from asllint.commands.verdict import trouble
from asllint.hosts.given import label_of
from asllint.source.suggest import listed, nearest
from asllint.source.terminal import escaped, printable, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.data.shape import Shape
    from asllint.workspace.passages import Machine, Place
    from asllint.workspace.run import Linter

WIDTH = 100
_LONGEST_NAME = 30
_ARROW = " → "
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def parser() -> Parser:
    """What the command takes."""
    made = Parser(
        prog="asllint data",
        description="Print what is known of the data at each state: what comes in, and what goes "
        "out. With --input, what an execution with this input has there.",
    )
    add = made.add_argument
    add("paths", nargs="+", metavar="PATH", help="definition, template or folder")
    add("--state", metavar="NAME", help="only this state, in full: its name, or its pointer")
    add_input(made)
    add("--type", choices=("STANDARD", "EXPRESS"), help="workflow type where nothing else says it")
    text = "text; json with a JSON Schema for each place, for programs; or schema, the JSON Schema "
    text += "of the input that the machine needs (default: text)"
    add("--format", choices=("text", "json", "schema"), default="text", help=text)
    text = "print types for the handlers of the functions that the machine calls"
    add("--types", choices=("python", "typescript"), help=text)
    text = "settings file (default: asllint.toml or pyproject.toml, nearest upward)"
    add("--config", metavar="FILE", help=text)
    return made


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    options = parser().parse_args(arguments)
    from asllint.commands.given import assume, check_name
    from asllint.workspace.passages import machines
    from asllint.workspace.run import Linter, Options

    linter = Linter(Options(config=options.config, workflow_type=options.type))
    linter.look_in(options.paths)
    if options.format == "schema":
        write(_schema(linter, options))
        return trouble(linter)
    if options.types is not None:
        write(_types(linter, options))
        return trouble(linter)
    if options.input is not None:
        assume(linter, options.paths, options)
    found = list(machines(linter, options.paths))
    if not (found or linter.unread):
        raise UsageError(f"there is no state machine in {listed(options.paths)}")
    check_name([one.names for one in found], options.machine, options.paths)
    found = [one for one in found if options.machine in (None, *one.names)]
    if options.state is not None:
        found = _with_state(found, options)
    for machine in found:
        if machine.limit:
            say(f"{machine.label}: {machine.limit}")
    for piece in _json(found) if options.format == "json" else _text(found, options):
        write(piece)
    return trouble(linter)


def _with_state(found: list[Machine], options: argparse.Namespace) -> list[Machine]:
    """The machines that have the state which is asked for, with nothing but that."""
    wanted, known = options.state, set[str]()
    for machine in found:
        known |= {place.name for place in machine.places}
        machine.places = [one for one in machine.places if wanted in (one.name, one.pointer)]
    having = [machine for machine in found if machine.places]
    if not having:
        near = nearest(wanted, known)
        raise UsageError(
            f'there is no state "{wanted}" in {listed(options.paths)}'
            + (f'; did you mean "{near}"?' if near else "")
        )
    return having


# --- for programs ---------------------------------------------------------------------------------


def _json(found: list[Machine]) -> Iterator[str]:
    """A line for each state: constants are not cut, and all lines together may be long."""
    known: dict[Shape, str] = {}
    yield '{"version": 1, "machines": ['
    for index, machine in enumerate(found):
        head = json.dumps(
            {"file": machine.file.path, "pointer": machine.pointer, "name": machine.name}
        )
        yield ("," if index else "") + "\n" + escaped(head[:-1]) + ', "states": {'
        for number, place in enumerate(machine.places):
            yield ("," if number else "") + "\n  " + escaped(_entry(place, known))
        yield "}}"
    yield "]}\n"


def _entry(place: Place, known: dict[Shape, str]) -> str:
    from asllint.data.schema import schema_of

    def schema(shape: Shape) -> str:
        if shape not in known:
            known[shape] = json.dumps(schema_of(shape))
        return known[shape]

    one = place.passage
    variables = ", ".join(
        f"{json.dumps(name)}: {schema(one.variables[name])}" for name in sorted(one.variables)
    )
    return (
        f'{json.dumps(place.pointer)}: {{"reachable": {json.dumps(one.reachable)}, '
        f'"input": {schema(one.input)}, "output": {schema(one.output)}, '
        f'"variables": {{{variables}}}}}'
    )


def _schema(linter: Linter, options: argparse.Namespace) -> str:
    """What one machine needs of its input, as a JSON Schema."""
    from asllint.commands.given import the_machine
    from asllint.facts.dataflow.contract import Contract, schema_of_input

    if options.state is not None or options.input is not None:
        raise UsageError("--format schema goes without --state and --input")
    analysis, definition = the_machine(linter, options.paths, options.machine, "the schema")
    schema: dict[str, object] = {"$schema": _DIALECT, "title": f"input of {label_of(definition)}"}
    more = schema_of_input(analysis.ask(Contract, definition.machine))
    if isinstance(more, dict):
        schema.update(more)
    return escaped(json.dumps(schema, indent=2)) + "\n"


def _types(linter: Linter, options: argparse.Namespace) -> str:
    """What the functions get that one machine calls, and what they must answer, as a module."""
    from asllint.commands.given import the_machine
    from asllint.data.shape import NOTHING
    from asllint.data.types import Types, name_from, program
    from asllint.facts.dataflow.contract import shape_of
    from asllint.facts.dataflow.handlers import functions_called

    if options.state is not None or options.input is not None:
        raise UsageError("--types goes without --state and --input")
    analysis, definition = the_machine(linter, options.paths, options.machine, "the module")
    called = analysis.ask(functions_called, definition.machine)
    label = label_of(definition)
    if not called:
        raise UsageError(f"no state of {label} calls a function")
    types = Types(options.types)
    for one in called:
        base, name = name_from(one.state.name), printable(one.state.name)
        types.declare(types.free(f"{base}Input"), one.given, f"What {name} hands to its function.")
        answer = shape_of(one.answer, NOTHING)
        types.declare(types.free(f"{base}Output"), answer, f"What {name} needs of the answer.")
    return program(types, f"The functions that {printable(label)} calls.")


# --- for people -----------------------------------------------------------------------------------


def _text(found: list[Machine], options: argparse.Namespace) -> Iterator[str]:
    for index, machine in enumerate(found):
        yield "\n" if index else ""
        if options.state is not None:
            for place in machine.places:
                yield f"{printable(machine.label)}: {printable(place.pointer)}\n"
                yield from _in_full(place)
        else:
            yield f"{printable(machine.label)}\n"
            yield from _table(machine.places)


def _table(places: list[Place]) -> Iterator[str]:
    """A line for each state; those of nested machines stand below it."""
    names = [_shortened("  " * (place.depth + 1) + printable(place.name)) for place in places]
    column = max(map(len, names), default=0)
    for name, place in zip(names, places, strict=True):
        yield f"{name:{column}}  {_way(place, WIDTH - column - 2)}\n"


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _way(place: Place, room: int) -> str:
    """What comes in and what goes out; what one of them leaves over the other may take."""
    from asllint.data.words import words

    one = place.passage
    if not one.reachable:
        return "never reached"
    room -= len(_ARROW)
    half = len(words(one.output, room // 2))
    entered = words(one.input, room - half)
    return f"{entered}{_ARROW}{words(one.output, room - len(entered))}"


def _in_full(place: Place) -> Iterator[str]:
    from asllint.data.words import lines_of

    one = place.passage
    if not one.reachable:
        yield "  never reached\n"
        return
    shown = [("comes in: ", one.input), ("goes out: ", one.output)]
    shown += [(f"${printable(name)}: ", one.variables[name]) for name in sorted(one.variables)]
    for head, shape in shown:
        for line in lines_of(shape, 2, head):
            yield line + "\n"
