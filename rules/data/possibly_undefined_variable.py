import re
from functools import lru_cache

from asllint.rule import (
    WARNING,
    Definition,
    Finding,
    Findings,
    Read,
    Scope,
    State,
    Variables,
    arrows,
    rule,
)

# Where these stand, a missing value is foreseen: a condition, or functions that take one.
FORESEEN = r"\?|\b(?:and|or)\b|\$(?:append|boolean|count|merge|not|sum|type)\b"

COMPARED = r"\$(\w+)\s*!?="

MAX_WAYS = 100
"""For so many places that read a variable a way is looked for; more say nothing new."""


@rule(severity=WARNING, since="0.1")
def possibly_undefined_variable(definition: Definition, variables: Variables) -> Findings:
    """A variable that is assigned only on some of the ways to the state that reads it."""
    looked = 0
    asked = {read.name for read in variables.reads if read.asks_presence}
    for read in variables.reads:
        scope = variables.scopes[read.state.machine]
        may, must = scope.may.get(read.state), scope.must.get(read.state)
        if may is None or must is None or not scope.knows_all:
            continue
        unsure = read.name in may and read.name not in must and read.name not in asked
        if unsure and not _foresees(read) and looked < MAX_WAYS:
            looked += 1
            way = _way_without(read, scope)
            if len(way) > 1:
                message = f"has no value on the way {arrows(way)}: assign it on every way"
                yield Finding(read.span, f'"${read.name}" {message}')


def _foresees(read: Read) -> bool:
    """Does the expression work without the value, for all that one can tell?"""
    if read.site.jsonata is None:
        return False
    foreseen, compared = _foreseen(read.site.text)
    return foreseen or read.name in compared


@lru_cache(maxsize=16)  # one text may read any number of variables
def _foreseen(text: str) -> tuple[bool, frozenset[str]]:
    """Does a text foresee that any value is missing, and of which variables does it?"""
    return re.search(FORESEEN, text) is not None, frozenset(re.findall(COMPARED, text))


def _way_without(read: Read, scope: Scope) -> list[State]:
    """A way to the state that surely can be taken, and does not assign the variable."""
    end, inside = read.state, []
    while scope.outer is not None and read.name not in scope.assigned:
        assert scope.machine.parent is not None
        inside = [read.state]
        end, scope = scope.machine.parent, scope.outer
    way = scope.way_without(read.name, end) or []
    choices = [state for state in way[:-1] if state.type == "Choice"]
    # A second choice may ask the same as the first; one in a loop may not end it at once.
    if len(choices) > 1 or any(read.name in scope.may[state] for state in choices):
        return []
    return way + inside
