"""Every string of a definition that Step Functions evaluates, read, with its exact place.

Which fields hold which kind of expression is in the language table; payload templates and JSONata
values are walked to any depth. Each distinct text is read once.
"""

from __future__ import annotations

import re
from functools import lru_cache

from asllint.data.context import MEMBERS
from asllint.expressions import Mistake
from asllint.expressions.intrinsic import Call, looks_like_intrinsic, read_intrinsic
from asllint.expressions.path import Path, read_path
from asllint.facts.parts import Part, Parts
from asllint.finding import Edit, Finding, Fix
from asllint.grammar import (
    JSONATA,
    JSONPATH,
    NULLABLE_PATH,
    NULLABLE_REFERENCE_PATH,
    PATH,
    PATH_OR_INTRINSIC,
    REFERENCE_PATH,
    TEMPLATE,
    VARIABLES,
    Field,
)
from asllint.hosts.definition import Definition
from asllint.machine import State, StateMachine
from asllint.syntax.content import content, encode
from asllint.syntax.node import Hole, Mapping, Node, Pair, Scalar, Sequence, has_placeholder
from asllint.text import Fragment, SourceFile, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from asllint.expressions.jsonata import Expression

    Keys = tuple[Scalar, ...]

_LIKE_A_PATH = r"\$\$?(?:[.][A-Za-z_]|\[[\'0-9*])[^\s]*"
_CONTEXT = frozenset(tuple(name.split(".")) for name in MEMBERS)
_PATHS = (PATH, NULLABLE_PATH)
_REFERENCE_PATHS = (REFERENCE_PATH, NULLABLE_REFERENCE_PATH)
_CHOICE_RULES = ("ChoiceRule", "NestedChoiceRule")


# An editor asks for the same expressions after every key; what comes of them is never changed.
_read_path = lru_cache(maxsize=16_384)(read_path)
_read_intrinsic = lru_cache(maxsize=16_384)(read_intrinsic)


class Site:
    """One string that is evaluated, or a constant that stands where one could be.

    Of `path`, `call` and `jsonata` at most one is set: what the text was read as. All of them are
    None for a constant, and for a text that could not be read.
    """

    __slots__ = (
        "_content", "call", "field", "file", "jsonata", "keys", "offset", "part", "path", "scalar",
    )  # fmt: skip

    def __init__(
        self, file: SourceFile, part: Part, field: Field, keys: Keys, scalar: Scalar
    ) -> None:
        self.file = file
        self.part = part
        self.field = field
        """The field of the language that the string is in, at whatever depth."""
        self.keys = keys
        """The keys that lead to the string: the field's own, and those inside of its value."""
        self.scalar = scalar
        self.path: Path | None = None
        self.call: Call | None = None
        self.jsonata: Expression | None = None
        self.offset = 0
        """Where in the string the expression's text begins: after `{%` for JSONata."""
        self._content: Fragment | None = None

    @property
    def key(self) -> Scalar:
        """The nearest key."""
        return self.keys[-1]

    @property
    def text(self) -> str:
        """The whole string."""
        return str(self.scalar.value)

    @property
    def state(self) -> State | None:
        """The state that the string belongs to."""
        return self.part.state

    @property
    def constant(self) -> bool:
        """Is it a text that nothing evaluates?"""
        return self.path is None and self.call is None and self.jsonata is None

    @property
    def place(self) -> str:
        """Where it stands, for messages: `"Output" of a Task state`."""
        return f'"{self.field.name}" of {self.part.kind.title}'

    @property
    def members(self) -> frozenset[str]:
        """The members of `$states` that exist here (developer guide, "Transforming data")."""
        kind, name = self.part.kind.name, self.field.name
        if name in ("Output", "Assign"):
            if kind == "Catcher":
                return frozenset(("input", "context", "errorOutput"))
            if kind in ("Task", "Parallel", "Map"):
                return frozenset(("input", "context", "result"))
        return frozenset(("input", "context"))

    @property
    def unread(self) -> bool:
        """Is it an expression that a placeholder or a mistake keeps from being read?"""
        return self.constant and ("{%" in self.text or has_placeholder(self.text))

    @property
    def looks_like_path(self) -> bool:
        """Is the text most likely meant as a path? (`$` and `$5` are not.)"""
        return re.fullmatch(_LIKE_A_PATH, self.text) is not None

    @property
    def calls_intrinsic(self) -> bool:
        """Does the text begin like a call of an intrinsic function?"""
        return looks_like_intrinsic(self.text)

    @property
    def content(self) -> Fragment:
        """The string's characters with their file offsets."""
        if self._content is None:
            self._content = content(self.scalar, self.file)
        return self._content

    def span(self, start: int, end: int) -> Span:
        """The file span of characters of the expression's text."""
        return self.content.span(start + self.offset, end + self.offset)

    def paths(self) -> Iterator[Path]:
        """Every path in it: the path itself, or those among a function's arguments."""
        if self.path is not None:
            yield self.path
        pending: list[object] = [self.call] if self.call is not None else []
        while pending:
            one = pending.pop()
            if isinstance(one, Path):
                yield one
            elif isinstance(one, Call):
                pending += reversed(one.arguments)

    def finding(self, mistake: Mistake) -> Finding:
        """A mistake in the expression as a finding, with its fix where one can be written."""
        span, fix = self.span(mistake.start, mistake.end), None
        if mistake.replacement is not None:
            start, end = mistake.start + self.offset, mistake.end + self.offset
            try:
                written = encode(mistake.replacement, self.scalar, self.file, start, end)
                bare = mistake.kind == "jsonata-top-level" and "$states.input" in written
                safe = mistake.kind not in _GUESSED and not bare
                title = f'write "{mistake.replacement}"' if mistake.replacement else "delete it"
                fix = Fix(title, [Edit(span, written)], safe=safe)
            except ValueError:
                pass  # the notation of the string can not hold it there
        return Finding(span, mistake.message, fix=fix)


_GUESSED = ("malformed-path", "states-member")
"""Kinds of mistakes whose repair is a guess, however good. So is where a bare name belongs."""


class Expressions:
    """All sites of a definition, and the mistakes that reading them has shown, by rule."""

    __slots__ = (
        "_by_machine", "assigned", "file", "mistakes", "misvalued", "sites", "twins",
    )  # fmt: skip

    subject = Definition
    uses_facts = True

    def __init__(self, definition: Definition, fact: Callable[[type, object], Any]) -> None:
        self.file = definition.file
        self.sites: list[Site] = []
        self.mistakes: dict[str, list[tuple[Site, Mistake]]] = {}
        """By the id of the rule that reports them."""
        self.misvalued: list[tuple[Part, Pair]] = []
        """Keys of payload templates that end in `.$` and have no string."""
        self.twins: list[tuple[Pair, Pair]] = []
        """Keys of payload templates that are the same once `.$` is taken off."""
        self.assigned: set[str] = set()
        """Every name that some `Assign` holds, without `.$`."""
        self._by_machine: dict[StateMachine, list[Site]] | None = None
        for part in fact(Parts, definition).items:
            for name, pair in part.node.fields.items():
                field = part.kind.fields.get(name)
                if field is not None and field.evaluated and part.knows(field):
                    self._field(part, field, pair)
        self._understand()

    def findings(self, kind: str) -> Iterator[Finding]:
        """The mistakes of one kind as findings."""
        for site, mistake in self.mistakes.get(kind, ()):
            yield site.finding(mistake)

    def of(self, machine: StateMachine) -> list[Site]:
        """The sites of one machine's own states."""
        if self._by_machine is None:
            self._by_machine = {}
            for site in self.sites:
                if site.state is not None:
                    self._by_machine.setdefault(site.state.machine, []).append(site)
        return self._by_machine.get(machine, [])

    def in_jsonata(self) -> Iterator[tuple[Site, Expression]]:
        """The sites that could be read as JSONata, with what they say."""
        for site in self.sites:
            if site.jsonata is not None:
                yield site, site.jsonata

    def _understand(self) -> None:
        """What the JSONata expressions name and call, once all variables are known."""
        assigned = frozenset(self.assigned)
        for site, expression in self.in_jsonata():
            from asllint.expressions import jsonata_mistakes

            self._note(site, jsonata_mistakes.top_level_mistakes(expression, assigned))
            self._note(site, jsonata_mistakes.function_mistakes(expression, assigned))
            members = site.members
            found = jsonata_mistakes.states_mistakes(expression, members, site.place, _CONTEXT)
            self._note(site, found)

    # --- which strings --------------------------------------------------------------------------

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
        if field.value in _PATHS:
            self._path(Site(self.file, part, field, (key,), scalar))
        elif field.value in _REFERENCE_PATHS:
            # Measured: choice rules take more than reference paths, whatever the pages say.
            strict = part.kind.name not in _CHOICE_RULES
            self._path(Site(self.file, part, field, (key,), scalar), reference=strict)
        elif field.value == PATH_OR_INTRINSIC:
            self._path_or_call(Site(self.file, part, field, (key,), scalar))

    def _template(self, part: Part, field: Field, pair: Pair) -> None:
        """A payload template: keys that end in `.$` are evaluated, at any depth."""
        pending: list[tuple[Keys, Node]] = [((pair.key,), pair.value)]
        while pending:
            keys, node = pending.pop()
            if isinstance(node, Sequence):
                pending += [(keys, item) for item in reversed(node.items)]
            elif isinstance(node, Mapping):
                for inner in node.pairs:
                    self._template_pair(part, field, keys, inner, pending)
                self._find_twins(node)

    def _template_pair(
        self, part: Part, field: Field, keys: Keys, pair: Pair, pending: list[tuple[Keys, Node]]
    ) -> None:
        value, keys = pair.value, (*keys, pair.key)
        evaluated = str(pair.key.value).endswith(".$")
        if isinstance(value, Scalar) and isinstance(value.value, str):
            site = Site(self.file, part, field, keys, value)
            if evaluated:
                self._path_or_call(site)
            else:
                self.sites.append(site)
        elif evaluated:
            if not isinstance(value, Hole):
                self.misvalued.append((part, pair))
        else:
            pending.append((keys, value))

    def _find_twins(self, node: Mapping) -> None:
        for name, pair in node.fields.items():
            twin = node.fields.get(name + ".$")
            if twin is not None:
                self.twins.append((pair, twin))

    def _jsonata_value(self, part: Part, field: Field, pair: Pair) -> None:
        """A value in which every string may be an expression."""
        pending: list[tuple[Keys, Node]] = [((pair.key,), pair.value)]
        while pending:
            keys, node = pending.pop()
            if isinstance(node, Sequence):
                pending += [(keys, item) for item in reversed(node.items)]
            elif isinstance(node, Mapping):
                pending += [((*keys, inner.key), inner.value) for inner in reversed(node.pairs)]
            elif isinstance(node, Scalar) and isinstance(node.value, str):
                self._jsonata(Site(self.file, part, field, keys, node))

    # --- what they say --------------------------------------------------------------------------

    def _path(self, site: Site, *, reference: bool = False) -> None:
        self.sites.append(site)
        if has_placeholder(site.text):
            return
        path, mistakes = _read_path(site.text)
        assert isinstance(path, Path)
        site.path = path
        problem = None
        if reference and not mistakes:
            problem = _wrong_root(site.field, path) or path.reference_problem()
        self._note(site, [*mistakes, problem] if problem is not None else mistakes)

    def _path_or_call(self, site: Site) -> None:
        """The value of a key that ends in `.$`: a path or an intrinsic function."""
        if has_placeholder(site.text):
            self.sites.append(site)
        elif looks_like_intrinsic(site.text):
            self.sites.append(site)
            call, mistakes = _read_intrinsic(site.text)
            site.call = call if isinstance(call, Call) else None
            self._note(site, mistakes)
        else:
            self._path(site)

    def _jsonata(self, site: Site) -> None:
        from asllint.expressions.jsonata import read_jsonata
        from asllint.expressions.jsonata_mistakes import split_delimiters

        self.sites.append(site)
        text = site.text
        if "{%" not in text and "%}" not in text:
            return
        inner, mistakes = split_delimiters(text)
        self._note(site, mistakes)
        if inner is None or has_placeholder(text):
            return
        site.offset = inner[0]
        expression, mistakes = read_jsonata(text[inner[0] : inner[1]])
        site.jsonata = expression
        self._note(site, mistakes)

    def _note(self, site: Site, mistakes: list[Mistake]) -> None:
        for mistake in mistakes:
            self.mistakes.setdefault(mistake.kind, []).append((site, mistake))


def _wrong_root(field: Field, path: Path) -> Mistake | None:
    """`ResultPath` says where in the state's data the result goes, and can name nothing else."""
    if field.name != "ResultPath" or path.root == "$":
        return None
    what = "the context object" if path.in_context else "a variable"
    end = path.start + len(path.root)
    message = f'"ResultPath" can not write into {what}: begin it with "$."'
    return Mistake("reference-path", path.start, end, message)
