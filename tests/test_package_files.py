"""Files that cannot be read as a package: told in words, never by a traceback."""

import json

import pytest

from positions.models import Statement
from positions.packages import load

from .package import refusal

FILES = (
    "actors, officials, tenures, topics, preconditions, sources, statements, codings, "
    "second_codings, settlements, citations, distinctions, search_notes, corrections"
)
SHAPE = "datapackage.json: it must be an object with a list of resources, each with a name"


def test_there_must_be_a_folder(tmp_path, db):
    assert refusal(tmp_path / "none") == [f"{tmp_path / 'none'}: there is no such folder"]
    (tmp_path / "file").touch()
    assert refusal(tmp_path / "file") == [f"{tmp_path / 'file'}: there is no such folder"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, ": there is no such file"),
        (b"", ", line 1: not JSON: Expecting value at column 1"),
        (b'{\n"a" 1}', ", line 2: not JSON: Expecting ':' delimiter at column 5"),
        (b'{"resources": "\xff"}', ", line 1: not UTF-8: byte 0xff at position 15"),
        (b"[" * 100_000, ": it must be an object with a list of resources, each with a name"),
        (b'{"resources": ' + b"9" * 5000 + b"}", SHAPE.removeprefix("datapackage.json")),
        *(
            (content, SHAPE.removeprefix("datapackage.json"))
            for content in (b"[]", b"1", b"null", b"{}", b'{"resources": {"a": 1}}')
        ),
        *(
            (json.dumps({"resources": resources}).encode(), SHAPE.removeprefix("datapackage.json"))
            for resources in (None, 3, ["actors"], [{}], [None])
        ),
    ],
)
def test_datapackage_json_must_be_one(package, db, content, told):
    path = package.folder / "datapackage.json"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert refusal(package.folder) == [f"datapackage.json{told}"]


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        ({"name": "actors"}, "its path must be the name of one file in the folder"),
        (
            {"name": "actors", "path": ["a.csv"]},
            "its path must be the name of one file in the folder",
        ),
        (
            {"name": "actors", "path": "https://example.org/a.csv"},
            "its path must be the name of one file in the folder",
        ),
        ({"name": "actors", "path": "../actors.csv"}, "its path leads out of the folder"),
        ({"name": "actors", "path": "/etc/passwd"}, "its path leads out of the folder"),
        ({"name": "actors", "path": "link/passwd"}, "its path leads out of the folder"),
        ({"name": "actors", "path": "a\0.csv"}, "its path cannot be used"),
        ({"name": "actors", "path": "\ud800.csv"}, "its path cannot be used"),
        ({"name": "actors", "path": "a.csv", "encoding": "latin-1"}, "its encoding must be utf-8"),
        (
            {"name": "actors", "path": "a.csv", "dialect": {"delimiter": ";"}},
            "its dialect must have delimiter ','",
        ),
        (
            {"name": "actors", "path": "a.csv", "dialect": {"header": False}},
            "its dialect must have header True",
        ),
        (
            {"name": "actors", "path": "a.csv", "schema": {"missingValues": ["", "-"]}},
            "its missingValues can only be the empty text",
        ),
    ],
)
def test_a_resource_must_be_a_file_here_spelt_as_ours(package, db, resource, reason):
    (package.folder / "link").symlink_to("/etc")
    package.describe(lambda described: described.update(resources=[resource]))
    assert refusal(package.folder) == [f"datapackage.json: resource “actors”: {reason}"]


def test_a_resource_must_be_known_and_there_once(package, db):
    package.describe(
        lambda described: described["resources"].extend([{"name": "people"}, {"name": "actors"}])
    )
    assert refusal(package.folder) == [
        "datapackage.json: resource “actors”: it is described more than once",
        f"datapackage.json: resource “people”: not known here; the resources are {FILES}",
        "datapackage.json: resource “actors”: it is described more than once",
    ]


LINES = b"slug,name,order\ntalks,Talks,1\narms,Arms,2\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, [": there is no such file"]),
        (b"", [": the file is empty; its first line must name the columns"]),
        (b"\xef\xbb\xbf", [": the file is empty; its first line must name the columns"]),
        (LINES.replace(b"Arms", b"Arm\xe9s"), [", line 3: not UTF-8: byte 0xe9 at position 38"]),
        (LINES.decode().encode("utf-16"), [", line 1: it is UTF-16; it must be UTF-8"]),
        (
            LINES.replace(b"order", b"rank"),
            [
                ", line 1: there is no column “rank” in this file",
                ", line 1: the column “order” is missing",
            ],
        ),
        (
            LINES.replace(b"order", b"oder"),
            [
                ", line 1: there is no column “oder” in this file; did you mean “order”?",
                ", line 1: the column “order” is missing",
            ],
        ),
        (
            LINES.replace(b"name", b"slug"),
            [
                ", line 1: the column “slug” stands there 2 times",
                ", line 1: the column “name” is missing",
            ],
        ),
        (
            LINES.replace(b"order", b""),
            [
                ", line 1: there is no column “” in this file",
                ", line 1: the column “order” is missing",
            ],
        ),
        (LINES.replace(b",2", b""), [", line 3: the line has 2 cells, but there are 3 columns"]),
        (
            LINES.replace(b",2", b",2,3"),
            [", line 3: the line has 4 cells, but there are 3 columns"],
        ),
        (
            LINES.replace(b"arms", b"\narms"),
            [", line 3: the line is empty, but there are 3 columns"],
        ),
        (
            LINES.replace(b"Arms", b'"Arms'),
            [", line 3: not CSV: a quotation mark is opened here and never closed"],
        ),
        (LINES.replace(b"Arms", b'"Ar"ms'), [", line 3: not CSV: ',' expected after '\"'"]),
        (
            LINES.replace(b"Arms", b"a" * 200_000),
            [", line 3: not CSV: a cell has more than 131072 characters"],
        ),
        (
            LINES.replace(b",", b";"),
            [", line 1: the columns are separated by semicolons; they must be separated by commas"],
        ),
        (
            LINES.replace(b",", b"\t"),
            [", line 1: the columns are separated by tabs; they must be separated by commas"],
        ),
        (LINES.replace(b"Arms", b"Ar\0ms"), [", line 3, name: there is a NUL character in it"]),
        (
            b"\0" * 1000,
            [
                ", line 1: there is no column “" + "\\x00" * 14 + "\\...” in this file",
                *(
                    f", line 1: the column “{name}” is missing"
                    for name in ("slug", "name", "order")
                ),
            ],
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told(package, db, content, told):
    package.path("topics").unlink()
    if content is not None:
        package.path("topics").write_bytes(content)
    package.keep("preconditions", lambda row: row["topic"] in ("talks", "arms"))
    kept = {row["slug"] for row in package.rows("preconditions")}
    for name in ("codings", "second_codings"):
        package.keep(name, lambda row: row["precondition"] in kept)
    assert refusal(package.folder) == [f"topics.csv{reason}" for reason in told]


def test_a_line_is_counted_where_its_row_begins(package, db):
    rows = package.rows("statements")
    rows[0]["text"] = "One.\nTwo.\nThree."
    rows[1]["form"] = "poem"
    package.write("statements", rows)
    (told,) = refusal(package.folder)
    assert told.startswith("statements.csv, line 5, form: ")


@pytest.mark.parametrize(
    "spelt",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content.replace(b"\n", b"\r"),
        lambda content: content.removesuffix(b"\n"),
    ],
    ids=["with a byte order mark", "with CRLF", "with CR", "without a last line end"],
)
def test_other_spellings_of_a_file_load(package, db, spelt):
    for path in package.folder.glob("*.csv"):
        path.write_bytes(spelt(path.read_bytes()))
    load(package.folder)
    assert Statement.objects.count() == 13
    counts = load(package.folder)
    assert all(count.total() == count["same"] for count in counts.values())
