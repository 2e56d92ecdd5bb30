"""A reference inside a page for reference managers (COinS: an OpenURL ContextObject)."""

from urllib.parse import quote_plus


def context_object(reference):
    fields = {
        "ctx_ver": "Z39.88-2004",
        "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc",
        "rft.type": "webpage",
        "rft.title": reference.heading,
        "rft.creator": reference.author,
        "rft.description": f"{reference.abstract} {reference.note}".strip(),
        "rft.source": reference.site,
        "rft.date": reference.issued_iso,
        "rft.identifier": reference.url,
        "rft.language": reference.language,
    }
    return "&".join(f"{name}={quote_plus(value)}" for name, value in fields.items() if value)
