"""While somebody types: analyses that take over from each other say what a new one says.

States that an edit leaves alone are kept together with what is known of them, and local rules do
not look at them again. Nobody may ever see a difference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint import Analysis, Diagnostic, analyze, lint, load_rulebook
from asllint.authoring import pages
from asllint.expressions.jsonata.reader import read_jsonata
from asllint.ide.completion import complete
from asllint.ide.hints import hints
from asllint.ide.hover import hover
from asllint.ide.navigation import RenameError, definition, locations, rename
from asllint.ide.outline import folds, outline, selections
from asllint.ide.tokens import tokens
from asllint.language.machine import State
from asllint.syntax.json import read_json
from asllint.syntax.node import Mapping, Node, Scalar, Sequence
from asllint.syntax.yaml.tree import read_yaml
from tests.conftest import ROOT, plain_fix
from tests.cost import often

RULES = list(load_rulebook().rules.values())


def machines() -> list[dict[str, object]]:
    """Every definition in JSON on a page or in a case, mistakes and all, as a value."""
    found: dict[str, dict[str, object]] = {}
    for page in sorted([*(ROOT / "rules").rglob("*.md"), *(ROOT / "tests/cases").glob("*.md")]):
        for example in pages.examples(page.read_text()):
            if example.path.endswith(".asl.json"):
                try:
                    value = json.loads(example.body)
                except ValueError:
                    continue
                if isinstance(value, dict) and isinstance(value.get("States"), dict):
                    found[example.body] = value
    return list(found.values())


MACHINES = machines()
MACHINE = st.sampled_from(MACHINES)
MANY = {
    f"Many {number}": {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": "work", "Payload": {"id.$": f"$.many[{number}]"}},
        "Next": f"Many {(number * 7 + 1) % 60}",
    }
    for number in range(60)
}
"""So many states that they are not all read again when the name of one changes."""


def said(analysis: Analysis) -> list[object]:
    """All that the rules say of a text, to the last offset."""
    crashes: list[str] = []
    found = lint(analysis, RULES, crashes=crashes)
    assert crashes == []
    return [comparable(one) for one in found]


def comparable(one: Diagnostic) -> object:
    related = [(each.span, each.message) for each in one.related]
    place = (one.span, one.pointer)
    return (one.rule, one.severity.name, *place, one.message, related, plain_fix(one.fix))


def scalars(root: Node) -> Iterator[Scalar]:
    """Every key and every value that is no object or array."""
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Sequence):
            pending += node.items
        elif isinstance(node, Mapping):
            pending += [each for pair in node.pairs for each in (pair.key, pair.value)]


def in_blocks(value: object, indent: str = "") -> str:
    """A value in the block style of YAML, its scalars as in JSON."""
    if isinstance(value, dict) and value:
        lines = [f"{indent}{json.dumps(key)}:{below(each, indent)}" for key, each in value.items()]
    elif isinstance(value, list) and value:
        lines = [f"{indent}-{below(each, indent)}" for each in value]
    else:
        return indent + json.dumps(value)
    return "\n".join(lines)


def below(value: object, indent: str) -> str:
    """What follows a colon or a dash."""
    if isinstance(value, dict | list) and value:
        return "\n" + in_blocks(value, indent + "  ")
    return " " + json.dumps(value)


def edited(text: str, yaml: bool, data: st.DataObject) -> str:
    """The text after an edit that makes sense: a scalar becomes another one, a field goes."""
    roots = read_yaml(text)[0] if yaml else [read_json(text)[0]]
    places = sorted((node.start, node.end) for root in roots for node in scalars(root))
    start, end = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from(places))
    written = data.draw(
        st.sampled_from(
            [
                text[other[0] : other[1]], text[start : end - 1] + 'x"', text[start + 1 : end],
                '""', "0", "true", "null", "{}", '"$.a"', '"{% $a %}"', '"States.ALL"',
                '"DISTRIBUTED"', '"a", "b"', '"End": true', '"States": {}', '"Type": "Pass"', "",
            ]
        )
    )  # fmt: skip
    return text[:start] + written + text[end:]


@pytest.fixture(scope="module")
def warm() -> None:
    """The package that reads JSONata raises the recursion limit at its first use."""
    read_jsonata("1")


@pytest.mark.usefixtures("warm")
@settings(max_examples=often(80, 250), deadline=None)
@given(st.data())
def test_edits_in_a_definition_of_many(data: st.DataObject) -> None:
    """Some definitions side by side, so that what happens in one can matter in another."""
    branches = data.draw(st.lists(MACHINE, min_size=2, max_size=3))
    inner = data.draw(MACHINE)
    body = {**inner, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}}
    yaml = data.draw(st.booleans())
    path = "x.asl.yaml" if yaml else "x.asl.json"
    value = {
        **data.draw(MACHINE),
        "QueryLanguage": data.draw(st.sampled_from(["JSONPath", "JSONata"])),
        "StartAt": "All",
        "States": {
            "All": {"Type": "Parallel", "Branches": branches, "Next": "Each"},
            "Each": {"Type": "Map", "ItemProcessor": body, "End": True},
            **data.draw(st.sampled_from([{}, {}, {}, MANY])),
        },
    }
    if yaml:
        text = in_blocks(value)
    else:
        text = json.dumps(value, indent=data.draw(st.sampled_from([None, 2])))
    analysis = analyze(text, path)
    said(analysis)
    for _ in range(3 if yaml else 6):
        typed = edited(text, yaml, data)
        analysis = analyze(typed, path, before=analysis)
        if data.draw(st.integers(0, 3)):  # not every version is looked at
            assert said(analysis) == said(analyze(typed, path))
        if data.draw(st.booleans()):
            text = typed
    analysis = analyze(text, path, before=analysis)
    assert said(analysis) == said(analyze(text, path))


@pytest.mark.usefixtures("warm")
@settings(max_examples=often(30, 60), deadline=None)
@given(st.data())
def test_editors_get_the_same_answers(data: st.DataObject) -> None:
    """Keys that break the text and mend it, and what hovers, completion and the rest say then."""
    value = {
        "StartAt": "All",
        "States": {
            "All": {"Type": "Parallel", "Branches": [data.draw(MACHINE)], "Next": "Many 0"},
            **data.draw(st.sampled_from([{}, MANY])),
        },
    }
    text = data.draw(st.sampled_from([in_blocks(value), json.dumps(value, indent=2)]))
    path = "x.asl.json" if text.startswith("{") else "x.asl.yaml"
    analysis = analyze(text, path)
    quotes = [at for at, char in enumerate(text) if char == '"']
    start = data.draw(st.sampled_from(quotes))
    for _ in range(4):
        piece = data.draw(st.sampled_from(["x", '"', ",", "}", '"a": 1,', " ", "\n", "", "$"]))
        text = text[:start] + piece + text[start + data.draw(st.integers(0, 2)) :]
        start = min(start + len(piece), len(text))
        analysis = analyze(text, path, before=analysis)
        assert answers(analysis, start) == answers(analyze(text, path), start)


def answers(analysis: Analysis, offset: int) -> list[object]:
    """What editors are told about a place, and about the whole file."""
    about_place = (hover, complete, locations, definition, selections)
    about_file = (outline, folds, hints, tokens)
    try:
        edits: object = rename(analysis, offset, "New")
    except RenameError as error:
        edits = str(error)
    found = [ask(analysis, offset) for ask in about_place] + [ask(analysis) for ask in about_file]
    return [as_value(one) for one in (*found, edits)]


def as_value(one: object) -> object:
    """An answer with all that is in it, for comparison."""
    if isinstance(one, list | tuple):
        return list(map(as_value, one))
    slots = [name for kind in type(one).__mro__ for name in getattr(kind, "__slots__", ())]
    return [as_value(getattr(one, name)) for name in slots] if slots else one


# --- what is kept, and what is not ---------------------------------------------------------------

TEXT = """{
  "StartAt": "First",
  "States": {
    "First": { "Type": "Pass", "Result": { "a": 1 }, "Next": "Each" },
    "Each": {
      "Type": "Map",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "INLINE" },
        "StartAt": "One",
        "States": {
          "One": { "Type": "Wait", "Seconds": 1, "Next": "Two" },
          "Two": { "Type": "Succeed" }
        }
      },
      "Next": "Last"
    },
    "Last": { "Type": "Succeed" }
  }
}"""


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        ('"a": 1', '"a": 12', ["First"]),
        ('"Seconds": 1', '"Seconds": 60', ["One"]),
        ('"Mode": "INLINE"', '"Mode": "DISTRIBUTED"', ["Each", "One", "Two"]),
        ('"StartAt": "One"', '"StartAt": "Two"', ["Each", "One", "Two"]),
        ('"Next": "Last"', '"Next": "First"', ["Each", "One", "Two"]),
        # A name, and what stands beside the states: all states around it.
        ('"Two": {', '"Too": {', ["One", "Two"]),
        ('"Last": {', '"Lost": {', ["First", "Each", "Last", "One", "Two"]),
        ('"StartAt": "First"', '"StartAt": "Last"', ["First", "Each", "Last", "One", "Two"]),
    ],
)
def test_states_that_the_edit_leaves_alone_stay_the_same_objects(
    old: str, new: str, other: list[str]
) -> None:
    analysis = analyze(TEXT, "x.asl.json")
    before = {state.name: state for state in states(analysis)}
    after = states(analyze(TEXT.replace(old, new), "x.asl.json", before=analysis))
    assert [name for name, state in before.items() if state not in after] == other


def states(analysis: Analysis) -> list[State]:
    return [state for machine in analysis.machines() for state in machine.states]
