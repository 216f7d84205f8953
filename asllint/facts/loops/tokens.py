"""Pages of a list: whether the token of the next page gets to who asks for it."""

from __future__ import annotations

import re
from itertools import islice

from asllint.facts.expressions.sites import Sites
from asllint.facts.fact import Ask
from asllint.facts.loops.loop import Case, Loop, Remark, onward
from asllint.facts.loops.places import WORKING, DataPlace, place_of, read_by, read_in
from asllint.language.machine import State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from asllint.facts.expressions.site import Site

MAX_CHOICES = 10
"""So many Choice states of a loop are looked at, and so many tokens of each."""
_TOKEN = r"(?i)(?:token|marker|lasteval\w*key|exclusivestartkey)\Z"
"""How the names end by which AWS's APIs call the place where the next page begins."""
_PRESENCE = ("IsPresent", "IsNull", "IsString")


def stale_token(case: Case) -> Iterator[Remark]:
    """A token that decides whether there is another page, and that no Task is given."""
    loop, ask = case.loop, case.ask
    tasks = [state for state in loop.states if state.type in WORKING]
    if not tasks:
        return
    deciding = (
        state
        for state in loop.states
        if state.type == "Choice" and any(loop.leads_to(one) is None for one in onward(state))
    )
    for state in islice(deciding, MAX_CHOICES):
        places = dict.fromkeys(islice(_tested(state, ask), MAX_CHOICES))
        for place in places:
            if not _is_handed_on(loop, place, ask):
                yield Remark(
                    state,
                    f'"{place}" decides whether there is another page, and no Task in the loop is '
                    "given it: each turn asks for the first page again",
                    [(task, "asks for a page") for task in tasks[:8]],
                )
                return


def _tested(state: State, ask: Ask) -> Iterator[DataPlace]:
    """The tokens of which a Choice state asks whether they are there."""
    for site in ask(Sites, state):
        field = site.field.name
        if site.path is not None and field == "Variable":
            if not site.part.node.fields.keys().isdisjoint(_PRESENCE):
                yield from _tokens(filter(None, [place_of(site.path)]))
        elif field == "Condition" and re.search(r"\$exists\(|\bnull\b", site.text):
            yield from _tokens(read_in(site))


def _tokens(places: Iterable[DataPlace]) -> Iterator[DataPlace]:
    for place in places:
        if re.search(_TOKEN, place.steps[-1] if place.steps else place.root):
            yield place


def _is_handed_on(loop: Loop, place: DataPlace, ask: Ask) -> bool:
    """Does a state of the loop read it, other than to decide?"""
    for state in loop.inner:
        if state.type == "Choice":
            continue
        if any(one.overlaps(place) for site in ask(Sites, state) for one in _read(site)):
            return True
        read = read_by(state, ask) if state.type in WORKING else []
        if read is None or any(one.overlaps(place) for one in read):
            return True
    return False


def _read(site: Site) -> Iterator[DataPlace]:
    """What an expression reads of the input; what reads the result of its own state does not."""
    if site.field.name in ("ResultPath", "ResultSelector"):
        return
    yield from read_in(site)
