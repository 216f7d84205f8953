"""The loops of one machine: the states that lead to each other, and how these are left.

Found by a plain walk; networkx is for what is reported of them (`FlowGraph.loops`).
"""

from __future__ import annotations

from asllint.facts.fact import Ask, fact
from asllint.facts.flow import FlowGraph
from asllint.language.grammar import OPERATORS
from asllint.language.machine import State, StateMachine, Transition
from asllint.source.finding import WARNING, Severity
from asllint.syntax.node import Hole, Mapping, Scalar
from asllint.syntax.walk import walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class Loop:
    """States of one machine that lead to each other, each after those that lead to it."""

    __slots__ = ("_flow", "_places", "states")

    def __init__(self, states: list[State], flow: FlowGraph) -> None:
        self.states = states
        self._places = frozenset(states)
        self._flow = flow

    def __contains__(self, state: object) -> bool:
        return state in self._places

    def leads_to(self, transition: Transition) -> State | None:
        """The state of the loop that a transition leads to; None where it leads out of it."""
        target = self._flow.leads_to(transition)
        return target if target in self._places else None

    @property
    def exits(self) -> list[Transition]:
        """The transitions that lead out of the loop, but for those of catchers."""
        return [
            transition
            for state in self.states
            for transition in onward(state)
            if self.leads_to(transition) is None
        ]

    @property
    def inner(self) -> Iterator[State]:
        """All states in it, those of the machines in its states too."""
        for state in self.states:
            yield state
            for machine in state.machines:
                for within in machine.walk():
                    yield from within.states

    @property
    def rules(self) -> Iterator[Mapping]:
        """The rules of its Choice states, and those in them."""
        for state in self.states:
            for choice in state.choices:
                yield from choice.rules()

    def way(self, among: list[State]) -> list[State]:
        """A shortest way round through some of its states, closed; the states where none is."""
        found = self._flow.loops(among)
        return [*found[0], found[0][0]] if found else among

    def __repr__(self) -> str:
        return f"Loop({[state.name for state in self.states]!r})"


class Case:
    """A loop while it is judged, and what is asked about it more than once."""

    __slots__ = ("ask", "known", "loop", "named", "texts")

    def __init__(self, loop: Loop, ask: Ask) -> None:
        self.loop = loop
        self.ask = ask
        self.texts: list[str] = []
        """The texts in its states; keys of objects are none."""
        named: list[str] = []
        for state in loop.states:
            found = list(texts_in(state))
            self.texts += found
            named += found if state.type == "Choice" else ()
        self.named = frozenset(named)
        """Those in its Choice states: the values that they name, and expressions."""
        self.known: list[Any] | None = None
        """Its statuses (`polls.statuses_in`), once somebody has asked."""


class Remark:
    """What is to be said of a loop: at which state, and what else is shown of it."""

    __slots__ = ("related", "severity", "state", "text")

    def __init__(
        self,
        state: State,
        text: str,
        related: list[tuple[State, str]],
        severity: Severity = WARNING,
    ) -> None:
        self.state = state
        self.text = text
        self.related = related
        """Further states, each with what it has to do with that."""
        self.severity = severity

    def __repr__(self) -> str:
        return f"Remark({self.state.name!r}, {self.text!r})"


def texts_in(state: State) -> Iterator[str]:
    """The texts in a state; keys of objects are none."""
    for node in walk(state.node):
        if isinstance(node, Scalar) and isinstance(node.value, str):
            yield node.value


def onward(state: State) -> list[Transition]:
    """The transitions of a state but for those of its catchers."""
    caught = {id(catcher.transition) for catcher in state.catchers}
    return [transition for transition in state.transitions if id(transition) not in caught]


@fact(about=StateMachine)
def loops_of(machine: StateMachine, ask: Ask) -> list[Loop]:
    """The loops of one machine, in the order of the file, without those in nested machines.

    None where nobody can see all its transitions.
    """
    flow = ask(FlowGraph, machine)
    if not flow.cyclic or flow.open:
        return []
    from asllint.facts.dataflow.order import parts_of

    parts = (part for part in parts_of(flow) if flow.cyclic.issuperset(part))
    found = [part for part in parts if len(part) > 1 or part[0] in flow.successors[part[0]]]
    places = {state: place for place, state in enumerate(machine.states)}
    return [Loop(part, flow) for part in sorted(found, key=lambda part: places[part[0]])]


# --- loops in which nothing moves -----------------------------------------------------------------

_CHANGING = frozenset(("Assign", "Output", "InputPath", "OutputPath", "Parameters", "Result"))
_MOVING = ("$$", "$states.context", "$now", "$millis", "$random", "$uuid", "${")


@fact(about=StateMachine)
def unchanging_loops(machine: StateMachine, ask: Ask) -> list[list[State]]:
    """The loops of Choice, Pass and Wait states that change nothing; none without a way out.

    Each is a shortest cycle, from the state on that is met first.
    """
    flow = ask(FlowGraph, machine)
    if not flow.cyclic:
        return []
    stuck = set(flow.stuck) if flow.exits or machine.parent is not None else flow.reachable
    inert = [
        state
        for state in machine.states
        if state in flow.cyclic and state not in stuck and _is_inert(state)
    ]
    return flow.loops(inert)


def _is_inert(state: State) -> bool:
    """Does the state leave all data as they are, and test nothing that moves by itself?"""
    if state.type not in ("Choice", "Pass", "Wait") or state.open:
        return False
    if any(transition.target is None for transition in state.transitions):
        return False  # once `unknown-target` is repaired, it may be another loop, or none
    objects = [state.node, *(part.node for part in state.choices)]
    if any(isinstance(node, Mapping) and node.fields.keys() & _CHANGING for node in objects):
        return False
    return not any(_moves(rule) for part in state.choices for rule in part.rules())


def _moves(rule: Mapping) -> bool:
    """Does a choice rule test the time, the context or chance, or nothing at all?

    What a placeholder hides may do so.
    """
    for name, pair in rule.fields.items():
        if name not in ("Variable", "Condition") and name not in OPERATORS:
            continue
        value = pair.value.value if isinstance(pair.value, Scalar) else None
        if isinstance(pair.value, Hole) or (name == "Condition" and value is True):
            return True
        if isinstance(value, str) and any(mark in value for mark in _MOVING):
            return True
    return False
