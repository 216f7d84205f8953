"""What happens to fixes that overlap, break the text, or do not help; and fixes one by one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from asllint.workspace.fixing import repair_files, repair_text
from asllint.workspace.run import Linter, Options

HEAD = """\
from asllint.rule import WARNING, Definition, Edit, Finding, Findings, Fix, Span, State, rule


@rule(severity=WARNING, since="0.1")
def {name}(state: State) -> Findings:
    \"\"\"A rule for this test.\"\"\"
"""
GOOD = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Succeed"}}}'


def linter_with(folder: Path, **rules: str) -> Linter:
    """A linter with the rules of a folder beside the built-in ones."""
    pack = folder / "pack" / "own"
    pack.mkdir(parents=True)
    for name, body in rules.items():
        (pack / f"{name}.py").write_text(HEAD.format(name=name) + body)
    (folder / "asllint.toml").write_text('rules = ["pack"]\n')
    return Linter(Options(config=str(folder / "asllint.toml")))


def repaired(linter: Linter, text: str) -> tuple[str, int]:
    outcome = repair_text(linter, text, "x.asl.json")
    for one in outcome.repaired:
        return one.text, one.count
    return text, 0


BREAKS = """\
    yield Finding(state.key.span, "broken", fix=Fix("break", [Edit(state.key.span, '"X" "Y"')]))
"""
HELPS_NOT = """\
    at = Span(state.node.start + 1, state.node.start + 1)
    yield Finding(state.key.span, "a blank", fix=Fix("add a blank", [Edit(at, " ")]))
"""
WRITES_TWO = """\
    span = state.key.span
    if state.name == "A":
        edits = [Edit(span, '"C"'), Edit(state.machine.start_at.target_name.span, '"C"')]
        yield Finding(span, "a to c", fix=Fix("write C", edits))
"""
WRITES_ONE = """\
    span = state.machine.start_at.target_name.span
    if state.name == state.machine.start_at.name == "A":
        yield Finding(span, "a to d", fix=Fix("write D", [Edit(span, '"D"')]))
"""


def test_a_fix_that_breaks_the_text_is_undone(tmp_path: Path) -> None:
    linter = linter_with(tmp_path, breaks=BREAKS)
    assert repaired(linter, GOOD) == (GOOD, 0)


def test_a_fix_that_does_not_help_is_undone(tmp_path: Path) -> None:
    linter = linter_with(tmp_path, helps_not=HELPS_NOT)
    assert repaired(linter, GOOD) == (GOOD, 0)


def test_the_other_fixes_of_the_file_are_kept(tmp_path: Path) -> None:
    linter = linter_with(tmp_path, breaks=BREAKS, helps_not=HELPS_NOT)
    text = GOOD.replace('"Next"', '"next"').replace("Succeed", "Suceed")
    assert repaired(linter, text) == (GOOD, 2)


def test_of_two_fixes_that_overlap_each_is_made_as_a_whole(tmp_path: Path) -> None:
    linter = linter_with(tmp_path, one=WRITES_ONE, two=WRITES_TWO)
    text, count = repaired(linter, GOOD)
    assert text == GOOD.replace('"A"', '"C"')
    assert count == 2


def test_many_neighbours_go_in_a_few_rounds(tmp_path: Path) -> None:
    states = {"A": {"Type": "Pass", "End": True}}
    states |= {f"Lost {at}": {"Type": "Pass", "End": True} for at in range(60)}
    text = json.dumps({"StartAt": "A", "States": states}, indent=2)
    (tmp_path / "x.asl.json").write_text(text)
    (one,) = repair_files(Linter(), [str(tmp_path)], unsafe=True).repaired
    right = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
    assert one.text == json.dumps(right, indent=2)
    assert one.count == 60


def test_a_long_file_with_many_mistakes(tmp_path: Path) -> None:
    states: dict[str, object] = {
        f"S{at}": {"Type": "Pass", "next": f"S{at + 1}"} for at in range(2000)
    }
    states["S2000"] = {"Type": "Succeed"}
    text = json.dumps({"StartAt": "S0", "States": states}, indent=2)
    now, count = repaired(Linter(), text)
    assert now == text.replace("next", "Next")
    assert count == 2000


# --- fixes one by one ---------------------------------------------------------------------------

YAML_HEAD = "StartAt: A\nStates:\n"
TASK = "  A:\n    Type: Task\n    Resource: arn:aws:lambda:eu-west-1:123456789012:function:a\n"


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("x.asl.yaml", "# asllint: ignore[unknown-target]\n", ""),
        ("x.asl.yaml", "# asllint: ignore[unknown-target] until May\n", "# until May\n"),
        ("x.asl.yaml", "#  asllint: ignore[unknown-target, endless-loop]\n", ""),
        ("x.asl.yaml", "Comment: 'asllint: ignore[unknown-target]'\n", ""),
        ("x.asl.yaml", "Comment: 'a. asllint: ignore[unknown-target]'\n", "Comment: 'a.'\n"),
        ("x.asl.yaml", "Comment: 'asllint: ignore[unknown-target] b'\n", "Comment: 'b'\n"),
    ],
)
def test_an_unused_directive_goes(path: str, before: str, after: str) -> None:
    rest = f"{YAML_HEAD}  A: {{Type: Succeed}}\n"
    outcome = repair_text(Linter(), before + rest, path)
    assert [one.text for one in outcome.repaired] == [after + rest]


def test_a_directive_at_the_end_of_a_line_goes_alone() -> None:
    text = f"{YAML_HEAD}  A: {{Type: Succeed}}  # asllint: ignore[unknown-target]\n"
    (one,) = repair_text(Linter(), text, "x.asl.yaml").repaired
    assert one.text == f"{YAML_HEAD}  A: {{Type: Succeed}}\n"


def test_a_directive_keeps_the_names_that_are_of_use() -> None:
    text = (
        f"{YAML_HEAD}  # asllint: ignore[endless-loop, unknown-target, null-value] so it is\n"
        "  A: {Type: Pass, Next: B}\n"
    )
    (one,) = repair_text(Linter(), text, "x.asl.yaml").repaired
    assert one.text == text.replace("endless-loop, unknown-target, null-value", "unknown-target")


@pytest.mark.parametrize(
    "text",
    [
        f"{YAML_HEAD}  A: {{Type: Pass, next: B}}  # asllint: ignore[unknown-target]\n",
        f"{YAML_HEAD}  A: {{Type: Pass, nixt: B}}  # asllint: ignore[unknown-target]\n",
    ],
    ids=["repaired in the same run", "nothing to repair it with"],
)
def test_a_directive_stays_while_something_hides_what_it_is_for(text: str) -> None:
    outcome = repair_text(Linter(), text, "x.asl.yaml")
    now = outcome.repaired[0].text if outcome.repaired else text
    assert now == text.replace("next", "Next").replace("nixt", "Next") or now == text
    assert "asllint: ignore" in now


def test_a_directive_stays_while_the_text_can_not_be_read() -> None:
    text = GOOD.replace('"Next"', '"Comment": "asllint: ignore[unknown-target]", "c": , "Next"')
    assert repaired(Linter(), text) == (text, 0)
    (one,) = [
        one
        for one in Linter().lint_text(text, "x.asl.json").diagnostics
        if one.rule == "unused-directive"
    ]
    assert one.fix is not None
    assert not one.fix.safe


def test_a_directive_in_terraform() -> None:
    text = (
        'resource "aws_sfn_state_machine" "a" {\n  definition = jsonencode({\n'
        '    StartAt = "A" // asllint: ignore[unknown-target]\n'
        '    States = { A = { Type = "Succeed" } }\n  })\n}\n'
    )
    (one,) = repair_text(Linter(), text, "main.tf").repaired
    assert one.text == text.replace(" // asllint: ignore[unknown-target]", "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    Next: 'Bb'\n", "    Next: 'B b'\n"),
        ("    Next: Bb\n", "    Next: B b\n"),
        ('    Next: "Bb" # on\n', '    Next: "B b" # on\n'),
        ("    'Nxt': B b\n", "    'Next': B b\n"),
        ('    "Nxt": B b\n', '    "Next": B b\n'),
        ("    ? Nxt\n    : B b\n", "    ? Next\n    : B b\n"),
    ],
)
def test_quotes_stay_what_they_are(before: str, after: str) -> None:
    rest = "  B b: {Type: Succeed}\n"
    (one,) = repair_text(Linter(), YAML_HEAD + TASK + before + rest, "x.asl.yaml").repaired
    assert one.text == YAML_HEAD + TASK + after + rest


def test_a_name_that_would_be_something_else_gets_quotes() -> None:
    text = f"{YAML_HEAD}  A: {{Type: Pass, Next: Yess}}\n  'Yes': {{Type: Succeed}}\n"
    (one,) = repair_text(Linter(), text, "x.asl.yaml").repaired
    assert one.text == text.replace("Next: Yess", 'Next: "Yes"')


def test_what_an_anchor_repeats_is_repaired_once() -> None:
    text = (
        f"{YAML_HEAD}{TASK}    Retry: &retry\n      - ErrorEquals: [States.Timeuot]\n"
        f"    Next: B\n{TASK.replace('A:', 'B:', 1)}    Retry: *retry\n    End: true\n"
    )
    (one,) = repair_text(Linter(), text, "x.asl.yaml").repaired
    assert (one.text, one.count) == (text.replace("Timeuot", "Timeout"), 1)


def test_a_placeholder_in_terraform_stays_one() -> None:
    text = (
        'resource "aws_sfn_state_machine" "a" {\n  definition = jsonencode({\n'
        '    StartAt = "A"\n    States = {\n'
        '      A = { Type = "Task", Resouce = "${var.arn}:1", Next = "B$${c" }\n'
        '      "B$${cd" = { Type = "Succeed" }\n    }\n  })\n}\n'
    )
    (one,) = repair_text(Linter(), text, "main.tf").repaired
    assert one.text == text.replace("Resouce", "Resource")


COMMENTS = """\
// the orders
{
  "StartAt": "A", # begin
  "States": {
    // pay
    "A": {"Type": "Pass", "Next": "B"}, /* then */
    "B": { // done
      "Type": "Succeed", "Comment": "the end"
    }
  }
}
"""


def test_comments_of_json_become_comment_fields() -> None:
    (one,) = repair_text(Linter(), COMMENTS, "x.asl.json").repaired
    assert one.text == (
        '{\n  "Comment": "the orders begin",\n  "StartAt": "A",\n  "States": {\n'
        '    "A": {"Comment": "pay then", "Type": "Pass", "Next": "B"},\n'
        '    "B": {\n      "Type": "Succeed", "Comment": "the end done"\n    }\n  }\n}\n'
    )


def test_what_two_choices_could_mean_is_not_safe() -> None:
    text = GOOD.replace('"Next": "B"', '"Next": "Step2"').replace('"B":', '"Step1":')
    assert repair_text(Linter(), text, "x.asl.json").repaired == []
    (one,) = repair_text(Linter(), text, "x.asl.json", unsafe=True).repaired
    assert one.text == text.replace("Step2", "Step1")


def test_a_state_is_only_called_jsonata_if_all_of_it_is() -> None:
    text = (
        '{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::x:y", '
        '"Output": "{% $states.result %}", "Catch": [{"ErrorEquals": ["States.ALL"], '
        '"ResultPath": "$.error", "Next": "B"}], "Next": "B"}, "B": {"Type": "Succeed"}}}'
    )
    assert repair_text(Linter(), text, "x.asl.json").repaired == []
    text = text.replace('"ResultPath": "$.error", ', "")
    (one,) = repair_text(Linter(), text, "x.asl.json").repaired
    assert one.text == text.replace('"Type": "Task"', '"QueryLanguage": "JSONata", "Type": "Task"')


BLOG = """\
“Pay”: {
  “Type”: “Task”,
  “Resource”: “arn:aws:lambda:us-east-1:123456789012:function:pay”,
  “End”: true
"""
PAY = BLOG.replace("“", '"').replace("”", '"')


def test_a_fragment_of_a_blog_is_told_in_three_findings() -> None:
    found = Linter().lint_text(BLOG, "x.asl.json").diagnostics
    assert [(one.rule, one.line, one.column, one.fix and one.fix.safe) for one in found] == [
        ("definition-fragment", 1, 1, False),
        ("wrong-quotes", 1, 1, True),
        ("unbalanced-brackets", 1, 8, False),
    ]


def test_a_fragment_of_a_blog_becomes_a_definition() -> None:
    assert repaired(Linter(), BLOG) == (PAY, 1)
    (one,) = repair_text(Linter(), BLOG, "x.asl.json", unsafe=True).repaired
    assert one.text == '{"StartAt": "Pay", "States": {\n' + PAY.rstrip() + "\n}\n}}\n"
    assert Linter().lint_text(one.text, "x.asl.json").diagnostics == []


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (GOOD[1:], GOOD),
        (GOOD[1:-1], GOOD),
        (GOOD[:-1], GOOD),
        (GOOD[:-3], GOOD),
        ('{"A": {"Type": "Succeed"}}', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'),
        ('"A": {"Type": "Succeed"},', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'),
    ],
)
def test_missing_braces_are_added_when_that_is_asked_for(text: str, whole: str) -> None:
    assert repaired(Linter(), text) == (text, 0)
    (one,) = repair_text(Linter(), text, "x.asl.json", unsafe=True).repaired
    assert one.text == whole
