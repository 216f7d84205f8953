"""What an expression of JSONata yields over shapes, and what is known after a test.

The semantics are those of JSONata 2.0.6 (docs.jsonata.org), which Step Functions has; there, an
expression has no context item. An expression that yields nothing as a whole makes its state fail:
that is for the caller to say, who finds by `missing_step` what is not there.
"""

from __future__ import annotations

from asllint.data.bindings import MISSING, Fault, Verdict
from asllint.data.jsonata.evaluation import Evaluation, SpentError
from asllint.data.jsonata.frames import Locals
from asllint.data.jsonata.infinity import finite
from asllint.data.jsonata.steps import field_of
from asllint.data.jsonata.testing import tested
from asllint.data.shape import MAYBE, NOTHING, Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.data.bindings import Bindings
    from asllint.data.jsonata.budget import Budget
    from asllint.data.jsonata.values import Value
    from asllint.expressions.jsonata.reader import Expression
    from asllint.expressions.jsonata.tree import Term

MAX_SHOWN = 60
"""A longer part of an expression (in code points) is not repeated in a message."""


def evaluate(
    expression: Expression,
    bindings: Bindings,
    faults: list[Fault],
    budget: Budget | None = None,
    context: Shape = NOTHING,
) -> Shape:
    """What an expression yields, with `nothing` where it may yield nothing.

    `context` is the context item: nothing for what stands alone, an item for what stands in a
    predicate. NEVER exactly where it surely fails; a fault says why then. Comparisons that are
    never true with what a service answers are faults that do not fail. A function as a whole is
    anything, and so is what takes more work than the `budget` has.
    """
    if expression.tree is None:
        return MAYBE
    evaluation = Evaluation(expression.text, bindings, budget)
    try:
        value = evaluation.eval(expression.tree, context, Locals(None))
    except (SpentError, RecursionError, OverflowError):
        return MAYBE
    return _told(evaluation, value, faults)


def decide(
    expression: Expression, bindings: Bindings, faults: list[Fault], budget: Budget | None = None
) -> Verdict:
    """What is known after a test: the `Condition` of a choice rule.

    Where it surely fails, or surely yields nothing (with which the state fails, too), neither of
    the outcomes is possible, and a fault says why.
    """
    if expression.tree is None:
        return Verdict(bindings, bindings)
    evaluation = Evaluation(expression.text, bindings, budget)
    try:
        outcome = tested(evaluation, expression.tree, NOTHING, Locals(None))
    except (SpentError, RecursionError, OverflowError):
        return Verdict(bindings, bindings)
    value = _told(evaluation, outcome.value, faults)
    if value.is_nothing:
        faults += filter(None, [missing_step(expression, bindings)])
        return Verdict(None, None)
    return Verdict(
        *(
            None if known is None else bindings.having(variables=known)
            for known in (outcome.when_true, outcome.when_false)
        )
    )


def _told(evaluation: Evaluation, value: Value, faults: list[Fault]) -> Shape:
    """A value as AWS writes it, with what is to be said about it."""
    faults += filter(None, evaluation.tests.values())
    if not isinstance(value, Shape):
        return MAYBE
    if value.is_never and evaluation.failure is not None:
        faults.append(evaluation.failure)
    return finite(value) if evaluation.is_infinite else value


# --- what is not there ----------------------------------------------------------------------------


def missing_step(expression: Expression, bindings: Bindings) -> Fault | None:
    """Why an expression surely yields nothing: the step of the path that is not there.

    The fault is of the kind MISSING, at the step in the expression's text; `holder` is what the
    step looked into, `name` the name that it looked for, or None for a step that is no name. None
    where the expression may yield something.
    """
    if expression.tree is None:
        return None
    evaluation = Evaluation(expression.text, bindings)
    evaluation.seen = {}
    try:
        value = evaluation.eval(expression.tree, NOTHING, Locals(None))
    except (SpentError, RecursionError, OverflowError):
        return None
    if not isinstance(value, Shape) or not value.is_nothing:
        return None
    term = _cause(evaluation, expression.tree)
    step, holder = evaluation.lost.get(term, (term, NOTHING))
    name, end = str(step.value), step.end
    if step.kind not in ("name", "variable"):
        name = ""
    elif step.stages and not field_of(holder, name).is_nothing:
        name, end = "", step.stages[-1].end  # it is there, and the predicates take none of it
    written = expression.text[term.start : end]
    if len(written) > MAX_SHOWN and name:
        written = name
    return Fault(MISSING, step.start, end, f'"{written}" yields nothing', holder, name or None)


_GOES_ON = ("apply", "binary", "bind", "block", "condition", "function", "unary")


def _cause(evaluation: Evaluation, term: Term) -> Term:
    """The part in which it is decided that there is nothing."""
    seen = evaluation.seen or {}
    while term.kind in _GOES_ON and not term.predicates:
        parts = term.parts[-1:] if term.kind in ("bind", "block") else term.parts
        inner = [part for part in parts if _is_nothing(seen.get(part))]
        if not inner:
            break
        term = inner[0]
    return term


def _is_nothing(value: Value | None) -> bool:
    return isinstance(value, Shape) and value.is_nothing


def collapses(shape: Shape) -> bool:
    """May a value be a list, or one item in its place? A sequence of one collapses to it."""
    if shape.anything or shape.array is None or shape.array.element.is_never:
        return False
    others = shape.present.without("array")
    if not others.has_value:
        return False
    element = shape.array.element
    return element.anything or all(kind in element.kinds for kind in others.kinds)


def collapses_here(expression: Expression, shape: Shape) -> bool:
    """Is what an expression yields a list from two items on, and one item itself?

    `shape` is what it yields. Where that is known, it tells: a sequence that is a list has two
    items or more. Of anything only what is written tells: a test in brackets at the end, `$map` and
    `$filter`; what they are for is finding some of many.
    """
    term = expression.tree
    while term is not None and term.kind == "block" and term.parts and not term.predicates:
        term = term.parts[-1]
    if term is None:
        return False
    if shape.anything:
        return _is_call_of(term, _SEQUENCES[:2]) or _ends_in_test(term)
    if not collapses(shape) or shape.array is None:
        return False
    least, most = shape.array.least, shape.array.most
    # A list of one length may be one of several constants.
    return (least > 1 and least != most) or _is_call_of(term, _SEQUENCES)


_SEQUENCES = ("map", "filter", "distinct", "range")
_TESTS = ("=", "!=", "<", "<=", ">", ">=", "in", "and", "or")
_TESTING = ("boolean", "contains", "exists", "not")


def _is_call_of(term: Term, names: tuple[str, ...]) -> bool:
    """Is it the call of one of some functions, be it behind `~>`, and nothing more?"""
    if term.predicates or term.is_kept:
        return False
    if term.kind == "apply":
        return _is_call_of(term.parts[1], names)
    return term.kind == "function" and term.parts[0].value in names


def _ends_in_test(term: Term) -> bool:
    """Does it end in brackets with a test, which take some of the items?"""
    if term.is_kept or term.group is not None:
        return False
    filters = term.predicates
    if term.kind == "path" and not filters:
        steps = [step for step in term.parts if step.kind != "sort"]
        if any(step.is_kept for step in steps):
            return False
        filters = (*steps[-1].predicates, *steps[-1].stages)
    return bool(filters) and all(_is_test(one.parts[0]) for one in filters)


def _is_test(term: Term) -> bool:
    if term.kind == "binary":
        return term.value in _TESTS
    return _is_call_of(term, _TESTING)
