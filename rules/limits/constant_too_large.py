from asllint.rule import WARNING, Finding, Findings, State, limits, rule

FIELDS = (
    "Result", "Parameters", "ResultSelector", "Arguments", "Output", "Assign", "ItemSelector",
    "Items",
)  # fmt: skip
MOST = 4
"""So many bytes a character of the text can stand for."""


@rule(severity=WARNING, since="0.1")
def constant_too_large(state: State) -> Findings:
    """A constant in a state that is larger than any data can be."""
    for name in FIELDS:
        pair = state.pair(name)
        if pair is None or MOST * (pair.value.end - pair.value.start) <= limits.MAX_BYTES:
            continue  # nearly all of them
        size = limits.bytes_of(pair.value)
        if size > limits.MAX_BYTES:
            yield Finding(
                pair.key.span,
                f'what stands in "{name}" has at least {size:,} bytes, and data have at most '
                f"{limits.MAX_BYTES:,} (256 KiB): keep it in S3, and read it from there",
            )
