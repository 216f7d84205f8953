"""What an expression hands to a call, held against what the API of the service takes.

What is written out in the definition is the business of `facts/arguments.py`. Here is what is
computed: it is told where no value that can stand there will do. What Step Functions reads
otherwise than it is written (a number in quotes, an object where a text is wanted, a text for some
objects of optimised integrations) is the same as there; of a text that is not known nobody can say
that it is no number.
"""

from __future__ import annotations

from typing import Final

from asllint.data.bindings import UNFIT, Fault, called
from asllint.data.shape import ANYTHING, ARRAY_KIND, EVERY, NULL_KIND, STRING_KIND
from asllint.facts.arguments import reads_as, takes
from asllint.tables.services import LIST, MAP, STRUCTURE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.data.shape import Shape
    from asllint.facts.dataflow.plan import Plan, Reader, Where
    from asllint.tables.services.tables import ApiType

MAX_DEPTH: Final = 50
"""What lies deeper in a computed value is not looked at."""


class Unfit:
    """A value that the API does not take: what it wants at `where`, from an argument on."""

    __slots__ = ("found", "wanted", "where")

    def __init__(self, where: Where, wanted: ApiType, found: Shape) -> None:
        self.where = where
        self.wanted = wanted
        self.found = found


def hold(plan: Plan, arguments: Shape, reader: Reader) -> None:
    """Note each computed argument of a Task that surely is nothing that the API takes.

    The fault's name is the kind of `ApiType` that is wanted; None where it is inside of the value.
    """
    task = plan.task
    if task is None or not plan.handed or arguments.anything:
        return
    for site, where in plan.handed:
        shape = _at(arguments, where)
        if shape.anything or shape.nothing:
            continue
        wanted = _wanted(task.input_type, where)
        service = task.service
        if wanted is None or service is None:
            continue
        unfit = unfit_in(shape, wanted, optimised=service.optimised)
        if unfit is not None:
            end = max(0, len(site.text) - 2 * site.offset)
            kind = None if unfit.where else wanted.kind
            text = _said(str(site.key.value), where, unfit)
            reader.note(Fault(UNFIT, 0, end, text, shape, kind), site.scalar)


def _at(shape: Shape, where: Where) -> Shape:
    """What stands at a place in the arguments."""
    for step in where:
        if isinstance(step, int):
            shape = ANYTHING if shape.array is None else shape.array.at(step)
        else:
            shape = ANYTHING if shape.object is None else shape.object.get(step)
    return shape


def _wanted(wanted: ApiType | None, where: Where) -> ApiType | None:
    """What the API wants at a place; None where nobody knows."""
    for step in where:
        if wanted is None:
            return None
        if wanted.kind == (LIST if isinstance(step, int) else MAP):
            wanted = wanted.element
        elif wanted.kind == STRUCTURE and isinstance(step, str):
            member = wanted.member(step)
            wanted = None if member is None else member.type
        else:
            return None
    return wanted


def unfit_in(
    shape: Shape, wanted: ApiType, *, optimised: bool, depth: int = MAX_DEPTH
) -> Unfit | None:
    """The first part of a value that surely is nothing that the API takes; None if all may be."""
    if shape.anything or shape.nothing or not shape.has_value or depth == 0:
        return None
    if not any(_takes(shape, kind, wanted, optimised) for kind in shape.kinds):
        return Unfit((), wanted, shape)
    if len(shape.kinds) > 1:
        return None
    for step, part, inner in _parts(shape, wanted):
        found = unfit_in(part, inner, optimised=optimised, depth=depth - 1)
        if found is not None:
            return Unfit((step, *found.where), found.wanted, found.found)
    return None


def _takes(shape: Shape, kind: str, wanted: ApiType, optimised: bool) -> bool:
    """Can a value of one of the kinds of a shape be read as what the API wants?"""
    if kind == NULL_KIND or takes(wanted.kind, kind):
        return True
    if kind in (STRING_KIND, ARRAY_KIND) and wanted.kind == STRUCTURE:
        # A plain text for a value of DynamoDB is in published samples that run.
        return optimised or wanted.name == "AttributeValue"
    if kind != STRING_KIND:
        return False
    if shape.texts is EVERY:
        return reads_as("1", wanted.kind) or reads_as("true", wanted.kind)
    return any(reads_as(text, wanted.kind) for text in shape.texts)


def _parts(shape: Shape, wanted: ApiType) -> Iterator[tuple[str | int, Shape, ApiType]]:
    """What is surely in an object or an array, with what the API wants there."""
    if shape.object is not None:
        for name, part in shape.object.fields.items():
            inner = _wanted(wanted, (name,))
            if inner is not None:
                yield name, part, inner
    elif shape.array is not None and wanted.kind == LIST and wanted.element is not None:
        array = shape.array
        for index in range(min(array.least, len(array.items) + 1)):
            yield index, array.at(index), wanted.element


def _said(key: str, where: Where, unfit: Unfit) -> str:
    """What is wrong, for people; an argument is called by the nearest key around it."""
    names = [step for step in where if isinstance(step, str)]
    place = names[-1] if names else key
    after = where[where.index(place) + 1 :] if names else where
    for step in (*after, *unfit.where):
        place += f"[{step}]" if isinstance(step, int) else f".{step}"
    verb = "has" if unfit.where else "is"
    there = " there" if unfit.where else ""
    return f'"{place}" takes {unfit.wanted.called}, and this {verb} {called(unfit.found)}{there}'
