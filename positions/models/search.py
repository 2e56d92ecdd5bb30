"""Full-text search: the words of a statement, each text by the grammar of its own language."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import Q

# Languages with a grammar of their own here; every other is matched word by word (simple).
GRAMMARS = {"en": "english", "ru": "russian"}
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
