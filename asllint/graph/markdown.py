"""Pictures and what was found, in Markdown: for the summary of a job, or a comment."""

from __future__ import annotations

from asllint.graph.changes import named
from asllint.graph.mermaid import encoded, mermaid
from asllint.graph.model import ADDED, CHANGED, REMOVED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.graph.model import Picture

MAX_LENGTH = 50_000
"""Mermaid draws no longer text (its `maxTextSize`)."""
MAX_NOTES = 50
_HARMLESS = "\"';.():-+"
"""What means nothing in the middle of a line."""
MAX_NAMES = 20
"""So many names are told of what was added, removed or changed."""
_COLOURS = {ADDED: "🟩", REMOVED: "🟥", CHANGED: "🟨"}
_SIGNS = {"error": "🔴", "warning": "🟠", "info": "🔵"}


def markdown(drawn: Sequence[Picture], *, only_changed: bool = False) -> str:
    """A section for each machine: its flowchart, and its findings as a list.

    With `only_changed` machines in which nothing has changed are not shown.
    """
    shown = [one for one in drawn if not only_changed or one.change]
    if not shown:
        return "No state machine has changed.\n"
    return "\n".join(_section(picture) for picture in shown)


def _section(picture: Picture) -> str:
    text = mermaid(picture)
    change = f" ({picture.change})" if picture.change in (ADDED, REMOVED) else ""
    parts = [f"### {plain(picture.name)}{change}", "", f"{plain(picture.path)}", ""]
    if len(text) > MAX_LENGTH:
        parts += ["The machine is too large for a picture here: draw it with `asllint graph`.", ""]
    else:
        parts += ["```mermaid", text.rstrip("\n"), "```", ""]
    parts += _changes(picture)
    notes = list(picture.all_notes())
    for box, note in notes[:MAX_NOTES]:
        where = f"{plain(box.name)}, line {note.line}" if box is not None else f"line {note.line}"
        sign = _SIGNS[note.severity]
        parts.append(f"- {sign} {where}: {plain(note.message)} ({plain(note.rule)})")
    if len(notes) > MAX_NOTES:
        parts.append(f"- {len(notes) - MAX_NOTES} more")
    return "\n".join(parts) + "\n"


def _changes(picture: Picture) -> list[str]:
    """What has changed, by name: the legend of the colours, too."""
    if picture.change not in ("", CHANGED):
        return []
    found = named(picture)
    parts = []
    for change, names in found.items():
        more = [f"{len(names) - MAX_NAMES} more"] if len(names) > MAX_NAMES else []
        told = ", ".join([*map(plain, names[:MAX_NAMES]), *more])
        parts.append(f"- {_COLOURS[change]} **{change}**: {told}")
    if picture.change and not found:
        parts.append(f"- {_COLOURS[CHANGED]} **changed**: fields of the machine itself")
    return [*parts, ""] if parts else []


def plain(text: str) -> str:
    """A text of the user's in Markdown: nothing in it is a link, a mention, a tag or an order."""
    return encoded(" ".join(text.split()), "&#", _HARMLESS).replace("://", "&#58;//")
