"""Names of errors, and what was meant by those that nothing raises."""

from __future__ import annotations

import pytest

from asllint.tables import errors


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("State.Timeout", "States.Timeout"),
        ("State.ALL", "States.ALL"),
        ("State.Timout", "States.Timeout"),
        ("States.Timout", "States.Timeout"),
        ("states.all", "States.ALL"),
        ("Sates.TaskFailed", "States.TaskFailed"),
        ("Sates.taskfailed", "States.TaskFailed"),
        ("StatesALL", "States.ALL"),
        ("States TaskFailed", "States.TaskFailed"),
        ("State.Http.StatusCode.404", "States.Http.StatusCode.404"),
        ("STATES.ALL", "States.ALL"),
        ("states.Timeout", "States.Timeout"),
        ("States.Timeout", None),
        ("States.Http.StatusCode.404", None),
        ("States.Mine", None),
        ("State.Mine", None),
        ("Sates.Timout", None),
        ("StatusTimeout", None),
        ("Status.Timeout", None),
        ("Timeout", None),
        ("States", None),
        ("", None),
    ],
)
def test_what_was_meant_by_a_name_near_to_those_of_step_functions(
    name: str, meant: str | None
) -> None:
    assert errors.meant_reserved(name) == meant


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Lambda.ServiceExeption", "Lambda.ServiceException"),
        ("Lambda.TooManyRequests", "Lambda.TooManyRequestsException"),
        ("lambda.unknown", "Lambda.Unknown"),
        ("Lamda.ServiceException", "Lambda.ServiceException"),
        ("Lambda_ServiceException", "Lambda.ServiceException"),
        ("Lambda.Unknown", None),
        ("Lambda.EniNotReadyException", None),
        ("Lambda.Mine", None),
        ("Lamda.Mine", None),
        ("lambda_error", None),
        ("ServiceException", None),
    ],
)
def test_what_was_meant_by_a_name_near_to_those_of_lambda(name: str, meant: str | None) -> None:
    assert errors.meant_of_lambda(name) == meant
