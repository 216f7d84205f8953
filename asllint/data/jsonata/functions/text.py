"""The functions of texts.

Sources: docs.jsonata.org, "String functions", and JSONata 2.0.6. A regular expression is never
tried out: what it finds is not known.
"""

from __future__ import annotations

from math import isfinite
from typing import Final

from asllint.data.jsonata.functions.computed import (
    ABSENT,
    MAX_SIZE,
    FailureError,
    UnsureError,
    alternatives,
    argument,
    bounded,
    computed,
    every_result,
)
from asllint.data.jsonata.functions.javascript import (
    TooDeepError,
    double,
    is_basic,
    string_of,
)
from asllint.data.jsonata.values import Function
from asllint.data.shape import (
    BOOLEAN,
    EVERY,
    NOTHING,
    NULL,
    NUMBER,
    NUMBER_KIND,
    STRING_KIND,
    TEXT,
    Array,
    Shape,
    join,
    list_of,
    object_of,
    of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from asllint.data.jsonata.call import Call
    from asllint.data.jsonata.values import Value

    Answer = Callable[[Call], Shape]

MATCH: Final = object_of({"match": TEXT, "index": NUMBER, "groups": list_of(join((TEXT, NULL)))})
"""What `$match` tells of one place; a group that took no part is null."""

_BLANKS: Final = "\t\n\r"
"""What `$trim` takes for a blank, beside it."""


# --- to and from texts ----------------------------------------------------------------------------


def string(call: Call) -> Shape:
    """`$string`: texts stay as they are, functions are empty, all else is JSON."""
    given = argument(call, 0)
    if isinstance(given, Function):
        return of("")
    texts = given.only(STRING_KIND) if not given.anything else TEXT
    others = given.without(STRING_KIND)
    if given.anything:
        return TEXT.or_nothing if given.nothing else TEXT
    return join((texts, _written(call, others)))


def _written(call: Call, shape: Shape) -> Shape:
    pretty = argument(call, 1)
    layouts = [False] if not isinstance(pretty, Shape) else alternatives(pretty)
    values = alternatives(shape)
    if values is None or layouts is None:
        parts = [NOTHING] if shape.nothing else []
        return join((*parts, TEXT)) if shape.has_value else join(parts)
    pairs = [(value, layout) for value in values for layout in layouts]
    return every_result(call, _string, pairs, TEXT.or_nothing if shape.nothing else TEXT)


def _string(value: object, pretty: object) -> str:
    if isinstance(value, float) and not isfinite(value):
        raise FailureError('"$string" takes no number that is not finite')
    if isinstance(value, int) and not isfinite(double(value)):
        raise UnsureError
    try:
        return bounded(string_of(value, pretty=pretty is True))
    except TooDeepError:
        raise UnsureError from None


def _uppercase(text: str) -> str:
    return text.upper()


def _lowercase(text: str) -> str:
    return text.lower()


def _trim(text: str) -> str:
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    return " ".join(part for part in text.split(" ") if part)


def _pad(text: str, width: object, filler: object) -> str:
    if not isinstance(width, int | float):
        return text
    missing = abs(width) - len(text)
    if missing <= 0:
        return text
    if missing > MAX_SIZE or missing != int(missing):
        raise UnsureError
    characters = filler if isinstance(filler, str) and filler else " "
    count = int(missing)
    padding = (characters * (count // len(characters) + 1))[:count]
    return bounded(text + padding if width > 0 else padding + text)


# --- parts of texts -------------------------------------------------------------------------------


def _substring(text: str, start: object, length: object) -> str:
    first = start if isinstance(start, int | float) else 0
    if len(text) + first < 0:
        first = 0
    if not isinstance(length, int | float):
        return text[_cut(text, first) :]
    if length <= 0 or start is ABSENT:
        return ""
    end = first + length if first >= 0 else len(text) + first + length
    return text[_cut(text, first) : _cut(text, end)]


def _cut(text: str, index: float) -> int:
    """An offset for a slice, towards zero; a negative one counts from the end."""
    whole = int(max(min(index, len(text)), -len(text)))
    return whole if whole >= 0 else max(len(text) + whole, 0)


def _before(text: str, mark: object) -> str:
    if not isinstance(mark, str):
        raise UnsureError
    return text.partition(mark)[0] if mark else ""


def _after(text: str, mark: object) -> str:
    if not isinstance(mark, str):
        raise UnsureError
    _, found, after = text.partition(mark) if mark else ("", "", text)
    return after if found or not mark else text


def _contains(text: str, part: object) -> bool:
    if not isinstance(part, str):
        raise UnsureError
    return part in text


def _split(text: str, separator: object, limit: object) -> list[str]:
    if isinstance(limit, int | float) and limit < 0:
        raise FailureError('"$split" takes no negative limit')
    if not isinstance(separator, str) or (not separator and not is_basic(text or " ")):
        raise UnsureError
    most = None if not isinstance(limit, int | float) else int(min(limit, len(text) + 1))
    parts = text.split(separator) if separator else list(text)
    return parts[:most]


def _join(parts: object, separator: object) -> str:
    items: list[Any] = parts if isinstance(parts, list) else [parts]
    between = separator if isinstance(separator, str) else ""
    if len(between) * len(items) > MAX_SIZE:
        raise UnsureError
    if not all(isinstance(item, str) for item in items):
        raise FailureError('"$join" takes texts only')
    return bounded(between.join(items))


def _replace(text: str, pattern: object, replacement: object, limit: object) -> str:
    if pattern == "":
        raise FailureError('"$replace" takes no empty text to look for')
    if isinstance(limit, int | float) and limit < 0:
        raise FailureError('"$replace" takes no negative limit')
    if not isinstance(pattern, str) or not isinstance(replacement, str):
        raise UnsureError
    most = len(text) + 1 if not isinstance(limit, int | float) else min(limit, len(text) + 1)
    times = int(most) + (most > int(most))
    if len(text) + min(times, text.count(pattern)) * len(replacement) > MAX_SIZE:
        raise UnsureError
    return text.replace(pattern, replacement, times)


def split(call: Call) -> Shape:
    """`$split`: an array, of one part at least if there is a mark to part at and no limit."""
    separator = argument(call, 1)
    marked = (
        isinstance(separator, Shape)
        and separator.texts is not EVERY
        and "" not in separator.texts
        and not separator.anything
    )
    least = 1 if marked and argument(call, 2) == NOTHING else 0
    return computed(_split, list_of(TEXT, least), 3)(call)


def match(call: Call) -> Shape:
    """`$match`: a sequence of what is told of each place."""
    text, limit = argument(call, 0), argument(call, 2)
    if _is_below_zero(limit):
        return call.fault('"$match" takes no negative limit')
    if isinstance(text, Shape) and text.is_nothing:
        return NOTHING
    found = call.sequence(Array((), MATCH))
    return found.or_nothing if isinstance(text, Shape) and text.nothing else found


def _is_below_zero(value: Value) -> bool:
    numbers = value.only(NUMBER_KIND).numbers if isinstance(value, Shape) else EVERY
    if numbers is EVERY or not isinstance(value, Shape):
        return False
    return bool(numbers) and not value.nothing and all(number < 0 for number in numbers)


# --- codes ----------------------------------------------------------------------------------------


def _base64encode(text: str) -> str:
    from base64 import b64encode

    if not text.isascii():  # which bytes stand for other characters is not recorded
        raise UnsureError
    return bounded(b64encode(text.encode()).decode())


def _base64decode(text: str) -> str:
    from base64 import b64decode
    from binascii import Error

    try:
        decoded = b64decode(text.encode("ascii"), validate=True)
    except (Error, UnicodeError):
        raise UnsureError from None  # JavaScript takes what it can read
    if not decoded.isascii():
        raise UnsureError
    return decoded.decode()


_UNESCAPED: Final = "-_.!~*'()"
"""What `encodeURIComponent` leaves as it is, letters and digits beside."""
_RESERVED: Final = ";/?:@&=+$,#"
"""What `encodeURI` leaves as it is, too, and `decodeURI` leaves escaped."""


def _encoded(name: str, kept: str) -> Callable[[str], str]:
    def encode(text: str) -> str:
        from urllib.parse import quote

        try:
            return bounded(quote(text, safe=kept))
        except UnicodeError:
            raise FailureError(f'"${name}" takes no half of a character') from None

    return encode


def _decoded(name: str, kept: str) -> Callable[[str], str]:
    def decode(text: str) -> str:
        import re

        found: list[str | None] = []
        end = 0
        for escapes in re.compile("(?:%[0-9A-Fa-f][0-9A-Fa-f])+").finditer(text):
            found += (text[end : escapes.start()], _unescaped(escapes[0], kept))
            end = escapes.end()
        found.append(text[end:])
        if None in found or any("%" in part for part in found[::2] if part is not None):
            raise FailureError(f'"${name}" reads no such escapes')
        return "".join(part for part in found if part is not None)

    return decode


def _unescaped(escapes: str, kept: str) -> str | None:
    """What escapes stand for, those of some characters left as they are; None for no text."""
    try:
        characters = bytes.fromhex(escapes.replace("%", "")).decode()
    except UnicodeError:
        return None
    found: list[str] = []
    at = 0
    for character in characters:
        end = at + 3 * len(character.encode())
        found.append(escapes[at:end] if character in kept else character)
        at = end
    return "".join(found)


TEXTS: Final[dict[str, Answer]] = {
    "string": string,
    "length": computed(len, NUMBER),
    "substring": computed(_substring, TEXT, 3),
    "substringBefore": computed(_before, TEXT, 2),
    "substringAfter": computed(_after, TEXT, 2),
    "uppercase": computed(_uppercase, TEXT),
    "lowercase": computed(_lowercase, TEXT),
    "trim": computed(_trim, TEXT),
    "pad": computed(_pad, TEXT, 3),
    "contains": computed(_contains, BOOLEAN, 2),
    "split": split,
    "join": computed(_join, TEXT, 2),
    "match": match,
    "replace": computed(_replace, TEXT, 4),
    "base64encode": computed(_base64encode, TEXT),
    "base64decode": computed(_base64decode, TEXT),
    "encodeUrlComponent": computed(_encoded("encodeUrlComponent", _UNESCAPED), TEXT),
    "encodeUrl": computed(_encoded("encodeUrl", _UNESCAPED + _RESERVED), TEXT),
    "decodeUrlComponent": computed(_decoded("decodeUrlComponent", ""), TEXT),
    "decodeUrl": computed(_decoded("decodeUrl", _RESERVED), TEXT),
}
"""The functions of texts, by name."""
