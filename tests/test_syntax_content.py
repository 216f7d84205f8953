"""The content of strings: each character has its place, and what is written is what is read."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from asllint.authoring import pages
from asllint.source.text import Fragment, SourceFile, Span
from asllint.syntax.content import Coarse, content, encode, exact
from asllint.syntax.json import read_json
from asllint.syntax.node import Hole, Mapping, Node, Problem, Scalar, Sequence
from asllint.syntax.yaml.tree import read_yaml
from tests.cost import assert_in_proportion, often

ROOT = Path(__file__).parent.parent

many = settings(max_examples=often(37, 150), deadline=None)
more = settings(max_examples=often(62, 250), deadline=None)


# --- reading ------------------------------------------------------------------------------------


def walk(node: Node) -> Iterator[Node]:
    """A node and all that it holds, keys included."""
    yield node
    if isinstance(node, Mapping):
        for pair in node.pairs:
            yield pair.key
            yield from walk(pair.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from walk(item)


def read(file: SourceFile) -> tuple[list[Node], list[Problem]]:
    """All nodes of a file, and the problems."""
    if file.yaml:
        roots, problems = read_yaml(file.text)
    else:
        root, problems = read_json(file.text)
        roots = [root]
    return [node for root in roots for node in walk(root)], problems


def value_of(node: Node) -> object:
    """What a scalar or a hole stands for; the class of anything else."""
    if isinstance(node, Hole):
        return node.text
    return node.value if isinstance(node, Scalar) else type(node)


def strings(file: SourceFile) -> list[Scalar | Hole]:
    """All strings and holes of a file."""
    return [
        node
        for node in read(file)[0]
        if isinstance(node, Hole) or (isinstance(node, Scalar) and isinstance(node.value, str))
    ]


def notation(yaml: bool) -> str:
    return "yaml" if yaml else "json"


def the_one_with(part: str, text: str, *, yaml: bool = True) -> tuple[Scalar, SourceFile]:
    """The last string of a correct text that holds a part."""
    file = SourceFile("x", text, notation=notation(yaml))
    assert read(file)[1] == []
    scalar = [each for each in strings(file) if part in str(value_of(each))][-1]
    assert isinstance(scalar, Scalar)
    return scalar, file


def checked(scalar: Scalar | Hole, file: SourceFile) -> Fragment:
    """The content of a string, of which every place was looked at."""
    found = content(scalar, file)
    assert found.text == value_of(scalar)
    origins = list(found.origins)
    assert len(origins) == len(found.text) + 1
    if not exact(found):
        assert found.span(0, 0) == found.span(0, len(found.text)) == scalar.span
        return found
    assert scalar.start <= origins[0]
    assert all(first < second for first, second in pairwise(origins))
    for char, origin in zip(found.text, origins, strict=False):
        written = file.text[origin]
        assert written in (char, "\\") or (written in "\r\n" and char in " \n")
    return found


def all_exact(file: SourceFile) -> list[str]:
    """The values of all strings of a file, of which every place is exact."""
    found = [checked(each, file) for each in strings(file)]
    assert all(exact(each) for each in found)
    return [each.text for each in found]


# --- places, one by one -------------------------------------------------------------------------


def assert_place(marked: str, part: str, *, yaml: bool) -> None:
    """A part of a string must stand where the brackets are."""
    text = marked.replace("⟦", "").replace("⟧", "")
    scalar, file = the_one_with(part, text, yaml=yaml)
    found = checked(scalar, file)
    assert exact(found)
    at = found.text.index(part)
    span = found.span(at, at + len(part))
    assert f"{text[: span.start]}⟦{text[span.start : span.end]}⟧{text[span.end :]}" == marked


@pytest.mark.parametrize(
    ("marked", "part"),
    [
        ('"a⟦b⟧c"', "b"),
        (r'["a⟦\n⟧bc"]', "\n"),
        (r'{"\u00e9⟦\ud83d\ude00⟧x": 1}', "\U0001f600"),
        (r'"\"⟦b\"⟧"', 'b"'),
        ('["⟦⟧"]', ""),
    ],
)
def test_places_in_json(marked: str, part: str) -> None:
    assert_place(marked, part, yaml=False)


@pytest.mark.parametrize(
    ("marked", "part"),
    [
        # Plain.
        ("a: b ⟦c⟧ d # e", "c"),
        ("a: b\n  ⟦c⟧\n\n   d", "c"),
        ("a: b \t⟦\n\n\n ⟧c", "\n\n"),
        ("a: ⟦b \t⟧\n c", "b"),
        ("a: b⟦\r\n  ⟧c", " "),
        ("a: &x !!str ⟦b⟧", "b"),
        ("[a ⟦b⟧]", "b"),
        ("? ⟦1.50⟧\n: true", "1.50"),
        # In single quotes.
        ("a: 'it⟦''⟧s'", "'"),
        ("a: 'it''⟦s⟧'", "s"),
        ("a: 'b\n  ⟦c⟧'", "c"),
        ("a: '\n  ⟦b \r\n\r\n c⟧\n  '", "b\nc"),
        ("a: '⟦⟧'", ""),
        # In double quotes.
        (r'a: "\x41⟦\u00e9⟧\U0001f600\t"', "é"),
        (r'a: "\x41\u00e9⟦\U0001f600\t⟧"', "\U0001f600\t"),
        (r'{"a": "x⟦\ud83d\ude00⟧y"}', "\U0001f600"),
        ('a: "⟦b\n  ⟧c"', "b "),
        ('a: "b\\\n   ⟦c⟧"', "c"),
        ('a: "b \\\n⟦\n  \\  ⟧c"', "\n  "),
        (r'a: "⟦\/\N\_⟧\L\P\e\0"', "/\x85\xa0"),
        # Literal.
        ("a: |\n  b\n   ⟦c⟧\n", "c"),
        ("a: |\n  b⟦\n   c⟧\n", "\n c"),
        ("a: |- # why\n\n  ⟦b\n\n  c⟧", "b\n\nc"),
        ("a: |+\r\n  b⟦\r\n\r\n⟧\r\nd: 1", "\n\n"),
        ("a:\n  b: |2-\n    ⟦  c⟧\n  d: 1", "  c"),
        ("- |1+\n ⟦ b\n \n⟧", " b\n\n"),
        ("|\na\n⟦b⟧\n", "b"),
        ("a: &x !!str |\n  ⟦b\n⟧\n", "b\n"),
        ("a: |+\n⟦\n\n⟧b: 1", "\n\n"),
        ("a: |+2\n  ⟦  \n⟧b: 1", "  \n"),
        # Folded.
        ("a: >\n  b\n  ⟦c⟧\n\n  d\n", "c"),
        ("a: >\n  b⟦\n  c\n\n  ⟧d\n", " c\n"),
        ("a: >-\n\n  b⟦\n    c\n\n    d\n  ⟧e\n", "\n  c\n\n  d\n"),
        ("a: >2-\n     ⟦b⟧\n   c\n", "b"),
        ("a: >+\n  ⟦b\n\n⟧c: 1", "b\n\n"),
        ("a: >\n  b⟦\n  c\n⟧\n\nd: 1", " c\n"),
    ],
)
def test_places_in_yaml(marked: str, part: str) -> None:
    assert_place(marked, part, yaml=True)


def test_a_number_is_what_the_file_says() -> None:
    file = SourceFile("x", "[1.50, null]")
    assert [
        content(node, file).text for node in read(file)[0] if isinstance(node, Scalar)
    ] == ["1.50", "null"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "yaml"),
    [
        ('"${A}"', False), ("[${A}]", False), ("a: ${A}", True), ("a: |-\n  ${A}", True),
        ("a: !Sub |\n  b", True), ("a: !Ref b", True), ("!Ref a: b", True),
    ],
)  # fmt: skip
def test_holes_have_places_too(text: str, yaml: bool) -> None:
    all_exact(SourceFile("x", text, notation=notation(yaml)))


# --- places that are coarse ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["['it\\'s']", "[“a”]", '["a”]', '["unclosed\n]', r'["a\.b"]', '["tab\t\\n"]', "['${A}']"],
)
def test_what_is_no_correct_json_string_is_coarse(text: str) -> None:
    file = SourceFile("x", text)
    (scalar,) = strings(file)
    found = checked(scalar, file)
    assert not exact(found)
    assert found.span(1, 2) == scalar.span


@pytest.mark.parametrize("text", ["a: &x b\n*x : 1\n", "a: x\x07y\n"])
def test_what_stands_elsewhere_in_yaml_is_coarse(text: str) -> None:
    file = SourceFile("x", text, notation="yaml")
    assert [exact(checked(each, file)) for each in strings(file)].count(False) == 1


def test_what_is_in_a_coarse_text_is_as_coarse() -> None:
    coarse = Coarse(SourceFile("x", "0123456789"), '["a"]', Span(3, 7))
    part = coarse[1:4].decode_json()
    assert part.text == "a"
    assert part.span(0, 1) == coarse[2:2].span(0, 0) == Span(3, 7)
    assert (coarse.origins[0], coarse.origins[-1]) == (3, 7)


# --- places in random texts ---------------------------------------------------------------------

LETTERS = "ab01'\"\\ \t\n:#-{}[],?&*!|>%@$.é\U0001f600\x85\u2028\x07\ufeff"
TEXTS = st.text(st.sampled_from(LETTERS) | st.characters(exclude_categories=["Cs"]), max_size=12)
EOLS = st.sampled_from(["\n", "\r\n", "\r"])
BLANKS = st.sampled_from(["", " ", " \t"])

AROUND = ["{}", "- {}", "? {}\n: 1", "a:\n  b: {} # c\n", "[{}, c]", "{a: {}}"]
Atom = tuple[str, str, int]
"""What a piece of source stands for, the piece, and where in it that stands."""


def raw(letters: str) -> st.SearchStrategy[Atom]:
    return st.sampled_from(letters).map(lambda char: (char, char, 0))


@st.composite
def line_breaks(draw: st.DrawFn, escape: str = "", blanks: str = " \t") -> Atom:
    """Some line breaks between words, with blanks before and after; `escape` is a backslash."""
    before = "" if escape else draw(BLANKS)
    eols = draw(st.lists(EOLS, min_size=1, max_size=3))
    if "\r" in eols:
        eols = ["\r"] * len(eols)  # CR and LF after each other would be one line break
    source = (
        before
        + escape
        + eols[0]
        + "".join(draw(st.sampled_from(["", " ", blanks])) + eol for eol in eols[1:])
    )
    value = "\n" * (len(eols) - 1) or ("" if escape else " ")
    first = source.index(eols[0]) + (len(eols[0]) if escape else 0)
    while escape and value and source[first] not in "\r\n":
        first += 1
    return value, source + "   ", first


@st.composite
def escapes(draw: st.DrawFn) -> Atom:
    r"""A character as one of `\x41`, `\u0041`, `\U00000041`, or as two halves."""
    char = draw(st.characters(exclude_categories=["Cs"], exclude_characters="\U0010f085"))
    forms = [f"\\U{ord(char):08x}"]
    if ord(char) < 0x10000:
        forms.append(f"\\u{ord(char):04X}")
    else:
        forms.append(json.dumps(char)[1:-1])
    if ord(char) < 0x100:
        forms.append(f"\\x{ord(char):02x}")
    return char, draw(st.sampled_from(forms)), 0


NAMED = st.sampled_from(
    [("\n", r"\n"), ('"', r"\""), ("\\", r"\\"), ("/", r"\/"), (" ", r"\ "), ("\xa0", r"\_")]
).map(lambda pair: (*pair, 0))
ATOMS = {
    "": raw("abcdef01$./éß\U0001f600\xa0\u2028 \t") | line_breaks(blanks="  "),
    "'": raw('ab:#-{}[],\\"é \t\x85') | st.just(("'", "''", 0)) | line_breaks(),
    '"': raw("ab:#-{}[],'é \t\x85") | NAMED | escapes() | line_breaks() | line_breaks("\\"),
}


@st.composite
def flow_scalars(draw: st.DrawFn) -> tuple[str, str, list[tuple[int, int]]]:
    """A scalar that is plain or in quotes; its value; its characters with their offsets."""
    quote = draw(st.sampled_from(list(ATOMS)))
    atoms = draw(st.lists(ATOMS[quote], max_size=12))
    if not quote:
        atoms = [("x", "x", 0), *atoms, ("x", "x", 0)]
    source, value = quote, ""
    places: list[tuple[int, int]] = []
    blank_before = folded_before = False
    for decoded, piece, inside in atoms:
        folds = piece.strip(" \t")[:1] in ("\r", "\n")
        blank, joins = piece in (" ", "\t"), piece[:2] in ("\\\r", "\\\n")
        if (folded_before and (blank or folds)) or (folds and blank_before):
            continue  # line breaks take the blanks around them
        places += [(len(value) + number, len(source) + inside) for number in range(bool(decoded))]
        source, value = source + piece, value + decoded
        blank_before, folded_before = blank, folds or joins
    return source + quote, value, places


@many
@given(flow_scalars(), st.sampled_from(AROUND))
def test_plain_and_quoted_text(scalar: tuple[str, str, list[tuple[int, int]]], around: str) -> None:
    source, value, places = scalar
    if "\r" in source:
        around = around.replace("\n", "\r\n")
    text = around.replace("{}", source)
    file = SourceFile("x", text, notation="yaml")
    assert read(file)[1] == []
    start = around.index("{}")
    (found,) = [checked(each, file) for each in strings(file) if each.start == start]
    assert exact(found)
    assert found.text == value
    assert [found.origins[at] for at, _ in places] == [start + offset for _, offset in places]


@st.composite
def block_scalars(draw: st.DrawFn) -> str:
    """A literal or folded scalar under a key, with all that may be around it."""
    eol = draw(EOLS)
    depth, indent = draw(st.integers(0, 2)), draw(st.integers(1, 3))
    chomping = draw(st.sampled_from(["", "-", "+"]))
    digit = draw(st.sampled_from(["", str(indent)]))
    words = st.text(st.sampled_from("ab#:-'\"\\ \té\x85"), min_size=1, max_size=6)
    lines = draw(st.lists(words | st.just("") | words.map(lambda word: f"  {word}"), max_size=5))
    if not digit:
        lines = ["x", *lines]
    blanks = draw(st.lists(st.integers(0, indent), max_size=2))
    header = draw(st.sampled_from("|>")) + digit + chomping + draw(st.sampled_from(["", "  # c"]))
    inside = " " * (2 * depth + indent)
    source = ["  " * level + "k:" for level in range(depth)]
    source.append("  " * depth + "k: " + header)
    source += [" " * draw(st.integers(0, indent)) for _ in range(draw(st.integers(0, 2)))]
    source += [inside + line if line else "" for line in lines]
    source += [" " * blank for blank in blanks]
    source.append(draw(st.sampled_from(["", "# c", "z: 1", "..."])))
    return eol.join(source)


@many
@given(block_scalars())
def test_block_scalars(text: str) -> None:
    file = SourceFile("x", text, notation="yaml")
    assert read(file)[1] == []
    all_exact(file)


def dumped(values: list[str], style: str | None, width: int) -> str:
    """Strings as ruamel writes them."""
    stream = io.StringIO()
    yaml = YAML()
    yaml.default_style = style  # type: ignore[assignment]
    yaml.width = width
    values = [value.replace("\a", "") for value in values]  # ruamel's own mark for a fold
    yaml.dump({"a": values, "b": {"c": values}}, stream)
    return stream.getvalue()


WORDS = st.text(st.sampled_from("abc  \n:'\"é\U0001f600"), max_size=60)
STYLES = st.sampled_from([None, '"', "'", "|", ">"])


@many
@given(st.lists(TEXTS | WORDS, max_size=4), STYLES, st.integers(10, 40), st.booleans())
def test_what_ruamel_writes(values: list[str], style: str | None, width: int, crlf: bool) -> None:
    text = dumped(values, style, width)
    file = SourceFile("x", text.replace("\n", "\r\n") if crlf else text, notation="yaml")
    found = [checked(each, file) for each in strings(file)]
    if not read(file)[1]:
        assert all(exact(each) for each in found)


@many
@given(TEXTS, st.booleans(), st.booleans())
def test_json_strings(text: str, ascii_only: bool, yaml: bool) -> None:
    written = json.dumps({"a": [text]}, ensure_ascii=ascii_only)
    file = SourceFile("x", written, notation=notation(yaml))
    found = [checked(each, file) for each in strings(file)]
    if not read(file)[1]:
        assert all(exact(each) for each in found)
        assert found[-1].text == text


@more
@given(st.text(st.sampled_from("ab \n\t\r'\"\\|>-+2:,[]{}&*!#$“”\x85"), max_size=40), st.booleans())
def test_any_text(text: str, yaml: bool) -> None:
    file = SourceFile("x", text, notation=notation(yaml))
    for each in strings(file):
        checked(each, file)


# --- places in the project's examples -----------------------------------------------------------


def examples() -> list[SourceFile]:
    """Every example on every page and in every case."""
    found = {}
    for page in sorted([*(ROOT / "rules").rglob("*.md"), *(ROOT / "tests/cases").glob("*.md")]):
        for example in pages.examples(page.read_text()):
            found[example.body] = example.path
    for path in sorted((ROOT / "tests" / "examples").rglob("*.asl.*")):
        found[path.read_text()] = path.name
    return [
        SourceFile(path, text, notation=notation(path.endswith("yaml")))
        for text, path in found.items()
    ]


def test_places_in_all_examples() -> None:
    """In JSON, and the same text read as YAML, of which JSON is a part."""
    files = examples()
    assert len(files) > 100
    files += [SourceFile("x", file.text, notation="yaml") for file in files if not file.yaml]
    for file in files:
        found = [checked(each, file) for each in strings(file)]
        if not read(file)[1]:
            assert all(exact(each) for each in found), file.text


@pytest.mark.parametrize("style", [None, '"', "'", "|", ">"])
def test_places_in_all_examples_as_ruamel_writes_them(style: str | None) -> None:
    values = {
        str(value_of(each))
        for file in examples()
        if not file.yaml and not read(file)[1]
        for each in strings(file)
    }
    for width in (20, 80):
        file = SourceFile("x", dumped(sorted(values), style, width), notation="yaml")
        assert read(file)[1] == []
        found = set(all_exact(file))
        assert values <= found or style == ">"  # which ruamel does not always write faithfully


# --- writing ------------------------------------------------------------------------------------


def rewritten(text: str, old: str, new: str, *, yaml: bool = True) -> str:
    """The file after a part of a string was replaced, which must change nothing else in it."""
    scalar, file = the_one_with(old, text, yaml=yaml)
    found = content(scalar, file)
    at = found.text.index(old)
    after = replaced(scalar, file, at, at + len(old), new)
    assert_only_change(scalar, file, after, found.text.replace(old, new, 1))
    return after.text


def replaced(
    scalar: Scalar, file: SourceFile, at: int, end: int, new: str, *, told: bool = True
) -> SourceFile:
    """The file with characters of a string replaced; `told` says whether `end` may be known."""
    span = content(scalar, file).span(at, end)
    written = encode(new, scalar, file, at, end if told else None)
    text = file.text[: span.start] + written + file.text[span.end :]
    return SourceFile("x", text, notation=notation(file.yaml))


def assert_only_change(scalar: Scalar, file: SourceFile, after: SourceFile, value: str) -> None:
    """The file read again has another value at one place, and is else as it was."""
    expected = [
        value if isinstance(node, Scalar) and node.span == scalar.span else value_of(node)
        for node in read(file)[0]
    ]
    assert [value_of(node) for node in read(after)[0]] == expected
    # A key may have become the same as another one; nothing else may be wrong.
    assert {problem.kind for problem in read(after)[1]} <= {"duplicate-key"}


@pytest.mark.parametrize(
    ("text", "old", "new", "after"),
    [
        ('{"a": "b c"}', "b", 'é"\\\n\x07', '{"a": "é\\"\\\\\\n\\u0007 c"}'),
        (r'["\u00e9x"]', "é", "", '["x"]'),
        ('[""]', "", "a", '["a"]'),
    ],
)
def test_writing_in_json(text: str, old: str, new: str, after: str) -> None:
    assert rewritten(text, old, new, yaml=False) == after


@pytest.mark.parametrize(
    ("text", "old", "new", "after"),
    [
        ("a: $.b # c", "b", "c.d", "a: $.c.d # c"),
        ("a: $.b[0]", "b", "b[1]", "a: $.b[1][0]"),
        ("a: b c\n  d", "c", "it's", "a: b it's\n  d"),
        ("a: b c\n  d", "c d", "e", "a: b e"),
        ("a: it", "it", "-x", "a: -x"),
        ("b c: 1", "b", "d", "d c: 1"),
        ("a: 'it''s'", "'", "''", "a: 'it''''s'"),
        ("a: 'b c\n  d'", "b", "#", "a: '# c\n  d'"),
        ('a: "b"', "b", "\n\x85\u2028\\", 'a: "\\n\\u0085\\u2028\\\\"'),
        ('a: "b c\n  d"', "c", "\n", 'a: "b \\n\n  d"'),
        ("a: |\n  b: c\n   d\n", "c", "{# ", "a: |\n  b: {# \n   d\n"),
        ("a: |-\n  b\n  c", "c", "d\\", "a: |-\n  b\n  d\\"),
        ("a: >\n  b c\n  d\n", "b", "e ", "a: >\n  e  c\n  d\n"),
        ("a: >2\n     b\n", "  b", "c", "a: >2\n   c\n"),
    ],
)
def test_writing_in_yaml(text: str, old: str, new: str, after: str) -> None:
    assert rewritten(text, old, new) == after


@pytest.mark.parametrize(
    ("text", "old", "new", "reason"),
    [
        ("a: b", "b", "'c", "would need quotes"),
        ("a: b", "b", "c: d", "would need quotes"),
        ("a: b", "b", "c #d", "would need quotes"),
        ("a: b", "b", "", "would need quotes"),
        ("a: b", "b", "12", "would need quotes"),
        ("a: b1", "b", "", "would need quotes"),
        ("a: b", "b", "True", "would need quotes"),
        ("a: b", "b", "x[0]", "quotes in YAML if it is in brackets"),
        ("a: b", "b", "c\nd", "line breaks"),
        ("a: b\n  c", "c", "#", "would need quotes"),
        ("a: b c\n  d", "c", "", "end or the start of a line"),
        ("a: 'b c\n  d'", "c", "", "end or the start of a line"),
        ("'b\n\n\n  c'", "\nc", "c", "end or the start of a line"),
        ("a\n\n\n  b", "\nb", "b", "end or the start of a line"),
        ('"b\nc"', "c", "--- d", "end or the start of a line"),
        ("a: 'b'", "b", "\t", "control characters"),
        ("a: |\n  b\n  c\n", "b\n", "d", "line breaks in a block"),
        ("a: |\n  b\n  c\n", "c\n", "", "line breaks in a block"),
        ("a: >\n  b\n  c\n", " ", "", "line breaks in a block"),
        ("a: |\n  b\n", "b", "\n", "line breaks in a block"),
        ("a: |\n  b\n  c\n  d\n", "c\n", "\te\n", "line breaks in a block"),
        ("a: |\n  b\n", "b", " b", "indentation"),
        ("a: |\n  b\n", "b", "", "indentation"),
        ("|\nb\n", "b", "---", "would end the document"),
        ("a: |\n\nb: 'c'", "", "c", "no such characters"),
        ("'a': 'b'", "b", "\ud800", "surrogate"),
        ('"a": "b"', "b", "\U0010f085", "private character"),
        ('"a": 1', "a", "x" * 1000, "too long"),
    ],
)
def test_what_can_not_be_written_in_yaml(text: str, old: str, new: str, reason: str) -> None:
    scalar, file = the_one_with(old, text)
    at = str(scalar.value).index(old)
    if "no such" in reason:
        at = len(str(scalar.value)) + 1
    with pytest.raises(ValueError, match=reason):
        encode(new, scalar, file, at, at + len(old))


def test_an_empty_block_stays_empty() -> None:
    scalar, file = the_one_with("", "- |\n- 1")
    with pytest.raises(ValueError, match="indentation"):
        encode("b", scalar, file, 0, 0)


def test_the_line_after_a_block_is_not_written_to() -> None:
    scalar, file = the_one_with("b", "- |\n  b\n- c: 1")
    with pytest.raises(ValueError, match="line breaks in a block"):
        encode("x", scalar, file, 2, 2)


@pytest.mark.parametrize("text", ["['a']", '["a\tb"]', "[“a”]", r'["a\.b"]', "{a: 1}"])
def test_broken_json_is_not_written_to(text: str) -> None:
    file = SourceFile("x", text)
    (scalar,) = strings(file)
    assert isinstance(scalar, Scalar)
    with pytest.raises(ValueError, match=r"changed in part|not correct JSON"):
        encode("x", scalar, file, 0, 1)


def test_without_an_end_only_quotes_on_one_line_are_written_to() -> None:
    file = SourceFile("x", '["a", \'b\', c, "d\n e"]', notation="yaml")
    answers = []
    for scalar in strings(file):
        assert isinstance(scalar, Scalar)
        try:
            answers.append(encode("'\"", scalar, file, 0))
        except ValueError as error:
            answers.append(str(error))
    unknown = "how much is replaced must be known for this style of YAML"
    assert answers == ["'\\\"", "''\"", unknown, unknown]


def assert_rewritable(file: SourceFile, data: st.DataObject) -> None:
    """Replace some characters of some string: refused, or exactly that has changed."""
    scalars = [each for each in strings(file) if isinstance(each, Scalar)]
    if not scalars or read(file)[1]:
        return
    scalar = data.draw(st.sampled_from(scalars))
    value = str(scalar.value)
    at = data.draw(st.integers(0, len(value)))
    end = data.draw(st.integers(at, min(len(value), at + 4)) | st.integers(at, len(value)))
    new = data.draw(TEXTS | st.sampled_from(["", "x", "true", "1", " ", "---", "- x", "''"]))
    try:
        after = replaced(scalar, file, at, end, new, told=data.draw(st.integers(0, 4)) > 0)
    except ValueError:
        return
    assert_only_change(scalar, file, after, value[:at] + new + value[end:])


@many
@given(st.lists(TEXTS, max_size=3), st.booleans(), st.booleans(), st.data())
def test_json_reads_what_was_written(
    values: list[str], ascii_only: bool, yaml: bool, data: st.DataObject
) -> None:
    text = json.dumps([*values, {"a": values}], ensure_ascii=ascii_only)
    assert_rewritable(SourceFile("x", text, notation=notation(yaml)), data)


@more
@given(
    flow_scalars(), st.sampled_from(["{}", "- {}", "a:\n  b: {} # c\n", "{a: {}, b: c}"]), st.data()
)
def test_plain_and_quoted_text_reads_what_was_written(
    scalar: tuple[str, str, list[tuple[int, int]]], around: str, data: st.DataObject
) -> None:
    text = around.replace("{}", scalar[0])
    assert_rewritable(SourceFile("x", text, notation="yaml"), data)


@more
@given(block_scalars(), st.data())
def test_block_scalars_read_what_was_written(text: str, data: st.DataObject) -> None:
    assert_rewritable(SourceFile("x", text, notation="yaml"), data)


@more
@given(st.lists(TEXTS | WORDS, max_size=3), STYLES, st.integers(10, 40), st.data())
def test_what_ruamel_wrote_reads_what_was_written(
    values: list[str], style: str | None, width: int, data: st.DataObject
) -> None:
    assert_rewritable(SourceFile("x", dumped(values, style, width), notation="yaml"), data)


# --- time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        ('"', "\\n", '"'), ('"', " ", '"'), ('"', " \n", '"'), ("'", "'' ", "'"), ("a", " ", "b"),
        ("a", "\n b", ""), ("|\n", " a\n", ""), (">\n", " a\n\n", ""), ("|+\n", "\n", ""),
    ],
)  # fmt: skip
def test_time_grows_with_the_text_only(source: tuple[str, str, str]) -> None:
    start, piece, end = source

    def work(count: int) -> Callable[[], object]:
        text = start + piece * count + end
        file = SourceFile("x", text, notation="yaml")
        values = ("x" * len(text), "\n" * len(text))
        return lambda: [content(Scalar(0, len(text), value), file) for value in values]

    assert_in_proportion(work, 10_000)
