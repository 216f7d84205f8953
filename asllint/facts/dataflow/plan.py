"""What a state says, ready to be worked out again and again: its expressions by their strings."""

from __future__ import annotations

from asllint.data.bindings import COLLAPSES, MISSING, Bindings, Fault
from asllint.data.shape import ANYTHING, NEVER, Shape, of
from asllint.facts.arguments import StateArguments
from asllint.facts.dataflow.way import Trouble, Turn
from asllint.facts.expressions.site import Site
from asllint.facts.expressions.sites import Sites
from asllint.facts.fact import Ask, fact
from asllint.facts.integrations import OPTIMISED, SDK, Task, task_of
from asllint.language.grammar import JSONATA
from asllint.language.machine import State
from asllint.syntax.node import Mapping, Node, Scalar, Sequence, has_placeholder
from asllint.syntax.walk import descend
from asllint.tables.services import LIST, SYNC_2

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from asllint.data.jsonata.budget import Budget
    from asllint.data.shape import Object

    Entry: TypeAlias = tuple[Shape, Object, Shape]
    Where: TypeAlias = tuple[str | int, ...]


@fact(about=State)
class Plan:
    """The expressions of one state, and what has come of it for what it was entered with."""

    __slots__ = (
        "execution", "handed", "lists", "reads_context", "sends_token", "sites", "state", "task",
        "turns", "unread",
    )  # fmt: skip

    def __init__(self, state: State, ask: Ask) -> None:
        self.state = state
        self.sites = {id(site.scalar): site for site in ask(Sites, state)}
        """By the identity of the string, which they keep alive."""
        self.unread = {
            id(site.scalar) for site, _ in ask(Sites, state).misread if not _is_text(site)
        }
        """The strings that could be read in part only: nobody knows what they will yield."""
        self.reads_context = state.query_language == JSONATA or bool(ask(Sites, state).in_context)
        """Does an expression read the context object?"""
        self.sends_token = any("Task.Token" in site.text for site in self.sites.values())
        """May somebody else answer in place of what it calls?"""
        self.task: Task | None = task_of(state, ask)
        self.lists = self._lists(ask) if state.query_language == JSONATA else {}
        """What takes an array, by the identity of the expression that has to yield it."""
        self.handed = _handed(self.task, self.sites)
        """The expressions among the arguments of a call, with where each of them stands."""
        self.execution: Shape | None = None
        """What the `Output` of the execution is that it starts and waits for, if one it does."""
        if self.task is not None and self.task.pattern == SYNC_2:
            self.execution = _execution(state, ask)
        self.turns: dict[object, dict[Entry, Turn]] = {}
        """By the known start (`Solver.start`), and by raw input, variables and context; those of
        the last solutions."""

    def _lists(self, ask: Ask) -> dict[int, str]:
        if self.state.type == "Map":
            return {id(self.state.field("Items")): "a Map"}
        if self.task is None or not self.sites:
            return {}
        computed = ask(StateArguments, self.state).computed
        found = (value for value in computed if value.type.kind == LIST)
        return {id(value.node): f'"{value.pair.key.value}"' for value in found}


def _execution(state: State, ask: Ask) -> Shape | None:
    """What the machine that a Task starts ends with; None where nobody knows."""
    from asllint.facts.callees import callee

    if ask(callee, state) is None:
        return None
    from asllint.facts.dataflow.executions import called_output

    return ask(called_output, state)


def _handed(task: Task | None, sites: dict[int, Site]) -> list[tuple[Site, Where]]:
    pair = None if task is None or task.kind not in (OPTIMISED, SDK) else task.arguments
    if task is None or pair is None:
        return []
    suffix = ".$" if task.state.query_language != JSONATA else ""

    def inside(node: Node, where: Where) -> Iterator[tuple[Node, Where]]:
        if isinstance(node, Mapping):
            for name, inner in node.fields.items():
                yield inner.value, (*where, name.removesuffix(suffix))
        elif isinstance(node, Sequence):
            for index, item in enumerate(node.items):
                yield item, (*where, index)

    start: Where = ()
    found = ((sites.get(id(node)), where) for node, where in descend(pair.value, start, inside))
    return [(site, where) for site, where in found if site is not None and not site.constant]


class Reader:
    """Works out what the expressions of a state yield, and notes what is wrong with them."""

    __slots__ = ("budget", "plan", "troubles")

    def __init__(self, plan: Plan, troubles: list[Trouble], budget: Budget) -> None:
        self.plan = plan
        self.troubles = troubles
        self.budget = budget

    def note(self, fault: Fault, node: Node) -> None:
        """A fault of one string, or of a whole value."""
        self.troubles.append(Trouble(fault, node, self.plan.sites.get(id(node))))

    def value(self, node: Node, bindings: Bindings) -> Shape:
        """What a field holds or yields that takes an expression in place of its value.

        NEVER where that surely fails. In a JSONata state every string at any depth may be one.
        """
        if self.plan.state.query_language == JSONATA:
            from asllint.data.templates import computed

            return computed(node, lambda scalar: self.string(scalar, bindings))
        return self.string(node, bindings) if isinstance(node, Scalar) else ANYTHING

    def template(self, node: Node, bindings: Bindings) -> Shape:
        """What a payload template yields; in a JSONata state the same as `value`."""
        if self.plan.state.query_language == JSONATA:
            return self.value(node, bindings)
        from asllint.data.templates import made

        return made(node, lambda scalar: self.string(scalar, bindings), evaluated=True)

    def string(self, scalar: Scalar, bindings: Bindings) -> Shape:
        """What one string yields, or the constant that it is."""
        site = self.plan.sites.get(id(scalar))
        if id(scalar) in self.plan.unread:
            return ANYTHING
        if site is None or site.constant:
            return constant(scalar, site)
        faults: list[Fault] = []
        shape = _evaluated(site, bindings, faults, self.budget)
        taker = self.plan.lists.get(id(scalar))
        if taker is not None:
            faults += _collapse(site, shape, taker)
        for fault in faults:
            self.troubles.append(Trouble(fault, scalar, site))
        return shape


def constant(scalar: Scalar, site: Site | None = None) -> Shape:
    """What a string, number, boolean or null is that nothing evaluates."""
    value = scalar.value
    if isinstance(value, str):
        unread = site is not None and site.unread and not _is_text(site)
        if unread or has_placeholder(value):
            return ANYTHING
    return of(value)


def _is_text(site: Site) -> bool:
    """Is it a text that looks like an expression? Recorded: `" {% … %}"`, with a blank first."""
    return site.constant and "{%" in site.text and not site.text.startswith("{%")


def _evaluated(site: Site, bindings: Bindings, faults: list[Fault], budget: Budget) -> Shape:
    """What an expression yields; NEVER, with a fault that says why, where it surely fails."""
    if site.path is not None:
        from asllint.data.paths import read

        return read(site.path, bindings, faults)
    if site.call is not None:
        from asllint.data.intrinsics import call

        return call(site.call, bindings, faults)
    from asllint.data.jsonata.evaluate import evaluate, missing_step

    assert site.jsonata is not None, "it is no constant"
    shape = evaluate(site.jsonata, bindings, faults, budget)
    if shape.is_nothing:
        faults.append(missing_step(site.jsonata, bindings) or _yields_nothing(site))
        return NEVER
    return shape.present


def _collapse(site: Site, shape: Shape, taker: str) -> list[Fault]:
    """That what has to be an array is one item itself where there is only one."""
    from asllint.data.jsonata.evaluate import collapses_here

    if site.jsonata is None or not collapses_here(site.jsonata, shape):
        return []
    text = site.jsonata.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    said = f"with one match this is the value itself, and {taker} takes an array: write [ … ]"
    return [Fault(COLLAPSES, start, end, said, shape)]


def _yields_nothing(site: Site) -> Fault:
    start, end = 0, len(site.text) - 2 * site.offset
    return Fault(MISSING, start, max(end, start), "the expression yields nothing")
