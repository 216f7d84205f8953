from asllint.rule import WARNING, ChoiceRule, Finding, Findings, Fix, edits, rule, string_of


@rule(severity=WARNING, since="0.1")
def null_text(choice: ChoiceRule) -> Findings:
    """A comparison with the text "null" instead of a test for null."""
    for test in choice.rules():
        pair = test.fields.get("StringEquals")
        if pair is not None and string_of(pair.value) == "null":
            steps = [edits.rename(pair.key, "IsNull"), edits.set_value(pair.value, True)]
            fix = Fix('write "IsNull": true', steps, safe=False)
            yield Finding(
                pair.value.span,
                '"null" is a text of four letters here: write "IsNull": true to test for null',
                fix=None if "IsNull" in test.fields else fix,
            )
