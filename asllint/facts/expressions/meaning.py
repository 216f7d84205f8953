"""What the expressions of a state mean, given the variables that the definition assigns."""

from __future__ import annotations

from asllint.facts.expressions.sites import Sites, assigned_in
from asllint.facts.fact import Ask, fact
from asllint.language.machine import State
from asllint.tables.context import MEMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.expressions.jsonata.reader import Expression
    from asllint.expressions.path import Path
    from asllint.facts.expressions.site import Site

_CONTEXT = frozenset(tuple(name.split(".")) for name in MEMBERS)


@fact(about=State)
class Understood:
    """What the sites of a state say, given every variable that the definition assigns."""

    __slots__ = ("_assigned", "mistakes", "reads")

    def __init__(self, state: State, ask: Ask) -> None:
        sites = ask(Sites, state)
        self._assigned = ask(assigned_in, state.outermost)
        self.mistakes = sites.misread[:]
        """What is wrong, be it that a text could not be read, or with what it says."""
        self.reads: list[tuple[Site, str, int, int]] = []
        """The variables that are read: name, start and end in the expression's text."""
        for site in sites:
            if site.jsonata is not None:
                self._jsonata(site, site.jsonata)
            elif site.path is not None:
                self._path(site, site.path)
            elif site.call is not None:
                for path in site.paths():
                    self._path(site, path)

    def _path(self, site: Site, path: Path) -> None:
        name = path.variable
        if name is not None:
            self.reads.append((site, name, path.start, path.start + len(name) + 1))

    def _jsonata(self, site: Site, expression: Expression) -> None:
        from asllint.expressions.jsonata import mistakes as jsonata_mistakes

        found = jsonata_mistakes.fallback_mistakes(expression)
        found += jsonata_mistakes.top_level_mistakes(expression, self._assigned)
        found += jsonata_mistakes.function_mistakes(expression, self._assigned)
        members, place = site.members, site.place
        found += jsonata_mistakes.states_mistakes(expression, members, place, _CONTEXT)
        self.mistakes += [(site, mistake) for mistake in found]
        # A variable may have the name of a function; `$count` without a call reads it.
        shadowing = [use for use in expression.references if use.name in self._assigned]
        self.reads += [
            (site, use.name, use.start, use.end) for use in (*expression.variables, *shadowing)
        ]
