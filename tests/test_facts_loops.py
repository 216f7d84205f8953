"""What is told of the loops of a machine: one thing of each, and of most nothing."""

from __future__ import annotations

import cProfile
import json
import pstats
import re
import subprocess
import sys
from typing import Any

import pytest

from asllint import analyze, lint, load_rulebook
from asllint.facts.loops.loop import loops_of, onward
from asllint.facts.loops.verdicts import ORDER
from asllint.source.finding import WARNING
from asllint.tables import statuses
from asllint.tables.services.waiters import waiters_of

States = dict[str, dict[str, Any]]
EVERY = load_rulebook().select()
RULES = [rule for rule in EVERY if rule.id in ORDER]

SDK = "arn:aws:states:::aws-sdk:"
GLUE: dict[str, Any] = {
    "Type": "Task",
    "Resource": SDK + "glue:getJobRun",
    "Parameters": {"JobName": "clean", "RunId.$": "$.id"},
    "ResultPath": "$.run",
    "Next": "Done?",
}
STATE = "$.run.JobRun.JobRunState"
PAUSE: dict[str, Any] = {"Type": "Wait", "Seconds": 60, "Next": "Get"}
DONE: dict[str, Any] = {"Type": "Succeed"}
BAD: dict[str, Any] = {"Type": "Fail", "Error": "Bad"}
FINAL = ["ERROR", "EXPIRED", "FAILED", "STOPPED", "TIMEOUT"]
GOES_ON = ["RUNNING", "STARTING", "STOPPING", "WAITING"]


def is_one_of(*values: str, to: str, variable: str = STATE) -> dict[str, Any]:
    """A choice rule for some values of a text."""
    tests = [{"Variable": variable, "StringEquals": value} for value in values]
    return {"Or": tests, "Next": to} if len(tests) > 1 else {**tests[0], "Next": to}


def choice(*rules: dict[str, Any], default: str | None = "Pause") -> dict[str, Any]:
    last = {} if default is None else {"Default": default}
    return {"Type": "Choice", "Choices": [*rules], **last}


def poll(decide: dict[str, Any], **states: dict[str, Any]) -> States:
    """A loop that asks for the state of a Glue job run."""
    return {"Get": GLUE, "Done?": decide, "Pause": PAUSE, "Good": DONE, "Bad": BAD, **states}


def told(states: States, **more: object) -> list[str]:
    """What is told of the loops of a machine: `rule at the state: what`, the loop left out."""
    machine = {"StartAt": next(iter(states)), "States": states, **more}
    analysis = analyze(json.dumps(machine), "example.asl.json")
    assert not analysis.problems
    found = []
    for one in lint(analysis, RULES):
        at = analysis.file.text[one.span.start : one.span.end].strip('"')
        level = "" if one.severity == WARNING else f" ({str(one.severity).lower()})"
        found.append(f"{one.rule}{level} at {at}: {one.message}")
    return found


def values(states: States, **more: object) -> list[str]:
    """The values that are told."""
    (line,) = told(states, **more)
    return re.findall(r'"([^"]+)"', line.split(" can be ")[1].split(", w")[0])


# --- a failure that comes back --------------------------------------------------------------------


def test_what_only_success_leaves_goes_on_for_ever() -> None:
    assert told(poll(choice(is_one_of("SUCCEEDED", to="Good")))) == [
        'unhandled-final-status at Done?: "JobRunState" can be "ERROR", "EXPIRED", "FAILED", '
        '"STOPPED" or "TIMEOUT", with which the loop "Get" → "Done?" → "Pause" → "Get" goes on '
        'for ever: give "Done?" a rule for that'
    ]


def test_a_time_out_ends_it_if_late() -> None:
    assert told(poll(choice(is_one_of("SUCCEEDED", to="Good"))), TimeoutSeconds=900) == [
        'unhandled-final-status (info) at Done?: "JobRunState" can be "ERROR", "EXPIRED", '
        '"FAILED", "STOPPED" or "TIMEOUT", with which the loop "Get" → "Done?" → "Pause" → "Get" '
        'goes on until "TimeoutSeconds" ends it: give "Done?" a rule for that'
    ]


@pytest.mark.parametrize("known", range(1, 5))
def test_what_is_named_is_handled(known: int) -> None:
    rules = [is_one_of("SUCCEEDED", to="Good"), is_one_of(*FINAL[:known], to="Bad")]
    assert values(poll(choice(*rules))) == FINAL[known:]


def test_all_finals_named_is_silent() -> None:
    assert told(poll(choice(is_one_of("SUCCEEDED", to="Good"), is_one_of(*FINAL, to="Bad")))) == []
    waits = choice(
        is_one_of("SUCCEEDED", to="Good"), is_one_of(*GOES_ON, to="Pause"), default="Bad"
    )
    assert told(poll(waits)) == []


def test_a_failure_named_on_purpose_is_silent() -> None:
    rules = [is_one_of("SUCCEEDED", to="Good"), is_one_of(*FINAL, to="Pause")]
    assert told(poll(choice(*rules))) == []


def test_a_second_choice_decides_for_the_first() -> None:
    first = choice(is_one_of("SUCCEEDED", to="Good"), default="Failed?")
    second = choice(is_one_of(*FINAL[:-1], to="Bad"))
    assert values(poll(first, **{"Failed?": second})) == ["TIMEOUT"]


def test_a_step_that_starts_it_again_is_a_way_to_handle_it() -> None:
    start: dict[str, Any] = {
        "Type": "Task",
        "Resource": SDK + "glue:startJobRun",
        "ResultPath": "$.start",
    }
    start |= {"Parameters": {"JobName": "clean"}, "Next": "Pause"}
    decide = choice(is_one_of("SUCCEEDED", to="Good"), is_one_of(*GOES_ON, to="Pause"))
    assert told(poll({**decide, "Default": "Start"}, Start=start)) == []


def test_a_step_on_the_usual_way_starts_nothing() -> None:
    log: dict[str, Any] = {
        "Type": "Task",
        "Resource": SDK + "cloudwatch:putMetricData",
        "ResultPath": None,
    }
    log |= {"Parameters": {"Namespace": "n", "MetricData": []}, "Next": "Pause"}
    assert values(poll(choice(is_one_of("SUCCEEDED", to="Good"), default="Log"), Log=log)) == FINAL


def test_a_counter_ends_it() -> None:
    count: dict[str, Any] = {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.try.n, 1)"}}
    count |= {"ResultPath": "$.try", "Next": "Enough?"}
    enough = choice({"Variable": "$.try.n", "NumericGreaterThan": 9, "Next": "Bad"})
    states = poll(choice(is_one_of("SUCCEEDED", to="Good"), default="Count"))
    assert told({**states, "Count": count, "Enough?": enough}) == []


def test_without_a_default_the_execution_fails() -> None:
    decide = choice(is_one_of("SUCCEEDED", to="Good"), is_one_of(*GOES_ON, to="Pause"))
    del decide["Default"]
    assert told(poll(decide)) == []


def test_a_function_that_sees_it_first_may_fail_with_it() -> None:
    check: dict[str, Any] = {
        "Type": "Task",
        "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:check",
    }
    check |= {"ResultPath": "$.checked", "Next": "Done?"}
    states = poll(choice(is_one_of("SUCCEEDED", to="Good")), Check=check)
    states["Get"] = {**GLUE, "Next": "Check"}
    assert told(states) == []


def test_a_test_of_something_else_decides_nothing() -> None:
    other = {"Variable": "$.run.JobRun.Attempt", "NumericGreaterThan": 3, "Next": "Bad"}
    assert told(poll(choice(other))) == []


def test_the_value_is_followed_where_it_is_copied_to() -> None:
    renamed = {**GLUE, "ResultSelector": {"is.$": "$.JobRun.JobRunState"}}
    test = is_one_of("SUCCEEDED", to="Good", variable="$.run.is")
    assert values({**poll(choice(test)), "Get": renamed}) == FINAL
    assigned = {**GLUE, "Assign": {"is.$": "$.JobRun.JobRunState"}, "ResultPath": None}
    test = is_one_of("SUCCEEDED", to="Good", variable="$is")
    assert values({**poll(choice(test)), "Get": assigned}) == FINAL


def test_one_that_runs_in_a_branch_is_followed_through_it() -> None:
    inner = {key: value for key, value in GLUE.items() if key != "Next"}
    inner |= {"End": True, "OutputPath": STATE}
    machine = {"StartAt": "Get", "States": {"Get": inner}}
    both: dict[str, Any] = {
        "Type": "Parallel",
        "Branches": [machine],
        "ResultPath": "$.all",
        "Next": "Done?",
    }
    test = is_one_of("SUCCEEDED", to="Good", variable="$.all[0]")
    pause = {**PAUSE, "Next": "Get both"}
    states: States = {"Get both": both, "Done?": choice(test), "Pause": pause, "Good": DONE}
    assert values(states) == FINAL


def test_of_a_map_that_may_have_no_items_nobody_knows() -> None:
    inner = {key: value for key, value in GLUE.items() if key != "Next"}
    inner |= {"End": True, "OutputPath": STATE}
    machine = {"StartAt": "Get", "States": {"Get": inner}}
    each: dict[str, Any] = {
        "Type": "Map",
        "ItemsPath": "$.ids",
        "ItemProcessor": machine,
        "ResultPath": "$.all",
    }
    each |= {"Next": "Done?"}
    test = is_one_of("SUCCEEDED", to="Good", variable="$.all[0]")
    pause = {**PAUSE, "Next": "Get all"}
    states: States = {"Get all": each, "Done?": choice(test), "Pause": pause, "Good": DONE}
    assert told(states) == []


def test_in_jsonata() -> None:
    get: dict[str, Any] = {"Type": "Task", "Resource": SDK + "glue:getJobRun", "Next": "Done?"}
    get |= {"Arguments": {"JobName": "clean", "RunId": "{% $id %}"}}
    get |= {"Assign": {"is": "{% $states.result.JobRun.JobRunState %}"}}
    begin: dict[str, Any] = {
        "Type": "Pass",
        "Assign": {"id": "{% $states.input.id %}"},
        "Next": "Get",
    }
    decide = choice({"Condition": "{% $is = 'SUCCEEDED' %}", "Next": "Good"})
    states: States = {"Begin": begin, "Get": get, "Done?": decide, "Pause": PAUSE, "Good": DONE}
    assert values(states, QueryLanguage="JSONata") == FINAL
    decide["Choices"].append({"Condition": "{% $is in ['FAILED', 'ERROR'] %}", "Next": "Good"})
    assert values(states, QueryLanguage="JSONata") == ["EXPIRED", "STOPPED", "TIMEOUT"]
    decide["Choices"][1]["Condition"] = "{% $not($is in ['RUNNING', 'STARTING']) %}"
    assert told(states, QueryLanguage="JSONata") == []


def database(status: str, **more: object) -> States:
    get: dict[str, Any] = {
        "Type": "Task",
        "Resource": SDK + "rds:describeDBInstances",
        "Next": "There?",
    }
    get |= {"Parameters": {"DbInstanceIdentifier": "test"}}
    path = "$.DbInstances[0].DbInstanceStatus"
    decide = choice(is_one_of(status, to="Good", variable=path))
    return {"Get": get, "There?": {**decide, **more}, "Pause": PAUSE, "Good": DONE, "Bad": BAD}


def test_without_an_enumeration_it_is_what_clients_wait_for() -> None:
    failing = ["deleted", "deleting", "failed", "incompatible-parameters", "incompatible-restore"]
    assert values(database("available")) == failing


def test_who_polls_until_it_is_deleted_does_not_wait_for_it_to_be_available() -> None:
    (line,) = told(database("stopped"))
    assert line.startswith("unbounded-poll at Get: ")
    get: dict[str, Any] = {
        "Type": "Task",
        "Resource": SDK + "dynamodb:describeTable",
        "Next": "There?",
    }
    get |= {"Parameters": {"TableName": "t"}, "Next": "There?"}
    get |= {"Catch": [{"ErrorEquals": ["DynamoDb.ResourceNotFoundException"], "Next": "Good"}]}
    decide = choice(is_one_of("DELETING", to="Pause", variable="$.Table.TableStatus"))
    assert told({"Get": get, "There?": decide, "Pause": PAUSE, "Good": DONE}) == []


def test_who_waits_for_a_creation_meets_no_failed_deletion() -> None:
    get: dict[str, Any] = {
        "Type": "Task",
        "Resource": SDK + "cloudformation:describeStacks",
        "Next": "There?",
    }
    get |= {"Parameters": {"StackName": "s"}}
    path = "$.Stacks[0].StackStatus"
    decide = choice(is_one_of("CREATE_COMPLETE", to="Good", variable=path))
    found = values({"Get": get, "There?": decide, "Pause": PAUSE, "Good": DONE})
    assert "CREATE_FAILED" in found
    assert "UPDATE_FAILED" not in found


# --- what goes on taken for done ------------------------------------------------------------------


def test_what_goes_on_and_is_named_nowhere_is_taken_for_done() -> None:
    rules = [is_one_of("RUNNING", "STARTING", to="Pause"), is_one_of(*FINAL, to="Bad")]
    assert told(poll(choice(*rules, default="Good"))) == [
        'unfinished-taken-for-done at Done?: "JobRunState" can be "STOPPING" or "WAITING", which '
        '"Default" takes for "SUCCEEDED": give "Done?" a rule for that'
    ]


def test_success_may_have_a_rule_of_its_own() -> None:
    rules = [is_one_of("RUNNING", "STARTING", "WAITING", to="Pause")]
    rules += [is_one_of(*FINAL, to="Bad"), is_one_of("SUCCEEDED", to="Good")]
    assert values(poll(choice(*rules, default="Good"))) == ["STOPPING"]


def test_what_goes_on_and_is_named_on_purpose_is_silent() -> None:
    rules = [is_one_of("RUNNING", "STARTING", "WAITING", to="Pause")]
    rules += [is_one_of("STOPPING", *FINAL, to="Good")]
    assert told(poll(choice(*rules, default="Good"))) == []


def test_what_decides_again_behind_the_loop_is_silent() -> None:
    how = choice(is_one_of("SUCCEEDED", to="Good"), default="Bad")
    states = poll(choice(is_one_of("RUNNING", to="Pause"), default="How?"), **{"How?": how})
    assert told(states) == []


def test_what_goes_elsewhere_than_success_is_silent() -> None:
    rules = [is_one_of("RUNNING", to="Pause"), is_one_of("SUCCEEDED", to="Good")]
    assert told(poll(choice(*rules, default="Bad"))) == []


# --- one thing of each loop -----------------------------------------------------------------------


def test_of_a_loop_without_a_way_out_only_that_is_told() -> None:
    assert told(poll(choice(is_one_of("SUCCEEDED", to="Pause")))) == []


def test_of_two_loops_each_has_its_own() -> None:
    other = {**GLUE, "Next": "Done too?"}
    states = poll(choice(is_one_of("SUCCEEDED", to="Other")))
    states |= {"Other": other, "Done too?": choice(is_one_of("SUCCEEDED", to="Good"))}
    states["Done too?"]["Default"] = "Pause too"
    states["Pause too"] = {**PAUSE, "Next": "Other"}
    del states["Bad"]
    assert [line.split(":")[0] for line in told(states)] == [
        "unhandled-final-status at Done?",
        "unhandled-final-status at Done too?",
    ]


def test_a_loop_with_a_placeholder_for_a_target_is_not_judged() -> None:
    decide = choice(is_one_of("SUCCEEDED", to="${Next}"))
    assert told(poll(decide)) == []


# --- the loops ------------------------------------------------------------------------------------


def loops(states: States) -> list[list[str]]:
    machine = {"StartAt": next(iter(states)), "States": states}
    analysis = analyze(json.dumps(machine), "example.asl.json")
    found = analysis.fact(loops_of, analysis.definitions[0].machine)
    return [[state.name for state in loop.states] for loop in found]


def step(*following: str, **more: object) -> dict[str, Any]:
    rules = [{"Condition": "{% $x %}", "Next": name} for name in following[1:]]
    return {"Type": "Choice", "Choices": rules, "Default": following[0], **more}


def test_a_machine_without_loops_has_none() -> None:
    assert loops({"A": step("B", "C"), "B": step("C"), "C": DONE}) == []


def test_a_state_that_leads_to_itself_is_a_loop_of_one() -> None:
    assert loops({"A": step("A", "B"), "B": DONE}) == [["A"]]


def test_what_stands_between_two_loops_is_in_none() -> None:
    states = {"A": step("B"), "B": step("A", "C"), "C": step("D"), "D": step("E"), "E": step("D")}
    assert loops(states) == [["A", "B"], ["D", "E"]]


def test_a_catcher_makes_a_loop_but_leads_nowhere_onward() -> None:
    task: dict[str, Any] = {
        "Type": "Task",
        "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:f",
    }
    task |= {"Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}], "Next": "C"}
    states: States = {"A": task, "B": {**PAUSE, "Next": "A"}, "C": DONE}
    assert loops(states) == [["A", "B"]]
    analysis = analyze(json.dumps({"StartAt": "A", "States": states}), "example.asl.json")
    state = analysis.definitions[0].machine.by_name["A"]
    assert [transition.name for transition in onward(state)] == ["C"]


def test_what_nothing_is_told_of_imports_no_networkx() -> None:
    code = (
        "import sys, json; from asllint import analyze, lint, load_rulebook; "
        "lint(analyze(sys.argv[1], 'example.asl.json'), load_rulebook().select()); "
        "print('networkx' in sys.modules)"
    )
    decide = choice(is_one_of("SUCCEEDED", to="Good"), is_one_of(*FINAL, to="Bad"))
    text = json.dumps({"StartAt": "Get", "States": poll(decide)})
    done = subprocess.run([sys.executable, "-c", code, text], capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr


def calls(states: States) -> int:
    """How many functions are called to lint a machine for a second time."""
    text = json.dumps({"StartAt": next(iter(states)), "States": states})
    lint(analyze(text, "example.asl.json"), EVERY)
    profile = cProfile.Profile()
    profile.runcall(lambda: lint(analyze(text, "example.asl.json"), EVERY))
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def test_a_loop_of_which_nothing_is_told_costs_little() -> None:
    copy: dict[str, Any] = {"Type": "Task", "Resource": SDK + "s3:copyObject", "Next": "Get"}
    copy |= {"Parameters": {"Bucket": "b", "Key.$": "$.key", "CopySource.$": "$.from"}}
    rules = [is_one_of("SUCCEEDED", to="Good"), is_one_of(*FINAL, to="Bad")]
    states = {"Copy": {**copy, "ResultPath": "$.copy"}, **poll(choice(*rules))}
    assert told(states) == []
    without = {**states, "Pause": {**PAUSE, "Next": "Good"}}
    assert calls(states) <= 1.15 * calls(without)


# --- what values say ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (statuses.FAILED, "FAILED Failed create-failed TIMED_OUT TimedOut TIMEOUT ERROR ABORTED "
            "FAULT PROVISIONING_FAILED VALIDATION_TIMED_OUT TERMINATED_WITH_ERRORS ClientError"),
        (statuses.ENDED, "STOPPED Canceled cancelled TERMINATED deleted EXPIRED"),
        (statuses.DONE, "SUCCEEDED SUCCESS COMPLETED Complete FINISHED CREATE_COMPLETE "
            "UPDATE_ROLLBACK_COMPLETE OFFBOARDING_COMPLETE"),
        (statuses.UNFINISHED, "RUNNING QUEUED PENDING IN_PROGRESS InProgress INPROGRESS STOPPING "
            "FAILING SUBMITTED STOP_REQUESTED UPDATE_ROLLBACK_IN_PROGRESS IN_PROGRESS_IN_ERROR"),
        (statuses.OTHER, "ACTIVE READY available FAILBACK_NOT_STARTED COMPLETED_WITH_ERRORS "
            "CompletedWithFailures ACTIVE_WITH_ERRORS TEMPORARY_FAILURE NOT_COMPLETE MISSING "
            "MONITORING KING"),
    ],
)  # fmt: skip
def test_what_a_value_says(kind: str, names: str) -> None:
    assert {name: statuses.kind_of(name) for name in names.split()} == dict.fromkeys(
        names.split(), kind
    )


def test_a_value_without_words_says_nothing() -> None:
    assert statuses.kind_of("") == statuses.OTHER
    assert statuses.kind_of("--") == statuses.OTHER


def test_what_has_ended_is_a_failure_only_beside_success() -> None:
    assert statuses.failing(frozenset(("running", "stopped"))) == frozenset()
    assert statuses.failing(frozenset(("COMPLETED", "STOPPED"))) == {"STOPPED"}


def test_what_is_being_done_leads_a_value() -> None:
    names = ("CREATE_FAILED", "DeleteFailed", "FAILED", "TRAINING_FAILED", "CREATE")
    assert [statuses.operation_of(name) for name in names] == ["CREATE", "DELETE", "", "", ""]


def test_waiters_are_known_by_the_call_in_any_case() -> None:
    (waiter,) = waiters_of("rds", "describeDbInstances")[:1]
    assert waiter.steps == ("dbinstances", 0, "dbinstancestatus")
    assert waiter.successes == {"available"}
    assert waiter.failures[:2] == ("deleted", "deleting")
    assert waiters_of("rds", "createDBInstance") == []
