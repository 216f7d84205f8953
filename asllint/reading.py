"""From a text to an `Analysis`: which notation, which host, which definitions.

A file is a definition itself, or a template around some, or a file that a template refers to. A
definition that stands in a template as a text is read as a text of its own (`Analysis.embedded`).
"""

from __future__ import annotations

import re

from asllint.analysis import Analysis
from asllint.hosts import states, templates
from asllint.hosts.definition import Definition
from asllint.hosts.use import DEFINITION, TERRAFORM, TERRAFORM_RESOURCE, Use, unlooked
from asllint.machine import STANDARD
from asllint.syntax.json import read_json
from asllint.syntax.node import Hole, Mapping, Node, Problem, Sequence
from asllint.text import HCL, Shift, SourceFile, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence as AnySequence

    from asllint.hosts.use import Lookup
    from asllint.syntax.embedded import Embedded

STDIN = "-"
_FUNCTIONS = ("Fn::", '"Ref"', "Ref:")
"""Marks of the functions of CloudFormation."""

_TAG = r"!(?<![^\s,\[{]!)[A-Za-z]"
"""A tag of YAML."""

_BREAKS = ("syntax-error", "unbalanced-brackets", "missing-comma", "not-json", "not-utf-8")
"""The kinds of problems for which a template as a whole is refused."""


def analyze(
    text: str,
    path: str = STDIN,
    *,
    workflow_type: str = STANDARD,
    named: bool = False,
    problems: AnySequence[Problem] = (),
    lookup: Lookup = unlooked,
    uses: AnySequence[Use] = (),
    before: Analysis | None = None,
) -> Analysis:
    """Read a text and find the definitions in it. Never raises.

    `path` decides the notation (standard input by a look at it) and whether the text must hold a
    definition; when the user has `named` the file, what only resembles one is taken for one, too.
    `workflow_type` holds where no template says it. `problems` are those that were met before there
    was a text, while decoding the file. `lookup` finds the files that a template refers to, and
    `uses` are the templates that refer to this one. `before` is the analysis of an older version of
    the text, which nobody may use after that: its nodes are taken over where they are the same.
    """
    reading = _Reading(text, path, workflow_type, problems, lookup, uses)
    reading.before = before
    return reading.analysis(named=named)


def may_be_ours(path: str, text: str, *, named: bool = False) -> bool:
    """A quick look at a file that nobody refers to: could a definition be in it?"""
    looks_so = states.may_resemble_definition if named else states.may_hold_definition
    return states.is_named_so(path) or looks_so(text) or bool(templates.hosts_of(path, text))


class _Reading:
    """One text that is being read."""

    def __init__(
        self,
        text: str,
        path: str,
        workflow_type: str,
        problems: AnySequence[Problem],
        lookup: Lookup,
        through: AnySequence[Use],
    ) -> None:
        self.path = path
        self.file = SourceFile(path, text, notation=templates.notation_of(path, text))
        self.hosts = templates.hosts_of(path, text)
        self.workflow_type = workflow_type
        self.problems = list(problems)
        self.lookup = lookup
        self.through = [use for use in through if use.part == DEFINITION]
        self.parts = [use for use in through if use.part != DEFINITION]
        self.unread = any(problem.kind == "definition-size" for problem in problems)
        self.before: Analysis | None = None

    def analysis(self, *, named: bool) -> Analysis:
        """Whatever the text turns out to be."""
        text = self.file.text
        if self.through or self.parts:
            return self.referred()
        hosts = self.hosts
        edited = self.edited()
        if edited is not None:
            return edited
        expected = states.is_named_so(self.path) or (self.path == STDIN and not hosts)
        if self.file.notation == HCL:
            return self.terraform() if hosts else Analysis(self.file)
        if not (expected or may_be_ours(self.path, text, named=named)):
            return Analysis(self.file)
        roots = self.roots()
        if hosts and not any(map(states.is_definition, roots)):
            return self.template(roots, hosts)
        definitions = self.definitions(roots, [], self.problems, expected=expected, named=named)
        if not expected and not definitions:
            self.problems = []  # some other file; its mistakes are not ours to report
        return Analysis(self.file, roots, definitions, self.problems)

    def roots(self) -> list[Node]:
        """The values in the text; the reader's problems are noted."""
        if self.unread:
            return []
        text = self.file.text
        roots: list[Node]
        if self.file.yaml:
            from asllint.syntax.yaml import read_yaml

            roots, problems = read_yaml(text)
        else:
            root, problems = read_json(text)
            roots = [root]
        self.problems += problems
        if self.hosts or not _may_hold_functions(self.file):
            return roots
        from asllint.hosts.intrinsics import resolved

        return list(map(resolved, roots))  # a template may take it in, one that we do not see

    def edited(self) -> Analysis | None:
        """What becomes of the analysis before, if only a part of the text has to be read again."""
        before = self.before
        if before is None or self.hosts or self.problems or not before.is_plain:
            return None
        if not states.is_definition(before.roots[0]):
            return None
        (definition,) = before.definitions
        if definition.uses or definition.type != self.workflow_type:
            return None
        if before.file.notation != self.file.notation:
            return None
        if any(map(_may_hold_functions, (before.file, self.file))):
            return None
        (root,), old, text = before.roots, before.file.text, self.file.text
        shift = Shift(old, text)
        if self.file.yaml:
            from asllint.syntax.reread_yaml import reread_yaml

            read = None if before.problems else reread_yaml(root, old, text, shift)
        else:
            from asllint.syntax.reread import reread_json

            read = reread_json(root, text, shift, before.problems)
        return None if read is None else before.edited(self.file, read)

    def definitions(
        self,
        roots: AnySequence[Node],
        uses: AnySequence[Use],
        problems: list[Problem],
        *,
        file: SourceFile | None = None,
        expected: bool,
        named: bool = False,
    ) -> list[Definition]:
        """The definitions among some values; what is wrong with these is added to the problems."""
        found = []
        for one in states.definitions(
            file or self.file, roots, self.workflow_type, expected=expected, named=named, uses=uses
        ):
            if isinstance(one, Definition):
                found.append(one)
            else:
                problems.append(one)
        return found

    # --- templates ------------------------------------------------------------------------------

    def terraform(self) -> Analysis:
        """A file of Terraform, which needs a package that may be missing."""
        from asllint.hosts import terraform
        from asllint.syntax.hcl import HclMissingError, read_hcl

        try:
            root, problems = read_hcl(self.file)
        except HclMissingError:
            problems = list(_missing_reader(self.file))
            return Analysis(self.file, problems=problems)
        uses = list(terraform.uses(self.file, root, self.lookup))
        return self.used(uses, [], problems)

    def template(self, roots: list[Node], hosts: AnySequence[str]) -> Analysis:
        """A template in JSON or YAML."""
        uses = list(templates.uses(self.file, roots, hosts, self.lookup))
        return self.used(uses, roots, self.problems)

    def used(
        self, uses: AnySequence[Use], roots: list[Node], problems: AnySequence[Problem]
    ) -> Analysis:
        """The analysis of a template, given its state machines."""
        from asllint.hosts.intrinsics import resolved

        definitions, problems = [], list(problems)
        for use in uses:
            if use.node is not None:
                nodes = [resolved(use.node)]
                found = self.definitions(nodes, [use], problems, expected=use.sure)
                definitions += found
        inner = [self.embedded([use], use.document) for use in uses if use.document is not None]
        return Analysis(
            self.file,
            roots,
            definitions,
            list(_concerning(self.file, problems, definitions)),
            uses=uses,
            embedded=[each for each in inner if each is not None],
        )

    def embedded(self, uses: AnySequence[Use], document: Embedded) -> Analysis | None:
        """A definition that is a text in the template; None when it turns out to be none."""
        root, problems = read_json(document.text)
        if document.loose:
            if problems:
                return None  # what the directives make of it may be correct
            _loosen(root)
        sure = any(use.sure for use in uses)
        found = self.definitions([root], uses, problems, file=document, expected=sure)
        return Analysis(document, [root], found, problems) if found or sure else None

    # --- files that templates refer to ----------------------------------------------------------

    def referred(self) -> Analysis:
        """A file of which templates say what it is."""
        document = self.rendered()
        if document is not None:
            inner = self.embedded(self.through, document)
            texts = [] if inner is None else [inner]
            return Analysis(self.file, problems=self.problems, embedded=texts, through=self.through)
        roots = self.roots()
        uses = list(templates.uses_in_part(self.file, roots, self.parts, self.lookup))
        if not any(map(states.is_definition, roots)):
            uses += templates.uses(self.file, roots, self.hosts, self.lookup)
        definitions = []
        for address in dict.fromkeys(use.address for use in self.through):
            through = [use for use in self.through if use.address == address]
            definitions += self.addressed(roots, address, through)
        if not (uses or self.parts):
            through = self.through
            return Analysis(self.file, roots, definitions, self.problems, through=through)
        found = self.used(uses, roots, self.problems)
        found.definitions += definitions
        found.through = [use for use in (*self.parts, *self.through) if use.file.path != self.path]
        return found

    def addressed(
        self, roots: list[Node], address: AnySequence[str], through: AnySequence[Use]
    ) -> list[Definition]:
        """The definition that stands under some keys, or is the whole file."""
        if address:
            nodes = [node for root in roots[:1] for node in _at(root, address)]
            return [
                Definition(self.file, node, self.workflow_type, through)
                for node in nodes
                if isinstance(node, Mapping)
            ]
        sure = any(use.sure for use in through)
        return self.definitions(roots, through, self.problems, expected=sure)

    def rendered(self) -> Embedded | None:
        """The text that Terraform makes of a file; None where it takes the file as it is."""
        if all(use.host != TERRAFORM for use in self.through):
            return None
        from asllint.hosts import terraform

        if self.file.yaml or self.unread or not any(map(terraform.is_template, self.through)):
            return None
        document = terraform.rendered(self.file)
        return document if document.text != self.file.text or document.loose else None


def _may_hold_functions(file: SourceFile) -> bool:
    """A quick look: may there be functions of CloudFormation?"""
    if file.yaml and "!" in file.text and re.search(_TAG, file.text):
        return True
    return any(mark in file.text for mark in _FUNCTIONS)


def _at(root: Node, address: Iterable[str]) -> list[Node]:
    """What stands in a value under some keys, one inside of the other."""
    node: Node | None = root
    for key in address:
        node = node.get(key) if isinstance(node, Mapping) else None
    return [] if node is None or isinstance(node, Hole) else [node]


def _loosen(root: Node) -> None:
    """Say of every object that a part of it may be missing."""
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, Mapping):
            node.complete = False
            pending += [pair.value for pair in node.pairs]
        elif isinstance(node, Sequence):
            pending += node.items


def _concerning(
    file: SourceFile, problems: AnySequence[Problem], definitions: AnySequence[Definition]
) -> list[Problem]:
    """The problems in the definitions of a template, and the first that breaks it as a whole."""
    kept, broken = [], False
    for problem in sorted(problems, key=lambda problem: problem.span.start):
        inside = any(one.node.span.covers(problem.span) for one in definitions)
        if inside or problem.kind == "unread-template":
            kept.append(problem)
        elif problem.kind in _BREAKS and not broken:
            broken = True
            if not _is_generated(file, problem.span):
                kept.append(problem)
    return kept


def _is_generated(file: SourceFile, span: Span) -> bool:
    """Is it a line for Jinja, ERB or the like, which make a template of what is none yet?"""
    line = file.line_text(file.line_column(span.start)[0])
    return any(mark in line for mark in ("{{", "{%", "<%", "{#"))


def _missing_reader(file: SourceFile) -> Iterable[Problem]:
    """The problem of a file of Terraform that nobody here can read."""
    at = file.text.find(TERRAFORM_RESOURCE)
    if at >= 0:
        message = (
            "the state machines of this file are not checked: reading Terraform needs "
            '`pip install "asllint[terraform]"`'
        )
        yield Problem("unread-template", Span(at, at + len(TERRAFORM_RESOURCE)), message)
