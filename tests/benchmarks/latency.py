"""Time the language server while somebody types, beside AWS's own on the same edits.

    python -m tests.benchmarks.latency [--check] [--limits] [--slack 1.5] [--tries 3] [--alone]

Both run as an editor runs them, as a process of their own over standard input and output, with the
same client; a key counts from before the change is sent until the diagnostics have been received
and decoded. They are pulled (`textDocument/diagnostic` right after the change), so that no debounce
is in the figures. AWS's service (npm `amazon-states-language-service`) is a library, with the
smallest server around it that can be (`latency/server.js`).

Every key changes the diagnostics: one types a letter into the name of a `Next` in the middle of
the definition, the next one takes it away again.

With `--check` the exit status is 1 when the server is not so many times as fast as AWS's, or when
its memory grows: that holds on a busy machine, too. With `--limits` it is also 1 over limits in
milliseconds, which are for a machine without other work.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import math
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import textwrap
import time
from pathlib import Path

from lsprotocol import types
from ruamel.yaml import YAML

from asllint import __version__
from tests.lsp_client import Editor, editor

ROOT = Path(__file__).parent.parent.parent
SCRIPT = Path(__file__).parent / "latency" / "server.js"
PACKAGE, PACKAGE_VERSION = "amazon-states-language-service", "1.16.1"
CACHE = Path(os.environ.get("ASLLINT_TEST_CACHE") or ROOT / ".cache") / "latency"

OURS = (sys.executable, "-m", "asllint", "lsp")

MEGABYTE = 1_048_576
"""What AWS accepts as a definition."""
WARMUP = 6
"""So many edits come before those that count."""

READY_LIMIT = 900.0
"""Milliseconds from the start of the process until `initialize` is answered."""
KEY_LIMITS = {
    "100 states": 30.0,
    "100 states in YAML": 30.0,
    "100 states in a template": 30.0,
    "100 states in a template, as a text": 30.0,
    "1 MB": 250.0,
}
"""Milliseconds that 95 of 100 keys stay under."""
FASTER_LIMIT = 2.0
"""How many times as fast as AWS's service, by the median."""
GROWTH_LIMIT = 1.03
"""The memory after 10,000 edits by that after 1,000; pages come and go by a few per cent."""


class Case:
    """A definition, and where in it somebody types."""

    def __init__(self, name: str, text: str, edits: int, *, ending: str = ".asl.json") -> None:
        self.name = name
        self.text = text
        self.edits = edits
        self.path = f"/{re.sub('[ ,]+', '-', name)}{ending}"
        self.is_template = ".asl." not in ending
        """AWS's service looks into no template."""
        found = re.compile(r'"?Next"?: "?Wait \d+').search(text, len(text) // 2)
        assert found is not None
        self.offset = found.end()
        """Behind the last letter of a target."""


def group(number: int) -> dict[str, object]:
    """Ten states of every kind that lead to the next ten, about 3,000 bytes."""
    name = f"{number:04d}"
    work: dict[str, object] = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {
            "FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:work",
            "Payload": {
                "id.$": "$.order.id",
                "text.$": f"States.Format('order {{}} of step {number}', $.order.id)",
            },
        },
        "ResultPath": "$.result",
        "TimeoutSeconds": 300,
        "Retry": [
            {
                "ErrorEquals": ["Lambda.ServiceException", "Lambda.TooManyRequestsException"],
                "IntervalSeconds": 2,
                "MaxAttempts": 4,
                "BackoffRate": 2,
            }
        ],
    }
    leave = {"Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Failed"}]}
    ask: dict[str, object] = {
        "Type": "Task",
        "QueryLanguage": "JSONata",
        "Resource": "arn:aws:states:::dynamodb:getItem",
        "Arguments": {
            "TableName": "orders",
            "Key": {"id": {"S": "{% $states.input.order.id %}"}},
        },
        "Output": "{% $merge([$states.input, {'item': $states.result.Item.total.N}]) %}",
    }

    def alone(key: str, state: dict[str, object]) -> dict[str, object]:
        return {"StartAt": f"{key} {name}", "States": {f"{key} {name}": {**state, "End": True}}}

    return {
        f"Work {name}": {**work, **leave, "Next": f"Decide {name}"},
        f"Decide {name}": {
            "Type": "Choice",
            "Choices": [
                {
                    "And": [
                        {"Variable": "$.result.Payload.ok", "IsPresent": True},
                        {"Variable": "$.result.Payload.ok", "BooleanEquals": True},
                    ],
                    "Next": f"Each {name}",
                },
                {
                    "Variable": "$.result.Payload.later",
                    "StringEquals": "yes",
                    "Next": f"Wait {name}",
                },
            ],
            "Default": f"Note {name}",
        },
        f"Note {name}": {
            "Type": "Pass",
            "Parameters": {"hash.$": "States.Hash($.order.id, 'SHA-256')", "order.$": "$.order"},
            "Next": f"Wait {name}",
        },
        f"Wait {name}": {"Type": "Wait", "Seconds": 30, "Next": f"Each {name}"},
        f"Each {name}": {
            "Type": "Map",
            "ItemsPath": "$.order.items",
            "MaxConcurrency": 5,
            "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **alone("Item", work)},
            "ResultPath": "$.items",
            "Next": f"Ask {name}",
        },
        f"Ask {name}": {**ask, "Next": f"Both {name}"},
        f"Both {name}": {
            "Type": "Parallel",
            "Branches": [alone("Left", work), alone("Right", ask)],
            "ResultPath": None,
            "Next": f"Work {number + 1:04d}",
        },
    }


def definition(groups: int) -> str:
    """A machine of ten times as many states, and the two that end it, without any mistake."""
    states: dict[str, object] = {}
    for number in range(groups):
        states.update(group(number))
    states[f"Work {groups:04d}"] = {"Type": "Succeed"}
    states["Failed"] = {"Type": "Fail", "Error": "Failed", "Cause": "a step did not succeed"}
    return json.dumps({"StartAt": "Work 0000", "States": states}, indent=2)


def in_yaml(text: str) -> str:
    """A definition in the block style of YAML."""
    written = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.dump(json.loads(text), written)
    return written.getvalue()


def template(kind: str, field: str, body: str) -> str:
    """A template around a definition."""
    return (
        f"Resources:\n  Machine:\n    Type: {kind}\n    Properties:\n      Role: !GetAtt Role.Arn\n"
        f"      {field}\n{textwrap.indent(body, ' ' * 8)}\n"
    )


def cases() -> list[Case]:
    """The definitions, small to large."""
    small = definition(10)
    as_object = template("AWS::Serverless::StateMachine", "Definition:", in_yaml(small))
    as_text = template("AWS::StepFunctions::StateMachine", "DefinitionString: !Sub |", small)
    large = MEGABYTE * 10 // len(definition(10))
    while len(definition(large)) > MEGABYTE:
        large -= 1
    return [
        Case("100 states", small, 100),
        Case("100 states in YAML", in_yaml(small), 60, ending=".asl.yaml"),
        Case("100 states in a template", as_object, 60, ending=".yaml"),
        Case("100 states in a template, as a text", as_text, 60, ending=".yaml"),
        Case("1,000 states", definition(100), 40),
        Case("1 MB", definition(large), 20),
    ]


# --- ours ----------------------------------------------------------------------------------------


class Typist:
    """Types into one document, and reads the diagnostics after every key."""

    def __init__(self, client: Editor, case: Case) -> None:
        self.client = client
        self.uri = client.open(f"file://{case.path}", case.text)
        line = case.text.count("\n", 0, case.offset)
        column = case.offset - (case.text.rfind("\n", 0, case.offset) + 1)
        self.place = types.Position(line, column)
        self.version = 1
        self.usual = 0
        """So many diagnostics there are before anybody types (AWS's service has some in YAML)."""

    async def diagnostics(self) -> int:
        """How many diagnostics there are now."""
        report = await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(types.TextDocumentIdentifier(self.uri))
        )
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return len(report.items)

    async def key(self) -> float:
        """One edit: milliseconds until its diagnostics are known."""
        typed = self.version % 2 == 1
        end = types.Position(self.place.line, self.place.character + (not typed))
        self.version += 1
        before = time.perf_counter()
        self.client.change(
            self.uri, self.version, (types.Range(self.place, end), "x" if typed else "")
        )
        found = await self.diagnostics()
        took = (time.perf_counter() - before) * 1000
        assert (found > self.usual) == typed, "the wrong target is seen"
        return took


async def ready() -> float:
    """Milliseconds until the server has answered `initialize`."""
    before = time.perf_counter()
    async with editor(pull=True):
        return (time.perf_counter() - before) * 1000


async def keys(case: Case, command: tuple[str, ...] = OURS) -> list[float]:
    """Milliseconds of each key in a server."""
    async with editor(pull=True, command=command) as client:
        typist = Typist(client, case)
        typist.usual = await typist.diagnostics()
        assert command != OURS or typist.usual == 0, "nothing is wrong with the definition"
        took = [await typist.key() for _ in range(WARMUP + case.edits)]
    return took[WARMUP:]


async def memory(few: int, many: int) -> tuple[float, float]:
    """Megabytes after so many edits of a small definition, and after that many."""
    async with editor(pull=True) as client:
        assert client._server is not None
        typist = Typist(client, Case("small", definition(2), many))
        for _ in range(few):
            await typist.key()
        early = resident(client._server.pid)
        for _ in range(many - few):
            await typist.key()
        return early, resident(client._server.pid)


def resident(process: int) -> float:
    """Megabytes of memory that a process has now."""
    done = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1024


# --- theirs --------------------------------------------------------------------------------------


def install() -> bool:
    """Fetch AWS's service once; False where there is no Node.js to run it."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return False
    about = CACHE / "node_modules" / PACKAGE / "package.json"
    if not about.exists() or json.loads(about.read_text())["version"] != PACKAGE_VERSION:
        CACHE.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-fund", "--no-audit", "--no-save", "--ignore-scripts"]
        subprocess.run(
            [*command, "--prefix", str(CACHE), f"{PACKAGE}@{PACKAGE_VERSION}"],
            check=True, capture_output=True,
        )  # fmt: skip
    return True


# --- the table -----------------------------------------------------------------------------------


def percentile(values: list[float], share: float) -> float:
    """The value that so many of all are not over."""
    return sorted(values)[math.ceil(len(values) * share) - 1]


def figures(values: list[float]) -> str:
    """The two figures of a row."""
    return f"p50 {percentile(values, 0.5):7.1f} ms, p95 {percentile(values, 0.95):7.1f} ms"


def compare(case: Case, *, alone: bool, options: argparse.Namespace) -> list[str]:
    """Print one definition's figures; returns what is over the limits.

    What is over a limit is measured again: a machine with other work is not ours to judge.
    """
    print(f"{case.name} ({len(case.text) / 1000:,.0f} kB, {case.edits} keys)")
    slack = options.slack
    over: list[str] = []
    for _ in range(options.tries):
        over = []
        ours = asyncio.run(keys(case))
        print(f"  asllint   {figures(ours)}", flush=True)
        limit = KEY_LIMITS.get(case.name, math.inf) if options.limits else math.inf
        if percentile(ours, 0.95) > limit * slack:
            over.append(f"{case.name}: p95 over {limit:.0f} ms")
        if not (alone or case.is_template):
            theirs = asyncio.run(keys(case, ("node", str(SCRIPT), str(CACHE), "--stdio")))
            ratio = percentile(theirs, 0.5) / percentile(ours, 0.5)
            print(
                f"  AWS       {figures(theirs)}; asllint is {ratio:.1f} times as fast", flush=True
            )
            if ratio < FASTER_LIMIT / slack:
                over.append(f"{case.name}: not {FASTER_LIMIT:.0f} times as fast as AWS's service")
        if not over:
            break
    return over


def main() -> int:
    """Measure everything; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="exit 1 when a limit is exceeded")
    parser.add_argument("--limits", action="store_true", help="judge by milliseconds, too")
    parser.add_argument("--slack", type=float, default=1.0, help="multiply the limits by this")
    parser.add_argument("--tries", type=int, default=1, help="measure again what is over a limit")
    parser.add_argument("--alone", action="store_true", help="without AWS's service")
    parser.add_argument("--edits", type=int, default=10_000, help="how many for the memory")
    options = parser.parse_args()
    alone = options.alone or not install()
    python = f"Python {platform.python_version()}"
    print(f"asllint {__version__} ({python}), over standard input and output, pulled: no debounce")
    if alone:
        print(f"{PACKAGE}: left out (it needs Node.js and npm)")
    else:
        node = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True)
        print(f"{PACKAGE} {PACKAGE_VERSION} (Node.js {node.stdout.strip()}), the same way")

    starts = [asyncio.run(ready()) for _ in range(6)][1:]
    print(f"start until initialize is answered: {statistics.median(starts):.0f} ms (median of 5)")
    over = []
    if options.limits and statistics.median(starts) > READY_LIMIT * options.slack:
        over.append(f"start: over {READY_LIMIT:.0f} ms")
    for case in cases():
        over += compare(case, alone=alone, options=options)
    few = options.edits // 10
    early, late = asyncio.run(memory(few, options.edits))
    print(f"memory after {few:,} edits {early:.1f} MB, after {options.edits:,} edits {late:.1f} MB")
    if late > early * GROWTH_LIMIT:
        over.append("memory grows")
    if over:
        print(f"over the limit: {'; '.join(over)}")
    return 1 if over and (options.check or options.limits) else 0


if __name__ == "__main__":
    sys.exit(main())
