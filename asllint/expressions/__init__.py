"""The languages inside strings: paths, intrinsic functions, JSONata."""


class Mistake:
    """
    Something wrong in an expression.

    `kind` is the id of the rule that reports it, `start` and `end` are offsets into the
    expression's text (code points), `replacement` is text that repairs it when put in the
    place of `text[start:end]` (None: there is no safe repair).
    """

    __slots__ = ("end", "kind", "message", "replacement", "start")

    def __init__(
        self, kind: str, start: int, end: int, message: str, replacement: str | None = None
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.message = message
        self.replacement = replacement

    def __repr__(self) -> str:
        return f"Mistake({self.kind!r}, {self.start}, {self.end}, {self.message!r})"
