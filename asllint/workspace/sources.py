"""What the `[data]` of settings names: schemas, examples, mock files and recorded executions.

They are read when the first definition asks, once for each settings file; what is wrong with one is
a problem at its place in the settings, and nothing is known by it. No file out of the project is
read, and nothing there is listed.
"""

from __future__ import annotations

import json
import os
from fnmatch import fnmatchcase

from asllint.data.declared import EXAMPLES, SCHEMA, Declarations, Declared, of_examples
from asllint.data.histories import HistoryError, read_history
from asllint.data.mocks import MocksError, read_mocks
from asllint.engine.analysis import Analysis
from asllint.hosts.given import names_of
from asllint.source.text import SourceFile, Span
from asllint.syntax.node import Problem
from asllint.workspace import files, references
from asllint.workspace.cache import digest
from asllint.workspace.plain import PlainError, parsed
from asllint.workspace.schemas import SchemaError, shape_of_schema
from asllint.workspace.settings import is_within, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeVar

    from asllint.data.histories import Recorded
    from asllint.data.mocks import MockedMachine
    from asllint.hosts.definition import Definition
    from asllint.workspace.settings import Settings

    T = TypeVar("T")

RULE = "broken-data-source"
"""The rule that reports what is wrong with one of them."""

MAX_FILES = 1_000
"""So many files of examples are read for one pattern, the first by their names."""
MAX_SCHEMA = 1_000_000
"""Characters; a larger schema is not used."""
_DEFINITIONS = (".json", ".jsonc", ".yaml", ".yml", ".asl", ".tf", ".tofu", ".template")


class SourceError(Exception):
    """A file that can not be used; the text is one sentence that names it."""


class Sources:
    """All that the `[data]` of one settings file names."""

    def __init__(self, settings: Settings, folders: Iterable[str] = ()) -> None:
        self.path = os.path.join(settings.root, os.path.basename(settings.path or ""))
        self._shown = settings.path or self.path
        self._data = settings.data
        self._project = references.project_of(self.path, folders)
        self._problems: dict[tuple[str, str, str], None] = {}
        """What is wrong, by the key in the settings, its value and the message."""
        self._read: dict[str, str] = {}
        """The texts that were read, by their paths."""
        self._input: dict[str, Declared] | None = None
        self._functions: dict[str, Declared] = {}
        self._mocked: list[tuple[str, MockedMachine]] = []
        self._histories: dict[str, Recorded] = {}
        """By their paths, as messages name them."""
        self._known: dict[tuple[tuple[str, ...], ...], Declarations | None] = {}

    # --- what comes of it -----------------------------------------------------------------------

    def declared_for(self, definition: Definition) -> Declarations | None:
        """What is declared of the data that come to a definition from outside; None: nothing."""
        inputs = self._load()
        names = self._names(definition)
        recorded = self._recorded(definition)
        key = (names, tuple(recorded))
        if key not in self._known:
            declared = next((inputs[name] for name in names if name in inputs), None)
            given = [(path, one) for path, each in recorded.items() for one in each.inputs]
            if declared is None and given:
                declared = _examples_of(given)
            found = Declarations(declared, self._answers(names, recorded), self._functions)
            self._known[key] = found or None
        return self._known[key]

    def analysis(self) -> Analysis | None:
        """What is wrong, as problems of the settings file; None where nothing is."""
        self._load()
        if not self._problems:
            return None
        text = text_of(self.path)
        problems = [
            Problem(RULE, place_of(text, key, value), said) for key, value, said in self._problems
        ]
        return Analysis(SourceFile(self._shown, text), problems=problems)

    @property
    def digest(self) -> bytes:
        """What stands for all that was read, and for what it is for."""
        self._load()
        read = [part for path in sorted(self._read) for part in (path, self._read[path])]
        return digest(json.dumps(self._data, sort_keys=True), read)

    # --- which definition is meant ----------------------------------------------------------------

    def _names(self, definition: Definition) -> tuple[str, ...]:
        """All that settings can call a definition: its path, and its names in templates."""
        path = self._within(definition.path)
        names = [f"{self._within(use.file.path)}: {use.name}" for use in definition.uses]
        names += [use.name for use in definition.uses]
        return tuple(dict.fromkeys((*names, path, *names_of(definition)[-1:])))

    def _recorded(self, definition: Definition) -> dict[str, Recorded]:
        """The executions that may be of this machine, by their paths.

        A history does not say of which machine it is: one that has all the states is meant.
        """
        if not self._histories:
            return {}
        machine = definition.machine
        names = {state.name for inner in machine.walk() for state in inner.states}
        start = machine.start_at.name if machine.start_at is not None else None
        return {
            path: one
            for path, one in self._histories.items()
            if one.start == start and one.entered <= names
        }

    def _answers(
        self, names: tuple[str, ...], recorded: dict[str, Recorded]
    ) -> dict[str, Declared]:
        """By state, what examples show of the answers that a machine gets."""
        values: dict[str, list[tuple[str, Any]]] = {}
        called = {name.casefold() for name in names}
        for path, mocked in self._mocked:
            if mocked.name.casefold() in called:
                for state, answer in mocked.answers():
                    values.setdefault(state, []).append((path, answer))
        for path, one in recorded.items():
            for state, answers in one.results.items():
                values.setdefault(state, []).extend((path, answer) for answer in answers)
        return {state: _examples_of(found) for state, found in values.items()}

    def _within(self, path: str) -> str:
        try:
            return _tidy(os.path.relpath(os.path.abspath(path), os.path.dirname(self.path)))
        except ValueError:  # on another drive
            return path

    # --- reading ----------------------------------------------------------------------------------

    def _load(self) -> dict[str, Declared]:
        if self._input is None:
            self._input = {}
            inputs = dict(self._declared("input"))
            self._functions = dict(self._declared("functions"))
            self._input = {_tidy(name): one for name, one in inputs.items()}
            for name in self._data.get("input", {}):
                self._look_for(name)
            for path, mocked in self._plain("mocks", read_mocks):
                self._mocked += [(path, one) for one in mocked.values()]
            self._histories = dict(self._plain("histories", read_history))
        return self._input

    def _look_for(self, machine: str) -> None:
        """Note where the file of a machine is not there."""
        path = machine.partition(": ")[0]
        if path.lower().endswith(_DEFINITIONS):
            self._path(path, ("input", machine))

    def _declared(self, table: str) -> Iterator[tuple[str, Declared]]:
        for name, value in self._data.get(table, {}).items():
            found = (
                self._schema(value, name) if isinstance(value, str) else self._examples(value, name)
            )
            if found is not None:
                yield name, found

    def _schema(self, value: str, key: str) -> Declared | None:
        """What a schema says."""
        path = self._path(value, (key, value))
        if path is None:
            return None
        try:
            schema = self._json(path)
            if len(self._read[path]) > MAX_SCHEMA:
                raise SchemaError(f"has more than {MAX_SCHEMA:,} characters")
            shape, wrong = shape_of_schema(path, schema, self._other)
        except (SchemaError, SourceError) as error:
            self._note(key, value, f'"{value}" {error}')
            return None
        for said in wrong:
            self._note(key, value, f'"{value}" {said}')
        return Declared(shape, f'"{value}"', SCHEMA)

    def _examples(self, patterns: list[str], key: str) -> Declared | None:
        """What examples show."""
        found = list(self._values(patterns, key, lambda value: value))
        return _examples_of(found) if found else None

    def _plain(self, key: str, read: Callable[[Any], T]) -> Iterator[tuple[str, T]]:
        """What is made of the files that one key names, each with its path."""
        return self._values(self._data.get(key, ()), key, read)

    def _values(
        self, patterns: Iterable[str], key: str, read: Callable[[Any], T]
    ) -> Iterator[tuple[str, T]]:
        for pattern, path in self._files(patterns, key):
            shown = self._within(path)
            try:
                yield shown, read(self._json(path))
            except (SourceError, HistoryError) as error:
                self._note(key, pattern, f'"{shown}" {error}')
            except MocksError as error:
                self._note(key, pattern, f'"{shown}" is no mock file: {error}')

    def _files(self, patterns: Iterable[str], key: str) -> Iterator[tuple[str, str]]:
        """The files that patterns mean, with the patterns; each once."""
        seen = set()
        for pattern in patterns:
            found = self._matching(pattern, key)
            for path in found[:MAX_FILES]:
                if path not in seen:
                    seen.add(path)
                    yield pattern, path

    def _matching(self, pattern: str, key: str) -> list[str]:
        if not any(one in pattern for one in "*?["):
            path = self._path(pattern, (key, pattern))
            return [] if path is None else [path]
        found = [os.path.dirname(self.path)]
        for step in pattern.replace("\\", "/").split("/"):
            found = [path for folder in found for path in self._step(folder, step)]
        files_ = sorted(path for path in found if os.path.isfile(path))
        if not files_:
            self._note(key, pattern, f'no file of the project matches "{pattern}"')
        return files_

    def _step(self, folder: str, step: str) -> Iterator[str]:
        """What one step of a pattern leads to, never out of the project."""
        if not is_within(os.path.realpath(folder), self._project):
            return
        if step in ("", ".", ".."):
            yield os.path.normpath(os.path.join(folder, step))
            return
        try:
            names = os.listdir(folder)
        except OSError:
            return
        for name in names:
            path = os.path.join(folder, name)
            hidden = name.startswith(".") and not step.startswith(".")
            if hidden or not fnmatchcase(name, step):
                continue
            if is_within(os.path.realpath(path), self._project):
                yield path

    def _path(self, value: str, key: tuple[str, str]) -> str | None:
        """The file that a path means; None, and a note, where there is none to be read."""
        target = references.look(self.path, value, self._project, self._peek)
        meant = f'; did you mean "{target.meant}"?' if target.meant else ""
        said = {
            "": "",
            "outside": f'"{value}" leads out of the project, and nothing there is read',
            "folder": f'"{value}" is a folder',
            "too large": f'"{value}" is too large to be read',
            "unreadable": f'"{value}" can not be read',
        }.get(target.problem, f'there is no file "{value}"{meant}')
        if said:
            self._note(*key, said)
        return None if said else target.path

    def _peek(self, path: str) -> tuple[str, list[Problem]]:
        return "", []  # `_json` reads it

    def _other(self, path: str) -> Any:
        """A file that a schema refers to."""
        if not is_within(os.path.realpath(path), self._project):
            raise SchemaError("leads out of the project, and nothing there is read")
        try:
            return self._json(path)
        except SourceError as error:
            raise SchemaError(str(error)) from None

    def _json(self, path: str) -> Any:
        """The value of a file of JSON. Raises `SourceError`, with what follows its name."""
        try:
            text, problems = files.read(path)
        except FileNotFoundError:
            raise SourceError("is not there") from None
        except OSError as error:
            raise SourceError(f"can not be read: {error.strerror or error}") from None
        self._read[path] = text
        if problems:
            raise SourceError(f"can not be read: {problems[0].message}")
        try:
            return parsed(text)
        except PlainError as error:
            raise SourceError(str(error)) from None

    def _note(self, key: str, value: str, said: str) -> None:
        self._problems.setdefault((key, value, said))


def _examples_of(found: list[tuple[str, Any]]) -> Declared:
    """What values show that were found in some files."""
    paths = dict.fromkeys(path for path, _ in found)
    origin = f'"{next(iter(paths))}"' if len(paths) == 1 else f"{len(paths)} examples"
    return of_examples([value for _, value in found], origin, EXAMPLES)


def _tidy(path: str) -> str:
    """A path as settings write it: with slashes, and no steps that lead nowhere."""
    return os.path.normpath(path).replace(os.sep, "/") if "/" in path or os.sep in path else path


# --- places in settings ---------------------------------------------------------------------------


def place_of(text: str, key: str, value: str) -> Span:
    """Where a string stands in a text of TOML, behind the key that holds it; its quotes included.

    At the beginning where it is not to be found.
    """
    start = max(0, text.find(key, max(0, text.find("data"))))
    for span, held in _strings(text):
        if held == value and span.end >= start:
            return span
    return Span(0, 0)


def _strings(text: str) -> Iterator[tuple[Span, str]]:
    """The strings of a text of TOML that can be read, each with its place."""
    at = 0
    while at < len(text):
        char = text[at]
        if char == "#":
            at = _found(text, "\n", at)
        elif char in "\"'":
            quote = char * 3 if text.startswith(char * 3, at) else char
            end = _end(text, at + len(quote), quote)
            yield Span(at, end), _value(text[at:end])
            at = end
        else:
            at += 1


def _end(text: str, at: int, quote: str) -> int:
    """The end of a string, behind its quotes."""
    while at < len(text):
        if text[at] == "\\" and quote[0] == '"':
            at += 2
        elif text.startswith(quote, at):
            return at + len(quote)
        else:
            at += 1
    return len(text)


def _found(text: str, what: str, at: int) -> int:
    found = text.find(what, at)
    return len(text) if found < 0 else found


def _value(literal: str) -> str:
    import tomllib

    try:
        return str(tomllib.loads(f"value = {literal}")["value"])
    except ValueError:
        return ""
