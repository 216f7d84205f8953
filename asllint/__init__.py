"""asllint: a static analyser, linter and language server for Amazon States Language.

The names here are the public interface; each is imported when it is first used, so that the
command line pays for nothing it does not need.
"""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.analysis import Analysis
    from asllint.finding import Severity
    from asllint.library import lint_paths, lint_text
    from asllint.linting import Diagnostic, lint
    from asllint.reading import analyze
    from asllint.rulebook import load_rulebook
    from asllint.run import Report

__all__ = [
    "Analysis", "Diagnostic", "Report", "Severity", "__version__", "analyze", "lint", "lint_paths",
    "lint_text", "load_rulebook",
]  # fmt: skip

_HOMES = {
    "Analysis": "asllint.analysis",
    "analyze": "asllint.reading",
    "Severity": "asllint.finding",
    "Diagnostic": "asllint.linting",
    "lint": "asllint.linting",
    "load_rulebook": "asllint.rulebook",
    "lint_paths": "asllint.library",
    "lint_text": "asllint.library",
    "Report": "asllint.run",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'asllint' has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
