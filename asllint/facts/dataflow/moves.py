"""How data move through one state: what it is entered with, field by field, to what leaves it.

Here is what both query languages share; `in_jsonpath.py` and `in_jsonata.py` have the order of the
fields, `nested.py` what machines in a state answer. Sources: States Language, "Input and Output
Processing"; developer guide, "Processing input and output in Step Functions", "Passing data between
states with variables". The order of the steps and what fails is recorded from executions.
"""

from __future__ import annotations

from asllint.data.answers import ERROR_OUTPUT
from asllint.data.bindings import WRONG_TYPE, Bindings, Fault
from asllint.data.shape import ANYTHING, Object, Shape, join, texts
from asllint.facts.dataflow import context as contexts
from asllint.facts.dataflow.plan import Reader
from asllint.facts.dataflow.way import Exit, Turn
from asllint.language import grammar
from asllint.language.grammar import JSONATA
from asllint.language.machine import Catcher, Transition
from asllint.syntax.node import Mapping, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.facts.dataflow.plan import Plan
    from asllint.facts.dataflow.solver import Solver

UNKNOWN_VARIABLES = Object({}, ANYTHING)
"""The variables where nobody knows what has been assigned."""


class FailedError(Exception):
    """The state surely fails, and what is wrong is noted."""


class Moves:
    """One state, entered once. What comes of it is in `turn` after `run`."""

    def __init__(
        self, plan: Plan, data: Shape, variables: Object, context: Shape, solver: Solver
    ) -> None:
        self.plan = plan
        self.state = plan.state
        self.data = data
        self.variables = variables
        self.around = context
        self.context = contexts.in_state(context, plan.state) if plan.reads_context else ANYTHING
        self.solver = solver
        self.turn = Turn()
        self.reader = Reader(plan, self.turn.troubles, solver.left.evaluation)

    def run(self) -> Turn:
        """Work it all out."""
        if not self.is_clear:
            self._leave_anyhow()
            return self.turn
        try:
            self.work()
        except FailedError:
            self.turn.failed = not self.turn.exits  # a Choice may have left by an earlier rule
        self._caught()
        return self.turn

    @property
    def is_clear(self) -> bool:
        """Is it known what the state does, and where it may lead?"""
        known = hasattr(self, self._own) and self.state.query_language is not None
        return known and not self.state.open

    @property
    def _own(self) -> str:
        return f"_{(self.state.type or '').lower()}"

    def work(self) -> None:
        """Do what the state does, but for its catchers. Raises `FailedError`."""
        self.turn.stages[grammar.RAW_INPUT] = self.data
        getattr(self, self._own)()

    # --- leaving --------------------------------------------------------------------------------

    def _leave_anyhow(self) -> None:
        """Nothing is known of what the state does."""
        for transition in self.state.transitions:
            self.exit(transition, ANYTHING, UNKNOWN_VARIABLES)
        if self.state.ends:
            self.exit(None, ANYTHING, UNKNOWN_VARIABLES)

    def exit(self, transition: Transition | None, data: Shape, variables: Object) -> None:
        """Leave by a transition; None: the machine ends."""
        self.turn.exits.append(Exit(transition, data, variables))

    def onward(self, data: Shape, variables: Object) -> None:
        """Leave by `Next`, or end the machine."""
        self.turn.stages[grammar.OUTPUT] = data
        if self.state.ends:
            self.exit(None, data, variables)
        own = self.state.field("Next")
        for transition in self.state.transitions:
            if transition.target_name is own:
                self.exit(transition, data, variables)

    def by_default(self) -> Transition | None:
        """The transition of a Choice whose rules are all false; None where there is none."""
        own = self.state.field("Default")
        found = (one for one in self.state.transitions if one.target_name is own)
        return next(found, None)

    def _caught(self) -> None:
        """What goes where a catcher leads, whenever the work may fail."""
        before = len(self.turn.troubles)
        errors = {catcher: error_output(catcher) for catcher in self.state.catchers}
        if errors:
            self.turn.stages[grammar.ERROR_OUTPUT] = join(errors.values())
        for catcher, error in errors.items():
            if catcher.transition is None:
                continue
            try:
                data, variables = self.in_catcher(catcher, error)
            except FailedError:
                continue
            self.exit(catcher.transition, data, variables)
            self.turn.exits[-1].is_onward = False
        for trouble in self.turn.troubles[before:]:
            trouble.in_catcher = True

    def in_catcher(self, catcher: Catcher, error: Shape) -> tuple[Shape, Object]:
        """What a catcher hands on: data and variables. Raises `FailedError`."""
        raise NotImplementedError

    # --- values ---------------------------------------------------------------------------------

    def sure(self, shape: Shape) -> Shape:
        """A shape, given that it has come about. Raises `FailedError` where it surely has not."""
        if shape.is_never:
            raise FailedError
        return shape

    def template(self, node: Node, bindings: Bindings) -> Shape:
        """What a payload template yields. Raises `FailedError`."""
        return self.sure(self.reader.template(node, bindings))

    def value(self, node: Node, bindings: Bindings) -> Shape:
        """What a path, a call, or any value in JSONata yields. Raises `FailedError`."""
        return self.sure(self.reader.value(node, bindings))

    def bindings(self) -> Bindings:
        """What the first fields of the state read."""
        raise NotImplementedError

    def selector_bindings(self, effective: Bindings) -> Bindings:
        """What `ItemSelector` reads, given the bindings of an iteration."""
        return effective

    def assigned(self, node: Node | None, bindings: Bindings) -> Object:
        """The variables after an `Assign`, which reads them as they were before."""
        if node is None:
            return self.variables
        found = self.template(node, bindings).object
        if not isinstance(node, Mapping) or found is None or not found.is_closed:
            return UNKNOWN_VARIABLES
        return Object({**self.variables.fields, **found.fields}, self.variables.rest)

    def after_test(self, bindings: Bindings) -> Object:
        """The variables when a test has come out."""
        fields = {name: shape for name, shape in bindings.variables.items() if name != "states"}
        return Object(fields, self.variables.rest)

    def refuse(self, node: Node | None, text: str, holder: Shape) -> FailedError:
        """Note that something is of a type with which the state fails; to be raised."""
        site = self.plan.sites.get(id(node))
        if node is not None and self.state.query_language == JSONATA:
            expression = None if site is None else site.jsonata
            if expression is None or expression.type is not None:
                return FailedError()  # `expression-type` says so, from the text alone
        node = self.state.key if node is None else node
        end = 0 if site is None else max(0, len(site.text) - 2 * site.offset)
        self.reader.note(Fault(WRONG_TYPE, 0, end, text, holder), node)
        return FailedError()


def error_output(catcher: Catcher) -> Shape:
    """What a catcher gets; `Error` is one of the names that it waits for where they are exact."""
    names = [str(name.value) for name in catcher.error_names]
    known = ERROR_OUTPUT.object
    if catcher.open or not names or any(name.startswith("States.") for name in names):
        return ERROR_OUTPUT
    assert known is not None, "it is an object"
    return Shape(object=known.having("Error", texts(names)))
