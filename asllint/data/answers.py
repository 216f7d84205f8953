"""What a call of a service answers, as a shape: the tables of answers, read along a call.

Sources: recorded histories of executions, botocore's models, and the developer guide, as the tables
say (`asllint/tables/services/`). What neither tells is anything.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from asllint.data.shape import (
    ANYTHING,
    BOOLEAN,
    MAX_DEPTH,
    MAX_LITERALS,
    MAYBE,
    NULL,
    NUMBER,
    TEXT,
    Shape,
    join,
    list_of,
    object_of,
    texts,
)
from asllint.tables import services

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from asllint.tables.services.tables import Answers, ApiType

DEPTH: Final = MAX_DEPTH
"""How deep an answer is told: types can hold themselves. No answer has 2,000 parts then."""
TIME = join((TEXT, NUMBER))
"""A point in time: ISO 8601, or milliseconds since 1970."""

ERROR_OUTPUT = object_of(
    {"Error": join((TEXT, NULL)), "Cause": join((TEXT, NULL)).or_nothing},
)
"""What a catcher gets, recorded from AWS: both are texts, or null."""

_SCALARS = {
    services.INTEGER: NUMBER,
    services.NUMBER: NUMBER,
    services.BOOLEAN: BOOLEAN,
    services.TIMESTAMP: TIME,
    services.BYTES: TEXT,
    services.ANY: ANYTHING,
}


def answer_of(
    service: str | None,
    action: str | None,
    pattern: str | None,
    arguments: Shape = ANYTHING,
    *,
    sdk: bool = False,
    token: bool = False,
) -> Shape:
    """The shape of what a call answers: of a Task's result, before ResultSelector and Output.

    `service`, `action` and `pattern` are as in a resource (`services.PATTERNS`), of an SDK
    integration without `aws-sdk:`; what is unknown, or absent as for a function's ARN or an
    activity, is None. `arguments` are the effective Parameters or Arguments. `token`: do they hold
    the task token? Then whoever gets it may answer in place of the service.
    """
    if service is None or action is None or pattern is None:
        return ANYTHING
    if pattern == services.TASK_TOKEN or (token and pattern != services.REQUEST_RESPONSE):
        return ANYTHING
    if sdk:
        return _sdk(service, action) if pattern == services.REQUEST_RESPONSE else ANYTHING
    found = _optimised(service, action, pattern)
    narrow = _BY_ARGUMENTS.get(call_name(service, action, pattern))
    return narrow(found, arguments) if narrow else found


def call_name(service: str, action: str, pattern: str) -> str:
    """How messages call it: `dynamodb:getItem`, `ecs:runTask.sync`."""
    return f"{service}:{action}.{pattern}" if pattern else f"{service}:{action}"


def documented(names: Iterable[str]) -> tuple[str, ...]:
    """Of the names of an answer's fields, in their order, those to tell people.

    Of two spellings of one member the first is the one by which it is documented.
    """
    found: dict[str, str] = {}
    for name in names:
        folded = name.lower()
        found.setdefault("null" if folded == "nul" else folded, name)
    return tuple(found.values())


@lru_cache(maxsize=256)
def _sdk(service: str, action: str) -> Shape:
    known = services.sdk_service(service)
    found = known.action(action) if known else None
    if found is None or found.streams:
        return ANYTHING
    answers = services.sdk_answers(service)
    assert answers is not None, "the service has actions"
    return _told(answers, answers.action(action), call_name(service, action, ""))


@lru_cache(maxsize=256)
def _optimised(service: str, action: str, pattern: str) -> Shape:
    from asllint.tables.services.answered import TYPES

    answers = services.optimised_answers(service)
    if answers is None:
        return ANYTHING
    call = call_name(service, action, pattern)
    written = answers.type(TYPES.get(call, "<" + call))
    if written.members:
        return _told(answers, written, call)
    if pattern == services.REQUEST_RESPONSE and answers.action(action).members:
        return _opened(_told(answers, answers.action(action), call))
    return ANYTHING


def _opened(shape: Shape) -> Shape:
    """What the API answers, given that the integration may make something else of it."""
    assert shape.object is not None, "an answer is an object"
    fields = {name: field.or_nothing for name, field in shape.object.fields.items()}
    return object_of(fields, MAYBE, shape.object.answer)


# --- what the arguments decide --------------------------------------------------------------------


def _of_invoke(answer: Shape, arguments: Shape) -> Shape:
    """A function that is not waited for has no payload, nor a version, to answer."""
    if _is_absent_or(_argument(arguments, "InvocationType"), "RequestResponse"):
        return answer
    found = answer.object
    assert found is not None, "the table has it"
    for name in ("ExecutedVersion", "Payload"):
        found = found.having(name, found.get(name).or_nothing)
    return Shape(object=found)


def _of_run_task(answer: Shape, arguments: Shape) -> Shape:
    """One task is answered as itself; nobody has recorded what becomes of several."""
    return answer if _is_absent_or(_argument(arguments, "Count"), 1) else ANYTHING


def _is_absent_or(argument: Shape, value: object) -> bool:
    given = argument.present
    return argument.is_nothing or (given.is_known and given.value == value)


def _argument(arguments: Shape, name: str) -> Shape:
    return arguments.object.get(name) if arguments.object is not None else MAYBE


_BY_ARGUMENTS = {"lambda:invoke": _of_invoke, "ecs:runTask.sync": _of_run_task}


# --- from the tables to shapes --------------------------------------------------------------------


def _told(answers: Answers, type: ApiType, call: str) -> Shape:  # noqa: A002
    return _Teller(call).shape(type, DEPTH)


class _Teller:
    """Makes shapes of types, each only once for each depth."""

    def __init__(self, call: str) -> None:
        self._call = call
        self._known: dict[tuple[ApiType, int], Shape] = {}

    def shape(self, type: ApiType, depth: int) -> Shape:  # noqa: A002
        """What a value of this type can be, with all that is not deeper in it than `depth`."""
        key = (type, depth)
        if key not in self._known:
            self._known[key] = self._made(type, depth)
        return self._known[key]

    def _made(self, type: ApiType, depth: int) -> Shape:  # noqa: A002
        if type.kind == services.STRING:
            values = type.enum
            return texts(values, self._call) if 0 < len(values) <= MAX_LITERALS else TEXT
        if type.kind in _SCALARS:
            return _SCALARS[type.kind]
        if depth == 0:
            return ANYTHING
        if type.kind == services.STRUCTURE:
            return self._structure(type, depth)
        assert type.element is not None, "it is a list or a map"
        element = self.shape(type.element, depth - 1)
        if type.kind == services.LIST:
            return list_of(element)
        return object_of({}, element.or_nothing, self._call)

    def _structure(self, type: ApiType, depth: int) -> Shape:  # noqa: A002
        fields: dict[str, Shape] = {}
        for name, member in type.members.items():
            shape = self.shape(member.type, depth - 1)
            if not member.required or member.others:
                shape = shape.or_nothing
            fields |= dict.fromkeys((name, *member.others), shape)
        rest = fields.pop("*", None)
        return object_of(fields, rest, self._call)
