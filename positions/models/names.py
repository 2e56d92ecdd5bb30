"""Names of records in the language of the page, for queries that ask for names alone."""

from django.db.models import Case, F, When

from positions.languages import is_english, page_tag


def in_page_language(lookup):
    """An expression of the words at `lookup`, such as `official__name`, as languages.called() tells
    them of a record."""
    if is_english():
        return F(lookup)
    translated = f"{lookup}_{page_tag()}"
    return Case(When(**{translated: ""}, then=F(lookup)), default=F(translated))
