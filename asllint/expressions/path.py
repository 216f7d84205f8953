"""JSONPath as Step Functions takes it: the dialect of the Jayway library, with AWS's limits.

AWS leaks the texts of that library, and its reader decides what a path is (`PathCompiler.java`).
Reference paths are read by AWS's own reader, of which a few answers are recorded. Where neither is
known to refuse a text, nothing is reported.
"""

from __future__ import annotations

import re

from asllint.expressions import Mistake
from asllint.source.suggest import hint, nearest
from asllint.tables.context import ANY, MEMBERS, OBJECT, members_of
from asllint.tables.intrinsics import FUNCTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    Slice = tuple[int | None, ...]
    Value = str | int | Slice | tuple[str | int | Slice, ...] | None

MAX_MISTAKES = 25
"""More mistakes than this in one path say nothing new."""

MAX_DIGITS = 18
"""An index with more digits than this is none."""

REGEX = r"=~\s*/(?:[^/\\]|\\.)*/"
"""A comparison with a regular expression in a filter (`.` stands for line ends, too)."""

_PLAIN = re.compile(r"[\w-]+")
_NUMBER = re.compile(r"-?[0-9]+|")

# What few paths need is compiled at its first use.
_PLACEHOLDER = r"[$#]\{[^{}\r\n]+\}"
_WITHOUT_DOLLAR = r"@?\.?[^\W\d][\w-]*(?:\.[^\W\d][\w-]*|\[[0-9]+\])*"
_CALL = r"([^\W\d]\w*)(\.\w+)?\s*\("

_OPENERS = {"(": ")", "[": "]"}
_CLOSERS = {")": "(", "]": "["}


def first_placeholder(text: str, start: int, end: int) -> int | None:
    """Where the first `${…}` or `#{…}` in `text[start:end]` begins."""
    if text.find("{", start, end) < 0:
        return None
    match = re.compile(_PLACEHOLDER).search(text, start, end)
    return match.start() if match else None


class Segment:
    """One step of a path.

    What `value` is depends on `kind`: for "name" the name, for "index" the number, for "slice" its
    parts (None for one that is left out), for "union" its names, indices and slices, for "filter"
    and "script" the text between the parentheses, for "call" the function's name and the text of
    its arguments; None for "wildcard" and for "descendant", which are the two dots before the
    segment that follows. Two segments are equal wherever they stand.
    """

    __slots__ = ("end", "kind", "start", "value")

    def __init__(self, kind: str, value: Value, start: int, end: int) -> None:
        self.kind = kind
        self.value = value
        self.start = start
        self.end = end

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Segment) and self.kind == other.kind and self.value == other.value

    def __hash__(self) -> int:
        return hash((self.kind, self.value))

    def __repr__(self) -> str:
        return f"Segment({self.kind!r}, {self.value!r}, {self.start}, {self.end})"

    def written(self, *, dot: bool = True) -> str:
        """How it is written; without its dot when it follows two dots."""
        value = self.value
        if self.kind == "wildcard":
            return "[*]"
        if self.kind == "descendant":
            return ".."
        if self.kind == "filter":
            return f"[?({value})]"
        if self.kind == "script":
            return f"[({value})]"
        if self.kind == "call" and isinstance(value, tuple):
            return f"{'.' if dot else ''}{value[0]}({value[1]})"
        if self.kind == "union" and isinstance(value, tuple):
            return f"[{','.join(_element(one) for one in value)}]"
        if self.kind == "name" and isinstance(value, str) and _is_plain(value):
            return f"{'.' if dot else ''}{value}"
        return f"[{_element(value)}]"


class Path:
    """A path: where it begins (`root` is `$`, `$$` or `$name`) and the steps from there.

    Two paths are equal when they read the same, wherever they stand.
    """

    __slots__ = ("end", "root", "segments", "start")

    def __init__(self, root: str, segments: tuple[Segment, ...], start: int, end: int) -> None:
        self.root = root
        self.segments = segments
        self.start = start
        self.end = end

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Path) and self.root == other.root and self.segments == other.segments
        )

    def __hash__(self) -> int:
        return hash((self.root, self.segments))

    def __repr__(self) -> str:
        return f"Path({str(self)!r}, {self.start}, {self.end})"

    def __str__(self) -> str:
        """The path as text; reading it again gives an equal path."""
        pieces, dot = [self.root], True
        for segment in self.segments:
            pieces.append(segment.written(dot=dot))
            dot = segment.kind != "descendant"
        return "".join(pieces)

    @property
    def variable(self) -> str | None:
        """The name of the variable it begins with, without `$`."""
        return self.root[1:] if self.root not in ("$", "$$") else None

    @property
    def in_context(self) -> bool:
        """Does it read the context object?"""
        return self.root == "$$"

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it begins with; they end at the first step that is no name."""
        names = []
        for segment in self.segments:
            if segment.kind != "name" or not isinstance(segment.value, str):
                break
            names.append(segment.value)
        return tuple(names)

    def reference_problem(self) -> Mistake | None:
        """Why it can not be a reference path, which names exactly one node.

        AWS refuses wildcards and filters there ("Value is not a Reference Path", measured); the
        developer guide also excludes `..`, `,`, `:`, `@` and functions such as `length()`.
        """
        for segment in self.segments:
            reason = _NOT_ONE_NODE.get(segment.kind)
            if reason is not None:
                shown = _SHOWN.get(segment.kind) or f'"{segment.written(dot=False)}"'
                return Mistake(
                    "reference-path", segment.start, segment.end,
                    f"{shown} {reason}, and only a path to exactly one node can stand here",
                )  # fmt: skip
        return None

    def run_time_problem(self) -> Mistake | None:
        """Why it fails or finds nothing whenever it is read, although AWS creates the machine.

        Kind `several-names-in-path`: reported with AWS's message, "multi properties only as path
        leafs". What comes behind steps that may select nothing was not seen to fail. Kind
        `function-in-path`: `sum()` was reported to find nothing; `length()` was not measured.
        """
        for segment in self.segments[:-1]:
            if segment.kind == "union" and _holds_name(segment.value):
                shown = segment.written()
                return Mistake(
                    "several-names-in-path", segment.start, segment.end,
                    f'"{shown}" can only end a path: the state fails when it reads this one',
                )  # fmt: skip
            if segment.kind not in ("name", "index"):
                break
        for segment in self.segments:
            name = segment.value[0] if isinstance(segment.value, tuple) else None
            if segment.kind == "call" and name != "length":
                return Mistake(
                    "function-in-path", segment.start, segment.end,
                    f'a path can call no function: "{name}()" finds nothing, and the state fails',
                )  # fmt: skip
        return None


def _holds_name(union: Value) -> bool:
    return isinstance(union, tuple) and any(isinstance(one, str) for one in union)


_SHOWN = {"wildcard": '"*"', "filter": "a filter"}
_NOT_ONE_NODE = {
    "wildcard": "stands for any number of nodes",
    "descendant": "looks for nodes at every depth",
    "filter": "selects any number of nodes",
    "slice": "stands for several items",
    "union": "names several nodes",
    "script": "is computed when the machine runs",
    "call": "calls a function",
}


def read_path(text: str, start: int = 0, end: int | None = None) -> tuple[Path, list[Mistake]]:
    """Read the path in `text[start:end]`; all offsets are those of `text`. Never raises.

    What stands after the first mistake that can not be overlooked is not in the path. A text with
    a placeholder has no mistakes: nobody knows what it will be.
    """
    end = len(text) if end is None else min(end, len(text))
    reader = _PathReader(text, min(start, end), end)
    path = reader.read()
    if path.in_context and not reader.mistakes:
        unknown = _unknown_member(path, text)
        if unknown is not None:
            reader.mistakes.append(unknown)
    if reader.mistakes and first_placeholder(text, start, end) is not None:
        return path, []
    return path, reader.mistakes[:MAX_MISTAKES]


def _unknown_member(path: Path, text: str) -> Mistake | None:
    """A member that the context object does not have, or one below a text or number."""
    known = ""
    for segment in path.segments:
        name = segment.value
        if segment.kind != "name" or not isinstance(name, str):
            return None
        kind = MEMBERS[known].type if known else OBJECT
        if kind == ANY:
            return None
        owner = f'"$$.{known}"' if known else "the context object"
        if kind != OBJECT:
            return Mistake(
                "unknown-context-member", segment.start, segment.end,
                f'{owner} is a {kind}, and has no member "{name}"',
            )  # fmt: skip
        names = members_of(known)
        if name not in names:
            near = nearest(name, names)
            if near is not None and text[segment.start] == "[":
                near = f"['{near}']"
            return Mistake(
                "unknown-context-member", segment.start, segment.end,
                f'{owner} has no member "{name}"{hint(name, names)}', near,
            )  # fmt: skip
        known = f"{known}.{name}" if known else name
    return None


class _Broken(Exception):  # noqa: N818
    """The rest of the path can not be read; the mistake is noted."""


class _PathReader:
    """The state of reading one path."""

    __slots__ = ("end", "mistakes", "pos", "root", "segments", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.pos = start
        self.end = end
        self.root = "$"
        self.segments: list[Segment] = []
        self.mistakes: list[Mistake] = []

    # --- the way through the text ---------------------------------------------------------------

    def read(self) -> Path:
        """The whole path, without blanks around it."""
        last = self.end
        self.trim()
        start = self.pos
        try:
            self.read_root()
            while self.pos < self.end:
                self.step()
            if self.end < last:
                self.blank_outside(self.end, last, "after")
        except _Broken:
            if self.segments and self.segments[-1].kind == "descendant":
                self.segments.pop()
        return Path(self.root, tuple(self.segments), start, self.end)

    def trim(self) -> None:
        """Leave out blanks around the path."""
        text, start = self.text, self.pos
        first = self.blank(start)
        if first == self.end:
            return
        self.pos = first
        while text[self.end - 1].isspace() and text[self.end - 2] != "\\":
            self.end -= 1
        if start < first:
            self.blank_outside(start, first, "before")

    def read_root(self) -> None:
        """`$`, `$$` or `$name`, and what may follow it."""
        text, start, end = self.text, self.pos, self.end
        if start == end or text[start] != "$":
            raise self.no_dollar()
        if text.startswith("$$", start, end):
            self.pos = start + 2
        else:
            self.pos = start + 1
            while self.pos < end and ("a" + text[self.pos]).isidentifier():
                self.pos += 1
            if not text[start + 1 : start + 2].isidentifier():
                self.pos = start + 1
        self.root = text[start : self.pos]
        if self.pos < end and text[self.pos] not in ".[":
            raise self.after_root(self.root)

    def step(self) -> None:
        """One segment, with the dots before it."""
        text, start = self.text, self.pos
        char = text[start]
        if char == "[":
            self.bracket()
        elif char != ".":
            self.name()  # Jayway reads "$.a[0]b" like "$.a[0].b"
        elif text.startswith("...", start, self.end):
            after = self.run_of_dots()
            raise self.broken(start, after, 'more than two dots stand side by side: write "."')
        else:
            dots = 2 if text.startswith("..", start, self.end) else 1
            self.pos = start + dots
            if self.pos == self.end:
                raise self.ends_with_dots(start)
            if dots == 2:
                self.add("descendant", None, start, self.pos)
            self.after_dots()

    def after_dots(self) -> None:
        """What stands behind one or two dots: a bracket, `*` or a name."""
        char = self.text[self.pos]
        if char == "[":
            self.bracket()
        elif char == "*":
            self.add("wildcard", None, self.pos, self.pos + 1)
        elif char in "'\"":
            raise self.quoted_name()
        else:
            self.name()

    def name(self) -> None:
        """A name without quotes, or the call of a function."""
        text, start, end = self.text, self.pos, self.end
        match = _PLAIN.match(text, start, end)
        at = match.end() if match else start
        escaped = False
        while at < end and text[at] not in ".[(":
            char = text[at]
            if char == "\\":
                escaped = True
                at += 1
                if at == end:
                    raise self.broken(at - 1, at, "a backslash ends the path: delete it", "")
            elif char.isspace():
                raise self.blank_in_name(start)
            elif char in ")]":
                raise self.broken(
                    at, at + 1, f'no "{_CLOSERS[char]}" stands before this "{char}": delete it'
                )
            at += 1
        value = text[start:at]
        if text.startswith("(", at, end):
            self.call(start, at)
        else:
            if escaped:
                value = re.sub(r"(?s)\\(.)", r"\1", value)
            self.add("name", value, start, at)

    def call(self, start: int, at: int) -> None:
        """A function of the path library, such as `.length()`; `at` is where `(` stands."""
        if start == at:
            raise self.broken(start, at + 1, 'a name is missing before "("')
        after = self.partner(at)
        name, arguments = self.text[start:at], self.text[at + 1 : after - 1]
        self.add("call", (name, arguments), start, after)

    # --- brackets -------------------------------------------------------------------------------

    def bracket(self) -> None:
        """A step in brackets."""
        start = self.pos
        at = self.blank(start + 1)
        char = self.text[at : at + 1] if at < self.end else ""
        if char == "]":
            raise self.broken(
                start, at + 1, 'the brackets are empty: write an index such as "[0]", or "[*]"'
            )
        if char == "?":
            self.filter(start, at)
        elif char == "(":
            after = self.partner(at)
            self.close("script", self.text[at + 1 : after - 1], start, after)
        elif char == "*":
            self.close("wildcard", None, start, at + 1)
        else:
            self.elements(start, at)

    def filter(self, start: int, at: int) -> None:
        """A filter, `[?(…)]`; what it compares is not looked at."""
        opening = self.blank(at + 1)
        if not self.text.startswith("(", opening, self.end):
            remedy = 'write "[?(@.name == 1)]"'
            raise self.broken(start, at + 1, f"a filter stands in parentheses: {remedy}")
        after = self.partner(opening, comparing=True)
        inside = self.text[opening + 1 : after - 1]
        if not inside.strip():
            raise self.broken(start, after, 'the filter is empty: write "[?(@.name == 1)]"')
        self.close("filter", inside, start, after)

    def elements(self, start: int, at: int) -> None:
        """Names in quotes, indices and slices, with commas between them."""
        found: list[str | int | tuple[int | None, ...]] = []
        while True:
            value, at = self.element(start, at)
            found.append(value)
            if not self.text.startswith(",", at, self.end):
                break
            at += 1
        value = found[0]
        if len(found) > 1:
            self.close("union", tuple(found), start, at)
        elif isinstance(value, tuple):
            self.close("slice", value, start, at)
        else:
            self.close("name" if isinstance(value, str) else "index", value, start, at)

    def element(self, start: int, at: int) -> tuple[str | int | tuple[int | None, ...], int]:
        """One name, index or slice, and where the blanks after it end."""
        text, end = self.text, self.end
        at = self.blank(at)
        if at < end and text[at] in "'\"":
            after = self.quote(at)
            return re.sub(r"(?s)\\(.)", r"\1", text[at + 1 : after - 1]), self.blank(after)
        parts = []
        while True:
            digits = _NUMBER.match(text, at, end)[0]  # type: ignore[index]
            if len(digits) > MAX_DIGITS:
                raise self.bare(start, at)
            parts.append(int(digits) if digits else None)
            at = self.blank(at + len(digits))
            if not text.startswith(":", at, end):
                break
            at = self.blank(at + 1)
        if at == end:
            raise self.unclosed(start)
        if text[at] not in ",]" or parts == [None]:
            raise self.bare(start, at)
        first = parts[0]
        return (tuple(parts) if len(parts) > 1 or first is None else first), at

    def close(self, kind: str, value: Value, start: int, at: int) -> None:
        """The closing bracket of a step."""
        at = self.blank(at)
        if at == self.end:
            raise self.unclosed(start)
        if self.text[at] != "]":
            found = self.text[at]
            raise self.broken(at, at + 1, f'"{found}" can not stand here: write "]" or ","')
        self.add(kind, value, start, at + 1)

    def partner(self, opening: int, *, comparing: bool = False) -> int:
        """The offset behind the bracket that closes the one at `opening`; quotes are skipped."""
        text, end = self.text, self.end
        stack: list[int] = []
        at = opening
        while at < end:
            char = text[at]
            if char in "'\"":
                at = self.quote(at)
                continue
            if char == "=" and comparing:
                at = self.equals(at)
                continue
            at += 1
            if char in _OPENERS:
                stack.append(at - 1)
            elif char in _CLOSERS:
                if text[stack[-1]] != _CLOSERS[char]:
                    break
                stack.pop()
                if not stack:
                    return at
        raise self.unclosed(stack[-1])

    def equals(self, at: int) -> int:
        """An equals sign in a filter; returns where the operator that it is part of ends."""
        text, end = self.text, self.end
        regex = re.compile(REGEX, re.DOTALL).match(text, at, end)
        if regex:
            return regex.end()
        if text.startswith(("==", "=~"), at, end):
            return at + (3 if text.startswith("===", at, end) else 2)
        if text[at - 1] not in "!<>":
            self.note(at, at + 1, 'a filter compares with "==", not "="', "==")
        return at + 1

    def quote(self, at: int) -> int:
        """The offset behind the quote that closes the one at `at`."""
        text, opening, quote = self.text, at, self.text[at]
        at += 1
        while at < self.end:
            if text[at] == quote:
                return at + 1
            at += 2 if text[at] == "\\" else 1
        raise self.broken(opening, self.end, f"the quote is not closed: add a {_called(quote)}")

    # --- mistakes -------------------------------------------------------------------------------

    def no_dollar(self) -> _Broken:
        """A text that does not begin with `$`."""
        start, end = self.pos, self.end
        text = self.text[start:end]
        call = re.match(_CALL, text)
        if not text.strip():
            return self.broken(start, end, 'the path is empty: write "$" for the whole')
        if call and call[2]:
            return self.broken(
                start, end, 'a path begins with "$", and no function can be called here: '
                "put its result into a field in an earlier state",
            )  # fmt: skip
        if call and f"States.{call[1]}" in FUNCTIONS:
            name = f"States.{call[1]}"
            return self.broken(
                start, start + len(call[1]),
                f'a path begins with "$", and a function with "States.": write "{name}"', name,
            )  # fmt: skip
        if re.fullmatch(_WITHOUT_DOLLAR, text):
            right = f"$.{text.lstrip('@').lstrip('.')}"
            return self.broken(start, end, f'a path begins with "$": write "{right}"', right)
        if text.lstrip().startswith("{%"):
            return self.broken(
                start, end, 'a path is read here, and "{% … %}" is JSONata: write a path, or set '
                '"QueryLanguage": "JSONata" on the state',
            )  # fmt: skip
        return self.broken(start, end, 'a path begins with "$"')

    def after_root(self, root: str) -> _Broken:
        """Something other than a dot or a bracket behind `$`, `$$` or a variable."""
        text, at = self.text, self.pos
        char = text[at]
        if char.isspace():
            return self.broken(at, self.blank(at), f'a blank stands after "{root}": delete it', "")
        if root == "$$":
            if _PLAIN.match(text, at):
                return self.broken(at - 2, at, 'a dot is missing after "$$": write "$$."', "$$.")
            return self.broken(at, at + 1, f'"{char}" can not follow "$$": write "." and a name')
        if root == "$":
            what = 'write "." and a name, "[" and an index, or the name of a variable'
            return self.broken(at, at + 1, f'"{char}" can not follow "$": {what}')
        if char == "(":
            return self.broken(
                at - len(root), at + 1,
                f'"{root}" is a variable and can not be called: '
                'functions begin with "States." in JSONPath states',
            )  # fmt: skip
        rest = text[at - len(root) + 1 : self.end]
        near = f'; did you mean "$.{rest}"?' if re.fullmatch(_WITHOUT_DOLLAR, rest) else ""
        return self.broken(
            at - len(root), at + 1, f'"{char}" can not be in the name of a variable{near}'
        )

    def ends_with_dots(self, start: int) -> _Broken:
        """Dots at the end of the path."""
        if self.pos - start == 2:
            return self.broken(start, self.pos, 'a name, an index or "*" must follow ".."')
        return self.broken(start, self.pos, 'the path ends with ".": delete it, or add a name', "")

    def run_of_dots(self) -> int:
        """The offset behind the dots at the present place."""
        at = self.pos
        while at < self.end and self.text[at] == ".":
            at += 1
        return at

    def blank_in_name(self, start: int) -> _Broken:
        """A blank in a name without quotes, which Jayway refuses."""
        text, stop = self.text, start
        while stop < self.end and text[stop] not in ".[(":
            stop += 1
        name = text[start:stop].strip()
        if not any(char.isspace() for char in name):  # beside a dot or a bracket
            at = start if text[start].isspace() else start + len(name)
            return self.broken(at, self.blank(at), "a blank stands in the path: delete it", "")
        if all(char.isalnum() or char in " _-" for char in name):
            right = f"['{name}']"
            return self.broken(
                start, start + len(text[start:stop].rstrip()),
                f'a name with a blank stands in brackets and quotes: write "{right}"', right,
            )  # fmt: skip
        return self.broken(start, stop, "a path has blanks between brackets or quotes only")

    def quoted_name(self) -> _Broken:
        """`$.'name'`, which AWS would take for a name that has the quotes in it."""
        start = self.pos
        after = self.quote(start)
        inside = self.text[start + 1 : after - 1]
        right = None if "'" in inside else f"['{inside}']"
        remedy = f': write "{right}"' if right else ""
        return self.broken(start, after, f"a name in quotes stands in brackets{remedy}", right)

    def bare(self, start: int, at: int) -> _Broken:
        """Something in brackets that is neither in quotes nor a number."""
        text = self.text
        close = text.find("]", at, self.end)
        if close < 0:
            return self.unclosed(start)
        inside = text[at:close].strip()
        if inside.startswith("$"):
            return self.broken(
                start, close + 1,
                "an index can not be read from a path: "
                '"States.ArrayGetItem" takes an index that is not known in advance',
            )  # fmt: skip
        if inside.isidentifier():
            right = f"['{inside}']"
            return self.broken(
                start, close + 1, f'a name in brackets stands in quotes: write "{right}"', right
            )
        return self.broken(
            start, close + 1,
            f'"{text[start : close + 1]}" holds no index, slice, filter or name in quotes',
        )  # fmt: skip

    def unclosed(self, opening: int) -> _Broken:
        """A bracket without its partner."""
        bracket = self.text[opening]
        remedy = f'add "{_OPENERS[bracket]}"'
        return self.broken(opening, self.end, f'this "{bracket}" is not closed: {remedy}')

    def note(self, start: int, end: int, message: str, replacement: str | None = None) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake("malformed-path", start, end, message, replacement))

    def blank_outside(self, start: int, end: int, where: str) -> None:
        """Note blanks around the path: nobody means them, and AWS was not seen to refuse them."""
        message = f"a blank stands {where} the path: delete it"
        self.mistakes.append(Mistake("blank-around-path", start, end, message, ""))

    def broken(self, start: int, end: int, message: str, replacement: str | None = None) -> _Broken:
        """Note a mistake behind which nothing can be read."""
        self.note(start, end, message, replacement)
        return _Broken()

    # --- small things ---------------------------------------------------------------------------

    def add(self, kind: str, value: Value, start: int, end: int) -> None:
        """Add a segment, and go on behind it."""
        self.segments.append(Segment(kind, value, start, end))
        self.pos = end

    def blank(self, at: int) -> int:
        """The offset of the next character that is no blank, or the end."""
        text, end = self.text, self.end
        while at < end and text[at].isspace():
            at += 1
        return at


def _is_plain(name: str) -> bool:
    """Can it be written behind a dot as it is?"""
    return _PLAIN.fullmatch(name) is not None


def _element(value: object) -> str:
    """How a name, an index or a slice is written in brackets."""
    if isinstance(value, tuple):
        return ":".join("" if part is None else str(part) for part in value)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"
    return str(value)


def _called(quote: str) -> str:
    return "single quote" if quote == "'" else "double quote"
