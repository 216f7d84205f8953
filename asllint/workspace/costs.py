"""What one execution of each machine of some files comes to: transitions, events, time."""

from __future__ import annotations

from asllint.facts.duration import Duration, Endless, waits
from asllint.facts.flow import FlowGraph
from asllint.facts.history import (
    EXECUTION,
    Growth,
    History,
    Tally,
    is_distributed,
    turn,
    turns,
)
from asllint.facts.limits import limit_of
from asllint.hosts.given import name_of, names_of
from asllint.language.machine import STANDARD
from asllint.workspace.passages import located

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asllint.engine.analysis import Analysis
    from asllint.facts.fact import Ask
    from asllint.hosts.definition import Definition
    from asllint.language.machine import State, StateMachine
    from asllint.workspace.run import Linter

OWN_STATES, OWN_TIMEOUT, AWS = "states", "TimeoutSeconds", "AWS"
"""What bounds the worst time: waits and time-outs, `TimeoutSeconds`, or what AWS allows."""


class LoopCost:
    """A way round, and what one turn of it adds."""

    __slots__ = ("each", "seconds", "states", "turns")

    def __init__(self, states: list[State], ask: Ask, *, is_limited: bool) -> None:
        self.states = states
        self.each = turn(states, ask)
        self.turns = turns(states, ask) if is_limited else None
        """So many turns fit into a history; None where that has no limit."""
        once = waits(states)
        self.seconds = None if once is None or self.turns is None else once * self.turns
        """How long those wait, as written; None where the data say it."""


class Trip:
    """One way through a machine: its states, and what it adds with the execution itself."""

    __slots__ = ("states", "tally")

    def __init__(self, states: Sequence[State], tally: Tally) -> None:
        self.states = list(states)
        self.tally = tally + Tally(EXECUTION)


class Cost:
    """What one execution comes to: of a machine, or of the items of a distributed Map."""

    __slots__ = (
        "allowed", "bound", "endless", "growing", "is_exact", "is_open", "item_of", "kind", "label",
        "longest", "loops", "name", "names", "path", "pointer", "retried", "seconds", "shortest",
    )  # fmt: skip

    def __init__(self, path: str, definition: Definition, machine: StateMachine, ask: Ask) -> None:
        self.path = path
        self.name = name_of(definition)
        """What templates call it; empty for a definition of its own."""
        self.label = f"{path}: {self.name}" if self.name else path
        self.names = names_of(definition)
        self.pointer = ""
        """Where in the file it is; a text in a template begins with what follows `#`."""
        self.item_of = machine.parent
        """The distributed Map whose items have such an execution each; None for the whole."""
        self.kind = machine.workflow_type
        self._take_ways(ask(History, machine))
        limited = machine.workflow_type == STANDARD
        self.loops = [
            LoopCost(states, ask, is_limited=limited)
            for inner in _inline(machine)
            for states in _loops(ask(FlowGraph, inner))
        ]
        self._take_time(machine, ask(Duration, machine))

    def _take_ways(self, history: History) -> None:
        short, long = history.shortest, history.longest
        self.shortest = None if short is None else Trip(short.nodes, history.least)
        """The way with the fewest events that ends well; None where none ends."""
        self.longest = None if long is None else Trip(long.nodes, history.most)
        """The loop-free way with the most events, without further attempts."""
        self.retried = history.retried + Tally(EXECUTION)
        """The most with all attempts that retriers allow."""
        self.growing: list[Growth] = history.growing
        """What each item of Maps adds to the longest way whose number of items nobody knows."""
        self.is_exact = history.is_exact
        self.is_open = history.is_open

    def _take_time(self, machine: StateMachine, duration: Duration) -> None:
        limit = limit_of(machine)
        self.endless: list[Endless] = duration.endless
        self.allowed = duration.seconds
        """What waits and time-outs allow, without the states that nothing ends."""
        self.seconds: float = limit.seconds
        """The worst time."""
        self.bound = AWS if limit.node is None else OWN_TIMEOUT
        """What bounds it: `OWN_STATES`, `OWN_TIMEOUT` or `AWS`."""
        if not duration.endless and duration.seconds <= limit.seconds:
            self.seconds, self.bound = duration.seconds, OWN_STATES


def costs(linter: Linter, paths: Sequence[str]) -> Iterator[Cost]:
    """Those of all machines of files and folders; a distributed Map follows what it is in."""
    for analysis in linter.project(list(paths)).analyses():
        yield from costs_of(analysis)


def costs_of(analysis: Analysis) -> Iterator[Cost]:
    """Those of one file."""
    for asked, definition, pointer in located(analysis):
        for machine in definition.machine.walk():
            if machine.parent is None or is_distributed(machine.parent):
                cost = Cost(analysis.file.path, definition, machine, asked.ask)
                cost.pointer = pointer
                yield cost


def _inline(machine: StateMachine) -> Iterator[StateMachine]:
    """A machine, and those in it that run in the same execution."""
    pending = [machine]
    while pending:
        one = pending.pop()
        yield one
        inner = [
            each for state in one.states if not is_distributed(state) for each in state.machines
        ]
        pending += reversed(inner)


def _loops(flow: FlowGraph) -> list[list[State]]:
    return flow.loops(flow.reachable) if flow.cyclic else []
