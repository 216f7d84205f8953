"""The table of the language: which data its fields read, and what they make of them."""

from __future__ import annotations

import pytest

from asllint.language.grammar import (
    EFFECTIVE_INPUT,
    ERROR_OUTPUT,
    JSONATA,
    KINDS,
    NULLABLE_PATH,
    NULLABLE_REFERENCE_PATH,
    PATH,
    PATH_OR_INTRINSIC,
    RAW_INPUT,
    REFERENCE_PATH,
    RESULT,
    SELECTED_RESULT,
    STATES,
    Field,
    ObjectKind,
)

_PATHS = (PATH, REFERENCE_PATH, NULLABLE_PATH, NULLABLE_REFERENCE_PATH, PATH_OR_INTRINSIC)

FIELDS = [
    pytest.param(kind, field, id=f"{kind.name}.{field.name}")
    for kind in KINDS.values()
    for field in kind.fields.values()
]


@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_what_is_evaluated_in_jsonpath_says_what_it_reads(kind: ObjectKind, field: Field) -> None:
    reads = field.language != JSONATA and (field.value in _PATHS or field.evaluated)
    # Only an expression of JSONata can stand in place of a number, a text, a timestamp.
    constant = field.expression and field.name not in ("ItemSelector", "BatchInput")
    assert bool(field.reads) == (reads and not constant)


@pytest.mark.parametrize("kind", STATES.values(), ids=lambda kind: kind.name)
def test_what_a_field_of_a_state_reads_is_there(kind: ObjectKind) -> None:
    made = {RAW_INPUT, RESULT, *(field.makes for field in kind.fields.values())}
    if "ResultSelector" not in kind.fields:
        made.add(SELECTED_RESULT)  # it is the result itself
    assert {field.reads for field in kind.fields.values() if field.reads} <= made


def test_variables_are_assigned_from_what_is_at_hand() -> None:
    assert {name: kind.fields["Assign"].reads for name, kind in KINDS.items()
            if "Assign" in kind.fields} == {
        "Task": RESULT, "Parallel": RESULT, "Map": RESULT, "Pass": RESULT,
        "Wait": EFFECTIVE_INPUT, "Choice": EFFECTIVE_INPUT, "ChoiceRule": EFFECTIVE_INPUT,
        "Catcher": ERROR_OUTPUT,
    }  # fmt: skip
