"""Settings files: what they may say, what is said about mistakes in them, which one holds where."""

from __future__ import annotations

import ast
import copy
import os
import random
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from asllint.workspace.settings import (
    INCLUDE,
    SCHEMA,
    Settings,
    SettingsError,
    fits,
    load,
    nearest,
)  # fmt: skip

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def complaint(text: str, name: str = "asllint.toml") -> str:
    """The line about a settings file that holds this text."""
    Path(name).write_text(text)
    with pytest.raises(SettingsError) as error:
        load(name)
    assert "\n" not in str(error.value)
    return str(error.value)


# What settings can say


def test_every_setting(folder: Path) -> None:
    (folder / "lint").mkdir()
    (folder / "asllint.toml").write_text("""
        select = ["flow", "unknown-target"]
        ignore = ["unreachable-state"]
        severity = { unknown-target = "warning", dead-branch = "off" }
        rules = ["lint"]
        include = ["*.asl.json"]
        exclude = ["vendor/"]
        fail-on = "never"
        type = "EXPRESS"

        [per-file]
        "tests/**" = ["practice"]
    """)
    settings = load("asllint.toml")
    assert settings.path == "asllint.toml"
    assert settings.root == str(folder)
    assert settings.select == ("flow", "unknown-target")
    assert settings.ignore == ("unreachable-state",)
    assert settings.severity == {"unknown-target": "warning", "dead-branch": "off"}
    assert settings.rules == (str(folder / "lint"),)
    assert settings.include == ("*.asl.json",)
    assert settings.exclude == ("vendor/",)
    assert settings.fail_on == "never"
    assert settings.type == "EXPRESS"
    assert settings.per_file == (("tests/**", ("practice",)),)


@pytest.mark.parametrize("empty", ["", "# nothing yet\n", "\ufeff"])
def test_what_is_not_said_has_a_default(folder: Path, empty: str) -> None:
    (folder / "asllint.toml").write_text(empty, encoding="utf-8")
    for settings in (load("asllint.toml"), Settings()):
        assert settings.root == str(folder)
        assert settings.select == settings.ignore == settings.rules == settings.exclude == ()
        assert settings.severity == {}
        assert settings.per_file == ()
        assert settings.include == INCLUDE
        assert settings.fail_on == "warning"
        assert settings.type is None


def test_names_in_a_file_are_relative_to_its_folder(folder: Path) -> None:
    (folder / "ci" / "rules").mkdir(parents=True)
    (folder / "ci" / "lint.toml").write_text('rules = ["rules", "../ci/rules"]\n')
    settings = load("ci/lint.toml")
    assert settings.root == str(folder / "ci")
    assert settings.rules == (str(folder / "ci" / "rules"),) * 2


def test_pyproject_has_a_table_for_every_tool(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "orders"\n[tool.asllint]\nfail-on = "error"\n[tool.ruff]\nselct = 1\n'
    )
    assert load("pyproject.toml").fail_on == "error"


# What is wrong with them


def test_unknown_setting() -> None:
    assert complaint('selct = ["flow"]') == (
        'asllint.toml: unknown setting "selct"; did you mean "select"?'
    )
    assert complaint("fail_on = 1") == (
        'asllint.toml: unknown setting "fail_on"; did you mean "fail-on"?'
    )
    assert complaint("colour = true") == (
        'asllint.toml: unknown setting "colour"; there are "select", "ignore", "severity", '
        '"per-file", "rules", "include", "exclude", "fail-on", "type" and "data"'
    )


def test_unknown_choice() -> None:
    assert complaint('[tool.asllint]\nfail-on = "sometimes"', "pyproject.toml") == (
        'pyproject.toml: "fail-on" is "sometimes"; use "error", "warning", "info" or "never"'
    )
    assert complaint('type = "express"') == (
        'asllint.toml: "type" is "express"; use "STANDARD" or "EXPRESS"'
    )
    assert complaint("type = false") == (
        'asllint.toml: "type" is a boolean; use "STANDARD" or "EXPRESS"'
    )
    assert complaint('[severity]\nunreachable-state = "fatal"') == (
        'asllint.toml: "severity" for "unreachable-state" is "fatal"; '
        'use "error", "warning", "info" or "off"'
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('select = "flow"', '"select" takes an array of strings, not a string'),
        ('ignore = ["flow", 2]', '"ignore" takes an array of strings, and item 2 is an integer'),
        ("include = [[]]", '"include" takes an array of strings, and item 1 is an array'),
        ("exclude = 2024-01-01", '"exclude" takes an array of strings, not a date or time'),
        ("rules = {}", '"rules" takes an array of strings, not a table'),
        ("severity = 1.5", '"severity" takes a table, not a float'),
        ("per-file = [1]", '"per-file" takes a table, not an array'),
        (
            'per-file = { "old/**" = "flow" }',
            '"per-file" for "old/**" takes an array of strings, not a string',
        ),
        (
            'per-file = { "old/**" = ["flow", 1] }',
            '"per-file" for "old/**" takes an array of strings, and item 2 is an integer',
        ),
        ("data = 1", '"data" takes a table, not an integer'),
        ("data.input = 1", '"data.input" takes a table, not an integer'),
        (
            'data.inputs = {"a" = "b"}',
            'unknown setting "inputs" in "data"; did you mean "input"?',
        ),
        (
            "[data.input]\na = 1",
            '"data.input" for "a" takes the path of a JSON Schema, or an array of examples, not an '
            "integer",
        ),
        (
            "[data.functions]\na = [1]",
            '"data.functions" for "a" takes the path of a JSON Schema, or an array of examples, '
            "not an array",
        ),
    ],
)
def test_wrong_kind_of_value(text: str, message: str) -> None:
    assert complaint(text) == f"asllint.toml: {message}"


# The quick look, and the schema


SCHEMA_SAYS = Draft202012Validator(SCHEMA)
EVERYTHING: dict[str, Any] = {
    "select": ["flow", "unknown-target"],
    "ignore": [],
    "severity": {"unknown-target": "warning", "dead-branch": "off"},
    "per-file": {"tests/**": ["practice"], "old/": []},
    "rules": ["lint"],
    "include": ["*.asl.json"],
    "exclude": ["vendor/"],
    "fail-on": "never",
    "type": "EXPRESS",
}
ODD: tuple[Any, ...] = (
    *("", "flow", "error", "never", "off", "EXPRESS", "standard", 0, 1, -1.5, True, False, None),
    *([], ["a"], [1], [["a"]], [{}], ["a", None], {}, {"a": "b"}, {"a": "off"}, {"a": ["b"]}),
    *({"a": {"b": "c"}}, {"a": [1]}, {"type": "STANDARD"}, {"select": []}),
)


def parts(table: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a value: the table or array it is in, and its key or number."""
    for key in list(table) if isinstance(table, dict) else range(len(table)):
        yield table, key
        if isinstance(table[key], dict | list):
            yield from parts(table[key])


def spoilt(draw: random.Random) -> Any:
    """Settings with up to three changes, each at any place."""
    table = copy.deepcopy(EVERYTHING)
    for _ in range(draw.randint(0, 3)):
        places = list(parts(table))
        if not places or draw.random() < 0.02:
            return draw.choice(ODD)
        around, key = draw.choice(places)
        if draw.random() < 0.5:
            around[key] = copy.deepcopy(draw.choice(ODD))
        elif isinstance(around, list):
            around.append(copy.deepcopy(draw.choice(ODD)))
        else:
            value = around.pop(key)
            if draw.random() < 0.5:
                around[draw.choice([*EVERYTHING, "Select", "x", ""])] = value
    return table


def test_the_quick_look_accepts_just_what_the_schema_does() -> None:
    draw = random.Random(7)
    valid = 0
    for _ in range(5_000):
        table = spoilt(draw)
        says = SCHEMA_SAYS.is_valid(table)
        assert fits(table, SCHEMA) is says, table
        valid += says
    assert 1_000 < valid < 4_000  # both kinds come up often enough to mean something


def test_a_keyword_that_the_quick_look_does_not_know_is_not_for_it() -> None:
    assert fits("a", {"type": "string"})
    assert not fits("a", {"type": "string", "pattern": "a"})
    assert not fits({"a": "b"}, {"type": "object", "additionalProperties": {"not": {}}})
    assert not fits(1, {"type": "integer"})


def written() -> Iterator[str]:
    """All texts in the documentation and in the tests that may be settings."""
    for page in (*ROOT.glob("*.md"), *ROOT.glob("editors/**/*.md"), *ROOT.glob("rules/**/*.md")):
        yield from re.findall(r"^```toml\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
    for module in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_the_quick_look_accepts_all_valid_settings_that_are_written_here() -> None:
    accepted = 0
    for text in written():
        if "=" not in text:
            continue
        try:
            table = tomllib.loads(text)
        except ValueError:
            continue
        tool = table.get("tool")
        table = tool.get("asllint", table) if isinstance(tool, dict) else table
        if SCHEMA_SAYS.is_valid(table):
            assert fits(table, SCHEMA), text
            accepted += 1
    assert accepted > 20


def test_the_whole_table_of_the_wrong_kind() -> None:
    assert complaint("[[tool.asllint]]\nselect = []", "pyproject.toml") == (
        "pyproject.toml: [tool.asllint] takes a table, not an array"
    )


def test_no_table_in_the_file_that_was_asked_for() -> None:
    message = "pyproject.toml: there is no [tool.asllint] in it"
    assert complaint("[tool.ruff]\n", "pyproject.toml") == message
    assert complaint("tool = 1\n", "pyproject.toml") == message


def test_broken_toml_has_a_line() -> None:
    assert complaint('type = "EXPRESS"\n\nselect = [flow]\n') == ("asllint.toml:3: invalid value")
    assert complaint('select = ["flow",\n') == (
        "asllint.toml:1: invalid value at the end of the file"
    )
    assert complaint("type = 'EXPRESS'\ntype = 'STANDARD'\n") == (
        "asllint.toml:2: cannot overwrite a value"
    )


def test_bytes_that_are_not_utf_8(folder: Path) -> None:
    (folder / "asllint.toml").write_bytes("# one\n# für\n".encode("latin-1"))
    with pytest.raises(SettingsError) as error:
        load("asllint.toml")
    assert str(error.value) == "asllint.toml:2: byte 0xFC is not UTF-8: save the file as UTF-8"


def test_a_rules_folder_that_does_not_exist(folder: Path) -> None:
    (folder / "a_file").write_text("")
    for name in ("lint-rules", "a_file"):
        assert complaint(f'rules = ["{name}"]') == (
            f'asllint.toml: "rules" names the folder "{name}", which does not exist'
        )


def test_a_file_that_cannot_be_opened(folder: Path) -> None:
    (folder / "folder.toml").mkdir()
    with pytest.raises(SettingsError, match=r"^none\.toml: no such file or directory$"):
        load("none.toml")
    with pytest.raises(SettingsError, match=r"^folder\.toml: "):
        load("folder.toml")


def test_messages_name_the_file_as_seen_from_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "sub").mkdir()
    (folder / "asllint.toml").write_text("x = 1\n")
    with pytest.raises(SettingsError, match=r"^asllint\.toml: unknown"):
        nearest(str(folder), {})
    monkeypatch.chdir("sub")
    with pytest.raises(SettingsError) as error:
        nearest(".", {})
    assert str(error.value).startswith(f"{folder / 'asllint.toml'}: unknown")
    with pytest.raises(SettingsError, match=r"^\.\./asllint\.toml: unknown"):
        load("../asllint.toml")


# Which settings hold where


def test_the_nearest_file_upward_holds(folder: Path) -> None:
    (folder / "orders" / "machines").mkdir(parents=True)
    (folder / "stock" / "machines").mkdir(parents=True)
    (folder / "asllint.toml").write_text('fail-on = "error"\n')
    (folder / "stock" / "asllint.toml").write_text('fail-on = "never"\n')
    cache: dict[str, Settings] = {}
    assert nearest("orders/machines", cache).fail_on == "error"
    assert nearest("stock/machines", cache).fail_on == "never"
    assert nearest("stock/machines", cache).path == "stock/asllint.toml".replace("/", os.sep)
    assert cache[str(folder / "orders")] is cache[str(folder)]
    assert set(cache) == {
        str(folder / name) for name in ("", "orders", "orders/machines", "stock", "stock/machines")
    }


def test_asllint_toml_goes_before_pyproject_of_the_same_folder(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.asllint]\nfail-on = "error"\n')
    assert nearest(".", {}).fail_on == "error"
    (folder / "asllint.toml").write_text('fail-on = "never"\n')
    assert nearest(".", {}).fail_on == "never"


def test_a_pyproject_without_our_table_is_passed_over(folder: Path) -> None:
    (folder / "app").mkdir()
    (folder / "asllint.toml").write_text('fail-on = "error"\n')
    for other in (
        '[project]\ndependencies = ["asllint"]\n',
        "[tool.asllint-extra]\nx = 1\n",
        "this is not TOML, and none of our business",
    ):
        (folder / "app" / "pyproject.toml").write_text(other)
        assert nearest("app", {}).fail_on == "error"


@pytest.mark.parametrize(
    "text",
    [
        '[ tool . asllint ]\nfail-on = "never"\n',
        '[tool."asllint"]\nfail-on = "never"\n',
        'tool.asllint.fail-on = "never"\n',
        '[tool]\nasllint = { fail-on = "never" }\n',
        '[tool]\nasllint.fail-on = "never"\n',
        '[tool.asllint.severity]\n[tool.asllint]\nfail-on = "never"\n',
    ],
)
def test_every_spelling_of_our_table_is_seen(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(text)
    assert nearest(".", {}).fail_on == "never"


def test_without_any_file_the_defaults_hold_everywhere(folder: Path) -> None:
    (folder / "a" / "b").mkdir(parents=True)
    cache: dict[str, Settings] = {}
    settings = nearest("a/b", cache)
    assert settings.path is None
    assert nearest(str(folder), cache) is settings


# What holds for one file


def test_rules_ignored_in_some_files(folder: Path) -> None:
    settings = Settings(
        root=str(folder),
        per_file=[
            ("tests/", ["practice", "flow"]),
            ("*.draft.json", ["flow", "missing-field"]),
            ("/top.json", ["limits"]),
            ("!orders/**", ["services"]),
        ],
    )
    assert settings.ignored_for("orders/pay.json") == ()
    assert settings.ignored_for(str(folder / "orders" / "pay.draft.json")) == (
        "flow", "missing-field",
    )  # fmt: skip
    assert settings.ignored_for("tests/deep/x.draft.json") == (
        "practice", "flow", "missing-field", "services",
    )  # fmt: skip
    assert settings.ignored_for("top.json") == ("limits", "services")
    assert settings.ignored_for("orders/top.json") == ()
    assert Settings().ignored_for("top.json") == ()


def test_only_a_settings_file_costs_its_packages(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[project]\ndependencies = ["asllint"]\n')
    code = (
        "import sys; from asllint.workspace import settings\n"
        "try: settings.nearest('.', {})\nexcept settings.SettingsError: pass\n"
        "print(*({'tomllib', 'jsonschema', 'pathspec'} & set(sys.modules)))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}

    def imported() -> str:
        return subprocess.check_output([sys.executable, "-c", code], text=True, env=env).strip()

    assert imported() == ""
    (folder / "asllint.toml").write_text("")
    assert imported() == "tomllib"
    (folder / "asllint.toml").write_text("x = 1\n")
    assert sorted(imported().split()) == ["jsonschema", "tomllib"]
