"""What broke a text in YAML: why a parser gave up, in our own words, and where it shows.

Both parsers say the same in slightly different words, and point to the same places; ruamel's are
what users see.
"""

from __future__ import annotations

import re

from asllint.source.finding import Edit, Fix, Related
from asllint.source.text import Span, line_start
from asllint.syntax.node import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from asllint.syntax.yaml.events import ScalarEvent

_SEPARATOR = re.compile(r"[\s:,-]*")
_WORD = re.compile(r"[^\s,\[\]{}:\"']+|\t+|.")
_BLOCK_HEAD = re.compile(
    r"(?P<lead>[ ]*)(?P<dashes>(?:-[ ]+)*)(?P<key>[^\r\n]*?:[ ]+|)"
    r"(?P<value>(?:[!&]\S*[ ]+)*[|>][-+0-9]*[ ]*(?:#[^\r\n]*)?)"
)
_WHOLE_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_LINE = re.compile(r"[^\r\n]*")
_KEY_OR_ITEM = re.compile(r"""[ ]*(?:-[ ]|["']?[\w.:$-]+["']?:(?:[ \r\n]|\Z))""")


def line_at(text: str, at: int) -> tuple[int, int]:
    """Where the line of an offset starts and ends, without its line end."""
    start = line_start(text, at)
    match = _LINE.match(text, start)
    return start, match.end() if match else start


class Breakdown:
    """Why a parser gave up: its words, where it points to, and where the unfinished thing begins.

    `opened` is where the collections begin that are open, and `last` the last scalar before the
    breakdown; `brackets` are those of them that are written in brackets.
    """

    def __init__(
        self, text: str, opened: Sequence[int], last: ScalarEvent | None, error: Exception
    ) -> None:
        self.text = text
        self.brackets = [start for start in opened if text.startswith(("[", "{"), start)]
        self.last = (last.start_mark.index, last.end_mark.index) if last else (0, 0)
        self.last_is_plain = last is not None and not last.style
        context = getattr(error, "context", None) or ""
        self.problem = getattr(error, "problem", None) or context
        self.words = f"{context}: {self.problem}"
        begun = getattr(error, "context_mark", None)
        mark = getattr(error, "problem_mark", None) or begun
        after_last = _SEPARATOR.match(text, self.last[1])
        self.at = mark.index if mark else after_last.end() if after_last else 0
        self.begun = begun.index if begun else self.at
        self.unindented: tuple[int, int] | None = None
        """A block and its text, if that is not indented: what can not be read."""
        self.word_above = self._word_above()
        self.misplaced = any(
            words in self.words
            for words in ("expected <block end>", "did not find expected", "<document start>")
        )
        """Is it its indentation that makes something wrong, perhaps?"""

    def _word_above(self) -> int | None:
        """Where the text begins that may be a key without its colon."""
        if "could not find expected ':'" in self.words:
            return self.begun
        if "mapping values are not allowed" not in self.words or not self.last_is_plain:
            return None
        return self.last[0] if self.last_spans_lines() else None

    def fault(self, at: int, message: str, *, end: int | None = None) -> Problem:
        """A problem at a word, or at the character before if nothing stands at `at`."""
        text = self.text
        if not text[at : at + 1].strip(" \r\n"):
            at = max(len(text[:at].rstrip()) - 1, 0)
        match = _WORD.match(text, at)
        return Problem("syntax-error", Span(at, end or (match.end() if match else at)), message)

    def first_of_line(self, at: int) -> int:
        """The first character in the line of `at` that is not blank."""
        start, end = line_at(self.text, at)
        return end - len(self.text[start:end].lstrip())

    def last_spans_lines(self) -> bool:
        """Does the scalar that ended right before the breakdown go over several lines?"""
        start, end = self.last
        return "\n" in self.text[start:end] and not self.text[end : self.at].strip()


def explain(broken: Breakdown) -> Problem:
    """One problem in our own words where we know ruamel's, and in ruamel's otherwise."""
    special = _unindented(broken) or _second_tag(broken)
    if special:
        return special
    for words, explain in _EXPLANATIONS:
        if words in broken.words:
            return explain(broken)
    problem = broken.problem.replace("'", '"').rstrip(".")
    message = problem[:1].lower() + problem[1:] or "this can not be read as YAML"
    return broken.fault(broken.at, message)


def _unindented(broken: Breakdown) -> Problem | None:
    """The text of a block (`|`, `>`) that stands no deeper than the key of the block."""
    text = broken.text
    for at in sorted({broken.begun, broken.last[0], broken.at}):
        start, _ = line_at(text, at)
        above = len(text[:start].rstrip())
        head = _BLOCK_HEAD.fullmatch(text, *line_at(text, above)) if above else None
        first = broken.first_of_line(at)
        if head is None or not text[first : first + 1].strip():
            continue
        key = head["key"].rstrip(" :")
        depth = len(head["lead"]) + (
            len(head["dashes"]) if key else len(head["dashes"].rstrip()) - 1
        )
        if first - start > depth:
            continue
        end = _end_of_block_text(text, start, depth)
        broken.unindented = head.start("value"), end
        than = '"' + key.strip("\"' ") + '"' if key else 'its "-"'
        more = " " * (depth + 2 - (first - start))
        lines = [line.start() for line in re.finditer(r"(?m)^(?=.*\S)", text[start:end])]
        edits = [Edit(Span(start + line, start + line), more) for line in lines]
        message = f"the text of this block is not indented: indent it deeper than {than}"
        fix = Fix("indent the text", edits, safe=False)
        span = Span(first, first + len(text[first : line_at(text, first)[1]].rstrip()))
        return Problem("syntax-error", span, message, fix=fix)
    return None


def _end_of_block_text(text: str, start: int, depth: int) -> int:
    """Where the text ends that begins with the line at `start`: before a key or an item."""
    end = start
    for line in _WHOLE_LINE.finditer(text, start):
        lead = len(line[0]) - len(line[0].lstrip(" "))
        blank = not line[0].strip()
        if end > start and not blank and lead <= depth and _KEY_OR_ITEM.match(text, line.start()):
            break
        if not blank:
            end = line.start() + len(line[0].rstrip("\r\n"))
    return end


def is_item_or_key(text: str) -> bool:
    """Does a text begin with a list item, or with a plain key?"""
    return _KEY_OR_ITEM.match(text) is not None


def _second_tag(broken: Breakdown) -> Problem | None:
    """A second tag on one value."""
    text, at = broken.text, broken.at
    before = text[line_at(text, at)[0] : at].split()
    if before and before[-1].startswith("&"):
        before.pop()
    if text[at : at + 1] != "!" or not (before and before[-1].startswith("!")):
        return None
    word = _WORD.match(text, at)
    tag = word[0] if word else "!"
    remedy = "delete one of them"
    if re.fullmatch(r"![A-Z]\w+", tag):
        name = tag[1:] if tag in ("!Ref", "!Condition") else f"Fn::{tag[1:]}"
        remedy = f'delete one of them, or write the second one as a key, "{name}:"'
    return broken.fault(at, f"two tags on one value: {remedy}", end=at + len(tag))


def _say(message: str, *, begun: bool = False) -> Callable[[Breakdown], Problem]:
    """An explanation that is the same wherever it is given."""
    return lambda broken: broken.fault(broken.begun if begun else broken.at, message)


def _bad_start(broken: Breakdown) -> Problem:
    """A character that no value can begin with."""
    at, text = broken.at, broken.text
    if text[at] == "\t":
        return broken.fault(at, "a tab may not indent in YAML: use spaces")
    if text[at] == "%" and text[at - 1 : at] == "{":
        message = '"{" opens an object in YAML: put quotes around a JSONata expression'
        return broken.fault(at - 1, message, end=at + 1)
    message = f'plain text can not begin with "{text[at]}": put quotes around it'
    return broken.fault(at, message, end=at + 1)


def _no_colon(broken: Breakdown, at: int | None = None) -> Problem:
    """A line among keys that is no pair."""
    text = broken.text
    at = broken.begun if at is None else at
    line = text[at : line_at(text, at)[1]].rstrip()
    tight = re.match(r"[\w.-]+:(?=\S)", line)
    if tight:
        colon = at + tight.end() - 1
        fix = Fix("add the space", [Edit(Span(colon + 1, colon + 1), " ")])
        message = 'a space is missing after ":": without it this is no key'
        return Problem("syntax-error", Span(colon, colon + 1), message, fix=fix)
    shown = line if len(line) <= 40 else line[:38].rstrip() + "…"
    message = f'the key "{shown}" has no value: write ":" and a value after it'
    return broken.fault(at, message, end=at + len(line))


def _stray_colon(broken: Breakdown) -> Problem:
    """A colon after what is no key: a wrong indentation, or a value that needs quotes."""
    at = broken.at
    if not (broken.last_is_plain and broken.last_spans_lines()):
        message = 'a second ": " in one value: put quotes around the value'
        return broken.fault(at, message, end=at + 1)
    above, here = broken.last[0], broken.first_of_line(at)
    line_above, line_here = line_at(broken.text, above)[0], line_at(broken.text, here)[0]
    if above - line_above == here - line_here and not broken.text[line_above:above].strip(" -"):
        return _no_colon(broken, above)
    message = (
        f'the key "{broken.text[here:at].rstrip()}" can not stand here: indent it like the other '
        "keys, or put quotes around the text above"
    )
    return broken.fault(here, message, end=at)


def _bad_escape(broken: Breakdown) -> Problem:
    """A backslash that begins no escape, in double quotes."""
    start, end = broken.at - 1, broken.at + 1
    if end > len(broken.text):
        return broken.fault(broken.begun, _UNCLOSED, end=broken.begun + 1)
    shown = broken.text[start:end]
    fix = Fix("double the backslash", [Edit(Span(start, start + 1), "\\\\")])
    message = f'"{shown}" is no YAML escape: write "\\{shown}" for a backslash'
    return Problem("syntax-error", Span(start, end), message, fix=fix)


def _never_closed(broken: Breakdown, at: int) -> Problem:
    """Brackets without their partners, of which the last one is at `at`."""
    opener = broken.text[at]
    message = f'"{opener}" is never closed: add "{_closer(opener)}"'
    missing = "".join(_closer(broken.text[start]) for start in reversed(broken.brackets))
    if len(missing) > 1 and not broken.text[broken.at :].strip():
        shown = missing if len(missing) <= 12 else missing[:10] + "…"
        message = f'the text ends with {len(missing)} open brackets: add "{shown}" at its end'
    return broken.fault(at, message, end=at + 1)


def _in_brackets(broken: Breakdown) -> Problem:
    """Something in brackets that neither follows a comma nor is the closing bracket."""
    text, at, opened = broken.text, broken.at, broken.begun
    opener, char = text[opened], text[at : at + 1]
    if not text[at:].strip() or stands_outside(text, opened, at):
        return _never_closed(broken, opened)
    if char == "{" and text[at - 1] in "$#":
        message = "a placeholder inside brackets needs quotes: add them"
        return broken.fault(at - 1, message, end=at + 1)
    closer = _closer(opener)
    if char in "]}":
        message = f'"{opener}" is never closed: add "{closer}" before this "{char}"'
        related = Related(Span(opened, opened + 1), "opened here")
        return Problem("syntax-error", Span(at, at + 1), message, related=(related,))
    if char == ":" and broken.last_spans_lines():
        at = broken.first_of_line(at)
    return broken.fault(at, f'a comma is missing before this, or a "{closer}": add it')


def stands_outside(text: str, opened: int, at: int) -> bool:
    """Does the indentation say that a line before `at` is not in the bracket opened at `opened`?"""
    start = line_at(text, opened)[0]
    if start == opened:
        return False  # the whole document is in this bracket
    depth = len(text[start:opened]) - len(text[start:opened].lstrip(" "))
    lines = re.compile(r"[\r\n]( *)[^\s#\]}]").finditer(text, opened, min(at + 1, len(text)))
    return any(len(line[1]) <= depth for line in lines)


def _misplaced(broken: Breakdown) -> Problem:
    """Something in a block mapping or a block sequence that is no member of it."""
    at, text = broken.at, broken.text
    if broken.last_spans_lines() and not broken.last_is_plain:
        quote = text.find(text[broken.last[1] - 1], broken.last[0])
        if text[quote] in "\"'":
            return broken.fault(quote, _UNCLOSED, end=quote + 1)
    if broken.first_of_line(at) < at:
        message = "text stands after the end of a value: put quotes around the whole value"
    elif "block mapping" in broken.words and text[at] == "-":
        message = "a list item stands among keys: indent it under its key"
    elif "block collection" in broken.words and "?" in broken.words:
        message = 'a key stands among list items: indent it under a "-", or write "- " before it'
    else:
        message = "this line is indented like no line above it: indent it like its siblings"
    return broken.fault(at, message)


def _no_value(broken: Breakdown) -> Problem:
    """Something that is no value where one is due."""
    at, char = broken.at, broken.text[broken.at : broken.at + 1]
    if not broken.text[at:].strip() and broken.brackets:
        return _never_closed(broken, broken.brackets[-1])
    if char and char in "]}":
        message = f'"{char}" closes nothing: delete it, or put quotes around the text'
    elif char == "," and broken.brackets:
        message = "a comma too many: delete it"
    elif char == "-" and broken.brackets:
        message = 'a "-" begins no list item inside brackets: separate the items by commas'
    else:
        message = f'plain text can not begin with "{char}": put quotes around it'
    return broken.fault(at, message)


def _closer(opener: str) -> str:
    return "]" if opener == "[" else "}"


_UNCLOSED = "the string is not closed on its line: add a closing quote"
_EXPLANATIONS: tuple[tuple[str, Callable[[Breakdown], Problem]], ...] = (
    ("cannot start any token", _bad_start),
    ("could not find expected ':'", _no_colon),
    ("mapping values are not allowed", _stray_colon),
    (
        "sequence entries are not allowed",
        _say("a list can not begin on the line of its key: begin it on the next line"),
    ),
    ("scanning a quoted scalar", _say(_UNCLOSED, begun=True)),
    ("unknown escape character", _bad_escape),
    (
        "expected escape sequence",
        _say('too few hexadecimal digits after a backslash: "\\x" takes 2, "\\u" 4 and "\\U" 8'),
    ),
    ("scanning an alias", _say('"*" begins an alias: put quotes around the text', begun=True)),
    ("scanning an anchor", _say('"&" begins an anchor: put quotes around the text', begun=True)),
    (" tag", _say('"!" begins a tag: put quotes around the text', begun=True)),
    (
        "scanning a block scalar",
        _say('only "+", "-" and a digit may follow "|" or ">": begin the text on the next line'),
    ),
    ("expected ',' or", _in_brackets),
    ("expected <block end>", _misplaced),
    ("did not find expected key", _misplaced),
    ("did not find expected '-' indicator", _misplaced),
    ("expected the node content", _no_value),
    ("did not find expected node content", _no_value),
    (
        "expected '<document start>'",
        _say("this stands outside of the document: indent it like the first line, or delete it"),
    ),
)
