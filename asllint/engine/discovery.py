"""Find what is in a text: definitions, or a template with state machines in it.

A file is a definition itself, or a template around some, or a file that a template refers to. A
definition that stands in a template as a text is read as a text of its own (`Analysis.embedded`).
"""

from __future__ import annotations

from asllint.engine.analysis import Analysis
from asllint.engine.parsing import parse
from asllint.hosts import states, templates
from asllint.hosts.definition import Definition
from asllint.hosts.use import DEFINITION, TERRAFORM, TERRAFORM_RESOURCE
from asllint.source.text import HCL, SourceFile, Span
from asllint.syntax.json import read_json
from asllint.syntax.node import UNREADABLE, Hole, Mapping, Node, Problem, Tree
from asllint.syntax.walk import walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence as AnySequence
    from typing import TypeAlias

    from asllint.hosts.look import Look
    from asllint.hosts.use import Lookup, Use
    from asllint.syntax.embedded import Embedded

    Text: TypeAlias = tuple[AnySequence[Use], Embedded]


class Discovery:
    """What there is in one text, given a look at it."""

    def __init__(
        self,
        look: Look,
        workflow_type: str,
        problems: AnySequence[Problem],
        lookup: Lookup,
        through: AnySequence[Use],
    ) -> None:
        self.look = look
        self.file = SourceFile(look.path, look.text, notation=look.notation)
        self.workflow_type = workflow_type
        self.problems = list(problems)
        self.lookup = lookup
        self.through = [use for use in through if use.part == DEFINITION]
        self.parts = [use for use in through if use.part != DEFINITION]
        self.unread = any(problem.kind == "definition-size" for problem in problems)

    def analysis(self, *, named: bool) -> Analysis:
        """Whatever the text turns out to be."""
        look = self.look
        if self.through or self.parts:
            return self.referred()
        if look.is_program:
            return Analysis(self.file, problems=[_program(self.file)])
        if look.notation == HCL:
            return self.terraform() if look.hosts else Analysis(self.file)
        if not (look.is_expected or look.may_be_ours(named=named)):
            return Analysis(self.file)
        tree = self.tree()
        if look.hosts and not any(map(states.is_definition, tree.roots)):
            return self.template(tree)
        expected = look.is_expected
        found = self.definitions(tree.roots, [], self.problems, expected=expected, named=named)
        if not expected and not found:
            self.problems = []  # some other file; its mistakes are not ours to report
        return Analysis(self.file, tree.roots, found, self.problems, comments=tree.comments)

    def tree(self) -> Tree:
        """What the text says; the reader's problems are noted."""
        if self.unread:
            return Tree([], [])
        tree = parse(self.look)
        self.problems += tree.problems
        return tree

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
            root, problems, comments = read_hcl(self.file)
        except HclMissingError:
            problems = list(_missing_reader(self.file))
            return Analysis(self.file, problems=problems)
        uses = list(terraform.uses(self.file, root, self.lookup))
        return self.used(uses, Tree([], problems, comments), problems)

    def template(self, tree: Tree) -> Analysis:
        """A template in JSON or YAML."""
        hosts = self.look.hosts
        uses = list(templates.uses(self.file, tree.roots, hosts, self.lookup))
        self.problems += templates.problems(tree.roots, hosts)
        return self.used(uses, tree, self.problems)

    def used(self, uses: AnySequence[Use], tree: Tree, problems: AnySequence[Problem]) -> Analysis:
        """The analysis of a template, given its state machines."""
        definitions: list[Definition] = []
        problems = list(problems)
        if any(use.starts_machines for use in uses):
            from asllint.hosts.machines import acquaint

            acquaint(uses)
        for use in uses:
            if use.node is not None:
                definitions += self.used_definitions(use, use.node, problems)
        whole = all(definition.node.complete for definition in definitions)
        texts = [([use], use.document) for use in uses if use.document is not None]
        return Analysis(
            self.file,
            tree.roots,
            definitions,
            list(_concerning(self.file, problems, definitions)),
            uses=uses,
            embedded=self.texts(texts, whole=whole),
            sound=not problems,
            comments=tree.comments,
        )

    def used_definitions(
        self, use: Use, node: Node, problems: list[Problem]
    ) -> AnySequence[Definition]:
        """The definition that is an object of the template."""
        from asllint.hosts.intrinsics import resolve

        return self.definitions([resolve(node)], [use], problems, expected=use.sure)

    def texts(self, texts: AnySequence[Text], *, whole: bool = True) -> list[Analysis]:
        """The definitions that stand in the file as texts.

        `whole` says that everything else in the file could be read.
        """
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
            texts = self.texts([(self.through, document)])
            return Analysis(self.file, problems=self.problems, embedded=texts, through=self.through)
        tree = self.tree()
        roots = tree.roots
        uses = list(templates.uses_in_part(self.file, roots, self.parts, self.lookup))
        if not any(map(states.is_definition, roots)):
            uses += templates.uses(self.file, roots, self.look.hosts, self.lookup)
        definitions = []
        for address in dict.fromkeys(use.address for use in self.through):
            through = [use for use in self.through if use.address == address]
            definitions += self.addressed(roots, address, through)
        if not (uses or self.parts):
            return Analysis(
                self.file, roots, definitions, self.problems,
                through=self.through, comments=tree.comments,
            )  # fmt: skip
        found = self.used(uses, tree, self.problems)
        found.definitions += definitions
        found.through = [
            use for use in (*self.parts, *self.through) if use.file.path != self.file.path
        ]
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
