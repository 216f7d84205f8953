from asllint.rule import ERROR, Finding, Findings, State, grammar, rule, string_of

FORBIDDEN = set('?*<>{}[]:;,\\^~$#%&`"|')


@rule(severity=ERROR, aws="INVALID_LABEL_NAME", since="0.1", states=("Map",))
def label_name(state: State) -> Findings:
    """A Map label that is too long, empty, or holds a character AWS does not take."""
    node = state.field("Label")
    text = string_of(node)
    if node is None or text is None:
        return
    wrong = next((char for char in text if _is_forbidden(char)), None)
    if not text:
        yield Finding(node.span, '"Label" is empty: write a name, or delete it')
    elif len(text) > grammar.MAX_LABEL:
        yield Finding(
            node.span,
            f'"Label" has {len(text)} characters, and {grammar.MAX_LABEL} are allowed: shorten it',
        )
    elif wrong is not None:
        yield Finding(
            node.span, f'"Label" can not hold {_shown(wrong)}: use letters, digits, "-" and "_"'
        )


def _is_forbidden(char: str) -> bool:
    return char in FORBIDDEN or char.isspace() or ord(char) < 32 or 127 <= ord(char) < 160


def _shown(char: str) -> str:
    if char == '"':
        return "double quotes"
    if char in FORBIDDEN:
        return f'"{char}"'
    return "white space" if char.isspace() else f"the control character U+{ord(char):04X}"
