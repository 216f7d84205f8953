"""asllint inside of other programs: values in, values out, from any thread or process."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from asllint import Diagnostic, lint_paths, lint_text
from asllint.engine.rules import RuleError
from asllint.workspace.settings import SettingsError
from tests.conftest import ROOT

BAD = """\
{"StartAt": "Pay",
 "States": {"Pay": {"Type": "Pass", "Next": "Shp"},
 "Ship": {"Type": "Succeed"}}}
"""


def shown(found: list[Diagnostic]) -> list[str]:
    return [f"{one.path}:{one.line}:{one.column} {one.severity.name} {one.rule}" for one in found]


def test_a_text() -> None:
    found = lint_text(BAD)
    assert shown(found) == ["definition.asl.json:2:45 error unknown-target"]
    assert found[0].message == 'there is no state "Shp"; did you mean "Ship"?'
    assert found[0].pointer == "/States/Pay/Next"
    assert lint_text(BAD.replace("Shp", "Ship")) == []


def test_the_path_is_only_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("asllint.toml").write_text("this is no TOML")
    yaml = "StartAt: A\nStates:\n  A: {Type: Pass, Next: B}\n  C: {Type: Fail}\n"
    assert shown(lint_text(yaml, "s3://bucket/a.asl.yaml")) == [
        "s3://bucket/a.asl.yaml:3:25 error unknown-target",
    ]


def test_options() -> None:
    wait = '{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 3600, "End": true}}}'
    assert lint_text(wait) == []
    assert [one.rule for one in lint_text(wait, workflow_type="EXPRESS")] == ["wait-too-long"]
    assert lint_text(wait, workflow_type="EXPRESS", ignore=["limits"]) == []
    assert lint_text(BAD, select=["syntax"]) == []
    assert shown(lint_text(BAD, severity={"unknown-target": "info"})) == [
        "definition.asl.json:2:45 info unknown-target"
    ]
    with pytest.raises(RuleError, match='lint_text: there is no rule "flw"; did you mean "flow"'):
        lint_text(BAD, select=["flw"])


@pytest.mark.parametrize("kind", ["bogus", "standard", ""])
def test_a_workflow_type_that_does_not_exist(kind: str) -> None:
    complaint = f'the workflow type can not be "{kind}": write "STANDARD" or "EXPRESS"'
    with pytest.raises(SettingsError, match=f"^{complaint}$"):
        lint_text(BAD, workflow_type=kind)
    with pytest.raises(SettingsError, match=f"^{complaint}$"):
        lint_paths([], workflow_type=kind)


def test_a_severity_that_does_not_exist() -> None:
    complaint = (
        'the severity of "unknown-target" can not be "fatal": '
        'write "info", "warning", "error" or "off"'
    )
    with pytest.raises(SettingsError, match=f"^{complaint}$"):
        lint_text(BAD, severity={"unknown-target": "fatal"})
    with pytest.raises(SettingsError, match=f"^{complaint}$"):
        lint_paths([], severity={"unknown-target": "fatal"})


@pytest.mark.parametrize("text", ["", "\0", "{" * 1000, "[]", "\ud800", "{%", "a: &a [*a]"])
@pytest.mark.parametrize("path", ["x.json", "x.asl.yaml", "main.tf", "template.yaml"])
def test_no_text_is_too_odd(text: str, path: str) -> None:
    lint_text(text, path)


def test_results_can_be_pickled_and_sent() -> None:
    texts = [BAD.replace("Shp", f"Shp{number}") for number in range(8)]
    expected = [[repr(one) for one in lint_text(text)] for text in texts]
    with ThreadPoolExecutor(4) as threads:
        assert [list(map(repr, found)) for found in threads.map(lint_text, texts)] == expected
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert [list(map(repr, found)) for found in processes.map(lint_text, texts)] == expected
    again = pickle.loads(pickle.dumps(lint_text(BAD)))
    assert shown(again) == shown(lint_text(BAD))
    assert again[0].fix.edits[0].replacement == '"Ship"'


def test_paths() -> None:
    folder = ROOT / "tests/examples"
    reports = list(lint_paths([folder], select=["flow"]))
    found = [one for report in reports for one in report.diagnostics]
    assert {one.path.removeprefix(f"{folder}/") for one in found} == {
        "cost/encode.asl.json", "refund.asl.json", "terraform/main.tf", "thumbnails.asl.yaml",
    }  # fmt: skip
    assert pickle.loads(pickle.dumps(reports))[0].file.path == reports[0].file.path


def test_paths_in_several_processes() -> None:
    folder = ROOT / "tests/examples"
    alone = [list(map(repr, one.diagnostics)) for one in lint_paths([folder])]
    assert [list(map(repr, one.diagnostics)) for one in lint_paths([folder], jobs=2)] == alone
