"""Which strings of a state are evaluated, or look as if they were meant to be.

Which fields hold which kind of expression is in the language table; payload templates and JSONata
values are walked to any depth.
"""

from __future__ import annotations

from functools import cache

from asllint.facts.expressions.reading import read_as_jsonata, read_as_path, read_as_path_or_call
from asllint.facts.expressions.site import Site, looks_evaluated
from asllint.facts.fact import Ask, fact
from asllint.facts.parts import Part, parts_of
from asllint.hosts.definition import definition_of
from asllint.language.grammar import (
    JSONATA,
    JSONPATH,
    NULLABLE_PATH,
    NULLABLE_REFERENCE_PATH,
    PATH,
    PATH_OR_INTRINSIC,
    REFERENCE_PATH,
    STRING_OPERATORS,
    TEMPLATE,
    VARIABLES,
    Field,
    ObjectKind,
)
from asllint.language.machine import State, StateMachine
from asllint.syntax.node import Hole, Mapping, Node, Pair, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.expressions import Mistake
    from asllint.facts.expressions.site import Keys

_PATHS = (PATH, NULLABLE_PATH)
_REFERENCE_PATHS = (REFERENCE_PATH, NULLABLE_REFERENCE_PATH)
_CHOICE_RULES = ("ChoiceRule", "NestedChoiceRule")

_LITERAL = frozenset(
    ("Cause", "Error", "ErrorEquals", "Result", "RoleArn", *STRING_OPERATORS)
)  # fmt: skip
"""The fields that hold text, or any value, and where a path is easily mistaken to be read."""


@fact(about=StateMachine)
def assigned_in(machine: StateMachine, ask: Ask) -> frozenset[str]:
    """Every name that some `Assign` of a machine, or of those in it, holds, without `.$`."""
    every = (ask(Sites, state) for inner in machine.walk() for state in inner.states)
    return frozenset().union(*(sites.assigned for sites in every))


@fact(about=State)
class Sites:
    """The sites of one state, without those of the machines in it."""

    __slots__ = (
        "_definition", "_listed", "_sites", "assigned", "in_context", "literal", "misread",
        "misvalued", "plain", "twins", "unread",
    )  # fmt: skip

    def __init__(self, state: State, ask: Ask) -> None:
        self._definition = definition_of(state)
        self._sites: list[Site] = []
        self._listed: list[Site] = []
        """The strings in arrays of payload templates, which nothing evaluates."""
        self.misread: list[tuple[Site, Mistake]] = []
        """What keeps texts from being read."""
        self.literal: list[Site] = []
        """The texts that look like a path or a call where nothing is ever evaluated."""
        self.misvalued: list[tuple[Part, Pair]] = []
        """Keys of payload templates that end in `.$` and have no string."""
        self.twins: list[tuple[Pair, Pair]] = []
        """Keys of payload templates that are the same once `.$` is taken off."""
        self.assigned: set[str] = set()
        """Every name that an `Assign` of the state holds, without `.$`."""
        for part in ask(parts_of, state):
            evaluated, literal = _fields_of(part.kind, part.language)
            for name, pair in part.node.fields.items():
                if name in evaluated:
                    self._field(part, evaluated[name], pair)
                if name in literal:
                    self._literal_field(part, literal[name], pair)
        constants = [site for site in self._sites if site.constant]
        self.unread = any(site.unread for site in constants)
        """Is one of them an expression that could not be read?"""
        self.plain = [site for site in constants + self._listed if site.looks_evaluated]
        """The constants that look as if somebody had meant them to be evaluated."""
        self.in_context = [site for site in self._sites if site.in_context]
        """Those that read the context object."""

    def __iter__(self) -> Iterator[Site]:
        return iter(self._sites)

    @property
    def is_empty(self) -> bool:
        """Is there nothing that is evaluated, or should have been read?"""
        return not (self._sites or self.misread)

    def _field(self, part: Part, field: Field, pair: Pair) -> None:
        if field.value == VARIABLES and isinstance(pair.value, Mapping):
            self.assigned |= {name.removesuffix(".$") for name in pair.value.fields}
        if part.language == JSONATA:
            if (field.expression and part.kind.name != "Credentials") or field.value == VARIABLES:
                self._jsonata_value(part, field, pair)
        elif part.language == JSONPATH:
            if field.value in (TEMPLATE, VARIABLES):
                self._template(part, field, pair)
            elif isinstance(pair.value, Scalar) and isinstance(pair.value.value, str):
                self._path_field(part, field, pair.key, pair.value)

    def _path_field(self, part: Part, field: Field, key: Scalar, scalar: Scalar) -> None:
        site = Site(self._definition, part, field, (key,), scalar)
        if field.value in _PATHS:
            self._add(site, read_as_path(site))
        elif field.value in _REFERENCE_PATHS:
            # Measured: choice rules take more than reference paths, whatever the pages say.
            strict = part.kind.name not in _CHOICE_RULES
            self._add(site, read_as_path(site, reference=strict))
        elif field.value == PATH_OR_INTRINSIC:
            self._add(site, read_as_path_or_call(site))

    def _add(self, site: Site, mistakes: list[Mistake]) -> None:
        self._sites.append(site)
        self.misread += [(site, mistake) for mistake in mistakes]

    def _template(self, part: Part, field: Field, pair: Pair) -> None:
        """A payload template: keys that end in `.$` are evaluated, at any depth."""
        pending: list[tuple[Keys, Node, Pair]] = [((pair.key,), pair.value, pair)]
        while pending:
            keys, node, inside = pending.pop()
            if isinstance(node, Sequence):
                pending += [(keys, item, inside) for item in reversed(node.items)]
            elif isinstance(node, Mapping):
                for inner in node.pairs:
                    self._template_pair(part, field, keys, inner, pending)
                self._find_twins(node)
            elif isinstance(node, Scalar) and isinstance(node.value, str) and inside is not pair:
                site = Site(self._definition, part, field, keys, node)
                site.array = inside
                self._listed.append(site)

    def _template_pair(
        self,
        part: Part,
        field: Field,
        keys: Keys,
        pair: Pair,
        pending: list[tuple[Keys, Node, Pair]],
    ) -> None:
        value, keys = pair.value, (*keys, pair.key)
        evaluated = str(pair.key.value).endswith(".$")
        if isinstance(value, Scalar) and isinstance(value.value, str):
            site = Site(self._definition, part, field, keys, value)
            if evaluated:
                self._add(site, read_as_path_or_call(site))
            else:
                self._sites.append(site)
        elif evaluated:
            if not isinstance(value, Hole):
                self.misvalued.append((part, pair))
        else:
            pending.append((keys, value, pair))

    def _literal_field(self, part: Part, field: Field, pair: Pair) -> None:
        """A value in which no string is evaluated, at any depth."""
        for keys, scalar, text in _strings(pair):
            if looks_evaluated(text):
                self.literal.append(Site(self._definition, part, field, keys, scalar))

    def _find_twins(self, node: Mapping) -> None:
        for name, pair in node.fields.items():
            twin = node.fields.get(name + ".$")
            if twin is not None:
                self.twins.append((pair, twin))

    def _jsonata_value(self, part: Part, field: Field, pair: Pair) -> None:
        """A value in which every string may be an expression."""
        for keys, scalar, _ in _strings(pair):
            site = Site(self._definition, part, field, keys, scalar)
            self._add(site, read_as_jsonata(site))


def _strings(pair: Pair) -> Iterator[tuple[Keys, Scalar, str]]:
    """The strings of a value, at any depth and in their order, with the keys that lead to each."""
    pending: list[tuple[Keys, Node]] = [((pair.key,), pair.value)]
    while pending:
        keys, node = pending.pop()
        if isinstance(node, Sequence):
            pending += [(keys, item) for item in reversed(node.items)]
        elif isinstance(node, Mapping):
            pending += [((*keys, inner.key), inner.value) for inner in reversed(node.pairs)]
        elif isinstance(node, Scalar) and isinstance(node.value, str):
            yield keys, node, node.value


@cache
def _fields_of(kind: ObjectKind, language: str | None) -> tuple[dict[str, Field], dict[str, Field]]:
    """The fields of a kind of object that are evaluated, and those in which nothing ever is."""
    fields = {
        name: field for name, field in kind.fields.items() if field.language in (None, language)
    }
    # AWS was seen not to read `RoleArn`.
    expressions = language != JSONPATH and kind.name != "Credentials"
    return (
        {name: field for name, field in fields.items() if field.evaluated},
        {
            name: field
            for name, field in fields.items()
            if name in _LITERAL and not (expressions and field.expression)
        },
    )
