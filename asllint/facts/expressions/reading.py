"""What the text of a site is read as: a path, a call of an intrinsic function, or JSONata.

Each function tells the site what it read, and returns the mistakes that reading has shown. Each
distinct text is read once.
"""

from __future__ import annotations

from functools import lru_cache

from asllint.expressions import Mistake
from asllint.expressions.intrinsic.call import IntrinsicCall
from asllint.expressions.intrinsic.reader import looks_like_intrinsic, read_intrinsic
from asllint.expressions.path import Path, read_path
from asllint.syntax.node import has_placeholder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.facts.expressions.site import Site
    from asllint.language.grammar import Field

# An editor asks for the same expressions after every key; what comes of them is never changed.
_read_path = lru_cache(maxsize=16_384)(read_path)
_read_intrinsic = lru_cache(maxsize=16_384)(read_intrinsic)


def read_as_path(site: Site, *, reference: bool = False) -> list[Mistake]:
    """The value of a field that takes a path; with `reference` only one that names a place."""
    if has_placeholder(site.text):
        return []
    path, mistakes = _read_path(site.text)
    assert isinstance(path, Path)
    site.path = path
    problem = _wrong_root(site.field, path) if reference else None
    if problem is not None:  # which members the context object has does not matter then
        mistakes = [one for one in mistakes if one.kind != "unknown-context-member"]
    elif reference and not mistakes:
        problem = path.reference_problem()
    if problem is None and not mistakes:
        problem = path.run_time_problem()
    return [*mistakes, problem] if problem is not None else mistakes


def read_as_path_or_call(site: Site) -> list[Mistake]:
    """The value of a key that ends in `.$`: a path or an intrinsic function."""
    if has_placeholder(site.text):
        return []
    if not looks_like_intrinsic(site.text):
        return read_as_path(site)
    call, mistakes = _read_intrinsic(site.text)
    site.call = call if isinstance(call, IntrinsicCall) else None
    problems = [path.run_time_problem() for path in site.paths()] if not mistakes else []
    return [*mistakes, *(one for one in problems if one is not None)]


def read_as_jsonata(site: Site) -> list[Mistake]:
    """A string that is an expression of JSONata when it stands in `{% %}`, a constant if not."""
    from asllint.expressions.jsonata.mistakes import split_delimiters
    from asllint.expressions.jsonata.reader import read_jsonata

    text = site.text
    if "%" not in text:
        return []
    inner, around = split_delimiters(text)
    if inner is None or has_placeholder(text):
        return around
    site.offset = inner[0]
    site.jsonata, mistakes = read_jsonata(text[inner[0] : inner[1]])
    return [*around, *mistakes]


def _wrong_root(field: Field, path: Path) -> Mistake | None:
    """`ResultPath` says where in the state's data the result goes, and can name nothing else."""
    if field.name != "ResultPath" or path.root == "$":
        return None
    what = "the context object" if path.in_context else "a variable"
    end = path.start + len(path.root)
    message = f'"ResultPath" can not write into {what}: begin it with "$."'
    return Mistake("reference-path", path.start, end, message)
