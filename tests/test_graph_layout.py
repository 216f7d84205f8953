"""Where things are in a picture: nothing overlaps, no line is slanted or goes through a box."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.graph.grid import Edge
from asllint.graph.layout import MAX_IN_ROW, MAX_SPAN, laid_out
from asllint.graph.model import CATCH, CHOICE, DEFAULT, END, NEXT, START, STATE, Box, Chart, Line
from asllint.graph.ranks import edges_of, ranked
from asllint.graph.sizes import name_lines
from tests.cost import assert_in_proportion, often
from tests.pictures import crossings, drawn, kept, mistakes

if TYPE_CHECKING:
    from collections.abc import Callable

    from asllint.graph.layout import Placed

EXAMPLES = sorted(str(path) for path in Path("tests/examples").rglob("*") if path.is_file())


def chart_of(*ways: tuple[str, str] | tuple[str, str, str] | tuple[str, str, str, str]) -> Chart:
    """A machine of ways `from, to, kind, label`; it begins where the first one does."""
    keys = dict.fromkeys(key for way in ways for key in way[:2])
    lines = [
        Line(way[0], way[1], way[2] if len(way) > 2 else NEXT, way[3:] if len(way) > 3 else ())
        for way in ways
    ]
    return Chart("", [Box(key, STATE, key, "Pass") for key in keys], lines, ways[0][0])


def middles(placed: Placed) -> dict[str, int]:
    """The middle of each box, from the left."""
    return {one.box.key: one.x + one.width // 2 for one in placed.boxes}


def order(placed: Placed, *keys: str) -> list[str]:
    """Some boxes from the left to the right."""
    where = middles(placed)
    return sorted(keys, key=lambda key: where[key])


@st.composite
def charts(draw: st.DrawFn, depth: int = 2) -> Chart:
    """Any machine: loops, catchers, what nothing leads to, machines in machines."""
    size = draw(st.integers(1, 9))
    keys = [f"s{number}" for number in range(size)]
    name = st.sampled_from(["A", "Reserve items", "What is done at last, whatever comes", "日本語"])
    boxes = [Box(key, STATE, draw(name), "Pass") for key in keys]
    label = st.sampled_from(["", "default", "States.ALL", '$.order.status == "paid" and $.n > 3'])
    kind = st.sampled_from([NEXT, CHOICE, DEFAULT, CATCH])
    ways = draw(
        st.lists(
            st.tuples(st.sampled_from(keys), st.sampled_from(keys), kind, label),
            max_size=14,
            unique_by=lambda way: way[:3],
        )
    )
    lines = [Line(*way[:3], (way[3],) if way[3] else ()) for way in ways]
    if depth and draw(st.booleans()):
        boxes[0].inner = draw(st.lists(charts(depth=depth - 1), min_size=1, max_size=6))
    if draw(st.booleans()):
        boxes = [Box("start", START), *boxes, Box("end", END)]
        lines = [Line("start", "s0", NEXT), *lines, Line(keys[-1], "end", NEXT)]
        return Chart("", boxes, lines, "start")
    return Chart("", boxes, lines, "s0")


@given(charts())
@settings(max_examples=often(60, 5000), deadline=None)
def test_nothing_is_in_the_way_of_anything(chart: Chart) -> None:
    placed = laid_out(chart)
    assert list(mistakes(placed)) == []
    assert {box.box.key for box in placed.boxes} == {box.key for box in chart.boxes}
    assert [line.line for line in placed.lines] == chart.lines


@pytest.mark.parametrize("path", [*map(str, kept()), *EXAMPLES])
def test_nothing_is_in_the_way_in_the_examples(path: str) -> None:
    for picture in drawn(path):
        placed = laid_out(picture.chart)
        assert list(mistakes(placed)) == []
        assert crossings(placed) <= 1


def test_the_usual_way_is_one_straight_line() -> None:
    placed = laid_out(
        chart_of(
            ("A", "B"), ("A", "Failed", CATCH, "States.ALL"),
            ("B", "C"), ("B", "Failed", CATCH, "States.ALL"),
            ("C", "D"), ("D", "E"),
        )
    )  # fmt: skip
    where = middles(placed)
    assert len({where[key] for key in "ABCDE"}) == 1
    assert where["Failed"] > where["A"]


def test_branches_stand_in_the_order_of_the_file() -> None:
    placed = laid_out(
        chart_of(
            ("If", "One", CHOICE, "1"), ("If", "Two", CHOICE, "2"), ("If", "Else", DEFAULT),
            ("One", "Then"), ("Two", "Then"), ("Else", "Then"),
        )
    )  # fmt: skip
    assert order(placed, "One", "Two", "Else") == ["One", "Two", "Else"]
    where = middles(placed)
    assert where["If"] == where["Two"] == where["Then"]


def test_a_line_back_enters_from_below_and_leaves_above() -> None:
    placed = laid_out(
        chart_of(("Ask", "Done?"), ("Done?", "Wait"), ("Wait", "Ask"), ("Done?", "E"))
    )
    boxes = {one.box.key: one for one in placed.boxes}
    assert boxes["Ask"].y < boxes["Done?"].y < boxes["Wait"].y
    (back,) = (line for line in placed.lines if line.line.target == "Ask")
    assert back.points[0][1] == boxes["Wait"].y
    assert back.points[-1][1] == boxes["Ask"].y + boxes["Ask"].height


def test_a_line_to_its_own_source_is_a_pill() -> None:
    placed = laid_out(chart_of(("A", "A"), ("A", "B")))
    (own,) = (line for line in placed.lines if line.line.target == "A")
    assert own.pill is not None
    assert [line.pill for line in placed.lines if line.line.target == "B"] == [None]


@pytest.mark.parametrize(("states", "is_pill"), [(MAX_SPAN // 2, False), (MAX_SPAN // 2 + 1, True)])
def test_a_line_over_many_ranks_is_a_pill(states: int, is_pill: bool) -> None:
    ways = [(f"{n}", f"{n + 1}") for n in range(states)]
    placed = laid_out(chart_of(*ways, ("0", str(states), CATCH, "States.ALL")))
    (long,) = (line for line in placed.lines if line.line.kind == CATCH)
    assert (long.pill is not None) == is_pill
    assert long.texts == ("States.ALL",)


def test_many_branches_stand_in_rows() -> None:
    box = Box("Fork", STATE, "Fork", "Parallel")
    box.inner = [Chart("", [Box("A", STATE, "A", "Pass")], [], "A") for _ in range(MAX_IN_ROW + 1)]
    (placed,) = laid_out(Chart("", [box], [], "Fork")).boxes
    rows = [y for _, _, y in placed.inner]
    assert rows[:MAX_IN_ROW] == [rows[0]] * MAX_IN_ROW
    assert rows[MAX_IN_ROW] > rows[0]


def test_what_is_closed_shows_no_machine() -> None:
    box = Box("Fork", STATE, "Fork", "Parallel")
    box.inner = [Chart("", [Box("A", STATE, "A", "Pass")], [], "A")]
    box.collapsed = True
    (placed,) = laid_out(Chart("", [box], [], "Fork")).boxes
    assert placed.inner == []


@given(charts(depth=0), st.randoms(use_true_random=False))
@settings(max_examples=often(40, 2000), deadline=None)
def test_the_order_of_states_in_the_file_changes_no_rank(
    chart: Chart, chance: random.Random
) -> None:
    shuffled = Chart("", chance.sample(chart.boxes, len(chart.boxes)), [], chart.start)
    by_source: dict[str, list[Line]] = {}
    for line in chart.lines:
        by_source.setdefault(line.source, []).append(line)
    for key in chance.sample(sorted(by_source), len(by_source)):
        shuffled.lines += by_source[key]
    assert ranked(shuffled, edges_of(shuffled)) == ranked(chart, edges_of(chart))


def test_the_same_bytes_in_every_process() -> None:
    paths = [*map(str, kept())]
    code = (
        "import sys; from tests.pictures import drawn; from asllint.graph.svg import svg\n"
        "sys.stdout.buffer.write(''.join(map(svg, drawn(*sys.argv[1:]))).encode())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code, *paths],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def _chain(size: int) -> Chart:
    return chart_of(*((f"{n}", f"{n + 1}") for n in range(size)))


def _star(size: int) -> Chart:
    return chart_of(*(("0", f"{n + 1}", CHOICE, "x") for n in range(size)))


def _all_caught(size: int) -> Chart:
    ways = [(f"{n}", f"{n + 1}") for n in range(size)]
    return chart_of(*ways, *((f"{n}", "Failed", CATCH, "States.ALL") for n in range(size)))


@pytest.mark.parametrize("family", [_chain, _star, _all_caught])
def test_large_machines_take_time_in_proportion(family: Callable[[int], Chart]) -> None:
    def prepare(size: int) -> Callable[[], object]:
        chart = family(size)
        return lambda: laid_out(chart)

    assert_in_proportion(prepare, 150)


def test_lines_that_lead_back_are_turned_round() -> None:
    chart = chart_of(("A", "B"), ("B", "A"), ("B", "C"))
    turned = [(edge.upper, edge.lower) for edge in edges_of(chart) if edge.is_back]
    assert turned == [("A", "B")]
    assert [Edge(line).is_back for line in chart.lines] == [False] * 3


def test_nothing_at_all_has_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "empty.asl.json"
    path.write_text(json.dumps({"StartAt": "A", "States": {}}))
    (picture,) = drawn(path)
    assert [box.key for box in picture.chart.boxes] == ["\0start", "\0ghost A"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "Start new workflow and wait for callback",
            ("Start new workflow and wait", "for callback"),
        ),
        ("InvokeTimeboundedChildTasks", ("InvokeTimeboundedChild", "Tasks")),
        ("invoke-the-timebounded-childTasks", ("invoke-the-timebounded-", "childTasks")),
        ("invoketimeboundedchildtasksnow", ("invoketimeboundedchildtasksn", "ow")),
    ],
)
def test_a_long_name_is_broken_where_a_word_begins(name: str, lines: tuple[str, ...]) -> None:
    assert name_lines(Box(name, "state", name, "Task")) == lines
