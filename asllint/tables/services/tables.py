"""The lines of the tables as objects: services, actions, types. Their form is described in the
package's own text; a line is read when somebody asks for what it says.
"""

from __future__ import annotations

import re

from asllint.tables.services import (
    ANY,
    BOOLEAN,
    BYTES,
    INTEGER,
    LIST,
    MAP,
    NUMBER,
    REQUEST_RESPONSE,
    STRING,
    STRUCTURE,
    TASK_TOKEN,
    TIMESTAMP,
    sdk_service,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.tables.services.optimised import OptimisedAction

_KINDS = {
    "s": STRING, "+": STRING, "i": INTEGER, "n": NUMBER, "b": BOOLEAN, "t": TIMESTAMP, "x": BYTES,
    "*": ANY, "&": ANY, "[": LIST, "{": MAP, "=": STRING, ".": STRUCTURE, "<": STRUCTURE,
}  # fmt: skip
_CALLED = {
    STRUCTURE: "an object", MAP: "an object", LIST: "an array", INTEGER: "a whole number",
    NUMBER: "a number", BOOLEAN: "true or false", TIMESTAMP: "a time", STRING: "a text",
}  # fmt: skip


class ApiType:
    """What a value has to be. Types can hold themselves: walk them along a value, never alone."""

    __slots__ = ("_members", "_service", "_type", "_union", "kind", "name")

    def __init__(self, service: Service | Answers, type: str) -> None:  # noqa: A002
        self._service = service
        self._type = type
        self._members: dict[str, Member] | None = None
        self._union: bool | None = None
        self.kind = _KINDS[type[0]]
        """`STRUCTURE`, `LIST`, `MAP`, `STRING`, …; an enumeration is a `STRING`."""
        self.name = type[1:] if type[0] in ".=<" else ""
        """The name of a structure or an enumeration in the service's model, or of an action."""

    @property
    def called(self) -> str:
        """What messages call a value of it: `an object`, `a text`."""
        return _CALLED.get(self.kind, "anything")

    @property
    def members(self) -> dict[str, Member]:
        """The members of a structure, by name; empty for anything else."""
        if self._members is None:
            found: dict[str, Member] = {}
            for item in self._line().split()[1:]:
                name, _, kind = item.partition(":")
                required = name.endswith("!")
                name, *others = name.removesuffix("!").split("~")
                found[name] = Member(name, required, self._service.type(kind), tuple(others))
            self._members = found
        return self._members

    def member(self, name: str) -> Member | None:
        """The member of a name; one all in capitals, as `BOOL`, in whatever case it is known.

        Which of both Step Functions wants below the top level is not recorded for such names.
        """
        found = self.members.get(name)
        if found is None:
            capitals = name.upper()
            same = [known for known in self.members.values() if known.name.upper() == capitals]
            if len(same) == 1 and (name.isupper() or same[0].name.isupper()):
                found = same[0]
        return found

    def _line(self) -> str:
        if self.kind != STRUCTURE:
            return ""
        line = self._service.line(self._type)
        return line or self._service.line("|" + self.name)

    @property
    def required(self) -> tuple[str, ...]:
        """The members that a structure must have."""
        return tuple(member.name for member in self.members.values() if member.required)

    @property
    def union(self) -> bool:
        """Has a structure exactly one of its members?"""
        if self._union is None:
            self._union = self._line().startswith("|")
        return self._union

    @property
    def element(self) -> ApiType | None:
        """What a list's items and a map's values are; None for anything else."""
        return self._service.type(self._type[1:]) if self.kind in (LIST, MAP) else None

    @property
    def enum(self) -> tuple[str, ...]:
        """The values of an enumeration that are known; empty for anything else."""
        if self._type[0] != "=":
            return ()
        return tuple(self._service.line(self._type).partition(" ")[2].split("|"))

    @property
    def filled(self) -> bool:
        """Is it something that can not be an empty text?"""
        return self._type in ("+", "&")

    def __repr__(self) -> str:
        return f"ApiType({self._service.prefix!r}, {self._type!r})"


class Member:
    """One member of a structure: a parameter, or a field at any depth of one; or of an answer."""

    __slots__ = ("name", "others", "required", "type")

    def __init__(
        self, name: str, required: bool, wanted: ApiType, others: tuple[str, ...] = ()
    ) -> None:
        self.name = name
        self.required = required
        self.type = wanted
        self.others = others
        """In an answer: how its name may be spelt as well."""

    @property
    def shape(self) -> ApiType:
        """`type`, by the name that rules written earlier know."""
        return self.type

    def __repr__(self) -> str:
        return f"Member({self.name!r}, {self.required}, {self.type!r})"


class IdempotencyToken:
    """The parameter by which a service knows a call that was made before: its name and length.

    A second call with the same token changes nothing, and answers what the first one did. Without
    one the AWS SDK makes one up for each call. Source: the trait `idempotencyToken` of the models,
    but for the parameters with it that are the identity of a thing (Athena's `QueryExecutionId`).
    """

    __slots__ = ("least", "most", "name")

    def __init__(self, name: str, least: int, most: int | None) -> None:
        self.name = name
        self.least = least
        """So many characters it has at the least."""
        self.most = most
        """So many at the most; None where nothing is said of that."""

    def takes(self, length: int) -> bool:
        """Does a text of so many characters fit?"""
        return self.least <= length and (self.most is None or length <= self.most)

    def __repr__(self) -> str:
        return f"IdempotencyToken({self.name!r}, {self.least}, {self.most})"


class Action:
    """One action of a service."""

    __slots__ = (
        "_errors", "deprecated", "input", "measured", "name", "one_of", "page", "patterns",
        "required", "sdk_name", "service", "streams", "unsupported",
    )  # fmt: skip

    def __init__(
        self, service: Service, name: str, line: str, entry: OptimisedAction | None
    ) -> None:
        """Read the line `>name input flags errors`; without one the input has no members."""
        parts = line.split(" ") if line else ["", "-", "-"]
        self.service = service
        self.name = name
        self.sdk_name = parts[0][1:]
        """The action of the AWS SDK that is called; empty where there is none."""
        self.input = service.type("." + parts[1])
        """The structure of its parameters (`Parameters`, `Arguments`)."""
        self._errors = parts[3] if len(parts) > 3 else ""
        self.deprecated = "d" in parts[2]
        """Does AWS advise against the action?"""
        self.patterns: tuple[str, ...] = (REQUEST_RESPONSE, TASK_TOKEN)
        """The patterns it supports."""
        self.required = self.input.required if entry is None else entry.required
        """The parameters it must have."""
        self.one_of: tuple[tuple[str, ...], ...] = ()
        """Groups of parameters of each of which one must be given."""
        self.measured = False
        """Has AWS itself been seen to refuse a definition that lacks a required parameter?"""
        self.streams = "s" in parts[2]
        """Does it send or answer a stream of events, which Step Functions can not handle?"""
        self.unsupported = entry is None and (self.streams or name in service.unsupported)
        """Is it known that Step Functions can not call this action of the SDK?"""
        self.page = ""
        """The page of the developer guide about an optimised integration, if it has one."""
        if entry is not None:
            self.page = entry.source if entry.source.startswith(("connect-", "call-")) else ""
            self.patterns, self.one_of = entry.patterns, entry.one_of
            self.measured = entry.measured

    @property
    def token(self) -> IdempotencyToken | None:
        """The parameter by which a second call is the same as the first, if there is one."""
        words = self.service.line("~" + self.sdk_name).split()
        if not self.sdk_name or not words:
            return None
        return IdempotencyToken(words[1], int(words[2]), int(words[3]) if words[3:] else None)

    @property
    def errors(self) -> tuple[str, ...]:
        """The errors the model gives for this action, as `Retry` and `Catch` name them.

        Others of `service.errors` can be raised as well. An optimised integration may write
        acronyms in them otherwise: compare without letter case.
        """
        names = self.service.errors
        return tuple(names[int(at)] for at in self._errors.split(",") if at) if names else ()

    def __repr__(self) -> str:
        return f"Action({self.service.prefix!r}, {self.name!r})"


class Service:
    """One service, in one kind of integration."""

    __slots__ = (
        "_entries",
        "_raised",
        "_text",
        "_types",
        "error_prefix",
        "errors",
        "never",
        "optimised",
        "prefix",
        "retired",
        "sdk",
        "title",
        "unsupported",
    )  # fmt: skip

    def __init__(
        self,
        prefix: str,
        text: str,
        *,
        entries: dict[str, OptimisedAction] | None = None,
        error_prefix: str = "",
        extra: str = "",
        retired: bool = False,
        unsupported: tuple[str, ...] = (),
        never: tuple[str, ...] = (),
        sdk: str = "",
        raised: tuple[str, ...] = (),
    ) -> None:
        head, errors, _ = text.split("\n", 2) if text else ("\t", "", "")
        own, self.title = head.split("\t")
        self.prefix = prefix
        """What stands for it in a resource: `dynamodb`."""
        self.title = self.title or prefix
        """What AWS calls it: "Amazon DynamoDB"."""
        self.error_prefix = own if entries is None else error_prefix
        """What its errors begin with: `DynamoDb`, or `DynamoDB` if optimised; empty: unknown."""
        names = errors.split() if self.error_prefix else []
        self.errors = tuple(f"{self.error_prefix}.{name}" for name in names)
        """Every error the model gives, as `Retry` and `Catch` name it; none if `error_prefix` is
        unknown. Beside these an SDK integration raises `client_errors`."""
        self.optimised = entries is not None
        self.retired = retired
        """Was it known once, and is closed? Then nothing is known of its actions."""
        self.unsupported = unsupported
        """Actions of the SDK that Step Functions is documented not to support."""
        self.sdk = sdk
        """What the SDK integration calls the same service; empty when there is none."""
        self.never = never
        """The patterns that AWS refuses for it, whatever the action."""
        self._raised = raised
        self._entries = entries
        self._text = f"\n{extra}\n{text}"
        self._types: dict[str, ApiType] = {}

    @property
    def client_errors(self) -> tuple[str, ...]:
        """What any of its actions can raise: an error outside of the model, and no answer."""
        prefix = self.error_prefix
        if not prefix or not self.sdk:
            return self._raised
        whole = f"Amazon{prefix}Exception" if self.optimised else f"{prefix}Exception"
        found = (f"{prefix}.SdkClientException", *self._raised)
        # Of optimised integrations the older SDK shows: it calls some of its classes "AWS…".
        own = any(name.startswith(f"{prefix}.AWS") for name in self._raised)
        return found if own else (f"{prefix}.{whole}", *found)

    @property
    def actions(self) -> tuple[str, ...]:
        """The names of its actions, those that Step Functions can not call left out."""
        if self._entries is not None:
            return tuple(self._entries)
        found = re.findall(r"\n>(\S+) \S+ (\S+)", self._text)
        return tuple(n for n, flags in found if "s" not in flags and n not in self.unsupported)

    def action(self, name: str) -> Action | None:
        """The action of exactly this name; None when there is none."""
        entry = None
        if self._entries is not None:
            entry = self._entries.get(name)
            if entry is None:
                return None
        line = self.line(">" + (entry.sdk_action or name if entry else name))
        return Action(self, name, line, entry) if line or entry else None

    def type(self, written: str) -> ApiType:
        """A type by how the tables write it."""
        known = self._types.get(written)
        if known is None:
            known = self._types[written] = ApiType(self, written)
        return known

    def shape(self, written: str) -> ApiType:
        """`type`, by the name that rules written earlier know."""
        return self.type(written)

    def line(self, start: str) -> str:
        """The first line whose first word this is; empty when there is none."""
        text = self._text
        at = text.find(f"\n{start} ")
        if at < 0:
            at = text.find(f"\n{start}\n")
        return text[at + 1 : text.index("\n", at + 1)] if at >= 0 else ""

    def __repr__(self) -> str:
        return f"Service({self.prefix!r}, optimised={self.optimised})"


class Answers:
    """What the actions of one service answer: the lines of its second file.

    A line that is not among them is that of the first file: much that is sent comes back.
    """

    __slots__ = ("_lines", "_sdk", "_types", "prefix")

    def __init__(self, prefix: str, text: str, sdk: str) -> None:
        self.prefix = prefix
        self._lines: dict[str, str] = {}
        for line in text.split("\n"):
            self._lines.setdefault(line.partition(" ")[0], line)
        self._sdk = sdk
        self._types: dict[str, ApiType] = {}

    def action(self, name: str) -> ApiType:
        """What an action answers: a structure, without members where the API tells of none."""
        return self.type("<" + name)

    def type(self, written: str) -> ApiType:
        """A type by how the tables write it."""
        known = self._types.get(written)
        if known is None:
            known = self._types[written] = ApiType(self, written)
        return known

    def line(self, start: str) -> str:
        """The first line whose first word this is; empty when there is none."""
        found = self._lines.get(start)
        if found is None:
            sent = sdk_service(self._sdk)
            found = sent.line(start) if sent is not None else ""
        return found

    def __repr__(self) -> str:
        return f"Answers({self.prefix!r})"
