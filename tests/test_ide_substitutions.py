"""Names that a template substitutes: completion, hover, places and renames at both ends; files."""

from __future__ import annotations

import pytest

from asllint import Analysis, analyze
from asllint.hosts.use import Target
from asllint.ide.completion import complete
from asllint.ide.hover import hover
from asllint.ide.links import links
from asllint.ide.substitutions import SubstitutionError, places, renamed, substitution_at
from tests.cursor import CURSOR

SAM = """Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flows/orders.asl.json
      DefinitionSubstitutions:
        Table: !Ref OrderTable
        Topic: !Ref Topic
  Others:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flows/orders.asl.json
      DefinitionSubstitutions:
        Table: other-table
        "Topic": other-topic
"""
ORDERS = """{
  "StartAt": "Get",
  "States": {
    "Get": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:getItem",
      "Parameters": {"TableName": "${Table}", "Key": {"id": {"S": "${Table}-${Key}"}}},
      "End": true
    }
  }
}
"""
INLINE = """Resources:
  Orders:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: |
        {"StartAt": "Get", "States": {"Get": {"Type": "Task", "Resource": "${Fn}", "End": true}}}
      DefinitionSubstitutions:
        Fn: !GetAtt Fn.Arn
"""
OBJECT = """Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: Get
        States:
          Get: {Type: Task, Resource: "${Fn}", End: true}
      DefinitionSubstitutions:
        Fn: !GetAtt Fn.Arn
"""
IN_JSON = """{"Resources": {"Orders": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {
  "DefinitionString": "{\\"StartAt\\": \\"A\\", \\"States\\": {\\"A\\": {\\"Type\\": \\"Task\\", \\"Resource\\": \\"${Fn}\\", \\"End\\": true}}}",
  "DefinitionSubstitutions": {"Fn": "arn"}}}}}
"""  # noqa: E501
TERRAFORM = """resource "aws_sfn_state_machine" "orders" {
  definition = templatefile("flows/orders.asl.json", { Table = aws_dynamodb_table.orders.name })
}
"""


class Files:
    """A template and the definition that it refers to, each with the cursor taken out."""

    def __init__(self, template: str = SAM, definition: str = ORDERS, path: str = "t.yaml") -> None:
        self.at = {"template": template.find(CURSOR), "definition": definition.find(CURSOR)}
        definition = definition.replace(CURSOR, "")
        real = "/p/flows/orders.asl.json"

        def lookup(reference: str) -> Target:
            known = reference == "flows/orders.asl.json"
            return Target("flows/orders.asl.json", real, definition if known else None,
                          problem="" if known else "missing")  # fmt: skip

        self.template = analyze(template.replace(CURSOR, ""), path, lookup=lookup)
        uses = [use for use in self.template.uses if use.target is not None and use.target.text]
        self.definition = analyze(definition, "flows/orders.asl.json", uses=uses)

    def analysis_of(self, path: str) -> Analysis | None:
        """What is known of a file."""
        return {"flows/orders.asl.json": self.definition}.get(path)

    @property
    def here(self) -> tuple[Analysis, int]:
        """The text with the cursor, and where it is."""
        if self.at["template"] >= 0:
            return self.template, self.at["template"]
        return self.definition, self.at["definition"]


def offered(files: Files, folder: dict[str, list[tuple[str, bool]]] | None = None) -> list[str]:
    listing = None if folder is None else lambda name: folder.get(name, [])
    return [one.label for one in complete(*files.here, listing)]


# --- completion -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('"${Table}",', '"${‹|›",', ["Table", "Topic"]),
        ('"${Table}",', '"${T‹|›ab}",', ["Table", "Topic"]),
        ('"${Table}-${Key}"', '"${Table}-${‹|›', ["Table", "Topic"]),
        ('"${Table}",', '"${Table}‹|›",', []),
        ('"${Table}",', '"$‹|›{Table}",', []),
    ],
)
def test_names_behind_an_opening_brace(old: str, new: str, found: list[str]) -> None:
    assert offered(Files(definition=ORDERS.replace(old, new))) == found


def test_it_is_said_what_a_template_gives() -> None:
    files = Files(definition=ORDERS.replace('"${Table}",', '"${Ta‹|›",'))
    one = complete(*files.here)[0]
    assert one.detail == "Orders: !Ref OrderTable, Others: other-table"
    assert one.insert == "Table}"
    files = Files(definition=ORDERS.replace('"${Table}",', '"${Ta‹|›}",'))
    assert complete(*files.here)[0].insert == "Table"


@pytest.mark.parametrize(
    ("text", "path"), [(INLINE, "t.yaml"), (OBJECT, "t.yaml"), (IN_JSON, "t.json")]
)
def test_names_in_a_template_itself(text: str, path: str) -> None:
    assert offered(Files(text.replace("${Fn}", "${‹|›}"), path=path)) == ["Fn"]


def test_no_names_where_nothing_is_substituted() -> None:
    text = INLINE.replace("DefinitionString: |", "DefinitionString: !Sub |")
    assert "Fn" not in offered(Files(text.replace("${Fn}", "${‹|›}")))


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ("        ‹|›\n        Topic: x\n", ["Table", "Key"]),
        ("        Ta‹|›\n        Topic: x\n", ["Table", "Key"]),
        ("        Table: x\n        ‹|›\n", ["Key"]),
        ("        Table: ‹|›\n", []),
    ],
)
def test_names_that_the_definition_asks_for(new: str, found: list[str]) -> None:
    text = SAM.replace("        Table: !Ref OrderTable\n        Topic: !Ref Topic\n", new)
    assert offered(Files(text)) == found


def test_names_that_the_definition_asks_for_in_json() -> None:
    assert offered(Files(IN_JSON.replace('{"Fn": "arn"}', "{‹|›}"), path="t.json")) == ["Fn"]
    assert offered(Files(IN_JSON.replace('{"Fn": "arn"}', '{"‹|›"}'), path="t.json")) == ["Fn"]


FOLDERS = {
    "": [("template.yaml", False), ("flows", True)],
    "flows/": [("orders.asl.json", False), ("pay.asl.yaml", False)],
}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("‹|›", ["template.yaml", "flows/"]),
        ("fl‹|›", ["template.yaml", "flows/"]),
        ("flows/‹|›", ["orders.asl.json", "pay.asl.yaml"]),
        ("flows/or‹|›ders.asl.json", ["orders.asl.json", "pay.asl.yaml"]),
        ('"flows/‹|›"', ["orders.asl.json", "pay.asl.yaml"]),
        ("nowhere/‹|›", []),
    ],
)
def test_paths_of_definitions(typed: str, found: list[str]) -> None:
    text = SAM.replace("flows/orders.asl.json", typed, 1)
    assert offered(Files(text), FOLDERS) == found
    assert offered(Files(text)) == []


def test_a_path_is_replaced_from_its_last_slash_on() -> None:
    text = SAM.replace("flows/orders.asl.json", "flows/or‹|›ders.asl.json", 1)
    analysis, offset = Files(text).here
    (one,) = complete(analysis, offset, lambda _: [("pay.asl.yaml", False)])
    assert analysis.file.text[one.span.start : one.span.end] == "orders.asl.json"
    assert (one.insert, one.kind) == ("pay.asl.yaml", "file")


def test_paths_of_terraform() -> None:
    text = TERRAFORM.replace("flows/orders.asl.json", "flows/‹|›")
    assert offered(Files(text, path="main.tf"), FOLDERS) == ["orders.asl.json", "pay.asl.yaml"]


# --- hover ----------------------------------------------------------------------------------------


def said(files: Files) -> tuple[str, str]:
    analysis, offset = files.here
    found = hover(analysis, offset)
    assert found is not None
    return analysis.file.text[found.span.start : found.span.end], found.markdown


def test_what_is_substituted() -> None:
    assert said(Files(definition=ORDERS.replace("${Table}-", "${Ta‹|›ble}-"))) == (
        "Table",
        "**${Table}** — substituted by the template\n\n`Orders`: `Table: !Ref OrderTable`\n\n"
        "`Others`: `Table: other-table`",
    )
    assert said(Files(SAM.replace("  Table: !Ref", "  Ta‹|›ble: !Ref"))) == (
        "Table",
        "**${Table}** — substituted by the template\n\n`Orders`: `Table: !Ref OrderTable`",
    )
    assert said(Files(definition=ORDERS.replace("${Key}", "${‹|›Key}"))) == (
        "Key", "**${Key}** — nothing replaces it",
    )  # fmt: skip


# --- places ---------------------------------------------------------------------------------------

BOTH = [
    ("flows/orders.asl.json", 7, False), ("flows/orders.asl.json", 7, False),
    ("t.yaml", 7, True), ("t.yaml", 14, True),
]  # fmt: skip


@pytest.mark.parametrize(
    "files",
    [
        Files(definition=ORDERS.replace("${Table}-", "${Ta‹|›ble}-")),
        Files(SAM.replace("  Table: !Ref", "  Ta‹|›ble: !Ref")),
        Files(SAM.replace("  Table: other", "  Table‹|›: other")),
    ],
)
def test_both_ends(files: Files) -> None:
    found = substitution_at(*files.here)
    assert found is not None
    assert [
        (one.file.path, one.file.line_column(one.span.start)[0], one.defines)
        for one in places(found, files.analysis_of)
    ] == BOTH
    assert {
        one.file.text[one.span.start : one.span.end] for one in places(found, files.analysis_of)
    } == {"Table"}


@pytest.mark.parametrize("text", [INLINE, OBJECT])
@pytest.mark.parametrize("old", ["${Fn}", "  Fn: "])
def test_both_ends_in_one_file(text: str, old: str) -> None:
    files = Files(text.replace(old, old.replace("Fn", "F‹|›n")))
    found = substitution_at(*files.here)
    assert found is not None
    ((_, edits),) = renamed(found, "Function", files.analysis_of)
    plain = text
    for edit in sorted(edits, key=lambda edit: -edit.span.start):
        plain = plain[: edit.span.start] + edit.replacement + plain[edit.span.end :]
    assert plain == text.replace("${Fn}", "${Function}").replace("  Fn: ", "  Function: ")


def test_a_new_name_in_all_files() -> None:
    files = Files(definition=ORDERS.replace("${Table}-", "${Ta‹|›ble}-"))
    found = substitution_at(*files.here)
    assert found is not None
    edits = {file.path: len(edits) for file, edits in renamed(found, "T2", files.analysis_of)}
    assert edits == {"flows/orders.asl.json": 2, "t.yaml": 2}


@pytest.mark.parametrize(
    ("old", "name", "reason"),
    [
        ("Table", "", "is no name of a substitution"),
        ("Table", "a b", "is no name of a substitution"),
        ("Table", "Topic", 'there is a substitution "Topic" already'),
        ("Key", "Kay", 'no template gives "Key"'),
    ],
)
def test_a_name_that_can_not_be_given(old: str, name: str, reason: str) -> None:
    files = Files(definition=ORDERS.replace(f"${{{old}}}", f"${{‹|›{old}}}", 1))
    found = substitution_at(*files.here)
    assert found is not None
    with pytest.raises(SubstitutionError, match=reason):
        renamed(found, name, files.analysis_of)


# --- links ----------------------------------------------------------------------------------------


def test_links_to_files() -> None:
    template = Files().template
    assert [
        (template.file.text[one.span.start : one.span.end], one.path) for one in links(template)
    ] == [("flows/orders.asl.json", "flows/orders.asl.json")] * 2
    assert links(Files(SAM.replace("orders.asl.json", "nothing.asl.json")).template) == []
    assert links(Files(INLINE).template) == []


def test_links_of_terraform() -> None:
    template = Files(TERRAFORM, path="main.tf").template
    (one,) = links(template)
    assert template.file.text[one.span.start : one.span.end] == "flows/orders.asl.json"
