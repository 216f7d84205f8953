"""Files that are one definition: `*.asl.json`, `*.asl.yaml`, `*.asl`, and others like them."""

from __future__ import annotations

import json
import re

from asllint.hosts.definition import Definition
from asllint.language.grammar import STATES
from asllint.source.finding import Edit, Fix
from asllint.source.suggest import fold
from asllint.source.text import JSON, Span
from asllint.syntax.node import Hole, Mapping, Node, Pair, Problem, Scalar, is_string

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asllint.hosts.use import Use
    from asllint.source.text import SourceFile

_NAMES = (".asl", ".asl.json", ".asl.jsonc", ".asl.yaml", ".asl.yml")
_LIKE_A_PART = (
    r"start[ _-]?at\b|\btype\W{1,40}(?:task|parallel|map|pass|wait|choice|succeed|fail)\b"
)
_STATE_FIELDS = {name for kind in STATES.values() for name in kind.fields} - {"Type", "Comment"}
_FOLDED_TYPES = {fold(name) for name in STATES}


def is_named_so(path: str) -> bool:
    """Does the file's name say that it holds a definition, whatever its content?"""
    return path.lower().endswith(_NAMES)


def may_hold_definition(text: str) -> bool:
    """A quick look at a text: could it be a definition at all?"""
    return "StartAt" in text and "States" in text


def may_resemble_definition(text: str) -> bool:
    """A quick look at a text that the user named: a misspelt definition, or a state?"""
    return re.search(_LIKE_A_PART, text, re.IGNORECASE) is not None


def definitions(
    file: SourceFile,
    roots: Sequence[Node],
    workflow_type: str,
    *,
    expected: bool,
    named: bool = False,
    uses: Sequence[Use] = (),
) -> Iterator[Definition | Problem]:
    """The definitions among the root values of a file, and what is wrong with their roots.

    With `expected` every root is taken for a definition, and one that can not be is a problem;
    without it a root counts when it has a string `StartAt` and `States`, and in a `named` file when
    it resembles a definition or a part of one. `uses` are the templates that use it.
    """
    for root in roots:
        if isinstance(root, Mapping) and is_definition(root):
            yield from _unwrapped(file, root)
            yield Definition(file, root, workflow_type, uses)
        elif expected or (named and _resembles(root)):
            for one in _expected_definition(file, root):
                if isinstance(one, Mapping):
                    yield Definition(file, one, workflow_type, uses)
                else:
                    yield one


def is_definition(root: Node) -> bool:
    """Has a value what only a definition has: a string `StartAt`, and `States`?"""
    if not isinstance(root, Mapping):
        return False
    return is_string(root.get("StartAt")) and root.get("States") is not None


def _resembles(root: Node) -> bool:
    """Has it a key of a definition, however it is written, or is it a state or a few of them?"""
    if not isinstance(root, Mapping) or not root.pairs:
        return False
    for pair in root.pairs:
        name, value = fold(str(pair.key.value)), pair.value
        if name == "startat":
            return True
        if name == "states" and isinstance(value, Mapping):
            return any(_is_state(inner.value) for inner in value.pairs)
    return _is_state(root) or all(_is_state(pair.value) for pair in root.pairs)


def _expected_definition(file: SourceFile, root: Node) -> Iterator[Mapping | Problem]:
    """What is wrong with a root, and the object to take for the definition nevertheless."""
    if isinstance(root, Hole):
        return  # the reader has said what is wrong
    if not isinstance(root, Mapping):
        yield Problem(
            "not-a-definition",
            root.head,
            f'a definition is an object with "StartAt" and "States", not {_an(root.type_name)}',
        )
        return
    if _is_state(root):
        yield Problem(
            "definition-fragment",
            root.head,
            'this is a state, not a definition: put {"StartAt": "Name", "States": {"Name": … }} '
            "around it",
        )
        yield _around_states(root, [_nameless(root)])
    elif root.pairs and all(_is_state(pair.value) for pair in root.pairs):
        names = [str(pair.key.value) for pair in root.pairs]
        yield Problem(
            "definition-fragment",
            root.pairs[0].key.span,
            f"{'this is a state' if len(names) == 1 else 'these are states'}, not a definition: "
            f'put {{"StartAt": "{names[0]}", "States": {{ … }}}} around '
            f"{'it' if len(names) == 1 else 'them'}",
            fix=_framed(file, root, names[0]),
        )
        yield _around_states(root, root.pairs)
    else:
        yield from _unwrapped(file, root)
        yield root


def _framed(file: SourceFile, root: Mapping, first: str) -> Fix | None:
    """Put a definition around some states; not in YAML, where that moves every line."""
    if file.notation != JSON:
        return None
    head = f'{{"StartAt": {json.dumps(first, ensure_ascii=False)}, "States": '
    if not _lacks_braces(root):
        edits = [Edit(Span(root.start, root.start), head), Edit(Span(root.end, root.end), "}")]
    else:
        edits = _around(file.text, root, head + "{", "}}")
    return Fix("put a definition around it", edits, safe=False)


def _around(text: str, root: Mapping, head: str, tail: str) -> list[Edit]:
    """What is missing around an object without its first brace, or without both."""
    start, end = root.start, len(text[: root.end].rstrip())
    line = "\n" if "\n" in text[start:end] else ""
    if _is_closed(text, root):
        tail = tail[1:]
        return [Edit(Span(start, start), head + line), Edit(Span(end, end), tail)]
    comma = 1 if text[end - 1] == "," else 0
    return [Edit(Span(start, start), head + line), Edit(Span(end - comma, end), line + tail)]


def _lacks_braces(root: Mapping) -> bool:
    """Does an object begin with its first key?"""
    return bool(root.pairs) and root.start == root.pairs[0].key.start


def _is_closed(text: str, root: Mapping) -> bool:
    """Does an object end with a brace of its own, whether one opens it or not?"""
    return text[root.pairs[-1].value.end : root.end].strip() == "}"


def _unwrapped(file: SourceFile, root: Mapping) -> Iterator[Problem]:
    """The problem of a JSON object whose braces are missing (its node begins with a key)."""
    if _lacks_braces(root) and not file.yaml:
        message = "the braces around the definition are missing: put { before it and } after it"
        if _is_closed(file.text, root):
            message = "the brace before the definition is missing: put { before it"
        fix = None
        if file.notation == JSON:
            edits = [edit for edit in _around(file.text, root, "{", "}") if edit.replacement]
            fix = Fix("put the braces around it", edits, safe=False)
        yield Problem("definition-fragment", root.pairs[0].key.span, message, fix=fix)


def _is_state(node: Node) -> bool:
    if not isinstance(node, Mapping) or "StartAt" in node.fields or "States" in node.fields:
        return False
    type_name = node.get("Type")
    if not isinstance(type_name, Scalar) or fold(str(type_name.value)) not in _FOLDED_TYPES:
        return False
    return bool(_STATE_FIELDS & node.fields.keys()) or fold(str(type_name.value)) in (
        "succeed",
        "fail",
    )


def _nameless(state: Mapping) -> Pair:
    return Pair(Scalar(state.start, state.head.end, ""), state)


def _around_states(root: Mapping, states: list[Pair]) -> Mapping:
    """The machine a fragment would be part of: incomplete, so that nothing is missing in it."""
    inner = Mapping(root.start, root.end, states, complete=False)
    key = Scalar(root.start, root.start, "States")
    return Mapping(root.start, root.end, [Pair(key, inner)], complete=False)


def _an(type_name: str) -> str:
    return f"{'an' if type_name[0] in 'aeio' else 'a'} {type_name}"
