from asllint.rule import WARNING, ChoiceRule, Finding, Findings, rule, string_of


@rule(severity=WARNING, since="0.1")
def null_text(choice: ChoiceRule) -> Findings:
    """A comparison with the text "null" instead of a test for null."""
    for test in choice.rules():
        pair = test.fields.get("StringEquals")
        if pair is not None and string_of(pair.value) == "null":
            yield Finding(
                pair.value.span,
                '"null" is a text of four letters here: write "IsNull": true to test for null',
            )
