"""Put a file in the place of another, all at once: nobody ever sees half of it."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType
    from typing import NoReturn

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""What ends a program from outside, by the names that some systems know."""


def replace(path: str, data: bytes, *, owner: bool = False) -> None:
    """Write a file as a whole, in the place of what had the name, were it a link.

    A file that was there keeps its mode, its attributes and, if that is possible, its owner. Raises
    `OSError`, with `owner` also where the owner can not stay the same, and leaves nothing behind
    then, nor when the program is ended by a signal that lets it.
    """
    folder = os.path.dirname(path)
    partial = os.path.join(folder, f".asllint-{os.urandom(8).hex()}.tmp")
    before = os.stat(path) if os.path.isfile(path) and not os.path.islink(path) else None
    with _orderly_end():
        # Nobody else may read what nobody else could read before.
        file = os.open(
            partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0),
            0o666 if before is None else 0o600,
        )  # fmt: skip
        try:
            with open(file, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if before is not None:
                _take_over(path, partial, before, owner)
            os.replace(partial, path)
        except BaseException:
            os.unlink(partial)
            raise


def _take_over(path: str, partial: str, before: os.stat_result, owner: bool) -> None:
    """Give a new file the owner, the mode and the attributes of the one that it replaces."""
    now = os.stat(partial)
    if hasattr(os, "chown") and (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        try:
            os.chown(partial, before.st_uid, before.st_gid)
        except OSError as error:
            if owner:
                why = "it belongs to somebody else, and could not be given back"
                raise PermissionError(error.errno, why, path) from None
    if hasattr(os, "listxattr"):  # access control lists, among others
        for name in _attributes(path):
            try:
                os.setxattr(partial, name, os.getxattr(path, name))
            except OSError:
                continue  # some are for the system alone to set
    os.chmod(partial, before.st_mode & 0o7777)


def _attributes(path: str) -> list[str]:
    try:
        return os.listxattr(path)
    except OSError:  # a file system without any
        return []


@contextmanager
def _orderly_end() -> Iterator[None]:
    """Make signals that end the program raise `SystemExit`, so that it can tidy up."""

    def end(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    before = {}
    try:
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, end)
    except ValueError:  # only the main thread hears signals
        pass
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def led_by_link(path: str) -> str | None:
    """The link by which a path that is to be written leads elsewhere, as it was written.

    The last part of the path counts, and the folders before it as far as they are in the current
    folder or in the repository around the file: what is above is the user's own. What leads to a
    pipe or a device of the system (`/dev/stdout`) is no link in this sense.
    """
    if os.path.abspath(path).startswith(("/dev/", "/proc/")):
        return None
    if os.path.islink(path):
        return path
    here = os.getcwd()
    part, found = os.path.dirname(path), None
    while part and os.path.dirname(part) != part:
        if os.path.islink(part):
            found = part
        elif os.path.abspath(part) == here or os.path.exists(os.path.join(part, ".git")):
            return found
        part = os.path.dirname(part)
    return None if os.path.isabs(path) else found
