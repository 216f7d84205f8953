"""An execution that is tried: from a given input, state by state, with answers from outside.

The data move by the same functions that the solver uses. What differs is that there is one way
only: a test is decided, a Task answers what somebody says it does, an error is caught by the
catcher that takes it. Where one of these can not be told, the trial ends there.
"""

from __future__ import annotations

from asllint.data.jsonata.budget import Budget
from asllint.data.outside import Outside, given
from asllint.data.shape import (
    MAYBE,
    NEVER,
    NOTHING,
    NULL,
    NUMBER_KIND,
    STRING_KIND,
    TEXT,
    Object,
    Shape,
    of,
)
from asllint.facts.dataflow.context import in_attempt, of_trial
from asllint.facts.dataflow.failures import (
    NO_CHOICE,
    TOLERANCE,
    Failure,
    RaisedError,
    UndecidedError,
    failure_of,
    handler_of,
    most_attempts,
)
from asllint.facts.dataflow.moves import FailedError
from asllint.facts.dataflow.plan import Plan
from asllint.facts.dataflow.solver import Solved, Solver, moves_of
from asllint.facts.dataflow.way import Exit
from asllint.facts.flow import FlowGraph
from asllint.language.grammar import JSONATA
from asllint.language.machine import Retrier, State, StateMachine
from asllint.syntax.node import Scalar
from asllint.tables.jsonata_functions import FUNCTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping
    from typing import Any

    from asllint.data.mocks import Reply
    from asllint.facts.dataflow.moves import Moves
    from asllint.facts.fact import Ask

MAX_ENTERED = 10_000
"""So many states are entered in one trial. A Standard execution has 25,000 events, at least two for
each state."""
MAX_EVALUATION = 5_000_000
"""So many steps the expressions of one trial may take."""
MAX_MOVED = 20_000_000
"""So many values and characters of texts the states of one trial are entered with in all."""
MAX_TRIED = 1_000
"""So often a state is tried again."""

SUCCEEDED, FAILED, UNDECIDED = "succeeded", "failed", "undecided"
"""What comes of a trial."""

ANSWERED, READ = "what it answers", "what its ItemReader reads"


class Entered:
    """One state, entered once, tried once."""

    __slots__ = (
        "attempt", "data", "failure", "index", "is_tried_again", "left", "state", "target",
        "variables",
    )  # fmt: skip

    def __init__(
        self, state: State, data: Shape, variables: Object, attempt: int, index: int | None
    ) -> None:
        self.state = state
        self.data = data
        """What it is entered with."""
        self.variables = variables
        self.attempt = attempt
        """0 for the first time, then how often it is tried again."""
        self.index = index
        """In which iteration of the Map around it; None outside of one."""
        self.left: Shape | None = None
        """What it leaves; None where it fails, or nobody knows."""
        self.target: State | None = None
        """Where it leads; None where the machine ends with it, or the trial."""
        self.failure: Failure | None = None
        self.is_tried_again = False


class Ended:
    """What comes of a trial: `kind`, and what goes with it."""

    __slots__ = ("failure", "kind", "output", "reason", "state")

    def __init__(
        self,
        kind: str,
        output: Shape = NEVER,
        failure: Failure | None = None,
        reason: str = "",
        state: State | None = None,
    ) -> None:
        self.kind = kind
        self.output = output
        self.failure = failure
        self.reason = reason
        """What is not known, for a trial that is not decided."""
        self.state = state
        """Where it ended, if not well."""


class Trial(Solver):
    """Walks through one definition, as AWS would."""

    decides = True

    def __init__(
        self,
        ask: Ask,
        machine: StateMachine,
        replies: AnyMapping[str, list[Reply]],
        around: Outside | None = None,
        name: str = "StateMachine",
    ) -> None:
        super().__init__(ask, machine, given=True)
        self.machine = machine
        self.replies = replies
        self.around = Outside() if around is None else around
        self.name = name
        self.left.evaluation = Budget(MAX_EVALUATION)
        self.steps: list[Entered] = []
        """What has been tried, in order; the states in a state stand behind it."""
        self.calls: dict[str, int] = {}
        """How often each state has called something, by its name."""
        self.most_iterations = MAX_ENTERED
        self.moved = 0

    def affords(self, machine: StateMachine, times: int) -> bool:
        """Each item is taken on its own."""
        return True

    def run(self, value: Any) -> Ended:
        """Start an execution with an input, as `json` has it."""
        start = of(value)
        with given(self.around):
            try:
                context = of_trial(start, self.name, self.around)
                output = self._walk(self.machine, start, Object({}), context)
            except UndecidedError as error:
                return Ended(UNDECIDED, reason=str(error), state=error.state)
            except RaisedError as error:
                return Ended(FAILED, failure=error.failure, state=error.failure.state)
        return Ended(SUCCEEDED, output)

    # --- what the states ask the solver -----------------------------------------------------------

    def solve(
        self, machine: StateMachine, data: Shape, variables: Object, context: Shape
    ) -> Solved:
        """Walk through a machine in a state."""
        solved = Solved(machine)
        holder = machine.parent
        if holder is not None and "ItemReader" in holder.fields:
            raise UndecidedError(holder, f"no mock says {READ}")
        if holder is not None and not data.is_known:
            raise UndecidedError(holder, _unknown("what its states work on", data))
        try:
            solved.output = self._walk(machine, data, variables, context)
        except RaisedError as error:
            if machine.mode != "DISTRIBUTED" or machine.parent is None:
                raise
            raise self._exceeded(machine.parent, error.failure) from None
        return solved

    def answer(self, plan: Plan, arguments: Shape) -> Shape:
        """What the mock says. Raises `RaisedError`, and `UndecidedError` where it says nothing.

        Calls are counted by the state's name through the whole execution: retries, iterations and
        turns of a loop alike, as Step Functions Local does (localstack/localstack, issues 12846 and
        13107, where users compare the two).
        """
        state = plan.state
        number = self.calls.get(state.name, 0)
        self.calls[state.name] = number + 1
        replies = self.replies.get(state.name)
        if replies is None:
            raise UndecidedError(state, f"no mock says {ANSWERED}")
        reply = next((one for one in replies if one.first <= number <= one.last), None)
        if reply is None:
            raise UndecidedError(state, f"the mock has no answer to call {number}")
        if not reply.fails:
            return of(reply.value)
        # Recorded: the cause of an error that has none is an empty text.
        raise RaisedError(Failure(state, of(reply.error), of(reply.cause)))

    def _exceeded(self, state: State, failure: Failure) -> Exception:
        """What comes of a distributed Map of which an execution has failed."""
        if any(name.startswith("Tolerated") for name in state.fields):
            return UndecidedError(state, "what it makes of an execution that has failed")
        said = f'an execution of it has failed with "{_shown(failure.error)}"'
        return RaisedError(Failure(state, of(TOLERANCE), TEXT, said))

    # --- from state to state ----------------------------------------------------------------------

    def _walk(self, machine: StateMachine, data: Shape, variables: Object, context: Shape) -> Shape:
        """What a machine ends with. Raises `RaisedError` and `UndecidedError`."""
        flow = self.ask(FlowGraph, machine)
        variables = _set(variables)
        state = flow.start
        if state is None or flow.open:
            raise UndecidedError(machine.parent, "where its states lead can not be told")
        known: set[tuple[State, Shape, Object, int]] = set()
        while True:
            here = (state, data, variables, sum(self.calls.values()) + self.around.drawn)
            if here in known:
                raise UndecidedError(
                    state, "it is entered again with the same data: the machine never ends"
                )
            known.add(here)
            leaving = self._enter(state, data, variables, context)
            data, variables = leaving.data, leaving.variables
            if leaving.transition is None:
                return data
            target = flow.leads_to(leaving.transition)
            if target is None:
                raise UndecidedError(state, "the state that it leads to is not there")
            self._last(state).target = state = target

    def _last(self, state: State) -> Entered:
        return next(step for step in reversed(self.steps) if step.state is state)

    def _enter(self, state: State, data: Shape, variables: Object, context: Shape) -> Exit:
        """Try a state until it goes well, or its retriers are exhausted."""
        counts: dict[Retrier, int] = {}
        for attempt in range(MAX_TRIED):
            if len(self.steps) >= MAX_ENTERED:
                said = f"more than {MAX_ENTERED:,} states are entered: the machine may never end"
                raise UndecidedError(state, said)
            self.moved += data.size + variables.size
            if self.moved > MAX_MOVED:
                raise UndecidedError(state, "more data are moved than can be followed")
            step = Entered(state, data, variables, attempt, _index(context))
            self.steps.append(step)
            plan = self.ask(Plan, state)
            moves = moves_of(plan, data, _with_unset(plan, variables), context, self)
            if not moves.is_clear:
                raise UndecidedError(state, "what it does can not be told")
            moves.context = in_attempt(context, state, self.around, attempt)
            try:
                moves.work()
                return self._leave(step, self._way_out(moves))
            except FailedError as error:
                step.failure = failure = failure_of(moves, error)
            retrier = handler_of(state.retriers, failure, state)
            if not isinstance(retrier, Retrier) or counts.get(retrier, 0) >= most_attempts(retrier):
                return self._caught(step, moves, failure)
            counts[retrier] = counts.get(retrier, 0) + 1
            step.is_tried_again = True
        raise UndecidedError(state, f"it is tried more than {MAX_TRIED:,} times")

    def _way_out(self, moves: Moves) -> Exit:
        """The one way that a state is left. Raises `FailedError` and `UndecidedError`."""
        state, exits = moves.state, moves.turn.exits
        if len(exits) > 1:
            raise UndecidedError(state, "which way it takes is not known")
        if exits:
            return exits[0]
        if state.type == "Fail":
            raise RaisedError(self._of_fail(moves))
        if state.type == "Choice":
            said = "none of its rules is true, and it has no Default"
            raise RaisedError(Failure(state, of(NO_CHOICE), TEXT, said))
        raise UndecidedError(state, "where it leads can not be told")

    def _leave(self, step: Entered, leaving: Exit) -> Exit:
        """Leave a state, unless it is not known what with."""
        step.left = leaving.data
        if not leaving.data.is_known:
            raise UndecidedError(step.state, _unknown("what it leaves", leaving.data))
        variables = _set(leaving.variables)
        held = Shape(object=variables)
        if not held.is_known:
            raise UndecidedError(step.state, _unknown("what its variables hold", held))
        return Exit(leaving.transition, leaving.data, variables)

    def _caught(self, step: Entered, moves: Moves, failure: Failure) -> Exit:
        """Leave by the catcher that takes a failure. Raises `RaisedError` where none does."""
        catcher = handler_of(step.state.catchers, failure, step.state)
        if catcher is None:
            raise RaisedError(failure)
        transition = getattr(catcher, "transition", None)
        if transition is None:
            raise UndecidedError(step.state, "where its catcher leads can not be told")
        try:
            data, variables = moves.in_catcher(catcher, failure.output)  # type: ignore[arg-type]
        except FailedError as error:
            raise RaisedError(failure_of(moves, error)) from None
        return self._leave(step, Exit(transition, data, variables))

    def _of_fail(self, moves: Moves) -> Failure:
        state = moves.state
        found = {}
        for field in ("Error", "Cause"):
            by_path = state.field(field + "Path")
            node = state.field(field) if by_path is None else by_path
            if node is None:
                found[field] = NULL
            elif by_path is None and state.query_language != JSONATA:
                found[field] = of(node.value) if isinstance(node, Scalar) else TEXT
            else:
                found[field] = moves.value(node, moves.bindings())
        return Failure(state, found["Error"], found["Cause"])


def _with_unset(plan: Plan, variables: Object) -> Object:
    """The variables that a state may read: those that nothing has set hold nothing."""
    read = set()
    for site in plan.sites.values():
        read |= {path.variable for path in site.paths() if path.variable is not None}
        if site.jsonata is not None:
            read |= {one.name for one in site.jsonata.variables if one.role == "name"}
    unset = {name: NOTHING for name in read if name not in FUNCTIONS and name != "states"}
    return Object({**unset, **variables.fields}, MAYBE)


def _set(variables: Object) -> Object:
    """The variables that have been set."""
    return Object({name: held for name, held in variables.fields.items() if not held.is_nothing})


# --- what is not known ----------------------------------------------------------------------------


def _index(context: Shape) -> int | None:
    """The index of the item that an iteration is about."""
    shape = context
    for name in ("Map", "Item", "Index"):
        if shape.object is None:
            return None
        shape = shape.object.get(name)
    return int(shape.value) if shape.kinds == (NUMBER_KIND,) and shape.is_known else None


def _shown(shape: Shape) -> str:
    return str(shape.value) if shape.is_known and shape.kinds == (STRING_KIND,) else "an error"


def _unknown(what: str, shape: Shape) -> str:
    """Which part of some data is not known, for people."""
    path = first_unknown(shape)
    return f"{what} is not known" + (f": {path}" if path != "$" else "")


def first_unknown(shape: Shape) -> str:
    """The path to the first part of some data of which nobody knows what it is."""
    path = "$"
    while True:
        held, array = shape.object, shape.array
        if len(shape.kinds) != 1 or shape.nothing:
            return path
        step: tuple[str, Shape] | None = None
        if held is not None:
            unknown = (item for item in held.fields.items() if not item[1].is_known)
            step = next(((f".{name}", part) for name, part in unknown), None)
        elif array is not None and array.least == array.most:
            parts = ((index, array.at(index)) for index in range(array.least))
            step = next(((f"[{at}]", part) for at, part in parts if not part.is_known), None)
        if step is None:
            return path
        path += step[0]
        shape = step[1]
