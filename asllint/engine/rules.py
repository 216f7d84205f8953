"""What a rule is: the function that checks, what it visits, and what it wants to know.

Authors of rules import all this from `asllint.rule`.
"""

from __future__ import annotations

import os
import re
import sys

from asllint.engine.analysis import Analysis
from asllint.engine.directives import Directives
from asllint.engine.visits import subjects_at
from asllint.facts.fact import Ask, subject_of
from asllint.facts.integrations import ServiceTask, Task
from asllint.hosts.definition import Definition
from asllint.hosts.use import Use
from asllint.language.grammar import STATES
from asllint.language.machine import (
    Catcher,
    ChoiceRule,
    Retrier,
    State,
    StateMachine,
    Transition,
)
from asllint.source.finding import Severity
from asllint.source.suggest import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeAlias

    from asllint.source.finding import Finding

    Findings: TypeAlias = Iterator[Finding]
    Check: TypeAlias = Callable[..., Iterator[Finding]]
else:
    Findings = "Findings"

VISITED = (
    Analysis, Definition, StateMachine, State, Task, ServiceTask, Transition, ChoiceRule, Retrier,
    Catcher, Use, Directives,
)  # fmt: skip
"""What a rule can visit, by the annotation of its first parameter."""
_GENERATOR = 0x20
"""The flag of a code object that belongs to a generator function (`inspect.CO_GENERATOR`)."""


class RuleError(Exception):
    """A rule that can not be loaded; the text is one line that says why."""


class Rule:
    """One rule: what it is called, what it visits, and the function that checks."""

    __slots__ = (
        "aws_code", "category", "check", "default", "facts", "formerly", "id", "path", "severity",
        "since", "states", "summary", "tag", "visits",
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
        formerly: tuple[str, ...],
        states: tuple[str, ...],
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
        self.formerly = formerly
        """The ids that it had, or those of the rules whose place it has taken."""
        self.summary = " ".join((check.__doc__ or "").split())
        if not self.summary:
            raise RuleError(f'the rule "{self.id}" has no docstring: its first line is the summary')
        if not isinstance(severity, Severity):
            raise RuleError(f'the severity of the rule "{self.id}" must be ERROR, WARNING or INFO')
        if not check.__code__.co_flags & _GENERATOR:
            raise RuleError(f'the rule "{self.id}" is no generator: it must yield its findings')
        if formerly:
            self._check_former_names()
        self.visits, self.facts = self._signature()
        self.states = states
        """The types of the states that it visits, if not all."""
        if states:
            self._check_states()

    def _check_states(self) -> None:
        """Raise `RuleError` for types that no state has, and where no states are visited."""
        if not isinstance(self.states, tuple) or not all(one in STATES for one in self.states):
            types = listed(sorted(STATES), "or")
            raise RuleError(f'`states` of the rule "{self.id}" must be a tuple of {types}')
        if self.visits is not State:
            raise RuleError(
                f'the rule "{self.id}" visits {self.visits.__name__}: only one that '
                "visits State has `states`"
            )

    def _check_former_names(self) -> None:
        """Raise `RuleError` for what can not have been the id of a rule."""
        if not isinstance(self.formerly, tuple):
            raise RuleError(f'the former names of the rule "{self.id}" must be a tuple')
        for name in self.formerly:
            if not (isinstance(name, str) and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name)):
                raise RuleError(
                    f'"{name}" can not be a former name of the rule "{self.id}": ids are words in '
                    "lower case with hyphens"
                )

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
            self._check_fact(name, kind, types[0])
        return types[0], tuple(types[1:])

    def _check_fact(self, name: str, kind: Any, visited: type) -> None:
        """Raise `RuleError` where a parameter is no fact, or one that can not be had there."""
        about = subject_of(kind)
        if about is None and kind is not Ask:
            raise RuleError(f'the parameter "{name}" of the rule "{self.id}" is no fact')
        if visited is Directives:
            raise RuleError(f'the rule "{self.id}" visits Directives, and gets nothing beside them')
        if about is not None and about not in subjects_at(visited):
            raise RuleError(
                f'the parameter "{name}" of the rule "{self.id}" is about {about.__name__}, and '
                f"there is none around {visited.__name__}"
            )

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
    formerly: tuple[str, ...] = (),
    states: tuple[str, ...] = (),
) -> Callable[[Check], Rule]:
    """Make a rule of a generator function.

    `aws` is the code AWS refuses the definition with; `tag` says how editors show what is found:
    `unnecessary` or `deprecated`. A rule with `default=False` only runs when it is asked for.
    `formerly` are the ids that it had, or those of the rules whose place it takes: they go on to
    mean it in settings, options, directives and baselines, and several rules can share one.
    `states` are the types of the states that it visits, all of them without it.
    `local` was a promise that nobody needs any more, and says nothing.
    """

    def decorate(check: Check) -> Rule:
        return Rule(
            check,
            severity=severity,
            aws_code=aws,
            since=since,
            tag=tag,
            default=default,
            formerly=formerly,
            states=states,
        )

    return decorate
