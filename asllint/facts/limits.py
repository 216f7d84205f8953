"""How much AWS allows an execution, and what a definition asks for as it is written.

Quotas that nobody can raise (page "Step Functions service quotas"): a Standard execution has 25,000
events in its history and lasts a year, an Express one lasts five minutes; no state hands on more
than 256 KiB.
"""

from __future__ import annotations

from asllint.facts.fact import Ask, fact
from asllint.language.grammar import MAX_SECONDS
from asllint.language.machine import EXPRESS, Retrier, StateMachine
from asllint.syntax.node import Mapping, Scalar, Sequence, has_placeholder, number_of
from asllint.syntax.walk import children, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.facts.history import Visit
    from asllint.language.machine import State
    from asllint.syntax.node import Node

MAX_EVENTS = 25_000
"""A Standard execution with more events fails, and nothing in it can catch that."""
MAX_BYTES = 262_144
YEAR = 31_536_000
DAY = 86_400
FIVE_MINUTES = 300

ATTEMPTS, INTERVAL, BACKOFF = 3, 1, 2.0
"""`MaxAttempts`, `IntervalSeconds` and `BackoffRate` where a retrier does not say them."""
USUAL = 1 + 2 + 4
"""The seconds that such a retrier waits."""
TOP = 1e12
"""What waits longer is said to wait so many seconds."""


class Backoff:
    """The waits of one retrier, in seconds, when all its attempts fail. A value."""

    __slots__ = ("attempts", "is_capped", "is_random", "last", "retrier", "total")

    def __init__(self, retrier: Retrier) -> None:
        node = retrier.node
        self.retrier = retrier
        interval = _field(retrier, "IntervalSeconds", INTERVAL)
        rate = _field(retrier, "BackoffRate", BACKOFF)
        cap = _field(retrier, "MaxDelaySeconds", TOP)
        attempts = attempts_of(retrier)
        self.attempts = attempts or 0
        """How many there are at the most; 0 where something of the retrier is not known."""
        self.is_capped = node.get("MaxDelaySeconds") is not None
        self.is_random = node.get("JitterStrategy") is not None
        """May each wait be anything up to what is said here?"""
        self.last: float = 0
        """The wait before the last attempt."""
        self.total: float = 0
        """All waits together."""
        if interval is None or rate is None or rate < 1 or cap is None or not attempts:
            self.attempts = 0
        elif interval > 0:
            top = min(cap, TOP)
            self.last, self.total = _growing(min(interval, top), rate, top, attempts)


def _field(retrier: Retrier, name: str, default: float) -> float | None:
    """The number in a field, `default` where there is none; None where it is not known."""
    node = retrier.node.get(name)
    number = default if node is None else number_of(node)
    return number if number is not None and 0 <= number <= TOP else None


def _growing(first: float, rate: float, top: float, attempts: int) -> tuple[float, float]:
    """The last wait and all together, where each is `rate` times the one before, up to `top`."""
    if rate == 1:
        return first, first * attempts
    import math

    steps = math.log(top / first) / math.log(rate)
    if attempts - 1 <= steps:
        return first * rate ** (attempts - 1), first * (rate**attempts - 1) / (rate - 1)
    rising = math.floor(steps) + 1
    return top, first * (rate**rising - 1) / (rate - 1) + top * (attempts - rising)


def attempts_of(retrier: Retrier) -> int | None:
    """How often a retrier tries again; None where that is a placeholder, or no number."""
    node = retrier.node.get("MaxAttempts")
    if node is None:
        return ATTEMPTS
    number = number_of(node)
    return int(number) if number is not None and 0 <= number <= MAX_SECONDS else None


def seconds_of(node: Node | None) -> int | None:
    """A number of seconds that AWS takes; None for anything else, what is evaluated included."""
    number = number_of(node)
    return int(number) if number is not None and 0 <= number <= MAX_SECONDS else None


class Limit:
    """What ends an execution that would take longer."""

    __slots__ = ("node", "said", "seconds")

    def __init__(self, seconds: int, said: str, node: Node | None = None) -> None:
        self.seconds = seconds
        self.said = said
        """The same in words: `the whole execution times out after 60`."""
        self.node = node
        """The `TimeoutSeconds` of the outermost machine; None for what AWS allows."""


def limit_of(machine: StateMachine) -> Limit:
    """How long an execution lasts at the most in which the states of a machine run."""
    node = machine.outermost.node.get("TimeoutSeconds")
    own = seconds_of(node)
    is_express = machine.workflow_type == EXPRESS
    if own is not None and own <= (FIVE_MINUTES if is_express else YEAR):
        return Limit(own, f'the whole execution times out after {own:,} ("TimeoutSeconds")', node)
    if is_express:
        return Limit(FIVE_MINUTES, "an Express workflow lasts at most five minutes (300 seconds)")
    return Limit(YEAR, f"a Standard workflow lasts at most a year ({YEAR:,} seconds)")


@fact(about=StateMachine)
def backoffs(machine: StateMachine, ask: Ask) -> list[Backoff]:
    """The retriers of a machine that say how they wait, or wait too long without a word of it."""
    is_short = limit_of(machine).seconds < USUAL
    return [
        Backoff(retrier)
        for state in machine.states
        for retrier in state.retriers
        if is_short or len(retrier.node.fields) > 1
    ]


def bytes_of(node: Node) -> int:
    """How many bytes a constant or a template has as JSON, at the least.

    What is evaluated counts as none, and what an alias repeats counts once.
    """
    total = 0
    for one in walk(node, _constant_in):
        if isinstance(one, Mapping):
            names = [name for name in one.fields if not name.endswith(".$")]
            total += 2 + max(0, len(one.fields) - 1) + sum(_length(name) + 1 for name in names)
        elif isinstance(one, Sequence):
            total += 2 + max(0, len(one.items) - 1)
        elif isinstance(one, Scalar) and isinstance(one.value, str):
            hidden = has_placeholder(one.value) or one.value.startswith("{%")
            total += 0 if hidden else _length(one.value)
    return total


def _constant_in(node: Node) -> list[Node]:
    if isinstance(node, Mapping):
        return [pair.value for name, pair in node.fields.items() if not name.endswith(".$")]
    return children(node)


def _length(text: str) -> int:
    """A text in quotes; what has to be escaped only makes it longer."""
    return 2 + len(text.encode("utf-8", "surrogatepass"))


def visit_of(state: State, ask: Ask) -> Visit:
    """What a visit of a state adds to the history; few rules ask, and only they pay for it."""
    from asllint.facts.history import Visit

    return ask(Visit, state)


_UNITS = ((31_536_000, "year"), (86_400, "day"), (3_600, "h"), (60, "min"), (1, "s"))
_MANY = ("year", "day")


def in_words(seconds: float) -> str:
    """A time for people, in its two largest units: `2 days 3 h`, `15 min`; rounded down."""
    left, words = int(seconds), list[str]()
    for size, unit in _UNITS:
        number, left = divmod(left, size)
        if number:
            plural = "s" if unit in _MANY and number > 1 else ""
            words.append(f"{number:,} {unit}{plural}")
        if words and (len(words) == 2 or not number):
            break
    return " ".join(words) or "0 s"
