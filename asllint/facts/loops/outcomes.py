"""Where the values of a status lead: an answer is supposed to hold one of them, and is followed.

A loop asks a service for a status and decides by it. For a value of that status the data flow says
which way the Choice states take, whatever the value was renamed to, be it in a variable or among
the results of a Map: the Task is supposed to have answered just that value.
"""

from __future__ import annotations

from asllint.data.narrow import narrowed
from asllint.data.shape import ANYTHING, NEVER, Object, Shape, texts
from asllint.facts.dataflow.budget import BudgetError
from asllint.facts.dataflow.context import of_execution
from asllint.facts.dataflow.flow import Passage
from asllint.facts.dataflow.plan import Plan
from asllint.facts.dataflow.solver import Solver
from asllint.facts.integrations import OPTIMISED, SDK, task_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.facts.dataflow.way import Exit, Turn
    from asllint.facts.fact import Ask
    from asllint.facts.loops.loop import Loop
    from asllint.language.machine import State, Transition

    Steps = tuple[str | int, ...]

MAX_ENTERED = 100
"""So many states are entered to see where a value leads; beyond that it may lead anywhere."""
AROUND = of_execution(ANYTHING)
"""The context object: nothing is known of the execution."""


class Course:
    """Where a value leads from the state on that asks for it, until that is entered again."""

    __slots__ = ("chosen", "leaves", "met", "returns")

    def __init__(self) -> None:
        self.returns = False
        """May it come back to that state?"""
        self.leaves = False
        """May it leave the loop, be it because the execution fails?"""
        self.met: dict[State, None] = {}
        """The states that are entered, in order."""
        self.chosen: dict[Transition, None] = {}
        """The transitions of Choice states that are taken, in order."""

    @property
    def only_returns(self) -> bool:
        """Can it do nothing but come back?"""
        return self.returns and not self.leaves

    @property
    def only_leaves(self) -> bool:
        """Can it do nothing but leave the loop?"""
        return self.leaves and not self.returns


class _Supposing(Solver):
    """Solves with one Task that answers what it is supposed to."""

    def __init__(self, ask: Ask, task: State, steps: Steps, value: str) -> None:
        super().__init__(ask, task.outermost)
        self.resumes = False
        self._task = task
        self._steps = steps
        self._value = value

    def turn(self, state: State, data: Shape, variables: Object, context: Shape) -> Turn:
        """What a state makes of what it is entered with; of what is supposed nothing is kept."""
        if state is self._task or state.machines:
            return self._new_turn(self.ask(Plan, state), data, variables, context)
        return super().turn(state, data, variables, context)

    def answer(self, plan: Plan, arguments: Shape) -> Shape:
        """What a Task answers: the one in question just the one value."""
        shape = super().answer(plan, arguments)
        if plan.state is not self._task:
            return shape
        return narrowed(shape, self._steps, self._supposed) or NEVER

    def _supposed(self, there: Shape) -> Shape:
        return texts((self._value,), there.answer) if there.contains(self._value) else NEVER


def outcome(loop: Loop, task: State, steps: Steps, value: str, ask: Ask) -> Course | None:
    """Where it leads in a loop that a Task in it answers a value at some place of its answer.

    None where nobody can tell.
    """
    start = next(state for state in loop.states if _is_around(state, task))
    passed = ask(Passage, start).passed
    if not passed:
        return None
    following = _Following(loop, start, _Supposing(ask, task, steps, value))
    try:
        for way, _ in passed:
            following.follow(way.data, way.variables)
    except BudgetError:
        return None
    return following.found


def _is_around(state: State, inner: State) -> bool:
    """Is a state the other one, or around it?"""
    at: State | None = inner
    while at is not None and at is not state:
        at = at.machine.parent
    return at is state


class _Following:
    """Follows an answer through a loop."""

    def __init__(self, loop: Loop, start: State, solver: Solver) -> None:
        self.loop = loop
        self.start = start
        self.solver = solver
        self.found = Course()

    def follow(self, data: Shape, variables: Object) -> None:
        """Follow what the state does that is entered with this. Raises `BudgetError`."""
        pending = [(self.start, data, variables)]
        seen = set(pending)
        for state, held, assigned in pending:
            if len(pending) > MAX_ENTERED:
                raise BudgetError
            turn = self.solver.turn(state, held, assigned, AROUND)
            onward = [leaving for leaving in turn.exits if leaving.is_onward]
            if not onward or self._may_fail(state, turn):
                self.found.leaves = True
            self.found.met[state] = None
            for leaving in onward:
                target = self._leave(state, leaving)
                entry = target and (target, leaving.data, leaving.variables)
                if entry and entry not in seen:
                    seen.add(entry)
                    pending.append(entry)

    def _leave(self, state: State, leaving: Exit) -> State | None:
        """Note where one way leads; the state of the loop where it goes on, if it does."""
        transition = leaving.transition
        if transition is not None and state.type == "Choice":
            self.found.chosen[transition] = None
        target = None if transition is None else self.loop.leads_to(transition)
        self.found.leaves |= target is None
        self.found.returns |= target is self.start
        return None if target is self.start else target

    def _may_fail(self, state: State, turn: Turn) -> bool:
        """May the execution fail here because of what was answered?

        A function that sees it before a Choice has decided may be there to do that.
        """
        if turn.failed:
            return True
        if state.type == "Choice":
            return state.field("Default") is None and not turn.is_covered
        task = task_of(state, self.solver.ask)
        decided = any(met.type == "Choice" for met in self.found.met)
        return (
            task is not None
            and state is not self.start
            and not decided
            and (task.calls_function or task.kind not in (OPTIMISED, SDK))
        )
