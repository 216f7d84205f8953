import re

from asllint.rule import (
    WARNING,
    Definition,
    Finding,
    Findings,
    Hole,
    Mapping,
    Node,
    Scalar,
    children,
    rule,
    walk,
)

_NUMBER = r"-1\.8881545[0-9]++[eE]\+?289\b"
"""A double whose first 16 bits are FBFF: by these the CDK knows its numbers again."""
_TEXT = r"[$#]\{(?:Token|TOKEN)\[[^\]{}]*+\]\}"
_MARKS = ("Token[", "TOKEN[", "-1.8881545")


@rule(severity=WARNING, since="0.1")
def unresolved_token(definition: Definition) -> Findings:
    """A token of the CDK for which no value has been filled in."""
    if not any(mark in definition.file.text for mark in _MARKS):
        return
    for node in _values(definition.machine.node):
        text = node.text if isinstance(node, Hole) else node.value
        if isinstance(text, float):
            if re.fullmatch(_NUMBER, repr(text)):
                yield Finding(
                    node.span,
                    "this number is a token of the CDK, and no value has taken its place: write "
                    'the definition with "stack.toJsonString()"',
                )
        elif isinstance(text, str) and (number := re.search(_NUMBER, text)):
            yield Finding(
                node.span,
                f'"{number[0]}" is a token of the CDK, and no value has taken its place: make a '
                'text of the number with "Tokenization.stringifyNumber()"',
            )
        elif isinstance(text, str) and (token := re.search(_TEXT, text)):
            yield Finding(
                node.span,
                f'"{token[0]}" is a token of the CDK, and no value has taken its place: write the '
                'definition with "stack.toJsonString()"',
            )


def _values(root: Node) -> list[Scalar | Hole]:
    """All keys and values in their order, without comments; what an alias repeats counts once."""
    return [node for node in walk(root, _inside) if isinstance(node, Scalar | Hole)]


def _inside(node: Node) -> list[Node]:
    if isinstance(node, Mapping):
        pairs = [pair for pair in node.pairs if pair.key.value != "Comment"]
        return [each for pair in pairs for each in (pair.key, pair.value)]
    return children(node)
