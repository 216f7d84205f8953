"""Everything known about one version of one file: its definitions, its problems, its facts."""

from __future__ import annotations

from asllint.facts.fact import Ask
from asllint.hosts.definition import Definition
from asllint.hosts.use import Use
from asllint.language.versions import tick
from asllint.source.finding import INFO, WARNING, Finding
from asllint.source.text import HCL, SourceFile, Span
from asllint.syntax.node import UNREADABLE, Node, Problem, Scalar
from asllint.syntax.walk import Search

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Sequence as AnySequence
    from typing import Any, TypeVar

    from asllint.facts.others import Looked, Others
    from asllint.hosts.definition import DeclaredFor
    from asllint.hosts.given import Given
    from asllint.language.machine import State, StateMachine

    S = TypeVar("S")
    T = TypeVar("T")


class Analysis:
    """The immutable result of reading one version of one file, or of a text inside of it.

    Facts and lists are computed when somebody first asks for them, and kept; that is all that ever
    changes.
    """

    __slots__ = (
        "__weakref__", "_changed", "_search", "_sure", "ask", "comments", "definitions", "embedded",
        "facts", "file", "problems", "roots", "sound", "through", "used_up", "uses", "version",
    )  # fmt: skip

    def __init__(
        self,
        file: SourceFile,
        roots: AnySequence[Node] = (),
        definitions: AnySequence[Definition] = (),
        problems: AnySequence[Problem] = (),
        *,
        uses: AnySequence[Use] = (),
        embedded: AnySequence[Analysis] = (),
        through: AnySequence[Use] = (),
        sound: bool = True,
        comments: AnySequence[Span] = (),
    ) -> None:
        self.file = file
        self.roots = list(roots)
        self.comments = comments
        """Where the comments of YAML and HCL stand, in the order of the file."""
        self.definitions = list(definitions)
        self.problems = sorted(problems, key=lambda problem: problem.span.start)
        """What made reading hard, in the order of the file."""
        self.uses = list(uses)
        """The state machines of a template, wherever their definitions are."""
        self.embedded = list(embedded)
        """The definitions that stand in the file as texts, each with offsets of its own."""
        self.through = list(through)
        """The uses by which other files refer to this one."""
        self.sound = sound and not problems
        """Did nothing make reading hard, not even where it is nobody's business?"""
        self.used_up = False
        """Have the nodes gone to the analysis of a later version?"""
        self.ask = Ask()
        """How facts are asked for (`facts.fact`)."""
        self.facts: dict[Any, Any] = {}
        """What is known of the file as a whole, in this version."""
        self.version = tick()
        """When it was made: after everything in it."""
        self._changed: dict[tuple[StateMachine, int], list[State]] = {}
        self._search = Search()
        self._sure: list[Problem] | None = None

    def release(self) -> None:
        """Take apart what refers to each other, so that all of it is freed at once.

        For those who make many analyses and would wait for the garbage collector otherwise. Nobody
        may use the analysis after that.
        """
        for inner in self.embedded:
            inner.release()
        for definition in self.definitions:
            definition.release()
        for use in self.uses:
            use.facts.clear()  # others may keep the use itself
        for kept in (self.facts, self._changed, self._search):
            kept.clear()
        for lists in (self.roots, self.definitions, self.problems, self.uses, self.embedded):
            lists.clear()

    @property
    def is_whole(self) -> bool:
        """Are there state machines, and could all their definitions be read to their ends?"""
        if any(not definition.node.complete for definition in self.definitions):
            return False
        inner = all(each.is_whole for each in self.embedded)
        return inner and (self.count() > 0 or bool(self.uses))

    @property
    def is_readable(self) -> bool:
        """Was all of the text understood, texts inside of it included?"""
        inner = all(each.is_readable for each in self.embedded)
        return inner and not any(problem.kind in UNREADABLE for problem in self.problems)

    def hand_over(self) -> None:
        """Let the analysis of the text after an edit have the nodes, and what is known of them.

        Nobody may use this analysis after that.
        """
        self.roots.clear()
        self.definitions.clear()
        self.facts.clear()
        for use in self.uses:
            use.facts.clear()
        self.used_up = True

    def assume(self, given: Given | None) -> None:
        """Let an execution be started with the input that somebody gives, if any."""
        for definition in self.definitions:
            definition.assume(given)
        for inner in self.embedded:
            inner.assume(given)

    def declare(self, declared_for: DeclaredFor) -> None:
        """Let that be known of the data from outside which somebody declares, if anything."""
        for definition in self.definitions:
            definition.declare(declared_for)
        for inner in self.embedded:
            inner.declare(declared_for)

    def look_around(self, others: Others) -> None:
        """Ask facts on behalf of a file among others, from now on as they are now.

        All that is known is held against what they say before it is believed again.
        """
        self.ask = Ask(others)
        for inner in self.embedded:
            inner.look_around(others)

    def is_outdated(self) -> bool:
        """Has something been asked about other files to which they say something else now?"""
        inner = any(each.is_outdated() for each in self.embedded)
        return inner or self.ask.is_outdated()

    def looked_at(self) -> Looked:
        """The other files that facts were asked about, with what stands for their content."""
        found: Looked = {}
        for each in self.embedded:
            found.update(each.looked_at())
        for answer in self.ask.asked.values():
            found.update(answer.looked)
        return found

    def count(self) -> int:
        """How many definitions are in the file, those in texts included."""
        return len(self.definitions) + sum(inner.count() for inner in self.embedded)

    def machines(self) -> Iterator[StateMachine]:
        """Every machine of every definition, outer ones first."""
        for definition in self.definitions:
            yield from definition.machine.walk()

    def problems_of(self, kind: str, *, in_yaml: bool = False) -> Iterator[Finding]:
        """The problems of one kind, as findings; with a fix where it makes the text readable.

        With `in_yaml` they are mistakes of JSON and none of YAML: milder where YAML may be read.
        """
        if not any(problem.kind == kind for problem in self.problems):
            return  # nearly always: nobody pays for what follows
        uses, severity = self._uses(), None
        if in_yaml and not uses and self.file.path.lower().endswith(".jsonc"):
            severity = INFO  # something takes them out before AWS gets it
        elif in_yaml and self._is_yaml() and all(use.from_s3 for use in uses):
            severity = WARNING
        if self._sure is None:
            self._sure = self._with_sure_fixes()
        for problem in self._sure:
            if problem.kind == kind:
                yield Finding(
                    problem.span,
                    problem.message,
                    related=problem.related,
                    fix=problem.fix,
                    refused=severity is None or (severity is WARNING and not uses),
                    severity=severity,
                )

    def _uses(self) -> list[Use]:
        """The templates that are known to use what is in the text."""
        inner = [use for definition in self.definitions for use in definition.uses]
        return [*self.through, *inner]

    def _is_yaml(self) -> bool:
        """Does a text of JSON that is not quite right say the same when it is read as YAML?

        YAML takes a comma at the end and comments that begin with `#`, but no tab.
        """
        kinds = {problem.kind for problem in self.problems}
        if not kinds <= {"trailing-comma", "comment-in-json", "duplicate-key"}:
            return False
        text = self.file.text
        for problem in self.problems:
            if problem.kind == "comment-in-json" and problem.fix is not None:
                for edit in problem.fix.edits:  # with the blanks before it
                    start, written = edit.span.start, text[edit.span.start : edit.span.end]
                    apart = not start or text[start - 1] in '\n,[]{}"' or written[0] == " "
                    if not (apart and written.lstrip(" ").startswith("#")):
                        return False
        return not any("\t" in line.partition("#")[0] for line in text.split("\n"))

    def _with_sure_fixes(self) -> list[Problem]:
        """The problems, without the fixes that do not make the text read better."""
        from asllint.syntax.repairs import with_sure_fixes

        def problems_in(text: str) -> list[Problem]:
            if self.file.yaml:
                from asllint.syntax.yaml.tree import read_yaml

                return read_yaml(text)[1]
            from asllint.syntax.json import read_json

            return read_json(text)[1]

        if self.file.notation == HCL:
            return self.problems
        return with_sure_fixes(self.file.text, self.problems, problems_in)

    def fact(self, kind: Callable[[S, Ask], T], subject: S) -> T:
        """The fact of this kind about a subject."""
        return self.ask(kind, subject)

    def changed_in(self, machine: StateMachine, at: int) -> list[State]:
        """The states of a machine that have changed since the version `at` of an analysis."""
        key = machine, at
        if key not in self._changed:
            self._changed[key] = [state for state in machine.states if state.version > at]
        return self._changed[key]

    def pointer(self, span: Span) -> str:
        """Where a span stands, in AWS's style: `/States/Pay/Catch[0]/Next`; the root is `/`."""
        for root in (definition.node for definition in self.definitions):
            if root.start <= span.start and span.end <= root.end:
                return self._search.pointer(root, span) or "/"
        return "/"

    def pointer_in_file(self, span: Span) -> str:
        """Where a span stands in the file as a whole, in the same style; the root is `/`."""
        for root in self.roots:
            if root.start <= span.start and span.end <= root.end:
                return self._search.pointer(root, span) or "/"
        return "/"

    def scalar_with(self, span: Span) -> tuple[Scalar, bool] | None:
        """The scalar that is written just there, and whether it is a key; None if there is none."""
        roots = [*(definition.node for definition in self.definitions), *self.roots]
        found = (self._search.scalar_with(root, span) for root in roots)
        return next((one for one in found if one is not None), None)
