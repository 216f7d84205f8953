"""The placeholders of a definition, held against what the template substitutes.

CloudFormation replaces `${Name}` for each name in `DefinitionSubstitutions` and leaves any other as
it is; Terraform's `templatefile` refuses a name that it was not given; `file` replaces nothing.
Sources: CloudFormation user guide, `AWS::StepFunctions::StateMachine`; Terraform, `templatefile`.
"""

from __future__ import annotations

import re

from asllint.facts.fact import Ask, fact
from asllint.hosts.use import TERRAFORM, Use
from asllint.source.finding import WARNING, Finding, Fix, Related
from asllint.source.suggest import Vocabulary, fold
from asllint.source.text import SourceFile, Span
from asllint.syntax.content import content
from asllint.syntax.edits import rename
from asllint.syntax.interpolation import interpolations
from asllint.syntax.json import read_json
from asllint.syntax.node import Hole, Mapping, Node, Scalar
from asllint.syntax.walk import children, descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = r"\$\{([A-Za-z_][A-Za-z0-9_.-]*|AWS::[A-Za-z]+)\}"
"""What CloudFormation may be meant to replace; it looks for each name, letter by letter."""
_VARIABLE = r"\$\{~?[ \t]*([A-Za-z_][\w-]*)[ \t]*~?\}"
_WORD = r"[A-Za-z_][\w-]*"
_LOOP = r"%\{~?\s*for\s+([\w-]+)\s*(?:,\s*([\w-]+)\s*)?\sin\s"
_IDENTIFIER = r"\w+(?:Arn|ARN|Name|Id|Url|URL|Bucket)|Arn|Bucket|Cluster|Resource|TaskDefinition"
"""Parameters that hold the identifier of a resource, which never holds a `$`."""

_DATA = (
    "Assign", "BatchInput", "Body", "Detail", "Input", "Item", "ItemSelector", "Message",
    "MessageBody", "Output", "Payload", "RequestBody", "Result", "ResultSelector",
)  # fmt: skip
"""Fields and parameters that hold data of the user's, in which a name of a key says nothing."""

_LONG = 5
"""A name of so many letters is no other's beginning by accident: `OrderTable`, `OrderTableName`."""

_MANY = 20_000
"""So many pairs of names are compared by their beginnings."""


class Placeholder:
    """One placeholder that nothing replaces."""

    __slots__ = ("certain", "file", "name", "span")

    def __init__(self, name: str, file: SourceFile, span: Span, *, certain: bool) -> None:
        self.name = name
        self.file = file
        """The file it stands in: the template, or the definition's own."""
        self.span = span
        self.certain = certain
        """Does it surely do harm as it stands? In other texts it may be meant literally."""


@fact(about=Use)
class Placeholders:
    """What a template leaves out and what it names in vain, for one use of a definition."""

    __slots__ = ("_names", "left", "unused", "use")

    def __init__(self, use: Use, ask: Ask) -> None:
        self.use = use
        self.left: dict[str, list[Placeholder]] = {}
        """The placeholders that nothing replaces, by name, in the order of their places."""
        self._names: Vocabulary | None = None
        self.unused: dict[str, Span] = {}
        """The names that stand nowhere in the definition, with their places in the template."""
        substitutions = use.substitutions
        text = _text_of(use)
        if substitutions is None or text is None or not (use.sure or use.guessed):
            return
        names = substitutions.names
        used = _used(use, text)
        self.unused = {name: span for name, span in names.items() if name not in used}
        if substitutions.complete and used - names.keys():
            for one in _placeholders(use, text):
                if one.name not in names:
                    self.left.setdefault(one.name, []).append(one)
            self.left = {name: self.left[name] for name in self.left if self._is_meant(name)}

    def _is_meant(self, name: str) -> bool:
        """Is it likely that it should be replaced? With `-` or `.` it is a shell's or a program's.

        Unless a substitution is there that has nearly this name.
        """
        own = "-" in name or "." in name
        return not own or self.use.host == TERRAFORM or self.meant(name) is not None

    def meant(self, name: str) -> str | None:
        """The substitution that is surely meant by a placeholder which has none of its name."""
        if self._names is None:
            self._names = Vocabulary(self.unused)
        near = self._names.nearest(name)
        many = len(self.left) * len(self.unused) > _MANY
        if near is not None or len(name) < _LONG or many:
            return near
        longer = [one for one in self.unused if _begins(one, name) or _begins(name, one)]
        return longer[0] if len(longer) == 1 else None

    def findings(self, *, certain: bool) -> Iterator[Finding]:
        """One finding for each name that is left, if one of its places surely does harm or none.

        It is at the placeholder when that stands in the template. A definition in another file may
        serve several templates: there it is in the template, and leads to the placeholder.
        """
        for name, places in self.left.items():
            if any(place.certain for place in places) is certain:
                first, meant = places[0], self.meant(name)
                severity = WARNING if self.use.guessed else None
                message, fix = self._message(name, certain), self._renaming(meant, name)
                if first.file is self.use.file:
                    yield Finding(first.span, message, fix=fix, severity=severity)
                else:
                    span = self.unused[meant] if meant else self._place()
                    related = [Related(one.span, "used here", one.file) for one in places[:3]]
                    yield Finding(span, message, related=related, fix=fix, severity=severity)

    def _renaming(self, old: str | None, new: str) -> Fix | None:
        """Give a substitution that nothing uses the name that the definition asks for."""
        if old is None:
            return None
        span = self.unused[old]
        key = Scalar(span.start, span.end, old)
        return Fix(f'rename "{old}" to "{new}"', [rename(key, new)], safe=False)

    def _place(self) -> Span:
        substitutions = self.use.substitutions
        return substitutions.span if substitutions is not None else self.use.place

    def _message(self, name: str, certain: bool) -> str:
        substitutions, meant = self.use.substitutions, self.meant(name)
        field = substitutions.field if substitutions is not None else ""
        if field == "file":
            return (
                f'"file" replaces no placeholder, and "${{{name}}}" stays as it is: read the '
                'definition with "templatefile"'
            )
        if meant is not None and not certain:
            return (
                f'nothing replaces "${{{name}}}" in the definition, so that it is plain text, and '
                f'the template gives "{meant}": use one name for both'
            )
        if meant is not None:
            return (
                f'the definition asks for "{name}", and the template gives "{meant}": use one name '
                "for both"
            )
        if field in ("templatefile", "vars"):
            return f'the definition uses "${{{name}}}", which it is not given: add "{name}" here'
        if certain:
            return f'nothing replaces "${{{name}}}" in the definition: add "{name}" to "{field}"'
        return (
            f'nothing replaces "${{{name}}}" in the definition, so that it is plain text: add '
            f'"{name}" to "{field}" if it should not be'
        )


def _begins(name: str, start: str) -> bool:
    return len(start) >= _LONG and fold(name).startswith(fold(start))


def names_asked_for(use: Use) -> list[str]:
    """The names that a definition asks for, each once, in the order of their places."""
    text = _text_of(use)
    found = [] if text is None else [one.name for one in _placeholders(use, text)]
    return [name for name in dict.fromkeys(found) if "::" not in name]


def _text_of(use: Use) -> str | None:
    """The text of the definition; None when it is not at hand."""
    if use.node is not None:
        return use.file.text[use.node.start : use.node.end]
    if use.document is not None:
        return use.document.text
    return use.target.text if use.target is not None and not use.address else None


def _used(use: Use, text: str) -> set[str]:
    """Every name that a placeholder holds, wherever it stands."""
    if use.host != TERRAFORM:
        return set(re.findall(r"\$\{([^{}]*)\}", text))
    inside = " ".join(text[start:end] for start, end in interpolations(text))
    return set(re.findall(_WORD, inside))


def _placeholders(use: Use, text: str) -> Iterator[Placeholder]:
    """The placeholders with their places."""
    if use.node is not None:
        yield from _Walk(use.file).walk(use.node)
    elif use.document is not None:
        for one in _Walk(use.document).walk(read_json(text)[0]):
            span = use.document.outward(one.span)
            yield Placeholder(one.name, use.document.outer, span, certain=one.certain)
    else:
        assert use.target is not None, "the text comes from somewhere"
        yield from _in_file(use, use.target.path, text)


def _in_file(use: Use, path: str, text: str) -> Iterator[Placeholder]:
    yaml = path.lower().endswith((".yaml", ".yml"))
    file = SourceFile(path, text, notation="yaml" if yaml else "json")
    if use.host == TERRAFORM and use.substitutions and use.substitutions.field != "file":
        yield from _variables(file)
        return
    roots: list[Node]
    if yaml:
        from asllint.syntax.yaml.tree import read_yaml

        roots = read_yaml(text)[0]
    else:
        roots = [read_json(text)[0]]
    for root in roots:
        yield from _Walk(file).walk(root)


def _variables(file: SourceFile) -> Iterator[Placeholder]:
    """The variables of a template of Terraform, without those of its loops."""
    loops = {name for names in re.findall(_LOOP, file.text) for name in names}
    for start, end in interpolations(file.text):
        match = re.compile(_VARIABLE).fullmatch(file.text, start, end)
        if match and match[1] not in loops and match[1] not in ("true", "false", "null"):
            yield Placeholder(match[1], file, Span(start, end), certain=True)


class _Walk:
    """A walk through a definition for its placeholders."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file

    def walk(self, root: Node) -> Iterator[Placeholder]:
        """The placeholders in a value, in the order of their places; comments do not count."""
        from asllint.hosts.intrinsics import is_computed  # few files need it

        for node, (key, literal) in descend(root, ("", False), _inside):
            if isinstance(node, Scalar | Hole) and not is_computed(node):
                yield from self.string(node, key, literal)

    def string(self, node: Scalar | Hole, key: str, literal: bool) -> Iterator[Placeholder]:
        """The placeholders in one string, or where a value without quotes belongs."""
        text = node.text if isinstance(node, Hole) else node.value
        if not isinstance(text, str) or "${" not in text:
            return
        fragment = content(node, self.file)
        bare = isinstance(node, Hole) and fragment.origins[0] == node.start and not self.file.yaml
        for match in re.finditer(_NAME, fragment.text):
            whole = match.span() == (0, len(fragment.text))
            named = whole and re.fullmatch(_IDENTIFIER, key) is not None
            certain = bare or (not literal and (named or text.startswith("arn:")))
            yield Placeholder(match[1], self.file, fragment.span(*match.span()), certain=certain)


def _inside(node: Node, way: tuple[str, bool]) -> list[tuple[Node, tuple[str, bool]]]:
    """What is in a value, with its key, and whether it is data that go nowhere but on."""
    from asllint.hosts.intrinsics import is_computed

    key, literal = way
    if is_computed(node):
        return []  # CloudFormation resolves it
    if isinstance(node, Mapping):
        inner = literal or key in _DATA or _is_literal(node)
        pairs = [pair for pair in node.pairs if pair.key.value != "Comment"]
        return [(pair.value, (str(pair.key.value), inner)) for pair in pairs]
    return [(item, way) for item in children(node)]


def _is_literal(node: Mapping) -> bool:
    """Is it a state whose data go nowhere but on?"""
    kind = node.get("Type")
    return isinstance(kind, Scalar) and kind.value in ("Pass", "Succeed", "Fail", "Wait")
