"""Every string of a definition that Step Functions evaluates, read, with its exact place.

`site.py`: one of them; `sites.py`: which they are; `reading.py`: what each is read as;
`meaning.py`: what that means among all; `mistakes.py`: what is reported; `calls.py`: arrays that
should be evaluated.
"""

from __future__ import annotations

from asllint.expressions.intrinsic.reader import looks_like_intrinsic
from asllint.facts.expressions.calls import array_as_call, shown
from asllint.facts.expressions.meaning import Understood
from asllint.facts.expressions.site import Site, looks_like_path, members_of, variable_in
from asllint.facts.expressions.sites import Sites, assigned_in
from asllint.facts.fact import Ask, fact
from asllint.hosts.definition import Definition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.expressions import Mistake
    from asllint.expressions.jsonata.reader import Expression
    from asllint.facts.parts import Part
    from asllint.language.machine import StateMachine
    from asllint.source.finding import Finding
    from asllint.syntax.node import Node, Pair

__all__ = ["Expressions", "Site", "members_of"]


@fact(about=Definition)
class Expressions:
    """All sites of a definition, and the mistakes that reading them has shown, by rule."""

    __slots__ = (
        "assigned", "by_state", "in_context", "literal", "mistakes", "misvalued", "plain", "reads",
        "twins",
    )  # fmt: skip

    def __init__(self, definition: Definition, ask: Ask) -> None:
        self.by_state = {
            state: ask(Sites, state)
            for machine in definition.machine.walk()
            for state in machine.states
        }
        self.assigned = ask(assigned_in, definition.machine)
        """Every name that some `Assign` holds, without `.$`."""
        self.misvalued: list[tuple[Part, Pair]] = []
        """Keys of payload templates that end in `.$` and have no string."""
        self.twins: list[tuple[Pair, Pair]] = []
        """Keys of payload templates that are the same once `.$` is taken off."""
        self.plain: list[Site] = []
        """The constants that look as if somebody had meant them to be evaluated."""
        self.literal: list[Site] = []
        """The same in fields where nothing is ever evaluated; these are no sites otherwise."""
        self.in_context: list[Site] = []
        """The sites that read the context object."""
        self.mistakes: dict[str, list[tuple[Site, Mistake]]] = {}
        """By the id of the rule that reports them."""
        self.reads: list[tuple[Site, str, int, int]] = []
        """The variables that are read: name, start and end in the expression's text."""
        for state, sites in self.by_state.items():
            self.misvalued += sites.misvalued
            self.twins += sites.twins
            self.plain += sites.plain
            self.literal += sites.literal
            self.in_context += sites.in_context
            if sites.is_empty:
                continue
            understood = ask(Understood, state)
            self.reads += understood.reads
            for site, mistake in understood.mistakes:
                self.mistakes.setdefault(mistake.kind, []).append((site, mistake))

    def __iter__(self) -> Iterator[Site]:
        """All sites, state by state."""
        for sites in self.by_state.values():
            yield from sites

    def means_value(self, text: str) -> bool:
        """Is it surely meant as a path, a call, or a variable that some `Assign` sets?"""
        return (
            looks_like_path(text)
            or looks_like_intrinsic(text)
            or variable_in(text) in self.assigned
        )

    def as_call(self, array: Node) -> str | None:
        """An array as a call that evaluates the paths and calls in it.

        None where there are none, and where the rest can not be written as arguments.
        """
        return array_as_call(array, self.means_value)

    def shown(self, call: str | None) -> str:
        """A call for a message, where a long one is cut short."""
        return shown(call)

    def in_jsonata(self) -> Iterator[tuple[Site, Expression]]:
        """The sites that could be read as JSONata, with what they say."""
        for site in self:
            if site.jsonata is not None:
                yield site, site.jsonata

    def findings(self, kind: str) -> Iterator[Finding]:
        """The mistakes of one kind as findings."""
        for site, mistake in self.mistakes.get(kind, ()):
            yield site.finding(mistake)

    def of(self, machine: StateMachine) -> Iterator[Site]:
        """The sites of one machine's own states."""
        for state in machine.states:
            yield from self.by_state[state]
