from asllint.rule import WARNING, Finding, Findings, State, StateMachine, limits, rule

FIELDS = (
    "Result", "Parameters", "ResultSelector", "Arguments", "Output", "Assign", "ItemSelector",
    "Items",
)  # fmt: skip
MOST = 4
"""So many bytes a character of the text can stand for."""


@rule(severity=WARNING, since="0.1")
def constant_too_large(machine: StateMachine) -> Findings:
    """A constant in a state that is larger than any data can be."""
    if _is_short(machine.node.end - machine.node.start):
        return  # nearly all of them
    for state in machine.states:
        if not _is_short(state.node.end - state.node.start):
            yield from _in_state(state)


def _is_short(length: int) -> bool:
    return MOST * length <= limits.MAX_BYTES


def _in_state(state: State) -> Findings:
    for name in FIELDS:
        pair = state.pair(name)
        size = 0 if pair is None else limits.bytes_of(pair.value)
        if pair is not None and size > limits.MAX_BYTES:
            yield Finding(
                pair.key.span,
                f'what stands in "{name}" has at least {size:,} bytes, and data have at most '
                f"{limits.MAX_BYTES:,} (256 KiB): keep it in S3, and read it from there",
            )
