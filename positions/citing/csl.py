"""References as CSL-JSON, which citation processors read (schema 1.0)."""


def csl_json(reference):
    """A dict with what is known, ready for JSON."""
    item = {
        "id": reference.key,
        "type": "article-newspaper" if reference.news else "webpage",
        "author": [{"literal": reference.author}] if reference.author else [],
        "title": reference.heading,
        "original-title": reference.original_title,
        "container-title": reference.site,
        "issued": dated(in_parts(reference.issued)),
        "accessed": dated(in_parts(reference.accessed)),
        "event-date": dated(reference.said_parts),
        "URL": reference.url,
        "archive_location": reference.archived_url,
        "language": reference.language,
        "abstract": reference.abstract,
        "note": reference.note,
    }
    return {name: value for name, value in item.items() if value}


def dated(parts):
    return {"date-parts": [parts]} if parts else {}


def in_parts(day):
    return [day.year, day.month, day.day] if day else []
