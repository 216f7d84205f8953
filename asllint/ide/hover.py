"""What to say about the word under the cursor; and what an object of a definition is.

The second half is shared with completion: `Frame` is an object or array around a place, however it
was found, and `resolve` tells from the frames which kind of object that is.
"""

from __future__ import annotations

from bisect import bisect_right

from asllint.facts.flow import FlowGraph
from asllint.facts.variables import Scope
from asllint.ide.calls import parameter_markdown, resource_markdown, service_error_markdown
from asllint.ide.markdown import code, plain
from asllint.ide.shapes import assigned_markdown, passage_markdown, reading
from asllint.ide.substitutions import substitution_at, substitution_markdown
from asllint.ide.view import view
from asllint.ide.where import (
    frame_of,
    in_quotes,
    is_evaluated,
    resolve,
    scopes_around,
    word_around,
)
from asllint.language.grammar import (
    ARRAY,
    JSONATA,
    NAME,
    OPERATORS,
    RESOURCE,
    STATES,
    VARIABLES,
    Field,
    ObjectKind,
)
from asllint.language.machine import StateMachine
from asllint.source.text import Span
from asllint.syntax.node import Hole, Mapping, Scalar, Sequence, string_of
from asllint.tables import context, intrinsics, jsonata_functions
from asllint.tables.descriptions import (
    CONTEXT,
    INTRINSICS,
    JSONATA_LINK,
    STATE_TYPES,
    STATES_MEMBERS,
    VALUES,
    VARIABLES_LINK,
    Description,
    error_description,
    field_description,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from asllint.engine.analysis import Analysis
    from asllint.ide.view import View
    from asllint.language.machine import State, Transition
    from asllint.syntax.node import Node
    from asllint.syntax.walk import Step

MAX_SHOWN = 8
"""Of longer lists the rest is counted."""


class Hover:
    """What to show about a stretch of a file."""

    __slots__ = ("markdown", "span")

    def __init__(self, span: Span, markdown: str) -> None:
        self.span = span
        """What it is about, in the file."""
        self.markdown = markdown

    def __repr__(self) -> str:
        return f"Hover({self.span!r}, {self.markdown!r})"


def hover(analysis: Analysis, offset: int) -> Hover | None:
    """What there is to know about the word at an offset of the file; None when it is nothing."""
    substituted = substitution_at(analysis, offset)
    if substituted is not None:
        return Hover(substituted.span, substitution_markdown(substituted))
    seen = view(analysis, offset)
    steps = seen.path()
    found = _Word(seen, steps).said() if len(steps) > 1 else None
    if found is None:
        return None
    span = seen.outward(found[0])
    return Hover(span, found[1]) if span.start <= offset <= span.end else None


# --- words ----------------------------------------------------------------------------------------


class _Word:
    """The word at a place, with the nodes around it."""

    def __init__(self, seen: View, steps: list[Step]) -> None:
        self.seen = seen
        self.last = steps[-1]
        frames = [frame_of(step) for step in steps if isinstance(step.node, Mapping | Sequence)]
        self.where = resolve(frames, seen.definition)

    def said(self) -> tuple[Span, str] | None:
        """Where the word stands in the text, and what is said about it."""
        node = self.last.node
        if not isinstance(node, Scalar):
            return None
        said = self.key(node) if self.last.at_key else self.value(node)
        if isinstance(said, tuple) and said[0].start <= self.seen.offset <= said[0].end:
            return said
        return None if said is None else (node.span, said if isinstance(said, str) else said[1])

    def key(self, node: Scalar) -> str | None:
        """What a key is."""
        where, name = self.where, str(node.value)
        if where.states:
            return self.state(name)
        if where.kind is not None:
            field = where.kind.fields.get(name)
            return None if field is None else field_markdown(where.kind, field, where.language)
        if where.field is not None and where.field.value == VARIABLES and not where.inside:
            return self.assigned(name.removesuffix(".$"))
        return parameter_markdown(where, name)

    def value(self, node: Scalar) -> tuple[Span, str] | str | None:
        """What a value is."""
        where, text = self.where, node.value
        field = where.field
        key = None if self.last.pair is None else str(self.last.pair.key.value)
        if where.kind is not None:
            field = where.kind.fields.get(key or "")
        if field is None or not isinstance(text, str):
            return None
        if field.name == "ErrorEquals":
            return error_markdown(text) or service_error_markdown(where, text)
        if where.kind is not None:
            said = self.constant(field, text)
            if said is not None:
                return said
        return self.expression(node, text) if is_evaluated(where, key, field) else None

    def constant(self, field: Field, text: str) -> str | None:
        """What a text is that nothing evaluates."""
        if field.name == "Type" and text in STATE_TYPES:
            return type_markdown(text)
        if field.value == NAME:
            return self.state(text)
        if field.value == RESOURCE:
            return resource_markdown(text, self.where.caller)
        return value_markdown(field, text)

    def state(self, name: str) -> str | None:
        """The summary of a state of the same machine."""
        machine = self.where.machine
        state = None if machine is None else machine.by_name.get(name)
        if machine is None or state is None:
            return None
        said = state_markdown(state, self.seen.analysis.fact(FlowGraph, machine))
        return _page(said, passage_markdown(state, self.seen.analysis))

    def expression(self, node: Scalar, text: str) -> tuple[Span, str] | None:
        """What a word of an expression is."""
        content = self.seen.content(node)
        jsonata = self.where.language == JSONATA
        if jsonata and "{%" not in text:
            return None
        at = max(bisect_right(content.origins, self.seen.offset) - 1, 0)
        start, end = word_around(text, at)
        said = None
        if start < end and not in_quotes(text, start, jsonata=jsonata):
            called = text[end:].lstrip().startswith("(")
            said = self.named(text[start:end], called, jsonata=jsonata)
        read = None
        if self.where.state is not None:
            read = reading(self.where.state, node, at, self.seen.analysis)
        if said is None:
            return None if read is None else (content.span(read.start, read.end), read.markdown)
        if read is not None and (read.start, read.end) == (start, end):
            said = _page(said, read.markdown)
        return content.span(start, end), said

    def named(self, word: str, called: bool, *, jsonata: bool) -> str | None:
        """What a name in an expression stands for."""
        root, _, rest = word.partition(".")
        if jsonata and root == "$states":
            return states_markdown(rest)
        if not jsonata and root == "$$":
            return context_markdown(rest, "$$")
        if not jsonata and word in intrinsics.FUNCTIONS:
            return intrinsic_markdown(intrinsics.FUNCTIONS[word])
        if root[:1] != "$" or rest or len(root) < 2:
            return None
        function = jsonata_functions.FUNCTIONS.get(root[1:]) if jsonata else None
        if called and function is not None:
            return jsonata_markdown(function)
        said = self.variable(root[1:])
        return jsonata_markdown(function) if said is None and function is not None else said

    def variable(self, name: str) -> str | None:
        """Where a variable comes from."""
        scopes = scopes_around(self.where, self.seen.analysis)
        return variable_markdown(name, scopes, self.where.state) if scopes else None

    def assigned(self, name: str) -> str | None:
        """Where a variable comes from, and what an `Assign` puts into it."""
        said, state, owner = self.variable(name), self.where.state, self.where.owner
        if said is None or state is None or owner is None or state.type == "Choice":
            return said  # each rule of a Choice assigns something else
        if owner is not STATES.get(state.type or ""):
            return said
        return _page(said, assigned_markdown(name, state, self.seen.analysis))


# --- what is said ---------------------------------------------------------------------------------


def _page(head: str, *paragraphs: str, link: str = "") -> str:
    found = [head, *(paragraph for paragraph in paragraphs if paragraph)]
    return "\n\n".join([*found, f"[Developer guide]({link})"] if link else found)


def _described(head: str, what: Description | None, *paragraphs: str) -> str:
    if what is None:
        return _page(head, *paragraphs)
    return _page(head, *paragraphs, what.text, link=what.link)


def type_of_field(kind: ObjectKind, field: Field, language: str) -> str:
    """What a field takes in a query language, in short: `state name · required`."""
    values = field.values or field.known or (tuple(STATES) if field.name == "Type" else ())
    what = " or ".join(map(code, values)) if values else field.value
    if field.value == ARRAY:
        what = "array of strings" if field.of == "string" else "array of objects"
    parts = [what]
    if field.minimum is not None and field.maximum is not None:
        parts.append(f"{field.minimum:,} to {field.maximum:,}")
    elif field.minimum is not None:
        parts.append(f"at least {field.minimum:,}")
    elif field.maximum is not None:
        parts.append(f"at most {field.maximum:,}")
    if field.expression and language == JSONATA:
        parts.append("or a JSONata expression")
    if field.required:
        parts.append("required")
    if field.language is not None:
        parts.append(f"{field.language} only")
    if field.instead:
        parts.append(f"replaced by {code(field.instead)}")
    return " · ".join([*parts, *_partners(kind, field, language)])


def _partners(kind: ObjectKind, field: Field, language: str) -> Iterator[str]:
    for group in kind.groups:
        others = [
            name
            for name in group.fields
            if name != field.name and kind.fields[name].language in (None, language)
        ]
        if field.name in group.fields and others:
            if len(others) > MAX_SHOWN:
                yield f"one of {len(group.fields)} operators"
            else:
                how = "or" if group.required else "not beside"
                yield f"{how} {', '.join(map(code, others))}"


def field_markdown(kind: ObjectKind, field: Field, language: str) -> str:
    """What a field of a kind of object is."""
    role = "comparison in" if field.name in OPERATORS else "field of"
    title = kind.title if kind.title.startswith("a") else kind.title.replace('"', "`")
    head = f"**{field.name}** — {role} {title}"
    return _described(
        head, field_description(kind.name, field.name), type_of_field(kind, field, language)
    )


def type_markdown(name: str) -> str:
    """What a state type is."""
    return _described(f"**{name}** — state type", STATE_TYPES[name])


def value_markdown(field: Field, value: str) -> str | None:
    """What one of the values of a field means; None where there is nothing to say."""
    text = VALUES.get(f"{field.name}.{value}")
    return None if text is None else f"**{value}** — value of {code(field.name)}\n\n{text}"


def error_markdown(name: str) -> str | None:
    """What an error name stands for; None for a name that is nobody's but the user's."""
    what = error_description(name)
    return None if what is None else _described(f"**{name}** — error name", what)


def intrinsic_markdown(function: intrinsics.IntrinsicFunction) -> str:
    """What an intrinsic function does."""
    usage = f"{code(function.signature)} → {function.returns}"
    return _described(f"**{function.name}** — intrinsic function", INTRINSICS[function.name], usage)


def jsonata_markdown(function: jsonata_functions.JsonataFunction) -> str:
    """What a function of JSONata does."""
    usage = code(function.usage) + (f" → {function.returns}" if function.returns else "")
    head = f"**${function.name}** — JSONata function"
    return _page(head, usage, f"{function.summary}.", link=JSONATA_LINK)


def states_markdown(name: str) -> str | None:
    """What `$states`, or a member of it under a dotted name, is; None where nobody knows."""
    if not name:
        members = ", ".join(map(code, STATES_MEMBERS))
        text = f"What Step Functions gives to expressions: {members}."
        return _page("**$states** — reserved variable", text, link=JSONATA_LINK)
    member, _, rest = name.partition(".")
    if member == "context" and rest:
        return context_markdown(rest, "$states.context")
    if rest or member not in STATES_MEMBERS:
        return None
    return _described(f"**$states.{member}**", STATES_MEMBERS[member])


def context_markdown(name: str, root: str) -> str | None:
    """What a member of the context object is; None below what the user's data decides."""
    if not name:
        return _described(f"**{root}** — the context object", STATES_MEMBERS["context"])
    what = CONTEXT.get(name)
    if what is None:
        return None
    member = context.MEMBERS[name]
    where = "" if member.where == context.ALWAYS else f", only {member.where}"
    kind = "any value" if member.type == context.ANY else member.type
    return _described(f"**{root}.{name}** — {kind}{where}", what)


def _counted(names: Iterable[str]) -> str:
    found = list(names)
    more = f" and {len(found) - MAX_SHOWN} more" if len(found) > MAX_SHOWN else ""
    return ", ".join(found[:MAX_SHOWN]) + more


def place_of(transition: Transition) -> str:
    """Where a transition stands in its state: `Next`, `Choices[1].Next`, `Catch[0].Next`."""
    state = transition.source
    if state is not None:
        for rule in state.choices:
            if rule.transition is transition:
                return f"Choices[{rule.index}].Next"
        for catcher in state.catchers:
            if catcher.transition is transition:
                return f"Catch[{catcher.index}].Next"
    return transition.field


def arrivals(machine: StateMachine, flow: FlowGraph) -> dict[State, list[str]]:
    """How each state of a machine is entered."""
    found: dict[State, list[str]] = {state: [] for state in machine.states}
    if flow.start is not None:
        found[flow.start].append(code("StartAt"))
    for state in machine.states:
        for transition in state.transitions:
            target = flow.leads_to(transition)
            if target is not None:
                found[target].append(f"{code(state.name)} ({place_of(transition)})")
    return found


def _leaving(state: State, flow: FlowGraph) -> Iterator[str]:
    """Where a state leads."""
    for transition in state.transitions:
        target = flow.leads_to(transition)
        if target is not None:
            yield f"{code(target.name)} ({place_of(transition)})"
    if state.ends:
        yield "the end"


def state_markdown(
    state: State, flow: FlowGraph, arriving: dict[State, list[str]] | None = None
) -> str:
    """A state in a few lines: what it is, how it is entered, where it leads.

    Whoever asks about several states of a machine gives its `arrivals`.
    """
    if arriving is None:
        arriving = arrivals(state.machine, flow)
    kind = STATES.get(state.type or "")
    own = state.query_language if state.query_language != state.machine.query_language else None
    head = f"**{plain(state.name)}** — {'state' if kind is None else kind.title[2:].strip()}"
    lines = [
        ("Entered from", _counted(arriving[state])),
        ("Leads to", _counted(_leaving(state, flow))),
        ("Calls", _constant(state.field("Resource"))),
        ("Query language", own or ""),
        ("Runs", _counted(map(_size, state.machines))),
    ]
    listed = "\n".join(f"- {title}: {text}" for title, text in lines if text)
    comment = string_of(state.field("Comment"))
    return _page(head, plain(comment or ""), listed)


def _size(machine: StateMachine) -> str:
    count = len(machine.states)
    return f"{count} state{'' if count == 1 else 's'}"


def _constant(node: Node | None) -> str:
    if isinstance(node, Hole):
        return code(node.text)
    return code(str(node.value)) if isinstance(node, Scalar) else ""


def variable_markdown(name: str, scopes: Iterable[Scope], state: State | None) -> str | None:
    """Where a variable is assigned, and how certain that is at a state; None if it never is."""
    scopes = list(scopes)
    for scope in scopes:
        places = [code(one.state.name) for one in scope.assignments if one.name == name]
        if not places:
            continue
        lines = [f"Assigned in {_counted(dict.fromkeys(places))}."]
        certain = None if state is None else certainty(name, scopes[0], state)
        if certain is not None:
            lines.append(f"At {code(state.name if state else '')} it is {certain}.")
        return _page(f"**{plain(f'${name}')}** — variable", " ".join(lines), link=VARIABLES_LINK)
    return None


def certainty(name: str, scope: Scope, state: State) -> str | None:
    """What is known of a variable when a state is entered; None for a state nothing leads to."""
    if state not in scope.may:
        return None
    if name in scope.must[state]:
        return "assigned on every way"
    return "assigned on some ways only" if name in scope.may[state] else "not assigned yet"
