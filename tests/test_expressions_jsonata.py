"""JSONata: what an expression names and calls, at exact places, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.expressions import Mistake
from asllint.expressions.jsonata.mistakes import (
    embedded_mistake,
    fallback_mistakes,
    function_mistakes,
    split_delimiters,
    states_mistakes,
    top_level_mistakes,
)
from asllint.expressions.jsonata.reader import (
    NOT_CONSTANT,
    Expression,
    Identifier,
    read_jsonata,
)
from asllint.tables.jsonata_functions import FUNCTIONS
from tests.cost import assert_in_proportion, often

EVERYWHERE = frozenset(("input", "context"))
CONTEXT = frozenset(
    (("Execution", "Id"), ("Execution", "Name"), ("Execution", "Input"), ("State", "Name"))
)


def read(text: str) -> Expression:
    expression, mistakes = read_jsonata(text)
    assert mistakes == []
    assert expression is not None
    return expression


def shown(text: str, mistakes: list[Mistake]) -> list[tuple[str, str, str]]:
    """Kind, underlined text and message of each mistake."""
    return [(one.kind, text[one.start : one.end], one.message) for one in mistakes]


def after(text: str, mistake: Mistake) -> str:
    """The text once the mistake is repaired."""
    start, end = mistake.replaced
    assert mistake.replacement is not None
    return text[:start] + mistake.replacement + text[end:]


def written(text: str, uses: tuple[Identifier, ...]) -> list[str]:
    return [text[use.start : use.end] for use in uses]


# --- syntax ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "underlined", "message"),
    [
        ("", "", 'the expression is empty: write one between "{%" and "%}"'),
        ("/* soon */ ", "/* soon */ ",
         'the expression is empty: write one between "{%" and "%}"'),
        ("$a + ", "+", 'a value is missing after "+"'),
        ("$a :=", ":=", 'a value is missing after ":="'),
        ("$a /", "/", 'a value is missing after "/"'),
        ("[1, , 2]", ",", 'a value is missing between "," and ","'),
        (".name", ".", 'a value is missing before "."'),
        ('{"id": }', "}", 'a value is missing between ":" and "}"'),
        ("($a + )", ")", 'a value is missing between "+" and ")"'),
        ('"Anna', '"Anna', "the string is not closed: add a closing quote"),
        ("$a & 'x  ", "'x", "the string is not closed: add a closing quote"),
        ("$a.`first name", "`first name", "the name is not closed: add a closing backquote"),
        ("$a /* why", "/* why", 'the comment is not closed: add "*/"'),
        ("$match($a, /b+)", "/b+)", 'the regular expression is not closed: add "/"'),
        ("$match($a, //)", "//",
         "the regular expression is empty: write a pattern between the slashes"),
        ('"\\u12"', "\\u", '"\\u" must be followed by four hexadecimal digits'),
        ("'it\\'s'", "\\'",
         '"\\\'" is no escape in a JSONata string: put a text with an apostrophe into double '
         "quotes"),
        ("1e999", "1e999", '"1e999" is greater than any number'),
        ("$sum($a", "(", 'this "(" is never closed: add ")"'),
        ("($a; $f([1, 2]", "(", 'this "(" is never closed: add ")"'),
        ("[1, {'a': 2}", "[", 'this "[" is never closed: add "]"'),
        ("$a[0", "[", 'this "[" is never closed: add "]"'),
        ("{'a': 1", "{", 'this "{" is never closed: add "}"'),
        ("{'a'", "'a'", 'the expression ends here: write ":" and a value after the key'),
        ("function($x)", ")",
         'the expression ends here: write the body of the function in "{ … }"'),
        ("$a ~> |b|{}", "}", 'the expression ends here: add "|"'),
        ("$a[1,2]", ",", '"," can not stand here: "]" is expected'),
        ("($a]", "]", '"]" can not close "(": write ")"'),
        ("$f($a $b)", "$b", '"$b" can not stand here: an operator or ")" is missing before it'),
        ("{'a' 1}", "1", '"1" can not stand here: write ":" and a value after a key'),
        ("function($x) $x", "$x", 'the body of a function stands in braces: write "{ … }"'),
        ("$a^>b", ">", '">" can not stand here: "(" is expected'),
        ("$a $b", "$b", '"$b" can not stand here: an operator is missing before it'),
        ("$x := 1; $x", ";",
         '";" can not stand here: put what ";" separates into parentheses: "( …; … )"'),
        ("1, 2", ",", '"," can not stand here: write a list in brackets: "[…, …]"'),
        ('"a": 1', ":",
         '":" can not stand here: write an object in braces, and "?" before the first of two '
         'choices'),
        ("function f($x) { $x }", "f",
         '"f" can not stand here: write "$name := function(…) { … }" for a function with a name'),
        ("$a => $b", "=>", 'JSONata has no "=>": write "function($x) { … }"'),
        ("“good morning”", "“good", "a text stands in straight quotes in JSONata"),
        ("$not !$a", "!", '"!" is no operator of JSONata: write "$not(…)"'),
        ("$a ~ $b", "~", '"~" is no operator of JSONata: a function is applied with "~>"'),
        ("function($x, 1) { $x }", "1",
         'a parameter of a function is a name with "$": write "function($x) { … }"'),
        ("$a.b := 1", ".", 'only a variable can stand before ":=": write "$name := …"'),
        ("$a.1", "1", '"1" can not be a step of a path: write "[1]" for the item at this index'),
        ("$a@1", "1", 'this binds the items to a variable, and there is none: write one, '
         'with its "$"'),
        ("$a@", "@", 'this binds the items to a variable, and there is none: write one, '
         'with its "$"'),
        ("$a[0]@$x", "@", '"@" must stand before the predicates of its step'),
        ("$a^(b)@$x", "@", '"@" must stand before the "^(…)" that sorts'),
        ("$a{'k': b}[0]", "[",
         'a predicate can not follow the "{…}" that groups a step: put it before'),
        ("$a{'k': b}{'l': c}", "{", 'a step can be grouped only once: delete one "{…}"'),
        ("$a & %", "%", '"%" has no parent here: only a step of a path has one'),
        ("$a %} and {% $b", "%}",
         'a string holds one expression only: delete this "%}", and join texts with "&"'),
    ],
)  # fmt: skip
def test_what_is_no_expression(text: str, underlined: str, message: str) -> None:
    expression, [mistake] = read_jsonata(text)
    assert expression is None
    assert shown(text, [mistake]) == [("jsonata-syntax", underlined, message)]
    assert mistake.replacement is None


@pytest.mark.parametrize(
    ("text", "underlined", "message", "repaired"),
    [
        ("$a == 1", "==", 'JSONata compares with a single "="', "$a = 1"),
        ("$a === 1", "===", 'JSONata compares with a single "="', "$a = 1"),
        ("$a !== 1", "!==", 'JSONata compares with "!="', "$a != 1"),
        ("$a && $b", "&&", 'JSONata has no "&&": write "and"', "$a and $b"),
        ("($a || $b)", "||", 'JSONata has no "||": write "or"', "($a or $b)"),
        ("[1, 2, ]", ",", 'delete the comma before "]": JSONata allows none there', "[1, 2 ]"),
        ("$f(1,)", ",", 'delete the comma before ")": JSONata allows none there', "$f(1)"),
        ("{'a': 1,}", ",", 'delete the comma before "}": JSONata allows none there', "{'a': 1}"),
        ("$a)", ")", 'a ")" too many: delete it', "$a"),
        ('"\\d+"', "\\d", '"\\d" is no escape in a JSONata string: write "\\\\d" for a backslash',
         '"\\\\d+"'),
        ("total := 1", "total", '":=" binds a variable: write "$total"', "$total := 1"),
        ("function(x) { 1 }", "x", 'a parameter begins with "$": write "$x"', "function($x) { 1 }"),
        ("$a.true", "true",
         '"true" can not be a step of a path: write "`true`" for a field of this name',
         "$a.`true`"),
    ],
)  # fmt: skip
def test_what_can_be_repaired(text: str, underlined: str, message: str, repaired: str) -> None:
    _, [mistake] = read_jsonata(text)
    assert shown(text, [mistake]) == [("jsonata-syntax", underlined, message)]
    assert after(text, mistake) == repaired
    assert read_jsonata(repaired)[1] == []


@pytest.mark.parametrize(
    "text",
    [
        "$a/* the end */", "$a /2", "/a[/]b\\//i", "* / 2", "[1..3]", "$a.*.b.**[0]", "and",
        "$a ? $b", "$f(?, 1)", "($a; )", "()", "{}", "[]", "$a[]", "λ($x) { $x }",
        "function($x)<s?:n> { $x }", "function($x, $y)<a<n>(ns)-:n> { $x }", "$a.`b c`",
        "$a.b#$i[$i < 3].{'i': $i}", "$a.b.%.c", "$a ~> |b|{'c': 1}, ['d']|", "-$a", "- 1",
        "$a\v+ 1", "$a[b = 'x' and c in [1, 2]]^(>d, <e).{'k': f}", "'`'", "$", "a.function",
    ],
)  # fmt: skip
def test_what_is_an_expression(text: str) -> None:
    expression, mistakes = read_jsonata(text)
    assert mistakes == []
    assert expression is not None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("$a ?? 1", "$exists($a) ? $a : 1"),
        ("$a ?: 1", "$a ? $a : 1"),
        ("$a.b[0].`c d` ?? $b", "$exists($a.b[0].`c d`) ? $a.b[0].`c d` : $b"),
        ("$states.input.and ?: 1", "$states.input.and ? $states.input.and : 1"),
        ("[$a ?: 1, 2]", "[$a ? $a : 1, 2]"),
        ("{'k': $a ?? 1}", "{'k': $exists($a) ? $a : 1}"),
        ("$c ? $a ?: 1 : 2", "$c ? $a ? $a : 1 : 2"),
        ("$c ? 1 : $a ?: 2", "$c ? 1 : $a ? $a : 2"),
        ("($x := $a ?: 1; $x)", "($x := $a ? $a : 1; $x)"),
        ("(1; $a ?: 2)", "(1; $a ? $a : 2)"),
        ("function($v) { $v.a ?: 1 }", "function($v) { $v.a ? $v.a : 1 }"),
        ("$l[a ?: b]", "$l[a ? a : b]"),
        ("$l.(a ?: b)", "$l.(a ? a : b)"),
        ("$l^(<a ?: b)", "$l^(<a ? a : b)"),
        ("$l^(c, >a ?: b)", "$l^(c, >a ? a : b)"),
        ("$l{a ?: 'k': b}", "$l{a ? a : 'k': b}"),
        ("$l ~> |a|{'b': c ?: 1}|", "$l ~> |a|{'b': c ? c : 1}|"),
        # What holds its operands less tightly than a fallback needs parentheses around a condition.
        ("$a and $b ?: $c", "$a and ($b ? $b : $c)"),
        ("[$a or $b ?? $c, 1]", "[$a or ($exists($b) ? $b : $c), 1]"),
        ("[1..$n ?: 3]", "[1..($n ? $n : 3)]"),
        ("($a or $b ?: $c ? [1][0] : 3; 4)", "($a or ($b ? $b : $c ? [1][0] : 3); 4)"),
        ("$x ? $a or $b ?: 1 : 2", "$x ? $a or ($b ? $b : 1) : 2"),
    ],
)  # fmt: skip
def test_fallbacks_are_written_as_conditions(text: str, written: str) -> None:
    """JSONata 2.0.6 has neither `?:` nor `??`."""
    [mistake] = fallback_mistakes(read(text))
    assert text[mistake.start : mistake.end] in ("?:", "??")
    assert mistake.kind == "jsonata-syntax"
    assert after(text, mistake) == written
    assert not mistake.guess
    assert fallback_mistakes(read(written)) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        # A call may give something else each time, and an operator may have been meant otherwise.
        ("$f($a) ?: 1", "$f($a) ? $f($a) : 1"),
        ("'a' & $b ?? 'c'", "$exists('a' & $b) ? 'a' & $b : 'c'"),
        ("($a) ?: 1", "($a) ? ($a) : 1"),
    ],
)
def test_what_is_evaluated_twice_is_a_guess(text: str, written: str) -> None:
    [mistake] = fallback_mistakes(read(text))
    assert mistake.guess
    assert after(text, mistake) == written


def test_every_fallback_is_told_and_repaired_one_by_one() -> None:
    text = "$a ?? $b ?: ($c ?? 1)"
    mistakes = fallback_mistakes(read(text))
    assert shown(text, mistakes) == [
        ("jsonata-syntax", "??",
         'Step Functions has JSONata 2.0.6, and "??" came with 2.1: write "$exists($a) ? $a : …"'),
        ("jsonata-syntax", "?:",
         'Step Functions has JSONata 2.0.6, and "?:" came with 2.1: write "$b ? $b : …"'),
        ("jsonata-syntax", "??",
         'Step Functions has JSONata 2.0.6, and "??" came with 2.1: write "$exists($c) ? $c : …"'),
    ]  # fmt: skip
    while mistakes := fallback_mistakes(read(text)):
        text = after(text, mistakes[0])
    assert text == "$exists($a) ? $a : $b ? $b : ($exists($c) ? $c : 1)"


def test_a_long_operand_is_not_repeated() -> None:
    text = f"$a.{'b' * 60} ?: 1"
    [mistake] = fallback_mistakes(read(text))
    assert mistake.message.endswith('came with 2.1: write "x ? x : …"')
    assert after(text, mistake) == f"$a.{'b' * 60} ? $a.{'b' * 60} : 1"
    text = f"$a.{'b' * 201} ?: 1"
    [mistake] = fallback_mistakes(read(text))
    assert mistake.message.endswith("came with 2.1: write a condition")
    assert mistake.replacement is None


@pytest.mark.parametrize(
    "text", ["$a ? $b", "$a ? $b : $c", "'a ?? b ?: c'", "/a??/", "function($x)<s?:n> { $x }"]
)
def test_what_is_no_fallback(text: str) -> None:
    assert fallback_mistakes(read(text)) == []


@pytest.mark.parametrize(
    "text", ["'${ApiUrl}/v1/' & $id", "${Count} +", "$a & #{AWS::Region}", "'${x}"]
)
def test_nothing_is_said_where_a_placeholder_stands(text: str) -> None:
    assert read_jsonata(text) == (None, [])


def test_a_mistake_is_found_at_its_characters_behind_emoji_and_newlines() -> None:
    text = "\n  '🎉' &\r\n\t$map($états, function($v) { $v.größe + höhe })  "
    expression = read(text)
    assert written(text, expression.names) == ["höhe"]
    assert written(text, expression.variables) == ["$états"]
    assert [text[one.start : one.end] for one in expression.functions] == ["$map"]
    text = "'🎉🎉'\n  & $sum($a "
    assert shown(text, read_jsonata(text)[1]) == [
        ("jsonata-syntax", "(", 'this "(" is never closed: add ")"')
    ]


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # A bare name asks a context item, and there is none.
        ("price", ["price"]),
        ("order[0].price", ["order"]),
        ("order.price.value", ["order"]),
        ("-price", ["price"]),
        ("$states.input.ok ? price : 0", ["price"]),
        ("price & '!'", ["price"]),
        ("price in $states.input.list", ["price"]),
        ("$sum(prices)", ["prices"]),
        ("price(1)", ["price"]),
        ("price ~> $string()", ["price"]),
        ("$a ~> $f(price)", ["price"]),
        ("[0..last]", ["last"]),
        ("(price)", ["price"]),
        ("(order).price", ["order"]),
        ("[order].price", ["order"]),
        ("{price: 1}", ["price"]),
        ("{'k': price}", ["price"]),
        ("($p := price; $p)", ["price"]),
        ("order.**.price", ["order"]),
        ("order^(price)", ["order"]),
        ("`the price`", ["`the price`"]),
        ("$a ?? price", ["price"]),
        ("$a ?: price", ["price"]),
        ("and", ["and"]),
        # Every use is told, in writing order.
        ("[second, first, second]", ["second", "first", "second"]),
        ("$number(one) + (two; three)", ["one", "two", "three"]),
        # The body of a function is evaluated where the function stands.
        ("$map($states.input.list, function($v) { $v.price * rate })", ["rate"]),
        ("$states.input.list.$f(function($v) { rate })", []),
        # Later steps, predicates, sorting, grouping and transforms have a context item.
        ("$states.input.price", []),
        ("$states.input.list[price > 3]", []),
        ("$states.input.list[0][price]", []),
        ("$states.input.list^(>price, name)", []),
        ("$states.input.list{name: $sum(price)}", []),
        ("$states.input.list.{name: price}", []),
        ("$states.input.list.(price * amount)", []),
        ("$states.input ~> |order|{'price': cost, name: 1}, [tax]|", []),
        ("**.price", []),
        ("*.price", []),
        ("{'k': 1}.k", []),
        ("function($v) { $v.price }", []),
        ("'price'", []),
        # `$` is a context item as well, and `$$` is never there.
        ("$", ["$"]),
        ("$.price", ["$"]),
        ("$[0]", ["$"]),
        ("$map($states.input.list, function($v) { $ })", ["$"]),
        ("$states.input.list[$ > 1].$string($)", []),
        ("$$.price", ["$$"]),
        ("$states.input.list[price = $$.price]", ["$$"]),
    ],
)
def test_what_asks_a_context_item_that_does_not_exist(text: str, names: list[str]) -> None:
    mistakes = top_level_mistakes(read(text))
    assert [text[one.start : one.end] for one in mistakes] == names
    assert {one.kind for one in mistakes} <= {"jsonata-top-level"}


@pytest.mark.parametrize(
    ("text", "message", "replacement"),
    [
        ("phone", '"phone" is a field of nothing here: write "$states.input.phone"',
         "$states.input.phone"),
        ("`my phone`", '"my phone" is a field of nothing here: write "$states.input.`my phone`"',
         "$states.input.`my phone`"),
        ("known + 1", '"known" is a field of nothing here: write "$known"', "$known"),
        ("{phone: 1}", 'the key "phone" is read as a field of nothing: put it in quotes',
         "'phone'"),
        ("uppercase('a')", '"uppercase" is a field of nothing here: write "$uppercase"',
         "$uppercase"),
        ("phone(1)", '"phone" is a field of nothing here: the name of a function begins with "$"',
         None),
        ("states.input.x", '"states" is a field of nothing here: write "$states"', "$states"),
        ("context.Execution", '"context" is a field of nothing here: write "$states.context"',
         "$states.context"),
        ("None", '"None" is a field of nothing here: write "null"', "null"),
        ("“yes”", "a text stands in straight quotes in JSONata: write 'yes'", "'yes'"),
        ("States.UUID()", '"States.UUID" is no function of JSONata: write "$uuid()"', None),
        ("$.phone", '"$" is nothing here: write "$states.input"', "$states.input"),
        ("$$.phone", '"$$" is not supported in Step Functions: write "$states.input"',
         "$states.input"),
        ("$$.Execution.Id", '"$$" is not supported in Step Functions: write "$states.context"',
         "$states.context"),
    ],
)  # fmt: skip
def test_what_to_write_instead_of_a_bare_name(
    text: str, message: str, replacement: str | None
) -> None:
    [mistake] = top_level_mistakes(read(text), frozenset(["known"]))
    assert (mistake.message, mistake.replacement) == (message, replacement)
    if replacement is not None:
        repaired = text[: mistake.start] + replacement + text[mistake.end :]
        assert top_level_mistakes(read(repaired)) == []


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("$total + $states.input.count", ["$total"]),
        ("$order.items[id = $wanted].price", ["$order", "$wanted"]),
        ("$states.input.list.$rate", ["$rate"]),
        ("($x := 1; $x + $y)", ["$y"]),
        ("($count := $counter + 1; $count)", ["$counter"]),
        ("($n := $n + 1; $n)", ["$n"]),
        ("(($x := 1; $x); $x)", ["$x"]),
        ("[$x := 1, $x]", []),
        ("($a := $b := 2; $a + $b)", []),
        ("$map($list, function($v, $i) { $v + $i + $step })", ["$list", "$step"]),
        ("(function($v) { $v }; $v)", ["$v"]),
        ("($fac := function($n) { $n < 2 ? 1 : $n * $fac($n - 1) }; $fac(5))", []),
        ("($odd := function($n) { $even($n) }; $even := function($n) { $odd($n) }; $odd(1))", []),
        ("$orders@$o.items#$i[$i < $o.max].{'n': $o.name, 'i': $i} & $i", ["$orders", "$i"]),
        ("$orders@$o^(>$o.date){ $o.id: $sum($o.prices) }", ["$orders"]),
        ("$a ?? $b", ["$a", "$b"]),
        ("$a ?: $b", ["$a", "$b"]),
        ("$a ~> $f", ["$a", "$f"]),
        ("$a ~> |b|{'c': $d}|", ["$a", "$d"]),
        ("($states := 1; $states)", []),
        ("$map($a, $uppercase)", ["$a"]),
    ],
)
def test_which_variables_come_from_outside(text: str, variables: list[str]) -> None:
    expression = read(text)
    assert written(text, expression.variables) == variables
    assert [f"${use.name}" for use in expression.variables] == variables
    assert top_level_mistakes(expression) == []


def test_a_function_that_is_named_and_not_called_is_a_reference() -> None:
    text = "$map($list, $uppercase) ~> $join"
    assert written(text, read(text).references) == ["$uppercase", "$join"]


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("$states", [("", "$states")]),
        ("$states.input.a.b", [("input.a.b", "$states.input.a.b")]),
        ("$states . input /* in */ . a", [("input.a", "$states . input /* in */ . a")]),
        ("$states.input.a[0].b", [("input.a", "$states.input.a")]),
        ("$states.input.a[].b", [("input.a", "$states.input.a")]),
        ("$states.input.'a b'.c", [("input.a b.c", "$states.input.'a b'.c")]),
        ("$states.input.(a.b).c", [("input", "$states.input")]),
        ("$states.input.a.$string()", [("input.a", "$states.input.a")]),
        ("$states.input.*.a", [("input", "$states.input")]),
        ("$states.input.a@$x.b", [("input.a", "$states.input.a")]),
        ("$states.input.a^(b)", [("input.a", "$states.input.a")]),
        ("$states.result.n + $states.context.State.Name",
         [("result.n", "$states.result.n"), ("context.State.Name", "$states.context.State.Name")]),
        ("function($states) { $states.input }", []),
    ],
)  # fmt: skip
def test_what_is_read_from_states(text: str, reads: list[tuple[str, str]]) -> None:
    found = read(text).states
    assert [(".".join(use.path), text[use.start : use.end]) for use in found] == reads
    for use in found:
        assert [text[start:end].strip("'`") for start, end in use.spans] == list(use.path)


# --- functions ------------------------------------------------------------------------------------


def test_what_is_known_of_a_call() -> None:
    text = "$states.input.s ~> $pad( 5 , 'a' & $b )"
    [call] = read(text).functions
    assert (call.name, call.chained, call.partial, call.inner) == ("pad", True, False, False)
    assert text[call.start : call.end] == "$pad"
    assert [text[one.start : one.end] for one in call.arguments] == ["5", "'a' & $b"]
    assert [one.type for one in call.arguments] == ["number", "string"]
    assert [one.constant for one in call.arguments] == [5, NOT_CONSTANT]
    [call] = read("$a.$f(?, [1, $b, 'c'])").functions
    assert (call.chained, call.partial, call.inner) == (False, True, True)
    assert [one.items for one in call.arguments] == [(), ("number", None, "string")]


def complaints(text: str, *variables: str) -> list[tuple[str, str, str]]:
    return shown(text, function_mistakes(read(text), frozenset(variables)))


@pytest.mark.parametrize(
    ("text", "underlined", "message"),
    [
        ("$upercase('a')", "$upercase",
         'there is no function "$upercase"; did you mean "$uppercase"?'),
        ("$toString(1)", "$toString", 'there is no function "$toString"; did you mean "$string"?'),
        ("$frobnicate()", "$frobnicate", 'there is no function "$frobnicate"'),
        ("$a ~> $lenght()", "$lenght", 'there is no function "$lenght"; did you mean "$length"?'),
        ("$substr(?, 1)", "$substr", 'there is no function "$substr"; did you mean "$substring"?'),
        ("$eval('1 + 1')", "$eval", 'Step Functions has no "$eval": read JSON with "$parse"'),
        ("$randomSeeded(1)", "$randomSeeded",
         'there is no function "$randomSeeded": "$random" takes the seed'),
    ],
)  # fmt: skip
def test_a_function_that_does_not_exist(text: str, underlined: str, message: str) -> None:
    assert complaints(text) == [("unknown-jsonata-function", underlined, message)]
    assert complaints(text, underlined[1:]) == []


@pytest.mark.parametrize(
    ("text", "underlined", "message"),
    [
        ("$uppercase('a', 'b')", "$uppercase", '"$uppercase" takes 1 argument, not 2'),
        ("$uppercase()", "$uppercase", '"$uppercase" takes 1 argument, not 0'),
        ("$uuid('a')", "$uuid", '"$uuid" takes no argument, not 1'),
        ("$pad('a')", "$pad", '"$pad" takes 2 or 3 arguments, not 1'),
        ("$fromMillis(1, 'a', 'b', 'c')", "$fromMillis",
         '"$fromMillis" takes 1 to 3 arguments, not 4'),
        ("$zip()", "$zip", '"$zip" takes 1 argument or more, not 0'),
        ("$hash('a')", "$hash", '"$hash" takes 2 arguments, not 1'),
        ("$a ~> $length($b)", "$length",
         '"$length" takes 1 argument, not 2, the one before "~>" included'),
        ("$states.input.a.$trim(1, 2)", "$trim", '"$trim" takes 1 argument, not 2'),
        ("$uppercase(5)", "5",
         'argument 1 of "$uppercase" must be a string, not a number: '
         'it is called as "$uppercase(str)"'),
        ("$length([1])", "[1]",
         'argument 1 of "$length" must be a string, not an array: '
         'it is called as "$length(str)"'),
        ("$number(null)", "null",
         'argument 1 of "$number" must be a string or a number or a boolean, not null: '
         'it is called as "$number(arg)"'),
        ("$substring('ab', 'b')", "'b'",
         'argument 2 of "$substring" must be a number, not a string: '
         'it is called as "$substring(str, start[, length])"'),
        ("$map([1], 'a')", "'a'",
         'argument 2 of "$map" must be a function, not a string: '
         'it is called as "$map(array, function)"'),
        ("$a ~> $split(1)", "1",
         'argument 2 of "$split" must be a string or a function, not a number: '
         'it is called as "$split(str, separator[, limit])"'),
        ("$abs('a' & $b)", "'a' & $b",
         'argument 1 of "$abs" must be a number, not a string: '
         'it is called as "$abs(number)"'),
        ("$sum(['a'])", "['a']",
         'argument 1 of "$sum" must be an array of numbers, not one with a string: '
         'it is called as "$sum(array)"'),
        ("$join([$a, 1], ',')", "[$a, 1]",
         'argument 1 of "$join" must be an array of strings, not one with a number: '
         'it is called as "$join(array[, separator])"'),
        ("$max('a')", "'a'",
         'argument 1 of "$max" must be an array of numbers, not a string: '
         'it is called as "$max(array)"'),
    ],
)  # fmt: skip
def test_arguments_that_a_function_does_not_take(text: str, underlined: str, message: str) -> None:
    assert complaints(text) == [("jsonata-arguments", underlined, message)]


@pytest.mark.parametrize(
    ("text", "underlined", "message"),
    [
        ("$partition($a, 0)", "0", "the size of a part is at least 1"),
        ("$partition($a, -2)", "-2", "the size of a part is at least 1"),
        ("$a ~> $partition(0.5)", "0.5", "the size of a part is at least 1"),
        ("$partition([], 2)", "[]",
         'an empty array has no parts: "$partition" gives nothing at all'),
        ("$range(1, 9, 0)", "0", "a step of 0 never reaches the end"),
        ("$range($a, $b, 0)", "0", "a step of 0 never reaches the end"),
        ("$range(5, 1, 1)", "1",
         'a step of 1 never gets from 5 to 1: "$range" gives nothing at all'),
        ("$range(1, 5, -1)", "-1",
         'a step of -1 never gets from 1 to 5: "$range" gives nothing at all'),
        ("$range(1, 360146, 1)", "$range",
         "this range has 360,146 items, and the state fails with more than 360,145"),
        ("$parse('{a: 1}')", "'{a: 1}'", 'this text is no JSON, and "$parse" fails'),
        ("$parse('')", "''", 'this text is no JSON, and "$parse" fails'),
        ("$parse('NaN')", "'NaN'", 'this text is no JSON, and "$parse" fails'),
    ],
)  # fmt: skip
def test_values_that_a_function_does_not_take(text: str, underlined: str, message: str) -> None:
    assert complaints(text) == [("jsonata-arguments", underlined, message)]


@pytest.mark.parametrize("text", ["$map($a, $eval)", "$a ~> $eval", "($f := $eval; $f($a))"])
def test_a_function_that_was_taken_away_can_not_be_handed_over_either(text: str) -> None:
    assert complaints(text) == [
        ("unknown-jsonata-function", "$eval",
         'Step Functions has no "$eval": read JSON with "$parse"')
    ]  # fmt: skip
    assert function_mistakes(read(text), frozenset(("eval",))) == []


def test_hash_has_five_algorithms() -> None:
    known = '"MD5", "SHA-1", "SHA-256", "SHA-384" and "SHA-512"'
    kind = "unknown-hash-algorithm"
    assert complaints("'a' ~> $hash('CRC')") == [
        (kind, "'CRC'", f'"$hash" has no algorithm "CRC"; there are {known}')
    ]
    text = "$hash($a, 'sha256')"
    [mistake] = function_mistakes(read(text), frozenset())
    assert shown(text, [mistake]) == [
        (kind, "'sha256'", '"$hash" has no algorithm "sha256"; did you mean "SHA-256"?')
    ]
    assert after(text, mistake) == "$hash($a, 'SHA-256')"
    assert complaints("$hash($a, 'sha-256')") == []


@pytest.mark.parametrize(
    "text",
    [
        "$partition($a, 1)", "$partition($a, $n)", "$partition($a[], 2)", "$a.$partition(0)",
        "$range(1, 9, 2)", "$range(9, 1, -2)", "$range(3, 3, 1)", "$range(3, 3, -1)",
        "$range(1, 360145, 1)", "$range($a, 1, 1)", "$range(5, $b, 1)", "$range(5, 1, $c)",
        "$parse('[1]')", "$parse($a)", "$parse('[' & $a & ']')", "'{}' ~> $parse()",
        "$parse('" + "[" * 90_000 + "')", "$random()", "$random(7)", "$uuid()",
        "$hash($a, 'MD5')", "$hash($a, $b)", "$a.$hash('MD5')",
    ],
)  # fmt: skip
def test_values_that_a_function_takes_or_may_take(text: str) -> None:
    assert complaints(text) == []


@pytest.mark.parametrize(
    "text",
    [
        # The context item stands in for the first argument.
        "$a.$uppercase()", "$a.b[$length() > 3]", "$a.$substring(1)", "$a.$hash('MD5')",
        "$a.$pad(5, '-')", "$a{$string(): 1}",
        # `~>` supplies the first one, and `?` makes a function.
        "$a ~> $uppercase()", "$a ~> $uppercase", "$a ~> $substring(1, 2)",
        "$a ~> $split(',')[0]", "$substring(?, 0, 5)", "$uppercase(?, ?)",
        # What an expression yields may be anything.
        "$uppercase($a)", "$sum($a.b)", "$join([$a, $b])", "$length($states.input.a)",
        "$string(function($x) { 1 })", "$abs($a ? 'x' : 1)", "$uppercase($string(1))",
        # Every value is an array of one.
        "$count(1)", "$sum(1)", "$join('a')", "$reverse('a')", "$map('a', function($x) { $x })",
        # What AWS adds.
        "$partition([1, 2, 3], 2)", "$range(1, 9, 2)", "$random()", "$random(7)", "$uuid()",
        "$parse('{}')", "$hash($a, 'SHA-512')", "$hash($a, $b)", "$hash('x', 'md5')",
        # Functions of the expression itself.
        "($trim := function($a, $b) { $a }; $trim(1, 2))", "function($abs) { $abs('x') }",
        "$contains('a', /b/)", "$replace('a', /b/, function($m) { 'c' })", "$now()", "$now('[Y]')",
        "$not(null)", "$zip(1, 2, 3, 4)", "$error()", "$sort([2, 1])", "($abs)(1, 2)",
    ],
)  # fmt: skip
def test_calls_that_are_right_or_that_nobody_can_judge(text: str) -> None:
    assert complaints(text) == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_table_shows_every_parameter(name: str) -> None:
    function = FUNCTIONS[name]
    shown_names = re.findall(r"\w+|…", function.usage)
    assert shown_names[0] == name
    if function.maximum is not None:
        assert function.minimum <= function.maximum == len(shown_names) - 1


# --- members of $states ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "members", "expected"),
    [
        ("$states.result.n", EVERYWHERE,
         [("states-member", "$states.result",
           'there is no "$states.result" in "Output" of a Pass state: only "Output" and "Assign" '
           "of a Task, Parallel or Map state have it")]),
        ("$states.result.n", EVERYWHERE | {"result"}, []),
        ("$states.errorOutput.Cause", EVERYWHERE | {"result"},
         [("states-member", "$states.errorOutput",
           'there is no "$states.errorOutput" in "Output" of a Pass state: write '
           '"$states.result"')]),
        ("$states.errorOutput", EVERYWHERE,
         [("states-member", "$states.errorOutput",
           'there is no "$states.errorOutput" in "Output" of a Pass state: only "Output" and '
           '"Assign" of a catcher have it')]),
        ("$states.errorOutput ? 1 : 2", EVERYWHERE | {"errorOutput"}, []),
        ("$states", EVERYWHERE, []),
        ("$states.input.result", EVERYWHERE, []),
        ("$states.inptu.a", EVERYWHERE,
         [("unknown-states-member", "inptu",
           '"$states" has no member "inptu"; did you mean "input"?')]),
        ("$states.error", EVERYWHERE,
         [("unknown-states-member", "error",
           '"$states" has no member "error"; there are "input" and "context"')]),
        ("$states.context.Execution.Id", EVERYWHERE, []),
        ("$states.context.Execution.Input.any.thing", EVERYWHERE, []),
        ("$states.context[0].x", EVERYWHERE, []),
        ("$states.context.Execution.Nmae", EVERYWHERE,
         [("unknown-context-member", "Nmae",
           '"Execution" of the context object has no member "Nmae"; did you mean "Name"?')]),
        ("$states.context.execution.Id", EVERYWHERE,
         [("unknown-context-member", "execution",
           'the context object has no member "execution"; did you mean "Execution"?')]),
    ],
)  # fmt: skip
def test_members_of_states(
    text: str, members: frozenset[str], expected: list[tuple[str, str, str]]
) -> None:
    place = '"Output" of a Pass state'
    assert shown(text, states_mistakes(read(text), members, place, CONTEXT)) == expected


def test_the_context_object_is_not_judged_without_its_table() -> None:
    assert states_mistakes(read("$states.context.Whatever"), EVERYWHERE, "here") == []


# --- values and types -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1), (" -2.50 ", -2.5), ("1e3", 1000), ("'it'", "it"), ('"\\u00e9\\n\\/"', "é\n/"),
        ('"\\ud83c\\udf89"', "🎉"), ("true", True), ("false", False), ("null", None), ("[]", []),
        ("[1, ['a'], {'k': null}]", [1, ["a"], {"k": None}]), ("('x')", "x"), ("{}", {}),
        ("$a", NOT_CONSTANT), ("1 + 1", NOT_CONSTANT), ("[1, $a]", NOT_CONSTANT),
        ("{'a': 1, 'a': 2}", NOT_CONSTANT), ("{a: 1}", NOT_CONSTANT), ("-'a'", NOT_CONSTANT),
        ("[1..3]", NOT_CONSTANT), ("'a'[0]", NOT_CONSTANT), ("-true", NOT_CONSTANT),
    ],
)  # fmt: skip
def test_constants(text: str, value: object) -> None:
    constant = read(text).constant
    assert constant == value
    assert type(constant) is type(value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("'a'", "string"), ("1", "number"), ("true", "boolean"), ("null", "null"),
        ("[$a]", "array"), ("{'a': $b}", "object"), ("$a & $b", "string"), ("$a * 2", "number"),
        ("-$a", "number"),
        ("$a >= 2", "boolean"), ("$a in $b", "boolean"), ("$a and $b", "boolean"),
        ("$string($a)", "string"), ("$a ~> $count()", "number"), ("$exists($a)", "boolean"),
        ("$split($a, ',')", "array"), ("$merge($a)", "object"), ("$a.b[]", "array"),
        ("$states.input.list[x = 1][]", "array"), ("$a ? 'x' : 'y'", "string"),
        ("$a ? 'x'", "string"), ("($b := 1; $b & '')", "string"), ("$x := [1]", "array"),
        # One item comes out bare, or it depends on the data.
        ("$a", None), ("$a.b", None), ("$a ? 'x' : 1", None), ("$map($a, $f)", None),
        ("$range(1, 3, 1)", None), ("$keys($a)", None), ("$a[0]", None), ("[1, 2][0]", None),
        ("$a.$string()", None), ("$foo()", None), ("function($x) { $x }", None), ("/a/", None),
        ("($count := function($x) { 'a' }; $count(1))", None), ("()", None), ("$a ~> $f", None),
    ],
)  # fmt: skip
def test_types_of_results(text: str, kind: str | None) -> None:
    assert read(text).type == kind


# --- delimiters -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "inner"),
    [("{% $a %}", " $a "), ("{%$a%}", "$a"), ("{%%}", ""), ("{%\n$a\n%}", "\n$a\n"),
     ("{% '%}' %}", " '%}' "), ("{% ${Name} %}", " ${Name} ")],
)  # fmt: skip
def test_where_an_expression_is(text: str, inner: str) -> None:
    place, mistakes = split_delimiters(text)
    assert mistakes == []
    assert place is not None
    assert text[place[0] : place[1]] == inner


@pytest.mark.parametrize(
    ("text", "underlined", "message", "replacement"),
    [
        ("{% $a", "{% $a", 'an expression that begins with "{%" must end with "%}"', "{% $a %}"),
        ("{% $a }", "{% $a }", 'an expression that begins with "{%" must end with "%}"',
         "{% $a %}"),
        ("{% $a %", "{% $a %", 'an expression that begins with "{%" must end with "%}"',
         "{% $a %}"),
        ("{% {'a': 1}", "{% {'a': 1}", 'an expression that begins with "{%" must end with "%}"',
         "{% {'a': 1} %}"),
        ("{%}", "{%}", 'an expression that begins with "{%" must end with "%}"', None),
        ("{% $a %} ", " ", 'nothing may follow the "%}" that ends an expression: delete the blanks',
         ""),
        ("{% $a %}, you", ", you",
         'nothing may follow the "%}" that ends an expression: join texts with "&" in it', None),
    ],
)  # fmt: skip
def test_an_expression_that_is_not_closed(
    text: str, underlined: str, message: str, replacement: str | None
) -> None:
    place, [mistake] = split_delimiters(text)
    assert place is None
    assert shown(text, [mistake]) == [("jsonata-delimiters", underlined, message)]
    assert mistake.replacement == replacement


@pytest.mark.parametrize(
    ("text", "underlined", "message"),
    [
        ("Hello {% $name %}", "{% $name %}",
         '"{% … %}" in the middle of a text is never evaluated: make the whole string one '
         'expression, and join texts with "&"'),
        ("a {% $b %} c {% $d %}", "{% $b %}",
         '"{% … %}" in the middle of a text is never evaluated: make the whole string one '
         'expression, and join texts with "&"'),
        (" {% $name %} ", " {% $name %} ",
         "with blanks around it, this is a plain text and never evaluated: delete them"),
        ("Hello {% $name ", "{% $name",
         '"{% … %}" in the middle of a text is never evaluated: make the whole string one '
         'expression, and join texts with "&"'),
    ],
)  # fmt: skip
def test_a_text_that_looks_like_an_expression(text: str, underlined: str, message: str) -> None:
    place, mistakes = split_delimiters(text)
    assert place is None
    assert shown(text, mistakes) == [("jsonata-embedded", underlined, message)]


HALF = 'an expression must begin with "{%", so this is a plain text'
SPACED = 'a delimiter holds no blank, so this is a plain text: write "{% … %}"'


@pytest.mark.parametrize(
    ("text", "message", "repaired"),
    [
        ("$states.input.name %}", HALF, "{% $states.input.name %}"),
        ("% $x %}", HALF, "{% $x %}"),
        ("{$x%}", HALF, "{% $x %}"),
        ("{ $x %}", HALF, "{% $x %}"),
        ("'a' & 'b' %}", HALF, "{% 'a' & 'b' %}"),
        (" $now()%} ", HALF, "{% $now() %}"),
        ("$x & %}", HALF, None),
        ("{ % $x %}", SPACED, "{% $x %}"),
        ("{ % $x % }", SPACED, "{% $x %}"),
        ("{\n%\n$x\n%\n}", SPACED, "{% $x %}"),
        ("{ % $x & % }", SPACED, None),
    ],
)
def test_half_a_delimiter(text: str, message: str, repaired: str | None) -> None:
    place, [mistake] = split_delimiters(text)
    assert place is None
    assert shown(text, [mistake]) == [("jsonata-embedded", text.strip(), message)]
    assert mistake.guess
    assert (mistake.replacement and after(text, mistake)) == repaired


@pytest.mark.parametrize(
    "text",
    ["", "plain", "100%", "{% ${Name}", "{cpu: 50%}", "$a", "%}{%", "a {%", "{", "}",
     "50%}", "{up to 50%}", "{up to 50 %}", "{ %}", "%}", "{ % }", "a {% b", "a {% ${B}$",
     "Dear {% if x %}you{% endif %}", "<ul>{%- for a in b -%}<li>{{a}}{% endfor %}"],
)  # fmt: skip
def test_plain_texts(text: str) -> None:
    assert split_delimiters(text) == (None, [])


def test_an_expression_is_not_embedded() -> None:
    assert embedded_mistake("{% $a %}") is None
    assert embedded_mistake("{% $a") is None


# --- robustness -----------------------------------------------------------------------------------

EXAMPLES = (
    "$states.input.items[price > 3 and $exists(name)].{'a': $uppercase(name), \"b\": [x, -y]}",
    "($f := function($x, $y)<nn:n> { $x + $y }; $f(1, 2) ~> $string())",
    "$orders@$o.items#$i[$i = $o.x].{'a': $i, 'b': c, 'd': $o}^(>a, <b){ k: $sum(v) }",
    "$map($states.result.list, function($v, $i) { $v.a ? $v.a : $i ?: null }) ~> $join(', ')",
    "$states.context.Execution.Input ~> |a.b|{'c': 1}, ['d', 'e']|",
    "$match($states.errorOutput.Cause, /^a[bc]+(d|e)\\/$/i)[0].groups[] /* all */",
    "$substring(?, 0, 3)('hello') & items.%.`first name` & 'é🎉\\u00e9' & [1..$n]",
)
PIECES = st.sampled_from(
    ["$", "$x", "$states.", "(", ")", "[", "]", "{", "}", "?", ":", ":=", "~>", "..", "%", "|", "/",
     "'", '"', "`", "\\", "/*", "*/", "@$v", "#$i", "^(", "function($a){", "and", ",", ";", "!",
     "1", "é", "\U0001f389", "\ud800", "\n", "\x00", "%}", "$uppercase(", "not", "0.", "1e", "??"]
)  # fmt: skip


def check(text: str) -> None:
    """Everything that can be asked of a text, with places inside of it."""
    expression, mistakes = read_jsonata(text)
    assert len(mistakes) <= 1
    assert expression is None or mistakes == []
    if expression is not None:
        for use in (*expression.names, *expression.root_uses, *expression.variables):
            assert text[use.start : use.end].strip("`").endswith(use.name.strip("`"))
        for call in expression.functions:
            assert text[call.start : call.end] == f"${call.name}"
            for one in call.arguments:
                assert call.end < one.start < one.end <= len(text)
        for read_of in expression.states:
            assert text[read_of.start : read_of.end].startswith("$states")
        for found in fallback_mistakes(expression):
            assert found.replaced[0] <= found.start < found.end <= found.replaced[1]
            mistakes.append(found)
        mistakes += top_level_mistakes(expression) + function_mistakes(expression, frozenset())
        mistakes += states_mistakes(expression, EVERYWHERE, "here", CONTEXT)
    for mistake in mistakes + split_delimiters(text)[1]:
        assert 0 <= mistake.start <= mistake.end <= len(text)
        assert mistake.start < mistake.end or not text


@settings(max_examples=often(100, 400), deadline=None)
@given(st.text() | st.lists(PIECES, max_size=12).map("".join))
def test_any_text_can_be_read(text: str) -> None:
    check(text)
    check(text + " ")


@settings(max_examples=often(100, 400), deadline=None)
@given(st.sampled_from(EXAMPLES), st.data())
def test_any_change_of_an_expression_can_be_read(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 6)))
        text = text[:start] + data.draw(st.just("") | PIECES) + text[end:]
    check(text)


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_beginning_of_an_expression_can_be_read(text: str) -> None:
    for end in range(len(text) + 1):
        check(text[:end])


@pytest.mark.parametrize(
    "text",
    [
        "+".join("1" for _ in range(200)), "(" * 20_000 + "1" + ")" * 20_000, "[" * 50_000,
        "$f(" * 150 + ")" * 150, "$a ? 1 : " * 100 + "2", "$a ?? " * 100 + "2",
        "$a and $b ?: " * 100 + "2", "(" * 90 + "$a" + " ?? 1)" * 90,
    ],
)  # fmt: skip
def test_deep_texts_have_an_end(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    ("piece", "start", "end"),
    [
        ("$a.b&", "", "1"), (".a", "$x", ""), ("a", "'", "'"), ("1,", "[", "1]"), (" ", "", ""),
        ("\\/", "/", ""), ("{%", "", ""), ("{%", "x", ""), ("/*", "", ""), ("1", "", ""),
        ("(", "", ""), ("[", "", ""),
    ],
)  # fmt: skip
def test_long_texts_take_time_in_proportion(piece: str, start: str, end: str) -> None:
    def work(length: int) -> Callable[[], object]:
        text = start + piece * (length // len(piece)) + end
        return lambda: check(text)

    assert_in_proportion(work, 2_000)


def test_a_chain_of_200_terms_is_read() -> None:
    text = "+".join(["$a"] * 200)
    expression = read(text)
    assert len(expression.variables) == 200
    assert expression.type == "number"
