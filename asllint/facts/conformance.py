"""What the language table says against what a definition holds."""

from __future__ import annotations

import re
from functools import lru_cache

from asllint.expressions.path import read_path
from asllint.facts.fact import Ask, fact
from asllint.facts.parts import Part, is_unfilled, parts_of, parts_of_machine
from asllint.hosts.definition import Definition, definition_of
from asllint.language.grammar import (
    BOOLEAN,
    INTEGER,
    JSON_TYPES,
    JSONATA,
    JSONPATH,
    KINDS,
    NUMBER,
    NUMBER_PATHS,
    OPERATORS,
    STATES,
    TEMPLATE,
    Field,
    Group,
    ObjectKind,
    homes_of,
)
from asllint.language.machine import State, StateMachine
from asllint.source.suggest import nearest
from asllint.syntax.node import (
    Hole,
    Mapping,
    Node,
    Pair,
    Scalar,
    Sequence,
    has_placeholder,
    is_marker,
    number_of,
    string_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")

_RFC3339 = (
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_BARE = (BOOLEAN, INTEGER, NUMBER)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Misfit:
    """A field that does not fit: `part` is the object, `pair` the field as it was written.

    `field` is its entry in the table; None when the object knows no such field.
    """

    __slots__ = ("field", "pair", "part")

    def __init__(self, part: Part, pair: Pair, field: Field | None = None) -> None:
        self.part = part
        self.pair = pair
        self.field = field

    @property
    def name(self) -> str:
        """The field's name as it was written."""
        return str(self.pair.key.value)

    @property
    def twin(self) -> Field | None:
        """The field for a path to such a value, or for the value itself: `SecondsPath`, `Seconds`.

        None where the object has no such field, has it already, or uses JSONata.
        """
        name, fields = self.name, self.part.kind.fields
        other = name.removesuffix("Path") if name.endswith("Path") else f"{name}Path"
        if self.part.language != JSONPATH or other in self.part.node.fields:
            return None
        return fields.get(other)


def names_twin(misfit: Misfit, path: str) -> bool:
    """Is a text a path that the field's twin would take?"""
    twin = misfit.twin
    if twin is None or not path.startswith("$"):
        return False
    read, mistakes = read_path(path)
    if mistakes or read.reference_problem() is not None:
        return False
    return not (read.in_context and twin.name in NUMBER_PATHS)


class Absence:
    """Fields an object lacks: all of `fields`, or with `group` any one of them."""

    __slots__ = ("because", "fields", "group", "part")

    def __init__(
        self,
        part: Part,
        fields: tuple[str, ...],
        *,
        group: Group | None = None,
        because: Pair | None = None,
    ) -> None:
        self.part = part
        self.fields = fields
        self.group = group
        self.because = because
        """The field whose value makes them necessary."""

    def misspelt(self) -> dict[str, Pair]:
        """The absent fields that are there under a wrong name, which is the one mistake then."""
        known = self.part.kind.fields
        meant = {
            nearest(name, known): pair
            for name, pair in self.part.node.fields.items()
            if not homes_of(name)
        }
        return {name: meant[name] for name in self.fields if name in meant}


class Conflict:
    """Fields of one object that exclude each other, in the order they were written."""

    __slots__ = ("group", "pairs", "part")

    def __init__(self, part: Part, pairs: list[Pair], group: Group) -> None:
        self.part = part
        self.pairs = pairs
        self.group = group


class Deviations:
    """Places where a definition and the language table disagree, by kind."""

    __slots__ = (
        "absences", "ambiguous", "conflicts", "downgrades", "empties", "forbidden", "foreign",
        "holders", "mistyped", "nulls", "out_of_range", "patterns", "placeholders", "replaced",
        "templates", "timestamps", "unfamiliar", "unfilled", "unknown", "unknown_types", "unlisted",
    )  # fmt: skip

    def __init__(self) -> None:
        self.ambiguous: list[Misfit] = []
        """Words that are booleans to some readers of YAML, and texts to others."""
        self.absences: list[Absence] = []
        self.conflicts: list[Conflict] = []
        self.unknown: list[Misfit] = []
        """Fields that this kind of object does not have."""
        self.foreign: list[Misfit] = []
        """Fields of the other query language."""
        self.forbidden: list[tuple[Misfit, Pair]] = []
        """Fields that another field's value rules out, with that field."""
        self.downgrades: list[Misfit] = []
        """`"QueryLanguage": "JSONPath"` on a state of a JSONata machine."""
        self.mistyped: list[Misfit] = []
        self.holders: list[tuple[Misfit, Node]] = []
        """Items of arrays, and states, of the wrong JSON type, with the item."""
        self.templates: list[Misfit] = []
        """Payload templates that are no objects."""
        self.empties: list[Misfit] = []
        self.out_of_range: list[Misfit] = []
        self.unlisted: list[Misfit] = []
        """Values beside the only ones that are allowed."""
        self.unfamiliar: list[Misfit] = []
        """Values beside the documented ones."""
        self.patterns: list[Misfit] = []
        self.nulls: list[Misfit] = []
        """`null` in fields that can be left out; what AWS makes of it is not known."""
        self.placeholders: list[Misfit] = []
        """Placeholders, quoted or not, where a number or a boolean must be."""
        self.timestamps: list[Misfit] = []
        self.replaced: list[Misfit] = []
        """Fields that a newer one has replaced."""
        self.unfilled: list[tuple[Misfit, Node]] = []
        """Marks for a program, and empty choice rules: parts that somebody still fills in."""
        self.unknown_types: list[tuple[State, Scalar]] = []


@fact(about=Definition)
class Conformance(Deviations):
    """Every place where the definition and the language table disagree, by kind."""

    __slots__ = ()

    def __init__(self, definition: Definition, ask: Ask) -> None:
        super().__init__()
        for machine in definition.machine.walk():
            found = [
                ask(deviations_of_machine, machine),
                *(ask(deviations_of, one) for one in machine.states),
            ]
            for deviations in found:
                if deviations is not None:
                    for kind in Deviations.__slots__:
                        getattr(self, kind).extend(getattr(deviations, kind))


@fact(about=StateMachine)
def deviations_of_machine(machine: StateMachine, ask: Ask) -> Deviations | None:
    """What is wrong with the fields of a machine itself; None where nothing is."""
    held = _Comparison(definition_of(machine))
    for part in ask(parts_of_machine, machine):
        held.object(part)
    return None if held.sound else held


@fact(about=State)
def deviations_of(state: State, ask: Ask) -> Deviations | None:
    """What is wrong with a state alone; None where nothing is."""
    held = _Comparison(definition_of(state))
    for part in ask(parts_of, state):
        held.object(part)
    if not isinstance(state.node, Mapping):
        if not _is_unknown(state.node):
            machine = ask(parts_of_machine, state.machine)[0]
            misfit = Misfit(machine, Pair(state.key, state.node), None)
            held.note(held.holders, (misfit, state.node))
    elif state.type not in STATES:
        held.untyped(state, state.node)
    return None if held.sound else held


class _Comparison(Deviations):
    """Some objects held against the table."""

    __slots__ = ("_definition", "sound")

    def __init__(self, definition: Definition) -> None:
        super().__init__()
        self._definition = definition
        self.sound = True
        """Has nothing been found?"""

    def note(self, kind: list[T], what: T) -> None:
        self.sound = False
        kind.append(what)

    # --- states that are no parts ---------------------------------------------------------------

    def untyped(self, state: State, node: Mapping) -> None:
        pair = node.fields.get("Type")
        untyped = Part(_UNTYPED, node, state.key, state.query_language, state)
        if pair is None:
            if _shows_all(node):
                self.note(self.absences, Absence(untyped, ("Type",)))
        elif string_of(pair.value) is not None:
            assert isinstance(pair.value, Scalar)
            self.note(self.unknown_types, (state, pair.value))
        elif not isinstance(pair.value, Hole) and pair.value.type_name != "string":
            self.note(self.mistyped, Misfit(untyped, pair, _UNTYPED.fields["Type"]))

    # --- objects --------------------------------------------------------------------------------

    def object(self, part: Part) -> None:
        fields, language = part.kind.fields, part.language
        if _has_just_what_it_needs(part.kind, language, tuple(part.node.fields)):
            for name, pair in part.node.fields.items():
                self._unless_free(part, pair, fields[name])
        else:
            self._named(part)
            self._needs(part)
        if part.kind.conditions:
            self._conditions(part)

    def _named(self, part: Part) -> None:
        """All fields, some of which may not belong there."""
        fields, language = part.kind.fields, part.language
        for name, pair in part.node.fields.items():
            field = fields.get(name)
            if field is None:
                if not has_placeholder(name):
                    self.note(self.unknown, Misfit(part, pair))
            elif field.language is not None and language != field.language:
                if language is not None:
                    self.note(self.foreign, Misfit(part, pair, field))
            else:
                self._unless_free(part, pair, field)

    def _unless_free(self, part: Part, pair: Pair, field: Field) -> None:
        value, free = pair.value, field.free
        if type(value) is not free and (type(value) is not Scalar or type(value.value) is not free):
            self._value(part, pair, field)

    def _needs(self, part: Part) -> None:
        """Fields that are missing, or exclude each other."""
        node, present = part.node, part.node.fields
        if not present.keys() >= part.kind.required and _shows_all(node):
            missing = [
                name for name in part.kind.fields if name in part.kind.required - present.keys()
            ]
            self.note(self.absences, Absence(part, tuple(missing)))
        for group in part.kind.groups:
            if group.needs and group.needs not in present:
                continue
            there = group.names & present.keys()
            if len(there) > 1:
                pairs = sorted(map(present.__getitem__, there), key=lambda pair: pair.key.start)
                self.note(self.conflicts, Conflict(part, pairs, group))
            elif not there and group.required and _shows_all(node):
                self.note(self.absences, Absence(part, group.fields, group=group))

    def _conditions(self, part: Part) -> None:
        """Fields that another field's value makes necessary or rules out."""
        present = part.node.fields
        for condition in part.kind.conditions:
            because = present.get(condition.field)
            if because is None or string_of(because.value) != condition.value:
                continue
            lacking = tuple(name for name in condition.requires if name not in present)
            if lacking and _shows_all(part.node):
                self.note(self.absences, Absence(part, lacking, because=because))
            for name in condition.forbids:
                if name in present:
                    misfit = Misfit(part, present[name], part.kind.fields[name])
                    self.note(self.forbidden, (misfit, because))

    # --- values ---------------------------------------------------------------------------------

    def _value(self, part: Part, pair: Pair, field: Field) -> None:
        value = pair.value
        if field.instead:
            self.note(self.replaced, Misfit(part, pair, field))
        if field.name == "QueryLanguage" and self._downgrade(part, pair, field):
            return
        if isinstance(value, Hole) or _is_expression(value, field, part.language):
            self._filled_in(part, pair, field, Hole)
            return
        types = JSON_TYPES[field.value]
        if types and value.type_name not in types:
            self._wrong_type(part, pair, field)
            return
        if field.value == TEMPLATE and not isinstance(value, Mapping):
            if not (part.language == JSONATA and field.expression):
                self.note(self.templates, Misfit(part, pair, field))
            return
        if isinstance(value, Sequence):
            if field.non_empty and not value.items:
                self.note(self.empties, Misfit(part, pair, field))
            self._items(part, pair, field, value)
        elif isinstance(value, Scalar):
            self._scalar(part, pair, field)

    def _filled_in(self, part: Part, pair: Pair, field: Field, kind: type[Node]) -> None:
        """Note a placeholder for a number or a boolean; what functions give is of any type."""
        if type(pair.value) is kind and field.value in _BARE:
            self.note(self.placeholders, Misfit(part, pair, field))

    def _wrong_type(self, part: Part, pair: Pair, field: Field) -> None:
        text = pair.value.value if isinstance(pair.value, Scalar) else None
        if isinstance(text, str) and has_placeholder(text):
            self._filled_in(part, pair, field, Scalar)
            return
        if isinstance(text, str) and is_marker(text):
            self.note(self.unfilled, (Misfit(part, pair, field), pair.value))
        elif field.value == BOOLEAN and self._is_yaml_1_1_boolean(pair.value):
            self.note(self.ambiguous, Misfit(part, pair, field))
        elif pair.value.type_name == "null" and not field.required:
            self.note(self.nulls, Misfit(part, pair, field))
        else:
            self.note(self.mistyped, Misfit(part, pair, field))

    def _is_yaml_1_1_boolean(self, value: Node) -> bool:
        """Is it a bare `yes` or the like: a text in YAML 1.2, and a boolean in YAML 1.1?"""
        written = self._definition.written(value).lower()
        return self._definition.is_yaml and written in ("yes", "no", "on", "off")

    def _downgrade(self, part: Part, pair: Pair, field: Field) -> bool:
        if part.state is None or part.state.machine.query_language != JSONATA:
            return False
        if string_of(pair.value) != "JSONPath":
            return False
        self.note(self.downgrades, Misfit(part, pair, field))
        return True

    def _scalar(self, part: Part, pair: Pair, field: Field) -> None:
        number = number_of(pair.value)
        if number is not None:
            low, high = field.minimum, field.maximum
            if (low is not None and number < low) or (high is not None and number > high):
                self.note(self.out_of_range, Misfit(part, pair, field))
            return
        text = string_of(pair.value)
        if text is None:
            return
        if field.values and text not in field.values:
            self.note(self.unlisted, Misfit(part, pair, field))
        elif field.known and text not in field.known:
            self.note(self.unfamiliar, Misfit(part, pair, field))
        elif field.pattern and not re.fullmatch(field.pattern, text):
            self.note(self.patterns, Misfit(part, pair, field))
        elif field.value == "timestamp" and not is_timestamp(text):
            self.note(self.timestamps, Misfit(part, pair, field))

    def _items(self, part: Part, pair: Pair, field: Field, value: Sequence) -> None:
        kind = KINDS.get(field.of)
        for item in value.items:
            if _is_unknown(item) or not field.of:
                continue
            if item.type_name != ("object" if kind else "string"):
                self.note(self.holders, (Misfit(part, pair, field), item))
            elif kind and isinstance(item, Mapping) and is_unfilled(kind, item):
                self.note(self.unfilled, (Misfit(part, pair, field), item))


@lru_cache(maxsize=1_000)
def _has_just_what_it_needs(kind: ObjectKind, language: str | None, names: tuple[str, ...]) -> bool:
    """Does an object with fields of these names lack none, and is none too many?

    The states of a long definition mostly have the same ones.
    """
    fields = [kind.fields.get(name) for name in names]
    if not all(field and field.language in (None, language) for field in fields):
        return False
    counts = [len(group.names.intersection(names)) for group in kind.groups]
    return kind.required.issubset(names) and all(
        count == 1 or (count == 0 and not group.required)
        for group, count in zip(kind.groups, counts, strict=True)
    )


_UNTYPED = ObjectKind("State", "a state", STATES["Pass"].fields["Type"])


def _shows_all(node: Mapping) -> bool:
    """Can no field be there that nobody sees, in a part that is unread or under a placeholder?"""
    return node.complete and not any(map(has_placeholder, node.fields))


def _is_unknown(value: Node) -> bool:
    """Is there a placeholder, alone or in a text?"""
    if isinstance(value, Scalar) and isinstance(value.value, str):
        return has_placeholder(value.value)
    return isinstance(value, Hole)


def _is_expression(value: Node, field: Field, language: str | None) -> bool:
    """May the value be left to the expression rules?"""
    if not field.expression or not isinstance(value, Scalar) or not isinstance(value.value, str):
        return False
    return language != "JSONPath" and "{%" in value.value


def is_timestamp(text: str) -> bool:
    """Is a text a timestamp as Step Functions takes it (RFC 3339 with `T`, seconds and zone)?"""
    if not re.fullmatch(_RFC3339, text):
        return False
    return int(text[8:10]) <= _DAYS[int(text[5:7]) - 1]


def operators_of(rule: Mapping) -> list[str]:
    """The comparison operators that a choice rule of the JSONPath form holds."""
    return [name for name in rule.fields if name in OPERATORS]
