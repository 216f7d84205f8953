"""What a message tells people to do, an editor does for them; or it is said here why not."""

from __future__ import annotations

import re
from pathlib import Path

from asllint import load_rulebook
from asllint.authoring import pages

ROOT = Path(__file__).parent.parent
RULES = load_rulebook().select()

REMEDY = re.compile(r'\b(?:add|write|use|delete|rename)\b[^"`]*["`]')
"""A message that says what to do, with a quoted text."""

WITHOUT_A_FIX = {
    "api-endpoint": "the stage and the path move into fields of their own",
    "catcher-loop": "how often to try again, and where to lead then, is the author's to say",
    "catch-to-itself": "how often to try again, and where to lead then, is the author's to say",
    "context-in-number-path": "the number has to be copied by a state in front of this one",
    "doubtful-resource": "nobody but the author knows the region and the account",
    "end-false": "nobody but the author knows which state follows",
    "forgotten-dollar": "with the dollar the whole array has to become a call of States.Array",
    "format-braces": "either of two things may be meant, and the values have to change too",
    "function-name": "nobody but the author knows the function",
    "impossible-error": "either the time or the name of the error is wrong",
    "jsonata-in-jsonpath": "the expression has to be written in another language",
    "jsonata-syntax": "where the parenthesis is to be closed is not known",
    "jsonpath-in-jsonata": "the expression has to be written in another language",
    "label-name": "a label without the character may be that of another state",
    "literal-path": "the value moves into another field, or into a state before this one",
    "literal-placeholder": "nobody but the author knows the value, if there is to be one",
    "malformed-intrinsic": "a text and a path are both likely, or the call is another one",
    "malformed-path": "where the bracket is to be closed is not known",
    "malformed-resource": "nobody but the author knows what is to be called",
    "misplaced-field": "either the field or the type of the state is wrong",
    "missing-field": "what is tested, or how long to wait, is the author's to say",
    "missing-substitution": "nobody but the author knows the value",
    "quoted-placeholder": "the number moves into another part of the template",
    "racing-writes": "where else to write is the author's to say",
    "reader-config": "which of the two is meant is not known",
    "reference-path": "nobody but the author knows the name of the field",
    "retried-increment": "nobody but the author knows by what a call is known",
    "s3-location": "nobody but the author knows the key",
    "syntax-error": "nobody but the author knows the value",
    "unclosed-placeholder": "where the name is to end is not known",
    "unknown-directive": "nobody but the author knows which rule is meant",
    "unknown-error-name": "no name that exists is near, or AWS refuses it beside others",
    "unknown-state-type": "no type that exists is near",
    "unknown-value": "no value that exists is near",
    "unresolved-token": "nobody but the CDK knows the value",
    "variable-name": "all places that read the variable have to change too, or none is known",
    "wrong-query-language": "the value has to be written in another language",
}
"""Why a rule has messages that name a remedy and offer no fix."""


def test_a_remedy_is_a_fix_or_it_is_said_why_not() -> None:
    without: dict[str, str] = {}
    for page in sorted([*(ROOT / "rules").rglob("*.md"), *(ROOT / "tests/cases").glob("*.md")]):
        for example in pages.examples(page.read_text()):
            for one in example.lint(RULES):
                if one.fix is None and REMEDY.search(one.message):
                    without.setdefault(one.rule, one.message)
    assert without.keys() == WITHOUT_A_FIX.keys(), without
