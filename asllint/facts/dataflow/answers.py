"""What the work of a state answers, as far as its Task, its reader or its writer says."""

from __future__ import annotations

from asllint.data.answers import answer_of
from asllint.data.shape import ANYTHING, MAYBE, TEXT, Shape, list_of, object_of
from asllint.facts.integrations import OPTIMISED, SDK
from asllint.syntax.node import Mapping, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.facts.dataflow.plan import Plan


def answer_of_task(plan: Plan, arguments: Shape) -> Shape:
    """What a Task answers, given what it calls and with which arguments."""
    task = plan.task
    if task is None or task.kind not in (OPTIMISED, SDK):
        return ANYTHING  # what a function or an activity sends is its own
    part = task.resource.part
    return answer_of(
        part("service"),
        part("action"),
        task.pattern,
        arguments,
        sdk=task.kind == SDK,
        token=plan.sends_token,
    )


def items_of_reader(reader: Node) -> Shape:
    """What an `ItemReader` gives: an array of items (AWS page "ItemReader")."""
    return list_of(ANYTHING)


def written_result(writer: Node | None) -> Shape:
    """What a Map with a `ResultWriter` answers (recorded; AWS page "ResultWriter").

    With `WriterConfig` alone the results stay in the state's output, transformed or not.
    """
    if not isinstance(writer, Mapping) or "WriterConfig" in writer.fields or not writer.complete:
        return ANYTHING
    details = object_of({"Bucket": TEXT, "Key": TEXT}, MAYBE)
    return object_of({"MapRunArn": TEXT, "ResultWriterDetails": details}, MAYBE)
