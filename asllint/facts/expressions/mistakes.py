"""A mistake in an expression as a finding, with its fix."""

from __future__ import annotations

import re

from asllint.facts.conformance import is_timestamp
from asllint.language.grammar import BOOLEAN, INTEGER, NUMBER, TIMESTAMP
from asllint.source.finding import Finding, Fix
from asllint.syntax.edits import rename, unquote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.expressions import Mistake
    from asllint.facts.expressions.site import Site
    from asllint.source.finding import Intention

_CONSTANTS = {
    INTEGER: r"0|[1-9][0-9]*",
    NUMBER: r"-?(0|[1-9][0-9]*)([.][0-9]+)?",
    BOOLEAN: r"true|false",
}
"""What can stand without quotes in the field beside that for a path, by the kind of its value."""

_GUESSED = ("malformed-path", "states-member")
"""Kinds of mistakes whose repair is a guess, however good. So is where a bare name belongs."""


def finding_of(site: Site, mistake: Mistake) -> Finding:
    """A mistake in an expression as a finding, with its fix where one can be written."""
    if mistake.kind == "malformed-path":
        renamed = _renamed(site)
        if renamed is not None:
            message = f'"{site.field.name}" takes a path, not "{site.text}": {renamed.title}'
            return Finding(site.scalar.span, message, fix=renamed)
    fix, text = None, mistake.replacement
    if text is not None:
        bare = mistake.kind == "jsonata-top-level" and "$states.input" in text
        safe = not (mistake.guess or bare or mistake.kind in _GUESSED)
        title = f'write "{text}"' if text else "delete it"
        fix = Fix(title, [site.replaced(*mistake.replaced, text)], safe=safe)
    return Finding(site.span(mistake.start, mistake.end), mistake.message, fix=fix)


def _renamed(site: Site) -> Fix | None:
    """Call the field of a path what it holds: a number, a boolean or a timestamp."""
    twin = site.part.kind.fields.get(site.field.name.removesuffix("Path"))
    if twin is None or twin is site.field or twin.name in site.part.node.fields:
        return None
    steps: list[Intention] = [rename(site.key, twin.name)]
    if re.fullmatch(_CONSTANTS.get(twin.value, r"(?!)"), site.text):
        steps.append(unquote(site.scalar))
    elif twin.value != TIMESTAMP or not is_timestamp(site.text):
        return None
    return Fix(f'rename the field to "{twin.name}"', steps)
