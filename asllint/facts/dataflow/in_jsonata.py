"""JSONata states: Arguments, the work, then Assign and Output from the same snapshot."""

from __future__ import annotations

from asllint.data.bindings import Bindings, Fault, Verdict, called
from asllint.data.jsonata.evaluate import decide
from asllint.data.shape import ANYTHING, ARRAY_KIND, OBJECT_KIND, Object, Shape, object_of
from asllint.facts.dataflow.arguments import hold
from asllint.facts.dataflow.demands import refused
from asllint.facts.dataflow.moves import FailedError, Moves
from asllint.facts.dataflow.nested import branches, iterations, reader_items, runs_inline
from asllint.language import grammar
from asllint.language.machine import Catcher, Transition
from asllint.syntax.node import Mapping, Node, Scalar, is_marker


class InJsonata(Moves):
    """One JSONata state, entered once."""

    def _states(self, context: Shape, **more: Shape) -> Bindings:
        """The bindings: all data are in `$states`."""
        states = object_of({"input": self.data, "context": context, **more})
        return Bindings(ANYTHING, context, {**self.variables.fields, "states": states})

    def bindings(self) -> Bindings:
        """What the first fields of the state read."""
        return self._states(self.context)

    def selector_bindings(self, effective: Bindings) -> Bindings:
        """What `ItemSelector` reads: the context of the iteration."""
        return self._states(effective.context)

    def _field(self, field: str, otherwise: Shape, bindings: Bindings | None = None) -> Shape:
        """What a field yields, or something else where it is absent."""
        node = self.state.field(field)
        if node is None:
            return otherwise
        return self.value(node, bindings or self._states(self.context))

    def _finish(self, otherwise: Shape, **more: Shape) -> None:
        bindings = self._states(self.context, **more)
        variables = self.assigned(self.state.field("Assign"), bindings)
        self.onward(self._field("Output", otherwise, bindings), variables)

    def with_result(self, result: Shape) -> None:
        """From the result of the work to the way out. Raises `FailedError`."""
        self.turn.stages[grammar.RESULT] = self.sure(result)
        self._finish(result, result=result)

    def in_catcher(self, catcher: Catcher, error: Shape) -> tuple[Shape, Object]:
        """The catcher's `Output`, else the error output (recorded)."""
        bindings = self._states(self.context, errorOutput=error)
        variables = self.assigned(catcher.node.get("Assign"), bindings)
        output = catcher.node.get("Output")
        return (error if output is None else self.value(output, bindings)), variables

    def _arguments(self) -> Shape:
        arguments = self._field("Arguments", self.data)
        self.turn.stages[grammar.ARGUMENTS] = arguments
        return arguments

    # --- each type of state ---------------------------------------------------------------------

    def _pass(self) -> None:
        self._finish(self.data)

    _succeed = _pass

    def _fail(self) -> None:
        for field in ("Error", "Cause"):
            self._field(field, ANYTHING)

    def _wait(self) -> None:
        for field in ("Seconds", "Timestamp"):
            found = self._field(field, ANYTHING)
            reason = refused(field, found)
            if reason is not None:
                raise self.refuse(self.state.field(field), f"it {reason}", found)
        self._finish(self.data)

    def _task(self) -> None:
        for field in ("TimeoutSeconds", "HeartbeatSeconds"):
            self._field(field, ANYTHING)
        arguments = self._arguments()
        hold(self.plan, arguments, self.reader)
        self.with_result(self.solver.answer(self.plan, arguments))

    def _parallel(self) -> None:
        self.with_result(branches(self, self._arguments()))

    def _map(self) -> None:
        for field in ("MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"):
            self._field(field, ANYTHING)
        bindings = self._states(self.context)
        self.with_result(iterations(self, self._items(bindings), bindings))

    def _items(self, bindings: Bindings) -> Shape:
        """What a Map runs over: an array; distributed ones take an object, too (recorded)."""
        read = reader_items(self)
        if read is not None:
            self._read(self.state.field("ItemReader"), bindings)
            return read
        node = self.state.field("Items")
        if node is None and "Arguments" in self.state.fields:
            return ANYTHING  # it is misplaced, and most likely meant
        if isinstance(node, Scalar) and isinstance(node.value, str) and is_marker(node.value):
            return ANYTHING
        items = self._field("Items", self.data, bindings)
        inline = runs_inline(self)
        if items.only(ARRAY_KIND, *(() if inline else (OBJECT_KIND,))).is_never:
            wanted = "an inline Map takes an array" if inline else "a Map takes an array or object"
            said = f"the items are {called(items)}, and {wanted}"
            raise self.refuse(node, said, items)
        return items.only(ARRAY_KIND) if inline else items

    def _read(self, reader: Node | None, bindings: Bindings) -> None:
        """What an `ItemReader` is given."""
        config = reader.get("ReaderConfig") if isinstance(reader, Mapping) else None
        for holder, name in ((reader, "Arguments"), (config, "MaxItems")):
            node = holder.get(name) if isinstance(holder, Mapping) else None
            if node is not None:
                self.value(node, bindings)

    def _choice(self) -> None:
        bindings: Bindings | None = self._states(self.context)
        went_well = True
        for rule in self.state.choices:
            assert bindings is not None, "nothing is left to decide otherwise"
            verdict = self._verdict(rule.node.get("Condition"), bindings)
            if verdict.when_true is not None:
                output, assign = rule.node.get("Output"), rule.node.get("Assign")
                went_well &= self._chosen(rule.transition, output, assign, verdict.when_true)
            elif verdict.when_false is None:
                raise FailedError
            bindings = verdict.when_false
            if bindings is None:
                break
        self.turn.is_covered = bindings is None
        if bindings is not None:
            output, assign = self.state.field("Output"), self.state.field("Assign")
            went_well &= self._chosen(self.by_default(), output, assign, bindings)
        if not went_well:
            raise FailedError

    def _verdict(self, condition: Node | None, bindings: Bindings) -> Verdict:
        if isinstance(condition, Scalar) and isinstance(condition.value, bool):
            return Verdict(bindings, None) if condition.value else Verdict(None, bindings)
        site = self.plan.sites.get(id(condition))
        if site is None or site.jsonata is None:
            return Verdict(bindings, bindings)
        faults: list[Fault] = []
        verdict = decide(site.jsonata, bindings, faults, self.solver.left.evaluation)
        for fault in faults:
            self.reader.note(fault, site.scalar)
        return verdict

    def _chosen(
        self,
        transition: Transition | None,
        output: Node | None,
        assign: Node | None,
        bindings: Bindings,
    ) -> bool:
        """Leave a Choice by one of its rules, or by `Default`; False where that surely fails."""
        if transition is None:
            return True
        before = self.data, self.variables
        states = bindings.variables["states"].object
        self.data = self.data if states is None else states.get("input").present
        self.variables = self.after_test(bindings)
        try:
            variables = self.assigned(assign, bindings)
            data = self.data if output is None else self.value(output, bindings)
            self.exit(transition, data, variables)
        except FailedError:
            return False
        finally:
            self.data, self.variables = before
        return True
