"""What a picture shows of a definition, and how each format writes it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from asllint.engine.rulebook import page_text
from asllint.graph.changes import compared, kinds, named
from asllint.graph.conditions import MAX_LENGTH, in_words
from asllint.graph.html import html
from asllint.graph.json import document
from asllint.graph.markdown import markdown
from asllint.graph.mermaid import mermaid
from asllint.graph.model import Box, Chart, Line, Picture
from asllint.graph.svg import svg
from asllint.syntax.json import read_json
from asllint.syntax.node import Mapping as MappingNode
from tests.pictures import drawn, kept, redrawn, with_flowcharts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asllint.engine.rulebook import Rulebook
    from asllint.rule import Rule

HOSTILE = "</script><svg onload=x>]]>&\"'`|%%;end"


def picture(tmp_path: Path, definition: object, **options: object) -> Picture:
    """The one picture of a definition."""
    path = tmp_path / "order.asl.json"
    path.write_text(definition if isinstance(definition, str) else json.dumps(definition))
    (found,) = drawn(path, **options)
    return found


def machine(**states: Mapping[str, object]) -> dict[str, object]:
    return {"StartAt": next(iter(states)), "States": states}


def ways(chart: Chart) -> list[str]:
    """Each line as `from → to kind (labels)`; `^` is the start, `$` the end, `?` a ghost's mark."""
    signs = {"\0start": "^", "\0end": "$"}

    def named(key: str) -> str:
        return signs.get(key, key.replace("\0ghost ", "?"))

    return [
        f"{named(line.source)} → {named(line.target)} {line.kind}"
        + (f" ({line.label})" if line.labels else "")
        for line in chart.lines
    ]


def box_of(found: Picture, name: str) -> Box:
    return next(box for chart in found.chart.walk() for box in chart.boxes if box.name == name)


# --- what is drawn --------------------------------------------------------------------------------


def test_all_transitions_are_lines_with_what_is_written_at_them(tmp_path: Path) -> None:
    found = picture(
        tmp_path,
        machine(
            Which={
                "Type": "Choice",
                "Choices": [
                    {"Variable": "$.a", "NumericEquals": 1, "Next": "Do"},
                    {"Variable": "$.b", "IsPresent": True, "Next": "Do"},
                ],
                "Default": "Gone",
            },
            Do={
                "Type": "Task",
                "Resource": "arn:aws:states:::sns:publish",
                "Catch": [
                    {"ErrorEquals": ["A", "B"], "Next": "Done"},
                    {"ErrorEquals": ["States.ALL"], "Next": "Done"},
                ],
                "Next": "Done",
            },
            Done={"Type": "Succeed"},
        ),
    )
    assert ways(found.chart) == [
        "^ → Which next",
        "Which → Do choice ($.a == 1 | $.b is present)",
        "Which → ?Gone default (default)",
        "Do → Done next",
        "Do → Done catch (A, B | States.ALL)",
        "Done → $ next",
    ]
    assert [box.kind for box in found.chart.boxes] == [
        "start", "state", "state", "state", "ghost", "end",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "call", "service", "marks"),
    [
        ("arn:aws:states:::lambda:invoke", "Lambda: Invoke", "lambda", ()),
        ("arn:aws:lambda:eu-west-1:123456789012:function:f", "Lambda: Invoke", "lambda", ()),
        ("arn:aws:states:::aws-sdk:dynamodb:getItem", "DynamoDB: GetItem", "dynamodb", ()),
        ("arn:aws:states:::glue:startJobRun.sync", "Glue: StartJobRun", "glue", ("sync",)),
        ("arn:aws:states:::states:startExecution.sync:2", "Step Functions: StartExecution",
         "states", ("sync",)),
        ("arn:aws:states:::sqs:sendMessage.waitForTaskToken", "SQS: SendMessage", "sqs",
         ("token",)),
        ("arn:aws:states:eu-west-1:123456789012:activity:a", "Activity", "activity", ()),
        ("${Function}", "Task", "", ()),
    ],
)  # fmt: skip
def test_a_task_says_what_it_calls(
    tmp_path: Path, resource: str, call: str, service: str, marks: tuple[str, ...]
) -> None:
    box = box_of(
        picture(tmp_path, machine(A={"Type": "Task", "Resource": resource, "End": True})), "A"
    )
    assert (box.call, box.service, box.marks) == (call, service, marks)


def test_what_is_tried_again_has_a_mark(tmp_path: Path) -> None:
    task = {"Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync", "End": True}
    again = {**task, "Retry": [{"ErrorEquals": ["States.ALL"]}]}
    found = picture(tmp_path, machine(A=task, B=again))
    assert box_of(found, "A").marks == ("sync",)
    assert box_of(found, "B").marks == ("retry", "sync")


def test_a_finding_is_at_the_innermost_state(tmp_path: Path) -> None:
    inner = machine(In={"Type": "Pass", "Next": "Nowhere"})
    found = picture(
        tmp_path,
        {**machine(Each={"Type": "Map", "ItemProcessor": inner, "End": True}), "Coment": ""},
    )
    told = [(box.name if box else "", note.rule) for box, note in found.all_notes()]
    assert ("In", "unknown-target") in told
    assert ("", "unknown-field") in told
    assert [note.line for note in box_of(found, "In").notes] == [1]


def test_what_nothing_leads_to_is_drawn_as_such(tmp_path: Path) -> None:
    found = picture(tmp_path, machine(A={"Type": "Succeed"}, B={"Type": "Succeed"}))
    assert [box.reachable for box in found.chart.boxes if box.kind == "state"] == [True, False]
    assert 'class="state error unreachable"' in svg(found)


@pytest.mark.parametrize("name", ["Each", "/States/Each"])
def test_a_state_is_closed_by_its_name_or_pointer(tmp_path: Path, name: str) -> None:
    each = {"Type": "Map", "ItemProcessor": machine(In={"Type": "Succeed"}), "End": True}
    found = picture(tmp_path, machine(Each=each), collapsed=[name])
    assert box_of(found, "Each").collapsed
    assert not box_of(found, "In").collapsed
    assert "▸ 1 state" in svg(found)


def test_data_are_noted_where_that_is_asked_for(tmp_path: Path) -> None:
    definition = machine(
        A={"Type": "Pass", "Result": {"id": 7}, "Next": "B"}, B={"Type": "Succeed"}
    )
    assert box_of(picture(tmp_path, definition, with_data=True), "B").comes_in == "{id: 7}"
    assert box_of(picture(tmp_path, definition), "B").comes_in == ""


@pytest.mark.parametrize(
    "text", ["", "[]", '{"StartAt": 1, "States": []}', '{"StartAt": "A", "Sta']
)
def test_what_is_broken_is_drawn_as_far_as_it_is_known(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.asl.json"
    path.write_text(text)
    for found in drawn(path):
        ElementTree.fromstring(svg(found))


# --- tests in words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"Variable": "$.a", "StringEquals": "x"}, '$.a == "x"'),
        ({"Variable": "$.a", "StringEqualsPath": "$.b"}, "$.a == $.b"),
        ({"Variable": "$.a", "NumericLessThanEquals": 3.5}, "$.a <= 3.5"),
        ({"Variable": "$.a", "NumericGreaterThanEqualsPath": "$.b"}, "$.a >= $.b"),
        ({"Variable": "$.a", "TimestampLessThan": "2030-01-01"}, '$.a < "2030-01-01"'),
        ({"Variable": "$.a", "BooleanEquals": False}, "$.a == false"),
        ({"Variable": "$.a", "StringMatches": "a*"}, '$.a matches "a*"'),
        ({"Variable": "$.a", "IsPresent": True}, "$.a is present"),
        ({"Variable": "$.a", "IsPresent": False}, "$.a is not present"),
        ({"Variable": "$.a", "IsNull": True}, "$.a is null"),
        ({"Variable": "$.a", "IsNumeric": False}, "$.a is no number"),
        ({"Not": {"Variable": "$.a", "IsString": True}}, "not ($.a is a string)"),
        (
            {"And": [{"Variable": "$.a", "IsNull": True},
                     {"Or": [{"Variable": "$.b", "NumericEquals": 1}]}]},
            "$.a is null and ($.b == 1)",
        ),
        ({"Condition": "{% $x =  1 %}"}, "$x = 1"),
        ({"Condition": True}, "true"),
        ({"Variable": "$.a"}, "$.a"),
        ({"Variable": "$.a", "StringEqual": "x"}, '$.a StringEqual "x"'),
        ({"Variable": 1, "StringEquals": None}, "… == null"),
        ({"And": 1}, "…"),
        ({"And": []}, "…"),
        ({"Condition": "{% " + "x" * 1000 + " %}"}, "x" * (MAX_LENGTH - 1) + "…"),
    ],
)  # fmt: skip
def test_a_rule_in_words(rule: dict[str, object], words: str) -> None:
    node, _ = read_json(json.dumps(rule))
    assert isinstance(node, MappingNode)
    assert in_words(node) == words


# --- SVG ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", kept(), ids=lambda path: path.name)
def test_the_pictures_are_what_they_were(path: Path) -> None:
    """What has changed on purpose is written by `python -m tests.pictures`; look at it."""
    (found,) = drawn(path)
    assert svg(found) == path.with_suffix(".svg").read_text("utf-8")


def test_names_are_data_in_every_format(tmp_path: Path) -> None:
    state = {"Type": "Pass", "Comment": HOSTILE, "Next": HOSTILE + "2"}
    found = picture(tmp_path, {"StartAt": HOSTILE, "States": {HOSTILE: state}})
    found.name = HOSTILE
    root = ElementTree.fromstring(svg(found))
    assert not [one for one in root.iter() if "onload" in one.attrib]
    page = html([found], HOSTILE)
    assert page.count("</script>") == 2
    assert "<svg onload" not in page
    assert HOSTILE not in mermaid(found)
    head = markdown([found]).split("```")[0].partition("### ")[2].partition("\n")[0]
    assert not set(head) & set("<>[]`|*@")
    assert json.loads(document([found]))["machines"][0]["states"][0]["name"] == HOSTILE


def test_controls_and_halves_of_pairs_are_no_xml(tmp_path: Path) -> None:
    found = picture(tmp_path, r'{"StartAt": "\u0000\ud800\uffff", "States": {}}')
    assert "\ufffd\ufffd\ufffd" in svg(found)
    ElementTree.fromstring(svg(found))


def test_the_ids_of_two_pictures_on_one_page_differ(tmp_path: Path) -> None:
    found = picture(tmp_path, machine(A={"Type": "Succeed"}))
    assert 'data-pointer="x/States/A"' in svg(found, prefix="x")
    assert "<style>" not in svg(found, styled=False)


# --- Mermaid and Markdown -------------------------------------------------------------------------


def test_a_flowchart(tmp_path: Path) -> None:
    found = picture(
        tmp_path,
        machine(
            Work={
                "Type": "Parallel",
                "Branches": [machine(A={"Type": "Pass", "End": True}), machine(B={"Type": "Fail"})],
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "If"}],
                "Next": "If",
            },
            If={
                "Type": "Choice",
                "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "Work"}],
                "Default": "End",
            },
        ),
    )
    assert mermaid(found).splitlines() == [
        "flowchart TB",
        "  n0((Start))",
        '  subgraph n1["Parallel<br>Work"]',
        "    direction TB",
        '    subgraph n2["Branches#91;0#93;"]',
        "      direction TB",
        '      n3["Pass<br>A"]',
        "    end",
        '    subgraph n4["Branches#91;1#93;"]',
        "      direction TB",
        '      n5(["Fail<br>B"])',
        "    end",
        "  end",
        '  n6{{"Choice<br>If (1)"}}',
        '  n7["End"]',
        "  n0 --> n1",
        "  n1 --> n6",
        '  n1 -.->|"States.ALL"| n6',
        '  n6 -->|"#36;#46;n == 1"| n1',
        '  n6 -->|"default"| n7',
        "  classDef error stroke:#d13212,stroke-width:3px",
        "  class n6 error",
        "  classDef ghost stroke:#d13212,stroke-dasharray:4 3,fill:none",
        "  class n7 ghost",
    ]


@pytest.mark.parametrize("rule", with_flowcharts(), ids=lambda rule: rule.id)
def test_the_flowchart_on_a_page_is_that_of_its_example(rule: Rule) -> None:
    """`make pages` draws them anew."""
    page = Path(rule.page).read_text("utf-8")
    assert redrawn(page, rule) == page


def test_pages_with_flowcharts(book: Rulebook) -> None:
    assert sorted(rule.id for rule in with_flowcharts()) == [
        "endless-loop",
        "half-rollback",
        "transition-out-of-scope",
        "uncaught-step",
        "unchanging-loop",
        "unreachable-state",
    ]
    rule = book.rules["endless-loop"]
    page = Path(rule.page).read_text("utf-8")
    picture = re.search(r"^```mermaid\n.*?\n```\n\n", page, re.MULTILINE | re.DOTALL)
    assert picture is not None
    assert page_text(rule) == page.replace(picture[0], "")


def test_a_section_of_markdown_has_the_findings(tmp_path: Path) -> None:
    found = picture(tmp_path, machine(A={"Type": "Pass", "Next": "B_"}))
    found.path = "order.asl.json"
    text = markdown([found])
    assert text.startswith("### order.asl.json\n\norder.asl.json\n\n```mermaid\nflowchart TB\n")
    assert text.endswith('```\n\n- 🔴 A, line 1: there is no state "B_" (unknown-target)\n')


# --- JSON and HTML --------------------------------------------------------------------------------


def test_pictures_as_data(tmp_path: Path) -> None:
    each = {"Type": "Map", "ItemProcessor": machine(In={"Type": "Succeed"}), "End": True}
    found = picture(tmp_path, {"Comment": "All", **machine(Each=each)}, with_data=True)
    found.path = "order.asl.json"
    (told,) = json.loads(document([found]))["machines"]
    states = told.pop("states")
    way: dict[str, object] = {"parent": None, "kind": "next", "labels": [], "change": None}
    assert told == {
        "name": "order.asl.json",
        "file": "order.asl.json",
        "pointer": "/",
        "query_language": "JSONPath",
        "comment": "All",
        "change": None,
        "findings": [],
        "transitions": [
            {**way, "from": None, "to": "Each"},
            {**way, "from": "Each", "to": None},
        ],
    }  # fmt: skip
    assert [(one["pointer"], one["parent"]) for one in states] == [
        ("/States/Each", None),
        ("/States/Each/ItemProcessor/States/In", "/States/Each/ItemProcessor"),
    ]
    assert states[1] == {
        "pointer": "/States/Each/ItemProcessor/States/In",
        "name": "In",
        "known": True,
        "type": "Succeed",
        "call": "Succeed",
        "comment": "",
        "marks": [],
        "line": 1,
        "reachable": True,
        "parent": "/States/Each/ItemProcessor",
        "change": None,
        "findings": [],
        "input": "anything",
        "output": "anything",
    }


def test_the_page_runs_its_own_script_and_nothing_else(tmp_path: Path) -> None:
    page = html([picture(tmp_path, machine(A={"Type": "Succeed"}))], "Machines")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    hashes = re.findall(r"'(sha256-[^']*)'", policy[1])

    def digest(text: str) -> str:
        return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert [digest(each) for each in (*style, *script)] == hashes
    assert policy[1].startswith("default-src 'none'; ")
    assert not re.search(r"(?:src|href)=", page)
    assert not re.search(r"\bon\w+=", page)


# --- changes --------------------------------------------------------------------------------------

BEFORE = machine(
    A={"Type": "Pass", "Next": "B"},
    B={"Type": "Wait", "Seconds": 1, "Next": "Old"},
    Old={"Type": "Succeed"},
)
NOW = machine(
    A={"Type": "Pass", "Comment": "the same", "Next": "New"},
    B={"Type": "Wait", "Seconds": 2, "Next": "New"},
    New={"Type": "Succeed"},
)


def test_what_is_new_gone_and_different(tmp_path: Path) -> None:
    (found,) = compared([picture(tmp_path, BEFORE)], [picture(tmp_path, NOW)])
    states = [(box.name, box.change) for box in found.chart.boxes if box.kind == "state"]
    assert states == [("A", ""), ("B", "changed"), ("New", "added"), ("Old", "removed")]
    assert [
        f"{way} {line.change}"
        for way, line in zip(ways(found.chart), found.chart.lines, strict=True)
    ] == [
        "^ → A next ",
        "A → New next added",
        "B → New next added",
        "New → $ next added",
        "A → B next removed",
        "B → Old next removed",
        "Old → $ next removed",
    ]
    assert kinds(found) == ["added", "removed", "changed"]
    assert found.change == "changed"
    assert named(found) == {"added": ["New"], "removed": ["Old", "A → B"], "changed": ["B"]}


def test_other_words_at_a_line_are_a_change(tmp_path: Path) -> None:
    def choice(limit: int) -> dict[str, object]:
        rule = {"Variable": "$.n", "NumericLessThan": limit, "Next": "B"}
        return machine(
            A={"Type": "Choice", "Choices": [rule], "Default": "B"}, B={"Type": "Succeed"}
        )

    (found,) = compared([picture(tmp_path, choice(1))], [picture(tmp_path, choice(2))])
    assert [line.change for line in found.chart.lines] == ["", "changed", "", ""]
    assert box_of(found, "A").change == "changed"


def test_a_machine_in_a_state_is_compared_for_itself(tmp_path: Path) -> None:
    def each(inner: str) -> dict[str, object]:
        return machine(
            Each={
                "Type": "Map",
                "ItemProcessor": machine(**{inner: {"Type": "Succeed"}}),
                "End": True,
            }
        )

    (found,) = compared([picture(tmp_path, each("X"))], [picture(tmp_path, each("Y"))])
    told = {box.name: box.change for chart in found.chart.walk() for box in chart.boxes}
    assert (told["Each"], told["X"], told["Y"]) == ("", "removed", "added")


def test_a_machine_that_is_new_or_gone(tmp_path: Path) -> None:
    (new,) = compared([], [picture(tmp_path, NOW)])
    assert {box.change for box in new.chart.boxes if box.kind == "state"} == {"added"}
    assert new.change == "added"
    assert markdown([new]).startswith("### order.asl.json (added)\n")
    (gone,) = compared([picture(tmp_path, BEFORE)], [])
    assert {box.change for box in gone.chart.boxes if box.kind == "state"} == {"removed"}
    assert gone.change == "removed"
    assert kinds(gone) == ["removed"]
    assert markdown([gone]).startswith("### order.asl.json (removed)\n")


def test_fields_of_a_machine_are_a_change(tmp_path: Path) -> None:
    def timed(seconds: int) -> dict[str, object]:
        return {**NOW, "TimeoutSeconds": seconds}

    (found,) = compared([picture(tmp_path, timed(5))], [picture(tmp_path, timed(6))])
    assert (found.change, kinds(found)) == ("changed", [])
    assert "- 🟨 **changed**: fields of the machine itself\n" in markdown([found])


def test_fields_of_a_processor_are_a_change_of_its_state(tmp_path: Path) -> None:
    def each(mode: str) -> dict[str, object]:
        inner = {**machine(A={"Type": "Succeed"}), "ProcessorConfig": {"Mode": mode}}
        return machine(Each={"Type": "Map", "ItemProcessor": inner, "End": True})

    before, now = picture(tmp_path, each("INLINE")), picture(tmp_path, each("DISTRIBUTED"))
    (found,) = compared([before], [now])
    assert named(found) == {"changed": ["Each"]}


def test_the_order_of_keys_is_no_change(tmp_path: Path) -> None:
    def called(*names: str) -> dict[str, object]:
        return machine(A={"Type": "Pass", "Result": dict.fromkeys(names, 1), "End": True})

    (found,) = compared(
        [picture(tmp_path, called("x", "y"))], [picture(tmp_path, called("y", "x"))]
    )
    assert found.change == ""


def test_of_many_names_some_are_told(tmp_path: Path) -> None:
    def long(kind: str) -> dict[str, object]:
        return machine(**{f"S{n:02}": {"Type": kind, "Seconds": 1} for n in range(25)})

    found = compared([picture(tmp_path, long("Wait"))], [picture(tmp_path, long("Pass"))])
    assert "S18, S19, 5 more\n" in markdown(found)


def test_what_has_not_changed_is_not_shown(tmp_path: Path) -> None:
    same = compared([picture(tmp_path, NOW)], [picture(tmp_path, NOW)])
    assert (kinds(same[0]), named(same[0]), same[0].change) == ([], {}, "")
    assert markdown(same, only_changed=True) == "No state machine has changed.\n"


def test_every_format_shows_changes(tmp_path: Path) -> None:
    found = compared([picture(tmp_path, BEFORE)], [picture(tmp_path, NOW)])
    assert 'class="state removed' in svg(found[0])
    legend = re.findall(r'<g class="legend (.*?)">.*?>(\w+)</text>', svg(found[0]), re.DOTALL)
    assert legend == [("added", "added"), ("removed", "removed"), ("changed", "changed")]
    assert '<span class="change changed">changed</span>order.asl.json' in html(found, "all")
    assert "<br>New (added)" in mermaid(found[0])
    lines = "- 🟩 **added**: New\n- 🟥 **removed**: Old, A → B\n- 🟨 **changed**: B\n"
    assert f"```\n\n{lines}\n- 🔴 B, line 1: " in markdown(found)
    assert json.loads(document(found))["machines"][0]["change"] == "changed"
    assert "classDef removed" in mermaid(found[0])
    assert "linkStyle 1,2,3 stroke:#1d8102" in mermaid(found[0])
    changes = [one["change"] for one in json.loads(document(found))["machines"][0]["states"]]
    assert changes == [None, "changed", "added", "removed"]


def test_a_box_that_no_line_leads_to_has_a_picture() -> None:
    chart = Chart("", [Box("A", "state", "A", "Pass")], [Line("A", "A", "next")], "")
    ElementTree.fromstring(svg(Picture("A", "a", "", chart)))
