"""The input of an execution that somebody gives, and which state machine it is for."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from asllint.hosts.definition import Definition

_ENDINGS = (".asl.json", ".asl.yaml", ".asl.yml")


class Given:
    """The input that one execution is started with; a plain value, for other processes, too."""

    __slots__ = ("machine", "value")

    def __init__(self, value: Any, machine: str = "") -> None:
        self.value = value
        """As `json` has it."""
        self.machine = machine
        """One of the names of the machine that is started; empty where there is only one."""

    def is_for(self, definition: Definition) -> bool:
        """Is it the machine of this definition that is started?"""
        return not self.machine or self.machine in names_of(definition)


def name_of(definition: Definition) -> str:
    """What templates call a definition; empty where no template is known to use it."""
    return ", ".join(dict.fromkeys(use.name for use in definition.uses))


def label_of(definition: Definition) -> str:
    """What a definition is called in a heading: its file, and its name in a template."""
    path, name = definition.file.path, name_of(definition)
    return f"{path}: {name}" if name else path


def names_of(definition: Definition) -> tuple[str, ...]:
    """All that somebody can call a definition.

    That is what templates call it, with the path of the file before it or without; for one that has
    a file to itself the path, the name and the stem of that, too. The first is what it is called
    in a list, the second where there are two of that name.
    """
    path, uses = definition.file.path, definition.uses
    names = [each for use in uses for each in (use.name, f"{path}: {use.name}")]
    if all(use.file.path != path for use in uses):
        base = os.path.basename(path)
        ending = next((one for one in _ENDINGS if base.lower().endswith(one)), "")
        stem = base[: -len(ending)] if ending else os.path.splitext(base)[0]
        names += [path, os.path.normpath(path), base, stem]
    return tuple(dict.fromkeys(names))
