"""What the work of a state answers, as far as its Task, its reader or its writer says."""

from __future__ import annotations

from asllint.data.answers import answer_of
from asllint.data.items import item_of, written
from asllint.data.shape import ANYTHING, Shape, list_of
from asllint.facts.integrations import OPTIMISED, SDK
from asllint.syntax.node import Mapping, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.data.declared import DeclaredAnswers
    from asllint.facts.dataflow.plan import Plan


def answer_of_task(plan: Plan, arguments: Shape, declared: DeclaredAnswers | None = None) -> Shape:
    """What a Task answers, given what it calls, its arguments, and what is declared of that."""
    known = _documented(plan, arguments)
    if declared is None or plan.task is None:
        return known
    from asllint.facts.dataflow.outside import declared_answer

    return declared_answer(plan.task, known, declared)


def _documented(plan: Plan, arguments: Shape) -> Shape:
    task = plan.task
    if task is None or task.kind not in (OPTIMISED, SDK):
        return ANYTHING  # what a function or an activity sends is its own
    part = task.resource.part
    answer = answer_of(
        part("service"),
        part("action"),
        task.pattern,
        arguments,
        sdk=task.kind == SDK,
        token=plan.sends_token,
    )
    if plan.execution is None or answer.object is None:
        return answer
    return Shape(object=answer.object.having("Output", plan.execution))


def items_of_reader(reader: Node) -> Shape:
    """What an `ItemReader` gives: an array of items."""
    return list_of(item_of(reader) if isinstance(reader, Mapping) else ANYTHING)


def written_result(writer: Node | None, results: Shape) -> Shape:
    """What a Map with a `ResultWriter` answers, given what its iterations do."""
    return written(writer, results) if isinstance(writer, Mapping) else ANYTHING
