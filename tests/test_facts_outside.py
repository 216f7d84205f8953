"""What is declared of the data from outside, and what is told because of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from asllint.data.declared import (
    FOUND,
    Declarations,
    Declared,
    DeclaredAnswers,
    filled,
    of_examples,
)
from asllint.data.shape import (
    ANYTHING,
    BOOLEAN,
    LIST,
    MAYBE,
    NUMBER,
    OPEN,
    TEXT,
    join,
    list_of,
    object_of,
    of,
)
from asllint.engine.linting import lint
from asllint.engine.reading import analyze
from asllint.engine.rulebook import load_rulebook
from asllint.facts.dataflow.flow import Passage
from asllint.facts.dataflow.outside import names_of_function
from asllint.facts.integrations import task_of

ORDER = {
    "StartAt": "Price",
    "States": {
        "Price": {
            "Type": "Pass",
            "Parameters": {"total.$": "$.order.total"},
            "End": True,
        }
    },
}
ID_ONLY = object_of({"order": object_of({"id": TEXT})})


def told(definition: Any, declared: Declarations | None) -> list[str]:
    """The diagnostics of the data flow: severity, rule, message."""
    analysis = analyze(json.dumps(definition), "order.asl.json", declared_for=lambda _: declared)
    rules = load_rulebook(()).select(["data"], (), ())
    return [f"{one.severity.name} {one.rule}: {one.message}" for one in lint(analysis, rules)]


def test_without_anything_declared_nothing_is_told() -> None:
    assert told(ORDER, None) == []
    assert told(ORDER, Declarations()) == []


def test_what_a_schema_rules_out_is_an_error_and_says_why() -> None:
    declared = Declarations(Declared(ID_ONLY, '"order.schema.json"'))
    assert told(ORDER, declared) == [
        'error impossible-path: "$.order.total" is not there: "$.order" has only "id" '
        '(as "order.schema.json" says)'
    ]


def test_what_an_open_schema_does_not_name_may_come() -> None:
    open_one = object_of({"order": object_of({"id": TEXT}, MAYBE)}, MAYBE)
    assert told(ORDER, Declarations(Declared(open_one, '"order.schema.json"'))) == []


def test_what_is_in_no_example_is_a_warning() -> None:
    examples = of_examples([{"order": {"id": "1"}}, {"order": {"id": "2"}}], "2 examples")
    assert told(ORDER, Declarations(examples)) == [
        'warning impossible-path: "$.order.total" is not there: "$.order" has only "id" '
        "(as 2 examples show)"
    ]


def test_what_was_merely_found_tells_nothing_and_shows_what_stands_where() -> None:
    found = of_examples([{"order": {"id": "1"}}], '"events/order.json"', FOUND)
    assert told(ORDER, Declarations(found)) == []
    analysis = analyze(
        json.dumps(ORDER), "order.asl.json", declared_for=lambda _: Declarations(found)
    )
    (state,) = analysis.definitions[0].machine.states
    order = object_of({"id": TEXT.or_nothing}, MAYBE)
    assert analysis.ask(Passage, state).input == object_of({"order": order.or_nothing}, MAYBE)


def test_what_fails_whatever_comes_is_told_without_the_example() -> None:
    lost = {
        "StartAt": "A",
        "States": {
            "A": {"Type": "Pass", "Result": {"a": 1}, "Next": "B"},
            "B": {"Type": "Pass", "InputPath": "$.b", "End": True},
        },
    }
    plain = told(lost, None)
    assert [one.partition(":")[0] for one in plain] == ["error impossible-path"]
    assert told(lost, Declarations(of_examples([{"x": 1}], '"e.json"'))) == plain
    assert told(lost, Declarations(Declared(object_of({"x": NUMBER}), '"s.json"'))) == plain


GUARDED = {
    "StartAt": "Is it there?",
    "States": {
        "Is it there?": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.coupon", "IsPresent": True, "Next": "Use it"}],
            "Default": "Done",
        },
        "Use it": {"Type": "Pass", "InputPath": "$.coupon", "End": True},
        "Done": {"Type": "Succeed"},
    },
}


def test_what_is_tested_before_may_be_in_no_example() -> None:
    assert told(GUARDED, Declarations(of_examples([{"id": 1}], '"e.json"'))) == []


def test_an_example_makes_no_state_unreachable() -> None:
    declared = Declarations(of_examples([{"coupon": 1}], '"e.json"'))
    analysis = analyze(json.dumps(GUARDED), "a.asl.json", declared_for=lambda _: declared)
    machine = analysis.definitions[0].machine
    assert [analysis.ask(Passage, state).reachable for state in machine.states] == [True] * 3


def test_declaring_something_else_makes_facts_anew() -> None:
    text = json.dumps(ORDER)
    first = analyze(text, "order.asl.json", declared_for=lambda _: None)
    machine = first.definitions[0].machine
    version = machine.version
    declared = Declarations(Declared(ID_ONLY, '"s.json"'))
    second = analyze(text, "order.asl.json", before=first, declared_for=lambda _: declared)
    machine = second.definitions[0].machine
    assert machine.version > version
    assert second.ask(Passage, machine.states[0]).input == ID_ONLY
    version = machine.version
    same = Declarations(Declared(ID_ONLY, '"s.json"'))
    third = analyze(text, "order.asl.json", before=second, declared_for=lambda _: same)
    assert third.definitions[0].machine.version == version


# --- answers --------------------------------------------------------------------------------------

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:ValidateOrder:live"


def calling(resource: str, parameters: dict[str, Any] | None = None, read: str = "$.ok") -> Any:
    task: dict[str, Any] = {"Type": "Task", "Resource": resource, "Next": "Read"}
    if parameters is not None:
        task["Parameters"] = parameters
    read_it = {"Type": "Pass", "InputPath": read, "End": True}
    return {"StartAt": "Validate", "States": {"Validate": task, "Read": read_it}}


INVOKE = "arn:aws:states:::lambda:invoke"
VALID = Declared(object_of({"valid": BOOLEAN}), '"validate.schema.json"')


@pytest.mark.parametrize(
    ("definition", "name"),
    [
        (calling(ARN), "ValidateOrder"),
        (calling(ARN), ARN),
        (calling("${ValidateFunction.Arn}"), "ValidateFunction"),
        (calling("${ValidateFunctionArn}"), "ValidateFunctionArn"),
        (calling(INVOKE, {"FunctionName": "ValidateOrder"}, "$.Payload.ok"), "ValidateOrder"),
        (calling(INVOKE, {"FunctionName": ARN}, "$.Payload.ok"), "ValidateOrder"),
        (calling(INVOKE, {"FunctionName": "${Validate}"}, "$.Payload.ok"), "Validate"),
    ],
)
def test_a_function_is_meant_by_its_name_its_arn_or_what_stands_for_it(
    definition: Any, name: str
) -> None:
    (one,) = told(definition, Declarations(functions={name: VALID}))
    assert one.startswith("error impossible-path: ")
    assert one.endswith(' "valid" (as "validate.schema.json" says)')
    assert told(definition, Declarations(functions={"Other": VALID})) == []


def test_who_has_the_token_answers_and_not_the_function() -> None:
    waiting = calling(
        f"{INVOKE}.waitForTaskToken",
        {"FunctionName": "ValidateOrder", "Payload": {"token.$": "$$.Task.Token"}},
    )
    assert told(waiting, Declarations(functions={"ValidateOrder": VALID})) == []


def test_a_mocked_state_answers_as_a_whole() -> None:
    shown = of_examples([{"StatusCode": 200, "Payload": {"valid": True}}], '"Mocks.json"')
    definition = calling(INVOKE, {"FunctionName": "ValidateOrder"}, "$.Payload.ok")
    assert told(definition, Declarations(states={"Validate": shown})) == [
        'warning impossible-path: "$.Payload.ok" is not there: "$.Payload" has only "valid" '
        '(as "Mocks.json" shows)'
    ]


def test_what_is_documented_of_an_answer_stays() -> None:
    known = object_of({"Payload": ANYTHING, "StatusCode": NUMBER}, answer="lambda:invoke")
    told_of = object_of({"Payload": object_of({"a": TEXT}), "StatusCode": of("200")})
    fields = {"Payload": object_of({"a": TEXT}), "StatusCode": NUMBER}
    assert filled(known, told_of) == object_of(fields, answer="lambda:invoke")
    assert filled(MAYBE, TEXT) == TEXT.or_nothing
    assert filled(LIST, list_of(TEXT)) == list_of(TEXT)
    assert filled(NUMBER, TEXT) == NUMBER


def test_names_of_the_function_of_a_template() -> None:
    text = """
Resources:
  M:
    Type: AWS::Serverless::StateMachine
    Properties:
      Role: arn:aws:iam::123456789012:role/r
      Definition:
        StartAt: Validate
        States:
          Validate:
            Type: Task
            Resource: !GetAtt ValidateFunction.Arn
            End: true
"""
    analysis = analyze(text, "template.yaml")
    (state,) = analysis.definitions[0].machine.states
    task = task_of(state, analysis.ask)
    assert task is not None
    assert "ValidateFunction" in names_of_function(task)


# --- examples -------------------------------------------------------------------------------------


def test_examples_promise_kinds_and_nothing_else() -> None:
    one = of_examples([{"a": 1, "b": None, "c": [], "d": {}, "e": [1, "x"]}], "e")
    fields = {
        "a": NUMBER, "b": ANYTHING, "c": LIST, "d": OPEN, "e": list_of(join((NUMBER, TEXT))),
    }  # fmt: skip
    assert one.strict == object_of(fields)
    open_fields = {name: shape.or_nothing for name, shape in fields.items()}
    assert one.shape == object_of(open_fields, MAYBE)


def test_several_examples_are_joined() -> None:
    two = of_examples([{"a": 1}, {"a": "x", "b": True}], "2 examples")
    assert two.strict == object_of({"a": join((NUMBER, TEXT)), "b": BOOLEAN.or_nothing})


def test_an_example_nested_without_end_is_cut() -> None:
    deep: Any = 1
    for _ in range(5_000):
        deep = [deep]
    assert of_examples([deep], "e").shape.contains(deep[0])


def test_equal_answers_are_the_same() -> None:
    one, other = DeclaredAnswers({"A": TEXT}, {}), DeclaredAnswers({"A": TEXT}, {})
    assert (one == other, hash(one) == hash(other)) == (True, True)
    assert one != DeclaredAnswers({}, {"A": TEXT})
