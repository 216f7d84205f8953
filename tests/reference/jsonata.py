"""JSONata by the `jsonata-python` package, and random expressions, for hypothesis.

The package takes null for nothing in places, cuts what `%` leaves to a whole number, and has more
functions than AWS; what is drawn here keeps off these.
"""

from __future__ import annotations

import sys
from typing import Any

from hypothesis import strategies as st
from jsonata import Jsonata  # type: ignore[import-untyped]
from jsonata.jexception import JException  # type: ignore[import-untyped]
from jsonata.utils import Utils  # type: ignore[import-untyped]

NAMES = ("a", "b", "c")


class FailedError(Exception):
    """The expression fails."""


class UnlikeError(Exception):
    """Nobody would write such an expression: it changes the data that it reads."""


class _Nothing:
    def __repr__(self) -> str:
        return "UNDEFINED"


UNDEFINED = _Nothing()
"""What an expression yields that yields nothing."""


def run(text: str, **variables: Any) -> Any:
    """What an expression yields with some variables, or `UNDEFINED`.

    Raises `FailedError`, and `UnlikeError`.
    """
    limit = sys.getrecursionlimit()
    try:
        return _run(Jsonata(text), variables, JException)
    finally:
        sys.setrecursionlimit(limit)  # the package raises it


def _run(expression: Any, variables: dict[str, Any], failure: type[Exception]) -> Any:
    expression.set_output_convert_nulls(False)
    frame = expression.create_frame()
    bound = {name: _with_nulls(value) for name, value in variables.items()}
    for name, value in bound.items():
        frame.bind(name, value)
    try:
        found = expression.evaluate(None, frame)
    except (failure, ZeroDivisionError, OverflowError) as error:
        raise FailedError(str(error)) from error
    if {name: _without_nulls(value) for name, value in bound.items()} != variables:
        raise UnlikeError("an object made of an empty list puts an item into it")
    return UNDEFINED if found is None else _without_nulls(found)


def _with_nulls(value: Any) -> Any:
    """The package's null in place of None, which is nothing for it."""
    if value is None:
        return Utils.NULL_VALUE
    if isinstance(value, list):
        return [_with_nulls(item) for item in value]
    if isinstance(value, dict):
        return {name: _with_nulls(item) for name, item in value.items()}
    return value


def _without_nulls(value: Any) -> Any:
    if value is Utils.NULL_VALUE:
        return None
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    if isinstance(value, dict):
        return {name: _without_nulls(item) for name, item in value.items()}
    return value


_literals = st.sampled_from(("1", "2", "0", '"a"', '"abc"', '""', "true", "false", "null", "[]"))
_names = st.sampled_from(NAMES)
_roots = st.sampled_from(("$x", "$x", "$x", "$states.input", "$y"))


def _steps(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """What may follow a value in a path."""
    return st.one_of(
        _names.map(lambda name: f".{name}"),
        _names.map(lambda name: f".{name}"),
        st.sampled_from((".*", "[0]", "[-1]", "[1]", "[]", "[true]", ".$", "[$]", ".**")),
        st.builds("[{}={}]".format, _names, _literals),
        st.builds("[{}]".format, _names),
        st.builds(".({})".format, _names),
        st.builds(".[{},{}]".format, _names, _names),
        st.builds('.{{"k":{}}}'.format, _names),
        st.builds(".({}.{})".format, _names, _names),
        inner.map("[{}]".format),
    )


def _paths(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda root, steps: root + "".join(steps),
        _roots,
        st.lists(_steps(inner), min_size=1, max_size=3),
    )


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(("+", "-", "*", "&", "=", "!=", "<", ">=", "in", "and", "or"))
    return st.one_of(
        _paths(inner),
        _paths(inner),
        st.builds("({} {} {})".format, inner, operators, inner),
        st.builds("({} ? {} : {})".format, inner, inner, inner),
        st.builds("({} ? {})".format, inner, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("[{}]".format, inner),
        st.builds('{{"a": {}, "b": {}}}'.format, inner, inner),
        st.builds("($v := {}; $x := {}; {})".format, inner, inner, inner),
        st.builds("$exists({})".format, inner),
        st.builds("$not({})".format, inner),
        st.builds("($exists({0}) ? {0} : {1})".format, _paths(inner), inner),
        st.builds("({0} = {1} ? {0} : {0})".format, _paths(inner), _literals),
        st.builds("({}){}".format, inner, _steps(inner)),
        st.builds("(function($v){{{}}})({})".format, inner, inner),
        st.builds("[{}] ~> $count()".format, inner),
    )


expressions: st.SearchStrategy[str] = st.recursive(
    st.one_of(_literals, _paths(_literals), _roots), _larger, max_leaves=5
)
"""Small expressions about `$x`, `$y` and `$states.input`."""
