"""References as records of an RIS file, which reference managers import."""


def ris(reference):
    issued = reference.issued_parts
    day = "/".join(f"{part:02}" for part in issued)
    fields = [
        ("TY", "NEWS" if reference.news else "ELEC"),
        ("ID", reference.key),
        ("AU", reference.author),
        ("TI", reference.title),
        ("T2", reference.site),
        ("PY", f"{issued[0]}" if issued else ""),
        ("DA", day + "/" * (4 - len(issued)) if issued else ""),
        ("Y2", f"{reference.accessed:%Y/%m/%d}/" if reference.accessed else ""),
        ("LA", reference.language),
        ("UR", reference.url),
        ("N1", reference.note),
        ("N1", reference.archived_url and f"Archived: {reference.archived_url}"),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"
