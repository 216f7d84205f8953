"""The mutants of a Python file: small changes, each of one place."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

_NEGATED: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: ">=",
    ast.LtE: ">",
    ast.Gt: "<=",
    ast.GtE: "<",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
_BOUNDARY: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
}
_COMPARISON = re.compile(r"[<>]=?|[=!]=|is\s+not|not\s+in|is|in")
_BOOLEAN = re.compile(r"and|or")
_NAME = re.compile(r"\S+")
"""A text without blanks names something; others are messages, which the pages hold."""
_LOOSE = (ast.BoolOp, ast.IfExp, ast.Lambda, ast.NamedExpr)
"""Expressions that need parentheses where they take the place of another."""
_UNTRIED = {"__slots__", "__all__"}


@dataclass(frozen=True)
class Mutant:
    """One change of one file."""

    path: str
    """Relative to the root of the project, with slashes."""
    kind: str
    """What is changed, such as "boundary" or "string"."""
    start: int
    """Where the text that is replaced begins: an offset into the file, in code points."""
    end: int
    replacement: str
    line: int
    """The line on which it begins, from 1."""
    lines: range
    """The lines from where its statement begins to where it ends."""
    where: str
    """The function or class around it, with dots; empty at the top of the file."""
    at_import: bool
    """Is the line run when the module is imported, and not when a test calls something?"""
    before: str
    """The lines around the change, joined into one."""
    after: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from others, and stays as long as its line and its function do."""
        return self.path, self.where, self.before, self.after

    def apply(self, text: str) -> str:
        """The text of the file with the change. Raises `SyntaxError` where that is no Python."""
        changed = text[: self.start] + self.replacement + text[self.end :]
        compile(changed, self.path, "exec", dont_inherit=True)
        return changed


def mutants(path: str, text: str) -> list[Mutant]:
    """All mutants of a file, in its order. Raises `SyntaxError` for what is no Python."""
    return list(_Maker(path, text).made())


class _Maker:
    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.lines = text.splitlines(keepends=True)
        self.starts = [0, *accumulate(map(len, self.lines))]
        """Where each line begins."""

    def made(self) -> Iterator[Mutant]:
        seen = set()
        statement = 0
        for node, where, at_import in _visited(ast.parse(self.text).body, "", at_import=True):
            statement = node.lineno if isinstance(node, ast.stmt) else statement
            for change in self.changes(node):
                if change[1:] not in seen:
                    seen.add(change[1:])
                    yield self.mutant(*change, statement, where, at_import=at_import)

    def mutant(
        self, kind: str, start: int, end: int, replacement: str,
        statement: int, where: str, *, at_import: bool,
    ) -> Mutant:  # fmt: skip
        first = self.text.rfind("\n", 0, start) + 1
        last = len(self.text) if (at := self.text.find("\n", end)) < 0 else at
        return Mutant(
            self.path, kind, start, end, replacement,
            bisect_right(self.starts, start),
            range(statement, bisect_right(self.starts, end) + 1),
            where, at_import,
            _one_line(self.text[first:last]),
            _one_line(self.text[first:start] + replacement + self.text[end:last]),
        )  # fmt: skip

    def changes(self, node: ast.AST) -> Iterator[tuple[str, int, int, str]]:
        """The changes of one node: kind, what is replaced, and by what."""
        if isinstance(node, ast.Compare):
            yield from self.comparisons(node)
        elif isinstance(node, ast.BoolOp):
            yield from self.operands(node)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            start = self.start(node)
            yield "not", start, start + len("not "), ""
        elif isinstance(node, ast.Constant):
            yield from self.constants(node)
        elif isinstance(node, (ast.Tuple, ast.Set, ast.List, ast.Dict)):
            yield from self.items(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            other = {"any": "all", "all": "any"}.get(node.func.id)
            if other:
                yield "any or all", *self.span(node.func), other
        elif isinstance(node, ast.stmt):
            yield from self.statements(node)
        for condition in _conditions(node):
            if not _assigns(condition):
                yield "condition", *self.span(condition), "True"
                if not isinstance(node, ast.While):
                    yield "condition", *self.span(condition), "False"

    def comparisons(self, node: ast.Compare) -> Iterator[tuple[str, int, int, str]]:
        terms = [node.left, *node.comparators]
        for at, operator in enumerate(node.ops):
            start, end = self.between(terms[at], terms[at + 1], _COMPARISON)
            if type(operator) in _BOUNDARY:
                yield "boundary", start, end, _BOUNDARY[type(operator)]
            yield "comparison", start, end, _NEGATED[type(operator)]

    def operands(self, node: ast.BoolOp) -> Iterator[tuple[str, int, int, str]]:
        other = "or" if isinstance(node.op, ast.And) else "and"
        for one, following in zip(node.values, node.values[1:], strict=False):
            yield "and or or", *self.between(one, following, _BOOLEAN), other
        joint = " and " if isinstance(node.op, ast.And) else " or "
        for gone in node.values:
            if not _assigns(gone):
                rest = [self.enclosed(value) for value in node.values if value is not gone]
                text = joint.join(rest)
                yield "half", *self.span(node), f"({text})" if "\n" in text else text

    def constants(self, node: ast.Constant) -> Iterator[tuple[str, int, int, str]]:
        start, end = self.span(node)
        if isinstance(node.value, bool):
            yield "True or False", start, end, str(not node.value)
        elif isinstance(node.value, int):
            yield "number", start, end, str(node.value + 1)
            yield "number", start, end, str(node.value - 1)
        elif isinstance(node.value, str) and _NAME.fullmatch(node.value):
            quote = re.match(r"[a-zA-Z]*('''|\"\"\"|'|\")", self.text[start:end])
            if quote:
                yield "string", start + quote.end(), start + quote.end(), "~"

    def items(
        self, node: ast.Tuple | ast.Set | ast.List | ast.Dict
    ) -> Iterator[tuple[str, int, int, str]]:
        """One item less, where all of them are constants, or are found by constants."""
        if isinstance(node, ast.Dict):
            names: list[ast.expr | None] = list(node.keys)
            spans = [
                (self.start(key), self.end(value))
                for key, value in zip(node.keys, node.values, strict=True)
                if key is not None
            ]
        else:
            names = list(node.elts)
            spans = [self.span(one) for one in node.elts]
        if len(names) < 2 or not all(isinstance(name, ast.Constant) for name in names):
            return
        for at, (start, end) in enumerate(spans):
            if isinstance(node, ast.Tuple) and len(spans) == 2:
                comma = "" if self.text[spans[1][1] :].lstrip().startswith(",") else ","
                kept = self.text[slice(*spans[1 - at])]
                yield "item", spans[0][0], spans[1][1], kept + comma
            elif at + 1 < len(spans):
                yield "item", start, spans[at + 1][0], ""
            else:
                yield "item", spans[at - 1][1], end, ""

    def statements(self, node: ast.stmt) -> Iterator[tuple[str, int, int, str]]:
        """What a statement does is not done."""
        if isinstance(node, (ast.Return, ast.Continue, ast.Break, ast.Raise)):
            yield "statement", *self.span(node), "pass"
        elif isinstance(node, ast.Expr) and isinstance(node.value, (ast.Yield, ast.YieldFrom)):
            yield "statement", *self.span(node), "yield from ()"
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield "statement", *self.span(node), "pass"

    def enclosed(self, node: ast.expr) -> str:
        text = self.text[slice(*self.span(node))]
        return f"({text})" if isinstance(node, _LOOSE) or "\n" in text else text

    def between(self, one: ast.expr, following: ast.expr, word: re.Pattern[str]) -> tuple[int, int]:
        """The operator between two operands: the first that stands there outside of a comment."""
        start, end = self.end(one), self.start(following)
        gap = re.sub(r"#.*", lambda comment: " " * len(comment[0]), self.text[start:end])
        found = word.search(gap)
        assert found is not None, (self.path, gap)
        return start + found.start(), start + found.end()

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        return self.start(node), self.end(node)

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self.offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.offset(node.end_lineno, node.end_col_offset)

    def offset(self, line: int, column: int) -> int:
        """The offset of a place, in code points; `column` counts bytes."""
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())


def _visited(
    nodes: list[ast.stmt], where: str, *, at_import: bool
) -> Iterator[tuple[ast.AST, str, bool]]:
    """Every node that may be changed, with the function or class around it."""
    for node in nodes:
        yield from _with_inner(node, where, at_import=at_import)


def _with_inner(
    node: ast.AST, where: str, *, at_import: bool
) -> Iterator[tuple[ast.AST, str, bool]]:
    if _is_untried(node):
        return
    yield node, where, at_import
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        inside = f"{where}.{node.name}".lstrip(".")
        now = at_import and isinstance(node, ast.ClassDef)
        if isinstance(node, ast.FunctionDef):
            for default in [*node.args.defaults, *node.args.kw_defaults]:
                if default is not None:
                    yield from _with_inner(default, inside, at_import=at_import)
        yield from _visited(node.body, inside, at_import=now)
        return
    for child in ast.iter_child_nodes(node):
        if child is not getattr(node, "annotation", None):
            later = isinstance(node, ast.Lambda)
            yield from _with_inner(child, where, at_import=at_import and not later)


def _is_untried(node: ast.AST) -> bool:
    """Is it nothing that a test could tell: an import, a docstring, a type, a message?"""
    if isinstance(node, (ast.Import, ast.ImportFrom, ast.JoinedStr, ast.arguments)):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name):
        return node.test.id == "TYPE_CHECKING"
    names = [target.id for target in getattr(node, "targets", []) if isinstance(target, ast.Name)]
    return bool(_UNTRIED & {*names}) or names == ["TYPE_CHECKING"]


def _conditions(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        return [node.test]
    return node.ifs if isinstance(node, ast.comprehension) else []


def _assigns(node: ast.expr) -> bool:
    """Does it give a name to something, so that what comes after could not do without it?"""
    return any(isinstance(inner, ast.NamedExpr) for inner in ast.walk(node))


def _one_line(text: str) -> str:
    return " ".join(text.split())
