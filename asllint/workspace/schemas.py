"""JSON Schemas in files, as shapes: checked against their own schema, with what they refer to.

A `$ref` leads to files of the project, nowhere else: nothing is ever fetched.
"""

from __future__ import annotations

import os
from urllib.parse import unquote, urlsplit

from asllint.data.described import KEYWORDS, described

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from referencing import Registry, Resource

    from asllint.data.described import Resolve, Resolved
    from asllint.data.shape import Shape

    ReadJson: TypeAlias = Callable[[str], Any]
    """The value of a file of JSON by its absolute path. Raises `SchemaError`."""

MAX_SAID = 160
"""Longer texts of others are cut."""
_ALONE = ("draft-03", "draft-04", "draft-06", "draft-07")
"""The drafts in which a `$ref` stands for all that is beside it."""


class SchemaError(Exception):
    """A schema that can not be used; the text is what follows the name of its file."""


def shape_of_schema(path: str, schema: Any, read: ReadJson) -> tuple[Shape, list[str]]:
    """The shape of what a schema accepts that stands in a file (an absolute path).

    Beside it, what is wrong with the files that it refers to; what they say is left out then.
    Raises `SchemaError` for what is no schema.
    """
    if not isinstance(schema, bool):
        _check(schema)
    draft = schema.get("$schema") if isinstance(schema, dict) else None
    alone = isinstance(draft, str) and any(one in draft for one in _ALONE)
    reading = _Reading(path, schema, read)
    return described(schema, reading.start(), alone=alone), reading.problems


def _check(schema: Any) -> None:
    """Raise `SchemaError` unless it is a valid schema, by what its own schema says."""
    if not isinstance(schema, dict):
        raise SchemaError("is no JSON Schema: that is an object")
    if not KEYWORDS & schema.keys():
        raise SchemaError("has no keyword of JSON Schema; examples stand in an array")
    if is_surely_valid(schema):
        return
    if not isinstance(schema.get("$schema", ""), str):
        raise SchemaError('is no valid JSON Schema: its "$schema" is no text')
    from jsonschema import Draft202012Validator
    from jsonschema import exceptions as jsonschema_errors
    from jsonschema.validators import validator_for

    try:
        validator_for(schema, default=Draft202012Validator).check_schema(schema)
    except jsonschema_errors.SchemaError as error:
        said = error.message if len(error.message) < MAX_SAID else error.message[:MAX_SAID] + " …"
        where = "/".join(map(str, error.absolute_path))
        raise SchemaError(f"is no valid JSON Schema: {said} (at /{where})") from None
    except RecursionError:
        raise SchemaError("is nested too deeply") from None
    except ValueError:
        raise SchemaError('is no valid JSON Schema: its "$schema" or "$id" is no URI') from None


def is_surely_valid(schema: Any) -> bool:
    """Is it surely a valid schema? A quick look, at what nearly all schemas are made of.

    To check one against its own schema takes half a minute for a megabyte. What this does not
    accept is for jsonschema to judge.
    """
    if isinstance(schema, dict) and schema.get("$schema", _DRAFTS[0]) not in _DRAFTS:
        return False
    pending = [schema]
    while pending:
        one = pending.pop()
        if isinstance(one, bool):
            continue
        if not isinstance(one, dict):
            return False
        for name, value in one.items():
            inner = _inner(name, value)
            if inner is None:
                return False
            pending += inner
    return True


_DRAFTS = (
    "https://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "http://json-schema.org/draft-07/schema#",
    "http://json-schema.org/draft-07/schema",
)
_SCHEMA = (
    "additionalProperties",
    "contains",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
)
_SCHEMAS = ("allOf", "anyOf", "oneOf", "prefixItems")
_TABLES = ("$defs", "definitions", "patternProperties", "properties")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)


def _is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def _are_texts(value: Any) -> bool:
    """Is it an array of texts, each of them once?"""
    texts = isinstance(value, list) and all(map(_is_text, value))
    return texts and len(value) == len(set(value))


def _is_type(value: Any) -> bool:
    names = value if isinstance(value, list) else [value]
    return bool(names) and _are_texts(names) and _TYPES.issuperset(names)


_TYPES = frozenset(("array", "boolean", "integer", "null", "number", "object", "string"))
_FITS: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("$comment", "$ref", "description", "format", "pattern", "title"), _is_text),
    **dict.fromkeys(("deprecated", "readOnly", "uniqueItems", "writeOnly"), _is_flag),
    **dict.fromkeys(("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum"), _is_number),
    **dict.fromkeys(("maxItems", "maxLength", "maxProperties"), _is_count),
    **dict.fromkeys(("minItems", "minLength", "minProperties"), _is_count),
    **dict.fromkeys(("$schema", "const", "default", "example", "nullable"), lambda _: True),
    **dict.fromkeys(("enum", "examples"), lambda value: isinstance(value, list)),
    "$id": lambda value: isinstance(value, str) and "#" not in value,
    "required": _are_texts,
    "type": _is_type,
}
"""What holds no schemas, with a test of what surely fits."""


def _inner(name: str, value: Any) -> list[Any] | None:
    """The schemas in what a keyword holds; None where that may be wrong."""
    if name in _SCHEMA:
        return [value]
    if name in _SCHEMAS:
        return value if isinstance(value, list) and value else None
    if name in _TABLES:
        return list(value.values()) if isinstance(value, dict) else None
    return [] if name in _FITS and _FITS[name](value) else None


def _why(error: BaseException | None) -> str:
    """Why a file can not be read, behind all that was made of that on the way."""
    while error is not None and not isinstance(error, SchemaError):
        error = error.__cause__
    return "is not there" if error is None else str(error)


class _Reading:
    """One schema, and the files that it refers to."""

    def __init__(self, path: str, schema: Any, read: ReadJson) -> None:
        self.path = path
        self.schema = schema
        self.read = read
        self.problems: list[str] = []
        self.base = ""
        """The folder of the schema as its `$id` has it; empty where that says nothing."""

    def start(self) -> Resolve:
        """How to find what a `$ref` in the schema leads to."""
        from pathlib import Path

        from referencing import Registry

        resource = self._resource(self.schema)
        uri = resource.id() or Path(self.path).as_uri()
        if not uri.startswith("file:"):
            self.base = uri.rpartition("/")[0] + "/"
        registry: Registry[Any] = Registry(retrieve=self._retrieve)  # type: ignore[call-arg]
        return self._resolve(registry.with_resource(uri, resource).resolver(uri))

    def _resource(self, schema: Any) -> Resource[Any]:
        from referencing import Resource
        from referencing.exceptions import CannotDetermineSpecification
        from referencing.jsonschema import DRAFT202012

        try:
            return Resource.from_contents(schema, default_specification=DRAFT202012)
        except CannotDetermineSpecification:
            return DRAFT202012.create_resource(schema)

    def _resolve(self, resolver: Any) -> Resolve:
        def resolve(reference: str) -> Resolved | None:
            from referencing.exceptions import Unresolvable

            try:
                found = resolver.lookup(reference)
            except Unresolvable as error:
                self._note(reference, _why(error))
            except (ValueError, LookupError, TypeError, AttributeError):  # in a part that is none
                self._note(reference, "is no schema")
            else:
                return str(id(found.contents)), found.contents, self._resolve(found.resolver)
            return None

        return resolve

    def _note(self, reference: str, what: str) -> None:
        said = f'refers to "{reference[:MAX_SAID]}", which {what}'
        if said not in self.problems:
            self.problems.append(said)

    def _retrieve(self, uri: str) -> Resource[Any]:
        """Another file of the project. Raises `SchemaError`."""
        if self.base and uri.startswith(self.base):
            path = os.path.join(os.path.dirname(self.path), unquote(uri.removeprefix(self.base)))
        elif urlsplit(uri).scheme == "file":
            from urllib.request import url2pathname

            path = url2pathname(urlsplit(uri).path)
        else:
            raise SchemaError("is no file of the project, and nothing else is read")
        return self._resource(self.read(os.path.normpath(path)))
