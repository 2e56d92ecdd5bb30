"""References as CSL-JSON, which citation processors read (schema 1.0)."""


def csl_json(reference):
    """A dict with what is known, ready for JSON."""
    item = {
        "id": reference.key,
        "type": "article-newspaper" if reference.news else "webpage",
        "author": [{"literal": reference.author}] if reference.author else [],
        "title": reference.title,
        "original-title": reference.original_title,
        "container-title": reference.site,
        "issued": dated(reference.issued_parts),
        "accessed": dated(reference.accessed and [*reference.accessed.timetuple()[:3]]),
        "URL": reference.url,
        "archive_location": reference.archived_url,
        "language": reference.language,
        "note": reference.note,
    }
    return {name: value for name, value in item.items() if value}


def dated(parts):
    return {"date-parts": [parts]} if parts else {}
