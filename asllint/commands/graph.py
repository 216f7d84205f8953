"""`asllint graph`: draw state machines, with what was found in them, and with what has changed."""

from __future__ import annotations

import argparse
import os
import re

from asllint.commands import CLEAN
from asllint.commands.options import STDIN, Parser, UsageError, positive
from asllint.commands.outputs import OutputError, write
from asllint.commands.verdict import trouble
from asllint.source.suggest import listed
from asllint.source.terminal import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from asllint.graph.model import Picture
    from asllint.workspace.run import Linter

SVG, MERMAID, MARKDOWN, HTML, JSON = "svg", "mermaid", "markdown", "html", "json"
FORMATS = (SVG, MERMAID, MARKDOWN, HTML, JSON)
_SINGLE = {SVG: ".svg", MERMAID: ".mmd"}
"""Formats of one picture a file, and how such files are called."""
MAX_NAMED = 8


def parser() -> Parser:
    """What the command takes."""
    made = Parser(
        prog="asllint graph",
        description="Draw state machines: states and transitions, and what was found in them.",
    )
    add = made.add_argument
    add("paths", nargs="+", metavar="PATH", help="definition, template or folder")
    text = "svg, mermaid, markdown (with mermaid, for job summaries), html (one page), json"
    add("--format", choices=FORMATS, default=SVG, help=f"{text} (default: svg)")
    text = "write to this file, or to files in this folder (default: standard output)"
    add("-o", "--output", metavar="FILE", help=text)
    add("--machine", metavar="NAME", help="only this state machine")
    text = "draw this Map or Parallel state closed: its name or its pointer; any number of times"
    add("--collapse", action="append", default=[], metavar="STATE", help=text)
    add("--no-findings", action="store_true", help="draw without what is found")
    text = "for html: the page looks for its newer self every so many seconds"
    add("--refresh", type=positive, default=0, metavar="SECONDS", help=text)
    text = "colour what is new, gone or different since a git revision, or since another file"
    add("--against", metavar="REVISION", help=text)
    add("--type", choices=("STANDARD", "EXPRESS"), help="workflow type where nothing else says it")
    text = "settings file (default: asllint.toml or pyproject.toml, nearest upward)"
    add("--config", metavar="FILE", help=text)
    return made


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    options = parser().parse_args(arguments)
    if options.paths == STDIN:
        raise UsageError("a picture is drawn of files and folders, not of a definition in a pipe")
    from asllint.workspace.run import Linter, Options

    linter = Linter(Options(config=options.config, workflow_type=options.type))
    linter.look_in(options.paths)
    drawn = list(_drawn(linter, options))
    if not (drawn or linter.unread):
        raise UsageError(f"there is no state machine in {listed(options.paths)}")
    drawn = _chosen(drawn, options)
    if drawn:
        _publish(drawn, options)
    return trouble(linter) or CLEAN


def _drawn(linter: Linter, options: argparse.Namespace) -> Iterator[Picture]:
    """The pictures of all files, in the order of their paths."""
    from asllint.graph.drawing import pictures

    before = _before(linter, options)
    paths = options.paths if before is None else before.still_there(options.paths)
    for analysis in linter.project(paths).analyses():
        report = None if options.no_findings else linter.lint(analysis)
        found = () if report is None else report.diagnostics
        with_data = options.format in (HTML, JSON)
        now = pictures(analysis, found, options.collapse, with_data=with_data)
        yield from now if before is None else before.compared(analysis.file.path, now)
        analysis.release()
    if before is not None:
        yield from before.gone()


class _Before:
    """What files were, and which are gone."""

    def __init__(
        self, text: Callable[[str], str | None], gone: dict[str, str], collapsed: list[str]
    ) -> None:
        self.text = text
        self.texts = gone
        """What the files were that are no longer there, by path."""
        self.collapsed = collapsed

    def still_there(self, paths: list[str]) -> list[str]:
        """The paths without those of files that are gone."""
        return [path for path in paths if path not in self.texts]

    def compared(self, path: str, now: list[Picture]) -> list[Picture]:
        """The pictures of a file, held against what it was, maybe at another place."""
        from asllint.graph.changes import compared

        text = self.text(path)
        if text is None and now:
            text = self.texts.pop(self._moved(path), None)
        return compared(self._pictures(text, path), now)

    def _moved(self, path: str) -> str:
        """The one file of this name that is gone, for a file that is new."""
        name = os.path.basename(path)
        same = [one for one in self.texts if os.path.basename(one) == name]
        return same[0] if len(same) == 1 else ""

    def gone(self) -> Iterator[Picture]:
        """The machines of files that are gone, in the order of their paths."""
        from asllint.graph.changes import compared

        for path, text in sorted(self.texts.items()):
            yield from compared(self._pictures(text, path), [])

    def _pictures(self, text: str | None, path: str) -> list[Picture]:
        from asllint.engine.reading import analyze
        from asllint.graph.drawing import pictures

        if text is None:
            return []
        before = analyze(text, path)
        drawn = pictures(before, (), self.collapsed)
        before.release()
        return drawn


def _before(linter: Linter, options: argparse.Namespace) -> _Before | None:
    """How to find out what files were; None where nobody asks."""
    against = options.against
    if against is None:
        return None
    if os.path.isfile(against):
        from asllint.workspace.files import read

        if len(options.paths) > 1 or os.path.isdir(options.paths[0]):
            raise UsageError(f'"{against}" is a file: name just one file to compare it with')
        text = read(against)[0]
        return _Before(lambda path: text, {}, options.collapse)
    from asllint.workspace.revisions import Revision, RevisionError, gone

    try:
        revision = Revision(against, options.paths[0])
        return _Before(
            revision.text, gone(revision, options.paths, linter.settings_of), options.collapse
        )
    except RevisionError as error:
        raise UsageError(str(error)) from None


def _chosen(drawn: list[Picture], options: argparse.Namespace) -> list[Picture]:
    """The machine that is asked for, or all."""
    if options.machine is None:
        return drawn
    from asllint.source.suggest import nearest

    chosen = [one for one in drawn if options.machine in (one.name, f"{one.path}: {one.name}")]
    if not chosen:
        near = nearest(options.machine, [one.name for one in drawn])
        raise UsageError(
            f'there is no state machine "{options.machine}" in {listed(options.paths)}'
            + (f'; did you mean "{near}"?' if near else "")
        )
    return chosen


# --- writing --------------------------------------------------------------------------------------


def _publish(drawn: list[Picture], options: argparse.Namespace) -> None:
    path = options.output
    into_folder = path is not None and (os.path.isdir(path) or path.endswith(("/", os.sep)))
    if into_folder:
        _fill(path, drawn, options)
        return
    if len(drawn) > 1 and options.format == SVG:
        names = [one.name for one in drawn[:MAX_NAMED]]
        raise UsageError(
            f"{len(drawn)} state machines are in {listed(options.paths)}: say with --machine which "
            f"one to draw ({listed(names)}), give -o a folder, or draw all with --format html"
        )
    write(_text(drawn, options), path)


def _fill(folder: str, drawn: list[Picture], options: argparse.Namespace) -> None:
    """A file for each machine, or the one file of all."""
    if not os.path.isdir(folder):
        raise OutputError(f'can not write into "{folder}": there is no such folder')
    if options.format not in _SINGLE:
        ending = {HTML: "index.html", MARKDOWN: "graph.md", JSON: "graph.json"}[options.format]
        write(_text(drawn, options), os.path.join(folder, ending))
        return
    taken: set[str] = set()
    for picture in drawn:
        name = _file_name(picture.name, taken) + _SINGLE[options.format]
        write(_text([picture], options), os.path.join(folder, name))
    say(f"{len(drawn)} pictures are in {folder}" if len(drawn) > 1 else f"1 picture is in {folder}")


def _file_name(name: str, taken: set[str]) -> str:
    """A name for a file that no system takes for something else, and that is not taken."""
    base = re.sub(r"[^\w-]+", "-", name.removesuffix(".json").removesuffix(".asl")).strip("-")
    base = base[:80] or "machine"
    found, number = base, 1
    while found.casefold() in taken:
        number += 1
        found = f"{base}-{number}"
    taken.add(found.casefold())
    return found


def _text(drawn: list[Picture], options: argparse.Namespace) -> str:
    if options.format == SVG:
        from asllint.graph.svg import svg

        return svg(drawn[0])
    if options.format == HTML:
        from asllint.graph.html import html

        title = f"State machines in {listed(options.paths)}"
        return html(drawn, title, refresh=options.refresh)
    if options.format == JSON:
        from asllint.graph.json import document

        return document(drawn)
    from asllint.graph.markdown import markdown
    from asllint.graph.mermaid import mermaid

    if options.format == MERMAID and len(drawn) == 1:
        return mermaid(drawn[0])
    return markdown(drawn, only_changed=options.against is not None)
