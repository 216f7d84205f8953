"""Write the two files of a new rule: `python -m asllint.scaffold NAME CATEGORY [FOLDER]`."""

from __future__ import annotations

import os
import re
import sys

from asllint import __version__

_CHECK = '''\
from asllint.rule import WARNING, Finding, Findings, State, rule


@rule(severity=WARNING, since="{version}")
def {function}(state: State) -> Findings:
    """A state whose name is "{id}": say here in one sentence what the rule finds."""
    if state.name == "{id}":
        yield Finding(state.key.span, 'say what is wrong and what to do about "{id}"')
'''

_PAGE = """\
# {id}

(`make pages`, or `asllint test FOLDER --write`, fills in the first lines and the reports.)

Say why it matters: what happens, and to whom.

## Example

```json
{{
  "StartAt": "{id}",
  "States": {{
    "{id}": {{"Type": "Succeed"}}
  }}
}}
```

## Instead

```json
{{
  "StartAt": "Done",
  "States": {{
    "Done": {{"Type": "Succeed"}}
  }}
}}
```

## When to ignore it

Say when the finding is right and the definition is right too.

## Specification

- Name the page of the specification or of AWS that says so, with a link.
"""


def scaffold(name: str, category: str, folder: str = "rules") -> list[str]:
    """Write the check and the page of a new rule; returns their paths.

    Raises `ValueError` with one clear line when the names are no good or a file exists already.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise ValueError(f'"{name}" is no rule name: write words in lower case with hyphens')
    if not re.fullmatch(r"[a-z][a-z0-9_]*", category):
        raise ValueError(f'"{category}" is no category: write one word in lower case')
    function = name.replace("-", "_")
    version = ".".join(__version__.split(".")[:2])
    place = os.path.join(folder, category)
    written = []
    for extension, template in ((".py", _CHECK), (".md", _PAGE)):
        path = os.path.join(place, function + extension)
        if os.path.exists(path):
            raise ValueError(f"{path} exists already")
        written.append((path, template.format(id=name, function=function, version=version)))
    os.makedirs(place, exist_ok=True)
    for path, text in written:
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    return [path for path, _ in written]


def main() -> int:
    """The command; returns the exit status."""
    if len(sys.argv) not in (3, 4):
        print("usage: python -m asllint.scaffold NAME CATEGORY [FOLDER]", file=sys.stderr)
        return 2
    try:
        for path in scaffold(*sys.argv[1:]):
            print(path)
    except ValueError as error:
        print(f"scaffold: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
