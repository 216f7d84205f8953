"""From one version of a text to the next: what its analysis takes over from the one before.

An edit changes one state of one definition, most of the time. Where only what stands around it was
read again (`syntax.reread`), the definition stays, and all of its states but that one, with what is
known of them.
"""

from __future__ import annotations

from asllint.engine.analysis import Analysis
from asllint.hosts.definition import Definition, used_type
from asllint.syntax.node import Mapping, Node, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence as AnySequence

    from asllint.hosts.use import Use
    from asllint.source.text import SourceFile
    from asllint.syntax.reread import Reread


class Takeover:
    """The definitions of an analysis whose tree has become that of the text after an edit."""

    def __init__(
        self, before: Analysis, file: SourceFile, read: Reread, *, functions: bool = False
    ) -> None:
        self.before = before
        self.file = file
        """The text after the edit."""
        self.around = read.around
        self.functions = functions
        """May there be functions of CloudFormation in what was read again?"""
        self._left = {definition.node: definition for definition in before.definitions}

    def definition(
        self, node: Node, uses: AnySequence[Use], workflow_type: str
    ) -> Definition | None:
        """The definition that stands in a node of the tree, as it is now.

        None where that is a new one: a field of its outermost object has changed, or its type, or
        there was none in this node.
        """
        definition = self._left.get(node) if isinstance(node, Mapping) else None
        around = self.around[self.around.index(node) :] if node in self.around else []
        if definition is None or len(around) == 1:
            return None
        if definition.type != (used_type(uses) or workflow_type):
            return None
        if around and self.functions:
            _resolve_last(around)
        definition.take_in(self.file, around, uses)
        return self._left.pop(definition.node)

    def hand_over(self, analysis: Analysis) -> Analysis:
        """Let an analysis with these definitions, and new ones, take the place of the older one."""
        for definition in self._left.values():
            definition.release()
        self.before.hand_over()
        return analysis


def _resolve_last(around: list[Mapping | Sequence]) -> None:
    """Put what functions give into the last of some nodes, each of which is in the one before."""
    from asllint.hosts.intrinsics import resolve

    last, outer = around[-1], around[-2]
    resolved = resolve(last)
    if resolved is last:
        return
    around.pop()  # the edit has made a call of it
    if isinstance(outer, Mapping):
        for pair in outer.pairs:
            if pair.value is last:
                pair.value = resolved
    else:
        outer.items[:] = [resolved if item is last else item for item in outer.items]
