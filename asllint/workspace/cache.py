"""What came of files that have not changed since: kept from run to run, in one database per user.

It lies where the system keeps such things (`folder` says where); a folder that others own or can
write to is not used. An entry goes by a digest of everything
that its content depends on, so that entries never get old, only unused. It is a database because
several runs may use it at once. Whatever goes wrong with it (no such folder, a full disk, another
version's file), a run is slower and says the same.
"""

from __future__ import annotations

import os
import stat
from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

FORMAT = "1"
"""Part of the file's name: what is in the database, and how."""

MAX_ENTRIES = 100_000
"""More are not kept; those that were used least recently go first."""

_SCHEMA = "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, value TEXT, used INTEGER)"


def digest(*parts: str | bytes | Iterable[str]) -> bytes:
    """16 bytes that stand for some texts, and for how they are divided."""
    found = blake2b(digest_size=16)
    for part in parts:
        if isinstance(part, str):
            part = part.encode("utf-8", "surrogatepass")
        elif not isinstance(part, bytes):
            part = digest(*part)
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.digest()


def folder() -> str | None:
    r"""Where the database lies; None where the system names no place that is the same everywhere.

    `ASLLINT_CACHE_DIR` names the folder itself, `XDG_CACHE_HOME` the one around it, on every
    system; else it is `~/.cache/asllint`, on macOS `~/Library/Caches/asllint`, on Windows
    `%LOCALAPPDATA%\asllint\Cache`.
    """
    own = os.environ.get("ASLLINT_CACHE_DIR")
    if own:
        return own
    home = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(home):
        return os.path.join(home, "asllint")
    from platformdirs import user_cache_dir

    place = user_cache_dir("asllint", appauthor=False)
    # Relative paths in the variable are to be ignored (XDG Base Directory Specification); versions
    # of platformdirs before 4.11.15 take them.
    return place if os.path.isabs(place) else None


class Cache:
    """The database; never raises."""

    def __init__(self, place: str | None = None) -> None:
        self._written: dict[bytes, str] = {}
        self._used: list[bytes] = []
        self._database = _opened(place or folder())

    def get(self, key: bytes) -> str | None:
        """The text that was kept under a key."""
        if self._database is None:
            return None
        import sqlite3

        try:
            row = self._database.execute(
                "SELECT value FROM entries WHERE key = ?", (key,)
            ).fetchone()
        except sqlite3.Error:
            return None
        if row is None:
            return None
        self._used.append(key)
        return str(row[0])

    def put(self, key: bytes, value: str) -> None:
        """Keep a text; it is written when the cache is closed."""
        self._written[key] = value

    def close(self) -> None:
        """Write what is new, and note what was used."""
        database, self._database = self._database, None
        if database is None:
            return
        import sqlite3
        import time

        today = int(time.time()) // 86_400
        try:
            with database:
                database.executemany(
                    "INSERT OR REPLACE INTO entries VALUES (?, ?, ?)",
                    [(key, value, today) for key, value in self._written.items()],
                )
                database.executemany(
                    "UPDATE entries SET used = ? WHERE key = ? AND used < ?",
                    [(today, key, today) for key in self._used],
                )
                if self._written:
                    _shrink(database)
        except sqlite3.Error:
            pass  # full, read-only, or another run is writing for too long
        finally:
            database.close()


def _opened(place: str | None) -> sqlite3.Connection | None:
    """The database in a folder; None where there can be none."""
    if place is None:
        return None
    import sqlite3

    path = os.path.join(place, f"results-{FORMAT}.sqlite3")
    try:
        os.makedirs(place, mode=0o700, exist_ok=True)
        if not (_is_ours(place) and (not os.path.lexists(path) or _is_ours(path))):
            return None
    except OSError:
        return None
    for _ in range(2):
        database = None
        try:
            database = sqlite3.connect(path, timeout=2.0)
            database.execute("PRAGMA synchronous = OFF")  # what a power cut takes is made anew
            database.execute(_SCHEMA)
            return database
        except sqlite3.OperationalError:  # locked, or nowhere to write
            if database is not None:
                database.close()
            return None
        except sqlite3.DatabaseError:  # no database, or a damaged one: begin anew
            if database is not None:
                database.close()
            try:
                os.unlink(path)
            except OSError:
                return None
    return None


def _is_ours(path: str) -> bool:
    """Does a folder or file belong to this user alone? What others can write is not believed."""
    if not hasattr(os, "geteuid"):
        return True
    known = os.stat(path) if os.path.isdir(path) else os.lstat(path)
    plain = stat.S_ISDIR(known.st_mode) or stat.S_ISREG(known.st_mode)
    return plain and known.st_uid == os.geteuid() and not known.st_mode & 0o022


def _shrink(database: sqlite3.Connection) -> None:
    """Drop the entries that nobody has used for the longest time."""
    (count,) = database.execute("SELECT count(*) FROM entries").fetchone()
    if count > MAX_ENTRIES:
        database.execute(
            "DELETE FROM entries WHERE key IN (SELECT key FROM entries ORDER BY used LIMIT ?)",
            (count - MAX_ENTRIES * 3 // 4,),
        )
