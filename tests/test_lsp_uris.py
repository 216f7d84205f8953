"""However a client spells its URIs, it gets answers about its documents, in its own spelling."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from lsprotocol import types

from asllint.lsp import uris
from tests.lsp_client import Editor, editor
from tests.test_lsp import ORDER, SAM, WAITING, P, R, actions, document, goes_to, rename, run, told

# --- without a server ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///x/my%20orders/a.asl.json", "/x/my orders/a.asl.json"),
        ("file:///x/my orders/a.asl.json", "/x/my orders/a.asl.json"),
        ("file:///x/gr%C3%B6%c3%9fe", "/x/größe"),
        ("file:///x/größe", "/x/größe"),
        ("file:///c%3A/x", "/c:/x"),
        ("file:///x/100%25", "/x/100%"),
        ("file:///x/100%2525", "/x/100%25"),
        ("file:///x/100%/50%zz", "/x/100%/50%zz"),
        ("file:///x/a;b,c=d&e+f", "/x/a;b,c=d&e+f"),
        ("file:///x/a%23b%3Fc", "/x/a#b?c"),
        ("file:///x/a?query#fragment", "/x/a"),
        ("file://localhost/x/a", "/x/a"),
        ("file://LOCALHOST/x/a", "/x/a"),
        ("FILE:/x/a", "/x/a"),
        ("file:///x/%FF", "/x/\udcff"),
        ("file:///x/\ud800", "/x/\ud800"),
        ("file:///x/%00", None),
        ("file:x", None),
        ("file:", None),
        ("", None),
        ("/x/a", None),
        ("file://server/share/a", None),
        ("untitled:Untitled-1", None),
        ("vscode-notebook-cell:/x/a.ipynb#W0s", None),
    ],
)
def test_the_path_of_a_uri(uri: str, path: str | None) -> None:
    assert uris.path_of(uri) == path


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///c%3A/x%20y/%C3%BC", "c:\\x y\\ü"),
        ("file:///C:/x", "C:\\x"),
        ("file://server/share/a%20b", "\\\\server\\share\\a b"),
        ("file://localhost/c:/x", "c:\\x"),
    ],
)
def test_the_path_of_a_uri_on_windows(monkeypatch: pytest.MonkeyPatch, uri: str, path: str) -> None:
    monkeypatch.setattr(uris, "WINDOWS", True)
    assert uris.path_of(uri) == path


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("file:///x/a b", "file:///x/a%20b"),
        ("file:///x/ü", "file:///x/%c3%bc"),
        ("file:///c%3A/x", "file:///C:/x"),
        ("file://localhost/x", "file:///x"),
        ("file:///x/(a)", "file:///x/%28a%29"),
        ("file:///x/100%", "file:///x/100%25"),
        ("untitled:Untitled 1", "untitled:Untitled%201"),
        ("UNTITLED:a", "untitled:a"),
    ],
)
def test_spellings_of_one_uri(one: str, other: str) -> None:
    assert uris.key_of(one) == uris.key_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("file:///x/100%25", "file:///x/100%2525"),
        ("file:///x/a", "file:///x/A"),
        ("file:///x/u\u0308", "file:///x/ü"),  # two files, but on macOS
        ("file:///x/a", "git:/x/a"),
        ("git:/x/a?{}", "git:/x/a?{1}"),
        ("vscode-notebook-cell:/x/a.ipynb#W0s", "vscode-notebook-cell:/x/a.ipynb#W1s"),
        ("file://server/a", "file://other/a"),
    ],
)
def test_what_is_not_one_uri(one: str, other: str) -> None:
    assert uris.key_of(one) != uris.key_of(other)


def test_names_are_one_in_any_composition_on_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uris, "MACOS", True)
    assert uris.key_of("file:///x/u\u0308") == uris.key_of("file:///x/%C3%BC")
    assert uris.identity("/x/u\u0308") == uris.identity("/x/ü")


@pytest.mark.parametrize(
    ("uri", "language", "name"),
    [
        ("untitled:Untitled-1", "asl-json", "Untitled-1.asl.json"),
        ("untitled:Untitled-1", "asl-yaml", "Untitled-1.asl.yaml"),
        ("untitled:x%20y", "terraform", "x y.tf"),
        ("untitled:/x/order.asl.json", "json", "order.asl.json"),
        ("vscode-notebook-cell:/x/a.ipynb#W0s", "json", "a.ipynb#W0s"),
        ("untitled:", "yaml", "untitled.asl.yaml"),
    ],
)
def test_a_document_that_is_no_file_has_a_name(uri: str, language: str, name: str) -> None:
    assert uris.name_of(uri, language) == name


# --- with one ------------------------------------------------------------------------------------

NAMES = ["my orders", "größe", "c:", "100%", "100%25", "c%3A", "a;b", "(a) [b]!", "u\u0308"]

SPELLINGS: dict[str, Callable[[Path], str]] = {
    "encoded": lambda path: "file://" + quote(str(path)),
    "barely": lambda path: "file://" + str(path).replace("%", "%25"),
    "lower": lambda path: "file://localhost" + quote(str(path)).replace("%C3%BC", "%c3%bc"),
}


async def pulled(client: Editor, uri: str) -> list[types.Diagnostic]:
    report = await client.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(document(uri))
    )
    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    return list(report.items)


async def edit_repair_and_rename(client: Editor, uri: str, *, pull: bool) -> None:
    """What a user does with a document, told by the URI that the client has for it."""

    async def found(version: int) -> list[types.Diagnostic]:
        return await (pulled(client, uri) if pull else client.told(uri, version))

    client.open(uri, ORDER)
    (one,) = await found(1)
    assert (one.code, str(one.range)) == ("unknown-target", "3:56-3:61")
    (related,) = one.related_information or ()
    assert related.location.uri == uri
    client.change(uri, 2, (R(P(0, 0), P(0, 0)), "\n"))
    assert told(await found(2)) == [("unknown-target", "4:56-4:61")]
    (fix,) = (await actions(client, uri, P(4, 58)))['write "Ship"']
    assert str(fix.range) == "4:56-4:61"
    client.change(uri, 3, (fix.range, fix.new_text))
    assert await found(3) == []
    assert await goes_to(client, uri, P(2, 15)) == [(uri, "4:5-4:11")]
    edits = await rename(client, uri, P(5, 6), "Send")
    assert [str(each.range) for each in edits] == ["4:57-4:61", "5:5-5:9"]


@pytest.mark.parametrize("pull", [False, True])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_open_edit_repair_and_rename(tmp_path: Path, spelling: str, *, pull: bool) -> None:
    async def test() -> None:
        async with editor(tmp_path, pull=pull) as client:
            for name in NAMES:
                uri = SPELLINGS[spelling](tmp_path / name / f"{name}.asl.json")
                await edit_repair_and_rename(client, uri, pull=pull)
            assert set(client.diagnostics) <= {
                SPELLINGS[spelling](tmp_path / name / f"{name}.asl.json") for name in NAMES
            }

    run(test)


@pytest.mark.parametrize(
    "uri",
    [
        "file:///c%3A/My%20Orders/order.asl.json",
        "file:///C:/orders/order.asl.json",
        "file://server/share/My%20Orders/order.asl.json",
        "untitled:Untitled-1",
        "vscode-notebook-cell:/x/a%20b.ipynb#W0s",
    ],
)
def test_uris_of_other_systems_and_of_no_file(uri: str) -> None:
    async def test() -> None:
        async with editor() as client:
            await edit_repair_and_rename(client, uri, pull=False)
            client.text_document_did_close(types.DidCloseTextDocumentParams(document(uri)))
            await client.until(lambda: client.diagnostics[uri] == [])

    run(test)


def test_two_spellings_by_one_client(tmp_path: Path) -> None:
    one, other = (
        f"file://{quote(str(tmp_path))}/{name}.asl.json" for name in ("%C3%BC%20(1)", "ü %281%29")
    )

    async def test() -> None:
        async with editor(tmp_path) as client:
            client.open(one, ORDER)
            assert told(await client.told(one, 1)) == [("unknown-target", "3:56-3:61")]
            client.change(other, 2, (R(P(0, 0), P(0, 0)), "\n"))
            assert told(await client.told(one, 2)) == [("unknown-target", "4:56-4:61")]
            assert await goes_to(client, other, P(2, 15)) == [(one, "4:5-4:11")]
            client.text_document_did_close(types.DidCloseTextDocumentParams(document(other)))
            await client.until(lambda: client.diagnostics[one] == [])
            assert other not in client.diagnostics

    run(test)


def test_a_template_and_its_definition_by_the_clients_own_uris(tmp_path: Path) -> None:
    folder = tmp_path / "my 100% ü"
    folder.mkdir()
    (folder / "template.yaml").write_text(SAM)
    (folder / "orders.asl.json").write_text(WAITING)
    template = f"file://{folder}/template.yaml".replace("%", "%25")
    orders = f"file://{folder}/orders.asl.json".replace("%", "%25")

    async def test() -> None:
        async with editor(folder) as client:
            client.open(template, SAM, "yaml")
            assert told(await client.told(template)) == [("unused-substitution", "7:8-7:12")]
            assert await goes_to(client, template, P(5, 25)) == [
                ((folder / "orders.asl.json").as_uri(), "0:0-0:0")
            ]
            client.open(orders, WAITING)
            assert told(await client.told(orders, 1)) == [("wait-too-long", "0:61-0:64")]
            assert await goes_to(client, template, P(5, 25)) == [(orders, "0:0-0:0")]
            client.change(template, 2, (R(P(4, 12), P(4, 19)), "STANDARD"))
            client.change(orders, 2, (R(P(0, 61), P(0, 64)), "${Wait}"))
            await client.until(lambda: client.versions.get(orders) == 2)
            await client.until(lambda: client.diagnostics[template] == [])
            assert set(client.diagnostics) == {template, orders}

    run(test)


def test_the_workspace_is_told_of_in_the_spelling_of_its_folder(tmp_path: Path) -> None:
    real, link = tmp_path / "real c:", tmp_path / "my link"
    real.mkdir()
    link.symlink_to(real)
    (link / "größe 1.asl.json").write_text(ORDER)
    root = f"file://{link}"
    uri = f"{root}/gr%C3%B6%C3%9Fe%201.asl.json"
    opened = f"{root}/größe 1.asl.json"

    async def test() -> None:
        async with editor(uris=[root], options={"workspace": True}) as client:
            assert told(await client.told(uri)) == [("unknown-target", "3:56-3:61")]
            client.open(opened, ORDER.replace("Shp", "Ship"), version=7)
            await client.until(lambda: client.versions.get(opened) == 7)
            assert client.diagnostics == {uri: [], opened: []}
            client.text_document_did_close(types.DidCloseTextDocumentParams(document(opened)))
            await client.until(lambda: client.diagnostics[opened] != [])
            assert told(client.diagnostics[opened]) == [("unknown-target", "3:56-3:61")]
            found = await client.workspace_symbol_async(types.WorkspaceSymbolParams("sp"))
            assert [one.location.uri for one in found or ()] == [opened]

    run(test)


def test_a_file_that_is_open_twice_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "order.asl.json").write_text(ORDER)
    (tmp_path / "link.asl.json").symlink_to(tmp_path / "order.asl.json")
    one, other = (f"{tmp_path.as_uri()}/{name}.asl.json" for name in ("order", "link"))

    async def test() -> None:
        async with editor(tmp_path) as client:
            client.open(one, ORDER)
            client.open(other, ORDER)
            assert told(await client.told(one)) == told(await client.told(other)) != []
            client.text_document_did_close(types.DidCloseTextDocumentParams(document(other)))
            await client.until(lambda: client.diagnostics[other] == [])
            client.change(one, 2, (R(P(3, 57), P(3, 60)), "Ship"))
            assert await client.told(one, 2) == []

    run(test)


def test_documents_without_a_file_do_not_stand_for_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "template.yaml").write_text(SAM)
    (tmp_path / "orders.asl.json").write_text(WAITING.replace("400", "${Wait}"))
    monkeypatch.chdir(tmp_path)

    async def test() -> None:
        async with editor(tmp_path) as client:
            for uri in ("untitled:/a/orders.asl.json", "git:/b/orders.asl.json?{}"):
                client.open(uri, ORDER)
                assert told(await client.told(uri)) == [("unknown-target", "3:56-3:61")]
            uri = client.open((tmp_path / "template.yaml").as_uri(), SAM, "yaml")
            assert await client.told(uri) == []

    run(test)
