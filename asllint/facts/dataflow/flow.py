"""What stands where: which data each state of a definition is entered with and left with.

The fact is about the outermost machine, because loops and nested machines are solved together; an
edit works out again what the changed state makes of its input, and what that changes behind it.
"""

from __future__ import annotations

from asllint.facts.expressions.meaning import Understood
from asllint.facts.expressions.sites import Sites
from asllint.facts.fact import Ask, fact
from asllint.hosts.definition import Definition
from asllint.language.grammar import EFFECTIVE_INPUT, JSONATA, RAW_INPUT
from asllint.language.machine import State, StateMachine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from asllint.data.bindings import Fault
    from asllint.data.shape import Shape
    from asllint.facts.dataflow.incoming import Starter
    from asllint.facts.dataflow.solver import Solved
    from asllint.facts.dataflow.way import Trouble, Turn, Way
    from asllint.source.finding import Finding


TOO_MUCH = "its data are not followed: that takes more work than a definition is worth"
MANY_TURNS = "after {:,} turns it is followed no further turn by turn: what may come then is shown"


class Told:
    """A trouble, with the ways into its state that lead to it, and those that do not."""

    __slots__ = ("_always", "others", "reads", "starters", "trouble", "ways")

    def __init__(
        self, trouble: Trouble, ways: list[Way], others: list[Way], *, always: bool
    ) -> None:
        self.trouble = trouble
        self.ways = ways
        self.others = others
        self._always = always
        self.reads: frozenset[str] = frozenset()
        """The fields of their inputs that the states around read, each by its first name."""
        self.starters: list[Starter] = []
        """Who has to start the machine for it to come about; none where that may be anybody."""

    @property
    def key(self) -> tuple[object, ...]:
        """What it has in common with the same trouble in another solution."""
        fault = self.trouble.fault
        return id(self.trouble.node), fault.kind, fault.start, fault.end

    @property
    def fault(self) -> Fault:
        """What is wrong, with offsets in the text of `trouble.site`."""
        return self.trouble.fault

    @property
    def is_sure(self) -> bool:
        """Does the state fail with it whenever it is entered?"""
        return not self.others and self._always


@fact(about=State)
class Passage:
    """What is known of the data at one state, on all ways together."""

    __slots__ = ("passed", "state")

    def __init__(self, state: State, ask: Ask) -> None:
        self.state = state
        self.passed = ask(DataFlow, state.outermost).passed(state)
        """The ways in, and what the state makes of each; None where nobody knows."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Passage):
            return False
        if self.passed is None or other.passed is None:
            return self.passed is other.passed
        return len(self.passed) == len(other.passed) and all(
            way is others and turn is its
            for (way, turn), (others, its) in zip(self.passed, other.passed, strict=True)
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def reachable(self) -> bool:
        """Can the state be entered?"""
        return self.passed is None or bool(self.passed)

    @property
    def is_covered(self) -> bool:
        """Is one of the rules of a Choice true, whatever is known to come?"""
        return bool(self.passed) and all(turn.is_covered for _, turn in self.passed or ())

    @property
    def input(self) -> Shape:
        """The raw input with which it is entered; NEVER where it can not be."""
        from asllint.data.shape import ANYTHING, join

        return ANYTHING if self.passed is None else join(way.data for way, _ in self.passed)

    @property
    def output(self) -> Shape:
        """What it hands on by `Next`, `Default` or a choice rule, or ends with; no catcher's."""
        from asllint.data.shape import ANYTHING, NEVER, join

        if self.state.type == "Fail":
            return NEVER
        if self.passed is None:
            return ANYTHING
        return join(one.data for _, turn in self.passed for one in turn.exits if one.is_onward)

    @property
    def variables(self) -> dict[str, Shape]:
        """What each variable holds when it is entered, with `nothing` where it may not be set."""
        from asllint.data.shape import Shape, join

        held = join(Shape(object=way.variables) for way, _ in self.passed or ()).object
        return {} if held is None else held.fields

    def stage(self, name: str) -> Shape | None:
        """The data between two fields, as the grammar names them; None where nobody knows."""
        from asllint.data.shape import join

        found = [turn.stages[name] for _, turn in self.passed or () if name in turn.stages]
        return join(found) if found else None


def _told(state: State, passed: list[tuple[Way, Turn]], ask: Ask) -> list[Told]:
    """Each fault once, with the ways that lead to it.

    Where a string says something wrong already, whatever the data, nothing else is told of it.
    """
    if not any(turn.troubles for _, turn in passed):
        return []
    mistaken = {id(site.scalar) for site, _ in ask(Understood, state).mistakes}
    found: dict[tuple[object, ...], list[tuple[Way, Turn, Trouble]]] = {}
    for way, turn in passed:
        mine: dict[tuple[object, ...], tuple[Way, Turn, Trouble]] = {}
        for trouble in turn.troubles:
            fault = trouble.fault
            if id(trouble.node) in mistaken:
                continue
            key: tuple[object, ...] = (id(trouble.node), fault.kind, fault.start, fault.end)
            mine.setdefault(key, (way, turn, trouble))
        for key, one in mine.items():
            found.setdefault(key, []).append(one)
    told = []
    for ones in found.values():
        ways = [way for way, _, _ in ones]
        failing = set(ways)
        others = [way for way, _ in passed if way not in failing]
        always = all(turn.failed and not trouble.in_catcher for _, turn, trouble in ones)
        told.append(Told(ones[0][2], ways, others, always=always))
    return told


@fact(about=StateMachine)
def _read_in(machine: StateMachine, ask: Ask) -> frozenset[str]:
    """The fields of their inputs that the states of a machine read, each by its first name."""
    paths = (
        path
        for state in machine.states
        for site in ask(Sites, state)
        if site.field.reads in (RAW_INPUT, EFFECTIVE_INPUT)
        for path in site.paths()
    )
    return frozenset(path.names[0] for path in paths if path.root == "$" and path.names)


class _Flow:
    """The ways into all states of a definition, and what is wrong on them."""

    __slots__ = ("_solved", "_whole", "is_known", "limit", "told")

    def __init__(self) -> None:
        self._solved: dict[StateMachine, list[Solved]] = {}
        """The machines that are entered, each for all that it is entered with."""
        self._whole: Solved | None = None
        self.is_known = False
        """Is anything known? Where not, every state is entered with anything."""
        self.limit = ""
        """Why no more is known than is, where that would take too long; empty elsewhere."""
        self.told: list[Told] = []
        """What is wrong, state by state."""

    def passed(self, state: State) -> list[tuple[Way, Turn]] | None:
        """The ways into a state, be it of a nested machine; None where nobody knows them."""
        if not self.is_known:
            return None
        every = self._solved.get(state.machine, [])
        if any(solved.unknown for solved in every):
            return None
        return [one for solved in every for one in solved.passed.get(state, ())]

    @property
    def output(self) -> Shape:
        """What the machine ends with when it goes well; anything where nobody knows."""
        from asllint.data.shape import ANYTHING

        return ANYTHING if self._whole is None else self._whole.output

    def _solve(
        self,
        machine: StateMachine,
        ask: Ask,
        data: Shape,
        starter: Starter | None = None,
        starts: Container[object] | None = None,
    ) -> None:
        """Solve the machine for what it is entered with, and remember that for the next version.

        `starter` is who starts it, if somebody is known; `starts` are all that are known.
        """
        from asllint.data.shape import Object
        from asllint.facts.dataflow.budget import MAX_TURNS, BudgetError
        from asllint.facts.dataflow.context import of_execution
        from asllint.facts.dataflow.solver import Solver

        solver = Solver(
            ask,
            machine,
            given=machine.given is not None,
            answers=None if starter is None else starter.answers,
            start=None if starter is None else starter.start,
        )
        try:
            solved = solver.solve(machine, data, Object({}), of_execution(data))
        except BudgetError:
            self.limit = TOO_MUCH
            return
        if solver.is_tired:
            self.limit = MANY_TURNS.format(MAX_TURNS)
        solver.keep(starts)
        if solved.unknown:
            return
        self.is_known = True
        self._whole = solved
        for one in _every(solved):
            self._solved.setdefault(one.machine, []).append(one)

    def _tell(self, ask: Ask, *, decided: bool) -> None:
        """Find what is wrong; `decided`: the input is given, and so each test comes out one way."""
        troubled = (
            state for every in self._solved.values() for one in every for state in one.troubled
        )
        for state in dict.fromkeys(troubled):
            told = _told(state, self.passed(state) or [], ask)
            if decided:
                from asllint.data.bindings import NEVER_TRUE

                told = [one for one in told if one.fault.kind != NEVER_TRUE]
            self.told += told
            for one in told:
                one.reads = ask(_read_in, state.machine)


@fact(about=StateMachine)
class OwnFlow(_Flow):
    """The data of an outermost machine, whoever starts it: with anything, or as somebody gives."""

    __slots__ = ()

    def __init__(self, machine: StateMachine, ask: Ask) -> None:
        super().__init__()
        from asllint.data.shape import ANYTHING, of

        given = machine.given
        self._solve(machine, ask, ANYTHING if given is None else of(given[0]))
        self._tell(ask, decided=given is not None)


@fact(about=StateMachine)
class DataFlow(_Flow):
    """The data of a definition, given what is known to start it; asked about its outermost machine.

    What is told beside that of `OwnFlow` names its starters: anybody else may send something else.
    """

    __slots__ = ()

    def __init__(self, machine: StateMachine, ask: Ask) -> None:
        super().__init__()
        if machine.parent is not None:
            return
        telling, showing = _starters(machine, ask)
        if not (telling or showing or begins(machine)):
            return
        own = ask(OwnFlow, machine)
        started = {one.start: one for one in (*telling, *showing)}
        flows = {start: _StartedFlow(machine, ask, one, started) for start, one in started.items()}
        self.told = [*own.told, *_told_beside(own, [(one, flows[one.start]) for one in telling])]
        shown = [flows[one.start] for one in showing]
        known = bool(shown) and all(flow.is_known for flow in shown)
        for flow in shown if known else [own]:
            self.is_known |= flow.is_known
            self.limit = self.limit or flow.limit
            self._whole = flow._whole
            for inner, solved in flow._solved.items():
                self._solved.setdefault(inner, []).extend(solved)

    def findings(self, rule: str) -> Iterator[Finding]:
        """What one rule has to tell."""
        if self.told:
            from asllint.facts.dataflow.telling import findings

            yield from findings(self.told, rule)


class _StartedFlow(_Flow):
    """The data of a machine that is started with something known."""

    __slots__ = ()

    def __init__(
        self, machine: StateMachine, ask: Ask, starter: Starter, starts: Container[object]
    ) -> None:
        super().__init__()
        self._solve(machine, ask, starter.shape, starter, starts)
        self._tell(ask, decided=machine.given is not None)


def _told_beside(own: OwnFlow, flows: list[tuple[Starter, _StartedFlow]]) -> Iterable[Told]:
    """What only those meet who are known to start the machine, each with who does."""
    mine = {told.key for told in own.told}
    more: dict[tuple[object, ...], Told] = {}
    for starter, flow in flows:
        for told in flow.told:
            sure = told.is_sure if told.fault.fails else not told.others
            if sure and told.key not in mine:
                more.setdefault(told.key, told).starters.append(starter)
    return more.values()


@fact(about=Definition)
def starters_of(definition: Definition, ask: Ask) -> list[Starter]:
    """What is known to start the machine of a definition, and with what."""
    if not any(use.starts or use.callers for use in definition.uses):
        return []
    from asllint.facts.dataflow.incoming import incoming

    return incoming(definition, ask)


def _starters(machine: StateMachine, ask: Ask) -> tuple[list[Starter], list[Starter]]:
    """With what a machine is known to be started: to tell what is wrong, and what stands where.

    None where somebody gives the input, and nothing is declared of what Tasks answer.
    """
    definition = machine.holder
    known: list[Starter] = []
    if machine.given is None and isinstance(definition, Definition):
        known = ask(starters_of, definition)
    if machine.declared is None:
        return known, known
    from asllint.facts.dataflow.outside import declared_starters

    return declared_starters(machine, known, ask)


def begins(machine: StateMachine) -> bool:
    """Can anything be known of the data in a definition?

    Not where all that moves is what comes from outside: Tasks that call functions.
    """
    return machine.given is not None or any(
        _begins(state) for inner in machine.walk() for state in inner.states
    )


def _begins(state: State) -> bool:
    if state.type in ("Parallel", "Map") or state.catchers or state.query_language == JSONATA:
        return True
    if state.type == "Task":
        resource = state.field("Resource")
        text = getattr(resource, "value", None)
        return "ResultPath" in state.fields or (
            isinstance(text, str) and (":states:::" in text or "ResultSelector" in state.fields)
        )
    return any(name in state.fields for name in ("Result", "Parameters", "ResultPath", "Assign"))


def _every(solved: Solved) -> Iterator[Solved]:
    """A solution, and those of the machines in it, each once."""
    pending, seen = [solved], {(solved.machine, solved.entry)}
    while pending:
        one = pending.pop()
        yield one
        for inner in one.inner:
            if (inner.machine, inner.entry) not in seen:
                seen.add((inner.machine, inner.entry))
                pending.append(inner)
