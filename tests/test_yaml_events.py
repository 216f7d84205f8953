"""Both parsers of YAML give the same tree, the same problems and the same comments."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from asllint.authoring import pages
from asllint.source.text import Span
from asllint.syntax.node import Mapping, Node, Sequence, Tagged
from asllint.syntax.yaml import tree as yaml
from asllint.syntax.yaml.events import by_libyaml

ROOT = Path(__file__).parent.parent
Read = tuple[list[object], list[tuple[str, Span, str]], list[Span]]


def readings(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Read, Read]:
    """What is read with libyaml, where it can, and what is read by ruamel alone."""
    mixed = reading(text)
    with monkeypatch.context() as patch:
        patch.setattr(yaml, "by_libyaml", lambda _: None)
        return mixed, reading(text)


def reading(text: str) -> Read:
    tree = yaml.parse_yaml(text)
    roots, problems = tree.roots, tree.problems
    told = [(each.kind, each.span, each.message) for each in problems]
    return [*map(written, roots)], told, list(tree.comments)


def written(node: Node) -> object:
    """A tree with all that a `repr` leaves out."""
    if isinstance(node, Mapping):
        pairs = [(repr(pair.key), written(pair.value)) for pair in node.pairs]
        return node.start, node.end, node.complete, pairs
    if isinstance(node, Sequence):
        return node.start, node.end, [written(item) for item in node.items]
    return (node.tag, repr(node), written(node.node)) if isinstance(node, Tagged) else repr(node)


QUICK = {
    "comments": "# one\na: 1 # two\nb:   # three\n  - x#y\n  - [1, '#', \"#\"] # four\n# five",
    "a comment behind the head of a block": "a: | # b\n  # text\n\n# c\nd: >-  # e\n  f\n",
    "a comment between a tag and its value": "a: !Sub # why\n  x\nb: !a#b c\n",
    "a comment beside brackets": "a: [1, # one\n  2, #two\n  {b: c}] # three\n",
    "anchors and aliases": "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2 # f\n",
    "tags": 'a: !Sub "${B}"\nc: !GetAtt\n  - d\n  - e\nf: !!str 1\ng: !!int "2"\n',
    "several documents": "---\na: 1\n...\n---\nb: 2\n--- # none\n",
    "empty values": "a:\nb: \nc: [1, ]\nd: {e: , f}\ng:\n  -\n  - h\n",
    "keys with question marks": "? a\n: b\n? c\n? [d]\n: e\n",
    "colons in flow lists": "a: [b::c, d:e, 'f': g, http://h.i:1/j]\n",
    "folded text": "a: b\n  c\n\n  d\ne: 'f\n  g\n\n\n  h'\ni: \"j\\\n  k \\\n  l\"\n",
    "blocks": "a: |\n  b\n   c\n\nd: >+\n  e\n\n\nf: |2-\n    g\n",
    "blank lines before a block": "a: |\n\n  b\nc: |\n      \n  d\n",
    "carriage returns": "a: 1\r\nb: |\r\n  c\r\n  d\r\n\r\ne: 'f\r\n  g'\r\n",
    "other letters": 'ä: ö # ü\n日本: ["\\u00e9", 😀]\n',
    "lines of YAML 1.1": "a: b\u2028c\u0085d # e\u2029f\n",
    "surrogates": '"\\ud83d\\ude00": "\\ud83d"\n',
    "escapes": '"\\x41\\/\\t\\e\\_\\N\\L\\P\\"": "\\U0001F600"\n',
    "the words of YAML 1.1": "a: yes\nb: 0o17\nc: 017\nd: 1_000\ne: =\nf: 1:30\n",
    "a policy": "- Action: 's3:*'\n  Resource: \"*\"\n- Action: s3:*\n  If: a && b\n",
    "deep": "[" * 300 + "]" * 300,
}
"""Texts that libyaml reads, but for some that it refuses, in which ruamel finds no fault either."""


@pytest.mark.parametrize("text", QUICK.values(), ids=QUICK)
def test_libyaml_is_tried_and_says_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert by_libyaml(text) is not None
    ours, ruamels = readings(text, monkeypatch)
    assert ours == ruamels


DOUBTFUL = {
    "a tab": "a:\n\t- b\n",
    "a byte order mark": "\ufeffa: 1\n",
    "a directive": "%YAML 1.1\n---\na: 017\n",
    "an anchor with a colon": "a: &b:c 1\nd: *b:c\n",
    "a comment at the head of a block": "a: |#b\n  c\n",
    "an escape in a tag": "a: !b%20c d\n",
    "a comma behind a tag": "[!a, b]",
    "three exclamation marks": "!!!a b",
    "a block that is all there is": "--- !a |\n...\n",
}
"""Texts that the two are known to take for different things."""


@pytest.mark.parametrize("text", DOUBTFUL.values(), ids=DOUBTFUL)
def test_doubtful_texts_are_left_to_ruamel(text: str) -> None:
    assert by_libyaml(text) is None


@pytest.mark.parametrize(
    "text",
    ["a: 50%", "a: b *c", "a: x&y-z;", "a: [!b c, !d e]", "a: b! c!d,", "a: |\n  #b", "a: !b c%"],
)
def test_what_only_looks_doubtful_is_not(text: str) -> None:
    assert by_libyaml(text) is not None


def examples() -> list[str]:
    """The YAML of every page and case."""
    found = []
    for page in sorted([*(ROOT / "rules").rglob("*.md"), *(ROOT / "tests/cases").glob("*.md")]):
        for example in pages.examples(page.read_text()):
            files = example.files or {example.path: example.body}
            found += [text for name, text in files.items() if name.endswith((".yaml", ".yml"))]
    return found


def test_examples_are_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in examples():
        ours, ruamels = readings(text, monkeypatch)
        assert ours == ruamels, text


PIECES = (
    *"'\":,[]{}#&*!|>%@`-?~<=.\\\n\r\t é\u2028",
    "# c", "\n  # c\n", "- ", "? ", ": ", "&a ", "*a", "!Sub ", "|\n", ">-\n", '""', "<<: *a\n",
    "---\n", "\\u00e9", "a::b", "!<x> ", "\r\n", "| # c\n", "[a: b]", '{"a":b}', '"a" "b"',
)  # fmt: skip


def mutant(text: str, chance: random.Random) -> str:
    """A text with something put in, taken out, cut off, or indented otherwise."""
    at = chance.randrange(len(text) + 1)
    kind = chance.randrange(5)
    if kind < 2:
        return f"{text[:at]}{chance.choice(PIECES)}{text[at:]}"
    if kind == 2:
        return text[:at] + text[at + chance.randrange(1, 4) :]
    if kind == 3:
        return text[:at]
    lines = text.split("\n")
    number = chance.randrange(len(lines))
    lines[number] = " " * chance.randrange(6) + lines[number].lstrip()
    return "\n".join(lines)


def test_broken_texts_are_explained_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is saved of them may depend on the parser: ruamel takes a line that is a mere ":"."""
    chance = random.Random(60_705)
    texts = [text for text in examples() if len(text) < 1_500]
    for _ in range(300):
        text = mutant(mutant(chance.choice(texts), chance), chance)
        (*ours, told, _), (*ruamels, told_by_ruamel, _) = readings(text, monkeypatch)
        assert told == told_by_ruamel, text
        assert told or ours == ruamels, text


def test_without_its_part_in_c_everything_is_read_by_ruamel() -> None:
    code = (
        "import sys; sys.modules['yaml._yaml'] = None\n"
        "from asllint.syntax.yaml.tree import read_yaml\n"
        "print(read_yaml('a: [1]'), 'ruamel.yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    tree = "Mapping(0, 6, [Pair(Scalar(0, 1, 'a'), Sequence(3, 6, [Scalar(4, 5, 1)]))])"
    assert done.stdout == f"([{tree}], []) True\n"
