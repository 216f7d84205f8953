"""Names in expressions of DynamoDB: `#name` and `:value`, and the objects that say what they are.

Source: Amazon DynamoDB developer guide, "Expression attribute names (aliases)" and "Using
expression attribute values".
"""

from __future__ import annotations

import re

from asllint.ide.completion.items import FIELD, VALUE, Offer
from asllint.ide.template import Stop, Text
from asllint.syntax.node import Mapping, Scalar, Sequence, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.ide.completion.cursor import Cursor
    from asllint.ide.template import Fillable, Key
    from asllint.ide.where import Where
    from asllint.syntax.node import Node

_TABLES = {"ExpressionAttributeNames": "#", "ExpressionAttributeValues": ":"}
"""The parameters that say what the names are, with what these begin with."""
_NAME = r"[#:][A-Za-z0-9_]*"


def names_in_expression(cursor: Cursor, where: Where) -> Iterator[Offer]:
    """What an expression can name: what the object beside it has."""
    key = (cursor.key or "").removesuffix(".$")
    text, at = cursor.text.text, cursor.at
    typed = re.search(rf"{_NAME}\Z", text[:at])
    if not key.endswith("Expression") or typed is None:
        return
    around = _at(where, where.inside)
    for parameter, sign in _TABLES.items():
        table = around.get(parameter) if isinstance(around, Mapping) else None
        if typed[0][0] != sign or not isinstance(table, Mapping):
            continue
        rest = re.compile(r"\w*").match(text, at)
        for name, pair in table.fields.items():
            if name.startswith(sign):
                offer = Offer(name, VALUE, name, detail=_detail(pair.value), word=True, rank=2)
                offer.place = typed.start(), rest.end() if rest else at
                yield offer


def names_to_explain(cursor: Cursor, where: Where) -> Iterator[Offer]:
    """The names that expressions use and that the object around the cursor does not have yet."""
    sign = _TABLES.get(str(where.inside[-1])) if where.inside else None
    around = _at(where, where.inside[:-1])
    if sign is None or not isinstance(around, Mapping):
        return
    used: dict[str, None] = {}
    for key, pair in around.fields.items():
        text = string_of(pair.value)
        if key.removesuffix(".$").endswith("Expression") and text:
            used.update(dict.fromkeys(re.findall(rf"(?<![\w:#]){sign}[A-Za-z0-9_]+", text)))
    for name in used:
        if name not in cursor.frames[-1].fields:
            held: dict[Key, Fillable] = {Text(Stop("S")): Text(Stop())}
            value: Fillable = Text(Stop()) if sign == "#" else held
            yield Offer(name, FIELD, value, key=name, detail="named in an expression", rank=1)


def _at(where: Where, keys: tuple[str | int | None, ...]) -> Node | None:
    """The value under some keys of the arguments of the call around the cursor."""
    if where.state is None or where.field is None or where.caller != "Task":
        return None
    node = where.state.field(where.field.name)
    for key in keys:
        if isinstance(node, Mapping):
            node = node.get(str(key))
        elif isinstance(node, Sequence) and isinstance(key, int) and key < len(node.items):
            node = node.items[key]
        else:
            return None
    return node


def _detail(node: Node) -> str:
    """What a name stands for, where that is one word."""
    if isinstance(node, Mapping) and len(node.pairs) == 1:
        return f"{node.pairs[0].key.value}: {_detail(node.pairs[0].value)}".rstrip(": ")
    return str(node.value) if isinstance(node, Scalar) else ""
