"""A definition says the same wherever it stands: same rules, same messages, the same characters.

Every example of the pages and cases is put into every kind of template, character by character, so
that it is known where each of them has to be underlined.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from asllint import Diagnostic, analyze, lint, load_rulebook
from asllint.authoring import pages
from asllint.source.finding import Fix
from asllint.source.text import Span

ROOT = Path(__file__).parent.parent
RULES = [rule for rule in load_rulebook().select() if rule.category != "templates"]

ABOUT_FILES = {"byte-order-mark", "not-utf-8", "empty-file", "not-json", "definition-size"}


Unit = tuple[str, str]
"""What only the template needs, and a character of the definition as it is written after that."""


class Place:
    """A template with a definition in it, and where each character of the definition stands."""

    def __init__(self, before: str, units: Iterable[Unit], after: str) -> None:
        pieces, at = [before], len(before)
        self.starts: list[int] = []
        self.ends: list[int] = []
        for glue, written in units:
            pieces += (glue, written)
            self.starts.append(at + len(glue))
            at += len(glue) + len(written)
            self.ends.append(at)
        self.text = "".join([*pieces, after])
        self.starts.append(at)

    def span(self, span: Span) -> Span:
        """Where a span of the definition has to be found."""
        if span.start == span.end:
            return Span(self.starts[span.start], self.starts[span.start])
        return Span(self.starts[span.start], self.ends[span.end - 1])


def plain(text: str) -> list[Unit]:
    """The characters as they are."""
    return [("", char) for char in text]


def indented(text: str, blanks: int) -> list[Unit]:
    """The lines of a text with so many blanks before each but the first."""
    return [
        (" " * blanks if at and text[at - 1] == "\n" and char != "\n" else "", char)
        for at, char in enumerate(text)
    ]


def escaped(text: str) -> list[Unit]:
    """The characters in double quotes, as JSON, YAML and HCL all read them."""
    return [("", json.dumps(char)[1:-1]) for char in text]


SAM = (
    "Resources:\n  Machine:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n"
    "      Name: é😀\n"
)
CFN = SAM.replace("Serverless", "StepFunctions")
JSON_CFN = '{"Resources": {"M😀": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {'
SERVERLESS = "stepFunctions:\n  stateMachines:\n    order:\n      definition: "
TERRAFORM = 'resource "aws_sfn_state_machine" "é" {\n  definition = '


def joined(text: str) -> list[Unit]:
    """The strings of a `Fn::Join` that splits the text every 17 characters."""
    return [
        ('",\n "' if at and at % 17 == 0 else "", unit)
        for at, (_, unit) in enumerate(escaped(text))
    ]


def folded(text: str) -> list[Unit]:
    """A text over several lines, which YAML folds into one: a blank becomes a line break."""
    units, since = plain(text), 0
    for at in range(1, len(text) - 1):
        since += 1
        alone = text[at] == " " and text[at - 1] not in " \n" and text[at + 1] not in " \n#"
        if since > 40 and alone:
            units[at], units[at + 1], since = ("", "\n"), (" " * 10, text[at + 1]), 0
    return units


TEXTS: dict[str, tuple[str, Callable[[str], Place]]] = {
    "YAML, literal block": (
        "template.yaml",
        lambda text: Place(f"{CFN}      DefinitionString: |\n          ", indented(text, 10), "\n"),
    ),
    "YAML, literal block with !Sub": (
        "template.yaml",
        lambda text: Place(
            f"{CFN}      DefinitionString: !Sub |-\n       ", indented(text, 7), "\nOutputs: {}\n"
        ),
    ),
    "YAML, Fn::Sub with names": (
        "template.yml",
        lambda text: Place(
            f"{CFN}      DefinitionString:\n        Fn::Sub:\n          - |\n            ",
            indented(text, 12),
            "\n          - {Name: !GetAtt Function.Arn}\n",
        ),
    ),
    "YAML, double quotes": (
        "template.yaml",
        lambda text: Place(f'{CFN}      DefinitionString: !Sub "', escaped(text), '"\n'),
    ),
    "JSON, a string": (
        "template.json",
        lambda text: Place(f'{JSON_CFN}"DefinitionString": "', escaped(text), '"}}}}'),
    ),
    "JSON, Fn::Sub": (
        "cdk.template.json",
        lambda text: Place(
            f'{JSON_CFN}"DefinitionString": {{"Fn::Sub": "', escaped(text), '"}}}}}'
        ),
    ),
    "JSON, Fn::Join": (
        "cdk.template.json",
        lambda text: Place(
            f'{JSON_CFN}"DefinitionString": {{"Fn::Join": ["", ["', joined(text), '"]]}}}}}'
        ),
    ),
    "Terraform, heredoc": (
        "main.tf",
        lambda text: Place(f"{TERRAFORM}<<EOT\n", plain(text), "\nEOT\n}\n"),
    ),
    "Terraform, indented heredoc": (
        "main.tf",
        lambda text: Place(f"{TERRAFORM}<<-EOT\n    ", indented(text, 4), "\n    EOT\n}\n"),
    ),
    "Terraform, a string": (
        "main.tf",
        lambda text: Place(f'{TERRAFORM}"', escaped(text), '"\n}\n'),
    ),
    "Terraform in JSON": (
        "cdk.tf.json",
        lambda text: Place(
            '{"resource": {"aws_sfn_state_machine": {"x": {"definition": "', escaped(text), '"}}}}'
        ),
    ),
}
"""Hosts in which the definition is a text."""

OBJECTS: dict[str, tuple[str, Callable[[str], Place]]] = {
    "SAM, an object in YAML": (
        "template.yaml",
        lambda text: Place(f"{SAM}      Definition:\n          ", indented(text, 10), "\n"),
    ),
    "SAM, an object in JSON": (
        "template.json",
        lambda text: Place(
            f'{JSON_CFN.replace("StepFunctions", "Serverless")}"Definition": ', plain(text), "}}}}"
        ),
    ),
    "CloudFormation, Fn::ToJsonString": (
        "template.json",
        lambda text: Place(
            f'{JSON_CFN}"DefinitionString": {{"Fn::ToJsonString": ', plain(text), "}}}}}"
        ),
    ),
    "Serverless": (
        "serverless.yml",
        lambda text: Place(SERVERLESS + "\n          ", indented(text, 10), "\n"),
    ),
    "Terraform, jsonencode": (
        "main.tf",
        lambda text: Place(f"{TERRAFORM}jsonencode(", plain(text), ")\n}\n"),
    ),
}
"""Hosts in which the definition is an object of the template."""

FOLDED: dict[str, tuple[str, Callable[[str], Place]]] = {
    "YAML, folded block": (
        "template.yaml",
        lambda text: Place(f"{CFN}      DefinitionString: >-\n          ", folded(text), "\n"),
    ),
    "YAML, single quotes over several lines": (
        "template.yaml",
        lambda text: Place(
            f"{CFN}      DefinitionString: !Sub '",
            [(glue, written.replace("'", "''")) for glue, written in folded(text)],
            "'\n",
        ),
    ),
}
"""Hosts that make one line of several."""


def all_examples() -> list[str]:
    """The JSON of every page and case, broken or not."""
    found = []
    for page in sorted([*(ROOT / "rules").rglob("*.md"), *(ROOT / "tests/cases").glob("*.md")]):
        for example in pages.examples(page.read_text()):
            text = example.body.rstrip()
            odd = example.options or example.path.endswith(".yaml") or not text.startswith("{")
            if not odd and not any(line != line.rstrip() for line in text.splitlines()):
                found.append(text)
    return list(dict.fromkeys(found))


def is_json(text: str) -> bool:
    """Is it correct JSON without a key that stands twice, which all notations read alike?"""
    try:
        return json.dumps(json.loads(text)).count('"') == text.count('"')
    except ValueError:
        return False


def encodable(text: str) -> bool:
    """Are all strings in a JSON text made of whole characters?"""
    try:
        json.dumps(json.loads(text), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


ALL = all_examples()
UNCLOSED = re.compile(r"""\$\{[^}"']*["']""")
"""Half a placeholder: what Terraform computes there goes on to the next brace."""
EXAMPLES = [text for text in ALL if '"Fn::' not in text and not UNCLOSED.search(text)]
"""Functions of CloudFormation are objects in a template, and nothing but text in a text."""
READABLE = [text for text in EXAMPLES if is_json(text)]
PORTABLE = [text for text in ALL if is_json(text) and encodable(text)]
"""Without half of a surrogate pair, on which the notations do not agree."""


def told(diagnostics: Iterable[Diagnostic]) -> list[tuple[str, str, str, Span, list[Span]]]:
    """What is compared, in an order of its own."""
    found = [
        (one.rule, one.message, one.pointer, one.span, [each.span for each in one.related])
        for one in diagnostics
        if one.rule not in ABOUT_FILES
    ]
    return sorted(found, key=lambda each: (each[0], each[3].start, each[3].end, each[1]))


@cache
def told_alone(text: str) -> list[tuple[str, str, str, Span, list[Span]]]:
    """The diagnostics of the definition in a file of its own: the same for every template."""
    return told(lint(analyze(text, "x.asl.json"), RULES))


def expected(text: str, place: Place) -> list[tuple[str, str, str, Span, list[Span]]]:
    """The diagnostics of the definition alone, carried over to the template."""
    return [
        (rule, message, pointer, place.span(span), [place.span(each) for each in related])
        for rule, message, pointer, span, related in told_alone(text)
    ]


def assert_same(text: str, path: str, place: Place) -> None:
    found = told(lint(analyze(place.text, path), RULES))
    wanted = expected(text, place)
    assert [each[:3] for each in found] == [each[:3] for each in wanted]
    assert found == wanted


@pytest.mark.parametrize("host", TEXTS)
def test_a_definition_as_a_text(host: str) -> None:
    path, put = TEXTS[host]
    for text in EXAMPLES:
        assert_same(text, path, put(text))


@pytest.mark.parametrize("host", FOLDED)
def test_a_definition_in_folded_lines(host: str) -> None:
    path, put = FOLDED[host]
    for example in READABLE:
        text = json.dumps(json.loads(example), ensure_ascii=False)
        if not text.isprintable():
            text = json.dumps(json.loads(example))
        assert_same(text, path, put(text))


@pytest.mark.parametrize("host", OBJECTS)
def test_a_definition_as_an_object(host: str) -> None:
    path, put = OBJECTS[host]
    for text in PORTABLE:
        assert_same(text, path, put(text))


def applied(text: str, fix: Fix) -> str:
    """The text after a fix."""
    for edit in sorted(fix.edits, key=lambda each: each.span.start, reverse=True):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


def lines(text: str) -> list[str]:
    """The lines of a text without their indentation, which a heredoc adds to."""
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize("host", TEXTS)
def test_a_fix_changes_the_same_characters(host: str) -> None:
    """Where a fix can be written in the template, it does to the definition what it does alone."""
    path, put = TEXTS[host]
    written = 0
    for text in EXAMPLES:
        place = put(text)
        alone = {
            (one.rule, one.message, place.span(one.span).start): one.fix
            for one in lint(analyze(text, "x.asl.json"), RULES)
        }
        for one in lint(analyze(place.text, path), RULES):
            if one.fix is None:
                continue
            written += 1
            fix = alone[one.rule, one.message, one.span.start]
            assert fix is not None
            (inner,) = analyze(applied(place.text, one.fix), path).embedded
            assert lines(inner.file.text) == lines(applied(text, fix))
    assert written
