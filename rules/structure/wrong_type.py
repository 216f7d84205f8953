import re

from asllint.rule import (
    ERROR,
    Conformance,
    Definition,
    Finding,
    Findings,
    Fix,
    Intention,
    Mapping,
    Misfit,
    Node,
    Scalar,
    edits,
    grammar,
    names_twin,
    number_of,
    rule,
)

WHOLE = "-?(0|[1-9][0-9]*)"
DECIMAL = WHOLE + "([.][0-9]+)?"
PLAIN = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def wrong_type(definition: Definition, conformance: Conformance) -> Findings:
    """A value of the wrong JSON type."""
    for misfit in conformance.mistyped:
        assert misfit.field is not None
        value = misfit.pair.value
        wanted = grammar.JSON_TYPES[misfit.field.value]
        taken = "a path" if wanted == ("string",) and _is_path(misfit.field) else _either(wanted)
        message = f'"{misfit.name}" takes {taken}, not {_kind(value)}'
        bare = _unquoted(value, wanted)
        renamed = _renamed(misfit, value)
        if renamed is not None:
            yield Finding(value.head, f"{_taken(misfit, value)}: {renamed.title}", fix=renamed)
        elif bare:
            fix = Fix(f"write {bare} without quotes", [edits.unquote(value)])
            yield Finding(value.span, f"{message}: {fix.title}", fix=fix)
        else:
            yield Finding(
                value.head,
                message + _remedy(misfit, value, wanted),
                fix=_fix(misfit, value, wanted, definition),
            )
    for misfit, item in conformance.holders:
        if misfit.field is None:
            moved = _moved_out(definition, misfit)
            yield Finding(item.head, _not_a_state(misfit, item), fix=moved)
        else:
            one = "a string" if misfit.field.of == "string" else "an object"
            message = f'each item of "{misfit.name}" must be {one}, not {_kind(item)}'
            yield Finding(item.head, message)


def _renamed(misfit: Misfit, value: Node) -> Fix | None:
    """Call the field what it holds: a path where a number stands, or a number where a path does."""
    twin = misfit.twin
    if twin is None or not isinstance(value, Scalar):
        return None
    text, safe = value.value, True
    steps: list[Intention] = [edits.rename(misfit.pair.key, twin.name)]
    if isinstance(text, str):
        fits = names_twin(misfit, text)
    else:
        wanted = grammar.JSON_TYPES[twin.value]
        fits = value.type_name in wanted
        if wanted == ("string",) and number_of(value) is not None and not _is_path(twin):
            # A text may be compared with the number, or the number is the path's last step.
            fits, safe = True, False
            steps.append(edits.set_value(value, str(text)))
    if not fits:
        return None
    return Fix(f'rename the field to "{twin.name}"', steps, safe=safe)


def _is_path(field: grammar.Field) -> bool:
    return field.value in (
        grammar.PATH,
        grammar.REFERENCE_PATH,
        grammar.NULLABLE_PATH,
        grammar.NULLABLE_REFERENCE_PATH,
        grammar.PATH_OR_INTRINSIC,
    )


def _taken(misfit: Misfit, value: Node) -> str:
    assert misfit.field is not None
    if _is_path(misfit.field):
        return f'"{misfit.name}" takes a path, not {_kind(value)}'
    assert isinstance(value, Scalar)
    wanted = _either(grammar.JSON_TYPES[misfit.field.value])
    return f'"{misfit.name}" takes {wanted}, and "{value.value}" is a path'


def _either(types: tuple[str, ...]) -> str:
    names = [PLAIN.get(name) or _article(name) for name in types]
    if names == ["a whole number", "a number"]:
        return "a number"
    return " or ".join(names)


def _article(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _kind(value: Node) -> str:
    if not isinstance(value, Scalar) or isinstance(value.value, str):
        return _article(value.type_name)
    if value.value is None:
        return "null"
    if value.value in (float("inf"), float("-inf")):
        return "a number as large as that"
    return str(value.value).lower() if isinstance(value.value, bool) else str(value.value)


def _unquoted(value: Node, wanted: tuple[str, ...]) -> str | None:
    """The number or boolean that stands in a string where a bare one is wanted."""
    if not isinstance(value, Scalar) or not isinstance(value.value, str):
        return None
    text = value.value.strip()
    if "boolean" in wanted and text.lower() in ("true", "false"):
        return text.lower()
    pattern = WHOLE if wanted == ("integer",) else DECIMAL if "number" in wanted else None
    return text if pattern and re.fullmatch(pattern, text) else None


def _fix(
    misfit: Misfit, value: Node, wanted: tuple[str, ...], definition: Definition
) -> Fix | None:
    """Quotes or brackets, where nothing else is missing."""
    assert misfit.field is not None
    bare = misfit.field.values or _is_path(misfit.field)
    if "string" in wanted and not bare and number_of(value) is not None:
        text = definition.file.text[value.start : value.end]
        return Fix(f'write "{text}"', [edits.set_value(value, text)])
    of = misfit.field.of if misfit.field is not None else ""
    fits = value.type_name == ("string" if of == "string" else "object")
    if wanted == ("array",) and of and fits:
        return Fix("put [ and ] around it", [edits.wrap(value)])
    return None


def _remedy(misfit: Misfit, value: Node, wanted: tuple[str, ...]) -> str:
    """What to write instead, where that is plain to see."""
    text = value.value if isinstance(value, Scalar) else ""
    if isinstance(text, str) and "{%" in text and misfit.part.language == grammar.JSONPATH:
        return ": {% … %} is only evaluated in JSONata states"
    path = misfit.field is not None and _is_path(misfit.field)
    if "string" in wanted and number_of(value) is not None and not path:
        return ": put it in quotes"
    if isinstance(text, str) and text.startswith("$") and misfit.part.language == grammar.JSONPATH:
        twin = f"{misfit.name}Path"
        known = twin in misfit.part.kind.fields
        return f': a path stands in "{twin}"' if known else ": no path can stand here"
    if wanted == ("array",) and value.type_name in ("object", "string"):
        return ": put [ and ] around it"
    if wanted == ("object",) and value.type_name == "array":
        return ": write { … } instead of [ … ]"
    return ""


def _moved_out(definition: Definition, misfit: Misfit) -> Fix | None:
    """Put a field of the machine that stands among the states where it belongs."""
    machine, value = misfit.part.node, misfit.pair.value
    states = machine.get("States")
    wanted = grammar.STATE_MACHINE.fields.get(misfit.name)
    if not isinstance(states, Mapping) or wanted is None or misfit.name in machine.fields:
        return None
    if not isinstance(value, Scalar) or machine is not definition.machine.node:
        return None
    own = [pair for pair in states.pairs if pair.value is value]
    return Fix(
        f'move "{misfit.name}" beside "States"',
        [
            edits.delete(states, *own),
            edits.add_fields(machine, {misfit.name: value.value}, first=True),
        ],
    )


def _not_a_state(misfit: Misfit, item: Node) -> str:
    if misfit.name in grammar.STATE_MACHINE.fields:
        return (
            f'"{misfit.name}" stands inside of "States", so it is read as a state: '
            'move it beside "States"'
        )
    return f'a state is an object, and "{misfit.name}" is {_kind(item)}'
