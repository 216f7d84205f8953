"""How what is offered is written where the cursor is, in the file around its text."""

from __future__ import annotations

import re
from json.encoder import encode_basestring

from asllint.ide.completion.items import Completion
from asllint.ide.template import Insert, Stop, Text, Writer
from asllint.ide.where import word_around
from asllint.source.finding import Edit
from asllint.source.text import HCL, YAML, Span
from asllint.syntax.content import exact
from asllint.syntax.embedded import Embedded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.ide.completion.cursor import Cursor
    from asllint.ide.completion.items import Offer
    from asllint.ide.template import Fillable
    from asllint.ide.view import View
    from asllint.source.text import SourceFile


def written(cursor: Cursor, offer: Offer, number: int) -> Completion | None:
    """How an offer is taken in where the cursor is; None when it can not be written."""
    try:
        span, insert = _insert(cursor, offer)
        completion = _outward(cursor, offer, span, insert)
    except ValueError:
        return None
    start = cursor.file.text[span.start : span.start + 1]
    opened = start in ("'", '"') and span.start < span.end
    completion.filter = (start if opened else "") + offer.typed + offer.label
    completion.detail = offer.detail
    completion.documentation = offer.say
    completion.sort = f"{offer.rank}{number:04}"
    completion.required = offer.required
    return completion


def _insert(cursor: Cursor, offer: Offer) -> tuple[Span, Insert]:
    """What is replaced in the text, and by what."""
    if offer.word:
        return _word(cursor, offer)
    if offer.key is not None and not cursor.bare:
        return cursor.span, _pair(cursor, offer)
    value = offer.value if offer.key is None else offer.key
    if cursor.quote and cursor.closed:
        if not isinstance(value, str | Text):
            raise ValueError("only a text can stand in quotes")
        if cursor.quote in ("|", ">"):
            raise ValueError("a block holds more than one word")
        return Span(cursor.span.start + 1, cursor.span.end - 1), _escaped(cursor, value)
    return cursor.span, _bare_value(cursor, offer, value)


def _pair(cursor: Cursor, offer: Offer) -> Insert:
    writer = _writer(cursor)
    assert offer.key is not None
    writer.pair(offer.key, offer.value, " " * cursor.column)
    return writer.put("," if cursor.comma_after else "").insert()


def _bare_value(cursor: Cursor, offer: Offer, value: Fillable) -> Insert:
    """A value that brings its own quotes."""
    writer, block = _writer(cursor), isinstance(value, dict | list) and bool(value)
    if cursor.quote == "'" and isinstance(value, str):
        return Insert(["'" + value.replace("'", "''") + "'"])
    if cursor.quote and not isinstance(value, str | Text):
        raise ValueError("a quote stands before it")
    indent = " " * cursor.column
    if offer.dash:
        writer.item(value, indent)
    elif cursor.block and block:
        writer.block(value, indent + "  ")
    else:
        lead = cursor.span.start == cursor.seen.offset and _follows_colon(cursor)
        writer.put(" " if lead else "").value(value, indent)
    return writer.put("," if cursor.comma_after else "").insert()


def _follows_colon(cursor: Cursor) -> bool:
    before = cursor.file.text[cursor.span.start - 1 : cursor.span.start]
    return cursor.notation == YAML and before in (":", "-")


def _writer(cursor: Cursor) -> Writer:
    text, file = cursor.file.text, cursor.file
    line = text.rfind("\n", 0, cursor.seen.offset) + 1
    return Writer(
        file.notation,
        unit="\t" if text[line : line + 1] == "\t" else "  ",
        compact=not _keeps_lines(file) or (cursor.notation == YAML and not cursor.block),
    )


def _word(cursor: Cursor, offer: Offer) -> tuple[Span, Insert]:
    """A word of an expression."""
    assert isinstance(offer.value, str | Text)
    start, end = word_around(cursor.text.text, cursor.at)
    if not exact(cursor.text):
        raise ValueError("nobody knows where the word is")
    if not cursor.quote and (cursor.notation != YAML or not cursor.text.text.strip()):
        return cursor.span, _bare_value(cursor, offer, offer.value)
    if offer.place is not None:
        return cursor.text.span(*offer.place), _escaped(cursor, offer.value)
    dot = cursor.text.text.rfind(".", start, cursor.at) + 1
    if dot and not isinstance(offer.value, Text) and "." not in offer.value:
        start = dot
    return cursor.text.span(start, end), _escaped(cursor, offer.value)


def _escaped(cursor: Cursor, value: str | Text) -> Insert:
    """A text as it is written in the quotes that stand here."""
    parts = (value,) if isinstance(value, str) else value.parts
    return Insert(part if isinstance(part, Stop) else _escape(cursor, part) for part in parts)


def _escape(cursor: Cursor, text: str) -> str:
    if cursor.quote == "'":
        return text.replace("'", "''")
    if cursor.quote == '"':
        written = encode_basestring(text)[1:-1]
        return re.sub(r"([$%])(?=\{)", r"\1\1", written) if cursor.notation == HCL else written
    if not cursor.quote and cursor.notation == YAML and re.search(r": | #|[\n\[\]{}]", text):
        raise ValueError("the text would need quotes")
    return text


def _outward(cursor: Cursor, offer: Offer, span: Span, insert: Insert) -> Completion:
    """The completion in the file around the text."""
    whole = _edit(cursor.seen, span, insert.plain)
    completion = Completion(offer.label, offer.kind, whole.span, whole.replacement)
    if cursor.comma_before is not None and (cursor.is_key or not cursor.span):
        comma = Edit(Span(cursor.comma_before, cursor.comma_before), ",")
        completion.edits = (cursor.seen.outward_edit(comma),)
    if insert.has_stops:
        completion.insert = _snippet(cursor, span, insert) or completion.insert
        completion.snippet = completion.insert != whole.replacement
    return completion


def _snippet(cursor: Cursor, span: Span, insert: Insert) -> str | None:
    """A text to be filled in, as it is written in the file; None where it can not be."""
    try:
        outer = Insert(
            piece if isinstance(piece, Stop) else _edit(cursor.seen, span, piece).replacement
            for piece in insert.pieces
        )
    except ValueError:
        return None
    plain = _edit(cursor.seen, span, insert.plain).replacement
    return outer.snippet if outer.plain == plain else None


def _keeps_lines(file: SourceFile) -> bool:
    """Can a text of several lines be written in the file around a text?"""
    if not isinstance(file, Embedded):
        return True
    scalar = file.pieces[0].scalar
    if isinstance(file.outer, Embedded) or (len(file.pieces) > 1 and scalar is not None):
        return False
    return scalar is None or file.outer.text[scalar.start] == "|"


def _edit(seen: View, span: Span, text: str) -> Edit:
    """An edit as it is written in the file; each line on its own where lines are kept."""
    first, feed, rest = text.partition("\n")
    edit = seen.outward_edit(Edit(span, first))
    if not feed:
        return edit
    if isinstance(seen.analysis.file, Embedded) and re.search(r"[$%]\{", rest):
        raise ValueError("the file around the text would take this for its own")
    return Edit(edit.span, f"{edit.replacement}\n{rest}")
