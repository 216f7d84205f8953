"""Paths: what Step Functions takes as one, and one precise mistake for each text that is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.expressions.path import MAX_MISTAKES, Path, read_path
from asllint.tables.context import MEMBERS, members_of
from tests.cost import assert_in_proportion, often


def mistakes(text: str) -> list[tuple[str, str, str]]:
    """Kind, underlined text and message of each mistake."""
    return [(one.kind, text[one.start : one.end], one.message) for one in read_path(text)[1]]


def repaired(text: str) -> str:
    """The text with every replacement put in."""
    for one in reversed(read_path(text)[1]):
        if one.replacement is not None:
            text = text[: one.start] + one.replacement + text[one.end :]
    return text


def kinds(text: str) -> list[str]:
    return [segment.kind for segment in read_path(text)[0].segments]


GOOD = [
    "$", "$$", "$.order", "$.order.items[0].price", "$.order-lines.first_name", "$.größe.値段",
    "$['order']['first name']", "$['it\\'s']", '$["a"].b', "$[ 'a' ]", "$['']", "$[0]", "$[-1]",
    "$.a[0][22]", "$.a[1:]", "$.a[:2]", "$.a[1:5]", "$.a[-2:]", "$.a[::2]", "$.a[ 1 : 2 ]",
    "$.items[*]", "$.*", "$[*].*", "$..price", "$..*", "$..[0]", "$..['a b']", "$['a','b']",
    "$[0,2]", "$.[*].['bucket', 'key']", "$.[0].body", "$.snapshots.[0].state",
    "$.a.['b c']", "$[(@.length-1)].bar", "$.items.length()", "$.prices.min()", "$.sum($.a, $.b)",
    "$.users[?(@.age > 17 && @.name == 'Cat')]", "$.a[?(@.b)][0]", "$.a[?(@.n =~ /it's [)]/i)].b",
    "$.a[?(@.tags[?(@.key == ')')])]", "$.a[?(@.kind==AMOUNT_PAID)].text", "$.a[?(@.b != 1)]",
    "$.a[?(@.b >= 1 || @.c <= 2 || !@.d)]", "$.a[?(@.b in ['x', 'y'])]", "$.a[?(@.b === 1)]",
    "$.foo\\@bar.baz\\[\\[.\\?pretty", "$.first\\ name", "$.aws:cloudformation:stack-name",
    "$$.Execution.Input.anything.at[0].all", "$$.Execution.Id", "$$.Execution", "$$.StateMachine",
    "$$.Map.Item.Value", "$$.Map.Item.Value.id", "$$.Map.Item.Index", "$$.Task.Token",
    "$$['Execution']['Name']", "$$.State.RetryCount", "$$.*", "$order", "$order.lines[0]",
    "$größe", "$_x", "$x['a b']",
]  # fmt: skip

BROKEN = [
    ("order.id", "order.id", 'a path begins with "$": write "$.order.id"', "$.order.id"),
    ("items[0].id", "items[0].id", 'a path begins with "$": write "$.items[0].id"',
     "$.items[0].id"),
    (".order", ".order", 'a path begins with "$": write "$.order"', "$.order"),
    ("@.order", "@.order", 'a path begins with "$": write "$.order"', "$.order"),
    ("{% $states.input %}", "{% $states.input %}",
     'a path is read here, and "{% … %}" is JSONata: write a path, or set "QueryLanguage": '
     '"JSONata" on the state', None),
    ("States.ArrayLength($.a)", "States.ArrayLength($.a)",
     'a path begins with "$", and no function can be called here: put its result into a field in '
     "an earlier state", None),
    ("Format('{}', $.a)", "Format",
     'a path begins with "$", and a function with "States.": write "States.Format"',
     "States.Format('{}', $.a)"),
    ("", "", 'the path is empty: write "$" for the whole', None),
    ("  ", "  ", 'the path is empty: write "$" for the whole', None),
    ("$.first name.x", "first name",
     "a name with a blank stands in brackets and quotes: write \"['first name']\"",
     "$.['first name'].x"),
    ("$.a .b", " ", "a blank stands in the path: delete it", "$.a.b"),
    ("$. a", " ", "a blank stands in the path: delete it", "$.a"),
    ("$ .a", " ", 'a blank stands after "$": delete it', "$.a"),
    ("$.a + $.b", "a + $", "a path has blanks between brackets or quotes only", None),
    ("$.", ".", 'the path ends with ".": delete it, or add a name', "$"),
    ("$.a.", ".", 'the path ends with ".": delete it, or add a name', "$.a"),
    ("$..", "..", 'a name, an index or "*" must follow ".."', None),
    ("$.a...b", "...", 'more than two dots stand side by side: write "."', None),
    ("$.a[]", "[]", 'the brackets are empty: write an index such as "[0]", or "[*]"', None),
    ("$.a[0", "[0", 'this "[" is not closed: add "]"', None),
    ("$.a['b'", "['b'", 'this "[" is not closed: add "]"', None),
    ("$.a['b", "'b", "the quote is not closed: add a single quote", None),
    ('$.a["b]', '"b]', "the quote is not closed: add a double quote", None),
    ("$.a['b'c]", "c", '"c" can not stand here: write "]" or ","', None),
    ("$.a[*", "[*", 'this "[" is not closed: add "]"', None),
    ("$.a[b]", "[b]", "a name in brackets stands in quotes: write \"['b']\"", "$.a['b']"),
    ("$.a[$.i]", "[$.i]",
     'an index can not be read from a path: "States.ArrayGetItem" takes an index that is not '
     "known in advance", None),
    ("$.a[1.5]", "[1.5]", '"[1.5]" holds no index, slice, filter or name in quotes', None),
    ("$.a[1-2]", "[1-2]", '"[1-2]" holds no index, slice, filter or name in quotes', None),
    ("$.a[0,]", "[0,]", '"[0,]" holds no index, slice, filter or name in quotes', None),
    ("$.a]", "]", 'no "[" stands before this "]": delete it', None),
    ("$.a)", ")", 'no "(" stands before this ")": delete it', None),
    ("$.a[?(@.b == 1]", "(@.b == 1]", 'this "(" is not closed: add ")"', None),
    ("$.a[?(@.b == 'x)]", "'x)]", "the quote is not closed: add a single quote", None),
    ("$.a[?(@.b == 1)", "[?(@.b == 1)", 'this "[" is not closed: add "]"', None),
    ("$.a[?(@.b = 1)]", "=", 'a filter compares with "==", not "="', "$.a[?(@.b == 1)]"),
    ("$.a[?@.b]", "[?", 'a filter stands in parentheses: write "[?(@.name == 1)]"', None),
    ("$.a[?()]", "[?()", 'the filter is empty: write "[?(@.name == 1)]"', None),
    ("$.length(", "(", 'this "(" is not closed: add ")"', None),
    ("$.(a)", "(", 'a name is missing before "("', None),
    ("$.'a'.b", "'a'", "a name in quotes stands in brackets: write \"['a']\"", "$.['a'].b"),
    ("$.a\\", "\\", "a backslash ends the path: delete it", "$.a"),
    ("$$Execution.Id", "$$", 'a dot is missing after "$$": write "$$."', "$$.Execution.Id"),
    ("$$$.a", "$", '"$" can not follow "$$": write "." and a name', None),
    ("$1", "1", '"1" can not follow "$": write "." and a name, "[" and an index, or the name of a '
     "variable", None),
    ("$order-id", "$order-",
     '"-" can not be in the name of a variable; did you mean "$.order-id"?', None),
    ("$uuid()", "$uuid(",
     '"$uuid" is a variable and can not be called: functions begin with "States." in JSONPath '
     "states", None),
]  # fmt: skip

CONTEXT = [
    ("$$.Execution.Nmae", "Nmae", '"$$.Execution" has no member "Nmae"; did you mean "Name"?',
     "$$.Execution.Name"),
    ("$$.execution.Id", "execution",
     'the context object has no member "execution"; did you mean "Execution"?',
     "$$.Execution.Id"),
    ("$$['Execution']['Nmae']", "['Nmae']",
     '"$$.Execution" has no member "Nmae"; did you mean "Name"?', "$$['Execution']['Name']"),
    ("$$.Task.Id", "Id", '"$$.Task" has no member "Id"; there is "Token"', None),
    ("$$.Map.Item.Foo.bar", "Foo",
     '"$$.Map.Item" has no member "Foo"; there are "Index", "Value", "Key" and "Source"', None),
    ("$$.Execution.Name.first", "first",
     '"$$.Execution.Name" is a string, and has no member "first"', None),
]  # fmt: skip

NOT_ONE_NODE = [
    ("$.a[*]", "[*]", '"*" stands for any number of nodes'),
    ("$.*.b", "*", '"*" stands for any number of nodes'),
    ("$..a", "..", '".." looks for nodes at every depth'),
    ("$.a[1:2].b", "[1:2]", '"[1:2]" stands for several items'),
    ("$['a', 'b']", "['a', 'b']", "\"['a','b']\" names several nodes"),
    ("$[0,1]", "[0,1]", '"[0,1]" names several nodes'),
    ("$.a[?(@.b > 1)]", "[?(@.b > 1)]", "a filter selects any number of nodes"),
    ("$.a[(@.length-1)]", "[(@.length-1)]", '"[(@.length-1)]" is computed when the machine runs'),
    ("$.a.length()", "length()", '"length()" calls a function'),
]


@pytest.mark.parametrize("text", GOOD)
def test_what_aws_takes_has_no_mistakes(text: str) -> None:
    assert mistakes(text) == []


@pytest.mark.parametrize(("text", "marked", "message", "right"), BROKEN)
def test_what_no_path_can_be_is_one_mistake(
    text: str, marked: str, message: str, right: str | None
) -> None:
    assert mistakes(text) == [("malformed-path", marked, message)]
    assert repaired(text) == (text if right is None else right)
    if right is not None and not right.startswith("States."):
        assert mistakes(right) == []


def test_blanks_on_both_sides_are_two_mistakes() -> None:
    assert mistakes("  $.a\t") == [
        ("blank-around-path", "  ", "a blank stands before the path: delete it"),
        ("blank-around-path", "\t", "a blank stands after the path: delete it"),
    ]
    assert repaired("  $.a\t") == "$.a"


@pytest.mark.parametrize(("text", "marked", "message", "right"), CONTEXT)
def test_the_members_of_the_context_object_are_known(
    text: str, marked: str, message: str, right: str | None
) -> None:
    assert mistakes(text) == [("unknown-context-member", marked, message)]
    assert repaired(text) == (text if right is None else right)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("$['a','b'].v", "['a','b']"),
        ("$.x[0]['a', 'b', 'c']['v']", "['a', 'b', 'c']"),
        ("$['a','b'][0]", "['a','b']"),
        ("$['a','b'].*", "['a','b']"),
        ("$['a','b'].sum()", "['a','b']"),
        ("$v['a','b'].c", "['a','b']"),
    ],
)
def test_several_names_can_only_end_a_path(text: str, marked: str) -> None:
    path, found = read_path(text)
    problem = path.run_time_problem()
    assert found == []
    assert problem is not None
    assert (problem.kind, text[problem.start : problem.end], problem.message) == (
        "several-names-in-path",
        marked,
        f'"{marked.replace(", ", ",")}" can only end a path: '
        "the state fails when it reads this one",
    )


@pytest.mark.parametrize("name", ["sum", "max", "size", "keys"])
def test_a_path_can_call_no_function(name: str) -> None:
    text = f"$.counts.{name}().x"
    problem = read_path(text)[0].run_time_problem()
    assert problem is not None
    assert (problem.kind, text[problem.start : problem.end], problem.message) == (
        "function-in-path",
        f"{name}()",
        f'a path can call no function: "{name}()" finds nothing, and the state fails',
    )


@pytest.mark.parametrize(
    "text",
    [
        "$", "$.a.b", "$['a','b']", "$.x[0]['a','b']", "$[0,1].v", "$[0:2].v", "$.a[*].v",
        "$.a[?(@.b == 1)].c", "$.a.length()",
        # Nobody has seen what becomes of these: there may be nothing to read the names of.
        "$.a[*]['b','c'].d", "$..['b','c'].d", "$[0,1]['a','b'].v",
    ],
)  # fmt: skip
def test_other_paths_may_find_something(text: str) -> None:
    assert read_path(text)[0].run_time_problem() is None


@pytest.mark.parametrize(("text", "marked", "reason"), NOT_ONE_NODE)
def test_a_reference_path_names_one_node(text: str, marked: str, reason: str) -> None:
    assert mistakes(text) == []
    problem = read_path(text)[0].reference_problem()
    assert problem is not None
    assert (problem.kind, text[problem.start : problem.end]) == ("reference-path", marked)
    assert problem.message == f"{reason}, and only a path to exactly one node can stand here"


@pytest.mark.parametrize(
    "text",
    ["$", "$.store.book", "$.store\\.book", "$.foo\\@bar.baz\\[\\[.\\?pretty", "$['a b'].c[0]",
     "$.ledgers.branch[0].pending", "$.a[0][22]", "$['store'][0]['book']", "$$.Execution.Input",
     "$items", "$.order-status", "$.[0].state"],
)  # fmt: skip
def test_these_are_reference_paths(text: str) -> None:
    assert read_path(text)[0].reference_problem() is None


@pytest.mark.parametrize(
    "text",
    ["$.${Field}.x", "${Path}", "$.a[${Index}]", "$.#{name}", "$.a[${Unclosed}", "$$.${Member}",
     "${self:custom.${opt:stage}}"],
)  # fmt: skip
def test_a_placeholder_may_become_anything(text: str) -> None:
    assert mistakes(text) == []


def test_an_empty_brace_is_no_placeholder() -> None:
    assert mistakes("$.a ${}") != []


def test_a_path_says_where_it_begins() -> None:
    assert read_path("$.a")[0].variable is None
    assert read_path("$$.State.Name")[0].variable is None
    assert read_path("$order.id")[0].variable == "order"
    assert read_path("$$.State.Name")[0].in_context
    assert not read_path("$.State.Name")[0].in_context


@pytest.mark.parametrize(
    ("text", "names"),
    [("$", ()), ("$.a['b c'].d[0].e", ("a", "b c", "d")), ("$..a", ()), ("$.a.length()", ("a",)),
     ("$x.y", ("y",)), ("$.store\\.book", ("store.book",)), ("$['it\\'s']", ("it's",)),
     ("$['a','b'].c", ())],
)  # fmt: skip
def test_the_names_that_a_path_begins_with(text: str, names: tuple[str, ...]) -> None:
    assert read_path(text)[0].names == names


def test_segments_have_kinds_and_values() -> None:
    text = "$.a[0][1:][*]..b['x',2][?(@.y)][(@.length-1)].sum(1)"
    assert [(one.kind, one.value) for one in read_path(text)[0].segments] == [
        ("name", "a"), ("index", 0), ("slice", (1, None)), ("wildcard", None),
        ("descendant", None), ("name", "b"), ("union", ("x", 2)), ("filter", "@.y"),
        ("script", "@.length-1"), ("call", ("sum", "1")),
    ]  # fmt: skip


def test_segments_have_places() -> None:
    text = "$.ab['c']..d[0].e()"
    marked = [text[one.start : one.end] for one in read_path(text)[0].segments]
    assert marked == ["ab", "['c']", "..", "d", "[0]", "e()"]


def test_a_path_inside_of_a_text_has_the_places_of_the_text() -> None:
    text = "f( $.a b, $.c)"
    path, (mistake,) = read_path(text, 3, 8)
    assert (path.start, path.end) == (3, 8)
    assert text[mistake.start : mistake.end] == "a b"


def test_what_stands_before_the_mistake_is_read() -> None:
    path, found = read_path("$.a.b[")
    assert path.names == ("a", "b")
    assert len(found) == 1
    assert str(read_path("$$Execution")[0]) == "$$"


def test_many_mistakes_are_cut_off() -> None:
    assert len(mistakes(f"$[?({'@.a=1 ' * 100})]")) == MAX_MISTAKES


def test_equal_paths_read_the_same() -> None:
    assert read_path("$.a['b'][0]")[0] == read_path("$['a'].b[ 0 ]")[0]
    assert hash(read_path("$.a")[0]) == hash(read_path("$['a']")[0])
    assert read_path("$.a")[0] != read_path("$$.a")[0]
    assert read_path("$.a")[0] != "$.a"
    assert repr(read_path("$.a[0]")[0]) == "Path('$.a[0]', 0, 6)"


def test_every_member_lies_below_an_object() -> None:
    for name in MEMBERS:
        parent = name.rpartition(".")[0]
        assert not parent or MEMBERS[parent].type == "object"
        assert name.rpartition(".")[2] in members_of(parent)
    assert members_of("Execution.Id") == ()


# --- whatever the text --------------------------------------------------------------------------


def check(text: str, start: int = 0, end: int | None = None) -> Path:
    """Read a text; every place must lie inside, and the path as text must read the same."""
    path, found = read_path(text, start, end)
    last = len(text) if end is None else end
    for one in found:
        assert start <= one.start <= one.end <= last, one
        assert one.message[-1] not in ".!"
    places = [(segment.start, segment.end) for segment in path.segments]
    assert places == sorted(places)
    assert all(start <= a < b <= last for a, b in places)
    again, _ = read_path(str(path))
    assert again == path, (text, str(path))
    problem = path.reference_problem()
    assert problem is None or start <= problem.start < problem.end <= last
    return path


pieces = st.lists(
    st.sampled_from(
        ["$", "$$", ".", "..", "[", "]", "(", ")", "'", '"', "*", "?", "@", ",", ":", "-", "\\",
         "=", "=~", "/", " ", "a", "b c", "0", "1", "Execution", "{", "}", "${x}", "\n", "é",
         "length"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=often(200, 800), deadline=None)
@given(st.text(max_size=20) | pieces | pieces.map("$".__add__))
def test_any_text_can_be_read(text: str) -> None:
    check(text)


@settings(max_examples=often(100, 400), deadline=None)
@given(pieces, st.data())
def test_any_part_of_a_text_can_be_read(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    check(text, start, data.draw(st.integers(start, len(text))))


@settings(max_examples=often(100, 400), deadline=None)
@given(st.sampled_from([*GOOD, *(one[0] for one in BROKEN)]), st.data())
def test_any_edit_of_a_path_can_be_read(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    until = data.draw(st.integers(at, min(len(text), at + 3)))
    check(text[:at] + data.draw(st.text(max_size=2) | pieces) + text[until:])


@pytest.mark.parametrize("text", GOOD)
def test_every_beginning_of_a_path_can_be_read(text: str) -> None:
    for end in range(len(text)):
        assert len(mistakes(text[:end])) <= 2
        check(text[:end])


@settings(max_examples=often(75, 300), deadline=None)
@given(st.lists(st.text(max_size=8), max_size=5))
def test_names_in_quotes_may_hold_anything(names: list[str]) -> None:
    text = "$" + "".join(
        "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']" for name in names
    )
    path, found = read_path(text)
    assert path.names == tuple(names)
    assert found == []


@pytest.mark.parametrize(
    "piece",
    [".a", "[", "['", "[0", "(", "$", "..", "[?(", "=~/", "=~/\\/", "\\", " ", "${", "[1: ", "a(",
     "'", "@.a=1 ", ".a b", "]", "-"],
)  # fmt: skip
def test_no_text_takes_more_than_linear_time(piece: str) -> None:
    def work(count: int) -> Callable[[], object]:
        texts = [start + piece * count for start in ("$", "$[?(", "$[0")]
        return lambda: [read_path(text) for text in texts]

    assert_in_proportion(work, 1_500)
