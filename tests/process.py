"""The command line as a process of its own, for tests: a new Python, or a fork of this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterable
from typing import IO

from tests.cost import PATIENCE

Done = subprocess.CompletedProcess[bytes]


def new(arguments: Iterable[str], stdin: bytes = b"", env: dict[str, str] | None = None) -> Done:
    """Run asllint in a new Python."""
    command = [sys.executable, "-m", "asllint", *arguments]
    return subprocess.run(
        command, input=stdin, capture_output=True, check=False, env=env, timeout=PATIENCE
    )


def fork(arguments: Iterable[str], stdin: bytes = b"") -> Done:
    """Run asllint in a copy of this process, which has everything imported: ten times as fast.

    Where that can not be done, in a new Python.
    """
    arguments = list(arguments)
    several = {"-j", "--jobs"} & {word.partition("=")[0] for word in arguments}
    if sys.platform != "linux" or threading.active_count() > 1 or several:
        return new(arguments, stdin)
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
    ):
        given.write(stdin)
        given.seek(0)
        child = os.fork()
        if child == 0:
            _become_asllint(arguments, given, out, err)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(arguments, status, out.read(), err.read())


def _become_asllint(arguments: list[str], *streams: IO[bytes]) -> None:
    """Be a process that has just been started with these streams; does not return."""
    status = 70
    try:
        signal.alarm(PATIENCE)
        warnings.simplefilter("ignore")
        for number, stream in enumerate(streams):
            os.dup2(stream.fileno(), number)
        started = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
        names = ("stdin", "stdout", "stderr")
        for number, (name, like) in enumerate(zip(names, started, strict=True)):
            assert like is not None
            opened = os.fdopen(
                number, "w" if number else "r", encoding=like.encoding, errors=like.errors
            )
            setattr(sys, name, opened)
        sys.argv = ["asllint", *arguments]
        from asllint.cli import main

        main(arguments)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        for written in (sys.stdout, sys.stderr):
            if not written.closed:
                written.flush()
        os._exit(status)
