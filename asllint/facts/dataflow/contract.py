"""What a machine needs of its input: the paths it reads there, and which of them must be there.

Found by asking the solver. The input of the execution is given names, value by value, as far as
states read it; a name goes with its value from state to state and into variables. So whatever a
state reads can be told from what something else has made. Then each of these values is left out,
or is of one kind only, and the machine is solved once more: what it surely fails without, on every
way, is needed. What ends in a Fail state has failed, too.
"""

from __future__ import annotations

import re

from asllint.data.shape import (
    ANYTHING,
    ARRAY_KIND,
    KINDS,
    MAYBE,
    NOTHING,
    OBJECT_KIND,
    STRING_KIND,
    Array,
    Object,
    Shape,
    of,
    texts,
)
from asllint.facts.dataflow.context import of_execution
from asllint.facts.dataflow.plan import Plan
from asllint.facts.dataflow.solver import BudgetError, Solved, Solver
from asllint.facts.fact import Ask, fact
from asllint.language import grammar
from asllint.language.machine import State, StateMachine
from asllint.syntax.node import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from asllint.expressions.path import Path
    from asllint.facts.dataflow.way import Turn, Way
    from asllint.facts.expressions.site import Site

    Step: TypeAlias = str | None
    Read: TypeAlias = tuple[Shape, tuple[Step, ...], Site]

MAX_ROUNDS = 8
"""So deep into the input it is followed what states read."""
MAX_READ = 150
"""So many values of the input are told apart."""
MAX_SOLVED = 400
"""So often a machine is solved; what is not asked by then is not said to be needed."""

_FURTHER = r"(?:\.[A-Za-z_]\w*)+"
_COMPARED = r"""\s*=\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?![\w.])|true\b|false\b)"""
_NO_TEXT = "\0"
"""A text that no definition means."""
_HANDS_ON = (
    "Parameters", "ItemSelector", "ResultSelector", "Assign", "InputPath", "OutputPath",
)  # fmt: skip
"""Fields in which a path hands on what it reads, and asks nothing of it."""
_EQUALS = ("StringEquals", "NumericEquals", "BooleanEquals")


class Demand:
    """One value in the input that the machine reads, with those that it reads in it."""

    __slots__ = (
        "children", "compared", "is_listed", "is_read", "is_required", "kinds", "path", "sites",
    )  # fmt: skip

    def __init__(self, path: tuple[Step, ...] = ()) -> None:
        self.path = path
        """Names from the input on; None stands for any item of an array."""
        self.children: dict[Step, Demand] = {}
        """By name; None: what is needed of the items of an array."""
        self.is_read = False
        self.is_required = False
        """Does the machine surely fail without it, given the object that it would be in?"""
        self.kinds: tuple[str, ...] = KINDS
        """Of which kinds it may be, as far as known."""
        self.compared: list[str | int | float | bool] = []
        """The constants that it is compared with."""
        self.is_listed = False
        """Does the machine surely fail with a text that it is not compared with?"""
        self.sites: list[Site] = []
        """Where it is read: the expressions, in the order of the file."""

    @property
    def states(self) -> tuple[str, ...]:
        """The names of the states that read it."""
        return tuple(dict.fromkeys(site.state.name for site in self.sites))

    @property
    def written(self) -> str:
        """Its path, for messages: `$.order.items[*].id`."""
        steps = ("[*]" if one is None else _written(one) for one in self.path)
        return "$" + "".join(steps)

    def walk(self) -> Iterator[Demand]:
        """What is read in it and below, outer ones first, without itself."""
        for child in self.children.values():
            if child.is_read:
                yield child
            yield from child.walk()

    def child(self, step: Step) -> Demand:
        """What is at one step further; made where it is new."""
        if step not in self.children:
            self.children[step] = Demand((*self.path, step))
        return self.children[step]

    def __repr__(self) -> str:
        return f"Demand({self.written!r}, {self.is_required!r})"


def _written(name: str) -> str:
    quoted = name.replace("\\", "\\\\").replace("'", "\\'")
    return f".{name}" if re.fullmatch(r"[A-Za-z_]\w*", name) else f"['{quoted}']"


@fact(about=StateMachine)
class Contract:
    """What an outermost machine needs of the input that it is started with."""

    __slots__ = ("input", "is_known")

    def __init__(self, machine: StateMachine, ask: Ask) -> None:
        self.input = Demand()
        """The input as a whole, with all that is read in it."""
        self.is_known = False
        """Could the machine be followed? It can not where nobody sees where its states lead."""
        self.is_known = Asking(machine, ask, self.input).run()

    @property
    def required(self) -> list[Demand]:
        """What the machine must find, whatever else is in the input: outer ones first."""
        found, pending = [], [self.input]
        while pending:
            one = pending.pop(0)
            mine = [each for each in one.children.values() if each.path[-1] is not None]
            needed = [each for each in mine if each.is_required]
            found += needed
            pending += needed
        return found


@fact(about=StateMachine)
def needed_paths(machine: StateMachine, ask: Ask) -> list[tuple[tuple[str, ...], str]]:
    """The paths that a machine must find in its input, each with the first state that reads it.

    Plain values, so that facts about other files can ask for them.
    """
    needs = ask(Contract, machine).required
    return [
        (tuple(step for step in one.path if step is not None), one.states[0] if one.sites else "")
        for one in needs
    ]


class Asking:
    """Asks the solver about one value, again and again: about the input of a machine.

    What is told is noted in `root` and what is in it.
    """

    is_input = True
    """Is it the input of the execution, which the context object has, too?"""

    def __init__(self, machine: StateMachine, ask: Ask, root: Demand) -> None:
        self.machine = machine
        self.ask = ask
        self.root = root
        self.named: dict[str, Demand] = {}
        self.known: set[tuple[int, int]] = set()
        self.left = MAX_SOLVED
        self.value: Shape | None = None

    def run(self) -> bool:
        """Find what is read, and what of it is needed; False where nobody can follow it."""
        try:
            known = self.reads()
            if known:
                self.needs()
        except BudgetError:
            return False
        return known

    # --- what is read -----------------------------------------------------------------------------

    def reads(self) -> bool:
        """Find what the states read; False where nobody knows their ways."""
        solved = self.solved(ANYTHING)
        if solved.unknown or solved.output.is_never:
            return False
        self.root.is_read = True
        solved = self.solved(self._shape(self.root))
        for _ in range(MAX_ROUNDS):
            count = len(self.named)
            for state, way, turn in _passed(solved):
                for read in self._reads_of(state, way, turn):
                    self._note(*read)
            solved = self.solved(self._shape(self.root))
            if count == len(self.named) or count > MAX_READ:
                break
        return True

    def _reads_of(self, state: State, way: Way, turn: Turn) -> Iterator[Read]:
        """What each expression of a state reads: where it looks, the way from there."""
        start = self._shape(self.root)
        for site in self.ask(Plan, state).sites.values():
            if site.jsonata is not None:
                yield from self._in_jsonata(site, way, turn, start)
            if site.field.name == "ResultPath":
                continue  # it says where something is written
            for path in site.paths():
                steps = tuple(_steps(path))
                variable = path.variable
                if path.in_context:
                    if self.is_input and steps[:2] == ("Execution", "Input"):
                        yield start, steps[2:], site
                elif variable is not None:
                    yield way.variables.get(variable), steps, site
                elif site.field.reads in turn.stages:
                    yield turn.stages[site.field.reads], steps, site

    def _in_jsonata(self, site: Site, way: Way, turn: Turn, start: Shape) -> Iterator[Read]:
        expression = site.jsonata
        assert expression is not None, "the caller has looked"
        for use in expression.states:
            if use.path[:1] == ("input",):
                yield way.data, use.path[1:], site
            elif use.path[:1] == ("result",) and grammar.RESULT in turn.stages:
                yield turn.stages[grammar.RESULT], use.path[1:], site
            elif self.is_input and use.path[:3] == ("context", "Execution", "Input"):
                yield start, use.path[3:], site
        for name in expression.variables:
            further = re.compile(_FURTHER).match(expression.text, name.end)
            steps = tuple(further[0].split(".")[1:]) if further else ()
            yield way.variables.get(name.name.removeprefix("$")), steps, site

    def _note(self, shape: Shape, steps: tuple[Step, ...], site: Site) -> None:
        """Note what an expression reads, if it comes from the input."""
        for index, step in enumerate(steps):
            if step is None:
                if shape.array is None:
                    return
                shape = shape.array.element
                continue
            if shape.object is None:
                return
            held = shape.object
            if step in held.fields:
                shape = held.fields[step]
                continue
            need = self.named.get(held.answer or "")
            if need is not None and len(self.named) <= MAX_READ:
                need.is_read = True
                for each in steps[index:]:
                    need = need.child(each)
                    self._mark(need, site, last=False)
                self._mark(need, site, last=True)
            return
        whole = None if shape.object is None else self.named.get(shape.object.answer or "")
        if whole is not None:
            self._mark(whole, site, last=True)

    def _mark(self, need: Demand, site: Site, *, last: bool) -> None:
        need.is_read = True
        if (id(need), id(site)) in self.known or not last:
            return
        self.known.add((id(need), id(site)))
        need.sites.append(site)
        need.compared += (one for one in _compared(site, need) if one not in need.compared)

    # --- what is needed ---------------------------------------------------------------------------

    def needs(self) -> None:
        """Find which of it must be there, and of which kinds."""
        every = list(self.root.walk())
        for need in every:
            if need.path[-1] is not None:
                need.is_required = self._fails(need, ())
        for need in (self.root, *every):
            refused = {kind for kind in KINDS if self._fails(need, (kind,))}
            need.kinds = tuple(kind for kind in KINDS if kind not in refused)
            if need.kinds == (STRING_KIND,) and need.compared and all(map(_is_plain, need.sites)):
                need.is_listed = self._fails(need, (STRING_KIND,), texts((_NO_TEXT,)))

    def _fails(self, need: Demand, kinds: tuple[str, ...], value: Shape | None = None) -> bool:
        """Does the machine surely fail when a value is of some kinds only, or not there (none)?

        `value` is one of these kinds, where not any of them is asked about.
        """
        self.left -= 1
        if self.left < 0:
            return False
        if need is self.root and not kinds:
            return False
        try:
            self.value = value
            solved = self.solved(self._shape(self.root, need, kinds))
        except BudgetError:
            return False
        return not solved.unknown and solved.output.is_never

    def solved(self, data: Shape) -> Solved:
        """What comes of a value. Raises `BudgetError`."""
        solver = Solver(self.ask, self.machine)
        solver.resumes = False
        return solver.solve(self.machine, data, Object({}), of_execution(data))

    def _shape(
        self, need: Demand, asked: Demand | None = None, kinds: tuple[str, ...] = ()
    ) -> Shape:
        """A value of the input, named; with what is asked about one value that may be in it."""
        name = f"{len(need.path):03}{need.path!r}"  # joined shapes keep the lesser name
        self.named[name] = need
        around = asked is not None and asked is not need and _is_around(need, asked)
        assert asked is not None or not kinds, "kinds are those of a value"
        wanted: tuple[str, ...] = KINDS
        if asked is need and self.value is not None:
            return self.value
        if asked is need:
            wanted = kinds
        elif around and asked is not None:
            wanted = (ARRAY_KIND if asked.path[len(need.path)] is None else OBJECT_KIND,)
        elif asked is None:
            wanted = _likely(need)
        fields = {
            step: self._field(child, asked, kinds)
            for step, child in need.children.items()
            if step is not None
        }
        element = need.child(None) if need.is_read else need.children.get(None)
        items = ANYTHING if element is None else self._shape(element, asked, kinds)
        least = int(around and wanted == (ARRAY_KIND,))
        every = Shape(
            null=True, booleans=frozenset((False, True)), numbers=None, texts=None,
            array=Array((), items, least), object=Object(fields, MAYBE, name),
        )  # fmt: skip
        return (every if element or asked else every.without(ARRAY_KIND)).only(*wanted)

    def _field(self, need: Demand, asked: Demand | None, kinds: tuple[str, ...]) -> Shape:
        if need is asked and not kinds:
            return NOTHING
        shape = self._shape(need, asked, kinds)
        there = asked is not None and _is_around(need, asked)
        return shape if there else shape.or_nothing


def _likely(need: Demand) -> tuple[str, ...]:
    """Of which kinds a value most likely is, by what is read in it."""
    if any(child.is_read for step, child in need.children.items() if step is not None):
        return (OBJECT_KIND,)
    element = need.children.get(None)
    return KINDS if element is None or not element.children else (ARRAY_KIND,)


def _is_around(need: Demand, asked: Demand) -> bool:
    return asked.path[: len(need.path)] == need.path


def _passed(solved: Solved) -> Iterator[tuple[State, Way, Turn]]:
    """The ways into all states of a machine, and of those in it."""
    pending, seen = [solved], {solved}
    while pending:
        one = pending.pop()
        for state, ways in one.passed.items():
            for way, turn in ways:
                yield state, way, turn
                pending += (inner for inner in turn.inner if inner not in seen)
                seen.update(turn.inner)


def _steps(path: Path) -> Iterator[Step]:
    """The names of a path; None for items of an array, and nothing behind what may be anything."""
    for segment in path.segments:
        if segment.kind == "name" and isinstance(segment.value, str):
            yield segment.value
        elif segment.kind in ("index", "wildcard", "slice"):
            yield None
        else:
            return


def _is_plain(site: Site) -> bool:
    """Does an expression do no more with a text than hand it on, or test whether it equals one?"""
    if site.field.name == "Variable" and isinstance(site.part.node, Mapping):
        return "StringEquals" in site.part.node.fields
    return site.path is not None and site.field.name in _HANDS_ON


def _compared(site: Site, need: Demand) -> Iterator[str | int | float | bool]:
    """The constants that an expression compares a value with."""
    if site.field.name == "Variable" and isinstance(site.part.node, Mapping):
        for field in _EQUALS:
            scalar = site.part.node.get(field)
            if isinstance(scalar, Scalar) and isinstance(scalar.value, str | int | float | bool):
                yield scalar.value
    elif site.jsonata is not None and need.path and isinstance(need.path[-1], str):
        name = re.escape(need.path[-1])
        for found in re.compile(rf"\.{name}{_COMPARED}").finditer(site.jsonata.text):
            yield _constant(found[1])


def _constant(text: str) -> str | int | float | bool:
    from json import loads

    value: str | int | float | bool = loads(text)
    return value


def shape_of(demand: Demand, rest: Shape = MAYBE) -> Shape:
    """What a value most likely is that meets a demand, with no more fields than the `rest` allows.

    Where names are read of it it is an object, although JSONata takes them of each item, too.
    """
    fields = {
        step: shape_of(child, rest) if child.is_required else shape_of(child, rest).or_nothing
        for step, child in demand.children.items()
        if step is not None and child.is_read
    }
    element = demand.children.get(None)
    items = ANYTHING if element is None else shape_of(element, rest)
    every = Shape(
        null=True, booleans=frozenset((False, True)), numbers=None, texts=None,
        array=Array((), items), object=Object(fields, rest if fields else MAYBE),
    )  # fmt: skip
    if demand.is_listed:
        return texts(one for one in demand.compared if isinstance(one, str))
    likely = [kind for kind in demand.kinds if kind in _likely(demand)]
    return every.only(*(likely or demand.kinds))


def schema_of_input(contract: Contract) -> dict[str, object] | bool:
    """The JSON Schema (2020-12) of the input that a machine needs; True where it needs nothing.

    What is only read on some ways is no more than a property.
    """
    return _schema(contract.input)


def _schema(need: Demand) -> dict[str, object] | bool:
    made: dict[str, object] = {}
    if need.kinds != KINDS and need.kinds:
        made["type"] = need.kinds[0] if len(need.kinds) == 1 else list(need.kinds)
    if need.sites and need.path:
        made["description"] = "read in " + ", ".join(need.states)
    named = {step: one for step, one in need.children.items() if step is not None and one.is_read}
    if named and OBJECT_KIND in need.kinds:
        made["properties"] = {step: _schema(one) for step, one in named.items()}
        required = [step for step, one in named.items() if one.is_required]
        if required:
            made["required"] = required
    element = need.children.get(None)
    if element is not None and ARRAY_KIND in need.kinds:
        items = _schema(element)
        if items is not True:
            made["items"] = items
    fitting = [one for one in need.compared if of(one).kinds[0] in need.kinds]
    if need.is_listed:
        made["enum"] = fitting
    elif fitting:
        made["examples"] = fitting
    return made or True
