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
from asllint.facts.integrations import OPTIMISED, SDK, ServiceTask, Task
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
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, TypeAlias

    from asllint.engine.rules import Rule
    from asllint.language.versions import Looked
    from asllint.source.finding import Finding

    Subjects: TypeAlias = tuple[Any, ...]
    Visited: TypeAlias = tuple[Any, Sequence[Any]]
    """What owns some visited objects, and these: a state and its retriers, say."""

IN_STATES = (State, Task, ServiceTask, ChoiceRule, Retrier, Catcher)
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

    __slots__ = ("_visited", "ask", "loud", "rules", "uneasy")

    def __init__(self, analysis: Analysis) -> None:
        self.ask = analysis.ask
        self._visited: dict[tuple[type, tuple[str, ...], Any], list[Visited]] = {}
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

    def visited(self, rule: Rule, holder: Any) -> list[Visited]:
        """All visited objects of a holder with their owners: many rules look at the same ones."""
        key = rule.visits, rule.states, holder
        known = self._visited.get(key)
        if known is None:
            owners = _owners(rule.visits, holder)
            known = self._visited[key] = _visited(owners, rule, self.ask)
        return known


def findings(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    """What a rule finds in one text. Raises whatever the rule raises."""
    calm: _Calm | None = analysis.facts.get(_Calm)
    if calm is None or calm.ask is not analysis.ask:
        calm = analysis.facts[_Calm] = _Calm(analysis)
    for around in _arounds(rule, analysis, calm):
        yield from _Run(rule, analysis, around, calm).findings()


def _arounds(rule: Rule, analysis: Analysis, calm: _Calm) -> Iterable[Subjects]:
    """What is around the visited objects, the innermost first: that holds them, or is visited."""
    kind = rule.visits
    if kind is Analysis:
        return [(analysis,)]
    if kind is Use:
        return [(use, analysis) for use in analysis.uses]
    if kind is Definition:
        return [(definition, analysis) for definition in analysis.definitions]
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


def _owners(kind: type, holder: Any) -> Iterable[Any]:
    """Whatever the visited objects belong to: states, or their holder itself."""
    if kind in IN_STATES:
        return holder.states  # type: ignore[no-any-return]
    return [holder, *holder.states] if kind is Transition else [holder]


def _visited(owners: Iterable[Any], rule: Rule, ask: Ask) -> list[Visited]:
    """The owners of something to visit, each with that."""
    kind, types = rule.visits, rule.states
    if types:
        return [(owner, (owner,)) for owner in owners if owner.type in types]
    every = ((owner, _visited_at(owner, kind, ask)) for owner in owners)
    return [(owner, parts) for owner, parts in every if parts]


def _visited_at(owner: Any, kind: type, ask: Ask) -> Sequence[Any]:
    """The visited objects of a class that an owner is, or that belong to it itself."""
    if kind is Task:
        return [ask(Task, owner)] if owner.type == "Task" else []
    if kind is ServiceTask:
        calls = owner.type == "Task" and ask(Task, owner).kind in (OPTIMISED, SDK)
        return [ask(ServiceTask, owner)] if calls else []
    if kind is Transition:
        if isinstance(owner, State):
            return owner.transitions
        return [] if owner.start_at is None else [owner.start_at]
    if kind is ChoiceRule:
        return owner.choices  # type: ignore[no-any-return]
    if kind is Retrier:
        return owner.retriers  # type: ignore[no-any-return]
    return owner.catchers if kind is Catcher else [owner]


class _Run:
    """A rule among the objects of one holder."""

    def __init__(self, rule: Rule, analysis: Analysis, around: Subjects, calm: _Calm) -> None:
        self.rule = rule
        self.analysis = analysis
        self.ask = analysis.ask
        self.around = around
        self.calm = calm
        self.holder = around[0]
        self.looked: Looked = {}

    def findings(self) -> list[Finding]:
        runs: Runs = self.holder.facts.setdefault(Runs, Runs())
        known = runs.of.get(self.rule)
        if known is not None and self.ask.holds(known.rests_on):
            visited: Iterable[Visited] = self._again(known)
            self.looked = known.rests_on
        else:
            visited = self.calm.visited(self.rule, self.holder)
        found: list[Finding] = []
        outer, EYES.looked = EYES.looked, self.looked
        try:
            loud = self._visit(visited, found)
        finally:
            EYES.looked = outer
        # Not after a crash: the next time it looks everywhere again.
        runs.note(self.rule, Ran(self.analysis.version, loud, self.looked))
        return found

    def _visit(self, visited: Iterable[Visited], found: list[Finding]) -> set[Any]:
        """Add what is found at some owners; what silence rests on is noted. Returns the others."""
        loud = set()
        check, looked = self.rule.check, self.looked
        of_states = any(subject_of(kind) is State for kind in self.rule.facts)
        around: list[object] | None = None
        for owner, parts in visited:
            if around is None:  # nothing is asked for where there is nothing to visit
                around = [self._fact(kind) for kind in self.rule.facts]
            before, silent = len(looked), len(found)
            facts = self._of(owner, around) if of_states else around
            for part in parts:
                found += check(part, *facts)
            if len(found) > silent:
                loud.add(owner)
            if len(looked) > before:
                self._forget(before, owner if len(found) == silent else None)
        return loud

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

    def _of(self, state: Any, around: list[object]) -> list[object]:
        """All facts that the rule wants at a state."""
        facts: list[object] = []
        for kind, known in zip(self.rule.facts, around, strict=True):
            facts.append(self.ask(kind, state) if subject_of(kind) is State else known)
        return facts

    def _again(self, known: Ran) -> list[Visited]:
        """What has changed since a run, and where the rule has found something in it."""
        holder, kind = self.holder, self.rule.visits
        owners = [holder] if holder in known.loud or holder.version > known.at else []
        if kind in IN_STATES or kind is Transition:
            states = set(self.analysis.changed_in(holder, known.at))
            states |= {
                state
                for state in known.loud
                if state is not holder and holder.by_name.get(state.name) is state
            }
            inner = sorted(states, key=lambda state: state.key.start)
            owners = inner if kind in IN_STATES else [*owners, *inner]
        return _visited(owners, self.rule, self.ask)
