"""What search engines are told of: every page that has an address of its own, and when its record
changed last."""

from django.contrib.sitemaps import Sitemap
from django.db.models import F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse

from positions.codebook import Status

from .languages import tag
from .models import Actor, Citation, Coding, Correction, Official, Precondition, Statement

PAGES = [
    "home", "compare", "changes", "timeline", "statements", "actors", "preconditions", "coverage",
    "corrections", "data", "method", "searching", "agreement", "api",
]  # fmt: skip


def last_version(model, **of):
    """When the newest version of a record came, or of the rows that refer to it."""
    versions = model.pgh_event_model.objects.filter(**of).order_by().values(*of)
    return Subquery(versions.annotate(last=Max("pgh_created_at")).values("last"))


def last_coded():
    """When a coding of a statement was first as it is: a second code, say, is not told."""
    same = {name: F(f"pgh_obj__{name}") for name in ("stance", "gate", "note", "red_line")}
    versions = Coding.pgh_event_model.objects.filter(
        pgh_obj__statement=OuterRef("pk"), **same
    ).order_by()
    first = versions.values("pgh_obj").annotate(first=Min("pgh_created_at"))
    return Subquery(first.order_by("-first").values("first")[:1])


class Pages(Sitemap):
    """Addresses in every language, each with all others."""

    i18n = alternates = x_default = True

    def get_urls(self, *args, **kwargs):
        urls = super().get_urls(*args, **kwargs)
        for told in (one for url in urls for one in url["alternates"]):
            if told["lang_code"] != "x-default":
                told["lang_code"] = tag(told["lang_code"])
        return urls


class Records(Pages):
    """Records with `changed`; at most `limit` in a file."""

    limit = 5000

    def lastmod(self, record):
        return record.changed

    def get_latest_lastmod(self):
        """Not told in the index: it would be asked of every record."""


class Statements(Records):
    def items(self):
        rows = (last_version(row, statement=OuterRef("pk")) for row in (Citation, Correction))
        changed = Greatest(last_version(Statement, pgh_obj=OuterRef("pk")), last_coded(), *rows)
        return Statement.objects.published().annotate(changed=changed).order_by("pk").only("slug")


class Speakers(Records):
    """Actors or officials: changed as they were, or when a statement of theirs was published."""

    def __init__(self, model):
        self.model = model

    def items(self):
        told = Max("statements__published_at", filter=Q(statements__status=Status.PUBLISHED))
        own = last_version(self.model, pgh_obj=OuterRef("pk"))
        return self.model.objects.annotate(changed=Greatest(told, own)).order_by("pk")


class Preconditions(Records):
    def items(self):
        told = Max(
            "codings__statement__published_at",
            filter=Q(codings__statement__status=Status.PUBLISHED),
        )
        own = last_version(Precondition, pgh_obj=OuterRef("pk"))
        return Precondition.objects.annotate(changed=Greatest(told, own)).order_by("pk")


class Cells(Records):
    def items(self):
        cells = Coding.objects.published().order_by("holder_id", "precondition_id")
        return cells.values_list("holder__slug", "precondition__slug").annotate(
            changed=Max("statement__published_at")
        )

    def location(self, cell):
        return reverse("positions:cell", args=cell[:2])

    def lastmod(self, cell):
        return cell[2]


class Others(Pages):
    def items(self):
        return PAGES

    def location(self, page):
        return reverse(f"positions:{page}")


SITEMAPS = {
    "pages": Others(),
    "statements": Statements(),
    "cells": Cells(),
    "actors": Speakers(Actor),
    "officials": Speakers(Official),
    "preconditions": Preconditions(),
}
