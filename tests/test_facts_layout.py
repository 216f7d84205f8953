"""Own rules that write their fixes as they did before there were intentions go on to work."""

from __future__ import annotations

from pathlib import Path

import pytest

from asllint import analyze, lint, load_rulebook

HEAD = """\
from asllint.rule import WARNING, Definition, Edit, Finding, Findings, Fix, Layout, Span, rule


@rule(severity=WARNING, since="0.1")
def own(definition: Definition, layout: Layout) -> Findings:
    \"\"\"A rule of a project.\"\"\"
    state = definition.machine.states[0]
    node, pairs = state.node, state.node.fields
    retry = pairs["Retry"].value if "Retry" in pairs else None
"""
TAIL = """
    if fix is not None:
        yield Finding(state.key.span, "own", fix=fix)
"""

JSON = """\
{"StartAt": "A", "States": {"A": {
  "Type": "Task",
  "Resource": "r",
  "Retry": [{"ErrorEquals": ["E", "F"]}, {"ErrorEquals": ["G"]}],
  "End": true
}}}
"""
YAML = """\
StartAt: A
States:
  A:
    Type: Task
    Resource: 'r'
    Retry:
      - ErrorEquals: [E, F]
      - ErrorEquals: [G]
    End: true
"""
HCL = """\
resource "aws_sfn_state_machine" "m" {
  definition = jsonencode({
    StartAt = "A"
    States = {
      A = {
        Type     = "Task"
        Resource = "r"
        Retry    = [{ ErrorEquals = ["E", "F"] }, { ErrorEquals = ["G"] }]
        End      = true
      }
    }
  })
}
"""
TEXTS = {"x.asl.json": JSON, "x.asl.yaml": YAML, "main.tf": HCL}

WHOLE = """Fix("t", [Edit(pairs["Resource"].value.span, '"s: 1"')])"""
KEY = """Fix("t", [Edit(pairs["End"].key.span, '"Next"')])"""
PLAIN = """Fix("t", [Edit(pairs["End"].value.span, "false")])"""
TEXT = 'layout.fix("t", layout.text(pairs["Resource"].value, "s: 1"))'
NAME = 'layout.fix("t", layout.text(pairs["End"].key, "Next"))'
PART = 'layout.fix("t", layout.part(pairs["Type"].value, 1, 4, "b:"))'
APPENDED = 'layout.fix("t", layout.appended(pairs["Resource"].value, "s"))'
WITHOUT = 'layout.fix("t", layout.without(node, pairs["Resource"], pairs["Retry"]))'
FIRST = 'layout.fix("t", layout.first_field(node, "Comment", "c"))'
LAST = 'layout.fix("t", layout.last_field(node, "Comment", "c"))'
SEVERAL = 'layout.fix("t", layout.last_fields(node, {"a": 1, "b": []}))'
BESIDE = 'layout.fix("t", layout.beside(errors, errors.items[0], "N"))'
MOVED = 'layout.fix("t", layout.moved_last(retry, retry.items[0]))'
REWRITTEN = 'layout.fix("t", layout.rewritten(pairs["Retry"], "R", "x"))'
WRAPPED = 'layout.fix("t", layout.wrapped(pairs["Resource"].value))'


def applied(folder: Path, path: str, text: str, fix: str) -> str | None:
    """The text after the fix of an own rule; None where it offers none."""
    (folder / "own").mkdir()
    source = f'{HEAD}    errors = retry.items[0].fields["ErrorEquals"].value\n    fix = {fix}{TAIL}'
    (folder / "own" / "own.py").write_text(source)
    rules = [rule for rule in load_rulebook([str(folder)]).select() if rule.id == "own"]
    crashes: list[str] = []
    found = lint(analyze(text, path), rules, crashes=crashes)
    assert crashes == []
    if not found:
        return None
    (one,) = found
    assert one.fix is not None
    for edit in sorted(one.fix.edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


@pytest.mark.parametrize(
    ("fix", "path", "old", "new"),
    [
        (WHOLE, "x.asl.json", '"r"', '"s: 1"'),
        (WHOLE, "x.asl.yaml", "'r'", "'s: 1'"),
        (WHOLE, "main.tf", '"r"', '"s: 1"'),
        (KEY, "x.asl.json", '"End"', '"Next"'),
        (KEY, "x.asl.yaml", "End", "Next"),
        (KEY, "main.tf", "End ", "Next "),
        (PLAIN, "x.asl.json", "true", "false"),
        (PLAIN, "x.asl.yaml", "true", "false"),
        (PLAIN, "main.tf", "true", "false"),
        (TEXT, "x.asl.yaml", "'r'", "'s: 1'"),
        (NAME, "x.asl.yaml", "End", "Next"),
        (NAME, "main.tf", "End ", "Next "),
        (PART, "x.asl.json", '"Task"', '"Tb:"'),
        (APPENDED, "x.asl.yaml", "'r'", "'rs'"),
        (WITHOUT, "x.asl.json", JSON[JSON.index('  "Res') : JSON.index('  "End')], ""),
        (WITHOUT, "x.asl.yaml", YAML[YAML.index("    Res") : YAML.index("    End")], ""),
        (FIRST, "x.asl.json", '{\n  "Type"', '{\n  "Comment": "c",\n  "Type"'),
        (LAST, "x.asl.yaml", "End: true", "End: true\n    Comment: c"),
        (SEVERAL, "x.asl.json", "true", 'true,\n  "a": 1,\n  "b": []'),
        (BESIDE, "x.asl.json", '"E"', '"E", "N"'),
        (MOVED, "x.asl.json", '{"ErrorEquals": ["E", "F"]}, {"ErrorEquals": ["G"]}',
         '{"ErrorEquals": ["G"]}, {"ErrorEquals": ["E", "F"]}'),
        (REWRITTEN, "x.asl.yaml", YAML[YAML.index("Retry") : YAML.index("\n    End")], "R: x"),
        (WRAPPED, "main.tf", '"r"', '["r"]'),
    ],
)  # fmt: skip
def test_a_fix_is_written_in_the_style_of_its_place(
    tmp_path: Path, fix: str, path: str, old: str, new: str
) -> None:
    text = TEXTS[path]
    assert text.count(old) == 1
    assert applied(tmp_path, path, text, fix) == text.replace(old, new)


@pytest.mark.parametrize("fix", [PART, f"{WITHOUT[:-1]}, layout.text(state.key, 'B'))"])
def test_a_fix_that_can_not_be_written_is_none(tmp_path: Path, fix: str) -> None:
    text = YAML.replace("Resource: ", "Resource: &r ").replace("Type: ", "Type: !!str ")
    assert applied(tmp_path, "x.asl.yaml", text, fix) is None
