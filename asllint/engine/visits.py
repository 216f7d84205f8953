"""Which objects a rule visits, with which facts; and after an edit, which of them again.

A rule looks at all objects of a class, one after the other: the states of each machine, say. What
it has found where, and what its silence elsewhere rests on, is kept with the machine (or whatever
holds them). After an edit it looks again at what has changed, and at what it has found something
at; at all the others only if a fact that it asked for, or a machine that it looked into, is not
what it was. So no rule has to say what it depends on.
"""

from __future__ import annotations

from asllint.engine.analysis import Analysis
from asllint.facts.fact import Ask, Memo, fact, subject_of
from asllint.facts.integrations import Task
from asllint.hosts.definition import Definition
from asllint.hosts.use import Use
from asllint.language.machine import (
    Catcher,
    ChoiceRule,
    Retrier,
    State,
    StateMachine,
    Transition,
)
from asllint.language.versions import EYES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, TypeAlias

    from asllint.engine.rules import Rule
    from asllint.language.versions import Looked
    from asllint.source.finding import Finding

    Subjects: TypeAlias = tuple[Any, ...]

IN_STATES = (State, Task, ChoiceRule, Retrier, Catcher)
"""What a state is, or holds."""


def subjects_at(visited: type) -> tuple[type, ...]:
    """The classes of objects around a visited one about which it can want facts."""
    if visited in IN_STATES:
        return State, StateMachine, Definition, Analysis
    if visited in (StateMachine, Transition):
        return StateMachine, Definition, Analysis
    return (Analysis,) if visited is Analysis else (visited, Analysis)


class Ran:
    """How a rule has fared among the objects of one holder."""

    __slots__ = ("at", "loud", "rests_on")

    def __init__(self, at: int, loud: set[Any], rests_on: Looked) -> None:
        self.at = at
        """The version of the analysis in which it ran."""
        self.loud = loud
        """Where it has found something."""
        self.rests_on = rests_on
        """What its silence everywhere else rests on."""


class Runs:
    """How the rules have fared among the objects of one holder."""

    __slots__ = ("_rests_on", "at", "is_loud", "of")

    def __init__(self) -> None:
        self.of: dict[Rule, Ran] = {}
        self.at = 0
        """The version of an analysis from which on all of them have run."""
        self.is_loud = False
        """Has one of them found something?"""
        self._rests_on: Looked | None = None

    def note(self, rule: Rule, ran: Ran) -> None:
        """Remember how a rule has fared now."""
        self.of[rule] = ran
        self._rests_on = None

    @property
    def rests_on(self) -> Looked:
        """What the silence of all of them rests on."""
        if self._rests_on is None:
            self._rests_on = {}
            for ran in self.of.values():
                self._rests_on.update(ran.rests_on)
            self.at = min((ran.at for ran in self.of.values()), default=0)
            self.is_loud = any(ran.loud for ran in self.of.values())
        return self._rests_on


class _Calm:
    """The machines of an analysis for which everything that their rules looked at still holds."""

    __slots__ = ("ask", "loud", "rules", "uneasy")

    def __init__(self, analysis: Analysis) -> None:
        self.ask = analysis.ask
        self.uneasy: list[Subjects] = []
        """All other machines, with what is around them."""
        self.loud: list[tuple[Runs, Subjects]] = []
        """Those in which something was found: there its rule looks again."""
        self.rules: set[Rule] | None = None
        """The rules that have run in each of them; None where there are no such machines."""
        for around in analysis.ask(_machines, analysis):
            runs = around[0].facts.get(Runs)
            if runs is None or not self._holds(runs, around[0]):
                self.uneasy.append(around)
                continue
            self.rules = set(runs.of) if self.rules is None else self.rules.intersection(runs.of)
            if runs.is_loud:
                self.loud.append((runs, around))

    def _holds(self, runs: Runs, machine: StateMachine) -> bool:
        try:
            return self.ask.holds(runs.rests_on) and machine.version <= runs.at
        except Exception:  # a fact crashes: each rule that wants it will tell
            return False

    def arounds(self, rule: Rule) -> Iterable[Subjects] | None:
        """The machines to which a rule has to go; None for all of them."""
        if self.rules is None or rule not in self.rules:
            return None
        return [*self.uneasy, *(around for runs, around in self.loud if runs.of[rule].loud)]


def findings(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    """What a rule finds in one text. Raises whatever the rule raises."""
    for around in _arounds(rule, analysis):
        yield from _Run(rule, analysis, around).findings()


def _arounds(rule: Rule, analysis: Analysis) -> Iterable[Subjects]:
    """What is around the visited objects, the innermost first: that holds them, or is visited."""
    kind = rule.visits
    if kind is Analysis:
        return [(analysis,)]
    if kind is Use:
        return [(use, analysis) for use in analysis.uses]
    if kind is Definition:
        return [(definition, analysis) for definition in analysis.definitions]
    calm: _Calm | None = analysis.facts.get(_Calm)
    if calm is None or calm.ask is not analysis.ask:
        calm = analysis.facts[_Calm] = _Calm(analysis)
    found = calm.arounds(rule)
    return analysis.ask(_machines, analysis) if found is None else found


@fact(about=Analysis)
def _machines(analysis: Analysis, ask: Ask) -> list[Subjects]:
    """Every machine, outer ones first, with its definition and the file."""
    return [
        (machine, definition, analysis)
        for definition in analysis.definitions
        for machine in definition.machine.walk()
    ]


class _Run:
    """A rule among the objects of one holder."""

    def __init__(self, rule: Rule, analysis: Analysis, around: Subjects) -> None:
        self.rule = rule
        self.analysis = analysis
        self.ask = analysis.ask
        self.around = around
        self.holder = around[0]
        self.looked: Looked = {}
        self.facts: list[object] | None = None
        """The facts that it wants, once there is something to visit; None for those of states."""
        self.of_states = any(subject_of(kind) is State for kind in rule.facts)

    def findings(self) -> Iterator[Finding]:
        runs: Runs = self.holder.facts.setdefault(Runs, Runs())
        known = runs.of.get(self.rule)
        if known is not None and self.ask.holds(known.rests_on):
            owners: Iterable[Any] = self._again(known)
            self.looked = known.rests_on
        else:
            owners = self._owners()
        loud = set()
        for owner in owners:
            found = self._at(owner)
            if found:
                loud.add(owner)
                yield from found
        # Not after a crash: the next time it looks everywhere again.
        runs.note(self.rule, Ran(self.analysis.version, loud, self.looked))

    def _at(self, owner: Any) -> list[Finding]:
        """What is found at one owner; what finding nothing rests on is noted."""
        found: list[Finding] = []
        parts = self._parts(owner)
        if not parts:
            return found
        outer, EYES.looked = EYES.looked, self.looked
        try:
            if self.facts is None:
                self.facts = [self._fact(kind) for kind in self.rule.facts]
            before = len(self.looked)
            facts = self._of(owner) if self.of_states else self.facts
            for part in parts:
                found += self.rule.check(part, *facts)
        finally:
            EYES.looked = outer
        if len(self.looked) > before:
            self._forget(before, None if found else owner)
        return found

    def _forget(self, before: int, silent: object) -> None:
        """Of what was looked at meanwhile, keep only what the silence of an owner rests on."""
        kept = []
        while len(self.looked) > before:
            looked, seen = self.looked.popitem()
            own = type(looked) is Memo and looked.is_own and looked.subject is silent
            if silent is not None and not own:
                kept.append((looked, seen))
        self.looked.update(kept)

    def _fact(self, kind: Any) -> object:
        """A fact about the nearest object around that it can be about."""
        if kind is Ask:
            return self.ask
        for subject in self.around:
            if isinstance(subject, kind.about):
                return self.ask(kind, subject)
        return None  # about a state (`Rule` has made sure of it)

    def _of(self, state: Any) -> list[object]:
        """All facts that the rule wants at a state."""
        facts: list[object] = []
        for kind, known in zip(self.rule.facts, self.facts or (), strict=True):
            facts.append(self.ask(kind, state) if subject_of(kind) is State else known)
        return facts

    def _owners(self) -> Iterable[Any]:
        """Whatever the visited objects belong to: states, or their holder itself."""
        kind, holder = self.rule.visits, self.holder
        if kind in IN_STATES:
            return holder.states  # type: ignore[no-any-return]
        return [holder, *holder.states] if kind is Transition else [holder]

    def _again(self, known: Ran) -> list[Any]:
        """The owners that have changed since a run, and those where it has found something."""
        holder = self.holder
        owners = [holder] if holder in known.loud or holder.version > known.at else []
        kind = self.rule.visits
        if kind not in IN_STATES and kind is not Transition:
            return owners
        states = set(self.analysis.changed_in(holder, known.at))
        states |= {
            state
            for state in known.loud
            if state is not holder and holder.by_name.get(state.name) is state
        }
        inner = sorted(states, key=lambda state: state.key.start)
        return inner if kind in IN_STATES else [*owners, *inner]

    def _parts(self, owner: Any) -> list[Any]:
        """The visited objects that are an owner, or belong to it itself."""
        kind = self.rule.visits
        if kind is Task:
            return [self.ask(Task, owner)] if owner.type == "Task" else []
        if kind is Transition:
            if isinstance(owner, State):
                return owner.transitions
            return [] if owner.start_at is None else [owner.start_at]
        if kind is ChoiceRule:
            return owner.choices  # type: ignore[no-any-return]
        if kind is Retrier:
            return owner.retriers  # type: ignore[no-any-return]
        return owner.catchers if kind is Catcher else [owner]
