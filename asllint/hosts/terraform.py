"""Terraform: the resource `aws_sfn_state_machine`, modules for it, and definitions anywhere else.

A definition may be a heredoc, a string, `jsonencode({…})`, or a file that `templatefile` or `file`
reads, directly or through a local value. What an expression evaluates to is never computed.
Sources: Terraform documentation, "Strings and Templates", `templatefile`, `file`; AWS provider,
`aws_sfn_state_machine`; `terraform-aws-modules/step-functions`, inputs.
"""

from __future__ import annotations

from functools import partial

from asllint.hosts.states import may_hold_definition
from asllint.hosts.use import TERRAFORM, TERRAFORM_RESOURCE, Substitutions, Use
from asllint.source.text import HCL, Fragment, SourceFile, Span
from asllint.syntax.content import content
from asllint.syntax.embedded import Embedded, Piece, piece_of, source_piece
from asllint.syntax.hcl import Block, HclCall, Heredoc
from asllint.syntax.interpolation import has_directives, masked
from asllint.syntax.node import Hole, Mapping, Node, Pair, Scalar, has_placeholder
from asllint.syntax.walk import children, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.hosts.use import Lookup

_UNCHANGED = ("trimspace", "chomp", "tostring", "sensitive", "nonsensitive")
_STARTING = ("aws_cloudwatch_event_target", "aws_scheduler_schedule", "aws_pipes_pipe")
_MODULE = "${path.module}/"
_MAX_STEPS = 8


def uses(file: SourceFile, root: Block, lookup: Lookup) -> Iterator[Use]:
    """The state machines of a file, and whatever else in it is a definition."""
    module = _Module(file, root, lookup)
    found: list[Use] = []
    for block in root.blocks:
        owner = _owner(block)
        if owner is not None:
            found += module.follow(owner.value, block, owner, None, 0)
    if found and any(block.labels[:1] and block.labels[0] in _STARTING for block in root.blocks):
        from asllint.hosts.machines import names_in
        from asllint.hosts.starts import of_terraform

        for name, start in of_terraform(root, file, names_in(found)):
            for use in found:
                if use.name == name:
                    use.starts += (start,)
    yield from found
    yield from module.rest()


def blocks_in_json(root: Node) -> Block:
    """The blocks of a file in Terraform's JSON syntax, as `cdktf synth` writes it."""
    top = Block("", [], Span(0, 0))
    if not isinstance(root, Mapping):
        return top
    for kind in ("resource", "module"):
        for labels, pair in _labelled(root.fields.get(kind), 2 if kind == "resource" else 1):
            block = Block(kind, labels, pair.key.span)
            if isinstance(pair.value, Mapping):
                block.attributes = pair.value.fields
            top.blocks.append(block)
    return top


def _labelled(pair: Pair | None, depth: int) -> Iterator[tuple[list[str], Pair]]:
    """What is found below so many keys, with those keys."""
    if pair is None or not isinstance(pair.value, Mapping):
        return
    for inner in pair.value.pairs:
        if depth == 1:
            yield [str(inner.key.value)], inner
        else:
            for labels, found in _labelled(inner, depth - 1):
                yield [str(inner.key.value), *labels], found


def _owner(block: Block) -> Pair | None:
    """The attribute of a block that holds the definition of a state machine."""
    if block.type == "resource" and block.labels[:1] == [TERRAFORM_RESOURCE]:
        return block.attributes.get("definition")
    source = _string(block.get("source")) if block.type == "module" else None
    if source and ("step-functions" in source or "step_functions" in source):
        return block.attributes.get("definition")
    return None


def _string(node: Node | None) -> str | None:
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else None


class _Module:
    """One file, with the values that its expressions may name."""

    def __init__(self, file: SourceFile, root: Block, lookup: Lookup) -> None:
        self.file = file
        self.root = root
        self.lookup = lookup
        self.seen: set[int] = set()
        """Where the values stand that have been taken for definitions."""
        self.values: dict[str, tuple[Pair, Pair | None]] = {}
        """Each named value: `local.x`, `data.template_file.x.rendered`; with its variables."""
        for block in root.blocks:
            if block.type == "locals":
                for name, pair in block.attributes.items():
                    self.values[f"local.{name}"] = (pair, None)
            elif block.type == "data" and block.labels[:1] == ["template_file"]:
                template = block.attributes.get("template")
                if template is not None and len(block.labels) == 2:
                    name = f"data.template_file.{block.labels[1]}.rendered"
                    self.values[name] = (template, block.attributes.get("vars"))

    def follow(
        self, node: Node, block: Block, pair: Pair, variables: Pair | None, steps: int
    ) -> Iterator[Use]:
        """The definition that the attribute of a state machine stands for."""
        name = node.text.strip() if isinstance(node, Hole) else ""
        name = name.removeprefix("${").removesuffix("}").strip()
        if name in self.values and steps < _MAX_STEPS:
            named, own_variables = self.values[name]
            yield from self.follow(named.value, block, pair, own_variables or variables, steps + 1)
        elif isinstance(node, HclCall) and node.name in _UNCHANGED and len(node.arguments) == 1:
            yield from self.follow(node.arguments[0], block, pair, variables, steps)
        else:
            yield from self.definition(node, block, pair, variables, sure=True)

    def definition(
        self, node: Node, block: Block, pair: Pair, variables: Pair | None, *, sure: bool
    ) -> Iterator[Use]:
        """The definition that a value is or names, if it is written out at all."""
        if node.start in self.seen:
            return
        if isinstance(node, HclCall) and node.name in ("file", "templatefile"):
            use = self.reference(node, block, pair, variables, sure=sure)
        else:
            use = self.inline(node, block, pair, sure=sure)
        if use is not None:
            self.seen.add(node.start)
            yield use

    def user(self, block: Block, pair: Pair, sure: bool) -> partial[Use]:
        """A use by a block, which still lacks where the definition is."""
        given = block.get("type")
        kind = "STANDARD" if given is None else _string(given)
        if not sure or kind not in ("STANDARD", "EXPRESS"):
            kind = None
        labelled = block.labels and block.type != "data"
        name = block.labels[-1] if labelled else str(pair.key.value)
        span = block.head if labelled else pair.key.span
        called = _string(block.get("name")) if sure and block.type == "resource" else None
        return partial(
            Use, self.file, TERRAFORM, name, span, type=kind, sure=sure, resource_name=called or ""
        )

    def inline(self, node: Node, block: Block, pair: Pair, *, sure: bool) -> Use | None:
        """A definition in the file itself."""
        place = pair.key.span
        if isinstance(node, HclCall) and node.name == "jsonencode" and len(node.arguments) == 1:
            value = node.arguments[0]
            named = self.values.get(value.text.strip()) if isinstance(value, Hole) else None
            value = named[0].value if named else value
            if isinstance(value, Mapping) and value.start not in self.seen:
                self.seen.add(value.start)
                return self.user(block, pair, sure)(place=place, node=value)
            return self.decoded_file(value, block, pair, sure=sure)
        document = None
        if isinstance(node, Heredoc):
            span = node.content
            document = _template(self.file, span.start, span.end)
        elif isinstance(node, Scalar) and isinstance(node.value, str):
            document = Embedded(self.file, [self.string(node)])
        if document is None or not document.text.strip():
            return None
        return self.user(block, pair, sure)(place=place, document=document)

    def string(self, scalar: Scalar) -> Piece:
        """The text in a string; in JSON, what is computed in it still has to be masked."""
        if self.file.notation == HCL:
            return piece_of(scalar, self.file)
        inner = content(scalar, self.file)
        return Piece(Fragment(self.file, masked(inner.text), inner.origins), scalar)

    def decoded_file(self, node: Node, block: Block, pair: Pair, *, sure: bool) -> Use | None:
        """`jsonencode(yamldecode(file("x")))`."""
        if (
            isinstance(node, HclCall)
            and node.name in ("yamldecode", "jsondecode")
            and node.arguments
        ):
            inner = node.arguments[0]
            if isinstance(inner, HclCall) and inner.name in ("file", "templatefile"):
                return self.reference(inner, block, pair, None, sure=sure)
        return None

    def reference(
        self, call: HclCall, block: Block, pair: Pair, variables: Pair | None, *, sure: bool
    ) -> Use | None:
        """A file that holds the definition."""
        self.seen.add(call.start)
        scalar = call.arguments[0] if call.arguments else None
        path = _string(scalar)
        if not isinstance(scalar, Scalar) or not path:
            return None
        in_module = path.startswith(_MODULE)
        path = path.removeprefix(_MODULE)
        for root in ("${path.root}/", "${path.cwd}/"):
            path = path.removeprefix(root)
        if has_placeholder(path):
            return None
        target = self.lookup(path)
        if target is not None and target.problem == "missing" and not in_module:
            return None  # it stands in the folder where Terraform is started, wherever that is
        if not sure and (target is None or not may_hold_definition(target.text or "")):
            return None
        names = _substitutions(call, variables) if sure else None
        return self.user(block, pair, sure)(
            place=scalar.span, reference=path, scalar=scalar, target=target,
            substitutions=names,
        )  # fmt: skip

    def rest(self) -> Iterator[Use]:
        """What is a definition by its look, though no state machine of this file names it."""
        for block in self.root.walk():
            for pair in block.attributes.values():
                for node in _candidates(pair.value):
                    yield from self.definition(node, block, pair, None, sure=False)


def _candidates(root: Node) -> Iterator[Node]:
    """The values in a value, at any depth, that look like a definition or name a file."""
    for node in walk(root, _inside):
        named = isinstance(node, HclCall) and node.name in ("file", "templatefile")
        if named or _looks_like_definition(node):
            yield node


def _looks_like_definition(node: Node) -> bool:
    written = isinstance(node, Heredoc) or (isinstance(node, HclCall) and node.name == "jsonencode")
    return written and may_hold_definition(node.text)  # type: ignore[attr-defined]


def _inside(node: Node) -> list[Node]:
    """What is in a value; a definition is read as a whole."""
    if _looks_like_definition(node):
        return []
    return node.arguments if isinstance(node, HclCall) else children(node)


def _template(file: SourceFile, start: int, end: int) -> Embedded:
    """The text of a template of Terraform, in which what is computed has become placeholders."""
    text = file.text[start:end]
    return Embedded(
        file, [source_piece(file, start, end, masked(text))], loose=has_directives(text)
    )


def rendered(file: SourceFile) -> Embedded:
    """The text of a file that `templatefile` reads."""
    return _template(file, 0, len(file.text))


def _substitutions(call: HclCall, variables: Pair | None) -> Substitutions | None:
    """The variables of a template: those of `templatefile`, or of a `template_file` around it."""
    if variables is not None:
        return _names("vars", variables.key.span, variables.value)
    if call.name == "file":
        return Substitutions("file", Span(call.start, call.start + len("file")), {}, complete=True)
    if len(call.arguments) < 2:
        return None
    return _names("templatefile", call.arguments[1].head, call.arguments[1])


def _names(field: str, span: Span, node: Node) -> Substitutions:
    if not isinstance(node, Mapping):
        return Substitutions(field, span, {}, complete=False)
    names = {str(pair.key.value): pair.key.span for pair in node.pairs}
    complete = node.complete and not any(has_placeholder(name) for name in names)
    texts = {name: _value(pair.value) for name, pair in node.fields.items()}
    values = {name: text for name, text in texts.items() if text is not None}
    return Substitutions(field, span, names, complete=complete, values=values)


def _value(node: Node) -> str | None:
    """A text of the file, or an expression as it is written; None for anything else."""
    return node.text if isinstance(node, Hole) else _string(node)


def is_template(use: Use) -> bool:
    """Is the file of a use a template of Terraform, in which expressions may stand?"""
    names = use.substitutions
    return use.host == TERRAFORM and (names is None or names.field != "file")
