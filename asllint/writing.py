"""Put a file in the place of another, all at once: nobody ever sees half of it."""

from __future__ import annotations

import os


def replace(path: str, data: bytes) -> None:
    """Write a file as a whole. `path` is a real one: a link would be replaced, not followed.

    A file that was there keeps its mode. Raises `OSError`, and leaves nothing behind then.
    """
    partial = f"{path}.{os.getpid()}.tmp"
    try:
        with open(partial, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(path):
            os.chmod(partial, os.stat(path).st_mode & 0o7777)
        os.replace(partial, path)
    except BaseException:
        if os.path.exists(partial):
            os.unlink(partial)
        raise
