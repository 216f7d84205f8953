"""Whatever the input: no exception, every span inside of the file, an end in reasonable time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint import Analysis, Diagnostic, analyze, lint, load_rulebook
from asllint.authoring import pages
from tests.cost import THOROUGH, assert_in_proportion, often

ROOT = Path(__file__).parent.parent
BOOK = load_rulebook()
RULES = list(BOOK.rules.values())


def all_examples() -> list[tuple[str, str]]:
    """Every example on every page and in every case, as path and text."""
    found: dict[str, str] = {}
    for page in sorted([*(ROOT / "rules").rglob("*.md"), *(ROOT / "tests/cases").glob("*.md")]):
        for example in pages.examples(page.read_text()):
            files = example.files or {example.path: example.body}
            found |= {text: name for name, text in files.items()}
    for path in sorted((ROOT / "tests" / "examples").rglob("*.asl.*")):
        found[path.read_text()] = path.name
    return [(path, text) for text, path in found.items()]


EXAMPLES = all_examples()
JSON = [text for path, text in EXAMPLES if path.endswith(".asl.json")]
YAML = [text for path, text in EXAMPLES if path.endswith(".asl.yaml")]
TEMPLATES = [(path, text) for path, text in EXAMPLES if ".asl." not in path]


def check(text: str, path: str) -> list[Diagnostic]:
    """Lint a text; every span must lie inside of it, and no rule may crash."""
    analysis: Analysis = analyze(text, path)
    crashes: list[str] = []
    found = lint(analysis, RULES, crashes=crashes)
    assert crashes == []
    for one in found:
        spans = [one.span, *(related.span for related in one.related)]
        spans += [edit.span for edit in one.fix.edits] if one.fix else []
        for span in spans:
            assert 0 <= span.start <= span.end <= len(text), (one, span)
        assert one.pointer.startswith("/")
    return found


CUTS = {".asl.json": 150, ".asl.yaml": 25, "": 25} if THOROUGH else {".asl.json": 20, "": 10}
"""At how many places each example is cut off, by how its name ends; `make fuzz` has all of them."""


def cut_off(text: str, path: str, number: int) -> Iterator[str]:
    """The beginnings of an example. Neighbours resemble each other, and are cut elsewhere."""
    places = next(count for ending, count in CUTS.items() if path.endswith(ending))
    step = max(1, len(text) // places)
    for end in range(number * 7 % step, len(text), step):
        yield text[:end]


@pytest.mark.parametrize(("number", "text"), list(enumerate(JSON)), ids=range(len(JSON)))
def test_json_that_is_cut_off_anywhere_analyses(number: int, text: str) -> None:
    for beginning in cut_off(text, "x.asl.json", number):
        check(beginning, "x.asl.json")


@pytest.mark.parametrize(("number", "text"), list(enumerate(YAML)), ids=range(len(YAML)))
def test_yaml_that_is_cut_off_anywhere_analyses(number: int, text: str) -> None:
    for beginning in cut_off(text, "x.asl.yaml", number):
        check(beginning, "x.asl.yaml")


@settings(max_examples=often(125, 500), deadline=None)
@given(st.sampled_from(JSON), st.data())
def test_random_edits_of_json_examples_analyse(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        until = data.draw(st.integers(at, min(len(text), at + 30)))
        piece = data.draw(
            st.text(max_size=4)
            | st.sampled_from(["{", "}", "[", "]", ",", '"', "null", "${X}", "“", "[{}]", "1e9"])
        )
        text = text[:at] + piece + text[until:]
    check(text, "x.asl.json")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(YAML or ["StartAt: A\n"]), st.data())
def test_random_edits_of_yaml_examples_analyse(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    until = data.draw(st.integers(at, min(len(text), at + 20)))
    text = text[:at] + data.draw(st.text(max_size=4)) + text[until:]
    check(text, "x.asl.yaml")


PIECES = ["{", "}", '"', "${", "%{", "<<EOT\n", "!Sub ", "!Join ", "[", "]", "\n", "\\", "é"]


@pytest.mark.parametrize(
    ("number", "template"), list(enumerate(TEMPLATES)), ids=range(len(TEMPLATES))
)
def test_templates_that_are_cut_off_anywhere_analyse(
    number: int, template: tuple[str, str]
) -> None:
    path, text = template
    for beginning in cut_off(text, path, number):
        check(beginning, path)


@settings(max_examples=often(50, 200), deadline=None)
@given(st.sampled_from(TEMPLATES), st.data())
def test_random_edits_of_templates_analyse(template: tuple[str, str], data: st.DataObject) -> None:
    path, text = template
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        until = data.draw(st.integers(at, min(len(text), at + 20)))
        pieces = [
            "{",
            "}",
            '"',
            "${",
            "%{",
            "<<EOT\n",
            "!Sub ",
            "!Join ",
            "[",
            "]",
            "\n",
            "\\",
            "é",
        ]
        piece = data.draw(st.text(max_size=4) | st.sampled_from(pieces))
        text = text[:at] + piece + text[until:]
    check(text, path)


any_value = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=3)
    | st.sampled_from(["A", "$.a", "$x", "{% $x %}", "States.Format('{}', $.a)", "JSONata"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["Type", "Next", "States", "StartAt", "Choices", "Catch", "ErrorEquals",
                         "And", "Not", "Branches", "ItemProcessor", "ProcessorConfig", "Mode",
                         "QueryLanguage", "A", "Comment", "Variable", "IsPresent", "StringEquals",
                         "Condition", "Assign", "Output", "Parameters", "x.$", "Items", "Seconds",
                         "Label", "Retry"]),
        inner, max_size=4,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=often(100, 400), deadline=None)
@given(any_value, st.sampled_from(["Task", "Map", "Parallel", "Choice", "Pass", "Fail"]))
def test_fields_of_any_type_anywhere_analyse(value: object, kind: str) -> None:
    import json

    state = {"Type": kind, **(value if isinstance(value, dict) else {"Next": value})}
    check(json.dumps({"StartAt": "A", "States": {"A": state}}), "x.asl.json")
    check(json.dumps(value), "x.asl.json")


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"States":{"A":', "{“a”:"])
def test_ten_thousand_levels_of_json_end_in_a_diagnostic(opening: str) -> None:
    found = check(opening * 10_000, "x.asl.json")
    assert "nesting-too-deep" in [one.rule for one in found]


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_ten_thousand_levels_of_yaml_end_in_a_diagnostic(opening: str) -> None:
    found = check(opening * 10_000, "x.asl.yaml")
    assert {"nesting-too-deep", "syntax-error"} & {one.rule for one in found}


def test_a_file_of_50_megabytes_ends_in_a_diagnostic(tmp_path: Path) -> None:
    from asllint.workspace.run import Linter

    path = tmp_path / "huge.asl.json"
    path.write_bytes(b'{"StartAt": "A", "States": {}}' + b" " * 50_000_000)
    (report,) = Linter().run([str(path)])
    assert [one.rule for one in report.diagnostics] == ["definition-size"]


def test_a_definition_above_the_limit_is_told(tmp_path: Path) -> None:
    text = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Comment": "%s", "End": true}}}'
    (found,) = check(text % ("x" * 1_048_576), "x.asl.json")
    assert found.rule == "definition-size"
    assert found.message == (
        "the definition has 1,048,655 characters, and 1,048,576 are allowed: move a part of it "
        "into a state machine of its own"
    )


HOSTILE = [
    "asllint: ignore[", "asllint: ignore[a] ", "${", "{%", "$.a[", "[(", "States.Format('{}',", "'",
    "arn:aws:states:::", "{{", "$$.", "a.", "@x:", "-----BEGIN ", "^(", "\\",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_in_a_field_takes_more_than_linear_time(piece: str) -> None:
    def work(length: int) -> Callable[[], object]:
        text = piece * (length // len(piece))
        fields: list[dict[str, object]] = [
            {"Comment": text},
            {"Next": text, "InputPath": text, "ResultPath": "$." + text},
            {"Type": "Task", "Resource": text, "Retry": [{"ErrorEquals": [text]}]},
            {"Parameters": {"FunctionName": text, "x.$": text, "y.$": f"States.Format('{text}')"}},
            {"QueryLanguage": "JSONata", "Output": "{% '" + text + "' %}"},
        ]
        texts = [
            json.dumps({"StartAt": "A", "Comment": text, "States": {"A": {**PASS, **field}}})
            for field in fields
        ]
        return lambda: [check(each, "x.asl.json") for each in texts]

    assert_in_proportion(work, 4_000)


PASS = {"Type": "Pass", "End": True}


@pytest.mark.parametrize(
    "digits", ["9" * 1_000, "9" * 5_000, "0x" + "f" * 5_000, "-" + "9" * 5_000]
)
@pytest.mark.parametrize("path", ["x.asl.json", "x.asl.yaml", "main.tf"])
def test_numbers_of_any_length(path: str, digits: str) -> None:
    state = f'{{"Type": "Wait", "Seconds": {digits}, "End": true}}'
    text = f'{{"StartAt": "A", "States": {{"A": {state}}}}}'
    if path == "main.tf":
        text = f'resource "aws_sfn_state_machine" "m" {{\n  definition = jsonencode({text})\n}}\n'
    check(text, path)
