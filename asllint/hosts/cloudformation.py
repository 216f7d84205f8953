"""Templates of CloudFormation and SAM, in YAML and JSON, written by hand or by the CDK.

Sources: CloudFormation user guide, `AWS::StepFunctions::StateMachine`; SAM developer guide,
`AWS::Serverless::StateMachine`; for the assets of the CDK, `cdk.out` as `cdk synth` writes it.
"""

from __future__ import annotations

from functools import partial

from asllint.hosts.intrinsics import documents, function_of, resolve, text_of
from asllint.hosts.states import may_hold_definition
from asllint.hosts.use import CLOUDFORMATION, RESOURCE, SERVERLESS_RESOURCE, Substitutions, Use
from asllint.syntax.node import Mapping, Node, Pair, Scalar, Sequence, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.hosts.use import Lookup
    from asllint.source.text import SourceFile, Span

RESOURCE_TYPES = {
    RESOURCE: "StateMachineType",
    SERVERLESS_RESOURCE: "Type",
}
"""The resource types, each with its property for the workflow type."""

RESOURCE_NAMES = {RESOURCE: "StateMachineName", SERVERLESS_RESOURCE: "Name"}
"""Their properties for the name."""

_STARTING = ("AWS::Events::Rule", "AWS::Scheduler::Schedule", "AWS::Pipes::Pipe")

_ELSEWHERE = ("s3://", "http://", "https://", "arn:")


def uses(file: SourceFile, root: Node, lookup: Lookup) -> Iterator[Use]:
    """The state machines of a template (or of the `resources` of a Serverless service)."""
    for resources in _resources(root):
        found: list[Use] = []
        starting: list[tuple[Pair, str, Mapping]] = []
        for pair in resources.pairs:
            resource = pair.value
            if not isinstance(resource, Mapping):
                continue
            kind = string_of(resource.get("Type"))
            properties = resource.get("Properties")
            if not isinstance(properties, Mapping) or kind is None:
                continue
            if kind in RESOURCE_TYPES:
                found += _Resource(file, pair.key, properties, kind, lookup).uses()
            elif kind in _STARTING:
                starting.append((pair, kind, properties))
        if starting and found:
            _note_starts(starting, found)
        yield from found


def _note_starts(starting: list[tuple[Pair, str, Mapping]], uses: list[Use]) -> None:
    """Tell state machines which resources start them."""
    from asllint.hosts.machines import names_in
    from asllint.hosts.starts import of_resource

    machines = names_in(uses)
    for resource in starting:
        for name, start in of_resource(*resource, machines):
            for use in uses:
                if use.name == name:
                    use.starts += (start,)


def _resources(root: Node) -> Iterator[Mapping]:
    if not isinstance(root, Mapping):
        return
    around = [root]
    extra = root.get("resources")
    around += [
        each
        for each in (extra.items if isinstance(extra, Sequence) else [extra])
        if isinstance(each, Mapping)
    ]
    for each in around:
        resources = each.get("Resources")
        if isinstance(resources, Mapping):
            yield resources


class _Resource:
    """One resource that is a state machine."""

    def __init__(
        self, file: SourceFile, key: Scalar, properties: Mapping, kind: str, lookup: Lookup
    ) -> None:
        self.file = file
        self.properties = properties
        self.lookup = lookup
        given = properties.get(RESOURCE_TYPES[kind])
        self.use = partial(
            Use, file, CLOUDFORMATION, str(key.value), key.span,
            type="STANDARD" if given is None else string_of(given), kind=kind,
            resource_name=_resource_name(properties, kind),
        )  # fmt: skip

    def uses(self) -> Iterator[Use]:
        """The state machine, with the events that SAM has it started by."""
        events = self.properties.get("Events")
        if not isinstance(events, Mapping):
            yield from self._uses()
            return
        from asllint.hosts.starts import of_sam

        starts = tuple(of_sam(events))
        for use in self._uses():
            use.starts = starts
            yield use

    def _uses(self) -> Iterator[Use]:
        """What its properties say; a template that says it twice is refused for that."""
        fields = self.properties.fields
        if "Definition" in fields:
            yield from self._inline(fields["Definition"])
        if "DefinitionString" in fields:
            yield from self._text(fields["DefinitionString"])
        for name in ("DefinitionUri", "DefinitionS3Location"):
            if name in fields:
                yield from self._reference(fields[name])

    def _inline(self, pair: Pair) -> Iterator[Use]:
        node = pair.value
        call = function_of(node)
        if call is not None and call[0] == "Fn::If" and isinstance(call[1], Sequence):
            branches = call[1].items[1:]
        else:
            branches = [] if call is not None else [node]
        for branch in branches:
            if isinstance(branch, Mapping) and function_of(branch) is None:
                substitutions = self._substitutions(pair.key.span)
                yield self.use(place=pair.key.span, node=branch, substitutions=substitutions)

    def _text(self, pair: Pair) -> Iterator[Use]:
        place = pair.key.span
        for document, substituted in documents(pair.value, self.file):
            known = None if substituted else self._substitutions(place)
            if isinstance(document, Mapping):
                yield self.use(place=place, node=document, substitutions=known)
            else:
                yield self.use(place=place, document=document, substitutions=known)

    def _reference(self, pair: Pair) -> Iterator[Use]:
        node = pair.value
        path = string_of(node)
        if isinstance(node, Mapping):
            yield from self._asset(pair, node)
        elif isinstance(node, Scalar) and path and not path.startswith(_ELSEWHERE):
            yield self.use(
                place=node.span,
                reference=path,
                scalar=node,
                target=self.lookup(path),
                substitutions=self._substitutions(node.span),
            )

    def _asset(self, pair: Pair, location: Mapping) -> Iterator[Use]:
        """The CDK puts the file that it will upload as `Key` beside the template."""
        key = string_of(location.get("Key"))
        if key is None:
            return
        target = None if "/" in key or "\\" in key else self.lookup(f"asset.{key}")
        if target is not None and target.text is not None:
            yield self.use(
                place=pair.key.span,
                reference=f"asset.{key}",
                target=target,
                substitutions=self._substitutions(pair.key.span),
            )
        elif _is_unknown(location.get("Bucket")):
            yield from self._upload(pair, key)

    def _upload(self, pair: Pair, key: str) -> Iterator[Use]:
        """A file that a script uploads under its own name, to a bucket that only AWS knows."""
        target = self.lookup(key)
        if target is None or target.problem or not may_hold_definition(target.text or ""):
            return
        use = self.use(
            place=pair.key.span,
            reference=key,
            target=target,
            substitutions=self._substitutions(pair.key.span),
            sure=False,
            guessed=True,
        )
        use.type = None  # what it forbids would be an error
        yield use

    def _substitutions(self, otherwise: Span) -> Substitutions:
        """What `DefinitionSubstitutions` holds; `otherwise` is the place to name without it."""
        name = "DefinitionSubstitutions"
        pair = self.properties.fields.get(name)
        open_ = not self.properties.complete or any(
            field.startswith("Fn::") for field in self.properties.fields
        )
        if pair is None:
            return Substitutions(name, otherwise, {}, complete=not open_)
        node = resolve(pair.value) if isinstance(pair.value, Mapping) else None
        if not isinstance(node, Mapping):
            return Substitutions(name, pair.key.span, {}, complete=False)
        names = {str(each.key.value): each.key.span for each in node.pairs}
        values = {key: text_of(each.value) for key, each in node.fields.items()}
        known = {key: text for key, text in values.items() if text is not None}
        return Substitutions(name, pair.key.span, names, complete=node.complete, values=known)


def _resource_name(properties: Mapping, kind: str) -> str:
    """What AWS will call the state machine; of a `Fn::Sub` its text."""
    node = properties.get(RESOURCE_NAMES[kind])
    return "" if node is None else text_of(resolve(node)) or ""


def _is_unknown(node: Node | None) -> bool:
    """Is it a value that is there, and not written out?"""
    return node is not None and string_of(node) is None
