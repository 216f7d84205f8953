"""Settings: what an `asllint.toml`, or the `[tool.asllint]` of a `pyproject.toml`, says.

Nothing here is needed to lint a file, so everything has a default, and the packages that read and
check a settings file are imported only once there is one. Whether the rules that settings name
exist is for the rulebook to say.
"""

from __future__ import annotations

import os
import re

from asllint.source.suggest import hint, listed
from asllint.workspace.gitignore import Patterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from jsonschema import ValidationError

FILE_NAME = "asllint.toml"
PYPROJECT = "pyproject.toml"
MAX_BYTES = 1024 * 1024
"""A larger settings file is not read."""

INCLUDE = (
    "*.json", "*.jsonc", "*.yaml", "*.yml", "*.asl", "*.tf", "*.tofu", "*.template",
    "serverless.ts", "serverless.js",
)  # fmt: skip
"""What a folder is searched for when no settings say so; a test of the suffix is enough for it."""

_SUFFIXES = tuple(pattern.removeprefix("*") for pattern in INCLUDE)

_STRINGS = {"type": "array", "items": {"type": "string"}, "description": "an array of strings"}
_SOURCES = {
    "type": "object",
    "description": "a table",
    "additionalProperties": {
        "anyOf": [{"type": "string"}, _STRINGS],
        "description": "the path of a JSON Schema, or an array of examples",
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "a table",
    "additionalProperties": False,
    "properties": {
        "select": _STRINGS,
        "ignore": _STRINGS,
        "severity": {
            "type": "object",
            "description": "a table",
            "additionalProperties": {"enum": ["error", "warning", "info", "off"]},
        },
        "per-file": {
            "type": "object",
            "description": "a table",
            "additionalProperties": _STRINGS,
        },
        "rules": _STRINGS,
        "include": _STRINGS,
        "exclude": _STRINGS,
        "fail-on": {"enum": ["error", "warning", "info", "never"]},
        "type": {"enum": ["STANDARD", "EXPRESS"]},
        "data": {
            "type": "object",
            "description": "a table",
            "additionalProperties": False,
            "properties": {
                "input": _SOURCES,
                "functions": _SOURCES,
                "mocks": _STRINGS,
                "histories": _STRINGS,
            },
        },
    },
}
"""The settings as a JSON Schema; a `description` completes the sentence "this takes …"."""

_QUICK = {"type", "description", "items", "enum", "anyOf", "properties", "additionalProperties"}
"""The keywords of a schema that `fits` knows."""

_MENTIONED = re.compile(
    r"""\btool["']?[ \t]*\.[ \t]*["']?asllint\b | ^[ \t]*["']?asllint["']?[ \t]*[.=]""",
    re.MULTILINE | re.VERBOSE,
)
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_KINDS: dict[type, str] = {
    str: "a string", bool: "a boolean", int: "an integer", float: "a float",
    list: "an array", dict: "a table",
}  # fmt: skip


def repository_of(folder: str) -> str | None:
    """The root of the repository that a folder is in: the nearest with a `.git`, file or folder."""
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def is_within(real: str, folder: str) -> bool:
    """Is a path this folder, or in it? Both are real paths."""
    return real == folder or real.startswith(os.path.join(folder, ""))


class SettingsError(Exception):
    """Settings that cannot be used; the text is one line that names the file and the setting."""


class Settings:
    """What one settings file says, with the defaults for everything it leaves out."""

    __slots__ = (
        "_compiled", "data", "exclude", "fail_on", "ignore", "include", "path", "per_file", "root",
        "rules", "select", "severity", "type",
    )  # fmt: skip

    def __init__(
        self,
        *,
        path: str | None = None,
        root: str | None = None,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        severity: dict[str, str] | None = None,
        per_file: Iterable[tuple[str, Sequence[str]]] = (),
        rules: Sequence[str] = (),
        include: Sequence[str] = INCLUDE,
        exclude: Sequence[str] = (),
        fail_on: str = "warning",
        type: str | None = None,  # noqa: A002 - as in the file
        data: dict[str, Any] | None = None,
    ) -> None:
        self.path = path  # as messages name it
        self.root = os.getcwd() if root is None else root
        self.select = tuple(select)
        self.ignore = tuple(ignore)
        self.severity = severity or {}
        self.per_file = tuple((pattern, tuple(names)) for pattern, names in per_file)
        self.rules = tuple(rules)
        self.include = tuple(include)
        self.exclude = tuple(exclude)
        self.fail_on = fail_on
        self.type = type
        self.data = data or {}
        """What is declared of the data from outside, as in the file (`workspace.sources`)."""
        self._compiled: dict[tuple[str, ...], Patterns] = {}

    def __repr__(self) -> str:
        return f"Settings(path={self.path!r}, root={self.root!r})"

    def ignored_for(self, path: str) -> tuple[str, ...]:
        """The rules and categories that `per-file` ignores in a file.

        A pattern that begins with `!` means every file that the rest of it does not match.
        """
        if not self.per_file:
            return ()
        path = os.path.abspath(path)
        ignored: dict[str, None] = {}
        for pattern, names in self.per_file:
            wanted = not pattern.startswith("!")
            if self._patterns((pattern.removeprefix("!"),)).covers(path) is wanted:
                ignored.update(dict.fromkeys(names))
        return tuple(ignored)

    def includes(self, path: str) -> bool:
        """Would a walk through the folders look at this file (an absolute path)?"""
        if self.include == INCLUDE:
            return path.lower().endswith(_SUFFIXES)
        return self._patterns(self.include).covers(path)

    def excludes(self, path: str, *, folder: bool) -> bool:
        """Does a walk leave out just this file or folder (an absolute path)?

        What is in an excluded folder is excluded only because the walk does not go there.
        """
        return bool(self.exclude and self._patterns(self.exclude).verdict(path, folder=folder))

    def leaves_out(self, path: str) -> bool:
        """Is a file (an absolute path) excluded, by itself or with a folder around it?"""
        return bool(self.exclude and self._patterns(self.exclude).covers(path))

    def _patterns(self, lines: tuple[str, ...]) -> Patterns:
        if lines not in self._compiled:
            self._compiled[lines] = Patterns(self.root, lines)
        return self._compiled[lines]


def text_of(path: str) -> str:
    """The text of a settings file that has been read before; empty where it can not be any more."""
    try:
        return _read(path)
    except SettingsError:
        return ""


def load(path: str) -> Settings:
    """The settings in a file: an `asllint.toml` under any name, or a `pyproject.toml`."""
    settings = _parsed(path, _read(path))
    if settings is None:
        raise SettingsError(f"{_shown(path)}: there is no [tool.asllint] in it")
    return settings


def nearest(folder: str, cache: dict[str, Settings], top: str | None = None) -> Settings:
    """The settings for the files in a folder: from it, or from the nearest folder above it.

    In each folder `asllint.toml` comes first, then a `pyproject.toml` that has `[tool.asllint]`.
    Nothing above the folder `top` is looked at, and no file that a link leads out of it. The cache
    takes what was found for every folder on the way, by its absolute path.
    """
    folder = os.path.abspath(folder)
    passed = []
    found = cache.get(folder)
    while found is None:
        passed.append(folder)
        above = os.path.dirname(folder)
        found = _settings_in(folder, top)
        if found is None:
            found = Settings() if folder in (above, top) else cache.get(above)
        folder = above
    cache.update(dict.fromkeys(passed, found))
    return found


def above(top: str) -> str | None:
    """The settings file that would hold in a folder if what is above it counted; None if none."""
    folder = os.path.dirname(top)
    while True:
        for name in (FILE_NAME, PYPROJECT):
            path = os.path.join(folder, name)
            try:
                if os.path.isfile(path) and (name == FILE_NAME or _mentions(_bytes(path))):
                    return path
            except SettingsError:
                continue
        if os.path.dirname(folder) == folder:
            return None
        folder = os.path.dirname(folder)


def _settings_in(folder: str, top: str | None) -> Settings | None:
    """The settings in just this folder."""
    path = os.path.join(folder, FILE_NAME)
    if os.path.isfile(path):
        _check_link(path, top)
        return load(path)
    path = os.path.join(folder, PYPROJECT)
    # Most projects have this file and no settings for us in it: do not parse it for nothing.
    if os.path.isfile(path) and _is_inside(path, top) and _mentions(_bytes(path)):
        return _parsed(path, _read(path))
    return None


def _is_inside(path: str, top: str | None) -> bool:
    return top is None or is_within(os.path.realpath(path), os.path.realpath(top))


def _check_link(path: str, top: str | None) -> None:
    if not _is_inside(path, top):
        raise SettingsError(
            f"{_shown(path)}: this is a link that leads out of the project: --config names the file"
        )


def _mentions(data: bytes) -> bool:
    return _MENTIONED.search(data.decode("utf-8-sig", errors="replace")) is not None


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise SettingsError(f"{_shown(path)}: {why}") from None
    if len(data) > MAX_BYTES:
        raise SettingsError(f"{_shown(path)}: settings take no more than 1 MB")
    return data


def _read(path: str) -> str:
    data = _bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            f"{_shown(path)}:{line}: byte 0x{error.object[error.start]:02X} is not UTF-8: save the "
            "file as UTF-8"
        ) from None


def _parsed(path: str, text: str) -> Settings | None:
    """The settings in a TOML text; None when it is a `pyproject.toml` that holds none."""
    try:
        return _understood(path, text)
    except RecursionError:
        raise SettingsError(f"{_shown(path)}: arrays or tables in it are nested too deep") from None


def _understood(path: str, text: str) -> Settings | None:
    import tomllib

    try:
        table: Any = tomllib.loads(text)
    except ValueError as error:
        raise SettingsError(f"{_shown(path)}:{_syntax_error(text, str(error))}") from None
    if os.path.basename(path) == PYPROJECT:
        tools = table.get("tool")
        if not isinstance(tools, dict) or "asllint" not in tools:
            return None
        table = tools["asllint"]
    _check(path, table)
    return _settings(path, table)


def _syntax_error(text: str, message: str) -> str:
    """Line and complaint of the TOML parser, whose own text has the line at its end."""
    place = _PLACE.search(message)
    if place is None:
        return f" {message}"
    line = int(place[1]) if place[1] else max(1, len(text.splitlines()))
    complaint = message[: place.start()] + ("" if place[1] else " at the end of the file")
    return f"{line}: {complaint[:1].lower()}{complaint[1:]}"


def _check(path: str, table: object) -> None:
    """Hold the settings against the schema; the first error is raised in our own words."""
    if fits(table, SCHEMA):
        return
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(SCHEMA).iter_errors(table):
        raise SettingsError(f"{_shown(path)}: {_complaint(error)}")


def fits(value: object, schema: Any) -> bool:
    """Is a value surely what a schema allows? A quick look, which knows what `SCHEMA` is made of.

    To import jsonschema takes longer than to lint a file. What this does not accept is for
    jsonschema to judge, and so is all that a keyword says that is not known here.
    """
    if schema is False or not schema.keys() <= _QUICK:
        return False
    if "enum" in schema:
        return isinstance(value, str) and value in schema["enum"]
    if "anyOf" in schema:
        return any(fits(value, one) for one in schema["anyOf"])
    kind = schema["type"]
    if kind == "array":
        return isinstance(value, list) and all(fits(each, schema["items"]) for each in value)
    if kind == "object":
        known, others = schema.get("properties", {}), schema["additionalProperties"]
        return isinstance(value, dict) and all(
            fits(each, known.get(key, others)) for key, each in value.items()
        )
    return kind == "string" and isinstance(value, str)


def _complaint(error: ValidationError) -> str:
    """What is wrong with one setting, as one line."""
    value: Any = error.instance
    schema: Any = error.schema
    path = list(error.absolute_path)
    known = schema.get("properties", {})
    if error.validator == "additionalProperties":
        unknown = next(key for key in value if key not in known)
        within = f" in {_setting(path)}" if path else ""
        return f'unknown setting "{unknown}"{within}' + (
            hint(unknown, known) or f"; there are {listed(known)}"
        )
    kind = _KINDS.get(type(value), "a date or time")
    if path and isinstance(path[-1], int):
        return f"{_setting(path[:-1])} takes an array of strings, and item {path[-1] + 1} is {kind}"
    if error.validator == "enum":
        is_now = f'"{value}"' if isinstance(value, str) else kind
        return f"{_setting(path)} is {is_now}; use {listed(schema['enum'], 'or')}"
    return f"{_setting(path)} takes {schema['description']}, not {kind}"


def _setting(path: list[str | int]) -> str:
    """A setting as a message names it: `"select"`, `"severity" for "unreachable-state"`."""
    if path[:1] == ["data"]:
        path = [".".join(map(str, path[:2])), *path[2:]]
    return " for ".join(f'"{step}"' for step in path) or "[tool.asllint]"


def _settings(path: str, table: dict[str, Any]) -> Settings:
    root = os.path.dirname(os.path.abspath(path))
    rules = []
    for folder in table.get("rules", ()):
        rules.append(os.path.normpath(os.path.join(root, folder)))
        if not os.path.isdir(rules[-1]):
            raise SettingsError(
                f'{_shown(path)}: "rules" names the folder "{folder}", which does not exist'
            )
    return Settings(
        path=_shown(path),
        root=root,
        select=table.get("select", ()),
        ignore=table.get("ignore", ()),
        severity=table.get("severity"),
        per_file=table.get("per-file", {}).items(),
        rules=rules,
        include=table.get("include", INCLUDE),
        exclude=table.get("exclude", ()),
        fail_on=table.get("fail-on", "warning"),
        type=table.get("type"),
        data=table.get("data"),
    )


def _shown(path: str) -> str:
    """A path as people say it: relative when it is below the current folder."""
    absolute, here = os.path.abspath(path), os.path.join(os.getcwd(), "")
    return absolute.removeprefix(here) if absolute.startswith(here) else path
