"""What completion offers: before it is written at its place, and after."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.ide.template import Fillable, Key
    from asllint.source.finding import Edit
    from asllint.source.text import Span

STATE, FIELD, VALUE, ERROR = "state", "field", "value", "error"
FUNCTION, VARIABLE, MEMBER, SNIPPET = "function", "variable", "member", "snippet"
FILE = "file"


class Completion:
    """One text that can be inserted."""

    __slots__ = (
        "detail", "documentation", "edits", "filter", "insert", "kind", "label", "required",
        "snippet", "sort", "span",
    )  # fmt: skip

    def __init__(self, label: str, kind: str, span: Span, insert: str) -> None:
        self.label = label
        self.kind = kind
        """`state`, `field`, `value`, `error`, `function`, `variable`, `member`, `snippet`
        or `file`."""
        self.span = span
        """What is replaced: a stretch of one line of the file, with the cursor in it."""
        self.insert = insert
        """The text in its place. Lines after the first are indented relative to the cursor's."""
        self.snippet = False
        """Is the text in the snippet syntax of the Language Server Protocol?"""
        self.detail = ""
        self.documentation = ""
        """Markdown."""
        self.sort = ""
        """The items in the order of these texts begin with the most likely one."""
        self.filter = ""
        """What the characters of `span` are compared with."""
        self.required = False
        """Is it a field that the object needs and does not have?"""
        self.edits: tuple[Edit, ...] = ()
        """Further edits of the file, for example a comma after the value before."""

    def __repr__(self) -> str:
        return f"Completion({self.label!r}, {self.kind!r}, {self.span!r}, {self.insert!r})"


class Offer:
    """Something that fits a place, before it is written there.

    `value` is a text (`Text` when parts of it are to be filled in), or any value; with a `key` it
    is that of a pair. `word` says that it takes the place of the word at the cursor only.
    """

    __slots__ = (
        "dash", "detail", "key", "kind", "label", "place", "rank", "required", "say", "typed",
        "value", "word",
    )  # fmt: skip

    def __init__(
        self,
        label: str,
        kind: str,
        value: Fillable,
        *,
        key: Key | None = None,
        detail: str = "",
        say: str | None = None,
        rank: int = 5,
        word: bool = False,
        required: bool = False,
        dash: bool = False,
    ) -> None:
        self.label = label
        self.kind = kind
        self.value = value
        self.key = key
        self.detail = detail
        self.say = say or ""
        """Markdown about it."""
        self.rank = rank
        """Of two offers the one with the lower number comes first."""
        self.word = word
        self.place: tuple[int, int] | None = None
        """Which characters of the string it takes the place of, where that is no word."""
        self.typed = ""
        """What of them stands before the name."""
        self.required = required
        self.dash = dash
        """Is it an item of a list of YAML that lacks its dash?"""
