"""`asllint cost`: print what one execution comes to: transitions, events, and the worst time."""

from __future__ import annotations

import argparse
import json

from asllint.commands.options import STDIN, Parser, UsageError
from asllint.commands.outputs import write
from asllint.commands.verdict import trouble
from asllint.source.suggest import listed
from asllint.source.terminal import escaped, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.facts.duration import Endless
    from asllint.facts.history import Tally
    from asllint.workspace.costs import Cost, LoopCost, Trip

MAX_NAMED = 3
"""So many states that nothing ends are named, of each kind."""
_COLUMN = 15


def parser() -> Parser:
    """What the command takes."""
    made = Parser(
        prog="asllint cost",
        description="Print what one execution of each machine comes to: the transitions and the "
        "events of its history on the shortest and the longest way that goes through no loop, the "
        "worst time, and what bounds it.",
    )
    add = made.add_argument
    add("paths", nargs="+", metavar="PATH", help="definition, template or folder")
    add("--machine", metavar="NAME", help="only this state machine")
    add("--type", choices=("STANDARD", "EXPRESS"), help="workflow type where nothing else says it")
    text = "text, or json for programs (default: text)"
    add("--format", choices=("text", "json"), default="text", help=text)
    text = "settings file (default: asllint.toml or pyproject.toml, nearest upward)"
    add("--config", metavar="FILE", help=text)
    return made


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    options = parser().parse_args(arguments)
    if options.paths == STDIN:
        raise UsageError("costs are counted of files and folders, not of a definition in a pipe")
    from asllint.workspace.costs import costs
    from asllint.workspace.run import Linter, Options

    linter = Linter(Options(config=options.config, workflow_type=options.type))
    linter.look_in(options.paths)
    found = _chosen(list(costs(linter, options.paths)), options)
    if not (found or linter.unread):
        raise UsageError(f"there is no state machine in {listed(options.paths)}")
    if options.format == "json":
        machines = [_value(cost) for cost in found]
        write(escaped(json.dumps({"version": 1, "machines": machines}, indent=2)) + "\n")
    else:
        write("\n".join("".join(_text(cost)) for cost in found))
    return trouble(linter)


def _chosen(found: list[Cost], options: argparse.Namespace) -> list[Cost]:
    """Those of the machine that the options name, or all. Raises `UsageError` for no such name."""
    from asllint.commands.given import check_name

    whole = [cost.names for cost in found if cost.item_of is None]
    if whole:
        check_name(whole, options.machine, options.paths)
    return [cost for cost in found if options.machine in (None, *cost.names)]


# --- for people -----------------------------------------------------------------------------------


def _text(cost: Cost) -> Iterator[str]:
    item = ""
    if cost.item_of is not None:
        item = f': each item of "{printable(cost.item_of.name)}", in an execution of its own'
    yield f"{printable(cost.label)}{item}\n"
    for head, said in _lines(cost):
        yield f"  {head:{_COLUMN}}{printable(said)}\n"


def _lines(cost: Cost) -> Iterator[tuple[str, str]]:
    """What there is to say, each with what it is about; empty for the same as before."""
    if cost.shortest is None or cost.longest is None:
        yield "no way", "none is seen that comes to an end"
    else:
        yield "shortest way", _way(cost.shortest)
        yield "longest way", ("" if cost.is_exact else "at least ") + _way(cost.longest)
        for growth in cost.growing:
            yield "", f'{_counted(growth.each)} more for each item of "{growth.state.name}"'
        if cost.retried.events > cost.longest.tally.events:
            yield "with retries", _counted(cost.retried)
    for loop in cost.loops:
        yield "loop", _loop(loop)
    yield "worst time", _time(cost)
    if cost.is_open:
        yield "", "placeholders may hide further ways"


def _way(trip: Trip) -> str:
    from asllint.facts.flow import arrows

    return f"{_counted(trip.tally)}: {arrows(trip.states)}"


def _counted(tally: Tally) -> str:
    return f"{_many(tally.transitions, 'transition')}, {_many(tally.events, 'event')}"


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _loop(loop: LoopCost) -> str:
    from asllint.facts.flow import arrows
    from asllint.facts.limits import MAX_EVENTS, in_words

    said = f"{arrows([*loop.states, loop.states[0]])}: {_counted(loop.each)} a turn"
    if loop.turns is not None:
        said += f", {_many(loop.turns, 'turn')} until there are {MAX_EVENTS:,} events"
        if loop.seconds:
            said += f", which takes {in_words(loop.seconds)} of waiting"
    return said


def _time(cost: Cost) -> str:
    from asllint.facts.limits import in_words
    from asllint.language.machine import EXPRESS
    from asllint.workspace.costs import OWN_STATES, OWN_TIMEOUT

    time = in_words(cost.seconds)
    if cost.bound == OWN_STATES:
        return f"{time}, by its waits and time-outs" if cost.seconds else "it waits for nothing"
    if cost.bound == OWN_TIMEOUT:
        return f'{time}, by its "TimeoutSeconds"'
    kind = "an Express" if cost.kind == EXPRESS else "a Standard"
    said = f"{time}, the most that AWS gives {kind} workflow"
    if cost.endless:
        return f"{said}: {_endless(cost.endless)}"
    return f"{said}: its waits and time-outs come to {in_words(cost.allowed)}"


def _endless(states: list[Endless]) -> str:
    """Why nothing else ends it, with the first states of each kind."""
    by_reason: dict[str, list[str]] = {}
    for one in states:
        by_reason.setdefault(one.why, []).append(f'"{one.state.name}"')
    parts = []
    for why, names in by_reason.items():
        parts += [f"{name} {why}" for name in names[:MAX_NAMED]]
        if len(names) > MAX_NAMED:
            parts.append(f"so do {len(names) - MAX_NAMED} more")
    return "; ".join(parts)


# --- for programs ---------------------------------------------------------------------------------


def _value(cost: Cost) -> dict[str, object]:
    longest = _trip(cost.longest)
    if longest is not None:
        longest["exact"] = cost.is_exact
        longest["each_item"] = [
            {"state": growth.state.name, **_numbers(growth.each)} for growth in cost.growing
        ]
    return {
        "file": cost.path,
        "pointer": cost.pointer,
        "name": cost.name,
        "item_of": None if cost.item_of is None else cost.item_of.name,
        "type": cost.kind,
        "shortest": _trip(cost.shortest),
        "longest": longest,
        "retried": None if longest is None else _numbers(cost.retried),
        "loops": [_turns(loop) for loop in cost.loops],
        "worst": {
            "seconds": cost.seconds,
            "bound": cost.bound,
            "endless": [{"state": one.state.name, "why": one.why} for one in cost.endless],
        },
        "open": cost.is_open,
    }


def _trip(trip: Trip | None) -> dict[str, object] | None:
    if trip is None:
        return None
    return {"states": [state.name for state in trip.states], **_numbers(trip.tally)}


def _numbers(tally: Tally) -> dict[str, int]:
    return {"transitions": tally.transitions, "events": tally.events}


def _turns(loop: LoopCost) -> dict[str, object]:
    names = [state.name for state in loop.states]
    return {
        "states": names, **_numbers(loop.each), "turns": loop.turns, "waiting": loop.seconds,
    }  # fmt: skip
