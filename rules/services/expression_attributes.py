import re
from collections.abc import Iterator

from asllint.rule import (
    ERROR,
    ApiType,
    Finding,
    Findings,
    Fix,
    Layout,
    Mapping,
    Node,
    Pair,
    Scalar,
    ServiceTask,
    children,
    descend,
    edits,
    has_placeholder,
    is_computed,
    is_misspelling,
    nearest,
    rule,
    services,
    string_of,
)

MAPS = {"#": "ExpressionAttributeNames", ":": "ExpressionAttributeValues"}
"""What a reference begins with, and the map that says what it stands for."""
MOST = 20
"""So many references of a request are looked at; more than that are one mistake."""

Places = dict[str, list[tuple[Scalar, int, int]]]
"""Each reference, and where in which expressions it stands."""


@rule(severity=ERROR, since="0.1")
def expression_attributes(task: ServiceTask, layout: Layout) -> Findings:
    """A name or a value that an expression of DynamoDB uses and nobody gives, or the reverse."""
    if (
        task.resource.part("service") != "dynamodb"
        or task.input_type is None
        or task.arguments is None
    ):
        return
    for request, wanted in _requests(task.arguments.value, task.input_type):
        known = request.complete and not any(map(has_placeholder, request.fields))
        if not known or any(
            wanted.member(key.removesuffix(".$")) is None for key in request.fields
        ):
            continue  # what is misspelt may be the map, or the expression
        cut = list(_cut(request, layout))
        yield from cut
        for sign in MAPS if not cut else ():
            yield from _Request(request, sign, layout).check()


def _requests(root: Node, wanted: ApiType) -> Iterator[tuple[Mapping, ApiType]]:
    """The objects among the arguments that may hold expressions: the call, items of a batch."""
    for node, its in descend(root, wanted, _inside):
        if (
            isinstance(node, Mapping)
            and its.kind == services.STRUCTURE
            and MAPS["#"] in its.members
        ):
            yield node, its


def _inside(node: Node, wanted: ApiType) -> list[tuple[Node, ApiType]]:
    """The values in a value of a type; what is data of the user's own is not looked into."""
    if isinstance(node, Mapping) and wanted.kind == services.STRUCTURE:
        known = [(wanted.member(key), pair.value) for key, pair in node.fields.items()]
        return [
            (value, member.type)
            for member, value in known
            if member is not None and member.type.name != "AttributeValue"
        ]
    return [(inner, wanted.element) for inner in children(node)] if wanted.element else []


def _cut(request: Mapping, layout: Layout) -> Findings:
    """Expressions in YAML without quotes, of which a name takes the rest away as a comment."""
    if not layout.is_yaml:
        return
    text, given = layout.file.text, _given(request, MAPS["#"]) or {}
    for key, pair in request.fields.items():
        value = pair.value
        if not (key.endswith("Expression") and isinstance(value, Scalar)):
            continue
        rest = re.compile(r"[ \t]+(#\w+)[^\r\n]*").match(text, value.end)
        if rest is None or rest[1] not in given or text[value.start] in "\"'|>":
            continue
        end = value.end + len(rest[0].rstrip())
        whole = Scalar(value.start, end, text[value.start : end])
        fix = Fix("put quotes around it", [edits.set_value(whole, whole.value)], safe=False)
        message = 'in YAML a "#" behind a blank begins a comment: put quotes around the expression'
        open_ = re.search(r"[}\]]", str(whole.value))  # a bracket that the comment has taken away
        yield Finding(value.span, message, fix=None if open_ else fix)


class _Request:
    """The references of one kind in a request, and what its map gives."""

    def __init__(self, node: Mapping, sign: str, layout: Layout) -> None:
        self.node, self.sign, self.layout = node, sign, layout
        self.map = MAPS[sign]
        self.given = _given(node, self.map)
        self.used: Places = {}
        self.known = True
        """Are all expressions written out?"""
        for key, pair in node.fields.items():
            if key.removesuffix(".$").endswith("Expression"):
                self._expression(key, pair.value)

    def _expression(self, key: str, node: Node) -> None:
        if key.endswith(".$") or not isinstance(node, Scalar) or is_computed(node):
            self.known = False
            return
        for found in re.finditer(rf"{self.sign}\w+", str(node.value)):
            self.used.setdefault(found[0], []).append((node, found.start(), found.end()))

    def check(self) -> Findings:
        given = self.given
        if given is None:
            return
        undefined = [name for name in self.used if name not in given][:MOST]
        unused = [name for name in given if name not in self.used][:MOST] if self.known else []
        for name in undefined:
            bare = given.get(name[1:])
            meant = name[1:] if bare is not None else self._meant(name, unused)
            if bare is not None:
                message = f'what "{self.map}" gives begins with "{self.sign}": write "{name}"'
                yield self._renamed(bare, name, message)
            elif meant in unused and self._is_right(name, given[meant]):
                message = f'no expression uses "{meant}"; did you mean "{name}"?'
                yield self._renamed(given[meant], name, message)
            else:
                yield self._undefined(name, meant, safe=meant in unused)
            if meant in unused:
                unused.remove(meant)
        for name in unused:
            fix = (
                None if undefined else self._deletion(given[name], alone=len(unused) == len(given))
            )
            yield Finding(
                given[name].key.span,
                f'no expression uses "{name}", and DynamoDB refuses what is left over: delete it, '
                "or use it",
                fix=fix,
            )

    def _meant(self, name: str, unused: list[str]) -> str | None:
        """The name in the map that was surely meant: best one that waits for it."""
        meant = nearest(name, unused) or nearest(name, self.given or ())
        return meant if meant is not None and is_misspelling(name, meant) else None

    def _is_right(self, name: str, pair: Pair) -> bool:
        """Is a name as it has to be, and the key of the map misspelt?"""
        return len(self.used[name]) > 1 or string_of(pair.value) == name[1:]

    def _renamed(self, pair: Pair, name: str, message: str) -> Finding:
        """The finding for a key of the map that is the mistake."""
        suffix = ".$" if str(pair.key.value).endswith(".$") else ""
        fix = Fix(f'write "{name}"', [edits.rename(pair.key, name + suffix)])
        return Finding(pair.key.span, message, fix=fix)

    def _undefined(self, name: str, meant: str | None, *, safe: bool) -> Finding:
        message = f'"{name}" is not in "{self.map}"'
        place = self.used[name][0]
        fix: Fix | None = None
        if meant is None:
            message += ": add it there"
        else:
            message += f'; did you mean "{meant}"?'
            # Two that need each other are no guess; one that may be used elsewhere is.
            if len(self.used[name]) == 1:
                fix = Fix(f'write "{meant}"', [edits.replace_text(*place, meant)], safe=safe)
        return Finding(self.layout.span(*place), message, fix=fix)

    def _deletion(self, pair: Pair, *, alone: bool) -> Fix | None:
        """Without a key that nothing uses; without the map, for DynamoDB takes no empty one."""
        parent = self.node.fields.get(self.map)
        if parent is None:
            return None
        step = edits.delete(self.node, parent) if alone else edits.delete(parent.value, pair)
        return Fix("delete it", [step], safe=False)


def _given(node: Mapping, name: str) -> dict[str, Pair] | None:
    """What a map gives, `.$` cut off; None when that can not be known."""
    if f"{name}.$" in node.fields:
        return None
    pair = node.fields.get(name)
    if pair is None:
        return {}
    found = pair.value
    if not isinstance(found, Mapping) or not found.complete:
        return None
    if any(map(has_placeholder, found.fields)):
        return None
    return {key.removesuffix(".$"): one for key, one in found.fields.items()}
