"""What is told of the loops of a machine: of each the one thing that matters most."""

from __future__ import annotations

from asllint.facts.fact import Ask, fact
from asllint.facts.flow import FlowGraph
from asllint.facts.loops.bounds import caught_round, spinning, unbounded, waited_by_hand
from asllint.facts.loops.counters import miscounted
from asllint.facts.loops.loop import Case, Remark, loops_of, unchanging_loops
from asllint.facts.loops.polls import taken_for_done, unhandled
from asllint.facts.loops.tokens import stale_token
from asllint.language.machine import StateMachine
from asllint.source.finding import Finding, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Look = Callable[[Case], Iterable[Remark]]

ORDER: dict[str, Look] = {
    "unhandled-final-status": unhandled,
    "unfinished-taken-for-done": taken_for_done,
    "loop-counter": miscounted,
    "stale-page-token": stale_token,
    "spinning-loop": spinning,
    "catcher-loop": caught_round,
    "available-sync": waited_by_hand,
    "unbounded-poll": unbounded,
}
"""What there is to say of a loop, by the rule that says it; what stands first is said, and of the
same loop nothing else. Before all that come `endless-loop` and `unchanging-loop`."""


@fact(about=StateMachine)
class Verdicts:
    """What is told of the loops of one machine, by rule."""

    __slots__ = ("_told",)

    def __init__(self, machine: StateMachine, ask: Ask) -> None:
        self._told: dict[str, list[Remark]] = {}
        loops = ask(loops_of, machine)
        if not loops:
            return
        stuck = ask(FlowGraph, machine).stuck
        said = {*stuck, *(state for loop in ask(unchanging_loops, machine) for state in loop)}
        for loop in loops:
            if said.isdisjoint(loop.states):
                self._judge(Case(loop, ask))

    def _judge(self, case: Case) -> None:
        for rule, look in ORDER.items():
            remarks = list(look(case))
            if remarks:
                self._told.setdefault(rule, []).extend(remarks)
                return

    def findings(self, rule: str) -> Iterator[Finding]:
        """What one rule has to tell."""
        for remark in self._told.get(rule, ()):
            related = [Related(state.key.span, text) for state, text in remark.related]
            span = remark.state.key.span
            yield Finding(span, remark.text, related=related, severity=remark.severity)
