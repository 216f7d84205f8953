from collections.abc import Iterator
from collections.abc import Sequence as Handlers

from asllint.rule import (
    WARNING,
    Definition,
    Finding,
    Findings,
    Fix,
    Handler,
    Scalar,
    State,
    edits,
    errors,
    rule,
    string_of,
)


@rule(severity=WARNING, since="0.1")
def unknown_error_name(definition: Definition) -> Findings:
    """An error name that nothing raises: a misspelt one of Step Functions, or a pattern."""
    states = [state for machine in definition.machine.walk() for state in machine.states]
    fails = [state for state in states if state.type == "Fail"]
    raised = {string_of(state.field("Error")) for state in fails}
    anything = any(map(_raises_anything, fails))
    for state in states:
        for name, alone in (*_names(state.retriers), *_names(state.catchers)):
            text = str(name.value)
            if errors.is_reserved(text) or text in raised or "(" in text:  # a call is no name
                continue
            if errors.is_pattern(text):
                yield _pattern(name, text, alone=alone)
            else:
                yield from _check(name, text, state, alone=alone, anything=anything)


def _names(handlers: Handlers[Handler]) -> Iterator[tuple[Scalar, bool]]:
    """Each error name, and whether it stands where `States.ALL` may: alone in the last handler."""
    for handler in handlers:
        alone = handler is handlers[-1] and len(handler.error_names) == 1 and not handler.open
        for name in handler.error_names:
            yield name, alone


def _raises_anything(state: State) -> bool:
    """Is the error of a Fail state one that only the execution knows?"""
    error = state.field("Error")
    text = string_of(error)
    return state.pair("ErrorPath") is not None or (
        error is not None and (text is None or "{%" in text)
    )


def _check(name: Scalar, text: str, state: State, *, alone: bool, anything: bool) -> Findings:
    meant = errors.meant_reserved(text)
    whose = "Step Functions"
    if meant is None and state.type != "Task":  # of Tasks `impossible-error` says it
        meant, whose = errors.meant_of_lambda(text), "Lambda"
    if meant is not None:
        message = f'{whose} raises no "{text}"; did you mean "{meant}"?'
        yield Finding(name.span, message, fix=_written(name, meant, alone=alone))
    elif text.startswith("States.") and not anything:
        yield Finding(
            name.span,
            f'Step Functions raises no "{text}", and no other error may begin with "States.": '
            'write a name that exists, such as "States.TaskFailed"',
        )


def _pattern(name: Scalar, text: str, *, alone: bool) -> Finding:
    everything = text.strip("*. ").casefold() in ("", "states", "state")
    fix = _written(name, errors.ALL, alone=alone, safe=False) if everything else None
    remedy = f'write "{errors.ALL}"' if everything else 'or write "States.TaskFailed"'
    return Finding(
        name.span,
        'error names are compared letter by letter, and "*" stands for nothing: '
        + (remedy if everything else f"name each error, {remedy}"),
        fix=fix,
    )


def _written(name: Scalar, meant: str, *, alone: bool, safe: bool = True) -> Fix | None:
    """Another name; AWS refuses `States.ALL` beside others, and before them."""
    if meant == errors.ALL and not alone:
        return None
    return Fix(f'write "{meant}"', [edits.set_value(name, meant)], safe=safe)
