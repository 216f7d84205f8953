"""Many files: several processes and a cache change how long a run takes, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from asllint.reporters import text
from asllint.workspace import batch
from asllint.workspace.cache import Cache
from asllint.workspace.cache import folder as cache_folder
from asllint.workspace.run import Linter, Options
from tests.conftest import ROOT
from tests.cost import PATIENCE

GOOD = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'
BAD = '{"StartAt": "B", "States": {"A": {"Type": "Succeed"}}}'
SAM = """\
Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: orders.asl.json
      DefinitionSubstitutions: {Name: x}
"""
NAMED = """\
{
  "StartAt": "A",
  "States": {"A": {"Type": "Pass", "Result": "${Nam}", "Next": "C"}, "B": {"Type": "Succeed"}}
}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The examples and a cache of their own; however few they are, dividing them pays."""
    shutil.copytree(ROOT / "tests/examples", tmp_path / "project")
    (tmp_path / "project" / ".git").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("ASLLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(batch, "POOL_PAYS", 0.0)
    monkeypatch.setattr(batch, "CACHE_PAYS", 0.0)
    return tmp_path / "project"


def told(*, jobs: int = 1, cache: bool = True, options: Options | None = None) -> str:
    """The report of the current folder."""
    return text.report(list(batch.run(Linter(options), ["."], jobs=jobs, cache=cache)))


def plain(options: Options | None = None) -> str:
    """The same without anything clever."""
    return text.report(list(Linter(options).run(["."])))


def entries(folder: Path) -> int:
    """How much is in the cache."""
    with (
        closing(sqlite3.connect(folder.parent / "cache" / "results-1.sqlite3")) as database,
        database,
    ):
        return int(database.execute("SELECT count(*) FROM entries").fetchone()[0])


def test_all_ways_give_the_same_report(folder: Path) -> None:
    expected = plain()
    assert "unknown-target" in expected and "missing-substitution" in expected
    assert told(jobs=2, cache=False) == expected
    assert told(cache=False) == expected
    assert told() == expected  # writes
    written = entries(folder)
    assert written > 5
    assert told() == expected  # reads
    assert told(jobs=3) == expected
    assert entries(folder) == written


def test_what_is_known_is_not_looked_at_again(folder: Path) -> None:
    """A report that was tampered with shows that nobody has looked."""
    told()
    path = folder.parent / "cache" / "results-1.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE entries SET value = replace(value, 'Tell suport', 'Seen')")
    assert 'no state "Seen"' in told()
    assert 'no state "Seen"' not in told(cache=False)


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_change_is_noticed(folder: Path, jobs: int) -> None:
    for path in folder.iterdir():
        if path.name != ".git":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    Path("template.yaml").write_text(SAM)
    Path("orders.asl.json").write_text(NAMED)
    Path("other.asl.json").write_text(GOOD)
    before = told(jobs=jobs)
    assert "literal-placeholder" in before and "unused-substitution" not in before

    def after() -> str:
        found = told(jobs=jobs)
        assert found == plain()
        return found

    Path("orders.asl.json").write_text(NAMED.replace('"C"', '"B"').replace("Nam}", "Name}"))
    assert after() == "3 files checked, nothing found\n"
    Path("template.yaml").write_text(SAM.replace("{Name: x}", "{Nome: x}"))
    assert "literal-placeholder" in after()
    Path("template.yaml").write_text(SAM.replace("      Def", "      Type: EXPRESS\n      Def", 1))
    Path("orders.asl.json").write_text(
        NAMED.replace('"Type": "Pass", "Result": "${Nam}"', '"Type": "Wait", "Seconds": 3600')
    )
    assert "wait-too-long" in after()
    Path("orders.asl.json").rename("Orders.asl.json")
    assert "letter case counts" in after()
    Path("Orders.asl.json").unlink()
    assert 'there is no file "orders.asl.json"' in after()
    Path("other.asl.json").write_text(BAD)
    assert 'there is no state "B"' in after()
    Path("asllint.toml").write_text('ignore = ["unknown-target"]')
    assert 'there is no state "B"' not in after()
    Path("asllint.toml").write_text('severity = {unknown-target = "info"}')
    assert "info[unknown-target]" in after()
    express = Options(workflow_type="EXPRESS")
    assert told(jobs=jobs, options=express) == plain(express)


RULE = '''\
from asllint.rule import {severity}, Definition, Finding, Findings, rule


@rule(severity={severity}, since="1")
def house(definition: Definition) -> Findings:
    """A rule of the house."""
    {body}
    yield Finding(definition.node.head, "the house says {word}")
'''


def house(word: str, body: str = "", severity: str = "WARNING") -> None:
    Path("lint/house").mkdir(parents=True, exist_ok=True)
    Path("lint/house/house.py").write_text(RULE.format(word=word, body=body, severity=severity))
    Path("asllint.toml").write_text('rules = ["lint"]')


def run(
    *arguments: str, form: str = "concise", **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command line over the current folder, as a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", BATCH, "--format", form, *arguments],
        capture_output=True, text=True, check=False, timeout=PATIENCE,
        env={**os.environ, **environment},
    )  # fmt: skip


BATCH = """\
import sys
from asllint import cli
from asllint.workspace import batch
batch.POOL_PAYS = batch.CACHE_PAYS = 0.0
if __name__ == "__main__":
    cli.main(sys.argv[1:])
"""


def test_another_rule_of_ones_own_is_noticed(folder: Path) -> None:
    house("yes")
    assert "the house says yes" in run("-j1").stdout
    house("no, never")
    done = run("-j1")
    assert "the house says no, never" in done.stdout and "says yes" not in done.stdout


def test_a_rule_that_crashes_in_a_worker_is_told_and_not_remembered(folder: Path) -> None:
    house("nothing", body="assert definition is None, 'a bad day'")
    for _ in range(2):
        done = run("-j2")
        assert done.returncode == 3
        assert "AssertionError: a bad day" in done.stderr
        assert "[internal-error]" in done.stdout and "[unknown-target]" in done.stdout


def test_a_worker_that_dies_takes_no_run_down(folder: Path) -> None:
    dies = "import multiprocessing, os; multiprocessing.parent_process() and os._exit(9)"
    house("here", body=dies)
    done = run("-j2")
    assert done.returncode == 1
    assert done.stdout == run("-j1", "--no-cache").stdout
    assert "the house says here" in done.stdout


def test_settings_that_are_wrong_are_one_line_from_a_worker_too(folder: Path) -> None:
    Path("terraform/asllint.toml").write_text('select = ["nothing-like-this"]')
    done = run("-j2")
    assert done.returncode == 2
    assert done.stderr.startswith("asllint: terraform/asllint.toml: there is no rule")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("trouble", ["damaged", "a file in its place", "no room", "another format"])
def test_a_cache_that_can_not_be_used_changes_nothing(folder: Path, trouble: str) -> None:
    expected = run("-j1", "--no-cache")
    cache, limit = folder.parent / "cache", ""
    if trouble == "damaged":
        cache.mkdir()
        (cache / "results-1.sqlite3").write_bytes(b"no database at all" * 1000)
    elif trouble == "a file in its place":
        cache.write_text("")
    elif trouble == "another format":
        cache.mkdir()
        with closing(sqlite3.connect(cache / "results-1.sqlite3")) as database, database:
            database.execute("CREATE TABLE entries (key, value)")
    else:
        limit = "ulimit -f 1;"
    command = [sys.executable, "-c", BATCH, "--format", "concise", "-j1"]
    for _ in range(2):
        done = subprocess.run(
            ["bash", "-c", f'{limit} exec "$@"', "bash", *command],
            capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        assert (done.stdout, done.stderr) == (expected.stdout, expected.stderr)
        assert done.returncode == expected.returncode


def test_a_damaged_entry_is_none(folder: Path) -> None:
    expected = told()
    path = folder.parent / "cache" / "results-1.sqlite3"
    for value in ("", "[]", "{}", '{"looked": 1}', '{"diagnostics": [1], "definitions": 1}'):
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE entries SET value = ?", (value,))
        assert told() == expected


def test_runs_at_the_same_time_share_the_cache(folder: Path) -> None:
    command = [sys.executable, "-c", BATCH, "--format", "concise", "-j1"]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    answers = {one.communicate(timeout=PATIENCE) for one in runs}
    assert len(answers) == 1
    assert {one.returncode for one in runs} == {1}
    assert told() == plain()


def test_what_nobody_uses_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asllint.workspace.cache.MAX_ENTRIES", 10)
    for round_ in range(3):
        cache = Cache(str(tmp_path))
        for number in range(5):
            cache.put(f"{round_} {number}".encode(), "x")
        cache.close()
    with closing(sqlite3.connect(tmp_path / "results-1.sqlite3")) as database, database:
        kept = database.execute("SELECT count(*) FROM entries").fetchone()[0]
    assert 5 <= kept <= 10


PLACES = {
    "linux": "~/.cache/asllint",
    "darwin": "~/Library/Caches/asllint",
    "win32": "~/AppData/Local/asllint/Cache",
}


def test_the_cache_lies_where_the_system_keeps_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASLLINT_CACHE_DIR", str(tmp_path / "own"))
    assert cache_folder() == str(tmp_path / "own")
    monkeypatch.delenv("ASLLINT_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    assert cache_folder() == str(tmp_path / "caches" / "asllint")
    monkeypatch.delenv("XDG_CACHE_HOME")
    usual = os.path.normpath(os.path.expanduser(PLACES[sys.platform]))
    assert cache_folder() == usual
    # What is relative counts for nothing, and leads to no folder in the midst of a project.
    monkeypatch.setenv("XDG_CACHE_HOME", "caches")
    assert cache_folder() in (usual, None)
    monkeypatch.setattr("asllint.workspace.cache.folder", lambda: None)
    monkeypatch.chdir(tmp_path)
    cache = Cache()
    cache.put(b"key", "value")
    cache.close()
    assert list(tmp_path.iterdir()) == []


def test_few_files_start_no_process_and_open_no_cache(folder: Path) -> None:
    loaded = (
        "import sys; from asllint.workspace import batch; from asllint.workspace.run import Linter;"
        "list(batch.run(Linter(), ['order.asl.json'], jobs=None, cache=True));"
        "print(sorted({'sqlite3', 'hashlib', 'multiprocessing', 'platformdirs'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_the_reports_are_json_as_ever(folder: Path) -> None:
    """Fixes and related places are remembered, too."""
    first = run("-j1", form="json")
    assert any(one["fixable"] for one in json.loads(first.stdout)["diagnostics"])
    assert run("-j1", form="json").stdout == first.stdout
