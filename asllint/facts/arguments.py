"""What each call hands over, held against what the API of the service takes, at every depth.

The tables are walked along the values, never alone. A value that is computed is unknown, and so is
everything in it: a placeholder, a key that ends in `.$`, a JSONata expression, and a text that was
surely meant as one of those. Step Functions hands the rest to the AWS SDK for Java, whose reader
turns a number in quotes into a number, and an object where a text is wanted into its JSON; only
what no reading can make fit is called mistyped.
"""

from __future__ import annotations

from asllint.facts.fact import Ask, fact
from asllint.facts.integrations import Integrations, task_of
from asllint.hosts.definition import Definition
from asllint.language.grammar import JSONPATH
from asllint.language.machine import State
from asllint.source.finding import Fix
from asllint.source.suggest import nearest
from asllint.syntax.edits import rename
from asllint.syntax.node import Hole, Mapping, Node, Pair, Scalar, Sequence, has_placeholder
from asllint.tables.services import (
    BOOLEAN,
    INTEGER,
    LIST,
    MAP,
    NUMBER,
    STRING,
    STRUCTURE,
    TIMESTAMP,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from asllint.facts.integrations import Task
    from asllint.source.text import Span
    from asllint.tables.services.tables import ApiType, Member


class Handed:
    """An object among the arguments of a call, and the structure that the API wants there."""

    __slots__ = ("key", "node", "task", "type", "where")

    def __init__(
        self, task: Task, node: Mapping, wanted: ApiType, key: Scalar | None, where: tuple[str, ...]
    ) -> None:
        self.task = task
        self.node = node
        self.type = wanted
        self.key = key
        """The key that it stands under; None for an item of an array."""
        self.where = where
        """The names that lead to it, from `Parameters` or `Arguments` on; empty: it is that."""

    @property
    def shape(self) -> ApiType:
        """`type`, by the name that rules written earlier know."""
        return self.type

    @property
    def span(self) -> Span:
        """What to underline when the object as a whole is meant: its key, or its bracket."""
        return self.node.head if self.key is None else self.key.span

    @property
    def names(self) -> tuple[str, ...] | None:
        """The members that are given; None when a part of the object can not be known."""
        fields = self.node.fields
        if not self.node.complete or any(map(has_placeholder, fields)):
            return None
        # In JSONata such a key is a mistake of its own, and says what was meant.
        return tuple(name.removesuffix(".$") for name in fields)

    @property
    def required(self) -> tuple[str, ...]:
        """The members that it must have."""
        action = self.task.action
        return self.type.required if self.where or action is None else action.required

    @property
    def one_of(self) -> tuple[tuple[str, ...], ...]:
        """Groups of members of which it must have one."""
        action = self.task.action
        return () if self.where or action is None else action.one_of

    @property
    def measured(self) -> bool:
        """Are these the parameters of a call of which AWS was seen to say what it insists on?"""
        action = self.task.action
        return not self.where and action is not None and action.measured

    def needs(self, member: Member) -> bool:
        """Must a member be there, or is it one of those of which one must?"""
        wanted = (*self.required, *(name for group in self.one_of for name in group))
        return member.required or member.name in wanted

    def lacks(self, wanted: Iterable[str]) -> list[str]:
        """Which of the members that are wanted are surely not given."""
        fields = self.node.fields
        absent = [name for name in wanted if name not in fields and name + ".$" not in fields]
        names = self.names if absent else None
        if names is None:
            return []
        # Names all in capitals are known in either case (`ApiType.member`).
        given = {name.lower() if name.isupper() else name for name in names}
        return [name for name in absent if name not in given and name.lower() not in given]


class Stray:
    """A member that the structure does not have, and the one that was most likely meant."""

    __slots__ = ("handed", "meant", "name", "pair")

    def __init__(self, handed: Handed, pair: Pair, name: str) -> None:
        self.handed = handed
        self.pair = pair
        self.name = name
        """Without `.$`."""
        self.meant = nearest(name, handed.type.members)

    @property
    def miscased(self) -> bool:
        """Is nothing wrong with it but its letter case?

        That is not known of an acronym at its beginning (`KMSKeyId`, `KmsKeyId`), unless it is a
        parameter of an SDK integration itself: there AWS was seen to want `Kms`.
        """
        if self.meant is None or self.meant.lower() != self.name.lower():
            return False
        service = self.handed.task.service
        own = not self.handed.where and service is not None and not service.optimised
        return own or not self.name[:2].isupper()

    @property
    def missed(self) -> bool:
        """Is it a parameter on which AWS insists, and that is not there for being misspelt?"""
        return self.handed.measured and self.meant in self.handed.lacks(self.handed.required)

    @property
    def fix(self) -> Fix | None:
        """Write it as it was meant; None when nobody knows, or that is there as well."""
        meant = self.meant
        if meant is None or {meant, meant + ".$"} & self.handed.node.fields.keys():
            return None
        suffix = str(self.pair.key.value)[len(self.name) :]
        return Fix(f'write "{meant}"', [rename(self.pair.key, meant + suffix)])


class Value:
    """One value among the arguments: `pair` in `handed`, or an item of an array under that key."""

    __slots__ = ("handed", "node", "pair", "type")

    def __init__(self, handed: Handed, pair: Pair, node: Node, wanted: ApiType) -> None:
        self.handed = handed
        self.pair = pair
        self.node = node
        self.type = wanted
        """What the API wants there."""

    @property
    def shape(self) -> ApiType:
        """`type`, by the name that rules written earlier know."""
        return self.type

    @property
    def empty(self) -> bool:
        """Is it an empty text where the API wants at least one character?"""
        return self.type.filled and isinstance(self.node, Scalar) and self.node.value == ""


class Disagreements:
    """Where arguments and the tables disagree, by kind, and where nobody knows yet."""

    __slots__ = (
        "computed", "empty", "lacking", "mistyped", "none_of", "strays", "unions", "unlisted",
    )  # fmt: skip

    def __init__(self) -> None:
        self.lacking: list[tuple[Handed, list[str]]] = []
        """Objects without members that are required, and these."""
        self.none_of: list[tuple[Handed, tuple[str, ...]]] = []
        """Objects with none of some members of which they need one, and these."""
        self.strays: list[Stray] = []
        self.unions: list[tuple[Handed, tuple[str, ...]]] = []
        """Objects with none or several members where exactly one is wanted, and the members."""
        self.empty: list[Value] = []
        """Texts that the call needs and that are empty, although they can not be."""
        self.mistyped: list[Value] = []
        self.unlisted: list[Value] = []
        """Texts beside the known ones."""
        self.computed: list[Value] = []
        """Those that are computed or filled in: whether they agree is not known here."""


@fact(about=Definition)
class Arguments(Disagreements):
    """Where the arguments of the calls of a definition and the tables disagree."""

    __slots__ = ()

    def __init__(self, definition: Definition, ask: Ask) -> None:
        super().__init__()
        for task in ask(Integrations, definition).calls:
            own = ask(StateArguments, task.state)
            if own.any:
                for kind in Disagreements.__slots__:
                    getattr(self, kind).extend(getattr(own, kind))


@fact(about=State)
class StateArguments(Disagreements):
    """Where the arguments of one Task and the tables disagree."""

    __slots__ = ("any",)

    def __init__(self, state: State, ask: Ask) -> None:
        super().__init__()
        task = task_of(state, ask)
        pair, wanted = (None, None) if task is None else (task.arguments, task.input_type)
        if task and pair and wanted is not None and isinstance(pair.value, Mapping):
            self._object(Handed(task, pair.value, wanted, pair.key, ()))
        self.any = any(getattr(self, kind) for kind in Disagreements.__slots__)

    def _object(self, handed: Handed) -> None:
        lacking = handed.lacks(handed.required)
        if lacking:
            self.lacking.append((handed, lacking))
        self.none_of += [
            (handed, group) for group in handed.one_of if len(handed.lacks(group)) == len(group)
        ]
        wanted = handed.type
        if not handed.where and not wanted.members and wanted.name == "-":
            return  # an action of which the tables know nothing more than its name
        for key, pair in handed.node.fields.items():
            if not has_placeholder(key):
                self._member(handed, key, pair)
        names = handed.names if wanted.union else None
        if names is not None:
            known = tuple(name for name in names if wanted.member(name) is not None)
            if len(known) != 1 and len(known) == len(names):
                self.unions.append((handed, known))

    def _member(self, handed: Handed, key: str, pair: Pair) -> None:
        computed = key.endswith(".$")
        if computed and handed.task.state.query_language != JSONPATH:
            return  # a mistake of its own
        name = key.removesuffix(".$")
        member = handed.type.member(name)
        if member is None:
            self.strays.append(Stray(handed, pair, name))
        elif not computed:
            value = Value(handed, pair, pair.value, member.type)
            if value.empty and handed.needs(member):
                self.empty.append(value)
            self._value(value, (*handed.where, name))

    def _value(self, value: Value, where: tuple[str, ...]) -> None:
        node, wanted = value.node, value.type
        if is_computed(node):
            self.computed.append(value)
            return
        kind, element = wanted.kind, wanted.element
        if kind == STRUCTURE and isinstance(node, Mapping):
            key = value.pair.key if node is value.pair.value else None
            self._object(Handed(value.handed.task, node, wanted, key, where))
        elif kind == LIST and isinstance(node, Sequence) and element is not None:
            for index, item in enumerate(node.items):
                inner = Value(value.handed, value.pair, item, element)
                self._value(inner, (*where[:-1], f"{where[-1]}[{index}]"))
        elif kind == MAP and isinstance(node, Mapping) and element is not None:
            for name, pair in node.fields.items():
                if not name.endswith(".$"):
                    self._value(Value(value.handed, pair, pair.value, element), (*where, name))
        elif not _fits(node, kind) and not _made_of(node, value):
            self.mistyped.append(value)
        elif isinstance(node, Scalar) and wanted.enum and node.value not in wanted.enum:
            self.unlisted.append(value)


def is_computed(node: Node) -> bool:
    """Is the value computed, filled in, absent, or a text that was meant to be computed?"""
    if isinstance(node, Hole):
        return True
    if not isinstance(node, Scalar):
        return False
    text = node.value
    if not isinstance(text, str):
        return text is None
    return has_placeholder(text) or "{%" in text or text.startswith(("$", "States."))


def _fits(node: Node, kind: str) -> bool:
    """Can a value be read as what the API wants?"""
    if takes(kind, node.type_name):
        return True
    text = node.value if isinstance(node, Scalar) else None
    return isinstance(text, str) and reads_as(text, kind)


def takes(wanted: str, kind: str) -> bool:
    """Does a kind of `ApiType` take every value of a kind of JSON, as its nodes name it?"""
    if wanted in (STRUCTURE, MAP):
        return kind == "object"
    if wanted == LIST:
        return kind == "array"
    if wanted in (INTEGER, NUMBER):
        return kind in ("integer", "number")
    if wanted == BOOLEAN:
        return kind == "boolean"
    if wanted == TIMESTAMP:
        return kind in ("string", "integer", "number")
    if wanted == STRING:
        return kind not in ("integer", "number", "boolean")
    return True


def reads_as(text: str, wanted: str) -> bool:
    """Is a text read as what the API wants: a number in quotes, "true" or "false"?"""
    if wanted == BOOLEAN:
        return text.lower() in ("true", "false")
    return wanted in (INTEGER, NUMBER) and _is_number(text)


def _made_of(node: Node, value: Value) -> bool:
    """Can Step Functions make an object of a text or an array?

    The optimised integrations use the first version of the SDK, whose classes can be made of one
    value: published definitions write `"id": "a"` for `"id": {"S": "a"}` in DynamoDB, and run.
    """
    service = value.handed.task.service
    simple = node.type_name in ("string", "array") and value.type.kind == STRUCTURE
    return simple and service is not None and service.optimised


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
