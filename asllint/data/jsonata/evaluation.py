"""One evaluation of one expression: what each part of it yields, over shapes.

JSONata is described at docs.jsonata.org; AWS has version 2.0.6 of it. Where an expression surely
fails, `NEVER` comes of it, and `failure` says why. Whatever takes too long, or is not known, is
anything.
"""

from __future__ import annotations

from functools import partial
from math import isfinite
from typing import Final

from asllint.data.bindings import NEVER_TRUE, RAISED, WRONG_TYPE, Fault
from asllint.data.jsonata import operators
from asllint.data.jsonata.budget import Budget
from asllint.data.jsonata.call import Call
from asllint.data.jsonata.frames import Locals
from asllint.data.jsonata.functions import TABLE
from asllint.data.jsonata.infinity import is_infinite
from asllint.data.jsonata.operators import RefusedError, described
from asllint.data.jsonata.paths import constructed, filtered, grouped, walked
from asllint.data.jsonata.sequences import concatenated
from asllint.data.jsonata.signature import fitted
from asllint.data.jsonata.steps import children_of, descendants_of, field_of
from asllint.data.jsonata.testing import condition, tested
from asllint.data.jsonata.values import Function, collapsed, items_of, kept
from asllint.data.shape import (
    ANYTHING,
    EVERY,
    LIST,
    MAYBE,
    NEVER,
    NOTHING,
    OPEN,
    TEXT,
    Array,
    Shape,
    join,
    of,
)
from asllint.source.suggest import fold, nearest
from asllint.tables.jsonata_functions import FUNCTIONS, UNAVAILABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from asllint.data.bindings import Bindings
    from asllint.data.jsonata.values import Value
    from asllint.expressions.jsonata.tree import Term

MAX_STEPS: Final = 30_000
"""So many parts of an expression are evaluated; what takes more yields anything."""
MAX_DEPTH: Final = 90
"""What is evaluated more deeply inside of other parts, or of calls, is anything."""
LEAST_LETTERS: Final = 5
"""A shorter name than that is like many others, without being a misspelt one."""


class SpentError(Exception):
    """An evaluation takes too long."""


class Evaluation:
    """The state of one evaluation."""

    def __init__(self, text: str, bindings: Bindings, budget: Budget | None = None) -> None:
        self.text = text
        self.bindings = bindings
        self.writes_lists = ".[" in "".join(text.split())
        """Has it a step that writes an array, which is not taken apart by later steps?"""
        self.budget = Budget(MAX_STEPS) if budget is None else budget
        self.steps = MAX_STEPS
        self.depth = 0
        self.failure: Fault | None = None
        """Why the last part that surely fails does."""
        self.tests: dict[Term, Fault | None] = {}
        """Comparisons that are never true with the answer of a service; None if they may be."""
        self.seen: dict[Term, Value] | None = None
        """What each part yielded last, for who asks."""
        self.lost: dict[Term, tuple[Term, Shape]] = {}
        """For paths that found nothing: the step that did not, and what it looked into."""
        self.is_infinite = False
        """Is there a number, or may there be one, that is not finite? AWS writes it as a text."""

    # --- the parts --------------------------------------------------------------------------------

    def eval(self, term: Term, context: Value, frame: Locals) -> Value:
        """What a part yields for a context item; `NEVER` where it surely fails."""
        self.spend(1)
        if self.depth >= MAX_DEPTH:
            return MAYBE
        self.depth += 1
        try:
            value = _VISITS[term.kind](self, term, context, frame)
            if term.predicates or (term.group is not None and term.kind != "path"):
                value = self.narrowed(term, value, frame)
        except RefusedError as refusal:
            value = self.fail(term, refusal)
        finally:
            self.depth -= 1
        if self.seen is not None:
            self.seen[term] = value
        return value

    def shape(self, term: Term, context: Value, frame: Locals) -> Shape:
        """The same, where functions are of no use: nobody knows what they become."""
        value = self.eval(term, context, frame)
        return value if isinstance(value, Shape) else MAYBE

    def spend(self, steps: int) -> None:
        """Count work; raises `SpentError` when it is too much."""
        self.steps -= steps
        self.budget.left -= steps
        if self.steps < 0 or self.budget.left < 0:
            raise SpentError

    def fail(self, term: Term, refusal: RefusedError, kind: str = WRONG_TYPE) -> Shape:
        """Remember why a part surely fails."""
        self.failure = Fault(kind, term.start, term.end, refusal.text, refusal.holder)
        return NEVER

    def narrowed(self, term: Term, value: Value, frame: Locals) -> Value:
        """A value through the predicates that stand behind it, and grouped."""
        found: Shape | Array = value if isinstance(value, Shape) else MAYBE
        for predicate in term.predicates:
            if isinstance(found, Shape) and found.is_never:
                return found
            found = filtered(self, predicate.parts[0], found, frame)
        if term.group is not None:
            items = items_of(found) if isinstance(found, Shape) else found
            return grouped(self, term, term.group, items, frame)
        if isinstance(found, Shape):
            return found
        return kept(found) if term.is_kept else collapsed(found)

    def literal(self, term: Term, context: Value, frame: Locals) -> Value:
        """A number, a text, `true`, `false` or `null`."""
        return of(term.value)

    def variable(self, term: Term, context: Value, frame: Locals) -> Value:
        """`$name`; `$` is the context item. AWS refuses `$$`."""
        name = str(term.value)
        if name == "":
            return context
        found = frame.lookup(name)
        if found is not None:
            return found
        if name == "$":
            return MAYBE
        if name in FUNCTIONS:
            known = name in self.bindings.variables
            return MAYBE if known else Function(partial(self.built_in, term, name), None, name)
        if name in UNAVAILABLE and name not in self.bindings.variables:
            return NOTHING
        return self.bindings.variable(name)

    def binary(self, term: Term, context: Value, frame: Locals) -> Value:
        """An operator between two operands; a chain of them is a loop, since it may be long."""
        if term.value in ("and", "or"):
            return tested(self, term, context, frame, narrow=False).value
        chain = [term]
        first = term.parts[0]
        while first.kind == "binary" and first.value not in ("and", "or") and not first.predicates:
            chain.append(first)
            first = first.parts[0]
        value = self.eval(first, context, frame)
        for one in reversed(chain):
            self.spend(1)
            other = self.eval(one.parts[1], context, frame)
            for operand in (value, other):
                if isinstance(operand, Shape) and operand.is_never:
                    return NEVER
            try:
                value = self.operate(one, value, other)
            except RefusedError as refusal:
                return self.fail(one, refusal)
            if self.seen is not None:
                self.seen[one] = value
        return value

    def operate(self, term: Term, one: Value, other: Value) -> Shape:
        """One operator on two values. Raises `RefusedError` where it surely fails."""
        operator = str(term.value)
        if operator in "+-*/%":
            return self.arithmetic(operator, one, other)
        if operator in ("=", "!="):
            self.note_test(term, one, other)
            return operators.equality(operator, one, other)
        if operator == "&":
            return operators.joined_texts(self.as_text(term, one), self.as_text(term, other))
        if operator == "in":
            self.note_test(term, one, other)
            return operators.inclusion(one, other)
        if operator == "..":
            return operators.number_range(one, other)
        return operators.order(operator, one, other)

    def arithmetic(self, operator: str, one: Value, other: Value) -> Shape:
        """Arithmetic, where numbers that are not finite are remembered."""
        found = operators.arithmetic(operator, one, other)
        if found.numbers is EVERY:
            zero = isinstance(other, Shape) and other.contains(0)
            self.is_infinite = self.is_infinite or (operator in "/%" and zero)
        elif not all(map(isfinite, found.numbers)):
            self.is_infinite = True
        return found

    def as_text(self, term: Term, value: Value) -> Shape:
        """A value as `&` joins it: nothing is the empty text, and so is a function."""
        if isinstance(value, Function):
            return of("")
        if value.present.kinds in ((), ("string",)) and not value.anything:
            return join((value.present, of(""))) if value.nothing else value
        if self.is_infinite and is_infinite(value):
            return TEXT
        call = Call("string", (value.present,), term.start, term.end, self.refuser(term))
        found = TABLE["string"](call)
        shape = found if isinstance(found, Shape) else MAYBE
        text = shape.only("string")
        return join((text, of(""))) if value.nothing or shape.nothing else text

    def note_test(self, term: Term, one: Value, other: Value) -> None:
        """Notice a comparison with a text that a service never answers, or of a misspelt field."""
        if term.value == "!=" or isinstance(one, Function) or isinstance(other, Function):
            return
        fault = self._misspelt(term.parts[0], one) or self._misspelt(term.parts[1], other)
        for answer, constant in ((one, other), (other, one)):
            if answer.answer is None or answer.anything or len(answer.kinds) != 1:
                continue
            wanted = constant if term.value == "=" else items_of(constant).element
            known = wanted.texts is not EVERY and wanted.kinds == ("string",)
            if known and wanted.answer is None and not wanted.nothing:
                if operators.may_equal(answer.present, wanted):
                    continue
                names = sorted(wanted.texts or ())
                text = "this is never " + " or ".join(f'"{name}"' for name in names)
                name = names[0] if len(names) == 1 else None
                fault = Fault(NEVER_TRUE, term.start, term.end, text, answer, name)
        self.tests[term] = fault if self.tests.get(term, fault) is not None else None

    def _misspelt(self, path: Term, value: Shape) -> Fault | None:
        """Does a path surely yield nothing, because one of its names is a misspelt one?

        Nothing equals nothing. What is only absent may be meant so: who tests it knows.
        """
        if not value.is_nothing or path not in self.lost:
            return None
        step, holder = self.lost[path]
        known, name = holder.object, str(step.value)
        if step.kind != "name" or holder.kinds != ("object",) or known is None:
            return None
        near = nearest(name, known.names)
        if near is None or not (fold(name) == fold(near) or len(name) >= LEAST_LETTERS):
            return None
        text = f'"{self.text[path.start : step.end]}" yields nothing, so this is never true'
        return Fault(NEVER_TRUE, step.start, step.end, text, holder, name)

    def unary(self, term: Term, context: Value, frame: Locals) -> Value:
        """`[…]`, `{…}` and `-…`."""
        if term.value == "[":
            return self.list(term, context, frame)
        if term.value == "{":
            if isinstance(context, Shape) and context.array is not None:
                return grouped(self, term, term.pairs, items_of(context), frame)
            return constructed(self, term, term.pairs, context, frame)
        value = self.eval(term.parts[0], context, frame)
        is_never = isinstance(value, Shape) and value.is_never
        return value if is_never else operators.negated(value)

    def list(self, term: Term, context: Value, frame: Locals) -> Shape:
        """`[…]`: an array among the items is spread, unless it is written as one itself."""
        parts = []
        for one in term.parts:
            value = self.eval(one, context, frame)
            if isinstance(value, Function):
                parts.append(Array((ANYTHING,), NEVER, 1, 1))
            elif value.is_never:
                return NEVER
            elif one.kind == "unary" and one.value == "[":
                parts.append(Array((value,), NEVER, 1, 1))
            else:
                parts.append(items_of(value))
        found = concatenated(parts)
        self.spend(len(found.items))
        return Shape(array=found)

    def block(self, term: Term, context: Value, frame: Locals) -> Value:
        """`(…; …)`: the last value, with variables of its own."""
        inner = Locals(frame)
        value: Value = NOTHING
        for one in term.parts:
            value = self.eval(one, context, inner)
            if isinstance(value, Shape) and value.is_never:
                return value
        return value

    def bind(self, term: Term, context: Value, frame: Locals) -> Value:
        """`$name := …`, which is a value, too."""
        value = self.eval(term.parts[1], context, frame)
        frame.bind(str(term.parts[0].value), value)
        return value

    def parent(self, term: Term, context: Value, frame: Locals) -> Value:
        """`%`: the item before the step, which has it under a name of its own."""
        found = frame.lookup(term.ancestor or "")
        return MAYBE if found is None else found

    def name(self, term: Term, context: Value, frame: Locals) -> Value:
        """A field of the context item, or of each item of a list."""
        return field_of(context, str(term.value)) if isinstance(context, Shape) else NOTHING

    def wildcard(self, term: Term, context: Value, frame: Locals) -> Value:
        """`*`."""
        return children_of(context, self.spend) if isinstance(context, Shape) else NOTHING

    def descendant(self, term: Term, context: Value, frame: Locals) -> Value:
        """`**`."""
        return descendants_of(context, self.spend) if isinstance(context, Shape) else NOTHING

    def partial(self, term: Term, context: Value, frame: Locals) -> Value:
        """`$f(?, 1)`: a function of the arguments that are left open."""
        function = self.eval(term.parts[0], context, frame)
        if not isinstance(function, Function):
            return MAYBE
        given: list[Value | None] = []
        for one in term.parts[1:]:
            is_open = one.kind == "operator" and one.value == "?"
            given.append(None if is_open else self.eval(one, context, frame))
            if given[-1] is NEVER:
                return NEVER

        def call(values: Sequence[Value]) -> Value:
            rest = iter(values)
            filled = [next(rest, NOTHING) if one is None else one for one in given]
            return self.called(term, function, filled)

        return Function(call, given.count(None))

    # --- functions --------------------------------------------------------------------------------

    def call(self, term: Term, context: Value, frame: Locals) -> Value:
        """`$f(…)`."""
        return self.invoked(term, [], context, frame)

    def invoked(self, term: Term, first: Sequence[Value], context: Value, frame: Locals) -> Value:
        """A call with its arguments, and what `~>` puts before them."""
        function = self.eval(term.parts[0], context, frame)
        arguments = [*first, *(self.eval(one, context, frame) for one in term.parts[1:])]
        if any(isinstance(one, Shape) and one.is_never for one in (function, *arguments)):
            return NEVER
        if not isinstance(function, Function):
            return self.unknown_call(term, function)
        return self.called(term, function, arguments, context)

    def called(
        self,
        term: Term,
        function: Function,
        arguments: Sequence[Value],
        context: Value = NOTHING,
    ) -> Value:
        """A call that is written as one, at a place."""
        if function.name is None:
            return function.call(arguments)
        return self.built_in(term, function.name, arguments, context)

    def unknown_call(self, term: Term, function: Shape) -> Shape:
        """A call of what is no function here: it may be one if nothing is known of it."""
        if function.anything:
            return MAYBE
        procedure = term.parts[0]
        written = self.text[procedure.start : procedure.end]
        raise RefusedError(f'"{written}" is no function', function)

    def built_in(
        self, term: Term, name: str, arguments: Sequence[Value], context: Value | None = None
    ) -> Value:
        """A call of a built-in function, with the signature's say about its arguments."""
        if context is None:  # handed to another function, which hands over what it has
            parameters = len(FUNCTIONS[name].parameters)
            if 1 < len(arguments) != parameters:
                if parameters > 1 and name != "string":
                    return MAYBE  # how many it gets depends on how it is written
                arguments = arguments[:1]
            context = NOTHING
        place = term.parts[0] if term.parts else term
        try:
            given = fitted(name, arguments, context)
        except RefusedError as refusal:
            return self.fail(place, refusal)
        function = TABLE.get(name)
        if function is None or (self.is_infinite and _have_infinite(given)):
            return MAYBE
        refuse = self.refuser(place, RAISED if name in ("assert", "error") else WRONG_TYPE)
        call = Call(name, given, place.start, place.end, refuse, is_kept=term.is_kept)
        found: Value = function(call)
        return found

    def refuser(self, term: Term, kind: str = WRONG_TYPE) -> Callable[[str], None]:
        """What remembers why a function called at a place surely fails."""

        def refuse(text: str) -> None:
            self.fail(term, RefusedError(text), kind)

        return refuse

    def function(self, term: Term, context: Value, frame: Locals) -> Value:
        """A lambda: it sees what is bound where it stands, by the time that it is called."""
        *parameters, body = term.parts

        def call(values: Sequence[Value]) -> Value:
            if term.value:
                return MAYBE  # its signature may wrap an argument, or put the context for it
            inner = Locals(frame)
            for number, parameter in enumerate(parameters):
                inner.names[str(parameter.value)] = (
                    values[number] if number < len(values) else NOTHING
                )
            return self.eval(body, context, inner)

        return Function(call, len(parameters))

    def regex(self, term: Term, context: Value, frame: Locals) -> Value:
        """`/…/`: a function, whose matches nobody knows."""
        written = str(term.value)
        end = written.rindex("/")
        return Function(lambda values: MAYBE, 1, pattern=(written[1:end], written[end + 1 :]))

    def apply(self, term: Term, context: Value, frame: Locals) -> Value:
        """`~>`: a call with one argument more, or a chain of functions."""
        left, right = term.parts
        value = self.eval(left, context, frame)
        if isinstance(value, Shape) and value.is_never:
            return value
        if right.kind == "function" and not right.predicates and right.group is None:
            return self.invoked(right, [value], context, frame)
        function = self.eval(right, context, frame)
        if not isinstance(function, Function):
            if function.is_never or function.anything:
                return function
            raise RefusedError(
                f'"~>" calls a function, and this is {described(function)}', function
            )
        if isinstance(value, Function):
            inner = value
            return Function(lambda values: self.composed(inner, function, values), 1)
        return self.called(right, function, [value])

    def composed(self, first: Function, then: Function, values: Sequence[Value]) -> Value:
        """What two functions make of values, one after the other."""
        value = first.call(values)
        return value if value is NEVER else then.call([value])

    def transform(self, term: Term, context: Value, frame: Locals) -> Value:
        """`|…|…|`: a function that changes a copy. What it changes is not followed."""

        def call(values: Sequence[Value]) -> Value:
            value = values[0] if values else NOTHING
            if isinstance(value, Function):
                return MAYBE
            found = [NOTHING] if value.nothing else []
            found += [OPEN] if value.anything or value.object is not None else []
            found += [LIST] if value.anything or value.array is not None else []
            if not found:
                text = f'"|…|" changes an object or an array, and this is {described(value)}'
                return self.fail(term, RefusedError(text, value))
            return join(found)

        return Function(call, 1)

    def path(self, term: Term, context: Value, frame: Locals) -> Value:
        """Steps that lead from one value to the next."""
        return walked(self, term, context, frame)

    def choice(self, term: Term, context: Value, frame: Locals) -> Value:
        """`… ? … : …`."""
        return condition(self, term, context, frame)

    def unknown(self, term: Term, context: Value, frame: Locals) -> Value:
        """What stands where no value is."""
        return MAYBE


def _have_infinite(values: Sequence[Value]) -> bool:
    return any(isinstance(value, Shape) and is_infinite(value) for value in values)


_VISITS: dict[str, Callable[[Evaluation, Term, Value, Locals], Value]] = {
    "apply": Evaluation.apply, "binary": Evaluation.binary, "bind": Evaluation.bind,
    "block": Evaluation.block, "condition": Evaluation.choice,
    "descendant": Evaluation.descendant, "function": Evaluation.call,
    "lambda": Evaluation.function, "name": Evaluation.name, "number": Evaluation.literal,
    "operator": Evaluation.unknown, "parent": Evaluation.parent, "partial": Evaluation.partial,
    "path": Evaluation.path, "regex": Evaluation.regex, "string": Evaluation.literal,
    "transform": Evaluation.transform, "unary": Evaluation.unary, "value": Evaluation.literal,
    "variable": Evaluation.variable, "wildcard": Evaluation.wildcard,
}  # fmt: skip
