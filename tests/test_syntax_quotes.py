"""A quote of JSON that is missing, or one too many: told once, and the rest is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from asllint.syntax.json import read_json
from asllint.syntax.node import plain
from asllint.workspace.fixing import repair_text
from asllint.workspace.run import Linter, Options

LINTER = Linter(Options(config=None))
EXAMPLES = Path(__file__).parent / "examples"


def repaired(text: str) -> str:
    outcome = repair_text(LINTER, text, "x.asl.json")
    return outcome.repaired[0].text if outcome.repaired else text


def problems(text: str) -> list[tuple[str, str]]:
    """What is underlined, and the message."""
    return [(text[one.span.start : one.span.end], one.message) for one in read_json(text)[1]]


BASE = (
    '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Comment": "x, y", "Output": "{% {} %}", '
    '"Result": {"#s": ["a", "", 1], ":v": {"N": "1"}}, "Next": "B"}, "B": {"Type": "Succeed"}}}'
)


@pytest.mark.parametrize("indent", [None, 2])
def test_each_quote_that_is_missing_is_put_back(indent: int | None) -> None:
    text = json.dumps(json.loads(BASE), indent=indent)
    for at in [at for at, char in enumerate(text) if char == '"']:
        broken = text[:at] + text[at + 1 :]
        root, found = read_json(broken)
        assert len(found) == 1, (broken, found)
        assert plain(root) == json.loads(text), broken
        assert repaired(broken) == text


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ('{A": 1}', {"A": 1}, [("A", 'a quote is missing before "A": add it')]),
        ('{"A: {"B": 1}}', {"A": {"B": 1}}, [("A", 'a quote is missing after "A": add it')]),
        ('{"A": B", "C": 1}', {"A": "B", "C": 1}, [("B", 'a quote is missing before "B": add it')]),
        ('{"A": "[b], "C": 1}', {"A": "[b]", "C": 1},
         [("]", 'a quote is missing after "[b]": add it')]),
        ('{"A": {% $f("b") %}, "C": 1}', {"A": '{% $f("b") %}', "C": 1},
         [('{% $f("b") %}', 'JSON wants straight double quotes: write "{% $f(\\"b\\") %}" for '
           '{% $f("b") %}')]),
        ('{"A": ["{b}], "C": 1}', {"A": ["{b}"], "C": 1},
         [("}", 'a quote is missing after "{b}": add it')]),
        ('{"A": "{% $f({}) %}, "C": 1}', {"A": "{% $f({}) %}", "C": 1},
         [("}", 'a quote is missing after "{% $f({}) %}": add it')]),
        ('{"A": "${B}, "C": 1}', {"A": "${B}", "C": 1},
         [("}", 'a quote is missing after "${B}": add it')]),
        ('{"A": "B"", "C": 1}', {"A": "B", "C": 1}, [('"', "a quote too many: delete it")]),
        ('{""A": "B", "C": 1}', {"A": "B", "C": 1}, [('"', "a quote too many: delete it")]),
        ('{"A"": "B"}', {"A": "B"}, [('"', "a quote too many: delete it")]),
        ('{"A": "say "hi" now", "C": 1}', {"A": 'say "hi" now', "C": 1},
         [('"', 'a quote inside of a text: write \\" for it')]),
        ('{"A": "b"c", "D": 1}', {"A": 'b"c', "D": 1},
         [('"', 'a quote inside of a text: write \\" for it')]),
        ('{"A": "B}}', None, [("B", 'a quote is missing after "B": add it'),
                              ("}", 'a "}" too many: delete it')]),
        ('{"A": "B": 1}', {"B": 1},
         [('"A": "B"', 'the keys "A" and "B" have one value: delete one of them, or put "{" and '
           '"}" around what belongs to "A"')]),
        ('{"A": "B" "C": 1}', {"A": "B", "C": 1},
         [('"', "add a comma after this value")]),
    ],
)  # fmt: skip
def test_a_line_with_a_quote_too_few_or_too_many(
    text: str, value: object, expected: list[tuple[str, str]] | None
) -> None:
    if value is not None:
        assert plain(read_json(text)[0]) == value
    if expected is not None:
        assert problems(text) == expected


ISSUE = '{"StartAt": "A", "States": {A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Succeed"}}}'


def test_the_missing_quote_is_the_only_finding_of_its_file() -> None:
    assert [str(one) for one in LINTER.lint_text(ISSUE, "x.asl.json").diagnostics] == [
        '<x.asl.json:1:29: error[syntax-error] a quote is missing before "A": add it>'
    ]


@pytest.mark.parametrize(
    "text",
    [
        ISSUE.replace('{A"', '{"Messages": "Messages.$": "$.x", "A"'),
        ISSUE.replace('{A"', '{"A').replace('"Next": "B"', '"Next" "B"').replace('"B"}', 'B}'),
        ISSUE.replace('{A"', '{"A"').replace('"Next": ', '"Next": "a "b" c" d'),
        '{"StartAt": "A", "States": {"A": {"Type" Pass Next: "B}, B: {Type: "Succeed"}}}',
    ],
    ids=["two keys", "a comma and quotes", "quotes in a text", "everything"],
)  # fmt: skip
def test_a_guess_that_does_not_make_the_text_readable_is_no_fix(text: str) -> None:
    report = LINTER.lint_text(text, "x.asl.json")
    reading = [one for one in report.diagnostics if one.rule in ("syntax-error", "missing-comma")]
    assert [one.fix for one in reading if one.fix is not None and one.fix.safe] == []
    assert repaired(text) == text


def test_no_rule_changes_what_could_not_be_read() -> None:
    text = ISSUE.replace('{A"', '{"A"').replace('"Next": "B"', '"Nxt": "B", "c": ')
    assert repaired(text) == text
