"""Completion, in the shells themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from asllint.commands import COMMANDS
from asllint.commands.shells import SHELLS
from asllint.reporters import FORMATS
from tests.conftest import Run
from tests.cost import PATIENCE

# What Readline does when somebody presses the tabulator: the words, which of them, the answer.
PRESS = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
handler=$(complete -p asllint | sed 's/.*-F \\([^ ]*\\).*/\\1/')
"$handler" asllint "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" 2> /dev/null
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the script of each shell, `asllint.bash` and so on."""
    folder = tmp_path_factory.mktemp("scripts")
    for shell in SHELLS:
        with open(folder / f"asllint.{shell}", "w") as file:
            command = [sys.executable, "-m", "asllint", "completion", shell]
            subprocess.run(command, stdout=file, check=True)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "order.asl.json").touch()
    (tmp_path / "lint-rules").mkdir()
    return tmp_path


def needs(shell: str) -> str:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    return program


def bash(scripts: Path, home: Path, *words: str) -> list[str]:
    done = subprocess.run(
        [needs("bash"), "-c", PRESS, "bash", scripts / "asllint.bash", *words],
        cwd=home, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["asllint", "expl"], ["explain"]),
        (["asllint", "or"], ["order.asl.json"]),
        (["asllint", "check", "or"], ["order.asl.json"]),
        (["asllint", "order.asl.json", "--fo"], ["--format", "--force-exclude"]),
        (["asllint", "--format", "sa"], ["sarif"]),
        (["asllint", "check", "--format", ""], list(FORMATS)),
        (["asllint", "--fail-on", ""], ["info", "warning", "error", "never"]),
        (["asllint", "--select", "flo"], ["flow"]),
        (["asllint", "--ignore", "unreach"], ["unreachable-state"]),
        (["asllint", "--severity", "unreach"], ["unreachable-state"]),
        (["asllint", "--output", "or"], ["order.asl.json"]),
        (["asllint", "explain", "unreach"], ["unreachable-state"]),
        (["asllint", "explain", "flo"], []),
        (["asllint", "explain", "loops"], ["loops"]),
        (["asllint", "explain", "--c"], ["--config"]),
        (["asllint", "test", ""], ["lint-rules"]),
        (["asllint", "completion", "t"], ["tcsh"]),
    ],
)
def test_bash_completes(scripts: Path, home: Path, words: list[str], answer: list[str]) -> None:
    assert sorted(bash(scripts, home, *words)) == sorted(answer)


def test_bash_offers_commands_and_files_first(scripts: Path, home: Path) -> None:
    assert sorted(bash(scripts, home, "asllint", "")) == sorted(
        ["order.asl.json", "lint-rules", *COMMANDS]
    )


def test_fish_completes(scripts: Path, home: Path) -> None:
    def ask(line: str) -> list[str]:
        done = subprocess.run(
            [needs("fish"), "--no-config", "-c", f"source $argv[1]; complete -C '{line}'",
             str(scripts / "asllint.fish")],
            cwd=home, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return [each.partition("\t")[0] for each in done.stdout.splitlines()]

    assert ask("asllint expl") == ["explain"]
    assert ask("asllint explain unreach") == ["unreachable-state"]
    assert ask("asllint --format sa") == ["sarif"]
    assert ask("asllint check or") == ["order.asl.json"]


@pytest.mark.parametrize(
    ("typed", "added"),
    [("asllint expl", "ain "), ("asllint explain unreach", "able-state "),
     ("asllint --format sar", "if "), ("asllint check or", "der.asl.json ")],
)  # fmt: skip
def test_zsh_completes(scripts: Path, home: Path, typed: str, added: str) -> None:
    program = needs("zsh")
    # The module zpty is zsh's own way to press keys; reading waits for what matches.
    code = f"""
    zmodload zsh/zpty
    zpty z TERM=dumb {program} -f -i
    zpty -w z 'PS1=; autoload -Uz compinit; compinit -u -d $HOME/dump'
    zpty -w z 'eval "$(<{scripts}/asllint.zsh)"; print re""ady'
    zpty -r z seen '*ready*'
    zpty -w -n z '{typed}'$'\\t'
    zpty -r z seen '*{typed}{added}*' && print completed
    """
    done = subprocess.run(
        [program, "-f", "-c", code], cwd=home, capture_output=True, text=True, check=False,
        env={**os.environ, "HOME": str(home)}, timeout=PATIENCE,
    )  # fmt: skip
    assert done.stdout == "completed\n"


@pytest.mark.parametrize(("shell", "program"), [("bash", "bash"), ("zsh", "zsh"), ("fish", "fish")])
def test_a_script_is_well_formed(scripts: Path, shell: str, program: str) -> None:
    subprocess.run([needs(program), "-n", scripts / f"asllint.{shell}"], check=True)


def test_tcsh_takes_its_script(scripts: Path) -> None:
    done = subprocess.run(
        [needs("tcsh"), "-f", "-c", f"source {scripts}/asllint.tcsh; complete asllint"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "unreachable-state" in done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_each_script_knows_all_there_is(scripts: Path, shell: str) -> None:
    text = (scripts / f"asllint.{shell}").read_text()
    for word in (*COMMANDS, *FORMATS, "unreachable-state", "fail-on", "force-exclude"):
        assert word in text


def test_every_shell_of_shtab_is_offered() -> None:
    import shtab

    assert set(SHELLS) <= set(shtab.SUPPORTED_SHELLS)


def test_another_shell_is_refused_with_those_that_are_known(asllint: Run) -> None:
    done = asllint("completion", "nu")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        'asllint: SHELL can not be "nu": write "bash", "zsh", "fish", "tcsh" or "powershell"\n'
    )
