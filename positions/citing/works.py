"""What is cited of a statement: its record here, and the sources that it came from."""

from django.utils.translation import gettext_lazy as _

from positions.codebook import Form, SourceKind
from positions.dates import in_words

from .reference import Reference, on_one_line

SITE = "Parley"
LONGEST_TITLE = 300
FIRST_WORDS = 100
MOST_SUBJECTS = 2
IN_THE_NEWS = {SourceKind.NEWS_AGENCY, SourceKind.NEWS_OUTLET, SourceKind.REPRINT}
IN_OUR_WORDS = {
    Form.PARAPHRASE: _("paraphrase"),
    Form.MIXED: _("paraphrase with quoted words"),
    Form.DOCUMENT: _("summary of a document"),
}


def of_record(statement, address, accessed, *, as_of=None, changed=None):
    """The Reference of a statement's page here (`address`, absolute): by the speaker where it is
    the very words, else by Parley. `as_of` is the day that the page is pinned to, `changed` when
    readers saw it change last; each may be None."""
    quotation = statement.form == Form.QUOTATION
    said = quotation and f"{statement.date_basis} {statement.said_when}"
    notes = [
        as_of and f"As of {in_words(as_of)}.",
        changed and f"Record last changed {in_words(changed)}.",
    ]
    return Reference(
        key=f"parley-{statement.slug}",
        author=author_of(statement),
        title=begun(statement.text, LONGEST_TITLE) if quotation else description_of(statement),
        descriptive=not quotation,
        status=", ".join(filter(None, [said, standing(statement)])),
        original_title=begun(statement.original_text, LONGEST_TITLE) if quotation else "",
        original_language=statement.original_language if quotation else "",
        site=SITE,
        issued=statement.published_at and statement.published_at.date(),
        said_on=statement.said_on,
        precision=statement.date_precision,
        url=address,
        accessed=accessed,
        language=statement.language,
        abstract=whole_text(statement),
        note=" ".join(filter(None, notes)),
        quote=statement.text if quotation else "",
    )


def author_of(statement):
    """Whose words the record's text is."""
    return statement.speaker if statement.form == Form.QUOTATION else SITE


def standing(statement):
    """What a title has to add: "paraphrase, unreviewed"; empty for the very words, once checked."""
    told = [IN_OUR_WORDS.get(statement.form, ""), "" if statement.reviewed_on else _("unreviewed")]
    return ", ".join(str(words) for words in told if words)


def description_of(statement):
    """The speaker, the day, and what the statement is coded on; uncoded, its first words."""
    opening = f"{statement.speaker}, {statement.said_when}"
    codings = statement.codings.all()
    subjects = [*dict.fromkeys(coding.precondition.proposition for coding in codings)]
    if not subjects:
        return f"{opening}: {begun(statement.text, FIRST_WORDS)}"
    more = len(subjects) - MOST_SUBJECTS
    named = [*subjects[:MOST_SUBJECTS], *([f"and {more} more"] if more > 0 else [])]
    return f"{opening}, on: {'; '.join(named)}"


def whole_text(statement):
    if not statement.original_text:
        return statement.text
    return f"{statement.text} Original ({statement.original_language}): {statement.original_text}"


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


def begun(text, longest):
    """The words themselves, without a full stop; longer ones end after a whole word."""
    text = on_one_line(text).removesuffix(".")
    if len(text) <= longest:
        return text
    kept = text[:longest].rpartition(" ")[0] or text[:longest]
    return f"{kept.rstrip(' ,;:.–-')}…"
