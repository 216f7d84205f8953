"""What comes from outside: the input of a machine, and answers that its Tasks alone do not tell.

A definition is solved once without anything that is declared, and again with what schemas say, and
with what examples show. So it is known of each finding what it rests on: one that is there only
because of examples is no more than a warning, and what they show takes none away.
"""

from __future__ import annotations

from asllint.data.declared import EXAMPLES, FOUND, SCHEMA, Declarations, DeclaredAnswers, filled
from asllint.data.shape import ANYTHING, Shape, of
from asllint.facts.dataflow.incoming import Starter
from asllint.facts.fact import Ask, fact
from asllint.facts.integrations import LAMBDA, OPTIMISED, UNKNOWN, task_of
from asllint.hosts.definition import definition_of
from asllint.language.machine import StateMachine
from asllint.syntax.node import Hole, Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.data.declared import Declared
    from asllint.facts.integrations import Task
    from asllint.syntax.node import Node


INPUT, ANSWERS = "input", "answers"
"""What can be declared, apart from each other."""


@fact(about=StateMachine)
def relevant(machine: StateMachine, ask: Ask) -> Declarations:
    """What is declared for an outermost machine, without functions that none of its Tasks calls."""
    declared = machine.declared
    if not isinstance(declared, Declarations):
        return Declarations()
    tasks = (
        task_of(state, ask)
        for inner in machine.walk()
        for state in inner.states
        if state.type == "Task"
    )
    called = {name for task in tasks if task is not None for name in names_of_function(task)}
    functions = {name: one for name, one in declared.functions.items() if name in called}
    return Declarations(declared.input, declared.states, functions)


def declared_starters(
    machine: StateMachine, known: list[Starter], ask: Ask
) -> tuple[list[Starter], list[Starter]]:
    """With what a machine is started, to tell what is wrong, and to show what stands where.

    `known` are those who are known to start it. What schemas say comes first, and holds for
    them, too; then what examples show, as if that were all; of both the input and the answers are
    also taken alone, to tell what something rests on. Shown is what examples promise alone.
    """
    declared = ask(relevant, machine)
    if not declared:
        return known, known
    telling: dict[tuple[Shape, DeclaredAnswers | None], Starter] = {}
    for kinds in ((SCHEMA,), (SCHEMA, EXAMPLES)):
        for parts in ((INPUT,), (ANSWERS,), (INPUT, ANSWERS)):
            one = _level(machine, declared, kinds, parts)
            if one.origins:
                telling.setdefault((one.shape, one.answers), one)
    sure = _level(machine, declared, (SCHEMA,))
    shown = _level(machine, declared, (SCHEMA, EXAMPLES, FOUND), strict=False)
    showing = [one.answered(shown.answers) for one in known]
    if not known or declared.input is not None:
        showing.append(shown)
    return [*telling.values(), *(one.answered(sure.answers) for one in known)], showing


def shown_answers(machine: StateMachine, ask: Ask) -> DeclaredAnswers | None:
    """What is declared of the answers that the Tasks of an outermost machine get."""
    if machine.declared is None:
        return None
    kinds = (SCHEMA, EXAMPLES, FOUND)
    return _level(machine, ask(relevant, machine), kinds, strict=False).answers


def _level(
    machine: StateMachine,
    declared: Declarations,
    kinds: tuple[str, ...],
    parts: tuple[str, ...] = (INPUT, ANSWERS),
    *,
    strict: bool = True,
) -> Starter:
    """What sources of some kinds say together of some parts; `strict`: all that there is."""
    origins: dict[str, None] = {}

    def taken(part: str, named: dict[str, Declared]) -> dict[str, Shape]:
        every = named.items() if part in parts else ()
        chosen = {name: one for name, one in every if one.kind in kinds}
        origins.update(dict.fromkeys(one.origin for one in chosen.values()))
        return {name: one.strict if strict else one.shape for name, one in chosen.items()}

    given = machine.given
    entry = taken(INPUT, {"": declared.input} if declared.input and given is None else {})
    data = entry.get("", ANYTHING) if given is None else of(given[0])
    states, functions = taken(ANSWERS, declared.states), taken(ANSWERS, declared.functions)
    some = DeclaredAnswers(states, functions) if states or functions else None
    return Starter("", data, answers=some, origins=tuple(origins), is_sure=kinds == (SCHEMA,))


# --- answers --------------------------------------------------------------------------------------


def declared_answer(task: Task, known: Shape, answers: DeclaredAnswers) -> Shape:
    """What a Task answers, given what is known of that without and what is declared."""
    known = _with_function(task, known, answers)
    told = answers.states.get(task.state.name)
    return known if told is None else filled(known, told)


def _with_function(task: Task, known: Shape, answers: DeclaredAnswers) -> Shape:
    """What a Task answers, given what its function is declared to."""
    if not answers.functions or task.pattern not in ("", None):
        return known  # somebody else answers, or the function not yet
    names = names_of_function(task)
    told = next((answers.functions[name] for name in names if name in answers.functions), None)
    if told is None:
        return known
    if task.kind in (LAMBDA, UNKNOWN):
        return filled(known, told)
    payload = known.object.get("Payload") if known.object is not None else None
    if known.object is None or payload is None or not payload.anything:
        return known
    return Shape(object=known.object.having("Payload", filled(payload, told)))


def names_of_function(task: Task) -> list[str]:
    """What settings may call the function that a Task calls; none where it calls another thing.

    That is its ARN or what is in place of it, the name in it, and the name of a placeholder, or of
    the resource that CloudFormation's `GetAtt` or `Ref` names.
    """
    node: Node | None = None
    if task.kind in (LAMBDA, UNKNOWN):
        node = task.node
    elif task.kind == OPTIMISED and task.resource.part("service") == "lambda":
        arguments = None if task.arguments is None else task.arguments.value
        node = arguments.get("FunctionName") if isinstance(arguments, Mapping) else None
    if isinstance(node, Hole):
        return _words(definition_of(task.state).written(node))
    text = node.value if isinstance(node, Scalar) else None
    return list(dict.fromkeys(_names(text))) if isinstance(text, str) else []


def _names(text: str) -> Iterator[str]:
    yield text
    parts = text.split(":")
    if "function" in parts[:-1]:
        yield parts[parts.index("function") + 1]
    for part in (text, *parts):
        if part.startswith("${") and part.endswith("}"):
            inner = part[2:-1].strip()
            yield inner
            yield inner.partition(".")[0]


def _words(text: str) -> list[str]:
    """The names in a call of a function of a template."""
    spaced = "".join(one if one.isalnum() or one in "_-" else " " for one in text)
    return list(dict.fromkeys(spaced.split()))
