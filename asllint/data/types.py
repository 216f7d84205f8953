"""Shapes as types of programming languages: Python's `TypedDict`, TypeScript's `interface`.

An object becomes a type of its own, named after what it belongs to; a field that may be absent is
optional, and one of a few texts or numbers is a union of literals. What nobody knows is `Any` and
`unknown`.
"""

from __future__ import annotations

import json
import keyword
import re
from typing import Final

from asllint.data.shape import EVERY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from asllint.data.shape import Array, Object, Shape

PYTHON, TYPESCRIPT = "python", "typescript"
LANGUAGES: Final = (PYTHON, TYPESCRIPT)

MAX_LITERAL: Final = 80
"""A longer text is any text."""
MAX_WHOLE: Final = 2**53
"""From here on, JavaScript's numbers are no longer exact."""
MAX_DEPTH: Final = 40
"""What holds more objects and arrays in each other is not described."""

_TAKEN = (
    "str", "float", "bool", "list", "dict", "Any", "Literal", "Never", "NotRequired", "TypedDict",
)  # fmt: skip
"""Names that mean types: as a field of a class they would hide them."""


def name_from(text: str) -> str:
    """A name for a type, made of any text: `Pay the order` → `PayTheOrder`."""
    parts = re.findall(r"[A-Za-z0-9]+", text)
    name = "".join(part[0].upper() + part[1:] for part in parts) or "Unnamed"
    return name if name[0].isalpha() else f"T{name}"


class Types:
    """The types of some shapes, one after the other: `name` each, and print `lines`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.lines: list[str] = []
        """The declarations, those of inner objects first."""
        self.used: set[str] = set()
        """The names from `typing` that they use."""
        self._names: set[str] = set()

    def free(self, name: str) -> str:
        """The name itself, or with a number behind it where it is taken."""
        number, free = 1, name
        while free.lower() in self._names:
            number += 1
            free = f"{name}{number}"
        self._names.add(free.lower())
        return free

    def declare(self, name: str, shape: Shape, comment: str) -> None:
        """A type of this name, which must be free; the comment is one line without line ends."""
        written = self._fields(name, shape.object) if self._is_object(shape) else None
        if written is None:
            written = [self._alias(name, self.written(shape, name))]
        self.lines += ["", f"{'#' if self.language == PYTHON else '//'} {comment}", *written]

    def written(self, shape: Shape, name: str) -> str:
        """A shape in place, given the name that an object in it gets."""
        if shape.anything or shape.depth > MAX_DEPTH:
            return self._typing("Any") if self.language == PYTHON else "unknown"
        parts = list(self._scalars(shape))
        if shape.array is not None:
            parts.append(self._array(shape.array, name))
        if shape.object is not None:
            parts.append(self._object(shape.object, name))
        if not parts:
            return self._typing("Never") if self.language == PYTHON else "never"
        return " | ".join(parts)

    # --- parts ------------------------------------------------------------------------------------

    def _typing(self, name: str) -> str:
        self.used.add(name)
        return name

    def _scalars(self, shape: Shape) -> Iterable[str]:
        python = self.language == PYTHON
        literals: list[str] = []
        if len(shape.booleans) == 2:
            yield "bool" if python else "boolean"
        elif shape.booleans:
            (value,) = shape.booleans
            literals.append(str(value) if python else str(value).lower())
        if shape.numbers is EVERY or not all(map(self._is_literal, shape.numbers)):
            yield "float" if python else "number"
        else:
            literals += (str(_plain(one)) for one in sorted(shape.numbers))
        if shape.texts is EVERY or any(len(text) > MAX_LITERAL for text in shape.texts):
            yield "str" if python else "string"
        else:
            literals += map(self._quoted, sorted(shape.texts))
        if literals and python:
            yield f"{self._typing('Literal')}[{', '.join(literals)}]"
        else:
            yield from literals
        if shape.null:
            yield "None" if python else "null"

    def _quoted(self, text: str) -> str:
        """A text as the language writes it, in ASCII."""
        if self.language == TYPESCRIPT:
            return json.dumps(text)
        # JSON writes what is beyond 16 bits as two characters, which Python does not join.
        written = (
            f"\\U{ord(one):08x}" if one > "\uffff" else json.dumps(one)[1:-1] for one in text
        )
        return f'"{"".join(written)}"'

    def _is_literal(self, number: float) -> bool:
        """Is there a literal type for a number? Python has them for whole ones."""
        if not abs(number) < MAX_WHOLE:
            return False
        return self.language != PYTHON or number == int(number)

    def _array(self, array: Array, name: str) -> str:
        element = self.written(array.element, f"{name}Item")
        if array.most == 0:
            element = self._typing("Never") if self.language == PYTHON else "never"
        if self.language == PYTHON:
            return f"list[{element}]"
        return f"({element})[]" if " | " in element else f"{element}[]"

    def _object(self, shape: Object, name: str) -> str:
        if not shape.names:
            if self.language == PYTHON:
                return f"dict[str, {self._typing('Any')}]"
            return "Record<string, unknown>"
        name = self.free(name)
        self.lines += ["", *self._fields(name, shape)]
        return name

    @staticmethod
    def _is_object(shape: Shape) -> bool:
        alone = len(shape.kinds) == 1 and not shape.anything
        return alone and shape.object is not None and bool(shape.object.names)

    def _alias(self, name: str, written: str) -> str:
        return (
            f"{name} = {written}" if self.language == PYTHON else f"export type {name} = {written};"
        )

    def _fields(self, name: str, shape: Object | None) -> list[str]:
        """The declaration of an object with its fields."""
        assert shape is not None, "it is an object"
        fields = [
            (field, self.written(shape.get(field).present, name + name_from(field)), optional)
            for field, optional in ((one, shape.get(one).nothing) for one in shape.names)
        ]
        if self.language == TYPESCRIPT:
            lines = [
                f"  {_key(field)}{'?' * optional}: {kind};" for field, kind, optional in fields
            ]
            return [f"export interface {name} {{", *lines, "}"]
        base = self._typing("TypedDict")
        fields = [
            (field, self._maybe(kind, optional), optional) for field, kind, optional in fields
        ]
        if all(_is_identifier(field) for field, _, _ in fields):
            return [
                f"class {name}({base}):",
                *(f"    {field}: {kind}" for field, kind, _ in fields),
            ]
        lines = [f"        {self._quoted(field)}: {kind}," for field, kind, _ in fields]
        return [f"{name} = {base}(", f"    {self._quoted(name)},", "    {", *lines, "    },", ")"]

    def _maybe(self, kind: str, optional: bool) -> str:
        return f"{self._typing('NotRequired')}[{kind}]" if optional else kind


def _key(field: str) -> str:
    return field if re.fullmatch(r"[A-Za-z_$][\w$]*", field, re.ASCII) else json.dumps(field)


def _is_identifier(field: str) -> bool:
    """Can it be an attribute in a class? What begins with two underscores would be renamed."""
    plain = re.fullmatch(r"[A-Za-z_]\w*", field, re.ASCII) is not None
    return plain and not (keyword.iskeyword(field) or field in _TAKEN or field.startswith("__"))


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number


def program(types: Types, about: str) -> str:
    """All declarations as one module; `about` is one line about them."""
    if types.language == TYPESCRIPT:
        return "\n".join([f"// {about}", *types.lines, ""])
    head = [f"# {about}", "from __future__ import annotations", ""]
    if types.used:
        head.append(f"from typing import {', '.join(sorted(types.used))}")
    lines = list(types.lines)
    spaced = [line for one in lines for line in (("", "") if one == "" else (one,))]
    return "\n".join([*head, *spaced, ""])
