"""What is assigned at each state, followed along the transitions."""

from __future__ import annotations

import re

from asllint import Analysis, analyze, lint, load_rulebook
from asllint.facts.variables import Variables

CHAIN = """
QueryLanguage: JSONata
StartAt: Set
States:
  Set: {Type: Pass, Assign: {a: 1}, Next: Which}
  Which:
    Type: Choice
    Assign: {b: 1}
    Choices:
      - {Condition: "{% $a = 1 %}", Assign: {c: 1}, Next: Left}
    Default: Right
  Left: {Type: Pass, Next: Last}
  Right: {Type: Pass, Next: Last}
  Last:
    Type: Task
    Resource: r
    Assign: {d: 1}
    Catch: [{ErrorEquals: [States.ALL], Assign: {e: 1}, Next: Failed}]
    Next: Again
  Again: {Type: Pass, Next: Which}
  Failed: {Type: Fail}
"""


def variables(text: str) -> Variables:
    analysis: Analysis = analyze(text, "x.asl.yaml")
    return analysis.fact(Variables, analysis.definitions[0])


def test_every_way_and_some_way() -> None:
    (scope,) = variables(CHAIN).scopes.values()
    states = {state.name: state for state in scope.machine.states}
    known = {
        name: ("".join(sorted(scope.must[state])), "".join(sorted(scope.may[state])))
        for name, state in states.items()
    }
    assert known == {
        "Set": ("", ""),
        "Which": ("a", "abcd"),
        "Left": ("ac", "abcd"),
        "Right": ("ab", "abcd"),
        "Last": ("a", "abcd"),
        "Again": ("ad", "abcd"),
        "Failed": ("ae", "abcde"),
    }


def test_a_way_on_which_a_variable_is_not_assigned() -> None:
    (scope,) = variables(CHAIN).scopes.values()
    states = {state.name: state for state in scope.machine.states}
    way = scope.way_without("c", states["Last"])
    assert way is not None
    assert [state.name for state in way] == ["Set", "Which", "Right", "Last"]
    assert scope.way_without("a", states["Last"]) is None


def test_reads_are_known_with_their_places() -> None:
    text = CHAIN.replace("Again: {Type: Pass,", 'Again: {Type: Pass, Output: "{% 1 + $d %}",')
    reads = variables(text).reads
    assert [(one.state.name, text[one.span.start : one.span.end]) for one in reads] == [
        ("Which", "$a"),
        ("Again", "$d"),
    ]


def test_a_way_is_looked_for_from_a_hundred_places_and_no_more() -> None:
    reads = ", ".join(f'r{number}: "{{% $x %}}"' for number in range(102))
    text = f"""
QueryLanguage: JSONata
StartAt: Which
States:
  Which:
    Type: Choice
    Choices: [{{Condition: "{{% $states.input.a %}}", Next: Set}}]
    Default: Read
  Set: {{Type: Pass, Assign: {{x: 1}}, Next: Read}}
  Read: {{Type: Pass, Output: {{{reads}}}, End: true}}
"""
    rules = load_rulebook().select(["possibly-undefined-variable"])
    found = lint(analyze(text, "x.asl.yaml"), rules)
    places = [match.start() for match in re.finditer(r"\$x", text)]
    assert [one.span.start for one in found] == places[:100]
