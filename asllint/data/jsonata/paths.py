"""Paths over shapes: steps through lists, predicates, sorting, names for items, and grouping.

A path goes through its steps item by item. What a step yields for each is put together: lists are
taken apart, nothing is left out. What comes of the last step is a sequence, which collapses: of
one item it is that item, and without any it is nothing. One list that the only item of the last
step yields is no sequence, and stays as it is. So does, with `[]`, a sequence of one.
"""

from __future__ import annotations

from math import floor
from typing import TypeAlias, TypeVar

from asllint.data.jsonata.frames import Locals
from asllint.data.jsonata.operators import RefusedError, described
from asllint.data.jsonata.sequences import (
    Run,
    array_from,
    concatenated,
    item_at,
    repeated,
    runs_of,
)
from asllint.data.jsonata.sorting import in_order
from asllint.data.jsonata.steps import field_of
from asllint.data.jsonata.truth import truths
from asllint.data.jsonata.values import Function, collapsed, items_of, kept
from asllint.data.shape import (
    ARRAY_KIND,
    EVERY,
    LIST,
    MAYBE,
    NEVER,
    NOTHING,
    NUMBER,
    NUMBER_KIND,
    OPEN,
    STRING_KIND,
    Array,
    Object,
    Shape,
    array_of,
    join,
    numbers,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from asllint.data.jsonata.evaluation import Evaluation
    from asllint.data.jsonata.values import Value
    from asllint.expressions.jsonata.tree import Pairs, Term

Found: TypeAlias = "Shape | Array"
"""What a step yields: a value, or a sequence that has not collapsed."""

Tuple: TypeAlias = "dict[str, Shape]"
"""An item, as `@`, with what is bound to names beside it."""

Item = TypeVar("Item")

ITEM = "@"


# --- walking --------------------------------------------------------------------------------------


def walked(evaluation: Evaluation, term: Term, context: Value, frame: Locals) -> Shape:
    """The value of a path."""
    if term.is_tuple:
        return MAYBE  # its names are looked for from outside of it
    here = context if isinstance(context, Shape) else MAYBE
    first = term.parts[0]
    if here.array is None or here.anything or first.kind == "variable" or first.is_constructed:
        return _walk(evaluation, term, [Run(here)], frame)
    whole = _walk(evaluation, term, runs_of(here.array), frame)
    others = here.without(ARRAY_KIND)
    if not others.kinds and not others.nothing:
        return whole
    return join((whole, _walk(evaluation, term, [Run(others)], frame)))


def _walk(evaluation: Evaluation, term: Term, runs: list[Run[Shape]], frame: Locals) -> Shape:
    """A path from the items at which it begins."""
    evaluation.lost.pop(term, None)
    last = term.parts[-1]
    for number, step in enumerate(term.parts):
        if len(runs) == 1 and step is not last and _is_plain(step):
            value = _value_of(evaluation, step, runs[0], frame)
            if value.is_never:
                return value
            if value.anything and _only_names(term, number + 1):
                return MAYBE
            if value.array is None and not value.anything and value.has_value:
                runs = [Run(value.present if value.nothing else value, 0 if value.nothing else 1)]
                continue
        if step.is_tuple:
            return _walk_bound(evaluation, term, number, runs, frame)
        found = _step(evaluation, step, runs, frame, is_first=number == 0)
        if found is None:
            return NEVER
        items = _spread(step, found, number == 0, _may_be_marked(evaluation, step, frame))
        if items.most == 0 and term not in evaluation.lost:
            evaluation.lost[term] = (step, join(run.item for run in runs))
        if step is last:
            return _finished(evaluation, term, found, items, frame)
        evaluation.spend(len(items.items) // 8)
        runs = runs_of(items)
    raise AssertionError("a path has steps")


def _is_plain(step: Term) -> bool:
    """Is it a name or a variable, with nothing behind it?"""
    return step.kind in ("name", "variable") and not (
        step.stages or step.predicates or step.is_tuple or step.group is not None
    )


def _only_names(term: Term, number: int) -> bool:
    """Are all steps from one on names? What is unknown stays so then."""
    return term.group is None and not term.is_kept and all(map(_is_plain, term.parts[number:]))


def _value_of(evaluation: Evaluation, step: Term, run: Run[Shape], frame: Locals) -> Shape:
    """What a plain step yields for what is one item at most."""
    if step.kind == "name":
        evaluation.spend(1)
        value = field_of(run.item, str(step.value))
    else:
        value = evaluation.shape(step, run.item, frame)
    return value if run.least else value.or_nothing


def _step(
    evaluation: Evaluation,
    step: Term,
    runs: list[Run[Shape]],
    frame: Locals,
    *,
    is_first: bool,
) -> list[Run[Found]] | None:
    """What a step yields for each item; None where it surely fails."""
    if step.kind == "sort":
        ordered = in_order(evaluation, step, runs, frame)
        return None if ordered is None else [Run(_stages(evaluation, step, ordered, frame))]
    found: list[Run[Found]] = []
    for run in runs:
        item = run.item
        if is_first and step.is_constructed and item.has_value and item.array is None:
            item = array_of((item.present,))
        value: Found = evaluation.shape(step, item, frame)
        value = _stages(evaluation, step, value, frame)
        if isinstance(value, Shape) and value.is_never:
            if run.least:
                return None
            continue
        found.append(Run(value, run.least, run.most))
    return found


def _stages(evaluation: Evaluation, step: Term, value: Found, frame: Locals) -> Found:
    for stage in step.stages:
        if isinstance(value, Shape) and value.is_never:
            break
        value = filtered(evaluation, stage.parts[0], value, frame)
    return value


def _may_be_marked(evaluation: Evaluation, step: Term, frame: Locals) -> bool:
    """May a list be one that a step wrote elsewhere, which is one item here, too?"""
    if not evaluation.writes_lists or step.kind == "name":
        return False
    return step.kind != "variable" or frame.lookup(str(step.value)) is not None


def _spread(step: Term, found: Iterable[Run[Found]], is_first: bool, is_marked: bool) -> Array:
    """What the items yield, as one list. An array that a later step writes is one item of it."""
    is_item = _is_array(step) and step.is_constructed and not is_first
    parts = []
    for run in found:
        value = run.item
        if isinstance(value, Shape):
            if is_item and value.has_value:
                value = Array((value.present,), NEVER, 0 if value.nothing else 1, 1)
            elif value.array is not None and is_marked:  # as in `($y := $x.[a, b]; $y.{…})`
                either = join((Shape(array=items_of(value)), array_of((value.present,))))
                value = either.array or items_of(value)
            else:
                value = items_of(value)
        parts.append(repeated(value, run.least, run.most))
    return concatenated(parts)


def _is_array(term: Term) -> bool:
    return term.kind == "unary" and term.value == "["


def _finished(
    evaluation: Evaluation, term: Term, found: list[Run[Found]], items: Array, frame: Locals
) -> Shape:
    """What a path comes to."""
    step = term.parts[-1]
    if term.group is not None:
        return grouped(evaluation, term, term.group, _as_items(step, found, items), frame)
    if len(found) == 1 and found[0].most == 1 and isinstance(found[0].item, Shape):
        value = _only(evaluation, term, found[0].item)
        return value if found[0].least else value.or_nothing
    whole = kept(items) if term.is_kept else collapsed(items)
    return join((whole, *_single_lists(evaluation, term, found)))


def _as_items(step: Term, found: list[Run[Found]], items: Array) -> Array:
    if len(found) == 1 and found[0].is_one and isinstance(found[0].item, Shape):
        return items_of(found[0].item)
    return items


def _only(evaluation: Evaluation, term: Term, value: Shape) -> Shape:
    """What a path comes to whose last step is asked of one item only."""
    step = term.parts[-1]
    if value.anything:
        if not term.is_kept:
            return value
        return LIST.or_nothing if value.nothing else LIST
    parts = []
    if value.array is not None:
        lists = value.only(ARRAY_KIND)
        if term.is_kept and _is_array(step) and step.is_constructed:
            lists = array_of((lists,))
        parts.append(lists)
        if _may_be_sequence(evaluation, step):
            parts.append(collapsed(items_of(lists)))
    others = value.without(ARRAY_KIND)
    if others.kinds or others.nothing:
        parts.append(kept(items_of(others)) if term.is_kept else others)
    return parts[0] if len(parts) == 1 else join(parts)


def _single_lists(evaluation: Evaluation, term: Term, found: list[Run[Found]]) -> list[Shape]:
    """The lists that are not taken apart if only one item yields anything."""
    sure = [
        run.least
        if isinstance(run.item, Shape) and not run.item.nothing and not run.item.anything
        else 0
        for run in found
    ]
    total = sum(sure)
    return [
        _only(evaluation, term, run.item.only(ARRAY_KIND))
        for run, least in zip(found, sure, strict=True)
        if isinstance(run.item, Shape)
        and (run.item.array is not None or run.item.anything)
        and total - least == 0
        and least <= 1
    ]


def _may_be_sequence(evaluation: Evaluation, step: Term) -> bool:
    """May a list be a sequence that `[]` has kept, somewhere else in the expression?"""
    return "[]" in "".join(evaluation.text.split()) and step.kind not in ("name", "unary")


# --- names for items: `@`, `#`, `%` ---------------------------------------------------------------


def _walk_bound(
    evaluation: Evaluation, term: Term, start: int, runs: list[Run[Shape]], frame: Locals
) -> Shape:
    """A path from its first step on that binds a name to each item."""
    bound = [Run({ITEM: run.item}, run.least, run.most) for run in runs]
    for step in term.parts[start:]:
        found = _bound_step(evaluation, step, bound, frame)
        if found is None:
            return NEVER
        bound = found
    items = array_from(Run(run.item[ITEM], run.least, run.most) for run in bound)
    if term.group is not None:
        return OPEN if bound else grouped(evaluation, term, term.group, items, frame)
    return kept(items) if term.is_kept else collapsed(items)


def _bound_step(
    evaluation: Evaluation, step: Term, bound: list[Run[Tuple]], frame: Locals
) -> list[Run[Tuple]] | None:
    if step.kind == "sort":
        most = [run.most for run in bound]
        if len(bound) > 1 or most != [1]:
            bound = _mixed(bound)
        found: list[Run[Tuple]] | None = bound
    else:
        found = _bindings(evaluation, step, bound, frame)
    for stage in step.stages:
        if found is None:
            return None
        if stage.kind == "index":
            found = _numbered(found, str(stage.value))
        else:
            found = _filter_bound(evaluation, stage.parts[0], found, frame)
    return found


def _mixed(bound: list[Run[Tuple]]) -> list[Run[Tuple]]:
    """The same items in any order."""
    names = dict.fromkeys(name for run in bound for name in run.item)
    item = {name: join(run.item.get(name, NOTHING) for run in bound) for name in names}
    most: int | None = 0
    for run in bound:
        most = None if most is None or run.most is None else most + run.most
    return [Run(item, sum(run.least for run in bound), most)]


def _bindings(
    evaluation: Evaluation, step: Term, bound: list[Run[Tuple]], frame: Locals
) -> list[Run[Tuple]] | None:
    """What a step yields for each item, each with the names that are bound by now."""
    found: list[Run[Tuple]] = []
    for run in bound:
        before = run.item
        value = evaluation.shape(step, before[ITEM], Locals(frame, before))
        if value.is_never:
            if run.least:
                return None
            continue
        for place, one in enumerate(runs_of(items_of(value))):
            item = dict(before)
            if step.focus is not None:
                item[step.focus] = one.item
            else:
                item[ITEM] = one.item
            if step.index is not None:
                item[step.index] = numbers((place,)) if one.most == 1 else NUMBER
            if step.ancestor is not None:
                item[step.ancestor] = before[ITEM]
            found.append(Run(item, one.least, one.most).times(run.least, run.most))
    evaluation.spend(len(found))
    return found


def _numbered(bound: list[Run[Tuple]], name: str) -> list[Run[Tuple]]:
    """The items with their places under a name."""
    is_exact, found = True, []
    for place, run in enumerate(bound):
        number = numbers((place,)) if is_exact and run.most == 1 else NUMBER
        found.append(Run({**run.item, name: number}, run.least, run.most))
        is_exact = is_exact and run.is_one
    return found


def _filter_bound(
    evaluation: Evaluation, predicate: Term, bound: list[Run[Tuple]], frame: Locals
) -> list[Run[Tuple]] | None:
    found = []
    total = len(bound) if all(run.is_one for run in bound) else None
    for place, run in _placed(bound):
        value = evaluation.eval(predicate, run.item[ITEM], Locals(frame, run.item))
        if isinstance(value, Shape) and value.is_never:
            if run.least:
                return None
            continue
        least, most = _chosen(value, place, total)
        found.append(run.times(least, most))
    return [run for run in found if run.most != 0]


# --- predicates -----------------------------------------------------------------------------------


def filtered(evaluation: Evaluation, predicate: Term, value: Found, frame: Locals) -> Found:
    """`[…]` behind a value: one item by its place, or those for which something holds."""
    items = items_of(value) if isinstance(value, Shape) else value
    if predicate.kind == "number":
        return item_at(items, floor(float(str(predicate.value))))
    runs = runs_of(items)
    total = items.least if items.least == items.most else None
    found = []
    for place, run in _placed(runs):
        chosen = evaluation.eval(predicate, run.item, frame)
        if isinstance(chosen, Shape) and chosen.is_never:
            if run.least:
                return NEVER
            continue
        found.append(_taken(run, chosen, place, total))
    return array_from(found)


def _taken(run: Run[Item], value: Value, place: int | None, total: int | None) -> Run[Item]:
    """Those items of a run that a predicate's value takes."""
    is_place = isinstance(value, Shape) and value.kinds == (NUMBER_KIND,) and value.is_known
    if is_place and run.most != 1:  # for all of them it is the same one
        return Run(run.item, 0, 1)
    return run.times(*_chosen(value, place, total))


def _placed(runs: Sequence[Run[Item]]) -> Iterable[tuple[int | None, Run[Item]]]:
    """Runs with the place of their one item, where that is known."""
    is_exact = True
    for place, run in enumerate(runs):
        yield (place if is_exact and run.most == 1 else None), run
        is_exact = is_exact and run.is_one


def _chosen(value: Value, place: int | None, total: int | None) -> tuple[int, int | None]:
    """How often at least and at most a predicate's value takes an item."""
    if isinstance(value, Function):
        return 0, 0
    if value.anything:
        return 0, None
    ways: list[tuple[int, int | None]] = []
    if value.numbers is EVERY or value.numbers:
        ways.append(_by_number(value, place, total))
    if value.array is not None:
        ways.append(_by_list(value.array, place, total))
    others = value.without(NUMBER_KIND, ARRAY_KIND)
    if others.has_value or others.nothing:
        outcome = truths(others)
        ways.append((int(False not in outcome), int(True in outcome)))
    most = None if any(way[1] is None for way in ways) else max(way[1] or 0 for way in ways)
    return min(way[0] for way in ways), most


def _by_number(value: Shape, place: int | None, total: int | None) -> tuple[int, int]:
    if value.numbers is EVERY or place is None:
        return 0, 1
    hits = set()
    for number in value.numbers:
        index = floor(number)
        if index < 0 and total is None:
            return 0, 1
        hits.add((index if index >= 0 else index + (total or 0)) == place)
    return int(hits == {True}), int(True in hits)


def _by_list(array: Array, place: int | None, total: int | None) -> tuple[int, int | None]:
    """A list of numbers takes an item as often as its place is in it."""
    element = array.element
    if any(not item.only(NUMBER_KIND).has_value for item in array.items[: array.least]) or not (
        element.only(NUMBER_KIND).has_value
    ):
        truth = truths(Shape(array=array))  # it is no list of numbers
        return int(False not in truth), int(True in truth)
    if element.kinds != (NUMBER_KIND,):
        return 0, None if array.most is None else max(array.most, 1)
    if not Shape(array=array).is_known:
        return 0, array.most
    ways = [_by_number(item, place, total) for item in array.items]
    return sum(way[0] for way in ways), sum(way[1] for way in ways)


# --- objects and groups ---------------------------------------------------------------------------


def constructed(
    evaluation: Evaluation, term: Term, pairs: Pairs, context: Value, frame: Locals
) -> Shape:
    """`{…}` for one context item. What yields nothing is left out, the key with it."""
    groups = _Groups(evaluation, term, pairs, frame)
    here = context if isinstance(context, Shape) else MAYBE
    return groups.made() if groups.filled(here) else NEVER


def grouped(evaluation: Evaluation, term: Term, pairs: Pairs, items: Array, frame: Locals) -> Shape:
    """`…{…}`: items with the same key are evaluated together; without any item, for nothing."""
    if items.most == 0:
        return constructed(evaluation, term, pairs, NOTHING, frame)
    groups = _Groups(evaluation, term, pairs, frame)
    for run in runs_of(items):
        if not groups.filled(run.item, run.least, run.most):
            return NEVER
    found = groups.made()
    if items.least == 0:
        found = join((found, constructed(evaluation, term, pairs, NOTHING, frame)))
    return found


class _Groups:
    """The items of each key, on the way to be one object."""

    def __init__(self, evaluation: Evaluation, term: Term, pairs: Pairs, frame: Locals) -> None:
        self.evaluation = evaluation
        self.term = term
        self.pairs = pairs
        self.frame = frame
        self.named: dict[str, list[tuple[int, Run[Shape]]]] = {}
        self.unnamed: list[tuple[int, Run[Shape]]] = []
        """Items whose key is not known."""
        self.surely: dict[str, int] = {}
        """Which pair surely gives a key."""

    def filled(self, item: Shape, least: int = 1, most: int | None = 1) -> bool:
        """Take an item in, to which each pair may give a key; False where that surely fails."""
        for number, (key, _) in enumerate(self.pairs):
            value = self.evaluation.eval(key, item, self.frame)
            if isinstance(value, Function) or not (value.nothing or value.only(STRING_KIND).kinds):
                if least:
                    self.refuse(key, value)
                    return False
            elif not self.take(number, key, value, Run(item, least, most)):
                return False
        return True

    def refuse(self, key: Term, value: Value) -> None:
        """Remember why a key is none, unless it is known why there is no key at all."""
        if isinstance(value, Function) or not value.is_never:
            text = f"the name of a field has to be a text, and this is {described(value)}"
            self.evaluation.fail(key, RefusedError(text))

    def take(self, number: int, key: Term, value: Shape, run: Run[Shape]) -> bool:
        """Put an item to the key that a pair gives it; False where another pair gave the same."""
        names = value.only(STRING_KIND).texts
        if names is EVERY:
            self.unnamed.append((number, run.times(0, 1)))
            return True
        is_sure = len(names) == 1 and not value.nothing
        for name in names:
            if is_sure and run.least and self.surely.setdefault(name, number) != number:
                self.evaluation.fail(key, RefusedError(f'two fields are named "{name}"'))
                return False
            found = self.named.setdefault(name, [])
            found.append((number, run if is_sure else run.times(0, 1)))
        return True

    def made(self) -> Shape:
        """The object; NEVER where a value surely fails."""
        fields = {}
        for name, runs in self.named.items():
            found = self.value([*runs, *self.unnamed])
            if found.is_never:
                if any(run.least for _, run in runs):
                    return NEVER
                continue
            is_sure = any(run.least for _, run in runs)
            fields[name] = found if is_sure else found.or_nothing
        rest = self.value(self.unnamed) if self.unnamed else NOTHING
        return Shape(object=Object(fields, rest))

    def value(self, members: list[tuple[int, Run[Shape]]]) -> Shape:
        """What comes of the items of one key. Several of them are a list."""
        by_pair: dict[int, list[Run[Shape]]] = {}
        for number, run in members:
            by_pair.setdefault(number, []).append(run)
        found = []
        for number, runs in by_pair.items():
            term = self.pairs[number][1]
            contexts = _contexts(runs)
            values = [self.evaluation.eval(term, one, self.frame) for one in contexts]
            found += [value if isinstance(value, Shape) else MAYBE for value in values]
        return found[0] if len(found) == 1 else join(found)


def _contexts(runs: list[Run[Shape]]) -> list[Shape]:
    """What the items of one key may be together: one of them, or several as a list."""
    if len(runs) == 1 and runs[0].most == 1:
        return [runs[0].item]
    whole = concatenated(repeated(items_of(run.item), run.least, run.most) for run in runs)
    if all(run.is_one for run in runs):
        return [Shape(array=whole)]
    several = Shape(array=Array(whole.items, whole.rest, whole.least, whole.most))
    least = sum(run.least for run in runs)
    alone = [run.item for run in runs] if least <= 1 else []
    return [*([join(alone)] if alone else []), several]
