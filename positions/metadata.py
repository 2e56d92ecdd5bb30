"""What pages tell search engines and other programs of themselves, in the words of schema.org, as
dicts. Pure: no request, no database; addresses come in and are absolute."""

from positions.codebook import Attribution, Classification, Form, SourceKind

SITE = "Parley"


def described(kind, **properties):
    """A thing of its own, with what is known of it."""
    return {"@context": "https://schema.org", **thing(kind, **properties)}


def thing(kind, **properties):
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def website(url, search, language="en"):
    """`search` is an address with {words} where the words go."""
    action = thing(
        "SearchAction",
        target=thing("EntryPoint", urlTemplate=search),
        **{"query-input": "required name=words"},
    )
    return described("WebSite", name=SITE, url=url, inLanguage=language, potentialAction=action)


def breadcrumbs(crumbs):
    """`crumbs` are pairs of a name and an address; the last may have none."""
    return described(
        "BreadcrumbList",
        itemListElement=[
            thing("ListItem", position=place, name=name, item=url)
            for place, (name, url) in enumerate(crumbs, start=1)
        ],
    )


def dataset(name, description, url, distribution=(), since=None, until=None):
    """`distribution` are pairs of an address and a media type; `since` and `until` the first and
    the last day covered, where known. No licence is told, as none is given."""
    return described(
        "Dataset",
        name=name,
        description=description,
        url=url,
        creator=thing("Organization", name=SITE),
        distribution=[
            thing("DataDownload", contentUrl=address, encodingFormat=media_type)
            for address, media_type in distribution
        ],
        temporalCoverage=f"{since or '..'}/{until}" if until else "",
        isAccessibleForFree=True,
    )


def quotation(statement, url, changed=None):
    """A statement whose page is at `url`; `changed` is a moment, or None. Words of ours about what
    was said are an abstract, not the text of a quotation, and the speaker is not their creator."""
    said = day(statement.said_on, statement.date_precision)
    original = statement.original_text and thing(
        "Quotation", text=statement.original_text, inLanguage=statement.original_language
    )
    sources = [source(citation.source) for citation in statement.citations.all()]
    if statement.form == Form.QUOTATION:
        own = {
            "text": statement.text,
            "creator": speaker(statement),
            "dateCreated": said,
            "translationOfWork": original,
            "isBasedOn": sources,
        }
    else:
        own = {
            "abstract": statement.text,
            "creator": thing("Organization", name=SITE),
            "spokenByCharacter": speaker(statement),
            "temporalCoverage": said,
            "isBasedOn": [original, *sources] if original else sources,
        }
    published = statement.published_at
    return described(
        "Quotation",
        **own,
        genre=statement.get_form_display(),
        inLanguage=statement.language,
        url=url,
        creativeWorkStatus="" if statement.reviewed_on else "Unreviewed",
        datePublished=published.date().isoformat() if published else "",
        dateModified=changed.date().isoformat() if changed else "",
        isPartOf=thing("WebSite", name=SITE),
    )


def speaker(statement):
    actor = statement.actor
    body = thing(
        "Country" if actor.classification == Classification.STATE else "Organization",
        name=actor.name,
    )
    if statement.attribution == Attribution.INSTITUTION:
        same = not statement.role or statement.role == actor.name
        return body if same else thing("Organization", name=statement.role, parentOrganization=body)
    named = statement.attribution == Attribution.NAMED
    return thing(
        "Person",
        name=statement.official.name if named else "",
        jobTitle=statement.role,
        affiliation=body,
    )


def source(source):
    is_record = source.kind == SourceKind.OFFICIAL_RECORD
    return thing(
        "CreativeWork" if is_record else "NewsArticle",
        name=source.title,
        url=source.url,
        archivedAt=source.archived_url,
        publisher=thing("Organization", name=source.publisher),
        datePublished=source.published_on.isoformat() if source.published_on else "",
        inLanguage=source.language,
    )


def day(day, precision):
    """No more of a day than is known, as ISO 8601."""
    return day.isoformat()[: {"year": 4, "month": 7, "day": 10}[precision]]
