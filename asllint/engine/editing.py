"""After an edit: what becomes of the analysis of the older text, if only a part is read again."""

from __future__ import annotations

from asllint.engine.analysis import Analysis
from asllint.engine.discovery import Discovery
from asllint.hosts import states, templates
from asllint.hosts.definition import used_type
from asllint.hosts.look import Look
from asllint.hosts.use import TERRAFORM
from asllint.source.text import Shift, SourceFile
from asllint.syntax.node import Node, Problem, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence as AnySequence

    from asllint.engine.discovery import Text
    from asllint.engine.takeover import Takeover
    from asllint.hosts.definition import Definition
    from asllint.hosts.use import Lookup, Use
    from asllint.syntax.embedded import Embedded
    from asllint.syntax.reread import Reread


class Editing(Discovery):
    """A text after an edit, with the analysis of the one before, which is used up by that."""

    def __init__(
        self,
        look: Look,
        workflow_type: str,
        problems: AnySequence[Problem],
        lookup: Lookup,
        through: AnySequence[Use],
        before: Analysis,
    ) -> None:
        super().__init__(look, workflow_type, problems, lookup, through)
        self.before = before
        self.takeover: Takeover | None = None
        """What takes over definitions of a template, once its tree has become the new one."""

    def analysis(self, *, named: bool) -> Analysis:
        """What becomes of the older analysis, or, where that is not possible, a new one."""
        return self.edited() or super().analysis(named=named)

    def edited(self) -> Analysis | None:
        """What becomes of the analysis before, if only a part of the text has to be read again."""
        before = self.before
        if self.problems or self.parts or len(before.roots) != 1:
            return None
        if before.file.notation != self.file.notation:
            return None
        if states.is_definition(before.roots[0]):
            whole = not (self.look.hosts or any(use.address for use in self.through))
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
        functions = own and (self.look.may_hold_functions or self.look_before().may_hold_functions)
        if definition.type != (used_type(uses) or self.workflow_type):
            return None
        if before.uses or before.embedded or (functions and not file.yaml):
            return None
        if before.file.text == file.text:
            from asllint.syntax.reread import Reread

            read: Reread | None = Reread([], before.problems, before.comments)
        else:
            read = _reread(before, file)
        if read is None:
            return None
        from asllint.engine.takeover import Takeover

        takeover = Takeover(before, file, read, functions=functions)
        kept = takeover.definition(root, uses, self.workflow_type)
        assert kept is not None
        through = self.through if own else ()
        return takeover.hand_over(
            Analysis(file, [root], [kept], read.problems, through=through, comments=read.comments)
        )

    def edited_template(self, before: Analysis) -> Analysis | None:
        """The analysis of a template in YAML; in another notation it is quickly read anew."""
        (root,) = before.roots
        if not (self.file.yaml and before.sound and self.look.hosts):
            return None
        if self.through or before.through or not before.is_whole:
            return None
        if self.look.hosts != self.look_before().hosts:
            return None
        read = _reread(before, self.file)
        if read is None:
            return None
        from asllint.engine.takeover import Takeover

        self.takeover = Takeover(before, self.file, read, functions=True)
        tree = Tree([root], [], read.comments)
        uses = list(templates.uses(self.file, tree.roots, self.look.hosts, self.lookup))
        return self.takeover.hand_over(self.used(uses, tree, []))

    def look_before(self) -> Look:
        """A look at the older text."""
        return Look(self.look.path, self.before.file.text)

    def used_definitions(
        self, use: Use, node: Node, problems: list[Problem]
    ) -> AnySequence[Definition]:
        """The definition that is an object of the template: the one that was there, if it is."""
        kept = self.takeover and self.takeover.definition(node, [use], self.workflow_type)
        return [kept] if kept else super().used_definitions(use, node, problems)

    def texts(self, texts: AnySequence[Text], *, whole: bool = True) -> list[Analysis]:
        """The definitions that stand in the file as texts: all but one are what they were.

        If that one can not be read to its end, all are new ones: the older ones are needed then.
        """
        before = self.before
        if not whole or not _are_the_same(before.embedded, texts):
            return super().texts(texts)
        pairs = list(zip(before.embedded, texts, strict=True))
        pairs.sort(key=lambda pair: pair[0].file.text == pair[1][1].text)  # the changed one first
        if sum(old.file.text != document.text for old, (_, document) in pairs) > 1:
            return super().texts(texts)
        found: dict[Embedded, Analysis] = {}
        for old, (uses, document) in pairs:
            new = self.edited_definition(old, document, uses) or self.embedded(uses, document)
            if new is None or not new.is_whole:
                return super().texts(texts)
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

    return reread_yaml(root, before.comments, old, text, shift)


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
