"""Questions about a document: what a feature sees of it, and how features are registered.

A feature that asks about one document is a plain function. It gets a `Snapshot` and the parameters
of the request, runs in the worker, and returns the answer in the protocol's form; how it gets there
and what is said of a document that is none of ours is known here and in `Server.ask` only.
"""

from __future__ import annotations

from lsprotocol import types

from asllint.lsp.convert import Positions
from asllint.source.text import Shift

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Protocol, TypeVar

    from asllint.engine.analysis import Analysis
    from asllint.lsp.server import Server
    from asllint.lsp.session import Session
    from asllint.source.finding import Edit
    from asllint.source.text import Span

    class AboutDocument(Protocol):
        """The parameters of a request about one document."""

        text_document: types.TextDocumentIdentifier

    F = TypeVar("F", bound=Callable[..., object])
    P = TypeVar("P", bound=AboutDocument)
    T = TypeVar("T")


class Snapshot:
    """One version of a document while a question about it is answered; belongs to the worker."""

    __slots__ = ("analysis", "positions", "server", "uri")

    def __init__(self, server: Server, uri: str, analysis: Analysis) -> None:
        self.server = server
        self.uri = uri
        """How the client calls the document."""
        self.analysis = analysis
        self.positions = Positions(analysis.file, server.encoding)

    @property
    def session(self) -> Session:
        """All that is known of all files."""
        return self.server.session

    def best(
        self, question: Callable[[Analysis, Callable[[int], int]], list[T]]
    ) -> tuple[list[T], Callable[[Span], types.Range]]:
        """What is found in the text, or else in the last one that could be read.

        The question gets an analysis, and what says where an offset of this text is in that one.
        With the answer comes what makes a range of this text from a span of it.
        """
        found = question(self.analysis, lambda offset: offset)
        if not found:
            good = self.session.known(self.analysis.file.path).good
            if good is not self.analysis:
                shift = Shift(good.file.text, self.analysis.file.text)
                found = question(good, shift.back)
                return found, lambda span: self.positions.range(shift.forth(span))
        return found, self.positions.range

    def edit(self, edits: Iterable[Edit]) -> types.WorkspaceEdit:
        """Edits of this document, in the protocol's form."""
        return types.WorkspaceEdit(changes={self.uri: self.positions.edits(edits)})


class Features:
    """The features of one module: which function answers which method of the protocol."""

    def __init__(self) -> None:
        self._handlers: list[tuple[str, Callable[..., object], object]] = []

    def question(
        self, method: str, otherwise: Any, options: object = None
    ) -> Callable[[Callable[[Snapshot, P], T]], Callable[[Snapshot, P], T]]:
        """Register a question about one document; `otherwise` is said of one that is not ours."""

        def register(question: Callable[[Snapshot, P], T]) -> Callable[[Snapshot, P], T]:
            async def ask(ls: Server, params: P) -> T:
                return await ls.ask(params.text_document, question, params, otherwise)

            self._handlers.append((method, ask, options))
            return question

        return register

    def handler(self, method: str, options: object = None) -> Callable[[F], F]:
        """Register what does more than ask: it runs in the loop that reads messages.

        Its first parameter is called `ls`, by which pygls tells that it wants the server.
        """

        def register(handler: F) -> F:
            self._handlers.append((method, handler, options))
            return handler

        return register

    def add_to(self, server: Server) -> None:
        """Let a server have these features."""
        for method, handler, options in self._handlers:
            feature: Any = server.feature(method, options)
            feature(handler)
