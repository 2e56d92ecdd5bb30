"""Actors, officials, preconditions, corrections and counts as rows of a file."""

from positions.codebook import Status

ACTOR = [
    "slug", "address", "name", "short_name", "name_uk", "name_ru", "other_names", "classification",
    "iso_code", "wikidata_id", "statements", "officials", "last_day",
]  # fmt: skip
TENURE = [
    "official", "official_name", "actor", "actor_name", "role", "start_date", "end_date",
    "authority",
]  # fmt: skip
PRECONDITION = [
    "slug", "address", "topic", "topic_name", "proposition", "proposition_uk", "proposition_ru",
    "definition", "event_of", "statements", "actors",
]  # fmt: skip
CORRECTION = [
    "corrected_on", "statement", "address", "actor", "speaker", "said_on", "date_precision",
    "was_wrong", "changed", "reported_on",
]  # fmt: skip
ENTRY = ["day", "at", "step", "by", "summary", "changes"]
COUNT = ["table", "of", "name", "year", "statements"]


def actor(told, absolute):
    """A dict of an Actor; with its counts if for_cards() brought them."""
    return {
        "slug": told.slug,
        "address": absolute(told.get_absolute_url()),
        "name": told.name,
        "short_name": told.short_name,
        "name_uk": told.name_uk or None,
        "name_ru": told.name_ru or None,
        "other_names": told.other_names,
        "classification": told.classification,
        "iso_code": told.iso_code or None,
        "wikidata_id": told.wikidata_id or None,
    }


def counted_actor(told, absolute):
    return {
        **actor(told, absolute),
        "statements": told.statement_count,
        "officials": told.official_count,
        "last_day": told.last_day,
    }


def official(told, absolute):
    return {
        "slug": told.slug,
        "address": absolute(told.get_absolute_url()),
        "name": told.name,
        "name_uk": told.name_uk or None,
        "name_ru": told.name_ru or None,
        "native_name": told.native_name or None,
        "other_names": told.other_names,
        "wikidata_id": told.wikidata_id or None,
    }


def tenure(told):
    return {
        "official": told.official.slug,
        "official_name": told.official.name,
        "actor": told.actor.slug,
        "actor_name": told.actor.name,
        "role": told.role,
        "start_date": told.start_date,
        "end_date": told.end_date,
        "authority": told.authority,
    }


def precondition(told, absolute):
    return {
        "slug": told.slug,
        "address": absolute(told.get_absolute_url()),
        "topic": told.topic.slug,
        "topic_name": told.topic.name,
        "proposition": told.proposition,
        "proposition_uk": told.proposition_uk or None,
        "proposition_ru": told.proposition_ru or None,
        "definition": told.definition,
        "event_of": told.event_of or None,
    }


def counted_precondition(told, absolute):
    """A dict of a Precondition as for_index() brings it."""
    counts = {"statements": told.statement_count, "actors": told.holder_count}
    return {**precondition(told, absolute), **counts}


def topic(told):
    return {
        "slug": told.slug,
        "name": told.name,
        "preconditions": [precondition.slug for precondition in told.preconditions.all()],
    }


def correction(told, absolute):
    """A dict of a Correction as for_log() brings it. Of a withdrawn statement neither who spoke nor
    when: it may never have been said."""
    about = told.statement
    shown = about if about and about.status == Status.PUBLISHED else None
    return {
        "corrected_on": told.corrected_on,
        "statement": about.slug if about else None,
        "address": absolute(about.get_absolute_url()) if about else None,
        "actor": shown.actor.slug if shown else None,
        "speaker": shown.speaker if shown else None,
        "said_on": shown.said_on if shown else None,
        "date_precision": shown.date_precision if shown else None,
        "was_wrong": told.was_wrong,
        "changed": told.changed,
        "reported_on": told.reported_at and told.reported_at.date(),
    }


def entry(told):
    """A dict of what views.history.told() brings: a step or a change of a record."""
    return {
        "day": told["occasion"].at.date(),
        "at": told["occasion"].at,
        "step": told["step"],
        "by": told["by"] or None,
        "summary": told["summary"],
        "changes": [
            {
                "of": change.noun,
                "name": change.name,
                "effect": change.effect,
                "field": difference.label,
                "before": difference.before,
                "after": difference.after,
            }
            for change in told["changes"]
            for difference in change.differences
        ],
    }


def day_of_entry(told):
    """Of a withdrawn statement's history: that there was a step or a change, and on which day."""
    row = dict.fromkeys(ENTRY)
    return {**row, "day": told.occasion.at.date(), "step": told.step, "changes": []}


def flat_entry(row):
    """A row of ENTRY: its changes in one cell."""
    changes = [
        f"{change['of']} {change['name']}: {change['field']}: "
        f"{change['before']} → {change['after']}"
        for change in row["changes"]
    ]
    return {**row, "changes": changes}


def counts(tables):
    """A dict for every count of coverage.Tables by their names; of actors for each year too."""
    for name, table in tables.items():
        for row in table.rows:
            label = {"of": getattr(row.label, "slug", row.label), "name": str(row.label)}
            yield {"table": name, **label, "year": None, "statements": row.count}
            for part in row.parts:
                yield {"table": name, **label, "year": part.label, "statements": part.count}
