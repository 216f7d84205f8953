"""What is told of the troubles at a state: under which rule, in which words, with which way out.

Where something was lost is found by walking back, way by way, to the last state that had it.
"""

from __future__ import annotations

import os

from asllint.data.answers import documented
from asllint.data.bindings import COLLAPSES, MISSING, NEVER_TRUE, UNFIT, WRONG_TYPE
from asllint.data.shape import TEXT, Shape
from asllint.facts.callees import file_at
from asllint.facts.dataflow.origins import at
from asllint.hosts.definition import definition_of
from asllint.language.grammar import (
    COMBINED,
    EFFECTIVE_INPUT,
    ERROR_OUTPUT,
    JSONATA,
    JSONPATH,
    RAW_INPUT,
    RESULT,
    SELECTED_RESULT,
)
from asllint.source.finding import WARNING, Finding, Fix, Related
from asllint.source.suggest import hint, listed, nearest
from asllint.source.text import Span
from asllint.syntax import edits
from asllint.syntax.node import Mapping, string_of
from asllint.tables.services import LIST, STRING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from asllint.data.bindings import Fault
    from asllint.expressions.path import Path
    from asllint.facts.dataflow.flow import Told
    from asllint.facts.dataflow.incoming import Starter
    from asllint.facts.dataflow.way import Way
    from asllint.facts.expressions import Site
    from asllint.hosts.use import Use
    from asllint.language.machine import Catcher, State
    from asllint.source.finding import Intention

IMPOSSIBLE_PATH = "impossible-path"
SOMETIMES_MISSING_PATH = "sometimes-missing-path"
UNKNOWN_ANSWER_FIELD = "unknown-answer-field"
UNDEFINED_RESULT = "undefined-result"
SOMETIMES_UNDEFINED_RESULT = "sometimes-undefined-result"
DATA_TYPE = "data-type"
RESULT_PATH_TARGET = "result-path-target"
IMPOSSIBLE_TEST = "impossible-test"
SINGLETON_LIST = "singleton-list"
COMPUTED_PARAMETER_TYPE = "computed-parameter-type"

MAX_WAYS_BACK = 1_000
"""So many states are walked back through."""
MAX_ORIGINS = 3
"""More sources of what is declared are not named."""
MAX_NAMES = 8
"""So many fields are listed in a message."""


def findings(every: Iterable[Told], rule: str) -> Iterator[Finding]:
    """What one rule has to tell of all that is told of a definition."""
    for told in every:
        if rule_of(told) == rule:
            yield _when_started(told, _finding(told)) if told.starters else _finding(told)


def message_of(told: Told) -> tuple[str, Span]:
    """What is said of a trouble, whoever starts the machine, and where."""
    found = _finding(told)
    return found.message, found.span


def _when_started(told: Told, found: Finding) -> Finding:
    """What comes about when the machine is started by somebody who is known.

    Anybody else may send something else, so it is never an error.
    """
    declared = [one for one in told.starters if one.origins]
    if declared:
        return _as_declared(declared, found)
    called = [one.called for one in told.starters]
    who = called[0] if len(called) == 1 else f"{called[0]} and {called[1]}"
    who = who if len(called) < 3 else f"{called[0]} and {len(called) - 1} others"
    sends = "sends" if len(called) == 1 else "send"
    uses = definition_of(told.ways[0].state).uses
    started = [related for one in told.starters[:3] for related in _start(one, uses)]
    return Finding(
        found.span, f"with what {who} {sends}, {found.message}", fix=found.fix,
        related=[*found.related, *started], severity=WARNING, refused=False,
    )  # fmt: skip


def _as_declared(starters: Sequence[Starter], found: Finding) -> Finding:
    """What comes about given what settings declare; examples make no more than a warning of it."""
    sure = any(one.is_sure for one in starters)
    origins = next(one.origins for one in starters if one.is_sure == sure)
    many = len(origins) > 1 or not origins[0].endswith('"')
    named = " and ".join(origins)
    if len(origins) > MAX_ORIGINS:
        named, many = "what is declared", False
    verb = ("say" if sure else "show") + ("" if many else "s")
    severity = found.severity
    if not sure and (severity is None or severity.rank > WARNING.rank):
        severity = WARNING
    return Finding(
        found.span, f"{found.message} (as {named} {verb})", fix=found.fix, related=found.related,
        severity=severity, refused=False,
    )  # fmt: skip


def _start(starter: Starter, uses: Sequence[Use]) -> Iterator[Related]:
    """Where the machine is started."""
    if starter.place is not None:
        path, start, end, text = starter.place
        path = os.path.normpath(os.path.join(os.path.dirname(uses[0].file.path), path))
        yield Related(Span(start, end), "started here", file_at(path, text, uses))
        return
    for use in uses:
        for one in use.starts:
            if one.called == starter.called:
                yield Related(one.span, "started here", use.file)


def rule_of(told: Told) -> str | None:
    """The id of the rule that tells of a trouble."""
    fault, site = told.fault, told.trouble.site
    if fault.kind == NEVER_TRUE:
        return None if told.others else IMPOSSIBLE_TEST  # on another way it may be true
    if fault.kind == COLLAPSES:
        return SINGLETON_LIST
    if fault.kind == UNFIT:
        return COMPUTED_PARAMETER_TYPE
    if fault.kind == WRONG_TYPE:
        to_write = site is not None and site.field.name == "ResultPath"
        return RESULT_PATH_TARGET if to_write else DATA_TYPE
    if fault.kind != MISSING or (site is not None and _before(site, fault.start) == "$states"):
        return None  # which members `$states` has, other rules know
    if fault.holder.object is not None and fault.holder.object.answer is not None:
        return UNKNOWN_ANSWER_FIELD
    if site is not None and site.state.query_language == JSONATA:
        return UNDEFINED_RESULT if told.is_sure else SOMETIMES_UNDEFINED_RESULT
    return IMPOSSIBLE_PATH if told.is_sure else SOMETIMES_MISSING_PATH


def _finding(told: Told) -> Finding:
    fault, site = told.fault, told.trouble.site
    severity = None if told.is_sure else WARNING
    if fault.kind == NEVER_TRUE:
        return _never_true(told)
    if site is None:
        return Finding(told.trouble.node.head, fault.text, severity=severity)
    if fault.kind == UNFIT:
        return _unfit(told, site)
    span = site.span(fault.start, fault.end)
    if fault.kind == COLLAPSES:
        steps = [
            site.replaced(fault.end, fault.end, "]"),
            site.replaced(fault.start, fault.start, "["),
        ]
        return Finding(span, fault.text, fix=Fix("write [ … ]", steps, safe=False))
    if fault.kind != MISSING or not isinstance(fault.name, str):
        return Finding(span, fault.text, severity=severity)
    if fault.holder.object is not None and fault.holder.object.answer is not None:
        return _not_answered(told, site, fault.holder.object.answer)
    if fault.holder.object is None:
        return _in_no_object(told, site)
    return _not_there(told, site)


def _unfit(told: Told, site: Site) -> Finding:
    """A computed argument that a call does not take, with a function that makes of it what it does.

    An array is made of one only where that is what it is on every way. Not safe: what is sent is
    another value then, and nobody knows whether it was meant.
    """
    fault, said = told.fault, told.fault.text + _on_which_way(told)
    writing = _WRITINGS.get((str(fault.name), _language(site)))
    text, after = site.text[site.offset :][: fault.end], site.text[site.offset + fault.end :]
    if writing is None or (fault.name == LIST and told.others) or after not in ("", "%}"):
        return Finding(site.scalar.head, said)
    function, template = writing
    step = site.replaced(0, fault.end, template.replace("_", text.strip(), 1))
    fix = Fix(f"write {function}", [step], safe=False)
    remedy = f": {function} makes {_MADE[str(fault.name)]} of it"
    return Finding(site.scalar.head, said + remedy, fix=fix)


_WRITINGS = {
    (STRING, JSONPATH): ("States.Format", "States.Format('{}', _)"),
    (STRING, JSONATA): ("$string", " $string(_) "),
    (LIST, JSONPATH): ("States.Array", "States.Array(_)"),
    (LIST, JSONATA): ("[ … ]", " [_] "),
}
_MADE = {STRING: "a text", LIST: "an array"}


def _on_which_way(told: Told) -> str:
    """The end of a sentence that is not true on every way in."""
    if not told.others:
        return ""
    came = {way.before.state for way in told.ways if way.before is not None}
    others = {way.before.state for way in told.others if way.before is not None}
    if len(came) == 1 and not came & others:
        return f' when it comes from "{next(iter(came)).name}"'
    return " on one of the ways to it" if len(told.ways) == 1 else " on some of the ways to it"


def _never_true(told: Told) -> Finding:
    """A test for a text that the documented answer of a call never is."""
    fault, site, node = told.fault, told.trouble.site, told.trouble.node
    span = node.head if site is None else site.span(fault.start, fault.end)
    values, said = sorted(fault.holder.texts or ()), fault.text
    if site is not None and fault.holder.object is not None:
        names = _names(fault.holder)
        near = nearest(str(fault.name), names)
        return Finding(span, said + hint(str(fault.name), names), fix=_renamed(site, told, near))
    if not values or not isinstance(fault.name, str):
        return Finding(span, said)
    near = nearest(fault.name, values) or _alike(fault.name, values)
    if near is None:
        return Finding(span, f"{said}: {fault.holder.answer} answers {_listed(tuple(values))}")
    fix = _renamed(site, told, near) if site is not None else None
    if site is None:
        fix = Fix(f'write "{near}"', [edits.set_value(node, near)], safe=False)
    return Finding(span, f'{said}; did you mean "{near}"?', fix=fix)


def _alike(word: str, values: list[str]) -> str | None:
    """The one value that begins like a word: "SUCCEEDED" for "SUCCESS"."""
    found = [value for value in values if value[:5].lower() == word[:5].lower()]
    return found[0] if len(found) == 1 else None


def _not_there(told: Told, site: Site) -> Finding:
    """A field that an object does not have: misspelt, lost on the way, or never there."""
    fault = told.fault
    shown = _shown(site, fault).lstrip(".")
    said = f'"{shown}" {_ABSENT[_language(site)]}'
    names, name = _names(fault.holder), str(fault.name)
    near = nearest(name, names)
    loss = _loss(told, site) if near is None else None
    related: list[Related] = []
    fix = _renamed(site, told, near)
    if near is not None:
        said += hint(name, names)
    elif loss is not None:
        said += loss.words(only=not told.others)
        related.append(Related(loss.state.key.span, loss.short))
        fix = loss.fix(told.reads)
    else:
        said += f": {_owner(site, fault.start)} {_having(names)}"
    severity = None if told.is_sure else WARNING
    return Finding(
        site.span(fault.start, fault.end), said, related=related, fix=fix, severity=severity
    )


def _in_no_object(told: Told, site: Site) -> Finding:
    """A field of what is no object; of a text that holds JSON there is a way to read it."""
    fault, said, fix = told.fault, told.fault.text, None
    severity = None if told.is_sure else WARNING
    if fault.holder == TEXT:
        task = _child(told, site)
        if task is not None:
            said += f', and ".sync:2" in the "Resource" of "{task.name}" makes it an object'
            step = edits.append_text(task.field("Resource"), ":2")
            fix = Fix('write ".sync:2"', [step], safe=False)
        else:
            reader = "$parse" if _language(site) == JSONATA else "States.StringToJson"
            said += f", and {reader} reads the JSON in such a one"
    return Finding(site.span(fault.start, fault.end), said, fix=fix, severity=severity)


def _child(told: Told, site: Site) -> State | None:
    """The Task that waits for an execution, whose `Output` is a text, if that is what is read."""
    text = site.content.text[site.offset : site.offset + told.fault.start]
    if not text.rstrip(".[\"'").endswith("Output"):
        return None
    way: Way | None = told.ways[0]
    for _ in range(MAX_WAYS_BACK):
        if way is None:
            return None
        if string_of(way.state.field("Resource")) in _SYNC:
            return way.state
        way = way.before
    return None


_SYNC = tuple(
    f"arn:{partition}:states:::states:startExecution.sync"
    for partition in ("aws", "aws-cn", "aws-us-gov")
)
_ABSENT = {JSONATA: "yields nothing", JSONPATH: "is not there"}
_MEMBERS = {
    "$states.input": "the input",
    "$states.result": "the result",
    "$states.errorOutput": "the error output",
}
_OWNERS = {
    RESULT: "the result", SELECTED_RESULT: "the result", ERROR_OUTPUT: "the error output",
    COMBINED: "what is handed on",
}  # fmt: skip


def _language(site: Site) -> str:
    return JSONATA if site.state.query_language == JSONATA else JSONPATH


def _owner(site: Site, start: int) -> str:
    """What it was looked for in: the part of the path before it, or what `$` is."""
    before = _before(site, start)
    if before in _MEMBERS:
        return _MEMBERS[before]
    if before not in ("", "$"):
        return f'"{before}"'
    if _language(site) == JSONATA:
        return "the object before it"
    return _OWNERS.get(site.field.reads, "the input")


def _having(names: tuple[str, ...]) -> str:
    return f"has only {_listed(names)}" if names else "has no fields"


def _not_answered(told: Told, site: Site, answer: str) -> Finding:
    """A field that the documented answer of a call does not have."""
    fault = told.fault
    names, name = documented(_names(fault.holder)), str(fault.name)
    near, inside = nearest(name, names), _inside(fault.holder, name)
    loss = _loss(told, site) if near is None and inside is None else None
    if loss is not None:
        said = f'"{_shown(site, fault)}" {_ABSENT[_language(site)]}'
        said += loss.words(only=not told.others)
        related = [Related(loss.state.key.span, loss.short)]
        return Finding(
            site.span(fault.start, fault.end), said, related=related, fix=loss.fix(told.reads)
        )
    said = f'{answer} answers no "{name}"'
    if near is not None:
        said += hint(name, names)
    elif inside is not None:
        what = "what the function sends is" if inside == "Payload" else "it is"
        said += f': {what} in "{inside}"'
    else:
        said += f": it answers {_listed(names)}"
    meant = near or (None if inside is None else f"{inside}.{name}")
    span = site.span(fault.start, fault.end)
    return Finding(span, said, fix=_renamed(site, told, meant))


def _inside(holder: Shape, name: str) -> str | None:
    """The one field in which there is what was looked for, or may be."""
    assert holder.object is not None, "it is an answer"
    found = [
        outer
        for outer, shape in holder.object.fields.items()
        if shape.anything or (shape.object is not None and name in shape.object.fields)
    ]
    return found[0] if len(found) == 1 else None


def _renamed(site: Site, told: Told, near: str | None) -> Fix | None:
    """The name that was meant. Not safe: it changes what is sent."""
    fault = told.fault
    if near is None:
        return None
    text = site.content.text[site.offset + fault.start : site.offset + fault.end]
    start = fault.start + text.rfind(str(fault.name))
    if str(fault.name) not in text:
        return None
    step = site.replaced(start, start + len(str(fault.name)), near)
    return Fix(f'write "{near}"', [step], safe=False)


def _names(holder: Shape) -> tuple[str, ...]:
    return () if holder.object is None else holder.object.names


def _listed(names: tuple[str, ...]) -> str:
    if len(names) > MAX_NAMES:
        return f"{', '.join(map(_quoted, names[:MAX_NAMES]))} …"
    return listed(names)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _shown(site: Site, fault: Fault) -> str:
    """The path up to the step that is not there, as it is written."""
    text = site.content.text[site.offset :]
    return text[_begin(site, fault.start) : fault.end]


def _before(site: Site, start: int) -> str:
    """The path before a step, as it is written."""
    text = site.content.text[site.offset :]
    return text[_begin(site, start) : start].rstrip(".[\"'`")


def _begin(site: Site, start: int) -> int:
    """Where the path begins that a step is part of."""
    path = _path_at(site, start)
    if path is not None:
        return path.start
    text = site.content.text[site.offset :]
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "$._`*"):
        start -= 1
    return start


def _path_at(site: Site, start: int) -> Path | None:
    return next((path for path in site.paths() if path.start <= start <= path.end), None)


# --- where it was lost ----------------------------------------------------------------------------


class Loss:
    """The state that had a value in its input and handed on data without it."""

    __slots__ = ("after", "catcher", "state")

    def __init__(self, state: State, catcher: Catcher | None, after: Shape) -> None:
        self.state = state
        self.catcher = catcher
        """The catcher that led on; None where the state was done."""
        self.after = after
        """What it handed on."""

    @property
    def short(self) -> str:
        """For the second place of a finding."""
        if self.catcher is not None:
            return "its catcher replaces the input"
        return "it is tested here" if self._tests else "it was still there before"

    @property
    def _tests(self) -> bool:
        """Is it a Choice that leads on where the value is absent?"""
        nodes = [self.state.fields, *(rule.node.fields for rule in self.state.choices)]
        made = {"InputPath", "OutputPath", "Output"}
        return self.state.type == "Choice" and all(map(made.isdisjoint, nodes))

    def words(self, *, only: bool) -> str:
        """The rest of the sentence; `only`: no other way leads to where it is missed."""
        name, kept = self.state.name, ""
        if self.catcher is not None:
            if "ResultPath" not in self.catcher.node.fields:
                kept = ': its catcher keeps only "Error" and "Cause"'
            return f' when "{name}" has caught an error{kept}'
        done = f' when it comes from "{name}"' if not only else ""
        return f"{done}: {self._how()}"

    def _how(self) -> str:
        name, fields = self.state.name, self.state.fields
        if self._tests:
            return f'"{name}" leads here where it is absent'
        if self.state.query_language == JSONATA:
            chosen = "Output" in fields or self.state.type == "Choice"
            made = 'its "Output"' if chosen else "its result"
            return f'"{name}" hands on {made} alone{self._having()}'
        for field in ("OutputPath", "InputPath"):
            if field in fields and "ResultPath" not in fields:
                return f'"{field}" of "{name}" leaves it out'
        made = "its result" if self.state.type in ("Task", "Map", "Parallel") else "what it makes"
        target = string_of(self.state.field("ResultPath"))
        if target not in (None, "$"):
            return f'"{name}" replaced "{target}" by {made}'
        return f'"{name}" replaced its input by {made}{self._having()}'

    def _having(self) -> str:
        """The end of the sentence, where it is known what there is now."""
        known = self.after.object
        if known is None or not known.is_closed or not known.names or len(known.names) > MAX_NAMES:
            return ""
        return f", which has {_listed(known.names)}"

    def fix(self, reads: frozenset[str]) -> Fix | None:
        """Keep the input, and put the result beside it. Not safe: it changes what is sent on.

        None where the states around read what would stand elsewhere then.
        """
        if self.after.object is None or reads.intersection(self.after.object.names):
            return None
        node = self.state.node if self.catcher is None else self.catcher.node
        if self.state.query_language == JSONATA or not isinstance(node, Mapping):
            return None
        if "ResultPath" in node.fields or "OutputPath" in self.state.fields:
            return None
        if self.catcher is None and self.state.type not in ("Pass", "Task", "Parallel", "Map"):
            return None
        if not node.complete:
            return None
        path = "$.error" if self.catcher is not None else "$.result"
        step: Intention = edits.add_fields(node, {"ResultPath": path})
        return Fix(f'add "ResultPath": "{path}" to "{self.state.name}"', [step], safe=False)


def _loss(told: Told, site: Site) -> Loss | None:
    """Where what an expression reads was lost, on the first way that lacks it."""
    names = _names_of_input(told.fault, site)
    declared = any(one.origins for one in told.starters)
    if declared and names[:-1] and at(told.ways[0].data, names[:-1]).object is not None:
        return None  # the object that is declared not to have it is still there
    return lost(told.ways[0], names) if names else None


def _names_of_input(fault: Fault, site: Site) -> tuple[str, ...]:
    """The names that lead from the raw input to what is not there; none where it is no part."""
    if site.jsonata is not None:
        for use in site.jsonata.states:
            if use.path[:1] == ("input",) and use.start <= fault.start < use.end:
                spans = zip(use.path, use.spans, strict=True)
                return tuple(name for name, (start, _) in spans if start <= fault.start)[1:]
        return ()
    path = _path_at(site, fault.start)
    if path is None or path.root != "$" or site.field.reads not in (RAW_INPUT, EFFECTIVE_INPUT):
        return ()
    if "InputPath" in site.state.fields and site.field.reads == EFFECTIVE_INPUT:
        return ()
    names = []
    for segment in path.segments:
        if segment.kind != "name" or segment.start > fault.start:
            break
        names.append(str(segment.value))
    return tuple(names)


def lost(way: Way, names: tuple[str, ...]) -> Loss | None:
    """The last state on a way that was entered with a value at these names, if any was."""
    for _ in range(MAX_WAYS_BACK):
        before, by = way.before, way.by
        if before is None or by is None:
            return None
        if not at(before.data, names).is_nothing:
            catchers = (one for one in before.state.catchers if one.transition is by)
            return Loss(before.state, next(catchers, None), way.data)
        way = before
    return None
