"""The cursor in an expression of JSONata that is being typed.

The tokens before the cursor tell what the name is asked of: the chain of steps before a dot, or,
alone in a predicate, an item of what the predicate is behind. Variables of blocks and of functions
around the cursor are worked out, too. Source for what a name means there: docs.jsonata.org.
"""

from __future__ import annotations

from asllint.data.jsonata.evaluate import evaluate
from asllint.data.shape import ANYTHING, MAYBE, NOTHING, NUMBER, TEXT, Shape, join, list_of
from asllint.expressions.jsonata.lexer import CLOSERS, OPENERS, Lexer, RefusalError
from asllint.expressions.jsonata.reader import read_jsonata
from asllint.ide.spots import Spot, item_of
from asllint.ide.where import word_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.data.bindings import Bindings
    from asllint.expressions.jsonata.lexer import Token

MAX_TOKENS = 4_000
"""In a longer expression nothing is offered."""
_VALUES = ("name", "variable", "string", "number", "value", "regex")


class Typing:
    """What stands before the cursor in an expression: the tokens, and what is open among them."""

    def __init__(
        self, text: str, at: int, begin: int, bindings: Bindings, *, look_around: bool = True
    ) -> None:
        self.text = text
        self.begin = begin
        """Where the expression begins in the string: behind `{%`."""
        self.at = at
        self.bindings = bindings
        self.quote = ""
        """The quote of the string, or of the name in backquotes, that the cursor is in."""
        self.quoted = at
        """Where that begins, its quote left out."""
        self.tokens: list[Token] = []
        self.is_known = self._read()
        self.partners: dict[int, int] = {}
        """The index of the opening bracket, by that of the closing one."""
        self.open: list[int] = []
        """The brackets that are not closed before the cursor."""
        self._match()
        self._closing = {opener: closer for closer, opener in self.partners.items()}
        self.context: Shape = NOTHING
        self.variables: dict[str, Shape] = {}
        if look_around:
            self._enter()

    def _read(self) -> bool:
        lexer, infix = Lexer(self.text[self.begin : self.at]), False
        try:
            while len(self.tokens) < MAX_TOKENS:
                token = lexer.next(infix)
                if token is None:
                    return True
                self.tokens.append(token)
                infix = token.type in _VALUES or token.value in CLOSERS
        except RefusalError as refusal:
            if refusal.code in ("S0101", "S0105"):
                start = self.begin + refusal.start
                self.quote, self.quoted = self.text[start], start + 1
                return True
        return False

    def _match(self) -> None:
        for index in range(len(self.tokens)):
            if self.stands(index, *OPENERS):
                self.open.append(index)
            elif self.stands(index, *CLOSERS) and self.open:
                self.partners[index] = self.open.pop()

    def stands(self, index: int, *values: str) -> bool:
        """Is there a certain operator?"""
        if not 0 <= index < len(self.tokens):
            return False
        token = self.tokens[index]
        return token.type == "operator" and token.value in values

    def ends_value(self, index: int) -> bool:
        """Can a token be the last one of a value?"""
        return index >= 0 and (self.tokens[index].type in _VALUES or self.stands(index, *CLOSERS))

    def commas(self, opener: int) -> int:
        """How many commas stand behind an open bracket, those in brackets within it left out."""
        count, index = 0, opener + 1
        while index < len(self.tokens):
            if self.stands(index, *OPENERS):
                if index in self.open:
                    break
                index = self._behind(index, len(self.tokens))
                continue
            count += self.stands(index, ",")
            index += 1
        return count

    # --- what stands before -----------------------------------------------------------------------

    def chain(self, last: int) -> int:
        """The first token of the value that ends with a token: its steps, calls and predicates."""
        index = last
        while True:
            if index in self.partners:
                index = self.partners[index]
                opener = self.tokens[index].value
                before = index - 1
                if opener == "(" and self.stands(before, "^"):
                    index = before - 1
                    continue
                if opener == "(" and before >= 0 and self.tokens[before].type in _VALUES[:2]:
                    index = before
                elif opener != "(" and self.ends_value(before):
                    index = before
                    continue
            if self.stands(index - 1, "."):
                index -= 2
                if index < 0:
                    return 0
                continue
            return max(index, 0)

    def _value(self, first: int, last: int) -> Shape:
        """What the tokens from one to another yield."""
        if not 0 <= first <= last:
            return MAYBE
        start, end = self.tokens[first].position, self.tokens[last].end
        expression, _ = read_jsonata(self.text[self.begin + start : self.begin + end])
        if expression is None:
            return MAYBE
        having = self.bindings.having(variables=self.variables)
        return evaluate(expression, having, [], None, self.context)

    def before(self, last: int) -> Shape:
        """What the value is that ends with a token."""
        return self._value(self.chain(last), last)

    def names(self, last: int) -> tuple[str, ...] | None:
        """The names behind `$states` that end with a token; None where there is more than names."""
        tokens = self.tokens[self.chain(last) : last + 1]
        plain = all(token.value == "." for token in tokens[1::2])
        names = [token.value for token in tokens[::2]]
        if not plain or tokens[0].type != "variable" or names[0] != "states":
            return None
        return tuple(str(name) for name in names[1:])

    # --- what is around ---------------------------------------------------------------------------

    def _enter(self) -> None:
        """The context item, and the variables, in the brackets around the cursor."""
        bounds = [-1, *self.open]
        for number, index in enumerate(bounds):
            if index >= 0:
                self._step_in(index)
            end = bounds[number + 1] if number + 1 < len(bounds) else len(self.tokens)
            self._bind(index + 1, end)

    def _step_in(self, index: int) -> None:
        before, opener = index - 1, self.tokens[index].value
        if opener == "{" and before in self.partners and self._is_function(self.partners[before]):
            self._parameters(self.partners[before], before)
        elif self.stands(before, ".", "^") and opener != "[":
            self.context = item_of(self.before(before - 1))
        elif opener in ("[", "{") and self.ends_value(before):
            self.context = item_of(self.before(before))

    def _is_function(self, index: int) -> bool:
        before = index - 1
        return before >= 0 and (
            self.tokens[before].type == "name" and self.tokens[before].value in ("function", "λ")
        )

    def _bind(self, start: int, end: int) -> None:
        """The variables that the statements of a block bind, up to the cursor."""
        index = first = start
        while index < end:
            if self.stands(index, *OPENERS):
                index = self._behind(index, end)
                continue
            if self.stands(index, ";", ","):
                token = self.tokens[first]
                if token.type == "variable" and self.stands(first + 1, ":="):
                    self.variables[str(token.value)] = self._value(first + 2, index - 1)
                first = index + 1
            index += 1

    def _behind(self, opener: int, end: int) -> int:
        return self._closing.get(opener, end - 1) + 1

    def _parameters(self, opener: int, closer: int) -> None:
        """What a function is called with that stands as an argument of another one."""
        inside = self.tokens[opener + 1 : closer]
        names = [str(token.value) for token in inside if token.type == "variable"]
        call = next((one for one in reversed(self.open) if one < opener), -1)
        given: Sequence[Shape] = ()
        if call > 0 and self.tokens[call - 1].type == "variable":
            end = call + 1
            while end < opener and not self.stands(end, ","):
                end = self._behind(end, opener) if self.stands(end, *OPENERS) else end + 1
            given = _given(str(self.tokens[call - 1].value), self._value(call + 1, end - 1))
        for number, name in enumerate(names):
            self.variables[name] = given[number] if number < len(given) else ANYTHING
        self.context = NOTHING


def _given(function: str, value: Shape) -> Sequence[Shape]:
    """What a function of higher order hands to the one that it is given."""
    item, items = item_of(value), list_of(item_of(value))
    if function in ("map", "filter", "single"):
        return item, NUMBER, items
    if function == "reduce":
        return join((item, ANYTHING)), item, NUMBER, items
    if function == "sort":
        return item, item
    if function in ("each", "sift"):
        known = value.object
        held = ANYTHING if known is None else join((*known.fields.values(), known.rest))
        return held.present, TEXT, value
    return ()


def spot_in_jsonata(typing: Typing) -> Spot | None:
    """Where the name of a field is typed; None where it is none."""
    if not typing.is_known or typing.quote not in ("", "`"):
        return None
    last, start = len(typing.tokens) - 1, typing.at
    if typing.quote:
        start = typing.quoted
    elif last >= 0 and typing.begin + typing.tokens[last].end == typing.at:
        token = typing.tokens[last]
        word = str(token.value).isalpha() and typing.stands(last - 1, ".")  # such as `or`
        if token.type == "name" or word:
            start, last = typing.begin + token.position, last - 1
        elif not typing.stands(last, ".") and typing.ends_value(last):
            return None
    if last >= 0 and typing.stands(last, "."):
        holder = item_of(typing.before(last - 1))
    elif last >= 0 and typing.ends_value(last):
        return None
    else:
        holder = typing.context
    text = typing.text
    end = text.find("`", typing.at) if typing.quote else word_end(text, typing.at)
    spot = Spot(holder, start, max(end, typing.at), typing.quote)
    named = typing.names(last - 1) if typing.stands(last, ".") else None
    if named is not None and named[:1] == ("input",):
        spot.names = named[1:]
    return spot


def compared(typing: Typing) -> Shape | None:
    """What the string at the cursor is compared with; None where it is compared with nothing."""
    if not typing.is_known or typing.quote not in ("'", '"'):
        return None
    last = len(typing.tokens) - 1
    if typing.stands(last, "=", "!="):
        return typing.before(last - 1)
    while typing.open and last > typing.open[-1] and typing.tokens[last].value == ",":
        last -= 2  # the items of a list that stand before
    if typing.open and last == typing.open[-1] and typing.stands(last - 1, "in"):
        return typing.before(last - 2)
    return None
