"""A statement's source: its exact words are proved where a text of it was pasted."""

from positions.articles.folding import fold
from positions.articles.proving import Pasted

from .article_rows import not_verbatim
from .forms import RecordForm

CONTEXT = ["exact", "prefix", "suffix"]
# The most characters that the words before or after can lie apart over.
CONTEXT_READ = 1000


class CitationForm(RecordForm):
    class Meta:
        help_texts = {
            "prefix": "Filled in where the article was pasted.",
            "suffix": "Filled in where the article was pasted.",
        }

    def clean(self):
        given = super().clean()
        source, exact = given.get("source"), (given.get("exact") or "").strip()
        changed = {"source"} & {*self.changed_data}
        for name in CONTEXT:
            # A box takes the line breaks out of words; that is no change of them.
            stored = self.initial.get(name) or ""
            if squeezed(given.get(name)) == squeezed(stored):
                given[name] = stored
            else:
                changed.add(name)
        if not (source and exact and changed) or self.errors:
            return given
        if articles := [Pasted(text) for text in source.articles.texts()]:
            if changed & {"source", "exact"}:
                # What stood around other words is found anew.
                given.update({name: "" for name in CONTEXT[1:] if name not in changed})
            self.prove(given, exact, articles)
        return given

    def prove(self, given, exact, articles):
        places = [(article, span) for article in articles for span in article.find(exact)]
        if not places:
            return self.add_error("exact", not_verbatim(articles[0], exact))
        for name, stands in (("prefix", stands_before), ("suffix", stands_after)):
            if words := squeezed(given.get(name)):
                places = [(a, span) for a, span in places if stands(a, span, words)]
                if not places:
                    return self.add_error(name, "These words do not stand there in the article.")
        article, span = places[0]
        found = article.selector(span)
        for name in CONTEXT:
            if name == "exact" or not (given.get(name) or "").strip():
                given[name] = getattr(found, name)


def squeezed(words):
    return "".join(fold(words or "").text.split())


def stands_before(article, span, words):
    return squeezed(article.text[max(span[0] - CONTEXT_READ, 0) : span[0]]).endswith(words)


def stands_after(article, span, words):
    return squeezed(article.text[span[1] : span[1] + CONTEXT_READ]).startswith(words)
