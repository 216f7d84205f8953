"""`asllint policy`: print the least IAM policy that the role of a state machine needs."""

from __future__ import annotations

from asllint.commands.options import Parser, UsageError
from asllint.commands.outputs import write
from asllint.commands.verdict import trouble
from asllint.source.suggest import listed
from asllint.source.terminal import escaped, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.workspace.roles import Role


def parser() -> Parser:
    """What the command takes."""
    made = Parser(
        prog="asllint policy",
        description="Print the least IAM policy that the role of a state machine needs, as JSON. "
        "What the definition does not tell is allowed as narrowly as is known, and told on "
        "standard error. Several machines: an object with the policy of each.",
    )
    add = made.add_argument
    add("paths", nargs="+", metavar="PATH", help="definition, template or folder")
    text = "policy alone, or json with what is unknown, for programs (default: policy)"
    add("--format", choices=("policy", "json"), default="policy", help=text)
    add("--name", default="", help="what the state machine is called (default: any name)")
    add("--region", default="", help="where it runs (default: any region)")
    add("--account", default="", help="the account that it runs in (default: any account)")
    add("--partition", default="aws", help="aws, aws-cn, aws-us-gov ... (default: aws)")
    add("--logging", action="store_true", help="also allow to deliver logs of executions")
    add("--tracing", action="store_true", help="also allow to trace executions with X-Ray")
    text = "settings file (default: asllint.toml or pyproject.toml, nearest upward)"
    add("--config", metavar="FILE", help=text)
    return made


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    options = parser().parse_args(arguments)
    from asllint.policy.environment import Environment
    from asllint.workspace.roles import Wanted, roles
    from asllint.workspace.run import Linter, Options

    environment = Environment(
        partition=options.partition,
        region=options.region,
        account=options.account,
        name=options.name,
    )
    wanted = Wanted(environment, logging=options.logging, tracing=options.tracing)
    linter = Linter(Options(config=options.config))
    found = list(roles(linter, options.paths, wanted))
    if not (found or linter.unread):
        raise UsageError(f"there is no state machine in {listed(options.paths)}")
    if found:
        _print(found, options.format)
    return trouble(linter)


def _print(found: list[Role], form: str) -> None:
    """Print policies, and what is unknown: on standard error, or in the JSON for programs."""
    import json

    if form == "json":
        machines = [role.json() for role in found]
        write(escaped(json.dumps({"version": 1, "machines": machines}, indent=2)) + "\n")
        return
    for role in found:
        for note in role.notes():
            say(note)
    one = found[0].policy if len(found) == 1 else {role.label: role.policy for role in found}
    write(escaped(json.dumps(one, indent=2, ensure_ascii=False)) + "\n")
