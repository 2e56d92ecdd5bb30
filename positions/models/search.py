"""Full-text search: the words of a statement, each text by the grammar of its own language."""

import re
from contextlib import contextmanager

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import OperationalError, connection, models, transaction
from django.db.models import Q
from psycopg.errors import QueryCanceled

# Languages with a grammar of their own here; every other is matched word by word (simple).
GRAMMARS = {"en": "english", "ru": "russian"}
# PostgreSQL takes each for a "not" and runs out of room for them.
LONE_HYPHENS = re.compile(r"-(?=[\s-]|$)")
PATIENCE = 2000  # milliseconds
EXCLUDED = re.compile(r'(?<!\S)-("[^"]*"?|\S+)')


class Lexemes(models.Func):
    """tsvector of pairs (text, language): Lexemes("text", "language", "original_text", ...)."""

    output_field = SearchVectorField()

    def as_sql(self, compiler, connection, **extra):
        columns = [compiler.compile(part)[0] for part in self.source_expressions]
        whens = "".join(
            f" WHEN '{code}' THEN to_tsvector('{grammar}'::regconfig, {{text}})"
            for code, grammar in GRAMMARS.items()
        )
        case = f"CASE {{language}}{whens} ELSE to_tsvector('simple'::regconfig, {{text}}) END"
        pairs = zip(columns[::2], columns[1::2], strict=True)
        return " || ".join(f"({case.format(text=t, language=lang)})" for t, lang in pairs), ()


def matching(words):
    """The condition that a statement's words match a web-style query: phrases in quotes, `or`,
    and `-word` for what must not occur. Never an error, whatever is typed."""
    words = LONE_HYPHENS.sub(" ", words)
    wanted = EXCLUDED.sub(" ", words).strip()
    condition = in_any_grammar(wanted) if wanted else Q()
    for excluded in EXCLUDED.findall(words):
        condition &= ~in_any_grammar(excluded)
    return condition


def in_any_grammar(words):
    condition = Q()
    for grammar in (*GRAMMARS.values(), "simple"):
        condition |= Q(search=SearchQuery(words, config=grammar, search_type="websearch"))
    return condition


class TooSlow(Exception):
    """A search did not end in time."""


@contextmanager
def bounded_in_time(patience=PATIENCE):
    """Queries within end after `patience` milliseconds or raise TooSlow; nothing is left half done,
    as they only read."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(patience)])
            yield
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow from error
        raise
