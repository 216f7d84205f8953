"""What an expression can read, and what is found while its value is worked out."""

from __future__ import annotations

from typing import Final

from asllint.data.shape import (
    ARRAY_KIND,
    BOOLEAN_KIND,
    MAYBE,
    NOTHING,
    NULL_KIND,
    NUMBER_KIND,
    OBJECT_KIND,
    STRING_KIND,
    Shape,
    join,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from asllint.syntax.node import Scalar

MISSING: Final = "missing"
"""What is read is not there."""
WRONG_TYPE: Final = "type"
"""What is there is of a type with which this fails."""
RAISED: Final = "raised"
"""It fails on purpose: `$error(…)`, or `$assert(…)` of what is false."""
NEVER_TRUE: Final = "never-true"
"""A test that no value which can stand there passes. Nothing fails."""
COLLAPSES: Final = "collapses"
"""In JSONata: a list that is the value itself where only one is found. Nothing fails."""
UNFIT: Final = "unfit"
"""What a call is given is nothing that the API of the service takes."""


NOUNS: Final = {
    NULL_KIND: "null", BOOLEAN_KIND: "a boolean", NUMBER_KIND: "a number",
    STRING_KIND: "a text", ARRAY_KIND: "an array", OBJECT_KIND: "an object",
}  # fmt: skip
"""What messages call the kinds of values."""


def called(shape: Shape) -> str:
    """What messages call a value by its kinds: `a text`, `a text or a number`."""
    if shape.anything:
        return "anything"
    return " or ".join(NOUNS[kind] for kind in shape.kinds) or "nothing"


class Bindings:
    """What the expressions of one field can read.

    `data` is `$` and `context` is `$$` in JSONPath. `variables` are by name, without `$`; in
    JSONata `states` is one of them: an object with `input`, `context` and, where they exist,
    `result` and `errorOutput`. Bindings are never changed; `having` makes others.
    """

    __slots__ = ("context", "data", "variables")

    def __init__(self, data: Shape, context: Shape, variables: Mapping[str, Shape]) -> None:
        self.data = data
        self.context = context
        self.variables = variables
        """A variable whose shape has `nothing` may not be assigned."""

    def variable(self, name: str) -> Shape:
        """What a variable holds; nobody knows it of one that is not here."""
        return self.variables.get(name, MAYBE)

    def having(
        self,
        *,
        data: Shape | None = None,
        context: Shape | None = None,
        variables: Mapping[str, Shape] | None = None,
    ) -> Bindings:
        """The same, with some of it replaced; `variables` are put over those that are here."""
        return Bindings(
            self.data if data is None else data,
            self.context if context is None else context,
            self.variables if variables is None else {**self.variables, **variables},
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bindings) and (self.data, self.context, self.variables) == (
            other.data, other.context, other.variables,
        )  # fmt: skip

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Bindings({self.data!r}, {self.context!r}, {self.variables!r})"


class Fault:
    """One thing that is wrong with the data that an expression meets, for sure.

    `start` and `end` are offsets into the expression's text (code points). `holder` is what was
    looked into, or what is of the wrong type; `name` the field, the index or the operand that was
    looked for. `text` says it for people, without the way that the data came: `"id" is not there`.
    What may go well is no fault. `at` is the string in the definition that holds the expression,
    where several work together: in a choice rule.
    """

    __slots__ = ("at", "end", "holder", "kind", "name", "start", "text")

    def __init__(
        self,
        kind: str,
        start: int,
        end: int,
        text: str,
        holder: Shape = NOTHING,
        name: str | int | None = None,
        at: Scalar | None = None,
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.text = text
        self.holder = holder
        self.name = name
        self.at = at

    @property
    def fails(self) -> bool:
        """Does the state fail because of it?"""
        return self.kind in (MISSING, WRONG_TYPE, RAISED)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fault) and all(
            getattr(self, part) == getattr(other, part) for part in self.__slots__
        )

    def __hash__(self) -> int:
        return hash((self.kind, self.start, self.end, self.name))

    def __repr__(self) -> str:
        return f"Fault({self.kind!r}, {self.start}, {self.end}, {self.text!r})"


class Verdict:
    """What comes of a test: the bindings when it is true and when it is false.

    Each is what was given, narrowed to what is possible then; None where that can not be. Both are
    None for a test with which the state surely fails.
    """

    __slots__ = ("when_false", "when_true")

    def __init__(self, when_true: Bindings | None, when_false: Bindings | None) -> None:
        self.when_true = when_true
        self.when_false = when_false

    def __repr__(self) -> str:
        return f"Verdict({self.when_true!r}, {self.when_false!r})"


def either(one: Bindings | None, other: Bindings | None) -> Bindings | None:
    """What can be read when one of two outcomes has come about; None for one that can not."""
    if one is None or other is None or one == other:
        return other if one is None else one
    return Bindings(
        join((one.data, other.data)),
        join((one.context, other.context)),
        {
            name: join((one.variable(name), other.variable(name)))
            for name in {**one.variables, **other.variables}
        },
    )
