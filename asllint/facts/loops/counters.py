"""Counters that should end a loop: whether what is compared is what is counted."""

from __future__ import annotations

from itertools import islice

from asllint.expressions.intrinsic.call import Literal
from asllint.expressions.path import Path, read_path
from asllint.facts.expressions.sites import Sites
from asllint.facts.fact import Ask
from asllint.facts.flow import FlowGraph
from asllint.facts.implied import NotOneValueError, ValueTest
from asllint.facts.loops.loop import Case, Loop, Remark, onward
from asllint.facts.loops.places import WORKING, DataPlace, place_of, read_by, read_in, written_by
from asllint.language.grammar import JSONATA
from asllint.language.machine import ChoiceRule, State
from asllint.syntax.node import Mapping, Scalar, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.facts.expressions.site import Site

MAX_COUNTERS = 10
"""So many counters of one loop are judged: who reads each is searched for everywhere."""
FAR = 10**16
"""A number that is beyond every bound."""


class Count:
    """A step by which a state of the loop counts: what it reads, and where it writes the sum."""

    __slots__ = ("read", "site", "state", "step", "written")

    def __init__(self, site: Site, read: DataPlace, written: DataPlace, step: float) -> None:
        self.site = site
        self.state = site.state
        self.read = read
        self.written = written
        self.step = step

    @property
    def goes_on(self) -> bool:
        """Does it write what it reads in the next turn?"""
        return self.read == self.written


class Bound:
    """A choice rule that compares one place with numbers, and so can end the loop."""

    __slots__ = ("ends_high", "ends_low", "place", "state")

    def __init__(self, state: State, place: DataPlace, ends_high: bool, ends_low: bool) -> None:
        self.state = state
        self.place = place
        self.ends_high = ends_high
        """Does the loop end when the number has grown beyond all bounds?"""
        self.ends_low = ends_low


def miscounted(case: Case) -> Iterator[Remark]:
    """Counters that can not end the loop, or of which nobody takes notice."""
    loop, ask = case.loop, case.ask
    bounds = list(islice(_bounds(loop), MAX_COUNTERS)) if any(map(_compares, loop.rules)) else []
    counts = list(islice(_counts(loop, ask), MAX_COUNTERS))
    for bound in bounds:
        mine = [count for count in counts if count.goes_on and count.written == bound.place]
        if mine:
            yield from _wrong(loop, bound, mine, ask)
        elif not _is_written(loop, bound.place, ask):
            yield from _not_counted(bound, counts, ask)
    compared = [bound.place for bound in bounds]
    for count in counts:
        if count.goes_on and count.written not in compared and not _is_read(count, ask):
            yield Remark(
                count.state,
                f'"{count.written}" is counted here, and nothing reads it: compare it in the loop, '
                "or leave it out",
                [],
            )


def _wrong(loop: Loop, bound: Bound, counts: list[Count], ask: Ask) -> Iterator[Remark]:
    """What is counted is compared: can it get there?"""
    (first, *_) = counts
    grows = [count.step > 0 for count in counts]
    if (all(grows) and not bound.ends_high) or (not any(grows) and not bound.ends_low):
        way, wanted = ("up", "fall") if grows[0] else ("down", "grow")
        yield Remark(
            first.state,
            f'"{bound.place}" is counted {way} here, and "{bound.state.name}" waits for it to '
            f"{wanted}: the loop never ends by it",
            [(bound.state, "compares it")],
        )
        return
    for state in loop.states:
        if len(counts) == 1 and state is not first.state and _sets(state, bound.place):
            others = frozenset(loop.states) - {state}
            if ask(FlowGraph, state.machine).path(first.state, first.state, others) is None:
                yield Remark(
                    state,
                    f'"{bound.place}" is set back here on every turn, so that '
                    f'"{bound.state.name}" never sees it counted: set it before the loop',
                    [(first.state, "counts it"), (bound.state, "compares it")],
                )
            return


def _not_counted(bound: Bound, counts: list[Count], ask: Ask) -> Iterator[Remark]:
    """Nothing writes what is compared: is something else counted?"""
    if counts:
        count = counts[0]
        yield Remark(
            bound.state,
            f'this compares "{bound.place}", and "{count.state.name}" counts "{count.written}": '
            "compare what is counted",
            [(count.state, "counts")],
        )
        return
    value = _value(bound, ask)
    if value is not None:
        yield Remark(
            bound.state,
            f'nothing in the loop counts "{bound.place}", which is compared here: '
            f"it is always {value}",
            [],
        )


def _value(bound: Bound, ask: Ask) -> float | None:
    """The one number that the definition itself has given to a place."""
    from asllint.data.shape import ANYTHING, NOTHING
    from asllint.facts.dataflow.flow import Passage

    passage = ask(Passage, bound.state)
    name = bound.place.root
    shape = passage.input if name == "$" else passage.variables.get(name, ANYTHING)
    for step in bound.place.steps:
        shape = NOTHING if shape.object is None else shape.object.get(step)
    value = shape.value if shape.is_known else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


# --- what is compared -----------------------------------------------------------------------------


def _compares(rule: Mapping) -> bool:
    """May a rule compare numbers?"""
    text = string_of(rule.get("Condition"))
    if text is not None:
        return "<" in text or ">" in text
    return any(name.startswith("Numeric") for name in rule.fields)


def _bounds(loop: Loop) -> Iterator[Bound]:
    """The rules that lead out of the loop, or back into it where `Default` leads out."""
    for state in loop.states:
        default = [one for one in onward(state) if one.field == "Default"]
        goes_on = [loop.leads_to(one) is not None for one in default]
        for choice in state.choices:
            if choice.transition is None:
                continue
            leaves = loop.leads_to(choice.transition) is None
            if goes_on == [leaves]:
                bound = _bound(state, choice, leaves)
                if bound is not None:
                    yield bound


def _bound(state: State, choice: ChoiceRule, leaves: bool) -> Bound | None:
    try:
        rule = ValueTest(choice)
    except (NotOneValueError, RecursionError):
        return None
    place = None if rule.place is None else _named(rule.place, state)
    if place is None or not all(isinstance(one, int | float) for one in rule.constants):
        return None
    high, low = rule.of(FAR) is leaves, rule.of(-FAR) is leaves
    return Bound(state, place, high, low) if high is not low else None  # not for equalities


def _named(text: str, state: State) -> DataPlace | None:
    """The place that a test names."""
    if state.query_language != JSONATA:
        path, mistakes = read_path(text)
        exact = not mistakes and all(one.kind == "name" for one in path.segments)
        return place_of(path) if exact else None
    root, *steps = text.replace(" ", "").split(".")
    if root == "$states":
        return DataPlace("$", tuple(steps[1:])) if steps[:1] == ["input"] else None
    return DataPlace(root.removeprefix("$"), tuple(steps))


# --- what is counted ------------------------------------------------------------------------------


def _counts(loop: Loop, ask: Ask) -> Iterator[Count]:
    for state in loop.states:
        for site in ask(Sites, state):
            found = _sum(site)
            written = None if found is None else _target(site, ask)
            if found is not None and written is not None:
                yield Count(site, found[0], written, found[1])


def _sum(site: Site) -> tuple[DataPlace, float] | None:
    """What an expression adds a number to, and the number; None for other expressions."""
    if site.call is not None and site.call.name == "States.MathAdd":
        paths = [one for one in site.call.arguments if isinstance(one, Path)]
        numbers = [one.value for one in site.call.arguments if isinstance(one, Literal)]
        place = place_of(paths[0]) if len(paths) == 1 and len(numbers) == 1 else None
        return _step(place, numbers[0] if numbers else None)
    tree = None if site.jsonata is None else site.jsonata.tree
    if tree is None or tree.kind != "binary" or tree.value not in ("+", "-"):
        return None
    left, right = tree.parts
    if right.kind != "number" and tree.value == "+":
        left, right = right, left
    places = list(read_in(site))
    if right.kind != "number" or left.kind not in ("path", "variable") or len(places) != 1:
        return None
    value = right.value if isinstance(right.value, int | float) else 0
    return _step(places[0], value if tree.value == "+" else -value)


def _step(place: DataPlace | None, number: object) -> tuple[DataPlace, float] | None:
    known = isinstance(number, int | float) and not isinstance(number, bool) and number != 0
    return (place, number) if place is not None and known else None  # type: ignore[return-value]


def _target(site: Site, ask: Ask) -> DataPlace | None:
    """Where the state writes what an expression yields."""
    names = tuple(str(key.value).removesuffix(".$") for key in site.keys[1:])
    field = site.field.name
    if site.array is not None or not names:
        return None
    if field == "Assign":
        return DataPlace(names[0], names[1:])
    if field == "Output":
        return DataPlace("$", names)
    if field != "Parameters" or site.state.type != "Pass":
        return None
    base = [place for place in written_by(site.state, ask) if place.root == "$"]
    return DataPlace("$", (*base[0].steps, *names)) if len(base) == 1 else None


# --- who else writes it, and who reads it ---------------------------------------------------------


def _is_written(loop: Loop, place: DataPlace, ask: Ask) -> bool:
    """May something in the loop write a place, be it by a catcher?"""
    caught = any(
        catcher.transition is not None and loop.leads_to(catcher.transition) is not None
        for state in loop.states
        for catcher in state.catchers
    )
    if caught and place.root == "$":
        return True
    return any(one.overlaps(place) for state in loop.states for one in written_by(state, ask))


def _sets(state: State, place: DataPlace) -> bool:
    """Does a state write a constant number just there?"""
    assigned = state.field("Assign")
    if place.root != "$":
        return _is_number(assigned, (place.root, *place.steps))
    if state.type != "Pass":
        return False
    target = state.field("ResultPath")
    base: tuple[str, ...] = ()
    if isinstance(target, Scalar) and isinstance(target.value, str):
        path, mistakes = read_path(target.value)
        base = path.names
        if mistakes or len(base) != len(path.segments):
            return False
    if place.steps[: len(base)] != base:
        return False
    fields = ("Output",) if state.query_language == JSONATA else ("Result", "Parameters")
    return any(_is_number(state.field(name), place.steps[len(base) :]) for name in fields)


def _is_number(node: object, steps: tuple[str, ...]) -> bool:
    for step in steps:
        node = node.get(step) if isinstance(node, Mapping) else None
    value = node.value if isinstance(node, Scalar) else None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_read(count: Count, ask: Ask) -> bool:
    """Does something besides the counter itself read what is counted?"""
    for machine in count.state.outermost.walk():
        for state in machine.states:
            sites = (site for site in ask(Sites, state) if site is not count.site)
            if any(place.overlaps(count.written) for one in sites for place in read_in(one)):
                return True
            if state.type in WORKING and count.written.root == "$":
                read = read_by(state, ask)
                if read is None or any(place.overlaps(count.written) for place in read):
                    return True
    return False
