"""The package for readers: the same files, with what readers may see and nothing else."""

import hashlib
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, TextField, Value, When
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_noop

from positions import codebook, codes
from positions.languages import in_english
from positions.models import Citation, Coding, Response, Statement

from .archives import pack
from .descriptor import TITLE, datapackage
from .dumping import write_files, write_text
from .schema import EVERY, STANCES
from .tables import DESCRIPTOR

PUBLISHED = Statement.objects.published()
STANDING = Q(pk__in=Coding.objects.published())
# Rows that readers see; of the other files, all.
ROWS = {
    "sources": Q(pk__in=Citation.objects.filter(statement__in=PUBLISHED).values("source")),
    "statements": Q(pk__in=PUBLISHED),
    "codings": STANDING,
    "second_codings": STANDING,
    "settlements": STANDING,
    "citations": Q(statement__in=PUBLISHED),
    "corrections": Q(statement=None) | Q(statement__in=PUBLISHED),
}
# Readers never see these rulings, nor anything of withdrawals but in their place.
LEFT_OUT = {"distinctions"}
LEFT_OUT_COLUMNS = {
    "statements": {"withdrawn_on", "withdrawn_because", "duplicate_of"},
    "settlements": {"first_note"},
}
# Without its condition “accepts if” says nothing; all other notes of second coders are the desk's.
CONDITION = Case(
    When(second_stance=codebook.Stance.ACCEPTS_IF, then=F("second_note")),
    default=Value(""),
    output_field=TextField(),
)
CHANGED_COLUMNS = {
    "statements": {
        "restates": {"narrowed": Case(When(restates__in=PUBLISHED, then=F("restates__slug")))},
        "responds_to": {
            "narrowed": ArraySubquery(
                Response.objects.filter(statement=OuterRef("pk"), responds_to__in=PUBLISHED)
                .order_by("pk")
                .values("responds_to__slug")
            )
        },
        "status": {"description": "Of every statement here: published."},
    },
    "codings": {"stance": {"also": (), "description": STANCES}},
    "second_codings": {
        "note": {"narrowed": CONDITION, "description": "For “accepts if”: the condition."}
    },
}
DESCRIPTION = gettext_noop(
    "Published statements by officials on what must happen before talks, their sources, and the "
    "coding of each statement by precondition, stance and gate. The version is the codebook's. "
    "Words in quotation marks are their speakers'; the sources name where they are on record."
)
# The same every day, so that what is fetched is what the file with its SHA-256 names.
NAME = "parley.zip"
README, CODEBOOK = "README.md", "codebook.md"


def for_readers(resource):
    changed = CHANGED_COLUMNS.get(resource.name, {})
    return replace(
        resource,
        only=resource.only & ROWS.get(resource.name, Q()),
        columns=[
            replace(column, **changed.get(column.name, {}))
            for column in resource.columns
            if column.name not in LEFT_OUT_COLUMNS.get(resource.name, ())
        ],
    )


RESOURCES = [for_readers(resource) for resource in EVERY if resource.name not in LEFT_OUT]


@dataclass(frozen=True)
class Made:
    """A package that was made: the number of rows by resource, the bytes of the zip, the SHA-256
    of them and when its content was read."""

    counts: dict[str, int]
    size: int
    digest: bytes
    at: datetime


def make(file):
    """Write the zip into an open file, which is then at its start again; returns Made.

    The same record gives the same bytes; what is withdrawn is gone from the next.
    """
    with in_english(), tempfile.TemporaryDirectory() as folder:
        folder, at = Path(folder), timezone.now()
        counts = write_files(folder, RESOURCES)
        write_text(folder / DESCRIPTOR, described())
        write_text(folder / README, readme(counts))
        write_text(folder / CODEBOOK, codebook_text())
        names = [README, CODEBOOK, DESCRIPTOR, *(resource.path for resource in RESOURCES)]
        pack([folder / name for name in names], "parley", file)
    size = file.tell()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").digest()
    file.seek(0)
    return Made(counts, size, digest, at)


def described():
    home = {"homepage": homepage()} if homepage() else {}
    return datapackage(RESOURCES, description=DESCRIPTION, **home)


def homepage():
    """The address of the site, where it has one of its own; not that of whoever asks, so that the
    bytes are the same for all."""
    return f"{settings.SITE_URL.geturl().rstrip('/')}/data/" if settings.SITE_URL else ""


def readme(counts):
    context = {
        "title": TITLE,
        "version": codebook.VERSION,
        "homepage": homepage(),
        "files": [(resource, counts[resource.name]) for resource in RESOURCES],
    }
    return render_to_string("package/README.md", context)


def codebook_text():
    """The meaning of every word in the files, from the codebook."""
    named = [
        ("Kind of actor", "classification", "actors.csv", codebook.Classification),
        ("Kind of source", "kind", "sources.csv", codebook.SourceKind),
        ("Attribution", "attribution", "statements.csv", codebook.Attribution),
        ("Form", "form", "statements.csv", codebook.Form),
        ("Precision of the date", "date_precision", "statements.csv", codebook.DatePrecision),
        ("Basis of the date", "date_basis", "statements.csv", codebook.DateBasis),
        ("Translation", "translation", "statements.csv", codebook.Translation),
        ("How a search ended", "outcome", "search_notes.csv", codebook.SearchOutcome),
    ]
    context = {
        "version": codebook.VERSION,
        "homepage": homepage(),
        "stances": [codebook.StanceTerm(stance) for stance in codebook.Stance],
        "no_side": (codes.NO_SIDE, codes.NO_SIDE_MEANS),
        "gates": [
            (gate, gate.label, codebook.GATE_MEANING[gate], codebook.GATE_SENTENCES.get(gate, ()))
            for gate in codebook.Gate
        ],
        "grades": list(codebook.Grade),
        "authorities": list(codebook.Authority),
        "vocabularies": [
            (title, column, file, words.choices) for title, column, file, words in named
        ],
    }
    return render_to_string("package/codebook.md", context)
