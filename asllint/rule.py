"""The rule author's door: `@rule`, and everything a rule may use. Rules import nothing else.

A rule is a generator function. The annotation of its first parameter says what it visits, further
parameters are facts that the engine supplies, its docstring is its summary, its folder is its
category, and its name with hyphens is its id. See `CONTRIBUTING.md`.
"""

from __future__ import annotations

import os
import sys

from asllint import grammar
from asllint.analysis import Analysis
from asllint.data import errors, services
from asllint.expressions.path import Path
from asllint.facts import integrations
from asllint.facts.arguments import Arguments, Handed, Stray, Value, is_computed
from asllint.facts.choices import constant_condition_of, exhaustive, test_of
from asllint.facts.conformance import (
    Absence,
    Conflict,
    Conformance,
    Misfit,
    is_timestamp,
    names_twin,
    operators_of,
)
from asllint.facts.expressions import Expressions, Site
from asllint.facts.flow import FlowGraph, arrows
from asllint.facts.integrations import Integrations, Task
from asllint.facts.layout import Layout
from asllint.facts.names import StateNames
from asllint.facts.parts import Part
from asllint.facts.placeholders import Placeholders
from asllint.facts.quoting import in_object, is_quoted, severity_of_text
from asllint.facts.shapes import Shapes
from asllint.facts.texts import Texts
from asllint.facts.variables import Read, Scope, Variables
from asllint.finding import ERROR, INFO, WARNING, Edit, Finding, Fix, Related, Severity
from asllint.grammar import JSONATA, JSONPATH
from asllint.hosts.definition import Definition
from asllint.hosts.use import Use
from asllint.ignore import Directives
from asllint.machine import (
    EXPRESS,
    STANDARD,
    Catcher,
    ChoiceRule,
    Handler,
    Retrier,
    State,
    StateMachine,
    Transition,
)
from asllint.suggest import hint, is_misspelling, listed, nearest
from asllint.syntax.node import (
    Hole,
    Mapping,
    Node,
    Pair,
    Scalar,
    Sequence,
    has_placeholder,
    number_of,
    same,
    string_of,
)
from asllint.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeAlias

    from asllint.data.services.tables import Action, Member, Service, Shape

    Findings: TypeAlias = Iterator[Finding]
    Check: TypeAlias = Callable[..., Iterator[Finding]]
else:
    Findings = "Findings"
    # For annotations alone: the tables are imported when a Task needs them.
    Action, Member, Service, Shape = "Action", "Member", "Service", "Shape"

__all__ = [
    "ERROR", "EXPRESS", "INFO", "JSONATA", "JSONPATH", "STANDARD", "WARNING", "Absence", "Action",
    "Analysis", "Arguments", "Catcher", "ChoiceRule", "Conflict", "Conformance", "Definition",
    "Directives", "Edit", "Expressions", "Finding", "Findings", "Fix", "FlowGraph", "Handed",
    "Handler", "Hole", "Integrations", "Layout", "Mapping", "Member", "Misfit", "Node", "Pair",
    "Part", "Path", "Placeholders", "Read", "Related", "Retrier", "Rule", "Scalar", "Scope",
    "Sequence", "Service", "Severity", "Shape", "Shapes", "Site", "Span", "State", "StateMachine",
    "StateNames", "Stray", "Task", "Texts", "Transition", "Use", "Value", "Variables", "arrows",
    "constant_condition_of", "errors", "exhaustive", "grammar", "has_placeholder", "hint",
    "in_object", "integrations", "is_computed", "is_misspelling", "is_quoted", "is_timestamp",
    "listed", "names_twin", "nearest", "number_of", "operators_of", "rule", "same", "services",
    "severity_of_text", "string_of", "test_of",
]  # fmt: skip

VISITED = (
    Analysis, Definition, StateMachine, State, Task, Transition, ChoiceRule, Retrier, Catcher, Use,
    Directives,
)  # fmt: skip
"""What a rule can visit, by the annotation of its first parameter."""
LOCAL = (StateMachine, State, Task, ChoiceRule, Retrier, Catcher)
"""What a local rule can visit."""


class RuleError(Exception):
    """A rule that can not be loaded; the text is one line that says why."""


class Rule:
    """One rule: what it is called, what it visits, and the function that checks."""

    __slots__ = (
        "aws_code", "category", "check", "default", "facts", "id", "local", "path",
        "severity", "since", "summary", "tag", "visits",
    )  # fmt: skip

    def __init__(
        self,
        check: Check,
        *,
        severity: Severity,
        aws_code: str | None,
        since: str,
        tag: str,
        default: bool,
        local: bool,
    ) -> None:
        self.check = check
        self.id = check.__name__.replace("_", "-")
        self.path = check.__code__.co_filename
        self.category = os.path.basename(os.path.dirname(self.path))
        self.severity = severity
        self.aws_code = aws_code
        """The code with which AWS refuses what the rule reports; None: AWS accepts it."""
        self.since = since
        self.tag = tag
        """How editors show it: `unnecessary` (dimmed), `deprecated` (struck out), or empty."""
        self.default = default
        """Does it run without being asked for? Otherwise `select` or `severity` has to name it."""
        self.local = local
        """Is it silent about a state, or a machine, for as long as that stays the same?"""
        self.summary = " ".join((check.__doc__ or "").split())
        if not self.summary:
            raise RuleError(f'the rule "{self.id}" has no docstring: its first line is the summary')
        self.visits, self.facts = self._signature()
        if local and self.visits not in LOCAL:
            visited = listed([kind.__name__ for kind in LOCAL], "or")
            raise RuleError(f'the rule "{self.id}" is local, and so must visit {visited}')

    def _signature(self) -> tuple[type, tuple[type[Any], ...]]:
        """What the parameters' annotations ask for."""
        code = self.check.__code__
        names = code.co_varnames[: code.co_argcount]
        module = vars(sys.modules[self.check.__module__])
        types: list[Any] = []
        for name in names:
            annotation = self.check.__annotations__.get(name)
            if isinstance(annotation, str):  # from __future__ import annotations
                annotation = module.get(annotation, annotation)
            types.append(annotation)
        if not types or types[0] not in VISITED:
            visited = listed([kind.__name__ for kind in VISITED], "or")
            raise RuleError(
                f'the first parameter of the rule "{self.id}" must be annotated with {visited}'
            )
        for name, kind in zip(names[1:], types[1:], strict=True):
            if not hasattr(kind, "subject"):
                raise RuleError(f'the parameter "{name}" of the rule "{self.id}" is no fact')
        return types[0], tuple(types[1:])

    @property
    def page(self) -> str:
        """The path of the rule's page."""
        return self.path[: -len(".py")] + ".md"

    def __repr__(self) -> str:
        return f"Rule({self.id!r})"


def rule(
    *,
    severity: Severity,
    aws: str | None = None,
    since: str = "",
    tag: str = "",
    default: bool = True,
    local: bool = False,
) -> Callable[[Check], Rule]:
    """Make a rule of a generator function.

    `aws` is the code AWS refuses the definition with; `tag` says how editors show what is found:
    `unnecessary` or `deprecated`. A rule with `default=False` only runs when it is asked for. One
    that is `local` finds nothing new in a state (or machine) that stays the same, whatever happens
    around it: while somebody types it only looks at what has changed.
    """

    def decorate(check: Check) -> Rule:
        return Rule(
            check,
            severity=severity,
            aws_code=aws,
            since=since,
            tag=tag,
            default=default,
            local=local,
        )

    return decorate
