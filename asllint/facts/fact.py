"""What is known, and what it rests on: the one way to ask for a fact, and the one memory of it.

A fact is a class or a function of two arguments: what it is about, and how it asks for others:

    @fact(about=StateMachine)
    class FlowGraph:
        def __init__(self, machine: StateMachine, ask: Ask) -> None: ...

It is made when somebody first asks for it, and kept with what it is about, together with all that
it asked for and looked at on the way (`language.versions`). After an edit it is made again if any
of that has changed, and only then; and if what comes of it is equal, nothing that rests on it is
made again. So a fact may ask about anything: other states, branches, the machine around.

What outlives an edit holds nodes, which move, and neither offsets nor files. A fact about a `Use`
or an `Analysis` lives as long as that, which is one version of a file.

About the definition of another file it asks with `ask.elsewhere`, and rests on what it is told.
"""

from __future__ import annotations

from asllint.facts.others import Question, nobody
from asllint.language.versions import EYES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from asllint.facts.others import Answer, Others
    from asllint.hosts.definition import Definition

    S = TypeVar("S")
    T = TypeVar("T")
    K = TypeVar("K", bound="Callable[[Any, Ask], object]")

FACTS: list[Callable[[Any, Ask], object]] = []
"""Every fact that has been declared."""


def fact(*, about: type) -> Callable[[K], K]:
    """Declare a fact about objects of a class that has a drawer `facts`, and a `version`."""

    def declare(kind: K) -> K:
        kind.about = about  # type: ignore[attr-defined]
        FACTS.append(kind)
        return kind

    return declare


def subject_of(kind: object) -> type | None:
    """The class that a fact is about; None for what is no fact."""
    return getattr(kind, "about", None)


class CircleError(Exception):
    """A fact asks for itself, be it by way of others. Nobody should catch it."""


def _check(kind: Any, subject: object) -> None:
    """Raise `TypeError` for what is no fact, or not about such a subject."""
    about = subject_of(kind)
    if about is None:
        raise TypeError(f"{kind.__name__} is no fact: declare it with @fact(about=…)")
    if not isinstance(subject, about):
        raise TypeError(f"{kind.__name__} is about a {about.__name__}, not {subject!r}")


class Memo:
    """What has come of a fact, and what it rests on."""

    __slots__ = ("checked", "is_own", "kind", "rests_on", "subject", "value", "version")

    def __init__(self, kind: Callable[..., object], subject: Any) -> None:
        self.kind = kind
        self.subject = subject
        self.value: Any = None
        self.version: int = subject.version
        self.rests_on: dict[object, object] | None = None
        """What was asked for and looked at; None as long as it is being made."""
        self.is_own = False
        """Does it rest on nothing but its subject, which has a version?"""
        self.checked: Ask | None = None
        """Who has last made it, or made sure that it still holds."""

    @property
    def is_current(self) -> bool:
        """Is it what its subject remembers?"""
        known: object = self.subject.facts.get(self.kind)
        return known is self


class Ask:
    """Asks for facts, on behalf of one version of a file: `ask(FlowGraph, machine)`."""

    __slots__ = ("asked", "made", "others")

    def __init__(self, others: Others = nobody) -> None:
        self.made: dict[object, int] = {}
        """How many facts of each kind had to be made, for those who care about the time."""
        self.others = others
        """Who answers what is asked about other files."""
        self.asked: dict[Question, Answer] = {}
        """What has been asked about other files, each question once."""

    def __call__(self, kind: Callable[[S, Ask], T], subject: S) -> T:
        """The fact of a kind about a subject.

        Raises `CircleError` when that rests on itself, `TypeError` when it is no fact, or is not
        about such a subject, and whatever making it raises.
        """
        facts: dict[object, Memo] = getattr(subject, "facts", {})
        memo = facts.get(kind)
        if memo is None or not (memo.checked is self or self._holds(memo)):
            memo = facts[kind] = self._made(kind, subject, memo)
        if EYES.looked is not None:
            EYES.looked[memo] = memo
        return memo.value  # type: ignore[no-any-return]

    def elsewhere(
        self, kind: Callable[[Definition, Ask], T], path: str, machine: str = ""
    ) -> T | None:
        """The fact about the definition in another file, or of a state machine of a template.

        `path` is that of a definition's file, or, with the name of one of its state `machine`s,
        that of a template, as `Definition.path` and `Use.file` say it; the definition may be in
        the template or in a file that it refers to. The answer is plain data
        (`facts.others.is_plain`), and nobody changes it. None where there is no such file in the
        project, or no such definition, or not just one; and where the answer rests on itself.
        """
        question = Question(kind, path, machine)
        value: T | None = self._told(question)
        if EYES.looked is not None:
            EYES.looked[question] = value
        return value

    def _told(self, question: Question) -> Any:
        answer = self.asked.get(question)
        if answer is None:
            answer = self.asked[question] = self.others(question)
        return answer.value

    def is_outdated(self) -> bool:
        """Would other files say something else now?"""
        try:
            return any(self.others(one).value != was.value for one, was in self.asked.items())
        except Exception:  # a fact crashes: whoever asks for it will tell
            return True

    def holds(self, rests_on: dict[object, object]) -> bool:
        """Is everything that was looked at, or asked for, still the same?"""
        for looked, seen in rests_on.items():
            if type(looked) is Memo:
                if not looked.is_current:
                    return False
                if looked.checked is not self and not self._holds(looked):
                    self._again(looked)  # what comes of it may be equal
                    if not looked.is_current:
                        return False
            elif type(looked) is Question:
                if self._told(looked) != seen:
                    return False
            elif not looked.is_still(seen):  # type: ignore[attr-defined]
                return False
        return True

    def _again(self, memo: Memo) -> None:
        """Ask for the same once more, without anybody looking."""
        looked, EYES.looked = EYES.looked, None
        try:
            self(memo.kind, memo.subject)
        finally:
            EYES.looked = looked

    def _holds(self, memo: Memo) -> bool:
        if memo.rests_on is None:
            raise CircleError(f"{memo.kind.__name__} rests on itself")
        if memo.version != memo.subject.version:
            return False
        if not (memo.is_own or self.holds(memo.rests_on)):
            return False
        memo.checked = self
        return True

    def _made(self, kind: Callable[[S, Ask], T], subject: S, before: Memo | None) -> Memo:
        """Make a fact; the memo before it stays when the same has come of it."""
        if before is None:
            _check(kind, subject)
        memo = Memo(kind, subject)
        subject.facts[kind] = memo  # type: ignore[attr-defined]
        outer, EYES.looked = EYES.looked, {}
        try:
            memo.value = kind(subject, self)
            rests_on, EYES.looked = EYES.looked, outer
        except BaseException:
            EYES.looked = outer
            del subject.facts[kind]  # type: ignore[attr-defined]
            raise
        self.made[kind] = self.made.get(kind, 0) + 1
        kept = memo if before is None or before.value != memo.value else before
        kept.version, kept.rests_on, kept.checked = memo.version, rests_on, self
        kept.is_own = not rests_on or all(
            type(looked) is Memo and looked.is_own and looked.subject is subject
            for looked in rests_on
        )
        return kept
