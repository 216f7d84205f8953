"""How a definition is written: for rules that look at its text, or write a fix themselves."""

from __future__ import annotations

import json

from asllint.facts.fact import Ask, fact
from asllint.hosts.definition import Definition
from asllint.source.finding import Edit, Fix
from asllint.syntax import edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Concatenate, ParamSpec

    from asllint.source.finding import Intention
    from asllint.source.text import SourceFile, Span
    from asllint.syntax.node import Mapping, Scalar

    P = ParamSpec("P")


def _at_once(intend: Callable[P, Intention]) -> Callable[Concatenate[Layout, P], list[Edit]]:
    """A method that writes an intention at once: its edits, or none where it can not be written."""

    def method(self: Layout, /, *given: P.args, **named: P.kwargs) -> list[Edit]:
        fix = self.fix("", intend(*given, **named))
        return [] if fix is None else list(fix.edits)

    return method


@fact(about=Definition)
class Layout:
    """The text of a definition, and edits of it in the notation and style of their place.

    A rule needs it where a fix stands at many findings, or another one in its place if it can not
    be written; other fixes are written when they are reported. The methods that give edits give
    none where these can not be written.
    """

    __slots__ = ("_ask", "_definition")

    def __init__(self, definition: Definition, ask: Ask | None = None) -> None:
        self._definition = definition
        self._ask = ask or Ask()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Layout) and self._definition is other._definition

    def __hash__(self) -> int:
        return hash(self._definition)

    @property
    def file(self) -> SourceFile:
        """The file that is written, as it is now."""
        return self._definition.file

    @property
    def is_yaml(self) -> bool:
        """Is it written in YAML? That does not change while it is edited."""
        return self._definition.is_yaml

    @property
    def synthesised(self) -> bool:
        """Did the CDK write the definition, or a template that uses it? Then nobody edits it."""
        return self._ask(synthesised, self._definition)

    def fix(
        self, title: str, *steps: Intention | list[Edit], safe: bool = True, draft: bool = False
    ) -> Fix | None:
        """The repair, written at once; None where one of its steps can not be written."""
        if not all(steps):
            return None
        flat = [one for step in steps for one in (step if isinstance(step, list) else [step])]
        return edits.written(Fix(title, flat, safe=safe, draft=draft), self.file)

    def span(self, scalar: Scalar, start: int, end: int) -> Span:
        """Where some characters of a string stand in the file (or around them, if not exactly)."""
        from asllint.syntax.content import content

        return content(scalar, self.file).span(start, end)

    # What rules called before there were intentions.
    part = _at_once(edits.replace_text)
    appended = _at_once(edits.append_text)
    without = _at_once(edits.delete)
    last_fields = _at_once(edits.add_fields)
    beside = _at_once(edits.add_item)
    moved_last = _at_once(edits.move_last)
    rewritten = _at_once(edits.replace_field)
    wrapped = _at_once(edits.wrap)

    def text(self, scalar: Scalar, text: str) -> list[Edit]:
        """Another text for a whole string, or another name for a key."""
        return [Edit(scalar.span, json.dumps(text, ensure_ascii=False))]

    def first_field(self, node: Mapping, name: str, value: object) -> list[Edit]:
        """One more field, before all others."""
        return _at_once(edits.add_fields)(self, node, {name: value}, first=True)

    def last_field(self, node: Mapping, name: str, value: object) -> list[Edit]:
        """One more field, after all others."""
        return self.last_fields(node, {name: value})


@fact(about=Definition)
def synthesised(definition: Definition, ask: Ask) -> bool:
    """Did the CDK write the definition, or a template that uses it?"""
    from asllint.hosts.templates import is_synthesised

    files = {definition.file, *(use.file for use in definition.uses)}
    return any(map(is_synthesised, files))
