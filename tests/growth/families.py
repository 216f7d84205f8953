# ruff: noqa: E501
"""Families of input that grow: each makes a text of a size, and names the file it would be.

Every family is a way in which a file can hold *many* of something. The sizes are numbers of things,
not of characters. What is made is as long as n things are, so twice the number is twice the text.
"""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Make = Callable[[int], str]

ARN = "arn:aws:lambda:eu-west-1:111122223333:function:f"


class Family:
    """Texts of one shape."""

    __slots__ = ("make", "name", "path", "sample")

    def __init__(self, name: str, make: Make, path: str, sample: int) -> None:
        self.name = name
        self.make = make
        self.path = path
        self.sample = sample
        """A size at which the text is what it will be: names have their usual length, and so on."""

    def size(self, characters: int) -> int:
        """How many things make a text of about so many characters."""
        least = len(self.make(1))
        per_thing = (len(self.make(self.sample)) - least) / (self.sample - 1)
        return max(2, int((characters - least) / per_thing))

    def __repr__(self) -> str:
        return f"Family({self.name!r})"


FAMILIES: dict[str, Family] = {}


def family(sample: int, path: str = "x.asl.json") -> Callable[[Make], Make]:
    """Take a function as a family that is named after it."""

    def add(make: Make) -> Make:
        name = make.__name__.strip("_").replace("_", " ")
        FAMILIES[name] = Family(name, make, path, sample)
        return make

    return add


def also_yaml(sample: int) -> Callable[[Callable[[int], Any]], Callable[[int], Any]]:
    """Take a function that returns a definition as three families: JSON, on one line, YAML."""

    def add(make: Callable[[int], Any]) -> Callable[[int], Any]:
        name = make.__name__.replace("_", " ")
        FAMILIES[name] = Family(name, lambda n: json.dumps(make(n), indent=1), "x.asl.json", sample)
        line = f"{name}, on one line"
        FAMILIES[line] = Family(line, lambda n: json.dumps(make(n)), "x.asl.json", sample)
        yaml = f"{name}, in YAML"
        FAMILIES[yaml] = Family(yaml, lambda n: as_yaml(make(n)), "x.asl.yaml", max(2, sample // 8))
        return make

    return add


def as_yaml(value: Any, indent: int = 0) -> str:
    """A value as YAML in blocks; texts are quoted as in JSON."""
    lead = " " * indent
    if isinstance(value, dict) and value:
        return "".join(
            f"{lead}{json.dumps(key)}:"
            + (f"\n{as_yaml(each, indent + 1)}" if isinstance(each, (dict, list)) and each
               else f" {json.dumps(each)}\n")
            for key, each in value.items()
        )  # fmt: skip
    if isinstance(value, list) and value:
        return "".join(
            f"{lead}-\n{as_yaml(each, indent + 1)}" if isinstance(each, (dict, list)) and each
            else f"{lead}- {json.dumps(each)}\n"
            for each in value
        )  # fmt: skip
    return f"{lead}{json.dumps(value)}\n"


def machine(states: dict[str, Any], start: str | None = None, **fields: Any) -> dict[str, Any]:
    """A definition of some states."""
    return {"StartAt": start or next(iter(states)), **fields, "States": states}


def chain(n: int, state: Callable[[int], dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """States one after the other, and a last one."""
    states = {f"S{i}": {**state(i), "Next": f"S{i + 1}"} for i in range(n)}
    return machine({**states, f"S{n}": {"Type": "Succeed"}}, **fields)


def task(i: int) -> dict[str, Any]:
    return {"Type": "Task", "Resource": ARN}


def one(fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A definition of one state."""
    return machine({"A": {"Type": "Pass", **fields, "End": True}}, **more)


def nested(n: int, level: Callable[[Any, int], Any], inmost: Any = 1) -> Any:
    """A value around a value, n times."""
    value = inmost
    for i in range(n):
        value = level(value, i)
    return value


# --- texts that are hard to read ---------------------------------------------------------------


@family(4000)
def quotes(n: int) -> str:
    return '"' * n


@family(4000)
def quotes_after_a_brace(n: int) -> str:
    return '{"A": ' + '"' * n


@family(2000)
def quotes_in_words(n: int) -> str:
    return '{"A": "' + 'a" ' * n


@family(4000)
def single_quotes(n: int) -> str:
    return "{'A': " + "'" * n


@family(2000)
def single_quotes_in_words(n: int) -> str:
    return "{'A': '" + "a' " * n


@family(2000)
def single_quoted_words(n: int) -> str:
    return "{'A': [" + "'it''s', " * n + "1]}"


@family(4000)
def typographic_quotes(n: int) -> str:
    return "{“A”: " + "“" * n


@family(2000)
def typographic_words(n: int) -> str:
    return "{“A”: [" + "“a”, " * n + "1]}"


@family(2000)
def typographic_words_without_commas(n: int) -> str:
    return "{“A”: [" + "“a” " * n + "1]}"


@family(2000)
def strings_closed_by_typographic_quotes(n: int) -> str:
    return '{"A": [' + '"a”, ' * n + "1]}"


@family(2000)
def straight_and_typographic_quotes(n: int) -> str:
    return '{"A": ' + '"a”b ' * n


@family(4000)
def backticks(n: int) -> str:
    return "{`A`: " + "`" * n


@family(4000)
def braces(n: int) -> str:
    return "{" * n


@family(4000)
def brackets(n: int) -> str:
    return "[" * n


@family(4000)
def brackets_of_both_kinds(n: int) -> str:
    return "[{" * n


@family(4000)
def closing_brackets(n: int) -> str:
    return '{"StartAt": "A"' + "}" * n


@family(4000)
def mismatched_brackets(n: int) -> str:
    return '{"a": [' + "[}" * n


@family(1000)
def unclosed_objects(n: int) -> str:
    return '{"StartAt": "A", "States": {' + '\n "A": {"Type": "Pass",\n' * n


@family(1000)
def unclosed_objects_in_one_line_each(n: int) -> str:
    return '{"StartAt": "A", "States": {\n' + ' "A": {"Type": "Pass", "End": true,\n' * n + "}}"


@family(1000)
def unclosed_objects_on_one_line(n: int) -> str:
    return '{"StartAt": "A", "States": {' + ' "A": {"Type": "Pass", "End": true,' * n + "}}"


@family(2000)
def values_without_commas(n: int) -> str:
    return "[" + "1 " * n


@family(2000)
def lines_without_commas(n: int) -> str:
    return '{"a": [' + "1\n" * n + "]}"


@family(2000)
def commas(n: int) -> str:
    return '{"StartAt": "A",' + "," * n


@family(2000)
def trailing_commas(n: int) -> str:
    return '{"StartAt": "A", "x": [' + "[1,], " * n + "]}"


@family(2000)
def colons(n: int) -> str:
    return '{"StartAt": "A", "a"' + ":" * n


@family(2000)
def bare_words(n: int) -> str:
    return "{StartAt: A, x: [" + "a, " * n + "]}"


@family(1000)
def bare_keys(n: int) -> str:
    return "{StartAt: A, " + "a: 1, " * n + "}"


@family(2000)
def comments(n: int) -> str:
    return '{"StartAt": "A", "States": {}' + "/* a */ " * n + "}"


@family(2000)
def comments_on_lines(n: int) -> str:
    return '{"StartAt": "A", "States": {}' + "// a\n" * n + "}"


@family(2000)
def open_comments(n: int) -> str:
    return '{"StartAt": "A", "States": {}' + "/* a " * n + "}"


@family(4000)
def slashes(n: int) -> str:
    return '{"StartAt": "A", "States": {}' + "/" * n + "}"


@family(4000)
def hash_signs(n: int) -> str:
    return '{"StartAt": "A", "States": {}' + "#\n" * n + "}"


@family(2000)
def placeholders_open(n: int) -> str:
    return '{"StartAt": ' + "${" * n


@family(2000)
def placeholders_in_a_row(n: int) -> str:
    return '{"StartAt": ' + "${a}" * n + "}"


@family(2000)
def placeholders_as_values(n: int) -> str:
    return '{"StartAt": "A", "x": [' + "${a}, " * n + "1]}"


@family(2000)
def percent_signs(n: int) -> str:
    return '{"StartAt": "A", "x": [' + "{%%}, " * n + "1]}"


@family(4000)
def backslashes(n: int) -> str:
    return '{"StartAt": "' + "\\" * n


@family(2000)
def bad_escapes(n: int) -> str:
    return '{"StartAt": "' + "\\q" * n + '"}'


@family(1000)
def texts_with_bad_escapes(n: int) -> str:
    return '{"StartAt": "A", "x": [' + '"\\q", ' * n + "1]}"


@family(2000)
def surrogates(n: int) -> str:
    return '{"StartAt": "A", "x": [' + '"\\ud800", ' * n + "1]}"


@family(4000)
def surrogates_in_one_text(n: int) -> str:
    return '{"StartAt": "' + "\\ud83d\\ude00" * n + "\\ud800" + '"}'


@family(2000)
def control_characters(n: int) -> str:
    return '{"StartAt": "A", "x": [' + '"a\tb", ' * n + "1]}"


@family(4000)
def tabs_in_one_text(n: int) -> str:
    return '{"StartAt": "' + "\t" * n + '"}'


@family(4000)
def open_text_with_escaped_quotes(n: int) -> str:
    return '{"StartAt": "\t' + '\\"' * n


@family(4000)
def minus_signs(n: int) -> str:
    return '{"StartAt": ' + "-" * n


@family(4000)
def digits(n: int) -> str:
    return one_text({"Result": 1}).replace("1", "1" * n, 1)


def one_text(fields: dict[str, Any]) -> str:
    return json.dumps(one(fields))


@family(2000)
def numbers_as_keys(n: int) -> str:
    return '{"StartAt": "A", ' + "1: 2, " * n + "}"


@family(2000)
def equals_signs(n: int) -> str:
    return '{"StartAt" = "A", ' + '"a" = 2, ' * n + "}"


@family(2000)
def semicolons(n: int) -> str:
    return '{"StartAt": "A"; ' + '"a": 2; ' * n + "}"


@family(2000)
def keys_without_values(n: int) -> str:
    return '{"StartAt": "A", ' + '"a" ' * n + "}"


@family(2000)
def values_without_keys(n: int) -> str:
    return '{"StartAt": "A", ' + "{} " * n + "}"


@family(2000)
def line_breaks(n: int) -> str:
    return '{"StartAt": "A",' + "\n" * n + "}"


@family(2000)
def carriage_returns(n: int) -> str:
    return '{"StartAt": "A",' + "\r" * n + "}"


@family(4000)
def blanks(n: int) -> str:
    return '{"StartAt": "A",' + " " * n + "}"


@family(2000)
def roots(n: int) -> str:
    return '{"StartAt": "A", "States": {}}' + "{}" * n


@family(1000)
def duplicate_keys(n: int) -> str:
    return '{"StartAt": "A", "States": {' + '"A": {"Type": "Pass", "End": true}, ' * n + '"B": 1}}'


@family(500)
def duplicate_equal_fields(n: int) -> str:
    return '{"StartAt": "A", "States": {"A": {"Type": "Pass", ' + '"End": true, ' * n + '"B": 1}}}'


@family(500)
def duplicate_large_values(n: int) -> str:
    value = json.dumps(list(range(n)))
    return '{"StartAt": "A", "States": {"A": {' + f'"Result": {value}, ' * 20 + '"End": true}}}'


@family(4000)
def a_long_key(n: int) -> str:
    return json.dumps(one({"k" * n: 1}))


@family(4000)
def a_long_name(n: int) -> str:
    return json.dumps(machine({"k" * n: {"Type": "Pass", "End": True}}))


@family(4000)
def a_long_target(n: int) -> str:
    return json.dumps(machine({"A": {"Type": "Pass", "Next": "k" * n}}))


@family(4000)
def a_long_text_of_escapes(n: int) -> str:
    return json.dumps(one({"Comment": "é\n" * n, "InputPath": "é\n" * n}), ensure_ascii=True)


@family(4000)
def not_json(n: int) -> str:
    return "StartAt " * n


@family(4000)
def xml(n: int) -> str:
    return "<a>" * n


# --- the language -------------------------------------------------------------------------------


@also_yaml(200)
def states(n: int) -> Any:
    return chain(n, task)


@also_yaml(200)
def unknown_fields(n: int) -> Any:
    return chain(n, lambda i: {**task(i), f"Field{i}": 1})


@also_yaml(200)
def unknown_fields_in_one_state(n: int) -> Any:
    return one({f"Field{i}": 1 for i in range(n)})


@also_yaml(200)
def misspelt_fields(n: int) -> Any:
    return chain(n, lambda i: {"Type": "Task", "Resorce": ARN})


@also_yaml(200)
def states_without_transition(n: int) -> Any:
    return machine({f"S{i}": task(i) for i in range(n)})


@also_yaml(200)
def states_without_type(n: int) -> Any:
    return chain(n, lambda i: {})


@also_yaml(200)
def unknown_types(n: int) -> Any:
    return chain(n, lambda i: {"Type": f"Tusk{i}"})


@also_yaml(200)
def states_that_are_no_objects(n: int) -> Any:
    return machine({"A": {"Type": "Succeed"}, **{f"S{i}": i for i in range(n)}})


@also_yaml(200)
def unknown_targets(n: int) -> Any:
    return machine({f"S{i}": {"Type": "Pass", "Next": f"Target number {i}"} for i in range(n)})


@also_yaml(200)
def misspelt_targets(n: int) -> Any:
    return machine({f"State{i}": {"Type": "Pass", "Next": f"Stat{i + 1}"} for i in range(n)})


@also_yaml(200)
def unknown_targets_with_long_names(n: int) -> Any:
    return machine(
        {f"S{i}" + "x" * 60: {"Type": "Pass", "Next": f"T{i}" + "x" * 60} for i in range(n)}
    )


@also_yaml(200)
def targets_in_other_case(n: int) -> Any:
    return machine({f"State{i}": {"Type": "Pass", "Next": f"state{i + 1}"} for i in range(n)})


@also_yaml(200)
def one_unknown_target(n: int) -> Any:
    return machine({f"S{i}": {"Type": "Pass", "Next": "Elsewhere"} for i in range(n)})


@also_yaml(200)
def targets_out_of_scope(n: int) -> Any:
    inner = machine({f"I{i}": {"Type": "Pass", "Next": f"S{i}"} for i in range(n)})
    around = {"Type": "Map", "ItemProcessor": inner, "Next": "S0"}
    return machine({"M": around, **chain(n, task)["States"]})


@also_yaml(200)
def targets_in_branches(n: int) -> Any:
    branch = {"StartAt": "x", "States": {}}
    branches = [machine({f"B{i}": {"Type": "Pass", "Next": f"B{(i + 1) % n}"}}) for i in range(n)]
    return machine({"P": {"Type": "Parallel", "Branches": [*branches, branch], "End": True}})


@also_yaml(200)
def unreachable_states(n: int) -> Any:
    return machine(
        {"A": {"Type": "Succeed"}, **{f"S{i}": {**task(i), "End": True} for i in range(n)}}
    )


@also_yaml(200)
def an_unreachable_chain(n: int) -> Any:
    return machine({"A": {"Type": "Succeed"}, **chain(n, task)["States"]})


@also_yaml(200)
def unreachable_states_with_one_target(n: int) -> Any:
    others = {f"S{i}": {**task(i), "Next": "A"} for i in range(n)}
    return machine({"A": {"Type": "Succeed"}, "B": {**task(0), "Next": "A"}, **others})


@also_yaml(200)
def unreachable_states_before_one(n: int) -> Any:
    others = {f"S{i}": {**task(i), "Next": "B"} for i in range(n)}
    return machine({"A": {"Type": "Succeed"}, "B": {**task(0), "Next": "A"}, **others})


@also_yaml(200)
def unreachable_behind_a_choice(n: int) -> Any:
    choices = [{"Variable": "$.x", "NumericEquals": i, "Next": f"S{i}"} for i in range(n)]
    fork = {"Type": "Choice", "Choices": choices, "Default": "A"}
    return machine(
        {
            "A": {"Type": "Succeed"},
            "F": fork,
            **{f"S{i}": {**task(i), "Next": "A"} for i in range(n)},
        }
    )


@also_yaml(200)
def loops(n: int) -> Any:
    states: dict[str, Any] = {}
    for i in range(n):
        states[f"A{i}"] = {
            "Type": "Choice", "Default": f"B{i}",
            "Choices": [{"Variable": "$.x", "IsPresent": True, "Next": f"A{i + 1}"}],
        }  # fmt: skip
        states[f"B{i}"] = {"Type": "Pass", "Next": f"A{i}"}
    return machine({**states, f"A{n}": {"Type": "Succeed"}})


@also_yaml(200)
def endless_loops(n: int) -> Any:
    choices = [{"Variable": "$.x", "NumericEquals": i, "Next": f"A{i}"} for i in range(n)]
    states: dict[str, Any] = {"F": {"Type": "Choice", "Choices": choices, "Default": "E"}}
    for i in range(n):
        states[f"A{i}"] = {"Type": "Pass", "Next": f"B{i}"}
        states[f"B{i}"] = {"Type": "Pass", "Next": f"A{i}"}
    return machine({**states, "E": {"Type": "Succeed"}})


@also_yaml(200)
def one_long_loop(n: int) -> Any:
    return machine({f"S{i}": {"Type": "Pass", "Next": f"S{(i + 1) % n}"} for i in range(n)})


@also_yaml(200)
def one_long_loop_with_a_way_out(n: int) -> Any:
    states: dict[str, Any] = {f"S{i}": {"Type": "Pass", "Next": f"S{i + 1}"} for i in range(n)}
    rule = {"Variable": "$.x", "IsPresent": True, "Next": "S0"}
    states[f"S{n}"] = {"Type": "Choice", "Choices": [rule], "Default": "E"}
    return machine({**states, "E": {"Type": "Succeed"}})


@also_yaml(100)
def choices_that_lead_back(n: int) -> Any:
    states: dict[str, Any] = {}
    for i in range(n):
        rule = {"Variable": "$.x", "IsPresent": True, "Next": "S0"}
        states[f"S{i}"] = {"Type": "Choice", "Choices": [rule], "Default": f"S{i + 1}"}
    return machine({**states, f"S{n}": {"Type": "Succeed"}})


@also_yaml(200)
def choice_rules(n: int) -> Any:
    choices = [{"Variable": "$.x", "NumericEquals": i, "Next": "E"} for i in range(n)]
    return machine({"F": {"Type": "Choice", "Choices": choices}, "E": {"Type": "Succeed"}})


@also_yaml(200)
def equal_choice_rules(n: int) -> Any:
    choices = [{"Variable": "$.x", "NumericEquals": 1, "Next": "E"} for i in range(n)]
    return machine({"F": {"Type": "Choice", "Choices": choices}, "E": {"Type": "Succeed"}})


@also_yaml(200)
def equal_choice_rules_to_many_states(n: int) -> Any:
    choices = [{"Variable": "$.x", "NumericEquals": 1, "Next": f"S{i}"} for i in range(n)]
    fork = {"Type": "Choice", "Choices": choices}
    return machine({"F": fork, **{f"S{i}": {"Type": "Succeed"} for i in range(n)}})


@also_yaml(200)
def rules_after_one_that_always_fires(n: int) -> Any:
    choices = [{"Condition": "{% true %}", "Next": "E"} for i in range(n)]
    fork = {"Type": "Choice", "Choices": choices}
    return machine({"F": fork, "E": {"Type": "Succeed"}}, QueryLanguage="JSONata")


@also_yaml(200)
def comparisons_in_and(n: int) -> Any:
    tests = [{"Variable": f"$.x{i}", "NumericEquals": i} for i in range(n)]
    fork = {"Type": "Choice", "Choices": [{"And": tests, "Next": "E"}]}
    return machine({"F": fork, "E": {"Type": "Succeed"}})


@also_yaml(200)
def contradictions_in_and(n: int) -> Any:
    tests = [{"Variable": "$.x", "NumericEquals": i} for i in range(n)]
    fork = {"Type": "Choice", "Choices": [{"And": tests, "Next": "E"}]}
    return machine({"F": fork, "E": {"Type": "Succeed"}})


@also_yaml(200)
def equal_comparisons_in_and(n: int) -> Any:
    tests = [{"Variable": "$.x", "NumericEquals": 1} for i in range(n)]
    fork = {"Type": "Choice", "Choices": [{"And": tests, "Next": "E"}]}
    return machine({"F": fork, "E": {"Type": "Succeed"}})


@also_yaml(200)
def bounds_in_and(n: int) -> Any:
    tests = [{"Variable": "$.x", "NumericGreaterThan": i} for i in range(n)]
    tests += [{"Variable": "$.x", "NumericLessThan": i} for i in range(n)]
    fork = {"Type": "Choice", "Choices": [{"And": tests, "Next": "E"}]}
    return machine({"F": fork, "E": {"Type": "Succeed"}})


@also_yaml(200)
def types_in_and(n: int) -> Any:
    tests: list[Any] = [{"Variable": "$.x", "IsString": True} for i in range(n)]
    tests += [{"Variable": "$.x", "IsNumeric": True} for i in range(n)]
    tests += [{"Not": {"Variable": "$.x", "IsPresent": True}} for i in range(n)]
    fork = {"Type": "Choice", "Choices": [{"And": tests, "Next": "E"}]}
    return machine({"F": fork, "E": {"Type": "Succeed"}})


@also_yaml(200)
def comparisons_in_or(n: int) -> Any:
    tests = [{"Variable": f"$.x{i}", "StringEquals": "a"} for i in range(n)]
    fork = {"Type": "Choice", "Choices": [{"Or": tests, "Next": "E"}]}
    return machine({"F": fork, "E": {"Type": "Succeed"}})


@also_yaml(40)
def rules_of_ands(n: int) -> Any:
    tests = [{"Variable": f"$.x{i}", "NumericEquals": i} for i in range(10)]
    choices = [
        {"And": [*tests, {"Variable": "$.y", "NumericEquals": i}], "Next": "E"} for i in range(n)
    ]
    return machine({"F": {"Type": "Choice", "Choices": choices}, "E": {"Type": "Succeed"}})


@family(200)
def not_in_not(n: int) -> str:
    rule = '{"Not": ' * n + '{"Variable": "$.x", "IsPresent": true}' + "}" * n
    return (
        '{"StartAt": "F", "States": {"F": {"Type": "Choice", "Choices": [{"Not": '
        + rule
        + ', "Next": "E"}]}, "E": {"Type": "Succeed"}}}'
    )


@also_yaml(200)
def two_comparisons_in_one_rule(n: int) -> Any:
    rule = {"Variable": "$.x", "NumericEquals": 1, "StringEquals": "x", "Next": "E"}
    return machine({"F": {"Type": "Choice", "Choices": [rule] * n}, "E": {"Type": "Succeed"}})


@also_yaml(200)
def retriers(n: int) -> Any:
    retry = [{"ErrorEquals": [f"E{i}"]} for i in range(n)]
    return machine({"A": {**task(0), "Retry": retry, "End": True}})


@also_yaml(200)
def retriers_after_all(n: int) -> Any:
    retry = [{"ErrorEquals": ["States.ALL"]} for i in range(n)]
    return machine({"A": {**task(0), "Retry": retry, "End": True}})


@also_yaml(200)
def retriers_of_one_error(n: int) -> Any:
    retry = [{"ErrorEquals": ["E", "States.Timeout"]} for i in range(n)]
    return machine({"A": {**task(0), "Retry": retry, "End": True}})


@also_yaml(200)
def error_names(n: int) -> Any:
    retry = [{"ErrorEquals": [f"E{i}" for i in range(n)]}]
    return machine(
        {"A": {**task(0), "Retry": retry, "Catch": [{**retry[0], "Next": "A"}], "End": True}}
    )


@also_yaml(200)
def equal_error_names(n: int) -> Any:
    retry = [{"ErrorEquals": ["E", "States.ALL", "States.TaskFailed"] * n}]
    return machine(
        {"A": {**task(0), "Retry": retry, "Catch": [{**retry[0], "Next": "A"}], "End": True}}
    )


@also_yaml(200)
def unknown_error_names(n: int) -> Any:
    retry = [
        {"ErrorEquals": [f"States.Err{i}", f"Lambda.Err{i}", f"State.Time{i}"]} for i in range(n)
    ]
    return machine({"A": {**task(0), "Retry": retry, "End": True}})


@also_yaml(200)
def catchers(n: int) -> Any:
    catch = [{"ErrorEquals": [f"E{i}"], "Next": f"S{i}"} for i in range(n)]
    return machine(
        {
            "A": {**task(0), "Catch": catch, "End": True},
            **{f"S{i}": {"Type": "Succeed"} for i in range(n)},
        }
    )


@also_yaml(200)
def catchers_to_one_state(n: int) -> Any:
    catch = [{"ErrorEquals": [f"E{i}"], "ResultPath": f"$.e{i}", "Next": "E"} for i in range(n)]
    return machine({"A": {**task(0), "Catch": catch, "Next": "E"}, "E": {"Type": "Succeed"}})


@also_yaml(200)
def catchers_after_all(n: int) -> Any:
    catch = [{"ErrorEquals": ["States.ALL"], "Next": f"S{i}"} for i in range(n)]
    return machine(
        {
            "A": {**task(0), "Catch": catch, "End": True},
            **{f"S{i}": {"Type": "Succeed"} for i in range(n)},
        }
    )


@also_yaml(200)
def states_that_catch(n: int) -> Any:
    return chain(
        n, lambda i: {**task(i), "Catch": [{"ErrorEquals": ["States.ALL"], "Next": f"S{n}"}]}
    )


@also_yaml(100)
def branches(n: int) -> Any:
    branches = [machine({f"B{i}": {**task(i), "End": True}}) for i in range(n)]
    return machine({"P": {"Type": "Parallel", "Branches": branches, "End": True}})


@also_yaml(100)
def maps(n: int) -> Any:
    def state(i: int) -> Any:
        return {"Type": "Map", "ItemProcessor": machine({f"B{i}": {**task(i), "End": True}})}

    return chain(n, state)


@family(50)
def maps_in_maps(n: int) -> str:
    around = '{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemProcessor": '
    return around * n + '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}' + "}}}" * n


@family(20)
def wide_maps_in_maps(n: int) -> str:
    def around(inner: Any, i: int) -> Any:
        others = {
            f"S{i}.{k}": {"Type": "Pass", "Assign": {f"v{i}_{k}": 1}, "Next": f"S{i}.{k + 1}"}
            for k in range(n)
        }
        last = {f"S{i}.{n}": {"Type": "Map", "ItemProcessor": inner, "End": True}}
        return machine({**others, **last})

    return json.dumps(nested(20, around, machine({"A": {"Type": "Succeed"}})))


@also_yaml(100)
def duplicate_state_names(n: int) -> Any:
    branches = [machine({"B": {**task(i), "End": True}}) for i in range(n)]
    return machine({"P": {"Type": "Parallel", "Branches": branches, "End": True}})


@also_yaml(200)
def names_that_differ_in_case(n: int) -> Any:
    return machine(
        {("s" if i % 2 else "S") + f"tate{i // 2}": {"Type": "Pass", "End": True} for i in range(n)}
    )


# --- data ---------------------------------------------------------------------------------------


@also_yaml(100)
def diamonds(n: int) -> Any:
    states: dict[str, Any] = {}
    for i in range(n):
        rule = {"Variable": "$.x", "IsPresent": True, "Next": f"L{i}"}
        states[f"C{i}"] = {"Type": "Choice", "Choices": [rule], "Default": f"R{i}"}
        states[f"L{i}"] = {"Type": "Pass", "Assign": {f"l{i}": 1}, "Next": f"C{i + 1}"}
        states[f"R{i}"] = {"Type": "Pass", "Assign": {f"r{i}": 1}, "Next": f"C{i + 1}"}
    return machine({**states, f"C{n}": {"Type": "Succeed"}})


@also_yaml(100)
def diamonds_that_read(n: int) -> Any:
    states: dict[str, Any] = {}
    for i in range(n):
        rule = {"Variable": "$.x", "IsPresent": True, "Next": f"L{i}"}
        states[f"C{i}"] = {"Type": "Choice", "Choices": [rule], "Default": f"R{i}"}
        states[f"L{i}"] = {"Type": "Pass", "Assign": {f"l{i}": 1}, "Next": f"C{i + 1}"}
        states[f"R{i}"] = {
            "Type": "Pass",
            "Assign": {f"r{i}.$": f"$l{max(i - 1, 0)}"},
            "Next": f"C{i + 1}",
        }
    last = {"Type": "Pass", "Parameters": {f"x{i}.$": f"$l{i}" for i in range(n)}, "End": True}
    return machine({**states, f"C{n}": last})


@also_yaml(100)
def diamonds_in_a_loop(n: int) -> Any:
    states = diamonds(n)["States"]
    rule = {"Variable": "$.x", "IsPresent": True, "Next": "C0"}
    states[f"C{n}"] = {"Type": "Choice", "Choices": [rule], "Default": "E"}
    return machine({**states, "E": {"Type": "Succeed"}})


@also_yaml(100)
def assigned_and_all_used_at_the_end(n: int) -> Any:
    states = {
        f"S{i}": {"Type": "Pass", "Assign": {f"v{i}": 1}, "Next": f"S{i + 1}"} for i in range(n)
    }
    last = {"Type": "Pass", "Parameters": {f"x{i}.$": f"$v{i}" for i in range(n)}, "End": True}
    return machine({**states, f"S{n}": last})


@also_yaml(100)
def assigned_and_read_by_the_next(n: int) -> Any:
    return chain(n, lambda i: {"Type": "Pass", "Assign": {f"v{i}.$": f"$v{i - 1}" if i else "$.x"}})


@also_yaml(100)
def one_variable_counted_up(n: int) -> Any:
    return chain(n, lambda i: {"Type": "Pass", "Assign": {"v.$": "States.MathAdd($v, 1)"}})


@also_yaml(100)
def assigned_and_never_read(n: int) -> Any:
    return chain(n, lambda i: {"Type": "Pass", "Assign": {f"v{i}": 1}})


@also_yaml(100)
def assigned_in_one_state(n: int) -> Any:
    first = {"Type": "Pass", "Assign": {f"v{i}": 1 for i in range(n)}, "Next": "B"}
    last = {"Type": "Pass", "Parameters": {f"x{i}.$": f"$v{i}" for i in range(n)}, "End": True}
    return machine({"A": first, "B": last})


@also_yaml(100)
def assigned_in_a_loop(n: int) -> Any:
    return machine(
        {
            f"S{i}": {"Type": "Pass", "Assign": {f"v{i}": 1}, "Next": f"S{(i + 1) % n}"}
            for i in range(n)
        }
    )


@also_yaml(100)
def read_before_assigned(n: int) -> Any:
    return chain(
        n, lambda i: {"Type": "Pass", "Parameters": {"x.$": f"$v{i}"}, "Assign": {f"v{i}": 1}}
    )


@also_yaml(100)
def read_in_reverse_order(n: int) -> Any:
    return chain(
        n, lambda i: {"Type": "Pass", "Parameters": {"x.$": f"$v{n - i}"}, "Assign": {f"v{i}": 1}}
    )


@also_yaml(100)
def maybe_assigned(n: int) -> Any:
    choices = [{"Variable": "$.x", "NumericEquals": i, "Next": f"S{i}"} for i in range(n)]
    states: dict[str, Any] = {"F": {"Type": "Choice", "Choices": choices, "Default": "E"}}
    for i in range(n):
        states[f"S{i}"] = {"Type": "Pass", "Assign": {f"v{i}": 1}, "Next": "E"}
    last = {"Type": "Pass", "Parameters": {f"x{i}.$": f"$v{i}" for i in range(n)}, "End": True}
    return machine({**states, "E": last})


@also_yaml(100)
def maybe_assigned_along_the_way(n: int) -> Any:
    states: dict[str, Any] = {}
    for i in range(n):
        rule = {"Variable": "$.x", "IsPresent": True, "Next": f"L{i}"}
        states[f"C{i}"] = {"Type": "Choice", "Choices": [rule], "Default": f"R{i}"}
        states[f"L{i}"] = {"Type": "Pass", "Assign": {f"l{i}": 1}, "Next": f"R{i}"}
        states[f"R{i}"] = {"Type": "Pass", "Parameters": {"x.$": f"$l{i}"}, "Next": f"C{i + 1}"}
    return machine({**states, f"C{n}": {"Type": "Succeed"}})


@also_yaml(100)
def unknown_variables(n: int) -> Any:
    return one({"Parameters": {f"x{i}.$": f"$variable{i}" for i in range(n)}})


@also_yaml(100)
def misspelt_variables(n: int) -> Any:
    first = {"Type": "Pass", "Assign": {f"variable{i}": 1 for i in range(n)}, "Next": "B"}
    last = {
        "Type": "Pass",
        "Parameters": {f"x{i}.$": f"$varable{i}" for i in range(n)},
        "End": True,
    }
    return machine({"A": first, "B": last})


@also_yaml(100)
def variables_of_other_branches(n: int) -> Any:
    branches = [
        machine(
            {
                f"B{i}": {
                    "Type": "Pass",
                    "Assign": {f"v{i}": 1},
                    "Parameters": {"x.$": f"$v{(i + 1) % n}"},
                    "End": True,
                }
            }
        )
        for i in range(n)
    ]
    return machine({"P": {"Type": "Parallel", "Branches": branches, "End": True}})


@also_yaml(100)
def variables_assigned_in_branches_too(n: int) -> Any:
    first = {"Type": "Pass", "Assign": {f"v{i}": 1 for i in range(n)}, "Next": "P"}
    branches = [
        machine({f"B{i}": {"Type": "Pass", "Assign": {f"v{i}": 1}, "End": True}}) for i in range(n)
    ]
    return machine({"A": first, "P": {"Type": "Parallel", "Branches": branches, "End": True}})


@also_yaml(100)
def variables_read_in_branches(n: int) -> Any:
    first = {"Type": "Pass", "Assign": {f"v{i}": 1 for i in range(n)}, "Next": "P"}
    branches = [
        machine({f"B{i}": {"Type": "Pass", "Parameters": {"x.$": f"$v{i}"}, "End": True}})
        for i in range(n)
    ]
    return machine({"A": first, "P": {"Type": "Parallel", "Branches": branches, "End": True}})


@also_yaml(100)
def reserved_variables(n: int) -> Any:
    return chain(n, lambda i: {"Type": "Pass", "Assign": {"states": 1, f"$a{i}": 1, f"b-{i}": 2}})


@also_yaml(100)
def result_paths(n: int) -> Any:
    return chain(n, lambda i: {**task(i), "ResultPath": f"$.r{i}"})


@also_yaml(100)
def result_paths_all_read(n: int) -> Any:
    states = chain(n, lambda i: {"Type": "Pass", "Result": i, "ResultPath": f"$.r{i}"})["States"]
    states[f"S{n}"] = {
        "Type": "Pass",
        "Parameters": {f"x{i}.$": f"$.r{i}" for i in range(n)},
        "End": True,
    }
    return machine(states)


@also_yaml(100)
def result_paths_in_diamonds(n: int) -> Any:
    states: dict[str, Any] = {}
    for i in range(n):
        rule = {"Variable": "$.x", "IsPresent": True, "Next": f"L{i}"}
        states[f"C{i}"] = {"Type": "Choice", "Choices": [rule], "Default": f"R{i}"}
        states[f"L{i}"] = {
            "Type": "Pass",
            "Result": {"a": i},
            "ResultPath": f"$.l{i}",
            "Next": f"C{i + 1}",
        }
        states[f"R{i}"] = {
            "Type": "Pass",
            "Result": [i],
            "ResultPath": f"$.r{i}",
            "Next": f"C{i + 1}",
        }
    start = {"Type": "Pass", "Result": {"x": 1}, "Next": "C0"}
    return machine({"A": start, **states, f"C{n}": {"Type": "Succeed"}})


@also_yaml(100)
def result_paths_ever_deeper(n: int) -> Any:
    states = chain(n, lambda i: {"Type": "Pass", "Parameters": {"a.$": "$"}})["States"]
    return machine({"A": {"Type": "Pass", "Result": {"x": 1}, "Next": "S0"}, **states})


@also_yaml(100)
def results_doubled(n: int) -> Any:
    states = chain(n, lambda i: {"Type": "Pass", "Parameters": {"a.$": "$", "b.$": "$"}})["States"]
    return machine({"A": {"Type": "Pass", "Result": {"x": 1}, "Next": "S0"}, **states})


@also_yaml(100)
def unknown_input_fields(n: int) -> Any:
    first = {"Type": "Pass", "Result": {f"field{i}": i for i in range(n)}, "Next": "B"}
    last = {"Type": "Pass", "Parameters": {f"x{i}.$": f"$.feld{i}" for i in range(n)}, "End": True}
    return machine({"A": first, "B": last})


@also_yaml(100)
def a_large_result_handed_on(n: int) -> Any:
    first = {"Type": "Pass", "Result": {f"field{i}": i for i in range(n)}, "Next": "S0"}
    states = chain(
        n,
        lambda i: {
            "Type": "Pass",
            "Parameters": {"a.$": "$.field1", "b.$": "$"},
            "OutputPath": "$.b",
        },
    )["States"]
    return machine({"A": first, **states})


@also_yaml(200)
def template_fields(n: int) -> Any:
    return one({"Parameters": {f"x{i}.$": f"$.a{i}.b[0]" for i in range(n)}})


@also_yaml(200)
def template_items(n: int) -> Any:
    return one({"Parameters": {"a": [{"x.$": "$.a"} for i in range(n)]}})


@also_yaml(200)
def template_twins(n: int) -> Any:
    return one(
        {"Parameters": {**{f"x{i}": 1 for i in range(n)}, **{f"x{i}.$": "$.a" for i in range(n)}}}
    )


@also_yaml(200)
def template_values_of_other_types(n: int) -> Any:
    return one({"Parameters": {f"x{i}.$": 1 for i in range(n)}})


@also_yaml(200)
def template_twins_of_other_types(n: int) -> Any:
    return one(
        {"Parameters": {**{f"x{i}": 1 for i in range(n)}, **{f"x{i}.$": 1 for i in range(n)}}}
    )


@also_yaml(200)
def forgotten_dollars(n: int) -> Any:
    return one({"Parameters": {f"x{i}": f"$.a{i}" for i in range(n)}})


@also_yaml(200)
def forgotten_dollars_in_arrays(n: int) -> Any:
    return one({"Parameters": {"a": [f"$.a{i}" for i in range(n)]}})


@also_yaml(200)
def malformed_paths(n: int) -> Any:
    return one({"Parameters": {f"x{i}.$": f"$.a{i}[" for i in range(n)}})


@also_yaml(200)
def context_paths(n: int) -> Any:
    return one({"Parameters": {f"x{i}.$": f"$$.Execution.Inpt{i}" for i in range(n)}})


@also_yaml(200)
def task_tokens(n: int) -> Any:
    return one({"Parameters": {f"x{i}.$": "$$.Task.Token" for i in range(n)}})


@also_yaml(200)
def map_items(n: int) -> Any:
    return one({"Parameters": {f"x{i}.$": "$$.Map.Item.Value" for i in range(n)}})


@also_yaml(200)
def intrinsics(n: int) -> Any:
    return one({"Parameters": {f"x{i}.$": f"States.Format('{{}}', $.a{i})" for i in range(n)}})


@also_yaml(200)
def unknown_intrinsics(n: int) -> Any:
    return one({"Parameters": {f"x{i}.$": f"States.Frmat{i}('{{}}', $.a)" for i in range(n)}})


@also_yaml(200)
def intrinsics_with_mistakes(n: int) -> Any:
    return one({"Parameters": {f"x{i}.$": "States.Format('{} {}', $.a)" for i in range(n)}})


@family(400)
def an_intrinsic_with_many_arguments(n: int) -> str:
    return one_text(
        {"Parameters": {"x.$": f"States.Array({', '.join(f'$.a{i}' for i in range(n))})"}}
    )


@family(400)
def an_intrinsic_with_many_mistakes(n: int) -> str:
    return one_text(
        {
            "Parameters": {
                "x.$": f"States.Array({', '.join(f'States.Ary($v{i})' for i in range(n))})"
            }
        }
    )


@family(400)
def an_intrinsic_with_many_texts(n: int) -> str:
    return one_text({"Parameters": {"x.$": "States.Array(" + ", ".join(["'a\\'é'"] * n) + ")"}})


@family(1000)
def a_format_with_many_braces(n: int) -> str:
    return one_text({"Parameters": {"x.$": "States.Format('" + "{}" * n + "'" + ", $.a" * n + ")"}})


@family(1000)
def a_format_with_too_many_braces(n: int) -> str:
    return one_text({"Parameters": {"x.$": "States.Format('" + "{} { " * n + "')"}})


@family(100)
def intrinsics_in_intrinsics(n: int) -> str:
    return one_text({"Parameters": {"x.$": "States.Array(" * n + "1" + ")" * n}})


@family(1000)
def an_open_intrinsic(n: int) -> str:
    return one_text({"Parameters": {"x.$": "States.Array(" * n}})


@family(1000)
def commas_in_an_intrinsic(n: int) -> str:
    return one_text({"Parameters": {"x.$": "States.Array(" + "," * n}})


@family(1000)
def a_long_path(n: int) -> str:
    return one_text(
        {"InputPath": "$" + ".a" * n, "ResultPath": "$" + ".a" * n, "OutputPath": "$" + "['a']" * n}
    )


@family(1000)
def a_path_of_filters(n: int) -> str:
    return one_text({"InputPath": "$" + ".a[?(@.b==1)]" * n})


@family(1000)
def a_path_with_a_long_filter(n: int) -> str:
    return one_text({"InputPath": "$.a[?(" + " && ".join(["@.b==1"] * n) + ")]"})


@family(1000)
def a_path_with_open_filters(n: int) -> str:
    return one_text({"InputPath": "$.a" + "[?(@.b" * n})


@family(1000)
def a_path_with_parentheses(n: int) -> str:
    return one_text({"InputPath": "$.a[?(" + "(" * n + ")" * n + ")]"})


@family(1000)
def a_path_of_names(n: int) -> str:
    return one_text({"InputPath": "$[" + ",".join(["'a'"] * n) + "]"})


@family(1000)
def a_path_of_dots(n: int) -> str:
    return one_text({"InputPath": "$" + "." * n, "OutputPath": "$" + "..a" * n})


@family(1000)
def a_path_of_brackets(n: int) -> str:
    return one_text(
        {"InputPath": "$" + "[" * n, "OutputPath": "$" + "[]" * n, "ResultPath": "$" + "[*]" * n}
    )


@family(1000)
def a_path_of_quotes(n: int) -> str:
    return one_text({"InputPath": "$['" + "'" * n, "OutputPath": "$['" + "\\'" * n})


def jsonata(text: str) -> str:
    return json.dumps(one({"Output": "{% " + text + " %}"}, QueryLanguage="JSONata"))


@family(400)
def jsonata_operators(n: int) -> str:
    return jsonata(" + ".join(["$states.input.a"] * n))


@family(400)
def jsonata_and(n: int) -> str:
    return jsonata(" and ".join(["$states.input.a = 1"] * n))


@family(400)
def jsonata_text(n: int) -> str:
    return jsonata(" & ".join(["'a'"] * n))


@family(400)
def jsonata_steps(n: int) -> str:
    return jsonata("$states.input" + ".a" * n)


@family(400)
def jsonata_predicates(n: int) -> str:
    return jsonata("$states.input" + "[a=1]" * n)


@family(50)
def jsonata_parentheses(n: int) -> str:
    return jsonata("(" * n + "1" + ")" * n)


@family(400)
def jsonata_open_parentheses(n: int) -> str:
    return jsonata("(" * n)


@family(400)
def jsonata_open_brackets(n: int) -> str:
    return jsonata("[" * n + "{")


@family(400)
def jsonata_arguments(n: int) -> str:
    return jsonata("$sum([" + ", ".join(["$states.input.a"] * n) + "])")


@family(400)
def jsonata_arguments_too_many(n: int) -> str:
    return jsonata("$uppercase(" + ", ".join(["$states.input.a"] * n) + ")")


@family(400)
def jsonata_variables(n: int) -> str:
    return jsonata("(" + "; ".join(f"$v{i} := {i}" for i in range(n)) + "; 1)")


@family(400)
def jsonata_variables_read(n: int) -> str:
    return jsonata("(" + "; ".join(f"$v{i + 1} := $v{i}" for i in range(n)) + "; 1)")


@family(400)
def jsonata_unknown_variables(n: int) -> str:
    return jsonata("[" + ", ".join(f"$v{i}" for i in range(n)) + "]")


@family(400)
def jsonata_unknown_functions(n: int) -> str:
    return jsonata("[" + ", ".join(f"$upercase{i}('a')" for i in range(n)) + "]")


@family(400)
def jsonata_unknown_members(n: int) -> str:
    return jsonata("[" + ", ".join(f"$states.inpt{i}" for i in range(n)) + "]")


@family(400)
def jsonata_bare_names(n: int) -> str:
    return jsonata("[" + ", ".join(f"name{i}" for i in range(n)) + "]")


@family(50)
def jsonata_functions(n: int) -> str:
    return jsonata("function($a) { " * n + "1" + " }" * n)


@family(50)
def jsonata_functions_that_read(n: int) -> str:
    opening = "".join(f"function($a{i}) {{ " for i in range(n))
    return jsonata(opening + " + ".join(f"$a{i}" for i in range(n)) + " }" * n)


@family(400)
def jsonata_functions_in_a_row(n: int) -> str:
    return jsonata("[" + ", ".join(f"function($a) {{ $a + {i} }}" for i in range(n)) + "]")


@family(400)
def jsonata_objects(n: int) -> str:
    return jsonata("{" + ", ".join(f"'a{i}': $states.input.a" for i in range(n)) + "}")


@family(400)
def jsonata_conditions(n: int) -> str:
    return jsonata("true ? 1 : " * n + "2")


@family(400)
def jsonata_pipes(n: int) -> str:
    return jsonata("$states.input" + " ~> $uppercase" * n)


@family(400)
def jsonata_regular_expressions(n: int) -> str:
    return jsonata("[" + ", ".join(["$match('a', /a+b/)"] * n) + "]")


@family(400)
def jsonata_quotes(n: int) -> str:
    return jsonata("'" * n)


@family(400)
def jsonata_comments(n: int) -> str:
    return jsonata("/* a */ " * n + "1")


@family(400)
def jsonata_open_comments(n: int) -> str:
    return jsonata("/* a " * n)


@family(400)
def jsonata_slashes(n: int) -> str:
    return jsonata("/" * n)


@family(400)
def jsonata_escapes(n: int) -> str:
    return jsonata("'" + "\\u00e9\\n" * n + "'")


@family(400)
def jsonata_minus(n: int) -> str:
    return jsonata("-" * n + "1")


@family(400)
def jsonata_question_marks(n: int) -> str:
    return jsonata("1 ?: " * n + "1")


@family(400)
def jsonata_sorts(n: int) -> str:
    return jsonata("$states.input" + "^(a)" * n)


@family(400)
def jsonata_groups(n: int) -> str:
    return jsonata("$states.input" + "{a: b}" * n)


@also_yaml(100)
def jsonata_expressions(n: int) -> Any:
    return one(
        {"Output": {f"x{i}": f"{{% $states.input.a{i} + 1 %}}" for i in range(n)}},
        QueryLanguage="JSONata",
    )


@also_yaml(100)
def jsonata_expressions_broken(n: int) -> Any:
    return one(
        {"Output": {f"x{i}": f"{{% $states.input.a{i} + %}}" for i in range(n)}},
        QueryLanguage="JSONata",
    )


@also_yaml(100)
def jsonata_half_delimiters(n: int) -> Any:
    return one(
        {"Output": {f"x{i}": f"{{% $states.input.a{i}" for i in range(n)}}, QueryLanguage="JSONata"
    )


@also_yaml(100)
def jsonata_unknown_variables_in_fields(n: int) -> Any:
    return one({"Output": {f"x{i}": f"{{% $v{i} %}}" for i in range(n)}}, QueryLanguage="JSONata")


@also_yaml(100)
def jsonata_assigned(n: int) -> Any:
    return chain(
        n, lambda i: {"Type": "Pass", "Assign": {f"v{i}": f"{{% $v{i - 1} + 1 %}}" if i else 1}},
        QueryLanguage="JSONata",
    )  # fmt: skip


@family(400)
def delimiters_in_one_text(n: int) -> str:
    return json.dumps(one({"Output": "{% a %} " * n}, QueryLanguage="JSONata"))


@family(400)
def open_delimiters_in_one_text(n: int) -> str:
    return json.dumps(one({"Output": "{% " * n}, QueryLanguage="JSONata"))


@family(200)
def deep_data(n: int) -> str:
    return one_text({"Parameters": 1}).replace("1", '{"a": ' * n + "1" + "}" * n)


@family(200)
def deep_results(n: int) -> str:
    return one_text({"Result": 1}).replace("1", '{"b": [1], "a": ' * n + "1" + "}" * n)


# --- services -----------------------------------------------------------------------------------


@also_yaml(100)
def unknown_services(n: int) -> Any:
    return chain(
        n, lambda i: {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:servce{i}:list"}
    )


@also_yaml(100)
def unknown_integrations(n: int) -> Any:
    return chain(n, lambda i: {"Type": "Task", "Resource": f"arn:aws:states:::lamda{i}:invoke"})


@also_yaml(100)
def unknown_actions(n: int) -> Any:
    return chain(
        n, lambda i: {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:dynamodb:getItm{i}"}
    )


@also_yaml(100)
def unknown_parameters(n: int) -> Any:
    return chain(
        n,
        lambda i: {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:dynamodb:getItem",
            "Parameters": {f"TablName{i}": "a"},
        },
    )


@also_yaml(100)
def unknown_parameters_of_one_call(n: int) -> Any:
    call = {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:getItem", "End": True}
    return machine({"A": {**call, "Parameters": {f"TablName{i}": "a" for i in range(n)}}})


@also_yaml(100)
def calls(n: int) -> Any:
    parameters = {"TableName": "t", "Key": {"id": {"S": "1"}}}
    return chain(
        n,
        lambda i: {
            "Type": "Task",
            "Resource": "arn:aws:states:::dynamodb:getItem",
            "Parameters": parameters,
        },
    )


@also_yaml(100)
def calls_that_lack_parameters(n: int) -> Any:
    return chain(
        n,
        lambda i: {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage",
            "Parameters": {},
        },
    )


@also_yaml(100)
def calls_with_long_lists(n: int) -> Any:
    call = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:dynamodb:batchGetItem",
        "End": True,
    }
    items = {f"T{i}": {"Keys": [{"id": {"S": 1}}]} for i in range(n)}
    return machine({"A": {**call, "Parameters": {"RequestItems": items}}})


@also_yaml(100)
def dynamodb_names(n: int) -> Any:
    call = {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:updateItem", "End": True}
    parameters = {
        "TableName": "t", "Key": {"id": {"S": "1"}},
        "UpdateExpression": "SET " + ", ".join(f"#n{i} = :v{i}" for i in range(n)),
        "ExpressionAttributeNames": {f"#m{i}": "a" for i in range(n)},
        "ExpressionAttributeValues": {f":w{i}": {"S": "a"} for i in range(n)},
    }  # fmt: skip
    return machine({"A": {**call, "Parameters": parameters}})


@also_yaml(100)
def throttled_calls(n: int) -> Any:
    return chain(
        n,
        lambda i: {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": ARN, "Payload.$": "$"},
        },
    )


@also_yaml(200)
def unknown_resources(n: int) -> Any:
    return chain(n, lambda i: {"Type": "Task", "Resource": f"lambda{i}"})


# --- directives ---------------------------------------------------------------------------------


@family(400)
def names_in_one_directive(n: int) -> str:
    return json.dumps(
        machine(
            {"A": {"Type": "Succeed"}},
            Comment="asllint: ignore[" + ", ".join(f"rule-{i}" for i in range(n)) + "]",
        )
    )


@family(400)
def known_names_in_one_directive(n: int) -> str:
    return json.dumps(
        machine(
            {"A": {"Type": "Succeed"}},
            Comment="asllint: ignore[" + ", ".join(["unknown-target"] * n) + "]",
        )
    )


@family(400)
def directives_in_one_text(n: int) -> str:
    return json.dumps(
        machine({"A": {"Type": "Succeed"}}, Comment="asllint: ignore[unknown-target] " * n)
    )


@also_yaml(100)
def directives(n: int) -> Any:
    return chain(n, lambda i: {**task(i), "Comment": "asllint: ignore[unknown-target]"})


@also_yaml(100)
def directives_that_are_used(n: int) -> Any:
    return chain(n, lambda i: {**task(i), "x": 1, "Comment": "asllint: ignore[unknown-field]"})


@also_yaml(100)
def directives_with_unknown_names(n: int) -> Any:
    return chain(n, lambda i: {**task(i), "Comment": f"asllint: ignore[unknwn-target{i}]"})


@family(50)
def directives_around_directives(n: int) -> str:
    comment = '"Comment": "asllint: ignore[unknown-field]", "x": 1, '
    around = '{"StartAt": "M", "States": {"M": {"Type": "Map", ' + comment + '"ItemProcessor": '
    return around * n + "1" + "}}}" * n


@family(40, "x.asl.yaml")
def directives_in_comments(n: int) -> str:
    return (
        "StartAt: S0\nStates:\n"
        + "".join(
            f"  S{i}:  # asllint: ignore[unknown-target]\n    Type: Pass\n    Next: S{i + 1}\n"
            for i in range(n)
        )
        + f"  S{n}: {{Type: Succeed}}\n"
    )


# --- YAML ---------------------------------------------------------------------------------------


@family(400, "x.asl.yaml")
def yaml_comments(n: int) -> str:
    return "StartAt: A\n" + "# a\n" * n + "States: {A: {Type: Succeed}}\n"


@family(400, "x.asl.yaml")
def yaml_anchors(n: int) -> str:
    return (
        "StartAt: A\nx:\n"
        + "".join(f"  a{i}: &a{i} {i}\n" for i in range(n))
        + "States: {A: {Type: Succeed}}\n"
    )


@family(400, "x.asl.yaml")
def yaml_aliases(n: int) -> str:
    return (
        "StartAt: A\nx:\n  a: &a 1\n"
        + "".join(f"  a{i}: *a\n" for i in range(n))
        + "States: {A: {Type: Succeed}}\n"
    )


@family(100, "x.asl.yaml")
def yaml_aliases_of_a_state(n: int) -> str:
    return (
        "StartAt: A\nStates:\n  A: &a {Type: Pass, Nxt: B}\n"
        + "".join(f"  a{i}: *a\n" for i in range(n))
        + "  B: {Type: Succeed}\n"
    )


@family(20, "x.asl.yaml")
def yaml_aliases_of_a_large_value(n: int) -> str:
    return (
        "StartAt: A\nx:\n  a: &a ["
        + "1, " * n
        + "1]\n"
        + "".join(f"  a{i}: *a\n" for i in range(n))
        + "States: {A: {Type: Succeed}}\n"
    )


@family(100, "x.asl.yaml")
def yaml_merges(n: int) -> str:
    return (
        "StartAt: S0\nx: &a {Type: Pass, Nxt: B}\nStates:\n"
        + "".join(f"  S{i}: {{<<: *a, Next: S{i + 1}}}\n" for i in range(n))
        + f"  S{n}: {{Type: Succeed}}\n"
    )


@family(20, "x.asl.yaml")
def yaml_merges_of_merges(n: int) -> str:
    return (
        "StartAt: S0\nx0: &a0 {Type: Pass}\n"
        + "".join(f"x{i + 1}: &a{i + 1} {{<<: *a{i}, k{i}: 1}}\n" for i in range(n))
        + "States: {S0: {Type: Succeed}}\n"
    )


@family(100, "x.asl.yaml")
def yaml_merge_of_many(n: int) -> str:
    return (
        "StartAt: S0\n"
        + "".join(f"x{i}: &a{i} {{k{i}: 1}}\n" for i in range(n))
        + (
            "y: {<<: ["
            + ", ".join(f"*a{i}" for i in range(n))
            + "]}\nStates: {S0: {Type: Succeed}}\n"
        )
    )


@family(400, "x.asl.yaml")
def yaml_brackets(n: int) -> str:
    return "StartAt: A\nx: " + "[" * n


@family(400, "x.asl.yaml")
def yaml_braces(n: int) -> str:
    return "StartAt: A\nx: " + "{a: " * n


@family(400, "x.asl.yaml")
def yaml_dashes(n: int) -> str:
    return "StartAt: A\nx:\n" + "- " * n + "1\n"


@family(400, "x.asl.yaml")
def yaml_quotes(n: int) -> str:
    return "StartAt: A\nx: " + '"' * n


@family(400, "x.asl.yaml")
def yaml_single_quotes(n: int) -> str:
    return "StartAt: A\nx: " + "'" * n


@family(400, "x.asl.yaml")
def yaml_open_text(n: int) -> str:
    return 'StartAt: A\nx: "' + "a\n" * n


@family(400, "x.asl.yaml")
def yaml_folded_text(n: int) -> str:
    return "StartAt: A\nStates: {A: {Type: Succeed}}\nComment: >\n" + "  a b\n" * n


@family(400, "x.asl.yaml")
def yaml_literal_text(n: int) -> str:
    return "StartAt: A\nStates: {A: {Type: Succeed}}\nComment: |\n" + "  a b\n" * n


@family(400, "x.asl.yaml")
def yaml_text_over_lines(n: int) -> str:
    return "StartAt: A\nStates: {A: {Type: Succeed}}\nComment: a\n" + "  a b\n" * n


@family(400, "x.asl.yaml")
def yaml_quoted_text_over_lines(n: int) -> str:
    return 'StartAt: A\nStates: {A: {Type: Succeed}}\nComment: "a\n' + "  a \\x41 b\n" * n + '  "\n'


@family(400, "x.asl.yaml")
def yaml_text_over_lines_that_is_read(n: int) -> str:
    return (
        "StartAt: A\nQueryLanguage: JSONata\nStates: {A: {Type: Succeed, Output: '{% [\n"
        + "  $states.inpt,\n" * n
        + "  1] %}'}}\n"
    )


@family(100, "x.asl.yaml")
def yaml_block_of_jsonata(n: int) -> str:
    return (
        "StartAt: A\nQueryLanguage: JSONata\nStates:\n A:\n  Type: Succeed\n  Output: |-\n   {% [\n"
        + "   $states.inpt,\n" * n
        + "   1] %}\n"
    )


@family(400, "x.asl.yaml")
def yaml_tabs(n: int) -> str:
    return "StartAt: A\n" + "\tx: 1\n" * n


@family(400, "x.asl.yaml")
def yaml_tags(n: int) -> str:
    return "StartAt: A\nx:\n" + "- !a 1\n" * n + "States: {A: {Type: Succeed}}\n"


@family(400, "x.asl.yaml")
def yaml_documents(n: int) -> str:
    return "---\na: 1\n" * n


@family(20, "x.asl.yaml")
def yaml_documents_that_are_definitions(n: int) -> str:
    return "---\nStartAt: A\nStates: {A: {Type: Pass, Nxt: B}}\n" * n


@family(400, "x.asl.yaml")
def yaml_broken_lines(n: int) -> str:
    return "StartAt: A\n" + "x: a: b\n" * n


@family(400, "x.asl.yaml")
def yaml_blanks_on_a_broken_line(n: int) -> str:
    return (
        "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Comment\n    a"
        + " " * n
        + "x\n    End: true\n"
    )


@family(400, "x.asl.yaml")
def yaml_blank_lines(n: int) -> str:
    return "StartAt: A\n" + "\n" * n + "States: {A: {Type: Succeed}}\n"


@family(400, "x.asl.yaml")
def yaml_blanks(n: int) -> str:
    return "StartAt: A\n" + " " * n + "\nStates: {A: {Type: Succeed}}\n"


@family(400, "x.asl.yaml")
def yaml_keys_without_values(n: int) -> str:
    return "StartAt: A\n" + "x\n" * n


@family(200, "x.asl.yaml")
def yaml_question_marks(n: int) -> str:
    return "StartAt: A\n" + "? " * n


@family(200, "x.asl.yaml")
def yaml_duplicate_keys(n: int) -> str:
    return "StartAt: A\n" + "x: 1\n" * n


@family(200, "x.asl.yaml")
def yaml_on_one_line(n: int) -> str:
    return (
        "{StartAt: S0, States: {"
        + ", ".join(f"S{i}: {{Type: Pass, Nxt: S{i + 1}}}" for i in range(n))
        + "}}"
    )


@family(400, "x.asl.yaml")
def yaml_unreadable_characters(n: int) -> str:
    return "StartAt: A\nx: " + "a\x01" * n + "\n"


@family(400, "x.asl.yaml")
def yaml_separators(n: int) -> str:
    return "StartAt: A\nx: " + "a\u2028" * n + "\n"


@family(400, "x.asl.yaml")
def yaml_properties(n: int) -> str:
    return "StartAt: A\nx: " + "!a " * n + "1\n"


# --- templates ----------------------------------------------------------------------------------


def cloudformation(resources: dict[str, Any]) -> dict[str, Any]:
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}


def sam(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::Serverless::StateMachine", "Properties": properties}


def text_of(i: int) -> str:
    return json.dumps(machine({f"S{i}": {"Type": "Task", "Resource": "${Fn}", "Nxt": "B"}}))


@family(20, "t.json")
def machines_in_one_template(n: int) -> str:
    definition = machine({"A": {**task(0), "End": True}})
    return json.dumps(cloudformation({f"M{i}": sam(Definition=definition) for i in range(n)}))


@family(20, "t.yaml")
def machines_in_one_yaml_template(n: int) -> str:
    definition = machine({"A": {**task(0), "Nxt": "B"}})
    return as_yaml(cloudformation({f"M{i}": sam(Definition=definition) for i in range(n)}))


@family(20, "t.json")
def machines_with_findings_in_one_template(n: int) -> str:
    definition = machine({"A": {**task(0), "Nxt": "B"}})
    return json.dumps(cloudformation({f"M{i}": sam(Definition=definition) for i in range(n)}))


@family(20, "t.json")
def texts_in_one_template(n: int) -> str:
    return json.dumps(cloudformation({
        f"M{i}": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": text_of(i), "DefinitionSubstitutions": {"Fn": "a"}}}
        for i in range(n)
    }))  # fmt: skip


@family(20, "t.json")
def subs_in_one_template(n: int) -> str:
    return json.dumps(cloudformation({
        f"M{i}": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": {"Fn::Sub": text_of(i)}}}
        for i in range(n)
    }))  # fmt: skip


@family(20, "t.yaml")
def subs_in_one_yaml_template(n: int) -> str:
    return as_yaml(cloudformation({
        f"M{i}": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": {"Fn::Sub": text_of(i)}}}
        for i in range(n)
    }))  # fmt: skip


@family(4, "t.yaml")
def blocks_in_one_yaml_template(n: int) -> str:
    block = "\n".join(
        " " * 10 + line
        for line in json.dumps(machine({"A": {**task(0), "Nxt": "B"}}), indent=1).split("\n")
    )
    return "Resources:\n" + "".join(
        f"  M{i}:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: !Sub |\n{block}\n"
        for i in range(n)
    )


@family(100, "t.json")
def joined_pieces(n: int) -> str:
    pieces: list[Any] = ['{"StartAt": "S0", "States": {']
    for i in range(n):
        pieces += [
            f'"S{i}": {{"Type": "Task", "Resource": "',
            {"Ref": f"F{i}"},
            f'", "Next": "S{i + 1}"}}, ',
        ]
    pieces.append(f'"S{n}": {{"Type": "Succeed"}}}}}}')
    value = {"Fn::Join": ["", pieces]}
    return json.dumps(
        cloudformation(
            {
                "M": {
                    "Type": "AWS::StepFunctions::StateMachine",
                    "Properties": {"DefinitionString": value},
                }
            }
        )
    )


@family(100, "t.json")
def a_text_with_many_placeholders(n: int) -> str:
    text = json.dumps(one({"Parameters": {f"x{i}": f"${{P{i}}}" for i in range(n)}}))
    return json.dumps(
        cloudformation(
            {
                "M": {
                    "Type": "AWS::StepFunctions::StateMachine",
                    "Properties": {
                        "DefinitionString": text,
                        "DefinitionSubstitutions": {"P0": "a"},
                    },
                }
            }
        )
    )


@family(100, "t.json")
def a_text_with_many_misspelt_placeholders(n: int) -> str:
    text = json.dumps(one({"Parameters": {f"x{i}": f"${{Placholder{i}}}" for i in range(n)}}))
    given = {f"Placeholder{i}": "a" for i in range(n)}
    return json.dumps(
        cloudformation(
            {
                "M": {
                    "Type": "AWS::StepFunctions::StateMachine",
                    "Properties": {"DefinitionString": text, "DefinitionSubstitutions": given},
                }
            }
        )
    )


@family(100, "t.json")
def unused_substitutions(n: int) -> str:
    text = json.dumps(one({}))
    given = {f"P{i}": "a" for i in range(n)}
    return json.dumps(
        cloudformation(
            {
                "M": {
                    "Type": "AWS::StepFunctions::StateMachine",
                    "Properties": {"DefinitionString": text, "DefinitionSubstitutions": given},
                }
            }
        )
    )


@family(100, "t.yaml")
def unused_substitutions_in_yaml(n: int) -> str:
    definition = machine({"A": {**task(0), "End": True}})
    return as_yaml(
        cloudformation(
            {
                "M": sam(
                    Definition=definition, DefinitionSubstitutions={f"P{i}": "a" for i in range(n)}
                )
            }
        )
    )


@family(100, "t.json")
def used_substitutions(n: int) -> str:
    definition = one({"Parameters": {f"x{i}": f"${{P{i}}}" for i in range(n)}})
    return json.dumps(
        cloudformation(
            {
                "M": sam(
                    Definition=definition, DefinitionSubstitutions={f"P{i}": "a" for i in range(n)}
                )
            }
        )
    )


@family(200, "t.json")
def one_placeholder_many_times(n: int) -> str:
    text = json.dumps(one({"Parameters": {"x": "${P}" * n}}))
    return json.dumps(
        cloudformation(
            {
                "M": {
                    "Type": "AWS::StepFunctions::StateMachine",
                    "Properties": {"DefinitionString": text, "DefinitionSubstitutions": {"Q": "a"}},
                }
            }
        )
    )


@family(200, "t.json")
def other_resources(n: int) -> str:
    others: dict[str, Any] = {f"R{i}": {"Type": "AWS::SNS::Topic"} for i in range(n)}
    definition = machine({"A": {**task(0), "End": True}})
    return json.dumps(cloudformation({**others, "M": sam(Definition=definition)}))


@family(100, "t.json")
def a_large_definition_in_a_template(n: int) -> str:
    return json.dumps(
        cloudformation({"M": sam(Definition=chain(n, lambda i: {**task(i), "Nxt": 1}))})
    )


@family(100, "t.json")
def a_large_text_in_a_template(n: int) -> str:
    text = json.dumps(chain(n, lambda i: {**task(i), "Nxt": 1}))
    return json.dumps(
        cloudformation(
            {
                "M": {
                    "Type": "AWS::StepFunctions::StateMachine",
                    "Properties": {"DefinitionString": text},
                }
            }
        )
    )


@family(40, "t.yaml")
def a_large_block_in_a_template(n: int) -> str:
    text = json.dumps(chain(n, lambda i: {**task(i), "Nxt": 1}), indent=1)
    block = "\n".join(" " * 10 + line for line in text.split("\n"))
    return f"Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: !Sub |\n{block}\n"


@family(10, "serverless.yml")
def machines_in_one_serverless_file(n: int) -> str:
    definition = machine({"A": {**task(0), "Nxt": "B"}})
    return as_yaml(
        {
            "service": "x",
            "provider": {"name": "aws"},
            "stepFunctions": {
                "stateMachines": {
                    f"m{i}": {"name": f"m{i}", "definition": definition} for i in range(n)
                }
            },
        }
    )


def terraform_machine(i: int, definition: str) -> str:
    return f'resource "aws_sfn_state_machine" "m{i}" {{\n  name = "m{i}"\n  role_arn = "x"\n  definition = {definition}\n}}\n'


@family(20, "m.tf")
def heredocs(n: int) -> str:
    text = json.dumps(
        machine({"A": {"Type": "Task", "Resource": "${aws_lambda_function.f.arn}", "Nxt": "B"}}),
        indent=1,
    )
    return "".join(terraform_machine(i, f"<<EOT\n{text}\nEOT") for i in range(n))


@family(20, "m.tf")
def jsonencodes(n: int) -> str:
    text = '{\n StartAt = "A"\n States = { A = { Type = "Task", Resource = aws_lambda_function.f.arn, Nxt = "B" } }\n}'
    return "".join(terraform_machine(i, f"jsonencode({text})") for i in range(n))


@family(100, "m.tf")
def a_large_heredoc(n: int) -> str:
    text = json.dumps(
        chain(
            n,
            lambda i: {"Type": "Task", "Resource": f"${{aws_lambda_function.f{i}.arn}}", "Nxt": 1},
        ),
        indent=1,
    )
    return terraform_machine(0, f"<<EOT\n{text}\nEOT")


@family(100, "m.tf")
def a_large_jsonencode(n: int) -> str:
    states = "".join(
        f'  S{i} = {{ Type = "Task", Resource = aws_lambda_function.f{i}.arn, Nxt = "S{i + 1}" }}\n'
        for i in range(n)
    )
    return terraform_machine(0, f'jsonencode({{\n StartAt = "S0"\n States = {{\n{states} }}\n}})')


@family(200, "m.tf")
def other_terraform_resources(n: int) -> str:
    others = "".join(f'resource "aws_sns_topic" "t{i}" {{\n  name = "t{i}"\n}}\n' for i in range(n))
    return others + terraform_machine(
        0, 'jsonencode({ StartAt = "A", States = { A = { Type = "Succeed" } } })'
    )


@family(200, "m.tf")
def terraform_directives(n: int) -> str:
    text = (
        '{"StartAt": "A", "States": {'
        + '%{ if a }"x": 1,%{ endif }' * n
        + '"A": {"Type": "Succeed"}}}'
    )
    return terraform_machine(0, f"<<EOT\n{text}\nEOT")


@family(200, "m.tf")
def open_terraform_placeholders(n: int) -> str:
    return terraform_machine(0, "<<EOT\n" + "${" * n + "\nEOT")


@family(200, "m.tf")
def open_heredocs(n: int) -> str:
    return "".join(
        f'resource "aws_sfn_state_machine" "m{i}" {{\n  definition = <<EOT\n' for i in range(n)
    )
