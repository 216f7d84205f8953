"""Rules are found, loaded, checked and selected; users' own rules by the same loader."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from asllint import analyze, lint
from asllint.authoring.scaffold import scaffold
from asllint.engine.rulebook import Rulebook, load_rulebook
from asllint.engine.rules import RuleError
from asllint.ide.actions import page_summary
from asllint.lsp.convert import page_of
from tests.conftest import Run

ROOT = Path(__file__).parent.parent

DEFINITION = '{"StartAt": "pay", "States": {"pay": {"Type": "Succeed"}}}'

OWN_RULE = '''
from asllint.rule import WARNING, Finding, Findings, State, rule


@rule(severity=WARNING, since="1.0")
def capital_state_name(state: State) -> Findings:
    """A state whose name does not begin with a capital letter."""
    if not state.name[:1].isupper():
        yield Finding(state.key.span, f'state names begin with a capital letter: "{state.name}"')
'''


def own_pack(folder: Path, text: str = OWN_RULE, name: str = "capital_state_name") -> Path:
    place = folder / "house"
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.py").write_text(text)
    return folder


def test_every_rule_has_what_users_see(book: Rulebook) -> None:
    for rule in book.rules.values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.id)
        assert rule.summary.endswith("."), f"{rule.id}: the docstring is a sentence"
        assert Path(rule.page).exists(), f"{rule.id} has no page"
        assert re.fullmatch(r"\d+\.\d+", rule.since)
        if rule.aws_code is not None:
            assert re.fullmatch(r"[A-Z_]+", rule.aws_code)


def test_a_rule_of_ones_own_runs_beside_the_built_in_ones(tmp_path: Path) -> None:
    book = load_rulebook([str(own_pack(tmp_path))])
    assert book.rules["capital-state-name"].category == "house"
    (found,) = lint(analyze(DEFINITION, "x.asl.json"), book.select())
    assert found.message == 'state names begin with a capital letter: "pay"'
    assert found.pointer == "/States/pay"


def test_loading_a_folder_writes_nothing_into_it(tmp_path: Path) -> None:
    load_rulebook([str(own_pack(tmp_path))])
    assert [path.name for path in (tmp_path / "house").iterdir()] == ["capital_state_name.py"]


def test_a_rule_that_visits_transitions_meets_each_once(tmp_path: Path) -> None:
    text = OWN_RULE.replace("state: State", "one: Transition").replace("State,", "Transition,")
    text = text[: text.index("    if not")] + "    yield Finding(one.target_name.span, one.field)\n"
    rules = load_rulebook([str(own_pack(tmp_path, text))]).select(["capital-state-name"])
    choices = '"Choices": [{"Variable": "$.a", "IsNull": true, "Next": "B"}], "Default": "B"'
    states = f'{{"A": {{"Type": "Choice", {choices}}}, "B": {{"Type": "Succeed"}}}}'
    found = lint(analyze(f'{{"StartAt": "A", "States": {states}}}', "x.asl.json"), rules)
    assert [one.message for one in found] == ["StartAt", "Next", "Default"]


@pytest.mark.parametrize(
    ("visited", "states", "met"),
    [
        ("State", "", ["A", "B", "C", "D"]),
        ("State", ', states=("Wait", "Succeed")', ["C", "D"]),
        ("Task", "", ["A", "B"]),
        ("ServiceTask", "", ["B"]),
    ],
)
def test_a_rule_visits_the_states_that_it_wants(
    tmp_path: Path, visited: str, states: str, met: list[str]
) -> None:
    text = OWN_RULE.replace("state: State", f"one: {visited}").replace("State,", f"{visited},")
    text = text.replace("severity=WARNING", f"severity=WARNING{states}")
    state = "one" if visited == "State" else "one.state"
    text = text[: text.index("    if not")] + f"    yield Finding({state}.key.span, 'met')\n"
    rules = load_rulebook([str(own_pack(tmp_path, text))]).select(["capital-state-name"])
    found = lint(analyze(FOUR_STATES, "x.asl.json"), rules)
    assert [one.pointer for one in found] == [f"/States/{name}" for name in met]


FOUR_STATES = """{
  "StartAt": "A",
  "States": {
    "A": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
      "Next": "B"},
    "B": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Next": "C"},
    "C": {"Type": "Wait", "Seconds": 1, "Next": "D"},
    "D": {"Type": "Succeed"}
  }
}"""


def test_selection_takes_rules_and_categories(book: Rulebook) -> None:
    ids = [rule.id for rule in book.select(["flow", "wrong-type"], ["unreachable-state"])]
    assert "unknown-target" in ids
    assert "wrong-type" in ids
    assert "unreachable-state" not in ids
    assert "missing-field" not in ids


def test_a_rule_that_is_off_by_default_is_asked_for_by_its_name(book: Rulebook) -> None:
    off = "hard-coded-account"
    assert not book.rules[off].default
    assert off not in [rule.id for rule in book.select()]
    assert off not in [rule.id for rule in book.select(["practice"])]
    assert off in [rule.id for rule in book.select([off])]
    assert off in [rule.id for rule in book.select(asked=[off])]
    assert off in [rule.id for rule in book.select(["practice"], asked=[off])]
    assert off not in [rule.id for rule in book.select(["flow"], asked=[off])]
    assert off not in [rule.id for rule in book.select([off], ["practice"])]


def test_a_severity_turns_a_rule_on(asllint: Run, tmp_path: Path) -> None:
    call = "arn:aws:lambda:eu-west-1:123456789012:function:f"
    state = {"Type": "Task", "Resource": call, "End": True}
    (tmp_path / "x.asl.json").write_text(json.dumps({"StartAt": "A", "States": {"A": state}}))
    assert asllint("x.asl.json").returncode == 0
    assert "hard-coded-region" in asllint("--severity", "hard-coded-region=warning").stdout
    (tmp_path / "asllint.toml").write_text('severity = {"hard-coded-account" = "error"}')
    assert "error[hard-coded-account]" in asllint().stdout
    listing = asllint("rules").stdout
    assert "The number of an AWS account in the definition. (off by default)" in listing


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "unreachable-stat",
            'there is no rule "unreachable-stat"; did you mean "unreachable-state"?',
        ),
        ("flwo", 'there is no rule "flwo"; did you mean "flow"?'),
    ],
)
def test_an_unknown_name_is_told_with_what_exists(book: Rulebook, name: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        book.check_names([name], "--select")
    assert str(caught.value) == f"--select: {message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (OWN_RULE.replace("state: State", "state"), "the first parameter of the rule"),
        (re.sub('"""A state.*', "pass", OWN_RULE),
         'the rule "capital-state-name" has no docstring'),
        (OWN_RULE.replace("def capital_state_name", "def other"), "a rule file holds one rule"),
        (OWN_RULE.replace("severity=WARNING", "severity='warning'"),
         'the severity of the rule "capital-state-name" must be ERROR, WARNING or INFO'),
        (re.sub("(?s)    if .*", "    return []", OWN_RULE),
         'the rule "capital-state-name" is no generator: it must yield its findings'),
        (OWN_RULE.replace("state: State", "state: State, other: str"),
         'the parameter "other" of the rule "capital-state-name" is no fact'),
        (OWN_RULE.replace("state: State", "state: Directives, texts: Texts").replace(
            "Findings, State", "Directives, Findings, Texts"),
         'the rule "capital-state-name" visits Directives, and gets nothing beside them'),
        (OWN_RULE.replace("state: State", "state: State, own: Placeholders").replace(
            "Findings, State", "Findings, Placeholders, State"),
         'the parameter "own" of the rule "capital-state-name" is about Use, and there is none '
         "around State"),
        (OWN_RULE.replace("severity=WARNING", 'severity=WARNING, states=("Mop",)'),
         '`states` of the rule "capital-state-name" must be a tuple of "Choice", "Fail", '
         '"Map", "Parallel", "Pass", "Succeed", "Task" or "Wait"'),
        (OWN_RULE.replace("severity=WARNING", 'severity=WARNING, states="Map"'),
         '`states` of the rule "capital-state-name" must be a tuple of '),
        (OWN_RULE.replace("severity=WARNING", 'severity=WARNING, states=("Map",)').replace(
            "state: State", "state: Task").replace("Findings, State", "Findings, State, Task"),
         'the rule "capital-state-name" visits Task: only one that visits State has `states`'),
        ("import nothing_like_this\n", "ModuleNotFoundError: No module named 'nothing_like_this'"),
        ("def (\n", "SyntaxError"),
    ],
)  # fmt: skip
def test_a_rule_that_can_not_be_loaded_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        load_rulebook([str(own_pack(tmp_path, text))])
    assert message in str(caught.value)
    assert "capital_state_name.py: " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    text = OWN_RULE.replace("capital_state_name", "unknown_target")
    with pytest.raises(RuleError, match='two rules are called "unknown-target"'):
        load_rulebook([str(own_pack(tmp_path, text, "unknown_target"))])


@pytest.mark.parametrize(
    "file", ["house/mine.pyc", "mine.pyc", "house/__pycache__/mine.cpython-311.pyc"]
)
def test_byte_code_without_its_source_is_no_rule_folder(
    asllint: Run, tmp_path: Path, file: str
) -> None:
    path = tmp_path / "rules" / file
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    message = f'"{path}" is byte code without its source, and rules are .py files'
    with pytest.raises(RuleError, match=f"^{re.escape(message)}$"):
        load_rulebook([str(tmp_path / "rules")])
    (tmp_path / "asllint.toml").write_text('rules = ["rules"]')
    (tmp_path / "x.asl.json").write_text(DEFINITION)
    done = asllint(str(tmp_path / "x.asl.json"))
    assert (done.stdout, done.stderr, done.returncode) == ("", f"asllint: {message}\n", 2)


def test_byte_code_beside_rules_and_empty_folders_are_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    own_pack(tmp_path / "full")
    for file in ("house/capital_state_name.pyc", "house/_helper.pyc", "house/__pycache__/gone.pyc"):
        path = tmp_path / "full" / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    book = load_rulebook([str(tmp_path / "empty"), str(tmp_path / "full")])
    assert "capital-state-name" in book.rules


@pytest.mark.parametrize("gone", [True, False])
def test_a_pack_without_rules_is_no_clean_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, gone: bool
) -> None:
    pack = tmp_path / "rules"
    if not gone:
        (pack / "flow").mkdir(parents=True)
    monkeypatch.setattr("asllint.engine.rulebook.builtin_pack", lambda: str(pack))
    message = "can not read the rule folder" if gone else "there are no built-in rules in"
    with pytest.raises(RuleError, match=f'{message} "{re.escape(str(pack))}"'):
        load_rulebook()


def test_a_rule_that_crashes_is_one_diagnostic_and_the_others_go_on(tmp_path: Path) -> None:
    crashing = OWN_RULE.replace("if not state", "raise KeyError('oh')\n    if not state")
    book = load_rulebook([str(own_pack(tmp_path, crashing))])
    crashes: list[str] = []
    text = DEFINITION.replace('"Succeed"', '"Suceed"')
    found = lint(analyze(text, "x.asl.json"), book.rules.values(), crashes=crashes)
    assert [(one.rule, one.message) for one in found] == [
        (
            "internal-error",
            "the rule \"capital-state-name\" crashed (KeyError: 'oh'): please report it; "
            "all other rules went on",
        ),
        ("unknown-state-type", 'there is no state type "Suceed"; did you mean "Succeed"?'),
    ]
    assert "KeyError: 'oh'" in crashes[0]


def test_the_scaffold_writes_a_rule_that_works(
    tmp_path: Path, asllint: Callable[..., object]
) -> None:
    scaffold("pay-twice", "house", str(tmp_path / "rules"))
    written = asllint("test", str(tmp_path / "rules"), "--write")
    assert getattr(written, "returncode", None) == 0, written
    checked = asllint("test", str(tmp_path / "rules"))
    assert getattr(checked, "stdout", None) == "every page is right\n"
    page = (tmp_path / "rules" / "house" / "pay_twice.md").read_text()
    assert page.startswith('# pay-twice\n\nA state whose name is "pay-twice"')
    assert 'warning[pay-twice]: say what is wrong and what to do about "pay-twice"' in page


@pytest.mark.parametrize(
    ("name", "category", "message"),
    [
        ("PayTwice", "house", '"PayTwice" is no rule name: write words in lower case with hyphens'),
        ("pay-twice", "My House", '"My House" is no category: write one word in lower case'),
    ],
)
def test_the_scaffold_refuses_bad_names(
    tmp_path: Path, name: str, category: str, message: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        scaffold(name, category, str(tmp_path))


def test_the_scaffold_overwrites_nothing(tmp_path: Path) -> None:
    scaffold("pay-twice", "house", str(tmp_path))
    with pytest.raises(ValueError, match="exists already"):
        scaffold("pay-twice", "house", str(tmp_path))


def test_a_finding_may_be_milder_than_its_rule_and_never_worse(tmp_path: Path) -> None:
    text = OWN_RULE.replace('"{state.name}"\')', '"{state.name}"\', severity=INFO)')
    text = text.replace("import WARNING", "import INFO, WARNING")
    book = load_rulebook([str(own_pack(tmp_path, text))])
    worse = text.replace("severity=INFO", "severity=ERROR").replace("import INFO", "import ERROR")
    strict = load_rulebook([str(own_pack(tmp_path / "worse", worse))])

    def levels(book: Rulebook, level: str | None = None) -> list[str]:
        given = {"capital-state-name": level} if level else {}
        found = lint(analyze(DEFINITION, "x.asl.json"), book.select(), severities=given)
        return [one.severity.name for one in found]

    assert levels(book) == ["info"]
    assert [levels(book, level) for level in ("info", "warning", "error")] == [["info"]] * 3
    assert levels(book, "off") == []
    assert levels(strict) == ["warning"]
    assert [levels(strict, level) for level in ("info", "warning", "error")] == [
        ["info"],
        ["warning"],
        ["error"],
    ]


def test_a_rule_without_a_page_works_everywhere(asllint: Run, tmp_path: Path) -> None:
    path = own_pack(tmp_path / "lint") / "house" / "capital_state_name.py"
    (tmp_path / "asllint.toml").write_text('rules = ["lint"]\n')
    (tmp_path / "x.asl.json").write_text(DEFINITION)
    done = asllint("explain", "capital-state-name")
    assert (done.returncode, done.stderr) == (0, "")
    head = done.stdout.split("\n\n")
    assert head[0] == "# capital-state-name"
    assert head[-1] == f"The rule has no page; its check is `{path}`.\n"
    rules = json.loads(asllint("rules", "--format", "json").stdout)["rules"]
    listed = {one["id"]: one for one in rules}
    assert listed["capital-state-name"]["page"] is None
    done = asllint("test", "lint")
    assert (done.returncode, done.stdout.splitlines()) == (0, [
        f'the rule "capital-state-name" has no page, and so no examples: {path}',
        "every page is right",
    ])  # fmt: skip
    done = asllint("test", "lint", "--write")
    assert (done.returncode, done.stderr) == (0, "")
    assert not path.with_suffix(".md").exists()
    sarif = json.loads(asllint("--format", "sarif").stdout)
    (rule,) = sarif["runs"][0]["tool"]["driver"]["rules"]
    assert "helpUri" not in rule
    assert rule["fullDescription"]["text"] == rule["shortDescription"]["text"]
    own = load_rulebook([str(tmp_path / "lint")]).rules["capital-state-name"]
    assert page_of(own, str) == str(path)
    assert page_summary(own, page_of(own, str)) == f"**capital-state-name**: {own.summary}"


@pytest.mark.parametrize(
    "path", ["rules/limits", "rules/limits/zero_timeout.md", "rules/limits/zero_timeout.py"]
)
def test_pages_of_a_category_and_of_one_rule_are_tested(asllint: Run, path: str) -> None:
    done = asllint("test", str(ROOT / path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "every page is right\n", "")


def test_only_the_page_that_is_named_is_tested(asllint: Run, tmp_path: Path) -> None:
    house = own_pack(tmp_path) / "house"
    own_pack(tmp_path, OWN_RULE.replace("capital_", "large_"), "large_state_name")
    for name in ("capital_state_name", "large_state_name"):
        (house / f"{name}.md").write_text(f"# {name}\n\nNothing.\n")
    done = asllint("test", str(house / "large_state_name.md"))
    assert done.returncode == 1
    assert "large_state_name.md: no example on the page" in done.stdout
    assert "capital_state_name.md" not in done.stdout
    done = asllint("test", str(house / "README.md"))
    assert (done.returncode, done.stderr) == (
        2, f'asllint: there is no file and no folder "{house / "README.md"}"\n',
    )  # fmt: skip
    (house / "README.md").write_text("")
    done = asllint("test", str(house / "README.md"))
    assert (done.returncode, done.stderr) == (
        2, f'asllint: there is no rule in "{house / "README.md"}"\n',
    )  # fmt: skip
