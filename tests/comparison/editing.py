"""Questions to the language server: each file is opened, asked about, typed into, and closed."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tests.comparison.answers import WHOLE, Answers, Question, pretty
from tests.comparison.protocol import EndedError, Server
from tests.comparison.version import Version

LANGUAGES = {".json": "json", ".yaml": "yaml", ".yml": "yaml", ".tf": "terraform"}
FIX_ALL = "source.fixAll.asllint"

AT_A_PLACE = {
    "hoverProvider": "hover", "completionProvider": "completion",
    "definitionProvider": "definition", "declarationProvider": "declaration",
    "typeDefinitionProvider": "typeDefinition", "implementationProvider": "implementation",
    "referencesProvider": "references", "documentHighlightProvider": "documentHighlight",
    "renameProvider": "prepareRename", "selectionRangeProvider": "selectionRange",
    "signatureHelpProvider": "signatureHelp", "codeActionProvider": "codeAction",
    "linkedEditingRangeProvider": "linkedEditingRange",
}  # fmt: skip
"""What can be asked about a place, by what a server says that it can do."""

OF_A_FILE = {
    "documentSymbolProvider": "documentSymbol", "foldingRangeProvider": "foldingRange",
    "semanticTokensProvider": "semanticTokens/full", "inlayHintProvider": "inlayHint",
    "codeLensProvider": "codeLens", "documentLinkProvider": "documentLink",
    "documentFormattingProvider": "formatting", "colorProvider": "documentColor",
}  # fmt: skip

OTHERWISE = {
    "textDocumentSync", "positionEncoding", "notebookDocumentSync", "workspace",
    "executeCommandProvider", "workspaceSymbolProvider",
    "diagnosticProvider",  # they are pushed
}  # fmt: skip
"""What is no question, or asked elsewhere."""

STRUCTURE = ("documentSymbol", "semanticTokens/full", "inlayHint")
"""What is asked of a file again after an edit."""


_TARGET = r"""\b(?:Next|StartAt|Default)\b\W+\w+"""


class Positions:
    """Offsets of a text as the protocol's positions, in UTF-16."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]

    def at(self, offset: int) -> dict[str, int]:
        """The position of an offset in code points."""
        line = bisect.bisect_right(self.starts, offset) - 1
        before = self.text[self.starts[line] : offset]
        return {"line": line, "character": len(before.encode("utf-16-le", "surrogatepass")) // 2}

    def range(self, start: int, end: int) -> dict[str, dict[str, int]]:
        """The range between two offsets."""
        return {"start": self.at(start), "end": self.at(end)}


class Change(NamedTuple):
    """One edit of a text, by offsets in code points."""

    name: str
    start: int
    end: int
    text: str


def changes(text: str, random: Random) -> Iterator[Change]:
    """What somebody types, one after the other; each is about the text after those before."""

    def some(pattern: str) -> tuple[int, int]:
        found = [match.span() for match in re.finditer(pattern, text)]
        return random.choice(found) if found else (len(text), len(text))

    script: list[Callable[[], Change]] = [
        lambda: Change("a target mistyped", (at := some(_TARGET)[1]), at, "x"),
        lambda: Change("it is right", edit.start, edit.start + 1, ""),
        lambda: Change("a letter typed", (at := some(r"\w\b")[1]), at, "x"),
        lambda: Change("a word deleted", *some(r"\w+"), ""),
        lambda: Change("a sign deleted", *some("[\"']" if '"' in text else "[:'-]"), ""),
        lambda: Change("it is back", edit.start, edit.start, lost),
        lambda: Change("a line doubled", (at := some(r"(?m)^.*\n")[1]), at, _line_before(text, at)),
        lambda: Change("a field begun", (at := some(r"[{,:]\s")[1]), at, '"'),
    ]
    for each in script:
        edit = each()
        lost = text[edit.start : edit.end]
        yield edit
        text = text[: edit.start] + edit.text + text[edit.end :]


def _line_before(text: str, end: int) -> str:
    return text[text.rfind("\n", 0, max(end - 1, 0)) + 1 : end]


def places(text: str, count: int, random: Random) -> list[int]:
    """Offsets that somebody may be interested in: most of them in words and behind signs."""
    likely = [match.end() for match in re.finditer(r"\b\w|[\"'$.:{\[]", text)]
    chosen = random.sample(likely, min(count - 1, len(likely)))
    return sorted({*chosen, random.randint(0, len(text))})


class Document:
    """One open document, and all that is asked about it."""

    def __init__(self, server: Server, asked: set[str], version: Version, file: str) -> None:
        self.server = server
        self.asked = asked
        self.file = file
        self.uri = (version.inputs / file).as_uri()
        self.plain = version.plain
        self.text = (version.inputs / file).read_bytes().decode("utf-8", "replace")
        self.number = 1
        self.state = ""
        """What has been typed last."""
        self.answers: Answers = {}

    def ask_everything(self, count: int, random: Random) -> None:
        """Open it, ask, edit, ask again, close it."""
        language = LANGUAGES.get(Path(self.file).suffix, "json")
        item = {"uri": self.uri, "languageId": language, "version": 1, "text": self.text}
        self.server.tell("textDocument/didOpen", textDocument=item)
        self._diagnostics()
        for name in OF_A_FILE.values():
            self._ask_of_file(name)
        self._note("fixAll", "", self._actions(0, len(self.text), [], only=[FIX_ALL]))
        for offset in places(self.text, count, random):
            for name in AT_A_PLACE.values():
                self._ask_at(name, offset)
        for change in changes(self.text, random):
            self._edit(change)
            self._diagnostics()
            for name in STRUCTURE:
                self._ask_of_file(name)
            for name in ("hover", "completion", "definition", "selectionRange"):
                self._ask_at(name, change.start + len(change.text))
        self.server.tell("textDocument/didClose", textDocument={"uri": self.uri})

    def _edit(self, change: Change) -> None:
        positions = Positions(self.text)
        self.number += 1
        self.state = change.name
        one = {"range": positions.range(change.start, change.end), "text": change.text}
        document = {"uri": self.uri, "version": self.number}
        self.server.tell("textDocument/didChange", textDocument=document, contentChanges=[one])
        self.text = self.text[: change.start] + change.text + self.text[change.end :]

    def _diagnostics(self) -> None:
        """The diagnostics, and what can be done about each."""
        found = self.server.diagnostics(self.uri, self.number)
        self._note("diagnostics", "", found)
        assert isinstance(found, list)
        if "codeAction" in self.asked:
            for number, one in enumerate(found[:20]):
                actions = self._request("codeAction", range=one["range"],
                                        context={"diagnostics": [one]})  # fmt: skip
                self._note("quick fix", f"{number} {one.get('code')}", actions)

    def _ask_of_file(self, name: str) -> None:
        if name in self.asked:
            whole = Positions(self.text).range(0, len(self.text))
            more: dict[str, object] = {"range": whole} if name == "inlayHint" else {}
            if name == "formatting":
                more = {"options": {"tabSize": 2, "insertSpaces": True}}
            self._note(name.partition("/")[0], "", self._request(name, **more))

    def _ask_at(self, name: str, offset: int) -> None:
        if name not in self.asked:
            return
        place = Positions(self.text).at(offset)
        detail = f"{place['line'] + 1}:{place['character'] + 1}"
        if name == "codeAction":
            found = self._actions(offset, offset, [])
        elif name == "selectionRange":
            found = self._request(name, positions=[place])
        elif name == "references":
            found = [self._request(name, position=place, context={"includeDeclaration": each})
                     for each in (True, False)]  # fmt: skip
        else:
            found = self._request(name, position=place)
        self._note(name, detail, found)
        if name == "prepareRename" and isinstance(found, dict) and found.get("result"):
            self._note("rename", detail, self._request("rename", position=place, newName="Other"))

    def _actions(self, start: int, end: int, about: list[object], **more: object) -> object:
        if "codeAction" not in self.asked:
            return None
        where = Positions(self.text).range(start, end)
        return self._request("codeAction", range=where, context={"diagnostics": about, **more})

    def _request(self, name: str, **params: object) -> object:
        return self.server.ask(f"textDocument/{name}", textDocument={"uri": self.uri}, **params)

    def _note(self, kind: str, detail: str, answer: object) -> None:
        after = f" ({self.state})" if self.state else ""
        question = Question(self.file, kind, detail + after)
        self.answers[question] = self.plain(pretty(_bare(answer)))


def _bare(answer: object) -> object:
    """What is in an answer, so that a list of many things has a line for each."""
    if isinstance(answer, dict) and answer.keys() == {"result"}:
        result = answer["result"]
        if isinstance(result, dict) and isinstance(result.get("items"), list):
            return [{**result, "items": len(result["items"])}, *result["items"]]
        return result
    return answer


class Editor:
    """One version's server, and what has come of all that was asked."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.answers: Answers = {}
        self.server: Server | None = None
        self.capabilities: dict[str, Any] = {}
        self._start()
        self._note("capabilities", self.capabilities)

    def _start(self) -> None:
        """Start the server, if there is one in this version."""
        try:
            self.server = Server(self.version, self.version.inputs.as_uri())
            self.capabilities = self.server.capabilities
            self._wait_for_index(self.server)
        except EndedError as error:
            self.server = None
            self._note("start", str(error))

    def _wait_for_index(self, server: Server) -> None:
        """The first document is looked at when the workspace is known; then again, maybe."""
        uri = "untitled:first"
        item = {"uri": uri, "languageId": "json", "version": 1, "text": '{"StartAt": "A"}'}
        server.tell("textDocument/didOpen", textDocument=item)
        self._note("first diagnostics", server.diagnostics(uri, 1))
        server.tell("textDocument/didClose", textDocument={"uri": uri})

    def _note(self, kind: str, answer: object) -> None:
        self.answers[Question(WHOLE, f"server: {kind}")] = self.version.plain(pretty(answer))

    def ask(self, files: list[str], asked: set[str], count: int, seed: int) -> None:
        """Ask about each of the files; a server that ends at one is started again."""
        for file in files:
            if self.server is None:
                return
            document = Document(self.server, asked, self.version, file)
            try:
                document.ask_everything(count, Random(f"{seed} {file}"))
            except EndedError as error:
                document.answers[Question(file, "server ended")] = str(error)
                self._end()
                self._start()
            self.answers.update(document.answers)
        if self.server is not None and "symbol" in asked:
            self._note("symbols", _bare(self.server.ask("workspace/symbol", query="order")))
        self._end()

    def _end(self) -> None:
        if self.server is not None:
            self._note("said", self.server.said)
            self.server.close()
            self.server = None


def common(old: Editor, new: Editor) -> tuple[set[str], list[str]]:
    """The questions that both take, and what both can do but nobody here asks for."""
    both = {
        name for name in old.capabilities.keys() & new.capabilities.keys()
        if all(each.capabilities[name] not in (None, False) for each in (old, new))
    }  # fmt: skip
    known = {**AT_A_PLACE, **OF_A_FILE, "workspaceSymbolProvider": "symbol"}
    unasked = sorted(both - known.keys() - OTHERWISE)
    return {name for capability, name in known.items() if capability in both}, unasked
