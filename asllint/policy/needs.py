"""What the states of a machine need: IAM actions on resources, and what nobody can know of them."""

from __future__ import annotations

from asllint.facts import integrations
from asllint.language import grammar
from asllint.policy.environment import Environment
from asllint.policy.narrowed import narrowed
from asllint.policy.resources import ALL, resources_of
from asllint.policy.values import HIDDEN, MaskedText, Parameters, value_of
from asllint.syntax.node import Mapping, Scalar
from asllint.tables import permissions as tables
from asllint.tables.permissions.kept import (
    ACTIONS,
    INFERRED,
    LOGGING,
    NO_ROLE,
    OPTIMISED,
    PASSED_TO,
    TRACING,
)
from asllint.tables.services import PATTERNS, SYNC, SYNC_2

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from asllint.facts.fact import Ask
    from asllint.facts.integrations import Task
    from asllint.hosts.definition import Definition
    from asllint.language.machine import State
    from asllint.policy.named import Resource

    Conditions: TypeAlias = dict[str, dict[str, str | list[str]]]

_ROLE = "arn:${Partition}:iam::${Account}:role/${Name}"
_RULES = ("events:DescribeRule", "events:PutRule", "events:PutTargets")


class Need:
    """An action on some resources, under conditions."""

    __slots__ = ("action", "conditions", "resources")

    def __init__(
        self, action: str, resources: Iterable[str], conditions: Conditions | None = None
    ) -> None:
        self.action = action
        """As IAM spells it: `sqs:SendMessage`."""
        self.resources = tuple(resources)
        self.conditions = conditions or {}

    def __repr__(self) -> str:
        return f"Need({self.action!r}, {self.resources!r}, {self.conditions!r})"


class Unknown:
    """Something that the definition does not tell, and what the policy says in its place."""

    __slots__ = ("action", "message", "resource", "state")

    def __init__(self, state: State, message: str, action: str = "", resource: str = "") -> None:
        self.state = state
        self.message = message
        self.action = action
        """The action that is allowed on more than it has to be; empty when none is."""
        self.resource = resource

    def __repr__(self) -> str:
        return f"Unknown({self.state.name!r}, {self.message!r})"


class Needs:
    """What a definition needs, in the order of its states."""

    def __init__(
        self,
        definition: Definition,
        ask: Ask,
        environment: Environment,
        *,
        logging: bool = False,
        tracing: bool = False,
    ) -> None:
        self.environment = environment
        self.needs: list[Need] = []
        self.unknown: list[Unknown] = []
        for machine in definition.machine.walk():
            for state in machine.states:
                task = integrations.task_of(state, ask)
                if task is not None:
                    self._task(task)
                elif state.type == "Map":
                    self._map(state)
                elif state.type not in grammar.STATES:
                    message = "its type is none that there is, so what it needs is not known"
                    self.unknown.append(Unknown(state, message))
        for wanted, names in ((logging, LOGGING), (tracing, TRACING)):
            self.needs += [Need(name, [ALL]) for name in names if wanted]

    def add(
        self,
        state: State,
        action: str,
        resources: Iterable[Resource],
        conditions: Conditions | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        """Note an action on resources; what is wider than it has to be is told, unless `quiet`."""
        found = list(resources)
        self.needs.append(Need(action, [pattern for pattern, _ in found], conditions))
        for pattern, reason in found:
            if reason and not quiet:
                message = f'"{action}" is allowed on "{pattern}", because {reason}'
                self.unknown.append(Unknown(state, message, action, pattern))

    # --- Tasks ------------------------------------------------------------------------------------

    def _task(self, task: Task) -> None:
        """What one Task needs."""
        state, kind = task.state, task.kind
        if kind == integrations.ACTIVITY:
            return  # whoever works on it asks with permissions of their own
        if state.pair("Credentials") is not None:
            self._assumed(task)
        elif kind == integrations.LAMBDA:
            name = value_of("Resource", "Resource", task.node) if task.node else MaskedText(HIDDEN)
            self.add(state, "lambda:InvokeFunction", [(name.pattern, name.reason)])
        elif kind in (integrations.OPTIMISED, integrations.SDK):
            self._call(task)
        else:
            self._nothing(task)

    def _nothing(self, task: Task) -> None:
        """A Task of which nobody knows what it calls."""
        known = task.resource.text.strip() and task.resource is not integrations.HIDDEN
        called = f'"{task.resource.text}"' if known else 'its "Resource"'
        message = f"nothing is allowed for it, because {called} does not say what it calls"
        self.unknown.append(Unknown(task.state, message))

    def _assumed(self, task: Task) -> None:
        """A Task that calls with another role: whatever it calls, that role needs to be allowed."""
        node = task.state.field("Credentials")
        role = Parameters(node).value("RoleArn") or MaskedText(HIDDEN, '"RoleArn" is not given')
        named = role if role.is_arn else MaskedText(HIDDEN, role.reason)
        pattern = named.pattern if named.is_arn else self.environment.arn(_ROLE, {"Name": named})
        if not named.is_arn:
            pattern = pattern.replace(f"::{self.environment.account}:", "::*:")
        self.add(task.state, "sts:AssumeRole", [(pattern, named.reason)])
        message = f'the role "{pattern}" needs the permissions for what it calls itself'
        self.unknown.append(Unknown(task.state, message))

    def _call(self, task: Task) -> None:
        """What a call of a service needs."""
        service, action = task.resource.part("service"), task.resource.part("action")
        if service is None or action is None:
            self._nothing(task)
            return
        parameters = Parameters.of(task)
        if task.kind == integrations.OPTIMISED and f"{service}:{action}" == "http:invoke":
            self._http(task, parameters)
            return
        names = narrowed(f"{service}:{action}", self._actions(task, service, action), parameters)
        if names == ("execute-api:Invoke",) and _is_open(parameters):
            return
        for name in names:
            self._one(task.state, name, parameters)
        self._beside(task, service, action, names, parameters)

    def _actions(self, task: Task, service: str, action: str) -> tuple[str, ...]:
        """The IAM actions of the call itself."""
        if task.kind == integrations.OPTIMISED:
            special = OPTIMISED.get(f"{service}:{action}")
            if special is not None and special.actions:
                return () if special.actions == ("-",) else special.actions
        sdk = service
        if task.kind == integrations.OPTIMISED and task.service is not None:
            sdk = task.service.sdk or service
        kept = ACTIONS.get(f"{sdk}:{action}")
        if kept is not None:
            return kept[0]
        prefix = tables.prefix_of(sdk)
        known = tables.permissions(prefix or sdk)
        found = known.name(action)
        if found is not None:
            return (f"{known.prefix}:{found}",)
        guess = f"{known.prefix}:{action[:1].upper()}{action[1:]}"
        message = f'"{guess}" is allowed for "{service}:{action}" by its name: no table knows it'
        self.unknown.append(Unknown(task.state, message, guess, ALL))
        return (guess,)

    def _one(self, state: State, name: str, parameters: Parameters, *, quiet: bool = False) -> None:
        """One action on what the parameters say it is about."""
        prefix, _, action = name.partition(":")
        known = tables.permissions(prefix)
        self.add(
            state, name, resources_of(known, action, parameters, self.environment), quiet=quiet
        )

    def _beside(
        self,
        task: Task,
        service: str,
        action: str,
        names: tuple[str, ...],
        parameters: Parameters,
    ) -> None:
        """What the call needs beside its own actions: roles, objects, and the end of a job."""
        for name in dict.fromkeys(name.partition(":")[0] for name in names):
            self._roles(task.state, name, parameters, is_ecs=f"{service}:{action}" == "ecs:runTask")
        self._objects(task, f"{service}:{action}", parameters)
        special = OPTIMISED.get(f"{service}:{action}")
        if task.kind != integrations.OPTIMISED or special is None:
            return
        if special.linked:
            self._linked(task.state, special.linked)
        if task.pattern not in PATTERNS:
            reason = "nobody knows whether it waits for the end of the job"
            self.unknown.append(Unknown(task.state, f"less may be allowed than needed: {reason}"))
        if task.pattern in (SYNC, SYNC_2):
            for name in special.sync:
                self._one(task.state, name, parameters, quiet=True)
            if special.rule:
                self._rule(task.state, special.rule)

    def _rule(self, state: State, name: str) -> None:
        """The rule of EventBridge by which Step Functions hears of the end of a job."""
        template = "arn:${Partition}:events:${Region}:${Account}:rule/${Name}"
        reason = "no source gives the name of this rule" if name in INFERRED else ""
        for action in _RULES:
            found = self.environment.arn(template, {"Name": MaskedText(name)})
            self.add(state, action, [(found, reason)])

    def _linked(self, state: State, service: str) -> None:
        """The role that a service wants for itself, made with its first resource."""
        template = "arn:${Partition}:iam::${Account}:role/aws-service-role/${S}/*"
        found = self.environment.arn(template.replace("*", "${Any}"), {"S": MaskedText(service)})
        conditions: Conditions = {"StringLike": {"iam:AWSServiceName": service}}
        self.add(state, "iam:CreateServiceLinkedRole", [(found, "")], conditions)

    def _roles(self, state: State, prefix: str, parameters: Parameters, *, is_ecs: bool) -> None:
        """The roles that a call passes on."""
        if prefix in NO_ROLE:
            return
        found = list(parameters.roles())
        if is_ecs:
            found.append(MaskedText(HIDDEN, "its task definition names the roles of the task"))
        resources = []
        for role in found:
            pattern = role.pattern if role.is_arn else self.environment.arn(_ROLE, {"Name": role})
            resources.append((pattern, role.reason))
        if resources:
            services = PASSED_TO.get(prefix)
            to = {} if services is None else {"iam:PassedToService": _listed(services)}
            self.add(state, "iam:PassRole", resources, {"StringEquals": to} if to else None)

    def _objects(self, task: Task, called: str, parameters: Parameters) -> None:
        """What a call reads and writes in S3 beside what it is about, or does elsewhere."""
        state = task.state
        if called == "athena:startQueryExecution":
            message = "the query itself needs access to its data: S3, Glue, Lake Formation"
            self.unknown.append(Unknown(state, message))
        if called == "bedrock:invokeModel":
            for field, action in (("Input", "s3:GetObject"), ("Output", "s3:PutObject")):
                pair = parameters.pair(field)
                uri = None if pair is None else Parameters(pair.value).value("S3Uri")
                if uri is not None:
                    self.add(state, action, [self._uri(uri)])
        if called in ("s3:copyObject", "s3:uploadPartCopy"):
            source = parameters.value("CopySource")
            if source is not None:
                self.add(state, "s3:GetObject", [self._uri(source)])

    def _uri(self, uri: MaskedText) -> Resource:
        """An object by `s3://bucket/key` or `bucket/key`."""
        text = uri.text.removeprefix("s3://").lstrip("/").partition("?")[0]
        value = uri.with_text(text or HIDDEN)
        return self.environment.arn("arn:${Partition}:s3:::${Name}", {"Name": value}), uri.reason

    def _http(self, task: Task, parameters: Parameters) -> None:
        """What an HTTP Task needs: the call, and the secret of the connection."""
        state = task.state
        method, endpoint = parameters.value("Method"), parameters.value("ApiEndpoint")
        conditions: Conditions = {}
        machine = self.environment.machine()
        for value, name in ((method, "Method"), (endpoint, "ApiEndpoint")):
            if value is None or not value.known:
                reason = f'"{name}" is not given' if value is None else value.reason
                message = f'"states:InvokeHTTPEndpoint" is allowed for any "{name}", because '
                self.unknown.append(
                    Unknown(state, message + reason, "states:InvokeHTTPEndpoint", machine)
                )
        if method is not None and method.known:
            conditions["StringEquals"] = {"states:HTTPMethod": method.pattern}
        if endpoint is not None and endpoint.known:
            conditions["StringLike"] = {"states:HTTPEndpoint": endpoint.pattern}
        self.add(state, "states:InvokeHTTPEndpoint", [(machine, "")], conditions)
        connection = self._connection(parameters)
        self.add(state, "events:RetrieveConnectionCredentials", [connection])
        template = "arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${Name}"
        secret = self.environment.arn(template, {"Name": MaskedText(f"events!connection/{HIDDEN}")})
        for action in ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"):
            self.add(state, action, [(secret, "")])

    def _connection(self, parameters: Parameters) -> Resource:
        found = MaskedText(HIDDEN, '"ConnectionArn" is not given')
        for field in ("InvocationConfig", "Authentication"):
            pair = parameters.pair(field)
            own = None if pair is None else Parameters(pair.value).value("ConnectionArn")
            found = own or found
        if found.is_arn:
            return found.pattern, found.reason
        template = "arn:${Partition}:events:${Region}:${Account}:connection/${Name}"
        return self.environment.arn(template, {"Name": MaskedText(HIDDEN)}), found.reason

    # --- Distributed Map --------------------------------------------------------------------------

    def _map(self, state: State) -> None:
        """What a Map in `DISTRIBUTED` mode needs: executions of its own machine, and its data."""
        if not any(machine.mode == "DISTRIBUTED" for machine in state.machines):
            return
        self.add(state, "states:StartExecution", [(self.environment.machine(), "")])
        label = state.field("Label")
        part = value_of("Label", "Label", label).text if label is not None else HIDDEN
        template = "arn:${Partition}:states:${Region}:${Account}:execution:${Name}:${Id}"
        own = {"Name": MaskedText(self.environment.name), "Id": MaskedText(HIDDEN)}
        children = {"Name": MaskedText(f"{self.environment.name}/{part}"), "Id": MaskedText(HIDDEN)}
        both = [(self.environment.arn(template, one), "") for one in (own, children)]
        self.add(state, "states:DescribeExecution", both)
        self.add(state, "states:StopExecution", both)
        self.add(state, "states:RedriveExecution", both[1:])
        self._reader(state)
        self._writer(state)

    def _part(self, state: State, name: str) -> tuple[str, Parameters] | None:
        """The resource of a reader or a writer and what it is given."""
        node = state.field(name)
        if not isinstance(node, Mapping):
            return None
        resource = node.get("Resource")
        given = node.get("Parameters") or node.get("Arguments")
        text = str(resource.value) if isinstance(resource, Scalar) else ""
        return text.rpartition(":")[2].lower(), Parameters(given)

    def _reader(self, state: State) -> None:
        """What reading the items needs."""
        found = self._part(state, "ItemReader")
        if found is None:
            return
        called, parameters = found
        config = Parameters(_inner(state, "ItemReader", "ReaderConfig"))
        if called == "listobjectsv2":
            prefix = parameters.value("Prefix")
            starts = prefix.pattern if prefix is not None and prefix.known else ""
            end = "" if starts.endswith("*") else "*"
            conditions: Conditions = (
                {"StringLike": {"s3:prefix": f"{starts}{end}"}} if starts else {}
            )
            known = tables.permissions("s3")
            where = resources_of(known, "ListBucket", parameters, self.environment)
            self.add(state, "s3:ListBucket", where, conditions)
            if config.value("Transformation") is not None:
                self._under(state, "s3:GetObject", parameters, "")
        elif called == "getobject":
            self._one(state, "s3:GetObject", parameters)
            if config.value("InputType") is None or config.value("ManifestType") is not None:
                message = "the files that the manifest names need to be read, too: they are unknown"
                self.unknown.append(Unknown(state, message, "s3:GetObject"))
        else:
            message = "nothing is allowed for its reader, because its resource is not known"
            self.unknown.append(Unknown(state, message))

    def _writer(self, state: State) -> None:
        """What writing the results needs."""
        found = self._part(state, "ResultWriter")
        if found is None or not found[0]:
            return  # one that only transforms writes nothing
        for action in (
            "s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts",
            "s3:PutObject",
        ):  # fmt: skip
            self._under(state, action, found[1], "/")

    def _under(self, state: State, action: str, parameters: Parameters, end: str) -> None:
        """An action on all objects under a prefix of a bucket."""
        bucket = parameters.value("Bucket") or MaskedText(HIDDEN, '"Bucket" is not given')
        prefix = parameters.value("Prefix") or MaskedText("")
        text = f"{bucket.text}/{prefix.text}"
        value = MaskedText(f"{text}{'' if text.endswith(('/', HIDDEN)) else end}{HIDDEN}")
        found = self.environment.arn("arn:${Partition}:s3:::${Name}", {"Name": value})
        self.add(state, action, [(found, bucket.reason or prefix.reason)])


def _is_open(parameters: Parameters) -> bool:
    """Does a call of an API go without authorisation, as it does by default?"""
    kind = parameters.value("AuthType")
    return not parameters.closed and (kind is None or kind.text == "NO_AUTH")


def _inner(state: State, name: str, field: str) -> Mapping | None:
    node = state.field(name)
    found = node.get(field) if isinstance(node, Mapping) else None
    return found if isinstance(found, Mapping) else None


def _listed(names: tuple[str, ...]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)
