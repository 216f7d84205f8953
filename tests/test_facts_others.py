"""Facts about other files: the same from whatever file, in whatever process, from the cache too."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint import Analysis, analyze
from asllint.data.shape import NOTHING
from asllint.facts.fact import FACTS, Ask, fact
from asllint.facts.others import Question, is_plain
from asllint.hosts.definition import Definition
from asllint.hosts.use import Target
from asllint.language.machine import State
from asllint.lsp.session import Session
from asllint.reporters import concise
from asllint.syntax.node import Scalar
from asllint.workspace import batch
from asllint.workspace.others import MAX_CHAIN, Others
from asllint.workspace.run import Linter
from tests.cost import often

RULE = '''\
"""How long a machine waits together with those that it starts."""
import os

from asllint.rule import INFO, Ask, Definition, Finding, Findings, fact, number_of, rule, string_of


@fact(about=Definition)
def waits(definition: Definition, ask: Ask) -> float | None:
    """The seconds that a machine waits, those it starts included; None where nobody knows."""
    seconds = 0
    for state in definition.machine.states:
        seconds += number_of(state.field("Seconds")) or 0
        other = string_of(state.field("Comment"))
        if other:
            path, _, machine = other.partition("#")
            path = os.path.join(os.path.dirname(definition.path), path)
            theirs = ask.elsewhere(waits, path, machine)
            if theirs is None:
                return None
            seconds += theirs
    return seconds


@rule(severity=INFO)
def waiting(definition: Definition, ask: Ask) -> Findings:
    """How long a machine waits."""
    seconds = ask(waits, definition)
    yield Finding(definition.node.head, f"this waits {seconds}")
'''


def machine(seconds: int, *others: str) -> str:
    """A definition that waits, and then starts others."""
    names = [f"S{number}" for number in range(len(others) + 1)]
    states: dict[str, Any] = {"S0": {"Type": "Wait", "Seconds": seconds}}
    states |= {
        name: {"Type": "Pass", "Comment": other}
        for name, other in zip(names[1:], others, strict=True)
    }
    for name, following in zip(names, [*names[1:], None], strict=True):
        states[name] |= {"End": True} if following is None else {"Next": following}
    return json.dumps({"StartAt": "S0", "States": states})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the rule above, and a cache; however few files it has, dividing them pays."""
    project = tmp_path / "project"
    (project / "own").mkdir(parents=True)
    (project / ".git").mkdir()
    (project / "asllint.toml").write_text('rules = ["own"]\nselect = ["waiting"]\n')
    (project / "own" / "waiting.py").write_text(RULE)
    monkeypatch.chdir(project)
    monkeypatch.setenv("ASLLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(batch, "POOL_PAYS", 0.0)
    monkeypatch.setattr(batch, "CACHE_PAYS", 0.0)
    return project


def told(*paths: str, jobs: int = 1, cache: bool = False) -> dict[str, str]:
    """What is said of each file."""
    found = batch.run(Linter(), paths or ["."], jobs=jobs, cache=cache)
    return {
        report.file.path: ", ".join(one.message for one in report.diagnostics)
        for report in found
        if report.diagnostics
    }


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.asl.json").write_text(text)


def test_a_fact_asks_about_another_file(folder: Path) -> None:
    write(folder, a=machine(1, "b.asl.json", "c.asl.json"), b=machine(20, "c.asl.json"),
          c=machine(300))  # fmt: skip
    assert told("a.asl.json") == {"a.asl.json": "this waits 621"}
    assert told() == {
        "a.asl.json": "this waits 621",
        "b.asl.json": "this waits 320",
        "c.asl.json": "this waits 300",
    }


def test_several_processes_say_the_same(folder: Path) -> None:
    texts = {f"m{number}": machine(number, f"m{number + 1}.asl.json") for number in range(6)}
    write(folder, **texts, m6=machine(6))
    assert (
        told(jobs=2)
        == told(jobs=1)
        == {f"m{number}.asl.json": f"this waits {sum(range(number, 7))}" for number in range(7)}
    )


def test_one_text_asks_about_files_beside_it(folder: Path) -> None:
    write(folder, b=machine(20))
    report = Linter().lint_text(machine(1, "b.asl.json"), "a.asl.json")
    assert concise.report([report]) == "a.asl.json:1:1: info[waiting] this waits 21\n"


def test_a_text_without_a_folder_asks_nobody() -> None:
    ask = analyze(machine(1), "a.asl.json").ask
    assert ask.elsewhere(named, "b.asl.json") is None


@pytest.mark.parametrize(
    "comment",
    ["none.asl.json", "../outside.asl.json", "own", "other.json", "two.asl.yaml", "bad\0name"],
)
def test_what_is_no_definition_of_the_project_is_not_known(folder: Path, comment: str) -> None:
    (folder.parent / "outside.asl.json").write_text(machine(5))
    (folder / "other.json").write_text("{}")
    (folder / "two.asl.yaml").write_text(f"{machine(5)}\n---\n{machine(5)}\n")
    write(folder, a=machine(1, comment))
    assert told("a.asl.json") == {"a.asl.json": "this waits None"}


def test_a_folder_whose_settings_can_not_be_read_is_not_known(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "asllint.toml").write_text("select = 5\n")
    (folder / "sub" / "b.asl.json").write_text(machine(5))
    write(folder, a=machine(1, "sub/b.asl.json"))
    assert told("a.asl.json") == {"a.asl.json": "this waits None"}


# --- machines of templates -----------------------------------------------------------------------

TEMPLATE = """\
Resources:
  File: {Type: 'AWS::Serverless::StateMachine', Properties: {DefinitionUri: b.asl.json}}
  Gone: {Type: 'AWS::Serverless::StateMachine', Properties: {DefinitionUri: gone.asl.json}}
  Text:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionString: '%s'
  Object:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition: %s
  Either:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        Fn::If: [Here, %s, %s]
"""


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("#File", 21), ("#Text", 301), ("#Object", 4001), ("#Gone", None), ("#Nobody", None),
        ("#Either", None), ("", None),
    ],
)  # fmt: skip
def test_a_machine_is_asked_for_by_the_name_that_a_template_gives_it(
    folder: Path, name: str, seconds: int | None
) -> None:
    template = TEMPLATE % tuple(map(machine, (300, 4000, 1, 1)))
    (folder / "template.yaml").write_text(template)
    write(folder, a=machine(1, f"template.yaml{name}"), b=machine(20))
    assert told("a.asl.json") == {"a.asl.json": f"this waits {seconds}"}


def test_machines_of_one_template_ask_about_each_other(folder: Path) -> None:
    here = "template.yaml"
    template = TEMPLATE % (
        machine(300, f"{here}#Object"), machine(4000, f"{here}#File"), machine(1), machine(1),
    )  # fmt: skip
    (folder / here).write_text(template)
    write(folder, b=machine(20))
    said = told()[here].split(", ")
    assert sorted(said) == ["this waits 1"] * 2 + ["this waits 4020", "this waits 4320"]


# --- circles and rows ----------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["a", "b", "c"])
def test_what_rests_on_itself_is_not_known_wherever_one_begins(folder: Path, first: str) -> None:
    write(
        folder, a=machine(1, "b.asl.json"), b=machine(2, "a.asl.json"), c=machine(3, "a.asl.json")
    )
    unknown = {f"{name}.asl.json": "this waits None" for name in "abc"}
    assert told() == unknown
    assert told(f"{first}.asl.json") == {f"{first}.asl.json": "this waits None"}
    write(folder, b=machine(2))  # it ends here
    assert told() == {
        "a.asl.json": "this waits 3",
        "b.asl.json": "this waits 2",
        "c.asl.json": "this waits 6",
    }


def test_a_machine_that_starts_itself_is_not_known(folder: Path) -> None:
    write(folder, a=machine(1, "a.asl.json"))
    assert told() == {"a.asl.json": "this waits None"}


def test_who_catches_a_circle_changes_nothing(folder: Path) -> None:
    """Every answer of a circle is None, whatever a fact makes of the error."""
    rule = RULE.replace(
        "theirs = ask", "theirs = caught(ask, path, machine)\n            0 and ask"
    )
    rule += """

def caught(ask, path, machine):
    try:
        return ask.elsewhere(waits, path, machine)
    except Exception:
        return 7
"""
    (folder / "own" / "waiting.py").write_text(rule)
    write(
        folder, a=machine(1, "b.asl.json"), b=machine(2, "c.asl.json"), c=machine(3, "b.asl.json")
    )
    assert told() == {f"{name}.asl.json": "this waits None" for name in "abc"}


@pytest.mark.parametrize("names", ["abcdefghijklmno", "onmlkjihgfedcba"])
def test_a_long_row_ends_at_the_same_place_from_wherever(folder: Path, names: str) -> None:
    """Names decide in which order the files are looked at."""
    for one, following in pairwise(names):
        write(folder, **{one: machine(1, f"{following}.asl.json")})
    write(folder, **{names[-1]: machine(1)})
    expected = {}
    for number, name in enumerate(reversed(names)):
        seconds = number + 1 if number <= MAX_CHAIN else None
        expected[f"{name}.asl.json"] = f"this waits {seconds}"
    assert told() == expected
    assert told(f"{names[0]}.asl.json") == {f"{names[0]}.asl.json": "this waits None"}


@fact(about=Definition)
def reached(definition: Definition, ask: Ask) -> list[object]:
    """What is told of those that a machine names, in their order."""
    comments = [state.field("Comment") for state in definition.machine.states]
    names = [str(one.value) for one in comments if isinstance(one, Scalar)]
    return [ask.elsewhere(reached, f"/x/{name}") for name in names]


@settings(max_examples=often(40, 1_000), deadline=None)
@given(st.data())
def test_an_answer_does_not_depend_on_what_was_asked_before(data: st.DataObject) -> None:
    """Not where circles cross, and not where rows end; nor on what an editor has changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("asllint.workspace.others.MAX_CHAIN", data.draw(st.sampled_from([3, 9])))
        in_any_order(data)


def in_any_order(data: st.DataObject) -> None:
    names = [f"/x/{name}" for name in "abcdef"[: data.draw(st.integers(2, 6))]]
    one = st.sampled_from(names)
    texts: dict[str, str] = {}
    for number, name in enumerate(names):
        following = [names[number + 1]] if data.draw(st.booleans()) and name != names[-1] else []
        asked = [*data.draw(st.lists(one, max_size=2)), *following]
        texts[name] = machine(1, *(other.removeprefix("/x/") for other in asked))

    def look(base: str, path: str) -> Target:
        return Target(path, path, texts[path])

    def told_by(others: Others, name: str) -> object:
        return others.answer("/x/z", Question(reached, name, "")).value

    others = Others(look, lambda path: "STANDARD")
    for name in data.draw(st.permutations(names)):
        assert told_by(others, name) == told_by(Others(look, lambda path: "STANDARD"), name)
    changed, another = data.draw(one), data.draw(one)
    texts[changed] = machine(1, another.removeprefix("/x/"))
    others.forget(changed)
    for name in data.draw(st.permutations(names)):
        assert told_by(others, name) == told_by(Others(look, lambda path: "STANDARD"), name)


FACTS.remove(reached)


# --- the cache -----------------------------------------------------------------------------------


def tamper(folder: Path) -> None:
    """Make another text of what the cache holds, so that one sees where it comes from."""
    path = folder.parent / "cache" / "results-1.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE entries SET value = replace(value, 'this waits', 'kept:')")


def test_what_is_kept_holds_until_another_file_says_something_else(folder: Path) -> None:
    write(folder, a=machine(1, "b.asl.json"), b=machine(20, "c.asl.json"), c=machine(300),
          d=machine(4))  # fmt: skip
    said = told(cache=True)
    assert said["a.asl.json"] == "this waits 321"
    tamper(folder)
    assert told(cache=True) == {
        "a.asl.json": "kept: 321",
        "b.asl.json": "kept: 320",
        "c.asl.json": "kept: 300",
        "d.asl.json": "kept: 4",
    }
    write(folder, c=machine(500))  # on which both rest
    assert told(cache=True) == {
        "a.asl.json": "this waits 521",
        "b.asl.json": "this waits 520",
        "c.asl.json": "this waits 500",
        "d.asl.json": "kept: 4",
    }


def test_a_file_that_comes_and_goes_is_noticed(folder: Path) -> None:
    write(folder, a=machine(1, "b.asl.json"))
    assert told(cache=True) == {"a.asl.json": "this waits None"}
    write(folder, b=machine(20))
    assert told("a.asl.json", cache=True) == {"a.asl.json": "this waits 21"}
    (folder / "b.asl.json").unlink()
    tamper(folder)
    assert told(cache=True) == {"a.asl.json": "kept: None"}


def test_workers_tell_the_cache_what_they_have_asked(folder: Path) -> None:
    write(folder, a=machine(1, "b.asl.json"), b=machine(20))
    told(jobs=2, cache=True)
    write(folder, b=machine(30))
    assert told(jobs=2, cache=True)["a.asl.json"] == "this waits 31"


# --- an editor -----------------------------------------------------------------------------------


def session_of(folder: Path, *names: str) -> Session:
    session = Session()
    session.trusted = True
    session.use_folders([str(folder)])
    for name in names:
        path = folder / f"{name}.asl.json"
        session.open(str(path), path.read_text())
    return session


def said(session: Session, path: Path) -> str:
    """What an editor shows of a file."""
    return ", ".join(one.message for one in session.lint(str(path)).diagnostics)


def test_an_edit_in_one_file_is_seen_in_the_other(folder: Path) -> None:
    write(folder, a=machine(1, "b.asl.json"), b=machine(20))
    a, b = folder / "a.asl.json", folder / "b.asl.json"
    session = session_of(folder, "a", "b")
    assert (said(session, a), said(session, b)) == ("this waits 21", "this waits 20")
    session.open(str(b), machine(30))  # nobody has saved it
    assert session.changed(str(b)) == [str(a)]
    assert (said(session, a), said(session, b)) == ("this waits 31", "this waits 30")
    session.open(str(a), machine(2, "b.asl.json"))
    assert session.changed(str(a)) == []
    assert said(session, a) == "this waits 32"


def test_an_edit_that_changes_no_answer_is_nobodys_business(folder: Path) -> None:
    write(folder, a=machine(1, "b.asl.json"), b=machine(20))
    a, b = folder / "a.asl.json", folder / "b.asl.json"
    session = session_of(folder, "a", "b")
    assert said(session, a) == "this waits 21"
    before = session.lint(str(a))
    session.open(str(b), machine(20).replace("Wait", "Pass"))
    assert session.changed(str(b)) == []
    assert session.lint(str(a)) is before


def test_an_edit_far_behind_is_seen_too(folder: Path) -> None:
    """By way of a file that is not open."""
    write(folder, a=machine(1, "b.asl.json"), b=machine(20, "c.asl.json"), c=machine(300))
    a, c = folder / "a.asl.json", folder / "c.asl.json"
    session = session_of(folder, "a", "c")
    assert said(session, a) == "this waits 321"
    session.open(str(c), machine(500))
    assert session.changed(str(c)) == [str(a)]
    assert said(session, a) == "this waits 521"
    session.open(str(c), machine(500, "a.asl.json"))
    assert session.changed(str(c)) == [str(a)]
    assert said(session, a) == "this waits None"
    session.open(str(c), machine(7))
    assert session.changed(str(c)) == [str(a)]
    assert said(session, a) == "this waits 28"


def test_a_file_that_has_changed_on_the_disk_is_asked_again(folder: Path) -> None:
    write(folder, a=machine(1, "b.asl.json"), b=machine(20))
    session = session_of(folder, "a")
    a = folder / "a.asl.json"
    assert said(session, a) == "this waits 21"
    write(folder, b=machine(40))
    session.forget()
    assert said(session, a) == "this waits 41"


# --- what rests on an answer ---------------------------------------------------------------------


@fact(about=Definition)
def named(definition: Definition, ask: Ask) -> list[str]:
    """The names of a machine's states."""
    return [state.name for state in definition.machine.states]


@fact(about=State)
def twin(state: State, ask: Ask) -> bool:
    """Has another file a state of this name?"""
    return state.name in (ask.elsewhere(named, "other.asl.json") or [])


FACTS.remove(named)
FACTS.remove(twin)


def test_a_fact_is_made_again_when_it_is_told_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    project = Linter().project([])
    write(tmp_path, other=machine(1))
    analysis = project.surround(analyze(machine(1), "x.asl.json"))
    state = analysis.definitions[0].machine.states[0]
    assert analysis.fact(twin, state) is True
    again(analysis)
    assert (analysis.fact(twin, state), analysis.ask.made) == (True, {})
    write(tmp_path, other=machine(1).replace("S0", "T0"))
    project.others.forget(str(tmp_path / "other.asl.json"))
    assert analysis.is_outdated()
    again(analysis)
    assert (analysis.fact(twin, state), analysis.ask.made) == (False, {twin: 1})
    assert not analysis.is_outdated()


def again(analysis: Analysis) -> None:
    analysis.look_around(analysis.ask.others)


def test_a_question_is_what_it_asks() -> None:
    one = Question(named, "a", "")
    assert one == Question(named, "a", "")
    assert {one} == {Question(named, "a", "")}
    others = [Question(twin, "a", ""), Question(named, "b", ""), Question(named, "a", "c"), "a"]
    assert one not in others


@pytest.mark.parametrize("value", [None, True, 1, 1.5, "x", [{"a": (1,)}], {1, 2}, NOTHING])
def test_answers_are_plain(value: object) -> None:
    assert is_plain(value)


@pytest.mark.parametrize("key", [False, True])
def test_nodes_are_no_answers(key: bool) -> None:
    node = analyze(machine(1), "x.asl.json").definitions[0].node.pairs[0].key
    assert not is_plain([{"a": node}])
    assert not is_plain({node} if key else {node: 1})


def test_a_fact_that_can_not_be_an_answer_is_told(folder: Path) -> None:
    rule = RULE.replace("return seconds\n", "return definition.node\n")
    (folder / "own" / "waiting.py").write_text(rule)
    write(folder, a=machine(1, "b.asl.json"), b=machine(2))
    linter = Linter()
    found = {one.file.path: one.diagnostics[0].message for one in linter.run(["."])}
    assert "waits can not be asked elsewhere: its answer is no plain data" in found["a.asl.json"]
