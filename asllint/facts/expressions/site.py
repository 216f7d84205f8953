"""One string of a definition that is evaluated, or may look so, with its exact place."""

from __future__ import annotations

import re

from asllint.expressions.intrinsic.call import IntrinsicCall
from asllint.expressions.intrinsic.reader import looks_like_intrinsic
from asllint.expressions.path import Path
from asllint.facts.expressions.mistakes import finding_of
from asllint.syntax.content import content
from asllint.syntax.edits import replace_text
from asllint.syntax.node import has_placeholder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.expressions import Mistake
    from asllint.expressions.jsonata.reader import Expression
    from asllint.facts.parts import Part
    from asllint.hosts.definition import Definition
    from asllint.language.grammar import Field
    from asllint.language.machine import State
    from asllint.source.finding import Finding, Intention
    from asllint.source.text import Fragment, SourceFile, Span
    from asllint.syntax.node import Pair, Scalar

    Keys = tuple[Scalar, ...]

_LIKE_A_PATH = r"\$\$?(?:[.][A-Za-z_]|\[[\'0-9*])[^\s]*"
_LIKE_A_VARIABLE = r"\$([A-Za-z_]\w*)(?:[.\[][^\s]*)?"
_FOR_OTHERS = (
    "path", "paths", "pathsmap", "pointer", "pattern", "expression", "query", "regex", "regexp",
    "template", "selector", "filter", "metricvalue", "metrictransformations",
)  # fmt: skip
"""Endings of keys in or under which a path may well be meant for somebody else."""


class Site:
    """One string that is evaluated, or a constant that stands where one could be.

    Of `path`, `call` and `jsonata` at most one is set: what the text was read as. All of them are
    None for a constant, and for a text that could not be read.
    """

    __slots__ = (
        "_definition", "array", "call", "field", "jsonata", "keys", "offset", "part",
        "path", "scalar",
    )  # fmt: skip

    def __init__(
        self, definition: Definition, part: Part, field: Field, keys: Keys, scalar: Scalar
    ) -> None:
        self._definition = definition
        self.part = part
        self.field = field
        """The field of the language that the string is in, at whatever depth."""
        self.keys = keys
        """The keys that lead to the string: the field's own, and those inside of its value."""
        self.scalar = scalar
        self.array: Pair | None = None
        """The field in whose array, at whatever depth, the string is; None where it has a key."""
        self.path: Path | None = None
        self.call: IntrinsicCall | None = None
        self.jsonata: Expression | None = None
        self.offset = 0
        """Where in the string the expression's text begins: after `{%` for JSONata."""

    @property
    def file(self) -> SourceFile:
        """The file that it stands in, as it is now."""
        return self._definition.file

    @property
    def key(self) -> Scalar:
        """The nearest key."""
        return self.keys[-1]

    @property
    def text(self) -> str:
        """The whole string."""
        return str(self.scalar.value)

    @property
    def state(self) -> State:
        """The state that the string belongs to."""
        assert self.part.state is not None, "a machine itself has nothing to evaluate"
        return self.part.state

    @property
    def constant(self) -> bool:
        """Is it a text that nothing evaluates?"""
        return self.path is None and self.call is None and self.jsonata is None

    @property
    def place(self) -> str:
        """Where it stands, for messages: `"Output" of a Task state`."""
        return f'"{self.field.name}" of {self.part.kind.title}'

    @property
    def members(self) -> frozenset[str]:
        """The members of `$states` that exist here."""
        return members_of(self.part.kind.name, self.field.name)

    @property
    def unread(self) -> bool:
        """Is it an expression that a placeholder or a mistake keeps from being read?"""
        return self.constant and ("{%" in self.text or has_placeholder(self.text))

    @property
    def looks_like_path(self) -> bool:
        """Is the text most likely meant as a path? (`$` and `$5` are not.)"""
        return looks_like_path(self.text)

    @property
    def variable(self) -> str | None:
        """The name of the variable that the text would read, were it a path; None for others."""
        return variable_in(self.text)

    @property
    def calls_intrinsic(self) -> bool:
        """Does the text begin like a call of an intrinsic function?"""
        return looks_like_intrinsic(self.text)

    @property
    def may_be_for_others(self) -> bool:
        """Do the keys around the text say that somebody else may read it, as a path or so?"""
        inner = (str(key.value).lower().removesuffix(".$") for key in self.keys[1:])
        return any(key.endswith(_FOR_OTHERS) for key in inner)  # the first is the field's own

    @property
    def looks_evaluated(self) -> bool:
        """Does the text look like a path, an intrinsic function or a JSONata expression?"""
        return looks_evaluated(self.text)

    @property
    def in_context(self) -> bool:
        """Does it read the context object?"""
        if self.jsonata is not None:
            return any(use.path[:1] in ((), ("context",)) for use in self.jsonata.states)
        return "$$" in self.text and any(path.in_context for path in self.paths())

    @property
    def content(self) -> Fragment:
        """The string's characters with their file offsets."""
        return content(self.scalar, self.file)

    def span(self, start: int, end: int) -> Span:
        """The file span of characters of the expression's text."""
        return self.content.span(start + self.offset, end + self.offset)

    def replaced(self, start: int, end: int, text: str) -> Intention:
        """Other characters in place of some of the expression's text."""
        return replace_text(self.scalar, start + self.offset, end + self.offset, text)

    def paths(self) -> Iterator[Path]:
        """Every path in it: the path itself, or those among a function's arguments."""
        if self.path is not None:
            yield self.path
        pending: list[object] = [self.call] if self.call is not None else []
        while pending:
            one = pending.pop()
            if isinstance(one, Path):
                yield one
            elif isinstance(one, IntrinsicCall):
                pending += reversed(one.arguments)

    def called(self) -> Iterator[str]:
        """The name of every function that it calls, as `States.UUID` and `uuid`."""
        pending: list[object] = [self.call] if self.call is not None else []
        while pending:
            one = pending.pop()
            if isinstance(one, IntrinsicCall):
                yield one.name
                pending += reversed(one.arguments)
        if self.jsonata is not None:
            yield from (use.name for use in self.jsonata.functions)

    def finding(self, mistake: Mistake) -> Finding:
        """A mistake in the expression as a finding, with its fix where one can be written."""
        return finding_of(self, mistake)


def looks_like_path(text: str) -> bool:
    """Is a text most likely meant as a path? (`$` and `$5` are not.)"""
    return re.fullmatch(_LIKE_A_PATH, text) is not None


def variable_in(text: str) -> str | None:
    """The name of the variable that the text would read, were it a path; None for others."""
    match = re.fullmatch(_LIKE_A_VARIABLE, text)
    return match[1] if match is not None else None


def looks_evaluated(text: str) -> bool:
    """Does a text look like a path, an intrinsic function or a JSONata expression?

    A `$name` may be a variable, or any text: see `Expressions.means_value`.
    """
    if text[:1] == "$":
        return looks_like_path(text) or variable_in(text) is not None
    if "{%" in text:
        return text.strip().startswith("{%") or looks_like_intrinsic(text)
    return "state" in text.lower() and looks_like_intrinsic(text)


def members_of(kind: str, field: str) -> frozenset[str]:
    """The members of `$states` that exist in a field of a kind of object.

    Source: developer guide, "Transforming data with JSONata in Step Functions".
    """
    if field in ("Output", "Assign"):
        if kind == "Catcher":
            return frozenset(("input", "context", "errorOutput"))
        if kind in ("Task", "Parallel", "Map"):
            return frozenset(("input", "context", "result"))
    return frozenset(("input", "context"))
