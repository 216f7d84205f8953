"""What the tables of services say about a place: what a Task calls, takes and raises.

The place need not be in a definition that could be read: all that counts is the text of the
`Resource` beside it, and the keys that lead into its arguments.
"""

from __future__ import annotations

import re

from asllint.facts.integrations import ACTIVITY, LAMBDA, OPTIMISED, SDK, resource_of, service_of
from asllint.ide.markdown import code, plain
from asllint.ide.template import BODY, Stop, Text
from asllint.tables import services
from asllint.tables.services import (
    ANY,
    BOOLEAN,
    INTEGER,
    LIST,
    MAP,
    NUMBER,
    REQUEST_RESPONSE,
    STRUCTURE,
    SYNC,
    SYNC_2,
    TASK_TOKEN,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.ide.template import Fillable, Key
    from asllint.ide.where import Where
    from asllint.tables.services.tables import Action, ApiType, Member, Service

_GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg/"
_SDK = "https://sdk.amazonaws.com/java/api/latest/software/amazon/awssdk/services/"
_S3_PARAMETERS = ("Bucket", "Key", "Prefix", "VersionId", "ExpectedBucketOwner")
"""What the readers and writers of a Distributed Map take, of all that the calls of S3 do."""

MAX_MEMBERS = 12
"""Of more members of an object the rest is counted."""

_PATTERNS = {
    REQUEST_RESPONSE: "goes on as soon as the service has answered",
    SYNC: "waits for the end of the job",
    SYNC_2: "waits for the end, and gives its output as JSON",
    TASK_TOKEN: "waits for an answer with the task token",
}


class ServiceCall:
    """What a `Resource` calls; everything is None where nothing is known."""

    __slots__ = ("action", "inner", "resource", "service")

    def __init__(self, text: str, owner: str = "Task") -> None:
        self.resource = resource_of(text)
        self.inner = owner in ("ItemReader", "ResultWriter")
        """Is it that of a reader or a writer?"""
        self.service = self._service()
        name = self.resource.part("action")
        self.action: Action | None = None
        if self.service is not None and name is not None:
            self.action = self.service.action(name)

    def _service(self) -> Service | None:
        name = self.resource.part("service")
        if self.inner and self.resource.kind == OPTIMISED:  # the calls of S3, by another name
            return None if name is None else services.sdk_service(name)
        return service_of(self.resource)

    @property
    def page(self) -> tuple[str, str]:
        """Title and address of the page about the action; empty if there is none."""
        service, action = self.service, self.action
        if service is None or action is None:
            return "", ""
        if service.optimised and action.page:
            return "Developer guide", f"{_GUIDE}{action.page}.html"
        if not service.sdk or not action.sdk_name:
            return "", ""
        name = action.sdk_name[:1].upper() + action.sdk_name[1:]
        return "SDK reference", f"{_SDK}{service.sdk}/model/{name}Request.html"


def call_at(where: Where) -> ServiceCall | None:
    """What the Task, the reader or the writer around a place calls."""
    return None if where.called is None else ServiceCall(where.called, where.caller)


# --- parameters -----------------------------------------------------------------------------------


def type_at(where: Where) -> ApiType | None:
    """What has to stand where a place is, inside of the arguments of a call."""
    if where.field is None or where.field.name not in ("Parameters", "Arguments"):
        return None
    call = call_at(where)
    if call is None or call.action is None:
        return None
    wanted: ApiType | None = call.action.input
    for part in where.inside:
        wanted = None if wanted is None else _inner(wanted, part)
    return wanted


def _inner(wanted: ApiType, part: str | int | None) -> ApiType | None:
    """What a type says about the value under a key or an index."""
    if not isinstance(part, str):
        return wanted.element if wanted.kind == LIST else None
    if wanted.kind == STRUCTURE:
        member = wanted.member(part.removesuffix(".$"))
        return None if member is None else member.type
    return wanted.element if wanted.kind == MAP else None


def members_at(where: Where) -> list[Member]:
    """The members that the object around a place may have, those it needs first."""
    wanted = type_at(where)
    if wanted is None or wanted.kind != STRUCTURE:
        return []
    call = call_at(where)
    assert call is not None
    assert call.action is not None
    names = _S3_PARAMETERS if call.inner and not where.inside else tuple(wanted.members)
    found = [member for name, member in wanted.members.items() if name in names]
    if wanted.name == "AttributeValue" and call.service is not None and call.service.optimised:
        # Published definitions spell the types of DynamoDB as its API does: `BOOL`, `NULL`.
        found = [type(one)(one.name.upper(), one.required, one.type) for one in found]
    needed = () if where.inside else call.action.required
    return sorted(found, key=lambda one: not is_needed(one, needed))


def is_needed(member: Member, needed: tuple[str, ...] = ()) -> bool:
    """Must it be given? `needed` are the parameters that the integration itself asks for."""
    return member.required or member.name in needed


def member_at(where: Where, name: str) -> Member | None:
    """The member of a name, in the object around a place."""
    wanted = type_at(where)
    if wanted is None or wanted.kind != STRUCTURE:
        return None
    return wanted.member(name.removesuffix(".$"))


def value_type(where: Where, key: str | None) -> ApiType | None:
    """What the value under a key, or an item, has to be; None for a path and for a container."""
    if key is not None and key.endswith(".$"):
        return None
    wanted = type_at(where)
    return None if wanted is None else _inner(wanted, 0 if key is None else key)


def text_of_type(wanted: ApiType) -> str:
    """A type in few words: `string`, `list of structures`."""
    element = wanted.element
    if wanted.kind == LIST and element is not None:
        return f"list of {_plural(element)}"
    if wanted.kind == MAP and element is not None:
        return f"object with {_plural(element)} by name"
    if wanted.kind == STRUCTURE:
        return "object"
    return "any value" if wanted.kind == ANY else wanted.kind


def _plural(wanted: ApiType) -> str:
    return f"{text_of_type(wanted).removesuffix('s')}s"


def holds_objects(where: Where) -> bool:
    """Is a place in a list whose items are objects of known members?"""
    wanted = type_at(where)
    element = None if wanted is None else wanted.element
    return element is not None and element.kind == STRUCTURE


def value_for(wanted: ApiType, depth: int = 0) -> Fillable:
    """A value of the right type, to be filled in; objects with the members that they need."""
    if wanted.enum:
        return Text(Stop(choices=wanted.enum))
    if wanted.kind in (INTEGER, NUMBER):
        return Stop("0")
    if wanted.kind == BOOLEAN:
        return Stop(choices=("true", "false"))
    element = wanted.element
    if wanted.kind == LIST and element is not None:
        return [value_for(element, depth + 1)]
    if wanted.kind == MAP and element is not None:
        return {Text(Stop("name")): value_for(element, depth + 1)} if depth < 2 else {BODY: Stop()}
    if wanted.kind == STRUCTURE:
        needed: dict[Key, Fillable] = {}
        for member in wanted.members.values() if depth < 2 else ():
            if member.required:
                needed[member.name] = value_for(member.type, depth + 1)
        return needed or {BODY: Stop()}
    return Stop("{}") if wanted.kind == ANY else Text(Stop())


# --- resources ------------------------------------------------------------------------------------


def resources(typed: str) -> Iterator[tuple[str, str, int]]:
    """The resources that may be meant by a text up to the cursor: ARN, what it is, and rank."""
    match = re.match(r"arn:(aws[\w-]*):", typed)
    head = f"arn:{match[1] if match else 'aws'}:states:::"
    sdk = re.match(r"aws-sdk:([\w-]*)(:[\w-]*(\.?))?", typed[len(head) :])
    if sdk is not None and typed.startswith(head):
        yield from _of_sdk(head, sdk)
        return
    for name in services.optimised_names():
        service = _entries(name)
        for action, patterns in service:
            for pattern in patterns:
                end = f".{pattern}" if pattern else ""
                yield f"{head}{name}:{action}{end}", "optimised integration", 6
    yield f"{head}aws-sdk:", "any action of any service", 7


def _entries(name: str) -> list[tuple[str, tuple[str, ...]]]:
    """The actions of an optimised integration with their patterns, its SDK's tables unread."""
    from asllint.tables.services.optimised import SERVICES

    return [(action, entry.patterns) for action, entry in SERVICES[name].entries.items()]


def _of_sdk(head: str, typed: re.Match[str]) -> Iterator[tuple[str, str, int]]:
    """Services, or the actions of one, or these with the pattern that they all have."""
    if typed[2] is None:
        for name in services.sdk_names():
            yield f"{head}aws-sdk:{name}:", "service of the AWS SDK", 5
        return
    service = services.sdk_service(typed[1])
    if service is None:
        return
    end = f".{TASK_TOKEN}" if typed[3] else ""
    for action in service.actions:
        yield f"{head}aws-sdk:{service.prefix}:{action}{end}", service.title, 5


# --- what is said ---------------------------------------------------------------------------------


def resource_markdown(text: str, owner: str = "Task") -> str | None:
    """What a `Resource` calls, in Markdown; None where nobody knows."""
    call = ServiceCall(text, owner)
    resource = call.resource
    if resource.kind == LAMBDA:
        name, qualifier = resource.part("function"), resource.part("qualifier")
        version = f", version or alias {code(qualifier)}" if qualifier else ""
        return f"**{plain(name)}** — Lambda function{version}" if name else None
    if resource.kind == ACTIVITY:
        name = resource.part("activity")
        return f"**{plain(name)}** — activity: a worker of your own asks for it" if name else None
    service = call.service
    if service is None:
        return None
    kind = "SDK integration" if resource.kind == SDK else "optimised integration"
    if call.action is None:
        return f"**{service.prefix}** — {kind} of {service.title}"
    of = f" of {service.title}" if service.title != service.prefix else ""
    parts = [f"**{service.prefix}:{call.action.name}** — {kind}{of}"]
    parts += [_takes(call), _pattern(call), _linked(call)]
    return "\n\n".join(part for part in parts if part)


def _takes(call: ServiceCall) -> str:
    """Which parameters a call takes, those it needs by name."""
    assert call.action is not None
    names = call.action.required
    members = call.action.input.members
    others = len([name for name in members if name not in names])
    if call.inner:
        return "Takes " + ", ".join(f"`{name}`" for name in _S3_PARAMETERS if name in members)
    groups = ["one of " + ", ".join(f"`{n}`" for n in group) for group in call.action.one_of]
    needed = ", ".join([*(f"`{name}`" for name in names), *groups])
    if not needed:
        return f"Takes {others} optional parameters" if others else ""
    return f"Needs {needed}" + (f", and takes {others} more" if others else "")


def _pattern(call: ServiceCall) -> str:
    """What the pattern of a call does, and which others there are."""
    assert call.action is not None
    pattern = call.resource.pattern
    if call.inner or pattern is None or pattern not in _PATTERNS:
        return ""
    others = [f"`.{name}`" for name in call.action.patterns if name and name != pattern]
    also = f"; also {', '.join(others)}" if others else ""
    return f"{_PATTERNS[pattern][:1].upper()}{_PATTERNS[pattern][1:]}{also}"


def _linked(call: ServiceCall) -> str:
    title, address = call.page
    return f"[{title}]({address})" if address else ""


def parameter_markdown(where: Where, name: str) -> str | None:
    """What a parameter of a call is; None for a name that the tables do not know."""
    member, call = member_at(where, name), call_at(where)
    if member is None or call is None or call.action is None or call.service is None:
        return None
    needed = () if where.inside else call.action.required
    of = f"{call.service.prefix}:{call.action.name}"
    what = "parameter" if not where.inside else "member of a parameter"
    lines = [f"**{member.name}** — {what} of `{of}`"]
    lines.append(text_of_type(member.type) + (" · required" if is_needed(member, needed) else ""))
    if member.type.enum:
        lines.append("One of " + ", ".join(f"`{value}`" for value in member.type.enum))
    else:
        lines += _members(member.type)
    return "\n\n".join([*lines, *filter(None, [_linked(call)])])


def _members(wanted: ApiType) -> list[str]:
    """What an object holds, or each object of a list: name and type, those it needs first."""
    inner, of = wanted, "With"
    while inner.kind in (LIST, MAP) and inner.element is not None:
        inner, of = inner.element, "Each with"
    if inner.kind != STRUCTURE or not inner.members:
        return []
    members = sorted(inner.members.values(), key=lambda one: not one.required)
    shown = [
        f"- `{one.name}`: {text_of_type(one.type)}" + (" · required" if one.required else "")
        for one in members[:MAX_MEMBERS]
    ]
    more = len(members) - MAX_MEMBERS
    return ["\n".join([f"{of}", "", *shown, *([f"- and {more} more"] if more > 0 else [])])]


def service_error_markdown(where: Where, name: str) -> str | None:
    """What an error of the called service is; None for any other."""
    call = call_at(where)
    if call is None or call.service is None:
        return None
    service, action = call.service, call.action
    if name in service.errors:
        own = action is not None and name in action.errors
        by = f": `{action.name}` is known to raise it" if own and action is not None else ""
        return f"**{name}** — error of {service.title}{by}"
    if name not in service.client_errors:
        return None
    what = (
        "the service could not be reached"
        if name.endswith("SdkClientException")
        else ("any error of the service without a name of its own")
    )
    return f"**{name}** — {what}"


def errors_at(where: Where) -> Iterator[tuple[str, str, int]]:
    """The errors that the called service raises: name, what it is, and rank."""
    call = call_at(where)
    if call is None or call.service is None:
        return
    # Of Lambda's many errors nearly all are those of other actions, or of the function's start.
    is_lambda = call.service.optimised and call.service.prefix == "lambda"
    own = () if call.action is None or is_lambda else call.action.errors
    for name in (*own, *call.service.client_errors):
        yield name, call.service.title, 4
    for name in call.service.errors:
        if name not in own:
            yield name, call.service.title, 7
