"""A first look at a text, which every file pays for: how it is written, and what may be in it.

The look knows the marks of all hosts and imports none. Whoever reads a text looks at it once.
"""

from __future__ import annotations

import re

from asllint.hosts import states
from asllint.hosts.use import (
    CLOUDFORMATION,
    RESOURCE,
    SERVERLESS,
    SERVERLESS_RESOURCE,
    TERRAFORM,
    TERRAFORM_RESOURCE,
)
from asllint.source.text import HCL, JSON, YAML

STDIN = "-"
"""The path of standard input."""

_TERRAFORM = (".tf", ".tofu", ".tf.json")
_PROGRAMS = ("serverless.ts", "serverless.js", "serverless.mjs", "serverless.cjs")
_TERRAFORM_MARKS = (
    "StartAt", TERRAFORM_RESOURCE, "step-functions", "step_functions", ".asl", "statemachine",
)  # fmt: skip
_BLOCK = f'resource "{TERRAFORM_RESOURCE}"'
_FUNCTIONS = ("Fn::", '"Ref"', "Ref:")
"""Marks of the functions of CloudFormation."""

_TAG = r"!(?<![^\s,\[{]!)[A-Za-z]"
"""A tag of YAML."""


class Look:
    """What a text looks like."""

    __slots__ = ("_functions", "hosts", "is_program", "notation", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.hosts = _hosts(path, text)
        """The hosts that may find a state machine in it: there are some in a template."""
        self.notation = _notation(path, text, self.hosts)
        """`JSON`, `YAML` or `HCL`."""
        self.is_program = _is_program(path, text)
        """Is it a service of Serverless that is written as a program, and has state machines?"""
        self._functions: bool | None = None

    @property
    def is_expected(self) -> bool:
        """Must it hold a definition, by its name or because it was handed over as one?"""
        return states.is_named_so(self.path) or (self.path == STDIN and not self.hosts)

    def may_be_ours(self, *, named: bool = False) -> bool:
        """Could a definition be in it, if nobody refers to it?

        Where the user has `named` it, something that resembles one counts, too.
        """
        if self.hosts or self.is_program or states.is_named_so(self.path):
            return True
        looks_so = states.may_resemble_definition if named else states.may_hold_definition
        return looks_so(self.text)

    @property
    def may_hold_functions(self) -> bool:
        """May there be functions of CloudFormation?"""
        if self._functions is None:
            tags = self.notation == YAML and "!" in self.text
            self._functions = (tags and re.search(_TAG, self.text) is not None) or any(
                mark in self.text for mark in _FUNCTIONS
            )
        return self._functions


def _hosts(path: str, text: str) -> tuple[str, ...]:
    """The hosts that may find a state machine in a text, by a quick look at it."""
    if path.lower().endswith(_TERRAFORM) or (path == STDIN and _BLOCK in text):
        return (TERRAFORM,) if any(mark in text for mark in _TERRAFORM_MARKS) else ()
    hosts: tuple[str, ...] = ()
    if "::StateMachine" in text and (RESOURCE in text or SERVERLESS_RESOURCE in text):
        hosts += (CLOUDFORMATION,)
    if "stepFunctions" in text and ("stepFunctions:" in text or '"stepFunctions"' in text):
        hosts += (SERVERLESS,)
    return hosts


def _notation(path: str, text: str, hosts: tuple[str, ...]) -> str:
    """How a text is written; standard input tells it by its look."""
    lower = path.lower()
    if lower.endswith((".yaml", ".yml")):
        return YAML
    if lower.endswith((".tf", ".tofu")):
        return HCL
    if lower.endswith(".template"):
        return JSON if text.lstrip("\ufeff \t\r\n").startswith("{") else YAML
    if path != STDIN:
        return JSON
    first = text.lstrip("\ufeff \t\r\n")[:1]
    if first in ("{", "[", '"', "“", "'", "<", ""):
        return JSON
    if _BLOCK in text:
        return HCL
    return YAML if "StartAt:" in text or hosts else JSON


def _is_program(path: str, text: str) -> bool:
    named = path.lower().endswith(_PROGRAMS)
    return named and "stepFunctions" in text and "stateMachines" in text
