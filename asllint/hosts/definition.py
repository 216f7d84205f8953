"""A definition as a host hands it on; everything after it is the same for all hosts."""

from __future__ import annotations

from asllint.language.machine import EXPRESS, STANDARD, StateMachine
from asllint.language.versions import EYES, tick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeAlias

    from asllint.data.declared import Declarations
    from asllint.hosts.given import Given
    from asllint.hosts.use import Use
    from asllint.language.machine import Owner
    from asllint.source.text import SourceFile
    from asllint.syntax.node import Mapping, Node


class Definition:
    """One state machine definition: where it stands, and the machine in it."""

    __slots__ = ("_file", "_uses", "facts", "machine", "node", "type", "version")

    def __init__(
        self,
        file: SourceFile,
        node: Mapping,
        workflow_type: str = STANDARD,
        uses: Sequence[Use] = (),
    ) -> None:
        self._file = file
        self.node = node
        self._uses = tuple(uses)
        self.type = used_type(uses) or workflow_type
        """`STANDARD` or `EXPRESS`: what a template says, or else what the caller said."""
        self.machine = self._machine()
        self.facts: dict[Any, Any] = {}
        """What is known of it (`facts.fact`); it stays with it over edits elsewhere in the file."""
        self.version = tick()
        """When it became what it is: when it was made, or something in it has changed."""

    def _machine(self) -> StateMachine:
        machine = StateMachine(self.node, workflow_type=self.type)
        machine.holder = self
        return machine

    @property
    def file(self) -> SourceFile:
        """The file, or the text inside of a file, that the offsets count in, as it is now."""
        if EYES.looked is not None:
            EYES.looked[self] = self._file
        return self._file

    @property
    def uses(self) -> tuple[Use, ...]:
        """The templates that are known to use it."""
        if EYES.looked is not None:
            EYES.looked[self] = self._file
        return self._uses

    @property
    def path(self) -> str:
        """The path of its file. That does not change while it is edited."""
        return self._file.path

    @property
    def is_yaml(self) -> bool:
        """Is it written in YAML? That does not change while it is edited."""
        return self._file.yaml

    def written(self, node: Node) -> str:
        """A node of it as it is written, quotes included: the same for as long as the node is."""
        return self._file.text[node.start : node.end]

    def is_still(self, seen: object) -> bool:
        """Is its file still the one that somebody has seen?"""
        return self._file is seen

    def take_in(self, file: SourceFile, around: Sequence[Node], uses: Sequence[Use] = ()) -> None:
        """Follow an edit: `file` is the text after it, `uses` are the templates that use it now.

        `around` are the objects and arrays around the edit, outermost first, from the definition's
        own on; there are none where the edit was elsewhere.
        """
        self._file = file
        self._uses = tuple(uses)
        if not around:
            return
        self.version = tick()
        if not self.machine.take_in(around):
            self.machine.release()
            self.machine = self._machine()

    def assume(self, given: Given | None) -> None:
        """Let executions of its machine be started with the input that somebody gives, if any."""
        mine = given is not None and given.is_for(self)
        self.machine.assume((given.value,) if given is not None and mine else None)

    def declare(self, declared_for: DeclaredFor) -> None:
        """Let that be known of the data from outside which somebody declares, if anything."""
        self.machine.declare(declared_for(self))

    def release(self) -> None:
        """Let go of the machine and of what is known of it: the end of both."""
        self.machine.release()
        self.facts.clear()


if TYPE_CHECKING:
    DeclaredFor: TypeAlias = Callable[[Definition], Declarations | None]
    """What is declared of the data that come to a definition from outside; None: nothing."""


def definition_of(part: Owner) -> Definition:
    """The definition that a state, or a machine, belongs to."""
    found = part.outermost.holder
    assert isinstance(found, Definition), "a machine that no definition holds has no file"
    return found


def used_type(uses: Sequence[Use]) -> str | None:
    """The workflow type that templates give to a definition.

    One that is used as both has to work as `EXPRESS`, which can do less.
    """
    types = {use.type for use in uses}
    return EXPRESS if EXPRESS in types else STANDARD if STANDARD in types else None
