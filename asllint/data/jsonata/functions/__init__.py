"""The functions of JSONata in Step Functions, over shapes: one table.

Each function gets a `Call`, whose arguments fit its signature, and answers with the shape of the
values with which the call goes well: what is computed where the arguments are known, the kind of
the result where they are not, `nothing` where JSONata yields nothing. It answers NEVER, after
`Call.fault`, exactly where the call surely fails.
"""

from __future__ import annotations

from typing import Final

from asllint.data.jsonata.functions.array import ARRAYS
from asllint.data.jsonata.functions.aws import AWS
from asllint.data.jsonata.functions.higher_order import HIGHER_ORDER
from asllint.data.jsonata.functions.logic import LOGIC
from asllint.data.jsonata.functions.number import NUMBERS
from asllint.data.jsonata.functions.object import OBJECTS
from asllint.data.jsonata.functions.text import TEXTS
from asllint.data.jsonata.functions.time import TIMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from asllint.data.jsonata.call import Call
    from asllint.data.shape import Shape

TABLE: Final[dict[str, Callable[[Call], Shape]]] = {
    **TEXTS, **NUMBERS, **LOGIC, **ARRAYS, **OBJECTS, **HIGHER_ORDER, **TIMES, **AWS,
}  # fmt: skip
"""Every function, by its name without `$`."""
