"""The call around the cursor, in intrinsic functions and in JSONata, half-typed or whole."""

from __future__ import annotations

import pytest

from asllint.ide.signatures import signature
from tests.cursor import at_cursor

STATE = '{"StartAt": "A", "States": {"A": {"Type": "Pass", <here>, "End": true}}}'


def active(line: str, path: str = "x.asl.json", text: str = STATE) -> tuple[str, str] | None:
    """How the function around the cursor is called, and its parameter that is typed."""
    analysis, offset = at_cursor(text.replace("<here>", line), path)
    found = signature(analysis, offset)
    if found is None:
        return None
    start, end = found.parameters[found.active] if found.parameters else (0, 0)
    return found.label, found.label[start:end]


FORMAT = "States.Format(template, value, …)"


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("States.Format(‹|›)", (FORMAT, "template")),
        ("States.Format(‹|›", (FORMAT, "template")),
        ("States.Format('a, b‹|›'", (FORMAT, "template")),
        ("States.Format('it\\\\'s, ‹|›", (FORMAT, "template")),
        ("States.Format('{}', ‹|›", (FORMAT, "value")),
        ("States.Format('{}{}', $.a, $.b‹|›)", (FORMAT, "value")),
        ("States.MathRandom(1, ‹|›)", ("States.MathRandom(start, end[, seed])", "end")),
        ("States.MathRandom(1, 2, 3‹|›)", ("States.MathRandom(start, end[, seed])", "seed")),
        ("States.Format('{}', States.MathAdd($.a, ‹|›",
         ("States.MathAdd(first, second)", "second")),
        ("States.Format('{}', States.MathAdd($.a, 1), ‹|›", (FORMAT, "value")),
        ("States.Format('{}', $.a[?(@.b == 1, ‹|›", (FORMAT, "value")),
        ("States.UUID(‹|›)", ("States.UUID()", "")),
        ("States.Format('')‹|›", None),
        ("States.Fo‹|›rmat('')", None),
        ("States.Nothing(‹|›)", None),
        ("$.a‹|›", None),
    ],
)  # fmt: skip
def test_intrinsic_functions(call: str, found: tuple[str, str] | None) -> None:
    assert active(f'"Parameters": {{"x.$": "{call}"}}') == found


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("$substring(‹|›)", ("$substring(str, start[, length])", "str")),
        ("$substring('a,b', ‹|›", ("$substring(str, start[, length])", "start")),
        ("$substring('a', 1, ‹|›)", ("$substring(str, start[, length])", "length")),
        ("$substring($string([1, 2]), ‹|›", ("$substring(str, start[, length])", "start")),
        ("$substring('a‹|›, b", ("$substring(str, start[, length])", "str")),
        ('$substring(\\"it\\\\\\"s, ‹|›', ("$substring(str, start[, length])", "str")),
        ("$map($states.input.a, function($v) { ‹|›", ("$map(array, function)", "function")),
        ("$map([1, 2], ($a; ‹|›", ("$map(array, function)", "function")),
        ("$sum([1, ‹|›", ("$sum(array)", "array")),
        ("$now(‹|›)", ("$now([picture[, timezone]])", "picture")),
        ("$mine(‹|›)", None),
        ("$sum([1])‹|›", None),
        ("1 + ‹|›2", None),
    ],
)
@pytest.mark.parametrize("end", [" %}", ""])
def test_functions_of_jsonata(call: str, found: tuple[str, str] | None, end: str) -> None:
    text = STATE.replace('{"StartAt"', '{"QueryLanguage": "JSONata", "StartAt"')
    assert active(f'"Output": "{{% {call}{end}"', text=text) == found


@pytest.mark.parametrize(
    "line",
    [
        '"Comment": "States.Format(‹|›)"',
        '"Result": {"x.$": "States.Format(‹|›)"}',
        '"Parameters": {"x": "States.Format(‹|›)"}',
        '"Parameters": {"States.Format(‹|›": 1}',
    ],
)
def test_where_nothing_is_called(line: str) -> None:
    assert active(line) is None


def test_in_yaml_and_in_templates() -> None:
    yaml = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Parameters:\n      <here>\n"
    assert active("x.$: States.Format('a', ‹|›", "x.asl.yaml", yaml) == (FORMAT, "value")
    sam = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n"
    sam += f"      DefinitionString: |\n        {STATE}\n"
    found = active('"Parameters": {"x.$": "States.Format(‹|›)"}', "template.yaml", sam)
    assert found == (FORMAT, "template")


def test_what_is_said_of_it() -> None:
    source = STATE.replace("<here>", '"Parameters": {"x.$": "States.UUID(‹|›)"}')
    found = signature(*at_cursor(source))
    assert found is not None
    assert found.documentation.startswith("**States.UUID** — intrinsic function")
