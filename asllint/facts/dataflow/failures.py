"""With what a state fails, and which retrier or catcher takes that.

Sources: States Language, "Errors"; developer guide, "Handling errors in Step Functions workflows".
Recorded: nobody catches States.Runtime; States.ALL catches States.DataLimitExceeded.
"""

from __future__ import annotations

from asllint.data.bindings import MISSING
from asllint.data.shape import NUMBER_KIND, TEXT, Shape, object_of, of
from asllint.facts.dataflow.moves import FailedError
from asllint.language.grammar import JSONATA
from asllint.syntax.node import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.facts.dataflow.moves import Moves
    from asllint.facts.dataflow.way import Trouble
    from asllint.language.machine import Catcher, Handler, Retrier, State

ANY_ERROR, ANY_FAILURE = "States.ALL", "States.TaskFailed"
RUNTIME, TIMEOUT = "States.Runtime", "States.Timeout"
EVALUATION, INTRINSIC = "States.QueryEvaluationError", "States.IntrinsicFailure"
RESULT_PATH, NO_CHOICE = "States.ResultPathMatchFailure", "States.NoChoiceMatched"
READER = "States.ItemReaderFailed"
TOLERANCE = "States.ExceedToleratedFailureThreshold"


class Failure:
    """With what a state fails; of a text that AWS words itself nothing but that is known."""

    __slots__ = ("cause", "error", "reason", "state")

    def __init__(self, state: State, error: Shape, cause: Shape, reason: str = "") -> None:
        self.state = state
        """The innermost state that has failed."""
        self.error = error
        """Its name as a shape: a text, or null where there is none."""
        self.cause = cause
        self.reason = reason
        """Why, in our own words; empty where the definition or a mock says it."""

    @property
    def output(self) -> Shape:
        """What a catcher gets."""
        return object_of({"Error": self.error, "Cause": self.cause})


class UndecidedError(Exception):
    """What comes next can not be told; the text says what is not known."""

    def __init__(self, state: State | None, reason: str) -> None:
        super().__init__(reason)
        self.state = state


class RaisedError(FailedError):
    """A state fails with an error that is known."""

    def __init__(self, failure: Failure) -> None:
        super().__init__()
        self.failure = failure


def failure_of(moves: Moves, error: FailedError) -> Failure:
    """With what a state fails that has not raised an error itself."""
    if isinstance(error, RaisedError):
        return error.failure
    state, troubles = moves.state, moves.turn.troubles
    fault = next((one for one in reversed(troubles) if one.fault.fails), None)
    said = "" if fault is None else fault.fault.text
    name = RUNTIME
    if fault is not None and _is_negative_limit(state, fault):
        name = READER
    elif state.query_language == JSONATA:
        name = EVALUATION
    elif fault is not None and fault.node is state.field("ResultPath"):
        name = RESULT_PATH
    elif fault is not None and fault.site is not None and fault.site.call is not None:
        name = RUNTIME if fault.fault.kind == MISSING else INTRINSIC
    return Failure(state, of(name), TEXT, said)


def _is_negative_limit(state: State, trouble: Trouble) -> bool:
    """Recorded: a reader fails for fewer than no items, and can be caught then."""
    reader = state.field("ItemReader")
    config = reader.get("ReaderConfig") if isinstance(reader, Mapping) else None
    if not isinstance(config, Mapping) or config.get("MaxItemsPath") is not trouble.node:
        return False
    found = trouble.fault.holder
    numbers = found.numbers or ()
    return found.kinds == (NUMBER_KIND,) and bool(numbers) and max(numbers) <= -1


def handler_of(
    handlers: list[Retrier] | list[Catcher], failure: Failure, state: State
) -> Handler | None:
    """The first of some retriers or catchers that takes a failure."""
    for handler in handlers:
        if handler.open or not failure.error.is_known:
            raise UndecidedError(state, "whether its error is caught, or tried again")
        if _takes(handler, failure.error.value, state):
            return handler
    return None


def _takes(handler: Handler, error: str | None, state: State) -> bool:
    names = [str(name.value) for name in handler.error_names]
    if error == RUNTIME:
        return False
    if ANY_ERROR in names or error in names:
        return True
    return ANY_FAILURE in names and state.type == "Task" and error != TIMEOUT


def most_attempts(retrier: Retrier) -> int:
    """How often a retrier tries again: three times unless it says so."""
    node = retrier.node.get("MaxAttempts")
    value = node.value if isinstance(node, Scalar) else 3
    return value if isinstance(value, int) else 3
