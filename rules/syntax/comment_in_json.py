import re

from asllint.rule import (
    ERROR,
    Analysis,
    Definition,
    Findings,
    Fix,
    Layout,
    Mapping,
    Scalar,
    Span,
    has_placeholder,
    rule,
)

MARKS = r"\A(?:/[/*]+|#+)!?|\*+/\Z|(?m:^[ \t]*\*+(?= |$))"
"""What makes a text a comment."""


@rule(severity=ERROR, aws="INVALID_JSON_DESCRIPTION", since="0.1")
def comment_in_json(analysis: Analysis) -> Findings:
    """A comment in a JSON file."""
    for finding in analysis.problems_of("comment-in-json", in_yaml=True):
        fix = finding.fix
        if fix is not None and len(analysis.definitions) == 1:
            finding.fix = _kept(fix, analysis.definitions[0]) or fix
        yield finding


def _kept(deletion: Fix, definition: Definition) -> Fix | None:
    """Put what the comments say into the `Comment` fields of the states that they stand in."""
    layout, places = Layout(definition), _places(definition)
    said: dict[int, list[str]] = {}
    for edit in deletion.edits:
        source = layout.file.text[edit.span.start : edit.span.end].strip()
        text = " ".join(re.sub(MARKS, "", source).split())
        if has_placeholder(text):
            return None  # it was no comment, perhaps
        node = _home(places, layout.file.text, edit.span)
        if text and node is not None:
            said.setdefault(id(node), []).append(text)
    nodes = {id(node): node for _, node in places}
    changes = []
    for key, texts in said.items():
        old = nodes[key].fields.get("Comment")
        text = " ".join(texts)
        if old is None:
            changes.append(layout.first_field(nodes[key], "Comment", text))
        elif isinstance(old.value, Scalar) and isinstance(old.value.value, str):
            changes.append(layout.appended(old.value, f" {text}"))
        else:
            return None
    return layout.fix('move them to "Comment" fields', list(deletion.edits), *changes)


def _places(definition: Definition) -> list[tuple[Span, Mapping]]:
    """The objects that take a `Comment`, inner ones last, each with what belongs to it."""
    places = []
    for machine in definition.machine.walk():
        places.append((machine.node.span, machine.node))
        places += [
            (Span(state.key.start, state.node.end), state.node)
            for state in machine.states
            if isinstance(state.node, Mapping)
        ]
    return places


def _home(places: list[tuple[Span, Mapping]], text: str, comment: Span) -> Mapping | None:
    """The object that a comment is about: around it, before it on its line, or right below it."""
    home = places[0][1]
    for span, node in places:
        if span.covers(comment):
            home = node
    states = home.get("States")
    if isinstance(states, Mapping) and states.span.covers(comment):
        own = [(span, node) for span, node in places if span.start in states.span]
        before = [node for span, node in own if span.end <= comment.start]
        behind = [node for span, node in own if span.start >= comment.end]
        start = text.rfind("\n", 0, comment.start + 1) + 1
        if before and text[start : comment.end].strip()[:1] not in ("/", "#"):
            return before[-1]
        return behind[0] if behind else home
    return home
