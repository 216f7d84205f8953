"""URIs and paths: the one place that turns one into the other, and says which are the same.

Clients spell the URI of one file in several ways: `file:///c%3A/x` and `file:///C:/x`, `ü` and
`%C3%BC`, with `localhost` and without. The server compares keys, and never spellings; it answers in
the client's own. RFC 8089 (the `file` scheme), RFC 3986 (percent-encoding).
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

WINDOWS = os.name == "nt"
MACOS = sys.platform == "darwin"
_DRIVE = re.compile(r"/([A-Za-z]):(?=/|$)")


def path_of(uri: str) -> str | None:
    """The path of a `file` URI; None for one that names no file of this machine."""
    scheme, body, _ = _parts(uri)
    if scheme != "file":
        return None
    authority, path = "", body
    if body.startswith("//"):
        authority, slash, path = body[2:].partition("/")
        path = slash + path
    remote = authority.lower() not in ("", "localhost")
    if not path.startswith("/") or "\0" in path or (remote and not WINDOWS):
        return None
    if not WINDOWS:
        return path
    if remote:
        path = f"//{authority}{path}"
    elif _DRIVE.match(path):
        path = path[1:]
    return path.replace("/", "\\")


def uri_of(path: str) -> str:
    """The URI of a file; what it holds besides letters, digits and `-._~/` is encoded."""
    return Path(os.path.abspath(path)).as_uri()


def uri_below(folder: str, path: str) -> str:
    """The URI of a file, from that of a folder and the path from there on."""
    return f"{folder.rstrip('/')}/{quote_from_bytes(os.fsencode(path.replace(os.sep, '/')))}"


def name_of(uri: str, language: str) -> str:
    """A file name for a document that is no file: an ending tells its notation."""
    _, body, rest = _parts(uri)
    name = (body + rest).rpartition("/")[2].replace("\0", "") or "untitled"
    if "." in name:
        return name
    if language == "terraform":
        return f"{name}.tf"
    return f"{name}.asl.{'yaml' if 'yaml' in language else 'json'}"


def key_of(uri: str) -> str:
    """The same text for all spellings of one URI, as far as its text tells.

    Two names of one file, by links or on a disk that is content with another letter case, are two
    documents: `identity` tells that they are one file.
    """
    path = path_of(uri)
    scheme, body, rest = _parts(uri)
    if path is not None:
        path = _DRIVE.sub(lambda drive: drive[0].lower(), path, count=1)
        body = f"//{_normal(os.path.normcase(path))}"
    return f"{scheme}:{body}{rest}"


def identity(path: str) -> str:
    """The same text for all paths of one file."""
    return _normal(os.path.normcase(os.path.realpath(path)))


def _normal(path: str) -> str:
    """MacOS takes `ü` and `u` with two dots behind it for one name; other systems do not."""
    return unicodedata.normalize("NFC", path) if MACOS else path


def _parts(uri: str) -> tuple[str, str, str]:
    """The scheme, what follows it up to a `?` or `#`, decoded, and the rest as it is."""
    scheme, _, whole = uri.partition(":")
    body = re.split("[?#]", whole, maxsplit=1)[0]
    return scheme.lower(), _decoded(body), whole[len(body) :]


def _decoded(text: str) -> str:
    """A part of a URI without percent-encoding; a `%` that encodes nothing is itself."""
    try:
        return os.fsdecode(unquote_to_bytes(text))
    except UnicodeError:  # half of a surrogate pair; on Windows, bytes that are no UTF-8
        return text
