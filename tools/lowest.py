"""Print the lowest version of each dependency that pyproject.toml allows, as pip's constraints."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"


def lowest() -> Iterator[str]:
    """`name==version` for each dependency, the optional ones too. Raises where one has no bound."""
    project = tomllib.loads(PYPROJECT.read_text())["project"]
    for line in sum(project["optional-dependencies"].values(), project["dependencies"]):
        bound = re.fullmatch(r"([\w.-]+)>=([\d.]+)(,<[\d.]+)?", line)
        if bound is None:
            raise ValueError(f"{line}: which version is the lowest?")
        yield f"{bound[1]}=={bound[2]}"


if __name__ == "__main__":
    print(*lowest(), sep="\n")
