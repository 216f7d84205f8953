"""What is wrong with a call that could be read: its function, its arguments."""

from __future__ import annotations

import re

from asllint.expressions import Mistake
from asllint.expressions.intrinsic.call import IntrinsicCall, Literal
from asllint.source.suggest import hint, nearest
from asllint.tables.intrinsics import (
    ANY,
    ARRAY,
    BOOLEAN,
    FUNCTIONS,
    HASH_ALGORITHMS,
    INT32,
    MAX_RANGE,
    NUMBER,
    OBJECT,
    STRING,
    SYNONYMS,
    IntrinsicFunction,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from asllint.expressions.intrinsic.call import Argument

SHORT_NAMES = tuple(name.removeprefix("States.") for name in FUNCTIONS)

NUMBER_TEXT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
WORD = re.compile(r"[^\W\d][\w.]*")
_BRACES = r"(?s)\\.|\{([^{}\\]*)\}|[{}]"


def mistakes_of(call: IntrinsicCall, text: str) -> Iterator[Mistake]:
    """What is wrong with a call in a text, all of whose arguments could be read."""
    function = call.function
    if function is None:
        yield _unknown(call)
    else:
        yield from _argument_mistakes(call, function, text)


def _unknown(call: IntrinsicCall) -> Mistake:
    short = call.name.rpartition(".")[2]
    near = short if short in SHORT_NAMES else nearest(short, SHORT_NAMES) or SYNONYMS.get(short)
    right = f"States.{near}" if near else None
    remedy = f'; did you mean "{right}"?' if right else ""
    return Mistake(
        "unknown-intrinsic", call.name_start, call.name_end,
        f'there is no intrinsic function "{call.name}"{remedy}', right,
    )  # fmt: skip


def _argument_mistakes(
    call: IntrinsicCall, function: IntrinsicFunction, text: str
) -> Iterator[Mistake]:
    """Wrong number, wrong type, or a value that the function does not take."""
    given, most = len(call.arguments), function.maximum
    if given < function.minimum or (most is not None and given > most):
        yield _wrong_number(call, function)
        return
    mistyped = False
    for index, argument in enumerate(call.arguments):
        mistake = _type_mistake(function, index, argument)
        if mistake is not None:
            mistyped = True
            yield mistake
    if not mistyped:
        check = _CHECKS.get(call.name)
        if check is not None:
            yield from check(call)
        if call.name == "States.Format":
            yield from _check_format(call, text)


def _wrong_number(call: IntrinsicCall, function: IntrinsicFunction) -> Mistake:
    given, most = len(call.arguments), function.maximum
    takes = str(function.minimum)
    if most is None:
        takes = f"at least {takes}"
    elif most != function.minimum:
        takes = f"{takes} or {most}"
    noun = "argument" if takes.endswith("1") else "arguments"
    if most == 0:
        takes = "no"
    start, end = call.start, call.end
    if most is not None and given > most:
        start, end = call.arguments[most].start, call.arguments[-1].end
    return Mistake(
        "intrinsic-arguments", start, end,
        f'"{function.signature}" takes {takes} {noun}, and {given or "none"} '
        f"{'is' if given < 2 else 'are'} given",
    )  # fmt: skip


def _type_mistake(function: IntrinsicFunction, index: int, literal: Argument) -> Mistake | None:
    """A constant of another type than the function takes there."""
    parameter = function.parameter(index)
    if parameter is None or not isinstance(literal, Literal):
        return None
    name, wanted = parameter
    value, right = literal.value, None
    if wanted in (ANY, _type_of(value)):
        return None
    if isinstance(value, str) and value.startswith(("$.", "$[", "$$.")):
        right = value
    elif wanted == STRING and value is not None:
        right = f"'{literal.source}'"
    elif wanted in (NUMBER, BOOLEAN) and isinstance(value, str):
        right = value if _is_constant(value, wanted) else None
    remedy = f': write "{right}"' if right is not None else _REMEDIES.get(wanted, "")
    return Mistake(
        "intrinsic-arguments", literal.start, literal.end,
        f'"{name}" of "{function.signature}" is {_NOUNS[wanted]}, '
        f"and this is {_NOUNS[_type_of(value)]}{remedy}",
        right,
    )  # fmt: skip


_NOUNS = {
    STRING: "a text", NUMBER: "a number", BOOLEAN: "true or false", ARRAY: "an array",
    OBJECT: "an object", "null": "null",
}  # fmt: skip
_REMEDIES = {
    ARRAY: ': write a path, or "States.Array(…)"',
    OBJECT: ": write a path, or \"States.StringToJson('…')\"",
}


def _type_of(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return BOOLEAN
    return STRING if isinstance(value, str) else NUMBER


def _is_constant(text: str, wanted: str) -> bool:
    """Is this text what a constant of that type looks like?"""
    if wanted == BOOLEAN:
        return text in ("true", "false")
    return NUMBER_TEXT.fullmatch(text) is not None


def _numbers(call: IntrinsicCall) -> list[int | float | None]:
    """The arguments as numbers, None for those that are not known."""
    return [
        one.value if isinstance(one, Literal) and isinstance(one.value, int | float) else None
        for one in call.arguments
    ]


def _wrong(argument: Argument, message: str, replacement: str | None = None) -> Mistake:
    return Mistake("intrinsic-arguments", argument.start, argument.end, message, replacement)


def _check_partition(call: IntrinsicCall) -> Iterator[Mistake]:
    size = _numbers(call)[1]
    if size is not None and size < 1:
        yield _wrong(call.arguments[1], "the size of a part is at least 1")


def _check_item(call: IntrinsicCall) -> Iterator[Mistake]:
    index = _numbers(call)[1]
    if index is not None and index < 0:
        yield _wrong(
            call.arguments[1],
            "an index counts from 0, and never from the end: "
            'take "States.ArrayLength" less 1 with "States.MathAdd"',
        )


def _check_range(call: IntrinsicCall) -> Iterator[Mistake]:
    first, last, step = _numbers(call)
    if step == 0:
        yield _wrong(call.arguments[2], "a step of 0 never reaches the end")
    elif first is not None and last is not None and step is not None:
        count = (last - first) / step + 1
        if count >= MAX_RANGE + 1:
            yield _wrong(
                call,
                f"this range has {int(min(count, 1e15)):,} items, and {MAX_RANGE:,} are allowed",
            )


def _check_random(call: IntrinsicCall) -> Iterator[Mistake]:
    first, last = _numbers(call)[:2]
    if first is not None and last is not None and first >= last:
        yield _wrong(call.arguments[1], f"the end must be greater than the start, which is {first}")


def _check_sum(call: IntrinsicCall) -> Iterator[Mistake]:
    least, most = INT32
    for argument, value in zip(call.arguments, _numbers(call), strict=True):
        if value is not None and not least <= value <= most:
            yield _wrong(argument, f"a number here is between {least:,} and {most:,}")


def _check_merge(call: IntrinsicCall) -> Iterator[Mistake]:
    deep = call.arguments[2]
    if isinstance(deep, Literal) and deep.value is True:
        yield _wrong(
            deep, 'AWS merges the first level only, and fails with "true": write "false"', "false"
        )


def _check_hash(call: IntrinsicCall) -> Iterator[Mistake]:
    algorithm = call.arguments[1]
    if isinstance(algorithm, Literal) and algorithm.value not in HASH_ALGORITHMS:
        name = str(algorithm.value)
        near = nearest(name, HASH_ALGORITHMS)
        yield _wrong(
            algorithm,
            f'there is no hash algorithm "{name}"{hint(name, HASH_ALGORITHMS)}',
            f"'{near}'" if near else None,
        )


_CHECKS: dict[str, Callable[[IntrinsicCall], Iterator[Mistake]]] = {
    "States.ArrayGetItem": _check_item,
    "States.ArrayPartition": _check_partition,
    "States.ArrayRange": _check_range,
    "States.Hash": _check_hash,
    "States.JsonMerge": _check_merge,
    "States.MathAdd": _check_sum,
    "States.MathRandom": _check_random,
}


def _check_format(call: IntrinsicCall, text: str) -> Iterator[Mistake]:
    """The braces of a template that is known, and whether there are as many values."""
    template = call.arguments[0]
    if not isinstance(template, Literal):
        return
    holes, clear = 0, True
    for match in re.compile(_BRACES).finditer(text, template.start + 1, template.end - 1):
        if match[0] == "{}":
            holes += 1
        elif match[0][0] != "\\":
            mistake, counts = _brace(match)
            yield mistake
            holes += counts
            clear &= counts
    values = len(call.arguments) - 1
    if clear and holes != values:
        yield Mistake(
            "format-braces", template.start, template.end,
            f'the template has {holes or "no"} "{{}}", and {values or "no"} '
            f"{'value follows' if values < 2 else 'values follow'}",
        )  # fmt: skip


def _brace(match: re.Match[str]) -> tuple[Mistake, bool]:
    """A brace that does not belong to `{}`, and whether a value was meant to stand there.

    AWS, when it runs: "Invalid template in States.Format: matching '}' not found for '{'", even
    where a `}` follows later.
    """
    shown, inside, right = match[0], match[1], None
    meant = False
    if inside is None:
        right = f"\\{shown}"
        message = f'this "{shown}" belongs to no "{{}}": write "{right}" for a brace'
    elif not inside.strip():
        meant, right = True, "{}"
        message = f'"{shown}" is no place for a value: write "{{}}"'
    elif inside.startswith("$"):
        message = f'"{shown}" is not replaced: write "{{}}", and "{inside}" behind the template'
    elif WORD.fullmatch(inside.strip()) or inside.strip().isdecimal():
        meant = True
        message = (
            f'"{shown}" is no place for a value: write "{{}}", or "\\{{{inside}\\}}" for this text'
        )
    else:
        right = f"\\{{{inside}\\}}"
        message = 'braces of the text are written "\\{" and "\\}"'
    return Mistake("format-braces", *match.span(), message, right), meant
