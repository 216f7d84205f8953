import re
from functools import lru_cache

from asllint.rule import (
    ERROR,
    Finding,
    Findings,
    Task,
    integrations,
    rule,
)

_LAMBDA = "arn:aws:lambda:REGION:ACCOUNT:function:NAME"
_ACTIVITY = "arn:aws:states:REGION:ACCOUNT:activity:NAME"
_CALL = "arn:aws:states:::SERVICE:ACTION"
_CALLS = "arn:aws:states:"
_INVOKE = "arn:aws:states:::lambda:invoke"
_WRITE = f'write the ARN of a Lambda function or an activity, or call an action with "{_CALL}"'


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def malformed_resource(task: Task) -> Findings:
    """A `Resource` that is no ARN, or the ARN of something that no Task can call."""
    if task.kind == integrations.UNKNOWN:
        return
    found = _mistake(task.resource)
    if found is not None:
        part, message = found
        yield Finding(task.span(part), message)


@lru_cache(maxsize=1024)  # many Tasks call the same
def _mistake(resource: integrations.Resource) -> tuple[str, str] | None:
    """The part that is wrong, and what to say; None when all is well."""
    text = resource.text
    if not text.strip():
        return "", f'"Resource" is empty: {_WRITE}'
    if resource.computed or "{%" in text:
        call = f'call "{_INVOKE}", and pass this as "FunctionName"'
        remedy = "write it out" if text.startswith(_CALLS) else call
        return "", f'"Resource" is never evaluated, and has to be an ARN: {remedy}'
    if text.split() != [text] and resource.kind == integrations.NO_ARN and text.startswith("arn:"):
        return "", "no ARN has a blank or a line break in it: take it out"
    if resource.kind == integrations.NO_ARN:
        return "", f'"{text}" is no ARN: {_WRITE}'
    if resource.kind == integrations.FOREIGN:
        whole = text.count(":") > 4
        return "", _foreign(text) if whole else f'"{text}" is no ARN: {_WRITE}'
    if resource.kind == integrations.LAMBDA:
        return _lambda(resource)
    if resource.kind == integrations.ACTIVITY:
        return _missing(resource, ("activity",), "activity", _ACTIVITY)
    return _missing(resource, ("service", "action"), "call", _CALL)


def _foreign(text: str) -> str:
    if re.search(r":stateMachine:", text):
        return (
            "no Task can call a state machine by its ARN: call "
            '"arn:aws:states:::states:startExecution", and pass this as "StateMachineArn"'
        )
    if re.match(r"arn:[^:]*:lambda:", text):
        return f'this is not the ARN of a Lambda function: write it as "{_LAMBDA}"'
    return (
        f'"{text}" names nothing that a Task can call: call an action of its service with "{_CALL}"'
    )


def _lambda(resource: integrations.Resource) -> tuple[str, str] | None:
    pattern = re.search(r"\.(sync(?::2)?|waitForTaskToken)$", resource.text)
    if pattern is not None:
        rest = "qualifier" if resource.part("qualifier") else "function"
        call = _INVOKE
        call += ".waitForTaskToken" if "wait" in pattern[0] else ""
        return rest, (
            f'"{pattern[0]}" can not follow the ARN of a function: call "{call}", and pass the '
            'function as "FunctionName"'
        )
    for part, allowed in (("function", r"[\w-]+"), ("qualifier", r"[\w$-]+")):
        name = resource.part(part)
        if name and re.fullmatch(allowed, name, re.ASCII) is None:
            return part, f'"{name}" can not be the {part} in the ARN of a Lambda function'
    # Of those without a region and an account no answer is recorded: `doubtful-resource`.
    return _missing(resource, ("function", "qualifier"), "function", _LAMBDA)


def _missing(
    resource: integrations.Resource, parts: tuple[str, ...], what: str, form: str
) -> tuple[str, str] | None:
    for part in parts:
        if resource.part(part) == "":
            name = "name" if part in ("function", "activity") else part
            return "", f'the {name} is missing in the ARN of this {what}: write it as "{form}"'
    return None
