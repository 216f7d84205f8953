"""The graph of one machine: what StartAt leads to, where it can end, where it can not.

Plain reachability is plain Python; networkx is imported only for a machine that has a loop worth
describing (it costs more than everything else together).
"""

from __future__ import annotations

from asllint.facts.fact import Ask, fact
from asllint.language.machine import State, StateMachine, Transition
from asllint.source.suggest import Vocabulary, is_misspelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


@fact(about=StateMachine)
class FlowGraph:
    """States and transitions of one `States` object; nested machines have graphs of their own."""

    __slots__ = (
        "_cyclic", "_names", "_stuck", "_ways_in", "exits", "machine", "open", "reachable", "start",
        "successors",
    )  # fmt: skip

    def __init__(self, machine: StateMachine, ask: Ask | None = None) -> None:
        self.machine = machine
        self._names = Vocabulary(machine.by_name)
        self._cyclic: set[State] | None = None
        self._stuck: list[State] | None = None
        self._ways_in: dict[State, list[State]] | None = None
        self.start = self.leads_to(machine.start_at) if machine.start_at else None
        """The state that `StartAt` names (or surely means); None when there is none."""
        self.successors: dict[State, list[State]] = {
            state: [
                target for target in map(self.leads_to, state.transitions) if target is not None
            ]
            for state in machine.states
        }
        self.reachable = self.reached_from([self.start]) if self.start else set()
        """Every state that some path from `StartAt` leads to."""
        self.exits = [state for state in machine.states if state.ends]
        """The states after which the machine ends."""
        self.open = not machine.complete or any(
            state.open or self.loses_the_way(state) for state in self.reachable
        )
        """May there be transitions that nobody can see, because of a placeholder, a hole, or a name
        that no state has and nobody can guess?"""

    def leads_to(self, transition: Transition) -> State | None:
        """The target of a transition; for a misspelt one the state that is surely meant.

        A typo is one mistake: what hangs on it is not reported a second time as unreachable.
        """
        target = transition.target
        if target is None and self.is_typo(transition):
            target = self.machine.by_name[str(self.meant(transition))]
        return target

    def meant(self, transition: Transition) -> str | None:
        """The name of the state that a transition to an unknown name most likely means, or None.

        Never the state itself: hardly anybody leads a state back to itself, and misspells it.
        """
        name, source = transition.name, transition.source
        if name is None:
            return None
        return self._names.nearest(name, but=None if source is None else source.name)

    def is_typo(self, transition: Transition) -> bool:
        """Does a transition to an unknown name surely mean what `meant` guesses?

        Not where its own state's name is as near: that may be a state that is still to be written.
        """
        name, source, meant = transition.name, transition.source, self.meant(transition)
        return (
            name is not None
            and meant is not None
            and is_misspelling(name, meant)
            and not (source is not None and is_misspelling(name, source.name))
        )

    def loses_the_way(self, state: State) -> bool:
        """Does one of its transitions name no state, without being a typo for one?"""
        return len(self.successors[state]) < len(state.transitions)

    def reached_from(self, states: Iterable[State]) -> set[State]:
        """The given states and all that follow them."""
        return _closure(states, self.successors)

    def spares(self, transition: Transition | None) -> bool:
        """Would every state still be reachable without this transition?"""
        source = transition.source if transition is not None else None
        target = self.leads_to(transition) if transition is not None else None
        if source is None or target is None:
            return transition is None
        if source not in self.reachable or target is self.start:
            return True
        ways_in = self._entries()[target]
        return len(ways_in) > 1 or source not in ways_in

    def _entries(self) -> dict[State, list[State]]:
        """For each state those that lead to it and can be reached without it, once each way."""
        if self._ways_in is None:
            dominated = self._dominated()
            self._ways_in = {state: [] for state in self.reachable}
            for state in self.reachable:
                for target in self.successors[state]:
                    first, last = dominated[target]
                    if not first <= dominated[state][0] <= last:
                        self._ways_in[target].append(state)
        return self._ways_in

    def _dominated(self) -> dict[State, tuple[int, int]]:
        """A number for each state, and the last of those which only it leads to.

        That is, the dominator tree: every way to what stands below a state leads through it.
        """
        import networkx as nx

        start = self.start
        assert start is not None, "nothing is reachable otherwise"
        graph: nx.DiGraph[State] = nx.DiGraph()
        graph.add_nodes_from(self.by_distance())
        graph.add_edges_from((state, to) for state in graph for to in self.successors[state])
        below: dict[State, list[State]] = {state: [] for state in graph}
        for state, dominator in nx.immediate_dominators(graph, start).items():
            if state is not start:
                below[dominator].append(state)
        order: list[State] = []
        pending = [start]
        while pending:
            order.append(pending.pop())
            pending += below[order[-1]]
        number = {state: at for at, state in enumerate(order)}
        last = dict(number)
        for state in reversed(order):
            last[state] = max((last[each] for each in below[state]), default=number[state])
        return {state: (number[state], last[state]) for state in order}

    @property
    def stuck(self) -> list[State]:
        """Reachable states from which no end can be reached, in the order of the file.

        A state that lacks its transition, or leads to an unknown name (a typo, too) or anywhere, is
        not called stuck: other rules say what is wrong with it, if anything is.
        """
        if self._stuck is None:
            self._stuck = self._find_stuck() if self.cyclic else []
        return self._stuck

    def _find_stuck(self) -> list[State]:
        ways_out = [
            state for state in self.reachable if state.ends or state.open or not _leads_on(state)
        ]
        before: dict[State, list[State]] = {}
        for state, targets in self.successors.items():
            for target in targets:
                before.setdefault(target, []).append(state)
        saved = _closure(ways_out, before)
        return [
            state for state in self.machine.states if state in self.reachable and state not in saved
        ]

    def loops(self, states: Collection[State]) -> list[list[State]]:
        """The loops among `states`: for each strongly connected component its shortest cycle.

        Each loop begins with the state that the machine meets first.
        """
        among = self._without_ways_in(self.cyclic.intersection(states))
        if not among:
            return []
        import networkx as nx

        graph: nx.DiGraph[State] = nx.DiGraph()
        graph.add_nodes_from(state for state in self.machine.states if state in among)
        graph.add_edges_from(
            (state, target)
            for state in graph
            for target in self.successors[state]
            if target in among
        )
        order = {state: number for number, state in enumerate(self.by_distance())}
        loops = []
        for component in nx.strongly_connected_components(graph):
            first = min(component, key=lambda state: order.get(state, len(order)))
            cycle = self.path(first, first, component)
            if cycle:
                loops.append(cycle[:-1])
        return sorted(loops, key=lambda loop: loop[0].key.start)

    @property
    def cyclic(self) -> set[State]:
        """The reachable states that stand in a loop or behind one; empty when there is no loop."""
        if self._cyclic is None:
            self._cyclic = self._without_ways_in(self.reachable)
        return self._cyclic

    def _without_ways_in(self, states: Collection[State]) -> set[State]:
        """What is left when states without a way in are taken away, over and over."""
        left = set(states)
        ways_in = dict.fromkeys(left, 0)
        for state in left:
            for target in self.successors[state]:
                if target in ways_in:
                    ways_in[target] += 1
        free = [state for state, count in ways_in.items() if count == 0]
        while free:
            state = free.pop()
            left.discard(state)
            for target in self.successors[state]:
                if target in ways_in:
                    ways_in[target] -= 1
                    if ways_in[target] == 0:
                        free.append(target)
        return left

    def by_distance(self) -> list[State]:
        """The reachable states in the order in which a walk from `StartAt` meets them."""
        return list(_walk([self.start] if self.start else [], self.successors))

    def path(
        self, start: State, end: State, among: Collection[State] | None = None
    ) -> list[State] | None:
        """A shortest way from `start` to `end`, at least one transition long; None if none."""
        came_from: dict[State, State] = {}
        row = [start]
        while row:
            following = []
            for state in row:
                for target in self.successors[state]:
                    if target in came_from or (among is not None and target not in among):
                        continue
                    came_from[target] = state
                    if target is end:
                        return _retrace(came_from, start, end)
                    following.append(target)
            row = following
        return None


def _leads_on(state: State) -> bool:
    """Has the state transitions, each to a state that there is by just this name?"""
    targets = [transition.target for transition in state.transitions]
    return bool(targets) and None not in targets


def _retrace(came_from: dict[State, State], start: State, end: State) -> list[State]:
    way = [end, came_from[end]]
    while way[-1] is not start:
        way.append(came_from[way[-1]])
    return way[::-1]


def _walk(start: Iterable[State], edges: dict[State, list[State]]) -> dict[State, None]:
    """The states that are met, nearest first (a dictionary keeps their order)."""
    met = dict.fromkeys(start)
    row = list(met)
    while row:
        following = []
        for state in row:
            for target in edges.get(state, ()):
                if target not in met:
                    met[target] = None
                    following.append(target)
        row = following
    return met


def _closure(start: Iterable[State], edges: dict[State, list[State]]) -> set[State]:
    return set(_walk(start, edges))


def arrows(states: Sequence[State]) -> str:
    """States as a way, for messages: `"A" → "B" → "A"`; the middle of a long way is left out."""
    names = [f'"{state.name}"' for state in states]
    if len(names) > 9:
        names = [*names[:5], f"… {len(names) - 7} more …", *names[-2:]]
    return " → ".join(names)
