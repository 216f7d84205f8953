"""Calls that are made twice: which retrier may do that, and by what a service tells.

A call can have been accepted although its Task fails: the answer got lost, or came too late. Many
actions take a token, and do nothing more when they see the same one again (`IdempotencyToken`).
Source: AWS Well-Architected Framework, REL04-BP04, "Make mutating operations idempotent".
"""

from __future__ import annotations

from asllint.facts.arguments import is_computed
from asllint.facts.expressions.sites import Sites
from asllint.facts.flow import FlowGraph
from asllint.facts.integrations import OPTIMISED, SDK, Task
from asllint.language.grammar import JSONATA
from asllint.source.finding import Fix
from asllint.syntax.edits import add_fields, replace_field
from asllint.syntax.node import Pair, Scalar, has_placeholder, number_of, string_of
from asllint.tables.errors import ALL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.facts.expressions import Site
    from asllint.facts.fact import Ask
    from asllint.language.machine import Retrier, State
    from asllint.tables.services.tables import IdempotencyToken

CONSTANT = "constant"
FRESH = "fresh"
OF_EXECUTION = "of the execution"
OTHER = "other"
"""What a token is made of: the same text in all executions; something new each time it is
evaluated, which is on every attempt (recorded); the identity of the execution and nothing else;
anything else, or nobody knows."""

AFTER_ACCEPTANCE = (ALL, "States.TaskFailed", "States.Timeout")
"""Errors, beside those of the client, that may follow a call which the service has accepted."""
_FRESH = ("States.UUID", "States.MathRandom", "uuid", "random", "millis", "now")
"""Functions that yield something else each time they are called."""
_IDENTITY = (("Execution", "Id"), ("Execution", "Name"), ("Execution", "StartTime"))
_FIXED = (("StateMachine", "Id"), ("StateMachine", "Name"), ("State", "Name"))
"""Members of the context object: of one execution, and of all."""
_HASHES = (("SHA-256", 64), ("SHA-1", 40), ("MD5", 32))
"""Algorithms that both query languages know, and how many characters they yield."""


class GivenToken:
    """The idempotency token of one call, as the API wants it and as it is given."""

    __slots__ = ("kind", "name", "pair", "wanted")

    def __init__(self, task: Task, wanted: IdempotencyToken, ask: Ask) -> None:
        self.name = wanted.name
        self.wanted = wanted
        self.pair: Pair | None = (task.parameters or {}).get(wanted.name)
        """The parameter, if it is given."""
        self.kind = None if self.pair is None else _kind(task.state, self.pair, ask)
        """`CONSTANT`, `FRESH`, `OF_EXECUTION`, `OTHER`; None where no token is given."""

    def steady(self, state: State) -> str | None:
        """An expression of a length that fits, which is the same on all attempts of an execution.

        None where no hash has such a length.
        """
        for algorithm, length in _HASHES:
            if self.wanted.takes(length):
                if state.query_language == JSONATA:
                    return f"{{% $hash($states.context.Execution.Id, '{algorithm}') %}}"
                return f"States.Hash($$.Execution.Id, '{algorithm}')"
        return None

    def remedy(self, steady: str | None) -> str:
        """What messages advise, with an expression that fits, or without any."""
        if self.pair is None:
            return f'add a "{self.name}"' + (f', "{steady}"' if steady else "")
        return f'write "{steady}"' if steady else "make it of what the call is for"

    def fix(self, steady: str | None) -> Fix | None:
        """Another value for a token that is given."""
        if steady is None or self.pair is None:
            return None
        dot = "" if steady.startswith("{%") else ".$"
        return Fix(
            f'write "{steady}"',
            [replace_field(self.pair, f"{self.name}{dot}", steady)],
            safe=False,
        )

    def added(self, task: Task, steady: str | None) -> Fix | None:
        """A token where none is given."""
        pair = task.arguments
        if steady is None or pair is None:
            return None
        dot = "" if steady.startswith("{%") else ".$"
        step = add_fields(pair.value, {f"{self.name}{dot}": steady})
        return Fix(f'add "{self.name}"', [step], safe=False)


def token_of(task: Task, ask: Ask) -> GivenToken | None:
    """The token of a call; None where the API has none, or not all parameters can be read."""
    if task.kind not in (OPTIMISED, SDK) or task.parameters is None:
        return None
    action = task.action
    wanted = None if action is None else action.token
    return None if wanted is None else GivenToken(task, wanted, ask)


def repeating(task: Task) -> tuple[Retrier, Scalar] | None:
    """The first retrier that may make a call again which was accepted, and the name of the error.

    What is throttled or refused was not accepted: to try that again does nothing twice.
    """
    service = task.service
    errors = {*AFTER_ACCEPTANCE, *(() if service is None else service.client_errors)}
    for retrier in task.state.retriers:
        if number_of(retrier.node.get("MaxAttempts")) != 0:
            for name in retrier.error_names:
                if name.value in errors:
                    return retrier, name
    return None


def items_around(state: State) -> State | None:
    """The Map whose items a state is run for, all in the same execution; None where none is."""
    machine = state.machine
    while machine.parent is not None and machine.mode == "INLINE":
        if machine.parent.type == "Map":
            return machine.parent
        machine = machine.parent.machine
    return None


def runs_once(state: State, ask: Ask) -> bool:
    """Does a state run once in an execution, but for retries: in no loop, and for no item?"""
    machine = state.machine
    if ask(FlowGraph, machine).path(state, state) is not None:
        return False
    if machine.parent is None or machine.mode == "DISTRIBUTED":
        return True
    return machine.parent.type != "Map" and runs_once(machine.parent, ask)


def _kind(state: State, pair: Pair, ask: Ask) -> str:
    """What a parameter is made of."""
    text = string_of(pair.value)
    if not text or has_placeholder(text):
        return OTHER
    computed = str(pair.key.value).endswith(".$") or "{%" in text
    if not computed:
        return OTHER if is_computed(pair.value) else CONSTANT
    sites = ask(Sites, state)
    site = next((one for one in sites if one.scalar is pair.value), None)
    unread = site is None or site.constant or any(one is site for one, _ in sites.misread)
    return OTHER if site is None or unread else _of_site(site)


def _of_site(site: Site) -> str:
    """What an expression is made of, by all that it reads and calls."""
    if any(name in _FRESH for name in site.called()):
        return FRESH
    reads = [path.names[:2] if path.in_context else () for path in site.paths()]
    if site.jsonata is not None:
        reads += [
            use.path[1:3] if use.path[:1] == ("context",) else () for use in site.jsonata.states
        ]
        reads += [
            () for _ in (*site.jsonata.variables, *site.jsonata.names, *site.jsonata.root_uses)
        ]
    if all(read in _FIXED for read in reads):
        return CONSTANT
    return OF_EXECUTION if all(read in (*_IDENTITY, *_FIXED) for read in reads) else OTHER
