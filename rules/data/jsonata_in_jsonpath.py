from asllint.rule import JSONPATH, WARNING, Definition, Expressions, Finding, Findings, rule


@rule(severity=WARNING, since="0.1")
def jsonata_in_jsonpath(definition: Definition, expressions: Expressions) -> Findings:
    """`{% … %}` in a JSONPath state, where it is a plain text."""
    for site in expressions.plain:
        if site.part.language != JSONPATH:
            continue
        text, key = site.text.strip(), str(site.key.value)
        if text.startswith("{%") and text.endswith("%}") and not key.endswith(".$"):
            yield Finding(
                site.scalar.span,
                '"{% … %}" stays a plain text in a JSONPath state: write a path under the key '
                f'"{key}.$", or set "QueryLanguage": "JSONata" on the state',
            )
