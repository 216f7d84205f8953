"""Hold the arithmetic of histories against executions that AWS recorded, and print what differs.

    PYTHONPATH=. python tools/recorded_history.py executions.jsonl [LEAST …]

A line is an execution: `definition`, `type`, `outcome` and `events`, of which `type`, `state` and
`i` are looked at. The highest `i` says how many there were: some are left out. Two things must be
so:

* the states that were entered, with their items and their attempts, come to just as many events;
* an execution that succeeded had no fewer than the shortest way and, where nobody tries again, no
  more than the longest one, with the recorded items of the Maps of which no number is known.

Not counted is what failed before a call was made, a job submitted, or a Map had looked at its
items. The script fails where something differs, or where a figure is below the least that is given
for it: the executions that come out by their states, and by their ways.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from asllint import analyze
from asllint.facts.fact import Ask
from asllint.facts.history import (
    EXECUTION,
    ITEM,
    History,
    further_attempts,
    is_submitted,
    own_events,
    own_events_again,
)
from asllint.language.machine import State, StateMachine

Record = dict[str, Any]


def recorded_events(row: Record) -> int:
    """How many events the execution had."""
    return max(event["i"] or 0 for event in row["events"])


class Walk:
    """The states that an execution entered, as its events tell."""

    def __init__(self, row: Record) -> None:
        definition = analyze(
            json.dumps(row["definition"]), "machine.asl.json", workflow_type=row["type"]
        )
        self.ask: Ask = definition.ask
        self.machine: StateMachine = definition.definitions[0].machine
        self.states = {state.name: state for one in self.machine.walk() for state in one.states}
        self.types = Counter(event["type"] for event in row["events"])
        self.entered = [
            self.states[event["state"]]
            for event in row["events"]
            if event["type"].endswith("StateEntered")
        ]
        self.items = self.types["MapIterationStarted"]
        """The items of inline Maps that were begun, once more with each attempt."""

    @property
    def is_followed(self) -> bool:
        """Did every call that was entered begin, and every Map end?"""
        calls, maps = (
            sum(state.type == kind for state in self.entered) for kind in ("Task", "Map")
        )
        submitted = sum(is_submitted(state, self.ask) for state in self.entered)
        return (
            self._begun() >= calls
            and self.types["TaskSubmitted"] >= submitted
            and self.types["MapStateStarted"] >= maps
            and self.types["MapStateExited"] + self.types["MapStateFailed"] >= maps
        )

    def _begun(self) -> int:
        return sum(number for kind, number in self.types.items() if kind.endswith("Scheduled"))

    @property
    def events(self) -> int:
        """What the states come to."""
        own = sum(own_events(state, self.ask) for state in self.entered)
        left = sum(self.types[kind] for kind in self.types if kind.endswith(_LEFT))
        stuck = sum(state.type != "Fail" for state in self.entered) - left
        failed = self.types["EvaluationFailed"]
        return EXECUTION + own + ITEM * self.items + self._again() - stuck + failed

    def _again(self) -> int:
        """The events of further attempts; states in a Map or a Parallel are entered again."""
        begun_of = {
            "Task": self._begun(),
            "Map": self.types["MapStateStarted"],
            "Parallel": self.types["ParallelStateStarted"],
        }
        again = 0
        for kind, begun in begun_of.items():
            states = [state for state in self.entered if state.type == kind]
            each = {own_events_again(state, self.ask) for state in states if state.retriers}
            further = begun - len(states)
            again += further * max(each, default=0)
        return again

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the most that the shortest and the longest way come to."""
        history = self.ask(History, self.machine)
        more = sum(growth.each.events for growth in history.growing) * self.items
        return EXECUTION + history.least.events, EXECUTION + history.most.events + more


_LEFT = ("StateExited", "StateAborted")


def is_straight(walk: Walk) -> bool:
    """Is every state entered at most once, and nothing tried again?"""
    names = Counter(state.name for state in walk.entered)
    in_maps = {state.name for state in walk.entered if _is_in_map(state)}
    return not any(map(further_attempts, walk.entered)) and all(
        number == 1 or name in in_maps for name, number in names.items()
    )


def _is_in_map(state: State) -> bool:
    parent = state.machine.parent
    return parent is not None and (parent.type == "Map" or _is_in_map(parent))


def main(arguments: list[str]) -> int:
    """Print what differs, and the figures; 1 where something does, or one of them is too low."""
    rows = [json.loads(line) for line in Path(arguments[0]).read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["strength"] == "proven" and len(row["events"]) > 1]
    by_states = by_ways = exact = skipped = otherwise = 0
    for row in rows:
        walk, recorded = Walk(row), recorded_events(row)
        if not walk.is_followed:
            skipped += 1
            continue
        same = walk.events == recorded
        by_states += same
        if not same:
            print(f"{row['id']}: recorded {recorded}, its states come to {walk.events}")
        within = True
        if row["outcome"] == "SUCCEEDED" and is_straight(walk):
            least, most = walk.bounds
            within = least <= recorded <= most
            by_ways += within
            exact += least == recorded == most
            if not within:
                print(f"{row['id']}: recorded {recorded}, its ways have {least} to {most}")
        otherwise += not (same and within)
    print(
        f"{by_states} of {len(rows) - skipped} come out by their states ({skipped} failed before "
        f"they did anything), {by_ways} by their ways, {exact} of these have but one"
    )
    figures = (by_states, by_ways)
    low = any(one < int(least) for one, least in zip(figures, arguments[1:], strict=False))
    return int(low or otherwise > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 1 else __doc__)
