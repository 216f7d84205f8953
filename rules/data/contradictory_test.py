from asllint.rule import (
    WARNING,
    ChoiceRule,
    Finding,
    Findings,
    Mapping,
    Related,
    Scalar,
    Sequence,
    Span,
    grammar,
    has_placeholder,
    rule,
    string_of,
)

EQUAL = ("StringEquals", "NumericEquals", "BooleanEquals")
"""Not of timestamps: the same time can be written in several ways."""
ABOVE = ("NumericGreaterThan", "NumericGreaterThanEquals", "NumericEquals")
BELOW = ("NumericLessThan", "NumericLessThanEquals", "NumericEquals")

MANY = 50
"""With so many tests of one variable the others are compared; nobody writes more."""


@rule(severity=WARNING, since="0.1")
def contradictory_test(choice: ChoiceRule) -> Findings:
    """An `And` whose tests can not all be true."""
    for test in choice.rules():
        tests = test.get("And")
        if isinstance(tests, Sequence):
            yield from _check([item for item in tests.items if isinstance(item, Mapping)])


def _check(tests: list[Mapping]) -> Findings:
    known: dict[str, list[tuple[str, object, Span]]] = {}
    for test in tests:
        variable = string_of(test.get("Variable"))
        for operator, pair in test.fields.items():
            value = pair.value
            if (
                variable is None
                or operator not in grammar.OPERATORS
                or not isinstance(value, Scalar)
                or has_placeholder(str(value.value))
            ):
                continue
            others = known.setdefault(variable, [])
            for earlier, constant, span in others:
                if _exclude(earlier, constant, operator, value.value):
                    yield Finding(
                        value.span,
                        f'"{variable}" can not pass both tests: this "And" is never true',
                        related=[Related(span, "the other test")],
                    )
                    return
            if len(others) < MANY:
                others.append((operator, value.value, value.span))


def _exclude(first: str, one: object, second: str, two: object) -> bool:
    """Can the same value not pass both tests?"""
    if first == second and (first in EQUAL or first.startswith("Is")):
        return one != two
    for low, bottom, high, top in ((first, one, second, two), (second, two, first, one)):
        if low in ABOVE and high in BELOW and _is_number(bottom) and _is_number(top):
            strict = low == "NumericGreaterThan" or high == "NumericLessThan"
            if bottom > top or (strict and bottom == top):  # type: ignore[operator]
                return True
    return False


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
