"""What a rule reports: findings, their severity, their related places and their repair."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from asllint.source.text import SourceFile, Span


class Severity:
    """How bad a finding is; the order is total, and the meaning is fixed.

    `error`: AWS refuses the definition, or the state surely fails whenever it runs.
    `warning`: AWS accepts it, and it can hardly be what its author meant.
    `info`: it works; there is a known hazard or a better way.
    """

    __slots__ = ("name", "rank")

    def __init__(self, name: str, rank: int) -> None:
        self.name = name
        self.rank = rank

    def __ge__(self, other: Severity) -> bool:
        return self.rank >= other.rank

    def __repr__(self) -> str:
        return self.name.upper()

    def __reduce__(self) -> str:
        return self.name.upper()  # pickled by reference: there are only these three


INFO = Severity("info", 0)
WARNING = Severity("warning", 1)
ERROR = Severity("error", 2)

SEVERITIES = {severity.name: severity for severity in (INFO, WARNING, ERROR)}


class Related:
    """A second place that belongs to a finding, with its own half of the sentence."""

    __slots__ = ("file", "message", "span")

    def __init__(self, span: Span, message: str, file: SourceFile | None = None) -> None:
        self.span = span
        self.message = message
        self.file = file
        """The file it is in, if that is another one than the finding's."""


class Edit:
    """Replace the characters of `span` by `replacement`."""

    __slots__ = ("replacement", "span")

    def __init__(self, span: Span, replacement: str) -> None:
        self.span = span
        self.replacement = replacement


class Intention:
    """What a fix does, whatever the notation: `asllint.syntax.edits` has all that there are."""

    __slots__ = ("_given", "_named", "_write")

    def __init__(self, write: Callable[..., list[Edit]], *given: object, **named: object) -> None:
        self._write = write
        self._given = given
        self._named = named

    def edits(self, file: SourceFile) -> list[Edit]:
        """How it is written in the file; raises `ValueError` where that can not be done."""
        return self._write(file, *self._given, **self._named)

    def __repr__(self) -> str:
        return f"{self._write.__name__}{self._given!r}"


class Fix:
    """A repair: intentions, or edits of the text, that do not overlap.

    `safe` means that nothing but the mistake changes.
    """

    __slots__ = ("draft", "safe", "steps", "title")

    def __init__(
        self,
        title: str,
        edits: Sequence[Edit | Intention],
        *,
        safe: bool = True,
        draft: bool = False,
    ) -> None:
        self.title = title
        self.steps = tuple(edits)
        """All that it does. In a `Diagnostic` these are edits, since its place is known."""
        self.safe = safe and not draft
        self.draft = draft
        """Has somebody to fill in what it writes? Then editors offer it, and `--fix` does not."""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits of the text among its steps."""
        return tuple(step for step in self.steps if isinstance(step, Edit))


class Finding:
    """One mistake at one place, as a rule yields it (file offsets, no rule name)."""

    __slots__ = ("fix", "message", "refused", "related", "severity", "span")

    def __init__(
        self,
        span: Span,
        message: str,
        *,
        related: Sequence[Related] = (),
        fix: Fix | None = None,
        refused: bool = True,
        severity: Severity | None = None,
    ) -> None:
        self.span = span
        self.message = message
        self.related = tuple(related)
        self.fix = fix
        self.refused = refused
        """False where AWS takes what it refuses in other cases of the rule, or may take it: then
        the rule's AWS code is not this finding's."""
        self.severity = severity
        """At most so bad, where a case of the rule is milder than the rule; None: as the rule is.

        It only ever lowers: what the user sets for the rule is the most that it can be.
        """
