"""The installed server, driven over standard input and output as an editor drives it."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.cost import PATIENCE
from tests.lsp_client import Editor, editor

P, R = types.Position, types.Range

ORDER = """{
  "StartAt": "Päy 💳",
  "States": {
    "Päy 💳": {"Type": "Pass", "Comment": "💳", "Next": "Shp"},
    "Ship": {"Type": "Succeed"}
  }
}
"""
SAM = """Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Type: EXPRESS
      DefinitionUri: orders.asl.json
      DefinitionSubstitutions:
        Wait: !Ref Wait
"""
INLINE = """Resources:
  Orders:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub |
        {
          "StartAt": "A 😀",
          "States": {
            "A 😀": {"Type": "Pass", "Next": "Bee"},
            "B": {"Type": "Task", "Resource": "${Function.Arn}", "End": true}
          }
        }
"""
HALF_NEXT = """StartAt: Pay
States:
  Pay:
    Type: Pass
    Next: NAME
  Ship: {Type: Succeed}
""".replace("NAME", "")
HOUSE = '''from asllint.rule import WARNING, Definition, Finding, Findings, rule


@rule(severity=WARNING, since="1.0")
def house(definition: Definition) -> Findings:
    """A rule of the house."""
    yield Finding(definition.node.head, "the house says no")
'''
WAITING = '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 400, "End": true}}}\n'


def run(test: Callable[[], Awaitable[None]]) -> None:
    """Run a test with a loop of its own."""
    asyncio.run(asyncio.wait_for(test(), PATIENCE))


def told(found: list[types.Diagnostic]) -> list[tuple[str, str]]:
    """Each diagnostic as its rule and its range."""
    return [(str(one.code), str(one.range)) for one in found]


def document(uri: str) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(uri)


async def goes_to(client: Editor, uri: str, at: types.Position) -> list[tuple[str, str]]:
    """Where "go to definition" leads: URIs and ranges."""
    answer = await client.text_document_definition_async(types.DefinitionParams(document(uri), at))
    found = list(answer) if isinstance(answer, list | tuple) else []
    return [(one.uri, str(one.range)) for one in found if isinstance(one, types.Location)]


async def rename(client: Editor, uri: str, at: types.Position, name: str) -> list[types.TextEdit]:
    answer = await client.text_document_rename_async(types.RenameParams(document(uri), at, name))
    assert answer is not None
    assert answer.changes is not None
    return list(answer.changes[uri])


async def actions(client: Editor, uri: str, at: types.Position) -> dict[str, list[types.TextEdit]]:
    answer = await client.text_document_code_action_async(
        types.CodeActionParams(document(uri), R(at, at), types.CodeActionContext([]))
    )
    found = {}
    for one in answer or ():
        assert isinstance(one, types.CodeAction)
        assert one.edit is not None
        assert one.edit.changes is not None
        found[one.title] = list(one.edit.changes[uri])
    return found


@pytest.mark.parametrize("only", ["source", "source.fixAll", "source.fixAll.asllint"])
def test_all_safe_fixes_at_once_where_they_are_asked_for(only: str) -> None:
    text = ORDER.replace('"Type": "Pass"', '"Type": "pass"')

    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/order.asl.json", text)
            await client.told(uri)
            asked = types.CodeActionContext([], only=[only])
            here = R(types.Position(0, 0), types.Position(0, 0))
            answer = await client.text_document_code_action_async(
                types.CodeActionParams(document(uri), here, asked)
            )
            assert answer is not None
            (one,) = answer
            assert isinstance(one, types.CodeAction)
            assert (one.title, one.kind) == (
                "repair all that has a safe fix", "source.fixAll.asllint",
            )  # fmt: skip
            assert one.edit is not None
            assert one.edit.changes is not None
            (edit,) = one.edit.changes[uri]
            client.change(uri, 2, (edit.range, edit.new_text))
            assert await client.told(uri, 2) == []
            again = await client.text_document_code_action_async(
                types.CodeActionParams(document(uri), here, asked)
            )
            assert not again

    run(test)


# --- diagnostics ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 61), ("utf-16", 56), ("utf-32", 54)])
def test_columns_count_in_the_units_of_the_client(encoding: str, column: int) -> None:
    async def test() -> None:
        async with editor(encoding=encoding) as client:
            uri = client.open("file:///x/order.asl.json", ORDER)
            (one,) = await client.told(uri)
            assert str(one.range) == f"3:{column}-3:{column + 5}"
            assert one.message == 'there is no state "Shp"; did you mean "Ship"?'
            assert (one.code, one.source) == ("unknown-target", "asllint")
            assert one.severity == types.DiagnosticSeverity.Error
            assert one.code_description is not None
            assert one.code_description.href.endswith("/rules/flow/unknown_target.md")
            (related,) = one.related_information or ()
            assert (str(related.location.range), related.message) == ("4:4-4:10", "this one?")

    run(test)


def test_diagnostics_are_versioned_renewed_and_cleared() -> None:
    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/order.asl.json", ORDER, version=3)
            assert told(await client.told(uri, 3)) == [("unknown-target", "3:56-3:61")]
            client.change(uri, 4, (R(P(3, 57), P(3, 60)), "Ship"))
            assert await client.told(uri, 4) == []
            client.change(uri, 5, (None, ORDER))
            assert told(await client.told(uri, 5)) == [("unknown-target", "3:56-3:61")]
            client.text_document_did_close(types.DidCloseTextDocumentParams(document(uri)))
            await client.until(lambda: client.diagnostics[uri] == [])

    run(test)


def test_what_is_unreachable_is_dimmed() -> None:
    text = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "B": {"Type": "Succeed"}}}'

    async def test() -> None:
        async with editor() as client:
            (one,) = await client.told(client.open("file:///x/a.asl.json", text))
            assert (one.code, one.tags) == ("unreachable-state", (types.DiagnosticTag.Unnecessary,))

    run(test)


def test_a_client_that_pulls_is_not_pushed(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(SAM)
    (tmp_path / "orders.asl.json").write_text(WAITING)

    async def test() -> None:
        async with editor(tmp_path, pull=True) as client:
            uri = client.open((tmp_path / "orders.asl.json").as_uri(), WAITING)
            await client.until(lambda: client.refreshed)  # the workspace has been looked through
            report = await client.text_document_diagnostic_async(
                types.DocumentDiagnosticParams(document(uri))
            )
            assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
            assert told(list(report.items)) == [("wait-too-long", "0:61-0:64")]
            assert client.diagnostics == {}

    run(test)


def test_a_template_and_its_definition_are_linted_together(tmp_path: Path) -> None:
    template, orders = tmp_path / "template.yaml", tmp_path / "orders.asl.json"
    template.write_text(SAM)
    orders.write_text(WAITING)

    async def test() -> None:
        async with editor(tmp_path) as client:
            definition = client.open(orders.as_uri(), WAITING)
            await client.until(
                lambda: (
                    told(client.diagnostics.get(definition, [])) == [("wait-too-long", "0:61-0:64")]
                )
            )
            uri = client.open(template.as_uri(), SAM, "yaml")
            assert told(await client.told(uri, 1)) == [("unused-substitution", "7:8-7:12")]
            # The template changes, and so does what is said of the definition …
            client.change(uri, 2, (R(P(4, 12), P(4, 19)), "STANDARD"))
            await client.until(lambda: client.diagnostics[definition] == [])
            # … and the reverse.
            client.change(definition, 2, (R(P(0, 61), P(0, 64)), "${Wait}"))
            await client.until(lambda: client.diagnostics[uri] == [])

    run(test)


def test_settings_count_for_their_folder_and_are_read_anew(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
    (other / "asllint.toml").write_text('ignore = ["unknown-target"]\n')

    async def test() -> None:
        async with editor(folders=[one, other]) as client:
            first = client.open((one / "x.asl.json").as_uri(), ORDER)
            second = client.open((other / "x.asl.json").as_uri(), ORDER)
            assert told(await client.told(first)) == [("unknown-target", "3:56-3:61")]
            assert await client.told(second) == []
            settings = one / "asllint.toml"
            settings.write_text('[severity]\nunknown-target = "info"\n')
            changed = types.FileEvent(settings.as_uri(), types.FileChangeType.Created)
            client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
            await client.until(
                lambda: (
                    [each.severity for each in client.diagnostics[first]]
                    == [types.DiagnosticSeverity.Information]
                )
            )
            settings.write_text("selct = 1\n")
            client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
            await client.until(lambda: client.messages)
            assert client.messages[0].startswith(f"asllint: {settings}: ")

    run(test)


DECLARED = """{"StartAt": "Read", "States": {
  "Read": {"Type": "Pass", "InputPath": "$.total", "End": true}}}"""


@pytest.mark.parametrize("pull", [False, True])
def test_what_settings_declare_of_data_is_read_anew(tmp_path: Path, *, pull: bool) -> None:
    settings, schema = tmp_path / "asllint.toml", tmp_path / "order.json"
    settings.write_text('[data.input]\n"x.asl.json" = "order.json"\n')
    (tmp_path / "x.asl.json").write_text(DECLARED)

    async def found(client: Editor, uri: str) -> list[tuple[str, str]]:
        if not pull:
            return told(client.diagnostics.get(uri, []))
        asked = types.DocumentDiagnosticParams(document(uri))
        report = await client.text_document_diagnostic_async(asked)
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return told(list(report.items))

    async def test() -> None:
        async with editor(tmp_path, pull=pull) as client:
            uri = client.open((tmp_path / "x.asl.json").as_uri(), DECLARED)
            place = settings.as_uri()
            await client.until(lambda: client.diagnostics.get(place))
            assert told(client.diagnostics[place]) == [("broken-data-source", "1:15-1:27")]
            schema.write_text('{"type": "object", "additionalProperties": false}')
            changed = types.FileEvent(schema.as_uri(), types.FileChangeType.Created)
            client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
            await client.until(lambda: client.diagnostics[place] == [])
            if not pull:
                await client.until(lambda: client.diagnostics[uri])
            assert await found(client, uri) == [("impossible-path", "1:43-1:48")]

    run(test)


def test_the_whole_workspace_on_request(tmp_path: Path) -> None:
    (tmp_path / "broken.asl.json").write_text(ORDER)
    (tmp_path / "fine.asl.json").write_text(WAITING)

    async def test() -> None:
        async with editor(tmp_path, options={"workspace": True}) as client:
            uri = (tmp_path / "broken.asl.json").as_uri()
            assert told(await client.told(uri)) == [("unknown-target", "3:56-3:61")]
            client.workspace_did_change_configuration(
                types.DidChangeConfigurationParams({"asllint": {"workspace": False}})
            )
            await client.until(lambda: client.diagnostics[uri] == [])

    run(test)


def test_a_closed_file_of_the_workspace_keeps_its_diagnostics(tmp_path: Path) -> None:
    path = tmp_path / "broken.asl.json"
    path.write_text(ORDER)

    async def test() -> None:
        async with editor(tmp_path, options={"workspace": True}) as client:
            uri = client.open(path.as_uri(), ORDER.replace("Shp", "Ship"), version=7)
            await client.until(lambda: client.versions.get(uri) == 7)
            assert client.diagnostics[uri] == []
            client.text_document_did_close(types.DidCloseTextDocumentParams(document(uri)))
            await client.until(lambda: told(client.diagnostics[uri]) != [])
            assert told(client.diagnostics[uri]) == [("unknown-target", "3:56-3:61")]

    run(test)


UNLOADED = (
    "asllint: the rule folders that asllint.toml names were not loaded, because their Python would "
    "run and nobody has said that this workspace is trusted: trust it, or let the editor send the "
    'initialization option "trusted": true'
)


@pytest.mark.parametrize(
    "options", [None, {}, {"trusted": False}, {"trusted": "true"}, {"trusted": 1}, "trusted"]
)
def test_rules_of_a_workspace_that_is_not_trusted_do_not_run(
    tmp_path: Path, options: object
) -> None:
    (tmp_path / "rules" / "house").mkdir(parents=True)
    (tmp_path / "rules" / "house" / "mine.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    (tmp_path / "asllint.toml").write_text('rules = ["rules"]\nignore = ["mine"]\n')
    (tmp_path / "package.json").write_text("{}")
    ignoring = ORDER.replace('"💳"', '"asllint: ignore[mine]"')

    async def test() -> None:
        async with editor(tmp_path, options=options) as client:
            other = client.open((tmp_path / "package.json").as_uri(), "{}")
            assert await client.told(other) == []
            assert client.messages == []
            for name, text in (("x", ORDER), ("y", ignoring)):
                uri = client.open((tmp_path / f"{name}.asl.json").as_uri(), text)
                assert [one.code for one in await client.told(uri)] == ["unknown-target"]
            assert client.messages == [UNLOADED]

    run(test)
    assert not (tmp_path / "ran").exists()


def test_rules_of_a_workspace_that_is_trusted_run(tmp_path: Path) -> None:
    (tmp_path / "rules" / "house").mkdir(parents=True)
    (tmp_path / "rules" / "house" / "house.py").write_text(HOUSE)
    (tmp_path / "asllint.toml").write_text('rules = ["rules"]\n')

    async def test() -> None:
        async with editor(tmp_path, options={"trusted": True}) as client:
            uri = client.open((tmp_path / "x.asl.json").as_uri(), ORDER)
            assert told(await client.told(uri)) == [
                ("house", "0:0-0:1"), ("unknown-target", "3:56-3:61"),
            ]  # fmt: skip
            assert client.messages == []

    run(test)


def test_a_workspace_without_own_rules_is_not_told_of_them(tmp_path: Path) -> None:
    (tmp_path / "asllint.toml").write_text('ignore = ["unknown-target"]\n')

    async def test() -> None:
        async with editor(tmp_path) as client:
            assert await client.told(client.open((tmp_path / "x.asl.json").as_uri(), ORDER)) == []
            assert client.messages == []

    run(test)


# --- questions while there is work ---------------------------------------------------------------


def large(states: int) -> str:
    """A definition that takes a while."""
    many = {
        f"S{at}": {
            "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": f"S{at + 1}",
            "Parameters": {"FunctionName": "f", "Payload.$": "$.x"}, "ResultPath": f"$.y{at}",
        }
        for at in range(states)
    }  # fmt: skip
    many[f"S{states}"] = {"Type": "Succed"}
    return json.dumps({"StartAt": "S0", "States": many}, indent=1)


@pytest.mark.parametrize("pull", [False, True])
def test_a_question_is_answered_before_a_large_document_is_analysed(*, pull: bool) -> None:
    """The order of the answers: hovers over the document and another one, and then diagnostics."""
    order: list[str] = []

    async def answer(name: str, question: Awaitable[object]) -> None:
        assert await question
        order.append(name)

    async def test() -> None:
        async with editor(pull=pull) as client:
            small = client.open("file:///x/small.asl.json", ORDER)
            hover = types.HoverParams(document(small), P(3, 50))
            assert await client.text_document_hover_async(hover)
            uri = client.open("file:///x/large.asl.json", large(700))
            asked = types.DocumentDiagnosticParams(document(uri))
            wanted = client.text_document_diagnostic_async(asked) if pull else client.told(uri)
            over = types.HoverParams(document(uri), P(3, 4))
            await asyncio.gather(
                answer("diagnostics", wanted),
                answer("hover", client.text_document_hover_async(over)),
                answer("other", client.text_document_hover_async(hover)),
            )
            assert order[-1] == "diagnostics"
            assert sorted(order) == ["diagnostics", "hover", "other"]

    run(test)


def test_a_large_document_that_changes_meanwhile_is_told_of_once() -> None:
    text = large(300)

    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/large.asl.json", text)
            over = types.HoverParams(document(uri), P(3, 4))
            for version in range(2, 6):
                client.change(uri, version, (R(P(0, 0), P(0, 0)), "\n"))
                over.position.line += 1
                assert await client.text_document_hover_async(over)
            found = await client.told(uri, 5)
            line = text[: text.index('"Succed"')].count("\n") + 4
            assert [(one.code, one.range.start.line) for one in found] == [
                ("unknown-state-type", line)
            ]

    run(test)


# --- navigation, repairs -------------------------------------------------------------------------


def test_in_json_one_goes_finds_renames_and_repairs() -> None:
    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/order.asl.json", ORDER)
            await client.told(uri)
            start = P(1, 15)
            assert await goes_to(client, uri, start) == [(uri, "3:5-3:11")]
            edits = await rename(client, uri, start, "Bill")
            assert [(str(one.range), one.new_text) for one in edits] == [
                ("1:14-1:20", "Bill"), ("3:5-3:11", "Bill"),
            ]  # fmt: skip
            found = await actions(client, uri, P(3, 58))
            assert list(found) == [
                'write "Ship"',
                'create the state "Shp"',
                'ignore "unknown-target" here',
            ]
            (fix,) = found['write "Ship"']
            assert (str(fix.range), fix.new_text) == ("3:56-3:61", '"Ship"')
            (create,) = found['create the state "Shp"']
            assert str(create.range) == "4:31-4:31"
            assert create.new_text == ',\n    "Shp": {"Type": "Pass", "End": true}'
            (ignore,) = found['ignore "unknown-target" here']
            assert (str(ignore.range), ignore.new_text) == (
                "3:43-3:43", "asllint: ignore[unknown-target] ",
            )  # fmt: skip

    run(test)


def test_inside_a_template_too() -> None:
    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/template.yaml", INLINE, "yaml")
            assert told(await client.told(uri)) == [("unknown-target", "8:45-8:50")]
            assert await goes_to(client, uri, P(6, 24)) == [(uri, "8:13-8:17")]
            edits = await rename(client, uri, P(6, 24), "First")
            assert [str(one.range) for one in edits] == ["6:22-6:26", "8:13-8:17"]
            found = await actions(client, uri, P(8, 46))
            (fix,) = found['create the state "Bee"']
            assert fix.new_text == ',\n            "Bee": {"Type": "Pass", "End": true}'
            symbols = await client.text_document_document_symbol_async(
                types.DocumentSymbolParams(document(uri))
            )
            (machine,) = symbols or ()
            assert isinstance(machine, types.DocumentSymbol)
            assert machine.name == "Orders"
            assert [child.name for child in machine.children or ()] == ["A 😀", "B"]

    run(test)


async def hovered(client: Editor, uri: str, at: types.Position) -> str:
    answer = await client.text_document_hover_async(types.HoverParams(document(uri), at))
    assert answer is not None
    assert isinstance(answer.contents, types.MarkupContent)
    return answer.contents.value


async def offered(client: Editor, uri: str, at: types.Position) -> dict[str, types.TextEdit]:
    answer = await client.text_document_completion_async(types.CompletionParams(document(uri), at))
    assert isinstance(answer, types.CompletionList)
    found = {}
    for item in answer.items:
        assert isinstance(item.text_edit, types.TextEdit)
        found[item.label] = item.text_edit
    return found


def test_a_hover_tells_of_the_field_and_of_the_rule_that_complains() -> None:
    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/order.asl.json", ORDER)
            await client.told(uri)
            assert "field of a Pass state" in await hovered(client, uri, P(3, 50))
            page = await hovered(client, uri, P(3, 58))
            assert "**unknown-target** ([page](https://github.com/" in page

    run(test)


@pytest.mark.parametrize(
    ("name", "text", "at", "replaced"),
    [
        ("order.asl.json", ORDER, P(3, 58), "3:57-3:60"),
        ("template.yaml", INLINE, P(8, 47), "8:46-8:49"),
        ("order.asl.yaml", HALF_NEXT, P(4, 10), "4:10-4:10"),
    ],
)
def test_states_are_offered_where_one_is_named(
    name: str, text: str, at: types.Position, replaced: str
) -> None:
    async def test() -> None:
        async with editor() as client:
            uri = client.open(f"file:///x/{name}", text, "yaml" if name.endswith("l") else "json")
            found = await offered(client, uri, at)
            state = "B" if text is INLINE else "Ship"
            assert str(found[state].range) == replaced
            assert found[state].new_text.strip('"') == state

    run(test)


def test_a_rename_is_refused_with_the_reason() -> None:
    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/order.asl.json", ORDER)
            with pytest.raises(JsonRpcException, match='there is a state "Ship" already'):
                await rename(client, uri, P(1, 15), "Ship")
            with pytest.raises(JsonRpcException, match="only the names of states and variables"):
                await client.text_document_prepare_rename_async(
                    types.PrepareRenameParams(document(uri), P(3, 20))
                )

    run(test)


def test_a_path_in_a_template_leads_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "orders.asl.json").write_text(WAITING)
    (tmp_path / "template.yaml").write_text(SAM)

    async def test() -> None:
        async with editor(tmp_path) as client:
            uri = client.open((tmp_path / "template.yaml").as_uri(), SAM, "yaml")
            assert await goes_to(client, uri, P(5, 25)) == [
                ((tmp_path / "orders.asl.json").as_uri(), "0:0-0:0")
            ]

    run(test)


def test_what_is_substituted_is_found_and_renamed_in_both_files(tmp_path: Path) -> None:
    orders, template = tmp_path / "orders.asl.json", tmp_path / "template.yaml"
    text = WAITING.replace("400", '"${Wait}"')
    orders.write_text(text)
    template.write_text(SAM)

    async def test() -> None:
        async with editor(tmp_path) as client:
            uri = client.open(orders.as_uri(), text)
            await client.told(uri)
            at = P(0, 66)
            assert await goes_to(client, uri, at) == [(template.as_uri(), "7:8-7:12")]
            references = await client.text_document_references_async(
                types.ReferenceParams(types.ReferenceContext(True), document(uri), at)
            )
            places = [(orders.as_uri(), "0:64-0:68"), (template.as_uri(), "7:8-7:12")]
            assert [(one.uri, str(one.range)) for one in references or ()] == places
            placeholder = await client.text_document_prepare_rename_async(
                types.PrepareRenameParams(document(uri), at)
            )
            assert isinstance(placeholder, types.PrepareRenamePlaceholder)
            assert placeholder.placeholder == "Wait"
            answer = await client.text_document_rename_async(
                types.RenameParams(document(uri), at, "Pause")
            )
            assert answer is not None
            changed = [
                (uri, str(one.range), one.new_text)
                for uri, edits in (answer.changes or {}).items()
                for one in edits
            ]
            assert changed == [(*place, "Pause") for place in places]
            with pytest.raises(JsonRpcException, match='"a b" is no name of a substitution'):
                await rename(client, uri, at, "a b")

    run(test)


def test_paths_in_a_template_are_offered_and_are_links(tmp_path: Path) -> None:
    for name in ("orders.asl.json", ".hidden.json", "notes.txt"):
        (tmp_path / name).write_text(WAITING)
    (tmp_path / "flows").mkdir()

    async def test() -> None:
        async with editor(tmp_path) as client:
            uri = client.open((tmp_path / "template.yaml").as_uri(), SAM, "yaml")
            await client.told(uri)
            links = await client.text_document_document_link_async(
                types.DocumentLinkParams(document(uri))
            )
            assert [(str(one.range), one.target) for one in links or ()] == [
                ("5:21-5:36", (tmp_path / "orders.asl.json").as_uri())
            ]
            answer = await client.text_document_completion_async(
                types.CompletionParams(document(uri), P(5, 23))
            )
            assert isinstance(answer, types.CompletionList)
            assert [one.label for one in answer.items] == ["orders.asl.json", "flows/"]

    run(test)


def test_the_call_around_the_cursor() -> None:
    text = PASSING.replace('"Result": {"id": 7}', '"Parameters": {"a.$": "States.Array(1, 2)"}')

    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/a.asl.json", text)
            asked = types.SignatureHelpParams(document(uri), P(3, 65))
            answer = await client.text_document_signature_help_async(asked)
            assert answer is not None
            (one,) = answer.signatures
            assert (one.label, answer.active_parameter) == ("States.Array(value, …)", 0)
            asked = types.SignatureHelpParams(document(uri), P(3, 10))
            assert await client.text_document_signature_help_async(asked) is None

    run(test)


def test_half_typed_yaml_offers_what_was_known_before() -> None:
    text = HALF.replace("Type: Pass\n", "Type: Pass\n    Result: {id: 7}\n").replace(
        "Type: Succeed", 'Type: Succeed\n    InputPath: "$.id"'
    )

    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/order.asl.yaml", text, "yaml")
            await client.told(uri, 1)
            client.change(uri, 2, (R(P(8, 18), P(8, 21)), ""))
            answer = await client.text_document_completion_async(
                types.CompletionParams(document(uri), P(8, 18))
            )
            assert isinstance(answer, types.CompletionList)
            assert "id" in [one.label for one in answer.items]

    run(test)


def test_states_of_the_workspace_by_some_letters(tmp_path: Path) -> None:
    (tmp_path / "order.asl.json").write_text(ORDER)

    async def test() -> None:
        async with editor(tmp_path) as client:
            found = await client.workspace_symbol_async(types.WorkspaceSymbolParams("sp"))
            assert [(one.name, one.container_name) for one in found or ()] == [
                ("Ship", "State machine")
            ]

    run(test)


HALF = """StartAt: Pay
States:
  Pay:
    Type: Pass
    Next: Ship
  Ship:
    Type: Succeed
"""


def test_a_half_typed_text_keeps_the_last_good_answers() -> None:
    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/order.asl.yaml", HALF, "yaml")
            await client.told(uri, 1)
            client.change(uri, 2, (R(P(0, 0), P(0, 0)), "Comment: [a, {b\n"))
            await client.told(uri, 2)
            symbols = await client.text_document_document_symbol_async(
                types.DocumentSymbolParams(document(uri))
            )
            (machine,) = symbols or ()
            assert isinstance(machine, types.DocumentSymbol)
            assert [(one.name, one.range.start.line) for one in machine.children or ()] == [
                ("Pay", 3), ("Ship", 6),
            ]  # fmt: skip
            assert await goes_to(client, uri, P(5, 12)) == [(uri, "6:2-6:6")]

    run(test)


PASSING = """{
  "StartAt": "A",
  "States": {
    "A": {"Type": "Pass", "Result": {"id": 7}, "Next": "B"},
    "B": {"Type": "Succeed"}
  }
}
"""
LENSES = [(R(P(3, 4), P(3, 7)), "out {id: 7}"), (R(P(4, 4), P(4, 7)), "in and out {id: 7}")]


async def lenses(client: Editor, uri: str) -> list[tuple[types.Range, str]]:
    answer = await client.text_document_code_lens_async(types.CodeLensParams(document(uri)))
    found = []
    for one in answer or ():
        assert one.command is not None
        assert one.command.command == "", "nothing is to be called"
        found.append((one.range, one.command.title))
    return found


def test_lenses_say_what_passes_each_state_until_they_are_switched_off() -> None:
    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/a.asl.json", PASSING)
            assert await lenses(client, uri) == LENSES
            for count, (settings, found) in enumerate(
                [({"lenses": False}, []), ({"lenses": True}, LENSES)], 1
            ):
                client.workspace_did_change_configuration(
                    types.DidChangeConfigurationParams({"asllint": settings})
                )
                await client.until(lambda count=count: client.lenses_refreshed == count)
                assert await lenses(client, uri) == found
            client.workspace_did_change_configuration(
                types.DidChangeConfigurationParams({"asllint": {"workspace": False}})
            )
            assert await lenses(client, uri) == LENSES
            assert client.lenses_refreshed == 2

    run(test)


def test_whoever_wants_no_lenses_gets_none() -> None:
    async def test() -> None:
        async with editor(options={"lenses": False}) as client:
            uri = client.open("file:///x/a.asl.json", PASSING)
            assert await lenses(client, uri) == []
            client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
            assert await lenses(client, uri) == []

    run(test)


async def hints(client: Editor, uri: str) -> list[object]:
    asked = types.InlayHintParams(document(uri), R(P(0, 0), P(9, 0)))
    answer = await client.text_document_inlay_hint_async(asked)
    return [one.label for one in answer or ()]


def test_hints_are_there_until_they_are_switched_off() -> None:
    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/a.asl.json", PASSING)
            assert await hints(client, uri) == ["← StartAt"]
            for count, (shown, found) in enumerate([(False, []), (True, ["← StartAt"])], 1):
                client.workspace_did_change_configuration(
                    types.DidChangeConfigurationParams({"asllint": {"hints": shown}})
                )
                await client.until(lambda count=count: client.hints_refreshed == count)
                assert await hints(client, uri) == found
            assert client.lenses_refreshed == 0
        async with editor(options={"hints": False}) as client:
            uri = client.open("file:///x/a.asl.json", PASSING)
            assert await hints(client, uri) == []

    run(test)


def test_lenses_stay_while_the_text_can_not_be_read() -> None:
    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/a.asl.json", PASSING)
            assert await lenses(client, uri) == LENSES
            client.change(uri, 2, (R(P(0, 0), P(2, 13)), ""))
            assert await lenses(client, uri) == [
                (R(P(1, 4), P(1, 7)), "out {id: 7}"), (R(P(2, 4), P(2, 7)), "in and out {id: 7}"),
            ]  # fmt: skip

    run(test)


# --- whatever a client does ----------------------------------------------------------------------


def test_odd_line_ends_do_not_move_later_edits() -> None:
    text = '{"StartAt": "A\u2028\x85",\n "States": {"A\u2028\x85": {"Type": "Succed"}}}\n'

    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/a.asl.json", text)
            assert told(await client.told(uri, 1)) == [("unknown-state-type", "1:28-1:36")]
            client.change(uri, 2, (R(P(1, 33), P(1, 33)), "e"))
            assert await client.told(uri, 2) == []

    run(test)


def test_two_hundred_edits_in_one_change() -> None:
    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/order.asl.json", ORDER)
            edits = [(R(P(0, 1), P(0, 1)), "\n")] * 200 + [(R(P(203, 57), P(203, 60)), "Ship")]
            client.change(uri, 2, *edits)
            assert await client.told(uri, 2) == []

    run(test)


def test_requests_for_what_is_closed_gone_or_nobody_s_are_answered() -> None:
    async def test() -> None:
        async with editor() as client:
            other = client.open("file:///x/package.json", '{"name": "x"}')
            assert await client.told(other) == []
            for uri in (other, "file:///nowhere/x.asl.json", "untitled:Untitled-1"):
                where = types.DefinitionParams(document(uri), P(0, 3))
                assert not await client.text_document_definition_async(where)
                over = types.HoverParams(document(uri), P(0, 3))
                assert await client.text_document_hover_async(over) is None
                assert not await actions(client, uri, P(99, 99))
                assert not await client.text_document_document_symbol_async(
                    types.DocumentSymbolParams(document(uri))
                )

    run(test)


def test_a_text_that_was_never_saved_is_linted() -> None:
    async def test() -> None:
        async with editor() as client:
            uri = client.open("untitled:Untitled-1", ORDER, "asl-json")
            assert told(await client.told(uri)) == [("unknown-target", "3:56-3:61")]

    run(test)


def test_a_client_that_never_reads_the_log_is_served_all_the_same() -> None:
    async def test() -> None:
        async with editor() as client:
            uri = client.open("file:///x/order.asl.json", ORDER)
            for _ in range(400):
                with pytest.raises(JsonRpcException):
                    await rename(client, uri, P(1, 15), "Ship")
            assert len(await rename(client, uri, P(1, 15), "Bill")) == 2

    run(test)


def test_a_folder_that_can_not_be_read_is_no_end(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir()
    os.chmod(tmp_path / "locked", 0)

    async def test() -> None:
        async with editor(tmp_path / "gone", folders=[tmp_path, tmp_path / "gone"]) as client:
            uri = client.open((tmp_path / "x.asl.json").as_uri(), ORDER)
            assert told(await client.told(uri)) == [("unknown-target", "3:56-3:61")]

    try:
        run(test)
    finally:
        os.chmod(tmp_path / "locked", 0o700)


def test_the_pictures_of_a_document(tmp_path: Path) -> None:
    """`asllint/graph`: pictures, where their states are, and which of them are closed."""
    text = ORDER.replace(
        '"Ship": {"Type": "Succeed"}',
        '"Ship": {"Type": "Map", "ItemProcessor": {"StartAt": "In", "States": '
        '{"In": {"Type": "Succeed"}}}, "End": true}',
    )

    async def test() -> None:
        async with editor(tmp_path) as client:
            uri = client.open((tmp_path / "größe 1.asl.json").as_uri(), text)

            async def drawn(uri: str, **more: object) -> Any:
                asked = {"textDocument": {"uri": uri}, **more}
                return await client.protocol.send_request_async("asllint/graph", asked)

            answer = await drawn(uri)
            (machine,) = answer.machines
            assert machine.title == "größe 1.asl.json"
            assert machine.svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" class="asl"')
            assert "<style>" not in machine.svg
            assert answer.style in (await drawn(uri, styled=True)).machines[0].svg
            assert 'class="badge error"' in machine.svg
            places = {one.place: (one.name, one.range) for one in machine.states}
            assert list(places) == [
                "0:/States/Päy 💳",
                "0:/States/Ship",
                "0:/States/Ship/ItemProcessor/States/In",
            ]
            name, whole = places["0:/States/Päy 💳"]
            assert (name.start.line, name.start.character, name.end.character) == (3, 4, 12)
            assert (whole.start.character, whole.end.character) == (4, 62)
            assert 'data-pointer="0:/States/Ship/ItemProcessor/States/In"' in machine.svg
            closed = await drawn(uri, collapsed=["0:/States/Ship", "x", "1:/States/Ship"])
            assert "▸ 1 state" in closed.machines[0].svg
            assert "ItemProcessor/States/In" not in closed.machines[0].svg
            client.change(uri, 2, (R(P(3, 56), P(3, 61)), '"Ship"'))
            assert "badge" not in (await drawn(uri)).machines[0].svg
            other = client.open((tmp_path / "other.json").as_uri(), "{}")
            assert (await drawn(other)).machines == []
            assert (await drawn("file:///nowhere.asl.json")).machines == []

    run(test)
