"""`asllint explain`: print the page of a rule or a topic, or what is known of a code of AWS."""

from __future__ import annotations

from asllint.commands import CLEAN
from asllint.commands.options import Parser, UsageError, add_config, rules_here
from asllint.commands.outputs import write
from asllint.source.suggest import listed, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.engine.rulebook import Rulebook
    from asllint.engine.rules import Rule

_INTERNAL_ERROR = """\
# internal-error

A rule has crashed. That is a mistake in the rule, not in your definition: nothing is known about
what this one rule would have said, all other rules went on, and the exit status is 3. The traceback
stands on standard error; please report it together with the definition. `--severity RULE=off` does
without the rule until it is repaired.
"""


def parser() -> Parser:
    """What the command takes."""
    from asllint.engine.topics import topics

    text = "Print the page of a rule or a topic, or the rules that report a code of AWS."
    made = Parser(prog="asllint explain", description=text)
    text = "the rule's id, as diagnostics show it, or a code of AWS with which it refuses"
    text += f"; or a topic: {listed(topics(), 'or')}"
    made.add_argument("rule", metavar="RULE", help=text)
    add_config(made)
    return made


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    options = parser().parse_args(arguments)
    write(_explained(options.rule, rules_here(options)))
    return CLEAN


def _explained(name: str, book: Rulebook) -> str:
    """The page of a rule, a topic or a code. Raises `UsageError` for any other name."""
    from asllint.engine.rulebook import INTERNAL_ERROR
    from asllint.engine.topics import topic_text
    from asllint.tables.refusals import CODES

    if name == INTERNAL_ERROR:
        return _INTERNAL_ERROR
    if name in book.rules:
        return _page(book.rules[name])
    if name in book.former:
        return _former_name(name, [book.rules[id_] for id_ in book.former[name]])
    topic = topic_text(name)
    if topic is not None:
        return topic
    codes = {*CODES, *(rule.aws_code for rule in book.rules.values() if rule.aws_code)}
    code = name.upper().replace("-", "_")
    if code in codes:
        return _code_page(code, CODES.get(code, ""), book)
    raise UsageError(f'there is no rule "{name}"{_suggestion(name, codes, book)}')


def _suggestion(name: str, codes: set[str], book: Rulebook) -> str:
    """The end of a message about a name that nothing has."""
    from asllint.engine.topics import topics

    is_code = name.isupper() or "_" in name
    near = nearest(name.upper().replace("-", "_"), sorted(codes)) if is_code else None
    near = near or nearest(name, [*book.rules, *topics()])
    if near:
        return f'; did you mean "{near}"?'
    return f"; topics are {listed(topics())}, and `asllint rules` lists all rules"


def _page(rule: Rule) -> str:
    from asllint.engine.rulebook import page_text

    text = page_text(rule)
    if text is not None:
        return text
    from asllint.authoring.pages import head

    return f"{head(rule)}The rule has no page; its check is `{rule.path}`.\n"


def _former_name(name: str, rules: list[Rule]) -> str:
    """The pages of the rules that a name stands for, which none has any more."""
    ids = listed([rule.id for rule in rules])
    said = f'"{name}" is a former name of {ids}.\n\n'
    return said + "\n".join(map(_page, rules))


def _code_page(code: str, known: str, book: Rulebook) -> str:
    """What AWS says with a code, and which rules say the same, or speak of it."""
    from asllint.engine.rulebook import page_text

    same = [rule for rule in book.rules.values() if rule.aws_code == code]
    others = [rule for rule in book.rules.values() if rule not in same]
    near = [rule for rule in others if code in (page_text(rule) or "")]
    parts = [f"# {code}", *([known] if known else [])]
    for title, rules in (
        ("These rules report what AWS answers with this code", same),
        ("The pages of these rules speak of it", near),
    ):
        if rules:
            width = max(len(rule.id) for rule in rules)
            lines = [f"  {rule.id:{width}}  {rule.summary}" for rule in rules]
            parts.append("\n".join([f"{title}:", "", *lines]))
    if not same:
        parts.append("No rule reports it.")
    return "\n\n".join(parts) + "\n"
