"""Which files are looked at, and how their bytes become text.

A file that was named is always looked at. A folder is searched the way git sees it: what a
`.gitignore` leaves out is left out here, too. Reading never fails on what is in a file: bytes that
are no UTF-8 become a problem, and the rest of the text is read all the same.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat

from asllint.source.text import Span
from asllint.syntax.node import Problem
from asllint.workspace.gitignore import Patterns
from asllint.workspace.settings import is_within, repository_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import IO, TypeAlias

    from asllint.workspace.settings import Settings

    Read: TypeAlias = Callable[[str], tuple[str, list[Problem]]]

MAX_BYTES = 16 * 1024 * 1024
"""A larger file is not read. AWS takes definitions of up to 1 MB, and templates are smaller."""

MAX_IGNORE_BYTES = 64 * 1024
"""More of an ignore file is not read: every line is a pattern that every path is held against."""

MAX_PATTERN = 4_096
"""A longer line of an ignore file is left out: no path on Linux has more bytes."""

HEAD = 65_536
"""So many bytes tell whether a larger file is a template with a state machine."""

SKIPPED = frozenset(
    (".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", ".tox", ".mypy_cache",
     ".aws-sam", ".serverless", ".terraform")
)  # fmt: skip
"""Folders that hold nobody's own files, or copies of them; looked at only when they are named."""

_BOMS = (  # in this order: the first one begins with the third one
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


class FilesError(Exception):
    """A file or folder that cannot be looked at; the text is one line that says why."""


class _FoundFile:
    """A file that was found. `real` is the same for all names that one file has."""

    __slots__ = ("explicit", "link", "path", "real")

    def __init__(self, path: str, real: str, *, explicit: bool = False, link: bool = False) -> None:
        self.path = path
        self.real = real
        self.explicit = explicit
        self.link = link


class _Folder:
    """A folder that is to be searched.

    Settings and messages go by the path that was written, git goes by the real one. `ignores` are
    the ignore files from above, the outermost first.
    """

    __slots__ = ("absolute", "ignores", "path", "real")

    def __init__(self, path: str, absolute: str, real: str, ignores: tuple[Patterns, ...]) -> None:
        self.path = path
        self.absolute = absolute
        self.real = real
        self.ignores = ignores

    def child(self, name: str, ignores: tuple[Patterns, ...]) -> _Folder:
        """The folder of this name in this one."""
        return _Folder(
            os.path.join(self.path, name),
            os.path.join(self.absolute, name),
            os.path.join(self.real, name),
            ignores,
        )


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """The text in the bytes of a file, and what is wrong with them. Never raises.

    A byte order mark of UTF-8 stays in the text: for YAML it is correct, for JSON it is not.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _converted(data, name, name)
    if data[1:2] == data[3:4] == b"\0" and data[0:1] != b"\0" != data[2:3]:
        return _converted(data, "UTF-16", "utf-16-le")
    if data[0:1] == data[2:3] == b"\0" and data[1:2] != b"\0" != data[3:4]:
        return _converted(data, "UTF-16", "utf-16-be")
    try:
        return data.decode(), []
    except UnicodeDecodeError as error:
        at = len(data[: error.start].decode())
        message = f"byte 0x{data[error.start]:02X} is not UTF-8: save the file as UTF-8"
        return data.decode(errors="replace"), [Problem("not-utf-8", Span(at, at + 1), message)]


def _converted(data: bytes, name: str, codec: str) -> tuple[str, list[Problem]]:
    text = data.decode(codec, errors="replace")
    message = f"the file is {name}: save it as UTF-8"
    return text, [Problem("not-utf-8", Span(0, min(1, len(text))), message)]


def read(path: str) -> tuple[str, list[Problem]]:
    """The text of a file, and what is wrong with its bytes. Raises `OSError` as `open` does."""
    before = os.stat(path)
    if before.st_size > MAX_BYTES:
        return _too_large(f"{round(before.st_size / 1024 / 1024)} MB")
    if stat.S_ISREG(before.st_mode):
        data = read_plain(path, MAX_BYTES + 1)
    else:
        with open(path, "rb") as file:  # a pipe, which somebody has named, has no size beforehand
            data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return _too_large(f"more than {MAX_BYTES // 1024 // 1024} MB")
    return decode(data)


def read_stream(stream: IO[bytes]) -> bytes:
    """All that comes from standard input. Raises `FilesError` when that is more than is read."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FilesError(
            f"standard input has more than {MAX_BYTES // 1024 // 1024} MB, and a definition may "
            "have at most 1 MB: nothing in it was read"
        )
    return data


def read_head(path: str) -> str:
    """The first characters of a file that is too large to be read; none if it is gone."""
    try:
        with open(path, "rb") as file:
            return file.read(HEAD).decode(errors="replace")
    except OSError:
        return ""


def read_plain(path: str, size: int, *, links: bool = True) -> bytes:
    """The first bytes of a file that is neither a pipe nor a device, were it made one just now.

    Raises `OSError`, without `links` for a link, too.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= 0 if links else getattr(os, "O_NOFOLLOW", 0)
    with open(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no plain file", path)
        return file.read(size)


def _too_large(size: str) -> tuple[str, list[Problem]]:
    message = f"the file is {size}, and a definition may have at most 1 MB: nothing in it was read"
    return "", [Problem("definition-size", Span(0, 0), message)]


def find(
    paths: Sequence[str],
    settings_for: Callable[[str], Settings],
    unread: list[str] | None = None,
) -> Iterator[tuple[str, bool]]:
    """The files to lint, each once: its path, and whether it was named itself.

    `settings_for` gets the absolute path of each folder that is searched; its `include` and
    `exclude` hold for what is directly in that folder. A folder that was named is searched even
    where settings or git leave it out. What can not be read is told in `unread`, a line each.
    Raises `FilesError` before the first file for what does not exist; without `unread` for the
    other as well.
    """
    folders = [path for path in paths if os.path.isdir(path) and not leads_out(path)]
    found: list[_FoundFile] = []
    for path in paths:
        if leads_out(path, folders):
            why = f'"{path}" leads out of its repository by a link, and is not read'
            _tell(FilesError(why), unread)
        else:
            found += _named(path, settings_for, unread)
    explicit = {file.real for file in found if file.explicit}
    # Of a file and a link to it the file is meant, wherever the link stands in the order.
    seen: set[str] = set()
    direct = {file.real for file in found if not file.link}
    for file in found:
        if file.real not in seen and not (file.link and file.real in direct):
            seen.add(file.real)
            yield file.path, file.real in explicit


def leads_out(path: str, folders: Iterable[str] = ()) -> bool:
    """Does a path in a repository lead out of it by a link, and into no folder that was named?"""
    absolute = os.path.abspath(path)
    real = os.path.realpath(absolute)
    repository = repository_of(os.path.dirname(absolute)) if real != absolute else None
    if repository is None:
        return False
    return not any(is_within(real, os.path.realpath(one)) for one in (repository, *folders))


def _tell(error: FilesError, unread: list[str] | None) -> None:
    if unread is None:
        raise error
    unread.append(str(error))


def _named(
    path: str, settings_for: Callable[[str], Settings], unread: list[str] | None
) -> Iterator[_FoundFile]:
    """The files that one path on the command line stands for."""
    try:
        mode = os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise FilesError(f'no such file or folder: "{path}"') from None
    except OSError as error:
        raise cannot_read(path, error) from None
    if stat.S_ISDIR(mode):
        yield from _walk(path, settings_for, unread)
    elif os.access(path, os.R_OK):
        yield _FoundFile(path, os.path.realpath(path), explicit=True)
    else:
        _tell(FilesError(f'cannot read "{path}": permission denied'), unread)


def _walk(
    path: str, settings_for: Callable[[str], Settings], unread: list[str] | None
) -> Iterator[_FoundFile]:
    """The files in a folder and the folders in it, everything in the order of names."""
    real = os.path.realpath(path)
    shown = "" if os.path.normpath(path) == os.curdir else path
    top = _Folder(shown, os.path.abspath(path), real, _ignores_above(real))
    waiting: list[_FoundFile | _Folder] = [top]
    while waiting:
        item = waiting.pop()
        if isinstance(item, _FoundFile):
            yield item
        else:
            try:
                waiting.extend(reversed(_content(item, top, settings_for(item.absolute))))
            except FilesError as error:
                _tell(error, unread)


def _content(folder: _Folder, top: _Folder, settings: Settings) -> list[_FoundFile | _Folder]:
    """What is directly in a folder and is neither ignored nor excluded, in the order of names."""
    ignores = _ignores_in(folder.real, folder.ignores)
    content: list[_FoundFile | _Folder] = []
    for entry in _entries(folder.path):
        absolute = os.path.join(folder.absolute, entry.name)
        real = os.path.join(folder.real, entry.name)
        is_folder = entry.is_dir(follow_symlinks=False)
        if (is_folder and entry.name in SKIPPED) or (
            not is_folder and not settings.includes(absolute)
        ):
            continue
        if settings.excludes(absolute, folder=is_folder) or _is_ignored(real, ignores, is_folder):
            continue
        if is_folder:
            content.append(folder.child(entry.name, ignores))
        elif entry.is_symlink():
            target = os.path.realpath(real)
            if os.path.isfile(target) and target.startswith(os.path.join(top.real, "")):
                content.append(_FoundFile(os.path.join(folder.path, entry.name), target, link=True))
        elif entry.is_file():
            content.append(_FoundFile(os.path.join(folder.path, entry.name), real))
    return content


def _entries(path: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(path or os.curdir) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise cannot_read(path or os.curdir, error) from None


def cannot_read(path: str, error: OSError) -> FilesError:
    """What to say of a file or folder that is there, and can not be read."""
    return FilesError(f'cannot read "{path}": {(error.strerror or str(error)).lower()}')


def is_ignored(real: str) -> bool:
    """Does git ignore a file (a real path, there or not), by itself or with a folder around it?"""
    folder = os.path.dirname(real)
    while not os.path.isdir(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    ignores = _ignores_in(folder, _ignores_above(folder))
    path, is_folder = real, False
    while ignores and os.path.dirname(path) != path:
        if _is_ignored(path, ignores, is_folder):
            return True
        path, is_folder = os.path.dirname(path), True
        if os.path.exists(os.path.join(path, ".git")):
            break
    return False


def _is_ignored(real: str, ignores: tuple[Patterns, ...], is_folder: bool) -> bool:
    """Does git ignore just this file or folder? The innermost ignore file that says so decides."""
    for patterns in reversed(ignores):
        verdict = patterns.verdict(real, folder=is_folder)
        if verdict is not None:
            return verdict
    return False


def _ignores_above(real: str) -> tuple[Patterns, ...]:
    """The ignore files above a folder, from the root of its repository on."""
    top = repository_of(real)
    if top is None:
        return ()  # outside of a repository, only those in the folder itself count
    above: list[str] = []
    while real != top:
        real = os.path.dirname(real)
        above.append(real)
    ignores: tuple[Patterns, ...] = ()
    for folder in reversed(above):
        ignores = _ignores_in(folder, ignores)
    return ignores


def _ignores_in(folder: str, above: tuple[Patterns, ...]) -> tuple[Patterns, ...]:
    """The ignore files that hold in a folder, given those that hold above it."""
    files = [os.path.join(folder, ".gitignore")]
    if os.path.exists(os.path.join(folder, ".git")):  # a repository of its own starts here
        above = ()
        files.insert(0, os.path.join(folder, ".git", "info", "exclude"))
    read = (_lines(file) for file in files)
    return above + tuple(Patterns(folder, lines) for lines in read if lines)


def _lines(path: str) -> list[str]:
    """The lines of an ignore file; none when it is not there, or is a link, which git ignores."""
    try:
        data = read_plain(path, MAX_IGNORE_BYTES + 1, links=False)
    except OSError:
        return []
    if len(data) > MAX_IGNORE_BYTES:
        data = data[: data.rfind(b"\n", 0, MAX_IGNORE_BYTES) + 1]  # half a pattern is another one
    # Names that are no UTF-8 come from the file system in the same disguise.
    text = data.decode("utf-8-sig", errors="surrogateescape")
    lines = (line.removesuffix("\r") for line in text.split("\n"))
    return [line for line in lines if len(line) <= MAX_PATTERN]
