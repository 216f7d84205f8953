"""The JSON Schema and the engine take and refuse the same definitions.

Both come from the language table, on separate ways. What the one calls a mistake the other has to
call one too, for every example that we have, for every step away from a right object that the table
lets us think of, and for whatever hypothesis makes up.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from asllint.authoring.pages import examples
from asllint.engine.analysis import Analysis
from asllint.engine.reading import analyze
from asllint.facts.conformance import Conformance
from asllint.facts.fact import Ask
from asllint.hosts.definition import Definition
from asllint.language import grammar
from asllint.language.grammar import (
    ARRAY,
    JSONATA,
    JSONPATH,
    KINDS,
    STATE_MACHINE,
    STATES,
    Field,
    ObjectKind,
)
from asllint.language.schema import json_schema
from asllint.source.text import SourceFile
from asllint.syntax.json import read_json
from asllint.syntax.node import Mapping, plain
from tests.cost import often

ROOT = Path(__file__).parent.parent

MISTAKES = (
    "absences", "ambiguous", "conflicts", "unknown", "foreign", "forbidden", "downgrades",
    "mistyped", "nulls", "holders", "empties", "out_of_range", "unlisted", "patterns",
    "timestamps", "unfilled", "unknown_types",
)  # fmt: skip
"""What `Conformance` finds and a schema can say: all but hints."""

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)

Json = Any
Case = tuple[str, Json]

COMPARED: set[str] = set()
"""The texts on which both were of one mind."""


# --- the two answers ------------------------------------------------------------------------------


def mistakes(definition: Definition) -> list[str]:
    """The engine's answer: which kinds of mistakes there are."""
    conformance = Ask()(Conformance, definition)
    return [name for name in MISTAKES if getattr(conformance, name)]


def disagreement(case: str, definition: Definition) -> str | None:
    """The engine's answer, the schema's and the definition, when the answers differ."""
    value = plain(definition.node)
    found = mistakes(definition)
    if VALIDATOR.is_valid(value) is not bool(found):
        return None
    refused = [
        f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in VALIDATOR.iter_errors(value)
    ]
    return f"{case}\n  engine: {found}\n  schema: {refused}\n  {json.dumps(value)}"


def read(text: str) -> Definition:
    """A definition of which nothing is wrong with the JSON."""
    node, problems = read_json(text)
    assert isinstance(node, Mapping), text
    assert not problems, text
    return Definition(SourceFile("case.asl.json", text), node)


def assert_agreement(cases: Iterable[Case], *, every: int = 1) -> None:
    """Compare the answers for each case, and show the first few that differ.

    Of many cases that are alike one in `every` is compared in each run of all tests, always the
    same, and all of them by `make fuzz`. What two cases have in common is compared once.
    """
    differ = []
    for case, value in cases:
        text = json.dumps(value)
        if text in COMPARED or crc32(text.encode()) % often(every, 1):
            continue
        COMPARED.add(text)
        difference = disagreement(case, read(text))
        if difference is not None:
            differ.append(difference)
    assert not differ, f"{len(differ)} disagreements\n" + "\n".join(differ[:10])


# --- right values, and the definitions around them ------------------------------------------------


class Setting(NamedTuple):
    """Where a query language is said, and which one an object has then."""

    name: str
    machine: str | None
    state: str | None
    language: str | None

    def knows(self, field: Field) -> bool:
        """Can an object of this setting have the field?"""
        return self.language is None or field.language in (None, self.language)


UNKNOWN = "${Language}"
BASIC = (
    Setting("JSONPath", None, None, JSONPATH),
    Setting("JSONata", JSONATA, None, JSONATA),
    Setting("unknown", UNKNOWN, None, None),
)
MIXED = (
    Setting("JSONata state of a JSONPath machine", None, JSONATA, JSONATA),
    Setting("unknown state of a JSONPath machine", None, UNKNOWN, None),
    Setting("JSONPath state of an unknown machine", UNKNOWN, JSONPATH, JSONPATH),
    Setting("JSONata state of an unknown machine", UNKNOWN, JSONATA, JSONATA),
)
ALL = (
    *BASIC,
    *MIXED,
    Setting("JSONPath said twice", JSONPATH, JSONPATH, JSONPATH),
    Setting("JSONata said twice", JSONATA, JSONATA, JSONATA),
    Setting("unknown state of a JSONata machine", JSONATA, UNKNOWN, JSONATA),
)

RIGHT: dict[str, Json] = {
    grammar.TEXT: "x",
    grammar.NAME: "A",
    grammar.INTEGER: 1,
    grammar.NUMBER: 1.5,
    grammar.BOOLEAN: True,
    grammar.ANY: [1],
    grammar.OBJECT: {"a": 1},
    grammar.ARRAY: ["x"],
    grammar.PATH: "$.a",
    grammar.REFERENCE_PATH: "$.a",
    grammar.NULLABLE_PATH: None,
    grammar.NULLABLE_REFERENCE_PATH: None,
    grammar.PATH_OR_INTRINSIC: "States.UUID()",
    grammar.TEMPLATE: {"a.$": "$.a"},
    grammar.VARIABLES: {"a": 1},
    grammar.TIMESTAMP: "2024-02-29T00:00:00Z",
    grammar.RESOURCE: "arn:aws:lambda:::f",
}
"""A right value of each kind."""

RESOURCES = ("arn:aws:states:::s3:getObject", "arn:aws:states:::s3:putObject")

VALUES: tuple[Json, ...] = (
    "x", "${X}", "a ${X} b", "${X", "#{X}", "LIST_GOES_HERE", "{% $x %}", "a {% b",
    1, 2.0, 1.5, True, None, [], [1], {}, {"a": 1},
)  # fmt: skip
"""Values of every JSON type, and the strings that mean something to the engine."""


def right(field: Field, setting: Setting) -> Json:
    """A value that the field takes."""
    if field.of in KINDS:
        value = minimal(KINDS[field.of], setting)
        return [value] if field.value == ARRAY else value
    if field.of == "State":
        return {"A": {"Type": "Succeed"}}
    if field.pattern:
        return next(text for text in RESOURCES if re.fullmatch(field.pattern, text))
    return field.values[0] if field.values else RIGHT[field.value]


def minimal(kind: ObjectKind, setting: Setting) -> dict[str, Json]:
    """An object with just the fields that it needs, but never empty.

    Of the fields of a group it has the last one that the language knows.
    """
    names = [field.name for field in kind.fields.values() if field.required]
    for group in kind.groups:
        if group.required and (not group.needs or group.needs in names):
            names.append([name for name in group.fields if setting.knows(kind.fields[name])][-1])
    names = names or [name for name in kind.fields if setting.knows(kind.fields[name])][-1:]
    value = {name: right(kind.fields[name], setting) for name in names}
    if kind.name in STATES:
        value["Type"] = kind.name
        if setting.state is not None:
            value["QueryLanguage"] = setting.state
    elif kind is STATE_MACHINE and setting.machine is not None:
        value["QueryLanguage"] = setting.machine
    return value


def home(kind: ObjectKind) -> tuple[ObjectKind, Field]:
    """The first field that holds objects of a kind, and the kind it belongs to."""
    return next(
        (other, field)
        for other in KINDS.values()
        for field in other.fields.values()
        if field.of == kind.name
    )


def placed(kind: ObjectKind, value: Json, setting: Setting) -> dict[str, Json]:
    """The smallest definition around an object, or around what stands in its place."""
    if kind is STATE_MACHINE:
        assert isinstance(value, dict)
        return value
    if kind.name in STATES:
        return minimal(STATE_MACHINE, setting) | {"StartAt": "A", "States": {"A": value}}
    other, field = home(kind)
    value = [value] if field.value == ARRAY else value
    return placed(other, fitted(other, minimal(other, setting), field.name, value), setting)


def kinds(setting: Setting) -> list[ObjectKind]:
    """The kinds that there are in a language: choice rules only nest in JSONPath."""
    return [
        kind
        for kind in KINDS.values()
        if kind is STATE_MACHINE or kind.name in STATES or setting.knows(home(kind)[1])
    ]


def fitted(kind: ObjectKind, base: dict[str, Json], name: str, value: Json) -> dict[str, Json]:
    """The object with one more field, with the one that this needs, without those it excludes."""
    rivals: set[str] = set()
    for group in kind.groups:
        if name in group.fields:
            rivals |= set(group.fields)
            if group.needs and group.needs not in base:
                needed = kind.fields[group.needs]
                base = fitted(kind, base, group.needs, RIGHT[needed.value])
    for group in kind.groups:
        if group.needs in rivals - {name}:
            rivals |= set(group.fields)
    return {one: base[one] for one in base if one not in rivals} | {name: value}


# --- steps away from a right object ---------------------------------------------------------------


def fields_of_every_value(kind: ObjectKind, setting: Setting) -> Iterator[Case]:
    """Each field with values of each type, alone and in an array."""
    base = minimal(kind, setting)
    for name, field in kind.fields.items():
        values: list[Json] = [right(field, setting), "${X}", *field.values, *field.known]
        if field.language is None or field.language == setting.language:
            values += VALUES
            if field.value == ARRAY:
                values += [[value] for value in VALUES] + [[*right(field, setting), "${X}"]]
            if field.of == "State":
                values += [{"B": value} for value in VALUES]
        if name == "QueryLanguage":
            values += [JSONPATH, JSONATA, "jsonata"]
        for value in values:
            yield f"{kind.name}.{name} = {json.dumps(value)}", fitted(kind, base, name, value)


def fields_that_are_absent(kind: ObjectKind, setting: Setting) -> Iterator[Case]:
    """Without each field of the smallest object, and without any."""
    base = minimal(kind, setting)
    yield f"{kind.name} as small as can be", base
    yield f"{kind.name} without fields", {}
    for name in base:
        yield f"{kind.name} without {name}", {one: base[one] for one in base if one != name}


def fields_of_a_group(kind: ObjectKind, setting: Setting) -> Iterator[Case]:
    """Every two fields of a group beside each other (of 39 operators: every two neighbours)."""
    base = minimal(kind, setting)
    for group in kind.groups:
        fields = [kind.fields[name] for name in group.fields]
        pairs = combinations(fields, 2) if len(fields) < 10 else pairwise(fields)
        for one, other in pairs:
            if setting.knows(one) or setting.knows(other):
                both = fitted(kind, base, one.name, right(one, setting))
                both[other.name] = right(other, setting)
                yield f"{kind.name} with {one.name} and {other.name}", both


def numbers_at_the_limits(kind: ObjectKind, setting: Setting) -> Iterator[Case]:
    """The numbers around each limit."""
    base = minimal(kind, setting)
    for name, field in kind.fields.items():
        for limit in (field.minimum, field.maximum):
            for step in (-1, -0.5, 0, 0.5, 1, 0.0):
                if limit is not None:
                    value = limit + step
                    yield f"{kind.name}.{name} = {value}", fitted(kind, base, name, value)


def fields_on_condition(kind: ObjectKind, setting: Setting) -> Iterator[Case]:
    """Each condition met and not met, with and without the fields that conditions are about."""
    base = minimal(kind, setting)
    for condition in kind.conditions:
        about = {name for one in kind.conditions for name in (*one.requires, *one.forbids)}
        about.discard(condition.field)
        bare = {name: base[name] for name in base if name not in about}
        field = kind.fields[condition.field]
        values: tuple[Json, ...] = (*field.values, *field.known)
        for value in (*values, "${X}", condition.value + "${X}", 1):
            for names in subsets(sorted(about)):
                fields = {name: right(kind.fields[name], setting) for name in names}
                case = f"{kind.name} with {condition.field} = {value} and {', '.join(names)}"
                yield case, bare | {condition.field: value} | fields


def subsets(names: list[str]) -> Iterator[tuple[str, ...]]:
    for size in range(len(names) + 1):
        yield from combinations(names, size)


def fields_of_other_kinds(kind: ObjectKind, setting: Setting) -> Iterator[Case]:
    """Every field that some other kind has, and names that none has."""
    base = minimal(kind, setting)
    names = {"type", "", "$", "${X}", "a#{X}", "$ {X}", "{%X%}"}
    if setting in BASIC and setting.language is not None:
        names |= {name for other in KINDS.values() for name in other.fields}
    for name in sorted(names - kind.fields.keys()):
        yield f"{kind.name} with {name}", base | {name: "x"}


def placeholders_everywhere(kind: ObjectKind, setting: Setting) -> Iterator[Case]:
    """Something else in the place of every single value; yields whole definitions."""
    whole = placed(kind, minimal(kind, setting), setting)
    values: tuple[Json, ...] = ("${X}", "a ${X} b", "LIST_GOES_HERE", None, {})
    for path in paths(whole):
        for value in values:
            case = f"{kind.name}: /{'/'.join(map(str, path))} = {json.dumps(value)}"
            yield case, replaced(whole, path, value)


def paths(value: Json) -> Iterator[tuple[str | int, ...]]:
    """The path of every value inside of another."""
    parts: Iterable[tuple[str | int, Json]] = ()
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    for step, part in parts:
        yield (step,)
        yield from ((step, *path) for path in paths(part))


def replaced(value: Json, path: tuple[str | int, ...], new: Json) -> Json:
    """A copy of a value with another one at a path."""
    if not path:
        return new
    copy: Json = list(value) if isinstance(value, list) else dict(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


# --- tests ----------------------------------------------------------------------------------------


def references(schema: Json) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"]
        for part in schema.values():
            yield from references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from references(part)


def test_it_is_a_schema_and_defines_what_it_references() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    defs = SCHEMA["$defs"]
    assert isinstance(defs, dict)
    assert set(references(SCHEMA)) == {f"#/$defs/{name}" for name in defs}
    assert {"Task.JSONPath", "Task.JSONata", "StateMachine.JSONPath", "Retrier"} <= defs.keys()


def test_every_field_has_a_description() -> None:
    defs = SCHEMA["$defs"]
    assert isinstance(defs, dict)
    for name, definition in defs.items():
        for field, schema in definition["properties"].items():
            assert schema["description"], f"{name}: {field}"


def pages() -> list[Path]:
    return sorted([*ROOT.glob("rules/*/*.md"), *ROOT.glob("tests/cases/*.md")])


def compared(analysis: Analysis, case: str) -> list[str]:
    """The disagreements about a text; none when a part of it could not be read."""
    if analysis.problems:
        return []
    answers = [disagreement(case, definition) for definition in analysis.definitions]
    return [answer for answer in answers if answer is not None]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_the_examples_on_pages(page: Path) -> None:
    for example in examples(page.read_text(encoding="utf-8")):
        differ = compared(analyze(example.body, example.path), f"{page}:{example.line}")
        assert not differ, "\n".join(differ)


def test_the_example_files() -> None:
    for path in sorted((ROOT / "tests" / "examples").rglob("*.*")):
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "replace")
            differ = compared(analyze(text, path.name), str(path))
            assert not differ, "\n".join(differ)


BY_KIND = [
    pytest.param(kind, setting, id=f"{kind.name}-{setting.name}")
    for setting in (*BASIC, *MIXED)
    for kind in kinds(setting)
    if setting in BASIC or kind.name in ("Parallel", "Map")
]


@pytest.mark.parametrize(("kind", "setting"), BY_KIND)
def test_one_step_away_from_a_right_object(kind: ObjectKind, setting: Setting) -> None:
    steps = (
        fields_of_every_value, fields_that_are_absent, fields_of_a_group, numbers_at_the_limits,
        fields_on_condition, fields_of_other_kinds,
    )  # fmt: skip
    for step in steps:
        every = 3 if step in (fields_of_every_value, fields_of_other_kinds) else 1
        cases = step(kind, setting)
        definitions = ((case, placed(kind, value, setting)) for case, value in cases)
        assert_agreement(definitions, every=every)


@pytest.mark.parametrize(("kind", "setting"), BY_KIND)
def test_something_else_in_every_place(kind: ObjectKind, setting: Setting) -> None:
    assert_agreement(placeholders_everywhere(kind, setting), every=2)


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.name)
def test_every_field_wherever_the_language_is_said(setting: Setting) -> None:
    def cases(kind: ObjectKind) -> Iterator[Case]:
        base = minimal(kind, setting)
        for name, field in kind.fields.items():
            values: list[Json] = [right(field, setting)]
            values += ["{% $x %}"] if field.expression else []
            values += [JSONPATH, JSONATA] if name == "QueryLanguage" else []
            for value in values:
                changed = fitted(kind, base, name, value)
                yield f"{kind.name}.{name} = {json.dumps(value)}", placed(kind, changed, setting)

    for kind in kinds(setting):
        assert_agreement(cases(kind))


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.name)
def test_both_take_the_smallest_objects(setting: Setting) -> None:
    for kind in kinds(setting):
        whole = placed(kind, minimal(kind, setting), setting)
        assert not mistakes(read(json.dumps(whole))), f"{kind.name}: {whole}"
        assert VALIDATOR.is_valid(whole), f"{kind.name}: {whole}"


@pytest.mark.parametrize(
    ("machine", "around", "inner", "valid"),
    [
        (None, JSONATA, {"InputPath": "$.a"}, True),
        (None, JSONATA, {"Output": 1}, False),
        (None, JSONATA, {"Output": 1, "QueryLanguage": JSONATA}, True),
        (JSONATA, None, {"Output": 1}, True),
        (JSONATA, None, {"InputPath": "$.a"}, False),
        (JSONATA, None, {"InputPath": "$.a", "QueryLanguage": JSONPATH}, False),
    ],
)
def test_a_nested_machine_has_the_language_of_the_top(
    machine: str | None, around: str | None, inner: dict[str, Json], valid: bool
) -> None:
    branch = {"StartAt": "B", "States": {"B": {"Type": "Succeed"} | inner}}
    parallel = {"Type": "Parallel", "Branches": [branch], "End": True}
    parallel |= {"QueryLanguage": around} if around else {}
    whole: dict[str, Json] = {"StartAt": "A", "States": {"A": parallel}}
    whole |= {"QueryLanguage": machine} if machine else {}
    assert VALIDATOR.is_valid(whole) is valid
    assert bool(mistakes(read(json.dumps(whole)))) is not valid


def test_only_the_type_of_a_state_of_no_known_type_is_refused() -> None:
    whole = {"StartAt": "A", "States": {"A": {"Type": "Lambda", "Resource": 1, "end": True}}}
    assert [list(error.absolute_path) for error in VALIDATOR.iter_errors(whole)] == [
        ["States", "A", "Type"]
    ]


def test_timestamps() -> None:
    dates = ("2023-13-01", "2023-00-01", "2023-01-00", "2023-1-1", "23-01-01", "20230101")
    days = [f"2023-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 33)]
    times = ("00:00:00", "23:59:60", "24:00:00", "12:60:00", "12:00", "12:00:00.", "12:00:00.125")
    zones = ("Z", "z", "", "+01:00", "-23:59", "+24:00", "+0100", " Z")
    texts = [f"{day}T12:00:00Z" for day in (*days, *dates)]
    texts += [f"2023-01-31T{time}{zone}" for time, zone in product(times, zones)]
    texts += ["2023-01-31t12:00:00Z", "2023-01-31 12:00:00Z", " 2023-01-31T12:00:00Z", "now", ""]
    setting = BASIC[0]
    wait = KINDS["Wait"]
    base = minimal(wait, setting)
    assert_agreement(
        (text, placed(wait, fitted(wait, base, "Timestamp", text), setting)) for text in texts
    )


# --- definitions that hypothesis composes ---------------------------------------------------------

NAMES = sorted({name for kind in KINDS.values() for name in kind.fields})
ANYTHING = st.sampled_from(VALUES)


@st.composite
def objects(draw: st.DrawFn, kind: ObjectKind, setting: Setting, depth: int) -> Json:
    """An object of a kind: the smallest one with some fields added, mostly its own."""
    value = minimal(kind, setting)
    known = [field.name for field in kind.fields.values() if setting.knows(field)]
    names = st.sampled_from(known) | st.sampled_from(known) | st.sampled_from(list(kind.fields))
    for name in draw(st.lists(names, max_size=4)):
        if name not in ("Type", "QueryLanguage"):
            base = value
            value = fitted(kind, base, name, draw(values(kind.fields[name], setting, depth)))
            value = value if draw(st.integers(0, 9)) else base | value
    if not draw(st.integers(0, 9)):
        value |= {draw(st.sampled_from(NAMES)): draw(ANYTHING)}
    if value and not draw(st.integers(0, 9)):
        del value[draw(st.sampled_from(sorted(value)))]
    return value


@st.composite
def values(draw: st.DrawFn, field: Field, setting: Setting, depth: int) -> Json:
    """A value of a field, mostly a right one."""
    if not draw(st.integers(0, 15)):
        return draw(ANYTHING)
    if depth == 0 or not field.of or field.of == "string":
        return right(field, setting)
    if field.of == "State":
        return draw(st.dictionaries(st.sampled_from("ABC"), states(setting, depth - 1), max_size=2))
    one = objects(KINDS[field.of], setting, depth - 1)
    return draw(st.lists(one, max_size=2) if field.value == ARRAY else one)


@st.composite
def states(draw: st.DrawFn, setting: Setting, depth: int) -> Json:
    kind = STATES[draw(st.sampled_from(sorted(STATES)))]
    return draw(objects(kind, setting, depth))


@settings(deadline=None, max_examples=often(50, 200), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_composed_definitions(data: st.DataObject) -> None:
    setting = data.draw(st.sampled_from(ALL))
    whole = data.draw(objects(STATE_MACHINE, setting, 6))
    whole["States"] = data.draw(values(STATE_MACHINE.fields["States"], setting, 6))
    assert_agreement([("composed", whole)])


# --- the command ----------------------------------------------------------------------------------


def test_the_command_prints_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "asllint", "schema"], capture_output=True, cwd=ROOT, check=True
    )
    assert json.loads(done.stdout) == SCHEMA
    assert done.stderr == b""
