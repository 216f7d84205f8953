"""The events of a YAML text: from libyaml where that reads it as YAML 1.2 does, else from ruamel.

libyaml (PyYAML's part in C) is about fifteen times as fast, and gives up at the first mistake.
ruamel is the measure: it reads what libyaml refuses, what is broken, and what the two are known to
take for different things; where there is no C part, it reads everything. Their events have the same
attributes, and `tests/test_yaml_events.py` holds both against each other. Each package is imported
when a text needs it, and nowhere else in asllint.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache, partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ruamel.yaml.events import AliasEvent as AliasEvent
    from ruamel.yaml.events import CollectionStartEvent as CollectionStartEvent
    from ruamel.yaml.events import Event as Event
    from ruamel.yaml.events import ScalarEvent as ScalarEvent
    from ruamel.yaml.scanner import Scanner as ScannerBase
else:
    ScannerBase = object  # `by_ruamel` puts ruamel's scanner below `_TolerantScanner`

_BLANK = re.compile(r"(\ufeff? *)[ \t]*(?:#[^\r\n\0]*)?")
_TABS = re.compile(r" *\t[ \t]*")
_LITERAL = re.compile(r"\|([-+]?)[ ]*+(?:\r\n?|\n)(?=(?:\r\n?|\n)*+([ ]++)[^ \t\r\n\0])")
"""The head of a block whose lines stand as they are, and how far the first one is indented."""

_DOUBTFUL = re.compile(
    r"[\t\ufeff]"  # tabs that indent, a mark that begins a line
    r"|^%"  # directives: the version of YAML, handles of tags
    r"|(?<![^\s,\[{])[&*][\w-]+[^\s\w,\]}-]"  # odd names of anchors
    r"|[|>][-+0-9]*#"  # a comment that no blank parts from what is before it
    r"|(?<![^\s,\[{])!(?:!!|[\w!/:.<>#-]*+[^\s\w!/:.<>#-])"  # escapes and brackets in tags
    r"|^(?:---[ ]+)?(?:[!&]\S+[ ]+)*[|>]",  # a block that no key and no dash stands before
    re.MULTILINE,
)
"""What libyaml is known to take for something else, or does not know."""


def by_libyaml(text: str) -> Iterator[Event] | None:
    """The events of a text by libyaml; None where that is not to be trusted with it.

    What it refuses raises its `YAMLError` on the way.
    """
    if _DOUBTFUL.search(text):
        return None
    parse = _libyaml()
    return None if parse is None else parse(text)


@cache
def _libyaml() -> Callable[[str], Iterator[Event]] | None:
    """PyYAML's parser in C; None where it has come without it, or with an old one.

    Before its version 0.2.2 libyaml refused colons in plain text within brackets.
    """
    import yaml

    if not yaml.__with_libyaml__:
        return None
    parse: Callable[[str], Iterator[Any]] = partial(yaml.parse, Loader=yaml.CSafeLoader)
    try:
        list(parse("[a::b]"))
    except yaml.YAMLError:
        return None
    return parse


def by_ruamel(text: str) -> Iterator[Event]:
    """The events of a text by ruamel, whose errors explain best what is wrong."""
    from ruamel.yaml import YAML
    from ruamel.yaml.scanner import Scanner

    yaml = YAML(typ="safe", pure=True)
    yaml.Scanner = type("Scanner", (_TolerantScanner, Scanner), {})
    events: Iterator[Event] = yaml.parse(text)
    return events


class _TolerantScanner(ScannerBase):
    """Takes what YAML 1.2 allows and ruamel refuses: some tabs, and blank lines of any length."""

    def scan_to_next_token(self) -> None:
        """Step over what is blank; only spaces may indent what can be a key."""
        reader = self.reader
        while True:
            match = _BLANK.match(reader.buffer, reader.pointer)
            assert match
            ends_line = reader.buffer[match.end()] in "\r\n\0"
            free = ends_line or self.flow_level or not self.allow_simple_key
            reader.forward(len(match[0 if free else 1]))
            if not self.scan_line_break():
                return
            self.allow_simple_key = self.allow_simple_key or not self.flow_level

    def scan_plain_spaces(self, indent: object, start_mark: object) -> object:
        """The blanks inside of plain text, tabs too."""
        reader = self.reader
        match = _TABS.match(reader.buffer, reader.pointer)
        if match:
            reader.forward(len(match[0]))
            if reader.peek() not in "\r\n":
                return [match[0]]
        return super().scan_plain_spaces(indent, start_mark)

    def scan_block_scalar(self, style: str, rt: bool | None = False) -> object:
        """What stands behind `|`, by whole lines: ruamel goes through them character by character.

        A template may hold little else. Other blocks, and odd ones, are left to ruamel.
        """
        reader = self.reader
        text: str = reader.buffer
        at: int = reader.pointer
        head = _LITERAL.match(text, at)
        if head is None or self.indent < 0 or len(head[2]) <= self.indent:
            return super().scan_block_scalar(style, rt)
        indent = len(head[2])
        end = _lines_of(indent).match(text, head.end()).end()  # type: ignore[union-attr]
        lines = text[head.end() : end].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        start_mark = reader.get_mark()
        reader.pointer = end
        reader.index += end - at
        reader.line += len(lines)
        reader.column = len(lines[-1])  # none, but at the end of the file
        return _literal_token([line[indent:] for line in lines], head[1], start_mark, reader)

    def scan_block_scalar_indentation(self) -> object:
        """The blank lines that begin a block scalar, and how far they or the text are indented."""
        reader = self.reader
        breaks, deepest, end_mark = [], 0, reader.get_mark()
        while reader.peek() in " \r\n":
            if reader.peek() == " ":
                reader.forward()
                deepest = max(deepest, reader.column)
            else:
                breaks.append(self.scan_line_break())
                end_mark = reader.get_mark()
        return breaks, deepest, end_mark


@lru_cache(maxsize=100)
def _lines_of(indent: int) -> re.Pattern[str]:
    """The lines that are indented so far, and blank ones between and behind them."""
    return re.compile(rf"(?:(?=[ ]{{{indent}}}[^\0]|[ ]*+[\r\n])[^\r\n\0]*+(?:\r\n?|\n|(?=\0)))*")


def _literal_token(lines: list[str], chomping: str, start_mark: object, reader: Any) -> object:
    """The token of a literal block (YAML 1.2.2, section 8.1.1.2) that ends where the reader is."""
    from ruamel.yaml.tokens import ScalarToken

    count = len(lines)
    while not lines[count - 1]:
        count -= 1
    value = "\n".join(lines[:count])
    if chomping == "+":
        value += "\n" * (len(lines) - count)
    elif not chomping and count < len(lines):
        value += "\n"
    return ScalarToken(value, False, start_mark, reader.get_mark(), "|")
