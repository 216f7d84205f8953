"""How much work a definition is worth, and what is left of that.

What is taken over from the solution before an edit is charged as if it had been worked out again:
whoever types hears the same as who opens the file.
"""

from __future__ import annotations

from asllint.data.jsonata.budget import Budget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from asllint.data.shape import Object, Shape

    Spent: TypeAlias = tuple[int, int, int, int]
    """Turns, fields, values and characters, steps of evaluation."""

MAX_TURNS = 1_000
"""So many turns are walked turn by turn from a given input."""
MAX_TURNS_EACH = 60
"""So many turns are taken for each state of a definition, and then it is left unknown."""

MAX_FIELDS = 200_000
"""So many fields are handed on in a definition, on all ways together, and then the same. An object
that grows from state to state would cost the square of their number otherwise."""
MAX_HANDED_ON = 1_000_000
HANDED_ON_EACH = 2_000
"""So many values and characters of texts are handed on in all, and as many more for each state (in
usual definitions it is half of that): each state may read a long list."""
MAX_EVALUATION = 40_000
EVALUATION_EACH = 300
"""The steps of evaluating JSONata that a definition has, and as many more for each state; what is
beyond them is anything."""


class BudgetError(Exception):
    """A definition takes more turns than it is worth."""


class Left:
    """What is left of the work that a definition of so many states is worth."""

    __slots__ = ("evaluation", "fields", "size", "turns")

    def __init__(self, states: int, *, given: bool) -> None:
        self.turns = 2_000 + MAX_TURNS_EACH * states + (50 * MAX_TURNS if given else 0)
        self.fields = MAX_FIELDS
        self.size = MAX_HANDED_ON + HANDED_ON_EACH * states
        self.evaluation = Budget(MAX_EVALUATION + EVALUATION_EACH * states)

    @property
    def now(self) -> Spent:
        """What is left, to be held against what is left later."""
        return self.turns, self.fields, self.size, self.evaluation.left

    def since(self, before: Spent) -> Spent | None:
        """What has been spent since then; None where it was not enough for all expressions."""
        turns, fields, size, steps = before
        left = self.evaluation.left
        if left < 0:
            return None
        return turns - self.turns, fields - self.fields, size - self.size, steps - left

    def affords(self, spent: Spent) -> bool:
        """Are there as many steps of evaluation left as something has taken before?"""
        return spent[3] <= self.evaluation.left

    def charge(self, spent: Spent) -> None:
        """Spend as much once more. Raises `BudgetError`."""
        turns, fields, size, steps = spent
        self.turns -= turns
        self.fields -= fields
        self.size -= size
        self.evaluation.left -= steps
        self._check()

    def take_turn(self) -> None:
        """Work out what one state makes of something. Raises `BudgetError`."""
        self.turns -= 1
        self._check()

    def hand_on(self, data: Shape, variables: Object) -> None:
        """Count what a state is entered with. Raises `BudgetError`."""
        self.size -= data.size + variables.size
        self.fields -= len(variables.fields)
        if data.object is not None:
            self.fields -= len(data.object.fields)
        self._check()

    def _check(self) -> None:
        if self.turns < 0 or self.fields < 0 or self.size < 0:
            raise BudgetError
