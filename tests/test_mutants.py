"""The mutants of a file, which of them are drawn, and what a test does to one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants import drawing, trial, verdict
from tests.mutants.operators import mutants


def changes(text: str) -> list[tuple[str, str]]:
    """Each mutant of a text: its kind, and its line with the change."""
    return [(one.kind, one.after) for one in mutants("x.py", text)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a < b", [("boundary", "a <= b"), ("comparison", "a >= b")]),
        ("a is not b", [("comparison", "a is b")]),
        ("not a", [("not", "a")]),
        ("any(a)", [("any or all", "all(a)")]),
        ("True", []),
        ("f(True)", [("True or False", "f(False)")]),
        ("a[1]", [("number", "a[2]"), ("number", "a[0]")]),
        ("a('b', 'b c')", [("string", "a('~b', 'b c')")]),
        (
            "a and (b or c)",
            [
                ("and or or", "a or (b or c)"), ("half", "(b or c)"), ("half", "a"),
                ("and or or", "a and (b and c)"), ("half", "a and (c)"), ("half", "a and (b)"),
            ],
        ),
        ("x = {'a a', 'b b'}", [("item", "x = {'b b'}"), ("item", "x = {'a a'}")]),
        ("x = 'a a', 'b b'", [("item", "x = 'b b',"), ("item", "x = 'a a',")]),
        ("x = {'a a': b, 'b b': c}", [("item", "x = {'b b': c}"), ("item", "x = {'a a': b}")]),
        ("[a for a in b if c]", [
            ("condition", "[a for a in b if True]"), ("condition", "[a for a in b if False]"),
        ]),
        ("import a", []),
        ("__slots__ = ('a', 'b')", []),
        ("x = f'{a}b'", []),
    ],
)  # fmt: skip
def test_the_changes_of_a_line(line: str, expected: list[tuple[str, str]]) -> None:
    assert [one for one in changes(line) if one[1] != "pass"] == expected


def test_what_a_statement_does_is_left_out() -> None:
    text = "def f():\n    for a in b:\n        continue\n    g()\n    yield a\n    return c\n"
    assert changes(text) == [
        ("statement", "pass"),
        ("statement", "pass"),
        ("statement", "yield from ()"),
        ("statement", "pass"),
    ]


def test_a_mutant_says_where_it_is() -> None:
    text = "class A:\n    def f(self):\n        # ü\n        return (\n            'ü' in b)\n"
    one = next(one for one in mutants("x.py", text) if one.kind == "comparison")
    assert (one.line, one.lines, one.where, one.at_import) == (5, range(4, 6), "A.f", False)
    assert one.before == "'ü' in b)"
    assert one.apply(text) == text.replace(" in ", " not in ")


def test_a_sample_stays_when_other_code_changes() -> None:
    text = "x = a < b\ny = c and d\nz = not e\n"
    before = drawing.drawn(mutants("x.py", text), 4, 1)
    after = drawing.drawn(mutants("x.py", f"import os\n\n{text}"), 4, 1)
    assert [one.key for one in before] == [one.key for one in after]
    kinds = ["and or or", "boundary", "comparison", "half"]
    assert sorted(one.kind for one in before) == kinds  # each kind once, before one comes twice
    assert drawing.drawn(mutants("x.py", text), 4, 2) != before


def test_lines_that_are_new_since_a_revision(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        name = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        subprocess.run(["git", *name, *words], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / "rules").mkdir()
    rule = tmp_path / "rules" / "a.py"
    rule.write_text("a\nb\nc\n")
    git("init")
    git("add", ".")
    git("commit", "-m", "a")
    rule.write_text("a\nB\nc\nd\n")
    assert drawing.changed_lines(tmp_path, "HEAD") == {"rules/a.py": {2, 4}}
    assert drawing.changed_lines(tmp_path, "HEAD~1") is None


def test_an_equivalent_mutant_has_a_reason(tmp_path: Path) -> None:
    listed = tmp_path / "equivalent.toml"
    entry = '[[mutant]]\nfile = "a.py"\nin = "f"\nbefore = "a < b"\nafter = "a <= b"\n'
    listed.write_text(entry + 'why = "they differ"\n')
    assert drawing.equivalent(listed) == {("a.py", "f", "a < b", "a <= b"): "they differ"}
    listed.write_text(entry)
    with pytest.raises(ValueError, match="no reason why it is equivalent"):
        drawing.equivalent(listed)


PROJECT = {
    "ages/__init__.py": "",
    "ages/age.py": "def grown(age):\n    return age >= 18\n",
    "test_age.py": """\
from ages.age import grown


def test_far():
    assert grown(30) and not grown(3)


def test_near():
    assert grown(18) and not grown(17)
""",
}
"""A project whose tests kill all mutants, but would not without the second."""

RUN = """
import sys
from pathlib import Path
from tests.mutants import drawing, reach, trial, verdict

root = Path(sys.argv[1])
measured = reach.reach(root, ["ages"], ["test_age.py"])
trials = [trial.Trial(one, measured.tests(one)) for one in drawing.all_mutants(root, ["ages"])]
trial.preload(measured.modules)
trial.check(root, trials, measured.seconds)
done = list(trial.run(root, trials, measured.seconds, 1))
print(*[verdict.described(one) for one in done if one.killed_by is None], sep="\\n")
sys.exit(not verdict.told(done, {}, [], 90))
"""


def test_a_case_that_is_removed_is_missed(tmp_path: Path) -> None:
    def run() -> tuple[int, str]:
        # Plugins of pytest would take nine tenths of the time.
        env = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        done = subprocess.run(
            [sys.executable, "-c", RUN, tmp_path],
            capture_output=True, text=True, check=False, env=env,
        )  # fmt: skip
        assert not done.stderr
        return done.returncode, done.stdout.partition(" passed in ")[2].partition("\n")[2]

    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    status, said = run()
    assert (status, said) == (
        0,
        "\n5 mutants: 5 killed, 0 live, 0 equivalent; 100.0 % killed, at least 90 % wanted\n",
    )
    tests = tmp_path / "test_age.py"
    tests.write_text(tests.read_text().partition("def test_near")[0])
    status, said = run()
    assert status == 1
    assert (
        said
        == """\
ages/age.py:2: boundary, in grown, 1 tests reach it
  - return age >= 18
  + return age > 18
ages/age.py:2: number, in grown, 1 tests reach it
  - return age >= 18
  + return age >= 19
ages/age.py:2: number, in grown, 1 tests reach it
  - return age >= 18
  + return age >= 17
5 mutants: 2 killed, 3 live, 0 equivalent; 40.0 % killed, at least 90 % wanted
"""
    )


def test_what_is_listed_as_equivalent_has_to_live(capsys: pytest.CaptureFixture[str]) -> None:
    one = mutants("a.py", "def f():\n    return a < b\n")[0]
    done = [trial.Trial(one, ["test"], killed_by="test")]
    assert not verdict.told(done, {one.key: "they differ"}, [], 90)
    assert "listed as equivalent, but test kills it: a.py | f | " in capsys.readouterr().out
    assert verdict.told([trial.Trial(one, ["test"])], {one.key: "they differ"}, [], 90)
    assert not verdict.told([], {}, ["listed as equivalent, but there is no such mutant"], 90)
