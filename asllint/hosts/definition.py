"""A definition as a host hands it on; everything after it is the same for all hosts."""

from __future__ import annotations

from asllint.machine import STANDARD, StateMachine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.syntax.node import Mapping
    from asllint.text import SourceFile


class Definition:
    """One state machine definition: where it stands, and the machine in it."""

    __slots__ = ("file", "host", "machine", "node", "type")

    def __init__(
        self, file: SourceFile, host: str, node: Mapping, workflow_type: str = STANDARD
    ) -> None:
        self.file = file
        self.host = host
        """The kind of file around it, for messages and for editors: `states`."""
        self.node = node
        self.type = workflow_type
        """`STANDARD` or `EXPRESS`."""
        self.machine = StateMachine(node, workflow_type=workflow_type)
