"""Addresses that hold for ever: what a slug that readers knew leads to since it was changed.

The trail keeps every version of a record and with it every slug that it had. No slug that readers
could know is given to another record, so that a former one means one record only.
"""

from django.db.models import F, Q

from positions.codebook import Status
from positions.replicas import reading

from .actors import Actor, Official
from .preconditions import Precondition, Topic
from .statements import Statement

# By model, the versions that readers could see; those of other models have no address.
PUBLIC = {
    Actor: Q(),
    Official: Q(),
    Precondition: Q(),
    Topic: Q(),
    Statement: Q(status=Status.PUBLISHED) | Q(withdrawn_on__isnull=False),
}
# Duplicates of duplicates lead to the end of their line. Were it a circle, it would have no end.
END = f"""
WITH RECURSIVE line(id, duplicate_of_id) AS (
    SELECT id, duplicate_of_id FROM positions_statement WHERE slug = %s
    UNION SELECT s.id, s.duplicate_of_id FROM line
        JOIN positions_statement s ON s.id = line.duplicate_of_id
)
SELECT s.slug FROM line JOIN positions_statement s USING (id)
WHERE s.duplicate_of_id IS NULL
    AND (s.status = '{Status.PUBLISHED}' OR s.withdrawn_on IS NOT NULL)
"""


def public_versions(model):
    return model.pgh_event_model.objects.filter(PUBLIC[model])


def present_slugs(model, slugs):
    """Of slugs under which nothing is on record any more, by each what its record has now."""
    current = model.objects.filter(slug__in=slugs).order_by().values_list("slug", flat=True)
    former = public_versions(model).filter(slug__in={*slugs} - {*current})
    on_record = former.filter(pgh_obj__slug__isnull=False).order_by("pgh_id")
    return dict(on_record.values_list("slug", "pgh_obj__slug"))


def leads_to(model, slug):
    """The slug of the record that readers find at the address with this one; None where they find
    nothing."""
    slug = present_slugs(model, [slug]).get(slug, slug)
    if model is not Statement:
        return slug if model.objects.filter(slug=slug).exists() else None
    with reading().cursor() as cursor:
        cursor.execute(END, [slug])
        row = cursor.fetchone()
    return row and row[0]


def given_before(model, slugs, *, to_others_than=None):
    """Those of the slugs under which readers could find another record, deleted ones too, and do
    not find it now."""
    versions = public_versions(model).filter(slug__in=slugs).exclude(pgh_obj__slug=F("slug"))
    if to_others_than:
        versions = versions.exclude(pgh_obj=to_others_than)
    return {*versions.values_list("slug", flat=True)}


def taken_slugs(model, stem):
    """Those that begin so and belong to a record, now or for good."""
    now, before = (
        rows.filter(slug__startswith=stem).values_list("slug", flat=True)
        for rows in (model.objects, public_versions(model))
    )
    return {*now, *before}
