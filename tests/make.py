"""Test data that reads as a sentence.

    make.statement("Talks only after withdrawal.", by="zelensky", on="2022-12-02")

Whatever a maker needs and does not find by its slug, it makes; names follow from slugs.
"""

from datetime import date

from django.db import transaction

from positions.models import (
    Actor,
    Citation,
    Coding,
    Official,
    Precondition,
    Source,
    Statement,
    Tenure,
    Topic,
)
from positions.models.spoken import positions_of

HOMES = {"zelensky": "ukraine", "putin": "russia", "lavrov": "russia", "biden": "us"}


def actor(slug, **fields):
    name = slug.replace("-", " ").title()
    defaults = {"name": name, "short_name": name[:40], "classification": "state", **fields}
    return Actor.objects.get_or_create(slug=slug, defaults=defaults)[0]


def official(slug, of=None, role="President", authority=1, start=None, end=None, **fields):
    """An official with one more tenure."""
    defaults = {"name": slug.replace("-", " ").title(), **fields}
    person = Official.objects.get_or_create(slug=slug, defaults=defaults)[0]
    tenure(person, of or HOMES.get(slug, "ukraine"), role, authority, start, end)
    return person


def tenure(person, of, role="President", authority=1, start=None, end=None):
    return Tenure.objects.create(
        official=person,
        actor=actor(of),
        role=role,
        authority=authority,
        start_date=day(start),
        end_date=day(end),
    )


def precondition(slug, topic="talks", **fields):
    words = slug.replace("-", " ").capitalize()
    topic, _ = Topic.objects.get_or_create(slug=topic, defaults={"name": topic, "order": 1})
    defaults = {"topic": topic, "proposition": words, "definition": f"{words}, nothing else."}
    return Precondition.objects.get_or_create(
        slug=slug, defaults={**defaults, "order": 1, **fields}
    )[0]


def source(kind="news_agency", slug=None, **fields):
    slug = slug or f"source-{Source.objects.count() + 1}"
    defaults = {"publisher": "Agency", "url": f"https://example.org/{slug}", "language": "en"}
    return Source.objects.create(slug=slug, kind=kind, **{**defaults, **fields})


@transaction.atomic
def statement(text, by="zelensky", of=None, on="2022-12-02", sources=None, authority=1, **fields):
    """Published and cited from one news agency unless told otherwise; `authority` is of a speaker
    that has to be made. An institution speaks so:

    make.statement("No.", by=None, of="russia", role="Kremlin")
    """
    on = day(on)
    person, home = speaker(by, of, authority)
    defaults = {
        "slug": f"{on}-{by or home.slug}-{Statement.objects.count() + 1}",
        "role": "President" if by else "",
        "attribution": "named" if by else "institution",
        "form": "quotation",
        "status": "published",
    }
    if fields.get("status") == "withdrawn":
        defaults |= {"withdrawn_on": date(2022, 12, 3), "withdrawn_because": "Entered in error."}
    made = Statement.objects.create(
        text=text, official=person, actor=home, said_on=on, **{**defaults, **fields}
    )
    for cited in [source()] if sources is None else sources:
        Citation.objects.create(statement=made, source=cited)
    return made


def speaker(by, of, authority):
    """The official, or None, and the actor spoken for."""
    if by is None:
        return None, actor(of)
    person = Official.objects.filter(slug=by).first() or official(by, of, authority=authority)
    return person, actor(of) if of else person.tenures.latest("pk").actor


def coding(statement, on, stance, gate="none", holder=None, claimed_by=None, note="", **fields):
    """What a statement says on a precondition; the holder is the statement's own actor by
    default."""
    return Coding.objects.create(
        statement=statement,
        precondition=precondition(on),
        holder=actor(holder) if holder else statement.actor,
        stance=stance,
        gate=gate,
        claimed_by=actor(claimed_by) if claimed_by else None,
        note=note,
        **fields,
    )


def positions(**asked):
    """Of published codings, as the rules read them."""
    codings = Coding.objects.filter(**asked).values_list("pk", flat=True)
    return [*positions_of(codings).values()]


def day(text):
    """A date from a date, ISO text or nothing."""
    return date.fromisoformat(text) if isinstance(text, str) else text
