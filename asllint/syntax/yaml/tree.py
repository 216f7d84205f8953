"""Read YAML with exact places, and go on after mistakes (values by the core schema of YAML 1.2).

Parsers give events (`yaml_events`), and the tree is built here with an explicit stack: no tag is
ever constructed, nothing recurses, and a stream of events that breaks off still leaves a tree.
"""

from __future__ import annotations

import re

from asllint.source.finding import Related
from asllint.source.text import YAML, SourceFile, Span
from asllint.syntax.json import MAX_DEPTH, MAX_PROBLEMS, without_twin
from asllint.syntax.node import (
    Hole,
    Mapping,
    Node,
    Pair,
    Problem,
    Scalar,
    Sequence,
    Tagged,
    Tree,
    is_placeholder,
    whole_number,
)
from asllint.syntax.yaml.events import by_libyaml, by_ruamel
from asllint.syntax.yaml.faults import Breakdown, explain
from asllint.syntax.yaml.recovery import Recovery

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.syntax.yaml.events import (
        AliasEvent,
        CollectionStartEvent,
        Event,
        ScalarEvent,
    )
    from asllint.syntax.yaml.recovery import Gap

MAX_EXPANSION = 200_000
"""Aliases may repeat this many values, or as many as the file holds literally."""

_UNREADABLE = re.compile("[\0-\x08\v\f\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PROPERTY = re.compile(r"(?:&[^\s,\[\]{}]*+|!\S*+)(?:\s|#[^\r\n]*+)*+")
_BETWEEN = re.compile(r"#[^\r\n\0]*|[!&]\S*")
"""Between two values: a comment, or a tag or an anchor, of which a `#` may be a part."""
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\r\n\0]*)")
"""The head of a block with a comment."""
_NOTHING = re.compile(r"(?:\s|#[^\r\n]*+)*+")
_COLON = re.compile(r"\s*:")
_TRAILING_SPACE = re.compile(r"[ \t]*")

_CORE = "tag:yaml.org,2002:"
_TEXT_TAGS = ("!", _CORE + "str")
_CORE_TAGS = (
    *_TEXT_TAGS,
    *(_CORE + name for name in ("null", "bool", "int", "float", "map", "seq")),
)
_CONSTANTS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

# ruamel breaks lines at these three, as YAML 1.1 did; since YAML 1.2 they are text like any other.
_HIDE = {0x85: 0x10F085, 0x2028: 0x10F028, 0x2029: 0x10F029}
_SHOW = {hidden: char for char, hidden in _HIDE.items()}


def parse_yaml(text: str) -> Tree:
    """Read a YAML text: the roots of its documents, the problems by their places, the comments.

    Never raises. Documents without content are left out. An alias is the very node it repeats, so
    that a node can stand in the tree more than once. Of broken YAML what can not be read is set
    aside, and the mappings around it are incomplete; where that does not help, all mappings are.
    Comments reach from `#` to the end of the line; what is set aside has none.
    """
    reading, problems = _read(text)
    if not reading.roots and reading.broken:
        reading.roots.append(Hole(0, len(text), text))
    elif not reading.roots:
        message = 'nothing is here: a definition is a JSON object with "StartAt" and "States"'
        problems.append(Problem("empty-file", Span(0, len(text)), message))
    problems.sort(key=lambda problem: problem.span.start)
    return Tree(reading.roots, problems[:MAX_PROBLEMS], reading.comments)


def read_yaml(text: str) -> tuple[list[Node], list[Problem]]:
    """The roots and the problems of a YAML text alone."""
    tree = parse_yaml(text)
    return tree.roots, tree.problems


def _read(text: str) -> tuple[_Reading, list[Problem]]:
    """The reading that got the most out of a text, and the problems."""
    problems: list[Problem] = []
    clean = _readable(text, problems)
    recovery = Recovery(clean)
    quick = by_libyaml(clean)
    if quick is not None:
        reading = _Reading(text, recovery, quick)
        if reading.fault is None:
            return reading, [*problems, *reading.problems]
    # What is broken is left to ruamel, which says best where.
    best = reading = _Reading(text, recovery, by_ruamel(clean))
    fault = reading.fault
    while reading.fault is not None and recovery.set_aside(reading.breakdown, reading.fault):
        reading = _Reading(text, recovery, by_libyaml(recovery.text) or by_ruamel(recovery.text))
        if reading.size >= best.size:
            best = reading
    if fault is None:
        return best, [*problems, *best.problems]
    if reading.fault is None and not recovery.in_brackets:
        best = reading
        recovery.mark(best.extents)
    else:
        best.break_off()
    best.broken = True
    # What follows the first fault may have been read in the wrong place.
    found = [problem for problem in best.problems if problem.span.start < fault.span.start]
    return best, [*problems, fault, *found]


def _readable(text: str, problems: list[Problem]) -> str:
    """The text without what ruamel refuses or misreads; every offset stays what it is."""
    match = _UNREADABLE.search(text)
    if match:
        count = len(_UNREADABLE.findall(text))
        more = "" if count == 1 else f" ({count} such characters in this file)"
        message = f"the character U+{ord(match[0]):04X} may not stand in YAML: delete it{more}"
        problems.append(Problem("syntax-error", Span(*match.span()), message))
        text = _UNREADABLE.sub(" ", text)
    return text if text.isascii() else text.translate(_HIDE)


class _Value:
    """A node that is finished, with how many values it holds and how deep they nest."""

    __slots__ = ("height", "node", "size")

    def __init__(self, node: Node, size: int = 1, height: int = 0) -> None:
        self.node = node
        self.size = size
        self.height = height


class _Open:
    """A collection whose end has not come yet; `end` is where its last child ended.

    In a mapping `due` says that a key was read and its value comes next; `key` is None then when
    the key was of no use. `hole` is where the tag stands that makes the collection a hole, and
    `before` where that ended which comes before it.
    """

    __slots__ = (
        "anchor", "bases", "before", "due", "end", "height", "hole", "key", "node", "size", "tag",
    )  # fmt: skip

    def __init__(
        self, node: Mapping | Sequence, anchor: str | None, tag: str, hole: int | None, before: int
    ) -> None:
        self.before = before
        self.node = node
        self.anchor = anchor
        self.tag = tag
        self.hole = hole
        self.end = node.end
        self.size = 1
        self.height = 1
        self.key: Scalar | None = None
        self.due = False
        self.bases: list[Mapping] = []


class _TooDeepError(Exception):
    """Nobody wrote what nests like this: the rest is not worth reading."""


class _Reading:
    """One pass over a text: the tree that its events give, up to the first fault."""

    def __init__(self, text: str, recovery: Recovery, events: Iterator[Event]) -> None:
        self.text = text
        self.clean = clean = recovery.text
        self.gaps = recovery.gaps
        self.colons = recovery.colons
        self.roots: list[Node] = []
        self.problems: list[Problem] = []
        self.comments: list[Span] = []
        self.mappings: list[Mapping] = []
        self.fault: Problem | None = None
        self.breakdown: Breakdown
        """Why there is a fault."""
        self.extents: list[tuple[Mapping, int, int]] = []
        """Where there are gaps, every object with the end of what is before it, and the start of
        what is behind it."""
        self.broken = False
        self.size = 0
        self.repeated = 0
        self.stack: list[_Open] = []
        self.anchors: dict[str, _Value | _Open] = {}
        self.last: ScalarEvent | None = None
        self.noted = 0
        """Up to here the comments are known."""
        try:
            self.read(events)
        except _TooDeepError:
            self.break_off()
        except Exception as error:  # odd texts make ruamel raise ValueError, IndexError and others
            opened = [top.node.start for top in self.stack]
            self.breakdown = broken = Breakdown(clean, opened, self.last, error)
            self.fault = explain(broken)
            self.note_comments(min(broken.begun, broken.at))
        else:
            self.note_comments(len(clean))
        while self.stack:
            self.close(None)

    def read(self, events: Iterator[Event]) -> None:
        """Build the tree from the events."""
        for event in events:
            kind = type(event).__name__  # of either package
            if kind == "ScalarEvent":
                self.scalar(event)  # type: ignore[arg-type]
            elif kind == "AliasEvent":
                self.alias(event)  # type: ignore[arg-type]
            elif kind == "MappingStartEvent":
                self.open(event, Mapping(0, 0, []))  # type: ignore[arg-type]
            elif kind == "SequenceStartEvent":
                self.open(event, Sequence(0, 0, []))  # type: ignore[arg-type]
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                bracket = event.end_mark.index > event.start_mark.index
                self.close(event.end_mark.index if bracket else None, event.end_mark.index)
            elif kind == "DocumentStartEvent":
                self.anchors = {}

    def note_comments(self, end: int) -> None:
        """Note the comments between what was read last and an offset: nothing else has a `#`."""
        if self.clean.find("#", self.noted, end) >= 0:
            found = _BETWEEN.finditer(self.clean, self.noted, end)
            self.comments += [Span(*match.span()) for match in found if match[0][0] == "#"]
        self.noted = max(self.noted, end)

    def break_off(self) -> None:
        """Say of every mapping that a part of it may be missing."""
        self.broken = True
        for mapping in self.mappings:
            mapping.complete = False

    # --- events ---------------------------------------------------------------------------------

    def scalar(self, event: ScalarEvent) -> None:
        """A scalar, or the empty place where one could be."""
        start, hole = self.places(event)
        end = event.end_mark.index
        empty = start == end and not event.style and event.anchor is None and event.tag is None
        if empty and not self.stack:
            return  # a document without content
        place = self.place_of_value(start)
        lost = [
            gap.end for gap in self.gaps if self.is_behind(gap, place, None if empty else start)
        ]
        if empty:
            start = end = place
        else:
            self.last = event
            self.note_comments(start)
            self.noted = end
        if event.style in ("|", ">"):
            header = _HEADER.match(self.clean, start, end)
            if header and header[1]:
                self.comments.append(Span(*header.span(1)))
            end = self.block_end(start, end)
        if lost:
            node: Node = self.lost_value(place, max(end, *lost))
        elif hole is not None:
            value = Scalar(start, end, self.string(event, start, end))
            node = Tagged(hole, end, self.text[hole:end], event.tag or "", value)
        else:
            node = self.known(event, start, end)
        self.finish(_Value(node), event.anchor, node.start, node.end)

    def is_behind(self, gap: Gap, place: int, start: int | None) -> bool:
        """Does a gap stand between an offset and a value (None: an empty one), and nothing else?"""
        if start is not None or gap.start < place:
            return place <= gap.start <= (start or 0)
        return _NOTHING.fullmatch(self.clean, place, gap.start) is not None

    def lost_value(self, place: int, end: int) -> Hole:
        """A hole for what was left out between two offsets."""
        content = self.text[place:end].strip()
        start = self.text.index(content, place)
        return Hole(start, start + len(content), content)

    def known(self, event: ScalarEvent, start: int, end: int) -> Node:
        """The node of a scalar whose tag, if it has one, belongs to YAML itself."""
        tag = event.tag
        if (tag is None and not event.style) or (tag is not None and tag not in _TEXT_TAGS):
            return _unless_placeholder(start, end, _resolve(event.value.translate(_SHOW)))
        return _unless_placeholder(start, end, self.string(event, start, end))

    def string(self, event: ScalarEvent, start: int, end: int) -> str:
        """The value of a scalar that is a string."""
        text: str = event.value
        if not text.isascii():
            text = text.translate(_SHOW)
        if _SURROGATE.search(text):
            # JSON writes a character beyond U+FFFF as two escapes, which ruamel leaves as they are.
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
            if _SURROGATE.search(text):
                message = (
                    "half of a surrogate pair is no character: write both halves, or the character"
                )
                self.problem("lone-surrogate", start, end, message)
        return text

    def alias(self, event: AliasEvent) -> None:
        """The anchored node itself, unless it can not be repeated here."""
        start, end, name = event.start_mark.index, event.end_mark.index, event.anchor
        self.note_comments(start)
        self.noted = end
        target = self.anchors.get(name)
        value = _Value(Hole(start, end, self.text[start:end]))
        if target is None:
            message = (
                f'no anchor "&{name}" stands before this alias: add it, or put quotes around a '
                'text that begins with "*"'
            )
            self.problem("syntax-error", start, end, message)
        elif isinstance(target, _Open):
            message = f'the alias "*{name}" stands inside of what it repeats: write the value out'
            self.problem("syntax-error", start, end, message)
        elif self.repeated + target.size > max(MAX_EXPANSION, self.size):
            message = (
                f"the aliases of this file repeat more than {MAX_EXPANSION:,} values: what "
                f'"*{name}" stands for is not checked'
            )
            self.problem("alias-expansion", start, end, message, once=True)
        elif len(self.stack) + target.height > MAX_DEPTH:
            self.too_deep(start)
        else:
            self.repeated += target.size
            value = target
        self.finish(value, None, start, end)

    def open(self, event: CollectionStartEvent, node: Mapping | Sequence) -> None:
        """The start of a collection."""
        start, hole = self.places(event)
        node.start, node.end = start, event.end_mark.index if event.flow_style else start
        if isinstance(node, Mapping):
            self.mappings.append(node)
        if len(self.stack) >= MAX_DEPTH:
            self.too_deep(start)
        self.stack.append(_Open(node, event.anchor, event.tag or "", hole, self.noted))
        if event.anchor:
            self.anchors[event.anchor] = self.stack[-1]
        if len(self.stack) > 2 * MAX_DEPTH:
            raise _TooDeepError

    def close(self, end: int | None, behind: int = 0) -> None:
        """The end of a collection: after its bracket, or where its last child ended.

        `behind` is where that starts which comes after it.
        """
        top = self.stack.pop()
        node = top.node
        node.end = max(top.end, end or 0)
        if isinstance(node, Mapping):
            if top.due and top.key:  # a fault came before the value
                self.add_pair(top, node, Hole(top.key.end, top.key.end, ""))
            self.find_duplicates(node)
            _merge(node, top.bases)
            if self.gaps:
                self.extents.append((node, top.before, behind))
        value = _Value(node, top.size, top.height)
        start = node.start if top.hole is None else top.hole
        if len(self.stack) >= MAX_DEPTH:
            value = _Value(Hole(start, node.end, self.text[start : node.end]))
        elif top.hole is not None:
            text = self.text[start : node.end]
            value = _Value(Tagged(start, node.end, text, top.tag, node), top.size, top.height)
        anchor = top.anchor if top.anchor and self.anchors[top.anchor] is top else None
        self.finish(value, anchor, start, node.end)

    # --- the tree -------------------------------------------------------------------------------

    def finish(self, value: _Value, anchor: str | None, start: int, end: int) -> None:
        """Put a value where it belongs: under its key, into its sequence, among the roots.

        `start` and `end` are where it is written, which for an alias is not where its node stands.
        """
        self.size += 1
        if anchor:
            self.anchors[anchor] = value
        if not self.stack:
            self.roots.append(value.node)
            return
        top = self.stack[-1]
        top.end = end
        top.size += value.size
        top.height = max(top.height, value.height + 1)
        if isinstance(top.node, Sequence):
            top.node.items.append(value.node)
        elif top.due:
            self.add_pair(top, top.node, value.node)
        else:
            top.due = True
            top.key = self.key(top.node, value.node, start, end)

    def key(self, mapping: Mapping, node: Node, start: int, end: int) -> Scalar | None:
        """The key for a node in a key's place; None (and a problem) when it is a collection."""
        if end in self.colons:
            return Scalar(start, end + 1, self.text[start : end + 1])
        if isinstance(node, Scalar):
            text = node.value if isinstance(node.value, str) else self.text[node.start : node.end]
            return Scalar(start, end, text)
        if isinstance(node, Hole):
            return Scalar(start, end, node.text)
        mapping.complete = False
        outer = self.stack[-2] if len(self.stack) > 1 else None
        if outer and isinstance(outer.node, Mapping) and not outer.due:
            return None  # this mapping is a key itself, which is reported
        remedy = "write a string"
        if self.text.startswith(("[", "{"), node.start):
            remedy = f'put quotes around a text that begins with "{self.text[node.start]}"'
        message = f"an {node.type_name} can not be a key: {remedy}"
        self.problem("syntax-error", start, min(start + 1, len(self.text)), message)
        return None

    def add_pair(self, top: _Open, mapping: Mapping, value: Node) -> None:
        """Put a value under the key that was read before it."""
        key, top.key, top.due = top.key, None, False
        if key is None:
            return
        if key.value != "<<" or self.text[key.start : key.end] != "<<":
            mapping.pairs.append(Pair(key, value))
            return
        for base in value.items if isinstance(value, Sequence) else [value]:
            if isinstance(base, Mapping):
                top.bases.append(base)
                continue
            mapping.complete = False
            if isinstance(base, Scalar):
                message = '"<<" takes over the fields of an object: write an alias of one after it'
                self.problem("syntax-error", key.start, key.end, message)

    def find_duplicates(self, mapping: Mapping) -> None:
        """Report every key that stands twice in one object, at its later place."""
        first: dict[object, Pair] = {}
        for pair in mapping.pairs:
            earlier = first.setdefault(pair.key.value, pair)
            if earlier is not pair:
                message = (
                    f'the key "{pair.key.value}" stands twice in this object, and only this one '
                    "counts: rename or delete one"
                )
                related = Related(earlier.key.span, "the first one, which is lost")
                fix = without_twin(SourceFile("", self.text, notation=YAML), mapping, earlier, pair)
                problem = Problem(
                    "duplicate-key", pair.key.span, message, related=(related,), fix=fix
                )
                self.problems.append(problem)

    def problem(self, kind: str, start: int, end: int, message: str, *, once: bool = False) -> None:
        """Note one problem; with `once` only the first of its kind."""
        if not (once and any(problem.kind == kind for problem in self.problems)):
            self.problems.append(Problem(kind, Span(start, end), message))

    def too_deep(self, start: int) -> None:
        """Report, once, that what begins here nests too deep."""
        message = f"brackets nest more than {MAX_DEPTH} deep: what is inside is not checked"
        self.problem("nesting-too-deep", start, start + 1, message, once=True)

    # --- places ---------------------------------------------------------------------------------

    def places(self, event: ScalarEvent | CollectionStartEvent) -> tuple[int, int | None]:
        """Where the value itself starts, and where its tag does if the tag is not YAML's own.

        ruamel's marks start at the anchor or the tag; with a tag before an anchor, at the anchor.
        """
        first = start = event.start_mark.index
        tag = event.tag
        for _ in range((event.anchor is not None) + (tag is not None)):
            match = _PROPERTY.match(self.clean, start, event.end_mark.index)
            start = match.end() if match else start
        if tag is None or tag in _CORE_TAGS:
            return start, None
        anchor = event.anchor
        if self.text[first] != "!":
            behind = self.text.find("!", first + len(anchor or "") + 1, max(start, first))
            first = behind if behind >= 0 else max(self.text.rfind("!", 0, first), 0)
        return start, first

    def place_of_value(self, start: int) -> int:
        """The offset right after the colon of the pair, where an empty value stands.

        ruamel's mark of an empty value is at the next token. Elsewhere the mark is right.
        """
        top = self.stack[-1] if self.stack else None
        if top is None or not top.due:
            return start
        match = _COLON.match(self.clean, top.end, start)
        return match.end() if match else top.end

    def block_end(self, start: int, end: int) -> int:
        """The end of a block scalar's last line that is not blank."""
        last = start + len(self.clean[start:end].rstrip(" \t\r\n"))
        match = _TRAILING_SPACE.match(self.clean, last, end)
        return match.end() if match else last


def _merge(mapping: Mapping, bases: list[Mapping]) -> None:
    """Take over the pairs of merged mappings (`<<`): own keys win, then the earlier base."""
    present = {pair.key.value for pair in mapping.pairs}
    for base in bases:
        mapping.complete = mapping.complete and base.complete
        new = [pair for pair in base.fields.values() if pair.key.value not in present]
        mapping.pairs.extend(new)
        present.update(pair.key.value for pair in new)


def _unless_placeholder(start: int, end: int, value: str | int | float | bool | None) -> Node:
    """A scalar, or a hole where the whole text is one placeholder."""
    if isinstance(value, str) and is_placeholder(value):
        return Hole(start, end, value)
    return Scalar(start, end, value)


def _resolve(text: str) -> str | int | float | bool | None:
    """The value of plain text in the core schema of YAML 1.2 (section 10.3.2)."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text) or _BASED.fullmatch(text):
        return whole_number(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return float(text.replace(".", "")) if _INFINITE.fullmatch(text) else text
