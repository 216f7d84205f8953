"""One policy for each state machine of some files."""

from __future__ import annotations

from asllint.policy.document import document
from asllint.policy.environment import Environment
from asllint.policy.needs import Needs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asllint.engine.analysis import Analysis
    from asllint.hosts.definition import Definition
    from asllint.policy.needs import Unknown
    from asllint.source.text import SourceFile, Span
    from asllint.syntax.embedded import Embedded
    from asllint.workspace.run import Linter


class Role:
    """What the role of one state machine needs, and what nobody can know of it."""

    __slots__ = ("_texts", "complete", "file", "name", "policy", "unknown")

    def __init__(
        self,
        file: SourceFile,
        definition: Definition,
        needs: Needs,
        texts: tuple[Embedded, ...] = (),
    ) -> None:
        self.file = file
        """The file that the definition stands in."""
        self.name = ", ".join(dict.fromkeys(use.name for use in definition.uses))
        """What templates call the machine; empty for a definition of its own."""
        self.policy = document(needs.needs)
        self.unknown = needs.unknown
        self.complete = definition.machine.complete
        """Could all of the definition be read?"""
        self._texts = texts

    @property
    def label(self) -> str:
        """The machine in few words."""
        return f"{self.file.path}: {self.name}" if self.name else self.file.path

    def line(self, unknown: Unknown) -> int:
        """The line of the file, from 1, that something unknown is about."""
        span: Span = unknown.state.key.span
        for text in self._texts:
            span = text.outward(span)
        return self.file.line_column(span.start)[0]

    def notes(self) -> Iterator[str]:
        """What is unknown, a line each."""
        if not self.complete:
            yield f"{self.label}: parts of it could not be read, and what they need is missing"
        if not (self.policy["Statement"] or self.unknown):
            yield f"{self.label}: nothing in it needs a permission"
        for one in self.unknown:
            yield f'{self.file.path}:{self.line(one)}: "{one.state.name}": {one.message}'

    def json(self) -> dict[str, object]:
        """All of it for programs."""
        return {
            "file": self.file.path,
            "name": self.name,
            "complete": self.complete,
            "policy": self.policy,
            "unknown": [
                {
                    "state": one.state.name,
                    "line": self.line(one),
                    "action": one.action,
                    "resource": one.resource,
                    "message": one.message,
                }
                for one in self.unknown
            ],
        }


class Wanted:
    """What somebody says of the machines: where they run, and what else their roles may."""

    __slots__ = ("environment", "logging", "tracing")

    def __init__(
        self, environment: Environment, *, logging: bool = False, tracing: bool = False
    ) -> None:
        self.environment = environment
        self.logging = logging
        self.tracing = tracing


def roles(linter: Linter, paths: Sequence[str], wanted: Wanted) -> Iterator[Role]:
    """The roles of all machines in files and folders, in the order of their paths."""
    linter.look_in(paths)
    for analysis in linter.project(list(paths)).analyses():
        yield from roles_of(analysis, wanted)


def roles_of(
    analysis: Analysis, wanted: Wanted, texts: tuple[Embedded, ...] = ()
) -> Iterator[Role]:
    """The roles of the machines in one file, those in texts inside of it included."""
    for definition in analysis.definitions:
        needs = Needs(
            definition,
            analysis.ask,
            wanted.environment,
            logging=wanted.logging,
            tracing=wanted.tracing,
        )
        outer = texts[-1].outer if texts else analysis.file
        yield Role(outer, definition, needs, texts)
    for inner in analysis.embedded:
        text: Embedded = inner.file  # type: ignore[assignment]
        yield from roles_of(inner, wanted, (text, *texts))
