"""An execution that is tried: the way it takes, what it ends with, what it fails with."""

from __future__ import annotations

import json
from typing import Any

import pytest

from asllint import analyze
from asllint.data.mocks import Reply
from asllint.data.outside import Outside
from asllint.facts.dataflow import trial as trials
from asllint.facts.dataflow.trial import FAILED, SUCCEEDED, UNDECIDED, Ended, Trial
from tests.test_dataflow import CALL, States, choice, machine, made, passed

NO: dict[str, Any] = {"Type": "Fail", "Error": "No", "Cause": "because"}
END: dict[str, Any] = {"Type": "Succeed"}


class Tried:
    """What comes of trying a row of states."""

    def __init__(
        self,
        states: States,
        given: object = None,
        mocks: dict[str, list[object]] | None = None,
        around: Outside | None = None,
        **more: object,
    ) -> None:
        analysis = analyze(json.dumps(machine(states, **more)), "machine.asl.json")
        replies = {name: _replies(rows) for name, rows in (mocks or {}).items()}
        definition = analysis.definitions[0]
        self.trial = Trial(analysis.ask, definition.machine, replies, around)
        self.outcome: Ended = self.trial.run(given)

    @property
    def way(self) -> str:
        """The names of the states, in the order in which they are entered."""
        return " ".join(step.state.name for step in self.trial.steps)

    @property
    def said(self) -> object:
        """The output; the error and the cause or reason; or what is not known, and where."""
        outcome = self.outcome
        if outcome.kind == SUCCEEDED:
            return outcome.output.value
        place = "" if outcome.state is None else outcome.state.name
        if outcome.kind == UNDECIDED:
            return f"{place}: {outcome.reason}"
        failure = outcome.failure
        assert outcome.kind == FAILED and failure is not None
        cause = failure.cause.value if failure.cause.is_known else failure.reason
        return place, failure.error.value, cause


def _replies(rows: list[object]) -> list[Reply]:
    """The answers to calls; a tuple is an error, with its cause if it has one."""
    return [
        Reply(index, index, fails=True, error=row[0], cause="".join(row[1:]))
        if isinstance(row, tuple)
        else Reply(index, index, row)
        for index, row in enumerate(rows)
    ]


def said(states: States, given: object = None, **more: Any) -> object:
    return Tried(states, given, **more).said


def each(states: States, **more: object) -> dict[str, Any]:
    return {"Type": "Map", "ItemProcessor": machine(states), **more}


def both(*branches: States, **more: object) -> dict[str, Any]:
    return {"Type": "Parallel", "Branches": [machine(one) for one in branches], **more}


def catch(*names: str, **more: object) -> list[dict[str, Any]]:
    return [{"ErrorEquals": list(names), "Next": "Z", **more}]


def retry(*names: str, **more: object) -> list[dict[str, Any]]:
    return [{"ErrorEquals": list(names), **more}]


# --- ways -----------------------------------------------------------------------------------------


def test_a_way_to_an_end() -> None:
    big = {"Variable": "$.n", "NumericGreaterThan": 1, "Next": "B"}
    wait = {"Type": "Wait", "Seconds": 900}
    states = {"A": choice(big, Default="C"), "B": wait, "Z": END, "C": made(**{"m.$": "$.n"})}
    assert (Tried(states, {"n": 2}).way, said(states, {"n": 2})) == ("A B Z", {"n": 2})
    assert (Tried(states, {"n": 1}).way, said(states, {"n": 1})) == ("A C", {"m": 1})


def test_a_way_in_jsonata_with_variables() -> None:
    states = {
        "A": {"Type": "Pass", "Assign": {"n": "{% $states.input.n + 1 %}"}, "Output": 0},
        "B": choice({"Condition": "{% $n = 2 %}", "Next": "C", "Output": "{% $n %}"}),
        "C": {"Type": "Pass", "Output": {"n": "{% $n %}", "was": "{% $states.input %}"}},
    }
    tried = Tried(states, {"n": 1}, QueryLanguage="JSONata")
    assert (tried.way, tried.said) == ("A B C", {"n": 2, "was": 2})
    assert [list(step.variables.fields) for step in tried.trial.steps] == [[], ["n"], ["n"]]
    tried = Tried(states, {"n": 2}, QueryLanguage="JSONata")
    assert tried.said == (
        "B",
        "States.NoChoiceMatched",
        "none of its rules is true, and it has no Default",
    )


def test_a_variable_that_nothing_has_set_yields_nothing() -> None:
    states: States = {"A": {"Type": "Pass", "Output": "{% $n %}"}}
    assert said(states, QueryLanguage="JSONata") == (
        "A", "States.QueryEvaluationError", '"$n" yields nothing',
    )  # fmt: skip
    sums: States = {"A": {"Type": "Pass", "Output": "{% $sum([1, 2]) %}"}}
    assert said(sums, QueryLanguage="JSONata") == 3


def test_branches_and_items_in_their_order() -> None:
    inner: States = {"P": made(**{"i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value"})}
    states = {"M": each(inner, ItemsPath="$.l"), "F": both({"A": passed(1)}, {"B": passed(2)})}
    tried = Tried({"M": states["M"]}, {"l": ["a", "b"]})
    assert tried.said == [{"i": 0, "v": "a"}, {"i": 1, "v": "b"}]
    assert [(step.state.name, step.index) for step in tried.trial.steps] == [
        ("M", None), ("P", 0), ("P", 1),
    ]  # fmt: skip
    tried = Tried({"F": states["F"]})
    assert (tried.way, tried.said) == ("F A B", [1, 2])


def test_a_distributed_map() -> None:
    processor = machine({"P": made(**{"v.$": "$"})}) | {"ProcessorConfig": {"Mode": "DISTRIBUTED"}}
    states: States = {"M": {"Type": "Map", "ItemProcessor": processor}}
    assert said(states, [1, 2]) == [{"v": 1}, {"v": 2}]
    states["M"]["ToleratedFailureCount"] = 1
    assert said(states, [1, 2]) == [{"v": 1}, {"v": 2}]
    failing = machine({"P": NO}) | {"ProcessorConfig": {"Mode": "DISTRIBUTED"}}
    assert said({"M": {"Type": "Map", "ItemProcessor": failing}}, [1]) == (
        "M", "States.ExceedToleratedFailureThreshold", 'an execution of it has failed with "No"',
    )  # fmt: skip
    states = {"M": {"Type": "Map", "ItemProcessor": failing, "ToleratedFailureCount": 1}}
    assert said(states, [1]) == "M: what it makes of an execution that has failed"
    reader = {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSON"}}
    states = {"M": {"Type": "Map", "ItemProcessor": processor, "ItemReader": reader}}
    assert said(states, {}) == "M: no mock says what its ItemReader reads"


# --- calls ----------------------------------------------------------------------------------------


def test_calls_answer_what_the_mock_says_by_number() -> None:
    again = {"Variable": "$.a", "IsNull": True, "Next": "A"}
    states = {"A": CALL | {"ResultPath": "$.a"}, "B": choice(again, Default="Z"), "Z": END}
    tried = Tried(states, {}, {"A": [None, None, 1]})
    assert (tried.way, tried.said) == ("A B A B A B Z", {"a": 1})
    assert said(states, {}) == "A: no mock says what it answers"
    assert said(states, {}, mocks={"A": [None]}) == "A: the mock has no answer to call 1"


def test_calls_are_counted_through_all_iterations() -> None:
    assert said({"M": each({"A": CALL})}, [0, 0], mocks={"A": ["x", "y"]}) == ["x", "y"]


def test_an_error_nobody_catches() -> None:
    assert said({"A": CALL}, mocks={"A": [("Busy", "later")]}) == ("A", "Busy", "later")
    assert said({"A": CALL}, mocks={"A": [("Busy",)]}) == ("A", "Busy", "")


def test_retries_take_the_answers_in_order() -> None:
    busy = [("Busy", "x")] * 3
    states = {"A": CALL | {"Retry": retry("Busy", MaxAttempts=2)}}
    tried = Tried(states, mocks={"A": [*busy[:2], 7]})
    assert (tried.way, tried.said) == ("A A A", 7)
    assert [step.attempt for step in tried.trial.steps] == [0, 1, 2]
    assert [step.is_tried_again for step in tried.trial.steps] == [True, True, False]
    assert said(states, mocks={"A": [*busy, 7]}) == ("A", "Busy", "x")


def test_each_retrier_has_a_count_of_its_own_and_three_attempts() -> None:
    states = {"A": CALL | {"Retry": [*retry("Busy", MaxAttempts=1), *retry("States.ALL")]}}
    rows = [("Busy",), ("Other",), ("Other",), ("Other",)]
    assert said(states, mocks={"A": [*rows, 7]}) == 7
    assert said(states, mocks={"A": [*rows, ("Other", "x")]}) == ("A", "Other", "x")
    # The first that names an error takes it, exhausted or not.
    assert said(states, mocks={"A": [("Busy",), ("Busy", "x"), 7]}) == ("A", "Busy", "x")
    none = {"A": CALL | {"Retry": [*retry("Busy", MaxAttempts=0), *retry("States.ALL")]}}
    assert said(none, mocks={"A": [("Busy", "x"), 7]}) == ("A", "Busy", "x")


@pytest.mark.parametrize(
    ("name", "error", "caught"),
    [
        ("Busy", "Busy", True),
        ("Busy", "busy", False),
        ("States.ALL", "Busy", True),
        ("States.ALL", "States.Timeout", True),
        ("States.ALL", "States.DataLimitExceeded", True),
        ("States.ALL", "States.Runtime", False),
        ("States.Runtime", "States.Runtime", False),
        ("States.TaskFailed", "Busy", True),
        ("States.TaskFailed", "States.Timeout", False),
    ],
)
def test_which_catcher_takes_an_error(name: str, error: str, caught: bool) -> None:
    states = {"A": {**CALL, "Catch": catch(name), "End": True}, "Z": END}
    found = said(states, mocks={"A": [(error, "x")]})
    assert found == ({"Error": error, "Cause": "x"} if caught else ("A", error, "x"))


def test_what_a_catcher_hands_on() -> None:
    call: dict[str, Any] = CALL | {"OutputPath": "$.a", "End": True}
    call |= {"Catch": catch("States.ALL", ResultPath="$.e")}
    states = {"A": call, "Z": END}
    tried = Tried(states, {"id": 1}, {"A": [("Busy", "x")]})
    assert tried.said == {"id": 1, "e": {"Error": "Busy", "Cause": "x"}}
    first = tried.trial.steps[0]
    assert first.failure is not None and first.failure.error.value == "Busy"
    assert first.target is not None and first.target.name == "Z"
    output = {"e": "{% $states.errorOutput.Error %}"}
    caught = catch("Busy", Output=output, Assign={"c": "{% $states.errorOutput.Cause %}"})
    call = {**CALL, "Catch": caught, "End": True}
    last = {"Type": "Pass", "Output": "{% [$states.input.e, $c] %}"}
    mocks: dict[str, list[object]] = {"A": [("Busy", "x")]}
    assert said({"A": call, "Z": last}, mocks=mocks, QueryLanguage="JSONata") == ["Busy", "x"]


def test_an_error_in_a_state_is_that_of_the_state_around_it() -> None:
    caught = catch("No", ResultPath="$.e")
    states = {"F": both({"A": passed(1)}, {"B": NO}, Catch=caught, End=True), "Z": END}
    tried = Tried(states, {})
    assert (tried.way, tried.said) == ("F A B Z", {"e": {"Error": "No", "Cause": "because"}})
    assert said({"M": each({"B": NO})}, [1]) == ("B", "No", "because")
    again = {"M": each({"A": CALL}, Retry=retry("Busy"))}
    assert said(again, [1, 2], mocks={"A": ["x", ("Busy",), "y", "z"]}) == ["y", "z"]


# --- failures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "error", "reason"),
    [
        (made(**{"a.$": "$.b"}), "States.Runtime", '"b" is not there'),
        (
            made(**{"a.$": "States.ArrayGetItem($.n, 0)"}),
            "States.IntrinsicFailure",
            None,
        ),
        (made(**{"a.$": "States.Format('{}', $.b)"}), "States.Runtime", '"b" is not there'),
        (passed(1, ResultPath="$.n.x"), "States.ResultPathMatchFailure", None),
        (
            choice({"Variable": "$.n", "NumericEquals": 2, "Next": "Z"}),
            "States.NoChoiceMatched",
            "none of its rules is true, and it has no Default",
        ),
    ],
)  # fmt: skip
def test_what_a_state_fails_with(state: dict[str, Any], error: str, reason: str | None) -> None:
    tried = Tried({"A": state, "Z": END}, {"n": 1})
    assert tried.said == ("A", error, tried.said[2] if reason is None else reason)  # type: ignore[index]


def test_what_a_fail_state_says() -> None:
    given = {"e": "E", "c": "C"}
    assert said({"A": {"Type": "Fail"}}) == ("A", None, None)
    assert said({"A": {"Type": "Fail", "ErrorPath": "$.e", "CausePath": "$.c"}}, given) == (
        "A",
        "E",
        "C",
    )
    by_call = {"Type": "Fail", "CausePath": "States.Format('{}!', $.c)"}
    assert said({"A": by_call}, given) == ("A", None, "C!")
    in_jsonata = {"Type": "Fail", "Error": "{% $states.input.e %}", "Cause": "plain"}
    assert said({"A": in_jsonata}, given, QueryLanguage="JSONata") == ("A", "E", "plain")
    missing = {"Type": "Fail", "ErrorPath": "$.x"}
    assert said({"A": missing}, given) == ("A", "States.Runtime", '"x" is not there')


def test_a_reader_for_fewer_than_no_items() -> None:
    reader = {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"MaxItemsPath": "$.n"}}
    processor = machine({"P": END}) | {"ProcessorConfig": {"Mode": "DISTRIBUTED"}}
    states = {"M": {"Type": "Map", "ItemReader": reader, "ItemProcessor": processor}}
    for given, error in ((-1, "States.ItemReaderFailed"), (1.5, "States.Runtime")):
        assert said(states, {"n": given})[:2] == ("M", error)  # type: ignore[index]


# --- what is not decided --------------------------------------------------------------------------


def test_the_first_value_that_is_not_known() -> None:
    stamp = made(**{"id.$": "$.id", "at": {"list": [1, 2], "t.$": "$$.State.EnteredTime"}})
    states = {"A": stamp, "B": END}
    assert said(states, {"id": 1}) == "A: what it leaves is not known: $.at.t"
    around = Outside(1_780_218_000_000)
    assert said(states, {"id": 1}, around=around) == {
        "id": 1, "at": {"list": [1, 2], "t": "2026-05-31T09:00:00.000Z"},
    }  # fmt: skip
    assign: States = {"A": {"Type": "Pass", "Assign": {"id.$": "States.UUID()"}}}
    assert said(assign) == "A: what its variables hold is not known: $.id"


def test_ids_by_seed() -> None:
    names = ("Id", "Name", "RoleArn", "StartTime")
    states = {"A": made(**{f"{name}.$": f"$$.Execution.{name}" for name in names})}
    found = said(states, around=Outside(0, "a"))
    name = found["Name"]  # type: ignore[index]
    assert found == {
        "Id": f"arn:aws:states:us-east-1:123456789012:execution:StateMachine:{name}",
        "Name": name,
        "RoleArn": "arn:aws:iam::123456789012:role/StateMachine",
        "StartTime": "1970-01-01T00:00:00.000Z",
    }
    machines = {"A": made(**{"a.$": "$$.StateMachine.Name", "b.$": "$$.StateMachine.Id"})}
    assert said(machines, around=Outside(seed="a")) == {
        "a": "StateMachine",
        "b": "arn:aws:states:us-east-1:123456789012:stateMachine:StateMachine",
    }


def test_how_often_it_has_been_tried_again() -> None:
    states = {"A": CALL | {"ResultSelector": {"n.$": "$$.State.RetryCount"}, "Retry": retry("E")}}
    assert said(states, mocks={"A": [("E",), 1]}) == {"n": 1}


def test_the_cause_that_aws_words_is_not_known() -> None:
    call = {"Type": "Task", "Resource": CALL["Resource"], "Output": "{% $states.result.x %}"}
    caught = catch("States.QueryEvaluationError")
    states: States = {"A": {**call, "Catch": caught, "End": True}, "Z": END}
    found = said(states, mocks={"A": [{}]}, QueryLanguage="JSONata")
    assert found == "A: what it leaves is not known: $.Cause"


def test_a_loop_that_never_ends() -> None:
    states: States = {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}}
    assert said(states, {}) == "A: it is entered again with the same data: the machine never ends"
    more = {"A": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "A"}}
    assert said(more, {"n": 1}) == (
        "A: more than 10,000 states are entered: the machine may never end"
    )


def test_a_loop_that_chance_ends() -> None:
    rule = {"Condition": "{% $random() > 0.9 %}", "Next": "B"}
    states = {"A": choice(rule, Default="A"), "B": END}
    assert said(states, 1, around=Outside(seed="a"), QueryLanguage="JSONata") == 1
    assert said(states, 1, QueryLanguage="JSONata") == ("A: which way it takes is not known")


def test_what_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "MAX_MOVED", 24)
    states = {"A": {"Type": "Pass"}, "B": END}
    assert said(states, "x" * 9) == "x" * 9
    assert said(states, "x" * 12) == "B: more data are moved than can be followed"
    monkeypatch.setattr(trials, "MAX_TRIED", 2)
    busy = {"A": CALL | {"Retry": retry("E", MaxAttempts=9)}}
    assert said(busy, mocks={"A": [("E",)] * 9}) == "A: it is tried more than 2 times"


def test_what_can_not_be_followed() -> None:
    unknown = "where its states lead can not be told"
    assert said({"A": {"Type": "Pass", "Next": "${There}"}}) == f": {unknown}"
    branch: States = {"A": {"Type": "Pass", "Next": "${There}"}}
    assert said({"F": both(branch)}) == f"F: {unknown}"
    assert said({"A": {"Type": "Pass", "Next": "Nowhere"}}) == f": {unknown}"
    stamped = each({"P": END}, ItemSelector={"t.$": "$$.Execution.Name"})
    assert said({"M": stamped}, [1]) == "M: what its states work on is not known: $.t"
