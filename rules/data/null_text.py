from asllint.rule import (
    WARNING,
    ChoiceRule,
    Edit,
    Finding,
    Findings,
    Fix,
    rule,
    string_of,
)


@rule(severity=WARNING, since="0.1", local=True)
def null_text(choice: ChoiceRule) -> Findings:
    """A comparison with the text "null" instead of a test for null."""
    for test in choice.rules():
        pair = test.fields.get("StringEquals")
        if pair is not None and string_of(pair.value) == "null":
            edits = [Edit(pair.key.span, '"IsNull"'), Edit(pair.value.span, "true")]
            fix = (
                None if "IsNull" in test.fields else Fix('write "IsNull": true', edits, safe=False)
            )
            yield Finding(
                pair.value.span,
                '"null" is a text of four letters here: write "IsNull": true to test for null',
                fix=fix,
            )
