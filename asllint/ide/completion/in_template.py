"""What can be typed around a definition: names of substitutions at both ends, paths of files."""

from __future__ import annotations

import re

from asllint.facts.placeholders import names_asked_for
from asllint.ide.completion.cursor import Cursor
from asllint.ide.completion.in_lines import Lines
from asllint.ide.completion.in_nodes import at_nodes
from asllint.ide.completion.items import FIELD, FILE, VARIABLE, Completion, Offer
from asllint.ide.completion.writing import written
from asllint.ide.substitutions import key_span, uses_of
from asllint.ide.template import Stop, Text
from asllint.ide.where import word_end
from asllint.source.finding import Edit
from asllint.source.text import HCL, YAML, Span
from asllint.syntax.walk import steps_to

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from asllint.hosts.use import Use
    from asllint.ide.view import View

    Files = Callable[[str], Iterable[tuple[str, bool]]]

_OPEN = r"\$\{([\w.-]*)\Z"
_PATH_CALL = r"""\b(?:templatefile|file)\(\s*"([^"$\r\n]*)\Z"""
_PATH_FIELDS = ("DefinitionUri",)
_NAMES_FIELD = "DefinitionSubstitutions"


def in_placeholder(seen: View) -> list[Completion] | None:
    """The names that a template gives, behind `${`; None where the cursor is not behind one."""
    text, at = seen.analysis.file.text, seen.offset
    match = re.search(_OPEN, text[text.rfind("\n", 0, at) + 1 : at])
    if match is None:
        return None
    uses = uses_of(seen)
    end = word_end(text, at)
    span = Span(at - len(match[1]), end)
    names: dict[str, list[str]] = {}
    for use in uses:
        for name in use.substitutions.names if use.substitutions is not None else ():
            names.setdefault(name, []).append(_given(use, name))
    found = []
    for number, (name, given) in enumerate(names.items()):
        closing = "" if text[end : end + 1] == "}" else "}"
        try:
            edit = seen.outward_edit(Edit(span, name + closing))
        except ValueError:
            continue
        one = Completion(name, VARIABLE, edit.span, edit.replacement)
        one.detail = ", ".join(dict.fromkeys(given))
        one.filter, one.sort = name, f"1{number:04}"
        found.append(one)
    return found if uses else None


def _given(use: Use, name: str) -> str:
    """What a template puts in place of a name, as it is written there on one line."""
    text, span = use.file.text, key_span(use, name)
    match = re.compile(r"['\"]?\s*[:=]\s*([^\r\n]{1,60})").match(text, span.end)
    return f"{use.name}: {match[1].rstrip(' ,')}" if match else use.name


def in_template(seen: View, files: Files | None) -> list[Completion]:
    """What fits the place of a template that is in no definition."""
    file, at = seen.analysis.file, seen.offset
    if file.notation == HCL:
        match = re.search(_PATH_CALL, file.text[file.text.rfind("\n", 0, at) + 1 : at])
        return [] if match is None or files is None else _paths(seen, match[1], files)
    cursor = _cursor(seen)
    if cursor is None:
        return []
    keys = [frame.key for frame in cursor.frames]
    if not cursor.is_key and cursor.key in _PATH_FIELDS and files is not None:
        glued = file.text[at - 1 : at] == ":"
        return [] if glued else _paths(seen, cursor.text.text[: cursor.at], files)
    if cursor.is_key and keys[-1] == _NAMES_FIELD and len(keys) > 2:
        offers = _names(seen, cursor, keys[-3])
        found = (written(cursor, offer, number) for number, offer in enumerate(offers))
        return [one for one in found if one is not None]
    return []


def _names(seen: View, cursor: Cursor, resource: str | None) -> Iterator[Offer]:
    """The names that the definitions of a resource ask for and do not get yet."""
    asked: dict[str, None] = {}
    for use in seen.analysis.uses:
        if use.name == resource:
            asked.update(dict.fromkeys(names_asked_for(use)))
    for name in asked:
        if name not in cursor.frames[-1].fields:
            detail = "the definition asks for it"
            yield Offer(name, FIELD, Text(Stop()), key=name, detail=detail, rank=1)


def _paths(seen: View, typed: str, files: Files) -> list[Completion]:
    """The files and folders whose paths go on from what is typed."""
    folder, slash, _ = typed.rpartition("/")
    text, at = seen.analysis.file.text, seen.offset
    start, end = at - len(typed) + len(folder) + len(slash), at
    while end < len(text) and (text[end].isalnum() or text[end] in "._-"):
        end += 1
    found = []
    for number, (name, is_folder) in enumerate(files(folder + slash)):
        if re.fullmatch(r"[\w.+@ -]+", name):
            label = f"{name}/" if is_folder else name
            one = Completion(label, FILE, Span(start, end), label)
            one.filter, one.sort = label, f"{2 if is_folder else 1}{number:04}"
            found.append(one)
    return found


class _TemplateLines(Lines):
    """The lines of a whole template around the cursor."""

    def root(self) -> int | None:
        """Where the template's first key is."""
        match = re.search(r"^[^\s#%-]", self.text, re.MULTILINE)
        return match.start() if match else None


def _cursor(seen: View) -> Cursor | None:
    """The place of the cursor among the keys of a template."""
    if seen.analysis.file.notation == YAML and seen.analysis.file.text.lstrip()[:1] != "{":
        return _TemplateLines(seen).find()
    for root in seen.analysis.roots:
        if root.start <= seen.offset <= root.end:
            steps = list(steps_to(root, seen.offset))
            return at_nodes(seen, steps) if steps else None
    return None
