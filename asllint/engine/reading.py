"""From a text to an `Analysis`: look, parse, find what is in it; or follow an edit."""

from __future__ import annotations

from asllint.engine.discovery import Discovery
from asllint.hosts.look import STDIN, Look
from asllint.hosts.use import unlooked
from asllint.language.machine import STANDARD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.engine.analysis import Analysis
    from asllint.hosts.definition import DeclaredFor
    from asllint.hosts.given import Given
    from asllint.hosts.use import Lookup, Use
    from asllint.syntax.node import Problem


def analyze(
    text: str,
    path: str = STDIN,
    *,
    workflow_type: str = STANDARD,
    named: bool = False,
    problems: Sequence[Problem] = (),
    lookup: Lookup = unlooked,
    uses: Sequence[Use] = (),
    before: Analysis | None = None,
    look: Look | None = None,
    given: Given | None = None,
    declared_for: DeclaredFor | None = None,
) -> Analysis:
    """Read a text and find the definitions in it. Never raises.

    `path` decides the notation (standard input by a look at it) and whether the text must hold a
    definition; when the user has `named` the file, what only resembles one is taken for one, too.
    `workflow_type` holds where no template says it. `problems` are those that were met before there
    was a text, while decoding the file. `lookup` finds the files that a template refers to, and
    `uses` are the templates that refer to this one. `before` is the analysis of an older version of
    the text, which nobody may use after that: its nodes are taken over where they are the same.
    `look` is a look at this text, if somebody has had one. `given` is the input that an execution
    is to be started with; `declared_for` says what else is known of the data from outside, for each
    version of a text or for none.
    """
    look = look or Look(path, text)
    if before is None:
        discovery = Discovery(look, workflow_type, problems, lookup, uses)
    else:
        from asllint.engine.editing import Editing

        discovery = Editing(look, workflow_type, problems, lookup, uses, before)
    analysis = discovery.analysis(named=named)
    analysis.assume(given)
    if declared_for is not None:
        analysis.declare(declared_for)
    return analysis
