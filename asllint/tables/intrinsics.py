"""The eighteen intrinsic functions of JSONPath states, as the developer guide describes them.

Source: developer guide, "Intrinsic functions for JSONPath states", read in autumn 2026; the list
has not changed since August 2022. AWS refuses an unknown name and a call that it can not read when
the machine is created (recorded). What it does then about a wrong number or type of arguments is
not known; when run, such a call fails with `States.IntrinsicFailure`.
"""

from __future__ import annotations

MAX_NESTING = 10
"""Calls inside one another, the outermost counted ("nest up to 10 intrinsic functions")."""

MAX_RANGE = 1000
"""The most items that `States.ArrayRange` makes."""

INT32 = (-2147483648, 2147483647)
"""The least and the greatest number that `States.MathAdd` takes."""

HASH_ALGORITHMS = ("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512")

ANY = "any"
STRING = "string"
NUMBER = "number"  # AWS rounds where it needs an integer
BOOLEAN = "boolean"
ARRAY = "array"
OBJECT = "object"


class IntrinsicFunction:
    """One intrinsic function.

    `parameters` are pairs of a name and a type; at least `minimum` of them must be given (all of
    them, unless it says otherwise), and `variadic` means that the last may repeat. `returns` is
    the type of the result.
    """

    __slots__ = ("minimum", "name", "parameters", "returns", "variadic")

    def __init__(
        self,
        name: str,
        parameters: tuple[tuple[str, str], ...],
        returns: str,
        *,
        minimum: int | None = None,
        variadic: bool = False,
    ) -> None:
        self.name = name
        self.parameters = parameters
        self.returns = returns
        self.minimum = len(parameters) if minimum is None else minimum
        self.variadic = variadic

    def __repr__(self) -> str:
        return f"IntrinsicFunction({self.signature!r})"

    @property
    def maximum(self) -> int | None:
        """The most arguments it takes, or None when there is no such limit."""
        return None if self.variadic else len(self.parameters)

    @property
    def signature(self) -> str:
        """How it is called: `States.MathRandom(start, end[, seed])`."""
        names = [name for name, _ in self.parameters]
        if self.variadic:
            return f"{self.name}({', '.join(names)}, …)"
        optional = "".join(f"[, {name}]" for name in names[self.minimum :])
        return f"{self.name}({', '.join(names[: self.minimum])}{optional})"

    def parameter(self, index: int) -> tuple[str, str] | None:
        """Name and type of the argument at `index` (from 0), or None when there is none."""
        if index < len(self.parameters):
            return self.parameters[index]
        return self.parameters[-1] if self.variadic else None


FUNCTIONS: dict[str, IntrinsicFunction] = {
    function.name: function
    for function in (
        IntrinsicFunction("States.Array", (("value", ANY),), ARRAY, minimum=0, variadic=True),
        IntrinsicFunction("States.ArrayContains", (("array", ARRAY), ("value", ANY)), BOOLEAN),
        IntrinsicFunction("States.ArrayGetItem", (("array", ARRAY), ("index", NUMBER)), ANY),
        IntrinsicFunction("States.ArrayLength", (("array", ARRAY),), NUMBER),
        IntrinsicFunction("States.ArrayPartition", (("array", ARRAY), ("size", NUMBER)), ARRAY),
        IntrinsicFunction(
            "States.ArrayRange", (("start", NUMBER), ("end", NUMBER), ("step", NUMBER)), ARRAY
        ),
        IntrinsicFunction("States.ArrayUnique", (("array", ARRAY),), ARRAY),
        IntrinsicFunction("States.Base64Decode", (("text", STRING),), STRING),
        IntrinsicFunction("States.Base64Encode", (("text", STRING),), STRING),
        IntrinsicFunction(
            "States.Format", (("template", STRING), ("value", ANY)), STRING,
            minimum=1, variadic=True,
        ),
        IntrinsicFunction("States.Hash", (("value", ANY), ("algorithm", STRING)), STRING),
        IntrinsicFunction(
            "States.JsonMerge", (("first", OBJECT), ("second", OBJECT), ("deep", BOOLEAN)), OBJECT
        ),
        IntrinsicFunction("States.JsonToString", (("value", ANY),), STRING),
        IntrinsicFunction("States.MathAdd", (("first", NUMBER), ("second", NUMBER)), NUMBER),
        IntrinsicFunction(
            "States.MathRandom", (("start", NUMBER), ("end", NUMBER), ("seed", NUMBER)), NUMBER,
            minimum=2,
        ),
        IntrinsicFunction("States.StringSplit", (("text", STRING), ("separators", STRING)), ARRAY),
        IntrinsicFunction("States.StringToJson", (("text", STRING),), ANY),
        IntrinsicFunction("States.UUID", (), STRING),
    )
}  # fmt: skip
"""Every intrinsic function by its full name."""

SYNONYMS = {
    "Add": "MathAdd",
    "Contains": "ArrayContains",
    "GetItem": "ArrayGetItem",
    "Length": "ArrayLength",
    "Merge": "JsonMerge",
    "MergeJson": "JsonMerge",
    "Partition": "ArrayPartition",
    "Random": "MathRandom",
    "Range": "ArrayRange",
    "Split": "StringSplit",
    "Unique": "ArrayUnique",
}
"""What people call functions that have another name, without `States.`."""
