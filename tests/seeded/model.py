"""What a definition's text shows of its data: who writes a name, and who reads it.

This knows far less than asllint, and nothing from it: names of objects that stand in the text, the
ways between states, and the two answers that everybody knows by heart (that of `lambda:invoke`, and
what a catcher gets). Everything else is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

Names: TypeAlias = tuple[str, ...]
Place: TypeAlias = tuple[str | int, ...]
"""The way from the root of a definition: keys and indices."""
Content: TypeAlias = dict[str, Any] | str | None
"""What an object holds: its names and no others, each with its own content; `SERVICE`; `INPUT`; or
None: anything."""

SERVICE = "the answer of an API"
"""Its names are not known here, but begin with capitals."""
INPUT = "the input of the state"
LAMBDA: Content = {
    "ExecutedVersion": None, "LogResult": None, "Payload": None, "SdkHttpMetadata": None,
    "SdkResponseMetadata": None, "StatusCode": None,
}  # fmt: skip
ERROR: Content = {"Error": None, "Cause": None}
LIST: Content = {}
"""A list has no names: a path to one fails."""

THERE, ABSENT, UNKNOWN = "there", "absent", "unknown"

_PATH = re.compile(r"\$((?:\.[A-Za-z_][\w-]*)+)")
_IN_CALL = re.compile(r"(?<![\w$])\$((?:\.[A-Za-z_][\w-]*)+)")
_IN_JSONATA = re.compile(r"\$states\.(input|result|errorOutput)((?:\.[A-Za-z_]\w*)+)")
_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|/\*.*?\*/", re.DOTALL)
_NESTED = ("Branches", "ItemProcessor", "Iterator")
_SILENT = {
    *_NESTED, "Assign", "Catch", "Comment", "Next", "Resource", "Result", "ResultPath", "Retry",
    "Type",
}  # fmt: skip
"""Fields in which nothing is read that is looked at here."""
_TEMPLATES = {"Parameters", "ResultSelector", "ItemSelector", "BatchInput", "Credentials"}


class Effect(NamedTuple):
    """What a way out of a state makes of the data with which the state is entered."""

    whole: bool
    """Is it all replaced? Otherwise only what stands at `at`, and nothing if that is empty."""
    at: Names = ()
    content: Content = None


SAME = Effect(whole=False)
ANYTHING = Effect(whole=True)


class Reading(NamedTuple):
    """One place in the text where names are read."""

    state: Place
    field: Place
    """From the state on."""
    span: tuple[int, int]
    """Where the names stand in the string, with the dot before each."""
    root: str
    """Of what they are read: `input`, `answer` (before a ResultSelector), `result`, `error`."""
    names: Names
    before: Names
    """The names of the InputPath, which come first."""
    guarded: bool
    """Does the same Choice ask whether it is there?"""


class Model:
    """All states of a definition, with the ways into each and what each reads."""

    def __init__(self, definition: Any) -> None:
        self.definition = definition
        self.jsonata = definition.get("QueryLanguage") == "JSONata"
        self.states: dict[Place, dict[str, Any]] = {}
        self.ways: dict[Place, list[tuple[Place | None, Effect]]] = {}
        """The ways into a state: where from (None: from outside), and with what."""
        self._add(definition, (), None, ANYTHING)
        self.readings = [each for place in self.states for each in self._readings(place)]

    # --- ways -------------------------------------------------------------------------------------

    def _add(self, machine: Any, place: Place, source: Place | None, effect: Effect) -> None:
        """Take up a machine, whose first state is entered from `source`."""
        states = machine.get("States") if isinstance(machine, dict) else None
        if not isinstance(states, dict):
            return
        known = {name: state for name, state in states.items() if isinstance(state, dict)}
        for name, state in known.items():
            self.states[*place, "States", name] = state
            self.ways.setdefault((*place, "States", name), [])
        self._lead(place, machine.get("StartAt"), source, effect)
        for name, state in known.items():
            for target, given in self._leaving(state):
                self._lead(place, target, (*place, "States", name), given)
            for where, inner, given in self._inside(state):
                here = (*place, "States", name)
                self._add(inner, (*here, *where), here, given)

    def _lead(self, place: Place, target: object, source: Place | None, effect: Effect) -> None:
        ways = self.ways.get((*place, "States", str(target)))
        if ways is not None:
            ways.append((source, effect))

    def _leaving(self, state: dict[str, Any]) -> Iterator[tuple[object, Effect]]:
        """The transitions of a state."""
        out = self._out(state)
        yield state.get("Next"), out
        yield state.get("Default"), out
        for rule in _objects(state.get("Choices")):
            own = self.is_jsonata(state) and "Output" in rule
            yield rule.get("Next"), self._computed(state, rule["Output"]) if own else out
        for catcher in _objects(state.get("Catch")):
            yield catcher.get("Next"), self._caught(state, catcher)

    def is_jsonata(self, state: dict[str, Any]) -> bool:
        """Which language does a state speak?"""
        own = state.get("QueryLanguage")
        return own == "JSONata" if isinstance(own, str) else self.jsonata

    def _out(self, state: dict[str, Any]) -> Effect:
        """What a state hands on when it goes well."""
        works = state.get("Type") in ("Task", "Map", "Parallel")
        if self.is_jsonata(state):
            if "Output" in state:
                return self._computed(state, state["Output"])
            return Effect(True, (), answer(state)) if works else SAME
        entered = SAME if state.get("InputPath", "$") == "$" else ANYTHING
        made = works or state.get("Type") == "Pass"
        effect = _placed(state.get("ResultPath", "$"), result(state), entered) if made else entered
        return _through(state.get("OutputPath", "$"), effect)

    def _computed(self, state: dict[str, Any], value: object) -> Effect:
        """What an Output of JSONata hands on."""
        if isinstance(value, str) and _whole(value) == "$states.input":
            return SAME
        return Effect(True, (), computed(value, answer(state)))

    def _caught(self, state: dict[str, Any], catcher: dict[str, Any]) -> Effect:
        if self.is_jsonata(state):
            if "Output" in catcher:
                return self._computed(state, catcher["Output"])
            return Effect(True, (), ERROR)
        if state.get("OutputPath", "$") != "$":
            return ANYTHING
        return _placed(catcher.get("ResultPath", "$"), ERROR, SAME)

    def _inside(self, state: dict[str, Any]) -> Iterator[tuple[Place, Any, Effect]]:
        """The machines in a state: where each stands, and what it starts with."""
        entered = SAME if state.get("InputPath", "$") == "$" else ANYTHING
        make = (lambda value: computed(value, None)) if self.is_jsonata(state) else template
        for at, branch in enumerate(_list(state.get("Branches"))):
            own = state.get("Arguments" if self.is_jsonata(state) else "Parameters")
            yield ("Branches", at), branch, entered if own is None else Effect(True, (), make(own))
        for name in ("ItemProcessor", "Iterator"):
            item = make(state.get("ItemSelector", state.get("Parameters")))
            if "ItemBatcher" in state:
                item = None
            yield (name,), state.get(name), Effect(True, (), item)

    # --- readings ---------------------------------------------------------------------------------

    def _readings(self, place: Place) -> Iterator[Reading]:
        state = self.states[place]
        if self.is_jsonata(state):
            yield from _in_jsonata(place, state)
            return
        before = plain_names(state.get("InputPath", "$"))
        asked = [
            rule["Variable"]
            for rule in _rules(state.get("Choices"))
            if "IsPresent" in rule and isinstance(rule.get("Variable"), str)
        ]
        for field, text, root in _sites(state):
            if root == "result" and state.get("ResultPath", "$") != "$":
                continue
            if before is None and root == "input" and field != ("InputPath",):
                continue
            first = before if root == "input" and field != ("InputPath",) else ()
            for start, names in _names(text):
                path = "$." + ".".join(names)
                guarded = any(f"{path}.".startswith(f"{one}.") for one in asked)
                span = (start, start + sum(len(name) + 1 for name in names))
                yield Reading(place, field, span, root, names, first or (), guarded)

    # --- what stands there ------------------------------------------------------------------------

    def found(self, reading: Reading, names: Names) -> set[tuple[str, Place | None]]:
        """Are names there, in the place of those that are read?

        An answer for each way into the state, with the state that wrote what is looked into.
        """
        state = self.states[reading.state]
        if reading.root != "input":
            made = result(state) if reading.root == "result" else answer(state)
            content = ERROR if reading.root == "error" else made
            return {(look(content, names), reading.state)}
        return self._at(reading.state, (*reading.before, *names))

    def _at(self, state: Place, names: Names) -> set[tuple[str, Place | None]]:
        found: set[tuple[str, Place | None]] = set()
        pending, seen = [state], {state}
        while pending:
            for source, effect in self.ways[pending.pop()]:
                if effect.whole:
                    found.add((look(effect.content, names), source))
                elif effect.at and names[: len(effect.at)] == effect.at:
                    found.add((look(effect.content, names[len(effect.at) :]), source))
                elif effect.at and effect.at[: len(names)] == names:
                    found.add((THERE, source))
                elif source is not None and source not in seen:
                    seen.add(source)
                    pending.append(source)
        return found


def look(content: Content, names: Names) -> str:
    """Does an object of this content have names, each in the one before?"""
    for name in names:
        if content == SERVICE:
            return ABSENT if name[0].islower() else UNKNOWN
        if not isinstance(content, dict):
            return UNKNOWN
        if name not in content:
            return ABSENT
        content = content[name]
    return THERE


def result(state: dict[str, Any]) -> Content:
    """What a JSONPath state makes, and puts where its ResultPath says."""
    if "ResultSelector" in state:
        return template(state["ResultSelector"])
    if state.get("Type") == "Pass":
        if "Result" in state:
            return literal(state["Result"])
        return template(state["Parameters"]) if "Parameters" in state else INPUT
    return answer(state)


def answer(state: dict[str, Any]) -> Content:
    """What a state's work answers."""
    if state.get("Type") in ("Map", "Parallel"):
        return LIST if not state.keys() & {"ResultWriter"} else None
    resource = state.get("Resource")
    if state.get("Type") != "Task" or not isinstance(resource, str):
        return None
    if not re.match(r"arn:aws[\w-]*:states:::", resource) or resource.endswith(".waitForTaskToken"):
        return None
    if resource.endswith(":lambda:invoke"):
        return LAMBDA
    return None if ":eks:" in resource or ".sync" in resource else SERVICE


def template(value: object) -> Content:
    """What a payload template makes."""
    if not isinstance(value, dict) or any("${" in key for key in value):
        return None
    return {
        key.removesuffix(".$"): None if key.endswith(".$") else template(each)
        for key, each in value.items()
    }


def literal(value: object) -> Content:
    """What a text holds as it is."""
    if not isinstance(value, dict) or any("${" in key for key in value):
        return None
    return {key: literal(each) for key, each in value.items()}


def computed(value: object, result: Content) -> Content:
    """What a value with JSONata in it makes; `result` is the content of `$states.result`."""
    if isinstance(value, dict):
        if any("${" in key for key in value):
            return None
        return {key: computed(each, result) for key, each in value.items()}
    whole = _whole(value) if isinstance(value, str) else ""
    if whole == "$states.errorOutput":
        return ERROR
    if re.fullmatch(r"\$states\.result(\.\w+)*", whole):
        for name in whole.split(".")[2:]:
            result = result.get(name) if isinstance(result, dict) else None
        return result
    return None


def plain_names(path: object) -> Names | None:
    """The names of a path that is nothing else: `$.a.b`; None for any other."""
    if path == "$":
        return ()
    match = _PATH.fullmatch(path) if isinstance(path, str) else None
    return tuple(match[1].split(".")[1:]) if match else None


def _whole(text: str) -> str:
    """The expression of a string that is one, without its delimiters."""
    text = text.strip()
    return text[2:-2].strip() if text.startswith("{%") and text.endswith("%}") else ""


def _placed(path: object, content: Content, entered: Effect) -> Effect:
    """A result where a ResultPath puts it."""
    if path is None:
        return SAME
    names = plain_names(path)
    if names is None:
        return ANYTHING
    if content == INPUT:
        return Effect(False, names) if names else entered
    return Effect(not names, names, content)


def _through(path: object, effect: Effect) -> Effect:
    """What an OutputPath leaves of it."""
    if path == "$":
        return effect
    names = plain_names(path)
    if path is None:
        return Effect(True, (), {})
    if names is None:
        return ANYTHING
    content = effect.content
    if not effect.whole:
        return Effect(True, (), content) if effect.at == names else ANYTHING
    for name in names:
        content = content.get(name) if isinstance(content, dict) else None
    return Effect(True, (), content)


# --- where names are read -------------------------------------------------------------------------


def _names(text: str) -> Iterator[tuple[int, Names]]:
    """The names in a path, or in the paths of a call: where the dot of the first is, and all."""
    if text.startswith("States."):
        masked = _QUOTED.sub(lambda match: "'" * len(match[0]), text)
        for match in _IN_CALL.finditer(masked):
            yield match.start(1), tuple(match[1].split(".")[1:])
        return
    first = _PATH.match(text)
    if first is not None:
        yield first.start(1), tuple(first[1].split(".")[1:])


def _sites(state: dict[str, Any]) -> Iterator[tuple[Place, str, str]]:
    """The strings of a JSONPath state that are evaluated: field, text, and what `$` is there."""
    for key, value in state.items():
        if key in _SILENT:
            continue
        root = {"ResultSelector": "answer", "OutputPath": "result"}.get(key, "input")
        for place, text in _strings(value, (key,), inside=key in _TEMPLATES):
            yield place, text, root


def _strings(value: object, place: Place, *, inside: bool) -> Iterator[tuple[Place, str]]:
    """The paths and calls in a field; `inside` of a payload template the keys end in `.$`."""
    if isinstance(value, str):
        key = str(place[-1])
        if key.endswith(".$") if inside else key.endswith("Path") or key == "Variable":
            yield place, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _strings(each, (*place, key), inside=inside or key in _TEMPLATES)
    elif isinstance(value, list):
        for at, each in enumerate(value):
            if isinstance(each, dict | list):
                yield from _strings(each, (*place, at), inside=inside)


def _in_jsonata(place: Place, state: dict[str, Any]) -> Iterator[Reading]:
    roots = {"input": "input", "result": "answer", "errorOutput": "error"}
    for field, text in _texts(state, ()):
        if not text.lstrip().startswith("{%"):
            continue
        masked = _QUOTED.sub(lambda match: "'" * len(match[0]), text)
        for match in _IN_JSONATA.finditer(masked):
            if match[1] != "result" or state.get("Type") == "Task":
                names = tuple(match[2].split(".")[1:])
                yield Reading(place, field, match.span(2), roots[match[1]], names, (), False)


def _texts(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    """All strings of a state, without those of the machines in it."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, each in value.items():
            if place or key not in _NESTED:
                yield from _texts(each, (*place, key))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _texts(each, (*place, at))


def _rules(value: object) -> Iterator[dict[str, Any]]:
    """All rules of a Choice, nested ones too."""
    if isinstance(value, dict):
        yield value
        value = [value[key] for key in ("And", "Or", "Not") if key in value]
    for each in value if isinstance(value, list) else ():
        yield from _rules(each)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(value: object) -> list[dict[str, Any]]:
    return [each for each in _list(value) if isinstance(each, dict)]
