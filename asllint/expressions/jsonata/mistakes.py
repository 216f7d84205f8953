"""What the rules report about JSONata: names, calls, members of `$states`, and delimiters.

What AWS accepts and what fails when it runs is told from an expression that can be read; where an
expression begins and ends in a string, from its delimiters.
"""

from __future__ import annotations

import re
from string import whitespace

from asllint.expressions import Mistake
from asllint.expressions.jsonata.fallbacks import MAX_OPERAND
from asllint.expressions.jsonata.reader import in_order, read_jsonata
from asllint.expressions.jsonata.values import value_mistake
from asllint.source.suggest import hint, nearest
from asllint.syntax.node import has_placeholder
from asllint.tables.jsonata_functions import (
    ANY,
    FUNCTIONS,
    INTRINSICS,
    NICKNAMES,
    UNAVAILABLE,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.expressions.jsonata.fallbacks import Fallback
    from asllint.expressions.jsonata.reader import (
        Argument,
        Expression,
        Identifier,
        JsonataCall,
        StatesUse,
    )
    from asllint.tables.jsonata_functions import JsonataFunction, Parameter

MEMBERS = ("input", "context", "result", "errorOutput")
"""The members of `$states`; not all of them exist everywhere."""

MAX_SHOWN = 50
"""A longer part of an expression (in code points) is not repeated in a message."""

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
    for use in in_order([*expression.names, *expression.root_uses]):
        if use.name in ("$", "$$") and expression.text[use.start] == "$":
            message, replacement = _root_advice(expression, use)
        else:
            message, replacement = _name_advice(expression, use, variables)
        found.append(Mistake("jsonata-top-level", use.start, use.end, message, replacement))
    return found


def _root_advice(expression: Expression, use: Identifier) -> tuple[str, str | None]:
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
    expression: Expression, use: Identifier, variables: frozenset[str]
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


def fallback_mistakes(expression: Expression) -> list[Mistake]:
    """`?:` and `??`, kind `jsonata-syntax`: the JSONata of Step Functions is older than them."""
    return [_fallback_mistake(expression.text, one) for one in expression.fallbacks]


def _fallback_mistake(text: str, one: Fallback) -> Mistake:
    left, name = text[one.left : one.start].strip(), one.operator
    reason = f'Step Functions has JSONata 2.0.6, and "{name}" came with 2.1'
    test = "{0} ? {0} :" if name == "?:" else "$exists({0}) ? {0} :"
    if not left or len(left) > MAX_OPERAND:
        return Mistake("jsonata-syntax", one.start, one.end, f"{reason}: write a condition")
    shown = left if len(left) <= MAX_SHOWN and "\n" not in left else "x"
    message = f'{reason}: write "{test.format(shown)} …"'
    instead, begin, end = test.format(left), one.left, one.end
    if one.right is not None:
        instead, end = f"({instead}{text[one.end : one.right]})", one.right
    elif name == "?:":
        instead, begin = f"? {left} :", one.start
    return Mistake(
        "jsonata-syntax", one.start, one.end, message, instead,
        replaced=(begin, end), guess=not one.plain,
    )  # fmt: skip


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
    taken_away = [use for use in expression.references if use.name in UNAVAILABLE]
    found += [_unknown_function(use) for use in taken_away if use.name not in variables]
    return found


def _unknown_function(call: JsonataCall | Identifier) -> Mistake:
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


def _argument_mistake(call: JsonataCall, function: JsonataFunction) -> Mistake | None:
    """What is wrong with the arguments of a call of a known function."""
    given = call.given
    if _accepts(function.parameters, given, call.inner):
        return value_mistake(call)
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
                f'not {_had(parameter, argument)}: it is called as "{function.usage}"'
            )
            return _wrong_arguments(argument.start, argument.end, message)
    return None


def _wrong_arguments(start: int, end: int, message: str) -> Mistake:
    return Mistake("jsonata-arguments", start, end, message)


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


def _amount(function: JsonataFunction) -> str:
    """How many arguments a function takes, for a message."""
    least, most = function.minimum, function.maximum
    if most is None:
        return f"{least} argument or more" if least == 1 else f"{least} arguments or more"
    if most == 0:
        return "no argument"
    number = f"{most}" if least == most else f"{least} {'or' if least + 1 == most else 'to'} {most}"
    return f"{number} argument{'' if most == 1 else 's'}"


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
    """A plain text that holds `{% … %}` or a half of it: kind `jsonata-embedded`."""
    if text.startswith("{%"):
        return None
    start, bare = text.find("{%"), text.strip()
    if start < 0:
        return _unopened(text)
    if re.search(_TEMPLATE_TAG, text):
        return None
    end = text.find("%}", start + 2) + 2
    if end < 2:
        if "$" not in text[start:] or has_placeholder(text):
            return None
        end = len(text.rstrip())
    if bare.startswith("{%") and bare.endswith("%}"):
        message = "with blanks around it, this is a plain text and never evaluated: delete them"
        return Mistake("jsonata-embedded", 0, len(text), message, bare)
    message = (
        '"{% … %}" in the middle of a text is never evaluated: make the whole string one '
        'expression, and join texts with "&"'
    )
    return Mistake("jsonata-embedded", start, end, message)


def _unopened(text: str) -> Mistake | None:
    """A text with one delimiter only, or with blanks in them: a plain text, too."""
    bare = text.strip()
    if not bare.endswith("}") or has_placeholder(bare):
        return None
    spaced = bare[0] == "{" and bare[1:].lstrip().startswith("%")
    if spaced and bare[1:-1].rstrip().endswith("%"):
        message = 'a delimiter holds no blank, so this is a plain text: write "{% … %}"'
        inside = bare[1:-1].strip()[1:-1].strip()
        return _opened(text, bare, inside, message) if inside else None
    inside = bare[:-2].lstrip("{%" + whitespace).rstrip()
    if not bare.endswith("%}") or not _is_meant(bare, inside):
        return None
    message = 'an expression must begin with "{%", so this is a plain text'
    return _opened(text, bare, inside, message)


def _is_meant(bare: str, inside: str) -> bool:
    """Is a text that ends in `%}` surely meant as an expression? (`{up to 50%}` may not be.)"""
    if bare.startswith(("$", "% ")):
        return True
    meant = "$" in inside or bare[-3:-2].isspace()
    return bool(inside) and meant and read_jsonata(inside)[0] is not None


def _opened(text: str, bare: str, inside: str, message: str) -> Mistake:
    """What to say of such a text, with its repair if what it holds is an expression."""
    end = len(text.rstrip())
    readable = inside and read_jsonata(inside)[0] is not None
    return Mistake(
        "jsonata-embedded", end - len(bare), end, message,
        f"{{% {inside} %}}" if readable else None,
        replaced=(0, len(text)), guess=True,
    )  # fmt: skip
