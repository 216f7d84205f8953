"""Loops that nothing bounds, that do not wait, count wrongly, or ask for the same page again."""

from __future__ import annotations

from typing import Any

import pytest

from asllint.facts.loops.bounds import duration
from tests.test_facts_loops import BAD, DONE, PAUSE, SDK, States, choice, is_one_of, told

LAMBDA = "arn:aws:lambda:eu-west-1:111122223333:function:"
ASK: dict[str, Any] = {
    "Type": "Task",
    "Resource": LAMBDA + "ask",
    "ResultPath": "$.job",
    "Next": "Done?",
}
STATUS = "$.job.status"
READY = is_one_of("DONE", to="Good", variable=STATUS)


def poll(*rules: dict[str, Any], default: str | None = "Pause", **states: dict[str, Any]) -> States:
    """A loop that asks a function."""
    own = {"Get": ASK, "Done?": choice(*rules, default=default), "Pause": PAUSE, "Good": DONE}
    return {**own, "Bad": BAD, **states}


def rules(states: States, **more: object) -> list[str]:
    """Which rules tell something, and where."""
    return [line.split(":")[0] for line in told(states, **more)]


# --- a poll that nothing bounds -------------------------------------------------------------------


def test_a_poll_of_a_function_with_one_exit_is_unbounded() -> None:
    assert told(poll(READY)) == [
        'unbounded-poll at Get: the loop "Get" → "Done?" → "Pause" → "Get" has a single way out, '
        "and adds 9 events a turn to the history: it is full after 2,777 turns, after 1 day "
        '22 hours; count the turns, or give the machine "TimeoutSeconds"'
    ]


def test_every_state_on_the_way_adds_its_events() -> None:
    prepare = {"Type": "Pass", "Next": "Get"}
    states = poll(READY, Prepare=prepare)
    states["Pause"] = {**PAUSE, "Next": "Prepare"}
    (line,) = told(states)
    assert "11 events a turn to the history: it is full after 2,272 turns, after 1 day" in line


def test_how_long_it_takes_is_not_told_where_the_data_say_how_long_to_wait() -> None:
    wait = {"Type": "Wait", "SecondsPath": "$.seconds", "Next": "Get"}
    (line,) = told({**poll(READY), "Pause": wait})
    assert "after 2,777 turns; count" in line


@pytest.mark.parametrize(
    ("seconds", "found"),
    [(7, ["unbounded-poll (info) at Get"]), (8, [])],
)
def test_with_several_exits_it_is_told_where_the_history_is_soon_full(
    seconds: int, found: list[str]
) -> None:
    states = poll(READY, is_one_of("FAILED", to="Bad", variable=STATUS))
    states["Pause"] = {**PAUSE, "Seconds": seconds}
    assert rules(states) == found


def test_what_would_take_longer_than_an_execution_may_is_not_told() -> None:
    states = poll(READY)
    states["Pause"] = {**PAUSE, "Seconds": 86_400}
    assert told(states) == []


def test_a_bound_is_a_bound() -> None:
    assert told(poll(READY), TimeoutSeconds=60) == []
    late = {"Variable": "$$.State.EnteredTime", "TimestampGreaterThanPath": "$.end", "Next": "Bad"}
    assert told(poll(READY, late)) == []
    assert told(poll(READY, {"Variable": "$.job.n", "NumericGreaterThan": 9, "Next": "Bad"})) == []


def test_a_task_with_a_catch_has_another_way_out() -> None:
    caught = {**ASK, "Catch": [{"ErrorEquals": ["JobFailed"], "Next": "Bad"}]}
    assert told({**poll(READY), "Get": caught}) == []


def test_human_approval_is_no_poll() -> None:
    wait = {**ASK, "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken"}
    wait |= {"Parameters": {"FunctionName": "f", "Payload": {"t.$": "$$.Task.Token"}}}
    assert told({**poll(READY), "Get": wait}) == []


def test_work_in_pieces_is_no_poll() -> None:
    more: States = {
        "Get": {**ASK, "Next": "Work"},
        "Work": {"Type": "Task", "Resource": LAMBDA + "work", "ResultPath": None, "Next": "Done?"},
    }
    assert told({**poll(READY), **more}) == []
    item = {"StartAt": "X", "States": {"X": {"Type": "Pass", "End": True}}}
    each: dict[str, Any] = {
        "Type": "Map",
        "ItemsPath": "$.job.items",
        "ItemProcessor": item,
        "ResultPath": None,
    }
    assert told({**poll(READY), **more, "Work": {**each, "Next": "Done?"}}) == []
    notify: dict[str, Any] = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sns:publish",
        "ResultPath": None,
    }
    notify |= {"Parameters": {"TopicArn": "arn:aws:sns:eu-west-1:111122223333:t", "Message": "m"}}
    assert told({**poll(READY), **more, "Work": {**notify, "Next": "Done?"}}) == []


def test_a_function_behind_a_placeholder_is_known_by_its_name() -> None:
    assert rules({**poll(READY), "Get": {**ASK, "Resource": "${AskFunctionArn}"}}) == [
        "unbounded-poll at Get"
    ]
    assert told({**poll(READY), "Get": {**ASK, "Resource": "${GetItem}"}}) == []


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (20, "less than a minute"),
        (60, "1 minute"),
        (7_500, "2 hours 5 minutes"),
        (86_400, "1 day"),
        (93_660, "1 day 2 hours"),
        (200_000, "2 days 7 hours"),
    ],
)
def test_times_for_people(seconds: int, text: str) -> None:
    assert duration(seconds) == text


# --- a loop that does not wait --------------------------------------------------------------------

EXPORT: dict[str, Any] = {
    "Type": "Task",
    "Resource": SDK + "dynamodb:describeExport",
    "Parameters": {"ExportArn.$": "$.export"},
    "ResultPath": "$.answer",
    "Next": "Done?",
}
EXPORTED = "$.answer.ExportDescription.ExportStatus"


def test_a_status_that_is_asked_for_again_at_once_spins() -> None:
    ready = is_one_of("COMPLETED", to="Good", variable=EXPORTED)
    failed = is_one_of("FAILED", to="Bad", variable=EXPORTED)
    states: States = {"Get": EXPORT, "Done?": choice(ready, failed, default="Get")}
    states |= {"Good": DONE, "Bad": BAD}
    assert told(states) == [
        'spinning-loop at Get: the loop "Get" → "Done?" → "Get" asks again at once, thousands of '
        'times: let "Done?" lead to a Wait state first'
    ]
    assert told({**states, "Done?": choice(ready, failed), "Pause": PAUSE}) == []


def test_pages_without_a_wait_do_not_spin() -> None:
    scan: dict[str, Any] = {"Type": "Task", "Resource": SDK + "dynamodb:scan"}
    scan |= {"Parameters": {"TableName": "t", "ExclusiveStartKey.$": "$.LastEvaluatedKey"}}
    more = {"Variable": "$.LastEvaluatedKey", "IsPresent": True, "Next": "Get"}
    states: States = {"Get": {**scan, "Next": "More?"}, "More?": choice(more, default="Good")}
    assert told({**states, "Good": DONE}) == []


SAME = {**ASK, "Parameters": {"id.$": "$.id"}}


@pytest.mark.parametrize(
    ("get", "rule", "found"),
    [
        (SAME, READY, ["spinning-loop at Get"]),
        (ASK, READY, []),  # what it answers is in what it is asked next
        ({**SAME, "Parameters": {"id.$": "$.job.next"}}, READY, []),
        (SAME, {"Variable": "$.job.more", "BooleanEquals": False, "Next": "Good"}, []),
        (SAME, is_one_of("EMPTY", to="Good", variable=STATUS), []),
        ({**SAME, "InputPath": "$.x"}, READY, []),
    ],
)
def test_a_function_spins_if_it_is_asked_for_the_same_status(
    get: dict[str, Any], rule: dict[str, Any], found: list[str]
) -> None:
    states: States = {"Get": get, "Done?": choice(rule, default="Get"), "Good": DONE}
    assert rules(states) == found


# --- errors that lead round -----------------------------------------------------------------------


def failing(name: str, *, error: str = "States.ALL", **more: object) -> dict[str, Any]:
    catch = [{"ErrorEquals": [error], "ResultPath": "$.error", "Next": name}]
    return {"Type": "Task", "Resource": LAMBDA + "f", "Catch": catch, "Next": "Good", **more}


def test_a_task_that_a_catcher_leads_back_to_is_tried_for_ever() -> None:
    assert told({"Get": failing("Pause"), "Pause": PAUSE, "Good": DONE}) == [
        'catcher-loop at Get: as long as "Get" fails the loop "Get" → "Pause" → "Get" goes on, '
        'and nothing bounds it: use "Retry", which counts its attempts'
    ]
    assert told({"Get": failing("Pause"), "Pause": PAUSE, "Good": DONE}, TimeoutSeconds=9) == []


def test_who_does_something_about_the_error_comes_back() -> None:
    make = {"Type": "Task", "Resource": LAMBDA + "create", "ResultPath": None, "Next": "Get"}
    assert told({"Get": failing("Create"), "Create": make, "Good": DONE}) == []


def test_who_waits_for_room_names_the_error() -> None:
    assert told({"Get": failing("Pause", error="Full"), "Pause": PAUSE, "Good": DONE}) == []


def test_a_choice_can_end_it() -> None:
    decide = choice({"Variable": "$.error.Error", "StringEquals": "No", "Next": "Bad"})
    states: States = {"Get": failing("Again?"), "Again?": decide, "Pause": PAUSE, "Good": DONE}
    assert told({**states, "Bad": BAD}) == []


def test_a_state_that_catches_into_itself_is_told_by_another_rule() -> None:
    assert told({"Get": failing("Get"), "Good": DONE}) == []


# --- what Step Functions would wait for -----------------------------------------------------------


def test_a_job_that_can_be_waited_for() -> None:
    start: dict[str, Any] = {"Type": "Task", "Resource": SDK + "athena:startQueryExecution"}
    start |= {"Parameters": {"QueryString": "SELECT 1"}, "ResultPath": "$.query", "Next": "Get"}
    get: dict[str, Any] = {"Type": "Task", "Resource": SDK + "athena:getQueryExecution"}
    get |= {"Parameters": {"QueryExecutionId.$": "$.query.QueryExecutionId"}, "Next": "Done?"}
    get |= {"ResultPath": "$.answer"}
    state = "$.answer.QueryExecution.Status.State"
    ready = is_one_of("SUCCEEDED", to="Good", variable=state)
    going = is_one_of("QUEUED", "RUNNING", to="Pause", variable=state)
    states: States = {"Start": start, "Get": get, "Done?": choice(ready, going, default="Bad")}
    states |= {"Pause": PAUSE, "Good": DONE, "Bad": BAD}
    assert told(states) == [
        "available-sync (info) at Start: Step Functions can wait for this itself: with "
        '"athena:startQueryExecution.sync" no loop has to ask'
    ]
    other = {**start, "Resource": SDK + "athena:createNotebook"}
    assert told({**states, "Start": other}) == []


# --- counters -------------------------------------------------------------------------------------

BEGIN: dict[str, Any] = {"Type": "Pass", "Result": 0, "ResultPath": "$.n", "Next": "Get"}
ENOUGH = {"Variable": "$.n", "NumericGreaterThan": 9, "Next": "Bad"}


def counting(text: str, path: str | None = "$.count", name: str = "n") -> dict[str, Any]:
    count: dict[str, Any] = {"Type": "Pass", "Parameters": {name + ".$": text}, "Next": "Pause"}
    return {**count, "ResultPath": path} if path else count


def counted(count: dict[str, Any], *more: dict[str, Any], begin: dict[str, Any] = BEGIN) -> States:
    states = poll(READY, *(more or (ENOUGH,)), default="Count", Count=count)
    return {"Begin": begin, **states}


def test_what_is_compared_is_not_what_is_counted() -> None:
    assert told(counted(counting("States.MathAdd($.n, 1)"))) == [
        'loop-counter at Done?: this compares "$.n", and "Count" counts "$.count.n": '
        "compare what is counted"
    ]


def test_what_is_compared_is_not_counted_at_all() -> None:
    idle = {"Type": "Pass", "Next": "Pause"}
    assert told(counted(idle)) == [
        'loop-counter at Done?: nothing in the loop counts "$.n", which is compared here: '
        "it is always 0"
    ]
    from_input = {"Type": "Pass", "Next": "Get"}
    assert told(counted(idle, begin=from_input)) == []


def test_what_the_loop_may_write_is_not_judged() -> None:
    written = {"Type": "Pass", "Result": 1, "ResultPath": "$.n.m", "Next": "Pause"}
    assert told(counted(written)) == []
    whole = {**counted({"Type": "Pass", "Next": "Pause"}), "Get": {**ASK, "ResultPath": "$"}}
    assert told(whole) == []


ASSIGNED = {"Type": "Pass", "Assign": {"n": 0}, "Next": "Get"}


def in_variable(text: str, test: dict[str, Any], **more: object) -> States:
    count = {"Type": "Pass", "Assign": {"n.$": text}, "Next": "Pause"}
    states = counted(count, {"Variable": "$n", **test, "Next": "Bad"}, begin=ASSIGNED)
    return {**states, "Get": {**ASK, **more}}


@pytest.mark.parametrize(
    ("text", "test", "found"),
    [
        ("States.MathAdd($n, 1)", {"NumericGreaterThan": 9}, []),
        ("States.MathAdd($n, -1)", {"NumericLessThan": 1}, []),
        ("States.MathAdd(2, $n)", {"NumericLessThanEquals": 0},
            ['"$n" is counted up here, and "Done?" waits for it to fall: '
             "the loop never ends by it"]),
        ("States.MathAdd($n, -1)", {"NumericGreaterThanEquals": 9},
            ['"$n" is counted down here, and "Done?" waits for it to grow: '
             "the loop never ends by it"]),
    ],
)  # fmt: skip
def test_it_has_to_be_counted_the_right_way(
    text: str, test: dict[str, Any], found: list[str]
) -> None:
    assert told(in_variable(text, test)) == [f"loop-counter at Count: {one}" for one in found]


def test_the_loop_can_go_on_as_long_as_a_number_is_small() -> None:
    count = {"Type": "Pass", "Assign": {"n.$": "States.MathAdd($n, 1)"}, "Next": "Enough?"}
    states = counted(count, READY, begin=ASSIGNED)
    small = {"Variable": "$n", "NumericLessThan": 9, "Next": "Pause"}
    states["Enough?"] = choice(small, default="Bad")
    assert told(states) == []


def test_it_must_not_be_set_back_on_every_turn() -> None:
    grown = {"NumericGreaterThan": 9}
    assert told(in_variable("States.MathAdd($n, 1)", grown, Assign={"n": 0})) == [
        'loop-counter at Get: "$n" is set back here on every turn, so that "Done?" never sees it '
        "counted: set it before the loop"
    ]


def test_an_outer_loop_may_set_it_back() -> None:
    states = in_variable("States.MathAdd($n, 1)", {"NumericGreaterThan": 9})
    states["Bad"] = {"Type": "Pass", "Assign": {"n": 0}, "Next": "Get"}
    assert told(states) == []


def test_who_counts_should_look_at_it() -> None:
    unread = in_variable("States.MathAdd($n, 1)", {"NumericGreaterThan": 9})
    unread["Done?"] = choice(READY, is_one_of("NO", to="Bad", variable=STATUS), default="Count")
    assert told(unread) == [
        'loop-counter at Count: "$n" is counted here, and nothing reads it: compare it in the '
        "loop, or leave it out"
    ]
    read = {"Type": "Task", "Resource": LAMBDA + "tell", "Parameters": {"n.$": "$n"}, "End": True}
    assert told({**unread, "Good": read}) == []


def test_counters_in_jsonata() -> None:
    get: dict[str, Any] = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke"}
    get |= {"Arguments": {"FunctionName": "f"}, "Next": "Done?"}
    get |= {"Assign": {"ok": "{% $states.result.Payload.ok %}", "n": "{% $n - 1 %}"}}
    ok = {"Condition": "{% $ok %}", "Next": "Good"}
    enough = {"Condition": "{% $n > 9 %}", "Next": "Bad"}
    states: States = {"Begin": ASSIGNED, "Get": get, "Done?": choice(ok, enough), "Pause": PAUSE}
    states |= {"Good": DONE, "Bad": BAD}
    assert rules(states, QueryLanguage="JSONata") == ["loop-counter at Get"]
    get["Assign"]["n"] = "{% 1 + $n %}"
    assert told(states, QueryLanguage="JSONata") == []


# --- pages ----------------------------------------------------------------------------------------


def pages(parameters: dict[str, Any], **more: object) -> States:
    get: dict[str, Any] = {"Type": "Task", "Resource": SDK + "glue:getJobs", "ResultPath": "$.page"}
    get |= {"Parameters": parameters, "Next": "Work", **more}
    work: dict[str, Any] = {"Type": "Task", "Resource": LAMBDA + "work", "ResultPath": None}
    work |= {"Parameters": {"jobs.$": "$.page.Jobs"}, "Next": "More?"}
    again = {"Variable": "$.page.NextToken", "IsPresent": True, "Next": "Get"}
    return {"Get": get, "Work": work, "More?": choice(again, default="Good"), "Good": DONE}


def test_a_token_that_no_task_is_given_leads_to_the_first_page_again() -> None:
    assert told(pages({"MaxResults": 10})) == [
        'stale-page-token at More?: "$.page.NextToken" decides whether there is another page, and '
        "no Task in the loop is given it: each turn asks for the first page again"
    ]


def test_a_token_that_is_handed_on_is_right() -> None:
    assert told(pages({"NextToken.$": "$.page.NextToken"})) == []
    whole = pages({})
    whole["Work"] = {**whole["Work"], "Parameters": {"all.$": "$"}}
    assert told(whole) == []
    del whole["Work"]["Parameters"]
    assert told(whole) == []


def test_a_token_may_be_renamed_on_its_way() -> None:
    states = pages({"NextToken.$": "$.token"})
    again = {"Variable": "$.page.NextToken", "IsPresent": True, "Next": "Rename"}
    states["More?"] = choice(again, default="Good")
    states["Rename"] = {"Type": "Pass", "InputPath": "$.page.NextToken", "ResultPath": "$.token"}
    states["Rename"] |= {"Next": "Get"}
    assert told(states) == []


def test_what_is_no_token_may_decide() -> None:
    states = pages({"MaxResults": 10})
    again = {"Variable": "$.page.Jobs", "IsPresent": True, "Next": "Get"}
    states["More?"] = choice(again, default="Good")
    assert told(states) == []
