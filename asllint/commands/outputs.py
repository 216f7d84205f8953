"""Where reports go: one to standard output (or `--output`), any number to files of their own."""

from __future__ import annotations

import os
import sys

from asllint.reporters import FORMATS
from asllint.source.suggest import listed
from asllint.source.terminal import escaped, out
from asllint.workspace.writing import led_by_link, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.workspace.run import Linter, Report

STDOUT = "-"
_JSON = ("aws", "gitlab", "json", "sarif")


class OutputError(Exception):
    """A report can not go where the user wants it; the text is one clear line."""


class Output:
    """One report: its format, and the file it goes to (None: standard output)."""

    __slots__ = ("format", "path")

    def __init__(self, name: str, path: str | None) -> None:
        self.format = name
        self.path = path


def planned(formats: Sequence[str], path: str | None) -> list[Output]:
    """The reports that any number of `--format NAME[=FILE]` and `--output FILE` ask for.

    Raises `OutputError`, before anything is linted, for what can not be.
    """
    outputs = [_output(each, path) for each in formats] or [Output("text", path)]
    places = [output.path and os.path.realpath(output.path) for output in outputs]
    for output, place in zip(outputs, places, strict=True):
        if places.count(place) > 1:
            shown = f'"{output.path}"' if output.path else "standard output"
            raise OutputError(
                f"two reports can not both go to {shown}: give one a file, as in "
                f'"--format {output.format}=FILE"'
            )
        if output.path is not None:
            _check_folder(output.path)
    if path is not None and all(output.path != path for output in outputs):
        raise OutputError(f'nothing is left for --output "{path}": each format has its own file')
    return outputs


def _output(text: str, path: str | None) -> Output:
    name, separator, own = text.partition("=")
    if name not in FORMATS:
        raise OutputError(f'--format can not be "{name}": write {listed(FORMATS, "or")}')
    if separator and not own:
        raise OutputError(f'the name of the file is missing: "--format {text}FILE"')
    return Output(name, None if own == STDOUT else own or path)


def _check_folder(path: str) -> None:
    folder = os.path.dirname(path)
    if folder and not os.path.isdir(folder):
        raise OutputError(f'can not write "{path}": there is no folder "{folder}"')
    if os.path.isdir(path):
        raise OutputError(f'can not write "{path}": it is a folder')
    _check_link(path)


def _check_link(path: str) -> None:
    link = led_by_link(path)
    if link is not None:
        what = "it is a link" if link == path else f'"{link}" is a link'
        raise OutputError(
            f'can not write "{path}": {what}, and reports are not written through links'
        )


def publish(
    outputs: Sequence[Output], reports: list[Report], linter: Linter, *, fail_on: str, color: str
) -> None:
    """Write every report, the files first. `color` is what `--color` says."""
    for output in sorted(outputs, key=lambda each: each.path is None):
        colour, columns = colour_for(color, output.path), _columns_for(output.path)
        text = rendered(output.format, reports, linter, fail_on, colour, columns)
        if output.path is not None:
            write(text, output.path)
        else:
            text = escaped(text) if output.format in _JSON else text
            out(text, colour=colour, orders=output.format == "github")


def rendered(
    name: str,
    reports: list[Report],
    linter: Linter,
    fail_on: str,
    colour: bool,
    columns: int = 0,
) -> str:
    """The text of one report, for a terminal of so many columns (0: for none)."""
    if name == "text":
        from asllint.reporters import text

        return text.report(reports, colour=colour, columns=columns)
    if name == "sarif":
        from asllint.reporters import sarif

        return sarif.report(reports, linter.rules_of(reports))
    if name == "junit":
        from asllint.reporters import junit

        return junit.report(reports, fail_on)
    from importlib import import_module

    return str(import_module(f"asllint.reporters.{name}").report(reports))


def colour_for(color: str, path: str | None) -> bool:
    """Colour only on a terminal, and not where `NO_COLOR` is set (no-color.org)."""
    if color != "auto":
        return color == "always"
    return path is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _columns_for(path: str | None) -> int:
    """How wide the terminal is that a report goes to; 0 where it goes anywhere else."""
    if path is not None or not sys.stdout.isatty():
        return 0
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return 0


def write(text: str, path: str | None = None) -> None:
    """Print, or write a file as a whole: it appears under its name only when it is complete.

    A link is not followed: in a stranger's repository it may lead to any file of the user's.
    """
    if path is None:
        out(text)
        return
    data = text.encode("utf-8", "backslashreplace")
    try:
        _check_link(path)
        if os.path.exists(path) and not os.path.isfile(path):
            # A pipe or a device is written to; a file in its place would be the end of it.
            with open(path, "wb") as file:
                file.write(data)
        else:
            replace(path, data)
    except OSError as error:
        raise OutputError(f'can not write "{path}": {error.strerror}') from None
