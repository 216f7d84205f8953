"""Solves a machine: with which data each of its states is entered, on which ways.

State by state, each after all that lead to it (`order.py`); only in a loop there is a work list. A
state keeps a few ways apart, told by the fields that its data surely have; others are joined. What
grows in a loop is widened. When a state surely fails on every way, that is told there, and what
follows it goes on as if anything came. With a given input a machine is walked turn by turn first,
as AWS would, until something comes from outside.

The solution stays with the machine. After an edit, what is the same and is entered in the same ways
is taken over from it, part by part; and behind a state that hands on what it did before, all is.
"""

from __future__ import annotations

from functools import lru_cache
from heapq import heappop, heappush

from asllint.data.shape import ANYTHING, NEVER, OBJECT_KIND, Object, Shape, join, widen
from asllint.facts.dataflow.answers import answer_of_task
from asllint.facts.dataflow.budget import MAX_TURNS, BudgetError, Left
from asllint.facts.dataflow.moves import UNKNOWN_VARIABLES
from asllint.facts.dataflow.order import parts_of
from asllint.facts.dataflow.plan import Plan
from asllint.facts.dataflow.way import Exit, Turn, Way
from asllint.facts.fact import Ask
from asllint.facts.flow import FlowGraph
from asllint.language.grammar import JSONATA
from asllint.language.machine import State, StateMachine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from typing import Any, TypeAlias, TypeVar

    from asllint.data.declared import DeclaredAnswers
    from asllint.facts.dataflow.budget import Spent
    from asllint.facts.dataflow.moves import Moves
    from asllint.facts.dataflow.plan import Entry

    T = TypeVar("T")
    Signature: TypeAlias = object
    Remembered: TypeAlias = dict[object, dict[Entry, "Solved"]]
    Passed: TypeAlias = dict[State, list[tuple[Way, Turn]]]

__all__ = ["BudgetError", "Solved", "Solver"]

MAX_WAYS = 6
"""So many ways into a state are told apart; the last holds all that are more."""
WIDEN_FROM = 5
"""From this visit of a state on, what grows is widened …"""
GIVE_UP_FROM = 17
"""… and from this one on it is anything."""
MAX_ITERATIONS = 40
"""Of so many known items each is followed through a Map on its own; with a given input more are."""


class Component:
    """The solution for states that lead to each other, mostly a single one."""

    __slots__ = (
        "arrived", "ended", "exits", "inner", "made", "passed", "plans", "spent", "troubled",
    )  # fmt: skip

    def __init__(self, plans: list[Plan], arrived: list[Way]) -> None:
        self.plans = plans
        self.arrived = arrived
        """The ways that come from outside of it."""
        self.made: list[Way] = []
        """All ways into its states, also those that others have taken the place of."""
        self.passed: Passed = {}
        self.exits: list[Way] = []
        """The ways that lead out of it."""
        self.ended: list[Shape] = []
        """What the machine ends with here."""
        self.inner: list[Solved] = []
        self.troubled: list[State] = []
        self.spent: Spent | None = None
        """What it has cost; None where it can not be taken over."""

    def note(self, state: State, way: Way, turn: Turn) -> None:
        """One way into a state, and what the state makes of it."""
        self.passed.setdefault(state, []).append((way, turn))
        self.ended += [leaving.data for leaving in turn.exits if leaving.transition is None]
        self.inner += turn.inner
        if turn.troubles:
            self.troubled.append(state)

    def is_like(self, other: Component) -> bool:
        """Do the same ways lead through it, and out of it?"""
        return self.arrived == other.arrived and all(
            len(mine) == len(others) and all(map(Way.is_like, mine, others))
            for mine, others in ((self.made, other.made), (self.exits, other.exits))
        )


class Solved:
    """One machine, entered with something: the ways into its states, and what it ends with."""

    __slots__ = (
        "entered", "entry", "flow", "inner", "machine", "order", "output", "parts", "passed",
        "states", "troubled", "unknown",
    )  # fmt: skip

    def __init__(self, machine: StateMachine, flow: FlowGraph | None = None) -> None:
        self.machine = machine
        self.flow = flow
        self.states = machine.states
        self.entered: Way | None = None
        self.entry: Entry | None = None
        self.order: list[list[str]] = []
        """The names of the states that can be reached, in parts that follow each other."""
        self.parts: list[Component | None] = []
        """What came of each part; None for one that is not entered."""
        self.passed: Passed = {}
        """The ways into each state, and what it makes of them; none where it can not be entered."""
        self.inner: list[Solved] = []
        """The machines in its states, each for what it is entered with."""
        self.troubled: list[State] = []
        """The states at which something is wrong."""
        self.output: Shape = NEVER
        """What its end states leave; NEVER where it surely fails, or never ends."""
        self.unknown = False
        """Is nothing known of it, because nobody can see where its states lead?"""

    def leads_as(self, flow: FlowGraph) -> bool:
        """Do states of the same names lead to each other as they do now?"""
        before, now = self.states, flow.machine.states
        if self.flow is None or len(before) != len(now):
            return False
        if _named(self.flow.start) != _named(flow.start):
            return False
        for old, new in zip(before, now, strict=True):
            if old is new:
                continue
            if old.name != new.name:
                return False
            targets, others = self.flow.successors[old], flow.successors[new]
            if list(map(_named, targets)) != list(map(_named, others)):
                return False
        return True


def _named(state: State | None) -> str | None:
    return None if state is None else state.name


class Solver:
    """Solves the machines of one definition; equal questions once."""

    decides = False
    """Does a machine in a state that has an output surely go well?"""

    def __init__(
        self,
        ask: Ask,
        machine: StateMachine,
        *,
        given: bool = False,
        answers: DeclaredAnswers | None = None,
        start: object = None,
    ) -> None:
        self.ask = ask
        self.given = given
        self.answers = answers
        """What is declared of the answers of Tasks."""
        self.start = start
        """With what the machine is known to be started: solutions are remembered for each start.
        None where that may be anything."""
        self.resumes = True
        """Is it gone on behind what surely fails, as if anything came?"""
        self.is_tired = False
        """Was there more to walk turn by turn?"""
        self.most_iterations = MAX_TURNS if given else MAX_ITERATIONS
        self._solved: dict[StateMachine, dict[Entry, Solved]] = {}
        self._turns: dict[State, dict[Entry, Turn]] = {}
        self.left = Left(sum(len(inner.states) for inner in machine.walk()), given=given)

    def solve(
        self, machine: StateMachine, data: Shape, variables: Object, context: Shape
    ) -> Solved:
        """One machine, entered with data, variables and context. Raises `BudgetError`."""
        entry = (data, variables, context)
        mine = self._solved.setdefault(machine, {})
        solved = mine.get(entry)
        if solved is None:
            known: Remembered = machine.facts.get(Solved, {})
            before = known.get(self.start, {}).get(entry) if self._is_usual else None
            solving = _Solving(self, machine, context, before)
            solved = mine[entry] = solving.solve(data, variables)
            solved.entry = entry
        return solved

    def solve_from(self, state: State, data: Shape, variables: Object, context: Shape) -> Solved:
        """The machine around a state, entered there. Raises `BudgetError`."""
        solving = _Solving(self, state.machine, context, None)
        return solving.solve(data, variables, state)

    def turn(self, state: State, data: Shape, variables: Object, context: Shape) -> Turn:
        """What a state makes of what it is entered with; remembered over edits elsewhere."""
        entry = (data, variables, context)
        mine = self._turns.setdefault(state, {})
        turn = mine.get(entry)
        if turn is None:
            plan = self.ask(Plan, state)
            turn = self._remembered(plan, entry)
            if turn is not None and turn.spent is not None and self.left.affords(turn.spent):
                self.left.charge(turn.spent)
            else:
                turn = self._new_turn(plan, data, variables, context)
            mine[entry] = turn
        return turn

    @property
    def _is_usual(self) -> bool:
        """Is it solved as it is for every version of a text?"""
        return self.resumes and not self.given

    def _remembered(self, plan: Plan, entry: Entry) -> Turn | None:
        """What a state made of this before: here, or whoever starts it where that is the same."""
        known = plan.turns.get(self.start, {}) if self._is_usual else {}
        turn = known.get(entry)
        answered = self.answers is not None and plan.task is not None
        special = self.given or answered or bool(plan.state.machines)
        if turn is None and (not special or (self._is_usual and self.answers is None)):
            turn = plan.turns.get(None, {}).get(entry)
        return turn

    def _new_turn(self, plan: Plan, data: Shape, variables: Object, context: Shape) -> Turn:
        before = self.left.now
        self.left.take_turn()
        turn = moves_of(plan, data, variables, context, self).run()
        for leaving in turn.exits:
            leaving.data = _one_of(leaving.data)
            leaving.variables = _one_of(leaving.variables)
        turn.spent = self.left.since(before)
        return turn

    def answer(self, plan: Plan, arguments: Shape) -> Shape:
        """What a Task answers that is called with some arguments."""
        return answer_of_task(plan, arguments, self.answers)

    def affords(self, machine: StateMachine, times: int) -> bool:
        """May a machine be entered so many times? All of them have to share what is left."""
        return times * len(machine.states) <= self.left.turns // 4

    def keep(self, starts: Container[object] | None = None) -> None:
        """Remember this solution for the next one, and what it does not need any more no longer.

        Solutions for other starts than `starts` are forgotten; None: of none of them.
        """
        if not self._is_usual:
            return
        for state, turns in self._turns.items():
            plan = self.ask(Plan, state)
            plan.turns = _only(plan.turns, starts) | {self.start: turns}
        for machine, every in self._solved.items():
            known = {entry: solved for entry, solved in every.items() if not solved.unknown}
            if known:  # half-typed, it leads nowhere for a moment
                before = _only(machine.facts.get(Solved, {}), starts)
                machine.facts[Solved] = before | {self.start: known}


def _only(remembered: dict[object, T], starts: Container[object] | None) -> dict[object, T]:
    """What is remembered for these starts, and for whoever starts it."""
    if starts is None:
        return remembered
    return {start: every for start, every in remembered.items() if start is None or start in starts}


def moves_of(plan: Plan, data: Shape, variables: Object, context: Shape, solver: Solver) -> Moves:
    """How data move through a state, in its query language."""
    if plan.state.query_language == JSONATA:
        from asllint.facts.dataflow.in_jsonata import InJsonata

        return InJsonata(plan, data, variables, context, solver)
    from asllint.facts.dataflow.in_jsonpath import InJsonpath

    return InJsonpath(plan, data, variables, context, solver)


class _Solving:
    """One machine while it is being solved."""

    def __init__(
        self, solver: Solver, machine: StateMachine, context: Shape, before: Solved | None
    ) -> None:
        self.solver = solver
        self.machine = machine
        self.context = context
        self.flow = solver.ask(FlowGraph, machine)
        self.solved = Solved(machine, self.flow)
        self.before = before
        self.walked: dict[State, list[Way]] = {}

    def solve(self, data: Shape, variables: Object, start: State | None = None) -> Solved:
        """The ways through the machine, from a state on (None: from where it begins)."""
        start = self.flow.start if start is None else start
        if start is None or self.flow.open:
            self.solved.unknown = True
            self.solved.output = ANYTHING
            return self.solved
        if self.before is not None and not self.before.leads_as(self.flow):
            self.before = None
        way: Way | None = Way(start, data, variables)
        if self.solver.given:
            way = self._walk(way)
        elif self.before is not None:
            way = self.before.entered
        self.solved.entered = way
        self._solve_parts(way)
        self._finish()
        return self.solved

    # --- turn by turn -----------------------------------------------------------------------------

    def _walk(self, way: Way | None) -> Way | None:
        """Follow the one way that is known; where it is known no longer, it goes on as usual."""
        for _ in range(MAX_TURNS):
            if way is None or not _is_known(way):
                return way
            state = way.state
            turn = self.solver.turn(state, way.data, way.variables, self.context)
            if len(turn.exits) != 1:
                return way
            self.walked.setdefault(state, []).append(way)
            (leaving,) = turn.exits
            way = _following(self.flow, way, leaving)
        self.solver.is_tired |= way is not None and _is_known(way)
        return way

    # --- part by part -----------------------------------------------------------------------------

    def _solve_parts(self, start: Way | None) -> None:
        arriving: dict[str, list[Way]] = {} if start is None else {start.name: [start]}
        named, before = self.machine.by_name, self.before
        self.solved.order = (
            [[state.name for state in part] for part in parts_of(self.flow)]
            if before is None
            else before.order
        )
        for number, names in enumerate(self.solved.order):
            ways = [way for name in names for way in arriving.pop(name, ())]
            part = None
            if ways:
                known = None if before is None else before.parts[number]
                part = self._part([named[name] for name in names], ways, known)
                for way in part.exits:
                    arriving.setdefault(way.name, []).append(way)
            self.solved.parts.append(part)

    def _part(self, states: list[State], ways: list[Way], before: Component | None) -> Component:
        """The solution for a part: the one before the edit, if it still is one."""
        left = self.solver.left
        plans = [self.solver.ask(Plan, state) for state in states]
        if before is not None and before.arrived == ways and before.plans == plans:
            spent = before.spent
            if spent is not None and left.affords(spent):
                left.charge(spent)
                return before
        part = _PartSolving(self.solver, self.flow, self.context, states).solve(plans, ways)
        if before is not None and part.is_like(before):
            part.exits = before.exits  # so that what follows can see that nothing has changed
        return part

    def _finish(self) -> None:
        solved = self.solved
        parts = [part for part in solved.parts if part is not None]
        if self.walked:
            parts.insert(0, self._as_component())
        ended: list[Shape] = []
        for part in parts:
            for state, passed in part.passed.items():
                known = solved.passed.get(state)
                solved.passed[state] = passed if known is None else known + passed
            solved.inner += part.inner
            solved.troubled += part.troubled
            ended += part.ended
        solved.output = join(ended)

    def _as_component(self) -> Component:
        """What was walked turn by turn."""
        part = Component([], [])
        for state, ways in self.walked.items():
            for way in ways:
                turn = self.solver.turn(state, way.data, way.variables, self.context)
                part.note(state, way, turn)
        return part


class _PartSolving:
    """States that lead to each other while they are being solved: a work list, and a few visits."""

    def __init__(
        self, solver: Solver, flow: FlowGraph, context: Shape, states: list[State]
    ) -> None:
        self.solver = solver
        self.flow = flow
        self.context = context
        self.states = {state.name: state for state in states}
        self.places = {state: place for place, state in enumerate(states)}
        self.ways: dict[State, dict[Signature, Way]] = {state: {} for state in states}
        self.visits: dict[tuple[State, Signature], int] = {}
        self.pending: list[tuple[int, int, State, Signature]] = []
        self.resumed: set[State] = set()
        self.made: list[Way] = []

    def solve(self, plans: list[Plan], arrived: list[Way]) -> Component:
        """The solution, given the ways that come from outside of it. Raises `BudgetError`."""
        before = self.solver.left.now
        part = Component(plans, arrived)
        for way in arrived:
            self._arrive(way)
        self._spread()
        while self.solver.resumes and self._resume():
            self._spread()
        self._finish(part)
        part.spent = self.solver.left.since(before)
        return part

    def _spread(self) -> None:
        while self.pending:
            _, _, state, signature = heappop(self.pending)
            way = self.ways[state][signature]
            visited = (state, signature)
            self.visits[visited] = self.visits.get(visited, 0) + 1
            self._stay(state, way, self._turn(state, way).exits)

    def _stay(self, state: State, way: Way, exits: Iterable[Exit]) -> None:
        """Follow the ways that lead to a state of the same part."""
        for leaving in exits:
            following = _following(self.flow, way, leaving)
            if following is not None and following.name in self.states:
                self._arrive(following)

    def _turn(self, state: State, way: Way) -> Turn:
        return self.solver.turn(state, way.data, way.variables, self.context)

    def _arrive(self, way: Way) -> None:
        self.solver.left.hand_on(way.data, way.variables)
        state = self.states[way.name]
        ways = self.ways[state]
        signature = _signature(way.data)
        if signature not in ways and len(ways) >= MAX_WAYS:
            signature = next(reversed(ways))
        known = ways.get(signature)
        if known is not None:
            visits = self.visits.get((state, signature), 0)
            joined = _joined(known, way, visits)
            if joined is known:
                return
            way = joined
        ways[signature] = way
        self.made.append(way)
        place = list(ways).index(signature)
        heappush(self.pending, (self.places[state], place, state, signature))

    def _resume(self) -> bool:
        """Go on behind the states that fail on every way, as if anything came; was there one?"""
        found = False
        for state, ways in self.ways.items():
            if state in self.resumed or not ways:
                continue
            if all(self._turn(state, way).failed for way in ways.values()):
                self.resumed.add(state)
                self._stay(state, *self._as_anything(state))
                found = True
        return found

    def _as_anything(self, state: State) -> tuple[Way, list[Exit]]:
        """The exits of a state that fails, as if it had not; and the way that they belong to."""
        caught = {catcher.transition for catcher in state.catchers}
        exits = [
            Exit(transition, ANYTHING, UNKNOWN_VARIABLES)
            for transition in state.transitions
            if transition not in caught
        ]
        return next(iter(self.ways[state].values())), exits

    def _finish(self, part: Component) -> None:
        part.made = self.made
        for state, ways in self.ways.items():
            leaving: list[tuple[Way, list[Exit]]] = []
            for way in ways.values():
                turn = self._turn(state, way)
                part.note(state, way, turn)
                leaving.append((way, turn.exits))
            if state in self.resumed:
                leaving.append(self._as_anything(state))
                part.ended += [ANYTHING] if state.ends else []
            for way, exits in leaving:
                found = (_following(self.flow, way, one) for one in exits)
                part.exits += [one for one in found if one and one.name not in self.states]


def _following(flow: FlowGraph, way: Way, leaving: Exit) -> Way | None:
    """The way on which the next state is entered; None where there is none."""
    transition = leaving.transition
    target = None if transition is None else flow.leads_to(transition)
    if transition is None or target is None:
        return None
    return Way(target, leaving.data, leaving.variables, way, transition.number)


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
    return known.with_data(data, variables)


@lru_cache(maxsize=8_192)
def _one_of(equal: Any) -> Any:
    """The first of all that are equal: what is the same object need not be compared."""
    return equal


# After an edit nearly all merges are those of before.
@lru_cache(maxsize=8_192)
def _merged(known: Shape, new: Shape, widening: bool) -> Shape:
    return widen(known, new) if widening else join((known, new))
