"""While somebody types in a template: what is taken over says what a new analysis says.

Definitions stand in templates as objects, among functions of CloudFormation, and as texts; or in
files of their own, which a template refers to.
"""

from __future__ import annotations

import json
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint import Analysis, analyze
from asllint.expressions.jsonata.reader import read_jsonata
from asllint.hosts.use import CLOUDFORMATION, Substitutions, Use
from asllint.language.machine import State
from asllint.source.text import SourceFile, Span
from tests.cost import often
from tests.test_edits import MACHINE, MANY, answers, in_blocks, said

FUNCTIONS = (
    "!Ref Table", "!GetAtt Work.Arn", '!Sub "${Table}-a"', '!Sub "DONE"', '{"Ref": "Table"}',
    '{"Fn::Sub": "${Table}"}', '{"Fn::Sub": ["${A}", {"A": "b"}]}',
    '{"Fn::GetAtt": ["Work", "Arn"]}', '!If [Prod, "${Table}", 3]',
    '"${Table}"', '"arn:${Unknown}"',
)  # fmt: skip
"""What may stand in the place of a value, calls in both forms."""

WRITTEN = (
    *FUNCTIONS, '""', "0", "true", "{}", '"$.a"', '"{% $a %}"', '"a", "b"', '"End": true',
    '"Fn::Transform": {}', '"Ref": 1', "x", '"', ":", "\n", " ", "",
)  # fmt: skip
"""What somebody may type somewhere."""


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """The package that reads JSONata raises the recursion limit at its first use."""
    read_jsonata("1")


def machine(data: st.DataObject) -> dict[str, object]:
    """A definition, large enough most of the time that only a part of it is read again."""
    value = data.draw(MACHINE)
    own = value["States"]
    assert isinstance(own, dict)
    some = dict(list(MANY.items())[: data.draw(st.sampled_from([0, 5, 20]))])
    return {**value, "States": {**own, **some}}


def with_functions(text: str, numbers: random.Random) -> str:
    """A definition in YAML, some of its values given by functions."""
    return re.sub(
        r'(?<=: )(?:"[^"\\\n]*"|\d+|true)$',
        lambda match: numbers.choice(FUNCTIONS) if numbers.random() < 0.1 else match[0],
        text,
        flags=re.MULTILINE,
    )


def template(bodies: list[str]) -> str:
    """A template of SAM: as many state machines, a function before and a role behind them."""
    text = 'Transform: AWS::Serverless-2016-10-31\nResources:\n  Work:\n    Type: "AWS::Lambda"\n'
    for number, body in enumerate(bodies):
        text += (
            f"  Machine{number}:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n"
            f"      Type: {('STANDARD', 'EXPRESS')[number % 2]}\n{body}"
            "      DefinitionSubstitutions:\n        Table: !Ref Orders\n        Name: a\n"
        )
    return f"{text}  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: role\n"


def as_file(value: object, numbers: random.Random) -> str:
    return f"      DefinitionUri: order{numbers.randrange(9)}.asl.json\n"


def as_object(value: object, numbers: random.Random) -> str:
    indented = "\n".join(" " * 8 + line for line in in_blocks(value).splitlines())
    return f"      Definition:\n{with_functions(indented, numbers)}\n"


def as_text(value: object, numbers: random.Random) -> str:
    indented = json.dumps(value, indent=numbers.choice([1, 2])).replace("\n", "\n" + " " * 10)
    style = numbers.choice(["|", "!Sub |", "!Sub |-"])
    return f"      DefinitionString: {style}\n          {indented}\n"


def typed(text: str, data: st.DataObject) -> str:
    """The text with something else in the place of a value, or of nothing."""
    words = re.compile(r'"[^"\n]*"|!\w+ .*|\b\d+\b|\w+$', re.MULTILINE)
    places = [match.span() for match in words.finditer(text)]
    start, end = data.draw(st.sampled_from(places))
    keep = data.draw(st.sampled_from([0, 0, 0, 1, end - start]))
    written = st.sampled_from(FUNCTIONS) if data.draw(st.booleans()) else st.sampled_from(WRITTEN)
    return text[: start + keep] + data.draw(written) + text[end:]


@settings(max_examples=often(25, 80), deadline=None)
@given(st.data())
def test_edits_in_a_template(data: st.DataObject) -> None:
    """Machines as objects and as texts side by side, edits in them and around them."""
    numbers = random.Random(data.draw(st.integers(0, 1000)))
    forms = st.lists(
        st.sampled_from([as_object, as_object, as_text, as_file]), min_size=1, max_size=3
    )
    text = template([form(machine(data), numbers) for form in data.draw(forms)])
    follow(text, "template.yaml", (), data)


@settings(max_examples=often(12, 30), deadline=None)
@given(st.data())
def test_edits_in_a_service_of_serverless(data: st.DataObject) -> None:
    numbers = random.Random(data.draw(st.integers(0, 1000)))
    text = "service: shop\nstepFunctions:\n  validate: true\n  stateMachines:\n"
    for name in ("one", "two"):
        body = with_functions(in_blocks(machine(data), " " * 8), numbers)
        text += f"    {name}:\n      role: !GetAtt Role.Arn\n      definition:\n{body}\n"
    follow(text, "serverless.yml", (), data)


@settings(max_examples=often(20, 40), deadline=None)
@given(st.data())
def test_edits_in_a_file_that_a_template_refers_to(data: st.DataObject) -> None:
    numbers = random.Random(data.draw(st.integers(0, 1000)))
    value = machine(data)
    names = Substitutions(
        "DefinitionSubstitutions", Span(0, 1), {"Table": Span(1, 2)}, complete=True
    )
    use = Use(
        SourceFile("template.yaml", "template"), CLOUDFORMATION, "Machine", Span(0, 1),
        place=Span(0, 1), type=data.draw(st.sampled_from(["EXPRESS", "STANDARD", None])),
        substitutions=names,
    )  # fmt: skip
    text, path = json.dumps(value, indent=2), "order.asl.json"
    if data.draw(st.booleans()):
        text, path = with_functions(in_blocks(value), numbers), "order.asl.yaml"
    follow(text, path, (use,), data)


def follow(text: str, path: str, uses: tuple[Use, ...], data: st.DataObject) -> None:
    """Type into a text, each version with the last good analysis, as an editor's session does."""
    analysis = analyze(text, path, uses=uses)
    said(analysis)
    for _ in range(4):
        other = typed(text, data)
        now, fresh = (
            analyze(other, path, uses=uses, before=analysis),
            analyze(other, path, uses=uses),
        )
        assert said(now) == said(fresh)
        offset = data.draw(st.integers(0, len(other)))
        assert answers(now, offset) == answers(fresh, offset)
        if now.is_whole or analysis.used_up:
            analysis = now
        else:  # it is still needed, and still what it was
            assert said(analysis) == said(analyze(analysis.file.text, path, uses=uses))
        text = data.draw(st.sampled_from([other, other, text]))


# --- what is kept --------------------------------------------------------------------------------

BODY = """\
          StartAt: Read
          States:
            Read: { Type: Task, Resource: !GetAtt Work.Arn, Next: Wait }
            Wait:
              Type: Wait
              Seconds: 1
              Next: Done
            Done:
              Type: Succeed
"""
TEMPLATE = f"""\
Resources:
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Timeout: 3
      Description: reads an order, and a few words more so that this is not the larger part of it
  First:
    Type: AWS::Serverless::StateMachine
    Properties:
      Role: !GetAtt Role.Arn
      Definition:
{BODY}
  Second:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub |
        {{
          "StartAt": "Ask",
          "States": {{
            "Ask": {{ "Type": "Wait", "Seconds": 1, "Next": "End" }},
            "End": {{ "Type": "Succeed" }}
          }}
        }}
"""


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        ("Seconds: 1", "Seconds: 60", ["Wait"]),
        ("!GetAtt Work.Arn, N", "!Sub '${Work}', N", ["Read"]),
        ("            Wait:", "            Rest:", ["Wait"]),
        ('"Seconds": 1', '"Seconds": 60', ["Ask"]),
        ("Timeout: 3", "Timeout: 30", []),
        ("Role: !GetAtt Role.Arn", "Role: !Ref Role", []),
        ("StartAt: Read", "StartAt: Wait", ["Read", "Wait", "Done"]),
        # Another type is another definition.
        ("Role: !GetAtt Role.Arn", "Type: EXPRESS", ["Read", "Wait", "Done"]),
        ("  Second:", "  Other:", ["Ask", "End"]),
    ],
)
def test_states_that_the_edit_leaves_alone_stay_the_same_objects(
    old: str, new: str, other: list[str]
) -> None:
    analysis = analyze(TEMPLATE, "template.yaml")
    before = in_all(analysis)
    assert list(before) == ["Read", "Wait", "Done", "Ask", "End"]
    edited = analyze(TEMPLATE.replace(old, new), "template.yaml", before=analysis)
    after = in_all(edited).values()
    assert [name for name, state in before.items() if state not in after] == other


def in_all(analysis: Analysis) -> dict[str, State]:
    """The states of a template by their names, of objects first."""
    return {
        state.name: state
        for each in (analysis, *analysis.embedded)
        for machine in each.machines()
        for state in machine.states
    }


@pytest.mark.parametrize("ending", [".asl.yaml", ".asl.json"])
def test_a_file_that_a_template_refers_to_is_followed_like_any_other(ending: str) -> None:
    value = {"StartAt": "Many 0", "States": MANY}
    text = json.dumps(value, indent=2) if ending == ".asl.json" else in_blocks(value)
    place = Span(0, 1)
    use = Use(SourceFile("t.yaml", "t"), CLOUDFORMATION, "M", place, place=place, type="EXPRESS")
    analysis = analyze(text, f"order{ending}", uses=(use,))
    before = in_all(analysis)
    edited = analyze(
        text.replace("$.many[7]", "$.a"), f"order{ending}", uses=(use,), before=analysis
    )
    after = in_all(edited)
    assert [name for name in before if after[name] is not before[name]] == ["Many 7"]
    assert edited.definitions[0].uses == (use,)
    assert edited.through == [use]
