"""Intrinsic functions: what AWS takes, and one precise mistake for each call that can not work."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.expressions.intrinsic.call import IntrinsicCall, Literal
from asllint.expressions.intrinsic.reader import MAX_MISTAKES, looks_like_intrinsic, read_intrinsic
from asllint.expressions.path import Path
from asllint.tables.intrinsics import FUNCTIONS, MAX_NESTING
from tests.cost import assert_in_proportion, often


def mistakes(text: str) -> list[tuple[str, str, str]]:
    """Kind, underlined text and message of each mistake."""
    return [(one.kind, text[one.start : one.end], one.message) for one in read_intrinsic(text)[1]]


def repaired(text: str) -> str:
    """The text with every replacement put in."""
    for one in reversed(read_intrinsic(text)[1]):
        if one.replacement is not None:
            text = text[: one.start] + one.replacement + text[one.end :]
    return text


def read(text: str) -> IntrinsicCall:
    call, _ = read_intrinsic(text)
    assert call is not None
    return call


GOOD = [
    "States.Array()", "States.Array( )", "States.Array(1, -2, 0.5, 1e3, 'a', true, false, null)",
    "States.Array($.a,$.b)", "States.Array( $.a , $.b )", "States.Array(States.Array(), $)",
    "States.ArrayContains($.names, 'Ann')", "States.ArrayContains($.names, $.names[0])",
    "States.ArrayGetItem($.items, 0)", "States.ArrayGetItem(States.StringSplit($.key, '/'), 1)",
    "States.ArrayLength($.items[*])", "States.ArrayLength($.items[?(@.kind == 'a, b)')])",
    "States.ArrayPartition($.items, 50)", "States.ArrayPartition($.items, $size)",
    "States.ArrayRange(0, 10, 2)", "States.ArrayRange(10, 0, -2)", "States.ArrayRange(1, 1000, 1)",
    "States.ArrayUnique($.items)", "States.Base64Decode('YWJj')", "States.Base64Encode($.text)",
    "States.Format('nothing to fill')", "States.Format('')", "States.Format('{}', $.a)",
    "States.Format('{}{}', 1, null)", "States.Format('it\\'s {}', $.name)",
    "States.Format('\\{\"id\": \"{}\"\\}', $.id)", "States.Format('back\\\\slash {}', 'a\\\\b')",
    "States.Format('\\{{}\\}', 1)", "States.Format('\\{\\}')", "States.Format($.template, $.name)",
    "States.Format('line one\nline two: {}', $.a)", "States.Format('say \"{}\"', $.a)",
    "States.Format('{}, {}', $.a['b, c'], $['d)'])", "States.Format(States.ArrayGetItem($.t, 0))",
    "States.Hash($.text, 'SHA-256')", "States.Hash('abc', $.algorithm)",
    "States.JsonMerge($.a, $.b, false)", "States.JsonMerge($.a, $.b, $.deep)",
    "States.JsonMerge($.a, States.StringToJson('{\"b\": 1}'), false)",
    "States.JsonToString($)", "States.JsonToString($$.Execution.Input)",
    "States.MathAdd($.counter, -1)", "States.MathRandom(1, 6)", "States.MathRandom($.a, 6, 42)",
    "States.StringSplit($.csv, ',')", "States.StringSplit('a\nb', '\n')",
    "States.StringToJson($.[0].body)", "States.StringToJson('{\"a\": [1, \"it\\'s\"]}')",
    "States.UUID()", "States.Format('{}', $$.Task.Token)", "States.Format('{}', $order.id)",
    "States.MathAdd($.a.length(), 1)", "States.Array($.a[?(@.n =~ /it's/)].b)",
]  # fmt: skip

MALFORMED = [
    ("States.Format('{}', $.a", "a",
     'the call of "States.Format" is not closed: add ")"', "States.Format('{}', $.a)"),
    ("States.Array(States.UUID( ", "(",
     'the call of "States.UUID" is not closed: add "))"', "States.Array(States.UUID()) "),
    ("States.Format('{}, $.a)", "'{}, $.a)",
     "the text is not closed: add a single quote", None),
    ('States.Format("{}", $.a)', '"{}"', "a text stands in single quotes here: replace the quotes",
     "States.Format('{}', $.a)"),
    ("States.Format(‘{}’, $.a)", "‘{}’", "a text stands in single quotes here: replace the quotes",
     "States.Format('{}', $.a)"),
    ("States.Format('{}' $.a)", "'{}'", "a comma is missing after this argument",
     "States.Format('{}', $.a)"),
    ("States.Array($.a States.UUID())", "$.a", "a comma is missing after this argument",
     "States.Array($.a, States.UUID())"),
    ("States.Format ('{}', $.a)", " ", 'a blank stands between "States.Format" and "(": delete it',
     "States.Format('{}', $.a)"),
    ("States.Array(1,,2)", ",", 'an argument is missing before ","', None),
    ("States.Array(,1)", ",", 'an argument is missing before ","', None),
    ("States.Array(1,)", ",", 'an argument is missing after ",": delete it', "States.Array(1)"),
    ("States.UUID())", ")", '")" is too many: delete it', "States.UUID()"),
    ("States.UUID() and more", "and more", "this stands behind the end of the call: delete it",
     None),
    ("States.StringToJson($.a).b", ".b",
     '".b" can not follow a call: put its result into a field, and read ".b" from it in the next '
     "state", None),
    ("States.Array(States.StringToJson($.a)[0])", "[0]",
     '"[0]" can not follow a call: put its result into a field, and read "[0]" from it in the next '
     "state", None),
    ("States.MathAdd($.a + 1)", "+",
     '"+" can not stand here, there are no operators: "States.MathAdd" adds numbers, '
     '"States.Format" joins texts', None),
    ("States.Format('a') + 'b'", "+",
     '"+" can not stand here, there are no operators: "States.MathAdd" adds numbers, '
     '"States.Format" joins texts', None),
    ("States.Format('don't {}', $.a)", "'", 'a quote inside of a text is written "\\\'"',
     "States.Format('don\\'t {}', $.a)"),
    ("States.Format('it''s {}', $.a)", "''", 'a quote inside of a text is written "\\\'"',
     "States.Format('it\\'s {}', $.a)"),
    ("States.Format('a\\n{}', $.a)", "\\n",
     '"\\n" is no escape here, only "\\\'", "\\{", "\\}" and "\\\\" are: write the character '
     'itself, which JSON spells "\\n"', "States.Format('a\n{}', $.a)"),
    ("States.Format('say \\\"{}', $.a)", '\\"',
     '"\\"" is no escape here, only "\\\'", "\\{", "\\}" and "\\\\" are: leave the backslash out',
     "States.Format('say \"{}', $.a)"),
    ("States.StringSplit($.a, '\\d')", "\\d",
     '"\\d" is no escape here, only "\\\'", "\\{", "\\}" and "\\\\" are: write "\\\\d" for a '
     "backslash", "States.StringSplit($.a, '\\\\d')"),
    ("States.Format('a\\nb\\n{}', $.a)", "'a\\nb\\n{}'",
     '"\\n" is no escape here, only "\\\'", "\\{", "\\}" and "\\\\" are: write the character '
     'itself, which JSON spells "\\n" (2 wrong escapes in this text)',
     "States.Format('a\nb\n{}', $.a)"),
    ("States.Array([1, 2])", "[1, 2]",
     'an array can not be written out here: write "States.Array(…)"', None),
    ("States.JsonMerge($.a, {\"b\": ')'}, false)", "{\"b\": ')'}",
     "an object can not be written out here: write \"States.StringToJson('…')\"", None),
    ("States.Array(True)", "True", 'write "true", not "True"', "States.Array(true)"),
    ("States.Array(Ann)", "Ann",
     '"Ann" is no argument: write "\'Ann\'" for a text, or "$.Ann" for a path', None),
    ("States.Array(order.id)", "order.id",
     '"order.id" is no argument: write "\'order.id\'" for a text, or "$.order.id" for a path',
     None),
    ("States.Array(1.2.3)", "1.2.3",
     '"1.2.3" is no argument: write a text in single quotes, a number, a path or a call', None),
    ("States.Array($.first name)", "name",
     '"name" can not stand here: a name with a blank stands in brackets and quotes', None),
    ("States.Array(1; 2)", ";", '";" can not stand here: write "," or ")"', None),
    ("States.UUID", "States.UUID", '"States.UUID" is not called: write "States.UUID()"',
     "States.UUID()"),
    ("States.Format", "States.Format",
     '"States.Format" is not called: write "States.Format(template, value, …)"', None),
]  # fmt: skip

UNKNOWN = [
    ("States.Fromat('a')", "States.Fromat", "States.Format"),
    ("states.format('a')", "states.format", "States.Format"),
    ("State.Format('a')", "State.Format", "States.Format"),
    ("Format('a')", "Format", "States.Format"),
    ("States.StringToJSON($.a)", "States.StringToJSON", "States.StringToJson"),
    ("States.Uuid()", "States.Uuid", "States.UUID"),
    ("States.Array(States.ArrayLenght($.a))", "States.ArrayLenght", "States.ArrayLength"),
    ("States.Default($.a, 1)", "States.Default", None),
    ("States.Add(1, 2)", "States.Add", "States.MathAdd"),
]

ARGUMENTS = [
    ("States.Hash($.a)", "States.Hash($.a)",
     '"States.Hash(value, algorithm)" takes 2 arguments, and 1 is given', None),
    ("States.Format()", "States.Format()",
     '"States.Format(template, value, …)" takes at least 1 argument, and none is given', None),
    ("States.UUID(1, 2)", "1, 2", '"States.UUID()" takes no arguments, and 2 are given', None),
    ("States.ArrayLength($.a, $.b)", "$.b",
     '"States.ArrayLength(array)" takes 1 argument, and 2 are given', None),
    ("States.MathRandom(1)", "States.MathRandom(1)",
     '"States.MathRandom(start, end[, seed])" takes 2 or 3 arguments, and 1 is given', None),
    ("States.ArrayLength('$.items')", "'$.items'",
     '"array" of "States.ArrayLength(array)" is an array, and this is a text: write "$.items"',
     "States.ArrayLength($.items)"),
    ("States.ArrayUnique(5)", "5",
     '"array" of "States.ArrayUnique(array)" is an array, and this is a number: write a path, or '
     '"States.Array(…)"', None),
    ("States.JsonMerge($.a, '{}', false)", "'{}'",
     '"second" of "States.JsonMerge(first, second, deep)" is an object, and this is a text: write '
     "a path, or \"States.StringToJson('…')\"", None),
    ("States.JsonMerge($.a, $.b, 'false')", "'false'",
     '"deep" of "States.JsonMerge(first, second, deep)" is true or false, and this is a text: '
     'write "false"', "States.JsonMerge($.a, $.b, false)"),
    ("States.ArrayGetItem($.a, '0')", "'0'",
     '"index" of "States.ArrayGetItem(array, index)" is a number, and this is a text: write "0"',
     "States.ArrayGetItem($.a, 0)"),
    ("States.Base64Encode(5)", "5",
     '"text" of "States.Base64Encode(text)" is a text, and this is a number: write "\'5\'"',
     "States.Base64Encode('5')"),
    ("States.StringToJson(null)", "null",
     '"text" of "States.StringToJson(text)" is a text, and this is null', None),
    ("States.MathAdd(true, 1)", "true",
     '"first" of "States.MathAdd(first, second)" is a number, and this is true or false', None),
    ("States.Hash($.a, 'sha256')", "'sha256'",
     'there is no hash algorithm "sha256"; did you mean "SHA-256"?', "States.Hash($.a, 'SHA-256')"),
    ("States.Hash($.a, 'CRC32')", "'CRC32'",
     'there is no hash algorithm "CRC32"; there are "MD5", "SHA-1", "SHA-256", "SHA-384" and '
     '"SHA-512"', None),
    ("States.JsonMerge($.a, $.b, true)", "true",
     'AWS merges the first level only, and fails with "true": write "false"',
     "States.JsonMerge($.a, $.b, false)"),
    ("States.ArrayRange(1, 9, 0)", "0", "a step of 0 never reaches the end", None),
    ("States.ArrayRange(0, 1000, 1)", "States.ArrayRange(0, 1000, 1)",
     "this range has 1,001 items, and 1,000 are allowed", None),
    ("States.MathRandom(6, 6)", "6", "the end must be greater than the start, which is 6", None),
    ("States.ArrayPartition($.a, 0)", "0", "the size of a part is at least 1", None),
    ("States.ArrayGetItem($.a, -1)", "-1",
     'an index counts from 0, and never from the end: take "States.ArrayLength" less 1 with '
     '"States.MathAdd"', None),
    ("States.MathAdd($.a, 3000000000)", "3000000000",
     "a number here is between -2,147,483,648 and 2,147,483,647", None),
]  # fmt: skip

BRACES = [
    ("States.Format('{} and {}', $.a)", "'{} and {}'",
     'the template has 2 "{}", and 1 value follows', None),
    ("States.Format('{}', $.a, $.b)", "'{}'",
     'the template has 1 "{}", and 2 values follow', None),
    ("States.Format('a', $.a)", "'a'", 'the template has no "{}", and 1 value follows', None),
    ("States.Format('{}')", "'{}'", 'the template has 1 "{}", and no value follows', None),
    ("States.Format('\\{\\}', $.a)", "'\\{\\}'",
     'the template has no "{}", and 1 value follows', None),
    ("States.Format('{ {}', $.a)", "{", 'this "{" belongs to no "{}": write "\\{" for a brace',
     "States.Format('\\{ {}', $.a)"),
    ("States.Format('{} }', $.a)", "}", 'this "}" belongs to no "{}": write "\\}" for a brace',
     "States.Format('{} \\}', $.a)"),
    ("States.Format('{\"a\": 1}')", '{"a": 1}',
     'braces of the text are written "\\{" and "\\}"', "States.Format('\\{\"a\": 1\\}')"),
    ("States.Format('{ }', $.a)", "{ }", '"{ }" is no place for a value: write "{}"',
     "States.Format('{}', $.a)"),
    ("States.Format('{0}', $.a)", "{0}",
     '"{0}" is no place for a value: write "{}", or "\\{0\\}" for this text', None),
    ("States.Format('Dear {name}', $.name)", "{name}",
     '"{name}" is no place for a value: write "{}", or "\\{name\\}" for this text', None),
    ("States.Format('Dear {$.name}')", "{$.name}",
     '"{$.name}" is not replaced: write "{}", and "$.name" behind the template', None),
]  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_what_aws_takes_has_no_mistakes(text: str) -> None:
    assert mistakes(text) == []
    assert looks_like_intrinsic(text)
    assert str(read(text)).replace(" ", "") == text.replace(" ", "").replace("$.[", "$[")


@pytest.mark.parametrize(("text", "marked", "message", "right"), MALFORMED)
def test_what_can_not_be_read_is_one_mistake(
    text: str, marked: str, message: str, right: str | None
) -> None:
    assert mistakes(text) == [("malformed-intrinsic", marked, message)]
    assert repaired(text) == (text if right is None else right)
    if right is not None:
        assert mistakes(right) == []


@pytest.mark.parametrize(("text", "marked", "right"), UNKNOWN)
def test_an_unknown_function_is_told_with_what_was_meant(
    text: str, marked: str, right: str | None
) -> None:
    remedy = f'; did you mean "{right}"?' if right else ""
    message = f'there is no intrinsic function "{marked}"{remedy}'
    assert mistakes(text) == [("unknown-intrinsic", marked, message)]
    assert repaired(text) == (text.replace(marked, right) if right else text)


@pytest.mark.parametrize(("text", "marked", "message", "right"), ARGUMENTS)
def test_arguments_that_a_function_does_not_take(
    text: str, marked: str, message: str, right: str | None
) -> None:
    assert mistakes(text) == [("intrinsic-arguments", marked, message)]
    assert repaired(text) == (text if right is None else right)


@pytest.mark.parametrize(("text", "marked", "message", "right"), BRACES)
def test_a_template_fits_its_values(
    text: str, marked: str, message: str, right: str | None
) -> None:
    assert mistakes(text) == [("format-braces", marked, message)]
    assert repaired(text) == (text if right is None else right)


def test_each_brace_of_a_json_text_is_told() -> None:
    text = 'States.Format(\'{"a": "{}"}\', $.a)'
    assert [(kind, marked) for kind, marked, _ in mistakes(text)] == [
        ("format-braces", "{"), ("format-braces", "}"),
    ]  # fmt: skip
    assert repaired(text) == 'States.Format(\'\\{"a": "{}"\\}\', $.a)'
    assert mistakes(repaired(text)) == []


def test_braces_matter_in_templates_only() -> None:
    assert mistakes('States.StringToJson(\'{"a": {"b": 1}}\')') == []
    assert mistakes("States.Format('{}', '}{')") == []


def test_paths_among_the_arguments_are_checked() -> None:
    assert mistakes("States.Array($.a[], $$.Execution.Nmae)") == [
        ("malformed-path", "[]",
         'the brackets are empty: write an index such as "[0]", or "[*]"'),
        ("unknown-context-member", "Nmae",
         '"$$.Execution" has no member "Nmae"; did you mean "Name"?'),
    ]  # fmt: skip
    assert mistakes("States.Array($.a[0, $.b)") == [
        ("malformed-path", "[0", 'this "[" is not closed: add "]"'),
    ]  # fmt: skip


def test_a_call_that_can_not_be_read_has_no_wrong_number_of_arguments() -> None:
    assert [kind for kind, _, _ in mistakes("States.Hash($.a[)")] == ["malformed-path"]
    assert [kind for kind, _, _ in mistakes("States.Hash(a)")] == ["malformed-intrinsic"]


def test_several_mistakes_stand_in_the_order_of_their_places() -> None:
    text = "States.Fromat('{}', States.Hash($.a, 'md'), True, States.ArrayLength(1))"
    assert [marked for _, marked, _ in mistakes(text)] == ["States.Fromat", "'md'", "True", "1"]


def nested(depth: int) -> str:
    return "States.Array(" * depth + "1" + ")" * depth


def test_calls_nest_ten_deep() -> None:
    assert mistakes(nested(MAX_NESTING)) == []
    ((kind, marked, message),) = mistakes(nested(MAX_NESTING + 1))
    assert (kind, marked) == ("intrinsic-arguments", "States.Array")
    assert message == (
        "calls nest more than 10 deep here: put an inner result into a field in an earlier state"
    )
    assert len(mistakes(nested(3000))) == 1
    assert len(mistakes("States.Array(" * 3000)) == 2  # too deep, and not closed


@pytest.mark.parametrize(
    "text",
    ["States.Format('${Bucket}/{}', $.a, $.b)", "States.Format('{}', ${Arguments})",
     "States.Format('{}', $.${Field})", "States.Format(${Template})", "States.Array(${A} ${B})",
     "States.Format('#{AWS::Region} {}')", "States.Format('it's ${Name}')"],
)  # fmt: skip
def test_a_placeholder_may_become_anything(text: str) -> None:
    assert mistakes(text) == []


def test_a_name_before_the_placeholder_is_known() -> None:
    assert [kind for kind, _, _ in mistakes("States.Fromat('${Name}')")] == ["unknown-intrinsic"]
    assert mistakes("States.Array('${Name}', States.Fromat())") == []


def test_a_dollar_before_a_brace_is_no_placeholder() -> None:
    assert mistakes("States.Format('for ${}', $.price)") == []
    assert mistakes("States.Format('for ${}')") != []


@pytest.mark.parametrize(
    "text", ["", "  ", "$.a", "order", "order.id", "'a'", "5", "(1)", "a (b)", "States", "…"]
)
def test_what_is_no_call_at_all(text: str) -> None:
    assert read_intrinsic(text) == (None, [])
    assert not looks_like_intrinsic(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("States.Format('a')", True), (" states.format('a')", True), ("State.UUID()", True),
     ("States.Nonsense(", True), ("States.UUID", True), ("STATES.Format ('a')", True),
     ("States.Nonsense", False), ("States of the art (2024)", False), ("Format('a')", False),
     ("The call States.Format('a')", False), ("$.States.Format(", False), ("States: a(b)", False)],
)  # fmt: skip
def test_what_is_meant_to_be_a_call(text: str, expected: bool) -> None:
    assert looks_like_intrinsic(text) is expected


def test_arguments_have_values_and_places() -> None:
    text = " States.Array('it\\'s', -1, 2.5, 1e400, true, null, $.a[0] , States.UUID( ))"
    call = read(text)
    assert text[call.name_start : call.name_end] == "States.Array"
    assert (call.start, call.end) == (1, len(text))
    assert call.function is FUNCTIONS["States.Array"]
    values = [one.value for one in call.arguments if isinstance(one, Literal)]
    assert values == ["it's", -1, 2.5, float("inf"), True, None]
    assert [text[one.start : one.end] for one in call.arguments[6:]] == ["$.a[0]", "States.UUID( )"]
    assert isinstance(call.arguments[6], Path)
    assert isinstance(call.arguments[7], IntrinsicCall)


def test_equal_calls_read_the_same() -> None:
    assert read("States.Array( 1,$['a'] )") == read("States.Array(1, $.a)")
    assert hash(read("States.Array(1)")) == hash(read(" States.Array(1)"))
    assert read("States.Array(1)") != read("States.Array(1.0)")
    assert read("States.Format('\\{')") != read("States.Format('{')")
    assert read("States.UUID()") != "States.UUID()"
    assert repr(read("States.Array(1)")) == "IntrinsicCall('States.Array(1)', 0, 15)"


def test_what_was_misquoted_is_read_as_it_was_meant() -> None:
    assert str(read('States.Format("it\'s {}", $.a)')) == "States.Format('it\\'s {}', $.a)"
    assert str(read("States.Format('a\\n', 1)")) == "States.Format('a\n', 1)"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_takes_the_arguments_of_its_signature(name: str) -> None:
    function = FUNCTIONS[name]
    paths = ", ".join(f"$.{parameter}" for parameter, _ in function.parameters)
    assert mistakes(f"{name}({paths})") == []
    assert name.startswith("States.")
    assert function.signature.startswith(f"{name}(")


def test_the_eighteen_functions() -> None:
    assert len(FUNCTIONS) == 18
    assert FUNCTIONS["States.MathRandom"].signature == "States.MathRandom(start, end[, seed])"
    assert FUNCTIONS["States.Array"].signature == "States.Array(value, …)"
    assert FUNCTIONS["States.Array"].maximum is None
    assert FUNCTIONS["States.UUID"].parameter(0) is None
    assert FUNCTIONS["States.Format"].parameter(7) == ("value", "any")


def test_many_mistakes_are_cut_off() -> None:
    assert len(mistakes(f"States.Array({'a, ' * 100}1)")) == MAX_MISTAKES


# --- whatever the text --------------------------------------------------------------------------


def check(text: str, start: int = 0, end: int | None = None) -> IntrinsicCall | None:
    """Read a text; every place must lie inside, and the call as text must read the same."""
    call, found = read_intrinsic(text, start, end)
    last = len(text) if end is None else end
    for one in found:
        assert start <= one.start <= one.end <= last, one
        assert one.message[-1] not in ".!"
    if call is None:
        assert found == []
        return None
    check_places(call, start, last)
    again, _ = read_intrinsic(str(call))
    assert again == call, (text, str(call))
    return call


def check_places(call: IntrinsicCall, start: int, end: int) -> None:
    assert start <= call.start == call.name_start < call.name_end <= call.end <= end
    at = call.name_end
    for one in call.arguments:
        assert at <= one.start < one.end <= call.end
        at = one.end
        if isinstance(one, IntrinsicCall):
            check_places(one, one.start, one.end)


pieces = st.lists(
    st.sampled_from(
        ["States.Format(", "States.Array(", "States.UUID(", "(", ")", "'", "''", '"', "“", ",",
         ", ", "{", "}", "{}", "\\", "\\n", "\\'", "$", "$.a", "$.a[", "]", "[", "$$.Task", "x",
         " ", "1", "-2.5", "true", "null", ".b", "+", "${x}", "\n", "é", "=~/", "[?(@.a == 'b')]"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=often(175, 700), deadline=None)
@given(st.text(max_size=20) | pieces | pieces.map("States.Format(".__add__))
def test_any_text_can_be_read(text: str) -> None:
    check(text)
    looks_like_intrinsic(text)


@settings(max_examples=often(62, 250), deadline=None)
@given(pieces.map("States.Array(".__add__), st.data())
def test_any_part_of_a_text_can_be_read(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    check(text, start, data.draw(st.integers(start, len(text))))


@settings(max_examples=often(125, 500), deadline=None)
@given(st.sampled_from([*GOOD, *(one[0] for one in MALFORMED)]), st.data())
def test_any_edit_of_a_call_can_be_read(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    until = data.draw(st.integers(at, min(len(text), at + 4)))
    check(text[:at] + data.draw(st.text(max_size=2) | pieces) + text[until:])


@pytest.mark.parametrize("text", GOOD)
def test_every_beginning_of_a_call_can_be_read(text: str) -> None:
    for end in range(len(text)):
        check(text[:end])
        assert len(mistakes(text[:end])) <= 2


@settings(max_examples=often(75, 300), deadline=None)
@given(st.text(max_size=10))
def test_a_text_with_escapes_is_what_it_says(value: str) -> None:
    for mark in "\\'{}":
        value = value.replace(mark, f"\\{mark}")
    call = read(f"States.Format('{value}')")
    (literal,) = call.arguments
    assert isinstance(literal, Literal)
    assert mistakes(str(call)) == []
    for mark in "}{'\\":
        value = value.replace(f"\\{mark}", mark)
    assert literal.value == value


@pytest.mark.parametrize(
    "piece",
    ["'", "''", "'a", "\\", "\\n", "{", "{a", "}", ",", "$[", "$[,", "$.a[(,", "$[' ", "(", "a(",
     "States.Array(", "States.UUID(), ", "[", "{'", '"', "“", " ", "a ", "-", "1 ", "$ ", "=~/",
     "$[=~/ ", "true ", "${", "’", "States "],
)  # fmt: skip
def test_no_text_takes_more_than_linear_time(piece: str) -> None:
    def work(count: int) -> Callable[[], object]:
        texts = ("States.Array(" + piece * count, "States.Format('" + piece * count + "', 1)")
        return lambda: [read_intrinsic(text) for text in texts]

    assert_in_proportion(work, 1_500)
