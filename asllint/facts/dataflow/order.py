"""In which order the states of a machine are worked out: what leads to a state comes before it.

States that lead to each other, in a loop, are one part and are worked out together.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.facts.flow import FlowGraph
    from asllint.language.machine import State


def parts_of(flow: FlowGraph) -> list[list[State]]:
    """The reachable states, in parts, each after all that lead to it.

    In a part a state stands behind those that lead to it, but for the ways back of the loop. These
    are the strongly connected components (Tarjan's way to find them).
    """
    if flow.start is None:
        return []
    found: list[list[State]] = []
    number: dict[State, int] = {flow.start: 0}
    lowest = {flow.start: 0}
    met, done = [flow.start], set()
    order: dict[State, int] = {}
    pending: list[tuple[State, Iterator[State]]] = [
        (flow.start, reversed(flow.successors[flow.start]))
    ]
    while pending:
        state, targets = pending[-1]
        for target in targets:
            if target not in number:
                number[target] = lowest[target] = len(number)
                met.append(target)
                pending.append((target, reversed(flow.successors[target])))
                break
            if target not in done:
                lowest[state] = min(lowest[state], number[target])
        else:
            pending.pop()
            order[state] = -len(order)
            if pending:
                before = pending[-1][0]
                lowest[before] = min(lowest[before], lowest[state])
            if lowest[state] == number[state]:
                part = [met.pop()]
                while part[-1] is not state:
                    part.append(met.pop())
                done.update(part)
                found.append(sorted(part, key=order.__getitem__))
    found.reverse()
    return found
