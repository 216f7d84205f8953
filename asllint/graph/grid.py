"""What stands in the ranks of a picture, and how it hangs together."""

from __future__ import annotations

from asllint.graph.model import CATCH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.graph.model import Box, Line

MAIN_WEIGHT, BACK_WEIGHT, CATCH_WEIGHT = 20, 2, 1
"""How strongly a line pulls what it joins to one upright: the usual way is a straight line."""


class Edge:
    """A line on its way from an upper to a lower box."""

    __slots__ = ("is_back", "is_pill", "line", "links", "lower", "upper")

    def __init__(self, line: Line) -> None:
        self.line = line
        self.is_back = False
        """Does it lead upward?"""
        self.is_pill = False
        """Does a pill at its source stand for it?"""
        self.upper = line.source
        self.lower = line.target
        self.links: list[Link] = []
        """Its pieces from rank to rank, from the top."""

    def turn(self) -> None:
        """Let it lead the other way."""
        self.is_back = True
        self.upper, self.lower = self.lower, self.upper

    @property
    def weight(self) -> int:
        """How much it wants to be straight."""
        if self.is_back:
            return BACK_WEIGHT
        return CATCH_WEIGHT if self.line.kind == CATCH else MAIN_WEIGHT


class Slot:
    """What has a place in a rank: a box, a pill, or where a line passes."""

    __slots__ = ("box", "down", "edge", "height", "index", "rank", "texts", "up", "width", "x", "y")

    def __init__(self, rank: int, width: int, height: int) -> None:
        self.rank = rank
        self.width = width
        """Even, so that it has a middle."""
        self.height = height
        self.index = 0
        """Its place in the order of its rank."""
        self.x = 0
        """Its middle."""
        self.y = 0
        """Its upper edge."""
        self.up: list[Link] = []
        self.down: list[Link] = []
        self.box: Box | None = None
        self.edge: Edge | None = None
        """The line that it is a pill or a bend of."""
        self.texts: tuple[str, ...] = ()
        """What is written there."""


class Link:
    """A piece of a line from one rank to the next one."""

    __slots__ = ("edge", "lower", "lower_port", "track", "upper", "upper_port", "weight")

    def __init__(
        self, edge: Edge, upper: Slot, lower: Slot, upper_port: int, lower_port: int
    ) -> None:
        self.edge = edge
        self.upper = upper
        self.lower = lower
        self.upper_port = upper_port
        """How far from the middle of the upper item it begins, to the right."""
        self.lower_port = lower_port
        self.weight = edge.weight
        self.track = 0
        """On which level, from the top, it goes aside."""

    @property
    def top(self) -> int:
        """Where it begins, from the left."""
        return self.upper.x + self.upper_port

    @property
    def bottom(self) -> int:
        """Where it ends, from the left."""
        return self.lower.x + self.lower_port


def join_items(
    edge: Edge, upper: Slot, lower: Slot, *, upper_port: int = 0, lower_port: int = 0
) -> None:
    """Add a piece to a line."""
    link = Link(edge, upper, lower, upper_port, lower_port)
    edge.links.append(link)
    upper.down.append(link)
    lower.up.append(link)
