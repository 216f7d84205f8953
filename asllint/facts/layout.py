"""How the text of a definition is changed: what a rule asks when it writes a fix."""

from __future__ import annotations

import json

from asllint.hosts.definition import Definition
from asllint.source.finding import Edit, Fix
from asllint.source.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from asllint.source.text import Span
    from asllint.syntax.node import Mapping, Node, Pair, Scalar, Sequence


class Layout:
    """The edits of a definition's text, in the notation and style of the place.

    Each method gives the edits that do one thing, and none where that can not be written; `fix`
    makes a repair of all that has to happen together.
    """

    __slots__ = ("_definition", "_synthesised", "file")

    subject = Definition

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self.file = definition.file
        self._synthesised: bool | None = None

    @property
    def synthesised(self) -> bool:
        """Did the CDK write the definition, or a template that uses it? Then nobody edits it."""
        if self._synthesised is None:  # all of a template's text is searched for its marks
            from asllint.hosts.templates import is_synthesised

            files = {self.file, *(use.file for use in self._definition.uses)}
            self._synthesised = any(map(is_synthesised, files))
        return self._synthesised

    def fix(
        self, title: str, *changes: list[Edit], safe: bool = True, draft: bool = False
    ) -> Fix | None:
        """The repair that makes several changes; None where one of them can not be written."""
        if not all(changes):
            return None
        edits = [edit for edits in changes for edit in edits]
        return Fix(title, edits, safe=safe, draft=draft)

    def text(self, scalar: Scalar, text: str) -> list[Edit]:
        """Another text for a whole string, or another name for a key."""
        return [Edit(scalar.span, json.dumps(text, ensure_ascii=False))]

    def span(self, scalar: Scalar, start: int, end: int) -> Span:
        """Where some characters of a string stand in the file (or around them, if not exactly)."""
        from asllint.syntax.content import content

        return content(scalar, self.file).span(start, end)

    def part(self, scalar: Scalar, start: int, end: int, text: str) -> list[Edit]:
        """Other characters in the place of some of a string's."""
        from asllint.syntax.content import content, encode

        inside = content(scalar, self.file)
        return tried(
            lambda: [Edit(inside.span(start, end), encode(text, scalar, self.file, start, end))]
        )

    def without(self, container: Mapping | Sequence, *gone: Pair | Node) -> list[Edit]:
        """An object without some of its fields, an array without some of its items."""
        from asllint.syntax.edits import without

        return tried(lambda: without(self.file, container, gone))

    def first_field(self, node: Mapping, name: str, value: object) -> list[Edit]:
        """One more field, before all others."""
        from asllint.syntax.edits import first_field

        return tried(lambda: [first_field(self.file, node, name, value)])

    def last_field(self, node: Mapping, name: str, value: object) -> list[Edit]:
        """One more field, after all others."""
        from asllint.syntax.edits import last_field

        return tried(lambda: [last_field(self.file, node, name, value)])

    def last_fields(self, node: Mapping, fields: dict[str, object]) -> list[Edit]:
        """Several more fields, after all others; none where that takes several edits."""
        edits = [
            edit for name, value in fields.items() for edit in self.last_field(node, name, value)
        ]
        if len(edits) < len(fields) or (not node.pairs and len(edits) > 1):
            return []
        return [Edit(edits[0].span, "".join(edit.replacement for edit in edits))]

    def appended(self, scalar: Scalar, text: str) -> list[Edit]:
        """More characters at the end of a string."""
        from asllint.syntax.content import content

        end = len(content(scalar, self.file).text)
        return self.part(scalar, end, end, text)

    def beside(self, sequence: Sequence, item: Scalar, text: str) -> list[Edit]:
        """One more string in an array in brackets, right behind an item."""
        if not self.file.text.startswith("[", sequence.start):
            return []
        return [Edit(Span(item.end, item.end), ", " + json.dumps(text, ensure_ascii=False))]

    def moved_last(self, sequence: Sequence, item: Node) -> list[Edit]:
        """An item behind all others."""
        from asllint.syntax.edits import moved_last

        return tried(lambda: moved_last(self.file, sequence, item))

    def rewritten(self, pair: Pair, name: str, text: str) -> list[Edit]:
        """A field under another name, and with a text in place of its array or object."""
        from asllint.syntax.edits import rewritten

        return tried(lambda: rewritten(self.file, pair, name, text))

    def wrapped(self, node: Node) -> list[Edit]:
        """A value as the only item of an array."""
        from asllint.syntax.edits import wrapped

        return tried(lambda: wrapped(self.file, node))


def tried(write: Callable[[], list[Edit]]) -> list[Edit]:
    """The edits, or none where they can not be written."""
    try:
        return write()
    except ValueError:
        return []
