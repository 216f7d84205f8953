"""What has become of the mutants: which live, and whether the tests are good enough."""

from __future__ import annotations

from collections.abc import Mapping

from tests.mutants.trial import Trial


def told(
    done: list[Trial],
    listed: Mapping[tuple[str, str, str, str], str],
    problems: list[str],
    least: float,
) -> bool:
    """Print the sum; returns whether enough are killed, and the equivalent ones are rightly listed.

    `problems` are those that are known before; `least` is in per cent of all that count.
    """
    counted = [one for one in done if one.mutant.key not in listed]
    killed = [one for one in counted if one.killed_by is not None]
    problems = problems + [
        f"listed as equivalent, but {one.killed_by} kills it: {' | '.join(one.mutant.key)}"
        for one in done
        if one.mutant.key in listed and one.killed_by is not None
    ]
    print(*problems, sep="\n", end="\n" if problems else "")
    share = 100 * len(killed) / len(counted) if counted else 100.0
    print(
        f"{len(done)} mutants: {len(killed)} killed, {len(counted) - len(killed)} live, "
        f"{len(done) - len(counted)} equivalent; {share:.1f} % killed, at least {least:g} % wanted"
    )
    return share >= least and not problems


def described(one: Trial) -> str:
    """A mutant that lives: file, line and kind, the function, before and after."""
    mutant = one.mutant
    reached = f"{len(one.tests)} tests reach it" if one.tests else "no test reaches it"
    place = f"{mutant.path}:{mutant.line}: {mutant.kind}, in {mutant.where or 'the module'}"
    return f"{place}, {reached}\n  - {mutant.before}\n  + {mutant.after}"
