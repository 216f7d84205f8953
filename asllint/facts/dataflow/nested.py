"""What the machines in a state answer: the branches of a Parallel, the iterations of a Map."""

from __future__ import annotations

from asllint.data.shape import (
    ANYTHING,
    ARRAY_KIND,
    Array,
    Object,
    Shape,
    array_of,
    list_of,
    object_of,
)
from asllint.facts.dataflow import context as contexts
from asllint.facts.dataflow.answers import items_of_reader, written_result
from asllint.language import grammar
from asllint.syntax.node import Mapping, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.data.bindings import Bindings
    from asllint.facts.dataflow.moves import Moves
    from asllint.language.machine import StateMachine


def branches(moves: Moves, data: Shape) -> Shape:
    """What a Parallel state answers: an array with the output of each branch, in their order."""
    state = moves.state
    node = state.field("Branches")
    if not isinstance(node, Sequence) or len(node.items) != len(state.machines):
        return ANYTHING
    return array_of(
        _within(moves, machine, data, moves.variables, moves.around) for machine in state.machines
    )


def iterations(moves: Moves, items: Shape, bindings: Bindings) -> Shape:
    """What a Map state answers, given what it runs over."""
    state = moves.state
    machine = state.machines[0] if state.machines else None
    if machine is None or machine.mode is None:
        return ANYTHING
    outputs = _outputs(moves, machine, items, bindings)
    if machine.mode == "DISTRIBUTED":
        writer = state.field("ResultWriter")
        if writer is not None:
            return written_result(writer, outputs)
        tolerates = any(name.startswith("Tolerated") for name in state.fields)
        if tolerates and not moves.solver.decides:
            return list_of(ANYTHING)  # what a failed iteration leaves in the array is not recorded
    return outputs


def runs_inline(moves: Moves) -> bool:
    """Is it a Map whose iterations run inside of the execution?"""
    return bool(moves.state.machines) and moves.state.machines[0].mode == "INLINE"


def reader_items(moves: Moves) -> Shape | None:
    """The items that an `ItemReader` gives; None where there is none.

    Recorded: `ItemsPath` beside it is ignored.
    """
    reader = moves.state.field("ItemReader")
    return None if reader is None else items_of_reader(reader)


def _outputs(moves: Moves, machine: StateMachine, items: Shape, bindings: Bindings) -> Shape:
    """The array of what the iterations answer."""
    batched = machine.mode == "DISTRIBUTED" and moves.state.field("ItemBatcher") is not None
    array = items.array if items.kinds == (ARRAY_KIND,) else None
    known = array is not None and items.is_known
    if array is None:
        array = Array((), ANYTHING)
    moves.turn.stages[grammar.ITEM] = array.element
    count = len(array.items)
    one_by_one = count <= moves.solver.most_iterations and moves.solver.affords(machine, count)
    if known and not batched and one_by_one:
        return array_of(
            _iteration(moves, machine, item, index, bindings)
            for index, item in enumerate(array.items)
        )
    if array.most == 0:
        return array_of(())
    output = _iteration(moves, machine, array.element, None, bindings)
    return list_of(output) if batched else list_of(output, array.least, array.most)


def _iteration(
    moves: Moves, machine: StateMachine, item: Shape, index: int | None, bindings: Bindings
) -> Shape:
    """What comes of one item, or of any of them (`index` None)."""
    state, distributed = moves.state, machine.mode == "DISTRIBUTED"
    context = contexts.with_item(moves.around, item, index)
    data = item
    selector = state.field("ItemSelector") or state.field("Parameters")
    if selector is not None:
        own = contexts.in_state(context, state)
        data = moves.template(selector, moves.selector_bindings(bindings.having(context=own)))
    if distributed:
        data = _batched(moves, data, bindings)
        return _within(moves, machine, data, Object({}), contexts.of_execution(data))
    return _within(moves, machine, data, moves.variables, context)


def _batched(moves: Moves, item: Shape, bindings: Bindings) -> Shape:
    """What a child execution is started with (AWS page "ItemBatcher")."""
    batcher = moves.state.field("ItemBatcher")
    if batcher is None:
        return item
    if not isinstance(batcher, Mapping) or not batcher.complete:
        return ANYTHING
    fields = {"Items": list_of(item, least=1)}
    inner = batcher.get("BatchInput")
    if inner is not None:
        fields["BatchInput"] = moves.template(inner, moves.selector_bindings(bindings))
    return object_of(fields)


def _within(
    moves: Moves, machine: StateMachine, data: Shape, variables: Object, context: Shape
) -> Shape:
    solved = moves.solver.solve(machine, data, variables, context)
    moves.turn.inner.append(solved)
    return solved.output
