"""The package for readers: what is published, all of it and nothing else."""

import csv
import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config.settings import read_https_address
from positions.models import (
    Actor,
    Citation,
    Coding,
    Correction,
    Distinction,
    Official,
    Precondition,
    Response,
    Source,
    Statement,
)
from positions.packages import public
from positions.packages.schema import RESOURCES

from . import make
from .package import SEEDS
from .test_package_standard import told

OVERVIEWS = [
    "/",
    "/compare/",
    "/compare/?as_of=2022-12-02&show=all",
    "/compare/?as_of=2025-06-02&versus=2024-12-31&show=changed",
    "/compare/?as_of=2023-08-01&show=conflicts&grades=A&grades=D",
    "/compare.csv?as_of=2024-06-01&show=all",
    "/compare/us/us-russia-leaders-talk/?as_of=2022-12-02",
    "/brief/?as_of=2025-06-02",
    "/preconditions/",
    "/actors/",
    "/statements/",
    "/statements/?q=withdrawal&actor=ukraine",
    "/statements/2022-12-02-russia-peskov-3/history/",
    "/changes/",
    "/changes/?show=first&page=2",
    "/timeline/",
    "/timeline/?period=2025-q1",
    "/coverage/",
    "/coverage/?as_of=2023-01-01",
    "/method/",
    "/method/search/",
    "/data/parley.zip.sha256",
]
# Units settled as taking no side count on these, and are in no file.
AGREEMENT = ["/method/agreement/", "/method/agreement.csv"]


def start_over():
    """An empty database: no row, no trail, and keys that begin with 1."""
    connection.check_constraints()
    models = {resource.model for resource in RESOURCES.values()} | {Response}
    tables = [m._meta.db_table for m in models]
    tables += [model.pgh_event_model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")


def made():
    """The bytes of the zip."""
    with tempfile.TemporaryFile() as file:
        public.make(file)
        return file.read()


def files(content):
    """By name, the rows of the CSV files as dicts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            Path(name).stem: list(
                csv.DictReader(io.StringIO(archive.read(name).decode(), newline=""))
            )
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def load_zip(content, folder):
    path = folder / "parley.zip"
    path.write_bytes(content)
    load_package(path)


def load_package(place):
    """As an operator does, which the history of each record tells."""
    call_command("load_package", str(place), stdout=io.StringIO())


def own_pages(*models):
    records = [record for model in models for record in model.objects.order_by("pk")]
    shown = [record for record in records if getattr(record, "status", "published") == "published"]
    return [record.get_absolute_url() for record in shown]


def pages(client, addresses):
    answers = {address: client.get(address) for address in addresses}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: answer.getvalue() for address, answer in answers.items()}


# In parts, as a test takes a few minutes at most.
EVERY_PAGE = {
    "overviews": lambda: [*OVERVIEWS, *AGREEMENT, "/corrections/"],
    "actors": lambda: own_pages(Actor, Official, Precondition),
    **{
        f"statements {start + 1} of 3": lambda start=start: own_pages(Statement)[start::3]
        for start in range(3)
    },
}


@pytest.mark.parametrize("part", EVERY_PAGE)
def test_it_gives_the_same_pages_in_an_empty_database(client, db, tmp_path, part):
    start_over()
    load_package(SEEDS)
    addresses = EVERY_PAGE[part]()
    before = pages(client, addresses)
    content = made()
    start_over()
    load_zip(content, tmp_path)
    after = pages(client, addresses)
    assert len(addresses) > 20
    assert [address for address in addresses if after[address] != before[address]] == []
    assert made() == content


def test_what_is_not_published_is_missed_by_no_page(client, db, tmp_path):
    start_over()
    load_package(SEEDS)
    hide_among_the_seeds()
    hidden = Statement.objects.exclude(status="published")
    assert {*hidden.values_list("status", flat=True)} == {"draft", "in_review", "withdrawn"}
    own = own_pages(Actor, Official, Precondition, Statement)[::7]
    addresses = {*OVERVIEWS, *own, *(s.get_absolute_url() for s in around(hidden))}
    before = pages(client, addresses)
    content = made()
    start_over()
    load_zip(content, tmp_path)
    after = pages(client, addresses)
    assert [address for address in addresses if after[address] != before[address]] == []


def hide_among_the_seeds():
    kirby = Statement.objects.get(slug="2022-12-02-us-kirby-1")
    price = Statement.objects.get(slug="2022-12-02-us-price-1")
    peskov = Statement.objects.get(slug="2022-12-02-russia-peskov-3")
    day = {"withdrawn_on": "2026-01-01", "withdrawn_because": "He said something else."}
    Statement.objects.filter(pk=price.pk).update(status="withdrawn", **day)
    for status in ("draft", "in_review"):
        hidden = make.statement(
            "Never.",
            by=kirby.official.slug,
            of="us",
            on="2022-12-02",
            status=status,
            role="Spokesman",
            sources=[make.source()],
        )
        make.coding(hidden, "full-ceasefire", "rejects")
        Response.objects.get_or_create(statement=peskov, responds_to=hidden)
        Response.objects.create(statement=hidden, responds_to=kirby)
        Distinction.objects.create(statement=peskov, other=hidden, ruled_on="2026-01-01")
        Correction.objects.create(
            statement=hidden, corrected_on="2026-01-01", was_wrong="All.", changed="All of it."
        )
    Response.objects.get_or_create(statement=peskov, responds_to=price)
    Statement.objects.filter(pk=kirby.pk).update(restates=hidden)
    coding = Coding.objects.filter(second_stance="none", statement__status="published")[0]
    first = {"first_stance": coding.stance, "first_gate": coding.gate, "first_note": coding.note}
    Coding.objects.filter(pk=coding.pk).update(
        stance="none", gate="none", note="It is not said.", settled_on="2026-01-02", **first
    )


def around(hidden):
    """Published statements that a hidden one is tied to, and who made a settled one."""
    ties = Response.objects.filter(responds_to__in=hidden).values("statement")
    back = Response.objects.filter(statement__in=hidden).values("responds_to")
    shown = Statement.objects.published()
    settled = shown.filter(codings__settled_on__isnull=False)
    return {*shown.filter(pk__in=ties), *shown.filter(pk__in=back), *settled}


def test_it_has_nothing_of_what_readers_do_not_see(everything):
    draft, told_, withdrawn, _ = Statement.objects.order_by("pk")
    Correction.objects.create(
        statement=withdrawn, corrected_on="2023-01-01", was_wrong="b", changed="c"
    )
    second = {"second_stance": "accepts_if", "second_gate": "none", "second_note": "If asked."}
    make.coding(told_, "asked", "demands", **second)
    other = {"second_stance": "demands", "second_gate": "none", "second_note": "Look at it again."}
    settled = {"first_stance": "rejects", "first_gate": "none", "first_note": "At first."}
    make.coding(
        told_, "again", "demands", note="Decided.", **other, **settled, settled_on="2023-01-03"
    )
    rows = files(made())
    assert [row["id"] for row in rows["statements"]] == [told_.slug]
    (statement,) = rows["statements"]
    assert (statement["restates"], statement["responds_to"], statement["status"]) == (
        *("", ""),
        "published",
    )
    cited = [source.slug for source in told_.sources.order_by("pk")]
    assert [row["slug"] for row in rows["sources"]] == cited != [*Source.objects.values("slug")]
    assert {row["stance"] for row in rows["codings"]} == {"requires", "rejects", "demands"}
    assert {row["statement"] for row in rows["codings"]} == {told_.slug}
    assert [row["note"] for row in rows["second_codings"]] == ["If asked.", ""]
    assert [row["precondition"] for row in rows["settlements"]] == ["again"]
    assert "first_note" not in rows["settlements"][0]
    assert {row["statement"] for row in rows["citations"]} == {told_.slug}
    assert [row["statement"] for row in rows["corrections"]] == ["", told_.slug]
    assert Citation.objects.count() > len(rows["citations"])
    assert "distinctions" not in rows


def test_it_has_every_column_that_readers_see():
    shown = {(r.name, c.name) for r in public.RESOURCES for c in r.columns}
    every = {(r.name, c.name) for r in RESOURCES.values() for c in r.columns}
    apart = {column for column in every - shown if column[0] != "distinctions"}
    assert shown <= every
    assert apart == {
        ("statements", "withdrawn_on"),
        ("statements", "withdrawn_because"),
        ("statements", "duplicate_of"),
        ("settlements", "first_note"),
    }


def test_the_same_record_gives_the_same_bytes(everything, monkeypatch):
    first = made()
    monkeypatch.setattr("time.localtime", lambda *given: (1999, 1, 1, 1, 1, 1, 0, 1, 0))
    assert made() == first
    Actor.objects.filter(slug="us").update(name="United States")
    assert made() != first


def test_others_read_it_by_the_standard(everything, tmp_path):
    content = made()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    counts = {name: len(rows) for name, rows in files(content).items()}
    assert told(tmp_path / "parley") == ([], counts)


def test_values_are_exact_also_where_they_look_like_formulas(db, tmp_path):
    words = ["=1+1", "-5 is too cold", "+7 495", "@all", '=HYPERLINK("x")', " ’tis", "line\r\nline"]
    for number, text in enumerate(words):
        make.statement(text.strip(), by="biden", slug=f"said-{number}", venue=text[:4].strip())
    content = made()
    assert [row["text"] for row in files(content)["statements"]] == [w.strip() for w in words]
    start_over()
    load_zip(content, tmp_path)
    texts = Statement.objects.order_by("pk").values_list("text", flat=True)
    assert [*texts] == [w.strip() for w in words]


def test_the_codebook_in_it_has_every_word_of_the_columns(db):
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        codebook = archive.read("parley/codebook.md").decode()
        readme = archive.read("parley/README.md").decode()
    for resource in public.RESOURCES:
        assert f"| {resource.path} | 0 | {resource.description} |" in readme
        for column in resource.columns:
            if column.name not in ("status", "authority"):
                for value, label in column.choices.items():
                    assert f"`{value}`" in codebook or f"| {value} | {label} |" in codebook, value
    assert "&" not in readme + codebook


def test_the_address_of_the_site_is_in_it_where_it_has_one(db, settings):
    assert b"homepage" not in unzipped(made())
    settings.SITE_URL = read_https_address("https://parley.example/")
    content = unzipped(made())
    assert b'"homepage": "https://parley.example/data/"' in content
    assert b"https://parley.example/method/" in content


def unzipped(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"PK\x03\x04 nothing", "not a zip"), (b"slug,name", "not a zip"), (None, "and has none")],
)
def test_a_file_that_is_no_package_is_refused_in_words(db, tmp_path, content, reason):
    path = tmp_path / "parley.zip"
    if content is None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("parley/actors.csv", "slug")
    else:
        path.write_bytes(content)
    told_ = io.StringIO()
    with pytest.raises(CommandError, match="1 problem in .* nothing is stored"):
        call_command("load_package", str(path), stderr=told_)
    assert reason in told_.getvalue()


def told_of(path):
    """What is said of a package that is refused."""
    said = io.StringIO()
    with pytest.raises(CommandError, match="nothing is stored"):
        call_command("load_package", str(path), stderr=said)
    return said.getvalue()


@pytest.fixture
def packed(tmp_path):
    """A zip with the example's tables, small and pressed together as they are."""
    path = tmp_path / "parley.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in [SEEDS / "datapackage.json", SEEDS / "actors.csv"]:
            archive.write(file, f"parley/{file.name}")
    return path


def test_a_damaged_zip_is_refused_in_words_wherever_the_damage_is(db, packed):
    whole = packed.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 80)):
        packed.write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
        assert told_of(packed)


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_compressed_without_a_bound_is_not_unpacked(db, packed, monkeypatch, kind):
    with zipfile.ZipFile(packed, "a", kind) as archive:
        archive.writestr("parley/more.csv", b"slug")
    monkeypatch.setattr(zipfile.ZipFile, "extractall", None)
    assert "other means than Deflate" in told_of(packed)


def test_a_name_that_is_no_text_is_told(db, packed):
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("parley/ä.csv", b"slug")
    packed.write_bytes(packed.read_bytes().replace("ä".encode(), b"\xff\xff"))
    assert "not a zip that can be read" in told_of(packed)


def test_a_zip_that_grows_beyond_reason_is_not_unpacked(db, packed, monkeypatch):
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("parley/more.csv", b"0" * 10_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "extractall", None)
    assert "more than 100 times its size" in told_of(packed)


def test_a_zip_writes_nowhere_but_into_its_folder(db, packed, tmp_path):
    with zipfile.ZipFile(packed, "a") as archive:
        for name in ("../out.csv", "/out.csv", f"{tmp_path}/out.csv"):
            archive.writestr(name, b"slug")
    told_of(packed)
    assert not [*tmp_path.rglob("out.csv"), *tmp_path.parent.glob("out.csv")]


def test_a_full_disk_is_told(db, packed, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.shutil, "copyfileobj", full)
    assert "cannot be unpacked: [Errno 28] No space left on device" in told_of(packed)
