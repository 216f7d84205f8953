"""The files that templates refer to: whether they are there, in the right letter case, and within.

A definition comes from a stranger's repository as often as not. So no reference is followed out of
the project, by `..` or by a link, and nothing outside of it is as much as listed.
"""

from __future__ import annotations

import os

from asllint.hosts.use import Target
from asllint.source.suggest import nearest
from asllint.workspace import files
from asllint.workspace.cache import digest
from asllint.workspace.settings import is_within, repository_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from asllint.workspace.files import Read

MAX_CANDIDATES = 500
"""More names than these are not offered."""
_DEFINITIONS = (".json", ".jsonc", ".yaml", ".yml")


def project_of(template: str, folders: Iterable[str]) -> str:
    """The folder that references of a template may not leave.

    The outermost of its repository and the folders that the user named, as far as the template is
    in them; at least its own folder. The current folder tells nothing: somebody who is at home
    does not mean all that is there.
    """
    real = os.path.realpath(os.path.dirname(os.path.abspath(template)))
    found = [real]
    repository = repository_of(real)
    outer = [*map(os.path.realpath, folders), *([repository] if repository else ())]
    found += [one for one in outer if is_within(real, one) and os.path.dirname(one) != one]
    return min(found, key=len)


def look(template: str, reference: str, project: str, read: Read = files.read) -> Target:
    """The file that a path in a template names, read by `read`. Never raises."""
    reference = reference.replace("\\", "/")
    path = os.path.normpath(os.path.join(os.path.dirname(template), reference))
    if not _is_name(reference):
        return Target(path, path, problem="missing")
    real = os.path.realpath(path)
    if not is_within(real, project):
        return Target(path, real, problem="outside")
    folder = os.path.dirname(template) or os.curdir
    meant, missing = _written(folder, reference, project)
    if missing:
        # In a folder that git ignores as a whole it tells nothing.
        made = files.is_ignored(real) and not files.is_ignored(os.path.realpath(template))
        problem = "generated" if made else "missing"
        return Target(path, real, problem=problem, meant=meant)
    case = ""
    if meant != reference:
        path = os.path.normpath(os.path.join(os.path.dirname(template), meant))
        real, case = os.path.realpath(path), "case"
    if not os.path.isfile(real):
        return Target(path, real, problem="folder" if os.path.isdir(real) else "missing")
    try:
        if os.path.getsize(real) > files.MAX_BYTES:
            return Target(path, real, problem="too large")
        text, _ = read(path)
    except OSError:
        return Target(path, real, problem="unreadable")
    return Target(path, real, text, problem=case, meant=meant if case else "")


def candidates(template: str, typed: str, project: str) -> list[tuple[str, bool]]:
    """What a path in a template can go on with, behind the folder that is typed of it.

    Folders and the files that may hold a definition, by their names, each with whether it is a
    folder. Nothing outside of the project, nothing hidden, and no more than `MAX_CANDIDATES`.
    """
    typed = typed.replace("\\", "/")
    folder = os.path.normpath(os.path.join(os.path.dirname(template) or os.curdir, typed))
    if not _is_name(typed) or not is_within(os.path.realpath(folder), project):
        return []
    found = []
    for name in _names(folder):
        path = os.path.join(folder, name)
        is_folder = os.path.isdir(path)
        if name.startswith(".") or not (is_folder or name.lower().endswith(_DEFINITIONS)):
            continue
        if is_within(os.path.realpath(path), project):
            found.append((name, is_folder))
    return found[:MAX_CANDIDATES]


def shown(target: Target) -> tuple[str, ...]:
    """What stands for a file that was looked for: where it is, why not, and what is in it."""
    text = "" if target.text is None else digest(target.text).hex()
    return target.path, target.real, target.problem, target.meant, text


def _is_name(reference: str) -> bool:
    """Can a file be called so? No system takes a NUL, nor half of a surrogate pair."""
    try:
        return b"\0" not in os.fsencode(reference)
    except UnicodeError:
        return False


def _written(folder: str, reference: str, project: str) -> tuple[str, bool]:
    """The reference as its folders and its file are really called, and whether there is no such.

    File systems that ignore letter case find what a build on Linux does not. When nothing has the
    name in any case, the answer is the reference that was perhaps meant, or an empty text. On the
    way, folders outside of the project are passed through without being looked into.
    """
    if os.path.isabs(reference):
        return reference, not os.path.exists(reference)
    steps = reference.split("/")
    for number, step in enumerate(steps):
        if step not in ("", ".", ".."):
            names = _names(folder) if is_within(os.path.realpath(folder), project) else [step]
            if step not in names:
                same = [name for name in names if name.casefold() == step.casefold()]
                if not same:
                    near = nearest(step, names) if number == len(steps) - 1 else None
                    return ("/".join([*steps[:number], near]) if near else ""), True
                steps[number] = same[0]
        folder = os.path.join(folder, steps[number])
    return "/".join(steps), False


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
