"""The functions of CloudFormation, as far as a definition can be seen through them.

`Fn::Sub` and `Fn::Join` make texts whose unknown parts become placeholders; `Fn::ToJsonString` and
`Fn::If` hand on what they hold; any other function is a value that nobody knows before deployment.
Source: CloudFormation user guide, "Intrinsic function reference".
"""

from __future__ import annotations

from asllint.syntax.embedded import Embedded, Piece, piece_of, unknown_piece
from asllint.syntax.node import Hole, Mapping, Node, Scalar, Sequence, Tagged, is_placeholder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.source.text import SourceFile

MAX_PARTS = 10_000
"""A `Fn::Join` of more parts is nobody's work, and not read."""


def function_of(node: Node | None) -> tuple[str, Node] | None:
    """The function that a value is a call of, by its long name, and its argument."""
    if isinstance(node, Tagged):
        name = node.tag.removeprefix("!")
        return (name if name in ("Ref", "Condition") else f"Fn::{name}"), node.node
    if isinstance(node, Mapping) and len(node.pairs) == 1:
        name = str(node.pairs[0].key.value)
        if name == "Ref" or name.startswith("Fn::"):
            return name, node.pairs[0].value
    return None


class Computed(Hole):
    """What a function gives, which nobody knows before the deployment."""

    __slots__ = ("refers",)

    def __init__(self, start: int, end: int, text: str, refers: str = "") -> None:
        super().__init__(start, end, text)
        self.refers = refers
        """The resource whose ARN or identifier it is; empty where it is anything else."""


class Substituted(Scalar):
    """The text of a `Fn::Sub`: the placeholders in it are the function's own."""

    __slots__ = ()


def is_computed(node: Node) -> bool:
    """Does CloudFormation put something else in the place of a value, or of a part of it?"""
    return isinstance(node, Computed | Substituted) or function_of(node) is not None


def resolve(node: Node) -> Node:
    """The value as a definition sees it: functions are holes, texts of `Fn::Sub` are texts.

    The node itself, in which what functions give stands in the place of their calls; or what stands
    in its own place, if it is a call. What functions among the keys add (`Fn::Transform`,
    `Fn::ForEach::…`) is not known. Doing it once more changes nothing.
    """
    call = function_of(node)
    if call is not None:
        text = _sub_text(*call)
        if text is not None and not is_placeholder(str(text.value)):
            return Substituted(text.start, text.end, text.value)
        return Computed(node.start, node.end, f"${{{call[0]}}}", referred(*call))
    if isinstance(node, Mapping):
        kept = [pair for pair in node.pairs if not str(pair.key.value).startswith("Fn::")]
        for pair in kept:
            pair.value = resolve(pair.value)
        if len(kept) < len(node.pairs):
            node.change(0, len(node.pairs), kept)
            node.complete = False
    elif isinstance(node, Sequence):
        node.items[:] = map(resolve, node.items)
    return node


def referred(name: str, argument: Node) -> str:
    """The resource that a call names, when it gives no more than its identifier or its ARN.

    That are `Ref`, the `Arn` of a `Fn::GetAtt`, and a `Fn::Sub` of one of these alone; empty for
    anything else.
    """
    if name == "Fn::Sub":
        text = "" if isinstance(argument, Sequence) else _text(argument)
        found = text[2:-1] if is_placeholder(text) and text.startswith("${") else ""
        return found.removesuffix(".Arn") if found.removesuffix(".Arn").isalnum() else ""
    if name == "Ref":
        return _text(argument)
    if name != "Fn::GetAtt":
        return ""
    parts = [_text(item) for item in argument.items] if isinstance(argument, Sequence) else None
    parts = _text(argument).split(".") if parts is None else parts
    return parts[0] if parts[1:] == ["Arn"] else ""


def _text(node: Node) -> str:
    if isinstance(node, Hole) and not isinstance(node, Tagged):
        return node.text
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else ""


def text_of(node: Node) -> str | None:
    """What a value that is resolved says as a text of the template.

    There `${Child}` stands for what a resource of the template is identified by. None for what is
    no text, and where nobody knows it.
    """
    if isinstance(node, Computed):
        return f"${{{node.refers}}}" if node.refers else None
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else None


def _sub_text(name: str, argument: Node) -> Scalar | None:
    """The text of a `Fn::Sub`, with or without names of its own."""
    if name != "Fn::Sub":
        return None
    if isinstance(argument, Sequence) and argument.items:
        argument = argument.items[0]
    if isinstance(argument, Hole) and not isinstance(argument, Tagged):
        return Scalar(argument.start, argument.end, argument.text)
    return argument if isinstance(argument, Scalar) and isinstance(argument.value, str) else None


def documents(node: Node, file: SourceFile) -> Iterator[tuple[Embedded | Mapping, bool]]:
    """The definitions in a value that stands for a text: a `DefinitionString`.

    Each as a text, or as an object where `Fn::ToJsonString` makes the text of one, together with
    whether `Fn::Sub` resolves the placeholders in it.
    """
    call = function_of(node)
    if call is None:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            yield Embedded(file, [piece_of(node, file)]), False
        return
    name, argument = call
    text = _sub_text(name, argument)
    if text is not None:
        yield Embedded(file, [piece_of(text, file)]), True
    elif name == "Fn::ToJsonString" and isinstance(argument, Mapping):
        yield argument, False
    elif name == "Fn::If" and isinstance(argument, Sequence):
        for branch in argument.items[1:]:
            yield from documents(branch, file)
    elif name == "Fn::Join":
        pieces = _joined(argument, file)
        if pieces:
            yield Embedded(file, pieces), True


def _joined(argument: Node, file: SourceFile) -> list[Piece]:
    """The pieces of a `Fn::Join`; none where its parts are not written out."""
    if not isinstance(argument, Sequence) or len(argument.items) != 2:
        return []
    delimiter, parts = argument.items
    if not isinstance(delimiter, Scalar) or not isinstance(parts, Sequence):
        return []
    if len(parts.items) > MAX_PARTS:
        return []
    pieces: list[Piece] = []
    for number, part in enumerate(parts.items):
        if number and delimiter.value:
            pieces.append(piece_of(delimiter, file))
        pieces += _part(part, file)
    return pieces


def _part(part: Node, file: SourceFile) -> list[Piece]:
    if isinstance(part, Scalar) and isinstance(part.value, str):
        return [piece_of(part, file)]
    call = function_of(part)
    if call is None:
        shown = part.text if isinstance(part, Hole) else "…"
        return [unknown_piece(part.span, file, shown.removeprefix("${").removesuffix("}"))]
    text = _sub_text(*call)
    if text is not None:
        return [piece_of(text, file)]
    if call[0] == "Fn::Join":
        inner = _joined(call[1], file)
        if inner:
            return inner
    return [unknown_piece(part.span, file, call[0], referred(*call))]
