"""Time asllint side by side with other linters for this language, in one run.

    python -m tests.benchmarks.peers [--runs 5] [--samples FOLDER] [--markdown]

They are installed into `.cache/peers` once, at the versions below, and run as whole processes, in
turn, so that a machine whose speed drifts does the same to all; the medians are printed. What has
no command line for a task gets the smallest script that does it (`peers/*.js`), in its favour:
AWS's service prints nothing, and `cfn-lint` gets the definitions wrapped in templates beforehand.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import asllint
from tests.benchmarks.compare import definition

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent / "peers"
CACHE = Path(os.environ.get("ASLLINT_TEST_CACHE") or ROOT / ".cache") / "peers"
BIN = Path(sys.executable).parent

PYPI = {"statelint": "3.1.0", "cfn-lint": "1.58.0"}
NPM = {"asl-validator": "4.0.0", "amazon-states-language-service": "1.16.1"}

Command = list[str]


def install() -> bool:
    """Fetch the other linters once; False where that can not be done."""
    wanted = "\n".join(f"{name} {version}" for name, version in {**PYPI, **NPM}.items())
    stamp = CACHE / "installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return True
    if shutil.which("npm") is None:
        return False
    shutil.rmtree(CACHE, ignore_errors=True)
    CACHE.mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "venv", str(CACHE / "venv")], check=True)
    named = [f"{name}=={version}" for name, version in PYPI.items()]
    pip = [str(CACHE / "venv/bin/python"), "-m", "pip", "install", "--quiet", *named]
    subprocess.run(pip, check=True)
    named = [f"{name}@{version}" for name, version in NPM.items()]
    npm = ["npm", "install", "--no-fund", "--no-audit", "--no-save", "--ignore-scripts"]
    subprocess.run([*npm, "--prefix", str(CACHE), *named], check=True, capture_output=True)
    stamp.write_text(wanted)
    return True


def seconds(command: Command, environment: dict[str, str]) -> float:
    """Wall time of a process."""
    before = time.perf_counter()
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip
    return time.perf_counter() - before


def small(number: int) -> str:
    """A definition of 570 bytes, a little different each."""
    return definition(3).replace("Step 0", f"Step {number % 10}")


def wrapped(text: str) -> str:
    """The template in which `cfn-lint` takes a definition."""
    return (
        '{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": '
        '{"RoleArn": "arn:aws:iam::123456789012:role/r", "Definition": ' + text + "}}}}"
    )


def commands(files: list[Path], templates: list[Path]) -> dict[str, Command]:
    """How each of the others lints some files."""
    paths, modules = [str(file) for file in files], str(CACHE / "node_modules")
    return {
        "statelint": [str(CACHE / "venv/bin/statelint"), *paths],
        "asl-validator": ["node", str(HERE / "asl-validator.js"), modules, *paths],
        "AWS's language service": ["node", str(HERE / "service.js"), modules, *paths],
        "cfn-lint": [str(CACHE / "venv/bin/cfn-lint"), *map(str, templates)],
    }


def ours(paths: list[Path], *flags: str) -> Command:
    """How asllint does."""
    return [str(BIN / "asllint"), "--fail-on", "never", *flags, *map(str, paths)]


class Case:
    """One row: what is linted, by whom, in which way."""

    def __init__(self, name: str, runs: int, **linters: Command) -> None:
        self.name = name
        self.runs = runs
        self.linters = linters
        self.took: dict[str, list[float]] = {name: [] for name in linters}

    def run(self, cache: Path) -> None:
        """Every linter in turn, so many times after one that does not count."""
        for turn in range(self.runs + 1):
            for name, command in self.linters.items():
                if turn > 2 and name == "cfn-lint":
                    continue  # it takes longer than all others together
                spent = seconds(command, {"ASLLINT_CACHE_DIR": str(cache)})
                if turn:
                    self.took[name].append(spent)


def cases(folder: Path, samples: Path, runs: int) -> list[Case]:
    """The rows of the table."""
    many = [folder / f"{number}.asl.json" for number in range(200)]
    for number, path in enumerate(many):
        path.write_text(small(number))
    large = folder / "large" / "large.asl.json"
    large.parent.mkdir()
    large.write_text(definition(5000))
    for path in [*many, large]:
        path.with_suffix(".template.json").write_text(wrapped(path.read_text()))

    def template(paths: list[Path]) -> list[Path]:
        return [path.with_suffix(".template.json") for path in paths]

    one = many[:1]
    alone = sorted(samples.rglob("*.asl.json"))
    return [
        Case("one small file", runs, asllint=ours(one), **commands(one, template(one))),
        Case(
            "200 files", runs,
            **{"asllint": ours(many, "--no-cache"), "asllint, again": ours(many)},
            **commands(many, template(many)),
        ),
        Case(
            "5,000 states", runs,
            asllint=ours([large], "--no-cache"), **commands([large], template([large])),
        ),
        Case(
            f"{samples.name}: the folder, templates and all", runs,
            **{"asllint": ours([samples], "--no-cache"), "asllint, again": ours([samples])},
            **{
                f"{name} (only the {len(alone)} *.asl.json)": command
                for name, command in commands(alone, []).items()
                if name != "cfn-lint"
            },
        ),
    ]  # fmt: skip


def throughput(folder: Path, runs: int) -> list[str]:
    """2,000 files by one process and by one for each processor."""
    place = folder / "throughput"
    place.mkdir()
    text = definition(40)
    for number in range(2000):
        (place / f"{number}.asl.json").write_text(text.replace("Step 0", f"Step {number % 10}"))
    took: dict[str, list[float]] = {"1": [], "": []}
    for turn in range(runs + 1):
        for jobs, spent in took.items():
            flags = [*(["--jobs", jobs] if jobs else []), "--no-cache", "--format", "concise"]
            one = seconds(ours([place], *flags), {})
            if turn:
                spent.append(one)
    alone, together = (statistics.median(spent) for spent in took.values())
    ratio = statistics.median(a / b for a, b in zip(*took.values(), strict=True))
    return [
        f"2,000 files ({len(text) / 1000:.0f} kB each): {alone:.2f} s with one process, "
        f"{together:.2f} s with {os.cpu_count()}: {ratio:.2f} times as fast"
    ]


def memory() -> list[str]:
    """The memory of a worker after 5,000 different files (its caches are full), and 20,000."""
    script = (
        "import os, sys\n"
        "from asllint import lint_text\n"
        "text = sys.stdin.read()\n"
        "for number in range(1, 20_001):\n"
        "    lint_text(text.replace('step', f'step{number}'))\n"
        "    if number in (5000, 20_000):\n"
        "        print(os.popen(f'ps -o rss= -p {os.getpid()}').read())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=definition(12), capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    early, late = (int(line) / 1024 for line in done.stdout.split())
    return [f"memory of a worker: {early:.1f} MB after 5,000 files, {late:.1f} MB after 20,000"]


def table(case: Case) -> list[str]:
    """The rows of one case: each linter with its time, and that by the fastest of the others."""
    medians = {name: statistics.median(took) for name, took in case.took.items()}
    others = [took for name, took in medians.items() if not name.startswith("asllint")]
    fastest = min(others)
    return [
        f"| {case.name if number == 0 else ''} | {name} | {took * 1000:,.0f} ms "
        f"| {took / fastest:.2f} |"
        for number, (name, took) in enumerate(medians.items())
    ]


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--samples", type=Path, default=ROOT / "tests/examples")
    options = parser.parse_args()
    if not install():
        print("the other linters can not be installed: this needs npm")
        return 1
    node = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True)
    versions = ", ".join(f"{name} {version}" for name, version in {**PYPI, **NPM}.items())
    print(
        f"{datetime.date.today()}, {os.cpu_count()} processors ({platform.machine()}), "
        f"Python {platform.python_version()}, Node.js {node.stdout.strip()}; "
        f"asllint {asllint.__version__}, {versions}; whole processes, median of {options.runs}\n"
    )
    print("| | | time | by the fastest of the others |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for case in cases(folder, options.samples, options.runs):
            case.run(folder / "cache")
            print("\n".join(table(case)), flush=True)
        print()
        for line in (*throughput(folder, options.runs), *memory()):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
