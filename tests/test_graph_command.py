"""`asllint graph`: what is drawn, where it goes, and what it is compared with."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from asllint.workspace.revisions import Revision, RevisionError
from tests.conftest import Run

ONE = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}})
TWO = """\
Resources:
  Pay:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition: {StartAt: A, States: {A: {Type: Succeed}}}
  Ship:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition: {StartAt: B, States: {B: {Type: Fail}}}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one revision of `order.asl.json`, in a folder with a blank."""
    folder = tmp_path / "our orders"
    folder.mkdir()
    (folder / "order.asl.json").write_text(ONE)
    _git(tmp_path, "init", "--quiet", "--initial-branch=main")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "--quiet", "--message=one")
    return tmp_path


def _git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=n", "-c", "user.email=n@example.com")
    subprocess.run(["git", "-C", str(folder), *names, *arguments], check=True, capture_output=True)


def test_one_machine_goes_to_standard_output(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "order.asl.json").write_text(ONE)
    done = asllint("graph", "order.asl.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith('<svg xmlns="http://www.w3.org/2000/svg" class="asl" role="img" ')
    done = asllint("graph", "order.asl.json", "--format", "mermaid")
    assert done.stdout == (
        'flowchart TB\n  n0((Start))\n  n1(["Succeed<br>A"])\n  n2((End))\n'
        "  n0 --> n1\n  n1 --> n2\n"
    )


def test_of_several_machines_one_is_named(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TWO)
    done = asllint("graph", "template.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        'asllint: 2 state machines are in "template.yaml": say with --machine which one to draw '
        '("Pay" and "Ship"), give -o a folder, or draw all with --format html\n'
    )
    assert "Ship" in asllint("graph", "template.yaml", "--machine", "Ship").stdout
    done = asllint("graph", "template.yaml", "--machine", "Shp")
    assert (done.returncode, done.stderr) == (
        2,
        'asllint: there is no state machine "Shp" in "template.yaml"; did you mean "Ship"?\n',
    )


def test_a_folder_gets_a_file_for_each_machine(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TWO)
    (tmp_path / "order.asl.json").write_text(ONE)
    (tmp_path / "pay.asl.json").write_text(ONE)
    (tmp_path / "pictures").mkdir()
    done = asllint("graph", ".", "-o", "pictures")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "asllint: 4 pictures are in pictures\n"
    names = sorted(path.name for path in (tmp_path / "pictures").iterdir())
    assert names == ["Pay-2.svg", "Ship.svg", "order.svg", "pay.svg"]
    asllint("graph", ".", "-o", "pictures", "--format", "html")
    assert (tmp_path / "pictures" / "index.html").read_text().startswith("<!DOCTYPE html>\n")


def test_several_machines_in_mermaid_are_sections(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TWO)
    done = asllint("graph", "template.yaml", "--format", "mermaid")
    assert [line for line in done.stdout.splitlines() if line.startswith("#")] == [
        "### Pay",
        "### Ship",
    ]


def test_without_findings(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "a.asl.json").write_text(ONE.replace("Succeed", "Succed"))
    assert "badge error" in asllint("graph", "a.asl.json").stdout
    assert 'class="badge' not in asllint("graph", "a.asl.json", "--no-findings").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-"], "a picture is drawn of files and folders, not of a definition in a pipe"),
        (["other.json"], 'there is no state machine in "other.json"'),
        (["a.asl.json", "-o", "no/"], 'can not write into "no/": there is no such folder'),
        (["a.asl.json", "-o", "no/a.svg"], 'can not write "no/a.svg": No such file or directory'),
        (["a.asl.json", "--refresh", "0"],
         'argument --refresh: write a number from 1, not "0"; `asllint graph --help` lists what '
         "exists"),
        (["a.asl.json", "--format", "png"], '--format can not be "png": write "svg", "mermaid", '
         '"markdown", "html" or "json"'),
        ([".", "--against", "a.asl.json"],
         '"a.asl.json" is a file: name just one file to compare it with'),
        (["a.asl.json", "--against", "main"],
         '"a.asl.json" is in no git repository: give --against a file'),
    ],
)  # fmt: skip
def test_what_can_not_be(asllint: Run, tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "a.asl.json").write_text(ONE)
    (tmp_path / "other.json").write_text("{}")
    done = asllint("graph", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"asllint: {told}\n")


def test_a_page_is_told_how_often_to_look(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "a.asl.json").write_text(ONE)
    page = asllint("graph", "a.asl.json", "--format", "html").stdout
    assert '<body data-refresh="0">' in page
    page = asllint("graph", "a.asl.json", "--format", "html", "--refresh", "3").stdout
    assert '<body data-refresh="3">' in page


def test_a_link_is_not_written_through(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "a.asl.json").write_text(ONE)
    (tmp_path / "mine").write_text("")
    (tmp_path / "a.svg").symlink_to("mine")
    assert asllint("graph", "a.asl.json", "-o", "a.svg").returncode == 2
    assert (tmp_path / "mine").read_text() == ""


# --- against --------------------------------------------------------------------------------------


def test_against_a_file(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "old.asl.json").write_text(ONE)
    (tmp_path / "new.asl.json").write_text(ONE.replace('"A"', '"B"'))
    done = asllint("graph", "new.asl.json", "--against", "old.asl.json", "--format", "json")
    (machine,) = json.loads(done.stdout)["machines"]
    assert [(one["name"], one["change"]) for one in machine["states"]] == [
        ("B", "added"), ("A", "removed"),
    ]  # fmt: skip


def test_against_a_revision(asllint: Run, repository: Path) -> None:
    path = repository / "our orders" / "order.asl.json"
    path.write_text(ONE.replace("Succeed", "Fail"))
    done = asllint("graph", str(path), "--against", "HEAD", "--format", "json")
    assert done.stderr == ""
    (machine,) = json.loads(done.stdout)["machines"]
    assert [(one["name"], one["change"]) for one in machine["states"]] == [("A", "changed")]
    done = asllint("graph", str(path), "--against", "main", "--format", "markdown")
    assert "classDef changed" in done.stdout


def test_a_file_that_was_not_there_is_new(asllint: Run, repository: Path) -> None:
    path = repository / "new.asl.json"
    path.write_text(ONE)
    done = asllint("graph", str(path), "--against", "HEAD", "--format", "json")
    assert json.loads(done.stdout)["machines"][0]["states"][0]["change"] == "added"


def _changes(asllint: Run, *paths: str) -> list[tuple[str, str, str | None]]:
    done = asllint("graph", *paths, "--against", "HEAD", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)["machines"]
    return [(one["name"], one["file"], one["change"]) for one in found]


def test_a_file_that_is_gone_is_drawn_as_removed(asllint: Run, repository: Path) -> None:
    names = {
        "gone/b.asl.json": ONE,
        "a.asl.json": ONE,
        "package.json": "{}",  # holds no machine
        "notes.txt": ONE,  # would not be looked at
        "left/out.asl.json": ONE,
        "node_modules/theirs.asl.json": ONE,
        "kept.asl.json": ONE,
    }
    for name, text in names.items():
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text(text)
    (repository / "link.asl.json").symlink_to("a.asl.json")
    (repository / "asllint.toml").write_text('exclude = ["left"]')
    _git(repository, "add", "--force", ".")
    _git(repository, "commit", "--quiet", "--message=two")
    for name in names:
        if not name.startswith("kept"):
            (repository / name).unlink()
    (repository / "link.asl.json").unlink()
    (repository / "gone").rmdir()
    assert _changes(asllint, ".") == [
        ("kept.asl.json", "kept.asl.json", None),
        ("order.asl.json", "our orders/order.asl.json", None),
        ("a.asl.json", "a.asl.json", "removed"),
        ("b.asl.json", "gone/b.asl.json", "removed"),
    ]
    assert _changes(asllint, "our orders") == [
        ("order.asl.json", "our orders/order.asl.json", None),
    ]
    assert _changes(asllint, "a.asl.json", "kept.asl.json") == [
        ("kept.asl.json", "kept.asl.json", None),
        ("a.asl.json", "a.asl.json", "removed"),
    ]
    done = asllint("graph", "b.asl.json", "--against", "HEAD")
    assert (done.returncode, done.stderr) == (2, 'asllint: no such file or folder: "b.asl.json"\n')


def test_a_file_that_was_moved_is_compared(asllint: Run, repository: Path) -> None:
    (repository / "our orders" / "order.asl.json").unlink()
    (repository / "order.asl.json").write_text(ONE.replace("Succeed", "Fail"))
    assert _changes(asllint, ".") == [("order.asl.json", "order.asl.json", "changed")]


def test_a_machine_that_is_gone_from_a_template(asllint: Run, repository: Path) -> None:
    (repository / "template.yaml").write_text(TWO)
    _git(repository, "add", ".")
    _git(repository, "commit", "--quiet", "--message=two")
    (repository / "template.yaml").write_text("Resources: {}\n")
    assert [one for one in _changes(asllint, ".") if one[1] == "template.yaml"] == [
        ("Pay", "template.yaml", "removed"),
        ("Ship", "template.yaml", "removed"),
    ]


@pytest.mark.parametrize("name", ["origin/main", "--output=stolen", "-h", "HEAD~5", ":order", ""])
def test_a_revision_that_is_not_there(asllint: Run, repository: Path, name: str) -> None:
    path = repository / "our orders" / "order.asl.json"
    done = asllint("graph", str(path), f"--against={name}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f'asllint: there is no revision "{name}" in "{repository}": fetch it first, for instance '
        'by `git fetch origin` or with "fetch-depth: 0" in a workflow\n'
    )
    assert not (repository / "stolen").exists()


def test_nothing_of_a_strangers_configuration_runs(repository: Path) -> None:
    """Monitors, filters, hooks, replaced objects, remotes that are asked for what is missing."""
    marker = repository / "ran"
    touch = f"touch '{marker}'"
    path = repository / "our orders" / "order.asl.json"
    (repository / ".gitattributes").write_text("*.json filter=evil diff=evil\n")
    for name, value in {
        "core.fsmonitor": touch,
        "core.hooksPath": str(repository / "hooks"),
        "filter.evil.smudge": touch,
        "diff.evil.textconv": touch,
        "core.pager": touch,
        "core.sshCommand": touch,
        "remote.origin.url": f"ext::sh -c {touch.replace(' ', '% ')}",
        "remote.origin.promisor": "true",
        "extensions.partialClone": "origin",
        "protocol.ext.allow": "always",
        "alias.cat-file": f"!{touch}",
    }.items():
        _git(repository, "config", name, value)
    marker.unlink(missing_ok=True)
    revision = Revision("HEAD", str(path))
    assert revision.text(str(path)) == ONE
    assert revision.text(str(repository / "gone.json")) is None
    assert revision.text(os.path.join(str(repository), "..", "outside")) is None
    for blob in (repository / ".git" / "objects").glob("??/*"):  # what is missing is not fetched
        blob.unlink()
    with pytest.raises(RevisionError):
        Revision("HEAD", str(path))
    assert not marker.exists()


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(RevisionError, match="there is no git on the PATH: give --against a file"):
        Revision("HEAD", str(repository))
