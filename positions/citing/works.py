"""What is cited of a statement: its record here, and the sources that it came from."""

from positions.codebook import Form, SourceKind
from positions.dates import in_words

from .reference import Reference, on_one_line

SITE = "Parley"
LONGEST_TITLE = 160
IN_THE_NEWS = {SourceKind.NEWS_AGENCY, SourceKind.NEWS_OUTLET, SourceKind.REPRINT}
NOT_THE_WORDS = {
    Form.PARAPHRASE: "Paraphrase.",
    Form.MIXED: "Paraphrase with quoted words.",
    Form.DOCUMENT: "Document.",
}


def of_record(statement, address, accessed, *, as_of=None, published=None, changed=None):
    """The Reference of a statement's page here (`address`, absolute). `as_of` is the day that the
    page is pinned to, `published` and `changed` when readers first saw it and saw it change last;
    each may be None."""
    notes = [
        NOT_THE_WORDS.get(statement.form, ""),
        as_of and f"As of {in_words(as_of)}.",
        changed and f"Record last changed {in_words(changed)}.",
        published and not changed and f"Record published {in_words(published)}.",
    ]
    return Reference(
        key=f"parley-{statement.slug}",
        author=statement.speaker,
        title=title_from(statement.text),
        original_title=title_from(statement.original_text),
        original_language=statement.original_language,
        site=SITE,
        issued=statement.said_on,
        precision=statement.date_precision,
        url=address,
        accessed=accessed,
        language=statement.language,
        note=" ".join(filter(None, notes)),
        quote=statement.text if statement.form == Form.QUOTATION else "",
    )


def of_source(statement, citation, accessed):
    """The Reference of a source of the statement, led to the words where they are on record;
    `accessed` where the record does not say when it was read."""
    source = citation.source
    return Reference(
        key=source.slug,
        title=source.title,
        site=source.publisher,
        issued=source.published_on,
        url=citation.words_url or source.url,
        archived_url=source.archived_url,
        accessed=source.accessed_on or accessed,
        language=source.language,
        quote=quoted_in(statement, citation),
        news=source.kind in IN_THE_NEWS,
    )


def quoted_in(statement, citation):
    """The words as the source has them: those that were found in it, or the statement's in the
    source's own language."""
    if statement.form != Form.QUOTATION:
        return ""
    told = {
        statement.language: statement.text,
        statement.original_language: statement.original_text,
    }
    return citation.exact or told.get(citation.source.language, "")


def title_from(text):
    """The words themselves, without a full stop; longer ones end after a whole word."""
    text = on_one_line(text).removesuffix(".")
    if len(text) <= LONGEST_TITLE:
        return text
    begun = text[:LONGEST_TITLE].rpartition(" ")[0] or text[:LONGEST_TITLE]
    return f"{begun.rstrip(' ,;:.–-')}…"
