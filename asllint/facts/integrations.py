"""What each Task calls: a Lambda function, an activity, an optimised or an SDK integration.

Sources: Step Functions developer guide, "Task workflow state" (the forms of `Resource`), "Learning
to use AWS service SDK integrations", "Discover service integration patterns".
"""

from __future__ import annotations

import re
from functools import lru_cache

from asllint.facts.fact import Ask, fact
from asllint.hosts.definition import Definition, definition_of
from asllint.language.machine import State, StateMachine
from asllint.source.text import Span
from asllint.syntax.content import content
from asllint.syntax.node import PLACEHOLDER, Mapping, Pair, Scalar, is_marker
from asllint.tables.services import (
    REQUEST_RESPONSE,
    optimised_names,
    optimised_service,
    sdk_names,
    sdk_service,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping

    from asllint.tables.services.tables import Action, ApiType, Service

LAMBDA = "Lambda function"
ACTIVITY = "activity"
OPTIMISED = "optimised integration"
SDK = "SDK integration"
FOREIGN = "foreign ARN"
UNKNOWN = "unknown"
NO_ARN = "no ARN"
"""What a `Resource` can be. `FOREIGN` is an ARN that no Task can call; `NO_ARN` is also an empty
text, and one that would have to be evaluated. Of `UNKNOWN` nobody knows, because a placeholder
hides it, or because it is none of a program's business (`LAMBDA_ARN`)."""

_UNKNOWN = "\0"  # stands for each character of a placeholder
_OTHER = ("stateMachine", "execution", "express", "mapRun")  # resources of Step Functions itself
_STRANGE = r"[^\w:/.$\s-]"
"""A character of no ARN: a template's own kind of placeholder, as in `<function>`."""
_COMPUTED = r"\s*+(?:\{%|States\.\w++\(|\$(?:\$?+[.\[]|\w|\$|\Z))"
"""How what is evaluated begins: JSONata, an intrinsic function, a path, a variable."""


class Resource:
    """The parts of the text of a `Resource`. It knows nothing of where the text stands.

    A part is absent (not in `parts`), known (`part` gives its text) or hidden by a placeholder.
    """

    __slots__ = ("_known", "_masked", "kind", "parts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._masked = text
        self._known: dict[str, str | None] = {}
        if "${" in text or "#{" in text:
            self._masked = re.sub(PLACEHOLDER, lambda m: _UNKNOWN * len(m[0]), text)
        self.parts: dict[str, tuple[int, int]] = {}
        """Begin and end of each part in `text`: `partition`, `vendor` (`lambda`, `states`),
        `region`, `account`; `service`, `action`, `pattern`; `function`, `qualifier`;
        `activity`. In an SDK integration `service` stands after `aws-sdk:`."""
        self.kind = self._read()

    def _read(self) -> str:
        text = self._masked
        if not text.startswith("arn:"):
            if not text.strip() or self.computed:
                return NO_ARN
            hidden = is_marker(text) or re.search(_STRANGE, text) is not None
            return UNKNOWN if hidden else NO_ARN
        if text.split() != [text]:
            return NO_ARN  # a blank is in it
        at = 4
        for name in ("partition", "vendor", "region", "account"):
            at = self._cut(name, at)
            if at < 0:
                return self._foreign(4)
        vendor = self.part("vendor")
        if vendor is None:
            return UNKNOWN
        if vendor == "lambda" and text.startswith("function:", at):
            end = self._cut("function", at + len("function:"))
            if end < 0:
                self.parts["function"] = (at + len("function:"), len(text))
            else:
                self.parts["qualifier"] = (end, len(text))
            return LAMBDA
        return self._states(at) if vendor == "states" else self._foreign(at)

    def _states(self, at: int) -> str:
        text = self._masked
        if text.startswith("activity:", at):
            self.parts["activity"] = (at + len("activity:"), len(text))
            return ACTIVITY
        if text.startswith(tuple(f"{name}:" for name in _OTHER), at):
            return FOREIGN
        sdk = text.startswith("aws-sdk:", at)
        at = self._cut("service", at + len("aws-sdk:") if sdk else at)
        if at < 0:
            return self._foreign(4)
        dot = text.find(".", at)
        self.parts["action"] = (at, len(text) if dot < 0 else dot)
        if dot >= 0:
            self.parts["pattern"] = (dot + 1, len(text))
        # A hidden service may hold "aws-sdk:" as well.
        return SDK if sdk else OPTIMISED if self.part("service") is not None else UNKNOWN

    def _cut(self, name: str, start: int) -> int:
        """Note a part that ends at the next colon, and return where the next one begins, or -1."""
        end = self._masked.find(":", start)
        if end >= 0:
            self.parts[name] = (start, end)
        return end + 1 if end >= 0 else -1

    def _foreign(self, start: int) -> str:
        return UNKNOWN if re.search(_STRANGE, self._masked[start:]) else FOREIGN

    @property
    def computed(self) -> bool:
        """Was it meant to be evaluated: as a path, an intrinsic function, a JSONata expression?"""
        return re.match(_COMPUTED, self._masked) is not None

    def part(self, name: str) -> str | None:
        """The text of a part; None when it is absent, or hidden, be it partly."""
        if name not in self.parts:
            return None  # not yet, while the text is being read
        if name not in self._known:
            start, end = self.parts[name]
            text = self._masked[start:end]
            self._known[name] = None if re.search(_STRANGE, text) else text
        return self._known[name]

    def hidden(self, name: str) -> bool:
        """Is there such a part, of which a placeholder hides something?"""
        return name in self.parts and self.part(name) is None

    @property
    def pattern(self) -> str | None:
        """One of `PATTERNS`; another text is as it was written; None when it is hidden.

        The pattern of a function or an activity is that of a plain call.
        """
        if self.kind in (OPTIMISED, SDK) and "pattern" not in self.parts:
            # A hidden action may hold the pattern as well.
            return None if self.hidden("action") else REQUEST_RESPONSE
        if self.kind in (LAMBDA, ACTIVITY):
            return REQUEST_RESPONSE
        return self.part("pattern")

    def __repr__(self) -> str:
        return f"Resource({self.text!r}, {self.kind})"


resource_of = lru_cache(maxsize=4_096)(Resource)
"""The parts of a text; each distinct text is read once."""


HIDDEN = Resource(_UNKNOWN)
"""The resource of a Task that has none, or one of which a template tells nothing."""


@lru_cache(maxsize=4_096)
def service_of(resource: Resource) -> Service | None:
    """The tables of the service that a resource calls; None where nothing is known of it."""
    name = resource.part("service")
    if name is None:
        return None
    if resource.kind == OPTIMISED:
        return optimised_service(name)
    return sdk_service(name) if resource.kind == SDK else None


@lru_cache(maxsize=4_096)
def action_of(resource: Resource) -> Action | None:
    """The tables of the action; None where nothing is known of it."""
    service, name = service_of(resource), resource.part("action")
    return None if service is None or name is None else service.action(name)


@lru_cache(maxsize=4_096)
def miscased_of(resource: Resource) -> tuple[str, str] | None:
    """The part of a resource that is right but for its letter case, and how it is written."""
    if resource.kind not in (OPTIMISED, SDK) or action_of(resource) is not None:
        return None
    service = service_of(resource)
    if service is not None:
        part, known = "action", service.actions
    else:
        part = "service"
        known = sdk_names() if resource.kind == SDK else (*optimised_names(), "aws-sdk")
    name = resource.part(part)
    same = [other for other in known if name and other.lower() == name.lower()]
    return (part, same[0]) if same else None


@fact(about=State)
class Task:
    """One Task state: what it calls, and with which arguments.

    Everything is there for any Task; what can not be known is None.
    """

    __slots__ = ("_definition", "node", "resource", "state")

    def __init__(self, state: State, ask: Ask) -> None:
        self.state = state
        self._definition = definition_of(state)
        self.node = state.field("Resource")
        """The value of `Resource`; None when the field is missing."""
        value = self.node.value if isinstance(self.node, Scalar) else None
        self.resource = resource_of(value) if isinstance(value, str) else HIDDEN

    @property
    def kind(self) -> str:
        """`LAMBDA`, `ACTIVITY`, `OPTIMISED`, `SDK`, `FOREIGN`, `NO_ARN` or `UNKNOWN`."""
        return self.resource.kind

    @property
    def pattern(self) -> str | None:
        """The pattern: `REQUEST_RESPONSE`, `SYNC`, …, or what else was written; None: hidden."""
        return self.resource.pattern

    @property
    def calls_function(self) -> bool:
        """Does it call a Lambda function, by its ARN or by the integration?"""
        if self.kind == OPTIMISED:
            return self.resource.part("service") == "lambda"
        return self.kind == LAMBDA

    @property
    def service(self) -> Service | None:
        """The tables of the service; None for no integration, and for a service nobody knows."""
        return service_of(self.resource)

    @property
    def action(self) -> Action | None:
        """The tables of the action; None where nothing is known of it."""
        return action_of(self.resource)

    @property
    def miscased(self) -> tuple[str, str] | None:
        """The part of the resource with which nothing is wrong but its letter case, and what it is.

        The part is `service` or `action`.
        """
        return miscased_of(self.resource)

    @property
    def arguments_field(self) -> str | None:
        """`Parameters` or `Arguments`, by the query language; None when that is unknown."""
        languages = {"JSONPath": "Parameters", "JSONata": "Arguments"}
        return languages.get(self.state.query_language or "")

    @property
    def arguments(self) -> Pair | None:
        """The field with the arguments, its key and its value; None when it is missing."""
        field = self.arguments_field
        return None if field is None else self.state.pair(field)

    @property
    def parameters(self) -> AnyMapping[str, Pair] | None:
        """The arguments by name, `.$` cut off; None when they are missing or not all readable."""
        pair = self.arguments
        if pair is None or not isinstance(pair.value, Mapping) or not pair.value.complete:
            return None
        if self.arguments_field == "Arguments":
            return pair.value.fields
        return {name.removesuffix(".$"): found for name, found in pair.value.fields.items()}

    @property
    def input_type(self) -> ApiType | None:
        """What the arguments have to be: a structure; None where nothing is known of it."""
        action = self.action
        return None if action is None else action.input

    @property
    def shape(self) -> ApiType | None:
        """`input_type`, by the name that rules written earlier know."""
        return self.input_type

    @property
    def errors(self) -> tuple[str, ...]:
        """The errors that the tables know the call can raise, beside those named `States.…`.

        Those of the whole service and its client: which action raises which is not reliable. A
        function raises what it likes; nothing is known of that, nor of an activity.
        """
        service = self.service
        return () if service is None else service.errors + service.client_errors

    def span(self, part: str = "") -> Span:
        """Where a part of the resource stands; the whole value, its quotes included, for none.

        Also where a part can not be told, because the text is escaped in a way that is not exact.
        A Task without a resource answers with its name.
        """
        if self.node is None:
            return self.state.key.span
        place = self.resource.parts.get(part)
        if place is None:
            return self.node.span
        assert isinstance(self.node, Scalar), "only a text has parts"
        return content(self.node, self._definition.file).span(*place)

    def __repr__(self) -> str:
        return f"Task({self.state.name!r}, {self.resource!r})"


@fact(about=State)
class ServiceTask(Task):
    """A Task that calls a service by an integration: no plain function, no activity."""

    __slots__ = ()


def task_of(state: State, ask: Ask) -> Task | None:
    """The Task that a state is; None for a state of another type."""
    return ask(Task, state) if state.type == "Task" else None


@fact(about=Definition)
class Integrations:
    """The Tasks of a definition, nested machines included, in the order of their places."""

    __slots__ = ("_by_machine", "_by_service", "_calls", "tasks")

    def __init__(self, definition: Definition, ask: Ask) -> None:
        found = (
            task_of(state, ask) for machine in definition.machine.walk() for state in machine.states
        )
        self.tasks = [task for task in found if task is not None]
        self._calls: list[Task] | None = None
        self._by_service: dict[str | None, list[Task]] | None = None
        self._by_machine: dict[tuple[StateMachine, str | None], list[Task]] | None = None

    @property
    def calls(self) -> list[Task]:
        """The Tasks that call a service by an integration: no plain functions, no activities."""
        if self._calls is None:
            self._calls = [task for task in self.tasks if task.kind in (OPTIMISED, SDK)]
        return self._calls

    def calls_in(self, machine: StateMachine, service: str) -> list[Task]:
        """The calls of a service from the states of one machine."""
        if self._by_machine is None:
            self._by_machine = {}
            for task in self.calls:
                key = task.state.machine, task.resource.part("service")
                self._by_machine.setdefault(key, []).append(task)
        return self._by_machine.get((machine, service), [])

    def calls_to(self, *services: str) -> list[Task]:
        """The calls of some services, by their names in the resource, be they optimised or not."""
        if self._by_service is None:
            self._by_service = {}
            for task in self.calls:
                self._by_service.setdefault(task.resource.part("service"), []).append(task)
        return [task for name in services for task in self._by_service.get(name, ())]
