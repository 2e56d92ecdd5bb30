"""Others read the package by the standard, without knowing of this project."""

import csv

import frictionless
import pghistory.models
import pytest
from django.apps import apps

from positions.models import (
    Article,
    Bucket,
    Coding,
    DataVersion,
    GroupDay,
    LineDay,
    Report,
    Response,
    SourceCheck,
    Statement,
    Upload,
)
from positions.packages import dump
from positions.packages.schema import RESOURCES

from .package import SEEDS

# Others' words, readers' letters and what is on its way, counted or comes from asking others.
TRAIL = (pghistory.models.Event, pghistory.models.Context)
# What the database fills in.
KEPT = {
    Statement: {"authority", "evidence"},
    Coding: {"status", "counts_on", "authority", "evidence"},
}
PRIVATE = [Article, Bucket, DataVersion, GroupDay, LineDay, Report, Upload, SourceCheck]


def test_every_field_that_editors_fill_in_is_in_a_file():
    apart = {
        *("coder", "second_coder", "settled_by"),
        *("entered_by", "published_by", "reworded_by", "reviewed_by", "ruled_by"),
        *("report", "published_at"),
    }
    for model in apps.get_app_config("positions").get_models():
        if model not in (Response, *PRIVATE) and not issubclass(model, TRAIL):
            fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
            editable = {f.name for f in fields if not f.generated and not f.primary_key}
            columns = [
                column.field.name
                for resource in RESOURCES.values()
                if resource.model is model
                for column in resource.columns
            ]
            assert editable - apart - KEPT.get(model, set()) == set(columns), model


def told(folder):
    """What frictionless finds wrong, and the numbers of rows."""
    limit = csv.field_size_limit()
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    csv.field_size_limit(limit)  # It is one for all of Python, and frictionless sets its own.
    return report.flatten(["title", "message"]), {
        task.name: task.stats.get("rows", 0) for task in report.tasks
    }


def test_others_read_it_by_the_standard(everything, tmp_path):
    counts = dump(tmp_path)
    assert told(tmp_path) == ([], counts)


def test_others_read_the_seeds_by_the_standard():
    problems, counts = told(SEEDS)
    assert (problems, counts["statements"], counts["codings"]) == ([], 448, 760)


@pytest.mark.parametrize(
    ("name", "start", "cells", "error"),
    [
        ("second_codings", "2022-12-02-us-kirby-1", {"of_gate": "sign"}, "ForeignKey"),
        ("codings", "2022-12-02-us-kirby-1", {"stance": "likes"}, "Constraint"),
        ("topics", "talks", {"slug": "ceasefire"}, "Primary"),
        ("sources", "reuters-2022-12-02", {"url": "ftp://example.org"}, "Constraint"),
    ],
)
def test_others_see_what_is_wrong_by_the_standard(package, name, start, cells, error):
    package.edit(name, start, **cells)
    problems, _ = told(package.folder)
    assert any(error in title for title, _ in problems)
