"""Time asllint beside PyPI `statelint` in one run, and print ratios.

Whole processes, in turn (A B A B …) so that a machine whose speed drifts does the same to both;
the median of the ratios pair by pair is what counts. `statelint` is the fastest of the other
linters; it tells no places. With `--check` the exit status is 1 when a ratio is over its limit.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
ASLLINT = [str(BIN / "asllint"), "--no-cache"]

LIMITS = {"one small file": 1.2, "5,000 states": 1.5}
"""What the ratio may be at the most."""

MAX_MEGABYTES = 150


def definition(states: int) -> str:
    """A machine of that many states, about 230 bytes each, without any mistake."""
    named = {}
    for number in range(states):
        named[f"Step {number:05d}"] = {
            "Type": "Task",
            "Comment": f"Step {number} of a long machine",
            "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:step",
            "TimeoutSeconds": 300,
            "Retry": [{"ErrorEquals": ["States.Timeout"]}],
            **({"End": True} if number == states - 1 else {"Next": f"Step {number + 1:05d}"}),
        }
    return json.dumps({"StartAt": "Step 00000", "States": named}, indent=1)


def seconds(command: list[str]) -> tuple[float, float]:
    """CPU time of a process, and the peak memory of it in megabytes."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime, megabytes(usage)


def megabytes(usage: resource.struct_rusage) -> float:
    """Linux counts kilobytes, macOS bytes."""
    return usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def compare(name: str, path: Path, runs: int) -> tuple[float, float]:
    """Print one comparison; returns the median ratio and our peak memory."""
    ours, theirs = [*ASLLINT, str(path)], [str(BIN / "statelint"), str(path)]
    pairs, peak = [], 0.0
    for run in range(runs + 1):
        (a, memory), (b, _) = seconds(ours), seconds(theirs)
        if run:  # the first pair warms the caches up
            pairs.append((a, b))
            peak = max(peak, memory)
    ratio = statistics.median(a / b for a, b in pairs)
    print(
        f"{name}: asllint {statistics.median(a for a, _ in pairs) * 1000:.0f} ms, "
        f"statelint {statistics.median(b for _, b in pairs) * 1000:.0f} ms, "
        f"ratio {ratio:.2f}, peak memory {peak:.0f} MB",
        flush=True,
    )
    return ratio, peak


def growth(folder: Path) -> float:
    """How many times as long eight times as many states take; 8 would be exactly linear."""
    times = []
    for states in (1000, 8000):
        path = folder / f"{states}.asl.json"
        path.write_text(definition(states))
        times.append(min(seconds([*ASLLINT, str(path)])[0] for _ in range(5)))
    print(f"1,000 states: {times[0] * 1000:.0f} ms, 8,000 states: {times[1] * 1000:.0f} ms")
    return times[1] / times[0]


def expressions(folder: Path) -> float:
    """How many times as long eight times as many different JSONata expressions take."""
    times = []
    for states in (60, 480):
        path = folder / f"jsonata{states}.asl.json"
        path.write_text(json.dumps(jsonata(states), indent=1))
        times.append(min(seconds([*ASLLINT, str(path)])[0] for _ in range(3)))
    print(f"240 expressions: {times[0] * 1000:.0f} ms, 1,920: {times[1] * 1000:.0f} ms")
    return times[1] / times[0]


def jsonata(count: int) -> dict[str, object]:
    """A machine of that many states with four expressions each."""
    states = {}
    for number in range(count):
        states[f"Step {number}"] = {
            "Type": "Pass",
            "Assign": {f"names{number}": f"{{% $states.input.items[price > {number}].name %}}"},
            "Output": {
                "sum": f"{{% $sum($states.input.rows.(price * quantity)) + {number} %}}",
                "word": f"{{% $states.input.x{number} ? 'yes' : 'no' %}}",
                "all": f"{{% $map($states.input.list, function($v) {{ $v & '{number}' }}) %}}",
            },
            **({"End": True} if number == count - 1 else {"Next": f"Step {number + 1}"}),
        }
    return {"QueryLanguage": "JSONata", "StartAt": "Step 0", "States": states}


def main() -> int:
    """Run all comparisons; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--check", action="store_true", help="exit 1 when a limit is exceeded")
    parser.add_argument("--slack", type=float, default=1.0, help="multiply the limits by this")
    options = parser.parse_args()
    # An installed package comes with its byte code; a checkout may be told not to write any.
    for package in ("asllint", "rules"):
        compileall.compile_dir(ROOT / package, quiet=1)
    failed = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "small.asl.json").write_text(definition(3))
        (folder / "large.asl.json").write_text(definition(5000))
        for title, file in (("one small file", "small"), ("5,000 states", "large")):
            ratio, peak = compare(title, folder / f"{file}.asl.json", options.runs)
            if ratio > LIMITS[title] * options.slack or peak > MAX_MEGABYTES:
                failed.append(title)
        if growth(folder) > 10:
            failed.append("growth")
        if expressions(folder) > 10:
            failed.append("JSONata")
    if failed:
        print(f"over the limit: {', '.join(failed)}")
    return 1 if failed and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
