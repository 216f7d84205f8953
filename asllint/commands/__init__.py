"""The commands, one module each, with the two functions `parser` and `run`.

`parser()` says what the command takes; `run(arguments)` does it, and returns the exit status. What
is the user's to mend is raised as an exception whose text is one clear line (`cli.run`).
"""

from __future__ import annotations

COMMANDS = (
    "baseline", "check", "completion", "cost", "data", "explain", "graph", "lsp", "policy", "rules",
    "schema", "test", "try",
)  # fmt: skip
"""By the names of their modules."""

CLEAN, FOUND, USAGE, CRASHED, UNDECIDED = 0, 1, 2, 3, 4
"""Exit status: nothing found, findings, wrong usage or unreadable input, a rule has crashed, what
comes of something can not be told."""
