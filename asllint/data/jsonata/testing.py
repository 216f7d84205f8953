"""Tests in expressions, and what is known of the data when they are true and when they are false.

Narrowed is what a variable holds, at a place below it to which plain names lead
(`$states.input.order.id`): by `$exists`, `=`, `!=`, `<` and its like, `in`, `$type(…) = "string"`,
`$not`, `$boolean`, `and`, `or`, `? :`, and by the value itself where that is the test.
"""

from __future__ import annotations

from asllint.data.jsonata.frames import POSSIBLE, SURE, Locals, either
from asllint.data.jsonata.operators import compare, may_equal, units
from asllint.data.jsonata.truth import truths
from asllint.data.jsonata.values import Function, items_of
from asllint.data.narrow import narrowed
from asllint.data.shape import (
    ANYTHING,
    ARRAY_KIND,
    EVERY,
    KINDS,
    NEVER,
    NOTHING,
    NULL_KIND,
    NUMBER_KIND,
    OBJECT_KIND,
    STRING_KIND,
    Shape,
    join,
    of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from asllint.data.jsonata.evaluation import Evaluation
    from asllint.data.jsonata.values import Value
    from asllint.expressions.jsonata.tree import Term

    Known = dict[str, Shape]
    """What is known of some variables more than before."""
    Change = Callable[[Shape], Shape]
    Place = tuple[str, tuple[str, ...]]

_SWAPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<"}


class Decision:
    """What comes of a test: its value, and what is known when it is true, and when it is false.

    None is known in place of what can not be.
    """

    __slots__ = ("value", "when_false", "when_true")

    def __init__(self, value: Value, when_true: Known | None, when_false: Known | None) -> None:
        self.value = value
        self.when_true = when_true
        self.when_false = when_false


def tested(
    evaluation: Evaluation, term: Term, context: Value, frame: Locals, *, narrow: bool = True
) -> Decision:
    """The outcome of a test. Without `narrow`, only its value is asked for."""
    plain = not term.predicates and term.group is None
    if term.kind == "binary" and term.value in ("and", "or") and plain:
        return _both(evaluation, term, context, frame, narrow=narrow)
    if term.kind == "block" and len(term.parts) == 1 and plain:
        return tested(evaluation, term.parts[0], context, Locals(frame), narrow=narrow)
    name = _called(term, frame) if plain and narrow else None
    if name in ("not", "boolean") and len(term.parts) == 2:
        return _turned(evaluation, term, context, frame, is_not=name == "not")
    value = evaluation.eval(term, context, frame)
    outcomes = truths(value)
    changes = None
    if narrow and len(outcomes) == 2:
        changes = _changes(evaluation, term, name, context, frame)
    if changes is None:
        return Decision(value, {} if True in outcomes else None, {} if False in outcomes else None)
    place, when_true, when_false = changes
    return Decision(value, _known(place, when_true, evaluation, frame),
                   _known(place, when_false, evaluation, frame))  # fmt: skip


def condition(evaluation: Evaluation, term: Term, context: Value, frame: Locals) -> Value:
    """`… ? … : …`, each branch with what is known there; nothing without a second one."""
    outcome = tested(evaluation, term.parts[0], context, frame)
    found: Value | None = None
    branches = (outcome.when_true, outcome.when_false)
    kind = SURE if None in branches else POSSIBLE
    for known, branch in zip(branches, (*term.parts[1:], None), strict=False):
        if known is None:
            continue
        value: Value = NOTHING
        if branch is not None:
            value = evaluation.eval(branch, context, Locals(frame, known, kind))
        found = value if found is None else either(found, value)
    return NEVER if found is None else found


def _called(term: Term, frame: Locals) -> str | None:
    """The built-in function that a part calls with plain arguments."""
    if term.kind != "function" or term.parts[0].kind != "variable":
        return None
    name = str(term.parts[0].value)
    return name if frame.lookup(name) is None else None


# --- and, or, not ---------------------------------------------------------------------------------


def _both(
    evaluation: Evaluation, term: Term, context: Value, frame: Locals, *, narrow: bool
) -> Decision:
    """`and`, `or`: the right side is evaluated only where the left one does not decide."""
    is_and = term.value == "and"
    left = tested(evaluation, term.parts[0], context, frame)
    decided, open_ = left.when_false, left.when_true
    if not is_and:
        decided, open_ = open_, decided
    if open_ is None:
        value = NEVER if decided is None else of(not is_and)
        return Decision(value, *((None, decided) if is_and else (decided, None)))
    inner = Locals(frame, open_, SURE if decided is None else POSSIBLE)
    right = tested(evaluation, term.parts[1], context, inner, narrow=narrow)
    then = right.when_true if is_and else right.when_false
    other = right.when_false if is_and else right.when_true
    both = None if then is None else {**open_, **then}
    either_ = _joined(decided, None if other is None else {**open_, **other})
    found = {is_and} if both is not None else set()
    if either_ is not None:
        found.add(not is_and)
    value = Shape(booleans=frozenset(found))
    return Decision(value, *((both, either_) if is_and else (either_, both)))


def _joined(one: Known | None, other: Known | None) -> Known | None:
    """What is known if one of two things is known, and not which."""
    if one is None or other is None:
        return other if one is None else one
    return {name: join((one[name], other[name])) for name in one if name in other}


def _turned(
    evaluation: Evaluation, term: Term, context: Value, frame: Locals, *, is_not: bool
) -> Decision:
    """`$not(…)` and `$boolean(…)`, which yield nothing for nothing."""
    inner = tested(evaluation, term.parts[1], context, frame)
    value = evaluation.eval(term, context, frame)
    outcomes = truths(value)
    when_true, when_false = inner.when_true, inner.when_false
    if is_not:
        when_true, when_false = when_false, when_true
    if when_false is None and False in outcomes:
        when_false = {}  # nothing comes of it
    return Decision(
        value,
        when_true if True in outcomes else None,
        (when_false if not _is_undefined(value) else {}) if False in outcomes else None,
    )


def _is_undefined(value: Value) -> bool:
    return isinstance(value, Shape) and value.nothing


# --- one comparison -------------------------------------------------------------------------------


def _changes(
    evaluation: Evaluation, term: Term, name: str | None, context: Value, frame: Locals
) -> tuple[Place, Change, Change] | None:
    """Of which place something is learned, and what: when the test is true, when it is false."""
    place = _place(term)
    if place is not None:
        return place, _truthy, _falsy
    if name == "exists" and len(term.parts) == 2:
        place = _place(term.parts[1])
        return None if place is None else (place, _present, _absent)
    if term.kind != "binary" or term.predicates or term.group is not None:
        return None
    operator = str(term.value)
    left, right = term.parts
    if operator == "in":
        place = _place(left)
        constant = evaluation.shape(right, context, frame)
        if place is None or not constant.is_known:
            return None
        return (
            place,
            _among(items_of(constant).element, True),
            _among(items_of(constant).element, False),
        )
    if operator not in _SWAPPED:
        return None
    if _place_or_type(left, frame) is None:
        left, right, operator = right, left, _SWAPPED[operator]
    found = _place_or_type(left, frame)
    constant = evaluation.shape(right, context, frame) if found is not None else NEVER
    if found is None or not constant.is_known:
        return None
    place, is_type = found
    return _of_comparison(place, operator, constant, is_type=is_type)


def _of_comparison(
    place: Place, operator: str, constant: Shape, *, is_type: bool
) -> tuple[Place, Change, Change] | None:
    if is_type:
        if operator not in ("=", "!="):
            return None
        kind = constant.value
        same, other = _of_kind(kind, True), _of_kind(kind, False)
        missing: Change = lambda shape: join((same(shape), _absent(shape)))  # noqa: E731
        present: Change = lambda shape: other(shape).present  # noqa: E731
        return (place, same, other) if operator == "=" else (place, present, missing)
    if operator == "=":
        return place, _among(constant, True), _among(constant, False)
    if operator == "!=":
        equal = _among(constant, True)
        return (
            place,
            lambda shape: _among(constant, False)(shape).present,
            lambda shape: join((equal(shape), _absent(shape))),
        )
    kinds = constant.kinds
    if kinds not in ((NUMBER_KIND,), (STRING_KIND,)):
        return None
    value = constant.value
    opposite = _OPPOSITE[operator]
    return (
        place,
        lambda shape: _ordered(shape, kinds[0], operator, value),
        lambda shape: join((_ordered(shape, kinds[0], opposite, value), _absent(shape))),
    )


def _place(term: Term) -> Place | None:
    """The variable that plain names lead down from, and these names."""
    if term.predicates or term.group is not None or term.is_kept:
        return None
    if term.kind == "variable":
        return (str(term.value), ()) if term.value not in ("", "$") else None
    if term.kind != "path" or term.is_tuple or term.parts[0].kind != "variable":
        return None
    if any(step.stages or step.predicates or step.is_tuple for step in term.parts):
        return None
    if term.parts[0].value in ("", "$") or any(step.kind != "name" for step in term.parts[1:]):
        return None
    return str(term.parts[0].value), tuple(str(step.value) for step in term.parts[1:])


def _place_or_type(term: Term, frame: Locals) -> tuple[Place, bool] | None:
    """A place, or the place whose type a call of `$type` asks for."""
    place = _place(term)
    if place is not None:
        return place, False
    if _called(term, frame) == "type" and len(term.parts) == 2 and not term.predicates:
        place = _place(term.parts[1])
        return None if place is None else (place, True)
    return None


def _known(place: Place, change: Change, evaluation: Evaluation, frame: Locals) -> Known | None:
    """What is known of a variable when what stands at a place in it has changed.

    None where nothing can stand there.
    """
    name, steps = place
    value = frame.lookup(name)
    if value is None:
        value = evaluation.bindings.variable(name)
    if isinstance(value, Function):
        return {}
    found = narrowed(value, steps, change, lists=True)
    return None if found is None else {name: found}


# --- what may stand there -------------------------------------------------------------------------


def _present(shape: Shape) -> Shape:
    return shape.present if shape.has_value else NEVER


def _absent(shape: Shape) -> Shape:
    return NOTHING if shape.nothing else NEVER


def _truthy(shape: Shape) -> Shape:
    """What `$boolean` makes true."""
    if shape.anything:
        return ANYTHING
    shape = _without_literals(shape.present.without(NULL_KIND), (False, 0, ""))
    found = [shape.without(ARRAY_KIND, OBJECT_KIND)]
    for kind in (ARRAY_KIND, OBJECT_KIND):
        part = shape.only(kind)
        if True in truths(part):
            found.append(part)
    return join(found)


def _falsy(shape: Shape) -> Shape:
    """What `$boolean` makes false, and nothing."""
    if shape.anything:
        return shape
    found = [_absent(shape), shape.only(NULL_KIND)]
    found += [of(value) for value in (False, 0, "") if shape.contains(value)]
    for kind in (ARRAY_KIND, OBJECT_KIND):
        part = shape.only(kind)
        if False in truths(part):
            found.append(part)
    return join(found)


def _without_literals(shape: Shape, values: tuple[object, ...]) -> Shape:
    """The same without some literals, as far as they can be told."""
    if shape.anything:
        return shape
    return Shape(
        null=shape.null and None not in values,
        booleans=frozenset(one for one in shape.booleans if not _is_in(one, values)),
        numbers=shape.numbers
        if shape.numbers is EVERY
        else frozenset(one for one in shape.numbers if not _is_in(one, values)),
        texts=shape.texts
        if shape.texts is EVERY
        else frozenset(one for one in shape.texts if not _is_in(one, values)),
        array=shape.array,
        object=shape.object,
        nothing=shape.nothing,
        answer=shape.answer,
    )


def _is_in(one: object, values: tuple[object, ...]) -> bool:
    return any(
        one == value and isinstance(one, bool) == isinstance(value, bool) for value in values
    )


def _among(constants: Shape, is_true: bool) -> Change:
    """What equals one of some constants, or none of them; `nothing` equals none."""
    if constants.anything or constants.array is not None or constants.object is not None:
        return (lambda shape: _present(shape)) if is_true else (lambda shape: shape)
    values: list[object] = [None] if constants.null else []
    for literals in (constants.booleans, constants.numbers, constants.texts):
        values += literals or ()

    def among(shape: Shape) -> Shape:
        found = join(of(value) for value in values if may_equal(shape.present, of(value)))
        same_answer = found.texts and shape.answer is not None and found.kinds == (STRING_KIND,)
        return Shape(texts=found.texts, answer=shape.answer) if same_answer else found

    if is_true:
        return among
    return lambda shape: _without_literals(shape, tuple(values))


def _of_kind(kind: object, is_true: bool) -> Change:
    """What `$type` says this of, or does not say it of."""
    if kind not in KINDS:
        return (lambda shape: shape) if not is_true else _present
    if is_true:
        return lambda shape: shape.only(str(kind))
    return lambda shape: shape.without(str(kind))


def _ordered(shape: Shape, kind: str, operator: str, constant: object) -> Shape:
    """What an order comparison with a constant is true of. Other types fail in it."""
    part = shape.only(kind)
    if isinstance(constant, str):
        if part.texts is EVERY:
            return part
        wanted = units(constant)
        kept = frozenset(one for one in part.texts if compare(operator, units(one), wanted))
        return Shape(texts=kept, answer=part.answer)
    if part.numbers is EVERY:
        return part
    return Shape(numbers=frozenset(n for n in part.numbers if compare(operator, n, constant)))
