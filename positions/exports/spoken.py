"""Statements and their codings as rows of a file. No database but what the records bring along."""

from positions.codebook import Grade

STATEMENT = [
    "id", "address", "said_on", "date_precision", "date_basis", "counts_on", "actor", "actor_name",
    "official", "official_name", "role", "attribution", "authority", "form", "language", "text",
    "original_language", "original_text", "translation", "venue", "on_behalf_of", "evidence",
    "reviewed", "codings", "sources", "source_addresses",
]  # fmt: skip
CODING = [
    "precondition", "proposition", "holder", "holder_name", "stance", "stance_group", "gate",
    "red_line", "claimed_by", "note",
]  # fmt: skip


def statement(told, absolute):
    """A dict of a Statement as for_cards() brings it; `absolute` makes an address of a path."""
    return {
        "id": told.slug,
        "address": absolute(told.get_absolute_url()),
        "said_on": told.said_on,
        "date_precision": told.date_precision,
        "date_basis": told.date_basis,
        "counts_on": told.counts_on,
        "actor": told.actor.slug,
        "actor_name": told.actor.name,
        "official": told.official.slug if told.official else None,
        "official_name": told.official.name if told.official else None,
        "role": told.role or None,
        "attribution": told.attribution,
        "authority": told.authority,
        "form": told.form,
        "language": told.language,
        "text": told.text,
        "original_language": told.original_language or None,
        "original_text": told.original_text or None,
        "translation": told.translation or None,
        "venue": told.venue or None,
        "on_behalf_of": told.on_behalf_of or None,
        "evidence": told.grade,
        "reviewed": told.reviewed_on is not None,
        "codings": [coding(one) for one in told.codings.all()],
        "sources": [source(citation) for citation in told.citations.all()],
    }


def coding(told):
    return {
        "precondition": told.precondition.slug,
        "proposition": told.precondition.proposition,
        "holder": told.holder.slug,
        "holder_name": told.holder.name,
        "stance": told.stance,
        "stance_group": told.group,
        "gate": told.gate,
        "red_line": told.red_line,
        "claimed_by": told.claimed_by.slug if told.claimed_by else None,
        "note": told.note or None,
    }


def source(citation):
    cited = citation.source
    return {
        "publisher": cited.publisher,
        "title": cited.title or None,
        "url": cited.url or None,
        "archived_url": cited.archived_url or None,
        "published_on": cited.published_on,
        "kind": cited.kind,
        "language": cited.language,
        "exact": citation.exact or None,
        "words_url": citation.words_url or None,
    }


# A row for each coding: the coding first, then the statement.
CODED = [*CODING, "place", *(name for name in STATEMENT if name != "codings")]


PLACE = {
    "Sets the cell": "headline",
    "Also in the cell": "also",
    "Split": "split",
    "Left out": "left_out",
}


def coded(told, said, absolute):
    """A dict of a Coding and its statement, as for_cards() brings it. `place` says what it is in
    the cell that was asked for, and None where no cell was or it is nothing there."""
    row = statement(said, absolute)
    del row["codings"]
    if told.claimed_by:
        row["evidence"] = Grade.D
    place = "claim" if told.claimed_by else PLACE.get(getattr(told, "place", None))
    return {**coding(told), "place": place, **row}


def of_each_coding(said, absolute):
    """Dicts of CODED, one for each coding of a statement."""
    return (coded(told, said, absolute) for told in said.codings.all())


def flat_coded(row):
    """A row of CODED: its sources in a cell each."""
    sources = row["sources"]
    row = {
        **row,
        "sources": [": ".join(filter(None, (s["publisher"], s["title"]))) for s in sources],
        "source_addresses": [source["url"] for source in sources if source["url"]],
    }
    return {name: row[name] for name in CODED}
