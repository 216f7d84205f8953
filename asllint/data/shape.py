"""Shapes: what is known of a value.

A shape is a set of JSON values, described as a union with at most one part a kind: null,
booleans, numbers, texts, one array, one object; or anything at all. `nothing` beside it says that
there may be no value: a field that may be absent, an expression in JSONata that yields nothing.
Shapes are pure values: equal shapes are interchangeable, none knows where it came from.

A value that is known wholly is kept whole (`of`). Where shapes are joined the result is bounded
(`MAX_…`), so that joins take time in proportion to their operands and every chain of joins ends.
"""

from __future__ import annotations

import sys
from functools import reduce
from itertools import compress
from typing import Final

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Number = int | float

MAX_LITERALS: Final = 40
"""A joined shape names so many numbers, or texts; of more it knows the kind only."""
MAX_DEPTH: Final = 7
"""What lies deeper in a joined shape is anything."""
MAX_FIELDS: Final = 120
"""A joined object names so many fields; the others are in its rest."""
MAX_ITEMS: Final = 16
"""A joined array tells so many leading items apart."""
MAX_SIZE: Final = 262_144
"""What would be longer as JSON, its blanks and quotes left out, is anything: no state hands on more
than 256 KiB. A value that is put into itself again and again has no end otherwise."""
MAX_NUMBER: Final = sys.float_info.max
"""A whole number beyond it is some number: what becomes of it differs from reader to reader."""
MAX_NESTING: Final = 200
"""What lies deeper in any shape is anything."""

NULL_KIND, BOOLEAN_KIND, NUMBER_KIND = "null", "boolean", "number"
STRING_KIND, ARRAY_KIND, OBJECT_KIND = "string", "array", "object"
KINDS: Final = (NULL_KIND, BOOLEAN_KIND, NUMBER_KIND, STRING_KIND, ARRAY_KIND, OBJECT_KIND)
"""The kinds of JSON values, in the order in which messages name them."""

EVERY: Final = None
"""In place of a set of numbers or texts: there is no telling which."""

_NONE: frozenset[Any] = frozenset()
_BOTH = frozenset((False, True))


class UnknownValueError(Exception):
    """A shape stands for more than one value."""


class Array:
    """The arrays of a shape: `items` lead, every further item is a `rest`.

    There are `least` to `most` items, and no end where `most` is None. The shape of `items[i]`
    holds for arrays that are so long. No shape in an array has `nothing`.
    """

    __slots__ = ("_hash", "depth", "items", "least", "most", "rest", "size")

    def __init__(
        self, items: tuple[Shape, ...], rest: Shape, least: int = 0, most: int | None = None
    ) -> None:
        if rest.is_never and (most is None or most > len(items)):
            most = len(items)
        if most is not None and most <= len(items):
            items, rest = items[:most], NEVER
        while items and items[-1] == rest:  # one array has one way to be written
            items = items[:-1]
        self.items = items
        self.rest = rest
        """What follows the leading items; NEVER where nothing does."""
        self.least = least
        self.most = most
        self.depth: int = 1 + max(rest.depth, max((item.depth for item in items), default=0))
        self.size: int = 1 + rest.size + sum([item.size for item in items])
        self._hash = hash((items, rest, least, most))

    def at(self, index: int) -> Shape:
        """The item at an index from 0 on, given that the array is so long (else NEVER)."""
        return self.items[index] if index < len(self.items) else self.rest

    @property
    def is_any(self) -> bool:
        """Does it stand for every array?"""
        return self.rest.anything and not self.items and self.least == 0 and self.most is None

    @property
    def element(self) -> Shape:
        """What any of its items is; NEVER for an empty array."""
        return join((*self.items, self.rest))

    @property
    def length(self) -> Shape:
        """How many items it has, as a number."""
        if self.most is not None and self.most - self.least < MAX_LITERALS:
            return numbers(range(self.least, self.most + 1))
        return NUMBER

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Array)
            and self._hash == other._hash
            and (self.least, self.most) == (other.least, other.most)
            and self.items == other.items
            and self.rest == other.rest
        )

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Array({self.items!r}, {self.rest!r}, {self.least}, {self.most})"


class Object:
    """The objects of a shape: the fields that have a name, and a `rest` for every other name.

    A field whose shape has `nothing` may be absent; one that is only `nothing` surely is. The rest
    always has `nothing`; where it is `NOTHING` the object is closed. `answer` names the call of a
    service whose documented answer says so (`dynamodb:getItem`), None for what the definition says.
    """

    __slots__ = ("_hash", "answer", "depth", "fields", "rest", "size")

    def __init__(
        self, fields: Mapping[str, Shape], rest: Shape | None = None, answer: str | None = None
    ) -> None:
        self.rest = NOTHING if rest is None else rest.or_nothing
        self.fields = {name: shape for name, shape in fields.items() if shape != self.rest}
        """Nobody changes it."""
        self.answer = answer
        deepest = max((shape.depth for shape in self.fields.values()), default=0)
        self.depth: int = 1 + max(self.rest.depth, deepest)
        lengths = sum([len(name) + shape.size for name, shape in self.fields.items()])
        self.size: int = 1 + self.rest.size + lengths
        self._hash = hash((frozenset(self.fields.items()), self.rest, answer))

    @property
    def is_any(self) -> bool:
        """Does it stand for every object, and is nothing said of where it comes from?"""
        return self.rest.anything and not self.fields and self.answer is None

    @property
    def is_closed(self) -> bool:
        """Does it have no other fields than those named?"""
        return self.rest == NOTHING

    def get(self, name: str) -> Shape:
        """A field, with `nothing` where it may be absent."""
        return self.fields.get(name, self.rest)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields that it has, or may have."""
        return tuple(name for name, shape in self.fields.items() if not shape.is_nothing)

    @property
    def required(self) -> frozenset[str]:
        """The names of the fields that it always has."""
        return frozenset(name for name, shape in self.fields.items() if not shape.nothing)

    def having(self, name: str, shape: Shape) -> Object:
        """The same with a field set (or taken away, by `NOTHING`)."""
        return Object({**self.fields, name: shape}, self.rest, self.answer)

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Object)
            and self._hash == other._hash
            and self.answer == other.answer
            and self.rest == other.rest
            and self.fields == other.fields
        )

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Object({self.fields!r}, {self.rest!r}, {self.answer!r})"


class Shape:
    """A set of JSON values, and whether there may be none (`nothing`). Never changed.

    `anything`: every value; the other parts are empty then. `numbers` and `texts` are sets of
    literals, or `EVERY`. `answer` names the call of a service of whose documented answer the texts
    are the enumeration, as in `Object`. `depth` is how many arrays and objects are in each other,
    `size` how long it is as JSON, roughly: what has more than `MAX_NESTING` and `MAX_SIZE` is
    anything.
    """

    __slots__ = (
        "_hash", "answer", "anything", "array", "booleans", "depth", "nothing", "null", "numbers",
        "object", "size", "texts",
    )  # fmt: skip

    def __init__(
        self,
        *,
        null: bool = False,
        booleans: frozenset[bool] = _NONE,
        numbers: frozenset[Number] | None = _NONE,
        texts: frozenset[str] | None = _NONE,
        array: Array | None = None,
        object: Object | None = None,  # noqa: A002
        anything: bool = False,
        nothing: bool = False,
        answer: str | None = None,
    ) -> None:
        depth = max(0 if array is None else array.depth, 0 if object is None else object.depth)
        size = (0 if array is None else array.size) + (0 if object is None else object.size)
        any_scalar = null and len(booleans) == 2 and numbers is EVERY and texts is EVERY
        any_other = array is not None and array.is_any and object is not None and object.is_any
        too_much = depth > MAX_NESTING or size > MAX_SIZE
        everything = anything or too_much or (any_scalar and any_other)
        self.anything: bool = everything
        self.null: bool = null and not everything
        self.booleans: frozenset[bool] = _NONE if everything else booleans
        self.numbers: frozenset[Number] | None = _NONE if everything else numbers
        self.texts: frozenset[str] | None = _NONE if everything else texts
        self.array: Array | None = None if everything else array
        self.object: Object | None = None if everything else object
        self.depth: int = 0 if everything else depth
        self.size: int = 1 if everything else size + (max(map(len, texts)) if texts else 1)
        self.nothing = nothing
        self.answer = answer if self.texts else None
        self._hash = hash(
            (everything, self.null, self.booleans, self.numbers, self.texts, self.array,
             self.object, nothing, self.answer)
        )  # fmt: skip

    # --- what it is -------------------------------------------------------------------------------

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of values in it, in the order of `KINDS`."""
        if self.anything:
            return KINDS
        there = (
            self.null, self.booleans, self.numbers is EVERY or self.numbers,
            self.texts is EVERY or self.texts, self.array is not None, self.object is not None,
        )  # fmt: skip
        return tuple(compress(KINDS, there))

    @property
    def is_never(self) -> bool:
        """Is there neither a value nor the lack of one? What fails for sure yields this."""
        return not self.nothing and not self.has_value

    @property
    def is_nothing(self) -> bool:
        """Is there surely no value?"""
        return self.nothing and not self.has_value

    @property
    def has_value(self) -> bool:
        """May there be a value?"""
        literals = self.null or self.booleans or self.numbers or self.texts
        unknown = self.anything or self.numbers is EVERY or self.texts is EVERY
        return bool(literals) or unknown or self.array is not None or self.object is not None

    @property
    def value(self) -> Any:
        """The one value that it stands for, as `json` has it.

        Raises `UnknownValueError` where that is not one.
        """
        if self.anything or self.nothing or len(self.kinds) != 1:
            raise UnknownValueError
        if self.null:
            return None
        for literals in (self.booleans, self.numbers, self.texts):
            if literals is EVERY or len(literals) > 1:
                raise UnknownValueError
            if literals:
                return next(iter(literals))
        if self.array is not None:
            array = self.array
            if array.least != array.most or array.most > len(array.items):
                raise UnknownValueError
            return [item.value for item in array.items]
        assert self.object is not None, "one kind is there"
        if not self.object.is_closed:
            raise UnknownValueError
        return {name: shape.value for name, shape in self.object.fields.items()}

    @property
    def is_known(self) -> bool:
        """Does it stand for one value?"""
        try:
            self.value  # noqa: B018
        except UnknownValueError:
            return False
        return True

    # --- other shapes made of it ------------------------------------------------------------------

    @property
    def present(self) -> Shape:
        """The same, given that there is a value."""
        return self if not self.nothing else self._with(nothing=False)

    @property
    def or_nothing(self) -> Shape:
        """The same, or no value."""
        return self if self.nothing else self._with(nothing=True)

    def only(self, *kinds: str) -> Shape:
        """Its values of some kinds; without `nothing`."""
        every = self.anything
        booleans, literals = (_BOTH, EVERY) if every else (self.booleans, self.numbers)
        return Shape(
            null=(every or self.null) and NULL_KIND in kinds,
            booleans=booleans if BOOLEAN_KIND in kinds else _NONE,
            numbers=literals if NUMBER_KIND in kinds else _NONE,
            texts=(EVERY if every else self.texts) if STRING_KIND in kinds else _NONE,
            array=(LIST if every else self).array if ARRAY_KIND in kinds else None,
            object=(OPEN if every else self).object if OBJECT_KIND in kinds else None,
            answer=self.answer,
        )

    def without(self, *kinds: str) -> Shape:
        """Its values of all other kinds, and its `nothing`."""
        rest = self.only(*(kind for kind in KINDS if kind not in kinds))
        return rest.or_nothing if self.nothing else rest

    def _with(self, *, nothing: bool) -> Shape:
        return Shape(
            null=self.null, booleans=self.booleans, numbers=self.numbers, texts=self.texts,
            array=self.array, object=self.object, anything=self.anything, nothing=nothing,
            answer=self.answer,
        )  # fmt: skip

    # --- what is in it ----------------------------------------------------------------------------

    def contains(self, value: object) -> bool:
        """Is a value, as `json` has it, one of those that it stands for?"""
        if self.anything:
            return True
        if value is None:
            return self.null
        if isinstance(value, bool):
            return value in self.booleans
        if isinstance(value, int | float):
            return self.numbers is EVERY or value in self.numbers
        if isinstance(value, str):
            return self.texts is EVERY or value in self.texts
        if isinstance(value, list):
            return self.array is not None and _array_contains(self.array, value)
        assert isinstance(value, dict), "JSON has no other values"
        return self.object is not None and _object_contains(self.object, value)

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Shape)
            and self._hash == other._hash
            and self.anything == other.anything
            and self.nothing == other.nothing
            and self.null == other.null
            and self.booleans == other.booleans
            and self.numbers == other.numbers
            and self.texts == other.texts
            and self.answer == other.answer
            and self.array == other.array
            and self.object == other.object
        )

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        if self.anything:
            return "ANYTHING.or_nothing" if self.nothing else "ANYTHING"
        parts = {
            "null": self.null, "booleans": self.booleans, "numbers": self.numbers,
            "texts": self.texts, "array": self.array, "object": self.object,
            "nothing": self.nothing, "answer": self.answer,
        }  # fmt: skip
        shown = (
            f"{name}={part!r}"
            for name, part in parts.items()
            if part or (part is EVERY and name in ("numbers", "texts"))
        )
        return f"Shape({', '.join(shown)})"


def _array_contains(array: Array, value: list[object]) -> bool:
    return (
        array.least <= len(value)
        and (array.most is None or len(value) <= array.most)
        and all(array.at(index).contains(item) for index, item in enumerate(value))
    )


def _object_contains(shape: Object, value: dict[str, object]) -> bool:
    return shape.required <= value.keys() and all(
        shape.get(name).contains(item) for name, item in value.items()
    )


NEVER: Final = Shape()
"""No value, and not the lack of one: what is never reached, or has failed."""
NOTHING: Final = Shape(nothing=True)
"""Surely no value."""
ANYTHING: Final = Shape(anything=True)
"""Any value; that nothing is known of it."""
MAYBE: Final = Shape(anything=True, nothing=True)
"""Any value, or none."""
NULL: Final = Shape(null=True)
BOOLEAN: Final = Shape(booleans=_BOTH)
NUMBER: Final = Shape(numbers=EVERY)
TEXT: Final = Shape(texts=EVERY)
LIST: Final = Shape(array=Array((), ANYTHING))
"""Any array."""
OPEN: Final = Shape(object=Object({}, MAYBE))
"""Any object."""
EMPTY: Final = Shape(object=Object({}))
"""The object without fields."""


# --- making shapes --------------------------------------------------------------------------------


def of(value: object) -> Shape:
    """The shape of exactly one value, as `json` has it."""
    return _of(value, MAX_NESTING)


def _of(value: object, depth: int) -> Shape:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return Shape(booleans=frozenset((value,)))
    if isinstance(value, int | float):
        return numbers((value,))
    if isinstance(value, str):
        return Shape(texts=frozenset((value,)))
    if depth == 0:
        return ANYTHING
    if isinstance(value, list | tuple):
        return array_of([_of(item, depth - 1) for item in value])
    assert isinstance(value, dict), "JSON has no other values"
    return object_of({name: _of(item, depth - 1) for name, item in value.items()})


def numbers(values: Iterable[Number]) -> Shape:
    """One of some numbers; any number where one of them is larger than `MAX_NUMBER`."""
    found = frozenset(values)
    too_large = any(isinstance(one, int) and abs(one) > MAX_NUMBER for one in found)
    return NUMBER if too_large else Shape(numbers=found)


def texts(values: Iterable[str], answer: str | None = None) -> Shape:
    """One of some texts, be it the enumeration of a service's `answer`."""
    return Shape(texts=frozenset(values), answer=answer)


def array_of(items: Iterable[Shape]) -> Shape:
    """An array of exactly these items; NEVER where one of them never comes to be."""
    leading = tuple(items)
    if any(item.is_never for item in leading):
        return NEVER
    return Shape(array=Array(leading, NEVER, len(leading)))


def list_of(element: Shape, least: int = 0, most: int | None = None) -> Shape:
    """An array of `least` to `most` items that are all alike."""
    if element.is_never:
        return array_of(()) if least == 0 else NEVER
    return Shape(array=Array((), element.present, least, most))


def object_of(
    fields: Mapping[str, Shape], rest: Shape | None = None, answer: str | None = None
) -> Shape:
    """An object with these fields, and no others unless `rest` says what they are.

    NEVER where one of the fields never comes to be.
    """
    if any(shape.is_never for shape in fields.values()):
        return NEVER
    return Shape(object=Object(fields, rest, answer))


# --- joining --------------------------------------------------------------------------------------


def join(shapes: Iterable[Shape]) -> Shape:
    """What is known of a value that has one of some shapes; NEVER for no shapes.

    It contains whatever any of them contains; it does not matter in which order two are joined.
    """
    return reduce(_join, dict.fromkeys(shapes), NEVER)


def _join(one: Shape, other: Shape, depth: int = MAX_DEPTH) -> Shape:
    if one is other or one == other or other.is_never:
        return one
    if one.is_never:
        return other
    nothing = one.nothing or other.nothing
    if one.anything or other.anything:
        return MAYBE if nothing else ANYTHING
    if depth == 0 and (one.array or one.object or other.array or other.object):
        return MAYBE if nothing else ANYTHING
    texts = _join_literals(one.texts, other.texts)
    return Shape(
        null=one.null or other.null,
        booleans=one.booleans | other.booleans,
        numbers=_join_literals(one.numbers, other.numbers),
        texts=texts,
        array=_join_arrays(one.array, other.array, depth - 1),
        object=_join_objects(one.object, other.object, depth - 1),
        nothing=nothing,
        # With a text that is in no enumeration, the texts are none.
        answer=_first_answer(shape for shape in (one, other) if shape.texts == texts),
    )


def _first_answer(parts: Iterable[Shape | Object]) -> str | None:
    return min((part.answer for part in parts if part.answer is not None), default=None)


def _join_literals(one: frozenset[Any] | None, other: frozenset[Any] | None) -> Any:
    if one is EVERY or other is EVERY:
        return EVERY
    both = one | other
    # What is in one of them already does not grow.
    return both if len(both) <= MAX_LITERALS or both in (one, other) else EVERY


def _join_arrays(one: Array | None, other: Array | None, depth: int) -> Array | None:
    if one is None or other is None or one == other:
        return one or other
    lead = min(MAX_ITEMS, max(len(one.items), len(other.items)))
    items = tuple(_join(one.at(index), other.at(index), depth) for index in range(lead))
    rest = _join(_join_rest(one, lead, depth), _join_rest(other, lead, depth), depth)
    most = None if one.most is None or other.most is None else max(one.most, other.most)
    return Array(items, rest, min(one.least, other.least), most)


def _join_rest(array: Array, lead: int, depth: int) -> Shape:
    """What an item behind the leading ones is."""
    rest = array.rest
    for item in array.items[lead:]:
        rest = _join(rest, item, depth)
    return rest


def _join_objects(one: Object | None, other: Object | None, depth: int) -> Object | None:
    if one is None or other is None or one == other:
        return one or other
    rest = _join(one.rest, other.rest, depth)
    names = dict.fromkeys((*one.fields, *other.fields))
    fields = {name: _join(one.get(name), other.get(name), depth) for name in names}
    if len(fields) > MAX_FIELDS:
        for name in sorted(fields)[MAX_FIELDS:]:
            rest = _join(rest, fields.pop(name), depth)
    # Partly documented is documented: what is said of it is as sure as documentation.
    return Object(fields, rest, _first_answer((one, other)))


# --- widening -------------------------------------------------------------------------------------


def widen(before: Shape, after: Shape) -> Shape:
    """A shape that contains both, and that a chain of widenings leaves unchanged soon.

    What has grown since `before` is given up: literals become their kind, lengths lose their end.
    """
    joined = _join(before, after)
    return joined if joined == before else _widened(before, joined)


def _widened(before: Shape, after: Shape) -> Shape:
    if before == after or after.anything:
        return after
    return Shape(
        null=after.null,
        booleans=after.booleans,
        numbers=after.numbers if after.numbers == before.numbers else EVERY,
        texts=after.texts if after.texts == before.texts else EVERY,
        array=_widened_array(before.array, after.array),
        object=_widened_object(before.object, after.object),
        nothing=after.nothing,
        answer=after.answer,
    )


def _widened_array(before: Array | None, after: Array | None) -> Array | None:
    if before is None or after is None or before == after:
        return after
    if (before.least, before.most) == (after.least, after.most) and len(before.items) == len(
        after.items
    ):
        items = tuple(map(_widened, before.items, after.items))
        return Array(items, _widened(before.rest, after.rest), after.least, after.most)
    least = after.least if after.least == before.least else 0
    most = after.most if after.most == before.most else None
    return Array((), _widened(before.element, after.element), least, most)


def _widened_object(before: Object | None, after: Object | None) -> Object | None:
    if before is None or after is None or before == after:
        return after
    fields = {name: _widened(before.get(name), shape) for name, shape in after.fields.items()}
    return Object(fields, _widened(before.rest, after.rest), after.answer)
