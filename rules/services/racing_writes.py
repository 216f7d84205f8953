from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping

from asllint.rule import (
    INFO,
    Ask,
    Finding,
    Findings,
    Hole,
    Mapping,
    Node,
    Pair,
    Related,
    Scalar,
    State,
    StateMachine,
    Task,
    has_placeholder,
    is_computed,
    number_of,
    rule,
    string_of,
    updates_in,
    walk,
)

Given = AnyMapping[str, Pair]
Place = tuple[str, ...]

PLACES = {
    ("dynamodb", "updateItem"): ("TableName", "Key"),
    ("s3", "putObject"): ("Bucket", "Key"),
    ("ssm", "putParameter"): ("Name",),
    ("secretsmanager", "putSecretValue"): ("SecretId",),
}
"""The parameters that say where a call writes."""
WRITTEN = {"putObject": "Body", "putParameter": "Value", "putSecretValue": "SecretString"}
"""The parameter that says what is written."""
ALIKE = ("$$.", "$states.context.", "$now(", "$millis(")
"""What reads that is the same for all, or so nearly that it does not matter whose stays."""


class Write:
    """One call that writes something to a place that is written down."""

    def __init__(
        self, task: Task, branch: int, place: Place, pair: Pair, value: str | None
    ) -> None:
        self.state = task.state
        self.branch = branch
        self.place = place
        self.pair = pair
        """The last of the parameters that say where."""
        self.value = value
        """What it writes; None where that is computed."""

    @property
    def called(self) -> str:
        """The place, for messages."""
        attribute = f', attribute "{self.place[-1]}"' if self.place[0] == "dynamodb" else ""
        return f'"{self.pair.key.value}"{attribute}'


@rule(severity=INFO, since="0.1", states=("Map", "Parallel"))
def racing_writes(state: State, ask: Ask) -> Findings:
    """Branches, or items of a Map, that write to the same place at the same time."""
    if state.type == "Parallel":
        yield from _by_branches(state, ask)
    elif _many_at_a_time(state):
        yield from _by_items(state, ask)


def _many_at_a_time(state: State) -> bool:
    """Do items of a Map run side by side? What an execution works out can be 1."""
    most = state.field("MaxConcurrency")
    known = most is None or number_of(most) not in (None, 1)
    return known and state.field("MaxConcurrencyPath") is None


def _by_items(state: State, ask: Ask) -> Findings:
    told: set[Place] = set()
    for write in _of_every_item(state, ask):
        if write.value is None and write.place[:-1] not in told:
            told.add(write.place[:-1])
            yield Finding(
                write.pair.value.span,
                f'all items of "{state.name}" write to the same {write.called}, and what the last '
                "one writes stays: make it of the item",
                related=[Related(state.key.span, "runs it for each item, many at a time")],
            )


def _by_branches(state: State, ask: Ask) -> Findings:
    first: dict[Place, Write] = {}
    told: set[Place] = set()
    for write in _writes(state, ask):
        other = first.setdefault(write.place, write)
        alike = write.value is not None and write.value == other.value
        if other.branch != write.branch and not alike and write.place[:-1] not in told:
            told.add(write.place[:-1])
            yield Finding(
                write.pair.value.span,
                f'another branch of "{state.name}" writes to the same {write.called}, and what the '
                "last one writes stays: write to another one",
                related=[Related(other.pair.value.span, f'"{other.state.name}" writes it, too')],
            )


def _writes(state: State, ask: Ask) -> Iterator[Write]:
    """The writes of all machines in a state."""
    for branch, machine in enumerate(state.machines):
        pending = [machine]
        while pending:
            for inner in pending.pop().states:
                pending += inner.machines
                if inner.type == "Task":
                    yield from _of_task(ask(Task, inner), branch)


def _of_every_item(state: State, ask: Ask) -> Iterator[Write]:
    """The writes that each item of a Map comes to: behind no Choice, no Catch and no other Map."""
    pending = [*state.machines]
    while pending:
        for inner in _surely(pending.pop()):
            if inner.type == "Parallel":
                pending += inner.machines
            elif inner.type == "Task":
                yield from _of_task(ask(Task, inner), 0)


def _surely(machine: StateMachine) -> list[State]:
    """The states that a machine always comes through, unless one of them fails."""
    found: list[State] = []
    way = machine.start_at
    while way is not None and way.target is not None and way.target not in found:
        state = way.target
        found.append(state)
        following = state.field("Next") if state.type != "Choice" else None
        way = next((one for one in state.transitions if one.target_name is following), None)
    return found


def _of_task(task: Task, branch: int) -> Iterator[Write]:
    """What a call writes: of one that sets several attributes, each."""
    service, action = task.resource.part("service") or "", task.resource.part("action") or ""
    names = PLACES.get((service, action), ())
    given = task.parameters if names else None
    pairs = [given[name] for name in names if name in given] if given else []
    where = [_written_down(pair) for pair in pairs]
    if given is None or len(where) < len(names) or not all(where):
        return
    place: Place = (service, *(text for text in where if text))
    if action == "updateItem":
        for path, values in _attributes(given):
            yield Write(task, branch, (*place, path), pairs[-1], values)
    elif WRITTEN[action] in given:
        yield Write(task, branch, (*place, ""), pairs[-1], _value(given[WRITTEN[action]]))


def _written_down(pair: Pair) -> str | None:
    """A name, or the key of an item, that is the same each time; None where it is computed."""
    if str(pair.key.value).endswith(".$"):
        return None
    if not isinstance(pair.value, Mapping):
        return _fixed(pair.value)
    parts = []
    for name, attribute in sorted(pair.value.fields.items()):
        fields = attribute.value.fields if isinstance(attribute.value, Mapping) else {}
        for kind, value in fields.items():
            text = None if kind.endswith(".$") else _fixed(value.value)
            if text is None:
                return None
            parts.append(f"{name} {kind} {text}")
    return "\n".join(parts) or None


def _fixed(node: Node) -> str | None:
    """A text or a number that is the same each time; what a template puts in is."""
    if isinstance(node, Hole):
        return node.text if "${" in node.text and "Fn::" not in node.text else None
    text = str(node.value) if isinstance(node, Scalar) else ""
    if not text or "{%" in text or (is_computed(node) and not has_placeholder(text)):
        return None
    return text


def _attributes(given: Given) -> Iterator[tuple[str, str | None]]:
    """The attributes that an update sets without looking at what they are, and to what."""
    pair = given.get("UpdateExpression")
    text = None if pair is None else _written_down(pair)
    if not text or "ConditionExpression" in given:
        return
    names, values = (
        _fields(given, "ExpressionAttributeNames"),
        _fields(given, "ExpressionAttributeValues"),
    )
    for update in updates_in(text):
        if update.clause == "SET" and update.path not in update.words:
            name = names.get(update.path)
            known = string_of(name.value) if name is not None else None
            found = [values[word] for word in update.words if word in values]
            texts = [_value(one) for one in found]
            whole = None if None in texts else " ".join(text for text in texts if text)
            yield known or update.path, whole


def _fields(given: Given, name: str) -> dict[str, Pair]:
    pair = given.get(name)
    return pair.value.fields if pair is not None and isinstance(pair.value, Mapping) else {}


def _value(pair: Pair) -> str | None:
    """What is written, as a text; None where it is computed, and may differ."""
    parts = []
    for node in walk(pair.value):
        if isinstance(node, Mapping):
            computed = [key for key in node.fields if key.endswith(".$")]
            if any(not _is_alike(node.fields[key].value) for key in computed):
                return None
        elif isinstance(node, Hole) or (is_computed(node) and not _is_alike(node)):
            return None
        elif isinstance(node, Scalar):
            parts.append(str(node.value))
    if str(pair.key.value).endswith(".$") and not _is_alike(pair.value):
        return None
    return " ".join(parts)


def _is_alike(node: Node) -> bool:
    """Does an expression read nothing but what is the same for all?"""
    text = string_of(node) or ""
    return text.strip("{% ").startswith(ALIKE) or (has_placeholder(text) and "{%" not in text)
