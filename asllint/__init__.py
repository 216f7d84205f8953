"""asllint: a static analyser, linter and language server for Amazon States Language.

The names here are the public interface; each is imported when it is first used, so that the
command line pays for nothing it does not need.
"""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.engine.analysis import Analysis
    from asllint.engine.linting import Diagnostic, lint
    from asllint.engine.reading import analyze
    from asllint.engine.rulebook import load_rulebook
    from asllint.library import lint_paths, lint_text
    from asllint.source.finding import Severity
    from asllint.workspace.run import Report

__all__ = [
    "Analysis", "Diagnostic", "Report", "Severity", "__version__", "analyze", "lint", "lint_paths",
    "lint_text", "load_rulebook",
]  # fmt: skip

_HOMES = {
    "Analysis": "asllint.engine.analysis",
    "analyze": "asllint.engine.reading",
    "Severity": "asllint.source.finding",
    "Diagnostic": "asllint.engine.linting",
    "lint": "asllint.engine.linting",
    "load_rulebook": "asllint.engine.rulebook",
    "lint_paths": "asllint.library",
    "lint_text": "asllint.library",
    "Report": "asllint.workspace.run",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'asllint' has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
