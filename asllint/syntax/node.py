"""The nodes that every reader builds, whatever the notation: mapping, sequence, scalar, hole.

Nodes are immutable by convention once a reader has returned them. Offsets are file offsets.
"""

from __future__ import annotations

import re

from asllint.source.text import Span

PLACEHOLDER = r"[$#]\{[^{}\r\n]*\}"
"""What somebody fills in before the definition is created: `${Name}`, `#{Name}`."""

MAX_INTEGER_DIGITS = 1_000
"""A whole number of more digits is a float: beyond all bounds, and still comparable."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import abc

    from asllint.source.finding import Fix, Related


class Node:
    """A value in a file. `start` and `end` include quotes and brackets."""

    __slots__ = ("end", "start")

    type_name = "value"

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end

    @property
    def span(self) -> Span:
        """Where the value stands in its file."""
        return Span(self.start, self.end)

    @property
    def head(self) -> Span:
        """The span to underline when the whole value is meant: just the opening bracket."""
        return self.span


class Scalar(Node):
    """A string, number, boolean or null; `value` is the Python value `json.loads` would give."""

    __slots__ = ("value",)

    value: str | int | float | bool | None

    def __init__(self, start: int, end: int, value: str | int | float | bool | None) -> None:
        self.start = start
        self.end = end
        self.value = value

    @property
    def type_name(self) -> str:  # type: ignore[override]
        """The JSON type: string, integer, number, boolean or null."""
        value = self.value
        if isinstance(value, str):
            return "string"
        if value is None:
            return "null"
        if isinstance(value, bool):
            return "boolean"
        return "integer" if isinstance(value, int) or value.is_integer() else "number"

    def __repr__(self) -> str:
        return f"Scalar({self.start}, {self.end}, {self.value!r})"


class Hole(Node):
    """A value nobody here can know: a placeholder, or text that could not be read."""

    __slots__ = ("text",)

    type_name = "placeholder"

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.text = text

    def __repr__(self) -> str:
        return f"Hole({self.start}, {self.end}, {self.text!r})"


class Tagged(Hole):
    """A YAML value with a tag that is not YAML's own, such as `!Sub`: unknown, unless a host knows.

    `tag` is as written, with its `!`; `node` is the value behind it. The tag is never constructed.
    """

    __slots__ = ("node", "tag")

    def __init__(self, start: int, end: int, text: str, tag: str, node: Node) -> None:
        super().__init__(start, end, text)
        self.tag = tag
        self.node = node


class Pair:
    """One key with its value in a mapping."""

    __slots__ = ("key", "value")

    def __init__(self, key: Scalar, value: Node) -> None:
        self.key = key
        self.value = value

    def __repr__(self) -> str:
        return f"Pair({self.key!r}, {self.value!r})"


class Mapping(Node):
    """An object. `pairs` keep their order and their duplicates; `fields` is what a lookup sees.

    `complete` is false when a part of the object could not be read: what seems to be missing in it
    may be in that part.
    """

    __slots__ = ("_fields", "complete", "pairs")

    type_name = "object"

    def __init__(self, start: int, end: int, pairs: list[Pair], complete: bool = True) -> None:
        self.start = start
        self.end = end
        self.pairs = pairs
        self.complete = complete
        self._fields: dict[str, Pair] | None = None

    @property
    def head(self) -> Span:
        """The opening bracket (in YAML block style the first key)."""
        if self.pairs and self.pairs[0].key.start == self.start:
            return self.pairs[0].key.span
        return Span(self.start, min(self.start + 1, self.end))

    @property
    def fields(self) -> dict[str, Pair]:
        """The pairs by key; of duplicates the last one counts, as it does for JSON parsers."""
        if self._fields is None:
            self._fields = {str(pair.key.value): pair for pair in self.pairs}
        return self._fields

    def change(self, low: int, high: int, pairs: list[Pair]) -> None:
        """Put other pairs in the place of those from `low` to `high` (for `reread` only)."""
        self.pairs[low:high] = pairs
        self._fields = None

    def get(self, key: str) -> Node | None:
        """The value of a key, None when the key is absent."""
        fields = self._fields  # as `fields`, but without the call: this is asked all the time
        pair = (self.fields if fields is None else fields).get(key)
        return None if pair is None else pair.value

    def __repr__(self) -> str:
        return f"Mapping({self.start}, {self.end}, {self.pairs!r})"


class Sequence(Node):
    """An array."""

    __slots__ = ("items",)

    type_name = "array"

    def __init__(self, start: int, end: int, items: list[Node]) -> None:
        self.start = start
        self.end = end
        self.items = items

    @property
    def head(self) -> Span:
        """The opening bracket (in YAML block style the first dash)."""
        return Span(self.start, min(self.start + 1, self.end))

    def __repr__(self) -> str:
        return f"Sequence({self.start}, {self.end}, {self.items!r})"


UNREADABLE = ("syntax-error", "unbalanced-brackets", "missing-comma", "not-json", "not-utf-8")
"""The kinds of problems after which nobody knows whether the rest was understood."""


class Problem:
    """Something that made reading hard. `kind` is the name of the rule that reports it."""

    __slots__ = ("fix", "kind", "message", "related", "span")

    def __init__(
        self,
        kind: str,
        span: Span,
        message: str,
        *,
        related: abc.Sequence[Related] = (),
        fix: Fix | None = None,
    ) -> None:
        self.kind = kind
        self.span = span
        self.message = message
        self.related = tuple(related)
        self.fix = fix

    def __repr__(self) -> str:
        return f"Problem({self.kind!r}, {self.span!r}, {self.message!r})"


class Tree:
    """What a reader makes of a text: the values in it, what made reading hard, the comments."""

    __slots__ = ("comments", "problems", "roots")

    def __init__(
        self,
        roots: list[Node],
        problems: list[Problem],
        comments: abc.Sequence[Span] = (),
    ) -> None:
        self.roots = roots
        self.problems = problems
        self.comments = comments
        """Where comments stand, in the order of the text; in JSON they are problems."""


def has_placeholder(text: str) -> bool:
    """Does a string hold a placeholder (`${Name}` or `#{Name}`), so that its value is unknown?"""
    return "${" in text or "#{" in text


def is_placeholder(text: str) -> bool:
    """Is a text one placeholder as a whole?"""
    return text.startswith(("${", "#{")) and re.fullmatch(PLACEHOLDER, text) is not None


def is_marker(text: str) -> bool:
    """Is a string a mark that a program replaces: `CHOICES_GO_HERE`, `__LIST__`, `{{ list }}`?"""
    bare = text.strip("_%@<> ")
    words = bare.replace("_", "")
    screaming = "_" in text and words.isalnum() and words.isascii() and bare.isupper()
    return screaming or (text.startswith("{{") and text.endswith("}}"))


def is_string(node: Node | None) -> bool:
    """Is the node a string, and not a placeholder or another type?"""
    return isinstance(node, Scalar) and isinstance(node.value, str)


def string_of(node: Node | None) -> str | None:
    """The text of a string node whose value is known; None for anything else."""
    if type(node) is Scalar or isinstance(node, Scalar):  # the first is quicker, and mostly true
        value = node.value
        if type(value) is str and not ("${" in value or "#{" in value):
            return value
    return None


def number_of(node: Node | None) -> int | float | None:
    """The value of a number node; None for anything else, booleans included."""
    if isinstance(node, Scalar) and isinstance(node.value, int | float):
        return None if isinstance(node.value, bool) else node.value
    return None


def plain(node: Node) -> object:
    """The Python value of a node, as `json.loads` gives it; a hole is its own text."""
    if isinstance(node, Mapping):
        return {str(pair.key.value): plain(pair.value) for pair in node.pairs}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Hole):
        return node.text
    assert isinstance(node, Scalar)
    return node.value


def same(one: Node, other: Node) -> bool:
    """Do two nodes say the same, numbers and booleans told apart?"""
    return repr(plain(one)) == repr(plain(other))


def whole_number(text: str) -> int | float:
    """The value of a whole number: decimal digits with or without a sign, or `0x` and `0o`.

    Python refuses to turn very long integers into texts and back, so these become a float, which is
    infinite where it can not hold them.
    """
    if len(text) <= MAX_INTEGER_DIGITS:
        return int(text, 0 if text[:2] in ("0x", "0o") else 10)
    if text[:2] not in ("0x", "0o"):
        return float(text)
    try:
        return float(int(text, 0))
    except OverflowError:
        return float("inf")
