"""The content of strings: where each character stands in the file, and how to write another there.

The readers give a string's value and where it begins and ends. Whoever reads what is inside of it
(a path, an expression, a definition) asks here for the value with the file offset of each of its
characters. The text is decoded a second time for that, in the notations of JSON, YAML 1.2 and HCL,
and the result is held against the value: where they differ, the places are coarse, never wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from json.encoder import encode_basestring

from asllint.source.text import HCL, JSON, YAML, Fragment, SourceFile, Span, line_start
from asllint.syntax.interpolation import interpolations, placeholder
from asllint.syntax.node import Hole, Scalar

# All are compiled at their first use: files in JSON without escapes need none of them.
_BREAK = r"(?:\r\n?|\n)"
_FOLD = rf"(?P<fold>[ \t]*+{_BREAK}[ \t\r\n]*+)|[ \t]++"
_PLAIN = rf"[^ \t\r\n]++|{_FOLD}"
_SINGLE = rf"[^ \t\r\n']++|(?P<escape>'')|{_FOLD}|(?P<bad>.)"
_DOUBLE = (
    rf'[^ \t\r\n"\\]++|(?P<join>\\{_BREAK}[ \t\r\n]*+)'
    r"|(?P<escape>\\(?:[0abt\tnvfre \"/\\N_LP]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}"
    rf"|U(?:0010|000[0-9a-fA-F])[0-9a-fA-F]{{4}}))|{_FOLD}|(?P<bad>.)"
)
_HCL = (
    r"(?P<escape>\\(?:[nrt\"\\]|u[0-9a-fA-F]{4}|U(?:0010|000[0-9a-fA-F])[0-9a-fA-F]{4})"
    r"|\$\$(?=\{)|%%(?=\{)|\\)|[^\\$%]++|[$%]"
)
_BLOCK_HEADER = rf"[|>][-+0-9]*+[ \t]*+(?:#[^\r\n]*+)?(?:{_BREAK}|\Z)"
_BLOCK_LINE = r"( *+)[^\r\n]*+(\r\n?|\n|\Z)"
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f",
    "r": "\r", "e": "\x1b", " ": " ", '"': '"', "'": "'", "/": "/", "\\": "\\", "N": "\x85",
    "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip

_SURROGATE = "[\ud800-\udfff]"
_CONTROL = "[\0-\x1f]"
_STAND_INS = "[\U0010f085\U0010f028\U0010f029]"  # the reader needs them for itself
_UNPRINTABLE = "[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
_MARKER = r"(?:\A|[\r\n])(?:---|\.\.\.)"  # where a document ends or begins
_NOT_PLAIN = (
    r"\A(?:\Z|\s|(?!-\w)[-?:,\[\]{}#&*!|>'\"%@`])"  # what plain text may not begin with
    r"|\s\Z|:(?:\s|\Z)|\s#"
)
_NOT_TEXT = (
    r"(?i)~|null|true|false|yes|no|on|off|y|n|<<|=|[-+]?\.(?:inf|nan)"
    r"|[-+]?\.?[0-9][-+.:_0-9e]*|0[xo][0-9a-f]+"
)
_HCL_NAME = r"[A-Za-z_][\w-]*"
_MAX_KEY = 1000
"""A key that stands before its colon may have 1,024 characters in YAML, blanks included."""


class Coarse(Fragment):
    """A text of which only the whole is known to stand at some place in the file.

    Every part of it, and every text decoded from it, has the span of the whole.
    """

    __slots__ = ("whole",)

    def __init__(self, file: SourceFile, text: str, whole: Span) -> None:
        super().__init__(file, text, [*[whole.start] * len(text), whole.end])
        self.whole = whole

    def __getitem__(self, part: slice) -> Coarse:
        return Coarse(self.file, self.text[part], self.whole)

    def span(self, start: int, end: int) -> Span:
        """The span of the whole, whatever the part."""
        return self.whole

    def decode_json(self) -> Coarse:
        """The content of a JSON string, as coarse as the string itself."""
        return Coarse(self.file, super().decode_json().text, self.whole)


def exact(fragment: Fragment) -> bool:
    """Has every character of the fragment its own place in the file?"""
    return not isinstance(fragment, Coarse)


def content(scalar: Scalar | Hole, file: SourceFile) -> Fragment:
    """The decoded text of a string, each character with its file offset.

    What was an escape stands at its first character; a blank or a line feed that a line break
    became stands at the line break. The text is that of the value or the hole, always; of numbers
    and constants it is what the file says.
    """
    last = file.last_string  # many findings may stand in one string, and it may be long
    if last is None or last[0] is not scalar:
        last = file.last_string = scalar, _content(scalar, file)
    return last[1]


def _content(scalar: Scalar | Hole, file: SourceFile) -> Fragment:
    source = Fragment.of(file)[scalar.start : scalar.end]
    value = scalar.text if isinstance(scalar, Hole) else scalar.value
    if not isinstance(value, str) or value == source.text:
        return source
    if file.notation == HCL:
        found = decode_hcl(source)
    else:
        found = _from_yaml(source, value) if file.yaml else _from_json(source)
    if found is not None and found.text == value:
        return found
    return Coarse(file, value, scalar.span)


def _from_json(source: Fragment) -> Fragment | None:
    try:
        return source.decode_json()
    except ValueError:
        return None


# --- decoding YAML ------------------------------------------------------------------------------


class _Decoded:
    """A text that is being decoded: its pieces, and the file offset of each character."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.origins: list[int] = []

    def copy(self, text: str, start: int, end: int) -> None:
        """Characters that stand for themselves."""
        self.pieces.append(text[start:end])
        self.origins += range(start, end)

    def put(self, char: str, *origins: int) -> None:
        """One character for each offset."""
        self.pieces.append(char * len(origins))
        self.origins += origins

    def breaks(self, origins: list[int], *, fold: bool) -> None:
        """Line breaks. Folded, a single one is a blank, and of several all but one count."""
        if not fold:
            self.put("\n", *origins)
        elif len(origins) == 1:
            self.put(" ", *origins)
        else:
            self.put("\n", *origins[:-1])

    def fragment(self, file: SourceFile, end: int) -> Fragment:
        """What was decoded, ending at a file offset; halves of surrogate pairs are put together."""
        text = "".join(self.pieces)
        if re.search(_SURROGATE, text):
            return _paired(file, text, [*self.origins, end])
        return Fragment(file, text, [*self.origins, end])


def _paired(file: SourceFile, text: str, origins: list[int]) -> Fragment:
    chars: list[str] = []
    kept: list[int] = []
    for char, origin in zip(text, origins, strict=False):
        if "\udc00" <= char <= "\udfff" and chars and "\ud800" <= chars[-1] <= "\udbff":
            chars[-1] = chr(0x10000 + (ord(chars[-1]) - 0xD800) * 0x400 + ord(char) - 0xDC00)
        else:
            chars.append(char)
            kept.append(origin)
    return Fragment(file, "".join(chars), [*kept, origins[-1]])


def _from_yaml(source: Fragment, value: str) -> Fragment | None:
    """Decode a scalar in whichever of the five styles; None for what is no such scalar."""
    file, start, end = source.file, source.origins[0], source.origins[-1]
    first = source.text[:1]
    if first in ("|", ">"):
        return _block(file, start, end, value)
    if first not in ('"', "'"):
        return _flow(file, start, end, _PLAIN)
    if len(source.text) < 2 or source.text[-1] != first:
        return None
    return _flow(file, start + 1, end - 1, _DOUBLE if first == '"' else _SINGLE)


def _flow(file: SourceFile, start: int, end: int, tokens: str) -> Fragment | None:
    """Decode plain or quoted text (YAML 1.2.2, section 7.3) between two offsets."""
    text, decoded = file.text, _Decoded()
    for match in re.compile(tokens).finditer(text, start, end):
        kind = match.lastgroup
        if kind is None:
            decoded.copy(text, *match.span())
        elif kind == "escape":
            decoded.put(_unescaped(match[0][1:]), match.start())
        elif kind == "bad":
            return None
        else:
            breaks = [each.start() for each in re.compile(_BREAK).finditer(match[0])]
            origins = [match.start() + each for each in breaks]
            if kind == "fold":
                decoded.breaks(origins, fold=True)
            else:  # the line break behind a backslash is none
                decoded.breaks(origins[1:], fold=False)
    return decoded.fragment(file, end)


def _unescaped(escape: str) -> str:
    """The character for an escape without its backslash (or for the second of two quotes)."""
    return chr(int(escape[1:], 16)) if escape[0] in "xuU" else _ESCAPES[escape]


def _block(file: SourceFile, start: int, end: int, value: str) -> Fragment | None:
    """Decode a literal or folded scalar (YAML 1.2.2, section 8.1).

    How far it is indented, and how many of the line breaks after its last line count, depends on
    what stands around it; the value tells both.
    """
    text, decoded = file.text, _Decoded()
    header = re.compile(_BLOCK_HEADER).match(text, start)
    if header is None:
        return None
    at = header.end()
    indent = _indentation(text, at, value)
    if text[start] == "|":
        return _literal(file, at, end, indent, value)
    breaks: list[tuple[int, int]] = []
    folds, stop = False, end
    while at < end or (at < len(text) and len(decoded.origins) + len(breaks) < len(value)):
        line = _block_line(text, at)
        first, at = line.start() + indent, line.end()
        if line.end(1) < min(first, line.start(2)):
            return None  # less indented: the scalar has ended before
        if first < line.start(2):
            before, folds = folds, text[first] not in " \t"
            decoded.breaks([each for each, _ in breaks], fold=before and folds)
            decoded.copy(text, first, line.start(2))
            breaks, stop = [], line.start(2)
        if line[2]:
            breaks.append(line.span(2))
    del breaks[max(len(value) - len(decoded.origins), 0) :]
    decoded.breaks([each for each, _ in breaks], fold=False)
    return decoded.fragment(file, breaks[-1][1] if breaks else stop)


def _literal(file: SourceFile, at: int, end: int, indent: int, value: str) -> Fragment | None:
    """Decode a literal block: its lines as they are, which is quickly done, and may be a template.

    Of the line breaks at its end only those count that are in the value.
    """
    text, decoded = file.text, _Decoded()
    pieces, origins, size = decoded.pieces, decoded.origins, len(value)
    line_at = re.compile(_BLOCK_LINE).match
    while at < end or (at < len(text) and len(origins) < size):
        line = line_at(text, at)
        assert line
        first, close, at = at + indent, line.start(2), line.end()
        if line.end(1) < first and line.end(1) < close:
            return None  # less indented: the scalar has ended before
        if first < close:
            pieces.append(text[first:close])
            origins += range(first, close)
        if close < at:
            pieces.append("\n")
            origins.append(close)
    decoded.pieces = ["".join(pieces).removesuffix("\n" * (len(origins) - size))]
    del origins[size:]
    if origins:
        last = origins[-1]
        end = last + (2 if text.startswith("\r\n", last) else 1)
    return decoded.fragment(file, end)


def _block_line(text: str, at: int) -> re.Match[str]:
    """The line that begins at an offset: its indentation is group 1, its line break group 2."""
    match = re.compile(_BLOCK_LINE).match(text, at)
    assert match
    return match


def _indentation(text: str, at: int, value: str) -> int:
    """How many blanks indent the lines of a block scalar of which the first begins at `at`."""
    rest = value.lstrip("\n")
    if not rest:
        return len(text)
    for _ in range(len(value) - len(rest)):
        at = _block_line(text, at).end()
    blanks = len(_block_line(text, at)[1])
    return max(blanks - len(rest) + len(rest.lstrip(" ")), 0)


# --- decoding HCL -------------------------------------------------------------------------------


def decode_hcl(source: Fragment) -> Fragment | None:
    """Decode a string of HCL, with its quotes (HCL native syntax, "Template expressions").

    An interpolation stays what it is, except that characters which would be misread around it are
    masked; a directive looks like one. None for what is no such string.
    """
    text, start, end = source.text, source.origins[0], source.origins[-1]
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return None
    file, decoded, at = source.file, _Decoded(), start + 1
    for first, last in interpolations(text, 1, len(text) - 1):
        if not _hcl_text(file, at, start + first, decoded):
            return None
        decoded.pieces.append(placeholder(text[first:last]))
        decoded.origins += range(start + first, start + last)
        at = start + last
    return decoded.fragment(file, end - 1) if _hcl_text(file, at, end - 1, decoded) else None


def _hcl_text(file: SourceFile, start: int, end: int, decoded: _Decoded) -> bool:
    """Decode what stands between interpolations; is it correct?"""
    for match in re.compile(_HCL).finditer(file.text, start, end):
        escape = match["escape"]
        if escape is None:
            decoded.copy(file.text, *match.span())
        elif escape[0] in "$%":
            decoded.put(escape[0], match.start())
        elif len(escape) == 1:
            return False
        else:
            decoded.put(_unescaped(escape[1:]), match.start())
    return True


MAX_REPAIRED = 20_000
"""In a string of more characters no part is repaired: each repair looks at the whole string."""

# --- writing ------------------------------------------------------------------------------------


def encode(text: str, scalar: Scalar, file: SourceFile, at: int, end: int | None = None) -> str:
    """How to write `text` so that it stands for itself in place of characters `at` to `end`.

    Both count from the start of the string's content, so that `content(…).span(at, end)` is the
    span of the edit. Raises `ValueError` where the text can not be written there, or would change
    more: plain text that begins with a bracket, a line break in a block. Without `end` the answer
    is right wherever the replaced characters end, which in YAML only quotes on one line allow.
    """
    old = _changeable(scalar, file)
    if not 0 <= at <= (at if end is None else end) <= len(old.text):
        raise ValueError("there are no such characters in the string")
    if re.search(_SURROGATE, text):
        raise ValueError("half of a surrogate pair is no character")
    if file.yaml:
        return _encode_yaml(text, old, scalar, at, end)
    if file.notation == HCL:
        return _encode_hcl(text, old, at, end)
    return encode_basestring(text)[1:-1]


def _changeable(scalar: Scalar, file: SourceFile) -> Fragment:
    """The content of a string of which a part can be written anew. Raises `ValueError`.

    A definition inside of a template may be one string with any number of edits: it is looked at
    once for all that follow each other.
    """
    known = file.edited
    if known is not None and known[:3] == (scalar, scalar.start, scalar.end):
        return known[3]
    old = content(scalar, file)
    if not exact(old) or not isinstance(scalar.value, str):
        raise ValueError("this is not written in a way that can be changed in part")
    if re.search(_SURROGATE, scalar.value):
        raise ValueError("half of a surrogate pair is no character")
    source = file.text[scalar.start : scalar.end]
    if file.notation == JSON and (source[:1] != '"' or re.search(_CONTROL, source)):
        raise ValueError("the string is not correct JSON")
    file.edited = scalar, scalar.start, scalar.end, old
    return old


def styled(text: str, was: str, notation: str, *, key: bool = False) -> str:
    """How to write a whole string (or key) in place of one that was written as `was`.

    What is plain stays plain where that can be, single quotes stay single quotes; whatever can not
    be written so gets double quotes.
    """
    if notation == HCL:
        if key and all(re.fullmatch(_HCL_NAME, each) for each in (was, text)):
            return text
        return re.sub(r"([$%])(?=\{)", r"\1\1", encode_basestring(text))
    if notation == YAML:
        if was[:1] == "'" and not re.search(_UNPRINTABLE, text):
            return "'" + text.replace("'", "''") + "'"
        bare = bare_text(text) if was[:1] not in ('"', "|", ">") else None
        return bare or '"' + _written(text, '"') + '"'
    return encode_basestring(text)


def bare_text(text: str) -> str | None:
    """The text without quotes, if YAML reads that as this text wherever it stands."""
    if re.search(_UNPRINTABLE, text) or re.search(_STAND_INS, text):
        return None
    try:
        _check_plain("", text, text)
        _check_flow(text, text)
    except ValueError:
        return None
    return text


def _encode_hcl(text: str, old: Fragment, at: int, end: int | None) -> str:
    if re.search(r"[\0-\x08\v\f\x0e-\x1f]", text):
        raise ValueError("a control character can not be written in HCL")
    if "${" in old.text[at : at if end is None else end]:
        raise ValueError("what stands here is computed")
    return re.sub(r"([$%])(?=\{)", r"\1\1", encode_basestring(text)[1:-1])


def _encode_yaml(text: str, old: Fragment, scalar: Scalar, at: int, end: int | None) -> str:
    file = old.file
    was = file.text[scalar.start : scalar.end]
    style = was[:1]
    if style == "|" and end is not None and "\n" in text + old.text[at:end]:
        return _encode_lines(text, old, scalar, at, end)
    written = _written(text, style)
    is_key = re.compile(r"[ \t]*:").match(file.text, scalar.end)
    if is_key and len(was) + len(written) > _MAX_KEY:
        raise ValueError("the key would be too long for YAML")
    if style in ("'", '"') and not re.search(_BREAK, was):
        return written
    if end is None:
        raise ValueError("how much is replaced must be known for this style of YAML")
    span = old.span(at, end)
    if style in ("|", ">"):
        _check_block(old, scalar, span, written)
    else:
        now = file.text[scalar.start : span.start] + written + file.text[span.end : scalar.end]
        if style not in ("'", '"'):
            _check_plain(was, now, written)
        _check_flow(now, old.text[:at] + text + old.text[end:])
    return written


def _encode_lines(text: str, old: Fragment, scalar: Scalar, at: int, end: int) -> str:
    """How to write several lines in a literal block, or something else for several lines.

    Raises `ValueError` unless the block then reads as it should.
    """
    file = old.file
    if re.search(_UNPRINTABLE, text.replace("\n", "").replace("\r", "")) or not (
        old.text[:at].strip() and old.text[end:].strip()  # its first and its last line tell more
    ):
        raise ValueError("the first and last line breaks in a block of YAML can not be changed")
    line = old.text.rfind("\n", 0, at) + 1
    first = old.origins[line]
    indent = file.text[max(file.text.rfind("\n", 0, first), 0) + 1 : first]
    stop = "\r\n" if "\r\n" in file.text else "\n"
    lines = re.split(_BREAK, text)
    last = len(lines) - 1
    written = lines[0] + "".join(
        # The rest of an old line follows the last one; an empty line needs no blanks.
        stop + (indent + each if each or number == last else "")
        for number, each in enumerate(lines[1:], start=1)
    )
    if not indent or indent.strip(" ") or not _reads_as(written, text, old, (at, end), indent):
        raise ValueError("these lines can not be changed")
    return written


def _reads_as(written: str, text: str, old: Fragment, place: tuple[int, int], indent: str) -> bool:
    """Do the changed lines of a literal block read as they should, between others?

    The block may be the whole file, and its lines do not depend on each other.
    """
    (at, end), source = place, old.file.text
    first, last = old.text.rfind("\n", 0, at) + 1, old.text.find("\n", end)
    last = len(old.text) if last < 0 else last
    head, tail = f"|\n{indent}x\n", f"\n{indent}x\n"
    before = source[old.origins[first] - len(indent) : old.origins[at]]
    lines = before + written + source[old.origins[end] : old.origins[last]]
    value = old.text[first:at] + text.replace("\r\n", "\n") + old.text[end:last]
    block, value = f"{head}{lines}{tail}", f"x\n{value}\nx\n"
    new = _block(SourceFile("", block, notation=YAML), 0, len(block), value)
    return new is not None and new.text == value


def _written(text: str, style: str) -> str:
    """The text as it is written in the style of YAML that begins with the character `style`."""
    if re.search(_STAND_INS, text):
        raise ValueError("the text holds a private character that can not be read in YAML")
    if style == '"':
        written = encode_basestring(text)[1:-1]
        return re.sub(_UNPRINTABLE, lambda match: f"\\u{ord(match[0]):04x}", written)
    if re.search(_UNPRINTABLE, text):
        raise ValueError("line breaks and control characters need double quotes in YAML")
    return text.replace("'", "''") if style == "'" else text


def _check_plain(was: str, now: str, written: str) -> None:
    """Raise `ValueError` unless the new source of a plain scalar is plain text too."""
    if re.search(_NOT_PLAIN, now) or re.fullmatch(_NOT_TEXT, now):
        raise ValueError("the text would need quotes in YAML")
    # A scalar with one of them already is in no brackets: they would have ended it.
    if re.search(r"[\[\]{},?]", written) and not re.search(r"[\[\]{},]", was):
        raise ValueError("the text would need quotes in YAML if it is in brackets")


def _check_flow(source: str, value: str) -> None:
    """Raise `ValueError` unless the source of a plain or quoted scalar has this value."""
    new = _from_yaml(Fragment.of(SourceFile("", source, notation=YAML)), value)
    if new is None or new.text != value or re.search(_MARKER, source):
        raise ValueError("the text can not stand at the end or the start of a line")


def _check_block(old: Fragment, scalar: Scalar, span: Span, written: str) -> None:
    """Raise `ValueError` unless an edit leaves the lines of a block scalar, and how they begin."""
    text = old.file.text
    line = line_start(text, span.start)
    first = old.origins[bisect_left(old.origins, line)]
    end = _block_line(text, span.start).start(2)
    if span.end > min(end, scalar.end):
        raise ValueError("line breaks in a block of YAML can not be changed")
    was, now = text[first:end], text[first : span.start] + written + text[span.end : end]
    if not was.strip() or not now.strip() or (was[0] in " \t") != (now[0] in " \t"):
        raise ValueError("the indentation in a block of YAML can not be changed")
    if re.match(_MARKER, now):
        raise ValueError("the line would end the document")
