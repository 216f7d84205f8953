"""Read JSONata with exact places, and tell what an expression names, calls and yields.

The grammar is that of the `jsonata-python` package, which only this module knows. Its tokenizer is
replaced: it forgets where a token begins, compiles regular expressions as Python's, and ends in an
`IndexError` for a comment or a string that is not closed. What the package refuses becomes our own
message by its error code. Everything else is read from the tree before the package reworks it.

JSONata is described at docs.jsonata.org; what Step Functions takes from it in the developer guide,
"Transforming data with JSONata in Step Functions" (read in autumn 2026). There, an expression has
no context item: data is reached through `$states` and through variables.
"""

from __future__ import annotations

import re
from functools import lru_cache

from asllint.data.jsonata_functions import (
    ANY,
    FUNCTIONS,
    HASH_ALGORITHMS,
    INTRINSICS,
    NICKNAMES,
    UNAVAILABLE,
)
from asllint.expressions import Mistake
from asllint.suggest import fold, hint, nearest
from asllint.syntax.node import has_placeholder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, Final

    from asllint.data.jsonata_functions import Function, Parameter

    Read = tuple["Expression | None", tuple[Mistake, ...]]

MAX_LENGTH = 100_000
"""Longer texts (in code points) are not read: a state's data is at most 256 KiB anyway."""

MEMBERS = ("input", "context", "result", "errorOutput")
"""The members of `$states`; not all of them exist everywhere."""

_BLANK = re.compile(r"(?:[ \t\n\r\v]|/\*.*?\*/)*", re.DOTALL)
_OPERATOR = re.compile(r"\.\.|:=|!=|>=|<=|\*\*|~>|\?[:?]|[.\[\]{}(),@#;:?+\-*/%|=<>^&!~]")
_STRING = re.compile(r""""([^"\\]*(?:\\.[^"\\]*)*)"|'([^'\\]*(?:\\.[^'\\]*)*)'""", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([\"\\/bfnrt])|u([0-9a-fA-F]{4})|.)", re.DOTALL)
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_NAME = re.compile(r"[^ \t\n\r\v.\[\]{}(),@#;:?+\-*/%|=<>^&!~]+")
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_VALUES: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_OPENERS = {"(": ")", "[": "]", "{": "}"}
_CLOSERS = {")": "(", "]": "[", "}": "{"}

_ARITHMETIC = ("+", "-", "*", "/", "%")
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=", "in", "and", "or")
_ALWAYS_DEFINED = ("&", "=", "!=", "in", "and", "or")

# --- what an expression tells ---------------------------------------------------------------------


class Use:
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
        return f"Use({self.name!r}, {self.start}, {self.end})"


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


class Call:
    """A call of `$name(…)` that the expression does not define; `text[start:end]` is `$name`.

    `chained`: the left side of `~>` is a further, first argument. `partial`: a `?` among the
    arguments makes it a function. `inner`: there is a context value, which some functions take
    for a missing argument.
    """

    __slots__ = ("arguments", "chained", "end", "inner", "name", "partial", "start")

    def __init__(
        self,
        use: Use,
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

    def __repr__(self) -> str:
        return f"Call({self.name!r}, {self.start}, {self.end})"


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
    a call (`$map(…, $uppercase)`) are in `references` instead.

    `constant` is the Python value of an expression that is a literal as a whole, else
    `NOT_CONSTANT`. `type` is the JSON type of every value it can have (it may also have none at
    all), or None where that is not certain.
    """

    __slots__ = (
        "constant", "functions", "names", "references", "root_uses", "states", "text", "type",
        "variables",
    )  # fmt: skip

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: tuple[Use, ...] = ()
        self.variables: tuple[Use, ...] = ()
        self.references: tuple[Use, ...] = ()
        self.functions: tuple[Call, ...] = ()
        self.states: tuple[StatesUse, ...] = ()
        self.root_uses: tuple[Use, ...] = ()
        self.constant: object = NOT_CONSTANT
        self.type: str | None = None


def read_jsonata(text: str) -> tuple[Expression | None, list[Mistake]]:
    """Read what stands between `{%` and `%}`; all offsets are into `text`. Never raises.

    The mistakes are of the kind `jsonata-syntax`; there is at most one. There is neither an
    expression nor a mistake if nobody can know: with a placeholder in the text, or where the
    package gives up. The expression is shared between calls: do not change it.
    """
    expression, mistakes = _read(text)
    return expression, list(mistakes)


@lru_cache(maxsize=4096)  # the same few expressions stand in many states
def _read(text: str) -> Read:
    if has_placeholder(text) or len(text) > MAX_LENGTH:
        return None, ()
    lexer = _Lexer(text)
    try:
        return _parse(lexer), ()
    except _RefusalError as refusal:
        mistake = _explain(lexer, refusal)
        return None, () if mistake is None else (mistake,)
    except Exception:  # the package may raise anything: what it can not judge, we do not either
        return None, ()


# --- the package ----------------------------------------------------------------------------------

_spare_parsers: list[Any] = []
"""Parsers to use again: to make one takes longer than to parse an expression."""


def _parse(lexer: _Lexer) -> Expression:
    """Parse and analyse; raises `_RefusalError`, or whatever the package does not foresee."""
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
            raise _RefusalError("S0201", parser.node.position)
        reading = _Reading(lexer)
        expression = reading.expression(tree)
        _rework(parser, tree, reading)
    except JException as error:
        raise _RefusalError(error.error, error.location, str(error.current)) from error
    finally:
        parser.lexer = parser.object_parser = None
        _spare_parsers.append(parser)
    return expression


def _rework(parser: Any, tree: Any, reading: _Reading) -> None:
    """Let the package find the mistakes of its second pass, in paths. Changes the tree."""
    try:
        result = parser.process_ast(tree)
    except RecursionError:
        return  # a long chain of operators, which was analysed without trouble
    if result.type == "parent" or result.seeking_parent is not None:
        raise _RefusalError("S0217", reading.parents[0] if reading.parents else 0)


def _brace_keeper(parser: Any, base: Any, lexer: _Lexer) -> Any:
    """The package's reader of `{…}`, whose nodes keep their places, as all others do."""

    def object_parser(left: Any) -> Any:
        place = lexer.tokens[-1 if parser.node.id == "(end)" else -2].position
        node = base.object_parser(parser, left)
        node.position = place
        return node

    return object_parser


class _RefusalError(Exception):
    """Why a text is no expression: the package's error code, a place, and what was expected."""

    def __init__(self, code: str, start: int, expected: str = "", end: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.start = start
        self.end = end
        self.expected = expected


class _Token:
    """One token, of the package's types; `position` is where it begins."""

    __slots__ = ("end", "position", "type", "value")

    def __init__(self, type: str, value: object, start: int, end: int) -> None:  # noqa: A002
        self.type = type
        self.value = value
        self.position = start
        self.end = end


class _Lexer:
    """Gives the package's parser one token after the other, and remembers them all."""

    __slots__ = ("position", "text", "tokens")

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.tokens: list[_Token] = []

    def next(self, infix: bool) -> _Token | None:
        """The next token, or None at the end. Before an operand, `/` begins a pattern."""
        match = _BLANK.match(self.text, self.position)
        start = match.end() if match else self.position
        if start == len(self.text):
            self.position = start
            return None
        token = self.token(start, infix)
        self.position = token.end
        self.tokens.append(token)
        return token

    def token(self, start: int, infix: bool) -> _Token:
        """The token that begins at `start`."""
        text = self.text
        char = text[start]
        if char == "/" and text.startswith("/*", start):
            raise _RefusalError("S0106", start, end=len(text))
        if char == "/" and not infix:
            return self.pattern(start)
        if match := _OPERATOR.match(text, start):
            if char in "!~" and len(match[0]) == 1:
                raise _RefusalError("S0204", start, end=start + 1)
            return _Token("operator", match[0], start, match.end())
        if char in "\"'":
            return self.string(start)
        if match := _NUMBER.match(text, start):
            return _Token("number", self.number(match), start, match.end())
        if char == "`":
            end = text.find("`", start + 1)
            if end < 0:
                raise _RefusalError("S0105", start, end=len(text))
            return _Token("name", text[start + 1 : end], start, end + 1)
        return self.word(start)

    def word(self, start: int) -> _Token:
        """A name, a variable, a constant, or an operator in letters."""
        match = _NAME.match(self.text, start)
        assert match is not None
        word, end = match[0], match.end()
        if word[0] == "$":
            return _Token("variable", word[1:], start, end)
        if word in ("and", "or", "in"):
            return _Token("operator", word, start, end)
        if word in _VALUES:
            return _Token("value", _VALUES[word], start, end)
        return _Token("name", word, start, end)

    def number(self, match: re.Match[str]) -> int | float:
        """The value of a number: an integer where it is one, as in JSON."""
        value = float(match[0])
        if value in (float("inf"), float("-inf")):
            raise _RefusalError("S0102", match.start(), end=match.end())
        return int(value) if value.is_integer() else value

    def string(self, start: int) -> _Token:
        """A string in either kind of quotes."""
        match = _STRING.match(self.text, start)
        end = match.end() if match else len(self.text)
        for escape in _ESCAPE.finditer(self.text, start, end):
            if escape.lastindex is None:
                code = "S0104" if escape[0] == "\\u" else "S0103"
                raise _RefusalError(code, escape.start(), end=escape.end())
        if match is None:
            raise _RefusalError("S0101", start, end=end)
        value = match[match.lastindex or 1]
        if "\\" in value:
            value = _ESCAPE.sub(_unescape, value)
            if "\\u" in match[0]:  # two of them can be one character
                value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return _Token("string", value, start, end)

    def pattern(self, start: int) -> _Token:
        """A regular expression: it ends at a slash outside of brackets, as JSONata counts them."""
        text, depth = self.text, 0
        for match in re.compile(r"[/()\[\]{}]").finditer(text, start + 1):
            at, char = match.start(), match[0]
            if char == "/" and depth == 0:
                escapes = 0
                while text[at - escapes - 1] == "\\":
                    escapes += 1
                if escapes % 2 == 0:
                    if at == start + 1:
                        raise _RefusalError("S0301", start, end=at + 1)
                    end = at + 1
                    while text[end : end + 1] in ("i", "m"):
                        end += 1
                    return _Token("regex", text[start:end], start, end)
            elif char != "/" and text[at - 1] != "\\":
                depth += 1 if char in _OPENERS else -1
        raise _RefusalError("S0302", start, end=len(text))


def _unescape(match: re.Match[str]) -> str:
    if match[2]:
        return chr(int(match[2], 16))
    return _ESCAPED.get(match[1], match[1])


# --- what the tree tells --------------------------------------------------------------------------


class _Scope:
    """What surrounds a part of an expression.

    `bound` are the names that are bound so far in this frame and around it, `later` those that
    will be by the time that a function's body runs; `inner` says that there is a context item.
    """

    __slots__ = ("bound", "inner", "later")

    def __init__(self, bound: set[str], later: frozenset[str], inner: bool) -> None:
        self.bound = bound
        self.later = later
        self.inner = inner

    def step(self, focus: set[str]) -> _Scope:
        """For what is evaluated for each item, with the names that `@` and `#` bind."""
        return _Scope(self.bound | focus if focus else self.bound, self.later, True)

    def frame(self, expressions: Iterable[Any]) -> _Scope:
        """For a sequence of expressions, whose variables end with it."""
        own = set()
        for node in expressions:
            while node.type == "binary" and node.value == ":=":
                own.add(node.lhs.value)
                node = node.rhs
        return _Scope(set(self.bound), self.later | own, self.inner)

    def body(self, parameters: Iterable[str]) -> _Scope:
        """For a function's body: it is evaluated for the context item that is there now."""
        return _Scope({*self.bound, *self.later, *parameters}, self.later, self.inner)


class _Reading:
    """One walk over the package's tree, in the order of evaluation."""

    def __init__(self, lexer: _Lexer) -> None:
        self.text = lexer.text
        self.tokens = lexer.tokens
        self.ends = {token.position: token.end for token in lexer.tokens}
        self.names: list[Use] = []
        self.variables: list[Use] = []
        self.references: list[Use] = []
        self.functions: list[Call] = []
        self.states: list[StatesUse] = []
        self.roots: list[Use] = []
        self.parents: list[int] = []
        self.calls: dict[int, Call] = {}
        self.chained: set[int] = set()
        self._parts: dict[int, list[tuple[int, int]]] | None = None

    def expression(self, tree: Any) -> Expression:
        """Walk a whole tree."""
        self.walk(tree, _Scope(set(), frozenset(), False).frame([tree]))
        expression = Expression(self.text)
        expression.names = _in_order(self.names)
        expression.variables = _in_order(self.variables)
        expression.references = _in_order(self.references)
        expression.root_uses = _in_order(self.roots)
        expression.functions = tuple(sorted(self.functions, key=lambda call: call.start))
        expression.states = tuple(sorted(self.states, key=lambda use: use.start))
        expression.constant = _constant(tree)
        kind = self.type_of(tree)
        expression.type = None if kind == "function" else kind
        return expression

    def walk(self, node: Any, scope: _Scope) -> set[str]:
        """A node, and all below it; returns the names that it binds for the steps after it.

        A chain of operators is a loop here, since it may be long.
        """
        chain = []
        while node.type == "binary" and node.value != ":=":
            chain.append(node)
            node = node.lhs
        chain.reverse()
        if node.type == "variable" and node.value == "states" and "states" not in scope.bound:
            self.states_use(node, chain)
        else:
            self.part(node, scope)
        focus: set[str] = set()
        for one in chain:
            focus = self.right_side(one, scope, focus)
        return focus

    def right_side(self, node: Any, scope: _Scope, focus: set[str]) -> set[str]:
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

    def part(self, node: Any, scope: _Scope) -> None:
        """A node that is no chain of operators."""
        if node.id == "(end)":
            raise _RefusalError("S0207", len(self.text))
        visit = _VISITS.get(node.type)
        if visit is not None:
            visit(self, node, scope)

    def binding(self, node: Any, scope: _Scope) -> None:
        """`$name := …`."""
        self.walk(node.rhs, scope)
        scope.bound.add(str(node.lhs.value))

    def block(self, node: Any, scope: _Scope) -> None:
        """`(…; …)`."""
        frame = scope.frame(node.expressions)
        for one in node.expressions:
            self.walk(one, frame)

    def function(self, node: Any, scope: _Scope) -> None:
        """`function($x) { … }`."""
        self.walk(node.body, scope.body(str(one.value) for one in node.arguments))

    def transform(self, node: Any, scope: _Scope) -> None:
        """`|…|…, …|`."""
        for one in (node.pattern, node.update, node.delete):
            if one is not None:
                self.walk(one, scope.step(set()))

    def parent(self, node: Any, scope: _Scope) -> None:
        """`%`."""
        self.parents.append(node.position)

    def word(self, node: Any, scope: _Scope) -> None:
        """A bare name, which can be `and`, `or` and `in` too, or the `?` among arguments."""
        if node.value != "?":
            self.name(node, scope)

    def unary(self, node: Any, scope: _Scope) -> None:
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

    def condition(self, node: Any, scope: _Scope) -> None:
        """`… ? … : …`; in `… ?: …` and `… ?? …` the package has the left side twice."""
        if node.id == "?":
            self.walk(node.condition, scope)
        self.walk(node.then, scope)
        if node._else is not None:
            self.walk(node._else, scope)

    def name(self, node: Any, scope: _Scope, role: str = "name") -> None:
        """A bare name: nothing, unless there is no context item that it could be a field of."""
        if not scope.inner:
            start = node.position
            self.names.append(Use(str(node.value), start, self.ends[start], role))

    def variable(self, node: Any, scope: _Scope) -> None:
        """`$name`, `$` or `$$`."""
        name, start = str(node.value), node.position
        use = Use(name, start, self.ends[start])
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
            use.path += (str(step.value),)
            use.spans += ((start, use.end),)
            if whole is not step or step.keep_array:
                break
        self.states.append(use)

    def chain(self, node: Any) -> None:
        """Note the call to which `~>` hands its left side."""
        while node.type == "binary" and node.value in ("[", "{"):
            node = node.lhs
        if node.type == "function":
            self.chained.add(id(node))

    def call(self, node: Any, scope: _Scope) -> None:
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
            call = Call(
                Use(str(procedure.value), start, self.ends[start]),
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
    "binary": _Reading.binding, "block": _Reading.block, "condition": _Reading.condition,
    "function": _Reading.call, "lambda": _Reading.function, "name": _Reading.word,
    "operator": _Reading.word, "parent": _Reading.parent, "partial": _Reading.call,
    "transform": _Reading.transform, "unary": _Reading.unary, "variable": _Reading.variable,
}  # fmt: skip
"""What reads a node, by the package's types; literals and wildcards are not there."""


def _in_order(uses: list[Use]) -> tuple[Use, ...]:
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


def _bracketed(tokens: Sequence[_Token]) -> dict[int, list[tuple[int, int]]]:
    """For each opening bracket, by its offset, the places of the parts that commas separate."""
    parts: dict[int, list[tuple[int, int]]] = {}
    stack: list[tuple[int, list[tuple[int, int]]]] = []
    start: list[int] = []
    last = 0
    for token in tokens:
        word = token.value if token.type == "operator" else None
        if stack and (word == "," or word in _CLOSERS):
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
            if word in _OPENERS:
                stack.append((token.position, []))
                start.append(-1)
        last = token.end
    return parts


# --- why a text is no expression ------------------------------------------------------------------

_FOREIGN = {
    "==": ("=", 'JSONata compares with a single "="'),
    "===": ("=", 'JSONata compares with a single "="'),
    "!==": ("!=", 'JSONata compares with "!="'),
    "<>": ("!=", 'JSONata compares with "!="'),
    "&&": ("and", 'JSONata has no "&&": write "and"'),
    "||": ("or", 'JSONata has no "||": write "or"'),
    "=>": (None, 'JSONata has no "=>": write "function($x) { … }"'),
}
"""Operators of other languages: what to write here, and what to say."""

_SIMPLE = {
    "S0101": "the string is not closed: add a closing quote",
    "S0104": '"\\u" must be followed by four hexadecimal digits',
    "S0105": "the name is not closed: add a closing backquote",
    "S0106": 'the comment is not closed: add "*/"',
    "S0209": 'a predicate can not follow the "{…}" that groups a step: put it before',
    "S0210": 'a step can be grouped only once: delete one "{…}"',
    "S0214": 'this binds the items to a variable, and there is none: write one, with its "$"',
    "S0215": '"@" must stand before the predicates of its step',
    "S0216": '"@" must stand before the "^(…)" that sorts',
    "S0217": '"%" has no parent here: only a step of a path has one',
    "S0301": "the regular expression is empty: write a pattern between the slashes",
    "S0302": 'the regular expression is not closed: add "/"',
    "S0401": "only an array and a function have a type in the signature of a function",
    "S0402": "a choice in the signature of a function can not have a type of its own",
}
"""The message for an error code of JSONata that says it all."""


class _Trouble:
    """The place where reading stopped: the token there, and the one before it."""

    __slots__ = ("before", "end", "expected", "lexer", "start", "text", "token")

    def __init__(self, lexer: _Lexer, refusal: _RefusalError) -> None:
        self.lexer = lexer
        self.text = lexer.text
        self.expected = refusal.expected
        self.start = refusal.start
        tokens = [one for one in lexer.tokens if one.position <= self.start]
        self.token = tokens.pop() if tokens and tokens[-1].position == self.start else None
        self.before = tokens[-1] if tokens else None
        self.end = refusal.end or (self.token.end if self.token else self.start)

    def shown(self, token: _Token | None) -> str:
        """A token as written, for a message."""
        if token is None:
            return ""
        word = " ".join(self.text[token.position : token.end].split())
        return word if len(word) <= 30 else word[:29] + "…"

    def is_operator(self, token: _Token | None, *words: str) -> bool:
        """Is it one of these operators?"""
        return token is not None and token.type == "operator" and token.value in words

    def foreign(self, start: int) -> Mistake | None:
        """The mistake of an operator from another language that begins at `start`."""
        match = re.compile(r"[=!<>&|]+").match(self.text, start)
        known = _FOREIGN.get(match[0]) if match else None
        if match is None or known is None:
            return None
        return _syntax(match.start(), match.end(), known[1], known[0])

    def opener(self) -> _Token | None:
        """The innermost bracket that is open where reading stopped."""
        stack = []
        for token in self.lexer.tokens:
            if token.position >= self.start:
                break
            if self.is_operator(token, *_OPENERS):
                stack.append(token)
            elif self.is_operator(token, *_CLOSERS) and stack:
                stack.pop()
        return stack[-1] if stack else None


def _syntax(start: int, end: int, message: str, replacement: str | None = None) -> Mistake:
    return Mistake("jsonata-syntax", start, end, message, replacement)


def _explain(lexer: _Lexer, refusal: _RefusalError) -> Mistake | None:
    """A refusal in our own words; None for a code that is not known to come from the text."""
    trouble = _Trouble(lexer, refusal)
    explain = _EXPLANATIONS.get(refusal.code)
    if explain is not None:
        return explain(trouble)
    message = _SIMPLE.get(refusal.code)
    if message is None:
        return None
    if trouble.start == len(lexer.text) and trouble.before is not None:
        return _syntax(trouble.before.position, trouble.before.end, message)
    return _syntax(trouble.start, len(lexer.text[: trouble.end].rstrip()), message)


def _bad_escape(trouble: _Trouble) -> Mistake:
    start, end = trouble.start, trouble.end
    written = trouble.text[start:end]
    if written == "\\'":
        remedy = "put a text with an apostrophe into double quotes"
        return _syntax(start, end, f'"{written}" is no escape in a JSONata string: {remedy}')
    message = f'"{written}" is no escape in a JSONata string: write "\\{written}" for a backslash'
    return _syntax(start, end, message, "\\" + written)


def _too_great(trouble: _Trouble) -> Mistake:
    written = trouble.text[trouble.start : trouble.end]
    return _syntax(trouble.start, trouble.end, f'"{written}" is greater than any number')


def _unknown_operator(trouble: _Trouble) -> Mistake:
    char = trouble.text[trouble.start]
    found = trouble.foreign(trouble.start)
    if found is not None:
        return found
    remedy = 'write "$not(…)"' if char == "!" else 'a function is applied with "~>"'
    message = f'"{char}" is no operator of JSONata: {remedy}'
    return _syntax(trouble.start, trouble.end, message)


def _misquoted(trouble: _Trouble) -> Mistake | None:
    """The mistake of a text in typographic quotes, which is read as names."""
    before = trouble.before
    if before is None or trouble.text[before.position] not in "“”‘’«„":
        return None
    message = "a text stands in straight quotes in JSONata"
    return _syntax(before.position, before.end, message)


def _left_over(trouble: _Trouble) -> Mistake:
    """S0201: the expression is complete, and something follows."""
    start, end, got = trouble.start, trouble.end, trouble.shown(trouble.token)
    found = trouble.foreign(start) or _misquoted(trouble)
    if found is not None:
        return found
    if got in _CLOSERS:
        if got == "}" and _is_delimiter(trouble):
            return _delimiter_inside(trouble)
        return _syntax(start, end, f'a "{got}" too many: delete it', "")
    if got == ";":
        remedy = 'put what ";" separates into parentheses: "( …; … )"'
    elif got == ":":
        remedy = 'write an object in braces, and "?" before the first of two choices'
    elif got == ",":
        remedy = 'write a list in brackets: "[…, …]"'
    elif trouble.shown(trouble.before) == "function":
        remedy = 'write "$name := function(…) { … }" for a function with a name'
    else:
        remedy = "an operator is missing before it"
    return _syntax(start, end, f'"{got}" can not stand here: {remedy}')


def _no_operand(trouble: _Trouble) -> Mistake:
    """S0211: something that joins or closes where a value must stand."""
    start, end = trouble.start, trouble.end
    got, before = trouble.shown(trouble.token), trouble.before
    if before is None:
        if got in _CLOSERS:
            return _syntax(start, end, f'a "{got}" too many: delete it', "")
        return _syntax(start, end, f'a value is missing before "{got}"')
    if before.end == start:
        found = trouble.foreign(before.position)
        if found is not None:
            return found
    if got == "}" and _is_delimiter(trouble):
        return _delimiter_inside(trouble)
    if got in _CLOSERS and trouble.is_operator(before, ","):
        message = f'delete the comma before "{got}": JSONata allows none there'
        return _syntax(before.position, before.end, message, "")
    message = f'a value is missing between "{trouble.shown(before)}" and "{got}"'
    return _syntax(start, end, message)


def _is_delimiter(trouble: _Trouble) -> bool:
    return trouble.text[trouble.start - 1 : trouble.start] == "%"


def _delimiter_inside(trouble: _Trouble) -> Mistake:
    message = 'a string holds one expression only: delete this "%}", and join texts with "&"'
    return _syntax(trouble.start - 1, trouble.end, message)


def _expected(trouble: _Trouble) -> Mistake:
    """S0202: something else is expected where this token stands."""
    start, end, expected = trouble.start, trouble.end, trouble.expected
    got, opener = trouble.shown(trouble.token), trouble.opener()
    found = trouble.foreign(start) or _misquoted(trouble)
    if found is not None:
        return found
    if got == "}" and _is_delimiter(trouble):
        return _delimiter_inside(trouble)
    if expected in _CLOSERS and got in _CLOSERS:
        message = f'"{got}" can not close "{_CLOSERS[expected]}": write "{expected}"'
    elif expected in _CLOSERS and got in (",", ";", ":") and opener is not None:
        message = f'"{got}" can not stand here: "{expected}" is expected'
    elif expected in _CLOSERS:
        message = f'"{got}" can not stand here: an operator or "{expected}" is missing before it'
    elif expected == ":":
        message = f'"{got}" can not stand here: write ":" and a value after a key'
    elif expected == "{":
        message = 'the body of a function stands in braces: write "{ … }"'
    else:
        message = f'"{got}" can not stand here: "{expected}" is expected'
    return _syntax(start, end, message)


def _expected_at_end(trouble: _Trouble) -> Mistake:
    """S0203: the text ends, and something must follow."""
    expected, last = trouble.expected, trouble.lexer.tokens[-1]
    opener = trouble.opener()
    if expected in _CLOSERS and opener is not None:
        message = f'this "{opener.value}" is never closed: add "{expected}"'
        return _syntax(opener.position, opener.end, message)
    if expected == ":":
        message = 'the expression ends here: write ":" and a value after the key'
    elif expected == "{":
        message = 'the expression ends here: write the body of the function in "{ … }"'
    else:
        message = f'the expression ends here: add "{expected}"'
    return _syntax(last.position, last.end, message)


def _end(trouble: _Trouble) -> Mistake:
    """S0207: the text ends where a value must stand."""
    if not trouble.lexer.tokens:
        message = 'the expression is empty: write one between "{%" and "%}"'
        return _syntax(0, len(trouble.text), message)
    last = trouble.lexer.tokens[-1]
    message = f'a value is missing after "{trouble.shown(last)}"'
    return _syntax(last.position, last.end, message)


def _no_parameter(trouble: _Trouble) -> Mistake:
    """S0208."""
    name, token = trouble.shown(trouble.token), trouble.token
    if token is not None and token.type == "name" and name[0] != "`":
        message = f'a parameter begins with "$": write "${name}"'
        return _syntax(trouble.start, trouble.end, message, f"${name}")
    message = 'a parameter of a function is a name with "$": write "function($x) { … }"'
    return _syntax(trouble.start, trouble.end, message)


def _no_variable(trouble: _Trouble) -> Mistake:
    """S0212."""
    name, token = trouble.shown(trouble.token), trouble.token
    if token is not None and token.type == "name" and name[0] != "`":
        message = f'":=" binds a variable: write "${name}"'
        return _syntax(trouble.start, trouble.end, message, f"${name}")
    message = 'only a variable can stand before ":=": write "$name := …"'
    return _syntax(trouble.start, trouble.end, message)


def _literal_step(trouble: _Trouble) -> Mistake:
    """S0213."""
    step, token = trouble.shown(trouble.token), trouble.token
    message = f'"{step}" can not be a step of a path'
    if token is not None and token.type == "number":
        if trouble.before is not None:
            message += f': write "[{step}]" for the item at this index'
        return _syntax(trouble.start, trouble.end, message)
    message += f': write "`{step}`" for a field of this name'
    return _syntax(trouble.start, trouble.end, message, f"`{step}`")


_EXPLANATIONS = {
    "S0102": _too_great, "S0103": _bad_escape, "S0201": _left_over, "S0202": _expected,
    "S0203": _expected_at_end, "S0204": _unknown_operator, "S0207": _end, "S0208": _no_parameter,
    "S0211": _no_operand, "S0212": _no_variable, "S0213": _literal_step,
}  # fmt: skip
"""What explains a refusal, by JSONata's error code."""


# --- what the rules report ------------------------------------------------------------------------

_LITERALS = {
    "True": "true", "TRUE": "true", "False": "false", "FALSE": "false", "None": "null",
    "NULL": "null", "Null": "null", "nil": "null", "undefined": "null",
}  # fmt: skip
_ARTICLES = {
    "string": "a string", "number": "a number", "boolean": "a boolean", "array": "an array",
    "object": "an object", "null": "null", "function": "a function",
}  # fmt: skip


def top_level_mistakes(
    expression: Expression, variables: frozenset[str] = frozenset()
) -> list[Mistake]:
    """Names, `$` and `$$` that AWS refuses, kind `jsonata-top-level`: each use, in writing order.

    Measured with `validate-state-machine-definition` (AWS itself tells each name once): only the
    first step of a path counts, the body of a function is evaluated where the function stands, and
    the keys of an object are expressions like its values. A name that is in `variables` lacks its
    `$`, most likely.
    """
    found = []
    for use in _in_order([*expression.names, *expression.root_uses]):
        if use.name in ("$", "$$") and expression.text[use.start] == "$":
            message, replacement = _root_advice(expression, use)
        else:
            message, replacement = _name_advice(expression, use, variables)
        found.append(Mistake("jsonata-top-level", use.start, use.end, message, replacement))
    return found


def _root_advice(expression: Expression, use: Use) -> tuple[str, str | None]:
    """What to say about `$` and `$$`, and what to write instead."""
    instead = "$states.input"
    if use.name == "$$" and re.compile(
        r"\s*\.\s*(?:Execution|State|StateMachine|Task|Map)\b"
    ).match(expression.text, use.end):
        instead = "$states.context"
    if use.name == "$$":
        return f'"$$" is not supported in Step Functions: write "{instead}"', instead
    return f'"$" is nothing here: write "{instead}"', instead


def _name_advice(
    expression: Expression, use: Use, variables: frozenset[str]
) -> tuple[str, str | None]:
    """What to say about a bare name, and what to write instead."""
    name, text = use.name, expression.text
    after = re.compile(r"\s*(\.\s*(\w+))?").match(text, use.end)
    step = after[2] if after else None
    if use.role == "key":
        quoted = f"'{name}'" if "'" not in name and "\\" not in name else None
        return f'the key "{name}" is read as a field of nothing: put it in quotes', quoted
    if use.role == "call":
        if name in FUNCTIONS:
            return f'"{name}" is a field of nothing here: write "${name}"', f"${name}"
        return f'"{name}" is a field of nothing here: the name of a function begins with "$"', None
    if name == "States" and step in INTRINSICS:
        instead = INTRINSICS[step or ""]
        return f'"States.{step}" is no function of JSONata: write "{instead}"', None
    if text[use.start] in "“”‘’«„" and "'" not in name:
        straight = "'" + name.strip("“”‘’«»„") + "'"
        return f"a text stands in straight quotes in JSONata: write {straight}", straight
    if name in _LITERALS:
        return f'"{name}" is a field of nothing here: write "{_LITERALS[name]}"', _LITERALS[name]
    if name == "states" and step in MEMBERS:
        instead = "$states"
    elif name in ("input", "context"):
        instead = f"$states.{name}"
    elif name in variables:
        instead = f"${name}"
    else:
        instead = f"$states.input.{text[use.start : use.end]}"
    return f'"{name}" is a field of nothing here: write "{instead}"', instead


def function_mistakes(expression: Expression, variables: frozenset[str]) -> list[Mistake]:
    """Calls that fail when they run: kinds `unknown-jsonata-function` and `jsonata-arguments`.

    `variables` are the names of workflow variables: a call of one is not judged. An argument is
    only judged if its type is sure; a context value may stand in for one inside of a path.
    """
    found = []
    for call in expression.functions:
        if call.name in variables:
            continue
        function = FUNCTIONS.get(call.name)
        if function is None:
            found.append(_unknown_function(call))
        elif not call.partial:
            mistake = _argument_mistake(call, function)
            if mistake is not None:
                found.append(mistake)
    return found


def _unknown_function(call: Call) -> Mistake:
    kind, name = "unknown-jsonata-function", call.name
    if name in UNAVAILABLE:
        instead, message = UNAVAILABLE[name]
        return Mistake(kind, call.start, call.end, message, f"${instead}")
    near = nearest(name, FUNCTIONS)
    other = near or NICKNAMES.get(name)
    message = f'there is no function "${name}"'
    if other is not None:
        message += f'; did you mean "${other}"?'
    return Mistake(kind, call.start, call.end, message, f"${near}" if near else None)


def _argument_mistake(call: Call, function: Function) -> Mistake | None:
    """What is wrong with the arguments of a call of a known function."""
    given = _given(call)
    if _accepts(function.parameters, given, call.inner):
        return _hash_mistake(call) if call.name == "hash" else None
    count, most = len(given), function.maximum
    parameters = function.parameters
    if count < function.minimum and _may_lack(parameters[0], call.inner):
        parameters = parameters[1:]
    if count < sum(not one.optional for one in parameters) or (most is not None and count > most):
        message = f'"${call.name}" takes {_amount(function)}, not {count}'
        if call.chained:
            message += ', the one before "~>" included'
        return _wrong_arguments(call.start, call.end, message)
    for index, (parameter, argument) in enumerate(zip(parameters, given, strict=False)):
        if argument is not None and not _fits(parameter, argument):
            message = (
                f'argument {index + 1} of "${call.name}" must be {_wanted(parameter)}, '
                f"not {_had(parameter, argument)}: {function.usage}"
            )
            return _wrong_arguments(argument.start, argument.end, message)
    return None


def _wrong_arguments(start: int, end: int, message: str) -> Mistake:
    return Mistake("jsonata-arguments", start, end, message)


def _given(call: Call) -> tuple[Argument | None, ...]:
    """The arguments that a function gets; None for the one that `~>` hands over."""
    return (None, *call.arguments) if call.chained else call.arguments


def _accepts(
    parameters: tuple[Parameter, ...], given: tuple[Argument | None, ...], inner: bool
) -> bool:
    """Can the arguments be the parameters', where some may be left out?"""
    if not parameters:
        return not given
    first, rest = parameters[0], parameters[1:]
    if given and (given[0] is None or _fits(first, given[0])):
        if _accepts(rest, given[1:], inner):
            return True
        if first.repeated and _accepts(parameters, given[1:], inner):
            return True
    return _may_lack(first, inner) and _accepts(rest, given, inner)


def _may_lack(parameter: Parameter, inner: bool) -> bool:
    """Can an argument be left out?

    Where there is no context item, a function that takes everything as one may still get a value
    (`null`, in a function that `$map` calls), and one that wants a type gets nothing or fails.
    """
    return parameter.optional or (parameter.context and (inner or parameter.types == ANY))


def _fits(parameter: Parameter, argument: Argument) -> bool:
    """Does a parameter take an argument, as far as its type is sure?"""
    kind = argument.type
    if kind is None:
        return True
    if kind not in parameter.types:
        return False
    if parameter.items is None:
        return True
    items = argument.items if kind == "array" else (kind,)
    return all(item is None or item == parameter.items for item in items)


def _wanted(parameter: Parameter) -> str:
    if parameter.items is not None:
        return f"an array of {parameter.items}s"
    return " or ".join(words for kind, words in _ARTICLES.items() if kind in parameter.types)


def _had(parameter: Parameter, argument: Argument) -> str:
    if argument.type == "array" and parameter.items is not None:
        wrong = next(item for item in argument.items if item not in (None, parameter.items))
        return f"one with {_ARTICLES[wrong or 'null']}"
    return _ARTICLES[argument.type or "null"]


def _amount(function: Function) -> str:
    """How many arguments a function takes, for a message."""
    least, most = function.minimum, function.maximum
    if most is None:
        return f"{least} argument or more" if least == 1 else f"{least} arguments or more"
    if most == 0:
        return "no argument"
    number = f"{most}" if least == most else f"{least} {'or' if least + 1 == most else 'to'} {most}"
    return f"{number} argument{'' if most == 1 else 's'}"


def _hash_mistake(call: Call) -> Mistake | None:
    last = call.arguments[-1] if call.arguments else None
    if last is None or not isinstance(last.constant, str):
        return None
    known = {fold(one) for one in HASH_ALGORITHMS}
    if fold(last.constant) in known or (call.inner and len(_given(call)) < 2):
        return None
    message = f'"$hash" has no algorithm "{last.constant}"{hint(last.constant, HASH_ALGORITHMS)}'
    return _wrong_arguments(last.start, last.end, message)


def states_mistakes(
    expression: Expression,
    members: frozenset[str],
    place: str,
    context: frozenset[tuple[str, ...]] | None = None,
) -> list[Mistake]:
    """Members of `$states` that do not exist, in three kinds.

    `states-member`: `result` or `errorOutput` where `members` lacks it; AWS refuses that
    (`UNSUPPORTED_JSONATA_EXPRESSION`, recorded for `errorOutput`). `unknown-states-member`: any
    other name; AWS creates the machine (reported for `$states.error`), and there is no such value
    when it runs. `unknown-context-member`: a member of `$states.context` that is not in `context`,
    all of whose paths are listed there; below its longest paths everything is allowed. `place`
    names the field for the messages: `"Output" of a Task state`.
    """
    found: list[Mistake] = []
    for use in expression.states:
        member = use.path[0] if use.path else "input"
        if member in members:
            if member == "context" and context is not None:
                found += _context_mistakes(use, context)
        elif member in ("result", "errorOutput"):
            message, instead = _absent_member(member, members, place)
            found.append(Mistake("states-member", use.start, use.spans[0][1], message, instead))
        elif member not in MEMBERS:
            there = [one for one in MEMBERS if one in members]
            near = nearest(member, there)
            message = f'"$states" has no member "{member}"{hint(member, there)}'
            found.append(Mistake("unknown-states-member", *use.spans[0], message, near))
    return found


def _absent_member(member: str, members: frozenset[str], place: str) -> tuple[str, str | None]:
    """What to say about `$states.result` and `$states.errorOutput` in the wrong place."""
    if member == "result":
        where, other = '"Output" and "Assign" of a Task, Parallel or Map state', "errorOutput"
    else:
        where, other = '"Output" and "Assign" of a catcher', "result"
    message = f'there is no "$states.{member}" in {place}'
    if other in members:
        return f'{message}: write "$states.{other}"', f"$states.{other}"
    return f"{message}: only {where} have it", None


def _context_mistakes(use: StatesUse, context: frozenset[tuple[str, ...]]) -> Iterator[Mistake]:
    """The first step below `$states.context` that names nothing."""
    path = use.path[1:]
    for depth, name in enumerate(path):
        above = path[:depth]
        there = sorted({one[depth] for one in context if one[:depth] == above and len(one) > depth})
        if not there:
            return
        if name not in there:
            parent = f'"{above[-1]}" of the context object' if above else "the context object"
            message = f'{parent} has no member "{name}"{hint(name, there)}'
            start, end = use.spans[depth + 1]
            yield Mistake("unknown-context-member", start, end, message, nearest(name, there))
            return


# --- delimiters -----------------------------------------------------------------------------------

_TEMPLATE_TAG = (
    r"\{%[-+]?\s*(?:if|for|else|elif|end\w+|set|block|include|macro|import|from|extends|raw|with"
    r"|assign|comment|case|when|capture|unless)\b"
)
"""The tags of Jinja and Liquid templates, which are meant for another program."""


def split_delimiters(text: str) -> tuple[tuple[int, int] | None, list[Mistake]]:
    """Where the expression in a whole string is (offsets between `{%` and `%}`), or None for text.

    AWS evaluates a string that begins with exactly `{%` and ends with `%}`, and takes every other
    one as plain text, with blanks or words around `{% … %}` too (both recorded); but it refuses one
    that begins with `{%` and does not end with `%}`. That is a mistake of the kind
    `jsonata-delimiters`; what `embedded_mistake` says about a plain text is among the mistakes too.
    There are mistakes only where there is no expression.
    """
    if not text.startswith("{%"):
        mistake = embedded_mistake(text)
        return None, [] if mistake is None else [mistake]
    if text.endswith("%}") and len(text) >= 4:
        return (2, len(text) - 2), []
    if has_placeholder(text):
        return None, []
    return None, [_unclosed(text)]


def _unclosed(text: str) -> Mistake:
    """A string that begins as an expression and does not end as one."""
    kind, bare = "jsonata-delimiters", text.rstrip()
    if bare.endswith("%}") and len(bare) >= 4:
        message = 'nothing may follow the "%}" that ends an expression: delete the blanks'
        return Mistake(kind, len(bare), len(text), message, "")
    close = text.find("%}", 2)
    if close >= 0:
        message = 'nothing may follow the "%}" that ends an expression: join texts with "&" in it'
        return Mistake(kind, close + 2, len(text), message)
    message = 'an expression that begins with "{%" must end with "%}"'
    for cut in ("", "%", "}", "% }"):
        stem = bare.removesuffix(cut)
        if (not cut or stem != bare) and read_jsonata(stem[2:])[0] is not None:
            return Mistake(kind, 0, len(text), message, f"{stem.rstrip()} %}}")
    return Mistake(kind, 0, len(text), message)


def embedded_mistake(text: str) -> Mistake | None:
    """A plain text that holds `{% … %}`, which is never evaluated: kind `jsonata-embedded`."""
    if text.startswith("{%"):
        return None
    start = text.find("{%")
    end = text.find("%}", start + 2) + 2
    if start < 0 or end < 2 or re.search(_TEMPLATE_TAG, text):
        return _unopened(text)
    kind, bare = "jsonata-embedded", text.strip()
    if bare.startswith("{%") and bare.endswith("%}"):
        message = "with blanks around it, this is a plain text and never evaluated: delete them"
        return Mistake(kind, 0, len(text), message, bare)
    message = (
        '"{% … %}" in the middle of a text is never evaluated: make the whole string one '
        'expression, and join texts with "&"'
    )
    return Mistake(kind, start, end, message)


def _unopened(text: str) -> Mistake | None:
    """A text that ends like an expression, and does not begin like one."""
    if not text.endswith("%}") or not text.lstrip().startswith(("$", "% ")):
        return None
    message = 'an expression must begin with "{%", so this is a plain text'
    return Mistake("jsonata-embedded", len(text) - 2, len(text), message)
