"""What somebody declares of the data that come from outside: inputs, and answers of Tasks.

Plain values, made by whoever reads schemas, examples, mock files and recorded executions.
"""

from __future__ import annotations

from asllint.data.shape import (
    ANYTHING,
    BOOLEAN,
    LIST,
    MAYBE,
    NUMBER,
    OPEN,
    TEXT,
    Array,
    Object,
    Shape,
    join,
    list_of,
    object_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

QUOTE = '"'
SCHEMA, EXAMPLES, FOUND = "schema", "examples", "found"
"""How sure it is: what a schema says holds; examples are some of many; what was merely found where
such files are by convention may be for something else."""

MAX_NESTING = 200
"""What lies deeper in an example is anything."""


class Declared:
    """What is declared of one value.

    `shape` is what surely may be assumed; `strict` is what it is if examples show all there is.
    """

    __slots__ = ("kind", "origin", "shape", "strict")

    def __init__(
        self, shape: Shape, origin: str, kind: str = SCHEMA, strict: Shape | None = None
    ) -> None:
        self.shape = shape
        self.strict = shape if strict is None else strict
        self.origin = origin
        """Where that is said, for messages: `"events/order.json"`, `4 examples`."""
        self.kind = kind

    @property
    def said(self) -> str:
        """Who says it, and how: `"order.schema.json" says`, `4 examples show`."""
        verb = "say" if self.kind == SCHEMA else "show"
        return f"{self.origin} {verb}{'s' if self.origin.endswith(QUOTE) else ''}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Declared) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self._all())

    def _all(self) -> tuple[object, ...]:
        return self.shape, self.strict, self.origin, self.kind

    def __repr__(self) -> str:
        return f"Declared({self.shape!r}, {self.origin!r}, {self.kind!r})"


class Declarations:
    """All that is declared for one definition."""

    __slots__ = ("functions", "input", "states")

    def __init__(
        self,
        input: Declared | None = None,  # noqa: A002
        states: Mapping[str, Declared] | None = None,
        functions: Mapping[str, Declared] | None = None,
    ) -> None:
        self.input = input
        """The input of an execution."""
        self.states = dict(states or {})
        """By the name of a Task, its whole result."""
        self.functions = dict(functions or {})
        """By a name of a function (`facts.dataflow.outside.names_of_function`), what it returns."""

    def __bool__(self) -> bool:
        return bool(self.input or self.states or self.functions)

    def __or__(self, other: Declarations) -> Declarations:
        """Both together; of one value the other says more, if it does."""
        return Declarations(
            other.input or self.input,
            self.states | other.states,
            self.functions | other.functions,
        )

    def __iter__(self) -> Any:
        yield from () if self.input is None else (self.input,)
        yield from self.states.values()
        yield from self.functions.values()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Declarations) and (
            (self.input, self.states, self.functions)
            == (other.input, other.states, other.functions)
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Declarations({self.input!r}, {self.states!r}, {self.functions!r})"


class DeclaredAnswers:
    """What Tasks and functions answer, as one solution assumes it; equal ones are the same."""

    __slots__ = ("_hash", "functions", "states")

    def __init__(self, states: dict[str, Shape], functions: dict[str, Shape]) -> None:
        self.states = states
        self.functions = functions
        self._hash = hash((frozenset(states.items()), frozenset(functions.items())))

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, DeclaredAnswers)
            and self._hash == other._hash
            and (self.states, self.functions) == (other.states, other.functions)
        )

    def __hash__(self) -> int:
        return self._hash


# --- examples -------------------------------------------------------------------------------------


def of_examples(values: Iterable[Any], origin: str, kind: str = EXAMPLES) -> Declared:
    """What some examples, as `json` has them, show of a value.

    Its kinds of values may be assumed, and no more: what an example lacks may come, what it has may
    be absent. Taken strictly, a field that is in none of them does not come, and one that all of
    them have always does. Of null, and of what would stand in an empty list or object, nobody
    knows anything.
    """
    values = list(values)
    strict = join(_general(value, MAX_NESTING, strict=True) for value in values)
    shape = join(_general(value, MAX_NESTING, strict=False) for value in values)
    return Declared(shape, origin, kind, strict)


def _general(value: Any, depth: int, *, strict: bool) -> Shape:
    if value is None or depth == 0:
        return ANYTHING
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, int | float):
        return NUMBER
    if isinstance(value, str):
        return TEXT
    if isinstance(value, list):
        if not value:
            return LIST
        return list_of(join(_general(item, depth - 1, strict=strict) for item in value))
    if not value:
        return OPEN
    fields = {name: _general(item, depth - 1, strict=strict) for name, item in value.items()}
    if strict:
        return object_of(fields)
    return object_of({name: shape.or_nothing for name, shape in fields.items()}, MAYBE)


def filled(known: Shape, told: Shape) -> Shape:
    """What is known of a value, with what is told of it in place of all that is anything."""
    if known.anything:
        return told.or_nothing if known.nothing else told
    array, object_ = known.array, known.object
    if array is not None and told.array is not None and not array.items:
        array = Array((), filled(array.rest, told.array.element), array.least, array.most)
    if object_ is not None and told.object is not None:
        fields = dict(object_.fields)
        for name in told.object.names:
            fields[name] = filled(object_.get(name), told.object.get(name).present)
        object_ = Object(fields, object_.rest, object_.answer)
    return Shape(
        null=known.null, booleans=known.booleans, numbers=known.numbers, texts=known.texts,
        array=array, object=object_, nothing=known.nothing, answer=known.answer,
    )  # fmt: skip
