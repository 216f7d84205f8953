"""From a text to its tree, in the notation that the look has found."""

from __future__ import annotations

from asllint.source.text import YAML
from asllint.syntax.json import read_json
from asllint.syntax.node import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.hosts.look import Look


def parse(look: Look) -> Tree:
    """Read a text in JSON or YAML. Never raises.

    What functions of CloudFormation give is put in their place, but in a template, where its host
    does that.
    """
    if look.notation == YAML:
        from asllint.syntax.yaml.tree import parse_yaml

        tree = parse_yaml(look.text)
    else:
        root, problems = read_json(look.text)
        tree = Tree([root], problems)
    if look.may_hold_functions and not look.hosts:
        from asllint.hosts.intrinsics import resolve

        tree.roots = list(map(resolve, tree.roots))  # a template may take it in: one not seen here
    return tree
