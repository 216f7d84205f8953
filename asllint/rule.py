"""The rule author's door: `@rule`, and everything a rule may use. Rules import nothing else.

A rule is a generator function. The annotation of its first parameter says what it visits, further
parameters are facts that the engine supplies, its docstring is its summary, its folder is its
category, and its name with hyphens is its id. See `CONTRIBUTING.md`.
"""

from __future__ import annotations

from asllint.engine.analysis import Analysis
from asllint.engine.directives import Directives
from asllint.engine.rules import Findings, Rule, rule
from asllint.expressions.path import Path
from asllint.facts import idempotency, integrations, limits
from asllint.facts.arguments import Arguments, Handed, Stray, Value, is_computed
from asllint.facts.callees import refusals
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
from asllint.facts.dataflow.flow import DataFlow, Passage
from asllint.facts.expressions import Expressions, Site
from asllint.facts.fact import Ask, fact
from asllint.facts.flow import FlowGraph, arrows
from asllint.facts.idempotency import GivenToken, items_around, repeating, runs_once, token_of
from asllint.facts.implied import implied
from asllint.facts.integrations import Integrations, ServiceTask, Task
from asllint.facts.layout import Layout
from asllint.facts.loops.loop import unchanging_loops
from asllint.facts.loops.verdicts import Verdicts
from asllint.facts.names import StateNames, state_named
from asllint.facts.parts import Part
from asllint.facts.placeholders import Placeholders
from asllint.facts.quoting import in_object, is_quoted, severity_of_text
from asllint.facts.reads import reads_input
from asllint.facts.shapes import Shapes
from asllint.facts.texts import Texts
from asllint.facts.transaction import Rollback, Transaction
from asllint.facts.updates import Update, updates_in
from asllint.facts.variables import Read, Scope, Variables
from asllint.hosts.definition import Definition
from asllint.hosts.use import Use
from asllint.language import grammar
from asllint.language.grammar import JSONATA, JSONPATH
from asllint.language.machine import (
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
from asllint.source.finding import (
    ERROR,
    INFO,
    WARNING,
    Edit,
    Finding,
    Fix,
    Intention,
    Related,
    Severity,
)
from asllint.source.suggest import hint, is_misspelling, listed, nearest
from asllint.source.text import Span
from asllint.syntax import edits
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
from asllint.syntax.walk import children, descend, walk
from asllint.tables import errors, services

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.tables.services.tables import Action, ApiType, Member, Service
else:
    # For annotations alone: the tables are imported when a Task needs them.
    Action, ApiType, Member, Service = "Action", "ApiType", "Member", "Service"

Shape = ApiType
"""What rules written earlier call it."""

__all__ = [
    "ERROR", "EXPRESS", "INFO", "JSONATA", "JSONPATH", "STANDARD", "WARNING", "Absence", "Action",
    "Analysis", "ApiType", "Arguments", "Ask", "Catcher", "ChoiceRule", "Conflict", "Conformance",
    "DataFlow", "Definition", "Directives", "Edit", "Expressions", "Finding", "Findings", "Fix",
    "FlowGraph", "GivenToken", "Handed", "Handler", "Hole", "Integrations", "Intention", "Layout",
    "Mapping", "Member", "Misfit", "Node", "Pair", "Part", "Passage", "Path", "Placeholders",
    "Read", "Related", "Retrier", "Rollback", "Rule", "Scalar", "Scope", "Sequence", "Service",
    "ServiceTask", "Severity", "Shape", "Shapes", "Site", "Span", "State", "StateMachine",
    "StateNames", "Stray", "Task", "Texts", "Transaction", "Transition", "Update", "Use", "Value",
    "Variables", "Verdicts", "arrows", "children", "constant_condition_of", "descend", "edits",
    "errors", "exhaustive", "fact", "grammar", "has_placeholder", "hint", "idempotency", "implied",
    "in_object", "integrations", "is_computed", "is_misspelling", "is_quoted", "is_timestamp",
    "items_around", "limits", "listed", "names_twin", "nearest", "number_of", "operators_of",
    "reads_input", "refusals", "repeating", "rule", "runs_once", "same", "services",
    "severity_of_text", "state_named", "string_of", "test_of", "token_of", "unchanging_loops",
    "updates_in", "walk",
]  # fmt: skip
