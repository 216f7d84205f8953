"""`^(…)`: a list in the order of some keys."""

from __future__ import annotations

from functools import cmp_to_key

from asllint.data.jsonata.operators import RefusedError, described, units
from asllint.data.jsonata.sequences import array_from
from asllint.data.shape import NUMBER_KIND, STRING_KIND, Array, Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from asllint.data.jsonata.evaluation import Evaluation
    from asllint.data.jsonata.frames import Locals
    from asllint.data.jsonata.sequences import Run
    from asllint.data.jsonata.values import Value
    from asllint.expressions.jsonata.tree import Term

_MISSING = object()


def in_order(
    evaluation: Evaluation, step: Term, runs: list[Run[Shape]], frame: Locals
) -> Array | None:
    """The sorted items; None where sorting surely fails. What has no key comes last."""
    items = array_from(runs)
    if items.most is not None and items.most <= 1:
        return items
    keys: list[list[Value]] = []
    for run in runs:
        values = [evaluation.eval(term.parts[0], run.item, frame) for term in step.parts]
        if items.least >= 2 and run.least:
            first = values[0]
            refused = _refused(first)
            if isinstance(first, Shape) and first.is_never:
                return None
            if refused is not None:
                evaluation.fail(step.parts[0], refused)
                return None
        keys.append(values)
    if all(run.is_one for run in runs) and all(map(_is_known, keys)):
        return _sorted(evaluation, step, items, [[_key(one) for one in row] for row in keys])
    return Array((), items.element, items.least, items.most)


def _refused(value: Value) -> RefusedError | None:
    if isinstance(value, Shape) and (
        value.nothing or value.only(NUMBER_KIND, STRING_KIND).has_value
    ):
        return None
    text = f"a list is sorted by numbers or by texts, and this is {described(value)}"
    return RefusedError(text, value if isinstance(value, Shape) else Shape())


def _is_known(values: list[Value]) -> bool:
    return all(
        isinstance(value, Shape) and (value.is_nothing or value.is_known) for value in values
    )


def _key(value: Value) -> Any:
    assert isinstance(value, Shape), "functions are no keys"
    return _MISSING if value.is_nothing else value.value


def _sorted(
    evaluation: Evaluation, step: Term, items: Array, keys: list[list[Any]]
) -> Array | None:
    evaluation.spend(len(keys))

    def compare(one: int, other: int) -> int:
        for term, a, b in zip(step.parts, keys[one], keys[other], strict=True):
            result = _compare(a, b)
            if result:
                missing = a is _MISSING or b is _MISSING
                return -result if term.descending and not missing else result
        return 0

    try:
        order = sorted(range(len(keys)), key=cmp_to_key(compare))
    except RefusedError as refusal:
        evaluation.fail(step, refusal)
        return None
    return Array(tuple(items.items[index] for index in order), items.rest, items.least, items.most)


def _compare(one: Any, other: Any) -> int:
    """-1, 0 or 1. Raises `RefusedError` for what can not be compared."""
    if one is _MISSING or other is _MISSING:
        return (one is _MISSING) - (other is _MISSING)
    texts = [isinstance(value, str) for value in (one, other)]
    numbers = [
        isinstance(value, int | float) and not isinstance(value, bool) for value in (one, other)
    ]
    if all(texts):
        one, other = units(one), units(other)
    elif not all(numbers):
        raise RefusedError("a list is sorted by numbers, or by texts, and not by both")
    return bool(one > other) - bool(one < other)
