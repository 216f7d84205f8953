"""Rules about limits where a page can not show it: constants of 256 KiB, and edges of numbers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from asllint import analyze, lint, load_rulebook

RULES = load_rulebook().select()
CALL = "arn:aws:lambda:eu-west-1:123456789012:function:pay"
EACH = "arn:aws:states:::lambda:invoke"


def told(definition: dict[str, Any], rule: str, kind: str = "STANDARD") -> list[str]:
    analysis = analyze(json.dumps(definition), "x.asl.json", workflow_type=kind)
    found = lint(analysis, RULES)
    assert "internal-error" not in {one.rule for one in found}
    return [one.message for one in found if one.rule == rule]


def one(state: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"StartAt": "A", "States": {"A": {"End": True, **state}}, **more}


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"Type": "Pass", "Result": "x" * 262_142}, None),
        ({"Type": "Pass", "Result": "x" * 262_143}, "Result"),
        ({"Type": "Pass", "Result": "ü" * 131_071}, None),
        ({"Type": "Pass", "Result": "ü" * 131_072}, "Result"),
        ({"Type": "Pass", "Result": ["x" * 200_000, "y" * 100_000]}, "Result"),
        ({"Type": "Pass", "Assign": {"a": "x" * 300_000}}, "Assign"),
        ({"Type": "Pass", "Parameters": {"a.$": "$." + "x" * 300_000}}, None),
        ({"Type": "Pass", "Result": "${Table}" + "x" * 300_000}, None),
        ({"Type": "Task", "Resource": CALL, "Parameters": {"a": "x" * 300_000}}, "Parameters"),
    ],
    ids=["exactly", "one more", "bytes", "bytes too many", "items", "variables", "a path",
         "a placeholder", "parameters"],
)  # fmt: skip
def test_a_constant_that_is_too_large(fields: dict[str, Any], name: str | None) -> None:
    said = told(one(fields), "constant-too-large")
    assert [message.partition('"')[2].partition('"')[0] for message in said] == [name] * bool(name)


def test_what_is_said_of_it() -> None:
    assert told(one({"Type": "Pass", "Result": "x" * 300_000}), "constant-too-large") == [
        'what stands in "Result" has at least 300,002 bytes, and data have at most 262,144 '
        "(256 KiB): keep it in S3, and read it from there"
    ]


def mapped(items: int, inner: int = 1, **more: Any) -> dict[str, Any]:
    """A Map over so many items, each a way of `inner` Tasks."""
    states = {
        f"T{number}": {"Type": "Task", "Resource": EACH, "Arguments": {"FunctionName": "f"},
                       **({"End": True} if number == inner else {"Next": f"T{number + 1}"})}
        for number in range(1, inner + 1)
    }  # fmt: skip
    processor = {"StartAt": "T1", "States": states, **more}
    over = {"Type": "Map", "Items": f"{{% [1..{items}] %}}", "ItemProcessor": processor}
    return {"QueryLanguage": "JSONata", **one(over)}


def test_the_events_of_items() -> None:
    rule = "too-many-events"
    assert told(mapped(3570), rule) == []  # 4 + 3,570 times 7 are 24,994
    assert told(mapped(3571), rule) != []
    assert told(mapped(2500, 2), rule) != []
    assert told(mapped(2000, 2), rule) == []
    assert told(mapped(4000), rule, "EXPRESS") == []
    config = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    assert told(mapped(4000, ProcessorConfig=config), rule) == []


def test_a_map_in_a_map_is_told_once() -> None:
    inner = mapped(4000)["States"]["A"]
    outer = {
        "Type": "Map",
        "Items": [1, 2],
        "ItemProcessor": {"StartAt": "B", "States": {"B": inner}},
    }
    definition = {"QueryLanguage": "JSONata", **one(outer)}
    (said,) = told(definition, "too-many-events")
    assert said.startswith('the 4,000 items of "B" add 28,004 events')
    inner["Items"] = "{% [1..2000] %}"
    (said,) = told(definition, "too-many-events")
    assert said.startswith('the 2 items of "A" add 28,016 events')


def test_a_wait_of_just_a_day() -> None:
    def retried(**more: Any) -> dict[str, Any]:
        return one({"Type": "Task", "Resource": CALL, "Retry": [{"ErrorEquals": ["A"], **more}]})

    rule = "uncapped-backoff"
    assert told(retried(IntervalSeconds=86_400, MaxAttempts=1), rule) == []
    assert told(retried(IntervalSeconds=86_401, MaxAttempts=1), rule) == [
        'before its last attempt, of 1, it waits 1 day: set "MaxDelaySeconds"'
    ]
    assert told(retried(IntervalSeconds=86_401, MaxAttempts=1, MaxDelaySeconds=90_000), rule) == []
    assert told(retried(MaxAttempts=30), rule) == []  # `retry-too-long` says more
    assert told(retried(MaxAttempts="${N}", IntervalSeconds=86_401), rule) == []


def caught(*names: str, **more: Any) -> dict[str, Any]:
    catch = [{"ErrorEquals": list(names), "Next": "B"}]
    definition = one({"Type": "Task", "Resource": CALL, "Catch": catch, **more})
    definition["States"]["B"] = {"Type": "Fail"}
    return definition


@pytest.mark.parametrize(
    ("definition", "speaks"),
    [
        (caught("States.TaskFailed", TimeoutSeconds=9), True),
        (caught("States.TaskFailed", TimeoutSecondsPath="$.t"), True),
        (caught("States.TaskFailed", HeartbeatSecondsPath="$.t"), True),
        (caught("Declined", HeartbeatSeconds=9), True),
        (caught("States.TaskFailed"), False),
        (caught("States.TaskFailed", "States.Timeout", TimeoutSeconds=9), False),
        (caught("States.HeartbeatTimeout", HeartbeatSeconds=9), False),
        (caught("States.ALL", TimeoutSeconds=9), False),
        (caught("${Errors}", TimeoutSeconds=9), False),
        (one({"Type": "Task", "Resource": CALL, "TimeoutSeconds": 9}), False),
    ],
)
def test_a_time_out_that_nobody_catches(definition: dict[str, Any], speaks: bool) -> None:
    assert bool(told(definition, "uncaught-timeout")) == speaks


def test_a_state_that_has_no_time_out() -> None:
    catch = [{"ErrorEquals": ["States.TaskFailed"], "Next": "B"}]
    parallel = {"Type": "Parallel", "Branches": [one({"Type": "Pass"})], "Catch": catch}
    definition = one({**parallel, "TimeoutSeconds": 9})
    definition["States"]["B"] = {"Type": "Fail"}
    assert told(definition, "uncaught-timeout") == []  # the field is what is wrong


def test_several_catchers_are_one_finding() -> None:
    definition = caught("Declined", TimeoutSeconds=9)
    task = definition["States"]["A"]
    task["Catch"].append({"ErrorEquals": ["States.TaskFailed"], "Next": "B"})
    assert len(told(definition, "uncaught-timeout")) == 1
    task["Catch"].insert(0, "no catcher")
    assert len(told(definition, "uncaught-timeout")) == 1


def test_a_retrier_that_says_nothing_of_its_waits() -> None:
    retried = one({"Type": "Task", "Resource": CALL, "Retry": [{"ErrorEquals": ["A"]}]})
    assert told({**retried, "TimeoutSeconds": 7}, "retry-too-long") == []
    assert told({**retried, "TimeoutSeconds": 6}, "retry-too-long") == [
        'the waits before its 3 attempts come to 7 s, and the whole execution times out after 6 ("'
        'TimeoutSeconds"): the last ones never happen; make it try less often, or wait less'
    ]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"TimeoutSeconds": 61}, 61),
        ({"TimeoutSeconds": 60}, None),
        ({"HeartbeatSeconds": 61}, 61),
        ({"TimeoutSeconds": 60, "HeartbeatSeconds": 61}, None),
        ({"TimeoutSeconds": 99_999_999}, None),
        ({"TimeoutSeconds": "${T}"}, None),
        ({"Type": "Pass", "TimeoutSeconds": 61}, None),
    ],
)
def test_a_time_out_that_never_comes(state: dict[str, Any], said: int | None) -> None:
    definition = one({"Type": "Task", "Resource": CALL, **state}, TimeoutSeconds=60)
    assert told(definition, "timeout-too-long") == [
        f"this time-out of {said} seconds never comes, so that nobody can catch it: the whole "
        'execution times out after 60 ("TimeoutSeconds"): shorten it'
    ] * bool(said)


@pytest.mark.parametrize("more", [{"TimeoutSeconds": 60}, {}])
def test_what_ends_the_execution_is_shown_where_it_is_written(more: dict[str, int]) -> None:
    retry = [{"ErrorEquals": ["A"], "MaxAttempts": 40}]
    task = {"Type": "Task", "Resource": CALL, "TimeoutSeconds": 31_536_001, "Retry": retry}
    analysis = analyze(json.dumps(one(task, **more)), "x.asl.json")
    for rule in ("timeout-too-long", "retry-too-long"):
        (found,) = (each for each in lint(analysis, RULES) if each.rule == rule)
        assert [analysis.file.text[each.span.start : each.span.end] for each in found.related] == [
            str(seconds) for seconds in more.values()
        ]


def test_a_map_that_gets_over_the_failure_of_an_item() -> None:
    def around(**more: Any) -> dict[str, Any]:
        config = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
        processor = {"ProcessorConfig": config, **caught("States.TaskFailed", TimeoutSeconds=9)}
        return one({"Type": "Map", "ItemProcessor": processor, **more})

    assert told(around(), "uncaught-timeout") != []
    assert told(around(ToleratedFailurePercentage=5), "uncaught-timeout") == []
