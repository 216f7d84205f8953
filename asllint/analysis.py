"""Everything known about one version of one file: its definitions, its problems, its facts."""

from __future__ import annotations

from bisect import bisect_right

from asllint.finding import Finding
from asllint.hosts import states
from asllint.hosts.definition import Definition
from asllint.machine import STANDARD, Catcher, ChoiceRule, Retrier, State, StateMachine, Transition
from asllint.syntax.json import read_json
from asllint.syntax.node import Mapping, Node, Problem, Sequence
from asllint.text import JSON, YAML, SourceFile, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as AnySequence
    from typing import Any, TypeVar

    T = TypeVar("T")

STDIN = "-"


class Scope:
    """What surrounds an object that a rule visits: where its facts come from."""

    __slots__ = ("analysis", "definition", "machine")

    def __init__(
        self,
        analysis: Analysis,
        definition: Definition | None = None,
        machine: StateMachine | None = None,
    ) -> None:
        self.analysis = analysis
        self.definition = definition
        self.machine = machine

    def fact(self, kind: type[Any]) -> object:
        """The fact of a kind about the nearest object it can be about."""
        for subject in (self.machine, self.definition, self.analysis):
            if isinstance(subject, kind.subject):
                return self.analysis.fact(kind, subject)
        raise LookupError(f"{kind.__name__} is about {kind.subject.__name__}, and none is visited")


class Analysis:
    """The immutable result of reading one version of one file.

    Facts and lists are computed when somebody first asks for them, and kept; that is all that ever
    changes.
    """

    __slots__ = ("_children", "_facts", "_visits", "definitions", "file", "problems", "roots")

    def __init__(
        self,
        file: SourceFile,
        roots: list[Node],
        definitions: list[Definition],
        problems: list[Problem],
    ) -> None:
        self.file = file
        self.roots = roots
        self.definitions = definitions
        self.problems = problems
        """What made reading hard, in the order of the file."""
        self._facts: dict[tuple[type, int], object] = {}
        self._visits: dict[type, list[tuple[object, Scope]]] = {}
        self._children: dict[int, list[tuple[int, int, str, Node]]] = {}

    def machines(self) -> Iterator[StateMachine]:
        """Every machine of every definition, outer ones first."""
        for definition in self.definitions:
            yield from definition.machine.walk()

    def problems_of(self, kind: str) -> Iterator[Finding]:
        """The problems of one kind, as findings."""
        for problem in self.problems:
            if problem.kind == kind:
                yield Finding(
                    problem.span, problem.message, related=problem.related, fix=problem.fix
                )

    def fact(self, kind: type[T], subject: object) -> T:
        """The fact of this kind about a subject, computed on the first call."""
        key = (kind, id(subject))
        if key not in self._facts:
            built_on = (self.fact,) if getattr(kind, "uses_facts", False) else ()
            self._facts[key] = kind(subject, *built_on)  # type: ignore[call-arg]
        return self._facts[key]  # type: ignore[return-value]

    def visits(self, kind: type) -> AnySequence[tuple[object, Scope]]:
        """Every object of a class that rules can visit, with what surrounds it."""
        if not self._visits:
            self._collect()
        return self._visits.get(kind, ())

    def _collect(self) -> None:
        visits = self._visits
        visits[Analysis] = [(self, Scope(self))]
        kinds = (Definition, StateMachine, State, Transition, ChoiceRule, Retrier, Catcher)
        for kind in kinds:
            visits[kind] = []
        for definition in self.definitions:
            visits[Definition].append((definition, Scope(self, definition)))
            for machine in definition.machine.walk():
                scope = Scope(self, definition, machine)
                visits[StateMachine].append((machine, scope))
                if machine.start_at is not None:
                    visits[Transition].append((machine.start_at, scope))
                for state in machine.states:
                    visits[State].append((state, scope))
                    for parts, kind in (
                        (state.transitions, Transition),
                        (state.choices, ChoiceRule),
                        (state.retriers, Retrier),
                        (state.catchers, Catcher),
                    ):
                        visits[kind] += [(part, scope) for part in parts]

    def pointer(self, span: Span) -> str:
        """Where a span stands, in AWS's style: `/States/Pay/Catch[0]/Next`; the root is `/`."""
        for root in (definition.node for definition in self.definitions):
            if root.start <= span.start and span.end <= root.end:
                return self._path(root, span) or "/"
        return "/"

    def _path(self, node: Node, span: Span) -> str:
        path = ""
        while True:
            children = self._children_of(node)
            at = bisect_right(children, span.start, key=lambda child: child[0]) - 1
            if at < 0 or span.end > children[at][1]:
                return path
            _, _, step, child = children[at]
            path += step
            if not (child.start <= span.start and span.end <= child.end):
                return path
            node = child

    def _children_of(self, node: Node) -> list[tuple[int, int, str, Node]]:
        """What stands in a node, in the order of the file: start, end, pointer step, value."""
        known = self._children.get(id(node))
        if known is None:
            known = []
            if isinstance(node, Mapping):
                known = [
                    (
                        pair.key.start,
                        max(pair.key.end, pair.value.end),
                        f"/{pair.key.value}",
                        pair.value,
                    )
                    for pair in node.pairs
                ]
            elif isinstance(node, Sequence):
                known = [
                    (item.start, item.end, f"[{index}]", item)
                    for index, item in enumerate(node.items)
                ]
            known.sort(key=lambda child: child[0])
            self._children[id(node)] = known
        return known


def analyze(
    text: str,
    path: str = STDIN,
    *,
    workflow_type: str = STANDARD,
    named: bool = False,
    problems: AnySequence[Problem] = (),
) -> Analysis:
    """Read a text and find the definitions in it. Never raises.

    `path` decides the notation (YAML for `*.yaml` and `*.yml`, otherwise JSON; standard input by a
    look at it) and whether the text must hold a definition; when the user has `named` the file,
    what only resembles one is taken for one, too. `problems` are those that were met before there
    was a text, while decoding the file.
    """
    file = SourceFile(path, text, notation=YAML if _is_yaml(path, text) else JSON)
    expected = path == STDIN or states.is_named_so(path)
    looks_so = states.may_resemble_definition if named else states.may_hold_definition
    if not (expected or looks_so(text)):
        return Analysis(file, [], [], [])
    found = list(problems)
    roots: list[Node]
    if any(problem.kind == "definition-size" for problem in problems):
        roots = []  # nothing of the file was read
    elif file.yaml:
        from asllint.syntax.yaml import read_yaml

        roots, read = read_yaml(text)
        found += read
    else:
        root, read = read_json(text)
        roots = [root]
        found += read
    definitions = []
    for one in states.definitions(file, roots, workflow_type, expected=expected, named=named):
        if isinstance(one, Definition):
            definitions.append(one)
        else:
            found.append(one)
    if not expected and not definitions:
        found = []  # some other file; its mistakes are not ours to report
    found.sort(key=lambda problem: problem.span.start)
    return Analysis(file, roots, definitions, found)


def _is_yaml(path: str, text: str) -> bool:
    if path.lower().endswith((".yaml", ".yml")):
        return True
    if path != STDIN:
        return False
    first = text.lstrip("\ufeff \t\r\n")[:1]
    return first not in ("{", "[", '"', "“", "'", "<", "") and "StartAt:" in text
