"""JSONPath states: InputPath, Parameters, the work, ResultSelector, ResultPath, OutputPath."""

from __future__ import annotations

from asllint.data.bindings import Bindings, Fault, called
from asllint.data.choice import decide
from asllint.data.paths import write
from asllint.data.shape import ANYTHING, ARRAY_KIND, EMPTY, Object, Shape
from asllint.data.templates import made
from asllint.facts.dataflow.arguments import hold
from asllint.facts.dataflow.demands import refused
from asllint.facts.dataflow.moves import FailedError, Moves
from asllint.facts.dataflow.nested import branches, iterations, reader_items, runs_inline
from asllint.facts.dataflow.plan import constant
from asllint.language import grammar
from asllint.language.machine import Catcher, Transition
from asllint.syntax.node import Mapping, Node, Pair, Scalar


class InJsonpath(Moves):
    """One JSONPath state, entered once."""

    def _bindings(self, data: Shape) -> Bindings:
        return Bindings(data, self.context, self.variables.fields)

    def bindings(self) -> Bindings:
        """What the first fields of the state read."""
        return self._bindings(self.data)

    # --- from field to field --------------------------------------------------------------------

    def _effective(self) -> Shape:
        effective = self._path("InputPath", self.data)
        self.turn.stages[grammar.EFFECTIVE_INPUT] = effective
        return effective

    def _path(self, field: str, data: Shape) -> Shape:
        """What a field that takes a path or null reads; all of the data where it is absent."""
        node = self.state.field(field)
        if node is None:
            return data
        if isinstance(node, Scalar) and node.value is None:
            return EMPTY
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            return ANYTHING
        return self.value(node, self._bindings(data))

    def _arguments(self, effective: Shape) -> Shape:
        node = self.state.field("Parameters")
        arguments = effective
        if node is not None:
            arguments = self.template(node, self._bindings(effective))
        self.turn.stages[grammar.ARGUMENTS] = arguments
        return arguments

    def with_result(self, result: Shape) -> None:
        """From the result of the work to the way out. Raises `FailedError`."""
        stages = self.turn.stages
        stages[grammar.RESULT] = self.sure(result)
        variables = self.assigned(self.state.field("Assign"), self._bindings(result))
        selector = self.state.field("ResultSelector")
        if selector is not None:
            result = self.template(selector, self._bindings(result))
        stages[grammar.SELECTED_RESULT] = result
        combined = self._combined(self.state.pair("ResultPath"), result)
        stages[grammar.COMBINED] = combined
        self.onward(self._path("OutputPath", combined), variables)

    def _combined(self, pair: Pair | None, result: Shape) -> Shape:
        """What `ResultPath` makes of the raw input and a result."""
        if pair is None:
            return result
        node = pair.value
        if isinstance(node, Scalar) and node.value is None:
            return self.data
        site = self.plan.sites.get(id(node))
        if site is None or site.path is None or site.path.root != "$":
            return ANYTHING
        if id(node) in self.plan.unread:
            return ANYTHING
        faults: list[Fault] = []
        combined = write(site.path, self.data, result, faults)
        for fault in faults:
            self.reader.note(fault, node)
        return self.sure(combined)

    def in_catcher(self, catcher: Catcher, error: Shape) -> tuple[Shape, Object]:
        """The catcher's own `ResultPath`, on the raw input; no `OutputPath` (both recorded)."""
        variables = self.assigned(catcher.node.get("Assign"), self._bindings(error))
        return self._combined(catcher.node.fields.get("ResultPath"), error), variables

    def _look_at(self, bindings: Bindings, *fields: str, within: Node | None = None) -> None:
        """Fields that take something by a path, for what is not there or not taken."""
        node = self.state.node if within is None else within
        for field in fields:
            scalar = node.get(field) if isinstance(node, Mapping) else None
            if isinstance(scalar, Scalar) and isinstance(scalar.value, str):
                found = self.value(scalar, bindings)
                reason = refused(field, found)
                if reason is not None:
                    raise self.refuse(scalar, f'"{scalar.value}" {reason}', found)

    # --- each type of state ---------------------------------------------------------------------

    def _pass(self) -> None:
        effective = self._effective()
        result = self.state.field("Result")
        if result is None:
            self.with_result(self._arguments(effective))
        else:
            self.with_result(made(result, constant, evaluated=False))

    def _task(self) -> None:
        effective = self._effective()
        bindings = self._bindings(effective)
        self._look_at(bindings, "TimeoutSecondsPath", "HeartbeatSecondsPath")
        arguments = self._arguments(effective)
        hold(self.plan, arguments, self.reader)
        self.with_result(self.solver.answer(self.plan, arguments))

    def _parallel(self) -> None:
        self.with_result(branches(self, self._arguments(self._effective())))

    def _map(self) -> None:
        effective = self._effective()
        bindings = self._bindings(effective)
        for what in ("MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"):
            self._look_at(bindings, what + "Path")
        self.with_result(iterations(self, self._items(effective, bindings), bindings))

    def _items(self, effective: Shape, bindings: Bindings) -> Shape:
        read = reader_items(self)
        if read is not None:
            self._read(self.state.field("ItemReader"), bindings)
            return read
        node = self.state.field("ItemsPath")
        items = effective if node is None else self.value(node, bindings)
        if not runs_inline(self):
            return items
        arrays = items.only(ARRAY_KIND)
        if arrays.is_never:
            said = f"the items are {called(items)}, and an inline Map takes an array"
            raise self.refuse(node, said, items)
        return arrays

    def _read(self, reader: Node | None, bindings: Bindings) -> None:
        """What an `ItemReader` is given."""
        if not isinstance(reader, Mapping):
            return
        arguments = reader.get("Parameters")
        if arguments is not None:
            self.template(arguments, bindings)
        self._look_at(bindings, "MaxItemsPath", within=reader.get("ReaderConfig"))

    def _wait(self) -> None:
        effective = self._effective()
        bindings = self._bindings(effective)
        self._look_at(bindings, "SecondsPath", "TimestampPath")
        variables = self.assigned(self.state.field("Assign"), bindings)
        self.onward(self._path("OutputPath", effective), variables)

    def _succeed(self) -> None:
        self.onward(self._path("OutputPath", self._effective()), self.variables)

    def _fail(self) -> None:
        self.turn.stages[grammar.EFFECTIVE_INPUT] = self.data
        self._look_at(self._bindings(self.data), "ErrorPath", "CausePath")

    def _choice(self) -> None:
        bindings: Bindings | None = self._bindings(self._effective())
        went_well = True
        for rule in self.state.choices:
            assert bindings is not None, "nothing is left to decide otherwise"
            faults: list[Fault] = []
            verdict = decide(rule.node, bindings, faults)
            for fault in faults:
                self.reader.note(fault, rule.node if fault.at is None else fault.at)
            if verdict.when_true is not None:
                assign = rule.node.get("Assign")
                went_well &= self._chosen(rule.transition, assign, verdict.when_true)
            elif verdict.when_false is None:
                raise FailedError
            bindings = verdict.when_false
            if bindings is None:
                break
        self.turn.is_covered = bindings is None
        if bindings is not None:
            assign = self.state.field("Assign")
            went_well &= self._chosen(self.by_default(), assign, bindings)
        if not went_well:
            raise FailedError

    def _chosen(
        self, transition: Transition | None, assign: Node | None, bindings: Bindings
    ) -> bool:
        """Leave a Choice by one of its rules, or by `Default`; False where that surely fails."""
        if transition is None:
            return True
        before = self.variables
        self.variables = self.after_test(bindings)
        try:
            variables = self.assigned(assign, bindings)
            self.exit(transition, self._path("OutputPath", bindings.data), variables)
        except FailedError:
            return False
        finally:
            self.variables = before
        return True
