"""From definitions and what was found in them to what a picture shows of them.

Half-typed and broken definitions are drawn as far as they are known: a name that no state has is a
ghost, what nothing leads to is there all the same.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_right

from asllint.facts.flow import FlowGraph
from asllint.facts.integrations import ACTIVITY, LAMBDA, OPTIMISED, SDK, task_of
from asllint.graph.conditions import in_words
from asllint.graph.model import (
    CATCH,
    CHOICE,
    DEFAULT,
    END,
    GHOST,
    NEXT,
    START,
    STATE,
    Box,
    Chart,
    Line,
    Note,
    Picture,
)
from asllint.hosts.given import name_of
from asllint.ide.view import views
from asllint.source.text import HCL
from asllint.syntax.node import plain, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from asllint.engine.analysis import Analysis
    from asllint.engine.linting import Diagnostic
    from asllint.hosts.definition import Definition
    from asllint.ide.view import View
    from asllint.language.machine import State, StateMachine, Transition
    from asllint.syntax.node import Node

COLLAPSE_FROM = 600
"""A picture of more states begins with the nested ones closed."""
MAX_DEPTH = 50
"""Machines that are nested deeper are not looked at: nobody could see them."""
MAX_LABELS = 8
"""So many tests are written at one line."""

_ABBREVIATED = {
    "dynamodb": "DynamoDB", "apigateway": "API Gateway", "states": "Step Functions",
    "sfn": "Step Functions", "events": "EventBridge", "eventbridge": "EventBridge",
    "sagemaker": "SageMaker", "ecs": "ECS", "eks": "EKS", "elasticmapreduce": "EMR", "emr": "EMR",
    "emr-containers": "EMR on EKS", "emr-serverless": "EMR Serverless", "sns": "SNS", "sqs": "SQS",
    "s3": "S3", "http": "HTTP", "mediaconvert": "MediaConvert", "codebuild": "CodeBuild",
    "databrew": "DataBrew", "rds": "RDS", "ec2": "EC2", "iam": "IAM", "kms": "KMS", "ssm": "SSM",
    "ses": "SES", "sesv2": "SES", "sts": "STS", "bedrockruntime": "Bedrock",
    "secretsmanager": "Secrets Manager", "cloudwatch": "CloudWatch", "cloudwatchlogs": "Logs",
    "rdsdata": "RDS Data", "redshiftdata": "Redshift Data", "scheduler": "Scheduler",
}  # fmt: skip
"""What people call services whose prefix is no word."""


def pictures(
    analysis: Analysis,
    found: Iterable[Diagnostic] = (),
    collapsed: Sequence[str] = (),
    *,
    with_data: bool = False,
) -> list[Picture]:
    """The pictures of a file's definitions, in the order of their places.

    `found` are its diagnostics; `collapsed` the names or pointers of states that are drawn closed.
    `with_data` notes what is known of the data at each state.
    """
    drawn = [
        _Drawing(here, analysis, definition, frozenset(collapsed), with_data)
        for here in views(analysis)
        for definition in here.analysis.definitions
    ]
    drawn.sort(key=lambda drawing: drawing.start)
    for diagnostic in found:
        _put(diagnostic, drawn)
    return [drawing.picture for drawing in drawn]


def _put(diagnostic: Diagnostic, drawn: list[_Drawing]) -> None:
    """Note a finding at the innermost state that it is in."""
    at = diagnostic.span.start
    note = Note(
        diagnostic.rule, diagnostic.severity.name, diagnostic.message, diagnostic.line
    )  # fmt: skip
    for drawing in drawn:
        if drawing.start <= at <= drawing.end:
            box = drawing.box_at(at)
            (drawing.picture.notes if box is None else box.notes).append(note)
            return


class _Drawing:
    """The drawing of one definition."""

    def __init__(
        self,
        here: View,
        analysis: Analysis,
        definition: Definition,
        collapsed: frozenset[str],
        with_data: bool,
    ) -> None:
        self.with_data = with_data
        self.here = here
        self.analysis = analysis
        self.collapsed = collapsed
        self.ask = here.analysis.ask
        outer = here.outward(definition.node.span)
        self.start, self.end = outer.start, outer.end
        self.spans: list[tuple[int, int, Box]] = []
        """Where each state stands in the file."""
        machine = definition.machine
        total = sum(len(inner.states) for inner in machine.walk())
        self.is_large = total > COLLAPSE_FROM
        name = name_of(definition) or os.path.basename(analysis.file.path)
        chart = self.chart(machine, "", "", 0)
        pointer = "" if analysis.file.notation == HCL else analysis.pointer_in_file(outer)
        self.picture = Picture(name, analysis.file.path, pointer, chart)
        self.picture.extent = (self.start, self.end)
        self.picture.language = machine.query_language or ""
        self.picture.summary = string_of(machine.node.get("Comment")) or ""
        self.spans.sort(key=lambda entry: (entry[0], -entry[1]))
        self.starts = [start for start, _, _ in self.spans]

    def box_at(self, offset: int) -> Box | None:
        """The innermost state around an offset of the file."""
        index = bisect_right(self.starts, offset) - 1
        while index >= 0:
            _, end, box = self.spans[index]
            if offset <= end:
                return box
            index -= 1
        return None

    def chart(self, machine: StateMachine, title: str, pointer: str, depth: int) -> Chart:
        """One machine and all that is nested in it."""
        graph = self.ask(FlowGraph, machine)
        boxes = [self.box(state, graph, pointer, depth) for state in machine.states]
        lines: list[Line] = []
        ghosts: dict[str, Box] = {}
        start = machine.start_at
        first = "" if start is None or start.unknown else _key(start, ghosts)
        for state in machine.states:
            lines += _lines(state, ghosts)
        is_outermost = machine.parent is None
        if is_outermost and first:
            lines.insert(0, Line(START_KEY, first, NEXT))
            boxes.insert(0, Box(START_KEY, START))
        boxes += ghosts.values()
        if is_outermost and graph.exits:
            lines += [Line(state.name, END_KEY, NEXT) for state in graph.exits]
            boxes.append(Box(END_KEY, END))
        made = Chart(title, boxes, lines, START_KEY if is_outermost and first else first)
        made.digest = _digest(machine.node, _MACHINES_OWN)
        return made

    def box(self, state: State, graph: FlowGraph, around: str, depth: int) -> Box:
        """One state with the machines in it."""
        box = Box(state.name, STATE, state.name, state.type or "")
        box.pointer = f"{around}/States/{state.name}"
        place = self.here.outward(state.key.span)
        box.span = (place.start, place.end)
        box.line = self.analysis.file.line_column(place.start)[0]
        box.reachable = state in graph.reachable or graph.open or graph.start is None
        box.digest = _digest(state.node, (*_LEADS, *_NESTED))
        if self.with_data:
            self._note_data(box, state)
        self._name_call(box, state)
        box.detail = string_of(state.field("Comment")) or ""
        if state.retriers:
            box.marks = ("retry", *box.marks)
        whole = self.here.outward(state.node.span)
        box.extent = (place.start, max(place.end, whole.end))
        self.spans.append((*box.extent, box))
        if depth < MAX_DEPTH:
            box.inner = [
                self.chart(inner, inner.field, f"{box.pointer}/{inner.field}", depth + 1)
                for inner in state.machines
            ]
        names = {box.name, box.pointer}
        box.collapsed = bool(box.inner) and (self.is_large or not names.isdisjoint(self.collapsed))
        return box

    def _note_data(self, box: Box, state: State) -> None:
        from asllint.data.words import words
        from asllint.facts.dataflow.flow import Passage

        passage = self.ask(Passage, state)
        if passage.reachable:
            box.comes_in, box.goes_out = words(passage.input), words(passage.output)

    def _name_call(self, box: Box, state: State) -> None:
        """What a state does, in the small line above its name."""
        box.call = {"Map": "Map", "Parallel": "Parallel"}.get(box.type, box.type or "?")
        if any(inner.mode == "DISTRIBUTED" for inner in state.machines):
            box.call = "Distributed Map"
        task = task_of(state, self.ask)
        if task is None:
            return
        resource = task.resource
        if task.kind == LAMBDA:
            box.service, box.call = "lambda", "Lambda: Invoke"
        elif task.kind == ACTIVITY:
            box.service, box.call = "activity", "Activity"
        elif task.kind in (OPTIMISED, SDK):
            box.service = resource.part("service") or ""
            action = resource.part("action") or "…"
            box.call = f"{_service_name(box.service)}: {action[:1].upper()}{action[1:]}"
        pattern = task.pattern or ""
        if pattern.startswith("sync"):
            box.marks = ("sync",)
        elif pattern == "waitForTaskToken":
            box.marks = ("token",)


_LEADS = ("Next", "Default", "End", "Comment")
_NESTED = ("Branches", "ItemProcessor", "Iterator")
_MACHINES_OWN = ("StartAt", "States", "Comment")


def _digest(node: Node, without: tuple[str, ...]) -> str:
    """What a state does, or a machine, without where it leads and what is nested in it."""
    fields = plain(node)
    if not isinstance(fields, dict):
        return ""
    kept = {
        name: _without_targets(name, value) for name, value in fields.items() if name not in without
    }
    return json.dumps(kept, sort_keys=True, default=str)


def _without_targets(name: str, value: object) -> object:
    """Choices and catchers without the states that they lead to."""
    if name not in ("Choices", "Catch") or not isinstance(value, list):
        return value
    return [
        {key: one for key, one in item.items() if key not in _LEADS}
        if isinstance(item, dict)
        else item
        for item in value
    ]


START_KEY, END_KEY = "\0start", "\0end"
"""No state is named like this: a name has no control characters. A ghost has one in front, too."""


def _service_name(prefix: str) -> str:
    return _ABBREVIATED.get(prefix, prefix[:1].upper() + prefix[1:]) or "…"


def _key(transition: Transition, ghosts: dict[str, Box]) -> str:
    """The box that a transition leads to; a ghost where there is no such state."""
    if transition.target is not None:
        return transition.target.name
    name = transition.name or "?"
    key = f"\0ghost {name}"
    ghosts.setdefault(key, Box(key, GHOST, name))
    return key


def _lines(state: State, ghosts: dict[str, Box]) -> list[Line]:
    """The lines that leave a state; several of one kind to one state are one."""
    found: dict[tuple[str, str], list[str]] = {}
    for rule in state.choices:
        if rule.transition is not None:
            key = (_key(rule.transition, ghosts), CHOICE)
            found.setdefault(key, []).append(in_words(rule.node))
    for transition in state.transitions:
        if transition.field == "Default":
            found.setdefault((_key(transition, ghosts), DEFAULT), []).append("default")
    for catcher in state.catchers:
        if catcher.transition is not None:
            names = [string_of(name) or "" for name in catcher.error_names]
            found.setdefault((_key(catcher.transition, ghosts), CATCH), []).append(", ".join(names))
    guarded = {id(rule.transition) for rule in state.choices}
    guarded |= {id(catcher.transition) for catcher in state.catchers}
    for transition in state.transitions:
        if transition.field == "Next" and id(transition) not in guarded:
            found.setdefault((_key(transition, ghosts), NEXT), [])
    return [
        Line(state.name, target, kind, _at_most(labels))
        for (target, kind), labels in sorted(found.items(), key=lambda one: _RANK[one[0][1]])
    ]


_RANK = {NEXT: 0, CHOICE: 1, DEFAULT: 2, CATCH: 3}


def _at_most(labels: list[str]) -> tuple[str, ...]:
    if len(labels) <= MAX_LABELS:
        return tuple(labels)
    return (*labels[: MAX_LABELS - 1], f"{len(labels) - MAX_LABELS + 1} more")
