"""What the functions that a machine calls get, and what they must answer.

What one gets is what the solver knows, where the execution is started with what the machine needs.
What it must answer is asked as for the input of a machine (`contract.py`): the machine is entered
at the call, which then answers this or that.
"""

from __future__ import annotations

from asllint.data.shape import ANYTHING, EMPTY, NEVER, NOTHING, Object, Shape, join
from asllint.facts.dataflow.context import of_execution
from asllint.facts.dataflow.contract import Asking, Contract, Demand, shape_of
from asllint.facts.dataflow.moves import UNKNOWN_VARIABLES
from asllint.facts.dataflow.plan import Plan
from asllint.facts.dataflow.solver import BudgetError, Solved, Solver, moves_of
from asllint.facts.fact import Ask, fact
from asllint.facts.integrations import LAMBDA, UNKNOWN
from asllint.language import grammar
from asllint.language.machine import State, StateMachine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.facts.dataflow.way import Turn


class Called:
    """A Task that calls a function."""

    __slots__ = ("answer", "given", "state")

    def __init__(self, state: State, given: Shape, answer: Demand) -> None:
        self.state = state
        self.given = given
        """What the function gets: the event of its handler."""
        self.answer = answer
        """What it must answer: what the handler returns."""


@fact(about=StateMachine)
def functions_called(machine: StateMachine, ask: Ask) -> list[Called]:
    """The Tasks of an outermost machine that call functions, in the order of the file."""
    states = [
        state
        for inner in machine.walk()
        for state in inner.states
        if _calls_function(ask(Plan, state))
    ]
    given = _given(machine, ask)
    found = []
    for state in states:
        answer = Demand()
        _AskingAnswer(state, ask, answer).run()
        found.append(Called(state, _payload(ask(Plan, state), given.get(state, ANYTHING)), answer))
    return found


def _calls_function(plan: Plan) -> bool:
    """Is it a function, as far as anybody knows? A placeholder for all of an ARN mostly is one."""
    task = plan.task
    return task is not None and (task.calls_function or task.kind in (LAMBDA, UNKNOWN))


def _invokes(plan: Plan) -> bool:
    """Is the function named in the arguments, beside its `Payload`?"""
    return plan.task is not None and plan.task.kind not in (LAMBDA, UNKNOWN)


def _payload(plan: Plan, arguments: Shape) -> Shape:
    if not _invokes(plan):
        return arguments
    held = arguments.object
    payload = ANYTHING if held is None else held.get("Payload")
    return join((payload.present, EMPTY)) if payload.nothing else payload


def _given(machine: StateMachine, ask: Ask) -> dict[State, Shape]:
    """The arguments of all calls, on all ways together."""
    contract = ask(Contract, machine)
    start = shape_of(contract.input) if contract.is_known else NEVER
    if start.is_never:  # nobody knows, or no input lets it come to an end
        return _arguments(machine, ask, ANYTHING)
    # What the machine reads is all that is there, unless that is too little.
    found = _arguments(machine, ask, start)
    closed = _arguments(machine, ask, shape_of(contract.input, NOTHING))
    return found | {state: shape for state, shape in closed.items() if shape.has_value}


def _arguments(machine: StateMachine, ask: Ask, start: Shape) -> dict[State, Shape]:
    """The arguments of all states in an execution that is started with this."""
    if start.is_never:
        return {}
    try:
        solved = Solver(ask, machine).solve(machine, start, Object({}), of_execution(start))
    except BudgetError:
        return {}
    found: dict[State, list[Shape]] = {}
    for state, turn in _turns(solved):
        found.setdefault(state, []).append(turn.stages.get(grammar.ARGUMENTS, NEVER))
    return {state: join(shapes) for state, shapes in found.items()}


def _turns(solved: Solved) -> Iterator[tuple[State, Turn]]:
    pending, seen = [solved], {solved}
    while pending:
        one = pending.pop()
        for state, ways in one.passed.items():
            for _, turn in ways:
                yield state, turn
                pending += (inner for inner in turn.inner if inner not in seen)
                seen.update(turn.inner)


class _AskingAnswer(Asking):
    """Asks about what one Task answers."""

    is_input = False

    def __init__(self, state: State, ask: Ask, root: Demand) -> None:
        super().__init__(state.outermost, ask, root)
        self.state = state

    def solved(self, data: Shape) -> Solved:
        """What comes of an answer, from the call on."""
        solver = _Answering(self.ask, self.state, data)
        context = of_execution(ANYTHING)
        return solver.solve_from(self.state, ANYTHING, UNKNOWN_VARIABLES, context)


class _Answering(Solver):
    """Solves what follows a Task that answers something."""

    def __init__(self, ask: Ask, state: State, answer: Shape) -> None:
        super().__init__(ask, state.outermost)
        self.resumes = False
        self.state = state
        self.given_answer = answer

    def turn(self, state: State, data: Shape, variables: Object, context: Shape) -> Turn:
        """What a state makes of its input; what is caught at the call was no good answer."""
        if state is not self.state:
            return super().turn(state, data, variables, context)
        turn = moves_of(self.ask(Plan, state), data, variables, context, self).run()
        caught = {catcher.transition for catcher in state.catchers}
        turn.exits = [one for one in turn.exits if one.transition not in caught]
        return turn

    def answer(self, plan: Plan, arguments: Shape) -> Shape:
        """What the Task answers, in the place where a function's answer stands."""
        known = super().answer(plan, arguments)
        if plan.state is not self.state:
            return known
        if not _invokes(plan):
            return self.given_answer
        if known.object is None:
            return known
        return Shape(object=known.object.having("Payload", self.given_answer))
