"""What a picture shows, as plain data: machines, their states and transitions, findings, places.

Nothing here knows nodes or analyses: `drawing` makes it, `layout` places it, the writers write it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

START, END, STATE, GHOST = "start", "end", "state", "ghost"
"""What a box is. A ghost stands for a state that a transition names and nobody has written."""

NEXT, CHOICE, DEFAULT, CATCH = "next", "choice", "default", "catch"
"""What a line is. That from the start, and those to the end, are like `Next`."""

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
"""What became of a box or a line since another version; the empty text: nothing."""


class Note:
    """A finding, as far as a picture tells it."""

    __slots__ = ("line", "message", "rule", "severity")

    def __init__(self, rule: str, severity: str, message: str, line: int) -> None:
        self.rule = rule
        self.severity = severity
        """`error`, `warning` or `info`."""
        self.message = message
        self.line = line
        """Of the file, the first one being 1."""


class Box:
    """A state, the start or the end of a machine, or a ghost."""

    __slots__ = (
        "call",
        "change",
        "collapsed",
        "comes_in",
        "detail",
        "digest",
        "extent",
        "goes_out",
        "inner",
        "key",
        "kind",
        "line",
        "marks",
        "name",
        "notes",
        "pointer",
        "reachable",
        "service",
        "span",
        "type",
    )  # fmt: skip

    def __init__(self, key: str, kind: str, name: str = "", type_: str = "") -> None:
        self.key = key
        """What tells it from the other boxes of its machine: the name of a state; what is none has
        a control character in front."""
        self.kind = kind
        self.name = name
        self.type = type_
        """The state's `Type`; empty where it is not known."""
        self.service = ""
        """The service that a Task calls, as in its `Resource`: `lambda`, `dynamodb`."""
        self.call = ""
        """The small line above the name: `Lambda: Invoke`, `Choice`."""
        self.detail = ""
        """What else is to be known, for tooltips and panels."""
        self.marks: tuple[str, ...] = ()
        """`retry`, `sync`, `token`, `map`: small signs in its corner."""
        self.pointer = ""
        """Where it stands in the definition: `/States/Fork/Branches[0]/States/A`."""
        self.span = (0, 0)
        """The offsets of its name in the file, in code points."""
        self.extent = (0, 0)
        """The offsets of all of it, its name included."""
        self.line = 0
        self.reachable = True
        self.notes: list[Note] = []
        self.inner: list[Chart] = []
        """The machines in it."""
        self.collapsed = False
        """Are they not drawn?"""
        self.change = ""
        self.digest = ""
        """Equal for states that do the same, wherever they lead and whatever is nested in them."""
        self.comes_in = ""
        """The data that it gets, in words; empty where that was not asked for."""
        self.goes_out = ""

    def states(self) -> int:
        """How many states are in it, at any depth."""
        return sum(chart.states() for chart in self.inner)

    def worst(self) -> str:
        """The worst severity of its findings; empty without any."""
        found = {note.severity for note in self.notes}
        return next((one for one in ("error", "warning", "info") if one in found), "")


class Line:
    """A transition, or several of one kind that lead from one state to another one."""

    __slots__ = ("change", "kind", "labels", "source", "target")

    def __init__(self, source: str, target: str, kind: str, labels: tuple[str, ...] = ()) -> None:
        self.source = source
        self.target = target
        self.kind = kind
        self.labels = labels
        """The tests or the names of errors, one for each transition."""
        self.change = ""

    @property
    def label(self) -> str:
        """All labels as one text."""
        return " | ".join(self.labels)


class Chart:
    """One machine: the outermost one, a branch, or a Map's processor."""

    __slots__ = ("boxes", "digest", "lines", "start", "title")

    def __init__(self, title: str, boxes: list[Box], lines: list[Line], start: str = "") -> None:
        self.title = title
        """Of a branch or a processor: where it stands in its state."""
        self.boxes = boxes
        """The start first, then states in the order of the file, ghosts, the end."""
        self.lines = lines
        self.start = start
        """The key of the box where it begins; empty where nobody knows."""
        self.digest = ""
        """Equal for machines with the same fields beside their states."""

    def states(self) -> int:
        """How many states it has, those of nested machines included."""
        return sum(1 + box.states() for box in self.boxes if box.kind == STATE)

    def walk(self) -> Iterator[Chart]:
        """The machine itself and all that are nested in it."""
        pending = [self]
        while pending:
            chart = pending.pop()
            yield chart
            pending += [inner for box in reversed(chart.boxes) for inner in reversed(box.inner)]


class Picture:
    """The picture of one definition."""

    __slots__ = (
        "change",
        "chart",
        "extent",
        "language",
        "name",
        "notes",
        "path",
        "pointer",
        "summary",
    )  # fmt: skip

    def __init__(self, name: str, path: str, pointer: str, chart: Chart) -> None:
        self.name = name
        """What people call the machine; the name of its file where nobody calls it anything."""
        self.path = path
        self.pointer = pointer
        """Where in the file the definition is."""
        self.extent = (0, 0)
        """The offsets of all of it."""
        self.chart = chart
        self.language = ""
        self.summary = ""
        """The definition's `Comment`."""
        self.notes: list[Note] = []
        """The findings that are about none of its states."""
        self.change = ""
        """What became of all of it since another version."""

    def all_notes(self) -> Iterator[tuple[Box | None, Note]]:
        """Every finding with the box that it is about."""
        for note in self.notes:
            yield None, note
        for chart in self.chart.walk():
            for box in chart.boxes:
                for note in box.notes:
                    yield box, note
