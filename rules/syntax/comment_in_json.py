import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from asllint.rule import (
    ERROR,
    Analysis,
    Definition,
    Findings,
    Fix,
    Intention,
    Layout,
    Mapping,
    Scalar,
    Span,
    StateMachine,
    edits,
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
    layout, homes = Layout(definition), _Homes(definition)
    said: dict[Mapping, list[str]] = {}
    for edit in deletion.edits:
        source = layout.file.text[edit.span.start : edit.span.end].strip()
        text = " ".join(re.sub(MARKS, "", source).split())
        if has_placeholder(text):
            return None  # it was no comment, perhaps
        node = homes.of(edit.span)
        if text and node is not None:
            said.setdefault(node, []).append(text)
    steps: list[Intention] = []
    for node, texts in said.items():
        old = node.fields.get("Comment")
        text = " ".join(texts)
        if old is None:
            steps.append(edits.add_fields(node, {"Comment": text}, first=True))
        elif isinstance(old.value, Scalar) and isinstance(old.value.value, str):
            steps.append(edits.append_text(old.value, f" {text}"))
        else:
            return None
    return layout.fix('move them to "Comment" fields', list(deletion.edits), *steps)


class _Homes:
    """The objects that take a `Comment`, each with what belongs to it, and with those in it."""

    def __init__(self, definition: Definition) -> None:
        self.text = definition.file.text
        places = [
            (span, node) for machine in definition.machine.walk() for span, node in _places(machine)
        ]
        places.sort(key=lambda place: (place[0].start, -place[0].end))
        self.places = places
        self.inside: dict[int, list[int]] = {}
        """By number, the numbers of the places right inside of a place."""
        self.around: list[int | None] = []
        open_places: list[int] = []
        for number, (span, _) in enumerate(places):
            while open_places and places[open_places[-1]][0].end <= span.start:
                open_places.pop()
            outer = open_places[-1] if open_places else None
            self.around.append(outer)
            self.inside.setdefault(-1 if outer is None else outer, []).append(number)
            open_places.append(number)

    def of(self, comment: Span) -> Mapping | None:
        """The object that a comment is about: around it, before it on its line, or below it."""
        start = comment.start
        last = bisect_right(self.places, start, key=lambda place: place[0].start) - 1
        number: int | None = max(last, 0)
        while number is not None and not self.places[number][0].covers(comment):
            number = self.around[number]
        if number is None:
            return self.places[0][1]
        home = self.places[number][1]
        states = home.get("States")
        if not isinstance(states, Mapping) or not states.span.covers(comment):
            return home
        own = self.inside.get(number, [])
        behind = bisect_left(own, start, key=lambda each: self.places[each][0].start)
        if behind and not self._is_alone(comment):
            return self.places[own[behind - 1]][1]
        return self.places[own[behind]][1] if behind < len(own) else home

    def _is_alone(self, comment: Span) -> bool:
        """Does nothing stand before the comment on its line, as far as one can see?"""
        first = max(0, comment.start - 1_000)
        start = max(first, self.text.rfind("\n", first, comment.start + 1) + 1)
        return self.text[start : comment.end].strip()[:1] in ("/", "#")


def _places(machine: StateMachine) -> Iterator[tuple[Span, Mapping]]:
    """The machine and its states, a state with its key."""
    yield machine.node.span, machine.node
    for state in machine.states:
        if isinstance(state.node, Mapping):
            yield Span(state.key.start, state.node.end), state.node
