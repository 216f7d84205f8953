"""All machines of a project on one page that needs no network and runs nothing but its own script.

The page's policy names the hashes of its one style and its one script; everything that comes from
the user is text in the markup, or JSON that the script reads.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files

from asllint.graph.json import machine
from asllint.graph.svg import DARK, LIGHT, STYLE, escaped, svg, variables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.graph.model import Picture

_COLOURS = (
    f":root{{{variables(LIGHT)}color-scheme:light dark}}\n"
    f"@media (prefers-color-scheme:dark){{:root{{{variables(DARK)}}}}}\n"
)


def html(drawn: Sequence[Picture], title: str, *, refresh: int = 0) -> str:
    """One page with all pictures, their findings, and what is known of each state.

    With `refresh` it is loaded again every so many seconds, and shows then what it has shown.
    """
    style = STYLE + _COLOURS + _read("page.css")
    script = _read("page.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    data = json.dumps([machine(picture) for picture in drawn]).replace("<", "\\u003c")
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escaped(title)}</title>",
        f'<style>{style}</style>\n</head>\n<body data-refresh="{refresh}">',
        "<nav>\n<h1>State machines</h1>",
        '<input type="search" placeholder="Search states" aria-label="Search states">',
        *(_button(picture) for picture in drawn),
        "</nav>\n<main>",
        *(f"<section>\n{svg(picture, styled=False)}</section>" for picture in drawn),
        "</main>\n<aside></aside>",
        f'<script type="application/json" id="data">{data}</script>',
        f"<script>{script}</script>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _button(picture: Picture) -> str:
    """A machine in the list, with how many findings there are and how bad they are."""
    notes = [note for _, note in picture.all_notes()]
    severities = {note.severity for note in notes}
    worst = next((one for one in ("error", "warning", "info") if one in severities), "")
    count = f'<span class="count {worst}">{len(notes)}</span>' if worst else ""
    if picture.change:
        count += f'<span class="change {picture.change}">{picture.change}</span>'
    return (
        f'<button type="button">{count}{escaped(picture.name)}'
        f"<small>{escaped(picture.path)}</small></button>"
    )


def _read(name: str) -> str:
    """A file beside this one."""
    return files("asllint.graph").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
