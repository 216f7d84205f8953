"""JUnit's XML, the test report that every CI system shows: a suite for each file.

A finding is a failed test where it makes the exit status 1, and a passed one with a note where it
is below `--fail-on`. A file without a finding is one passed test.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from asllint.engine.rulebook import INTERNAL_ERROR
from asllint.reporters.places import relative, root
from asllint.reporters.text import report_one
from asllint.source.finding import SEVERITIES
from asllint.source.terminal import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.engine.linting import Diagnostic
    from asllint.workspace.run import Report


def report(reports: Sequence[Report], fail_on: str = "warning") -> str:
    """All files as test suites; what is as bad as `fail_on` (or `never`) has failed."""
    start = root()
    top = Element("testsuites", name="asllint")
    suites = [
        _suite(top, each, relative(each.file.path, start), fail_on)
        for each in reports
        if each.definitions or each.diagnostics
    ]
    _count(top, suites)
    indent(top)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(top, encoding="unicode")}\n'


def _suite(top: Element, report: Report, path: str, fail_on: str) -> Element:
    path = printable(path)
    suite = SubElement(top, "testsuite", name=path)
    if not report.diagnostics:
        SubElement(suite, "testcase", name="asllint", classname=path, file=path)
    for one in report.diagnostics:
        _case(suite, one, path, fail_on)
    _count(suite, list(suite))
    return suite


def _case(suite: Element, one: Diagnostic, path: str, fail_on: str) -> None:
    line, column = one.file.line_column(one.span.start)
    case = SubElement(
        suite,
        "testcase",
        name=f"{one.rule} at {printable(one.pointer)} ({line}:{column})",
        classname=path,
        file=path,
        line=str(line),
    )
    if one.rule == INTERNAL_ERROR:
        tag = "error"
    elif fail_on != "never" and one.severity >= SEVERITIES[fail_on]:
        tag = "failure"
    else:
        SubElement(case, "system-out").text = _body(one)
        return
    message = printable(one.message)
    SubElement(case, tag, type=one.severity.name, message=message).text = _body(one)


def _body(one: Diagnostic) -> str:
    """The report of one finding; a control character in a path is nothing that XML can hold."""
    return "\n".join(map(printable, report_one(one).splitlines()))


def _count(element: Element, parts: Sequence[Element]) -> None:
    """Say how many tests there are in a suite, or in all suites, and how many did not pass."""
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        element.set(name, str(sum(len(list(part.iter(tag))) for part in parts)))
