"""A picture as a flowchart for Mermaid, which GitHub, GitLab and many wikis draw.

Source: mermaid.js.org, "Flowcharts - Basic Syntax": entities are `#` and a number or a name, and a
label in quotes may hold all else. Edges are numbered in the order in which they are written.
"""

from __future__ import annotations

from asllint.graph.model import CATCH, END, GHOST, START, STATE
from asllint.graph.sizes import counted
from asllint.graph.svg import LIGHT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.graph.model import Box, Chart, Line, Picture

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,?=/…→▸")
_INSIDE = frozenset("._-")
"""What means nothing behind a letter."""
MAX_LABEL = 120
"""A longer label is cut, in code points."""

CLASSES = ("error", "warning", "info", "added", "removed", "changed")


def mermaid(picture: Picture) -> str:
    """A picture as the text of a flowchart."""
    return "\n".join(_Writing().written(picture)) + "\n"


class _Writing:
    """A flowchart while it is written."""

    def __init__(self) -> None:
        self.ids = 0
        self.lines = 0
        self.marked: dict[str, list[str]] = {}
        """The ids of boxes, by class."""
        self.coloured: dict[str, list[int]] = {}
        """The numbers of lines, by what became of them."""

    def written(self, picture: Picture) -> Iterator[str]:
        yield "flowchart TB"
        yield from self.chart(picture.chart, "  ")
        for name in (*CLASSES, "ghost", "unreachable"):
            ids = self.marked.get(name)
            if ids:
                yield f"  classDef {name} {_STYLES[name]}"
                yield f"  class {','.join(ids)} {name}"
        for name, numbers in self.coloured.items():
            style = f"stroke:{LIGHT[name]},stroke-width:2px" + _DASHED * (name == "removed")
            yield f"  linkStyle {','.join(map(str, numbers))} {style}"

    def chart(self, chart: Chart, indent: str) -> Iterator[str]:
        ids: dict[str, str] = {}
        for box in chart.boxes:
            ids[box.key] = f"n{self.ids}"
            self.ids += 1
            yield from self.box(box, ids[box.key], indent)
        for line in chart.lines:
            yield f"{indent}{ids[line.source]} {_arrow(line)} {ids[line.target]}"
            if line.change:
                self.coloured.setdefault(line.change, []).append(self.lines)
            self.lines += 1

    def box(self, box: Box, name: str, indent: str) -> Iterator[str]:
        for each in filter(None, (box.worst(), box.change)):
            self.marked.setdefault(each, []).append(name)
        if box.kind == GHOST:
            self.marked.setdefault("ghost", []).append(name)
        if not box.reachable:
            self.marked.setdefault("unreachable", []).append(name)
        if not box.inner or box.collapsed:
            yield indent + name + _shape(box)
            return
        yield f'{indent}subgraph {name}["{_label(box)}"]'
        yield f"{indent}  direction TB"
        for chart in box.inner:
            if len(box.inner) == 1:
                yield from self.chart(chart, indent + "  ")
                continue
            inner = f"n{self.ids}"
            self.ids += 1
            yield f'{indent}  subgraph {inner}["{entities(chart.title)}"]'
            yield f"{indent}    direction TB"
            yield from self.chart(chart, indent + "    ")
            yield f"{indent}  end"
        yield f"{indent}end"


_DASHED = ",stroke-dasharray:5 3"
_STYLES = {
    **{name: f"stroke:{LIGHT[name]},stroke-width:3px" for name in CLASSES},
    "ghost": f"stroke:{LIGHT['error']},stroke-dasharray:4 3,fill:none",
    "unreachable": "stroke-dasharray:3 3,opacity:0.7",
}


def _shape(box: Box) -> str:
    """The box by its kind; a Choice is a hexagon, since diamonds grow with their text."""
    if box.kind in (START, END):
        return f"(({box.kind.capitalize()}))"
    text = f'"{_label(box)}"'
    if box.type == "Choice":
        return f"{{{{{text}}}}}"
    return f"([{text}])" if box.type in ("Succeed", "Fail") else f"[{text}]"


def _label(box: Box) -> str:
    name = entities(box.name)
    if box.kind != STATE:
        return name
    change = f" ({box.change})" if box.change else ""
    more = f"<br>▸ {counted(box.states())}" if box.collapsed else ""
    notes = f" ({len(box.notes)})" if box.notes else ""
    return f"{entities(box.call)}<br>{name}{notes}{change}{more}"


def _arrow(line: Line) -> str:
    text = line.label
    label = f'|"{entities(text)}"|' if text else ""
    return f"-.->{label}" if line.kind == CATCH else f"-->{label}"


def entities(text: str) -> str:
    """A text in a label: what could mean something to Mermaid, Markdown or HTML is an entity."""
    text = " ".join(text[: 2 * MAX_LABEL].split())
    if len(text) > MAX_LABEL:
        text = text[: MAX_LABEL - 1] + "…"
    return encoded(text, "#")


def encoded(text: str, mark: str, harmless: str = "") -> str:
    """A text of nothing but letters, digits and little else; all other characters by number.

    `mark` is what an entity begins with: `#` in Mermaid, `&#` in Markdown; `harmless` are further
    characters that stay.
    """
    return "".join(
        char
        if char in _PLAIN
        or char in harmless
        or (char.isalpha() and char.isprintable())
        or (char in _INSIDE and before.isalpha())
        else f"{mark}{ord(char)};"
        for before, char in zip(" " + text, text, strict=False)
    )
