"""Read JSON with exact places, and go on after every mistake (RFC 8259 says what is correct).

One pass over the text with an explicit stack. Well-formed pairs are taken whole by one regular
expression; whatever it does not match goes the slow way, which knows what people get wrong. Each
mistake becomes one `Problem` whose kind is the name of the rule that reports it.
"""

from __future__ import annotations

import re
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]

from asllint.source.finding import Edit, Fix, Related
from asllint.source.text import SourceFile, Span
from asllint.syntax.node import (
    PLACEHOLDER,
    Hole,
    Mapping,
    Node,
    Pair,
    Problem,
    Scalar,
    Sequence,
    is_placeholder,
    same,
    whole_number,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.syntax.quotes import Quotes

MAX_DEPTH = 200
"""Brackets may nest this deep. AWS has a limit too (`TOO_DEEPLY_NESTED`), at an unknown depth."""

MAX_PROBLEMS = 25
"""More problems than this in one file say nothing new."""

_WS = r"[ \t\n\r]*"
_SCALAR = (
    r'(?:"([^"\\\x00-\x1f]*)"'
    r"|(-?(?:0|[1-9][0-9]{0,17})(?![0-9A-Za-z_.$]))"
    r"|(true|false|null)(?![\w$]))"
)
_PAIR = re.compile(
    rf'{_WS}"([^"\\\x00-\x1f]*)"{_WS}:{_WS}(?:{_SCALAR}{_WS}(?:,(?={_WS}")|(?=}}))|([{{\[])(?!%))'
)
_ITEM = re.compile(rf"{_WS}{_SCALAR}{_WS}(?:,(?={_WS}[\"\[{{\-0-9tfn])|(?=\]))")
_OPENING = re.compile(rf"{_WS}[\[{{](?=[ \t]*[\n\r])")
_NEXT = re.compile(rf"{_WS}(?:,(?={_WS}[\"\[{{\-0-9tfn])|(?=[}}\]]))")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.+$-])")
_BLANK = re.compile(r"[ \t\n\r\u00a0]*")

# What few files need is compiled at its first use: start-up is the time that people wait for.
_WORD = r"[^\s,:{}\[\]\"“”„]+"
_UNCLOSED = r'"[^\r\n]*'
_LINE_END = r"[\r\n]|\Z"
_TYPOGRAPHIC_END = r"[”“](?=[^\S\r\n]*(?:[:,}\]\r\n]|\Z))"
_COMMENT = r"//[^\r\n]*|#(?!\{|[^\s\"]+\"[ \t]*:)[^\r\n]*|/\*[^*]*(?:\*+[^*/][^*]*)*(?:\*+/|\Z)?"
_PLACEHOLDER_WORD = rf"[\w.+-]*(?:{PLACEHOLDER}[\w.+-]*)+"
_SURROGATE = "[\ud800-\udfff]"
_ESCAPE = r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}|(u?))'
_BRACKET_OR_STRING = rf"[{{}}\[\]]|{_STRING.pattern}"
_KEY_AHEAD = rf"{_STRING.pattern}{_WS}:"
_FRAGMENT_AHEAD = (
    rf"{_KEY_AHEAD}|[“”„‟«″'‘’`´][^\r\n:]*[“”„‟»″'‘’`´\"]{_WS}:|[\w-]+\"?{_WS}:{_WS}\{{(?!%)"
)
_COLON = re.compile(rf"{_WS}:")
_LONG = 5_000
"""Up to so many characters an expression without quotes is looked through for its end."""

_GLUED = re.compile(r"[^\s,:}\]\"=;/#\u00a0]")
"""What can not follow a string: `"a"b`. (A bracket can, if its comma or colon was forgotten.)"""

_HOLE_STARTS = ("${", "#{")
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_MISSPELT = {
    "True": "true", "TRUE": "true", "False": "false", "FALSE": "false", "None": "null",
    "NULL": "null", "Null": "null", "undefined": "null", "nil": "null",
}  # fmt: skip
_QUOTES = {
    "“": "“”„‟\"", "”": "“”„‟\"", "„": "“”‟\"", "‟": "“”\"", "«": "»", "″": "″\"",
    "'": "'’", "‘": "‘’'", "’": "‘’'", "`": "`´'", "´": "`´'",
}  # fmt: skip
_CLOSER = {"{": "}", "[": "]"}


def read_json(text: str, *, depth: int = 0) -> tuple[Node, list[Problem]]:
    """Read a JSON text; returns the root node and the problems in the order of their places.

    Never raises. The root is a `Hole` when there is no value at all. A text that begins with a pair
    (`"Pay": {…}`, as articles print it) is read as an object whose braces are missing: its node
    starts at the first key. `depth` is how many brackets are around the text.
    """
    reader = _JsonReader(text, max_depth=MAX_DEPTH - depth)
    root = reader.read()
    if reader.unbalanced:
        # Which bracket lacks its partner? Only the indentation can tell: read once more with it.
        second = _JsonReader(text, by_indent=True, max_depth=reader.max_depth)
        second_root = second.read()
        if not second.unbalanced or len(second.problems) < len(reader.problems):
            reader, root = second, second_root
    return root, reader.finished_problems()


class _JsonReader:
    """The state of one pass: the open containers, and what was wrong so far."""

    def __init__(self, text: str, *, by_indent: bool = False, max_depth: int = MAX_DEPTH) -> None:
        self.text = text
        self.max_depth = max_depth
        self.by_indent = by_indent
        self.problems: list[Problem] = []
        self.comments: list[Span] = []
        self.quoted: list[tuple[Span, str]] = []
        self.unbalanced = False
        self.stack: list[Mapping | Sequence] = []
        self.found: dict[str, tuple[int, re.Match[str] | None]] = {}
        self._quotes: Quotes | None = None

    # --- the way through the text ---------------------------------------------------------------

    def read(self) -> Node:
        """The root value, and whatever follows it."""
        text = self.text
        pos = 0
        if text.startswith("\ufeff"):
            self.problem(
                "byte-order-mark", 0, 1,
                "the file begins with a byte order mark: save it as UTF-8 without one",
                fix=Fix("remove the byte order mark", [Edit(Span(0, 1), "")]),
            )  # fmt: skip
            pos = 1
        pos = self.blank(pos)
        if pos == len(text):
            self.problem(
                "empty-file", 0, len(text),
                'nothing is here: a definition is a JSON object with "StartAt" and "States"',
            )  # fmt: skip
            return Hole(0, len(text), "")
        root: Node
        if self.begins_with_a_pair(pos):
            root = Mapping(pos, pos, [])
            self.stack.append(root)
            end = self.fill(pos)
            root.end = end
            return root
        if not self.looks_like_json(pos):
            self.not_json(pos)
            return Hole(pos, len(text), text[pos:])
        root, pos = self.value(pos)
        pos = self.fill(pos)
        self.rest(root, pos)
        return root

    def fill(self, pos: int) -> int:
        """Read on until every open container is closed; returns the offset after the last."""
        while self.stack:
            top = self.stack[-1]
            pos = self.members(top, pos) if isinstance(top, Mapping) else self.elements(top, pos)
        return pos

    def members(self, mapping: Mapping, pos: int) -> int:
        """Read pairs until the object is closed or a bracket opens in it."""
        text, pairs = self.text, mapping.pairs
        while True:
            match = None if self.by_indent else _PAIR.match(text, pos)
            if match is None:
                if pairs and text[pos : pos + 1] == "}" and not self.by_indent:
                    return self.close(mapping, pos + 1)
                return self.slow_member(mapping, pos)
            start, end = match.span(1)
            key = Scalar(start - 1, end + 1, match[1])
            group, pos = match.lastindex or 2, match.end()
            if group == 5:
                node, pos = self.open(pos - 1)
                pairs.append(Pair(key, node))
                return pos
            start, end = match.span(group)
            pairs.append(Pair(key, _scalar(match[group], group, start, end)))

    def elements(self, sequence: Sequence, pos: int) -> int:
        """Read items until the array is closed or a bracket opens in it."""
        text, items = self.text, sequence.items
        while True:
            match = None if self.by_indent else _ITEM.match(text, pos)
            if match is None:
                if items and text[pos : pos + 1] == "]" and not self.by_indent:
                    return self.close(sequence, pos + 1)
                match = None if self.by_indent else _OPENING.match(text, pos)
                if match is None:
                    return self.slow_element(sequence, pos)
                node, pos = self.open(match.end() - 1)
                items.append(node)
                return pos
            group = match.lastindex or 1
            start, end = match.span(group)
            items.append(_scalar(match[group], group + 1, start, end))
            pos = match.end()

    def slow_member(self, mapping: Mapping, pos: int) -> int:
        """One pair, or the end of the object, whatever it looks like."""
        pos = self.blank(pos)
        done = self.closing(mapping, pos)
        if done is not None:
            return done
        if self.text[pos] in "{[:" and self.quotes().unopened(pos, key=True) is None:
            return self.member_without_key(mapping, pos)
        start = pos
        key, pos = self.key(pos)
        pos, written = self.colon(key, self.blank(pos))
        if not written or self.value_is_missing(key.end, pos):
            hint = 'write one after ":"' if written else 'write ":" and a value after it'
            self.problem(
                "syntax-error", key.start, key.end, f'the key "{key.value}" has no value: {hint}'
            )
            mapping.pairs.append(Pair(key, Hole(key.end, key.end, "")))
            if self.text[pos : pos + 1] == '"':  # the next pair: the comma got lost with the value
                return pos
            return self.separator(mapping, max(pos, start + 1))
        node, pos = self.value(pos)
        if isinstance(node, Scalar) and isinstance(node.value, str) and self.stack[-1] is mapping:
            key, node, pos = self.shared_value(mapping, key, node, pos)
        mapping.pairs.append(Pair(key, node))
        return pos if self.stack[-1] is not mapping else self.separator(mapping, pos)

    def shared_value(
        self, mapping: Mapping, key: Scalar, node: Node, pos: int
    ) -> tuple[Scalar, Node, int]:
        """The last of several keys with one value: `"a": "b": 1`."""
        while isinstance(node, Scalar) and isinstance(node.value, str):
            colon = _COLON.match(self.text, pos)
            if colon is None or self.value_is_missing(node.end, self.blank(colon.end())):
                break
            self.problem(
                "syntax-error", key.start, node.end,
                f'the keys "{key.value}" and "{node.value}" have one value: delete one of them, or '
                f'put "{{" and "}}" around what belongs to "{key.value}"',
            )  # fmt: skip
            mapping.complete = False
            key = node
            node, pos = self.value(self.blank(colon.end()))
            if self.stack[-1] is not mapping:
                break
        return key, node, pos

    def colon(self, key: Scalar, pos: int) -> tuple[int, bool]:
        """The colon after a key: where the value begins, and whether there can be one."""
        char = self.text[pos : pos + 1]
        if char in (":", "="):
            if char == "=":
                self.problem("syntax-error", pos, pos + 1, 'write ":" between a key and its value')
            return self.blank(pos + 1), True
        if char in ("", ",", "}", "]", '"'):
            return pos, False
        self.problem("syntax-error", pos, pos + 1, f'write ":" after the key "{key.value}"')
        return pos, True

    def member_without_key(self, mapping: Mapping, pos: int) -> int:
        """A value or a colon where a key belongs."""
        mapping.complete = False
        if self.text[pos] == ":":
            self.problem("syntax-error", pos, pos + 1, 'a key is missing before this ":"')
            return pos + 1
        self.problem("syntax-error", pos, pos + 1, "a value without a key: write a key before it")
        _, pos = self.value(pos)
        return pos if self.stack[-1] is not mapping else self.separator(mapping, pos)

    def slow_element(self, sequence: Sequence, pos: int) -> int:
        """One item, or the end of the array, whatever it looks like."""
        pos = self.blank(pos)
        done = self.closing(sequence, pos)
        if done is not None:
            return done
        if self.text[pos] == ":":
            self.problem(
                "syntax-error", pos, pos + 1,
                'an array holds values, not pairs: put "{" and "}" around the pairs',
            )  # fmt: skip
            return pos + 1
        node, pos = self.value(pos)
        sequence.items.append(node)
        return pos if self.stack[-1] is not sequence else self.separator(sequence, pos)

    # --- containers -----------------------------------------------------------------------------

    def open(self, pos: int) -> tuple[Node, int]:
        """Open the bracket at `pos`; its content is read by the next round of `fill`."""
        if len(self.stack) >= self.max_depth:
            end = self.matching_end(pos)
            if not any(problem.kind == "nesting-too-deep" for problem in self.problems):
                self.problem(
                    "nesting-too-deep", pos, pos + 1,
                    f"brackets nest more than {MAX_DEPTH} deep: what is inside is not checked",
                )  # fmt: skip
            return Hole(pos, end, self.text[pos:end]), self.after_child(end)
        node: Mapping | Sequence
        node = Mapping(pos, pos + 1, []) if self.text[pos] == "{" else Sequence(pos, pos + 1, [])
        self.stack.append(node)
        return node, pos + 1

    def after_child(self, pos: int) -> int:
        """Go on in the container on top of the stack after one of its values has ended."""
        return self.separator(self.stack[-1], pos) if self.stack else pos

    def closing(self, node: Mapping | Sequence, pos: int) -> int | None:
        """Handle what can end a container at `pos`; None when a pair or an item begins there."""
        text = self.text
        if pos == len(text):
            return self.end_of_file(pos)
        char = text[pos]
        closer = "}" if isinstance(node, Mapping) else "]"
        if self.by_indent and self.stack[1:] and self.belongs_outside(node, pos):
            return self.close_for_indent(node, pos)
        if char == closer:
            if self.by_indent and self.closes_too_early(node, pos):
                self.problem(
                    "unbalanced-brackets", pos, pos + 1, f'a "{char}" too many: delete it',
                    fix=_deletion(pos, char),
                )  # fmt: skip
                return self.separator(node, pos + 1)
            return self.close(node, pos + 1)
        if char in "}]":
            return self.mismatch(node, pos)
        if char == ",":
            self.problem(
                "syntax-error", pos, pos + 1, "a comma too many: delete it",
                fix=Fix("delete the comma", [Edit(Span(pos, pos + 1), "")]),
            )  # fmt: skip
            return pos + 1
        return None

    def close(self, node: Mapping | Sequence, end: int) -> int:
        """End a container at `end` and go on in its parent."""
        node.end = end
        self.stack.pop()
        if isinstance(node, Mapping):
            self.find_duplicates(node)
        return self.after_child(end)

    def mismatch(self, node: Mapping | Sequence, pos: int) -> int:
        """A closing bracket of the wrong kind."""
        char, self.unbalanced = self.text[pos], True
        opener = "{" if char == "}" else "["
        if self.is_wrong_bracket(pos):
            right = _CLOSER[_opener(node)]
            self.problem(
                "unbalanced-brackets", pos, pos + 1, f'write "{right}" here, not "{char}"',
                related=(Related(Span(node.start, node.start + 1), "it closes this one"),),
                fix=Fix(f'write "{right}"', [Edit(Span(pos, pos + 1), right)]),
            )  # fmt: skip
            return self.close(node, pos + 1)
        if any(_opener(outer) == opener for outer in self.stack):
            closer = _CLOSER[_opener(node)]
            self.problem(
                "unbalanced-brackets", pos, pos + 1,
                f'"{_opener(node)}" is never closed: add "{closer}" before this "{char}"',
                related=(Related(Span(node.start, node.start + 1), "opened here"),),
                fix=Fix(f'add "{closer}"', [Edit(Span(pos, pos), closer)], safe=False),
            )  # fmt: skip
            return self.close(node, pos)
        self.problem(
            "unbalanced-brackets", pos, pos + 1, f'"{char}" closes nothing: delete it',
            fix=_deletion(pos, char),
        )  # fmt: skip
        return pos + 1

    def is_wrong_bracket(self, pos: int) -> bool:
        """Is a bracket just the wrong one, and nothing missing before it?

        `["a"}, "b": 1` in an object in an array: a key can follow only in the object.
        """
        inner, *outer = reversed(self.stack)
        if len(outer) < 2 or not isinstance(inner, Sequence) or not isinstance(outer[1], Sequence):
            return False
        after = self.blank(pos + 1)
        if self.text[after : after + 1] != ",":
            return False
        return re.compile(_KEY_AHEAD).match(self.text, self.blank(after + 1)) is not None

    def end_of_file(self, pos: int) -> int:
        """Close everything that is still open."""
        stack, self.stack = self.stack, []
        for node in stack:
            node.end = pos
            if isinstance(node, Mapping):
                node.complete = False
                self.find_duplicates(node)
        if stack[0].start < pos and self.text[stack[0].start] not in "{[":
            stack = stack[1:]  # the object around a fragment has no bracket to close
        if stack:
            self.unbalanced = True
            missing = "".join(_CLOSER[_opener(node)] for node in reversed(stack))
            at = stack[-1].start
            message = f'"{_opener(stack[-1])}" is never closed: add "{missing[0]}"'
            if len(stack) > 1:
                shown = missing if len(missing) <= 12 else missing[:10] + "…"
                message = f'the text ends with {len(stack)} open brackets: add "{shown}" at its end'
            self.problem(
                "unbalanced-brackets", at, at + 1, message,
                fix=self.closers(stack, missing),
            )  # fmt: skip
        return pos

    def closers(self, stack: list[Mapping | Sequence], missing: str) -> Fix | None:
        """Close what is open at the end of the text, in lines like those that opened it."""
        text = self.text
        end = len(text.rstrip())
        if self.comments and self.comments[-1].end >= end:
            return None
        comma = 1 if text[end - 1] == "," else 0
        written = ""
        for node in reversed(stack):
            alone = "\n" in text[node.start : end]
            written += (self.lead(node) if alone else "") + _CLOSER[_opener(node)]
        edit = Edit(Span(end - comma, end), written)
        return Fix(f'add "{missing}" at the end', [edit], safe=False)

    def lead(self, node: Mapping | Sequence) -> str:
        """A line feed, and the blanks that begin the line of a bracket."""
        start = self.text.rfind("\n", 0, node.start) + 1
        match = _BLANK.match(self.text, start, node.start)
        return "\n" + (match[0].strip("\r\n") if match else "")

    # --- brackets and indentation (second pass only) --------------------------------------------

    def indent(self, pos: int) -> int:
        """How far the line of `pos` is indented, in characters."""
        start = self.text.rfind("\n", 0, pos) + 1
        match = _BLANK.match(self.text, start)
        return match.end() - start if match else 0

    def starts_line(self, pos: int) -> bool:
        """Is the character at `pos` the first one of its line?"""
        start = self.text.rfind("\n", 0, pos) + 1
        return not self.text[start:pos].strip()

    def belongs_outside(self, node: Mapping | Sequence, pos: int) -> bool:
        """Does the indentation say that what begins at `pos` stands outside of `node`?"""
        if not self.starts_line(pos) or "\n" not in self.text[node.start : pos]:
            return False
        here, opened = self.indent(pos), self.indent(node.start)
        return here < opened or (here == opened and self.text[pos] not in "}]")

    def closes_too_early(self, node: Mapping | Sequence, pos: int) -> bool:
        """Does the closing bracket at `pos` stand deeper than the line that opened `node`?"""
        return (
            "\n" in self.text[node.start : pos]
            and self.starts_line(pos)
            and self.indent(pos) > self.indent(node.start)
        )

    def close_for_indent(self, node: Mapping | Sequence, pos: int) -> int:
        """End a container whose closing bracket was forgotten, before the line of `pos`."""
        opener = _opener(node)
        self.problem(
            "unbalanced-brackets", node.start, node.start + 1,
            f'"{opener}" is never closed: add "{_CLOSER[opener]}" before the line that stands '
            "outside of it",
            related=(Related(Span(pos, pos + 1), "this line"),),
            fix=self.closer_before(node, pos),
        )  # fmt: skip
        self.stack.pop()
        node.end = pos
        if isinstance(node, Mapping):
            self.find_duplicates(node)
        return pos

    def closer_before(self, node: Mapping | Sequence, pos: int) -> Fix:
        """Close a container on a line of its own, behind what stands before `pos`."""
        text, closer = self.text, _CLOSER[_opener(node)]
        end = len(text[:pos].rstrip())
        written = self.lead(node) + closer
        if text[end - 1] == ",":
            end -= 1
        elif text[pos] not in "}]":
            written += ","
        return Fix(f'add "{closer}"', [Edit(Span(end, end), written)], safe=False)

    def matching_end(self, pos: int) -> int:
        """The offset after the bracket that closes the one at `pos`."""
        depth = 0
        for match in re.compile(_BRACKET_OR_STRING).finditer(self.text, pos):
            token = match[0]
            if token in "{[":
                depth += 1
            elif token in "}]":
                depth -= 1
                if depth == 0:
                    return match.end()
        return len(self.text)

    # --- between values -------------------------------------------------------------------------

    def separator(self, node: Mapping | Sequence, pos: int) -> int:
        """The comma after a value of `node`, or the bracket that ends it."""
        match = None if self.by_indent else _NEXT.match(self.text, pos)
        if match:
            return match.end()
        text, before = self.text, pos
        pos = self.blank(pos)
        if pos == len(text) or text[pos] in "}]":
            return pos
        if text[pos] in ",;":
            if text[pos] == ";":
                self.problem("syntax-error", pos, pos + 1, 'write "," between values, not ";"')
            after = self.blank(pos + 1)
            if text[after : after + 1] in ("}", "]"):
                self.problem(
                    "trailing-comma", pos, pos + 1,
                    f'delete the comma before "{text[after]}": JSON allows none there',
                    fix=Fix("delete the comma", [Edit(Span(pos, pos + 1), "")]),
                )  # fmt: skip
            return after
        if self.by_indent and self.stack[1:] and self.belongs_outside(node, pos):
            return pos  # the missing bracket is reported, not the comma after it
        at = max(before - 1, 0)
        self.problem(
            "missing-comma", at, before, "add a comma after this value",
            fix=Fix("add the comma", [Edit(Span(before, before), ",")]),
        )  # fmt: skip
        return pos

    def blank(self, pos: int) -> int:
        """The offset after white space and comments."""
        text = self.text
        while True:
            match = _BLANK.match(text, pos)
            pos = match.end() if match else pos
            if text[pos : pos + 1] in ("/", "#"):
                comment = re.compile(_COMMENT).match(text, pos)
                if comment and comment.end() > pos:
                    self.comments.append(Span(pos, comment.end()))
                    pos = comment.end()
                    continue
            return pos

    def value_is_missing(self, key_end: int, pos: int) -> bool:
        """Does something else than a value follow the colon?"""
        text = self.text
        if pos == len(text) or text[pos] in ",}]:":
            return True
        # A key on the next line: the value of this one was forgotten.
        return "\n" in text[key_end:pos] and re.compile(_KEY_AHEAD).match(text, pos) is not None

    # --- scalars --------------------------------------------------------------------------------

    def key(self, pos: int) -> tuple[Scalar, int]:
        """A key, quoted or not."""
        node, end = self.value(pos, key=True)
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return node, end
        return Scalar(pos, end, node.text if isinstance(node, Hole) else self.text[pos:end]), end

    def value(self, pos: int, *, key: bool = False) -> tuple[Node, int]:
        """The value at `pos`, and where reading goes on; a bracket is opened, not read."""
        text = self.text
        char = text[pos]
        if char == '"':
            return self.string(pos, key=key)
        unopened = self.unopened(pos, key=key)
        if unopened is not None:
            return unopened
        if char in "{[" and not key:
            close = text.find("%}", pos, pos + _LONG) if text.startswith("{%", pos) else -1
            if close > 0:
                self.quoted.append((Span(pos, close + 2), text[pos : close + 2]))
                return Scalar(pos, close + 2, text[pos : close + 2]), close + 2
            return self.open(pos)
        if char in _QUOTES:
            return self.misquoted(pos)
        match = _NUMBER.match(text, pos)
        if match and not key:
            return Scalar(pos, match.end(), _number(match[0])), match.end()
        match = re.compile(_PLACEHOLDER_WORD).match(text, pos)
        if match:
            return Hole(pos, match.end(), match[0]), match.end()
        match = re.compile(_WORD).match(text, pos)
        if not match:
            self.problem("syntax-error", pos, pos + 1, f'"{char}" can not stand here: delete it')
            return Hole(pos, pos + 1, char), pos + 1
        word, end = match[0], match.end()
        if word in _CONSTANTS and not key:
            return Scalar(pos, end, _CONSTANTS[word]), end
        return self.word(pos, word, end, key), end

    def word(self, start: int, word: str, end: int, key: bool) -> Node:
        """Text without quotes: a misspelt constant, a broken number, a name."""
        if word in _MISSPELT and not key:
            right = _MISSPELT[word]
            self.problem(
                "syntax-error", start, end, f'write "{right}" in JSON, not "{word}"',
                fix=Fix(f'write "{right}"', [Edit(Span(start, end), right)]),
            )  # fmt: skip
            return Scalar(start, end, _CONSTANTS[right])
        if word[0] in "+-.0123456789" and not key:
            self.problem("syntax-error", start, end, f'"{word}" is no JSON number')
            return Hole(start, end, word)
        self.quoted.append((Span(start, end), word))
        return Scalar(start, end, word) if key else Hole(start, end, word)

    def string(self, pos: int, *, key: bool = False) -> tuple[Node, int]:
        """A string in straight double quotes, with or without escapes."""
        text = self.text
        match = _STRING.match(text, pos)
        if not match:
            return self.broken_string(pos, key=key)
        end = match.end()
        if "”" in match[0] and text[end : end + 1].strip(",:}] \t\r\n"):
            return self.broken_string(pos)  # a straight quote opens it, a typographic one closes it
        if text[end : end + 1] == '"' or _GLUED.match(text, end) or match[0][-2] in " {[:,":
            torn = self.torn_string(pos, end, key=key)
            if torn is not None:
                return torn
        try:
            value, _ = scanstring(match[0], 1, True)
        except JSONDecodeError:
            value = self.bad_escapes(pos, end)
        if is_placeholder(value):
            return Hole(pos, end, value), end
        if "\\u" in match[0] and re.search(_SURROGATE, value):
            start, stop = _half_pair(match[0])
            self.problem(
                "lone-surrogate", pos + start, pos + stop,
                "half of a surrogate pair is no character: write both halves, or the character",
            )  # fmt: skip
        return Scalar(pos, end, value), end

    def bad_escapes(self, pos: int, end: int) -> str:
        """The value of a string in which a backslash begins no JSON escape."""
        raw = self.text[pos + 1 : end - 1]
        pieces, at = [], 0
        for match in re.finditer(_ESCAPE, raw):
            if match[1] is None:
                continue
            start = pos + 1 + match.start()
            shown = raw[match.start() : match.start() + 2]
            self.problem(
                "syntax-error", start, start + 2,
                f'"{shown}" is no JSON escape: write "\\{shown}" for a backslash',
                fix=Fix("double the backslash", [Edit(Span(start, start + 1), "\\\\")]),
            )  # fmt: skip
            pieces.append(raw[at : match.start()] + "\\\\")
            at = match.start() + 1
        try:
            return str(scanstring("".join([*pieces, raw[at:]]) + '"', 0, False)[0])
        except JSONDecodeError:
            return raw

    def quotes(self) -> Quotes:
        """The quotes of the text by line; few texts need them."""
        if self._quotes is None:
            from asllint.syntax.quotes import Quotes

            self._quotes = Quotes(self.text)
        return self._quotes

    def unopened(self, pos: int, *, key: bool) -> tuple[Node, int] | None:
        """A text whose opening quote is missing: `A": 1`; None if this is something else."""
        close = self.quotes().unopened(pos, key=key)
        if close is None:
            return None
        content, end = self.text[pos:close], close + 1
        self.problem(
            "syntax-error", pos, pos + 1, f'a quote is missing before "{_shown(content)}": add it',
            fix=Fix("add the quote", [Edit(Span(pos, pos), '"')]),
        )  # fmt: skip
        return Scalar(pos, end, content), end

    def torn_string(self, pos: int, end: int, *, key: bool) -> tuple[Node, int] | None:
        """A string whose last quote, before `end`, is not its own; None if it may well be."""
        quotes, after = self.quotes(), self.text[end : end + 1]
        odd, content = quotes.odd_from(pos), self.text[pos + 1 : end - 1]
        glued = _GLUED.match(after) is not None
        if odd and (quotes.is_torn(content, after, key=key) or (glued and after not in "{[")):
            gap = quotes.gap(content, key=key)
            if gap is not None:
                return self.unclosed(pos, pos + 1 + gap)
        if not (glued or after == '"') or (after in '{["' and not odd):
            return None  # just a comma or a colon is missing, if anything
        if odd and quotes.is_doubled(pos, end):
            self.problem("syntax-error", end - 1, end, "a quote too many: delete it")
            return (
                self.string(pos + 1, key=key)
                if not content
                else (Scalar(pos, end, content), end + 1)
            )
        close = quotes.close(end - 1, key=key)
        if close is None:
            return None
        inner = quotes.between(pos + 1, close)
        edits = [Edit(Span(at, at), "\\") for at in inner]
        self.problem(
            "syntax-error", inner[0], inner[0] + 1,
            'a quote inside of a text: write \\" for it',
            fix=None if odd else Fix("put a backslash before each quote", edits, safe=False),
        )  # fmt: skip
        return Scalar(pos, close + 1, self.text[pos + 1 : close]), close + 1

    def unclosed(self, pos: int, end: int) -> tuple[Node, int]:
        """A string whose closing quote is missing at `end`, in the middle of its line."""
        content = self.text[pos + 1 : end]
        at = max(end - 1, pos)
        self.problem(
            "syntax-error", at, at + 1, f'a quote is missing after "{_shown(content)}": add it',
            fix=Fix("add the quote", [Edit(Span(end, end), '"')]),
        )  # fmt: skip
        if is_placeholder(content):
            return Hole(pos, end, content), end
        return Scalar(pos, end, content), end

    def broken_string(self, pos: int, *, key: bool = False) -> tuple[Node, int]:
        """A string that does not end on its line, or holds a raw control character."""
        text = self.text
        line_end = self.line_end(pos)
        closer = self.following(_TYPOGRAPHIC_END, pos + 1)
        if closer and closer.start() < line_end:
            content = text[pos + 1 : closer.start()]
            self.quoted.append((Span(pos, closer.end()), content))
            return Scalar(pos, closer.end(), content), closer.end()
        close = text.find('"', pos + 1, line_end)
        while close > 0 and text[close - 1] == "\\":
            close = text.find('"', close + 1, line_end)
        if close > 0:  # it ends on its line, so a tab or the like is in it
            self.problem(
                "syntax-error", pos, close + 1,
                'a raw control character in a string: write it as an escape such as "\\t"',
            )  # fmt: skip
            return Scalar(pos, close + 1, text[pos + 1 : close]), close + 1
        content = text[pos + 1 : line_end]
        gap = self.quotes().gap(content, key=key) if len(content) < _LONG else None
        if gap is not None and content[gap:].strip(" \t,"):
            return self.unclosed(pos, pos + 1 + gap)
        content = content.rstrip(" \t,")
        end = pos + 1 + len(content)
        self.problem(
            "syntax-error", pos, end, 'the string is not closed on its line: add a closing quote',
            fix=Fix("add the closing quote", [Edit(Span(end, end), '"')]),
        )  # fmt: skip
        return Scalar(pos, end, content), end

    def misquoted(self, pos: int) -> tuple[Node, int]:
        """A string in typographic or single quotes."""
        text = self.text
        closers = f"[{re.escape(_QUOTES[text[pos]])}]"
        line_end = self.line_end(pos, r"\n|\Z")
        # Best one that something follows which can follow a string.
        sure = rf"{closers}(?=[ \t\r]{{0,199}}(?:[:,}}\]\n]|\Z))"
        closer = self.following(sure, pos + 1)
        if closer is None or closer.start() >= line_end:
            closer = self.following(closers, pos + 1)
        if closer is None or closer.start() >= line_end:
            content = text[pos + 1 : line_end].rstrip(" \t\r,")
            end = pos + 1 + len(content)
        else:
            content, end = text[pos + 1 : closer.start()], closer.end()
        self.quoted.append((Span(pos, end), content))
        if is_placeholder(content):
            return Hole(pos, end, content), end
        return Scalar(pos, end, content), end

    def following(self, pattern: str, pos: int) -> re.Match[str] | None:
        """The first match of a pattern from an offset on, found once for all offsets before it."""
        start, match = self.found.get(pattern, (len(self.text) + 1, None))
        if not start <= pos or (match is not None and match.start() < pos):
            match = re.compile(pattern).search(self.text, pos)
            self.found[pattern] = pos, match
        return match

    def line_end(self, pos: int, pattern: str = _LINE_END) -> int:
        """Where the line of an offset ends, before its line break."""
        match = self.following(pattern, pos)
        return match.start() if match else len(self.text)

    # --- around the root ------------------------------------------------------------------------

    def begins_with_a_pair(self, pos: int) -> bool:
        """Is the text a fragment of an object, such as `"Pay": {…}`?"""
        return re.compile(_FRAGMENT_AHEAD).match(self.text, pos) is not None

    def looks_like_json(self, pos: int) -> bool:
        """Is there a JSON value at `pos`, though perhaps a broken one?"""
        char = self.text[pos]
        return (
            char in '{["'
            or (char in _QUOTES and self.text.rstrip()[-1] != char)
            or bool(re.compile(PLACEHOLDER).match(self.text, pos))
            or bool(_NUMBER.match(self.text, pos))
            or bool(re.match(r"(?:true|false|null)\b", self.text[pos : pos + 6]))
        )

    def not_json(self, pos: int) -> None:
        """One problem for a text that is something else."""
        end = pos + len(re.compile(_UNCLOSED).match('"' + self.text[pos : pos + 60])[0]) - 1  # type: ignore[index]
        hint = "a definition in JSON begins with {"
        if re.search(r"(?m)^(?:StartAt|States|Comment|QueryLanguage)\s*:", self.text):
            hint = "it looks like YAML: name the file *.asl.yaml"
        elif self.text[pos] == "<":
            hint = "it looks like XML or HTML"
        self.problem("not-json", pos, max(end, pos + 1), f"this is not JSON; {hint}")

    def rest(self, root: Node, pos: int) -> None:
        """What stands after the root value."""
        text = self.text
        pos = self.blank(pos)
        if pos == len(text):
            return
        self.unbalanced = True
        if text[pos] in "}]":
            self.problem(
                "unbalanced-brackets", pos, pos + 1, f'a "{text[pos]}" too many: delete it',
                fix=_deletion(pos, text[pos]),
            )  # fmt: skip
            return
        if isinstance(root, Mapping) and text[pos] in ',"':
            closed = root.end
            self.problem(
                "unbalanced-brackets", closed - 1, closed,
                'this "}" closes the whole definition, and more follows: a "}" too many stands '
                "here or before",
            )  # fmt: skip
            self.stack.append(root)
            self.fill(self.separator(root, pos) if text[pos] == "," else pos)
            return
        self.problem("syntax-error", pos, pos + 1, "delete what follows the end of the definition")

    # --- problems -------------------------------------------------------------------------------

    def problem(
        self,
        kind: str,
        start: int,
        end: int,
        message: str,
        *,
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
    ) -> None:
        """Note one problem, unless there are too many already."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(kind, Span(start, end), message, related=related, fix=fix))

    def find_duplicates(self, mapping: Mapping) -> None:
        """Report every key that stands twice in one object, at its later place."""
        pairs = mapping.pairs
        if len(pairs) < 2 or len({pair.key.value for pair in pairs}) == len(pairs):
            return
        first: dict[object, Pair] = {}
        for pair in pairs:
            earlier = first.setdefault(pair.key.value, pair)
            if len(self.problems) >= MAX_PROBLEMS:
                return  # and no fix has to be written
            if earlier is not pair:
                self.problem(
                    "duplicate-key", pair.key.start, pair.key.end,
                    f'the key "{pair.key.value}" stands twice in this object, and only this one '
                    "counts: rename or delete one",
                    related=(Related(earlier.key.span, "the first one, which is lost"),),
                    fix=without_twin(SourceFile("", self.text), mapping, earlier, pair),
                )  # fmt: skip

    def comment_problem(self) -> Problem:
        """The problem of all comments together."""
        from asllint.syntax.edits import comment_span

        count = len(self.comments)
        edits = [Edit(comment_span(self.text, each), "") for each in self.comments]
        more = "" if count == 1 else f" ({count} comments in all)"
        return Problem(
            "comment-in-json",
            self.comments[0],
            f'JSON has no comments: delete it, or move its text to a "Comment" field{more}',
            # To somebody it said something; the rule keeps it where it has a place.
            fix=Fix("delete the comments", edits, safe=False),
        )

    def finished_problems(self) -> list[Problem]:
        """All problems by place; comments and wrong quotes are told once, with their number."""
        if self.comments:
            self.problems.append(self.comment_problem())
        if self.quoted:
            first, _ = self.quoted[0]
            count = len(self.quoted)
            more = "" if count == 1 else f" ({count} texts in all)"
            shown = self.text[first.start : first.end]
            edits = [Edit(span, _quote(content)) for span, content in self.quoted]
            self.problems.append(
                Problem(
                    "wrong-quotes",
                    first,
                    f"JSON wants straight double quotes: write {_quote(self.quoted[0][1])} for "
                    f"{shown}{more}",
                    fix=Fix("put straight double quotes", edits),
                )
            )
        self.problems.sort(key=lambda problem: problem.span.start)
        return self.problems


def _scalar(text: str, group: int | None, start: int, end: int) -> Node:
    """The node for what `_PAIR` matched: group 2 a string, 3 an integer, 4 a constant."""
    if group == 2:
        if text.startswith(_HOLE_STARTS) and is_placeholder(text):
            return Hole(start - 1, end + 1, text)
        return Scalar(start - 1, end + 1, text)
    return Scalar(start, end, int(text) if group == 3 else _CONSTANTS[text])


def _half_pair(raw: str) -> tuple[int, int]:
    """Where the first surrogate without its partner stands in the text of a string."""
    high: re.Match[str] | None = None
    for match in re.finditer(r"\\(?:u([0-9a-fA-F]{4})|.)", raw):
        code = int(match[1], 16) if match[1] else 0
        if high is not None:
            if 0xDC00 <= code < 0xE000 and match.start() == high.end():
                high = None
                continue
            return high.span()
        if 0xDC00 <= code < 0xE000:
            return match.span()
        high = match if 0xD800 <= code < 0xDC00 else None
    return high.span() if high else (0, len(raw))


def _number(text: str) -> int | float:
    if "." in text or "e" in text or "E" in text:
        return float(text)
    return whole_number(text)


def without_twin(file: SourceFile, mapping: Mapping, one: Pair, twin: Pair) -> Fix | None:
    """Delete the second of two equal fields; None where they differ, or it can not be written."""
    from asllint.syntax.edits import delete, written

    if not same(one.value, twin.value):
        return None
    return written(Fix("delete this one", [delete(mapping, twin)]), file)


def _deletion(pos: int, char: str) -> Fix:
    """Delete one bracket: a guess, since another one may be meant."""
    return Fix(f'delete the "{char}"', [Edit(Span(pos, pos + 1), "")], safe=False)


def _opener(node: Mapping | Sequence) -> str:
    return "{" if isinstance(node, Mapping) else "["


def _shown(content: str) -> str:
    """A text for a message, which nobody reads to its end."""
    return content if len(content) <= 40 else content[:39].rstrip() + "…"


def _quote(content: str) -> str:
    return '"' + content.replace('"', '\\"') + '"'
