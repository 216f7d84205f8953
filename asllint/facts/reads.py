"""Which of the data that move through a state a string of JSONPath reads."""

from __future__ import annotations

from asllint.language.grammar import EFFECTIVE_INPUT, JSONPATH, RAW_INPUT
from asllint.syntax.node import Scalar, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.facts.expressions import Site
    from asllint.language.grammar import Field
    from asllint.language.machine import State


def reads_input(site: Site) -> bool:
    """Is nothing in what `$` is in a string that is not in the input of its state?"""
    return input_read(site.state, site.field) in ("$", "")


def input_read(state: State, field: Field) -> str | None:
    """The path to what `$` is in a field, in the input of its state: `$`, `$.order`.

    Empty where `InputPath` is null, so that `$` is an empty object; None where `$` is no part of
    the input, or nobody knows which.
    """
    if state.query_language != JSONPATH or field.reads not in (RAW_INPUT, EFFECTIVE_INPUT):
        return None
    if field.name == "ItemsPath" and state.pair("ItemReader") is not None:
        return None  # recorded: it is ignored, and the reader gives the items
    if field.reads == RAW_INPUT or state.pair("InputPath") is None:
        return "$"
    path = state.field("InputPath")
    if isinstance(path, Scalar) and path.value is None:
        return ""
    return string_of(path)
