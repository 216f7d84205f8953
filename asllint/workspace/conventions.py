"""What lies beside a definition by convention, and shows which data come from outside.

`events/order.json` or `events/order-paid.json` in the folder of a template or a definition, for a
machine that is called so; `MockConfigFile.json`, there or in `test` or `tests`, in the folders from
the definition up to the project's own. Nobody has said that they count: editors show what is in
them, and no finding rests on it. Sources: SAM developer guide, "sam local invoke" (`events/`), and
the developer guide of Step Functions, "Using mocked service integrations".
"""

from __future__ import annotations

import os

from asllint.data.declared import FOUND, Declarations, of_examples
from asllint.data.mocks import MocksError, read_mocks
from asllint.hosts.given import names_of
from asllint.workspace import files, references
from asllint.workspace.files import FilesError
from asllint.workspace.plain import PlainError, parsed
from asllint.workspace.settings import is_within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from asllint.data.declared import Declared
    from asllint.hosts.definition import Definition

EVENTS = "events"
MOCKS = "MockConfigFile.json"
MAX_EVENTS = 50
"""So many events are read for one machine, the first by their names."""
MAX_FOLDERS = 20
"""So many folders are gone up."""
_TESTS = ("", "test", "tests")
_KINDS = ("statemachine", "stepfunction", "workflow", "machine")
"""What the name of a machine may end with beside what events are called after."""


class Conventions:
    """The files that are found so; each question answered once."""

    def __init__(self, folders: Iterable[str] = ()) -> None:
        self._folders = list(folders)
        self._known: dict[tuple[str, ...], Declarations | None] = {}

    def declared_for(self, definition: Definition) -> Declarations | None:
        """What is found for a definition; None: nothing."""
        templates = (use.file.path for use in definition.uses)
        key = (definition.path, *templates, *names_of(definition))
        if key not in self._known:
            found = Declarations(self._input(definition), self._states(definition))
            self._known[key] = found or None
        return self._known[key]

    def _input(self, definition: Definition) -> Declared | None:
        """What the events show that are called after the machine."""
        names = set(_called(definition))
        project = self._project(definition)
        found: dict[str, Any] = {}
        for folder in _around(definition):
            folder = os.path.join(folder, EVENTS)
            for name in _names(folder, project):
                if name.endswith(".json") and _begins(name, names) and len(found) < MAX_EVENTS:
                    found |= _read(os.path.join(folder, name), project)
        return of_examples(found.values(), _origin(found), FOUND) if found else None

    def _states(self, definition: Definition) -> dict[str, Declared]:
        """What mock files let the states of the machine be answered."""
        called = {name.casefold() for name in names_of(definition)}
        project = self._project(definition)
        answers: dict[str, list[Any]] = {}
        origin = ""
        for path in _mock_files(definition, project):
            for value in _read(path, project).values():
                try:
                    machines = read_mocks(value)
                except MocksError:
                    continue
                for mocked in machines.values():
                    if mocked.name.casefold() in called:
                        origin = _origin([path])
                        for state, answer in mocked.answers():
                            answers.setdefault(state, []).append(answer)
        return {state: of_examples(found, origin, FOUND) for state, found in answers.items()}

    def _project(self, definition: Definition) -> str:
        return references.project_of(definition.path, self._folders)


def _around(definition: Definition) -> list[str]:
    """The folders of the definition and of the templates that use it."""
    paths = (definition.path, *(use.file.path for use in definition.uses))
    return list(dict.fromkeys(os.path.dirname(os.path.abspath(path)) for path in paths))


def _called(definition: Definition) -> Iterator[str]:
    """What events for a machine are called after: its name, with and without what it is."""
    stems = [use.name for use in definition.uses] or [names_of(definition)[-1]]
    for stem in stems:
        name = _plain(stem)
        yield name
        for kind in _KINDS:
            if name.endswith(kind) and name != kind:
                yield name.removesuffix(kind)


def _begins(file: str, names: set[str]) -> bool:
    """Is a file called after one of some names: alone, or before a `-`, a `_` or a `.`?"""
    stem = file.removesuffix(".json")
    ends = [at for at, char in enumerate(stem) if char in "-_."]
    return any(_plain(stem[:end]) in names for end in (*ends, len(stem)))


def _plain(name: str) -> str:
    return "".join(one for one in name.casefold() if one.isalnum())


def _mock_files(definition: Definition, project: str) -> Iterator[str]:
    folder = os.path.dirname(os.path.abspath(definition.path))
    for _ in range(MAX_FOLDERS):
        if not is_within(os.path.realpath(folder), project):
            return
        for inner in _TESTS:
            path = os.path.join(folder, inner, MOCKS)
            if os.path.isfile(path):
                yield path
        folder = os.path.dirname(folder)


def _names(folder: str, project: str) -> list[str]:
    try:
        return sorted(os.listdir(folder)) if is_within(os.path.realpath(folder), project) else []
    except OSError:
        return []


def _read(path: str, project: str) -> dict[str, Any]:
    """The value of a file of JSON by its path; nothing where there is none."""
    if not is_within(os.path.realpath(path), project):
        return {}
    try:
        text, problems = files.read(path)
        return {} if problems else {path: parsed(text)}
    except (OSError, FilesError, PlainError):
        return {}


def _origin(paths: Iterable[str]) -> str:
    """What is found, as it is called in a sentence."""
    found = list(paths)
    if len(found) > 1:
        return f"{len(found)} examples"
    folder, name = os.path.split(found[0])
    return f'"{os.path.basename(folder)}/{name}"'
