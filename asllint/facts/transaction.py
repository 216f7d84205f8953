"""What is undone when a step fails: the transaction that the states of one machine make up.

Told by structure alone, never by what states are called. A step that fails leads, through its
catcher, to states that the way of success never meets: its rollback. Where what is undone grows
from one step to a later one, somebody undoes step by step (AWS Prescriptive Guidance, "Saga
patterns"), and a step whose failure undoes less than that of an earlier one has forgotten some.
"""

from __future__ import annotations

from asllint.facts.fact import Ask, fact
from asllint.facts.flow import FlowGraph
from asllint.facts.integrations import OPTIMISED, SDK, task_of
from asllint.language.machine import Catcher, State, StateMachine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

WORKING = ("Task", "Map", "Parallel")
"""The types of states that change something outside of the execution."""
NOTIFYING = frozenset((
    "cloudwatch", "cloudwatchlogs", "eventbridge", "events", "pinpoint", "ses", "sesv2", "sns",
    "sqs",
))  # fmt: skip
"""Services whose calls tell somebody something: that is not undone, and undoes nothing."""
MOST = 300
"""Of a machine of more states nothing is said: programs write those, and all pairs are compared."""


class Rollback:
    """What one catcher leads to, by all transitions but those of further catchers."""

    __slots__ = ("catcher", "met", "rejoins", "undoing")

    def __init__(
        self, catcher: Catcher, met: list[State], undoing: list[State], *, rejoins: bool
    ) -> None:
        self.catcher = catcher
        self.met = met
        """All states that it can come to, nearest first."""
        self.undoing = undoing
        """Those of them that undo something: they work, do not just notify somebody, and are not
        met on the way of success. In the same order."""
        self.rejoins = rejoins
        """Does it come back to a step on the way of success? Then it gets over the error."""

    @property
    def gives_up(self) -> bool:
        """Can it end in a Fail state?"""
        return any(state.type == "Fail" for state in self.met)

    def __repr__(self) -> str:
        return f"Rollback({self.catcher.state.name!r}, {self.undoing!r})"


@fact(about=StateMachine)
class Transaction:
    """The steps of one machine, and what is undone when one of them fails.

    `found` tells whether it is a transaction; of a machine that is none nothing else is known.
    """

    __slots__ = ("_after", "_flow", "_forward", "found", "rollbacks", "steps")

    def __init__(self, machine: StateMachine, ask: Ask) -> None:
        self.found = False
        """Does what is undone grow somewhere along the way of success?"""
        self.steps: list[State] = []
        """The states on the way of success that work, and do not just notify somebody, nearest
        to `StartAt` first. Nothing of an error leads to them."""
        self.rollbacks: dict[State, Rollback] = {}
        """What follows when a step fails: of several catchers, that which undoes most. Without
        the steps whose errors are got over, and those without a catcher."""
        self._after: dict[State, set[State]] = {}
        self._forward: dict[State, list[State]] = {}
        caught = sum(1 for state in machine.states if state.catchers)
        if caught < 2 or len(machine.states) > MOST or _caught_around(machine):
            return
        flow = ask(FlowGraph, machine)
        if flow.start is not None and not flow.open:
            self._flow = flow
            self._read(flow.start, ask)

    def _read(self, start: State, ask: Ask) -> None:
        main = self._walk([start])
        self.steps = [state for state in main if _undoable(state, ask)]
        known: dict[State, Rollback] = {}
        for step in self.steps:
            for catcher in step.catchers:
                found = self._rollback(catcher, main, known, ask)
                best = self.rollbacks.get(step)
                if found and (best is None or len(found.undoing) > len(best.undoing)):
                    self.rollbacks[step] = found
        self.rollbacks = {
            step: rollback for step, rollback in self.rollbacks.items() if not rollback.rejoins
        }
        self.found = any(
            set(before.undoing) < set(rollback.undoing)
            for step, rollback in self.rollbacks.items()
            for before in self.before(step)
        )

    def _rollback(
        self, catcher: Catcher, main: dict[State, None], known: dict[State, Rollback], ask: Ask
    ) -> Rollback | None:
        """What a catcher leads to; most lead to where another one leads, too."""
        transition = catcher.transition
        target = None if transition is None else self._flow.leads_to(transition)
        if target is None:
            return None
        like = known.get(target)
        if like is None:
            met = list(self._walk([target]))
            undoing = [state for state in met if state not in main and _undoable(state, ask)]
            rejoins = any(state in main and _undoable(state, ask) for state in met)
            like = known[target] = Rollback(catcher, met, undoing, rejoins=rejoins)
        return Rollback(catcher, like.met, like.undoing, rejoins=like.rejoins)

    def before(self, step: State) -> Iterator[Rollback]:
        """The rollbacks that undo something, of earlier steps, the nearest to `step` first."""
        for earlier in reversed(self.rollbacks):
            if self.rollbacks[earlier].undoing and self.precedes(earlier, step):
                yield self.rollbacks[earlier]

    def behind(self, step: State) -> Iterator[Rollback]:
        """The rollbacks that undo something, of later steps, the nearest to `step` first."""
        for later, rollback in self.rollbacks.items():
            if rollback.undoing and self.precedes(step, later):
                yield rollback

    @property
    def undoing(self) -> list[State]:
        """All states that undo something, each once, in the order of the steps they are for."""
        return list(dict.fromkeys(one for each in self.rollbacks.values() for one in each.undoing))

    def is_shared(self, rollback: Rollback) -> bool:
        """Does another rollback undo some of the same, and more or less of it?

        What belongs to one step alone may be anything: a record of its error, another way on.
        """
        own = set(rollback.undoing)
        return any(
            own != set(other.undoing) and not own.isdisjoint(other.undoing)
            for other in self.rollbacks.values()
        )

    def left_to_undo(self, state: State) -> list[State]:
        """What is still to be undone behind a state that undoes something."""
        following = self._following(state)
        return [other for other in self.undoing if other in following and other is not state]

    @staticmethod
    def is_caught_within(step: State) -> bool:
        """Is every error of what runs in a Map or a Parallel caught there already?"""
        inner = [state for machine in step.machines for state in machine.states]
        working = [state for state in inner if state.type in WORKING]
        fails = any(state.type == "Fail" for state in inner)
        return bool(working) and not fails and all(state.catchers for state in working)

    def precedes(self, step: State, other: State) -> bool:
        """Does a step lead to another one, which does not lead back to it?"""
        return other in self._following(step) and step not in self._following(other)

    def _following(self, step: State) -> set[State]:
        """What a step leads to without an error."""
        if step not in self._after:
            self._after[step] = set(self._walk(self._onward(step)))
        return self._after[step]

    def _onward(self, state: State) -> list[State]:
        """Where a state leads without an error."""
        if state not in self._forward:
            caught = {id(catcher.transition) for catcher in state.catchers}
            ways = [one for one in state.transitions if id(one) not in caught]
            targets = [self._flow.leads_to(transition) for transition in ways]
            self._forward[state] = [target for target in targets if target is not None]
        return self._forward[state]

    def _walk(self, start: list[State]) -> dict[State, None]:
        """Some states and all that follow them without an error, nearest first."""
        met = dict.fromkeys(start)
        row = list(met)
        while row:
            following = dict.fromkeys(to for state in row for to in self._onward(state))
            row = [state for state in following if state not in met]
            met.update(dict.fromkeys(row))
        return met


def _caught_around(machine: StateMachine) -> bool:
    """Does a state around the machine catch what nobody catches in it?"""
    while machine.parent is not None:
        if machine.parent.catchers:
            return True
        machine = machine.parent.machine
    return False


def _undoable(state: State, ask: Ask) -> bool:
    """Does a state change something, and not just notify somebody?"""
    task = task_of(state, ask)
    if task is None:
        return state.type in WORKING
    return task.kind not in (OPTIMISED, SDK) or task.resource.part("service") not in NOTIFYING
