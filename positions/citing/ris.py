"""References as records of an RIS file, which reference managers import."""


def ris(reference):
    fields = [
        ("TY", "NEWS" if reference.news else "ELEC"),
        ("ID", reference.key),
        ("AU", reference.author),
        ("TI", reference.heading),
        ("T2", reference.site),
        ("PY", f"{reference.issued:%Y}" if reference.issued else ""),
        ("DA", slashed(reference.issued)),
        ("Y2", slashed(reference.accessed)),
        ("LA", reference.language),
        ("UR", reference.url),
        ("AB", reference.abstract),
        ("N1", reference.note),
        ("N1", reference.archived_url and f"Archived: {reference.archived_url}"),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def slashed(day):
    """Year, month and day; after the third slash other information could follow."""
    return f"{day:%Y/%m/%d}/" if day else ""
