"""What the files of a project say when facts are asked about them from another file.

A question is answered by reading that file here, in whatever process it is asked: what is told
never depends on who asks, nor on what was asked before. All files that an answer rests on are noted
with it, so that a cache can tell whether it would be the same.

Answers may rest on others. Those that rest on themselves are None, all of a circle, wherever it is
entered; so are those on top of a long row.
"""

from __future__ import annotations

import os

from asllint.engine.reading import analyze
from asllint.facts.fact import CircleError
from asllint.facts.others import Answer, Question, is_plain
from asllint.hosts.use import Target
from asllint.language.versions import EYES
from asllint.workspace.references import shown
from asllint.workspace.settings import SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from asllint.engine.analysis import Analysis
    from asllint.facts.others import Looked
    from asllint.hosts.definition import Definition
    from asllint.hosts.use import Use

    Key: TypeAlias = tuple[Callable[..., object], str, str]

MAX_CHAIN = 10
"""So many answers may rest one on the other: each is some thirty calls deep."""

KEPT = 8_000_000
"""So many characters of texts that have been asked about are kept with their analyses."""

MAX_TARGETS = 200
"""So many of the files that were looked for are remembered, the last ones."""


class _Open:
    """A question that is being answered."""

    __slots__ = ("chain", "circle", "far", "key", "looked", "lost", "members")

    def __init__(self, key: Key) -> None:
        self.key = key
        self.looked: Looked = {}
        self.chain = 0
        """How many answers rest one on the other below it."""
        self.circle: int | None = None
        """Does it rest on itself? Where in the row of open questions its circle begins."""
        self.members: list[Key] = []
        """The questions below it that are in its circle, too."""
        self.far = False
        """Does it rest on too many in a row?"""
        self.lost = False
        """Was it given up because one above it does?"""


class Others:
    """The files of a project, each question about them answered once."""

    def __init__(
        self,
        look: Callable[[str, str], Target],
        type_for: Callable[[str], str],
        identity: Callable[[str], str] = str,
    ) -> None:
        self._look = look
        """The file that a file means by a reference: `references.look`."""
        self._type_for = type_for
        """The workflow type of a file where no template says it."""
        self._identity = identity
        """The same text for all real paths of one file."""
        self._targets: dict[tuple[str, str], Target] = {}
        self._answers: dict[Key, Answer] = {}
        self._analyses: dict[tuple[str, str, str], tuple[Use | None, Analysis]] = {}
        self._row: list[_Open] = []
        """The questions that are being answered, each asked for the sake of the one before it."""

    def of(self, asker: str) -> Callable[[Question], Answer]:
        """Who answers the questions of a file."""

        def answer(question: Question) -> Answer:
            return self.answer(asker, question)

        return answer

    def answer(self, asker: str, question: Question) -> Answer:
        """What is told to a file. Raises what the fact raises."""
        looked: Looked = {}
        target = self._target(asker, os.path.abspath(question.path), looked)
        if self._row:
            self._row[-1].looked.update(looked)
        if target.text is None:
            return Answer(None, looked, 0)
        key = question.kind, self._identity(target.real), question.machine
        told = self._answers.get(key) or self._made(key, target)
        if self._row:
            around = self._row[-1]
            around.looked.update(told.looked)
            around.chain = max(around.chain, told.chain)
        return Answer(told.value, looked | told.looked, told.chain)

    def seen(self, base: str, reference: str) -> tuple[str, ...]:
        """What stands for the file that another one means by a reference, as `Looked` has it."""
        looked: Looked = {}
        self._target(base, reference, looked)
        return looked[base, reference]

    def forget(self, name: str) -> None:
        """The file of an identity has changed: what rests on it is asked for once more."""
        names = {real: self._identity(real) for real in self._reals()}
        self._targets = {
            key: target for key, target in self._targets.items() if names[target.real] != name
        }
        self._answers = {
            key: answer
            for key, answer in self._answers.items()
            if key[1] != name and all(names[real] != name for _, real, *_ in answer.looked.values())
        }

    def _reals(self) -> set[str]:
        """The real paths of all that was looked for."""
        told = (answer.looked.values() for answer in self._answers.values())
        found = {real for looked in told for _, real, *_ in looked}
        return found | {target.real for target in self._targets.values()}

    def _target(self, base: str, reference: str, looked: Looked) -> Target:
        """The file that another one means by a reference; that is noted."""
        target = self._targets.pop((base, reference), None) or self._look(base, reference)
        kind = ""
        if target.text is not None:
            try:
                kind = self._type_for(target.real)
            except SettingsError:  # of its own folder; whoever lints it will tell
                target = Target(target.path, target.real, problem="unreadable")
        self._targets[base, reference] = target
        if len(self._targets) > MAX_TARGETS:
            del self._targets[next(iter(self._targets))]
        looked[base, reference] = (*shown(target), kind)
        return target

    # --- one question ---------------------------------------------------------------------------

    def _made(self, key: Key, target: Target) -> Answer:
        """Find out an answer, and remember it."""
        self._refuse_rows(key)
        place, work = len(self._row), _Open(key)
        self._row.append(work)
        value, outer = None, EYES.looked
        EYES.looked = None  # what happens in other files is nothing that the asker looks at
        try:
            value = self._value(key, target, work)
        except CircleError:
            if work.circle != place and not work.far:
                raise
        finally:
            EYES.looked = outer
            self._row.pop()
            if self._row:
                self._hand_on(work, place, self._row[-1])
        return self._remembered(work, place, value)

    def _refuse_rows(self, key: Key) -> None:
        """Raise `CircleError` for a question that is being answered, or has too many above it.

        Those that rest on it for that are marked: whoever catches the error changes nothing.
        """
        row = self._row
        for place, work in enumerate(row):
            if work.key == key:
                for inner in row[place:]:
                    inner.circle = place if inner.circle is None else min(inner.circle, place)
                raise CircleError(f"{_name(key)} rests on itself")
        if len(row) >= MAX_CHAIN:
            row[0].far = True
            for inner in row[1:]:
                inner.lost = True
            raise CircleError(f"{_name(key)} has too many that rest on it")

    def _hand_on(self, work: _Open, place: int, around: _Open) -> None:
        """Tell the question around one, be it answered or given up, what it rests on by that."""
        around.looked.update(work.looked)
        if work.circle is not None and work.circle < place:
            around.members += [work.key, *work.members]
            around.chain = max(around.chain, work.chain)

    def _remembered(self, work: _Open, place: int, value: object) -> Answer:
        """The answer to a question, which is remembered unless it depends on who has asked."""
        chain = MAX_CHAIN if work.far else work.chain
        chain += 1 + len(work.members)
        if work.circle is not None or chain > MAX_CHAIN:
            value = None
        answer = Answer(value, work.looked, min(chain, MAX_CHAIN + 1))
        inside = work.circle is not None and work.circle < place
        if not (work.lost or inside):
            self._answers[work.key] = answer
            for member in work.members:
                self._answers[member] = answer
        return answer

    def _value(self, key: Key, target: Target, work: _Open) -> object:
        """What the fact says of the definition; None where there is none."""
        kind, _, machine = key
        found = self._definition(target, machine, work)
        if found is None:
            return None
        analysis, definition = found
        value: object = analysis.fact(kind, definition)
        if not is_plain(value):
            raise TypeError(f"{_name(key)} can not be asked elsewhere: its answer is no plain data")
        return value

    def _definition(
        self, target: Target, machine: str, work: _Open
    ) -> tuple[Analysis, Definition] | None:
        """The only definition in a file, or the only one of a name in a template."""
        use, analysis = None, self._analysis(target)
        if machine:
            uses = [one for one in analysis.uses if one.name == machine and not one.guessed]
            if len(uses) != 1:
                return None
            (use,) = uses
            if use.reference:
                target = self._target(target.real, use.reference, work.looked)
                if target.text is None:
                    return None
                analysis = self._analysis(target, use)
        found = [
            (each, definition)
            for each in (analysis, *analysis.embedded)
            for definition in each.definitions
            if use is None or use in definition.uses
        ]
        return found[0] if len(found) == 1 else None

    def _analysis(self, target: Target, use: Use | None = None) -> Analysis:
        """What is in a file; the files that it refers to are nobody's business here."""
        assert target.text is not None
        key = (target.real, "" if use is None else use.file.path, "" if use is None else use.name)
        kept, analysis = self._analyses.pop(key, (None, None))
        if analysis is None or analysis.file.text != target.text or kept is not use:
            analysis = analyze(
                target.text, target.real, workflow_type=self._type_for(target.real),
                uses=[] if use is None else [use], before=analysis,
            )  # fmt: skip
        analysis.look_around(self.of(target.real))
        self._analyses[key] = use, analysis
        size = sum(len(each.file.text) for _, each in self._analyses.values())
        while size > KEPT and len(self._analyses) > 1:
            _, dropped = self._analyses.pop(next(iter(self._analyses)))
            size -= len(dropped.file.text)
        return analysis


def _name(key: Key) -> str:
    return getattr(key[0], "__name__", "a fact")
