"""Compare what two versions of asllint say, byte for byte.

    python -m tests.comparison OLD NEW [PATH ...] [--sample 120] [--places 6] [--seed 1]

OLD and NEW are checkouts with their `.venv`, or Pythons in which asllint is installed. Both are
asked the same questions about the files at the paths, through doors that stay when modules move:
the command line, and the language server (files are opened, asked about at places drawn by the
seed, and typed into). The exit status is 1 when they differ in anything; `--keep FOLDER` leaves all
answers there, one on a line.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.comparison import answers, commands, editing, inputs
from tests.comparison.answers import Answers
from tests.comparison.version import Version, VersionError

ROOT = Path(__file__).parent.parent.parent
BESIDE = ROOT.parent / "shared"
"""Other people's definitions, which may lie beside the project."""


def paths() -> list[Path]:
    """What is compared when nothing is named: all of the project's own, and what lies beside it."""
    found = [ROOT / "tests" / "examples", ROOT / "rules", ROOT / "tests" / "cases"]
    return found + [path for path in (BESIDE / "corpus", BESIDE / "aws") if path.is_dir()]


def compare(versions: list[Version], options: argparse.Namespace) -> list[Answers]:
    """The answers of both versions, which work side by side."""
    folder = versions[0].inputs
    files = inputs.sample(folder, options.sample, options.seed)
    with ThreadPoolExecutor(2) as pool:
        found: list[Answers] = [{}, {}]
        if not options.server:
            ask = commands.ask
            found = list(pool.map(lambda one: ask(one, options.pages, options.seed), versions))
        if not files:
            return found
        editors = list(pool.map(editing.Editor, versions))
        asked, unasked = editing.common(*editors)
        if unasked:
            print(f"not asked for: {', '.join(unasked)}", file=sys.stderr)
        list(pool.map(lambda one: one.ask(files, asked, options.places, options.seed), editors))
    return [one | editor.answers for one, editor in zip(found, editors, strict=True)]


def report(old: Answers, new: Answers, few: int) -> int:
    """Print how the answers differ, `few` of each kind; returns the exit status."""
    found = answers.differing(old, new)
    for kind, questions in answers.by_kind(found).items():
        for question in questions[:few]:
            print("\n".join(answers.shown(question, old, new, few)))
        if len(questions) > few:
            print(f"… and {len(questions) - few} more of {kind}")
    every = old.keys() | new.keys()
    print(f"{len(every)} questions: {answers.counts(every)}")
    print(f"{len(found)} answers differ" + (f": {answers.counts(found)}" if found else ""))
    return int(bool(found))


def main(arguments: list[str] | None = None) -> int:
    """Compare; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.comparison", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("old", metavar="OLD")
    parser.add_argument("new", metavar="NEW")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    parser.add_argument("--sample", type=int, default=120, help="files that are opened")
    parser.add_argument("--places", type=int, default=6, help="places in each of them")
    parser.add_argument("--pages", type=int, default=6, help="pages of rules")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--few", type=int, default=5, help="how much of each kind is shown")
    parser.add_argument("--server", action="store_true", help="leave the command line out")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write all answers there")
    options = parser.parse_intermixed_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name).resolve() / each for each in ("inputs", "old", "new")]
        for folder in folders:
            folder.mkdir()
        for path in options.paths:
            if not path.exists():
                parser.error(f"{path}: there is no such file or folder")
        inputs.gather(options.paths or paths(), folders[0])
        try:
            versions = [
                Version(place, folders[0], own)
                for place, own in zip((options.old, options.new), folders[1:], strict=True)
            ]
        except VersionError as error:
            parser.error(str(error))
        for title, version in zip(("old", "new"), versions, strict=True):
            print(f"{title}: {version.root}")
        old, new = compare(versions, options)
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
        answers.write(old, options.keep / "old.tsv")
        answers.write(new, options.keep / "new.tsv")
    return report(old, new, options.few)


if __name__ == "__main__":
    sys.exit(main())
