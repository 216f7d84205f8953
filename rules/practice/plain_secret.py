import re

from asllint.rule import INFO, Definition, Finding, Findings, Scalar, Texts, rule

_MARKS = (
    "AKIA", "ASIA", "xox", "hooks.slack", "_live_", "glpat-", "AIza", "-----BEGIN", "@",
)  # fmt: skip
_GITHUB = ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_")
"""One of these stands in every text that is looked for; most definitions hold none of them."""

_SECRETS = (
    ("the id of an AWS access key", r"\b(?:AKIA|ASIA)(?![A-Z0-9]*EXAMPLE)[A-Z2-7]{16}\b"),
    ("a token of GitHub", r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,})\b"),
    ("a token of Slack", r"\bxox[abeprs]-[\w-]{20,}"),
    ("a webhook of Slack", r"//hooks\.slack\.com/services/T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/\w{16,}"),
    ("a key of Stripe", r"\b[rs]k_live_[A-Za-z0-9]{16,}"),
    ("a token of GitLab", r"\bglpat-[\w-]{20,}"),
    ("a key of Google", r"\bAIza[\w-]{35}\b"),
    ("a private key", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    ("a password", r"\b[a-z][a-z+]*://[\w.%-]+:(?!\*+@|[Pp]assword@)[^\s/@:{}<>$]{3,}@[\w-]"),
)
"""What each is, and what it looks like."""


@rule(severity=INFO, since="0.1")
def plain_secret(definition: Definition, texts: Texts) -> Findings:
    """A text that looks like a key, a token or a password, in the definition itself."""
    if not _may_hold_one(definition.file.text):
        return
    for node, text in texts:
        yield from _in_text(node, text)


def _may_hold_one(text: str) -> bool:
    """A quick look at a text, which may be long."""
    return any(mark in text for mark in _MARKS) or (
        "gh" in text and any(mark in text for mark in _GITHUB)
    )


def _in_text(node: Scalar, text: str) -> Findings:
    if not _may_hold_one(text):
        return
    for what, pattern in _SECRETS:
        if re.search(pattern, text):
            yield Finding(
                node.span,
                f"this looks like {what}, and everybody who can see the state machine can read it: "
                "read it from Secrets Manager, or use a connection",
            )
            return
