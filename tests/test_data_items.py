"""What a distributed Map reads as its items, and what is left of its results."""

from __future__ import annotations

import json

import pytest

from asllint.data.items import EXPORTED, LISTED, ROW, item_of, written
from asllint.data.shape import ANYTHING, LIST, NOTHING, NUMBER, OPEN, TEXT, list_of, object_of
from asllint.syntax.json import read_json
from asllint.syntax.node import Mapping, Pair

OBJECTS = "arn:aws:states:::s3:listObjectsV2"
FILE = "arn:aws-cn:states:::s3:getObject"


def node(text: str) -> Mapping:
    root = read_json(text)[0]
    assert isinstance(root, Mapping)
    return root


def reader(resource: str | None, **config: object) -> Mapping:
    fields = {} if resource is None else {"Resource": resource}
    return node(json.dumps({**fields, "ReaderConfig": config}))


def test_objects_of_a_bucket() -> None:
    item = item_of(node(json.dumps({"Resource": OBJECTS})))
    assert item == LISTED == item_of(reader(OBJECTS, MaxItems=3, Transformation="NONE"))
    assert item.object is not None
    assert item.object.required == {"Etag", "Key", "LastModified", "Size"}
    assert item.object.answer == "s3:listObjectsV2"
    assert item.object.names == (
        "Etag", "Key", "LastModified", "Size", "StorageClass",
        "Owner", "ChecksumAlgorithm", "ChecksumType", "RestoreStatus",
    )  # fmt: skip
    assert item.object.get("Size") == NUMBER
    assert item.object.get("ETag") == NOTHING
    recorded = {"Etag": "1f", "LastModified": 1668699881, "Key": "a", "Size": 1}
    assert item.contains({**recorded, "StorageClass": "STANDARD"})
    assert item.contains(recorded)
    assert item.contains({**recorded, "LastModified": "2022-11-17T15:44:41Z"})


def test_what_is_in_the_objects_of_a_bucket() -> None:
    loaded = {"Transformation": "LOAD_AND_FLATTEN"}
    rows = reader(OBJECTS, **loaded, InputType="CSV", CSVHeaderLocation="FIRST_ROW")
    assert item_of(rows) == ROW
    assert item_of(reader(OBJECTS, **loaded, InputType="PARQUET")) == OPEN
    assert item_of(reader(OBJECTS, Transformation="LATER", InputType="PARQUET")) == ANYTHING
    assert item_of(reader(OBJECTS, Transformation="${Change}", InputType="CSV")) == ANYTHING


def test_rows_are_objects_of_texts() -> None:
    given = {"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["id", "name"]}
    assert item_of(reader(FILE, **given)) == object_of({"id": TEXT, "name": TEXT})
    for unknown in (["${Id}", "name"], ["id", 3], "id", None, [{"a": 1}]):
        assert item_of(reader(FILE, **{**given, "CSVHeaders": unknown})) == ROW
    for place in ("FIRST_ROW", "${Place}", None):
        assert item_of(reader(FILE, **{**given, "CSVHeaderLocation": place})) == ROW
    assert item_of(reader(FILE, InputType="CSV")) == ROW
    assert object_of({}, TEXT) == ROW
    assert ROW.contains({"": "", "n": "1"}) and not ROW.contains({"n": 1})


@pytest.mark.parametrize(
    ("resource", "config", "item"),
    [
        (FILE, {"InputType": "JSON"}, ANYTHING),
        (FILE, {"InputType": "JSONL"}, ANYTHING),
        (FILE, {"InputType": "MANIFEST"}, ANYTHING),
        (FILE, {"InputType": "PARQUET"}, OPEN),
        (FILE, {"InputType": "${Type}"}, ANYTHING),
        (FILE, {"InputType": 1}, ANYTHING),
        (FILE, {"ManifestType": "S3_INVENTORY"}, ANYTHING),
        (FILE, {}, ANYTHING),
        (None, {"InputType": "CSV"}, ANYTHING),
        ("${Reader}", {"InputType": "CSV"}, ANYTHING),
        ("arn:aws:states:::s3:headObject", {"InputType": "CSV"}, ANYTHING),
    ],
)
def test_other_readers(resource: str | None, config: dict[str, object], item: object) -> None:
    assert item_of(reader(resource, **config)) == item


def cut(whole: Mapping) -> Mapping:
    """The same, of which a part could not be read."""
    return Mapping(whole.start, whole.end, whole.pairs, complete=False)


def cut_inside(whole: Mapping) -> Mapping:
    """The same, with an object in it of which a part could not be read."""
    pairs = [
        Pair(pair.key, cut(pair.value) if isinstance(pair.value, Mapping) else pair.value)
        for pair in whole.pairs
    ]
    return Mapping(whole.start, whole.end, pairs)


def test_a_reader_that_is_not_complete_reads_anything() -> None:
    whole = reader(OBJECTS, MaxItems=1)
    assert item_of(cut(whole)) == item_of(cut_inside(whole)) == ANYTHING
    assert item_of(node(f'{{"Resource": "{FILE}"}}')) == ANYTHING
    assert item_of(node(f'{{"Resource": "{OBJECTS}", "ReaderConfig": "CSV"}}')) == ANYTHING
    assert item_of(node("{}")) == ANYTHING


RESULTS = list_of(TEXT)


@pytest.mark.parametrize(
    ("writer", "result"),
    [
        ({"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b"}}, EXPORTED),
        ({"Resource": "r", "WriterConfig": {"Transformation": "COMPACT"}}, EXPORTED),
        ({"WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSON"}}, RESULTS),
        ({"WriterConfig": {"Transformation": "COMPACT"}}, RESULTS),
        ({"WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSON"}}, LIST),
        ({"WriterConfig": {"Transformation": "NONE", "OutputType": "JSON"}}, LIST),
        ({"WriterConfig": {"Transformation": "NONE", "OutputType": "JSONL"}}, ANYTHING),
        ({"WriterConfig": {"Transformation": "NONE", "OutputType": "${Type}"}}, ANYTHING),
        ({"WriterConfig": {"Transformation": "${Change}", "OutputType": "JSON"}}, ANYTHING),
        ({"WriterConfig": {"OutputType": "JSON"}}, ANYTHING),
        ({"WriterConfig": 3}, ANYTHING),
        ({}, ANYTHING),
    ],
)
def test_what_is_left_of_the_results(writer: dict[str, object], result: object) -> None:
    assert written(node(json.dumps(writer)), RESULTS) == result


def test_where_the_results_are() -> None:
    place = {"MapRunArn": "arn", "ResultWriterDetails": {"Bucket": "b", "Key": "k/manifest.json"}}
    assert EXPORTED.contains(place)
    assert not EXPORTED.contains({**place, "ResultWriterDetails": {"Bucket": "b"}})


def test_a_writer_that_is_not_complete_leaves_anything() -> None:
    whole = node('{"Resource": "r", "WriterConfig": {"Transformation": "NONE"}}')
    assert written(cut(whole), RESULTS) == written(cut_inside(whole), RESULTS) == ANYTHING
