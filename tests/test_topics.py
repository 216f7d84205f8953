"""Topics: their pages are right, name the rules that belong there, and are found by `explain`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from asllint.authoring import pages
from asllint.engine.rulebook import Rulebook, load_rulebook
from asllint.engine.topics import topic_text, topics
from asllint.facts import history
from tests.conftest import Run
from tests.topics import rewritten, rules_of

TOPICS = [*topics()]
TRANSACTIONS = [
    rule.id for rule in load_rulebook().rules.values() if rule.category == "transactions"
]


def page_of(topic: str) -> str:
    return Path(topics()[topic]).read_text("utf-8")


def test_which_topics_there_are() -> None:
    assert TOPICS == ["history-events", "idempotency", "loops", "transactions"]
    assert topic_text("coffee") is None


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_is_fresh(topic: str, book: Rulebook) -> None:
    page = page_of(topic)
    assert rewritten(page, book) == page, "make pages writes it anew"


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_has_its_sections(topic: str) -> None:
    page = page_of(topic)
    assert page.startswith(f"# {topic}\n\n")
    sections = re.findall(r"^## (.*)$", page, re.MULTILINE)
    assert sections == ["In JSONPath", "In JSONata", "Rules", "Sources"]
    assert "https://" in page.rpartition("## Sources")[2]


@pytest.mark.parametrize("topic", TOPICS)
def test_the_examples_are_whole_and_good_in_both_languages(topic: str) -> None:
    found = pages.examples(page_of(topic))
    assert [one.heading for one in found][:2] == ["In JSONPath", "In JSONata"]
    for one in found:
        (text,) = one.files.values()
        language = json.loads(text).get("QueryLanguage", "JSONPath")
        assert f"In {language}" == one.heading
        assert one.report == ""


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_lists_rules_once_and_other_topics_by_their_names(
    topic: str, book: Rulebook
) -> None:
    page = page_of(topic)
    listed = rules_of(page)
    assert listed
    assert sorted(set(listed)) == sorted(listed)
    assert set(re.findall(r"\(topic `([^`]*)`\)", page)) <= set(TOPICS) - {topic}
    assert set(listed) <= book.rules.keys()


def test_all_rules_about_transactions_are_on_their_page() -> None:
    assert set(TRANSACTIONS) <= set(rules_of(page_of("transactions")))


def test_all_rules_about_tokens_are_on_their_page(book: Rulebook) -> None:
    tokens = {id_ for id_ in book.rules if "idempotency" in id_}
    assert tokens <= set(rules_of(page_of("idempotency")))


def test_the_events_on_the_page_are_those_that_are_counted() -> None:
    page = page_of("history-events")
    shown = dict(re.findall(r"^\| ([^|]*?) \| (\d+)", page, re.MULTILINE))
    own = history._OWN
    for kind in ("Pass", "Wait", "Choice", "Succeed"):
        assert own[kind] == int(shown["Pass, Wait, Choice, Succeed"])
    assert own["Fail"] == int(shown["Fail"])
    assert own["Task"] == int(shown["Task"])
    assert own["Task"] + 1 == int(shown["Task with `.sync` or `.waitForTaskToken`"])
    assert own["Parallel"] == int(shown["Parallel"])
    assert own["Map"] == int(shown["inline Map"])
    assert int(shown["distributed Map"]) == history._DISTRIBUTED
    assert int(shown["the execution itself: it starts, it ends"]) == history.EXECUTION


def test_explain_prints_a_topic(asllint: Run) -> None:
    done = asllint("explain", "transactions")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == topic_text("transactions")
    shown, *charts = re.split(r"^```mermaid\n", page_of("transactions"), flags=re.MULTILINE)
    assert len(charts) == 2
    rest = [chart.partition("\n```\n\n")[2] for chart in charts]
    assert done.stdout == shown + "".join(rest)


def test_a_topic_that_is_misspelt(asllint: Run) -> None:
    assert asllint("explain", "idempotenz").stderr == (
        'asllint: there is no rule "idempotenz"; did you mean "idempotency"?\n'
    )
    assert asllint("explain", "coffee").stderr == (
        'asllint: there is no rule "coffee"; topics are "history-events", "idempotency", "loops" '
        'and "transactions", and `asllint rules` lists all rules\n'
    )


def test_a_rule_of_ones_own_comes_first(asllint: Run, tmp_path: Path) -> None:
    folder = tmp_path / "own" / "house"
    folder.mkdir(parents=True)
    (folder / "loops.py").write_text(
        "from asllint.rule import WARNING, Findings, StateMachine, rule\n\n\n"
        '@rule(severity=WARNING, since="1")\n'
        "def loops(machine: StateMachine) -> Findings:\n"
        '    """No loops."""\n'
        "    yield from ()\n"
    )
    (folder / "loops.md").write_text("# loops\n\nNo loops.\n")
    (tmp_path / "asllint.toml").write_text('rules = ["own"]\n')
    assert asllint("explain", "loops").stdout == "# loops\n\nNo loops.\n"
