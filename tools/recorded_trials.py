"""Try the executions that AWS recorded, and print those that end otherwise.

    PYTHONPATH=. python tools/recorded_trials.py executions.jsonl [LEAST …]

A line is an execution: `definition`, `type`, `input`, `outcome`, `output`, `error`, `cause` and
`events`. Calls answer what they were recorded to (`TaskSucceeded`, `TaskFailed`, …), and nothing
else is known of the outside; what was replaced in a recording (`opaque`) is not compared. A trial
must end as the execution did, with its output or its error. What is not decided is counted.
The script fails where a trial ends otherwise, or where a figure is below the least that is given
for it: the trials that end as recorded, of those without calls and of those with them.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from asllint import analyze
from asllint.data.mocks import Reply
from asllint.facts.dataflow.trial import FAILED, SUCCEEDED, UNDECIDED, Ended, Trial

Record = dict[str, Any]

ANSWERED = ("TaskSucceeded", "LambdaFunctionSucceeded", "ActivitySucceeded")
THROWN = ("TaskFailed", "TaskTimedOut", "LambdaFunctionFailed", "LambdaFunctionTimedOut")
OUTSIDE = ("Task", "Lambda", "Activity", "MapRun")
COMPARED = {"SUCCEEDED": SUCCEEDED, "FAILED": FAILED}
"""Only time decides whether an execution is timed out."""


def replies(row: Record) -> dict[str, list[Reply]]:
    """What the calls of each state were recorded to answer, in the order of the events."""
    found: dict[str, list[Reply]] = {}
    for event in row["events"]:
        kind, state = event["type"], event.get("state")
        if state is None or kind not in (*ANSWERED, *THROWN):
            continue
        mine = found.setdefault(state, [])
        number = len(mine)
        if kind in ANSWERED:
            mine.append(Reply(number, number, event["output"]))
        else:
            error, cause = event.get("error") or "", event.get("cause") or ""
            mine.append(Reply(number, number, fails=True, error=error, cause=cause))
    return found


def is_outside(row: Record) -> bool:
    """Did something come from outside?"""
    return any(event["type"].startswith(OUTSIDE) for event in row["events"])


def tried(row: Record) -> Ended:
    """What comes of the trial."""
    analysis = analyze(json.dumps(row["definition"]), "machine.asl.json", workflow_type=row["type"])
    machine = analysis.definitions[0].machine
    return Trial(analysis.ask, machine, replies(row)).run(row["input"])


def difference(row: Record, outcome: Ended) -> str:
    """How a trial that is decided ended otherwise than the execution; empty where it did not."""
    if COMPARED.get(row["outcome"]) != outcome.kind:
        return f"recorded {row['outcome']}, and it {outcome.kind}"
    if outcome.failure is not None:
        error = outcome.failure.error
        same = error.contains(row["error"]) or "/error" in row["opaque"]
        return "" if same else f"recorded {row['error']}, and it failed with {error}"
    hidden = set(row["opaque"]) | set(row["opaque_anytype"])
    return "; ".join(_differences(outcome.output.value, row["output"], "/output", hidden))


def _differences(found: Any, recorded: Any, at: str, hidden: set[str]) -> list[str]:
    if at in hidden:
        return []
    if isinstance(found, dict) and isinstance(recorded, dict) and found.keys() == recorded.keys():
        inner = [(f"{at}/{_step(name)}", found[name], recorded[name]) for name in found]
    elif isinstance(found, list) and isinstance(recorded, list) and len(found) == len(recorded):
        pairs = enumerate(zip(found, recorded, strict=True))
        inner = [(f"{at}/{index}", one, other) for index, (one, other) in pairs]
    else:
        same = found == recorded and isinstance(found, bool) == isinstance(recorded, bool)
        return [] if same else [f"{at} is {found!r:.200}, recorded {recorded!r:.200}"]
    return [line for place, one, other in inner for line in _differences(one, other, place, hidden)]


def _step(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def main(arguments: list[str]) -> int:
    """Print what ends otherwise, and the figures; 1 where one of them is too low."""
    rows = [json.loads(line) for line in Path(arguments[0]).read_text("utf-8").splitlines()]
    count: Counter[tuple[bool, str]] = Counter()
    otherwise = 0
    for row in rows:
        if row["strength"] != "proven" or row["outcome"] not in COMPARED:
            continue
        outcome, called = tried(row), is_outside(row)
        if outcome.kind == UNDECIDED:
            missing = "no mock" in outcome.reason
            count[called, "not tried" if missing else "not decided"] += 1
            if not missing:
                print(f"{row['id']}: not decided: {outcome.state}: {outcome.reason}")
            continue
        said = difference(row, outcome)
        count[called, "otherwise" if said else "as recorded"] += 1
        otherwise += bool(said)
        if said:
            print(f"{row['id']}: {said}")
    figures = []
    for called, words in ((False, "without calls"), (True, "with the recorded answers")):
        kinds = ("as recorded", "not decided", "not tried", "otherwise")
        good, unsure, skipped, bad = (count[called, kind] for kind in kinds)
        figures.append(good)
        print(
            f"{words}: {good} of {good + unsure + bad} end as recorded, {unsure} not decided, "
            f"{bad} otherwise ({skipped} not tried)"
        )
    low = any(one < int(least) for one, least in zip(figures, arguments[1:], strict=False))
    return int(low or otherwise > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 1 else __doc__)
