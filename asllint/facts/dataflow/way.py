"""The ways on which data come to a state, and what one state makes of them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.data.bindings import Fault
    from asllint.data.shape import Object, Shape
    from asllint.facts.dataflow.solver import Solved
    from asllint.facts.expressions import Site
    from asllint.language.machine import State, Transition
    from asllint.syntax.node import Node


class Way:
    """One way on which a state is entered: its raw input then, and what the variables hold.

    `before` is the way on which the state before it was entered, which `by` leads on from; both
    are None where the machine begins. Where ways have been joined they are those of the first.
    """

    __slots__ = ("before", "by", "data", "state", "variables")

    def __init__(
        self,
        state: State,
        data: Shape,
        variables: Object,
        before: Way | None = None,
        by: Transition | None = None,
    ) -> None:
        self.state = state
        self.data = data
        self.variables = variables
        """By name; a variable that has `nothing` may not be assigned."""
        self.before = before
        self.by = by

    def __repr__(self) -> str:
        return f"Way({self.state.name!r}, {self.data!r}, {self.variables!r})"


class Exit:
    """One way out of a state: the transition, None where the machine ends, and what goes there."""

    __slots__ = ("data", "transition", "variables")

    def __init__(self, transition: Transition | None, data: Shape, variables: Object) -> None:
        self.transition = transition
        self.data = data
        self.variables = variables

    def __repr__(self) -> str:
        return f"Exit({self.transition!r}, {self.data!r}, {self.variables!r})"


class Trouble:
    """What is found at one place of a state on one way in.

    `site` is the expression in whose text the fault's offsets are; None where the fault is about
    the whole `node`: the value of a field, or the state's key.
    """

    __slots__ = ("fault", "in_catcher", "node", "site")

    def __init__(self, fault: Fault, node: Node, site: Site | None) -> None:
        self.fault = fault
        self.node = node
        self.site = site
        self.in_catcher = False
        """Is it met only when a catcher has caught an error?"""

    def __repr__(self) -> str:
        return f"Trouble({self.fault!r}, {self.node!r})"


class Turn:
    """What one state makes of what it is entered with.

    `failed`: nothing gets to the next state, for sure. `stages` are the data between the fields,
    by the names that the grammar gives them (`grammar.RESULT`, …).
    """

    __slots__ = ("exits", "failed", "inner", "stages", "troubles")

    def __init__(self) -> None:
        self.exits: list[Exit] = []
        self.failed = False
        self.inner: list[Solved] = []
        """The machines in it, each solved for what it is entered with."""
        self.stages: dict[str, Shape] = {}
        self.troubles: list[Trouble] = []
