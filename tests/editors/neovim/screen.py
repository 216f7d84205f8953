"""The screen of a Neovim: its cells, kept up to date from its `redraw` messages, and a picture."""

from __future__ import annotations

import html
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

Style = dict[str, Any]


class Screen:
    """The cells of a grid, as a user interface would show them."""

    def __init__(self, width: int, height: int) -> None:
        self.cells = [[(" ", 0)] * width for _ in range(height)]
        """The character of each cell and its style; behind a wide character is an empty one."""
        self.styles: dict[int, Style] = {0: {}}
        self.colors = (0xFFFFFF, 0x000000)

    def redraw(self, batch: list[list[Any]]) -> bool:
        """Take one message; True when the screen is complete again."""
        complete = False
        for name, *calls in batch:
            for call in calls:
                if name == "grid_line":
                    self._line(*call[1:4])
                elif name == "grid_clear":
                    self.cells = [[(" ", 0)] * len(row) for row in self.cells]
                elif name == "grid_scroll":
                    self._scroll(*call[1:6])
                elif name == "hl_attr_define":
                    self.styles[call[0]] = call[1]
                elif name == "default_colors_set":
                    self.colors = (call[0], call[1])
                elif name == "flush":
                    complete = True
        return complete

    def _line(self, row: int, column: int, cells: list[list[Any]]) -> None:
        style = 0
        for text, *rest in cells:
            style = rest[0] if rest else style
            for _ in range(rest[1] if len(rest) > 1 else 1):
                self.cells[row][column] = (text, style)
                column += 1

    def _scroll(self, top: int, bottom: int, left: int, right: int, rows: int) -> None:
        order = range(top, bottom - rows) if rows > 0 else range(bottom - 1, top - rows - 1, -1)
        for row in order:
            self.cells[row][left:right] = self.cells[row + rows][left:right]

    def text(self) -> list[str]:
        """The lines, without the blanks at their ends."""
        return ["".join(text for text, _ in row).rstrip() for row in self.cells]

    def page(self) -> str:
        """The screen as an HTML page."""
        foreground, background = (f"#{color:06x}" for color in self.colors)
        rows = "\n".join("".join(self._cell(*cell) for cell in row) for row in self.cells)
        return (
            '<!doctype html><meta charset="utf-8"><style>'
            f"body {{ margin: 0; padding: 12px; background: {background}; color: {foreground} }}"
            'pre { margin: 0; font: 15px/20px "DejaVu Sans Mono", monospace }'
            "b { font-weight: inherit; display: inline-block; height: 20px; width: 1ch;"
            " overflow: hidden; vertical-align: top } b.w { width: 2ch }"
            f"</style><pre>{rows}</pre>\n"
        )

    def _cell(self, text: str, number: int) -> str:
        if not text:
            return ""  # the second half of a wide character
        style = self.styles[number]
        front, back = style.get("foreground"), style.get("background")
        if style.get("reverse"):
            defaults = self.colors
            front, back = (
                defaults[1] if back is None else back,
                defaults[0] if front is None else front,
            )
        rules = []
        if front is not None:
            rules.append(f"color:#{front:06x}")
        if back is not None:
            rules.append(f"background:#{back:06x}")
        if style.get("bold"):
            rules.append("font-weight:bold")
        if style.get("italic"):
            rules.append("font-style:italic")
        if style.get("underline") or style.get("undercurl"):
            kind = "wavy" if style.get("undercurl") else "solid"
            color = f" #{style['special']:06x}" if "special" in style else ""
            rules.append(f"text-decoration:underline {kind}{color}")
        wide = ' class="w"' if unicodedata.east_asian_width(text[0]) in "WF" else ""
        shown = html.escape(text)
        return f'<b{wide} style="{";".join(rules)}">{shown}</b>' if rules or wide else shown

    def picture(self, path: Path) -> bool:
        """Write the screen as a PNG file; False where there is no browser to paint it."""
        browser = shutil.which("chromium") or shutil.which("google-chrome")
        if browser is None:
            return False
        page = path.with_suffix(".html")
        page.write_text(self.page())
        size = f"{24 + round(len(self.cells[0]) * 9.03)},{24 + 20 * len(self.cells)}"
        subprocess.run(
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                f"--window-size={size}", f"--screenshot={path}", page.as_uri(),
            ],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        page.unlink()
        return True
