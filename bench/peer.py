"""The same record for Datasette: the files of a package as tables of SQLite, with an index for
each of its pages and full-text search; and Datasette itself, at its best."""

import csv
import os
import sqlite3
from pathlib import Path

TABLES = {
    "actor": ("actors", ["slug", "name"]),
    "official": ("officials", ["slug", "name"]),
    "precondition": ("preconditions", ["slug", "proposition"]),
    "source": ("sources", ["slug", "publisher", "title", "url", "kind"]),
}
STATEMENT = (
    *("id", "actor", "official", "role", "attribution", "said_on", "form", "text", "language"),
    *("original_text", "original_language", "sources"),
)
CODING = ("statement", "precondition", "holder", "claimed_by", "stance", "gate", "note")
SCHEMA = """
CREATE TABLE actor (slug TEXT PRIMARY KEY, name TEXT);
CREATE TABLE official (slug TEXT PRIMARY KEY, name TEXT);
CREATE TABLE precondition (slug TEXT PRIMARY KEY, proposition TEXT);
CREATE TABLE source (slug TEXT PRIMARY KEY, publisher TEXT, title TEXT, url TEXT, kind TEXT);
CREATE TABLE statement (
    number INTEGER PRIMARY KEY, id TEXT, actor TEXT REFERENCES actor(slug),
    official TEXT REFERENCES official(slug), role TEXT, attribution TEXT, said_on TEXT, form TEXT,
    text TEXT, language TEXT, original_text TEXT, original_language TEXT, sources TEXT);
CREATE TABLE coding (
    number INTEGER PRIMARY KEY, statement TEXT, precondition TEXT REFERENCES precondition(slug),
    holder TEXT REFERENCES actor(slug), claimed_by TEXT, stance TEXT, gate TEXT, note TEXT,
    said_on TEXT);
"""
INDEXES = """
CREATE INDEX statement_day ON statement (said_on);
CREATE INDEX statement_actor ON statement (actor, said_on, official, form);
CREATE INDEX statement_official ON statement (official, said_on);
CREATE INDEX statement_form ON statement (form);
CREATE INDEX coding_cell ON coding (holder, precondition, said_on, stance, gate, claimed_by);
CREATE VIRTUAL TABLE statement_fts USING fts5(
    text, original_text, content="statement", content_rowid="number", tokenize="porter");
INSERT INTO statement_fts (statement_fts) VALUES ('rebuild');
INSERT INTO statement_fts (statement_fts) VALUES ('optimize');
ANALYZE;
"""


def build(package, path):
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
    for table, (name, columns) in TABLES.items():
        insert(database, table, columns, read(package, name))
    numbered = ({**row, "number": n} for n, row in enumerate(read(package, "statements"), 1))
    insert(database, "statement", ["number", *STATEMENT], numbered)
    insert(database, "coding", CODING, read(package, "codings"))
    database.executescript(
        "CREATE UNIQUE INDEX statement_id ON statement (id);"
        "UPDATE coding SET said_on = (SELECT said_on FROM statement WHERE id = statement);"
        + INDEXES
    )
    database.close()


def insert(database, table, columns, rows):
    places = ", ".join("?" * len(columns))
    database.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",
        ([row[column] or None for column in columns] for row in rows),
    )
    database.commit()


def read(package, name):
    with open(package / f"{name}.csv", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def application():
    """Suggestions of more facets cost Datasette most of its time, so they are off."""
    from datasette.app import Datasette

    settings = {"suggest_facets": False, "max_csv_mb": 0, "num_sql_threads": 4}
    path = Path(os.environ["STATE_DIR"]) / "record.db"
    return Datasette([], immutables=[str(path)], settings=settings).app()
