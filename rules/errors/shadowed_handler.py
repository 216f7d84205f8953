from collections.abc import Sequence as Handlers

from asllint.rule import (
    WARNING,
    Ask,
    Catcher,
    Finding,
    Findings,
    Fix,
    FlowGraph,
    Handler,
    Related,
    Retrier,
    Scalar,
    State,
    edits,
    listed,
    rule,
)

TASK_FAILED = "States.TaskFailed"


@rule(severity=WARNING, since="0.1")
def shadowed_handler(state: State, ask: Ask) -> Findings:
    """An error name that an earlier retrier or catcher has already answered to."""
    if state.retriers:
        yield from _check(state.retriers, "retrier", state.type == "Task", ask)
    if state.catchers:
        yield from _check(state.catchers, "catcher", state.type == "Task", ask)


def _check(handlers: Handlers[Handler], what: str, is_task: bool, ask: Ask) -> Findings:
    answered: dict[str, Scalar] = {}
    for handler in handlers:
        own: dict[str, Scalar] = {}
        shadowed: list[tuple[Scalar, Scalar]] = []
        for name in handler.error_names:
            text = str(name.value)
            if text == "States.ALL":  # `states-all-misplaced` reports every one that is too many
                continue
            earlier = _earlier(text, answered, is_task)
            if text in own:
                yield _twice(name, own[text], what, _without(handler, name))
            elif earlier is not None:
                shadowed.append((name, earlier))
            own.setdefault(text, name)
        if shadowed and len(shadowed) == len(handler.error_names) and not handler.open:
            yield _never_used(shadowed, what, _deletion(handler, ask))
        else:
            yield from _partly_used(shadowed, what, handler)
        for text, name in own.items():
            answered.setdefault(text, name)


def _earlier(text: str, answered: dict[str, Scalar], is_task: bool) -> Scalar | None:
    """The name above that answers to this error."""
    if text not in answered and is_task and not text.startswith("States."):
        return answered.get(TASK_FAILED)
    return answered.get(text)


def _twice(name: Scalar, first: Scalar, what: str, fix: Fix | None) -> Finding:
    return Finding(
        name.span,
        f'"{name.value}" stands twice in this {what}: delete one',
        related=[Related(first.span, "the first one")],
        fix=fix,
    )


def _never_used(shadowed: list[tuple[Scalar, Scalar]], what: str, fix: Fix | None) -> Finding:
    """The finding for a handler none of whose names is left for it."""
    names = [str(name.value) for name, _ in shadowed]
    name, earlier = shadowed[0]
    repeated = all(name.value == earlier.value for name, earlier in shadowed)
    return Finding(
        name.span,
        f"this {what} is never used, because {listed(names)} {'is' if len(names) == 1 else 'are'} "
        f"already answered above: {'delete it' if repeated else 'move it up'}",
        related=[_related(name, earlier)],
        fix=fix if repeated else None,
    )


def _partly_used(shadowed: list[tuple[Scalar, Scalar]], what: str, handler: Handler) -> Findings:
    for name, earlier in shadowed:
        remedy = "delete it here" if earlier.value == name.value else f"move this {what} up"
        yield Finding(
            name.span,
            f'"{name.value}" is already answered by an earlier {what}: {remedy}',
            related=[_related(name, earlier)],
            fix=_without(handler, name) if earlier.value == name.value else None,
        )


def _without(handler: Handler, name: Scalar) -> Fix:
    """Delete a name that makes no difference."""
    return Fix(f'delete "{name.value}"', [edits.delete(handler.error_equals, name)])


def _deletion(handler: Handler, ask: Ask) -> Fix | None:
    """Delete a handler, which is a loss if its names are the mistake."""
    if isinstance(handler, Catcher) and not ask(FlowGraph, handler.state.machine).spares(
        handler.transition
    ):
        return None
    handlers = handler.state.field("Retry" if isinstance(handler, Retrier) else "Catch")
    return Fix("delete it", [edits.delete(handlers, handler.node)], safe=False)


def _related(name: Scalar, earlier: Scalar) -> Related:
    if earlier.value == name.value:
        return Related(earlier.span, "answers first")
    return Related(earlier.span, 'answers to every error but "States.Timeout"')
