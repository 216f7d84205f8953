"""How a template uses a definition: under which name, as which type, with which substitutions."""

from __future__ import annotations

from asllint.syntax.edits import replace_text
from asllint.syntax.node import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Mapping as AnyMapping
    from typing import Any, TypeAlias

    from asllint.hosts.starts import Start
    from asllint.source.finding import Intention
    from asllint.source.text import SourceFile, Span
    from asllint.syntax.embedded import Embedded
    from asllint.syntax.node import Mapping

CLOUDFORMATION, SERVERLESS, TERRAFORM = "cloudformation", "serverless", "terraform"
"""The kinds of templates, by the names of their modules."""

RESOURCE, SERVERLESS_RESOURCE = "AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"
TERRAFORM_RESOURCE = "aws_sfn_state_machine"
"""What state machines are called in CloudFormation, in SAM and in Terraform."""

_CALLS = ("tartExecution", "tartSyncExecution")

DEFINITION, MACHINE, MACHINES = "definition", "machine", "machines"
"""What a file holds that a template refers to: a definition, or what Serverless puts around it."""


class Substitutions:
    """What the template puts in place of the definition's placeholders."""

    __slots__ = ("complete", "field", "names", "span", "values")

    def __init__(
        self,
        field: str,
        span: Span,
        names: dict[str, Span],
        *,
        complete: bool,
        values: AnyMapping[str, str] | None = None,
    ) -> None:
        self.field = field
        """How the template calls them: `DefinitionSubstitutions`, `templatefile`, `file`."""
        self.span = span
        """Where one more of them would go."""
        self.names = names
        """Each name with its place in the template."""
        self.complete = complete
        """Are all names known? Some may be computed."""
        self.values = dict(values or {})
        """What the template gives some of them, as a text of its own (`machines.meant`)."""


class Target:
    """A file that a template refers to: its text, or why there is none."""

    __slots__ = ("meant", "path", "problem", "real", "text")

    def __init__(
        self, path: str, real: str, text: str | None = None, *, problem: str = "", meant: str = ""
    ) -> None:
        self.path = path
        """The path for messages, as far as possible as the user would write it."""
        self.real = real
        """The same for all names of one file."""
        self.text = text
        self.problem = problem
        """Why there is no text: `missing`, `folder`, `outside`, `generated`, `too large`,
        `unreadable`, `circular`; `case` when the text is that of a file in another letter case; or
        empty.
        """
        self.meant = meant
        """The path that was surely meant, as the template would write it; or empty."""


class Use:
    """One state machine of a template, and where its definition is: one of the last three."""

    __slots__ = (
        "address", "callers", "document", "facts", "file", "guessed", "host", "kind", "machines",
        "name", "node", "part", "place", "reference", "resource_name", "scalar", "span", "starts",
        "substitutions", "sure", "target", "type",
    )  # fmt: skip

    version = 0
    """It never changes: after an edit there is another use."""

    def __init__(
        self,
        file: SourceFile,
        host: str,
        name: str,
        span: Span,
        *,
        place: Span,
        type: str | None = None,  # noqa: A002
        substitutions: Substitutions | None = None,
        node: Mapping | None = None,
        document: Embedded | None = None,
        target: Target | None = None,
        reference: str = "",
        scalar: Scalar | None = None,
        part: str = DEFINITION,
        address: Sequence[str] = (),
        sure: bool = True,
        kind: str = "",
        guessed: bool = False,
        resource_name: str = "",
    ) -> None:
        self.file = file
        """The template."""
        self.host = host
        """The kind of template: `cloudformation`, `serverless`, `terraform`."""
        self.kind = kind
        """The type of the resource, where the host knows several."""
        self.name = name
        self.span = span
        """Where the name stands."""
        self.place = place
        """Where the template says what the definition is: the path, or the field's name."""
        self.type = type
        """`STANDARD`, `EXPRESS`, or None where the template does not say it in plain words."""
        self.substitutions = substitutions
        """None where placeholders are nobody's business: the template resolves them itself."""
        self.node = node
        """The definition as an object of the template."""
        self.document = document
        """The definition as a text inside of the template."""
        self.reference = reference
        """The path of the definition's file, as the template writes it."""
        self.scalar = None if scalar is None else Scalar(scalar.start, scalar.end, scalar.value)
        """The string in which that path stands; None where it is in an expression.

        A node of its own: others keep uses while the template is edited, and its nodes move.
        """
        self.target = target
        """That file; None when nobody could look."""
        self.part = part
        self.sure = sure
        """Does the template say that it is a definition? Otherwise it only looks like one."""
        self.guessed = guessed
        """Has the file only the right name, and may it be another one that AWS gets?"""
        self.address = tuple(address)
        """The keys in that file that lead to the part; none for the whole file."""
        self.resource_name = resource_name
        """What AWS will call the state machine, as the template says it; empty for no name."""
        self.machines: AnyMapping[str, str] = {}
        """The state machines of the template, by all that an ARN can name them."""
        self.callers: tuple[str, ...] = ()
        """The names of those among them that may start it, be it itself."""
        self.starts: tuple[Start, ...] = ()
        """What else in the template starts it."""
        self.facts: dict[Any, Any] = {}
        """What is known of it (`facts.fact`), in this version of the template."""

    def __getstate__(self) -> dict[str, Any]:
        """All of it but what is known of it: whoever gets a copy finds that out."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "facts"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            setattr(self, name, value)
        self.facts = {}

    @property
    def from_s3(self) -> bool:
        """Does CloudFormation read the definition from S3?

        It puts the substitutions into the text, and reads what comes of it as JSON; what is none,
        as YAML. Source: `aws-cloudformation-resource-providers-stepfunctions`, in which AWS has
        published the handler.
        """
        return self.host == CLOUDFORMATION and bool(self.reference)

    @property
    def starts_machines(self) -> bool:
        """May the definition start executions of state machines? By a quick look at its text.

        It may where nobody has looked into its file.
        """
        if self.node is not None:
            start, end = self.node.start, self.node.end
            return any(self.file.text.find(mark, start, end) >= 0 for mark in _CALLS)
        target = self.target.text if self.target is not None else None
        text = target if self.document is None else self.document.text
        if text is None:
            return self.target is None and bool(self.reference)
        return any(mark in text for mark in _CALLS)

    def path_edit(self, path: str) -> Intention | None:
        """Another path in place of `reference`; None where that stands in no string."""
        at = str(self.scalar.value).rfind(self.reference) if self.scalar is not None else -1
        if self.scalar is None or at < 0:
            return None
        return replace_text(self.scalar, at, at + len(self.reference), path)

    def __repr__(self) -> str:
        return f"Use({self.host}, {self.name!r})"


if TYPE_CHECKING:
    Lookup: TypeAlias = Callable[[str], Target | None]


def unlooked(path: str) -> Target | None:
    """The lookup of those who have a text and no folder around it."""
    return None
