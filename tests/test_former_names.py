"""A rule that is renamed, or replaced by others, can be called as before, wherever rules are."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from asllint import Diagnostic, analyze, lint, load_rulebook
from asllint.authoring.pages import catalogue, head
from asllint.commands.check import add_options
from asllint.commands.shells import script
from asllint.engine.rulebook import Rulebook
from asllint.engine.rules import RuleError
from asllint.library import lint_text
from asllint.lsp.session import Session
from asllint.workspace.run import Linter, Options
from tests.conftest import Run

RULE = '''
from asllint.rule import WARNING, Finding, Findings, Fix, State, edits, rule


@rule(severity=WARNING, since="1.0", formerly={formerly}, default={default})
def {name}(state: State) -> Findings:
    """A state whose name is {name}."""
    if {test}:
        fix = Fix("use a dash", [edits.rename(state.key, "-")])
        yield Finding(state.key.span, '"{name}" is said of "' + state.name + '"', fix=fix)
'''
LOUD, SHORT = "loud-name", "short-name"
"""Both take the place of `state-name`; `loud-name` was called `shouted-name` before."""
TESTS = {LOUD: "state.name.isupper()", SHORT: "len(state.name) < 3"}
FORMERLY = {LOUD: ("state-name", "shouted-name"), SHORT: ("state-name",)}

BOTH = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'
"""Both rules say something of the state."""


def write_rule(folder: Path, name: str, formerly: object = (), *, default: bool = True) -> Path:
    """A rule file in a category `house`."""
    path = folder / "house" / f"{name.replace('-', '_')}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    test = TESTS.get(name, "True")
    text = RULE.format(
        name=name.replace("-", "_"), formerly=repr(formerly), default=default, test=test
    )
    path.write_text(text)
    return path


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    for name, formerly in FORMERLY.items():
        write_rule(tmp_path / "lint", name, formerly)
    return tmp_path / "lint"


@pytest.fixture
def house(pack: Path) -> Rulebook:
    """The built-in rules and the two."""
    return load_rulebook([str(pack)])


@pytest.fixture
def project(pack: Path) -> Path:
    """A folder whose settings name the two rules, with a definition."""
    folder = pack.parent
    (folder / ".git").mkdir()
    (folder / "asllint.toml").write_text('rules = ["lint"]\n')
    (folder / "x.asl.json").write_text(BOTH)
    return folder


def ids(found: list[Diagnostic]) -> list[str]:
    return [one.rule for one in found if one.ignored_by is None]


def told(asllint: Run, *arguments: str) -> list[str]:
    """What is told of each finding: `severity rule`."""
    done = asllint("--format", "json", *arguments)
    assert done.stderr == ""
    return [f"{one['severity']} {one['rule']}" for one in json.loads(done.stdout)["diagnostics"]]


# --- declaring ----------------------------------------------------------------------------------


def test_a_name_stands_for_all_that_had_it(house: Rulebook) -> None:
    assert house.former["state-name"] == (LOUD, SHORT)
    assert house.former["shouted-name"] == (LOUD,)
    assert house.formerly(house.rules[LOUD]) == ["shouted-name", "state-name"]
    assert house.formerly(house.rules["wrong-type"]) == []
    assert house.present(["shouted-name", "flow"]) == {LOUD, "flow"}
    assert "state-name" not in house.names


@pytest.mark.parametrize(
    ("formerly", "message"),
    [
        ("old-name", 'the former names of the rule "loud-name" must be a tuple'),
        (["old-name"], 'the former names of the rule "loud-name" must be a tuple'),
        (("Old",), '"Old" can not be a former name of the rule "loud-name": ids are words in lower '
         "case with hyphens"),
        (("old_name",), '"old_name" can not be a former name of the rule "loud-name": ids are '
         "words in lower case with hyphens"),
        (("old-",), '"old-" can not be a former name of the rule "loud-name": ids are words in '
         "lower case with hyphens"),
        ((1,), '"1" can not be a former name of the rule "loud-name": ids are words in lower case '
         "with hyphens"),
    ],
)  # fmt: skip
def test_what_can_not_have_been_an_id(tmp_path: Path, formerly: object, message: str) -> None:
    path = write_rule(tmp_path, LOUD, formerly)
    with pytest.raises(RuleError, match=f"^{re.escape(f'{path}: {message}')}$"):
        load_rulebook([str(tmp_path)])


@pytest.mark.parametrize(
    ("taken", "what"),
    [("wrong-type", "rule"), (SHORT, "rule"), (LOUD, "rule"), ("flow", "category"),
     ("house", "category")],
)  # fmt: skip
def test_a_name_that_something_bears_is_no_former_one(
    tmp_path: Path, taken: str, what: str
) -> None:
    write_rule(tmp_path, SHORT)
    path = write_rule(tmp_path, LOUD, (taken,))
    message = (
        f'"{taken}" can not be a former name of the rule "loud-name": there is a {what} of that '
        f"name ({path})"
    )
    with pytest.raises(RuleError, match=f"^{re.escape(message)}$"):
        load_rulebook([str(tmp_path)])


def test_a_rule_of_ones_own_may_bear_what_a_built_in_one_was_called(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pack: Path
) -> None:
    monkeypatch.setattr("asllint.engine.rulebook.builtin_pack", lambda: str(pack))
    write_rule(tmp_path / "own", "state-name")
    book = load_rulebook([str(tmp_path / "own")])
    assert book.former == {"shouted-name": (LOUD,)}
    assert book.formerly(book.rules[LOUD]) == ["shouted-name"]
    assert [rule.id for rule in book.select(["state-name"])] == ["state-name"]
    text = BOTH.replace('"Type"', '"Comment": "asllint: ignore[state-name]", "Type"')
    analysis = analyze(text, "x.asl.json")
    found = lint(analysis, book.select(), known=book.names, former=book.former)
    assert ids(found) == [LOUD, SHORT]
    assert ids(lint(analysis, book.select())) == [LOUD, SHORT]
    found = lint(analysis, book.select([LOUD]), known=book.names, former=book.former)
    assert ids(found) == [LOUD]


def test_a_category_of_ones_own_may_bear_it_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_rule(tmp_path / "pack", LOUD, ("own",))
    monkeypatch.setattr("asllint.engine.rulebook.builtin_pack", lambda: str(tmp_path / "pack"))
    path = write_rule(tmp_path / "mine", "other")
    path.parent.rename(path.parent.with_name("own"))
    book = load_rulebook([str(tmp_path / "mine")])
    assert book.former == {}
    assert [rule.id for rule in book.select(["own"])] == ["other"]


def test_no_built_in_rule_was_called_as_another_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_rule(tmp_path, SHORT)
    write_rule(tmp_path, LOUD, (SHORT,))
    monkeypatch.setattr("asllint.engine.rulebook.builtin_pack", lambda: str(tmp_path))
    with pytest.raises(RuleError, match='"short-name" can not be a former name'):
        load_rulebook()


def test_no_rule_of_ones_own_takes_the_name_of_a_built_in_one(tmp_path: Path) -> None:
    write_rule(tmp_path, LOUD, ("unknown-target",))
    with pytest.raises(RuleError, match='"unknown-target" can not be a former name'):
        load_rulebook([str(tmp_path)])


# --- selecting ----------------------------------------------------------------------------------


def test_selecting_and_ignoring(house: Rulebook) -> None:
    def selected(*arguments: list[str]) -> list[str]:
        return [rule.id for rule in house.select(*arguments) if rule.category == "house"]

    assert selected(["state-name"]) == [LOUD, SHORT]
    assert selected(["shouted-name"]) == [LOUD]
    assert selected([], ["shouted-name"]) == [SHORT]
    assert selected(["house"], ["state-name"]) == []


def test_a_rule_that_is_off_is_asked_for_by_a_former_name(tmp_path: Path) -> None:
    write_rule(tmp_path, LOUD, ("state-name",), default=False)
    book = load_rulebook([str(tmp_path)])
    on = [
        LOUD in [rule.id for rule in rules]
        for rules in (book.select(), book.select(["state-name"]), book.select(asked=["state-name"]))
    ]
    assert on == [False, True, True]


def test_severities(house: Rulebook) -> None:
    def levels(severities: dict[str, str]) -> list[str]:
        found = lint(analyze(BOTH, "x.asl.json"), house.select(), severities=severities)
        return [f"{one.severity.name} {one.rule}" for one in found]

    assert levels({"state-name": "info"}) == [f"info {LOUD}", f"info {SHORT}"]
    assert levels({"state-name": "off"}) == []
    present_first = [f"error {LOUD}", f"info {SHORT}"]
    assert levels({"state-name": "info", LOUD: "error"}) == present_first
    assert levels({LOUD: "error", "state-name": "info"}) == present_first
    assert levels({"shouted-name": "error", SHORT: "off"}) == [f"error {LOUD}"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], [f"warning {LOUD}", f"warning {SHORT}"]),
        (["--select", "shouted-name"], [f"warning {LOUD}"]),
        (["--ignore", "shouted-name"], [f"warning {SHORT}"]),
        (["--ignore", "state-name"], []),
        (["--severity", "state-name=info"], [f"info {LOUD}", f"info {SHORT}"]),
        (["--severity", "shouted-name=off"], [f"warning {SHORT}"]),
    ],
)
def test_options(asllint: Run, project: Path, arguments: list[str], expected: list[str]) -> None:
    assert told(asllint, *arguments) == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('select = ["shouted-name"]', [f"warning {LOUD}"]),
        ('ignore = ["shouted-name"]', [f"warning {SHORT}"]),
        ('severity = {"shouted-name" = "error"}', [f"error {LOUD}", f"warning {SHORT}"]),
        ('per-file = {"*.json" = ["shouted-name"]}', [f"warning {SHORT}"]),
        ('per-file = {"*.yaml" = ["state-name"]}', [f"warning {LOUD}", f"warning {SHORT}"]),
    ],
)
def test_settings(asllint: Run, project: Path, settings: str, expected: list[str]) -> None:
    (project / "asllint.toml").write_text(f'rules = ["lint"]\n{settings}\n')
    assert told(asllint) == expected
    session = Session()  # an editor's, with the same settings
    session.trusted = True
    session.use_folders([str(project)])
    shown = session.lint(str(project / "x.asl.json")).diagnostics
    assert [f"{one.severity.name} {one.rule}" for one in shown] == expected


@pytest.mark.parametrize(
    ("settings", "option"),
    [("state-name", LOUD), (LOUD, "state-name"), ("shouted-name", LOUD)],
)
def test_an_option_wins_over_settings_by_any_name(
    asllint: Run, project: Path, settings: str, option: str
) -> None:
    (project / "asllint.toml").write_text(
        f'rules = ["lint"]\nseverity = {{"{settings}" = "error"}}\n'
    )
    assert f"info {LOUD}" in told(asllint, "--severity", f"{option}=info")


def test_a_name_that_nothing_had_is_unknown(asllint: Run, project: Path) -> None:
    done = asllint("--select", "stat-name")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith('asllint: --select: there is no rule "stat-name"')


def test_only_what_is_selected_is_repaired(asllint: Run, project: Path) -> None:
    asllint("--fix", "--unsafe", "--select", "unknown-target")
    assert (project / "x.asl.json").read_text() == BOTH
    asllint("--fix", "--unsafe", "--select", "shouted-name")
    assert json.loads((project / "x.asl.json").read_text())["States"] == {"-": {"Type": "Succeed"}}


def test_programs_select_by_former_names(monkeypatch: pytest.MonkeyPatch, house: Rulebook) -> None:
    monkeypatch.setattr("asllint.library._rules", lambda: house)
    assert ids(lint_text(BOTH, select=["shouted-name"])) == [LOUD]
    assert ids(lint_text(BOTH, ignore=["shouted-name"])) == [SHORT]
    assert ids(lint_text(BOTH, severity={"state-name": "off"})) == []
    commented = BOTH.replace('"Type"', '"Comment": "asllint: ignore[shouted-name]", "Type"')
    assert ids(lint_text(commented, select=["house", "practice"])) == [SHORT]


# --- directives ---------------------------------------------------------------------------------


def with_comment(names: str, state: str = "A") -> str:
    text = BOTH.replace('"A"', f'"{state}"')
    return text.replace('"Type"', f'"Comment": "asllint: ignore[{names}]", "Type"')


def shown(text: str, book: Rulebook, select: list[str] | None = None) -> list[str]:
    rules = book.select(select or [])
    found = lint(analyze(text, "x.asl.json"), rules, known=book.names, former=book.former)
    return [one.message for one in found if one.ignored_by is None]


LOUD_IS_SAID = '"loud_name" is said of "A"'
SHORT_IS_SAID = '"short_name" is said of "A"'


def of_no_use(name: str) -> str:
    return f'"{name}" finds nothing here: delete it from the directive'


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("state-name", []),
        ("shouted-name", [SHORT_IS_SAID]),
        ("shouted-name, short-name", []),
        # the present name counts, and then the former one, and then that of the category
        ("loud-name, shouted-name", [LOUD_IS_SAID.replace("loud", "short"),
                                     of_no_use("shouted-name")]),
        ("loud-name, short-name, state-name", [of_no_use("state-name")]),
        ("loud-name, state-name", []),
        ("state-name, house", [of_no_use("house")]),
        ("shouted-name, house", []),
        ("state-name, shouted-name", []),
    ],
)  # fmt: skip
def test_directives(house: Rulebook, names: str, expected: list[str]) -> None:
    assert sorted(shown(with_comment(names), house)) == sorted(expected)


def test_a_directive_of_no_use(house: Rulebook) -> None:
    text = with_comment("state-name", "Pay")
    assert shown(text, house) == [of_no_use("state-name")]
    # One of those that it stands for has not run, and might have found something.
    assert shown(text, house, [LOUD, "practice"]) == []
    assert shown(text, house, ["practice"]) == []
    assert shown(with_comment("shouted-name", "Pay"), house, [LOUD, "practice"]) == [
        of_no_use("shouted-name")
    ]


def test_a_directive_of_no_use_where_some_rules_are_not_loaded(house: Rulebook) -> None:
    found = lint(
        analyze(with_comment("state-name", "Pay"), "x.asl.json"), house.select(),
        known=house.names, former=house.former, open_names=True,
    )  # fmt: skip
    assert ids(found) == []


def test_a_misspelt_name_is_not_taken_for_a_former_one(house: Rulebook) -> None:
    (message,) = shown(with_comment("shouted-nam"), house, ["practice"])
    assert message == 'there is no rule "shouted-nam" to ignore; `asllint rules` lists all'


# --- baselines ----------------------------------------------------------------------------------


def as_before(folder: Path, **names: str) -> None:
    """Let the baseline say what it said before rules were renamed."""
    path = folder / "asllint-baseline.json"
    text = path.read_text()
    for now, before in names.items():
        assert f'"{now.replace("_", "-")}"' in text
        text = text.replace(f'"{now.replace("_", "-")}"', f'"{before}"')
    path.write_text(text)


def known_rules(folder: Path) -> list[str]:
    entries = json.loads((folder / "asllint-baseline.json").read_text())["findings"]
    return sorted(one["rule"] for one in entries)


def test_entries_stand_for_the_findings_of_the_present_rules(asllint: Run, project: Path) -> None:
    asllint("baseline")
    as_before(project, loud_name="state-name", short_name="state-name")
    assert known_rules(project) == ["state-name", "state-name"]
    assert told(asllint) == []
    diff = asllint("--diff", "--unsafe")
    assert (diff.returncode, diff.stdout) == (0, "")


def test_each_entry_stands_for_one_finding(asllint: Run, project: Path) -> None:
    asllint("baseline", "--ignore", SHORT)
    as_before(project, loud_name="state-name")
    assert told(asllint) == [f"warning {SHORT}"]
    asllint("baseline")
    as_before(project, loud_name="shouted-name")
    # The entry with the present name is not wasted on a finding that has one of its own.
    assert told(asllint) == []


def test_a_finding_takes_one_entry(asllint: Run, project: Path) -> None:
    asllint("baseline")
    as_before(project, short_name="shouted-name")
    done = asllint("--format", "concise")
    assert f"[{SHORT}]" in done.stdout  # nothing stands for it
    assert f"[{LOUD}]" not in done.stdout
    assert done.stderr.startswith("asllint: 1 known finding is gone: ")


def test_an_entry_of_another_rule_stands_for_nothing(asllint: Run, project: Path) -> None:
    asllint("baseline")
    as_before(project, loud_name="unknown-target", short_name="shouted-name")
    done = asllint("--format", "concise")
    assert f"[{SHORT}]" in done.stdout
    assert f"[{LOUD}]" not in done.stdout
    assert done.stderr.startswith("asllint: 1 known finding is gone: ")


def test_entries_survive_moves_by_their_former_names(asllint: Run, project: Path) -> None:
    asllint("baseline")
    as_before(project, loud_name="shouted-name", short_name="state-name")
    (project / "x.asl.json").rename(project / "y.asl.json")
    assert told(asllint) == []
    text = BOTH.replace('"A"', '"B"')
    (project / "y.asl.json").rename(project / "x.asl.json")
    (project / "x.asl.json").write_text(text)
    assert told(asllint) == []
    assert asllint("--diff", "--unsafe").stdout == ""


def test_a_baseline_that_is_written_anew_has_the_present_names(asllint: Run, project: Path) -> None:
    asllint("baseline")
    as_before(project, loud_name="shouted-name", short_name="state-name")
    asllint("baseline")
    assert known_rules(project) == [LOUD, SHORT]


def test_a_baseline_that_is_pruned_has_the_present_names(asllint: Run, project: Path) -> None:
    (project / "y.asl.json").write_text(BOTH)
    asllint("baseline")
    as_before(project, loud_name="shouted-name", short_name="state-name")
    done = asllint("baseline", "--prune", "x.asl.json")
    assert done.stdout == ("wrote asllint-baseline.json: 4 findings in 2 files (4 before)\n")
    # What is said of a file that was not checked stays as it is.
    assert known_rules(project) == [LOUD, SHORT, "shouted-name", "state-name"]
    (project / "x.asl.json").write_text(BOTH.replace('"A"', '"Pay"'))
    asllint("baseline", "--prune")
    assert known_rules(project) == [LOUD, SHORT]


# --- saying so ----------------------------------------------------------------------------------


def test_explain(asllint: Run, project: Path) -> None:
    (project / "lint" / "house" / "loud_name.md").write_text("# loud-name\n\nIs too loud.\n")
    (project / "lint" / "house" / "short_name.md").write_text("# short-name\n\nIs short.\n")
    assert asllint("explain", "shouted-name").stdout == (
        '"shouted-name" is a former name of "loud-name".\n\n# loud-name\n\nIs too loud.\n'
    )
    assert asllint("explain", "state-name").stdout == (
        '"state-name" is a former name of "loud-name" and "short-name".\n\n'
        "# loud-name\n\nIs too loud.\n\n# short-name\n\nIs short.\n"
    )


def test_rules(asllint: Run, project: Path) -> None:
    lines = asllint("rules").stdout.splitlines()
    assert [re.sub(" {3,}", "  ", line) for line in lines[lines.index("house/") + 1 :][:2]] == [
        "  loud-name  warning  A state whose name is loud_name. "
        "(formerly shouted-name, state-name)",
        "  short-name  warning  A state whose name is short_name. (formerly state-name)",
    ]
    listed = json.loads(asllint("rules", "--format", "json").stdout)["rules"]
    assert {one["id"]: one["formerly"] for one in listed if one["category"] == "house"} == {
        LOUD: ["shouted-name", "state-name"],
        SHORT: ["state-name"],
    }


def test_sarif(asllint: Run, project: Path) -> None:
    log = json.loads(asllint("--format", "sarif").stdout)
    rules: list[dict[str, Any]] = log["runs"][0]["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["deprecatedIds"]) for rule in rules] == [
        (LOUD, ["state-name", "shouted-name"]),
        (SHORT, ["state-name"]),
    ]
    (project / "x.asl.json").write_text(BOTH.replace("Succeed", "Suceed"))
    log = json.loads(asllint("--format", "sarif", "--select", "structure").stdout)
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert "deprecatedIds" not in rule


def test_sarif_gives_no_name_that_another_rule_bears(
    monkeypatch: pytest.MonkeyPatch, asllint: Run, project: Path
) -> None:
    monkeypatch.setattr("asllint.engine.rulebook.builtin_pack", lambda: str(project / "lint"))
    write_rule(project / "own", "state-name")
    (project / "asllint.toml").write_text('rules = ["own"]\n')
    log = json.loads(asllint("--format", "sarif").stdout)
    rules: list[dict[str, Any]] = log["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["id"]: rule.get("deprecatedIds") for rule in rules} == {
        LOUD: ["shouted-name"], SHORT: None, "state-name": None,
    }  # fmt: skip


def test_pages_and_the_catalogue(house: Rulebook) -> None:
    assert head(house.rules[LOUD], fixable=True) == (
        "# loud-name\n\nA state whose name is loud_name.\n\n"
        "*warning · house · since 1.0 · has a fix · formerly state-name, shouted-name*\n\n"
    )
    lines = catalogue(house).splitlines()
    assert (
        "| [short-name](house/short_name.md) | warning | A state whose name is short_name. "
        "(formerly state-name) |"
    ) in lines


def test_shells_do_not_offer_former_names(house: Rulebook) -> None:
    text = script("bash", add_options, {}, [*house.rules], house.categories)
    assert LOUD in text
    assert "shouted-name" not in text


def test_the_results_of_earlier_runs_are_not_mixed_up(asllint: Run, project: Path) -> None:
    assert told(asllint, "--select", "house") == [f"warning {LOUD}", f"warning {SHORT}"]
    write_rule(project / "lint", SHORT)
    assert told(asllint, "--select", "state-name") == [f"warning {LOUD}"]


def test_a_linter_knows_former_names_of_each_file(project: Path) -> None:
    linter = Linter(Options(folders=[str(project)]))
    path = str(project / "x.asl.json")
    found = linter.lint_text(BOTH, path).diagnostics
    assert {one.rule: linter.former_names(one) for one in found} == {
        LOUD: ["shouted-name", "state-name"],
        SHORT: ["state-name"],
    }
