"""Which repairs of a reader hold: after them the text reads without a problem around them.

A reader that goes on after a mistake can only guess what was meant. A guess is right when the text,
with all repairs made, can be read on the lines that they have changed and on those beside them.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from asllint.source.text import Span
from asllint.syntax.node import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from asllint.source.finding import Edit

HARD = (
    "syntax-error", "unbalanced-brackets", "missing-comma", "trailing-comma", "wrong-quotes",
    "not-json", "empty-file", "nesting-too-deep",
)  # fmt: skip
"""The kinds of problems for which a text is no JSON or YAML at all."""


_CLEAR = ("byte-order-mark",)
"""What can be repaired whatever the rest of the text says."""


def with_sure_fixes(
    text: str, problems: Sequence[Problem], read: Callable[[str], Iterable[Problem]]
) -> list[Problem]:
    """The problems of a text, without those fixes that do not make it read better.

    `read` gives the problems of another text. It is called if there is a guess at all: once for the
    repairs that are safe, which have to hold without the others, and once for all.
    """
    guessed = [one for one in problems if one.fix is not None and one.kind not in _CLEAR]
    doubtful: set[int] = set()
    for made in ([one for one in guessed if one.fix and one.fix.safe], guessed):
        if not made or (made is guessed and all(one.fix and one.fix.safe for one in guessed)):
            continue
        repaired, places = _edited(text, _apart(one for one in made if id(one) not in doubtful))
        left = [
            one.span
            for one in read(repaired)
            # What is left for a repair that is not safe does not speak against those that are.
            if one.kind in HARD and (made is guessed or not (one.fix and not one.fix.safe))
        ]
        breaks = [match.start() for match in re.finditer("\n", repaired)]
        doubtful |= {id(one) for one in made if _is_in_doubt(one, places, breaks, left)}
    return [_without_fix(one) if id(one) in doubtful else one for one in problems]


def _apart(problems: Iterable[Problem]) -> list[Edit]:
    """The edits of the repairs, without those that reach into one before them."""
    edits = [edit for one in problems if one.fix is not None for edit in one.fix.edits]
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        if not found or edit.span.start >= found[-1].span.end:
            found.append(edit)
    return found


def _edited(text: str, edits: Sequence[Edit]) -> tuple[str, dict[int, int]]:
    """The text after some edits, and where the place of each edit is in it now."""
    pieces, at, length = [], 0, 0
    places: dict[int, int] = {}
    for edit in edits:
        piece = text[at : edit.span.start]
        length += len(piece)
        places[edit.span.start] = length
        pieces += [piece, edit.replacement]
        length += len(edit.replacement)
        at = edit.span.end
    return "".join([*pieces, text[at:]]), places


def _is_in_doubt(
    problem: Problem, places: dict[int, int], breaks: list[int], left: Sequence[Span]
) -> bool:
    """Is there still a problem on a line that a repair changes, or beside it?

    `breaks` are the offsets of the line feeds in the repaired text.
    """
    if not left or problem.fix is None:
        return False
    for edit in problem.fix.edits:
        at = places.get(edit.span.start)
        if at is None:
            continue
        line = bisect_left(breaks, at)
        start = breaks[line - 2] if line > 1 else 0
        end = breaks[line + 1] if line + 1 < len(breaks) else None
        if any(start <= span.end and (end is None or span.start <= end) for span in left):
            return True
    return False


def _without_fix(problem: Problem) -> Problem:
    return Problem(problem.kind, problem.span, problem.message, related=problem.related)
