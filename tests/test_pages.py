"""Every page says exactly what its rule says about its examples, and every case what all rules say.

The reports of the cases can be written anew with `ASLLINT_WRITE=1 pytest tests/test_pages.py`; read
the difference before you believe it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from asllint.authoring import pages
from asllint.engine.rulebook import Rulebook, load_rulebook
from asllint.engine.topics import topics
from asllint.rule import Directives, Rule
from tests.unshown import UNSHOWN, linted, unshown

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "tests" / "cases").glob("*.md"))
RULES = list(load_rulebook().rules.values())

TOO_LARGE_TO_SHOW = {"constant-too-large", "definition-size", "nesting-too-deep"}
"""Rules whose mistake does not fit on a page; test_limits.py shows them."""

SECTIONS = ["Example", "Instead", "When to ignore it", "Specification"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_page_is_right(rule: Rule, book: Rulebook) -> None:
    page = Path(rule.page).read_text()
    problems = pages.check(page, book, rule)
    assert (pages.NO_EXAMPLE in page) == (rule.id in TOO_LARGE_TO_SHOW)
    assert not problems, "\n\n".join([rule.page, *problems])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_page_has_its_sections(rule: Rule) -> None:
    page = Path(rule.page).read_text()
    sections = SECTIONS[1:] if rule.id in TOO_LARGE_TO_SHOW else SECTIONS
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == sections
    if rule.visits is not Directives:  # directives are asllint's own, and specified nowhere else
        assert "https://" in page.rpartition("## Specification")[2]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_remedy_on_a_page_is_clean(rule: Rule, book: Rulebook) -> None:
    remedies = [
        example
        for example in pages.examples(Path(rule.page).read_text())
        if example.heading == "Instead"
    ]
    assert remedies or rule.id in TOO_LARGE_TO_SHOW
    for example in remedies:
        assert example.report == ""


def test_an_example_is_not_full_of_other_mistakes() -> None:
    for rule, example, found in linted():
        others = [one for one in found if one.rule != rule.id]
        assert len(others) <= 2, f"{rule.id}, {example.heading}\n{pages.render(others)}"


def test_what_the_pages_do_not_show_is_known() -> None:
    assert unshown() == UNSHOWN.read_text(), "make pages writes it: read the difference"


def test_every_page_belongs_to_a_rule() -> None:
    found = {str(path) for path in (ROOT / "rules").rglob("*.md") if path.name != "README.md"}
    assert found == {rule.page for rule in RULES} | set(topics().values())


def test_the_catalogue_is_fresh(book: Rulebook) -> None:
    assert (ROOT / "rules" / "README.md").read_text() == pages.catalogue(book)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_cases(path: Path, book: Rulebook) -> None:
    text = path.read_text()
    if os.environ.get("ASLLINT_WRITE"):
        path.write_text(pages.rewritten(text, book))
        return
    problems = pages.check(text, book)
    assert not problems, "\n\n".join([str(path), *problems])


def test_an_example_that_is_wrong_is_noticed(book: Rulebook) -> None:
    page = '# A\n\n```json\n{"StartAt": "B", "States": {"A": {"Type": "Succeed"}}}\n```\n'
    (problem,) = pages.check(page, book)
    assert problem.startswith("line 3 (A): the report is not what the page says\n")
    assert 'error[unknown-target]: there is no state "B"; there is "A"' in problem
    assert pages.check(pages.rewritten(page, book), book) == []


PAGE = """\
# misplaced-field

A field.

## Example

```json
{
  "StartAt": "Which",
  "States": {
    "Which": {
      "Type": "Choice",
      "Choices": [{"Variable": "$.kind", "StringEquals": "a", "Next": "Done"}],
      "Next": "Done"
    },
    "Done": {"Type": "Succeed"}
  }
}
```
"""
"""An example in which two rules find something, without a report."""


def test_a_page_shows_its_own_rule_only(book: Rulebook) -> None:
    rule = book.rules["misplaced-field"]
    page = pages.rewritten(PAGE, book, rule)
    assert pages.check(page, book, rule) == []
    (example,) = pages.examples(page)
    assert re.findall(r"^\w+\[.*?\]", example.report, re.MULTILINE) == ["error[misplaced-field]"]
    found = example.lint(book.select())
    assert {one.rule for one in found} == {"misplaced-field", "choice-without-default"}


def test_another_error_on_a_page_is_noticed(book: Rulebook) -> None:
    rule = book.rules["misplaced-field"]
    page = pages.rewritten(PAGE.replace('"StartAt": "Which"', '"StartAt": "What"'), book, rule)
    (problem,) = pages.check(page, book, rule)
    line = page.count("\n", 0, page.index("```json")) + 1
    assert problem.startswith(f"line {line} (Example): the example has another mistake, too\n")
    assert 'error[unknown-target]: there is no state "What"; there are "Which"' in problem
