r"""The language table as a JSON Schema (2020-12), for editors without our server.

The schema refuses what `facts/conformance.py` calls a mistake, and takes everything else; a test
proves that both say the same. Three ideas shape it:

- An object has a variant for each query language, with the fields that this language knows. The
  root and the states choose theirs by `QueryLanguage`, and the states their kind by `Type`, all
  with `if`: unlike `oneOf` it lets an editor show what is wrong with the one object that is meant.
- Unknown is silent. A string with a placeholder may stand anywhere, and since `pattern` looks at
  strings alone, `{"type": ["integer", "string"], "pattern": "[$#]\\{", "minimum": 1}` is all it
  takes to say so. A `QueryLanguage` that is a placeholder leads to a variant with all fields.
- A nested machine has the language of the machine at the top, whatever the state around it says.
  So the states that hold machines have a variant for each pair of languages.
"""

from __future__ import annotations

from itertools import combinations

from asllint.language.grammar import (
    ARRAY,
    BRANCH,
    ITEM_PROCESSOR,
    JSON_TYPES,
    JSONATA,
    JSONPATH,
    KINDS,
    OBJECT,
    STATE_MACHINE,
    STATES,
    TIMESTAMP,
    Condition,
    Field,
    Group,
    ObjectKind,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Schema = dict[str, object]

_PLACEHOLDER = r"[$#]\{"
_EXPRESSION = r"\{%"
_DATE = (
    r"[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))"
)
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
_ZONE = r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
_TIMESTAMP = f"{_DATE}T{_TIME}{_ZONE}"

_MACHINES = (BRANCH, ITEM_PROCESSOR)
"""The kinds of machines that stand in a state."""


def json_schema() -> dict[str, object]:
    """The whole language as one schema; its root is a definition."""
    defs: dict[str, Schema] = {}
    root = _by_language(
        JSONPATH, lambda language: _Variant(defs, language, language).reference(STATE_MACHINE)
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Amazon States Language",
        "description": "A state machine definition of AWS Step Functions.",
        "type": "object",
        **root,
        "$defs": defs,
    }


class _Variant:
    """What decides the variant of an object: the language of its state, and of the whole machine.

    None is a language that can not be known. Definitions land in `defs` once they are referenced.
    """

    __slots__ = ("defs", "language", "machine")

    def __init__(self, defs: dict[str, Schema], language: str | None, machine: str | None) -> None:
        self.defs = defs
        self.language = language
        self.machine = machine

    # --- definitions ----------------------------------------------------------------------------

    def reference(self, kind: ObjectKind) -> Schema:
        """A reference to the variant of a kind that belongs here."""
        scope = _Variant(self.defs, self.machine, self.machine) if kind in _MACHINES else self
        return self._define(scope._name(kind), lambda: scope._object(kind))

    def _state_reference(self) -> Schema:
        return self._define(f"State.{_word(self.machine)}", self._state)

    def _define(self, name: str, schema: Callable[[], Schema]) -> Schema:
        if name not in self.defs:
            self.defs[name] = {}  # taken: an object can hold others of its kind
            self.defs[name] = schema()
        return {"$ref": f"#/$defs/{name}"}

    def _name(self, kind: ObjectKind) -> str:
        """`Retrier`, `Task.JSONPath`, and for a Map around another language's machine
        `Map.JSONata.in.JSONPath`.
        """
        parts = [kind.name]
        if _speaks(kind):
            parts.append(_word(self.language))
        if self.machine != self.language and _holds_machine(kind):
            parts += ["in", _word(self.machine)]
        return ".".join(parts)

    # --- objects --------------------------------------------------------------------------------

    def _state(self) -> Schema:
        """Any state of a machine: its `Type` chooses the kind, `QueryLanguage` the variant."""
        kinds: list[Schema] = [
            {"if": _holds("Type", kind.name), "then": self._state_of(kind)}
            for kind in STATES.values()
        ]
        kind_of_state = {"description": "Kind of state.", "type": "string", **_one_of(STATES)}
        return {
            "title": "a state",
            **_or_placeholder("object"),
            "properties": {"Type": kind_of_state},
            "required": ["Type"],
            **_rules(kinds),
        }

    def _state_of(self, kind: ObjectKind) -> Schema:
        """A state of a known kind. In a JSONata machine no state can have another language."""
        if self.machine == JSONATA:
            return self.reference(kind)
        return _by_language(
            self.machine,
            lambda language: _Variant(self.defs, language, self.machine).reference(kind),
        )

    def _object(self, kind: ObjectKind) -> Schema:
        """An object with the fields that its language knows, and no others."""
        fields = {name: field for name, field in kind.fields.items() if self._knows(field)}
        required = [name for name, field in fields.items() if field.required]
        rules = [rule for group in kind.groups for rule in _group(group, fields)]
        rules += [_condition(condition) for condition in kind.conditions]
        return {
            "title": kind.title,
            **_or_placeholder("object"),
            "properties": {name: self._field(field) for name, field in fields.items()},
            "patternProperties": {_PLACEHOLDER: True},
            "additionalProperties": False,
            **({"required": required} if required else {}),
            **_rules(rules),
        }

    def _knows(self, field: Field) -> bool:
        return self.language is None or field.language in (None, self.language)

    # --- fields ---------------------------------------------------------------------------------

    def _field(self, field: Field) -> Schema:
        """What a field holds, and a line about it for the editor to show."""
        evaluated = field.expression and self.language != JSONPATH
        schema: Schema = {"description": _description(field, evaluated)}
        if field.instead:
            schema["deprecated"] = True
        if self.language is None and field.language is not None:
            return schema  # like the engine, which does not look into fields it can not place
        if field.value == OBJECT and field.of in KINDS:
            schema |= self.reference(KINDS[field.of])
        else:
            schema |= self._value(field, evaluated)
        if field.non_empty:
            schema["minItems" if field.value == ARRAY else "minProperties"] = 1
        return schema

    def _value(self, field: Field, evaluated: bool) -> Schema:
        schema = _types(field, evaluated) | _range(field)
        if field.name == "QueryLanguage" and self.language is not None:
            # The value has led to this variant, or it is "JSONPath" in a JSONata machine.
            schema |= _one_of([self.language])
        elif field.values:
            schema |= _one_of(field.values)
        elif field.known:
            schema["examples"] = list(field.known)
        if field.of == "State":
            schema["additionalProperties"] = self._state_reference()
        elif field.of:
            kind = KINDS.get(field.of)
            schema["items"] = {"type": field.of} if kind is None else self.reference(kind)
        return schema


# --- which variants there are -------------------------------------------------------------------


def _speaks(kind: ObjectKind) -> bool:
    """Does the kind differ between the query languages, be it in what its fields hold?"""
    fields = kind.fields.values()
    if any(field.language or field.expression for field in fields) or "States" in kind.fields:
        return True
    return any(field.of in KINDS and _speaks(KINDS[field.of]) for field in fields)


def _holds_machine(kind: ObjectKind) -> bool:
    return any(KINDS.get(field.of) in _MACHINES for field in kind.fields.values())


def _word(language: str | None) -> str:
    """A language in the name of a definition."""
    return language or "Either"


def _by_language(default: str | None, variant: Callable[[str | None], Schema]) -> Schema:
    """The variant that `QueryLanguage` chooses; without the field it is that of `default`."""
    variants = {language: variant(language) for language in (JSONPATH, JSONATA, None)}
    schema = variants[None]
    for language in (JSONATA, JSONPATH):
        test = _holds("QueryLanguage", language, optional=language == default)
        schema = {"if": test, "then": variants[language], "else": schema}
    return schema


# --- how the fields of an object depend on each other -------------------------------------------


def _holds(field: str, value: str, *, optional: bool = False) -> Schema:
    """The test whether a field has a value; with `optional` it may be absent as well."""
    test: Schema = {"properties": {field: {"const": value}}}
    return test if optional else test | {"required": [field]}


def _rules(rules: list[Schema]) -> Schema:
    """Rules for objects alone: a placeholder would break those that refuse or count fields."""
    return {"if": {"type": "object"}, "then": {"allOf": rules}} if rules else {}


def _group(group: Group, known: Iterable[str]) -> list[Schema]:
    """At most one of the group's fields, or exactly one; the others are refused in any case."""
    fields = [name for name in group.fields if name in known]
    if group.needs and group.needs not in known:
        return []
    if not group.required:
        return [{"not": {"required": list(pair)}} for pair in combinations(fields, 2)]
    rule: Schema = {"oneOf": [{"required": [name]} for name in fields]}
    if len(fields) == 1:
        rule = {"required": fields}
    return [{"if": {"required": [group.needs]}, "then": rule}] if group.needs else [rule]


def _condition(condition: Condition) -> Schema:
    consequence: Schema = {}
    if condition.requires:
        consequence["required"] = list(condition.requires)
    if condition.forbids:
        consequence["properties"] = dict.fromkeys(condition.forbids, False)
    return {"if": _holds(condition.field, condition.value), "then": consequence}


# --- values -------------------------------------------------------------------------------------


def _or_placeholder(*types: str, unknown: str = _PLACEHOLDER) -> Schema:
    """Types other than string; a string must match `unknown`."""
    return {"type": [*types, "string"], "pattern": unknown}


def _types(field: Field, evaluated: bool) -> Schema:
    """The JSON types of a field, and the pattern that its strings must match."""
    unknown = f"{_PLACEHOLDER}|{_EXPRESSION}" if evaluated else _PLACEHOLDER
    types = JSON_TYPES[field.value]
    if not types:
        return {}
    if "string" not in types:
        return _or_placeholder(*types, unknown=unknown)
    schema: Schema = {"type": list(types) if len(types) > 1 else types[0]}
    pattern = _TIMESTAMP if field.value == TIMESTAMP else field.pattern
    return schema | {"pattern": f"^(?:{pattern})$|{unknown}"} if pattern else schema


def _range(field: Field) -> Schema:
    limits = {"minimum": field.minimum, "maximum": field.maximum}
    return {keyword: limit for keyword, limit in limits.items() if limit is not None}


def _one_of(values: Iterable[str]) -> Schema:
    """An enumeration that lets placeholders pass."""
    return {"anyOf": [{"enum": list(values)}, {"pattern": _PLACEHOLDER}]}


def _description(field: Field, evaluated: bool) -> str:
    """What a field takes, in a line: `Integer from 1 to 99999999, or a JSONata expression.`"""
    text = field.value[0].upper() + field.value[1:]
    if field.values:
        text += f", one of {', '.join(field.values)}"
    if field.known:
        text += f", such as {', '.join(field.known)}"
    if field.minimum is not None:
        text += f" from {field.minimum}"
    if field.maximum is not None:
        text += f" to {field.maximum}"
    text += _content(field)
    if evaluated:
        text += ", or a JSONata expression"
    if field.instead:
        text += f"; {field.instead} has replaced it"
    return text + "."


def _content(field: Field) -> str:
    """What the items of an array are, or the values of an object."""
    if field.of == "State":
        return ", each value a state"
    if field.value != ARRAY or not field.of:
        return ""
    kind = KINDS.get(field.of)
    return f", each item {kind.title if kind else 'a ' + field.of}"
