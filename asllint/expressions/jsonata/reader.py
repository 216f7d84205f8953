"""Read JSONata with exact places, and tell what an expression names, calls and yields.

The grammar is that of the `jsonata-python` package, which only this module imports. Its tokenizer
is replaced by `jsonata_lexer`; what it refuses is explained by `jsonata_refusals`. Everything else
is read from the tree before the package reworks it.

JSONata is described at docs.jsonata.org; what Step Functions takes from it in the developer guide,
"Transforming data with JSONata in Step Functions" (read in autumn 2026). There, an expression has
no context item: data is reached through `$states` and through variables.
"""

from __future__ import annotations

from functools import lru_cache

from asllint.expressions.jsonata.fallbacks import OPERATORS, Fallback, fallbacks
from asllint.expressions.jsonata.lexer import CLOSERS, OPENERS, Lexer, RefusalError
from asllint.expressions.jsonata.refusals import explain
from asllint.expressions.jsonata.tree import term_of
from asllint.syntax.node import has_placeholder
from asllint.tables.jsonata_functions import FUNCTIONS, UNAVAILABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, Final

    from asllint.expressions import Mistake
    from asllint.expressions.jsonata.lexer import Token
    from asllint.expressions.jsonata.tree import Term

    Read = tuple["Expression | None", tuple[Mistake, ...]]

MAX_STEPS = 100
"""In longer paths the package does not look for the mistakes of its second pass: they take time
that grows with the square."""

MAX_LENGTH = 100_000
"""Longer texts (in code points) are not read: a state's data is at most 256 KiB anyway."""

_ARITHMETIC = ("+", "-", "*", "/", "%")
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=", "in", "and", "or")
_ALWAYS_DEFINED = ("&", "=", "!=", "in", "and", "or")

# --- what an expression tells ---------------------------------------------------------------------


class Identifier:
    """A name in an expression; `text[start:end]` is the name as written, `$` and quotes included.

    `role` is `"key"` for a bare name that is a whole key of an object, `"call"` for one that is
    called, and `"name"` otherwise.
    """

    __slots__ = ("end", "name", "role", "start")

    def __init__(self, name: str, start: int, end: int, role: str = "name") -> None:
        self.name = name
        self.start = start
        self.end = end
        self.role = role

    def __repr__(self) -> str:
        return f"Identifier({self.name!r}, {self.start}, {self.end})"


class StatesUse:
    """A read of `$states`: `path` is the plain names that follow it, `spans` where each of them is.

    `$states.input.items[0].id` has the path `("input", "items")`: a step that is more than a name
    ends it. `text[start:end]` is `$states` with these names.
    """

    __slots__ = ("end", "path", "spans", "start")

    def __init__(self, start: int, end: int) -> None:
        self.path: tuple[str, ...] = ()
        self.spans: tuple[tuple[int, int], ...] = ()
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"StatesUse({self.path!r}, {self.start}, {self.end})"


class Argument:
    """One argument as written at `text[start:end]`.

    `type` is the JSON type (or `"function"`) if it is sure that there is a value and that it is of
    this type, else None; `items` are the types of the items of an array that is written out;
    `constant` is its value if it is a literal, else `NOT_CONSTANT`.
    """

    __slots__ = ("constant", "end", "items", "start", "type")

    def __init__(
        self,
        start: int,
        end: int,
        type: str | None,  # noqa: A002
        items: tuple[str | None, ...],
        constant: object,
    ) -> None:
        self.start = start
        self.end = end
        self.type = type
        self.items = items
        self.constant = constant


class JsonataCall:
    """A call of `$name(…)` that the expression does not define; `text[start:end]` is `$name`.

    `chained`: the left side of `~>` is a further, first argument. `partial`: a `?` among the
    arguments makes it a function. `inner`: there is a context value, which some functions take
    for a missing argument.
    """

    __slots__ = ("arguments", "chained", "end", "inner", "name", "partial", "start")

    def __init__(
        self,
        use: Identifier,
        arguments: tuple[Argument, ...],
        *,
        chained: bool,
        partial: bool,
        inner: bool,
    ) -> None:
        self.name = use.name
        self.start = use.start
        self.end = use.end
        self.arguments = arguments
        self.chained = chained
        self.partial = partial
        self.inner = inner

    @property
    def given(self) -> tuple[Argument | None, ...]:
        """The arguments that the function gets; None for the one that `~>` hands over."""
        return (None, *self.arguments) if self.chained else self.arguments

    def __repr__(self) -> str:
        return f"JsonataCall({self.name!r}, {self.start}, {self.end})"


class _NotConstant:
    __slots__ = ()

    def __repr__(self) -> str:
        return "NOT_CONSTANT"


NOT_CONSTANT: Final = _NotConstant()
"""In the place of a constant value (None is the constant `null`)."""


class Expression:
    """What one expression that can be read names, calls and yields, each in the order of places.

    `names` are fields that are asked of a context item which does not exist; `root_uses` are `$`
    where there is no context item either, and `$$`. `variables` are reads of `$name` that the
    expression does not bind itself: workflow variables. Built-in functions that are named without
    a call (`$map(…, $uppercase)`) are in `references` instead. `fallbacks` are the operators `?:`
    and `??`, which Step Functions does not have.

    `constant` is the Python value of an expression that is a literal as a whole, else
    `NOT_CONSTANT`. `type` is the JSON type of every value it can have (it may also have none at
    all), or None where that is not certain. `tree` is what is evaluated; None where the package
    does not get so far: with a very long path, or one of the `fallbacks`.
    """

    __slots__ = (
        "constant", "fallbacks", "functions", "names", "references", "root_uses", "states", "text",
        "tree", "type", "variables",
    )  # fmt: skip

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: tuple[Identifier, ...] = ()
        self.variables: tuple[Identifier, ...] = ()
        self.references: tuple[Identifier, ...] = ()
        self.functions: tuple[JsonataCall, ...] = ()
        self.states: tuple[StatesUse, ...] = ()
        self.root_uses: tuple[Identifier, ...] = ()
        self.fallbacks: tuple[Fallback, ...] = ()
        self.constant: object = NOT_CONSTANT
        self.type: str | None = None
        self.tree: Term | None = None


def read_jsonata(text: str) -> tuple[Expression | None, list[Mistake]]:
    """Read what stands between `{%` and `%}`; all offsets are into `text`. Never raises.

    The mistakes are of the kind `jsonata-syntax`; there is at most one. There is neither an
    expression nor a mistake if nobody can know: with a placeholder in the text, or where the
    package gives up. The expression is shared between calls: do not change it.
    """
    expression, mistakes = _read(text)
    return expression, list(mistakes)


@lru_cache(maxsize=16_384)  # an editor asks for the same expressions after every key
def _read(text: str) -> Read:
    if has_placeholder(text) or len(text) > MAX_LENGTH:
        return None, ()
    lexer = Lexer(text)
    try:
        return _parse(lexer), ()
    except RefusalError as refusal:
        mistake = explain(lexer, refusal)
        return None, () if mistake is None else (mistake,)
    except Exception:  # the package may raise anything: what it can not judge, we do not either
        return None, ()


# --- the package ----------------------------------------------------------------------------------

_spare_parsers: list[Any] = []
"""Parsers to use again: to make one takes longer than to parse an expression."""


def _parse(lexer: Lexer) -> Expression:
    """Parse and analyse; raises `RefusalError`, or whatever the package does not foresee."""
    from jsonata.jexception import JException  # type: ignore[import-untyped]
    from jsonata.parser import Parser  # type: ignore[import-untyped]

    parser = _spare_parsers.pop() if _spare_parsers else Parser()
    parser.source, parser.lexer = lexer.text, lexer
    parser.errors, parser.ancestry = [], []
    parser.ancestor_label = parser.ancestor_index = 0
    parser.object_parser = _brace_keeper(parser, Parser, lexer)
    try:
        parser.advance()
        tree = parser.expression(0)
        if parser.node.id != "(end)":
            raise RefusalError("S0201", parser.node.position)
        reading = _TreeWalk(lexer)
        expression = reading.expression(tree)
        expression.tree = _rework(parser, tree, reading)
    except JException as error:
        raise RefusalError(error.error, error.location, str(error.current)) from error
    finally:
        parser.lexer = parser.object_parser = None
        _spare_parsers.append(parser)
    return expression


def _rework(parser: Any, tree: Any, reading: _TreeWalk) -> Term | None:
    """Let the package rework the tree, and find the mistakes in paths. Changes the tree."""
    if reading.longest > MAX_STEPS:
        return None
    if reading.fallbacks:
        return None  # refused anyway; the package walks their left sides twice, those in them four
    try:
        result = parser.process_ast(tree)
    except RecursionError:
        return None  # a long chain of operators, which was analysed without trouble
    if result.type == "parent" or result.seeking_parent is not None:
        raise RefusalError("S0217", reading.parents[0] if reading.parents else 0)
    try:
        return term_of(result, reading.tokens)
    except RecursionError:
        return None


def _brace_keeper(parser: Any, base: Any, lexer: Lexer) -> Any:
    """The package's reader of `{…}`, whose nodes keep their places, as all others do."""

    def object_parser(left: Any) -> Any:
        place = lexer.tokens[-1 if parser.node.id == "(end)" else -2].position
        node = base.object_parser(parser, left)
        node.position = place
        return node

    return object_parser


# --- what the tree tells --------------------------------------------------------------------------


class _Frames:
    """What surrounds a part of an expression.

    `bound` are the names that are bound so far in this frame and around it, `later` those that
    will be by the time that a function's body runs; `inner` says that there is a context item.
    """

    __slots__ = ("bound", "inner", "later")

    def __init__(self, bound: set[str], later: frozenset[str], inner: bool) -> None:
        self.bound = bound
        self.later = later
        self.inner = inner

    def step(self, focus: set[str]) -> _Frames:
        """For what is evaluated for each item, with the names that `@` and `#` bind."""
        return _Frames(self.bound | focus if focus else self.bound, self.later, True)

    def frame(self, expressions: Iterable[Any]) -> _Frames:
        """For a sequence of expressions, whose variables end with it."""
        own = set()
        for node in expressions:
            while node.type == "binary" and node.value == ":=":
                own.add(node.lhs.value)
                node = node.rhs
        return _Frames(set(self.bound), self.later | own, self.inner)

    def body(self, parameters: Iterable[str]) -> _Frames:
        """For a function's body: it is evaluated for the context item that is there now."""
        return _Frames({*self.bound, *self.later, *parameters}, self.later, self.inner)


class _TreeWalk:
    """One walk over the package's tree, in the order of evaluation."""

    def __init__(self, lexer: Lexer) -> None:
        self.text = lexer.text
        self.tokens = lexer.tokens
        self.ends = {token.position: token.end for token in lexer.tokens}
        self.names: list[Identifier] = []
        self.variables: list[Identifier] = []
        self.references: list[Identifier] = []
        self.functions: list[JsonataCall] = []
        self.states: list[StatesUse] = []
        self.roots: list[Identifier] = []
        self.parents: list[int] = []
        self.fallbacks: set[int] = set()
        self.calls: dict[int, JsonataCall] = {}
        self.chained: set[int] = set()
        self._parts: dict[int, list[tuple[int, int]]] | None = None
        self.longest = 0
        """How many steps the longest path has."""

    def expression(self, tree: Any) -> Expression:
        """Walk a whole tree."""
        self.walk(tree, _Frames(set(), frozenset(), False).frame([tree]))
        expression = Expression(self.text)
        expression.names = in_order(self.names)
        expression.variables = in_order(self.variables)
        expression.references = in_order(self.references)
        expression.root_uses = in_order(self.roots)
        expression.fallbacks = tuple(fallbacks(self.tokens, self.fallbacks))
        expression.functions = tuple(sorted(self.functions, key=lambda call: call.start))
        expression.states = tuple(sorted(self.states, key=lambda use: use.start))
        expression.constant = _constant(tree)
        kind = self.type_of(tree)
        expression.type = None if kind == "function" else kind
        return expression

    def walk(self, node: Any, scope: _Frames) -> set[str]:
        """A node, and all below it; returns the names that it binds for the steps after it.

        A chain of operators is a loop here, since it may be long.
        """
        chain = []
        while node.type == "binary" and node.value != ":=":
            chain.append(node)
            node = node.lhs
        chain.reverse()
        self.longest = max(self.longest, sum(one.value == "." for one in chain))
        if node.type == "variable" and node.value == "states" and "states" not in scope.bound:
            self.states_use(node, chain)
        else:
            self.part(node, scope)
        focus: set[str] = set()
        for one in chain:
            focus = self.right_side(one, scope, focus)
        return focus

    def right_side(self, node: Any, scope: _Frames, focus: set[str]) -> set[str]:
        """The operands of an operator but the left one, given the names bound on the left."""
        operator = node.value
        if operator in ("@", "#"):
            return {*focus, str(node.rhs.value)}
        if operator == ".":
            return focus | self.walk(node.rhs, scope.step(focus))
        if operator == "[":
            self.walk(node.rhs, scope.step(focus))
            return focus
        if operator in ("^", "{"):
            parts = [one.expression for one in node.rhs_terms or ()]
            parts += [one for pair in node.rhs_object or () for one in pair]
            for one in parts:
                self.walk(one, scope.step(focus))
            return focus
        if operator == "~>":
            self.chain(node.rhs)
        self.walk(node.rhs, scope)
        return set()

    def part(self, node: Any, scope: _Frames) -> None:
        """A node that is no chain of operators."""
        if node.id == "(end)":
            raise RefusalError("S0207", len(self.text))
        visit = _VISITS.get(node.type)
        if visit is not None:
            visit(self, node, scope)

    def binding(self, node: Any, scope: _Frames) -> None:
        """`$name := …`."""
        self.walk(node.rhs, scope)
        scope.bound.add(str(node.lhs.value))

    def block(self, node: Any, scope: _Frames) -> None:
        """`(…; …)`."""
        frame = scope.frame(node.expressions)
        for one in node.expressions:
            self.walk(one, frame)

    def function(self, node: Any, scope: _Frames) -> None:
        """`function($x) { … }`."""
        self.walk(node.body, scope.body(str(one.value) for one in node.arguments))

    def transform(self, node: Any, scope: _Frames) -> None:
        """`|…|…, …|`."""
        for one in (node.pattern, node.update, node.delete):
            if one is not None:
                self.walk(one, scope.step(set()))

    def parent(self, node: Any, scope: _Frames) -> None:
        """`%`."""
        self.parents.append(node.position)

    def word(self, node: Any, scope: _Frames) -> None:
        """A bare name, which can be `and`, `or` and `in` too, or the `?` among arguments."""
        if node.value != "?":
            self.name(node, scope)

    def unary(self, node: Any, scope: _Frames) -> None:
        """`[…]`, `{…}` or `-…`."""
        if node.value == "[":
            for one in node.expressions:
                self.walk(one, scope)
        elif node.value == "{":
            for key, value in node.lhs_object:
                if key.type == "name":
                    self.name(key, scope, "key")
                else:
                    self.walk(key, scope)
                self.walk(value, scope)
        else:
            self.walk(node.expression, scope)

    def condition(self, node: Any, scope: _Frames) -> None:
        """`… ? … : …`; in `… ?: …` and `… ?? …` the package has the left side twice."""
        if node.id in OPERATORS:
            self.fallbacks.add(node.position)
        else:
            self.walk(node.condition, scope)
        self.walk(node.then, scope)
        if node._else is not None:
            self.walk(node._else, scope)

    def name(self, node: Any, scope: _Frames, role: str = "name") -> None:
        """A bare name: nothing, unless there is no context item that it could be a field of."""
        if not scope.inner:
            start = node.position
            self.names.append(Identifier(str(node.value), start, self.ends[start], role))

    def variable(self, node: Any, scope: _Frames) -> None:
        """`$name`, `$` or `$$`."""
        name, start = str(node.value), node.position
        use = Identifier(name, start, self.ends[start])
        if name in ("", "$"):
            use.name = f"${name}"
            if name or not scope.inner:
                self.roots.append(use)
        elif name not in scope.bound:
            known = name in FUNCTIONS or name in UNAVAILABLE
            (self.references if known else self.variables).append(use)

    def states_use(self, node: Any, chain: Sequence[Any]) -> None:
        """`$states` and the plain names after it."""
        use = StatesUse(node.position, self.ends[node.position])
        path: list[str] = []
        spans: list[tuple[int, int]] = []
        for one in chain:
            step = one.rhs
            if one.value != "." or step is None:
                break
            whole = step
            while step.type == "binary" and step.value in ("[", "@", "#"):
                step = step.lhs
            if step.type not in ("name", "string"):
                break
            start = step.position
            use.end = self.ends[start]
            path.append(str(step.value))
            spans.append((start, use.end))
            if whole is not step or step.keep_array:
                break
        use.path, use.spans = tuple(path), tuple(spans)
        self.states.append(use)

    def chain(self, node: Any) -> None:
        """Note the call to which `~>` hands its left side."""
        while node.type == "binary" and node.value in ("[", "{"):
            node = node.lhs
        if node.type == "function":
            self.chained.add(id(node))

    def call(self, node: Any, scope: _Frames) -> None:
        """A call: of a function by its name, or of what an expression yields."""
        procedure = node.procedure
        for one in node.arguments:
            self.walk(one, scope)
        if procedure.type == "name":
            self.name(procedure, scope, "call")
        elif procedure.type != "variable" or procedure.value in ("", "$"):
            self.walk(procedure, scope)
        elif procedure.value not in scope.bound:
            start = procedure.position
            call = JsonataCall(
                Identifier(str(procedure.value), start, self.ends[start]),
                self.arguments(node),
                chained=id(node) in self.chained,
                partial=node.type == "partial",
                inner=scope.inner,
            )
            self.functions.append(call)
            self.calls[id(node)] = call

    def arguments(self, node: Any) -> tuple[Argument, ...]:
        """The arguments of a call, each with its place."""
        if self._parts is None:
            self._parts = _bracketed(self.tokens)
        found = []
        for one, (start, end) in zip(node.arguments, self._parts[node.position], strict=True):
            items: tuple[str | None, ...] = ()
            if one.type == "unary" and one.value == "[":
                items = tuple(self.sure_type(item) for item in one.expressions)
            found.append(Argument(start, end, self.sure_type(one), items, _constant(one)))
        return tuple(found)

    def sure_type(self, node: Any) -> str | None:
        """The type of a value that is there whatever the data are, else None."""
        while node.type == "block" and node.expressions:
            node = node.expressions[-1]
        sure = (
            node.type in ("string", "number", "value", "regex", "lambda", "partial")
            or (node.type == "unary" and (node.value != "-" or node.expression.type == "number"))
            or (node.type == "binary" and node.value in _ALWAYS_DEFINED)
        )
        return self.type_of(node) if sure else None

    def type_of(self, node: Any) -> str | None:
        """The type of what a node yields if it yields anything; None where that is not certain."""
        kind = node.type
        if kind in ("string", "number"):
            return str(kind)
        if kind == "value":
            return "null" if node.value is None else "boolean"
        if kind in ("regex", "lambda", "partial"):
            return "function"
        if kind == "unary":
            return {"[": "array", "{": "object"}.get(node.value, "number")
        if kind == "block":
            return self.type_of(node.expressions[-1]) if node.expressions else None
        if kind == "condition":
            then = self.type_of(node.then)
            return then if node._else is None or self.type_of(node._else) == then else None
        if kind == "function":
            call = self.calls.get(id(node))
            function = FUNCTIONS.get(call.name) if call is not None else None
            return function.returns if function is not None else None
        return self.type_of_operator(node) if kind == "binary" else None

    def type_of_operator(self, node: Any) -> str | None:
        """What an operator yields."""
        operator = node.value
        if operator == "&":
            return "string"
        if operator in _ARITHMETIC:
            return "number"
        if operator in _COMPARISONS:
            return "boolean"
        if operator == ":=" or (operator == "~>" and node.rhs.type == "function"):
            return self.type_of(node.rhs)
        if operator == ".":
            return "array" if _keeps_array(node) else None
        return None


_VISITS = {
    "binary": _TreeWalk.binding, "block": _TreeWalk.block, "condition": _TreeWalk.condition,
    "function": _TreeWalk.call, "lambda": _TreeWalk.function, "name": _TreeWalk.word,
    "operator": _TreeWalk.word, "parent": _TreeWalk.parent, "partial": _TreeWalk.call,
    "transform": _TreeWalk.transform, "unary": _TreeWalk.unary, "variable": _TreeWalk.variable,
}  # fmt: skip
"""What reads a node, by the package's types; literals and wildcards are not there."""


def in_order(uses: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Names in the order in which they are written."""
    return tuple(sorted(uses, key=lambda use: use.start))


def _keeps_array(node: Any) -> bool:
    """Does a step of a path have `[]`, so that the result is an array even of one item?"""
    while node.type == "binary" and node.value in (".", "["):
        step = node.rhs
        while node.value == "." and step.type == "binary" and step.value == "[":
            step = step.lhs
        if node.value == "." and step.keep_array:
            return True
        node = node.lhs
    return bool(node.keep_array)


def _constant(node: Any) -> object:
    """The value of a literal, or `NOT_CONSTANT`."""
    kind = node.type
    if kind in ("string", "number", "value"):
        return node.value
    if kind == "block" and len(node.expressions) == 1:
        return _constant(node.expressions[0])
    if kind != "unary":
        return NOT_CONSTANT
    if node.value == "[":
        items = [_constant(one) for one in node.expressions]
        return NOT_CONSTANT if NOT_CONSTANT in items else items
    if node.value == "{":
        pairs = {}
        for key, value in node.lhs_object:
            pairs[key.value if key.type == "string" else None] = _constant(value)
        known = None not in pairs and NOT_CONSTANT not in pairs.values()
        return pairs if known and len(pairs) == len(node.lhs_object) else NOT_CONSTANT
    value = _constant(node.expression)
    return -value if type(value) in (int, float) else NOT_CONSTANT  # type: ignore[operator]


def _bracketed(tokens: Sequence[Token]) -> dict[int, list[tuple[int, int]]]:
    """For each opening bracket, by its offset, the places of the parts that commas separate."""
    parts: dict[int, list[tuple[int, int]]] = {}
    stack: list[tuple[int, list[tuple[int, int]]]] = []
    start: list[int] = []
    last = 0
    for token in tokens:
        word = token.value if token.type == "operator" else None
        if stack and (word == "," or word in CLOSERS):
            if start[-1] >= 0:
                stack[-1][1].append((start[-1], last))
            start[-1] = -1
            if word != ",":
                start.pop()
                at, found = stack.pop()
                parts[at] = found
        else:
            if start and start[-1] < 0:
                start[-1] = token.position
            if word in OPENERS:
                stack.append((token.position, []))
                start.append(-1)
        last = token.end
    return parts
