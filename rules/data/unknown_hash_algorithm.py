from asllint.rule import ERROR, Definition, Expressions, Findings, rule


@rule(severity=ERROR, since="0.1")
def unknown_hash_algorithm(definition: Definition, expressions: Expressions) -> Findings:
    """An algorithm that the JSONata function `$hash` does not know."""
    yield from expressions.findings("unknown-hash-algorithm")
