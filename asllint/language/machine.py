"""State machines as typed, tolerant values: every field may be missing or of the wrong type.

Built once from the nodes of a definition, and never changed but by an edit that it takes in
(`StateMachine.take_in`). A machine knows no facts; facts know the machine, and are kept in a drawer
of what they are about. Names are the specification's.
"""

from __future__ import annotations

from itertools import chain

from asllint.language.grammar import JSONATA, JSONPATH, QUERY_LANGUAGES, STATES, TERMINAL_TYPES
from asllint.language.versions import EYES, tick
from asllint.source.text import Span
from asllint.syntax.node import Hole, Mapping, Node, Pair, Scalar, Sequence, string_of
from asllint.syntax.walk import walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as AnySequence
    from typing import Any, TypeAlias

    Owner: TypeAlias = "State | StateMachine"

STANDARD = "STANDARD"
EXPRESS = "EXPRESS"

PROCESSORS = ("ItemProcessor", "Iterator")
"""The fields of a Map state that hold its machine; the second is the older name."""


class Transition:
    """One edge: a field that names a state. `source` is None for `StartAt`."""

    __slots__ = ("field", "machine", "name", "number", "source", "target_name")

    def __init__(
        self, machine: StateMachine, source: State | None, field: str, target_name: Node
    ) -> None:
        self.machine = machine
        self.source = source
        self.field = field
        """`StartAt`, `Next` or `Default`; those of choice rules and catchers are `Next`."""
        self.target_name = target_name
        self.name = string_of(target_name)
        """The name it leads to; None where that is a placeholder, or not a string at all."""
        self.number = 0
        """Which one of its state's transitions it is."""

    @property
    def target(self) -> State | None:
        """The state of the same machine that is named; None when there is none."""
        return None if self.name is None else self.machine.by_name.get(self.name)

    @property
    def unknown(self) -> bool:
        """Is the target beyond our knowledge: a placeholder, or not a string at all?"""
        return self.name is None


class Handler:
    """What a retrier and a catcher have in common: the error names they wait for."""

    __slots__ = ("error_equals", "error_names", "index", "node", "state")

    def __init__(self, state: State, index: int, node: Mapping) -> None:
        self.state = state
        self.index = index
        self.node = node
        equals = node.get("ErrorEquals")
        self.error_equals = equals if isinstance(equals, Sequence) else None
        """The `ErrorEquals` array; None when it is absent or no array."""
        items = self.error_equals.items if self.error_equals else []
        self.error_names = [
            item for item in items if isinstance(item, Scalar) and string_of(item) is not None
        ]
        """The names in `ErrorEquals` that are known texts."""

    @property
    def open(self) -> bool:
        """May there be more error names than we can see?"""
        equals = self.error_equals
        return (
            equals is None or not self.node.complete or len(self.error_names) != len(equals.items)
        )


class Retrier(Handler):
    """One item of `Retry`."""

    __slots__ = ()


class Catcher(Handler):
    """One item of `Catch`."""

    __slots__ = ("transition",)

    def __init__(self, state: State, index: int, node: Mapping) -> None:
        super().__init__(state, index, node)
        self.transition = _transition(state, node, "Next")


class ChoiceRule:
    """One item of `Choices`; the rules in its `And`, `Or` and `Not` are `rules()` of it."""

    __slots__ = ("index", "node", "state", "transition")

    def __init__(self, state: State, index: int, node: Mapping) -> None:
        self.state = state
        self.index = index
        self.node = node
        self.transition = _transition(state, node, "Next")

    def rules(self) -> Iterator[Mapping]:
        """The rule's own object and every rule nested in it, outermost first."""
        return (rule for rule in walk(self.node, _nested) if isinstance(rule, Mapping))


def _nested(rule: Node) -> list[Node]:
    """The rules that a choice rule is made of."""
    if not isinstance(rule, Mapping):
        return []
    nested = [rule.get("Not")]
    for field in ("And", "Or"):
        node = rule.get(field)
        nested += node.items if isinstance(node, Sequence) else []
    return [node for node in nested if isinstance(node, Mapping)]


class State:
    """One state. `key` is the scalar of its name; `node` may be anything a file can hold."""

    __slots__ = (
        "_open", "catchers", "choices", "ends", "facts", "fields", "key", "machine", "machines",
        "name", "node", "query_language", "retriers", "transitions", "type", "version",
    )  # fmt: skip

    def __init__(self, machine: StateMachine, pair: Pair) -> None:
        self.machine = machine
        self.key = pair.key
        self.name = str(pair.key.value)
        self.node = pair.value
        self.fields: dict[str, Pair] = self.node.fields if isinstance(self.node, Mapping) else {}
        """Its fields by name, of duplicates the last one; none when the state is no object."""
        self.type: str | None = None
        self.query_language: str | None = machine.query_language
        self.transitions: list[Transition] = []
        self.choices: list[ChoiceRule] = []
        self.retriers: list[Retrier] = []
        self.catchers: list[Catcher] = []
        self.machines: list[StateMachine] = []
        self.ends = False
        """Does the machine end when this state is done?"""
        self.facts: dict[Any, Any] = {}
        """What is known of it (`facts.fact`); it stays with the state over edits elsewhere."""
        self.version = tick()
        """When it became what it is: when it was made, or a machine in it has changed."""
        self._open: bool | None = None
        if isinstance(self.node, Mapping):
            self._read(self.node)

    def _read(self, node: Mapping) -> None:
        fields = self.fields
        self.type = string_of(node.get("Type"))
        end = node.get("End")
        self.ends = self.type in TERMINAL_TYPES or (isinstance(end, Scalar) and end.value is True)
        if "QueryLanguage" in fields and self.query_language != JSONATA:
            own = string_of(fields["QueryLanguage"].value)
            self.query_language = own if own in QUERY_LANGUAGES else None
        for field in ("Next", "Default"):
            transition = _transition(self, node, field)
            if transition:
                self.transitions.append(transition)
        if "Choices" in fields:
            self.choices = [ChoiceRule(self, i, item) for i, item in _objects(fields, "Choices")]
        if "Retry" in fields:
            self.retriers = [Retrier(self, i, item) for i, item in _objects(fields, "Retry")]
        if "Catch" in fields:
            self.catchers = [Catcher(self, i, item) for i, item in _objects(fields, "Catch")]
        guarded = [*(rule.transition for rule in self.choices)]
        guarded += [catcher.transition for catcher in self.catchers]
        self.transitions += [transition for transition in guarded if transition is not None]
        for number, transition in enumerate(self.transitions):
            transition.number = number
        if self.type in ("Parallel", "Map"):
            self.machines = self._nested_machines(fields)

    def _nested_machines(self, fields: dict[str, Pair]) -> list[StateMachine]:
        if self.type == "Parallel":
            return [
                StateMachine(item, self, f"Branches[{index}]")
                for index, item in _objects(fields, "Branches")
            ]
        processors = [(name, fields[name].value) for name in PROCESSORS if name in fields]
        return [
            StateMachine(node, self, name) for name, node in processors if isinstance(node, Mapping)
        ]

    def field(self, name: str) -> Node | None:
        """The value of a field; None when it is absent."""
        pair = self.fields.get(name)
        return None if pair is None else pair.value

    @property
    def outermost(self) -> StateMachine:
        """The top-level machine of the definition."""
        return self.machine.outermost

    def pair(self, name: str) -> Pair | None:
        """A field with its key; None when it is absent."""
        return self.fields.get(name)

    @property
    def open(self) -> bool:
        """May it lead anywhere, because a part of it is unknown or could not be read?"""
        if self._open is None:
            self._open = self._is_open()
        return self._open

    def _is_open(self) -> bool:
        if not isinstance(self.node, Mapping) or not self.node.complete:
            return True
        if self.type is not None and self.type not in STATES:
            return True
        if any(transition.unknown for transition in self.transitions):
            return True
        parts = [self.field(name) for name in ("Type", "End", "Choices", "Catch")]
        for part in parts:
            if isinstance(part, Hole):
                return True
            if isinstance(part, Sequence) and any(isinstance(item, Hole) for item in part.items):
                return True
        return False

    def follows(self, pair: Pair, around: AnySequence[Node]) -> bool:
        """Is it still the state in this field, be it that one of its machines has changed?"""
        if self.node is not pair.value:
            return False
        if self.node not in around[2:3]:
            return True
        for machine in self.machines:
            if machine.node in around and machine.take_in(around[around.index(machine.node) :]):
                self.version = tick()
                return True
        return False

    def release(self) -> None:
        """Let go of all that holds the state: its end, and that of its machines."""
        for machine in self.machines:
            machine.release()
        for parts in (
            self.transitions, self.choices, self.retriers, self.catchers, self.machines, self.facts,
        ):  # fmt: skip
            parts.clear()

    def __repr__(self) -> str:
        return f"State({self.name!r}, {self.type})"


class StateMachine:
    """The top-level machine, a branch of a Parallel state, or the processor of a Map state."""

    __slots__ = (
        "_by_name", "_states", "_walked", "declared", "facts", "field", "given", "holder", "node",
        "parent", "query_language", "start_at", "version", "workflow_type",
    )  # fmt: skip

    def __init__(
        self, node: Mapping, parent: State | None = None, field: str = "", workflow_type: str = ""
    ) -> None:
        self.node = node
        self.parent = parent
        """The state this machine is nested in; None for the top level."""
        self.field = field
        """Where it stands in its parent: `ItemProcessor`, `Iterator`, `Branches[1]`."""
        self.query_language = _machine_language(node, parent)
        self.workflow_type = workflow_type or self._inherited_type()
        self.version = tick()
        """When it became what it is: when it was made, or a state in it has changed."""
        self.holder: object = None
        """The definition that it is the outermost machine of (`hosts.definition_of`)."""
        self.given: tuple[Any] | None = None
        """The input that somebody gives to an execution of it, as `json` has it, in a tuple of one;
        None where nobody does. Only the outermost machine has one (`assume`)."""
        self.declared: object = None
        """What is declared of the data that come from outside (`data.declared.Declarations`); None
        where nothing is. Only the outermost machine has it (`declare`)."""
        self._states: list[State] = []
        start = node.get("StartAt")
        self.start_at = None if start is None else Transition(self, None, "StartAt", start)
        states = node.get("States")
        if isinstance(states, Mapping):
            # Of two states of one name AWS sees the last; `duplicate-key` reports the other.
            self._states = [State(self, pair) for pair in states.fields.values()]
        self._by_name = {state.name: state for state in self._states}
        self._walked: tuple[int, list[StateMachine]] = (0, [])
        """The machine and all in it, in the version that was looked through last."""
        self.facts: dict[Any, Any] = {}
        """What is known of it; see `State.facts`."""

    @property
    def states(self) -> list[State]:
        """Its own states, in the order of the file. Nobody changes the list."""
        if EYES.looked is not None:
            EYES.looked[self] = self.version
        return self._states

    @property
    def by_name(self) -> dict[str, State]:
        """Its own states by name. Nobody changes the dictionary."""
        if EYES.looked is not None:
            EYES.looked[self] = self.version
        return self._by_name

    def is_still(self, seen: object) -> bool:
        """Are all its states what they were in a version that somebody has seen?"""
        return self.version == seen

    def _inherited_type(self) -> str:
        if self.mode == "DISTRIBUTED":
            config = self.node.get("ProcessorConfig")
            own = string_of(config.get("ExecutionType")) if isinstance(config, Mapping) else None
            return own if own in (STANDARD, EXPRESS) else STANDARD
        return self.parent.machine.workflow_type if self.parent else STANDARD

    @property
    def mode(self) -> str | None:
        """`INLINE` or `DISTRIBUTED` for a Map's processor; None when it can not be known."""
        config = self.node.get("ProcessorConfig")
        if config is None:
            return "INLINE"
        mode = config.get("Mode") if isinstance(config, Mapping) else config
        return "INLINE" if mode is None else string_of(mode)

    @property
    def complete(self) -> bool:
        """Are all its states readable? If not, what seems to be missing may just be unreadable."""
        states = self.node.get("States")
        return (
            self.node.complete
            and isinstance(states, Mapping)
            and states.complete
            and all(string_of(state.key) is not None for state in self.states)
        )

    @property
    def key(self) -> Scalar | None:
        """The key that it stands under, of a processor; None for a branch and the top level."""
        pair = None if self.parent is None else self.parent.pair(self.field)
        return None if pair is None else pair.key

    @property
    def head(self) -> Span:
        """What to underline when the machine as a whole is meant."""
        key = self.key
        return self.node.head if key is None else key.span

    @property
    def title(self) -> str:
        """The machine in a message: "the state machine", 'a branch of "Fan out"'."""
        if self.parent is None:
            return "the state machine"
        if self.field.startswith("Branches"):
            return f'a branch of "{self.parent.name}"'
        return f'the item processor of "{self.parent.name}"'

    def dangling(self) -> Iterator[tuple[Transition, str]]:
        """The transitions that name a state which this machine does not have, and the name."""
        names, states, complete = self.by_name, self.states, None
        start = [] if self.start_at is None else [self.start_at]
        for transition in chain(start, *(state.transitions for state in states)):
            name = transition.name
            if name is not None and name not in names:
                complete = self.complete if complete is None else complete
                if complete:
                    yield transition, name

    def assume(self, given: tuple[Any] | None) -> None:
        """Let its executions be started with an input; what is known of it is found out anew."""
        if self.given != given:
            self.given = given
            self.version = tick()

    def declare(self, declared: object) -> None:
        """Let that be known of the data from outside; what is known of it is found out anew."""
        if self.declared is not declared and self.declared != declared:
            self.declared = declared
            self.version = tick()

    @property
    def outermost(self) -> StateMachine:
        """The top-level machine of the definition."""
        machine = self
        while machine.parent is not None:
            machine = machine.parent.machine
        return machine

    def take_in(self, around: AnySequence[Node]) -> bool:
        """Follow an edit among the states; False, and nothing done, where it was not there.

        `around` are the objects and arrays around the edit, outermost first, from the machine's own
        object on, as `reread` returns them. States whose text is the same are kept.
        """
        states = self.node.get("States")
        if len(around) < 2 or around[1] is not states or not isinstance(states, Mapping):
            return False
        before = {id(state.key): state for state in self._states}
        self._states = []
        for pair in states.fields.values():
            state = before.get(id(pair.key))
            if state is None or not state.follows(pair, around):
                state = State(self, pair)
            else:
                del before[id(pair.key)]
            self._states.append(state)
        self._by_name = {state.name: state for state in self._states}
        self.version = tick()
        for gone in before.values():
            gone.release()
        return True

    def release(self) -> None:
        """Let go of the states, which hold the machine: the end of both (`Analysis.release`)."""
        for state in self._states:
            state.release()
        self._states = []
        self._by_name = {}
        self._walked = (0, [])
        self.facts.clear()
        self.start_at = self.holder = None

    def walk(self) -> Iterator[StateMachine]:
        """The machine itself and all machines nested in it, in the order of their places.

        Who walks looks at all of them: a change in any of them is one of the machine itself.
        """
        if EYES.looked is not None:
            EYES.looked[self] = self.version
        if self._walked[0] != self.version:
            found, pending = [], [self]
            while pending:
                machine = pending.pop()
                found.append(machine)
                inner = [nested for state in machine._states for nested in state.machines]
                pending += reversed(inner)
            self._walked = self.version, found
        return iter(self._walked[1])

    def __repr__(self) -> str:
        return f"StateMachine({self.title}, {len(self.states)} states)"


def _machine_language(node: Mapping, parent: State | None) -> str | None:
    """What a state without its own `QueryLanguage` gets; None when the field makes no sense.

    Nested machines take the top-level machine's language, whatever the state around them says
    (measured: the children of a JSONata Map in a JSONPath machine are JSONPath states).
    """
    if parent is not None:
        return parent.machine.query_language
    field = node.get("QueryLanguage")
    if field is None:
        return JSONPATH
    language = string_of(field)
    return language if language in QUERY_LANGUAGES else None


def _transition(state: State, node: Mapping, field: str) -> Transition | None:
    target = node.get(field)
    return None if target is None else Transition(state.machine, state, field, target)


def _objects(fields: dict[str, Pair], name: str) -> list[tuple[int, Mapping]]:
    """The objects among the items of an array field, with their indices."""
    pair = fields.get(name)
    if pair is None or not isinstance(pair.value, Sequence):
        return []
    return [(i, item) for i, item in enumerate(pair.value.items) if isinstance(item, Mapping)]
