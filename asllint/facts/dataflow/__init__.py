"""What stands where: the data at each state of a definition."""

from __future__ import annotations

from asllint.facts.dataflow.machine import DataFlow, Passage

__all__ = ["DataFlow", "Passage"]
