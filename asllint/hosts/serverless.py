"""Services of the Serverless Framework with its plugin for Step Functions.

`stepFunctions.stateMachines.NAME.definition`, written out or in other files by `${file(…)}`.
Sources: serverless-step-functions, readme; Serverless Framework guide, "Variables".
"""

from __future__ import annotations

import re

from asllint.hosts.states import is_definition
from asllint.hosts.use import DEFINITION, MACHINE, MACHINES, SERVERLESS, Use
from asllint.syntax.node import Hole, Mapping, Node, Pair, Problem, Scalar, Sequence, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as AnySequence

    from asllint.hosts.use import Lookup
    from asllint.source.text import SourceFile

_FILE = r"\$\{\s*+file\(([^${}()]*+)\)\s*+(?::\s*+([\w.-]++)\s*+)?\}"
_READABLE = (".json", ".yml", ".yaml")


def uses(file: SourceFile, root: Node, lookup: Lookup) -> Iterator[Use]:
    """The state machines of a service."""
    host = _Service(file, lookup)
    section = root.get("stepFunctions") if isinstance(root, Mapping) else None
    if isinstance(section, Mapping):
        machines = section.fields.get("stateMachines")
        if machines is not None:
            yield from host.machines(machines.value, machines)
        for pair, _ in _misplaced(root):
            if isinstance(pair.value, Mapping):
                yield host.inline(pair.key, pair, pair.value, None)
    elif isinstance(section, Hole) and isinstance(root, Mapping):
        # The whole section is in another file, and the machines are in its `stateMachines`.
        pair = root.fields["stepFunctions"]
        yield from host.elsewhere(section, pair, MACHINES, ("stateMachines",))


def problems(root: Node) -> Iterator[Problem]:
    """Definitions that stand one level too high, where nobody takes them for one."""
    for pair, where in _misplaced(root):
        yield Problem("misplaced-definition", pair.key.span, where)


def _misplaced(root: Node) -> Iterator[tuple[Pair, str]]:
    """The keys above such definitions, each with what to do."""
    section = root.get("stepFunctions") if isinstance(root, Mapping) else None
    if not isinstance(section, Mapping):
        return
    machines = section.get("stateMachines")
    if isinstance(machines, Mapping):
        lacking = [
            f'"{pair.key.value}"'
            for pair in machines.pairs
            if isinstance(pair.value, Mapping)
            and not {"definition", "StartAt"} & pair.value.fields.keys()
        ]
        where = lacking[0] if len(lacking) == 1 else "its state machine"
        for pair in machines.pairs:
            if not is_definition(pair.value):
                continue
            if pair.key.value == "definition":
                yield pair, f'"definition" stands beside the state machines: move it into {where}'
            else:
                name = pair.key.value
                yield pair, f'the definition of "{name}" has to stand in its field "definition"'
    for pair in section.pairs:
        if is_definition(pair.value):
            yield (
                pair,
                (
                    'a definition stands in "stateMachines", in the field "definition" of a state '
                    "machine that has a name: move it there"
                ),
            )


def uses_in(
    file: SourceFile, root: Node, part: str, address: AnySequence[str], lookup: Lookup
) -> Iterator[Use]:
    """The state machines of a file that a service takes one or more from."""
    pair: Pair | None = None
    node: Node | None = root
    for key in address:
        pair = node.fields.get(key) if isinstance(node, Mapping) else None
        node = pair.value if pair is not None else None
    if node is None:
        return
    host = _Service(file, lookup)
    if part == MACHINES:
        yield from host.machines(node, pair)
    elif part == MACHINE and isinstance(node, Mapping):
        yield from host.machine(node, pair)


class _Service:
    """A file with state machines in it."""

    def __init__(self, file: SourceFile, lookup: Lookup) -> None:
        self.file = file
        self.lookup = lookup

    def machines(self, node: Node, pair: Pair | None) -> Iterator[Use]:
        """A mapping of machines by name, or a list of such mappings."""
        if isinstance(node, Sequence):
            for item in node.items:
                yield from self.machines(item, pair)
        elif isinstance(node, Mapping):
            for each in node.pairs:
                if isinstance(each.value, Mapping):
                    yield from self.machine(each.value, each)
                elif isinstance(each.value, Hole):
                    yield from self.elsewhere(each.value, each, MACHINE)
        elif isinstance(node, Hole) and pair is not None:
            yield from self.elsewhere(node, pair, MACHINES)

    def machine(self, node: Mapping, pair: Pair | None) -> Iterator[Use]:
        """One machine: its `definition` and its `type`."""
        definition = node.fields.get("definition")
        if definition is None:
            return
        key = pair.key if pair is not None else definition.key
        given = node.get("type")
        kind = "STANDARD" if given is None else string_of(given)
        called = string_of(node.get("name")) or ""
        value, found = definition.value, []
        if isinstance(value, Mapping):
            found = [self.inline(key, definition, value, kind, called)]
        elif isinstance(value, Hole):
            where = pair or definition
            found = [*self.elsewhere(value, where, DEFINITION, kind=kind, called=called)]
        events = node.get("events")
        if isinstance(events, Sequence):
            from asllint.hosts.starts import of_serverless

            for use in found:
                use.starts = tuple(of_serverless(events))
        yield from found

    def inline(
        self, key: Scalar, pair: Pair, value: Mapping, kind: str | None, called: str = ""
    ) -> Use:
        """A definition that is written out, under the key of a pair."""
        return Use(
            self.file, SERVERLESS, str(key.value), key.span, place=pair.key.span, type=kind,
            node=value, resource_name=called,
        )  # fmt: skip

    def elsewhere(
        self,
        hole: Hole,
        pair: Pair,
        part: str,
        address: tuple[str, ...] = (),
        *,
        kind: str | None = None,
        called: str = "",
    ) -> Iterator[Use]:
        """What `${file(…)}` or `${file(…):key}` stands for."""
        match = re.fullmatch(_FILE, hole.text)
        path = match[1].strip(" \t'\"") if match else ""
        if match is None or not path.lower().endswith(_READABLE):
            return  # a variable, or a program
        keys = tuple(match[2].split(".")) if match[2] else ()
        yield Use(
            self.file, SERVERLESS, str(pair.key.value), pair.key.span, place=hole.span, type=kind,
            reference=path, target=self.lookup(path), part=part, address=keys + address,
            resource_name=called,
        )  # fmt: skip
