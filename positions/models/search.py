"""Full-text search: the words of a statement, each text by the grammar of its own language."""

import re
from contextlib import contextmanager

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVectorField
from django.db import OperationalError, models, transaction
from django.db.models import Case, Q, When
from django.db.models.lookups import Exact
from psycopg.errors import QueryCanceled

from positions.replicas import read_from, reading

# Languages with a grammar of their own here; every other is matched word by word.
GRAMMARS = {"en": "english", "ru": "russian"}
OTHERS = "simple"
# Before the name of each: the same without accents (migration 0007).
PLAIN = "plain_"
ALL_GRAMMARS = [PLAIN + grammar for grammar in (*GRAMMARS.values(), OTHERS)]
# Two characters that no text has: they are private to each program.
MARKS = "\ue000", "\ue001"
PATIENCE = 2000  # milliseconds
# The limit as it was, and another one until the end of the transaction.
LIMITED = """SELECT current_setting('statement_timeout'),
    set_config('statement_timeout', %s, true)"""


class Lexemes(models.Func):
    """tsvector of pairs (text, language): Lexemes("text", "language", "original_text", ...), by
    the grammars whose names begin with `prefix`."""

    output_field = SearchVectorField()

    def as_sql(self, compiler, connection, **extra):
        prefix = self.extra.get("prefix", "")
        columns = [compiler.compile(part)[0] for part in self.source_expressions]
        whens = "".join(
            f" WHEN '{code}' THEN to_tsvector('{prefix}{grammar}'::regconfig, {{text}})"
            for code, grammar in GRAMMARS.items()
        )
        others = f"to_tsvector('{prefix}{OTHERS}'::regconfig, {{text}})"
        case = f"CASE {{language}}{whens} ELSE {others} END"
        pairs = zip(columns[::2], columns[1::2], strict=True)
        return " || ".join(f"({case.format(text=t, language=lang)})" for t, lang in pairs), ()


def matching_all(terms):
    """The condition that a statement's words match all of these terms (search.language.Words); a
    word that a grammar passes over, such as "the", is not asked for in it."""
    condition, wanted = Q(), [term.text for term in terms if not term.excluded]
    for grammar in ALL_GRAMMARS:
        query = None
        for text in wanted:
            one = phrase(text, grammar)
            query = one if query is None else query & one
        if query is not None:
            condition |= Q(search=query)
    for term in terms:
        if term.excluded:
            condition &= ~Q(search=any_grammar(term.text))
    return condition


def any_grammar(text):
    """The query that a text has these words in their order, by the grammar of any language."""
    query = None
    for grammar in ALL_GRAMMARS:
        one = phrase(text, grammar)
        query = one if query is None else query | one
    return query


def in_words(text):
    """The condition that a statement has these words; every one has those that the grammar of some
    language passes over."""
    condition = Q(search=any_grammar(text))
    for grammar in GRAMMARS.values():
        nodes = {"function": "numnode", "output_field": models.IntegerField()}
        condition |= Q(Exact(models.Func(phrase(text, PLAIN + grammar), **nodes), 0))
    return condition


def as_printed(word):
    """The condition that a statement has this word in these very letters, so that US is not us; the
    words are looked up first, as only they have an index."""
    letters = rf"\m{re.escape(word)}\M"
    printed = Q(text__regex=letters) | Q(original_text__regex=letters)
    return Q(search=any_grammar(word)) & printed


def phrase(text, grammar):
    return SearchQuery(text, config=grammar, search_type="phrase")


def marked(field, language, query):
    """The text with MARKS around each word that the query finds, by the grammar of its language."""

    def within(grammar):
        options = {"start_sel": MARKS[0], "stop_sel": MARKS[1], "highlight_all": True}
        return SearchHeadline(field, query, config=PLAIN + grammar, **options)

    by_language = (When(**{language: code}, then=within(name)) for code, name in GRAMMARS.items())
    return Case(*by_language, default=within(OTHERS))


def marks(query):
    """Both texts of a statement so, by their names."""
    texts = {"text": "language", "original_text": "original_language"}
    return {f"marked_{text}": marked(text, language, query) for text, language in texts.items()}


class TooSlow(Exception):
    """A search did not end in time."""


@contextmanager
def bounded_in_time(patience=PATIENCE):
    """Queries within end after `patience` milliseconds or raise TooSlow; nothing is left half done,
    as they only read."""
    try:
        with transaction.atomic(using=read_from()), reading().cursor() as cursor:
            cursor.execute(LIMITED, [str(patience)])
            before, _ = cursor.fetchone()
            yield
            cursor.execute(LIMITED, [before])
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow from error
        raise
