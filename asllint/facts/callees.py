"""Which state machine a Task starts, where that is one of the same template.

`StateMachineArn` may name it itself (`!GetAtt Child.Arn`, an ARN with its name), or through a
placeholder for which the template gives it (`DefinitionSubstitutions`, `templatefile`).
"""

from __future__ import annotations

import os
import re

from asllint.facts.fact import Ask, fact
from asllint.facts.integrations import OPTIMISED, SDK, Task, task_of
from asllint.hosts.definition import Definition, definition_of
from asllint.language.machine import State
from asllint.source.finding import Finding, Related
from asllint.source.text import SourceFile, Span
from asllint.syntax.node import Hole, Scalar, is_placeholder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asllint.hosts.use import Use
    from asllint.syntax.node import Node

_PLACEHOLDER = r"\$\{\s*+([^{}\s]++)\s*+\}"
_ACTIONS = ("startExecution", "startSyncExecution")


@fact(about=State)
def callee(state: State, ask: Ask) -> tuple[str, str] | None:
    """The path of a template, and the name of the state machine in it that a Task starts.

    None for any other state, and where nobody can tell; it may be the machine of the state itself.
    """
    task = task_of(state, ask)
    if task is None or not _starts(task):
        return None
    parameters = task.parameters or {}
    pair = parameters.get("StateMachineArn")
    if pair is None or str(pair.key.value) != "StateMachineArn":
        return None
    definition = definition_of(state)
    found = {_meant(pair.value, use, definition) for use in definition.uses}
    return next(iter(found)) if len(found) == 1 else None


def _starts(task: Task) -> bool:
    """Does it start an execution, by the optimised integration or by that of the SDK?"""
    service, action = task.resource.part("service"), task.resource.part("action")
    if action not in _ACTIONS:
        return False
    return (task.kind == OPTIMISED and service == "states") or (
        task.kind == SDK and service == "sfn"
    )


def _meant(node: Node, use: Use, definition: Definition) -> tuple[str, str] | None:
    if not use.machines:
        return None
    from asllint.hosts.machines import meant

    text = _in_template(node, use, definition)
    name = "" if text is None else meant(text, use.machines)
    return (use.file.path, name) if name else None


def _in_template(node: Node, use: Use, definition: Definition) -> str | None:
    """What the template says in the place of a value; None where nobody knows."""
    from asllint.hosts.intrinsics import Computed, Substituted, text_of

    if isinstance(node, Computed | Substituted):
        return text_of(node)
    text = node.text if isinstance(node, Hole) else node.value if isinstance(node, Scalar) else None
    if not isinstance(text, str):
        return None
    if use.document is not None and is_placeholder(text):
        refers = _referred(node, definition)
        if refers:
            return f"${{{refers}}}"
    names = use.substitutions
    if names is None:
        return text
    if any(found[1] not in names.values for found in re.finditer(_PLACEHOLDER, text)):
        return None  # the template puts nothing there, or nobody knows what
    return re.sub(_PLACEHOLDER, lambda found: names.values[found[1]], text)


def _referred(node: Node, definition: Definition) -> str:
    """What a function stands for that is one of the parts of a joined text."""
    from asllint.syntax.embedded import Embedded

    file = definition.file
    if not isinstance(file, Embedded):
        return ""
    quoted = file.text[node.start : node.start + 1] == '"'
    return file.refers_at(node.start + quoted)


def refusals(task: Task, ask: Ask) -> Iterator[Finding]:
    """Why the machine that a Task starts fails with what it is sent, in its own words."""
    found = ask(callee, task.state) if _starts(task) else None
    if found is None:
        return
    from asllint.facts.dataflow.executions import key_of, refused_by

    definition, told = definition_of(task.state), ask.elsewhere(refused_by, *found)
    own = {use.name for use in definition.uses if use.file.path == found[0]}
    pair = (task.parameters or {}).get("Input")
    span = task.state.key.span if pair is None else pair.key.span
    for name in own if told else ():
        for key, why, place in told.get(name, ()) if told else ():
            if key == key_of(task.state):
                related = Related(*_related(place, found, definition.uses))
                said = f'"{found[1]}" fails with what is sent to it here: {why}'
                yield Finding(span, said, related=[related])


def _related(
    place: tuple[str, int, int, str], called: tuple[str, str], uses: Sequence[Use]
) -> tuple[Span, str, SourceFile]:
    path, start, end, text = place
    path = os.path.normpath(os.path.join(os.path.dirname(called[0]), path))
    return Span(start, end), f'in "{called[1]}"', file_at(path, text, uses)


def file_at(path: str, text: str, uses: Sequence[Use]) -> SourceFile:
    """A file for a place in it: that of a template, if it is one."""
    for use in uses:
        if os.path.normpath(use.file.path) == path and use.file.text == text:
            return use.file
    from asllint.hosts.look import Look

    return SourceFile(path, text, notation=Look(path, text).notation)
