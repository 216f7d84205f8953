"""SARIF 2.1.0, the exchange format of static analysis, which GitHub and many viewers read.

Specification: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0. Paths are
relative to `SRCROOT`, the repository; columns count code points. A rule that has crashed is no
result but a notification, and the run is not successful then.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

from asllint import __version__
from asllint.engine.rulebook import INTERNAL_ERROR, PAGES, page_address, page_text
from asllint.reporters.places import fingerprint, numbered, relative, root
from asllint.source.finding import ERROR, INFO, WARNING
from asllint.source.terminal import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeAlias

    from asllint.engine.linting import Diagnostic
    from asllint.engine.rules import Rule
    from asllint.source.finding import Fix, Related
    from asllint.source.text import SourceFile, Span
    from asllint.workspace.run import Report

    Object: TypeAlias = dict[str, Any]

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
HOME = PAGES.partition("/blob/")[0]

_LEVELS = {ERROR: "error", WARNING: "warning", INFO: "note"}
_HEAD = re.compile(r"\A# [^\n]*\n+(?P<first>.*?)\n\n(\*[^\n]*\*\n\n)?", re.DOTALL)
_NEIGHBOUR = re.compile(r"\]\(\.\./")


def report(reports: Sequence[Report], rules: Mapping[str, Rule]) -> str:
    """All diagnostics as one run; `rules` are the rules by their ids, for what is said of each."""
    start = root()
    found = [(one, number) for each in reports for one, number in numbered(each)]
    crashes = [one for one, _ in found if one.rule == INTERNAL_ERROR]
    results = [(one, number) for one, number in found if one.rule != INTERNAL_ERROR]
    ids = sorted({one.rule for one, _ in results})
    document = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(ids, rules)},
                "invocations": [_invocation(crashes, start)],
                "originalUriBaseIds": {"SRCROOT": {"uri": Path(start).as_uri().rstrip("/") + "/"}},
                "columnKind": "unicodeCodePoints",
                "newlineSequences": ["\r\n", "\n", "\r"],
                "results": [_result(one, number, ids, start) for one, number in results],
            }
        ],
    }
    return json.dumps(document, indent=2) + "\n"


# --- what is said once --------------------------------------------------------------------------


def _driver(ids: Sequence[str], rules: Mapping[str, Rule]) -> Object:
    return {
        "name": "asllint",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": HOME,
        "rules": [
            _descriptor(rules[name], rules) if name in rules else {"id": name} for name in ids
        ],
    }


def _descriptor(rule: Rule, rules: Mapping[str, Rule]) -> Object:
    """What is known of one of `rules`; the long texts are those of its page."""
    former = [name for name in dict.fromkeys(rule.formerly) if name not in rules]
    first, page = _page(rule)
    address = page_address(rule)
    return {
        "id": rule.id,
        **({"deprecatedIds": former} if former else {}),
        "name": rule.id.replace("-", " ").title().replace(" ", ""),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": first},
        "help": {"text": f"{first} (`asllint explain {rule.id}`)", "markdown": page},
        **({"helpUri": address} if address else {}),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.category]},
    }


def _page(rule: Rule) -> tuple[str, str]:
    """The paragraph that says what the rule is about, and all of the page but its title."""
    page = page_text(rule)
    if page is None:
        return rule.summary, rule.summary
    page = _NEIGHBOUR.sub(f"]({PAGES}", page)
    head = _HEAD.match(page)
    if head is None:
        return rule.summary, page
    rest = page[head.end() :]
    first = rest.partition("\n\n")[0]
    about = first if first and not first.startswith("#") else head["first"]
    return " ".join(about.split()), f"{head['first']}\n\n{rest}"


def _invocation(crashes: Sequence[Diagnostic], start: str) -> Object:
    if not crashes:
        return {"executionSuccessful": True}
    return {
        "executionSuccessful": False,
        "exitCode": 3,
        "exitCodeDescription": "a rule has crashed",
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": {"text": printable(one.message)},
                "locations": [
                    {"physicalLocation": {"artifactLocation": _artifact(one.file, start)}}
                ],
            }
            for one in crashes
        ],
    }


# --- what is said of each finding ---------------------------------------------------------------


def _result(one: Diagnostic, number: int, ids: Sequence[str], start: str) -> Object:
    known = f"{fingerprint(one.rule, one.pointer)}:{number}"
    result: Object = {
        "ruleId": one.rule,
        "ruleIndex": ids.index(one.rule),
        "level": _LEVELS[one.severity],
        "message": {"text": printable(one.message)},
        "locations": [
            {
                **_location(one.file, one.span, start),
                "logicalLocations": [{"fullyQualifiedName": printable(one.pointer)}],
            }
        ],
        # The second is the only one by which GitHub knows an alert again.
        "partialFingerprints": {"asllintPointer/v1": known, "primaryLocationLineHash": known},
    }
    if one.related:
        result["relatedLocations"] = [
            _related(one.file, each, place, start) for place, each in enumerate(one.related, 1)
        ]
    if one.fix is not None and not one.fix.draft and _is_writable(one.fix):
        result["fixes"] = [_fix(one.file, one.fix, start)]
    properties: Object = {}
    if one.aws_code is not None:
        properties["awsCode"] = one.aws_code
    if one.templates:
        properties["templates"] = [printable(relative(path, start)) for path in one.templates]
    if properties:
        result["properties"] = properties
    return result


def _related(file: SourceFile, related: Related, number: int, start: str) -> Object:
    place = _location(related.file or file, related.span, start)
    return {"id": number, **place, "message": {"text": printable(related.message)}}


def _is_writable(fix: Fix) -> bool:
    """Can what the fix writes stand in a file? Half of a surrogate pair can not."""
    return all(
        not any("\ud800" <= char <= "\udfff" for char in edit.replacement) for edit in fix.edits
    )


def _fix(file: SourceFile, fix: Fix, start: str) -> Object:
    replacements = []
    for edit in fix.edits:
        replacement: Object = {"deletedRegion": _region(file, edit.span)}
        if edit.replacement:
            replacement["insertedContent"] = {"text": edit.replacement}
        replacements.append(replacement)
    return {
        "description": {"text": printable(fix.title)},
        "artifactChanges": [
            {"artifactLocation": _artifact(file, start), "replacements": replacements}
        ],
        "properties": {"safe": fix.safe},
    }


def _location(file: SourceFile, span: Span, start: str) -> Object:
    place: Object = {"artifactLocation": _artifact(file, start)}
    if file.text:
        place["region"] = _region(file, span)
    return {"physicalLocation": place}


def _region(file: SourceFile, span: Span) -> dict[str, int]:
    line, column = file.line_column(span.start)
    end_line, end_column = file.line_column(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _artifact(file: SourceFile, start: str) -> dict[str, str]:
    path = relative(file.path, start)
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    # As the system writes the name: one that is no UTF-8 is a name all the same.
    return {"uri": quote(path.encode("utf-8", "surrogateescape")), "uriBaseId": "SRCROOT"}
