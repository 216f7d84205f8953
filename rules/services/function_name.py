import re
from functools import lru_cache

from asllint.rule import (
    WARNING,
    Finding,
    Findings,
    Pair,
    Related,
    ServiceTask,
    Task,
    rule,
    string_of,
)

_NAME = r"(?P<name>[\w-]+)(:(?P<qualifier>[\w$-]+))?"
_FORMS = (
    rf"(?!function:){_NAME}",
    rf"arn:[^:]*:lambda:[\w-]+:\w+:function:{_NAME}",
    rf"(\w+:)?function:{_NAME}",
)
"""The bare name of a function, its ARN, and a part of that."""

_PLAIN = r"[\w:$./\s-]+"
"""Other characters are those of a mark that somebody fills in, as in `<function>`."""


@rule(severity=WARNING, since="0.1")
def function_name(task: ServiceTask) -> Findings:
    """A `FunctionName` that can not be the name or the ARN of a Lambda function."""
    if (task.resource.part("service"), task.resource.part("action")) != ("lambda", "invoke"):
        return
    pair = (task.parameters or {}).get("FunctionName")
    text = string_of(pair.value) if pair is not None and _is_plain(pair) else None
    if pair is None or not text or not _is_written_out(text):
        return
    match = _read(text)
    if match is not None:
        if match["qualifier"]:
            yield from _qualified_twice(task, pair, match["qualifier"])
    elif text.startswith("arn:") or re.search(r"[\s/]", text):
        yield Finding(pair.value.span, _message(text))


@lru_cache(maxsize=1024)  # many Tasks call the same
def _read(text: str) -> re.Match[str] | None:
    return next(filter(None, (re.fullmatch(form, text, re.ASCII) for form in _FORMS)), None)


@lru_cache(maxsize=1024)
def _is_written_out(text: str) -> bool:
    return re.fullmatch(_PLAIN, text, re.ASCII) is not None


def _is_plain(pair: Pair) -> bool:
    text = string_of(pair.value) or ""
    return not str(pair.key.value).endswith(".$") and "{%" not in text and text[:1] != "$"


def _qualified_twice(task: Task, pair: Pair, qualifier: str) -> Findings:
    """A version or an alias in the name, and another one beside it."""
    other = (task.parameters or {}).get("Qualifier")
    text = string_of(other.value) if other is not None and _is_plain(other) else None
    if other is not None and text and qualifier != text:
        yield Finding(
            pair.value.span,
            f'"FunctionName" ends in the qualifier "{qualifier}", and "Qualifier" is "{text}": '
            "leave one",
            related=[Related(other.value.span, "the other one")],
        )


def _message(text: str) -> str:
    if text.startswith("arn:"):
        return (
            f'"{text}" is not the ARN of a Lambda function: write it as '
            '"arn:aws:lambda:REGION:ACCOUNT:function:NAME"'
        )
    return f'"{text}" is neither the name of a Lambda function nor its ARN'
