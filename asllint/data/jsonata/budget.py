"""How much work evaluations may take, all together."""

from __future__ import annotations


class Budget:
    """The work that all evaluations for one definition may take: `left` steps of it."""

    __slots__ = ("left",)

    def __init__(self, steps: int) -> None:
        self.left = steps
