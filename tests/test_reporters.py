"""The formats for services, each read by something that is not ours."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from junitparser import Error, Failure, JUnitXml, TestSuite

from asllint.reporters.github import SHOWN
from tests.conftest import ROOT, Run
from tests.cost import PATIENCE

GOOD = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}\n'
BAD = """\
{
  "StartAt": "Pay",
  "States": {
    "Pay": {"Type": "Pass", "Next": "Shp"},
    "Ship": {"Type": "Succeed"}
  }
}
"""
MESSAGE = 'there is no state "Shp"; did you mean "Ship"?'
INFO = ["--severity", "unknown-target=info"]
WARNING = ["--severity", "unknown-target=warning"]
CRASHING = (
    "from asllint.rule import WARNING, Finding, Findings, State, rule\n\n\n"
    '@rule(severity=WARNING, since="1.0")\n'
    "def crash(state: State) -> Findings:\n"
    '    """Crashes."""\n'
    "    yield Finding(state.key.span, str(1 / 0))\n"
)


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    (tmp_path / "good.asl.json").write_text(GOOD)
    (tmp_path / "bad.asl.json").write_text(BAD)


def machine(*targets: str) -> str:
    """A definition with a wrong transition to each of the targets, a line each."""
    rules = ",\n".join(
        f'{{"Variable": "$.n", "NumericEquals": {number}, "Next": {json.dumps(target)}}}'
        for number, target in enumerate(targets)
    )
    return (
        '{"StartAt": "Any", "States": {"Any": {"Type": "Choice", "Default": "End", "Choices": [\n'
        f'{rules}\n]}}, "End": {{"Type": "Succeed"}}}}}}\n'
    )


def crashing(folder: Path) -> None:
    """Make the folder one with a rule of its own that crashes."""
    (folder / "lint" / "house").mkdir(parents=True)
    (folder / "lint" / "house" / "crash.py").write_text(CRASHING)
    (folder / "asllint.toml").write_text('rules = ["lint"]\n')


def test_a_report_keeps_the_mode_of_the_file_it_replaces(tmp_path: Path, asllint: Run) -> None:
    file = tmp_path / "report.json"
    asllint("--format", f"json={file}")
    (tmp_path / "other").touch()
    assert file.stat().st_mode == (tmp_path / "other").stat().st_mode
    file.chmod(0o604)
    asllint("--format", f"json={file}")
    assert stat.S_IMODE(file.stat().st_mode) == 0o604
    assert not list(tmp_path.glob("*.tmp"))


# --- SARIF --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def schema() -> dict[str, Any]:
    """SARIF's published schema, out of a package of Microsoft's."""
    cache = ROOT / ".cache" / "sarif"
    package = cache / "microsoft-jest-sarif-1.0.0-beta.0.tgz"
    if not package.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm, which fetches the schema, is not here")
        cache.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [npm, "pack", "--silent", "@microsoft/jest-sarif@1.0.0-beta.0"],
            cwd=cache, capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        if done.returncode:
            pytest.skip(f"the schema can not be fetched: {done.stderr.strip()[-100:]}")
    with tarfile.open(package) as archive:
        file = archive.extractfile("package/lib/schemas/sarif-2.1.0-rtm.5.json")
        assert file is not None
        loaded: dict[str, Any] = json.load(file)
    return loaded


def sarif(asllint: Run, *arguments: str) -> dict[str, Any]:
    """The one run of a SARIF report."""
    log = json.loads(asllint("--format", "sarif", *arguments).stdout)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return dict(run)


def valid(log: object, schema: dict[str, Any]) -> list[str]:
    checker = jsonschema.FormatChecker()
    errors = jsonschema.Draft4Validator(schema, format_checker=checker).iter_errors(log)
    return [f"{list(error.path)}: {error.message}" for error in errors]


def test_sarif_is_valid(asllint: Run, tmp_path: Path, schema: dict[str, Any]) -> None:
    examples = asllint("--format", "sarif", str(ROOT / "tests" / "examples"))
    assert valid(json.loads(examples.stdout), schema) == []
    assert valid(json.loads(asllint("--format", "sarif", "good.asl.json").stdout), schema) == []
    crashing(tmp_path)
    assert valid(json.loads(asllint("--format", "sarif").stdout), schema) == []
    broken = json.loads(examples.stdout.replace('"startLine": 14', '"startLine": 0'))
    assert valid(broken, schema) != []


def test_a_viewer_opens_sarif(asllint: Run, tmp_path: Path) -> None:
    asllint("--format", "sarif=out.sarif")
    viewer = Path(sys.executable).parent / "sarif"
    subprocess.run([viewer, "csv", "-o", "out.csv", "out.sarif"], check=True, cwd=tmp_path)
    assert (tmp_path / "out.csv").read_text().splitlines() == [
        "Tool,Severity,Code,Description,Location,Line",
        'asllint,error,unknown-target,"there is no state ""Shp""; did you mean ""Ship""?",'
        "bad.asl.json,4",
    ]


def test_sarif_says_what_and_where(asllint: Run, tmp_path: Path) -> None:
    run = sarif(asllint)
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert run["originalUriBaseIds"] == {"SRCROOT": {"uri": tmp_path.as_uri() + "/"}}
    (result,) = run["results"]
    artifact = {"uri": "bad.asl.json", "uriBaseId": "SRCROOT"}
    region = {"startLine": 4, "startColumn": 37, "endLine": 4, "endColumn": 42}
    near = {"startLine": 5, "startColumn": 5, "endLine": 5, "endColumn": 11}
    known = result.pop("partialFingerprints")
    assert set(known) == {"asllintPointer/v1", "primaryLocationLineHash"}
    assert result == {
        "ruleId": "unknown-target",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": MESSAGE},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": artifact, "region": region},
                "logicalLocations": [{"fullyQualifiedName": "/States/Pay/Next"}],
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {"artifactLocation": artifact, "region": near},
                "message": {"text": "this one?"},
            }
        ],
        "fixes": [
            {
                "description": {"text": 'write "Ship"'},
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [
                            {"deletedRegion": region, "insertedContent": {"text": '"Ship"'}}
                        ],
                    }
                ],
                "properties": {"safe": True},
            }
        ],
        "properties": {"awsCode": "MISSING_TRANSITION_TARGET"},
    }


def test_sarif_tells_about_the_rules_that_found_something(asllint: Run) -> None:
    driver = sarif(asllint)["tool"]["driver"]
    (rule,) = driver["rules"]
    page = rule["help"].pop("markdown")
    assert page.startswith("A transition to a state that does not exist anywhere.\n\n")
    assert "## Example" in page
    assert "](../" not in page
    assert driver["name"] == "asllint"
    assert (
        rule.pop("fullDescription")["text"] + " (`asllint explain unknown-target`)"
        == (rule.pop("help")["text"])
    )
    assert rule == {
        "id": "unknown-target",
        "name": "UnknownTarget",
        "shortDescription": {"text": "A transition to a state that does not exist anywhere."},
        "helpUri": "https://github.com/asllint/asllint/blob/main/rules/flow/unknown_target.md",
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["flow"]},
    }


def test_every_rule_can_be_told_about(schema: dict[str, Any], book: Any) -> None:
    from asllint.reporters.sarif import _descriptor

    definition = {**schema, "$ref": "#/definitions/reportingDescriptor"}
    for rule in book.rules.values():
        descriptor = _descriptor(rule, book.rules)
        assert valid(descriptor, definition) == []
        about = descriptor["fullDescription"]["text"]
        assert 40 < len(about) < 1024, rule.id  # GitHub's limit
        assert not about.startswith(("#", "*", "```")), rule.id


def test_a_severity_of_ones_own_is_the_level(asllint: Run) -> None:
    for options, level in ((INFO, "note"), (WARNING, "warning")):
        run = sarif(asllint, *options)
        assert [result["level"] for result in run["results"]] == [level]
        assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {"level": "error"}


def known(run: dict[str, Any]) -> list[str]:
    return [one["partialFingerprints"]["primaryLocationLineHash"] for one in run["results"]]


def test_a_fingerprint_stays_when_lines_move(asllint: Run, tmp_path: Path) -> None:
    before = known(sarif(asllint, "bad.asl.json"))
    (tmp_path / "bad.asl.json").write_text(
        "\n\n" + BAD.replace('"Pay": {"Type": "Pass", "Next": "Shp"}', '"Pay":\n{"Next": "Shp",\n'
                             '"Comment": "moved", "Type": "Pass"}')
    )  # fmt: skip
    assert known(sarif(asllint, "bad.asl.json")) == before
    assert re.fullmatch(r"[0-9a-f]{32}:1", before[0])


def test_equal_findings_have_fingerprints_of_their_own(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.asl.json").write_text(
        BAD.replace('"Type": "Pass",', '"Type": "Pass", "Tpe": 1, "Tpe": 2,')
    )
    run = sarif(asllint, "bad.asl.json")
    assert len(set(zip([one["ruleId"] for one in run["results"]], known(run), strict=True))) == len(
        run["results"]
    )


def applied(text: str, fix: dict[str, Any]) -> str:
    """The text after a fix, by nothing but what the report says."""
    (change,) = fix["artifactChanges"]
    lines = text.splitlines(keepends=True)

    def offset(line: int, column: int) -> int:
        return sum(map(len, lines[: line - 1])) + column - 1

    for each in reversed(change["replacements"]):
        region = each["deletedRegion"]
        start = offset(region["startLine"], region["startColumn"])
        end = offset(region["endLine"], region["endColumn"])
        text = text[:start] + each.get("insertedContent", {"text": ""})["text"] + text[end:]
    return text


def test_a_fix_can_be_applied_by_what_the_report_says(asllint: Run, tmp_path: Path) -> None:
    text = BAD.replace('"Pay": {', '"Pay": {"Comment": "🧾 für 😀", ')
    (tmp_path / "bad.asl.json").write_text(text, encoding="utf-8")
    (result,) = sarif(asllint, "bad.asl.json")["results"]
    assert applied(text, result["fixes"][0]) == text.replace('"Shp"', '"Ship"')


NAMES = ["with blank.asl.json", "50%#1?.asl.json", "für 😀.asl.json", "a:b.asl.json", "-x.asl.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not allowed there")
@pytest.mark.parametrize("name", NAMES)
def test_any_file_name_becomes_a_uri(asllint: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / name).write_text(BAD)
    run = sarif(asllint, "sub")
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == f"sub/{name}"
    parts = urlsplit(run["originalUriBaseIds"]["SRCROOT"]["uri"] + uri)
    assert (parts.query, parts.fragment) == ("", "")
    assert Path(unquote(parts.path)).read_text() == BAD


def test_paths_start_from_the_repository(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "bad.asl.json").write_text(BAD)
    os.chdir(tmp_path / "infra")
    run = sarif(asllint, "bad.asl.json")
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "infra/bad.asl.json", "uriBaseId": "SRCROOT"}
    assert run["originalUriBaseIds"]["SRCROOT"]["uri"] == tmp_path.as_uri() + "/"
    assert asllint("--format", "github").stdout.startswith("::error file=infra/bad.asl.json,")
    (found,) = json.loads(asllint("--format", "gitlab").stdout)
    assert found["location"]["path"] == "infra/bad.asl.json"


def test_a_file_outside_of_the_repository_is_named_in_full(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    os.chdir(tmp_path / "here")
    (result,) = sarif(asllint, "../bad.asl.json")["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": (tmp_path / "bad.asl.json").as_uri()}


def test_a_crash_is_a_notification_and_no_success(asllint: Run, tmp_path: Path) -> None:
    crashing(tmp_path)
    run = sarif(asllint, "bad.asl.json")
    assert [result["ruleId"] for result in run["results"]] == ["unknown-target"]
    (invocation,) = run["invocations"]
    assert invocation == {
        "executionSuccessful": False,
        "exitCode": 3,
        "exitCodeDescription": "a rule has crashed",
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": {
                    "text": 'the rule "crash" crashed (ZeroDivisionError: division by zero): '
                    "please report it; all other rules went on"
                },
                "locations": [
                    {
                        "physicalLocation": {
                            "artifactLocation": {"uri": "bad.asl.json", "uriBaseId": "SRCROOT"}
                        }
                    }
                ],
            }
        ],
    }


def test_a_rule_without_a_page_is_told_about_all_the_same(asllint: Run, tmp_path: Path) -> None:
    crashing(tmp_path)
    rule = tmp_path / "lint" / "house" / "crash.py"
    rule.write_text(CRASHING.replace("str(1 / 0)", '"nobody pays"'))
    (found,) = sarif(asllint, "--select", "crash", "good.asl.json")["tool"]["driver"]["rules"]
    assert found["shortDescription"] == found["fullDescription"] == {"text": "Crashes."}
    assert "helpUri" not in found


def test_standard_input_can_be_reported(asllint: Run, schema: dict[str, Any]) -> None:
    for name in ("sarif", "github", "gitlab", "junit"):
        done = asllint("-", "--format", name, stdin=BAD)
        assert (done.returncode, done.stderr) == (1, "")
    log = json.loads(asllint("-", "--format", "sarif", stdin=BAD).stdout)
    assert valid(log, schema) == []


# --- GitHub -------------------------------------------------------------------------------------

COMMAND = re.compile(r"::(?P<name>[A-Za-z0-9-]+)(?: (?P<properties>[^:]*))?::(?P<data>.*)")


def unescaped(text: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


class Runner:
    """What the runner of GitHub Actions makes of the output of a step, as its manual says."""

    def __init__(self, output: str) -> None:
        self.annotations: list[dict[str, str]] = []
        self.group = ""
        self.grouped: list[str] = []
        self.plain: list[str] = []
        self.stopped = ""
        for line in output.splitlines():
            self.read(line)
        assert not self.stopped
        assert self.group in ("", "closed")

    def read(self, line: str) -> None:
        """Take one line of the log."""
        command = COMMAND.fullmatch(line.lstrip())
        if self.stopped and not (command and command["name"] == self.stopped):
            self.grouped.append(line)
        elif command is None:
            assert "##[" not in line  # the other way to write a command, anywhere in a line
            self.plain.append(line)
        elif command["name"] == "group":
            self.group = command["data"]
        elif command["name"] == "endgroup":
            self.group = "closed"
        elif command["name"] == "stop-commands":
            self.stopped = command["data"]
        elif command["name"] == self.stopped:
            self.stopped = ""
        else:
            pairs = [pair.split("=", 1) for pair in (command["properties"] or "").split(",")]
            self.annotations.append(
                {name: unescaped(value) for name, value in pairs}
                | {"level": command["name"], "message": unescaped(command["data"])}
            )


def test_github_annotates_the_place(asllint: Run) -> None:
    done = asllint("--format", "github")
    runner = Runner(done.stdout)
    assert runner.annotations == [
        {
            "level": "error", "file": "bad.asl.json", "title": "asllint (unknown-target)",
            "line": "4", "endLine": "4", "col": "37", "endColumn": "42",
            "message": f"bad.asl.json:4:37: {MESSAGE}",
        }
    ]  # fmt: skip
    assert runner.plain == [
        "2 files checked: 1 error; `asllint explain unknown-target` tells more",
        "it can be repaired by `asllint --fix`",
    ]
    assert runner.group == ""


@pytest.mark.parametrize(
    ("options", "level"), [([], "error"), (WARNING, "warning"), (INFO, "notice")]
)
def test_github_has_three_levels(asllint: Run, options: list[str], level: str) -> None:
    runner = Runner(asllint("--format", "github", *options).stdout)
    assert [one["level"] for one in runner.annotations] == [level]


def test_github_gets_no_columns_of_two_lines(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.asl.yaml").write_text("# nothing\n# here\n")
    (one,) = Runner(asllint("--format", "github", "empty.asl.yaml").stdout).annotations
    assert (one["line"], one["endLine"]) == ("1", "3")
    assert "col" not in one


def test_github_shows_the_worst_first_and_says_what_it_does_not_show(
    asllint: Run, tmp_path: Path
) -> None:
    names = [f"State {number}" for number in range(13)]
    (tmp_path / "bad.asl.json").write_text(machine(*names))
    runner = Runner(asllint("--format", "github").stdout)
    assert len(runner.annotations) == SHOWN == 10
    assert runner.annotations[0]["message"] == (
        'bad.asl.json:2:49: there is no state "State 0"; there are "Any" and "End"'
    )
    assert len(runner.grouped) == 3
    assert runner.grouped[0] == (
        'bad.asl.json:12:50: error[unknown-target] there is no state "State 10"; there are "Any" '
        'and "End"'
    )
    output = asllint("--format", "github").stdout
    assert (
        "::group::3 more findings: GitHub shows 10 errors, 10 warnings and 10 notices of a step\n"
    ) in output


def test_each_level_of_github_has_its_own_ten(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.asl.json").write_text(machine(*[f"State {number}" for number in range(11)]))
    (tmp_path / "warn").mkdir()
    (tmp_path / "warn" / "asllint.toml").write_text('severity = {unknown-target = "warning"}\n')
    (tmp_path / "warn" / "a.asl.json").write_text(BAD)
    runner = Runner(asllint("--format", "github").stdout)
    levels = [one["level"] for one in runner.annotations]
    assert levels == ["error"] * 10 + ["warning"]


ATTACKS = [
    "::error::owned", "\n::set-env name=PATH::/tmp", "##[add-path]/tmp", "a%0A::warning::b",
    "::endgroup::", "\r::stop-commands::x", "50% off: a, b", "\u2028::error::owned",
]  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_no_name_in_a_file_is_a_command(asllint: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "bad.asl.json").write_text(machine(*[name] * 12))
    runner = Runner(asllint("--format", "github").stdout)
    assert [one["level"] for one in runner.annotations] == ["error"] * 10
    assert len(runner.grouped) == 2
    assert all(one["file"] == "bad.asl.json" for one in runner.annotations)


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not allowed there")
@pytest.mark.parametrize("name", ["::error::x.asl.json", "a,line=9%0A.asl.json", "a\n::b.asl.json"])
def test_no_file_name_is_a_command(asllint: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "bad.asl.json").unlink()
    (tmp_path / name).write_text(machine(*["x"] * 11))
    runner = Runner(asllint("--format", "github").stdout)
    assert {one["file"] for one in runner.annotations} == {name}
    assert {one["line"] for one in runner.annotations} == {str(line) for line in range(2, 12)}


# --- GitLab -------------------------------------------------------------------------------------

# docs.gitlab.com/ci/testing/code_quality, "Code Quality report format".
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "location", "severity"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32,}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "positions"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!/|\./|\.\.)"},
                    "positions": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": {
                            "type": "object",
                            "required": ["line"],
                            "additionalProperties": {"type": "integer", "minimum": 1},
                        },
                    },
                },
            },
        },
    },
}


def gitlab(asllint: Run, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(asllint("--format", "gitlab", *arguments).stdout)
    jsonschema.validate(found, GITLAB)
    fingerprints = [one["fingerprint"] for one in found]
    assert len(set(fingerprints)) == len(fingerprints)
    return found


def test_gitlab_gets_what_it_documents(asllint: Run, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "examples", tmp_path / "examples")
    all_ = json.loads(asllint("--format", "json").stdout)["diagnostics"]
    assert [(one["location"]["path"], one["check_name"]) for one in gitlab(asllint)] == [
        (one["file"], one["rule"]) for one in all_
    ]
    assert gitlab(asllint, "good.asl.json") == []
    (one,) = gitlab(asllint, "bad.asl.json")
    assert one["check_name"] == "unknown-target"
    assert one["description"] == MESSAGE
    assert one["severity"] == "critical"
    assert one["location"] == {
        "path": "bad.asl.json",
        "positions": {"begin": {"line": 4, "column": 37}, "end": {"line": 4, "column": 42}},
    }


def test_gitlab_knows_a_finding_again_when_lines_move(asllint: Run, tmp_path: Path) -> None:
    (before,) = gitlab(asllint)
    (tmp_path / "bad.asl.json").write_text("\n\n\n" + BAD)
    (after,) = gitlab(asllint)
    assert after["location"]["positions"]["begin"]["line"] == 7
    assert after["fingerprint"] == before["fingerprint"]


def test_gitlab_sees_two_files_and_two_equal_findings_apart(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "copy.asl.json").write_text(BAD)
    (tmp_path / "twice.asl.json").write_text(BAD.replace('"Type": "Pass"', '"a": 1, "a": 2'))
    assert len(gitlab(asllint)) > 4


# --- JUnit --------------------------------------------------------------------------------------


def junit(asllint: Run, *arguments: str) -> dict[str, TestSuite]:
    text = asllint("--format", "junit", *arguments).stdout
    xml = JUnitXml.fromstring(text.encode())
    suites = {suite.name: suite for suite in xml}
    results = [result for suite in xml for case in suite for result in case.result]
    assert xml.tests == sum(suite.tests for suite in xml) == sum(1 for suite in xml for _ in suite)
    assert xml.failures == sum(isinstance(result, Failure) for result in results)
    assert xml.errors == sum(isinstance(result, Error) for result in results)
    return suites


def test_junit_is_a_suite_for_each_file(asllint: Run) -> None:
    suites = junit(asllint)
    assert list(suites) == ["bad.asl.json", "good.asl.json"]
    (passed,) = suites["good.asl.json"]
    assert passed.is_passed
    (failed,) = suites["bad.asl.json"]
    assert failed.name == "unknown-target at /States/Pay/Next (4:37)"
    assert failed.classname == "bad.asl.json"
    (failure,) = failed.result
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("error", MESSAGE)
    assert failure.text.splitlines()[1:] == [
        " --> bad.asl.json:4:37",
        "  |",
        '4 |     "Pay": {"Type": "Pass", "Next": "Shp"},',
        "  |                                     ^^^^^",
        "  |",
        '5 |     "Ship": {"Type": "Succeed"}',
        "  |     ------ this one?",
    ]


@pytest.mark.parametrize(
    ("options", "failures"),
    [([], 1), (WARNING, 1), ([*WARNING, "--fail-on", "error"], 0), (INFO, 0),
     ([*INFO, "--fail-on", "info"], 1), (["--fail-on", "never"], 0)],
)  # fmt: skip
def test_junit_is_red_when_the_exit_status_is(
    asllint: Run, options: list[str], failures: int
) -> None:
    (suite,) = junit(asllint, "bad.asl.json", *options).values()
    assert (suite.tests, suite.failures) == (1, failures)
    assert asllint("bad.asl.json", *options).returncode == failures
    (case,) = suite
    assert bool(case.system_out) is not bool(failures)


def test_a_crash_is_an_error_of_junit(asllint: Run, tmp_path: Path) -> None:
    crashing(tmp_path)
    (suite,) = junit(asllint, "good.asl.json").values()
    (case,) = suite
    assert isinstance(case.result[0], Error)


def test_what_xml_can_not_hold_is_replaced(asllint: Run, tmp_path: Path) -> None:
    names = ["\x00\x01\x1b[2J", "\ud83d", "\ufffe", "]]><x>&amp;"]
    (tmp_path / "bad.asl.json").write_text(machine(*names))
    (suite,) = junit(asllint, "bad.asl.json", "--select", "unknown-target").values()
    messages = [case.result[0].message.partition("; there")[0] for case in suite]
    assert messages == [
        'there is no state "\ufffd\ufffd\ufffd[2J"',
        'there is no state "\ufffd"',
        'there is no state "\ufffd"',
        'there is no state "]]><x>&amp;"',
    ]


# --- several at once ----------------------------------------------------------------------------


def test_several_reports_of_one_run(asllint: Run, tmp_path: Path) -> None:
    done = asllint("--format", "text", "--format", "sarif=a.sarif", "--format", "json=b.json")
    assert done.stdout == asllint().stdout
    assert json.loads((tmp_path / "a.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((tmp_path / "b.json").read_text())["summary"]["errors"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.sarif", "b.json", "bad.asl.json", "good.asl.json",
    ]  # fmt: skip


def test_a_report_that_goes_to_a_file_leaves_standard_output_alone(
    asllint: Run, tmp_path: Path
) -> None:
    done = asllint("--format", "concise=out.txt")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert (tmp_path / "out.txt").read_text().startswith("bad.asl.json:4:37: ")
    assert asllint("--format", "concise=-").stdout == (tmp_path / "out.txt").read_text()


def test_output_is_where_the_report_without_a_file_goes(asllint: Run, tmp_path: Path) -> None:
    done = asllint("--format", "concise", "--format", "json=b.json", "--output", "a.txt")
    assert done.stdout == ""
    assert (tmp_path / "a.txt").read_text().startswith("bad.asl.json:4:37: ")
    assert (tmp_path / "b.json").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "json", "--format", "text"],
         "two reports can not both go to standard output: give one a file, as in "
         '"--format json=FILE"'),
        (["--format", "json=a", "--format", "text=./a"],
         'two reports can not both go to "a": give one a file, as in "--format json=FILE"'),
        (["--format", "sarif="], 'the name of the file is missing: "--format sarif=FILE"'),
        (["--format", "sarif=none/a.sarif"],
         'can not write "none/a.sarif": there is no folder "none"'),
        (["--format", "sarif=."], 'can not write ".": it is a folder'),
        (["--format", "sarif=a", "--output", "b"],
         'nothing is left for --output "b": each format has its own file'),
        (["--format", "sarf=a"], '--format can not be "sarf": write "text", "concise", "json", '
         '"aws", "sarif", "github", "gitlab" or "junit"'),
    ],
)  # fmt: skip
def test_what_can_not_be_written_is_said_before_anything_is_linted(
    asllint: Run, tmp_path: Path, options: list[str], message: str
) -> None:
    before = sorted(tmp_path.iterdir())
    done = asllint(*options)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"asllint: {message}\n")
    assert sorted(tmp_path.iterdir()) == before


def test_colour_is_for_the_terminal_not_for_files(asllint: Run, tmp_path: Path) -> None:
    asllint("--format", "text=a.txt")
    assert "\x1b" not in (tmp_path / "a.txt").read_text()


# --- what to do next, and how far it is -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (BAD, "it can be repaired by `asllint --fix`"),
        (BAD.replace('"Type": "Pass"', '"type": "Pass"'),
         "all of them can be repaired by `asllint --fix`"),
        (BAD.replace('"StartAt": "Pay"', '"StartAt": "Elsewhere"'),
         "1 of them can be repaired by `asllint --fix`"),
        (machine("Elsewhere"), "1 file checked: 1 error; `asllint explain unknown-target` "
         "tells more"),
    ],
)  # fmt: skip
def test_the_summary_says_what_to_do_next(
    asllint: Run, tmp_path: Path, text: str, last: str
) -> None:
    (tmp_path / "bad.asl.json").write_text(text)
    assert asllint("bad.asl.json").stdout.splitlines()[-1] == last
