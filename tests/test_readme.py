"""What the README shows is what happens."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from asllint import analyze, lint, load_rulebook
from asllint.workspace.settings import load
from tests.conftest import Run
from tests.readme import output

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def fences(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


SHOWN = [fence for fence in fences("console") if fence.startswith("$ asllint ")]


def test_the_readme_begins_with_output() -> None:
    assert fences("console")[0] == SHOWN[0]


@pytest.mark.parametrize("fence", SHOWN, ids=lambda fence: fence.partition("\n")[0])
def test_the_output_in_the_readme_is_real(fence: str) -> None:
    command, _, shown = fence.partition("\n")
    assert output(command) == shown


def test_both_commands_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for command in re.findall(r"^make ([a-z]+)", fences("console")[-1], re.MULTILINE):
        assert re.search(rf"^{command}:", makefile, re.MULTILINE)


def test_ci_runs_the_readmes_test_command() -> None:
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text()
    assert "make test " in fences("console")[-1]


def test_the_json_format_is_as_shown(asllint: Run, tmp_path: Path) -> None:
    shown = json.loads(fences("json")[0])
    (tmp_path / "order.asl.json").write_text(
        '{\n  "StartAt": "Pay",\n  "States": {\n'
        '    "Pay": {"Type": "Pass", "Next": "Shp"},\n    "Ship": {"Type": "Succeed"}\n  }\n}\n'
    )
    answer = json.loads(asllint("--format", "json", "order.asl.json").stdout)
    assert answer["diagnostics"] == shown["diagnostics"]
    assert answer.keys() == shown.keys()
    assert answer["summary"].keys() == shown["summary"].keys()


def test_the_settings_shown_are_settings(tmp_path: Path) -> None:
    (text,) = fences("toml")
    (tmp_path / "lint-rules").mkdir()
    path = tmp_path / "asllint.toml"
    path.write_text(text)
    settings = load(str(path))
    load_rulebook().check_names([*settings.select, *settings.ignore, *settings.severity], "README")
    assert settings.ignored_for(str(tmp_path / "legacy" / "x.asl.json")) == ("unreachable-state",)
    assert tomllib.loads(text)["fail-on"] == settings.fail_on


def test_the_directive_shown_works() -> None:
    text = fences("json")[1]
    rules = load_rulebook().select()
    (found,) = lint(analyze(text, "x.asl.json"), rules)
    assert found.rule == "unreachable-state"
    assert found.ignored_by is not None


def test_the_rule_shown_works(tmp_path: Path) -> None:
    place = tmp_path / "house"
    place.mkdir()
    (place / "capital_state_name.py").write_text(fences("python")[0])
    rule = load_rulebook([str(tmp_path)]).rules["capital-state-name"]
    text = '{"StartAt": "pay", "States": {"pay": {"Type": "Succeed"}}}'
    (found,) = lint(analyze(text, "x.asl.json"), [rule])
    assert found.message == 'state names begin with a capital letter: "pay"'


def test_every_category_is_described() -> None:
    for category in load_rulebook().categories:
        assert category == "practice" or f"- **{category}**:" in README


def test_the_library_is_used_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone, in_pytest, in_processes = fences("python")[1:4]
    monkeypatch.chdir(tmp_path)
    done = subprocess.run([sys.executable, "-c", alone], capture_output=True, text=True, check=True)
    assert '1:13 error[unknown-target] there is no state "Pay"' in done.stdout
    (tmp_path / "statemachines").mkdir()
    (tmp_path / "statemachines/good.asl.json").write_text(GOOD)
    (tmp_path / "statemachines/bad.asl.json").write_text(BAD)
    (tmp_path / "test_them.py").write_text(in_pytest)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "1 failed, 1 passed" in done.stdout
    assert "test_state_machine[statemachines/bad.asl.json]" in done.stdout
    (tmp_path / "many.py").write_text(
        f"{in_processes}\n\nif __name__ == '__main__':\n"
        f"    print(count([{GOOD!r}, {BAD!r}] * 50))\n"
    )
    done = subprocess.run([sys.executable, "many.py"], capture_output=True, text=True, check=True)
    assert done.stdout == "50\n"


GOOD = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'
BAD = GOOD.replace('"A"', '"B"', 1)
