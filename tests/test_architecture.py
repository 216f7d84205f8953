"""The layers: a package may import only from those to its left (ARCHITECTURE.md explains them)."""

from __future__ import annotations

import ast
import graphlib
import re
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "asllint"

LAYERS = (
    "source", "syntax", "tables", "language", "expressions", "data", "hosts", "facts", "policy",
    "engine", "rule", "workspace", "library", "reporters", "authoring", "ide", "graph", "lsp",
    "commands", "cli", "scaffold", "__main__",
)  # fmt: skip
"""Packages, and the few modules beside them that are doors."""

HEAVY = {
    "networkx": {"facts/flow.py"},
    "ruamel": {"syntax/yaml/events.py"},
    "yaml": {"syntax/yaml/events.py"},
    "jsonata": {"expressions/jsonata/reader.py"},
    "jsonschema": {"workspace/settings.py", "workspace/schemas.py"},
    "referencing": {"workspace/schemas.py"},
    "pygls": {
        "lsp/connection.py",
        "lsp/documents.py",
        "lsp/features/navigation.py",
        "lsp/server.py",
    },
    "lsprotocol": {
        "lsp/connection.py",
        "lsp/convert.py",
        "lsp/diagnostics.py",
        "lsp/documents.py",
        "lsp/features/actions.py",
        "lsp/features/diagnostics.py",
        "lsp/features/graph.py",
        "lsp/features/help.py",
        "lsp/features/navigation.py",
        "lsp/features/shape.py",
        "lsp/features/workspace.py",
        "lsp/questions.py",
        "lsp/server.py",
    },
    "pathspec": {"workspace/gitignore.py"},
    "tree_sitter": {"syntax/hcl.py"},
    "tree_sitter_hcl": {"syntax/hcl.py"},
    "tqdm": {"commands/progress.py"},
    "shtab": {"commands/shells.py"},
    "platformdirs": {"workspace/cache.py"},
}
"""The only modules that know a third-party package, each importing it inside a function."""

OVERRIDES = "lsp/connection.py"
"""The only module that knows what is private in pygls."""

MODULES = sorted(PACKAGE.rglob("*.py"))
RULES = sorted((ROOT / "rules").rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def layer_of(module: str) -> int:
    """The layer of a dotted name such as `asllint.facts.flow`."""
    parts = module.split(".")
    if len(parts) == 1:
        return 0  # the package itself holds the version, and imports nothing at run time
    assert parts[1] in LAYERS, f"{module}: add {parts[1]} to the layers, and to ARCHITECTURE.md"
    return LAYERS.index(parts[1])


@cache
def parsed(path: Path) -> ast.Module:
    """A module's syntax tree, which several tests look at."""
    return ast.parse(path.read_text())


def imports(tree: ast.AST) -> list[tuple[str, int]]:
    """Every import in a file, inside functions and `TYPE_CHECKING` blocks too, with its line."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            module = node.module or ""
            if module == "asllint":
                found += [
                    (f"asllint.{alias.name}" if alias.name in LAYERS else "asllint", node.lineno)
                    for alias in node.names
                ]
            else:
                found.append((module, node.lineno))
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_layers_to_its_left(path: Path) -> None:
    if path.name == "__init__.py" and path.parent == PACKAGE:
        return  # the public names, each imported when first used
    own = layer_of("asllint." + name_of(path).removesuffix(".py").replace("/", "."))
    for module, line in imports(parsed(path)):
        if module.split(".")[0] == "asllint":
            assert layer_of(module) <= own, f"{path}:{line} imports {module}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports that only happen in functions, or for types, are left out: they can not hang."""
    names = {
        "asllint." + name_of(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        for path in MODULES
    }
    wanted = {}
    for path in MODULES:
        tree = parsed(path)
        own = "asllint." + name_of(path).removesuffix(".py").replace("/", ".")
        wanted[own.removesuffix(".__init__")] = {
            name
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            for name in (node.module or "", f"{node.module}.{alias.name}")
            if name in names
        }
    order = graphlib.TopologicalSorter(wanted)
    order.prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_third_party_packages_stay_behind_their_doors(path: Path) -> None:
    tree = parsed(path)
    at_module_level = {line for node in tree.body for _, line in imports(node)} - {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for _, line in imports(node)
    }
    for module, line in imports(tree):
        package = module.split(".")[0]
        if package == "asllint" or package in sys.stdlib_module_names:
            continue
        assert name_of(path) in HEAVY.get(package, set()), f"{path}:{line} imports {package}"
        door = name_of(path).startswith("lsp/")  # nobody imports the server but the command for it
        assert door or line not in at_module_level or in_type_checking(tree, line), (
            f"{path}:{line}: import {package} inside the function that needs it"
        )


def private_names(tree: ast.AST) -> set[str]:
    """The private names that a module defines in classes, or asks objects for."""
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    defined = {
        node.name
        for outer in ast.walk(tree)
        if isinstance(outer, ast.ClassDef)
        for node in outer.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return {name for name in used | defined if re.match("_[^_]", name)}


def test_what_is_private_in_pygls_is_known_in_one_place() -> None:
    import pygls

    folder = Path(pygls.__file__ or "").parent
    theirs = {name for path in folder.rglob("*.py") for name in private_names(parsed(path))}
    found = {
        name_of(path): common
        for path in MODULES
        if name_of(path).startswith("lsp/") and (common := private_names(parsed(path)) & theirs)
    }
    assert found == {
        OVERRIDES: {
            "_handle_notification", "_request_futures", "_send_response", "_workspace",
        }
    }  # fmt: skip


def in_type_checking(tree: ast.Module, line: int) -> bool:
    return any(
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
        and node.lineno <= line <= (node.end_lineno or 0)
        for node in tree.body
    )


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_imports_its_door_and_the_standard_library_only(path: Path) -> None:
    for module, line in imports(parsed(path)):
        allowed = module == "asllint.rule" or module.split(".")[0] in sys.stdlib_module_names
        assert allowed, f"{path}:{line} imports {module}"


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_says_what_a_fix_does_and_writes_no_text_itself(path: Path) -> None:
    calls = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
    written = [call.lineno for call in calls if ast.unparse(call.func) == "Edit"]
    assert not written, f"{path}:{written}: name an intention of `asllint.rule.edits`"


def test_the_engine_knows_no_rule() -> None:
    ids = {path.stem.replace("_", "-") for path in RULES}
    # Readers name the kinds of their problems and mistakes; a rule of that name hands them on.
    kinds = {
        name
        for path in RULES
        for name in [path.stem.replace("_", "-")]
        if re.search(rf'\.(problems_of|findings)\("{name}"[,)]', path.read_text())
    }
    assert {"trailing-comma", "malformed-path"} <= kinds
    assert "unreachable-state" not in kinds
    for path in MODULES:
        named = {
            node.value
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert not named & (ids - kinds), f"{path} knows {named & (ids - kinds)}"


WALKS = {
    "syntax/walk.py",
    "syntax/reread.py",  # moves keys, too, and is what every key stroke pays for
    "facts/expressions/sites.py",  # an alias is evaluated wherever it stands
    "syntax/yaml/tree.py",  # looks at keys, too, while the tree is being read
}
"""Where a loop may go through the values of objects and arrays with a list of what is pending."""


def test_a_tree_is_walked_in_one_place() -> None:
    for path in (*MODULES, *RULES):
        for loop in ast.walk(parsed(path)):
            if isinstance(loop, ast.While) and isinstance(loop.test, ast.Name):
                own = path.is_relative_to(PACKAGE) and name_of(path) in WALKS
                assert own or not is_walk(loop), f"{path}:{loop.lineno}: use syntax/walk.py"


def is_walk(loop: ast.While) -> bool:
    """Does a loop take values from a list, and put those in `.pairs` or `.items` there?"""
    called = {id(one.func) for one in ast.walk(loop) if isinstance(one, ast.Call)}
    return any(
        isinstance(one, ast.Attribute) and one.attr in ("pairs", "items") and id(one) not in called
        for one in ast.walk(loop)
    )


def test_one_public_class_has_one_name() -> None:
    """A word that stands for two things has to be read twice."""
    homes: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(name_of(path))
    shared = {name: paths for name, paths in homes.items() if len(paths) > 1}
    assert shared == {}
