"""A definition as a host hands it on; everything after it is the same for all hosts."""

from __future__ import annotations

from asllint.language.machine import EXPRESS, STANDARD, StateMachine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asllint.hosts.use import Use
    from asllint.language.machine import Owner
    from asllint.source.text import SourceFile
    from asllint.syntax.node import Mapping, Node


class Definition:
    """One state machine definition: where it stands, and the machine in it."""

    __slots__ = ("file", "machine", "node", "type", "uses")

    def __init__(
        self,
        file: SourceFile,
        node: Mapping,
        workflow_type: str = STANDARD,
        uses: Sequence[Use] = (),
    ) -> None:
        self.file = file
        """The file, or the text inside of a file, that the offsets count in."""
        self.node = node
        self.uses = tuple(uses)
        """The templates that are known to use it."""
        self.type = used_type(uses) or workflow_type
        """`STANDARD` or `EXPRESS`: what a template says, or else what the caller said."""
        self.machine = StateMachine(node, workflow_type=self.type)

    def take_in(
        self, file: SourceFile, around: Sequence[Node], uses: Sequence[Use] = ()
    ) -> tuple[set[Owner], set[Owner]]:
        """Follow an edit: `file` is the text after it, `uses` are the templates that use it now.

        `around` are the objects and arrays around the edit, outermost first, from the definition's
        own on; there are none where the edit was elsewhere. Returns the states and machines that
        are not what they were, and those that are there no more.
        """
        self.file = file
        self.uses = tuple(uses)
        if not around:
            return set(), set()
        change = self.machine.take_in(around)
        if change is None:
            gone = set(self.owners())
            self.machine.release()
            self.machine = StateMachine(self.node, workflow_type=self.type)
            return set(self.owners()), gone
        changed: set[Owner] = {*change.machines}
        changed |= {machine.parent for machine in change.machines if machine.parent is not None}
        changed |= {each for state in change.new for each in state.walk()}
        gone = {each for state in change.gone for each in state.walk()}
        for state in change.gone:
            state.release()
        return changed, gone

    def owners(self) -> Iterator[Owner]:
        """The machine, and all machines and states in it."""
        yield self.machine
        for state in self.machine.states:
            yield from state.walk()


def used_type(uses: Sequence[Use]) -> str | None:
    """The workflow type that templates give to a definition.

    One that is used as both has to work as `EXPRESS`, which can do less.
    """
    types = {use.type for use in uses}
    return EXPRESS if EXPRESS in types else STANDARD if STANDARD in types else None
