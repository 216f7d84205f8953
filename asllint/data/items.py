"""What a distributed Map reads as its items, and what is left of its results.

Sources: recorded executions (objects of a bucket, rows of CSV, JSON); the developer guide,
"ItemReader (Map)" and "ResultWriter (Map)". What neither tells is anything.
"""

from __future__ import annotations

from typing import Final

from asllint.data.answers import TIME
from asllint.data.shape import (
    ANYTHING,
    LIST,
    MAYBE,
    NUMBER,
    OPEN,
    TEXT,
    Shape,
    object_of,
)
from asllint.syntax.node import Mapping, Node, Scalar, Sequence, has_placeholder, string_of

LISTED: Final = object_of(
    {
        "Etag": TEXT,
        "Key": TEXT,
        "LastModified": TIME,
        "Size": NUMBER,
        "StorageClass": TEXT.or_nothing,
        # S3 tells these of an object, too; nobody has recorded that they come along.
        **dict.fromkeys(("Owner", "ChecksumAlgorithm", "ChecksumType", "RestoreStatus"), MAYBE),
    },
    answer="s3:listObjectsV2",
)
"""An object of a bucket, as an item. Its hash is `Etag` here, not `ETag` as in the API."""

ROW: Final = object_of({}, TEXT)
"""A row of CSV whose columns nobody here knows: all values are texts."""

EXPORTED: Final = object_of(
    {"MapRunArn": TEXT, "ResultWriterDetails": object_of({"Bucket": TEXT, "Key": TEXT})},
)
"""The result of a Map that writes its results into a bucket."""


def item_of(reader: Mapping) -> Shape:
    """The shape of each item that an `ItemReader` reads, before ItemSelector and ItemBatcher."""
    if not reader.complete:
        return ANYTHING
    resource = string_of(_field(reader, "Resource")) or ""
    config = _field(reader, "ReaderConfig")
    if config is not None and not (isinstance(config, Mapping) and config.complete):
        return ANYTHING
    if resource.endswith(":s3:listObjectsV2"):
        change = _word(config, "Transformation")
        if change in (None, "NONE"):
            return LISTED
        return _in_file(config) if change == "LOAD_AND_FLATTEN" else ANYTHING
    return _in_file(config) if resource.endswith(":s3:getObject") else ANYTHING


def _in_file(config: Mapping | None) -> Shape:
    """An item of a file, or of what a manifest names."""
    kind = _word(config, "InputType")
    if kind == "PARQUET":
        return OPEN
    if kind != "CSV" or config is None:
        return ANYTHING  # any JSON; of a manifest nobody has recorded the items
    if _word(config, "CSVHeaderLocation") != "GIVEN":
        return ROW
    names = _texts(_field(config, "CSVHeaders"))
    # What a row lacks is an empty text, and what it has beyond the names is left out.
    return ROW if names is None else object_of(dict.fromkeys(names, TEXT))


def written(writer: Mapping, results: Shape) -> Shape:
    """The result of a distributed Map with a `ResultWriter`: `results` are those of its items."""
    config = _field(writer, "WriterConfig")
    if not writer.complete or (isinstance(config, Mapping) and not config.complete):
        return ANYTHING
    if _field(writer, "Resource") is not None:
        return EXPORTED
    if not isinstance(config, Mapping) or _word(config, "OutputType") not in (None, "JSON"):
        return ANYTHING
    change = _word(config, "Transformation")
    if change == "COMPACT":
        return results
    return LIST if change in ("NONE", "FLATTEN") else ANYTHING


def _field(node: Mapping | None, name: str) -> Node | None:
    pair = node.fields.get(name) if node is not None else None
    return pair.value if pair is not None else None


def _word(node: Mapping | None, name: str) -> str | None:
    """The text of a field; empty where it is something else, None where it is absent."""
    found = _field(node, name)
    return None if found is None else string_of(found) or ""


def _texts(node: Node | None) -> list[str] | None:
    """The texts of an array; None unless all of them are known."""
    if not isinstance(node, Sequence):
        return None
    found = [item.value if isinstance(item, Scalar) else None for item in node.items]
    texts = [text for text in found if isinstance(text, str) and not has_placeholder(text)]
    return texts if len(texts) == len(found) else None
