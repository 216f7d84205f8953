"""The ways on which data come to a state, and what one state makes of them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.data.bindings import Fault
    from asllint.data.shape import Object, Shape
    from asllint.facts.dataflow.budget import Spent
    from asllint.facts.dataflow.solver import Solved
    from asllint.facts.expressions import Site
    from asllint.language.machine import State, Transition
    from asllint.syntax.node import Node


class Way:
    """One way on which a state is entered: its raw input then, and what the variables hold.

    `before` is the way on which the state before it was entered; it is None where the machine
    begins. Where ways have been joined it is that of the first. States are known by their names,
    because a way outlives those before it, which an edit makes anew.
    """

    __slots__ = ("_by", "_name", "before", "data", "machine", "variables")

    def __init__(
        self,
        state: State,
        data: Shape,
        variables: Object,
        before: Way | None = None,
        by: int | None = None,
    ) -> None:
        self.machine = state.machine
        self._name = state.name
        self.data = data
        self.variables = variables
        """By name; a variable that has `nothing` may not be assigned."""
        self.before = before
        self._by = by

    @property
    def name(self) -> str:
        """The name of the state that is entered."""
        return self._name

    @property
    def state(self) -> State:
        """The state that is entered, as it is now."""
        return self.machine.by_name[self._name]

    @property
    def by(self) -> Transition | None:
        """What leads on from the state before; None where the machine begins."""
        if self.before is None or self._by is None:
            return None
        return self.before.state.transitions[self._by]

    def with_data(self, data: Shape, variables: Object) -> Way:
        """The same way, on which other data come."""
        way = Way.__new__(Way)
        way.machine, way._name, way.data, way.variables = self.machine, self._name, data, variables
        way.before, way._by = self.before, self._by
        return way

    def is_like(self, other: Way) -> bool:
        """Do the same data come to the same state in the same way?"""
        return self is other or (
            self._name == other._name
            and self._by == other._by
            and self.data == other.data
            and self.variables == other.variables
        )

    def __repr__(self) -> str:
        return f"Way({self._name!r}, {self.data!r}, {self.variables!r})"


class Exit:
    """One way out of a state: the transition, None where the machine ends, and what goes there."""

    __slots__ = ("data", "is_onward", "transition", "variables")

    def __init__(self, transition: Transition | None, data: Shape, variables: Object) -> None:
        self.transition = transition
        self.data = data
        self.variables = variables
        self.is_onward = True
        """Is it no catcher's?"""

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

    __slots__ = ("exits", "failed", "inner", "is_covered", "spent", "stages", "troubles")

    def __init__(self) -> None:
        self.exits: list[Exit] = []
        self.failed = False
        self.is_covered = False
        """Is one of the rules of a Choice true, whatever comes?"""
        self.inner: list[Solved] = []
        """The machines in it, each solved for what it is entered with."""
        self.stages: dict[str, Shape] = {}
        self.troubles: list[Trouble] = []
        self.spent: Spent | None = None
        """What it has cost to work it out; None where not all of it could be, for want of that."""
