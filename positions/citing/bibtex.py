"""References as entries of a .bib file (biblatex; older styles print @online as they do @misc)."""

# In LaTeX each has a meaning of its own. Braces are commands, because BibTeX counts those that are
# written, escaped or not.
SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\lbrace{}",
        "}": r"\rbrace{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "#$%&_"},
    }
)
# Within a field they have it even inside an address.
IN_AN_ADDRESS = str.maketrans({char: f"\\{char}" for char in "#%"})
# As babel and polyglossia call them.
LANGUAGES = {
    "ar": "arabic",
    "be": "belarusian",
    "bg": "bulgarian",
    "cs": "czech",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "he": "hebrew",
    "hu": "hungarian",
    "it": "italian",
    "ja": "japanese",
    "lt": "lithuanian",
    "lv": "latvian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
    "uk": "ukrainian",
    "zh": "chinese",
}


def bibtex(reference):
    language = LANGUAGES.get(reference.language.partition("-")[0], "")
    fields = {
        "author": whole(reference.author),
        "title": whole(reference.heading),
        "origtitle": whole(reference.original_title),
        "organization": reference.site.translate(SPECIAL),
        "date": reference.issued_iso,
        "eventdate": "-".join(f"{part:02}" for part in reference.said_parts),
        "url": reference.url,
        "urldate": reference.accessed.isoformat() if reference.accessed else "",
        "langid": language,
        "language": language or reference.language,
        "origlanguage": LANGUAGES.get(
            reference.original_language.partition("-")[0], reference.original_language
        ),
        "abstract": reference.abstract.translate(SPECIAL),
        "note": reference.note.translate(SPECIAL),
        "addendum": archived(reference.archived_url),
    }
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{reference.key},\n{told}}}\n"


def whole(text):
    """A name that is not taken apart, a title that keeps its capitals."""
    return f"{{{text.translate(SPECIAL)}}}" if text else ""


def archived(address):
    return rf"Archived: \url{{{address.translate(IN_AN_ADDRESS)}}}" if address else ""
