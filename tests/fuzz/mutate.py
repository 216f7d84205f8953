"""What goes wrong in texts: in files that people write, that programs cut, that blogs embellish."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from random import Random

Mutator = Callable[[str, Random], str]

SIGNS = "\"',:[]{}"
PIECES: list[str] = [
    *SIGNS, "“", "”", "‘", "«", "\\", "\n", "\t", " ", "#", "//", "/* x */", "# x\n", "// x\n",
    "${", "${X}", "{%", "%}", "$.", "null", "True", "0", "é", "😀",
    "-", "- ", "&a ", "*a", "!Sub ", "!!str ", "| ",
    ">-\n", "? ", "<<: ", "---\n", "\ufeff", "\u2028", "\x00", "\ud800", '"a": ',
    ',"a"',    '"Next": "A"', "asllint: ignore[unknown-target]", "{{ x }}", "<<EOT\n",
]  # fmt: skip


def _at_sign(text: str, random: Random) -> int | None:
    """The place of any sign of the notation; a rare one is as likely as a frequent one."""
    places = [match.start() for match in re.finditer(re.escape(random.choice(SIGNS)), text)]
    return random.choice(places) if places else None


def sign_deleted(text: str, random: Random) -> str:
    at = _at_sign(text, random)
    return text if at is None else text[:at] + text[at + 1 :]


def sign_doubled(text: str, random: Random) -> str:
    at = _at_sign(text, random)
    return text if at is None else text[:at] + text[at] + text[at:]


def sign_replaced(text: str, random: Random) -> str:
    at = _at_sign(text, random)
    return text if at is None else text[:at] + random.choice(SIGNS) + text[at + 1 :]


def piece_inserted(text: str, random: Random) -> str:
    at = random.randint(0, len(text))
    return text[:at] + random.choice(PIECES) + text[at:]


def piece_at_a_sign(text: str, random: Random) -> str:
    at = _at_sign(text, random)
    at = len(text) if at is None else at + random.randint(0, 1)
    return text[:at] + random.choice(PIECES) + text[at:]


def characters_deleted(text: str, random: Random) -> str:
    at = random.randint(0, len(text))
    return text[:at] + text[at + random.randint(1, 20) :]


def cut_off(text: str, random: Random) -> str:
    return text[: random.randint(0, len(text))]


def head_cut_off(text: str, random: Random) -> str:
    return text[random.randint(0, len(text)) :]


def _lines(change: Callable[[list[str], int, Random], None]) -> Mutator:
    def mutate(text: str, random: Random) -> str:
        lines = text.split("\n")
        change(lines, random.randrange(len(lines)), random)
        return "\n".join(lines)

    return mutate


def _delete_line(lines: list[str], at: int, _: Random) -> None:
    del lines[at]


def _double_line(lines: list[str], at: int, _: Random) -> None:
    lines.insert(at, lines[at])


def _join_lines(lines: list[str], at: int, random: Random) -> None:
    lines[at : at + 2] = [random.choice(["", " "]).join(lines[at : at + 2])]


def _move_line(lines: list[str], at: int, random: Random) -> None:
    lines.insert(random.randint(0, len(lines)), lines.pop(at))


def _indent_line(lines: list[str], at: int, random: Random) -> None:
    lead = random.choice(["", " ", "  ", "\t", "    ", "- "])
    lines[at] = lead + (lines[at] if random.random() < 0.5 else lines[at].lstrip())


def _comment_line(lines: list[str], at: int, random: Random) -> None:
    lines[at] = random.choice([f"# {lines[at]}", f"{lines[at]} # no", f"{lines[at]} // no"])


def _drop_value(lines: list[str], at: int, _: Random) -> None:
    lines[at] = re.sub(r":.*", ":", lines[at], count=1)


def _two_keys(lines: list[str], at: int, _: Random) -> None:
    lines[at] = re.sub(r'("?[\w.$]+"?): ', r"\1: \1: ", lines[at], count=1)


def on_one_line(text: str, random: Random) -> str:
    return re.sub(r"\s*\n\s*", random.choice([" ", ""]), text)


def tokens_swapped(text: str, random: Random) -> str:
    tokens = re.findall(r'"(?:[^"\\\n]|\\.)*"|\s+|[\w.$]+|.', text)
    places = [at for at, token in enumerate(tokens) if token.strip()]
    if len(places) > 1:
        one, two = random.sample(places, 2)
        tokens[one], tokens[two] = tokens[two], tokens[one]
    return "".join(tokens)


def quotes_embellished(text: str, random: Random) -> str:
    pair = random.choice(["“”", "”“", "„“", "‘’", "''", "«»", "``"])
    share = random.choice([1.0, 0.9, 0.1])
    return re.sub(
        r'"([^"\n]*)"',
        lambda match: f"{pair[0]}{match[1]}{pair[1]}" if random.random() < share else match[0],
        text,
    )


def quotes_dropped(text: str, random: Random) -> str:
    share = random.choice([1.0, 0.2])
    return re.sub(
        r'"(\w+)"(?=:)', lambda match: match[1] if random.random() < share else match[0], text
    )


def braces_dropped(text: str, random: Random) -> str:
    """A blog's fragment: without the outermost braces, or without one of them."""
    bare = text.strip()
    start, end = random.choice([(1, len(bare) - 1), (1, len(bare)), (0, len(bare) - 1)])
    return bare[start:end]


def word_misspelt(text: str, random: Random) -> str:
    words = list(re.finditer(r"[A-Za-z]{3,}", text))
    if not words:
        return text
    word = random.choice(words)
    at = random.randrange(word.start(), word.end() - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def in_a_template(text: str, random: Random) -> str:
    """The text as a string in a template of CloudFormation in JSON."""
    where = random.choice(["DefinitionString", "Definition"])
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {where: text}}
    return json.dumps({"Resources": {"M": machine}})


MUTATORS: list[Mutator] = [
    *[sign_deleted] * 4, *[sign_doubled] * 2, *[sign_replaced] * 2, *[piece_inserted] * 2,
    *[piece_at_a_sign] * 2, characters_deleted, cut_off, head_cut_off, on_one_line, tokens_swapped,
    quotes_embellished, quotes_dropped, braces_dropped, *[word_misspelt] * 2, in_a_template,
    *map(_lines, (_delete_line, _double_line, _join_lines, _move_line, _indent_line, _indent_line,
                  _comment_line, _drop_value, _two_keys)),
]  # fmt: skip


def mutant(text: str, random: Random) -> str:
    """The text after one to three of these."""
    for _ in range(random.choice([1, 1, 1, 2, 2, 3])):
        text = random.choice(MUTATORS)(text, random)
    return text
