"""Solves a machine: with which data each of its states is entered, on which ways.

A work list over the states, in the order in which they follow each other. A state keeps a few ways
apart, told by the fields that its data surely have; others are joined. What grows in a loop is
widened. When a state surely fails on every way, that is told there, and what follows it goes on as
if anything came. With a given input a machine is walked turn by turn first, as AWS would, until
something comes from outside.
"""

from __future__ import annotations

from functools import lru_cache
from heapq import heappop, heappush

from asllint.data.jsonata.budget import Budget
from asllint.data.shape import ANYTHING, NEVER, OBJECT_KIND, Object, Shape, join, widen
from asllint.facts.dataflow.answers import answer_of_task
from asllint.facts.dataflow.moves import UNKNOWN_VARIABLES
from asllint.facts.dataflow.plan import Plan
from asllint.facts.dataflow.way import Exit, Turn, Way
from asllint.facts.fact import Ask
from asllint.facts.flow import FlowGraph
from asllint.language.grammar import JSONATA
from asllint.language.machine import State, StateMachine, Transition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeAlias

    from asllint.facts.dataflow.moves import Moves
    from asllint.facts.dataflow.plan import Entry

    Signature: TypeAlias = object

MAX_WAYS = 6
"""So many ways into a state are told apart; the last holds all that are more."""
WIDEN_FROM = 5
"""From this visit of a state on, what grows is widened …"""
GIVE_UP_FROM = 17
"""… and from this one on it is anything."""
MAX_ITERATIONS = 40
"""Of so many known items each is followed through a Map on its own; with a given input more are."""
MAX_TURNS = 1_000
"""So many turns are walked turn by turn from a given input."""
MAX_TURNS_EACH = 60
"""So many turns are taken for each state of a definition, and then it is left unknown."""

MAX_FIELDS = 200_000
"""So many fields are handed on in a definition, on all ways together, and then the same. An object
that grows from state to state would cost the square of their number otherwise."""
MAX_HANDED_ON = 1_000_000
"""So many values and characters of texts are handed on in all: each state may read a long list."""
MAX_EVALUATION = 40_000
EVALUATION_EACH = 300
"""The steps of evaluating JSONata that a definition has, and as many more for each state; what is
beyond them is anything."""


class BudgetError(Exception):
    """A definition takes more turns than it is worth."""


class Solved:
    """One machine, entered with something: the ways into its states, and what it ends with."""

    __slots__ = ("machine", "output", "passed", "unknown")

    def __init__(self, machine: StateMachine) -> None:
        self.machine = machine
        self.passed: dict[State, list[tuple[Way, Turn]]] = {}
        """The ways into each state, and what it makes of them; none where it can not be entered."""
        self.output: Shape = NEVER
        """What its end states leave; NEVER where it surely fails, or never ends."""
        self.unknown = False
        """Is nothing known of it, because nobody can see where its states lead?"""


class Solver:
    """Solves the machines of one definition; equal questions once."""

    decides = False
    """Does a machine in a state that has an output surely go well?"""

    def __init__(self, ask: Ask, machine: StateMachine, *, given: bool = False) -> None:
        self.ask = ask
        self.given = given
        self.resumes = True
        """Is it gone on behind what surely fails, as if anything came?"""
        self.most_iterations = MAX_TURNS if given else MAX_ITERATIONS
        self._solved: dict[tuple[StateMachine, Shape, Object, Shape], Solved] = {}
        self._turns: dict[State, dict[Entry, Turn]] = {}
        states = sum(len(inner.states) for inner in machine.walk())
        self._fields_left = MAX_FIELDS
        self._size_left = MAX_HANDED_ON
        self.budget = Budget(MAX_EVALUATION + EVALUATION_EACH * states)
        self._left = 2_000 + MAX_TURNS_EACH * states + (50 * MAX_TURNS if given else 0)

    def solve(
        self, machine: StateMachine, data: Shape, variables: Object, context: Shape
    ) -> Solved:
        """One machine, entered with data, variables and context. Raises `BudgetError`."""
        key = (machine, data, variables, context)
        solved = self._solved.get(key)
        if solved is None:
            solved = self._solved[key] = _Solving(self, machine, context).solve(data, variables)
        return solved

    def turn(self, state: State, data: Shape, variables: Object, context: Shape) -> Turn:
        """What a state makes of what it is entered with; remembered over edits elsewhere."""
        key = (data, variables, context)
        mine = self._turns.setdefault(state, {})
        turn = mine.get(key)
        if turn is None:
            plan = self.ask(Plan, state)
            turn = plan.turns.get(key)
            if turn is None:
                self._left -= 1
                if self._left < 0:
                    raise BudgetError
                turn = moves_of(plan, data, variables, context, self).run()
                for leaving in turn.exits:
                    leaving.data = _one_of(leaving.data)
                    leaving.variables = _one_of(leaving.variables)
            mine[key] = turn
        return turn

    def answer(self, plan: Plan, arguments: Shape) -> Shape:
        """What a Task answers that is called with some arguments."""
        return answer_of_task(plan, arguments)

    def affords(self, machine: StateMachine, times: int) -> bool:
        """May a machine be entered so many times? All of them have to share what is left."""
        return times * len(machine.states) <= self._left // 4

    def spend(self, data: Shape, variables: Object) -> None:
        """Count what is handed on. Raises `BudgetError`."""
        self._size_left -= data.size + variables.size
        self._fields_left -= len(variables.fields)
        if data.object is not None:
            self._fields_left -= len(data.object.fields)
        if self._fields_left < 0 or self._size_left < 0:
            raise BudgetError

    def keep(self) -> None:
        """Remember the turns of this solution, and no others."""
        for state, turns in self._turns.items():
            self.ask(Plan, state).turns = turns


def moves_of(plan: Plan, data: Shape, variables: Object, context: Shape, solver: Solver) -> Moves:
    """How data move through a state, in its query language."""
    if plan.state.query_language == JSONATA:
        from asllint.facts.dataflow.in_jsonata import InJsonata

        return InJsonata(plan, data, variables, context, solver)
    from asllint.facts.dataflow.in_jsonpath import InJsonpath

    return InJsonpath(plan, data, variables, context, solver)


class _Solving:
    """One machine while it is being solved."""

    def __init__(self, solver: Solver, machine: StateMachine, context: Shape) -> None:
        self.solver = solver
        self.machine = machine
        self.context = context
        self.flow = solver.ask(FlowGraph, machine)
        self.solved = Solved(machine)
        self.ways: dict[State, dict[Signature, Way]] = {}
        self.walked: dict[State, list[Way]] = {}
        self.visits: dict[tuple[State, Signature], int] = {}
        self.order = _order(self.flow)
        self.pending: list[tuple[int, int, State, Signature]] = []
        self.resumed: set[State] = set()
        self.ended: list[Shape] = []

    def solve(self, data: Shape, variables: Object) -> Solved:
        start = self.flow.start
        if start is None or self.flow.open:
            self.solved.unknown = True
            self.solved.output = ANYTHING
            return self.solved
        way: Way | None = Way(start, data, variables)
        if self.solver.given:
            way = self._walk(way)
        if way is not None:
            self._arrive(way)
        self._spread()
        while self.solver.resumes and self._resume():
            self._spread()
        self._finish()
        return self.solved

    # --- turn by turn -----------------------------------------------------------------------------

    def _walk(self, way: Way | None) -> Way | None:
        """Follow the one way that is known; where it is known no longer, it goes on as usual."""
        for _ in range(MAX_TURNS):
            if way is None or not _is_known(way):
                return way
            turn = self._turn(way)
            if len(turn.exits) != 1:
                return way
            self.walked.setdefault(way.state, []).append(way)
            way = self._next(way, turn.exits[0])
        return way

    # --- the work list ----------------------------------------------------------------------------

    def _spread(self) -> None:
        while self.pending:
            _, _, state, signature = heappop(self.pending)
            way = self.ways[state][signature]
            visited = (state, signature)
            self.visits[visited] = self.visits.get(visited, 0) + 1
            for leaving in self._turn(way).exits:
                following = self._next(way, leaving)
                if following is not None:
                    self._arrive(following)

    def _turn(self, way: Way) -> Turn:
        return self.solver.turn(way.state, way.data, way.variables, self.context)

    def _next(self, way: Way, leaving: Exit) -> Way | None:
        transition = leaving.transition
        target = None if transition is None else self.flow.leads_to(transition)
        if target is None:
            return None
        return Way(target, leaving.data, leaving.variables, way, transition)

    def _arrive(self, way: Way) -> None:
        self.solver.spend(way.data, way.variables)
        ways = self.ways.setdefault(way.state, {})
        signature = _signature(way.data)
        if signature not in ways and len(ways) >= MAX_WAYS:
            signature = next(reversed(ways))
        known = ways.get(signature)
        if known is not None:
            visits = self.visits.get((way.state, signature), 0)
            joined = _joined(known, way, visits)
            if joined is known:
                return
            way = joined
        ways[signature] = way
        place = list(ways).index(signature)
        heappush(self.pending, (self.order[way.state], place, way.state, signature))

    def _resume(self) -> bool:
        """Go on behind the states that fail on every way, as if anything came; was there one?"""
        found = False
        for state, ways in list(self.ways.items()):
            if state in self.resumed or not all(self._turn(way).failed for way in ways.values()):
                continue
            self.resumed.add(state)
            for way, transition in ((next(iter(ways.values())), one) for one in _onward(state)):
                leaving = Exit(transition, ANYTHING, UNKNOWN_VARIABLES)
                following = self._next(way, leaving)
                if following is not None:
                    self._arrive(following)
                    found = True
            if state.ends:
                self.ended.append(ANYTHING)
        return found

    def _finish(self) -> None:
        for state in self.machine.states:
            ways = [*self.walked.get(state, ()), *self.ways.get(state, {}).values()]
            self.solved.passed[state] = [(way, self._turn(way)) for way in ways]
        ends = [
            leaving.data
            for passed in self.solved.passed.values()
            for _, turn in passed
            for leaving in turn.exits
            if leaving.transition is None
        ]
        self.solved.output = join((*self.ended, *ends))


def _onward(state: State) -> Iterator[Transition]:
    """The transitions that its work leads to, without those of its catchers."""
    caught = {catcher.transition for catcher in state.catchers}
    return (transition for transition in state.transitions if transition not in caught)


def _is_known(way: Way) -> bool:
    return way.data.is_known and all(shape.is_known for shape in way.variables.fields.values())


def _signature(data: Shape) -> Signature:
    """What tells ways apart: the fields that the data surely have, or their kinds."""
    if data.kinds == (OBJECT_KIND,) and data.object is not None:
        return data.object.required
    return data.kinds


def _joined(known: Way, way: Way, visits: int) -> Way:
    """Two ways as one, which is the known one itself where nothing is new."""
    if visits >= GIVE_UP_FROM:
        data, variables = ANYTHING, UNKNOWN_VARIABLES
    else:
        data = _merged(known.data, way.data, visits >= WIDEN_FROM)
        variables = known.variables
        if way.variables is not variables:
            held = Shape(object=variables), Shape(object=way.variables)
            variables = _merged(*held, visits >= WIDEN_FROM).object or UNKNOWN_VARIABLES
    if data == known.data and variables == known.variables:
        return known
    return Way(known.state, data, variables, known.before, known.by)


@lru_cache(maxsize=8_192)
def _one_of(equal: Any) -> Any:
    """The first of all that are equal: what is the same object need not be compared."""
    return equal


# After an edit nearly all merges are those of before.
@lru_cache(maxsize=8_192)
def _merged(known: Shape, new: Shape, widening: bool) -> Shape:
    return widen(known, new) if widening else join((known, new))


def _order(flow: FlowGraph) -> dict[State, int]:
    """A number for each state: those that lead to it are lower, but for the ways back of loops."""
    assert flow.start is not None or not flow.reachable, "nothing is reachable otherwise"
    done: list[State] = []
    seen: set[State] = set()
    pending: list[tuple[State, bool]] = [] if flow.start is None else [(flow.start, False)]
    while pending:
        state, left = pending.pop()
        if left:
            done.append(state)
        elif state not in seen:
            seen.add(state)
            pending.append((state, True))
            pending += [(target, False) for target in flow.successors[state] if target not in seen]
    return {state: number for number, state in enumerate(reversed(done))}
