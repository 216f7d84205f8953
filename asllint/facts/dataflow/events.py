"""The input that rules, schedules and pipes of EventBridge start a machine with, as a shape.

Sources: EventBridge user guide, "AWS service event metadata", "Event patterns", "Arrays in event
patterns", "Input transformation", "Batching and concurrency" of Pipes; EventBridge Scheduler user
guide, "Adding context attributes". What is in `detail` no table says: that is what the pattern
demands, and anything else.
"""

from __future__ import annotations

import re

from asllint.data.bindings import Bindings
from asllint.data.paths import look
from asllint.data.shape import (
    ANYTHING,
    EMPTY,
    LIST,
    MAYBE,
    NOTHING,
    NULL,
    NUMBER,
    OBJECT_KIND,
    STRING_KIND,
    TEXT,
    Shape,
    join,
    list_of,
    object_of,
    of,
    texts,
)
from asllint.data.templates import computed
from asllint.expressions.path import read_path
from asllint.hosts.starts import ANY, EVENT, PIPE, RULE_SCHEDULE
from asllint.syntax.json import read_json
from asllint.syntax.node import Mapping, Scalar, Sequence, has_placeholder, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from asllint.hosts.starts import Start
    from asllint.syntax.node import Node

_TEXTS = ("version", "id", "detail-type", "source", "account", "time", "region")
_STRING_PARTS = r'(\\.|"|<[^<>"\s]++>)'
"""What is escaped, where a string begins or ends, a name."""
_VARIABLE = r"<[^<>\s]++>"
_MARK = "\ue000"
_MATCHED = {
    "prefix": TEXT, "suffix": TEXT, "wildcard": TEXT, "equals-ignore-case": TEXT, "cidr": TEXT,
    "numeric": NUMBER,
}  # fmt: skip
"""What a value is that one of the comparisons of a pattern lets through."""


def shape_of(start: Start) -> Shape:
    """What a machine is started with."""
    if start.kind == ANY:
        return ANYTHING
    if start.input is not None:
        return _given(start.input)
    if start.kind == PIPE:
        return list_of(_transformed(start, ANYTHING), least=1)
    if start.kind not in (EVENT, RULE_SCHEDULE):
        return ANYTHING  # the default notification of a schedule is not documented
    event = _event(start)
    if start.template is not None:
        return _transformed(start, event)
    if start.input_path is not None:
        text = string_of(start.input_path)
        found = MAYBE if text is None else _at(text, event)
        return ANYTHING if found.nothing else found
    return event


# --- the event ------------------------------------------------------------------------------------


def _event(start: Start) -> Shape:
    """The event as a whole; an archive that replays it adds its name."""
    detail: Shape = Shape(object=object_of({}, MAYBE).object)
    fields = dict.fromkeys(_TEXTS, TEXT) | {"resources": list_of(TEXT), "detail": detail}
    if start.kind == RULE_SCHEDULE:
        fields |= {"source": of("aws.events"), "detail-type": of("Scheduled Event")}
        fields["detail"] = EMPTY
    pattern = start.pattern
    if isinstance(pattern, Scalar) and isinstance(pattern.value, str):
        pattern = read_json(pattern.value)[0]
    if isinstance(pattern, Mapping):
        for name in ("source", "detail-type", "account", "region"):
            found = _matched(pattern.get(name)).only(STRING_KIND)
            fields[name] = found if found.has_value else fields[name]
        found = _matched(pattern.get("detail")).only(OBJECT_KIND)
        fields["detail"] = found if found.has_value else fields["detail"]
    return object_of({**fields, "replay-name": TEXT.or_nothing})


def _matched(node: Node | None) -> Shape:
    """What a field can be that a pattern has let through, with `nothing` where it may be absent."""
    if isinstance(node, Mapping):
        fields = {key: _matched(pair.value) for key, pair in node.fields.items() if key != "$or"}
        inner = object_of({k: v for k, v in fields.items() if not has_placeholder(k)}, MAYBE)
        if all(shape.nothing for shape in fields.values()):
            return MAYBE
        return join((inner, LIST))  # of an array one item has to match
    if not isinstance(node, Sequence) or not node.items:
        return MAYBE
    found = join(_let_through(item) for item in node.items)
    return join((found, LIST)) if found.has_value else found


def _let_through(item: Node) -> Shape:
    """What one item of a pattern lets through."""
    if isinstance(item, Scalar):
        value = item.value
        if isinstance(value, str):
            return TEXT if has_placeholder(value) else texts((value,))
        return NULL if value is None else of(value)
    if not isinstance(item, Mapping) or len(item.fields) != 1:
        return MAYBE
    (name, pair), *_ = item.fields.items()
    if name == "exists" and isinstance(pair.value, Scalar):
        return ANYTHING if pair.value.value is True else NOTHING
    return _MATCHED.get(name, MAYBE)


# --- what is made of it ---------------------------------------------------------------------------


def _given(node: Node) -> Shape:
    """An input that is written out: a text with JSON, or an object."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return _read(node.value, lambda _: TEXT)
    return computed(node, _constant)


def _constant(scalar: Scalar) -> Shape:
    value = scalar.value
    unknown = isinstance(value, str) and (has_placeholder(value) or "<aws." in value)
    return TEXT if unknown else of(value)


def _transformed(start: Start, event: Shape) -> Shape:
    """What `InputTemplate` makes of the event."""
    if start.template is None:
        return event
    node = start.template
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        return ANYTHING
    paths = start.paths.fields if isinstance(start.paths, Mapping) else {}

    def variable(name: str) -> Shape:
        text = string_of(paths[name].value) if name in paths else None
        found = MAYBE if text is None else _at(text, event)
        return ANYTHING if found.nothing else found

    return _read(node.value, variable)


def _read(text: str, variable: Callable[[str], Shape]) -> Shape:
    """A text with JSON, in which `<name>` stands for something; in a text it is part of that."""
    node, problems = read_json(_quoted(text))
    if problems:
        return ANYTHING

    def value(scalar: Scalar) -> Shape:
        found = scalar.value
        if isinstance(found, str) and found.startswith(_MARK):
            return variable(found[1:])
        if isinstance(found, str) and re.search(_VARIABLE, found):
            return TEXT
        return _constant(scalar)

    return computed(node, value)


def _quoted(text: str) -> str:
    """The text with its `<name>` as marked strings, but for those that are in a string."""
    parts = re.split(_STRING_PARTS, text)
    quoted = False
    for number, part in enumerate(parts):
        if part == '"':
            quoted = not quoted
        elif not quoted and part[:1] == "<":
            parts[number] = f'"{_MARK}{part[1:-1]}"'
    return "".join(parts)


def _at(text: str, event: Shape) -> Shape:
    """What stands at a path in the event, with `nothing` where there may be nothing."""
    path, mistakes = read_path(text)
    if mistakes or path.root != "$":
        return MAYBE
    return look(path, Bindings(event, ANYTHING, {}))
