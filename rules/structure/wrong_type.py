import re

from asllint.rule import (
    ERROR,
    Conformance,
    Definition,
    Edit,
    Finding,
    Findings,
    Fix,
    Layout,
    Mapping,
    Misfit,
    Node,
    Scalar,
    grammar,
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
def wrong_type(definition: Definition, conformance: Conformance, layout: Layout) -> Findings:
    """A value of the wrong JSON type."""
    for misfit in conformance.mistyped:
        assert misfit.field is not None
        value = misfit.pair.value
        wanted = grammar.JSON_TYPES[misfit.field.value]
        message = f'"{misfit.name}" takes {_either(wanted)}, not {_kind(value)}'
        bare = _unquoted(value, wanted)
        if bare:
            fix = Fix(f"write {bare} without quotes", [Edit(value.span, bare)])
            yield Finding(value.span, f"{message}: {fix.title}", fix=fix)
        else:
            yield Finding(
                value.head,
                message + _remedy(misfit, value, wanted),
                fix=_fix(misfit, value, wanted, layout),
            )
    for misfit, item in conformance.holders:
        if misfit.field is None:
            moved = _moved_out(definition, misfit, layout)
            yield Finding(item.head, _not_a_state(misfit, item), fix=moved)
        else:
            one = "a string" if misfit.field.of == "string" else "an object"
            message = f'each item of "{misfit.name}" must be {one}, not {_kind(item)}'
            yield Finding(item.head, message)


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


def _fix(misfit: Misfit, value: Node, wanted: tuple[str, ...], layout: Layout) -> Fix | None:
    """Quotes or brackets, where nothing else is missing."""
    listed = misfit.field is not None and misfit.field.values
    if "string" in wanted and not listed and number_of(value) is not None:
        text = layout.file.text[value.start : value.end]
        return Fix(f'write "{text}"', [Edit(value.span, f'"{text}"')])
    of = misfit.field.of if misfit.field is not None else ""
    fits = value.type_name == ("string" if of == "string" else "object")
    if wanted == ("array",) and of and fits:
        return layout.fix("put [ and ] around it", layout.wrapped(value))
    return None


def _remedy(misfit: Misfit, value: Node, wanted: tuple[str, ...]) -> str:
    """What to write instead, where that is plain to see."""
    text = value.value if isinstance(value, Scalar) else ""
    if isinstance(text, str) and "{%" in text and misfit.part.language == grammar.JSONPATH:
        return ": {% … %} is only evaluated in JSONata states"
    if "string" in wanted and number_of(value) is not None:
        return ": put it in quotes"
    if wanted == ("array",) and value.type_name in ("object", "string"):
        return ": put [ and ] around it"
    if wanted == ("object",) and value.type_name == "array":
        return ": write { … } instead of [ … ]"
    return ""


def _moved_out(definition: Definition, misfit: Misfit, layout: Layout) -> Fix | None:
    """Put a field of the machine that stands among the states where it belongs."""
    machine, value = misfit.part.node, misfit.pair.value
    states = machine.get("States")
    wanted = grammar.STATE_MACHINE.fields.get(misfit.name)
    if not isinstance(states, Mapping) or wanted is None or misfit.name in machine.fields:
        return None
    if not isinstance(value, Scalar) or machine is not definition.machine.node:
        return None
    own = [pair for pair in states.pairs if pair.value is value]
    return layout.fix(
        f'move "{misfit.name}" beside "States"',
        layout.without(states, *own),
        layout.first_field(machine, misfit.name, value.value),
    )


def _not_a_state(misfit: Misfit, item: Node) -> str:
    if misfit.name in grammar.STATE_MACHINE.fields:
        return (
            f'"{misfit.name}" stands inside of "States", so it is read as a state: '
            'move it beside "States"'
        )
    return f'a state is an object, and "{misfit.name}" is {_kind(item)}'
