"""The functions that a JSONata expression can call in Step Functions, and with what.

Sources, read in autumn 2026: the signatures that JSONata 2.0.6 itself declares; the developer
guide, "Transforming data with JSONata in Step Functions", for the six functions that AWS adds
(`$partition`, `$range`, `$hash`, `$random`, `$uuid`, `$parse`) and for `$eval`, which it takes
away. Which version of JSONata runs there is not published. AWS creates a machine that calls an
unknown function; the call fails when it runs (recorded: `$eval` and `$randomSeeded` with T1006, a
text for `$sum` with T0412, an argument for `$uuid` with T0410; `$hash("a")` returned nothing).
"""

from __future__ import annotations

STRING = "string"
NUMBER = "number"
BOOLEAN = "boolean"
ARRAY = "array"
OBJECT = "object"
NULL = "null"
FUNCTION = "function"

_LETTERS = {
    "s": STRING, "n": NUMBER, "b": BOOLEAN, "a": ARRAY, "o": OBJECT, "l": NULL, "f": FUNCTION,
}  # fmt: skip
_JSON = frozenset((STRING, NUMBER, BOOLEAN, ARRAY, OBJECT, NULL))
ANY = _JSON | {FUNCTION}
"""The types of a parameter that takes everything."""

HASH_ALGORITHMS = ("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512")
"""What `$hash` takes as its second argument."""

MAX_RANGE = 360_145
"""The most items that `$range` was reported to give; from a longer range the state fails."""

UNAVAILABLE = {
    "eval": ("parse", 'Step Functions has no "$eval": read JSON with "$parse"'),
    "randomSeeded": ("random", 'there is no function "$randomSeeded": "$random" takes the seed'),
}
"""Functions that people expect: what to call instead, and what to say."""

NICKNAMES = {
    "contain": "contains", "decodeBase64": "base64decode", "encodeBase64": "base64encode",
    "fromJson": "parse", "includes": "contains", "isArray": "type", "isNull": "type",
    "isString": "type", "jsonParse": "parse", "len": "length", "lower": "lowercase",
    "parseInt": "number", "parseJson": "parse", "push": "append", "size": "count",
    "stringify": "string", "strip": "trim", "substr": "substring", "toJson": "string",
    "toLower": "lowercase", "toLowerCase": "lowercase", "toNumber": "number", "toString": "string",
    "toUpper": "uppercase", "toUpperCase": "uppercase", "typeOf": "type", "unique": "distinct",
    "upper": "uppercase",
}  # fmt: skip
"""What other languages call a function, and its name here."""

INTRINSICS = {
    "Array": "[…]", "ArrayPartition": "$partition(…)", "ArrayContains": "… in …",
    "ArrayRange": "$range(…)", "ArrayGetItem": "…[…]", "ArrayLength": "$count(…)",
    "ArrayUnique": "$distinct(…)", "Base64Encode": "$base64encode(…)",
    "Base64Decode": "$base64decode(…)", "Hash": "$hash(…)", "JsonMerge": "$merge([…])",
    "StringToJson": "$parse(…)", "JsonToString": "$string(…)", "MathRandom": "$random()",
    "MathAdd": "… + …", "StringSplit": "$split(…)", "UUID": "$uuid()", "Format": "… & …",
}  # fmt: skip
"""What stands in JSONata for an intrinsic function of JSONPath states, `States.` left off."""


class Parameter:
    """One parameter of a function.

    `types` are the JSON types (and `"function"`) that it takes; one that takes an array (`array`)
    takes any single value too, as an array of one, unless `items`, the type of an array's items,
    says no. `context` means that the context value stands in when the argument is left out;
    `repeated` that more may follow.
    """

    __slots__ = ("array", "context", "items", "optional", "repeated", "types")

    def __init__(self, types: frozenset[str], mark: str, items: str | None, *, array: bool) -> None:
        self.types = types
        self.array = array
        self.items = items
        self.context = mark == "-"
        self.optional = mark == "?"
        self.repeated = mark == "+"


class JsonataFunction:
    """One function: its name without `$`, parameters, and what it returns.

    `usage` shows how it is called, as JSONata's own documentation does: `$pad(str, width[, char])`.
    `returns` is the JSON type of every result (but for nothing at all), or None where that depends
    on the arguments, or where an array of one item comes out as the bare item.
    """

    __slots__ = ("name", "parameters", "returns", "summary", "usage")

    def __init__(
        self, name: str, signature: str, arguments: str, returns: str | None, summary: str
    ) -> None:
        self.name = name
        self.parameters = _parameters(signature)
        self.usage = f"${name}({arguments})"
        self.returns = returns
        self.summary = summary

    @property
    def minimum(self) -> int:
        """The fewest arguments where there is no context value to stand in for one."""
        return sum(not parameter.optional for parameter in self.parameters)

    @property
    def maximum(self) -> int | None:
        """The most arguments, or None when there is no such limit."""
        if self.parameters and self.parameters[-1].repeated:
            return None
        return len(self.parameters)

    def __repr__(self) -> str:
        return f"JsonataFunction({self.usage!r})"


def _parameters(signature: str) -> tuple[Parameter, ...]:
    """The parameters in JSONata's notation: `s-nn?`, `a<n>`, `(sf)`, `x`."""
    found = []
    at = 0
    while at < len(signature):
        end = signature.index(")", at) + 1 if signature[at] == "(" else at + 1
        letters, items = signature[at:end].strip("()"), None
        if signature[end : end + 1] == "<":
            items = _LETTERS[signature[end + 1]]
            end += 3
        mark = signature[end : end + 1]
        mark = mark if mark in ("-", "?", "+") else ""
        found.append(Parameter(_types(letters), mark, items, array=letters == "a"))
        at = end + len(mark)
    return tuple(found)


def _types(letters: str) -> frozenset[str]:
    if letters == "j":
        return _JSON
    if letters in ("x", "a"):
        return ANY
    return frozenset(_LETTERS[letter] for letter in letters)


_FUNCTIONS: tuple[tuple[str, str, str, str | None, str], ...] = (
    # Strings
    ("string", "x-b?", "arg[, prettify]", STRING, "The argument as a text, or as JSON"),
    ("length", "s-", "str", NUMBER, "The number of characters"),
    ("substring", "s-nn?", "str, start[, length]", STRING,
     "The characters from an index, counted from 0"),
    ("substringBefore", "s-s", "str, chars", STRING, "What stands before `chars`"),
    ("substringAfter", "s-s", "str, chars", STRING, "What stands after `chars`"),
    ("uppercase", "s-", "str", STRING, "The text in upper case"),
    ("lowercase", "s-", "str", STRING, "The text in lower case"),
    ("trim", "s-", "str", STRING, "The text without needless blanks"),
    ("pad", "s-ns?", "str, width[, char]", STRING,
     "The text filled up on the right (on the left for a negative width)"),
    ("contains", "s-(sf)", "str, pattern", BOOLEAN, "Does the pattern occur?"),
    ("split", "s-(sf)n?", "str, separator[, limit]", ARRAY, "The parts of the text"),
    ("join", "a<s>s?", "array[, separator]", STRING, "The texts in one"),
    ("match", "s-fn?", "str, pattern[, limit]", None, "The matches of a pattern"),
    ("replace", "s-(sf)(sf)n?", "str, pattern, replacement[, limit]", STRING,
     "The text with a pattern replaced"),
    ("base64encode", "s-", "str", STRING, "The text in base 64"),
    ("base64decode", "s-", "str", STRING, "The text that base 64 stands for"),
    ("encodeUrlComponent", "s-", "str", STRING, "The text as a part of a URL"),
    ("encodeUrl", "s-", "str", STRING, "The text as a URL"),
    ("decodeUrlComponent", "s-", "str", STRING, "The text from a part of a URL"),
    ("decodeUrl", "s-", "str", STRING, "The text from a URL"),
    # Numbers
    ("number", "(nsb)-", "arg", NUMBER, "The argument as a number"),
    ("abs", "n-", "number", NUMBER, "The number without its sign"),
    ("floor", "n-", "number", NUMBER, "Rounded down"),
    ("ceil", "n-", "number", NUMBER, "Rounded up"),
    ("round", "n-n?", "number[, precision]", NUMBER, "Rounded, half to even"),
    ("power", "n-n", "base, exponent", NUMBER, "The base to the power of the exponent"),
    ("sqrt", "n-", "number", NUMBER, "The square root"),
    ("random", "n?", "[seed]", NUMBER, "A number from 0 to 1"),
    ("formatNumber", "n-so?", "number, picture[, options]", STRING,
     "The number as a picture says"),
    ("formatBase", "n-n?", "number[, radix]", STRING, "The number in another base"),
    ("formatInteger", "n-s", "number, picture", STRING, "The integer as a text"),
    ("parseInteger", "s-s", "string, picture", NUMBER, "The integer in a text"),
    ("sum", "a<n>", "array", NUMBER, "The sum of the numbers"),
    ("max", "a<n>", "array", NUMBER, "The greatest of the numbers"),
    ("min", "a<n>", "array", NUMBER, "The least of the numbers"),
    ("average", "a<n>", "array", NUMBER, "The mean of the numbers"),
    # Booleans
    ("boolean", "x-", "arg", BOOLEAN, "The argument as a boolean"),
    ("not", "x-", "arg", BOOLEAN, "The opposite of the argument as a boolean"),
    ("exists", "x", "arg", BOOLEAN, "Is there such a value?"),
    # Arrays
    ("count", "a", "array", NUMBER, "The number of items"),
    ("append", "xx", "array1, array2", None, "Both arrays in one"),
    ("sort", "af?", "array[, function]", ARRAY, "The items in order"),
    ("reverse", "a", "array", ARRAY, "The items from the last to the first"),
    ("shuffle", "a", "array", ARRAY, "The items in random order"),
    ("distinct", "x", "array", None, "Every item once"),
    ("zip", "a+", "array1, …", ARRAY, "The first items of all, the second, and so on"),
    ("partition", "a-n", "array, size", None, "Arrays of at most `size` items"),
    ("range", "nnn?", "first, last, step", None, "The numbers from first to last"),
    # Objects
    ("keys", "x-", "object", None, "The keys"),
    ("lookup", "x-s", "object, key", None, "The value of a key"),
    ("spread", "x-", "object", None, "An object for each pair"),
    ("merge", "a<o>", "array", OBJECT, "The objects in one"),
    ("sift", "o-f?", "object, function", OBJECT, "The pairs that a function accepts"),
    ("each", "o-f", "object, function", None, "What a function makes of each pair"),
    ("error", "x?", "[message]", None, "Fails with a message"),
    ("assert", "bs?", "condition, message", None, "Fails if a condition is false"),
    ("type", "x", "value", STRING, "The name of the value's type"),
    ("clone", "(oa)-", "value", None, "A copy"),
    ("parse", "s-", "string", None, "The value that JSON stands for"),
    # Functions of functions
    ("map", "af", "array, function", None, "What a function makes of each item"),
    ("filter", "af", "array, function", None, "The items that a function accepts"),
    ("single", "af?", "array, function", None, "The one item that it accepts"),
    ("reduce", "afj?", "array, function[, init]", None, "All items made one"),
    # Dates, and what is new at every call
    ("now", "s?s?", "[picture[, timezone]]", STRING, "The present time"),
    ("millis", "", "", NUMBER, "The present time in milliseconds since 1970"),
    ("fromMillis", "n-s?s?", "number[, picture[, timezone]]", STRING,
     "The time that a number of milliseconds stands for"),
    ("toMillis", "s-s?", "timestamp[, picture]", NUMBER,
     "The milliseconds from 1970 to a time"),
    ("hash", "s-s", "string, algorithm", STRING, "The hash of a text"),
    ("uuid", "", "", STRING, "A new random id"),
)  # fmt: skip
"""Name, signature, arguments, type of the result, summary."""

FUNCTIONS = {row[0]: JsonataFunction(*row) for row in _FUNCTIONS}
"""Every function by its name without `$`."""
