"""What else in a template starts a state machine: rules and schedules of EventBridge, pipes.

Sources: SAM developer guide, `Events` of `AWS::Serverless::StateMachine`; CloudFormation user
guide, `AWS::Events::Rule`, `AWS::Scheduler::Schedule`, `AWS::Pipes::Pipe`.
"""

from __future__ import annotations

from copy import deepcopy

from asllint.hosts.intrinsics import resolve, text_of
from asllint.hosts.machines import meant
from asllint.syntax.node import Hole, Mapping, Node, Scalar, Sequence, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as AnyMapping

    from asllint.source.text import SourceFile, Span
    from asllint.syntax.hcl import Block
    from asllint.syntax.node import Pair

EVENT, RULE_SCHEDULE, SCHEDULE, PIPE, ANY = "event", "rule schedule", "schedule", "pipe", "any"
"""An event of a bus; a rule with a schedule; EventBridge Scheduler; a pipe; anything at all."""
_CALLED = {
    EVENT: "the event", RULE_SCHEDULE: "the schedule", SCHEDULE: "the schedule", PIPE: "the pipe",
    ANY: "the event",
}  # fmt: skip

RULE, SCHEDULER, PIPES = "AWS::Events::Rule", "AWS::Scheduler::Schedule", "AWS::Pipes::Pipe"
RESOURCES = (RULE, SCHEDULER, PIPES)
"""The types of resources that start state machines."""

_SAM = {
    "Schedule": RULE_SCHEDULE, "ScheduleV2": SCHEDULE, "EventBridgeRule": EVENT,
    "CloudWatchEvent": EVENT,
}  # fmt: skip


class Start:
    """Something that starts a state machine, and what it says of the input.

    Its nodes are copies: others keep it while the template is edited.
    """

    __slots__ = ("called", "input", "input_path", "kind", "paths", "pattern", "span", "template")

    def __init__(self, kind: str, name: str, span: Span, fields: AnyMapping[str, Node]) -> None:
        self.kind = kind
        self.called = f'{_CALLED[kind]} "{name}"'
        """For messages: `the event "Placed"`."""
        self.span = span
        """Where its name stands in the template."""
        copies = {name: resolve(deepcopy(node)) for name, node in fields.items()}
        self.pattern = copies.get("pattern")
        """Which events it takes."""
        self.input = copies.get("input")
        """The input itself, as a text with JSON, or as an object."""
        self.input_path = copies.get("input_path")
        """Which part of the event is the input."""
        self.paths = copies.get("paths")
        """The names that `template` uses, each with its path in the event."""
        self.template = copies.get("template")
        """The input, with names in it."""


def of_sam(events: Mapping) -> Iterator[Start]:
    """The events of a state machine in SAM."""
    for pair in events.pairs:
        event = pair.value
        if not isinstance(event, Mapping):
            continue
        kind = _SAM.get(string_of(event.get("Type")) or "", ANY)
        properties = event.get("Properties")
        fields = _target(properties)
        pattern = properties.get("Pattern") if isinstance(properties, Mapping) else None
        if pattern is not None:
            fields["pattern"] = pattern
        yield Start(kind, str(pair.key.value), pair.key.span, fields)


def of_resource(
    pair: Pair, kind: str, properties: Mapping, machines: AnyMapping[str, str]
) -> Iterator[tuple[str, Start]]:
    """The state machines that a resource starts, by name, each with what is known of the input."""
    name, span = str(pair.key.value), pair.key.span
    if kind == RULE:
        found = properties.get("Targets")
        targets = found.items if isinstance(found, Sequence) else []
        pattern = properties.get("EventPattern")
        scheduled = "ScheduleExpression" in properties.fields
        kind = RULE_SCHEDULE if scheduled and pattern is None else ANY if scheduled else EVENT
        more = {} if pattern is None else {"pattern": pattern}
        parts = [(target, more) for target in targets]
    else:
        kind = SCHEDULE if kind == SCHEDULER else PIPE
        target = properties.get("Target")
        parts = [] if target is None else [(target, {})]
        if kind == PIPE:
            arn, parameters = target, properties.get("TargetParameters")
            text = None if arn is None else text_of(resolve(deepcopy(arn)))
            template = parameters.get("InputTemplate") if isinstance(parameters, Mapping) else None
            enriched = "Enrichment" in properties.fields
            fields = {} if template is None else {"template": template}
            called = meant(text or "", machines)
            if called:
                yield called, Start(ANY if enriched and not fields else PIPE, name, span, fields)
            return
    for target, fields in parts:
        arn = target.get("Arn") if isinstance(target, Mapping) else None
        text = None if arn is None else text_of(resolve(deepcopy(arn)))
        called = meant(text or "", machines)
        if called:
            yield called, Start(kind, name, span, {**_target(target), **fields})


def _target(target: Node | None) -> dict[str, Node]:
    """What a target says of the input."""
    if not isinstance(target, Mapping):
        return {}
    names = {"Input": "input", "InputPath": "input_path"}
    found = {names[key]: pair.value for key, pair in target.fields.items() if key in names}
    transformer = target.get("InputTransformer")
    if isinstance(transformer, Mapping):
        for key, name in (("InputPathsMap", "paths"), ("InputTemplate", "template")):
            node = transformer.get(key)
            if node is not None:
                found[name] = node
    return found


# --- Serverless -----------------------------------------------------------------------------------


def of_serverless(events: Sequence) -> Iterator[Start]:
    """The events of a state machine of `serverless-step-functions` (its readme, "Events")."""
    for item in events.items:
        for pair in item.pairs if isinstance(item, Mapping) else ():
            name, event = str(pair.key.value), pair.value
            kind = EVENT if name in ("eventBridge", "cloudwatchEvent") else ANY
            given = event if isinstance(event, Mapping) else Mapping(0, 0, [])
            if name == "schedule":
                method = string_of(given.get("method"))
                kind = SCHEDULE if method == "scheduler" else RULE_SCHEDULE
            yield Start(kind, name, pair.key.span, _lower(given))


def _lower(given: Mapping) -> dict[str, Node]:
    """What an event says of the input, in the names of Serverless."""
    names = {"input": "input", "inputPath": "input_path", "event": "pattern"}
    found = {names[key]: pair.value for key, pair in given.fields.items() if key in names}
    transformer = given.get("inputTransformer")
    if isinstance(transformer, Mapping):
        for key, name in (("inputPathsMap", "paths"), ("inputTemplate", "template")):
            node = transformer.get(key)
            if node is not None:
                found[name] = node
    return found


# --- Terraform ------------------------------------------------------------------------------------


def of_terraform(
    root: Block, file: SourceFile, machines: AnyMapping[str, str]
) -> Iterator[tuple[str, Start]]:
    """The state machines that the resources of a file start (AWS provider, `aws_cloudwatch_…`)."""
    rules = {
        block.labels[-1]: block
        for block in root.blocks
        if block.labels[:1] == ["aws_cloudwatch_event_rule"]
    }
    for block in root.blocks:
        kind = block.labels[0] if block.type == "resource" and len(block.labels) == 2 else ""
        fields = {name: _plain(pair.value, file) for name, pair in block.attributes.items()}
        inner = {one.type: one.attributes for one in block.blocks}
        start, arn = "", fields.get("arn")
        found: dict[str, Node] = {}
        _add(found, block.attributes, {"input": "input", "input_path": "input_path"}, file)
        if kind == "aws_cloudwatch_event_target":
            start = _of_rule(fields, rules, found, file)
            transformer = inner.get("input_transformer", {})
            _add(found, transformer, {"input_paths": "paths", "input_template": "template"}, file)
        elif kind == "aws_scheduler_schedule":
            start, target = SCHEDULE, inner.get("target", {})
            _add(found, target, {"arn": "arn", "input": "input"}, file)
            arn = found.pop("arn", None)
        elif kind == "aws_pipes_pipe":
            start, arn = PIPE, fields.get("target")
            parameters = inner.get("target_parameters", {})
            _add(found, parameters, {"input_template": "template"}, file)
            start = ANY if "enrichment" in fields and "template" not in found else PIPE
        text = arn.text if isinstance(arn, Hole) else getattr(arn, "value", None)
        called = meant(text, machines) if start and isinstance(text, str) else ""
        if called:
            yield called, Start(start, block.labels[-1], block.head, found)


def _of_rule(
    fields: AnyMapping[str, Node],
    rules: AnyMapping[str, Block],
    found: dict[str, Node],
    file: SourceFile,
) -> str:
    """What kind of event the rule of a target sends; its pattern is added to what is found."""
    named = fields.get("rule")
    parts = named.text.split(".") if isinstance(named, Hole) else []
    rule = rules.get(parts[1]) if parts[:1] == ["aws_cloudwatch_event_rule"] else None
    if rule is None:
        return EVENT
    _add(found, rule.attributes, {"event_pattern": "pattern"}, file)
    if "schedule_expression" in rule.attributes:
        return ANY if "pattern" in found else RULE_SCHEDULE
    return EVENT


def _add(
    found: dict[str, Node],
    attributes: AnyMapping[str, Pair],
    names: AnyMapping[str, str],
    file: SourceFile,
) -> None:
    for name, field in names.items():
        if name in attributes:
            found[field] = _plain(attributes[name].value, file)


def _plain(node: Node, file: SourceFile) -> Node:
    """What `jsonencode` is given, and a heredoc as a string."""
    from asllint.syntax.hcl import HclCall, Heredoc

    if isinstance(node, HclCall) and node.name == "jsonencode" and len(node.arguments) == 1:
        return node.arguments[0]
    if isinstance(node, Heredoc):
        span = node.content
        return Scalar(node.start, node.end, file.text[span.start : span.end])
    return node
