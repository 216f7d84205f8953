"""Topics: pages about what many rules have to do with, beside the pages of the rules.

They stand in the folder `topics` of the built-in pack, and have the form of a rule's page: whole
definitions as examples, and the rules that belong there.
"""

from __future__ import annotations

import os

from asllint.engine.rulebook import builtin_pack, without_flowcharts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def folder() -> str:
    """Where the pages are."""
    return os.path.join(builtin_pack(), "topics")


def topics() -> dict[str, str]:
    """By each topic's name, in order, the path of its page."""
    place = folder()
    files: Iterable[str] = sorted(os.listdir(place)) if os.path.isdir(place) else ()
    return {
        file[: -len(".md")].replace("_", "-"): os.path.join(place, file)
        for file in files
        if file.endswith(".md")
    }


def topic_text(name: str) -> str | None:
    """What the page of a topic says, without flowcharts; None where there is no such topic."""
    path = topics().get(name)
    if path is None:
        return None
    with open(path, encoding="utf-8") as page:
        return without_flowcharts(page.read())
