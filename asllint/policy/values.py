"""What is known of the values that a Task hands over, as far as a policy is concerned."""

from __future__ import annotations

import re

from asllint.syntax.node import PLACEHOLDER, Hole, Mapping, Scalar, Sequence, is_marker
from asllint.tables.services import ANY, STRUCTURE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.facts.integrations import Task
    from asllint.syntax.node import Node, Pair
    from asllint.tables.services.tables import ApiType

HIDDEN = "\0"
"""Stands in a text for characters that nobody knows."""

_FORMAT = r"States\.Format\('((?:[^'\\]|\\.)*)'"

_REGION, _ACCOUNT = r"(?:[a-z]{2,}(?:-[a-z]+)+-\d+)?", r"(?:\d{12}|aws)?"
"""What stands in an ARN in their places."""


class MaskedText:
    """A text of which parts may be unknown, and why they are."""

    __slots__ = ("reason", "text")

    def __init__(self, text: str, reason: str = "") -> None:
        self.text = text
        """The text, with `HIDDEN` for what is unknown."""
        self.reason = reason
        """Why something is unknown, as it follows "because"; empty when nothing is."""

    @property
    def known(self) -> bool:
        """Is anything known of it?"""
        return self.text != HIDDEN

    @property
    def is_arn(self) -> bool:
        """Is it an ARN, as far as it is known?"""
        return self.text.startswith("arn:")

    @property
    def pattern(self) -> str:
        """The text as IAM takes it, `*` for what is unknown."""
        return pattern_of(self.text)

    def with_text(self, text: str) -> MaskedText:
        """Another text, unknown for the same reason if it is so."""
        return MaskedText(text, self.reason if HIDDEN in text else "")

    def __repr__(self) -> str:
        return f"MaskedText({self.text!r}, {self.reason!r})"


def pattern_of(text: str) -> str:
    """A text as IAM takes it: `*` for what is unknown; what IAM takes for its own is escaped."""
    escaped = re.sub(r"[*?]", lambda match: f"${{{match[0]}}}", text)
    return re.sub(f"{HIDDEN}+", "*", escaped)


def value_of(name: str, key: str, node: Node) -> MaskedText:
    """The value under a key; `name` is what messages call it."""
    later = f'"{name}" is only known when it runs'
    if isinstance(node, Hole):
        return MaskedText(HIDDEN, f'a placeholder stands for "{name}"')
    if not isinstance(node, Scalar) or node.value is None:
        return MaskedText(HIDDEN, f'"{name}" is no text')
    text = str(node.value)
    if key.endswith(".$"):
        found = re.match(_FORMAT, text)
        if found is None or "\\" in found[1]:
            return MaskedText(HIDDEN, later)
        return MaskedText(_masked(found[1].replace("{}", HIDDEN)), later)
    if text.lstrip().startswith("{%"):
        return MaskedText(HIDDEN, later)
    whole = _masked(text)
    part = "stands for" if whole == HIDDEN else "stands in"
    return MaskedText(whole, f'a placeholder {part} "{name}"' if whole != text else "")


def _masked(text: str) -> str:
    """A text with `HIDDEN` for what somebody fills in later.

    In an ARN that is also what is neither a region nor an account.
    """
    if is_marker(text):
        return HIDDEN
    text = re.sub(f"{PLACEHOLDER}|<[^<>]*>", HIDDEN, text)
    if not text.startswith("arn:"):
        return text
    parts = text.split(":")
    for at, known in ((3, _REGION), (4, _ACCOUNT)):
        if len(parts) > 5 and HIDDEN not in parts[at] and not re.fullmatch(known, parts[at]):
            parts[at] = HIDDEN
    return ":".join(parts)


class Parameters:
    """What a Task, a reader or a writer hands over, by name."""

    __slots__ = ("_fields", "_wanted", "closed")

    def __init__(self, node: Node | None, wanted: ApiType | None = None) -> None:
        readable = isinstance(node, Mapping) and node.complete
        fields = node.fields if isinstance(node, Mapping) and readable else {}
        self._fields = {name.removesuffix(".$").lower(): pair for name, pair in fields.items()}
        self._wanted = wanted
        self.closed = node is not None and not readable
        """Are all of them only known when it runs?"""

    @classmethod
    def of(cls, task: Task) -> Parameters:
        """Those of a Task."""
        pair = task.arguments
        return cls(None if pair is None else pair.value, task.input_type)

    def pair(self, name: str) -> Pair | None:
        """A parameter, in whatever letter case."""
        return self._fields.get(name.lower())

    def names(self) -> list[str]:
        """The parameters that are given, `.$` cut off."""
        return [str(pair.key.value).removesuffix(".$") for pair in self._fields.values()]

    def values(self, name: str) -> list[MaskedText]:
        """The value of a parameter, or the values of a list; none when it is not given."""
        if self.closed:
            return [MaskedText(HIDDEN, "its parameters are only known when it runs")]
        pair = self.pair(name)
        if pair is None:
            return []
        key = str(pair.key.value)
        said = key.removesuffix(".$")
        if isinstance(pair.value, Sequence):
            return [value_of(said, "", item) for item in pair.value.items]
        return [value_of(said, key, pair.value)]

    def value(self, name: str) -> MaskedText | None:
        """The value of a parameter; None when it is not given."""
        return next(iter(self.values(name)), None)

    def takes(self, name: str) -> bool:
        """Does the action have a parameter of this name, given or not?"""
        wanted = self._wanted
        known = () if wanted is None else wanted.members
        return name.lower() in {member.lower() for member in known}

    def texts(self) -> Iterator[MaskedText]:
        """Every value at the top, items of lists included."""
        for pair in self._fields.values():
            yield from self.values(str(pair.key.value).removesuffix(".$"))

    def roles(self) -> Iterator[MaskedText]:
        """The values of all members, at any depth, that are the name or the ARN of a role."""
        for pair in self._fields.values():
            name = str(pair.key.value).removesuffix(".$")
            member = None if self._wanted is None else self._wanted.member(name)
            yield from _roles(name, pair, None if member is None else member.type)


_ROLE = re.compile(r"(?:Role|RoleArn|RoleARN|JobFlowRole)$")


def _roles(name: str, pair: Pair, wanted: ApiType | None) -> Iterator[MaskedText]:
    """The roles in one member; data of the user's own is not looked into."""
    if wanted is None or wanted.kind == ANY:
        return
    node = pair.value
    if isinstance(node, Mapping):
        if wanted.kind != STRUCTURE:
            return
        for inner in node.fields.values():
            key = str(inner.key.value).removesuffix(".$")
            member = wanted.member(key)
            yield from _roles(key, inner, None if member is None else member.type)
    elif isinstance(node, Sequence):
        element = wanted.element
        for item in node.items:
            if isinstance(item, Mapping) and element is not None and element.kind == STRUCTURE:
                for inner in item.fields.values():
                    key = str(inner.key.value).removesuffix(".$")
                    member = element.member(key)
                    yield from _roles(key, inner, None if member is None else member.type)
    elif _ROLE.search(name):
        yield value_of(name, str(pair.key.value), node)
