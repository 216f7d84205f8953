"""The languages inside strings: paths, intrinsic functions, JSONata."""


class Mistake:
    """
    Something wrong in an expression.

    `kind` is the id of the rule that reports it, `start` and `end` are offsets into the
    expression's text (code points), `replacement` is text that repairs it when put in the
    place of `text[start:end]`, or of `text[replaced[0]:replaced[1]]` where more has to change
    (None: there is no repair). `guess` says that something else could have been meant.
    """

    __slots__ = ("end", "guess", "kind", "message", "replaced", "replacement", "start")

    def __init__(
        self,
        kind: str,
        start: int,
        end: int,
        message: str,
        replacement: str | None = None,
        *,
        replaced: tuple[int, int] | None = None,
        guess: bool = False,
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.message = message
        self.replacement = replacement
        self.replaced = replaced or (start, end)
        self.guess = guess

    def __repr__(self) -> str:
        return f"Mistake({self.kind!r}, {self.start}, {self.end}, {self.message!r})"
