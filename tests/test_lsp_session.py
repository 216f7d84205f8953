"""What the server knows, without a server: settings of the workspace, and texts that change."""

from __future__ import annotations

from pathlib import Path

import pytest

from asllint.lsp.session import Session, SupersededError

BROKEN = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Bee"}, "B": {"Type": "Pass"}}}'
MENDED = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'


def rules(session: Session, path: str) -> set[str]:
    return {one.rule for one in session.lint(path).diagnostics}


def test_settings_of_the_workspace_hold_below_it_before_and_after_they_change(
    tmp_path: Path,
) -> None:
    (tmp_path / "asllint.toml").write_text('ignore = ["unknown-target"]\n')
    path = str(tmp_path / "one" / "two" / "x.asl.json")
    session = Session()
    session.use_folders([str(tmp_path)])
    session.open(path, BROKEN)
    assert "unknown-target" not in rules(session, path)
    (tmp_path / "asllint.toml").write_text("ignore = []\n")
    session.reload()
    assert "unknown-target" in rules(session, path)


def test_linting_gives_up_when_its_text_changes_meanwhile(tmp_path: Path) -> None:
    path = str(tmp_path / "x.asl.json")
    breaths = 0

    def change() -> None:
        nonlocal breaths
        breaths += 1
        if breaths == 5:
            session.open(path, MENDED)

    session = Session(change)
    session.open(path, BROKEN)
    with pytest.raises(SupersededError):
        session.lint(path)
    assert breaths == 5
    assert rules(session, path) == set()


def test_linting_gives_up_when_a_question_takes_its_analysis_for_a_newer_one(
    tmp_path: Path,
) -> None:
    path = str(tmp_path / "x.asl.json")
    asked = False

    def ask() -> None:
        nonlocal asked
        if not asked:
            asked = True
            session.open(path, BROKEN.replace("Bee", "B"))
            assert session.known(path).analysis.count() == 1

    session = Session(ask)
    session.open(path, BROKEN)
    with pytest.raises(SupersededError):
        session.lint(path)
    assert "unknown-target" not in rules(session, path)


def test_a_question_about_the_same_text_does_not_disturb(tmp_path: Path) -> None:
    path = str(tmp_path / "x.asl.json")
    asked = 0

    def ask() -> None:
        nonlocal asked
        asked += 1
        session.known(path)

    session = Session(ask)
    session.open(path, BROKEN)
    assert "unknown-target" in rules(session, path)
    assert asked > 50  # between any two rules
    session.open(path, MENDED)
    session.close(path)
    with pytest.raises(OSError, match="No such file"):
        session.lint(path)
