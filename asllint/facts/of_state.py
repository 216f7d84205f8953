"""What is known of one state alone: found once, and kept for as long as the state is the same.

An edit elsewhere leaves a state what it is, but moves its nodes. So whatever is kept here holds
nodes and never offsets, and asks the definition for its file.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from asllint.hosts.definition import Definition
    from asllint.language.machine import State

    T = TypeVar("T")


def of_state(kind: Callable[[State, Definition], T], state: State, definition: Definition) -> T:
    """The fact of a kind about a state of a definition."""
    known: T | None = state.facts.get(kind)
    if known is None:
        known = state.facts[kind] = kind(state, definition)
    return known
