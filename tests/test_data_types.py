"""Shapes as types of Python and TypeScript."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from asllint.data.shape import (
    ANYTHING,
    BOOLEAN,
    MAYBE,
    NEVER,
    NULL,
    NUMBER,
    OPEN,
    TEXT,
    Shape,
    array_of,
    join,
    list_of,
    numbers,
    object_of,
    of,
    texts,
)
from asllint.data.types import PYTHON, TYPESCRIPT, Types, name_from, program
from tests.conftest import ROOT
from tests.reference.shapes import shapes

TSC = [*ROOT.glob(".cache/vscode/*/node_modules/typescript/bin/tsc")]


def both(shape: Shape) -> tuple[str, str]:
    """A shape in Python and in TypeScript, in place."""
    python, typescript = Types(PYTHON), Types(TYPESCRIPT)
    return python.written(shape, "It"), typescript.written(shape, "It")


def declared(language: str, shape: Shape) -> str:
    types = Types(language)
    types.declare(types.free("It"), shape, "It is this.")
    return program(types, "Of a test.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Pay", "Pay"),
        ("pay the order", "PayTheOrder"),
        ("pay-the_order?", "PayTheOrder"),
        ("2nd try", "T2ndTry"),
        ("…", "Unnamed"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert name_from(text) == name


def test_names_are_free() -> None:
    types = Types(PYTHON)
    assert [types.free(name) for name in ("Pay", "Pay", "PAY", "Ship")] == [
        "Pay", "Pay2", "PAY3", "Ship",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shape", "python", "typescript"),
    [
        (ANYTHING, "Any", "unknown"),
        (NEVER, "Never", "never"),
        (NULL, "None", "null"),
        (BOOLEAN, "bool", "boolean"),
        (of(True), "Literal[True]", "true"),
        (NUMBER, "float", "number"),
        (numbers((2, 1.0)), "Literal[1, 2]", "1 | 2"),
        (of(1.5), "float", "1.5"),
        (of(2**53 - 1), f"Literal[{2**53 - 1}]", f"{2**53 - 1}"),
        (of(-(2**53)), "float", "number"),
        (TEXT, "str", "string"),
        (texts(("b", 'a"\n')), r'Literal["a\"\n", "b"]', r'"a\"\n" | "b"'),
        (of("é\U0001f600"), r'Literal["\u00e9\U0001f600"]', r'"\u00e9\ud83d\ude00"'),
        (of("x" * 80), f'Literal["{"x" * 80}"]', f'"{"x" * 80}"'),
        (of("x" * 81), "str", "string"),
        (join((of(1), of("a"), NULL)), 'Literal[1, "a"] | None', '1 | "a" | null'),
        (list_of(TEXT), "list[str]", "string[]"),
        (list_of(join((TEXT, NULL))), "list[str | None]", "(string | null)[]"),
        (array_of(()), "list[Never]", "never[]"),
        (array_of((of(1), of("a"))), 'list[Literal[1, "a"]]', '(1 | "a")[]'),
        (OPEN, "dict[str, Any]", "Record<string, unknown>"),
        (join((OPEN, TEXT)), "str | dict[str, Any]", "string | Record<string, unknown>"),
    ],
)
def test_types_in_place(shape: Shape, python: str, typescript: str) -> None:
    assert both(shape) == (python, typescript)


ORDER = object_of(
    {
        "id": NUMBER,
        "note": TEXT.or_nothing,
        "items": list_of(object_of({"sku": TEXT}, MAYBE)),
        "to": object_of({"a-b": TEXT, "c": NULL.or_nothing}),
    },
    MAYBE,
)


def test_python() -> None:
    assert declared(PYTHON, ORDER) == (
        "# Of a test.\n"
        "from __future__ import annotations\n"
        "\n"
        "from typing import NotRequired, TypedDict\n"
        "\n"
        "\n"
        "class ItItemsItem(TypedDict):\n"
        "    sku: str\n"
        "\n"
        "\n"
        "ItTo = TypedDict(\n"
        '    "ItTo",\n'
        "    {\n"
        '        "a-b": str,\n'
        '        "c": NotRequired[None],\n'
        "    },\n"
        ")\n"
        "\n"
        "\n"
        "# It is this.\n"
        "class It(TypedDict):\n"
        "    id: float\n"
        "    note: NotRequired[str]\n"
        "    items: list[ItItemsItem]\n"
        "    to: ItTo\n"
    )


def test_typescript() -> None:
    assert declared(TYPESCRIPT, ORDER) == (
        "// Of a test.\n"
        "\n"
        "export interface ItItemsItem {\n"
        "  sku: string;\n"
        "}\n"
        "\n"
        "export interface ItTo {\n"
        '  "a-b": string;\n'
        "  c?: null;\n"
        "}\n"
        "\n"
        "// It is this.\n"
        "export interface It {\n"
        "  id: number;\n"
        "  note?: string;\n"
        "  items: ItItemsItem[];\n"
        "  to: ItTo;\n"
        "}\n"
    )


def test_what_is_no_object_is_an_alias() -> None:
    assert declared(PYTHON, TEXT).splitlines()[-1] == "It = str"
    assert declared(TYPESCRIPT, TEXT).splitlines()[-1] == "export type It = string;"
    assert "import" not in declared(PYTHON, TEXT).replace("from __future__ import", "")
    mixed = join((object_of({"a": TEXT}), TEXT))
    assert declared(PYTHON, mixed).splitlines()[-1] == "It = str | It2"


@pytest.mark.parametrize("field", ["class", "str", "Any", "__x", "a b", "1", "é", ""])
def test_fields_that_can_be_no_attribute(field: str) -> None:
    written = declared(PYTHON, object_of({field: TEXT}))
    assert "class It" not in written
    found: dict[str, Any] = {}
    exec(compile(written, "types.py", "exec"), found)
    assert found["It"].__annotations__.keys() == {field}


def test_what_is_too_deep_is_anything() -> None:
    shape = TEXT
    for _ in range(41):
        shape = list_of(shape)
    assert both(shape) == ("Any", "unknown")
    assert both(shape.array.rest if shape.array else shape)[0].endswith("str" + "]" * 40)


@given(shapes)
def test_python_is_valid(shape: Shape) -> None:
    exec(compile(declared(PYTHON, shape), "types.py", "exec"), {})


@pytest.mark.skipif(not TSC, reason="there is no TypeScript compiler")
def test_typescript_is_valid(tmp_path: Path) -> None:
    file = tmp_path / "types.ts"
    more = object_of({"l": texts(("\u2028", "`${x}`")), "__proto__": ORDER, "$": array_of(())})
    file.write_text(declared(TYPESCRIPT, more))
    done = subprocess.run(
        ["node", TSC[0], "--strict", "--noEmit", file], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
