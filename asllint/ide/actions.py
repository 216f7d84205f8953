"""What can be done at a place: the fixes of findings, ignoring them, adding what is missing."""

from __future__ import annotations

import re
from itertools import pairwise

from asllint.engine.rulebook import page_text
from asllint.facts.integrations import Task
from asllint.ide.refactoring import refactorings
from asllint.ide.view import View, view
from asllint.source.finding import Edit, Fix
from asllint.source.text import HCL, Span
from asllint.syntax.edits import add_fields, written
from asllint.syntax.node import Mapping, Scalar, string_of
from asllint.tables.services import LAMBDA_RETRIER, PASSING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asllint.engine.analysis import Analysis
    from asllint.engine.linting import Diagnostic
    from asllint.engine.rules import Rule
    from asllint.language.machine import State
    from asllint.source.finding import Intention

FIX, REFACTOR = "fix", "refactor"

_DIRECTIVE = r"asllint: ignore\[([^\]]*)\]"


class CodeAction:
    """Something to choose: its title, and the edits of the file that do it."""

    __slots__ = ("diagnostic", "edits", "kind", "preferred", "title")

    def __init__(
        self,
        title: str,
        edits: Sequence[Edit],
        *,
        kind: str = FIX,
        diagnostic: Diagnostic | None = None,
        preferred: bool = False,
    ) -> None:
        self.title = title
        self.edits = tuple(edits)
        self.kind = kind
        self.diagnostic = diagnostic
        """The finding that it takes away."""
        self.preferred = preferred
        """Is it what most people would choose?"""

    def __repr__(self) -> str:
        return f"CodeAction({self.title!r})"


def actions(analysis: Analysis, where: Span, shown: Sequence[Diagnostic]) -> list[CodeAction]:
    """What can be done in a span of the file, given the diagnostics there."""
    found: list[CodeAction] = []
    for one in shown:
        if one.fix is not None:
            safe = one.fix.safe
            found.append(CodeAction(one.fix.title, one.fix.edits, diagnostic=one, preferred=safe))
    for one in shown:
        found += _create_state(view(analysis, one.span.start), one)
    told = {_key(action) for action in found}
    here = view(analysis, where.start)
    for action in (*_handlers(here), *_refactorings(here)):
        if _key(action) not in told:
            found.append(action)
    for one in shown:
        found += _ignore(view(analysis, one.span.start), one)
    return found


def _key(action: CodeAction) -> tuple[tuple[Span, str], ...]:
    """What tells actions apart: what they do."""
    return tuple((edit.span, edit.replacement) for edit in action.edits)


# --- ignoring -----------------------------------------------------------------------------------


def _ignore(here: View, one: Diagnostic) -> Iterator[CodeAction]:
    """A directive on the state, or on the line where the notation has comments."""
    title = f'ignore "{one.rule}" here'
    file = here.analysis.file
    if file.notation in ("yaml", HCL):
        line, _ = file.line_column(here.offset)
        end = file.line_starts[line - 1] + len(file.line_text(line))
        text = file.line_text(line)
        known = re.search(_DIRECTIVE, text)
        if known is not None:
            at = file.line_starts[line - 1] + known.end(1)
            step = Edit(Span(at, at), f", {one.rule}")
        else:
            step = Edit(Span(end, end), f"  # asllint: ignore[{one.rule}]")
        yield from _written(here, title, step, one)
        return
    node = _object_to_comment(here)
    if node is not None:
        yield from _written(here, title, _comment(here, node, one.rule), one)


def _object_to_comment(here: View) -> Mapping | None:
    """The state that the offset is in, or else the machine."""
    definition = here.definition
    if definition is None:
        return None
    state = _state_at(here)
    node = state.node if state is not None else definition.node
    return node if isinstance(node, Mapping) and node.end > node.start else None


def _comment(here: View, node: Mapping, rule: str) -> Edit | Intention:
    """The edit of a `Comment` field, or the field as the first one of the object."""
    pair = node.fields.get("Comment")
    if pair is None or not isinstance(pair.value, Scalar) or not isinstance(pair.value.value, str):
        return add_fields(node, {"Comment": f"asllint: ignore[{rule}]"}, first=True)
    inside = here.inside(pair.value)
    fragment = here.content(pair.value)
    known = re.search(_DIRECTIVE, fragment.text)
    if known is not None:
        at = fragment.span(known.end(1), known.end(1)).start
        return Edit(Span(at, at), f", {rule}")
    return Edit(Span(inside.start, inside.start), f"asllint: ignore[{rule}] ")


# --- adding -------------------------------------------------------------------------------------


def _create_state(here: View, one: Diagnostic) -> Iterator[CodeAction]:
    """A state of the name that a transition leads to, where there is none."""
    definition = here.definition
    if definition is None or not one.pointer.endswith(("/Next", "/Default", "/StartAt")):
        return
    for machine in definition.machine.walk():
        transitions = [machine.start_at] if machine.start_at is not None else []
        transitions += [each for state in machine.states for each in state.transitions]
        for transition in transitions:
            target = transition.target_name
            name = string_of(target)
            if not (target.start <= here.offset <= target.end) or not name:
                continue
            states = machine.node.get("States")
            if transition.target is None and isinstance(states, Mapping) and states.pairs:
                step = add_fields(states, {name: {"Type": "Pass", "End": True}})
                yield from _written(here, f'create the state "{name}"', step, one)
            return


def _handlers(here: View) -> Iterator[CodeAction]:
    """`Retry` and `Catch` for a Task that lacks them."""
    state = _state_at(here)
    if state is None or state.type not in ("Task", "Map", "Parallel"):
        return
    node = state.node
    if not isinstance(node, Mapping) or not node.pairs:
        return
    if "Retry" not in node.fields:
        step = add_fields(node, {"Retry": [_retrier(here, state)]})
        yield from _written(here, f'add "Retry" to "{state.name}"', step, None, REFACTOR)
    if "Catch" not in node.fields:
        others = [other.name for other in state.machine.states if other.type == "Fail"]
        names = others or [other.name for other in state.machine.states if other is not state]
        if names:
            catcher = {"ErrorEquals": ["States.ALL"], "Next": names[0]}
            step = add_fields(node, {"Catch": [catcher]})
            yield from _written(here, f'add "Catch" to "{state.name}"', step, None, REFACTOR)


def _refactorings(here: View) -> Iterator[CodeAction]:
    """What the state around the offset can become."""
    state = _state_at(here)
    if state is None:
        return
    for title, steps in refactorings(state, here.analysis):
        yield from _written(here, title, steps, None, REFACTOR)


def _retrier(here: View, state: State) -> dict[str, object]:
    """A retrier for what another try may not meet, as far as it is known what a state calls."""
    if state.type != "Task" or here.definition is None:
        return {"ErrorEquals": ["States.ALL"]}
    task = here.analysis.fact(Task, state)
    if task.calls_function:
        return LAMBDA_RETRIER
    service, action = task.service, task.action
    errors = [] if service is None or action is None else [*action.errors, *service.client_errors]
    passing = [name for name in errors if re.search(PASSING, name)]
    return {**LAMBDA_RETRIER, "ErrorEquals": passing or ["States.TaskFailed"]}


def _state_at(here: View) -> State | None:
    """The innermost state around the offset."""
    definition = here.definition
    if definition is None:
        return None
    found = None
    for machine in definition.machine.walk():
        for state in machine.states:
            if state.key.start <= here.offset <= max(state.key.end, state.node.end):
                found = state
    return found


def _written(
    here: View,
    title: str,
    steps: Edit | Intention | list[Intention],
    one: Diagnostic | None,
    kind: str = FIX,
) -> Iterator[CodeAction]:
    """The action, if it can be written in the file; on one line where lines are fixed."""
    fix = written(Fix(title, steps if isinstance(steps, list) else [steps]), here.analysis.file)
    if fix is None or _overlap(fix.edits):
        return
    for flat in (False, True):
        try:
            outward = [here.outward_edit(_flat(edit) if flat else edit) for edit in fix.edits]
        except ValueError:
            continue
        yield CodeAction(title, outward, kind=kind, diagnostic=one)
        return


def _overlap(edits: Sequence[Edit]) -> bool:
    """Would one edit write into what another one takes away?"""
    spans = sorted((edit.span.start, edit.span.end) for edit in edits)
    return any(end > start for (_, end), (start, _) in pairwise(spans))


def _flat(edit: Edit) -> Edit:
    return Edit(edit.span, re.sub(r"\n[ \t]*+", " ", edit.replacement))


# --- pages --------------------------------------------------------------------------------------


def page_summary(rule: Rule, address: str) -> str:
    """What a rule's page says before its first example, with a link to all of it."""
    page = page_text(rule)
    if page is None:
        return f"**{rule.id}**: {rule.summary}"
    head, _, _ = page.partition("\n## ")
    title, _, rest = head.partition("\n")
    folder = address.rpartition("/")[0]
    rest = re.sub(r"\]\((\w++\.md)\)", rf"]({folder}/\1)", rest)
    return f"**{title.lstrip('# ')}** ([page]({address}))\n{rest.rstrip()}"
