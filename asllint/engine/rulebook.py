"""Find, load and select rules: the built-in pack, and folders of the user's own rules.

Both are loaded in the same way: every rule file by Python's own source loader, so that byte code
caches, tracebacks and debuggers work as always. Python's search along a path of category folders
would find the same files and take twice the time.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import SourceFileLoader
from types import ModuleType

from asllint.engine.rules import Rule, RuleError
from asllint.source.suggest import hint, listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

INTERNAL_ERROR = "internal-error"
"""The id of the one diagnostic that no rule reports: a rule has crashed."""


PAGES = "https://github.com/asllint/asllint/blob/main/rules/"
"""Where the pages of the built-in rules can be read."""


def builtin_pack() -> str:
    """The folder of the built-in rules: inside the package when installed, else the checkout's."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(here, "rules")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(here), "rules")


def page_address(rule: Rule) -> str | None:
    """Where a rule's page can be read by everybody; None for a rule of the user's own."""
    pack = os.path.join(builtin_pack(), "")
    if not rule.page.startswith(pack):
        return None
    return PAGES + rule.page.removeprefix(pack).replace(os.sep, "/")


def page_text(rule: Rule) -> str | None:
    """What a rule's page says; None where there is none: a rule of the user's own needs no page.

    Flowcharts are left out: they are for places that draw them.
    """
    if not os.path.isfile(rule.page):
        return None
    with open(rule.page, encoding="utf-8", errors="replace") as page:
        return without_flowcharts(page.read())


def without_flowcharts(page: str) -> str:
    """The text of a page without its flowcharts."""
    before, *rest = page.split("```mermaid\n")
    return before + "".join(part.partition("\n```\n\n")[2] for part in rest)


def former_names(rules: Iterable[Rule], present: Container[str]) -> dict[str, tuple[str, ...]]:
    """By each former name of some rules the ids of those that it stands for now.

    A name that a rule or a category bears at present (one of `present`) means that one alone.
    """
    found: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        for name in dict.fromkeys(rule.formerly):
            if name not in present:
                found[name] = (*found.get(name, ()), rule.id)
    return found


def present_levels(
    severities: Mapping[str, str], former: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """Severities by the present ids of rules. What is said of a present id comes first."""
    levels = {id_: severities[name] for name in severities for id_ in former.get(name, ())}
    return levels | {name: level for name, level in severities.items() if name not in former}


class Rulebook:
    """The rules that are known, by id, and the categories they come in."""

    __slots__ = ("categories", "former", "rules")

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules: dict[str, Rule] = {}
        for rule in rules:
            other = self.rules.setdefault(rule.id, rule)
            if other is not rule:
                raise RuleError(f'two rules are called "{rule.id}": {other.path} and {rule.path}')
        self.categories = sorted({rule.category for rule in self.rules.values()})
        for rule in self.rules.values():
            for name in rule.formerly:
                self._check_former_name(name, rule)
        self.former = former_names(self.rules.values(), {*self.names})
        """By each former name the ids of the rules that it stands for."""

    @property
    def names(self) -> list[str]:
        """The rules and categories that a directive or an option can name, former names aside."""
        return [*self.rules, *self.categories]

    def _check_former_name(self, name: str, rule: Rule) -> None:
        """Raise `RuleError` where a former name is that of something that exists.

        A rule or category of the user's own may bear the name that a built-in rule once had: the
        name was free for whoever looked, and means theirs.
        """
        bearers = [other for other in self.rules.values() if name in (other.id, other.category)]
        if bearers and (page_address(rule) is None or any(map(page_address, bearers))):
            what = "rule" if name in self.rules else "category"
            raise RuleError(
                f'"{name}" can not be a former name of the rule "{rule.id}": there is a {what} of '
                f"that name ({rule.path})"
            )

    def formerly(self, rule: Rule) -> list[str]:
        """The former names by which a rule can still be called, those of few rules first."""
        names = [name for name in dict.fromkeys(rule.formerly) if name in self.former]
        return sorted(names, key=lambda name: len(self.former[name]))

    def present(self, names: Iterable[str]) -> set[str]:
        """Names of rules and categories, with present ids in the place of former ones."""
        return {present for name in names for present in self.former.get(name, (name,))}

    def check_names(self, names: Iterable[str], place: str) -> None:
        """Raise `RuleError` for the first name that neither a rule nor a category has."""
        for name in names:
            if not (name in self.rules or name in self.categories or name in self.former):
                raise RuleError(f'{place}: there is no rule "{name}"{self.suggestion(name)}')

    def suggestion(self, name: str) -> str:
        """The end of a message about an unknown rule."""
        near = hint(name, self.names)
        return near or f"; categories are {listed(self.categories)}, and `asllint rules` lists all"

    def select(
        self, select: Iterable[str] = (), ignore: Iterable[str] = (), asked: Iterable[str] = ()
    ) -> list[Rule]:
        """The rules that `select` names (all when it is empty) without those `ignore` names.

        A rule that is off by default needs its own name in `select`, or in `asked`: the rules for
        which a severity is set.
        """
        wanted, unwanted, on = map(self.present, (select, ignore, asked))
        return [
            rule
            for rule in self.rules.values()
            if not unwanted & {rule.id, rule.category}
            and (
                rule.id in wanted
                or ((rule.default or rule.id in on) and (not wanted or rule.category in wanted))
            )
        ]


_packs: dict[str, list[Rule]] = {}


def load_rulebook(folders: Iterable[str] = ()) -> Rulebook:
    """The built-in pack together with the user's own rule folders. Raises `RuleError`."""
    rules = list(_load(builtin_pack(), "asllint.rules"))
    for folder in folders:
        path = os.path.abspath(folder)
        rules += _load(path, f"asllint_rules_{abs(hash(path)):x}")
    return Rulebook(rules)


def _load(folder: str, name: str) -> list[Rule]:
    """All rules of a pack, in the order of their categories and names."""
    if folder in _packs:
        return _packs[folder]
    places = _rule_files(folder)
    if not places and folder == builtin_pack():
        raise RuleError(f'there are no built-in rules in "{folder}": install asllint anew')
    before = sys.dont_write_bytecode
    # A folder of the user's own is not ours to put byte code into.
    sys.dont_write_bytecode = before or folder != builtin_pack()
    try:
        rules = [_load_rule(f"{name}.{module}", place) for place, module in places]
    finally:
        sys.dont_write_bytecode = before
    _packs[folder] = rules
    return rules


def _rule_files(folder: str) -> list[tuple[str, str]]:
    """Folder and module name of each rule: the pack's own folder and its category folders.

    Raises `RuleError` for byte code without its source, which would be a rule that never runs.
    """
    found: list[tuple[str, str]] = []
    try:
        inner = sorted(
            entry.path
            for entry in os.scandir(folder)
            if entry.is_dir() and not entry.name.startswith((".", "_"))
        )
        for place in [folder, *inner]:
            files = sorted(file for file in os.listdir(place) if not file.startswith("_"))
            found += [(place, file[: -len(".py")]) for file in files if file.endswith(".py")]
            for file in files:
                if file.endswith(".pyc") and file[: -len("c")] not in files:
                    raise _without_source(os.path.join(place, file))
        if not found:  # byte code beside rules may be a rest of some that are gone
            for place in [folder, *inner]:
                for cached in _byte_code(os.path.join(place, "__pycache__")):
                    raise _without_source(cached)
    except OSError as error:
        raise RuleError(f'can not read the rule folder "{folder}": {error.strerror}') from None
    return found


def _byte_code(folder: str) -> list[str]:
    if not os.path.isdir(folder):
        return []
    return [os.path.join(folder, file) for file in os.listdir(folder) if file.endswith(".pyc")]


def _without_source(file: str) -> RuleError:
    return RuleError(f'"{file}" is byte code without its source, and rules are .py files')


def _load_rule(name: str, place: str) -> Rule:
    path = os.path.join(place, name.rpartition(".")[2] + ".py")
    module = ModuleType(name)
    module.__file__ = path
    sys.modules[name] = module
    try:
        SourceFileLoader(name, path).exec_module(module)
    except RuleError as error:
        raise RuleError(f"{path}: {error}") from None
    except (Exception, SystemExit) as error:
        raise RuleError(f"{path}: {type(error).__name__}: {error}") from error
    rules = [thing for thing in vars(module).values() if isinstance(thing, Rule)]
    wanted = name.rpartition(".")[2].replace("_", "-")
    if len(rules) != 1 or rules[0].id != wanted:
        raise RuleError(
            f'{path}: a rule file holds one rule, named like the file: "{wanted.replace("-", "_")}"'
        )
    return rules[0]
