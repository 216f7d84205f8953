"""From a text to an `Analysis`: which notation, which host, which definitions.

A file is a definition itself, or a template around some, or a file that a template refers to. A
definition that stands in a template as a text is read as a text of its own (`Analysis.embedded`).
"""

from __future__ import annotations

import re

from asllint.engine.analysis import Analysis
from asllint.hosts import states, templates
from asllint.hosts.definition import Definition, used_type
from asllint.hosts.templates import is_program
from asllint.hosts.use import DEFINITION, TERRAFORM, TERRAFORM_RESOURCE, Use, unlooked
from asllint.language.machine import STANDARD
from asllint.source.text import HCL, Shift, SourceFile, Span
from asllint.syntax.json import read_json
from asllint.syntax.node import UNREADABLE, Hole, Mapping, Node, Problem
from asllint.syntax.walk import walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence as AnySequence
    from typing import TypeAlias

    from asllint.engine.takeover import Takeover
    from asllint.hosts.use import Lookup
    from asllint.syntax.embedded import Embedded
    from asllint.syntax.reread import Reread

    Text: TypeAlias = tuple[AnySequence[Use], Embedded]

STDIN = "-"
_FUNCTIONS = ("Fn::", '"Ref"', "Ref:")
"""Marks of the functions of CloudFormation."""

_TAG = r"!(?<![^\s,\[{]!)[A-Za-z]"
"""A tag of YAML."""


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
    hosts = templates.hosts_of(path, text)
    return states.is_named_so(path) or looks_so(text) or bool(hosts) or is_program(path, text)


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
        text, hosts = self.file.text, self.hosts
        edited = self.edited()
        if edited is not None:
            return edited
        if self.through or self.parts:
            return self.referred()
        expected = states.is_named_so(self.path) or (self.path == STDIN and not hosts)
        if is_program(self.path, text):
            return Analysis(self.file, problems=[_program(self.file)])
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
            from asllint.syntax.yaml.tree import read_yaml

            roots, problems = read_yaml(text)
        else:
            root, problems = read_json(text)
            roots = [root]
        self.problems += problems
        if self.hosts or not _may_hold_functions(self.file):
            return roots
        from asllint.hosts.intrinsics import resolve

        return list(map(resolve, roots))  # a template may take it in, one that we do not see

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
        self.problems += templates.problems(roots, hosts)
        return self.used(uses, roots, self.problems)

    def used(
        self,
        uses: AnySequence[Use],
        roots: list[Node],
        problems: AnySequence[Problem],
        takeover: Takeover | None = None,
    ) -> Analysis:
        """The analysis of a template, given its state machines."""
        from asllint.hosts.intrinsics import resolve

        definitions, problems = [], list(problems)
        for use in uses:
            if use.node is None:
                continue
            kept = takeover and takeover.definition(use.node, [use], self.workflow_type)
            if kept:
                definitions.append(kept)
            else:
                nodes = [resolve(use.node)]
                definitions += self.definitions(nodes, [use], problems, expected=use.sure)
        whole = all(definition.node.complete for definition in definitions)
        texts = [([use], use.document) for use in uses if use.document is not None]
        return Analysis(
            self.file,
            roots,
            definitions,
            list(_concerning(self.file, problems, definitions)),
            uses=uses,
            embedded=self.edited_texts(texts) if whole else self.texts(texts),
            sound=not problems,
        )

    def texts(self, texts: Iterable[Text]) -> list[Analysis]:
        """The definitions that stand in the file as texts."""
        found = [self.embedded(uses, document) for uses, document in texts]
        return [each for each in found if each is not None]

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
            texts = self.edited_texts([(self.through, document)])
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

    # --- after an edit --------------------------------------------------------------------------

    def edited(self) -> Analysis | None:
        """What becomes of the analysis before, if only a part of the text has to be read again."""
        before = self.before
        if before is None or self.problems or self.parts or len(before.roots) != 1:
            return None
        if before.file.notation != self.file.notation:
            return None
        if states.is_definition(before.roots[0]):
            whole = not (self.hosts or any(use.address for use in self.through))
            # Terraform may make something else of the file, by its expressions.
            if not whole or any(use.host == TERRAFORM for use in self.through):
                return None
            return self.edited_definition(before, self.file, self.through)
        return self.edited_template(before)

    def edited_definition(
        self, before: Analysis, file: SourceFile, uses: AnySequence[Use]
    ) -> Analysis | None:
        """The analysis of a text that was one definition, and still is."""
        if len(before.definitions) != 1 or before.definitions[0].node is not before.roots[0]:
            return None
        (root,), (definition,) = before.roots, before.definitions
        own = file is self.file
        functions = own and any(map(_may_hold_functions, (before.file, file)))
        if definition.type != (used_type(uses) or self.workflow_type):
            return None
        if before.uses or before.embedded or (functions and not file.yaml):
            return None
        if before.file.text == file.text:
            from asllint.syntax.reread import Reread

            read: Reread | None = Reread([], before.problems)
        else:
            read = _reread(before, file)
        if read is None:
            return None
        from asllint.engine.takeover import Takeover

        takeover = Takeover(before, file, read, functions=functions)
        kept = takeover.definition(root, uses, self.workflow_type)
        assert kept is not None
        through = self.through if own else ()
        return takeover.hand_over(Analysis(file, [root], [kept], read.problems, through=through))

    def edited_template(self, before: Analysis) -> Analysis | None:
        """The analysis of a template in YAML; in another notation it is quickly read anew."""
        (root,) = before.roots
        if not (self.file.yaml and before.sound and self.hosts):
            return None
        if self.through or before.through or not before.is_whole:
            return None
        if self.hosts != templates.hosts_of(self.path, before.file.text):
            return None
        read = _reread(before, self.file)
        if read is None:
            return None
        from asllint.engine.takeover import Takeover

        takeover = Takeover(before, self.file, read, functions=True)
        uses = list(templates.uses(self.file, [root], self.hosts, self.lookup))
        return takeover.hand_over(self.used(uses, [root], [], takeover))

    def edited_texts(self, texts: AnySequence[Text]) -> list[Analysis]:
        """The definitions that stand in the file as texts: all but one are what they were.

        If that one can not be read to its end, all are new ones: the older ones are needed then.
        """
        before = self.before
        if before is None or not _are_the_same(before.embedded, texts):
            return self.texts(texts)
        pairs = list(zip(before.embedded, texts, strict=True))
        pairs.sort(key=lambda pair: pair[0].file.text == pair[1][1].text)  # the changed one first
        if sum(old.file.text != document.text for old, (_, document) in pairs) > 1:
            return self.texts(texts)
        found: dict[Embedded, Analysis] = {}
        for old, (uses, document) in pairs:
            new = self.edited_definition(old, document, uses) or self.embedded(uses, document)
            if new is None or not new.is_whole:
                return self.texts(texts)
            found[document] = new
            before.used_up = True
        return [found[document] for _, document in texts]


def _reread(before: Analysis, file: SourceFile) -> Reread | None:
    """Make the only tree of an analysis the tree of another text, if that can be done."""
    (root,), old, text = before.roots, before.file.text, file.text
    shift = Shift(old, text)
    if not file.yaml:
        from asllint.syntax.reread import reread_json

        return reread_json(root, text, shift, before.problems)
    if not before.sound:
        return None
    from asllint.syntax.yaml.reread import reread_yaml

    return reread_yaml(root, old, text, shift)


def _are_the_same(olds: AnySequence[Analysis], texts: AnySequence[Text]) -> bool:
    """Were some texts those of the same state machines, and each one definition to its end?"""
    return len(olds) == len(texts) and all(
        old.is_whole
        and not (document.loose or getattr(old.file, "loose", False))
        and [each.name for one in old.definitions for each in one.uses]
        == [use.name for use in uses]
        and all(map(states.is_definition, old.roots))
        for old, (uses, document) in zip(olds, texts, strict=True)
    )


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
    for node in walk(root):
        if isinstance(node, Mapping):
            node.complete = False


def _concerning(
    file: SourceFile, problems: AnySequence[Problem], definitions: AnySequence[Definition]
) -> list[Problem]:
    """The problems in the definitions of a template, and the first that breaks it as a whole."""
    kept, broken = [], False
    for problem in sorted(problems, key=lambda problem: problem.span.start):
        inside = any(one.node.span.covers(problem.span) for one in definitions)
        if inside or problem.kind in ("unread-template", "misplaced-definition"):
            kept.append(problem)
        elif problem.kind in UNREADABLE and not broken:
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
            "two more packages: `pip install tree-sitter tree-sitter-hcl`"
        )
        yield Problem("unread-template", Span(at, at + len(TERRAFORM_RESOURCE)), message)


def _program(file: SourceFile) -> Problem:
    """The problem of a service that is a program."""
    at = file.text.find("stepFunctions")
    message = (
        "the state machines of this file are not checked, because a program makes them: put the "
        "definitions into files of their own, or check what `serverless print` writes"
    )
    return Problem("unread-template", Span(at, at + len("stepFunctions")), message)
