"""Text with places: spans, source files, fragments.

Every offset in asllint counts **code points from the start of a file**. Lines and columns exist
only for people (reporters) and for editors (`lsp/`), and both are computed here on demand.
Standard library only; imports nothing else of asllint.
"""

from __future__ import annotations

from bisect import bisect_right
from json.decoder import scanstring  # type: ignore[attr-defined]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Span:
    """The half-open range `start <= offset < end` of code points in one file."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def __len__(self) -> int:
        return self.end - self.start

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and self.start == other.start and self.end == other.end

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    def __repr__(self) -> str:
        return f"Span({self.start}, {self.end})"

    def covers(self, other: Span) -> bool:
        """Does this span hold all of `other`?"""
        return self.start <= other.start and other.end <= self.end


class Shift:
    """How offsets move from one version of a text to another that differs in one place.

    The old text has something else from `start` to `end`; what follows moves by `delta` characters.
    """

    __slots__ = ("delta", "end", "start")

    def __init__(self, old: str, new: str) -> None:
        self.start = _common(old, new)
        tail = _common(old[self.start :][::-1], new[self.start :][::-1])
        self.end = len(old) - tail
        self.delta = len(new) - len(old)

    def back(self, offset: int) -> int:
        """The offset in the old text for one in the new."""
        if offset <= self.start:
            return offset
        if offset >= self.end + self.delta:
            return offset - self.delta
        return min(offset, self.end)

    def forth(self, span: Span) -> Span:
        """The span in the new text for one in the old."""
        return Span(self._moved(span.start), self._moved(span.end))

    def _moved(self, offset: int) -> int:
        return offset if offset <= self.start else max(self.start, offset + self.delta)


def line_start(text: str, offset: int) -> int:
    """Where the line of an offset begins."""
    start = text.rfind("\n", 0, offset) + 1
    return max(start, text.rfind("\r", start, offset) + 1)


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


JSON, YAML, HCL = "json", "yaml", "hcl"
"""The notations that are read; HCL is Terraform's."""


class SourceFile:
    """One version of one file: its path as the user wrote it, and its decoded text."""

    __slots__ = ("_last_line", "_line_starts", "edited", "last_string", "notation", "path", "text")

    def __init__(self, path: str, text: str, *, notation: str = JSON) -> None:
        self.path = path
        self.text = text
        self.notation = notation
        """`JSON`, `YAML` or `HCL`."""
        self._line_starts: list[int] | None = None
        self._last_line: tuple[int, str] = (0, "")
        self.edited: tuple[object, int, int, Fragment] | None = None
        """The string that the last edit was written for, its place, and its content."""
        self.last_string: tuple[object, Fragment] | None = None
        """The string whose characters somebody wanted last, and these."""

    def __repr__(self) -> str:
        return f"SourceFile({self.path!r}, {len(self.text)} characters)"

    @property
    def yaml(self) -> bool:
        """Is it written in YAML?"""
        return self.notation == YAML

    @property
    def line_starts(self) -> list[int]:
        """The offset of the first character of each line. A line ends with LF, CR LF or CR."""
        if self._line_starts is None:
            starts = [0]
            at = 0
            for line in self.text.splitlines(keepends=True):
                at += len(line)
                # `splitlines` also splits at form feeds and Unicode separators; editors do not.
                if line[-1] in "\r\n":
                    starts.append(at)
            self._line_starts = starts
        return self._line_starts

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1, columns in code points."""
        starts = self.line_starts
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of a line (counted from 1) without its line end."""
        if self._last_line[0] != line:  # asked for often, and perhaps as long as the file
            starts = self.line_starts
            end = starts[line] if line < len(starts) else len(self.text)
            self._last_line = line, self.text[starts[line - 1] : end].rstrip("\r\n")
        return self._last_line[1]


class Fragment:
    """Text whose every character remembers its offset in the file.

    A file is a fragment, so is the decoded content of a string in it, the definition inside that
    string, and the path inside that. `origins[i]` is the file offset of `text[i]`, and
    `origins[len(text)]` is where the fragment ends in the file. A whole file's origins are a
    `range`, and slicing a range gives a range, so the common case costs nothing.
    """

    __slots__ = ("file", "origins", "text")

    def __init__(self, file: SourceFile, text: str, origins: Sequence[int]) -> None:
        self.file = file
        self.text = text
        self.origins = origins

    @classmethod
    def of(cls, file: SourceFile) -> Fragment:
        """The whole file as a fragment."""
        return cls(file, file.text, range(len(file.text) + 1))

    def __getitem__(self, part: slice) -> Fragment:
        start, stop, _ = part.indices(len(self.text))
        stop = max(start, stop)
        return Fragment(self.file, self.text[start:stop], self.origins[start : stop + 1])

    def span(self, start: int, end: int) -> Span:
        """The file span of `text[start:end]`."""
        return Span(self.origins[start], self.origins[end])

    def decode_json(self) -> Fragment:
        r"""The content of a JSON string whose text (with its quotes) is this fragment.

        Raises `ValueError` when the text is no complete JSON string. `\u` pairs of surrogates
        become one character whose origin is the first backslash.
        """
        text, origins = self.text, self.origins
        value, end = scanstring(text, 1, False)
        if not text.startswith('"') or end != len(text):
            raise ValueError("not one JSON string")
        if len(value) == end - 2:
            return self[1:-1]
        starts = []
        at = 1
        while at < end - 1:
            starts.append(origins[at])
            if text[at] != "\\":
                at += 1
            elif text[at + 1] != "u":
                at += 2
            else:
                high = int(text[at + 2 : at + 6], 16)
                at += 6
                if 0xD800 <= high < 0xDC00 and text[at : at + 2] == "\\u":
                    low = int(text[at + 2 : at + 6], 16)
                    if 0xDC00 <= low < 0xE000:
                        at += 6
        starts.append(origins[end - 1])
        return Fragment(self.file, value, starts)
