"""Intrinsic functions over shapes: what a call yields, computed where its arguments are known.

Sources: the developer guide, "Intrinsic functions for JSONPath states", AWS's recorded answers, and
published observations of the service where it departs from the guide: `States.ArrayPartition`,
`ArrayRange` and `MathRandom` were seen to cut fractions off that the guide says are rounded, and
`States.ArrayContains` to compare texts. Where sources differ, both answers are possible here. A
call fails when an argument is of a type that AWS was seen, or is documented, to refuse.

Objects keep the order of their fields as a text; 1 and 1.0 are one number.
"""

from __future__ import annotations

import json
import math
from itertools import product
from typing import Final

from asllint.data.bindings import NOUNS, WRONG_TYPE, Fault, called
from asllint.data.outside import outside
from asllint.data.paths import read, window
from asllint.data.shape import (
    ANYTHING,
    ARRAY_KIND,
    BOOLEAN,
    BOOLEAN_KIND,
    EVERY,
    LIST,
    MAX_ITEMS,
    MAX_LITERALS,
    NEVER,
    NULL,
    NUMBER,
    NUMBER_KIND,
    OBJECT_KIND,
    OPEN,
    STRING_KIND,
    TEXT,
    Array,
    Object,
    Shape,
    UnknownValueError,
    array_of,
    join,
    list_of,
    numbers,
    of,
    texts,
)
from asllint.expressions.intrinsic.call import IntrinsicCall, Literal
from asllint.expressions.path import first_placeholder
from asllint.tables import intrinsics as table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from asllint.data.bindings import Bindings
    from asllint.expressions.intrinsic.call import Argument

    Number = int | float

MAX_CHARACTERS: Final = 10_000
"""So long a text is hashed, encoded and decoded ("up to 10,000 characters")."""
MAX_TEXT: Final = 262_144
"""A longer text is not computed: no state hands on more than 256 KiB."""
MAX_EXACT: Final = 2**53
"""A range between greater numbers is not computed."""
MAX_ENCODED: Final = 76
"""Of a longer text in Base64 it is not known whether it is broken into lines, as in MIME."""

_KINDS = {
    table.STRING: STRING_KIND, table.NUMBER: NUMBER_KIND, table.BOOLEAN: BOOLEAN_KIND,
    table.ARRAY: ARRAY_KIND, table.OBJECT: OBJECT_KIND,
}  # fmt: skip
_RESULTS = {
    table.ANY: ANYTHING, table.STRING: TEXT, table.NUMBER: NUMBER, table.BOOLEAN: BOOLEAN,
    table.ARRAY: LIST, table.OBJECT: OPEN,
}  # fmt: skip


def call(call: IntrinsicCall, bindings: Bindings, faults: list[Fault]) -> Shape:
    """What a call yields; NEVER where it fails for sure, with a fault that says why.

    A call that can not be right whatever the data is, as for a constant of the wrong type or one
    argument too many, yields all that the function can yield: what is wrong with it is wrong with
    its text (`expressions.intrinsic.checks`).
    """
    return _call(call, bindings, faults, 1)


def _call(call: IntrinsicCall, bindings: Bindings, faults: list[Fault], depth: int) -> Shape:
    function, given = call.function, len(call.arguments)
    if function is None or depth > table.MAX_NESTING:
        return ANYTHING  # of what is deeper the arguments were not read
    if given < function.minimum or (function.maximum is not None and given > function.maximum):
        return _RESULTS[function.returns]
    values = []
    for argument in call.arguments:
        value = _value(argument, bindings, faults, depth)
        if value.is_never:
            return NEVER
        values.append(value)
    before = len(faults)
    try:
        return _FUNCTIONS[call.name](_Given(call, values, faults))
    except _RefusedError:
        return NEVER if len(faults) > before else _RESULTS[function.returns]


def _value(argument: Argument, bindings: Bindings, faults: list[Fault], depth: int) -> Shape:
    if isinstance(argument, IntrinsicCall):
        return _call(argument, bindings, faults, depth + 1)
    if not isinstance(argument, Literal):
        return read(argument, bindings, faults)
    value = argument.value
    if isinstance(value, str) and first_placeholder(value, 0, len(value)) is not None:
        return TEXT
    return of(value)


class _RefusedError(Exception):
    """AWS surely refuses the arguments."""


class _Given:
    """The arguments of one call: how they are written, and what is known of their values."""

    __slots__ = ("call", "faults", "values")

    def __init__(self, call: IntrinsicCall, values: list[Shape], faults: list[Fault]) -> None:
        self.call = call
        self.values = values
        self.faults = faults

    def of_kind(self, index: int, kind: str) -> Shape:
        """The values of one kind among those that an argument can have; refused without any."""
        found = self.values[index].only(kind)
        if found.has_value:
            return found
        name = self.name(index)
        function = self.call.function
        signature = function.signature if function is not None else self.call.name
        raise self.refused(
            index,
            f'"{name}" of "{signature}" is {NOUNS[kind]}, and this is {called(self.values[index])}',
        )

    def array(self, index: int) -> Array:
        """The arrays among the values of an argument."""
        found = self.of_kind(index, ARRAY_KIND).array
        assert found is not None, "an array is one of the values"
        return found

    def object(self, index: int) -> Object:
        """The objects among the values of an argument."""
        found = self.of_kind(index, OBJECT_KIND).object
        assert found is not None, "an object is one of the values"
        return found

    def numbers(self, index: int) -> frozenset[Number] | None:
        """The numbers among the values of an argument; EVERY where there is no telling which."""
        found = self.of_kind(index, NUMBER_KIND).numbers
        return EVERY if found is EVERY or not all(map(math.isfinite, found)) else found

    def texts(self, index: int) -> frozenset[str] | None:
        """The texts among the values of an argument; EVERY where there is no telling which."""
        return self.of_kind(index, STRING_KIND).texts

    def refused(self, index: int, text: str) -> _RefusedError:
        """AWS refuses an argument; of a constant the reader of the call has said so."""
        argument = self.call.arguments[index]
        if not isinstance(argument, Literal):
            holder, name = self.values[index], self.name(index)
            fault = Fault(WRONG_TYPE, argument.start, argument.end, text, holder, name)
            self.faults.append(fault)
        return _RefusedError()

    def refused_together(self, text: str) -> _RefusedError:
        """AWS refuses the arguments, each of which could be right without the others."""
        call = self.call
        if not all(isinstance(one, Literal) for one in call.arguments):
            self.faults.append(Fault(WRONG_TYPE, call.start, call.end, text, name=call.name))
        return _RefusedError()

    def name(self, index: int) -> str | None:
        """What the function calls an argument."""
        function = self.call.function
        parameter = function.parameter(index) if function is not None else None
        return parameter[0] if parameter is not None else None


# --- numbers --------------------------------------------------------------------------------------


def _nearest(number: Number) -> set[int]:
    """The nearest whole numbers: two of them for a half."""
    return {math.floor(number + 0.5), math.ceil(number - 0.5)}


def _whole(number: Number) -> set[int]:
    """What becomes of a number where whole ones are wanted: it is rounded, or its rest cut off."""
    return _nearest(number) | {math.trunc(number)}


def _several(found: Iterable[Number]) -> Shape:
    """One of some numbers, unless they are too many to name."""
    one_of = frozenset(found)
    return numbers(one_of) if len(one_of) <= MAX_LITERALS else NUMBER


def _math_add(given: _Given) -> Shape:
    operands = []
    least, most = table.INT32
    for index in (0, 1):
        found = given.numbers(index)
        rounded = EVERY if found is EVERY else {one for each in found for one in _nearest(each)}
        if rounded is not EVERY:
            rounded = {one for one in rounded if least <= one <= most}
            if not rounded:
                raise given.refused(index, f"a number here is between {least:,} and {most:,}")
        operands.append(rounded)
    one, other = operands
    if one is EVERY or other is EVERY:
        return NUMBER
    sums = {first + second for first, second in product(one, other)}
    fitting = {each for each in sums if least <= each <= most}
    if not fitting:
        raise given.refused_together(f"the sum is not between {least:,} and {most:,}")
    return _several(fitting)


def _math_random(given: _Given) -> Shape:
    first, last = given.numbers(0), given.numbers(1)
    if len(given.values) > 2:
        given.of_kind(2, NUMBER_KIND)
    if first is EVERY or last is EVERY:
        return NUMBER
    start = min(min(_whole(one)) for one in first)
    end = max(max(_whole(one)) for one in last)
    if end <= start:
        raise given.refused_together(f"the end must be greater than the start, which is {start}")
    drawn = outside().whole(start, end)
    if drawn is not None:
        return drawn
    return _several(range(start, end)) if end - start <= MAX_LITERALS else NUMBER


def _array_range(given: _Given) -> Shape:
    operands = [given.numbers(index) for index in (0, 1, 2)]
    known = [one for one in operands if one is not EVERY and len(one) == 1]
    if len(known) < 3 or any(abs(one) > MAX_EXACT for (one,) in known):
        return list_of(NUMBER, 0, table.MAX_RANGE)
    first, last, step = (_whole(one) for (one,) in known)
    if step == {0}:
        raise given.refused(2, "a step of 0 never reaches the end")
    ranges = [
        range(start, end + (1 if by > 0 else -1), by)
        for start, end, by in product(first, last, step - {0})
    ]
    fitting = [one for one in ranges if len(one) <= table.MAX_RANGE]
    if not fitting:
        count = min(map(len, ranges))
        text = f"this range has {count:,} items, and {table.MAX_RANGE:,} are allowed"
        raise given.refused_together(text)
    return join(of([*one]) for one in fitting)


# --- arrays ---------------------------------------------------------------------------------------


def _array(given: _Given) -> Shape:
    return array_of(given.values)


def _array_length(given: _Given) -> Shape:
    return given.array(0).length


def _array_get_item(given: _Given) -> Shape:
    """An item; past the end null was seen, and a failure."""
    array, indices = given.array(0), given.numbers(1)
    if indices is EVERY:
        return join((array.element, NULL))
    whole = {way for one in indices for way in _whole(one)}
    fitting = {index for index in whole if index >= 0}
    if not fitting:
        raise given.refused(1, "an index counts from 0, and never from the end")
    return join(_item(array, index) for index in fitting)


def _item(array: Array, index: int) -> Shape:
    if index < array.least:
        return array.at(index)
    found = array.at(index) if array.most is None or index < array.most else NEVER
    return join((found, NULL))


def _array_partition(given: _Given) -> Shape:
    array, found = given.array(0), given.numbers(1)
    if found is EVERY:
        sizes = EVERY
    else:
        sizes = {way for one in found for way in _whole(one) if way >= 1}
        if not sizes:
            raise given.refused(1, "the size of a part is at least 1")
    if sizes is not EVERY and len(sizes) == 1 and array.least == array.most == len(array.items):
        (size,) = sizes
        starts = range(0, array.least, size)
        return array_of(Shape(array=window(array, start, start + size)) for start in starts)
    if array.element.is_never:
        return of([])
    part = Array((), array.element, 1, array.most if sizes is EVERY else max(sizes))
    least = 1 if array.least and sizes is EVERY else -(-array.least // max(sizes or {1}))
    most = None if array.most is None else -(-array.most // min(sizes or {1}))
    return list_of(Shape(array=part), least, most)


def _array_unique(given: _Given) -> Shape:
    """Its items, each once: AWS was seen to change their order."""
    array = given.array(0)
    element = array.element
    if element.is_never:
        return of([])
    if array.least == array.most == len(array.items) and all(one.is_known for one in array.items):
        count = len(frozenset(array.items))
        items = (element,) * count if count <= MAX_ITEMS else ()
        return Shape(array=Array(items, NEVER if items else element, count, count))
    return list_of(element, min(array.least, 1), array.most)


def _array_contains(given: _Given) -> Shape:
    array, wanted = given.array(0), given.values[1]
    known = wanted.is_known
    if known and _is_plain(wanted.value) and wanted in array.items[: array.least]:
        return of(True)
    written = _written(wanted)
    may = any(_may_be_equal(one, wanted, known, written) for one in (*array.items, array.rest))
    return BOOLEAN if may else of(False)


def _is_plain(value: object) -> bool:
    """Is there no object of several fields in a value? Their order has to be the same."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            if len(one) > 1:
                return False
            pending += one.values()
        elif isinstance(one, list):
            pending += one
    return True


def _may_be_equal(one: Shape, other: Shape, known: bool, written: set[str]) -> bool:
    """May two values be equal? AWS was seen to take the text "1" for the number.

    Of the other it is said whether it is known, and how it is `written`.
    """
    if one.anything or other.anything:
        return True
    if (one.array and other.array) or (one.object and other.object):
        return not (known and one.is_known) or one == other
    for first, second in ((one, other), (other, one)):
        if first.texts is EVERY and second.has_value:
            return True
        if first.texts and (second.array or second.object):
            return True
        if first.numbers is EVERY and (second.numbers is EVERY or second.numbers or second.texts):
            return True
    return bool(_written(one) & written)


def _written(shape: Shape) -> set[str]:
    """How the values that have no parts are written, where these are known."""
    found = {"null"} if shape.null else set()
    found |= {"true" if one else "false" for one in shape.booleans}
    found |= {_number_text(one) or repr(one) for one in shape.numbers or ()}
    return found | (shape.texts or set())


# --- texts ----------------------------------------------------------------------------------------


def _each(given: _Given, index: int, change: Callable[[str], Shape]) -> Shape:
    """What becomes of each text of an argument; some text where there is no telling which."""
    found = given.texts(index)
    return TEXT if found is EVERY else join(map(change, found))


def _short(given: _Given, index: int, found: Shape) -> Shape:
    if found.is_never:
        raise given.refused(index, f"more than {MAX_CHARACTERS:,} characters are refused")
    return found


def _bytes_of(text: str) -> bytes | None:
    """A text in UTF-8; None where that is not certain, and no bytes for one that is too long."""
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        return None
    units = len(text) + sum(one > "\uffff" for one in text)
    return encoded if units <= MAX_CHARACTERS else None


def _encoded(text: str) -> Shape:
    from base64 import b64encode

    if len(text) > MAX_CHARACTERS:
        return NEVER
    found = _bytes_of(text)
    encoded = None if found is None else b64encode(found).decode()
    return TEXT if encoded is None or len(encoded) > MAX_ENCODED else of(encoded)


def _decoded(text: str) -> Shape:
    """A text that is well formed; AWS was seen to read others, too."""
    from base64 import b64decode, b64encode

    if len(text) > MAX_CHARACTERS:
        return NEVER
    try:
        found = b64decode(text, validate=True)
        return of(found.decode()) if b64encode(found).decode() == text else TEXT
    except ValueError:
        return TEXT


def _base64_encode(given: _Given) -> Shape:
    return _short(given, 0, _each(given, 0, _encoded))


def _base64_decode(given: _Given) -> Shape:
    return _short(given, 0, _each(given, 0, _decoded))


def _hash(given: _Given) -> Shape:
    """The digest of a text; how other data becomes one was not recorded."""
    data, algorithms = given.values[0], given.texts(1)
    if algorithms is not EVERY:
        names = sorted(algorithms.intersection(table.HASH_ALGORITHMS))
        if not names:
            shown = " or ".join(f'"{name}"' for name in sorted(algorithms))
            raise given.refused(1, f"there is no hash algorithm {shown}")
    if algorithms is EVERY or data.texts is EVERY or not data.texts:
        return TEXT
    found = join(_digest(text, name) for text, name in product(data.texts, names))
    if data.kinds != (STRING_KIND,):
        return TEXT
    return _short(given, 0, found)


def _digest(text: str, algorithm: str) -> Shape:
    import hashlib

    if len(text) > MAX_CHARACTERS:
        return NEVER
    found = _bytes_of(text)
    if found is None:
        return TEXT
    name = algorithm.replace("-", "").lower()
    return of(hashlib.new(name, found, usedforsecurity=False).hexdigest())


def _string_split(given: _Given) -> Shape:
    """The pieces between separators: each character is one, and empty pieces are left out."""
    found, separators = given.texts(0), given.texts(1)
    if found is EVERY or separators is EVERY or "" in separators:
        return list_of(TEXT)
    if len(found) * len(separators) > MAX_LITERALS:
        return list_of(TEXT)
    return join(of([*_pieces(text, by)]) for text, by in product(found, separators))


def _pieces(text: str, separators: str) -> Iterator[str]:
    first = separators[0]
    plain = text.translate(dict.fromkeys(map(ord, separators), first))
    return filter(None, plain.split(first))


def _uuid(given: _Given) -> Shape:
    return outside().uuid


# --- JSON -----------------------------------------------------------------------------------------


def _string_to_json(given: _Given) -> Shape:
    """What a text is as JSON: a blank one is null (recorded).

    Nobody has seen that null and booleans are refused, as numbers, arrays and objects are.
    """
    value = given.values[0]
    if value.null or value.booleans:
        return ANYTHING
    found = _each(given, 0, _parsed)
    if found.is_never:
        raise given.refused(0, "the text is no JSON")
    return ANYTHING if found == TEXT else found


def _parsed(text: str) -> Shape:
    """NEVER for a text that is surely no JSON."""
    if not text.strip(" \t\r\n"):
        return NULL
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        return of(value) if _is_finite(value) else ANYTHING
    except json.JSONDecodeError as error:
        return ANYTHING if error.msg == "Extra data" else NEVER
    except (ValueError, RecursionError):
        return ANYTHING


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _is_finite(value: object) -> bool:
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, float) and not math.isfinite(one):
            return False
        if isinstance(one, dict):
            pending += one.values()
        elif isinstance(one, list):
            pending += one
    return True


def _json_to_string(given: _Given) -> Shape:
    return _texts_of(_json_texts(given.values[0]))


def _texts_of(found: set[str] | None) -> Shape:
    fits = found is not None and len(found) <= MAX_LITERALS and max(map(len, found)) <= MAX_TEXT
    return texts(found) if found is not None and fits else TEXT


def _json_texts(shape: Shape) -> set[str] | None:
    """The JSON texts of all values of a shape; None where they are not known."""
    if shape.anything or shape.numbers is EVERY or shape.texts is EVERY:
        return None
    found: list[str | None] = [*_plain_texts(shape)]
    found += (_json_text(text) for text in shape.texts)
    for kind in (ARRAY_KIND, OBJECT_KIND):
        part = shape.only(kind)
        if part.has_value:
            try:
                found.append(_json_text(part.value))
            except UnknownValueError:
                return None
    known = {one for one in found if one is not None}
    return known if len(found) == len(known) else None


def _plain_texts(shape: Shape) -> Iterator[str | None]:
    """How null, booleans and numbers are written."""
    if shape.null:
        yield "null"
    yield from ("true" if one else "false" for one in shape.booleans)
    yield from map(_number_text, shape.numbers or ())


def _json_text(value: object) -> str | None:
    """A value as JSON, as deep as shapes are; None where it is not certain how it is written."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        names = map(_quoted, value)
        items = (_json_text(item) for item in value.values())
        pairs = [f"{name}:{item}" for name, item in zip(names, items, strict=True) if name and item]
        return f"{{{','.join(pairs)}}}" if len(pairs) == len(value) else None
    assert isinstance(value, list), "JSON has no other values"
    parts = [part for item in value if (part := _json_text(item)) is not None]
    return f"[{','.join(parts)}]" if len(parts) == len(value) else None


def _number_text(number: Number) -> str | None:
    """How a number is written; None for one with an exponent, or a whole one with a point."""
    if isinstance(number, int):
        return str(number)
    plain = 1e-3 <= abs(number) < 1e7 and not number.is_integer()
    return repr(number) if plain else None


def _quoted(text: str) -> str | None:
    """A text in quotes; None for one with characters of which it is not certain how."""
    if any(one < " " and one not in "\b\f\n\r\t" for one in text) or not _is_utf8(text):
        return None
    return json.dumps(text, ensure_ascii=False)


def _is_utf8(text: str) -> bool:
    return not any("\ud800" <= one <= "\udfff" for one in text)


def _json_merge(given: _Given) -> Shape:
    """The fields of both objects, those of the second first: AWS merges one level only."""
    first, second = given.object(0), given.object(1)
    if given.values[2] == of(True):
        raise given.refused(2, 'AWS merges the first level only, and fails with "true"')
    names = dict.fromkeys((*first.fields, *second.fields))
    fields = {name: _over(second.get(name), first.get(name)) for name in names}
    answer = first.answer or second.answer
    return Shape(object=Object(fields, _over(second.rest, first.rest), answer))


def _over(upper: Shape, lower: Shape) -> Shape:
    """One value, or the other where that is absent."""
    return join((upper.present, lower)) if upper.nothing else upper


# --- templates of texts ---------------------------------------------------------------------------


def _format(given: _Given) -> Shape:
    """A template whose `{}` are replaced by values, in their order."""
    template, found = given.call.arguments[0], given.values[0].texts
    if found is EVERY or not found:
        return TEXT  # what AWS makes of a template that is no text was not recorded
    if isinstance(template, Literal):
        sources = [_pieces_of(template.source[1:-1])]
    elif any("\\" in one for one in found):
        return TEXT  # nor whether a backslash in data is one
    else:
        sources = [_pieces_of(one) for one in found]
    fitting = [one for one in sources if one is not None and len(one) == len(given.values)]
    if not fitting:
        raise given.refused(0, _misfit(sources[0], len(given.values) - 1))
    values = [_shown(*pair) for pair in zip(given.call.arguments, given.values, strict=True)][1:]
    known = [one for one in values if one is not None]
    if len(known) < len(values) or math.prod(map(len, (fitting, *known))) > MAX_LITERALS:
        return TEXT
    if sum(max(map(len, one)) for one in known) > MAX_TEXT:
        return TEXT
    filled = {_filled(one, way) for one in fitting for way in product(*known)}
    return _texts_of(filled)


def _pieces_of(template: str) -> list[str] | None:
    """The texts around the `{}` of a template; None where a brace has no partner."""
    pieces: list[str] = []
    piece: list[str] = []
    at = 0
    while at < len(template):
        char = template[at]
        if char in "{}":
            if not template.startswith("{}", at):
                return None
            pieces.append("".join(piece))
            piece = []
            at += 2
            continue
        if char == "\\":
            at += 1
        piece += template[at : at + 1]
        at += 1
    return [*pieces, "".join(piece)]


def _misfit(pieces: list[str] | None, values: int) -> str:
    if pieces is None:
        return 'a brace of the template belongs to no "{}"'
    holes = len(pieces) - 1
    follow = "value follows" if values < 2 else "values follow"
    return f'the template has {holes or "no"} "{{}}", and {values or "no"} {follow}'


def _shown(argument: Argument, shape: Shape) -> set[str] | None:
    """How the values of an argument stand in a template; None where that is not known.

    A text that `States.StringToJson` has read was seen to stand there in another way.
    """
    parsed = isinstance(argument, IntrinsicCall) and argument.name == "States.StringToJson"
    if shape.anything or shape.texts is EVERY or (parsed and shape.texts):
        return None
    rest = shape.without(STRING_KIND)
    others = _json_texts(rest) if rest.has_value else set()
    return None if others is None else others | shape.texts


def _filled(pieces: list[str], values: tuple[str, ...]) -> str:
    parts = [pieces[0]]
    for value, piece in zip(values, pieces[1:], strict=True):
        parts += (value, piece)
    return "".join(parts)


_FUNCTIONS: dict[str, Callable[[_Given], Shape]] = {
    "States.Array": _array,
    "States.ArrayContains": _array_contains,
    "States.ArrayGetItem": _array_get_item,
    "States.ArrayLength": _array_length,
    "States.ArrayPartition": _array_partition,
    "States.ArrayRange": _array_range,
    "States.ArrayUnique": _array_unique,
    "States.Base64Decode": _base64_decode,
    "States.Base64Encode": _base64_encode,
    "States.Format": _format,
    "States.Hash": _hash,
    "States.JsonMerge": _json_merge,
    "States.JsonToString": _json_to_string,
    "States.MathAdd": _math_add,
    "States.MathRandom": _math_random,
    "States.StringSplit": _string_split,
    "States.StringToJson": _string_to_json,
    "States.UUID": _uuid,
}
