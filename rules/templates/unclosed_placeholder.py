import re

from asllint.rule import WARNING, Definition, Finding, Findings, Fix, Texts, edits, rule

NAME = r"\$\{([A-Za-z_](?:[\w.:-]*\w)?)"
"""A placeholder as far as its name."""


@rule(severity=WARNING, since="0.1")
def unclosed_placeholder(definition: Definition, texts: Texts) -> Findings:
    """A placeholder without its closing brace, which nothing replaces."""
    for scalar, text in texts.outside_of_comments():
        name = _unclosed(text) if "${" in text else None
        if name is None:
            continue
        fix = None
        if name.end() == len(text):
            fix = Fix('add "}"', [edits.append_text(scalar, "}")], safe=False)
        shown = f"${{{name[1]}"
        message = f'"{shown}" has no "}}", so nothing replaces it: write "{shown}}}"'
        yield Finding(scalar.span, message, fix=fix)


def _unclosed(text: str) -> re.Match[str] | None:
    """The first name that a quote ends, or the last one if no brace follows it at all."""
    quoted = re.search(NAME + r"(?=['\"])", text)
    if quoted and text.startswith("{%") and re.search(r"['\"]\}", text[quoted.end() :]):
        return None  # an expression that builds a placeholder
    at = text.rfind("${")
    last = re.compile(NAME).match(text, at) if text.find("}", at) < 0 else None
    found = quoted or last
    escaped = found is not None and text[found.start() - 1 : found.start()] == "$"  # "$${"
    return None if escaped else found
