"""One call of a built-in function, as the table of functions sees it."""

from __future__ import annotations

from asllint.data.jsonata.values import Function, collapsed, kept
from asllint.data.shape import MAYBE, NEVER, Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from asllint.data.jsonata.values import Value
    from asllint.data.shape import Array


class Call:
    """A call of the built-in function `name`; `text[start:end]` of the expression is `$name`.

    The `arguments` fit the function's signature: of each only those kinds are left that its
    parameter takes, and `nothing` where it may yield nothing; a parameter that takes an array gets
    one; the context stands in where the signature says so. Arguments that are not written are left
    out at the end.
    """

    __slots__ = ("arguments", "end", "is_kept", "name", "refuse", "start")

    def __init__(
        self,
        name: str,
        arguments: tuple[Value, ...],
        start: int,
        end: int,
        refuse: Callable[[str], None],
        *,
        is_kept: bool = False,
    ) -> None:
        self.name = name
        self.arguments = arguments
        self.start = start
        self.end = end
        self.refuse = refuse
        """Remembers why the call surely fails."""
        self.is_kept = is_kept
        """Is it written `$name(…)[]`, so that a sequence of one stays an array?"""

    def apply(self, function: Value, *values: Value) -> Shape:
        """What a function makes of some values; those that it does not name are left off.

        NEVER where it surely fails. What is no function here may be one: nobody knows its result.
        """
        if not isinstance(function, Function):
            return MAYBE
        arity = len(values) if function.arity is None else max(function.arity, 1)
        result = function.call(values[:arity])
        return result if isinstance(result, Shape) else MAYBE

    def sequence(self, array: Array) -> Shape:
        """A sequence as the value that it is for what calls the function."""
        return kept(array) if self.is_kept else collapsed(array)

    def fault(self, text: str) -> Shape:
        """NEVER, for this reason: the call surely fails."""
        self.refuse(text)
        return NEVER
