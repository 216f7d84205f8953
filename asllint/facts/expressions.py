"""Every string of a definition that Step Functions evaluates, read, with its exact place.

Which fields hold which kind of expression is in the language table; payload templates and JSONata
values are walked to any depth. Each distinct text is read once.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from asllint.expressions import Mistake
from asllint.expressions.intrinsic.call import IntrinsicCall
from asllint.expressions.intrinsic.reader import looks_like_intrinsic, read_intrinsic
from asllint.expressions.path import Path, read_path
from asllint.facts.conformance import is_timestamp
from asllint.facts.fact import Ask, fact
from asllint.facts.parts import Part, parts_of
from asllint.hosts.definition import Definition, definition_of
from asllint.language.grammar import (
    BOOLEAN,
    INTEGER,
    JSONATA,
    JSONPATH,
    NULLABLE_PATH,
    NULLABLE_REFERENCE_PATH,
    NUMBER,
    PATH,
    PATH_OR_INTRINSIC,
    REFERENCE_PATH,
    STRING_OPERATORS,
    TEMPLATE,
    TIMESTAMP,
    VARIABLES,
    Field,
)
from asllint.language.machine import State, StateMachine
from asllint.source.finding import Finding, Fix
from asllint.source.text import Fragment, SourceFile, Span
from asllint.syntax.content import content
from asllint.syntax.edits import rename, replace_text, unquote
from asllint.syntax.node import Hole, Mapping, Node, Pair, Scalar, Sequence, has_placeholder
from asllint.tables.context import MEMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.expressions.jsonata.reader import Expression
    from asllint.source.finding import Intention

    Keys = tuple[Scalar, ...]

_LIKE_A_PATH = r"\$\$?(?:[.][A-Za-z_]|\[[\'0-9*])[^\s]*"
_LIKE_A_VARIABLE = r"\$([A-Za-z_]\w*)(?:[.\[][^\s]*)?"
_FOR_OTHERS = (
    "path", "paths", "pathsmap", "pointer", "pattern", "expression", "query", "regex", "regexp",
    "template", "selector", "filter", "metricvalue", "metrictransformations",
)  # fmt: skip
"""Endings of keys in or under which a path may well be meant for somebody else."""
_MAX_SHOWN = 60
"""A longer call (in code points) is not shown in a message."""
_MAX_ARGUMENTS = 100
"""A longer array is not written as a call."""

_CONTEXT = frozenset(tuple(name.split(".")) for name in MEMBERS)
_PATHS = (PATH, NULLABLE_PATH)
_REFERENCE_PATHS = (REFERENCE_PATH, NULLABLE_REFERENCE_PATH)
_CHOICE_RULES = ("ChoiceRule", "NestedChoiceRule")

_LITERAL = frozenset(
    ("Cause", "Error", "ErrorEquals", "Result", "RoleArn", *STRING_OPERATORS)
)  # fmt: skip
"""The fields that hold text, or any value, and where a path is easily mistaken to be read."""


# An editor asks for the same expressions after every key; what comes of them is never changed.
_read_path = lru_cache(maxsize=16_384)(read_path)
_read_intrinsic = lru_cache(maxsize=16_384)(read_intrinsic)


class Site:
    """One string that is evaluated, or a constant that stands where one could be.

    Of `path`, `call` and `jsonata` at most one is set: what the text was read as. All of them are
    None for a constant, and for a text that could not be read.
    """

    __slots__ = (
        "_definition", "array", "call", "field", "jsonata", "keys", "offset", "part",
        "path", "scalar",
    )  # fmt: skip

    def __init__(
        self, definition: Definition, part: Part, field: Field, keys: Keys, scalar: Scalar
    ) -> None:
        self._definition = definition
        self.part = part
        self.field = field
        """The field of the language that the string is in, at whatever depth."""
        self.keys = keys
        """The keys that lead to the string: the field's own, and those inside of its value."""
        self.scalar = scalar
        self.array: Pair | None = None
        """The field in whose array, at whatever depth, the string is; None where it has a key."""
        self.path: Path | None = None
        self.call: IntrinsicCall | None = None
        self.jsonata: Expression | None = None
        self.offset = 0
        """Where in the string the expression's text begins: after `{%` for JSONata."""

    @property
    def file(self) -> SourceFile:
        """The file that it stands in, as it is now."""
        return self._definition.file

    @property
    def key(self) -> Scalar:
        """The nearest key."""
        return self.keys[-1]

    @property
    def text(self) -> str:
        """The whole string."""
        return str(self.scalar.value)

    @property
    def state(self) -> State:
        """The state that the string belongs to."""
        assert self.part.state is not None, "a machine itself has nothing to evaluate"
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
        """The members of `$states` that exist here."""
        return members_of(self.part.kind.name, self.field.name)

    @property
    def unread(self) -> bool:
        """Is it an expression that a placeholder or a mistake keeps from being read?"""
        return self.constant and ("{%" in self.text or has_placeholder(self.text))

    @property
    def looks_like_path(self) -> bool:
        """Is the text most likely meant as a path? (`$` and `$5` are not.)"""
        return _looks_like_path(self.text)

    @property
    def variable(self) -> str | None:
        """The name of the variable that the text would read, were it a path; None for others."""
        return _variable_in(self.text)

    @property
    def calls_intrinsic(self) -> bool:
        """Does the text begin like a call of an intrinsic function?"""
        return looks_like_intrinsic(self.text)

    @property
    def may_be_for_others(self) -> bool:
        """Do the keys around the text say that somebody else may read it, as a path or so?"""
        inner = (str(key.value).lower().removesuffix(".$") for key in self.keys[1:])
        return any(key.endswith(_FOR_OTHERS) for key in inner)  # the first is the field's own

    @property
    def looks_evaluated(self) -> bool:
        """Does the text look like a path, an intrinsic function or a JSONata expression?

        A `$name` may be a variable, or any text: see `Expressions.means_value`.
        """
        text = self.text
        if text[:1] == "$":
            return self.looks_like_path or self.variable is not None
        if "{%" in text:
            return text.strip().startswith("{%") or self.calls_intrinsic
        return "state" in text.lower() and self.calls_intrinsic

    @property
    def in_context(self) -> bool:
        """Does it read the context object?"""
        if self.jsonata is not None:
            return any(use.path[:1] in ((), ("context",)) for use in self.jsonata.states)
        return "$$" in self.text and any(path.in_context for path in self.paths())

    @property
    def content(self) -> Fragment:
        """The string's characters with their file offsets."""
        return content(self.scalar, self.file)

    def span(self, start: int, end: int) -> Span:
        """The file span of characters of the expression's text."""
        return self.content.span(start + self.offset, end + self.offset)

    def replaced(self, start: int, end: int, text: str) -> Intention:
        """Other characters in place of some of the expression's text."""
        return replace_text(self.scalar, start + self.offset, end + self.offset, text)

    def paths(self) -> Iterator[Path]:
        """Every path in it: the path itself, or those among a function's arguments."""
        if self.path is not None:
            yield self.path
        pending: list[object] = [self.call] if self.call is not None else []
        while pending:
            one = pending.pop()
            if isinstance(one, Path):
                yield one
            elif isinstance(one, IntrinsicCall):
                pending += reversed(one.arguments)

    def finding(self, mistake: Mistake) -> Finding:
        """A mistake in the expression as a finding, with its fix where one can be written."""
        if mistake.kind == "malformed-path":
            renamed = self._renamed()
            if renamed is not None:
                message = f'"{self.field.name}" takes a path, not "{self.text}": {renamed.title}'
                return Finding(self.scalar.span, message, fix=renamed)
        fix, text = None, mistake.replacement
        if text is not None:
            bare = mistake.kind == "jsonata-top-level" and "$states.input" in text
            safe = not (mistake.guess or bare or mistake.kind in _GUESSED)
            title = f'write "{text}"' if text else "delete it"
            fix = Fix(title, [self.replaced(*mistake.replaced, text)], safe=safe)
        return Finding(self.span(mistake.start, mistake.end), mistake.message, fix=fix)

    def _renamed(self) -> Fix | None:
        """Call the field of a path what it holds: a number, a boolean or a timestamp."""
        twin = self.part.kind.fields.get(self.field.name.removesuffix("Path"))
        if twin is None or twin is self.field or twin.name in self.part.node.fields:
            return None
        steps: list[Intention] = [rename(self.key, twin.name)]
        if re.fullmatch(_CONSTANTS.get(twin.value, r"(?!)"), self.text):
            steps.append(unquote(self.scalar))
        elif twin.value != TIMESTAMP or not is_timestamp(self.text):
            return None
        return Fix(f'rename the field to "{twin.name}"', steps)


_CONSTANTS = {
    INTEGER: r"0|[1-9][0-9]*",
    NUMBER: r"-?(0|[1-9][0-9]*)([.][0-9]+)?",
    BOOLEAN: r"true|false",
}
"""What can stand without quotes in the field beside that for a path, by the kind of its value."""

_GUESSED = ("malformed-path", "states-member")
"""Kinds of mistakes whose repair is a guess, however good. So is where a bare name belongs."""


def members_of(kind: str, field: str) -> frozenset[str]:
    """The members of `$states` that exist in a field of a kind of object.

    Source: developer guide, "Transforming data with JSONata in Step Functions".
    """
    if field in ("Output", "Assign"):
        if kind == "Catcher":
            return frozenset(("input", "context", "errorOutput"))
        if kind in ("Task", "Parallel", "Map"):
            return frozenset(("input", "context", "result"))
    return frozenset(("input", "context"))


@fact(about=Definition)
class Expressions:
    """All sites of a definition, and the mistakes that reading them has shown, by rule."""

    __slots__ = (
        "assigned", "by_state", "in_context", "literal", "mistakes", "misvalued", "plain", "reads",
        "twins",
    )  # fmt: skip

    def __init__(self, definition: Definition, ask: Ask) -> None:
        self.by_state = {
            state: ask(Sites, state)
            for machine in definition.machine.walk()
            for state in machine.states
        }
        self.assigned = ask(assigned_in, definition.machine)
        """Every name that some `Assign` holds, without `.$`."""
        self.misvalued: list[tuple[Part, Pair]] = []
        """Keys of payload templates that end in `.$` and have no string."""
        self.twins: list[tuple[Pair, Pair]] = []
        """Keys of payload templates that are the same once `.$` is taken off."""
        self.plain: list[Site] = []
        """The constants that look as if somebody had meant them to be evaluated."""
        self.literal: list[Site] = []
        """The same in fields where nothing is ever evaluated; these are no sites otherwise."""
        self.in_context: list[Site] = []
        """The sites that read the context object."""
        self.mistakes: dict[str, list[tuple[Site, Mistake]]] = {}
        """By the id of the rule that reports them."""
        self.reads: list[tuple[Site, str, int, int]] = []
        """The variables that are read: name, start and end in the expression's text."""
        for state, sites in self.by_state.items():
            self.misvalued += sites.misvalued
            self.twins += sites.twins
            self.plain += sites.plain
            self.literal += sites.literal
            self.in_context += sites.in_context
            understood = ask(_Understood, state)
            self.reads += understood.reads
            for site, mistake in understood.mistakes:
                self.mistakes.setdefault(mistake.kind, []).append((site, mistake))

    def __iter__(self) -> Iterator[Site]:
        """All sites, state by state."""
        for sites in self.by_state.values():
            yield from sites

    def means_value(self, text: str) -> bool:
        """Is it surely meant as a path, a call, or a variable that some `Assign` sets?"""
        return (
            _looks_like_path(text)
            or looks_like_intrinsic(text)
            or _variable_in(text) in self.assigned
        )

    def as_call(self, array: Node) -> str | None:
        """An array as a call that evaluates the paths and calls in it.

        None where there are none, and where the rest can not be written as arguments.
        """
        if not isinstance(array, Sequence) or len(array.items) > _MAX_ARGUMENTS:
            return None
        texts = [item.value for item in array.items if isinstance(item, Scalar)]
        if not any(isinstance(text, str) and self.means_value(text) for text in texts):
            return None
        written = [self._argument(item) for item in array.items]
        arguments = [one for one in written if one is not None]
        return f"States.Array({', '.join(arguments)})" if len(arguments) == len(written) else None

    def shown(self, call: str | None) -> str:
        """A call for a message, where a long one is cut short."""
        return "States.Array(…)" if call is None or len(call) > _MAX_SHOWN else call

    def _argument(self, item: Node) -> str | None:
        """An item as an argument of an intrinsic function; None where that can not be said."""
        value = item.value if isinstance(item, Scalar) else item
        if isinstance(value, str):
            if self.means_value(value):
                return value
            escaped = value.replace("\\", "\\\\").replace("'", "\\'")
            return f"'{escaped}'" if value.isprintable() and not set(value) & set("{}") else None
        return json.dumps(value) if value is None or isinstance(value, bool | int) else None

    def in_jsonata(self) -> Iterator[tuple[Site, Expression]]:
        """The sites that could be read as JSONata, with what they say."""
        for site in self:
            if site.jsonata is not None:
                yield site, site.jsonata

    def findings(self, kind: str) -> Iterator[Finding]:
        """The mistakes of one kind as findings."""
        for site, mistake in self.mistakes.get(kind, ()):
            yield site.finding(mistake)

    def of(self, machine: StateMachine) -> Iterator[Site]:
        """The sites of one machine's own states."""
        for state in machine.states:
            yield from self.by_state[state]


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
            for name, pair in part.node.fields.items():
                field = part.kind.fields.get(name)
                if field is None or not part.knows(field):
                    continue
                if field.evaluated:
                    self._field(part, field, pair)
                if name in _LITERAL and not _is_evaluated(part, field):
                    self._literal_field(part, field, pair)
        constants = [site for site in self._sites if site.constant]
        self.unread = any(site.unread for site in constants)
        """Is one of them an expression that could not be read?"""
        self.plain = [site for site in (*constants, *self._listed) if site.looks_evaluated]
        """The constants that look as if somebody had meant them to be evaluated."""
        self.in_context = [site for site in self._sites if site.in_context]
        """Those that read the context object."""

    def __iter__(self) -> Iterator[Site]:
        return iter(self._sites)

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
            self._path(Site(self._definition, part, field, (key,), scalar))
        elif field.value in _REFERENCE_PATHS:
            # Measured: choice rules take more than reference paths, whatever the pages say.
            strict = part.kind.name not in _CHOICE_RULES
            self._path(Site(self._definition, part, field, (key,), scalar), reference=strict)
        elif field.value == PATH_OR_INTRINSIC:
            self._path_or_call(Site(self._definition, part, field, (key,), scalar))

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
                self._path_or_call(site)
            else:
                self._sites.append(site)
        elif evaluated:
            if not isinstance(value, Hole):
                self.misvalued.append((part, pair))
        else:
            pending.append((keys, value, pair))

    def _literal_field(self, part: Part, field: Field, pair: Pair) -> None:
        """A value in which no string is evaluated, at any depth."""
        self.literal += [one for one in self._strings(part, field, pair) if one.looks_evaluated]

    def _find_twins(self, node: Mapping) -> None:
        for name, pair in node.fields.items():
            twin = node.fields.get(name + ".$")
            if twin is not None:
                self.twins.append((pair, twin))

    def _jsonata_value(self, part: Part, field: Field, pair: Pair) -> None:
        """A value in which every string may be an expression."""
        for site in self._strings(part, field, pair):
            self._jsonata(site)

    def _strings(self, part: Part, field: Field, pair: Pair) -> Iterator[Site]:
        """The strings of a value, at any depth and in their order."""
        pending: list[tuple[Keys, Node]] = [((pair.key,), pair.value)]
        while pending:
            keys, node = pending.pop()
            if isinstance(node, Sequence):
                pending += [(keys, item) for item in reversed(node.items)]
            elif isinstance(node, Mapping):
                pending += [((*keys, inner.key), inner.value) for inner in reversed(node.pairs)]
            elif isinstance(node, Scalar) and isinstance(node.value, str):
                yield Site(self._definition, part, field, keys, node)

    # --- what they say --------------------------------------------------------------------------

    def _path(self, site: Site, *, reference: bool = False) -> None:
        self._sites.append(site)
        if has_placeholder(site.text):
            return
        path, mistakes = _read_path(site.text)
        assert isinstance(path, Path)
        site.path = path
        problem = _wrong_root(site.field, path) if reference else None
        if problem is not None:  # which members the context object has does not matter then
            mistakes = [one for one in mistakes if one.kind != "unknown-context-member"]
        elif reference and not mistakes:
            problem = path.reference_problem()
        if problem is None and not mistakes:
            problem = path.run_time_problem()
        self._note(site, [*mistakes, problem] if problem is not None else mistakes)

    def _path_or_call(self, site: Site) -> None:
        """The value of a key that ends in `.$`: a path or an intrinsic function."""
        if has_placeholder(site.text):
            self._sites.append(site)
        elif looks_like_intrinsic(site.text):
            self._sites.append(site)
            call, mistakes = _read_intrinsic(site.text)
            site.call = call if isinstance(call, IntrinsicCall) else None
            problems = [path.run_time_problem() for path in site.paths()] if not mistakes else []
            self._note(site, [*mistakes, *(one for one in problems if one is not None)])
        else:
            self._path(site)

    def _jsonata(self, site: Site) -> None:
        from asllint.expressions.jsonata.mistakes import split_delimiters
        from asllint.expressions.jsonata.reader import read_jsonata

        self._sites.append(site)
        text = site.text
        if "%" not in text:
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
        self.misread += [(site, mistake) for mistake in mistakes]


def _looks_like_path(text: str) -> bool:
    return re.fullmatch(_LIKE_A_PATH, text) is not None


def _variable_in(text: str) -> str | None:
    """The name of the variable that the text would read, were it a path; None for others."""
    match = re.fullmatch(_LIKE_A_VARIABLE, text)
    return match[1] if match is not None else None


def _is_evaluated(part: Part, field: Field) -> bool:
    """May the field hold an expression where it stands? (AWS was seen not to read `RoleArn`.)"""
    return part.language != JSONPATH and field.expression and part.kind.name != "Credentials"


def _wrong_root(field: Field, path: Path) -> Mistake | None:
    """`ResultPath` says where in the state's data the result goes, and can name nothing else."""
    if field.name != "ResultPath" or path.root == "$":
        return None
    what = "the context object" if path.in_context else "a variable"
    end = path.start + len(path.root)
    message = f'"ResultPath" can not write into {what}: begin it with "$."'
    return Mistake("reference-path", path.start, end, message)


@fact(about=State)
class _Understood:
    """What the sites of a state say, given every variable that the definition assigns."""

    __slots__ = ("_assigned", "mistakes", "reads")

    def __init__(self, state: State, ask: Ask) -> None:
        sites = ask(Sites, state)
        self._assigned = ask(assigned_in, state.outermost)
        self.mistakes = sites.misread[:]
        """What is wrong, be it that a text could not be read, or with what it says."""
        self.reads: list[tuple[Site, str, int, int]] = []
        """The variables that are read: name, start and end in the expression's text."""
        for site in sites:
            if site.jsonata is not None:
                self._jsonata(site, site.jsonata)
            elif site.path is not None:
                self._path(site, site.path)
            elif site.call is not None:
                for path in site.paths():
                    self._path(site, path)

    def _path(self, site: Site, path: Path) -> None:
        name = path.variable
        if name is not None:
            self.reads.append((site, name, path.start, path.start + len(name) + 1))

    def _jsonata(self, site: Site, expression: Expression) -> None:
        from asllint.expressions.jsonata import mistakes as jsonata_mistakes

        found = jsonata_mistakes.fallback_mistakes(expression)
        found += jsonata_mistakes.top_level_mistakes(expression, self._assigned)
        found += jsonata_mistakes.function_mistakes(expression, self._assigned)
        members, place = site.members, site.place
        found += jsonata_mistakes.states_mistakes(expression, members, place, _CONTEXT)
        self.mistakes += [(site, mistake) for mistake in found]
        # A variable may have the name of a function; `$count` without a call reads it.
        shadowing = [use for use in expression.references if use.name in self._assigned]
        self.reads += [
            (site, use.name, use.start, use.end) for use in (*expression.variables, *shadowing)
        ]
