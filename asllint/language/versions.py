"""When states, machines and files became what they are, and who looks at them.

A fact rests on other facts, which it asks for, and on what it looks at directly. What can change
under the eyes of somebody who holds it has a version, and says so when it is looked at: the states
of a machine (`StateMachine.states`, `by_name`) and the file of a definition (`Definition.file`,
`uses`). Everything else that a state, a machine or a node holds is the same for as long as it is
the same object; only positions move.
"""

from __future__ import annotations

from _thread import _local  # `threading` has it, too, and would be one more import
from itertools import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Looked: TypeAlias = dict[object, object]

_ticks = count(1)


def tick() -> int:
    """A number that is higher than all before it: the version of what has just changed."""
    return next(_ticks)


class Eyes(_local):
    """Who is looking, in each thread: `looked` takes what is looked at, and its version."""

    looked: Looked | None = None
    """None: nobody wants to know."""


EYES = Eyes()
"""In a thread one fact is made at a time, and what it looks at meanwhile is what it rests on."""
