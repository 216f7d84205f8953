"""Pictures and what was found, in Markdown: for the summary of a job, or a comment."""

from __future__ import annotations

from asllint.graph.changes import has_changes
from asllint.graph.mermaid import encoded, mermaid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.graph.model import Picture

MAX_LENGTH = 50_000
"""Mermaid draws no longer text (its `maxTextSize`)."""
MAX_NOTES = 50
_HARMLESS = "\"';.():-+"
"""What means nothing in the middle of a line."""
_SIGNS = {"error": "🔴", "warning": "🟠", "info": "🔵"}


def markdown(drawn: Sequence[Picture], *, only_changed: bool = False) -> str:
    """A section for each machine: its flowchart, and its findings as a list.

    With `only_changed` machines in which nothing has changed are not shown.
    """
    shown = [one for one in drawn if not only_changed or has_changes(one)]
    if not shown:
        return "No state machine has changed.\n"
    return "\n".join(_section(picture) for picture in shown)


def _section(picture: Picture) -> str:
    text = mermaid(picture)
    parts = [f"### {plain(picture.name)}", "", f"{plain(picture.path)}", ""]
    if len(text) > MAX_LENGTH:
        parts += ["The machine is too large for a picture here: draw it with `asllint graph`.", ""]
    else:
        parts += ["```mermaid", text.rstrip("\n"), "```", ""]
    notes = list(picture.all_notes())
    for box, note in notes[:MAX_NOTES]:
        where = f"{plain(box.name)}, line {note.line}" if box is not None else f"line {note.line}"
        sign = _SIGNS[note.severity]
        parts.append(f"- {sign} {where}: {plain(note.message)} ({plain(note.rule)})")
    if len(notes) > MAX_NOTES:
        parts.append(f"- {len(notes) - MAX_NOTES} more")
    return "\n".join(parts) + "\n"


def plain(text: str) -> str:
    """A text of the user's in Markdown: nothing in it is a link, a mention, a tag or an order."""
    return encoded(" ".join(text.split()), "&#", _HARMLESS).replace("://", "&#58;//")
