"""Everything known about one version of one file: its definitions, its problems, its facts."""

from __future__ import annotations

from bisect import bisect_right

from asllint.facts.integrations import Integrations, Task
from asllint.finding import Finding
from asllint.hosts.definition import Definition
from asllint.hosts.use import Use
from asllint.machine import Catcher, ChoiceRule, Retrier, State, StateMachine, Transition
from asllint.syntax.node import Mapping, Node, Problem, Scalar, Sequence
from asllint.text import SourceFile, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as AnySequence
    from typing import Any, TypeVar

    T = TypeVar("T")


class Scope:
    """What surrounds an object that a rule visits: where its facts come from."""

    __slots__ = ("_facts", "analysis", "definition", "machine", "use")

    def __init__(
        self,
        analysis: Analysis,
        definition: Definition | None = None,
        machine: StateMachine | None = None,
        use: Use | None = None,
    ) -> None:
        self.analysis = analysis
        self.definition = definition
        self.machine = machine
        self.use = use
        self._facts: dict[type[Any], object] = {}

    def fact(self, kind: type[Any]) -> object:
        """The fact of a kind about the nearest object it can be about."""
        known = self._facts.get(kind)
        if known is None:
            known = self._facts[kind] = self._found(kind)
        return known

    def _found(self, kind: type[Any]) -> object:
        for subject in (self.machine, self.definition, self.use, self.analysis):
            if isinstance(subject, kind.subject):
                return self.analysis.fact(kind, subject)
        raise LookupError(f"{kind.__name__} is about {kind.subject.__name__}, and none is visited")


class Analysis:
    """The immutable result of reading one version of one file, or of a text inside of it.

    Facts and lists are computed when somebody first asks for them, and kept; that is all that ever
    changes.
    """

    __slots__ = (
        "_children", "_facts", "_visits", "definitions", "embedded", "file", "problems", "roots",
        "through", "uses",
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
    ) -> None:
        self.file = file
        self.roots = list(roots)
        self.definitions = list(definitions)
        self.problems = sorted(problems, key=lambda problem: problem.span.start)
        """What made reading hard, in the order of the file."""
        self.uses = list(uses)
        """The state machines of a template, wherever their definitions are."""
        self.embedded = list(embedded)
        """The definitions that stand in the file as texts, each with offsets of its own."""
        self.through = list(through)
        """The uses by which other files refer to this one."""
        self._facts: dict[tuple[type, int], object] = {}
        self._visits: dict[type, list[tuple[object, Scope]]] = {}
        self._children: dict[int, list[tuple[int, int, str, Node]]] = {}

    def release(self) -> None:
        """Take apart what refers to each other, so that all of it is freed at once.

        For those who make many analyses and would wait for the garbage collector otherwise. Nobody
        may use the analysis after that.
        """
        for inner in self.embedded:
            inner.release()
        for definition in self.definitions:
            for machine in list(definition.machine.walk()):
                machine.release()
        for kept in (self._facts, self._visits, self._children):
            kept.clear()
        for lists in (self.roots, self.definitions, self.problems, self.uses, self.embedded):
            lists.clear()

    def count(self) -> int:
        """How many definitions are in the file, those in texts included."""
        return len(self.definitions) + sum(inner.count() for inner in self.embedded)

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
        visits[Use] = [(use, Scope(self, use=use)) for use in self.uses]
        kinds = (Definition, StateMachine, State, Task, Transition, ChoiceRule, Retrier, Catcher)
        for kind in kinds:
            visits[kind] = []
        for definition in self.definitions:
            visits[Definition].append((definition, Scope(self, definition)))
            calls = self.fact(Integrations, definition)
            for machine in definition.machine.walk():
                scope = Scope(self, definition, machine)
                visits[StateMachine].append((machine, scope))
                if machine.start_at is not None:
                    visits[Transition].append((machine.start_at, scope))
                for state in machine.states:
                    visits[State].append((state, scope))
                    task = calls.of(state)
                    if task is not None:
                        visits[Task].append((task, scope))
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

    def scalar_with(self, span: Span) -> tuple[Scalar, bool] | None:
        """The scalar that is written just there, and whether it is a key; None if there is none."""
        for node in [*(definition.node for definition in self.definitions), *self.roots]:
            while True:
                children = self._children_of(node)
                at = bisect_right(children, span.start, key=lambda child: child[0]) - 1
                if at < 0:
                    break
                start, end, _, child = children[at]
                if isinstance(node, Mapping) and start == span.start:
                    keys = [pair.key for pair in node.pairs if pair.key.span == span]
                    if keys:
                        return keys[0], True
                    break
                if span.end > end:
                    break
                if child.span == span and isinstance(child, Scalar):
                    return child, False
                node = child
        return None

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
