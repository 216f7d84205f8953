"""Mock files of Step Functions Local, read as plain data."""

from __future__ import annotations

from typing import Any

import pytest

from asllint.data.mocks import MocksError, Reply, read_mocks

CASES = {"Order": {"TestCases": {"Declined": {"Pay": "PayDeclined"}}}}


def mocks(response: Any) -> Any:
    return {"StateMachines": CASES, "MockedResponses": {"PayDeclined": response}}


def test_replies_stand_in_the_order_of_their_attempts() -> None:
    found = read_mocks(
        mocks(
            {
                "3": {"Return": {"status": "declined"}},
                "0": {"Throw": {"Error": "Busy", "Cause": "try again"}},
                "1-2": {"Throw": {}},
            }
        )
    )
    assert list(found) == ["Order"]
    assert found["Order"].states == {"Pay"}
    assert found["Order"].cases == {
        "Declined": {
            "Pay": [
                Reply(0, 0, fails=True, error="Busy", cause="try again"),
                Reply(1, 2, fails=True),
                Reply(3, 3, {"status": "declined"}),
            ]
        }
    }


def test_a_machine_may_have_no_cases_and_a_file_no_responses() -> None:
    assert read_mocks({"StateMachines": {"Order": {}}})["Order"].cases == {}


def test_null_may_be_returned() -> None:
    (reply,) = read_mocks(mocks({"0": {"Return": None}}))["Order"].cases["Declined"]["Pay"]
    assert (reply.fails, reply.value) == (False, None)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "the mock file is no object with StateMachines and MockedResponses"),
        ({}, 'the mock file has no "StateMachines"'),
        ({"StateMachines": 1}, '"StateMachines" is no object'),
        ({"StateMachines": {"A": 1}}, '"A" in "StateMachines" is no object'),
        ({"StateMachines": {"A": {"TestCases": 1}}}, '"TestCases" of "A" is no object'),
        ({"StateMachines": {"A": {"TestCases": {"B": 1}}}}, 'the test case "B" is no object'),
        (
            {"StateMachines": {"A": {"TestCases": {"B": {"C": 1}}}}},
            '"C" in the test case "B" takes the name of a response',
        ),
        (
            {"StateMachines": CASES, "MockedResponses": {"PayDeclind": {}}},
            '"Pay" in the test case "Declined" takes "PayDeclined", which is not in '
            '"MockedResponses"; did you mean "PayDeclind"?',
        ),
        (
            {"StateMachines": {}, "MockedResponses": []},
            '"MockedResponses" is no object',
        ),
        (mocks(1), '"PayDeclined" in "MockedResponses" is no object'),
        (mocks({"0": 1}), '"0" of "PayDeclined" in "MockedResponses" is no object'),
        (
            mocks({"0": {}}),
            '"0" of "PayDeclined" in "MockedResponses" takes either "Return" or "Throw"',
        ),
        (
            mocks({"0": {"Return": 1, "Throw": {}}}),
            '"0" of "PayDeclined" in "MockedResponses" takes either "Return" or "Throw"',
        ),
        (
            mocks({"0": {"Throw": 1}}),
            '"Throw" in "0" of "PayDeclined" in "MockedResponses" is no object',
        ),
        (
            mocks({"0": {"Throw": {"Error": 1}}}),
            '"Error" and "Cause" in "0" of "PayDeclined" in "MockedResponses" are texts',
        ),
        (
            mocks({"first": {"Return": 1}}),
            '"PayDeclined" in "MockedResponses" has the key "first": write a number of an '
            'attempt, or "0-2"',
        ),
        (
            mocks({"2-1": {"Return": 1}}),
            '"PayDeclined" in "MockedResponses" has the key "2-1", which is no range of attempts',
        ),
        (
            mocks({"0-1000001": {"Return": 1}}),
            '"PayDeclined" in "MockedResponses" has the key "0-1000001", which is no range of '
            "attempts",
        ),
        (
            mocks({"0-1": {"Return": 1}, "1": {"Return": 2}}),
            '"PayDeclined" in "MockedResponses" has two replies for attempt 1',
        ),
    ],
)
def test_what_is_no_mock_file_is_told(value: Any, said: str) -> None:
    with pytest.raises(MocksError) as caught:
        read_mocks(value)
    assert str(caught.value) == said


def test_ranges_may_touch_and_a_million_attempts_are_allowed() -> None:
    found = read_mocks(mocks({"0-1": {"Return": 1}, "2-1000000": {"Return": 2}}))
    assert found["Order"].cases["Declined"]["Pay"] == [Reply(0, 1, 1), Reply(2, 1_000_000, 2)]


def test_what_states_are_answered_in_all_cases() -> None:
    responses = {
        "Paid": {"0": {"Throw": {"Error": "Busy"}}, "1-2": {"Return": 1}, "3": {"Return": 2}}
    }
    cases = {"One": {"Pay": "Paid"}, "Other": {"Charge": "Paid"}}
    mocks = {"StateMachines": {"M": {"TestCases": cases}}, "MockedResponses": responses}
    found = list(read_mocks(mocks)["M"].answers())
    assert found == [("Pay", 1), ("Pay", 2), ("Charge", 1), ("Charge", 2)]
