"""What a search asks of the record: whom its names mean, and the condition on statements."""

from dataclasses import replace
from functools import cached_property

from django.db.models import Exists, Q

from positions.models import Actor, Coding, Official, Statement
from positions.models.search import any_grammar, as_printed, in_words, matching_all

from .language import Unreadable, Words, parse, written
from .operators import OfCoding, meaning, names_like
from .spellings import SHORTEST, Known, Spellings, is_acronym, tokens


class Search:
    """A search as it was typed. `problems` are sentences on what cannot be read."""

    def __init__(self, typed):
        self.problems = []
        try:
            self.alternatives = [self.with_whole_names(terms) for terms in parse(typed)]
        except Unreadable as problem:
            self.alternatives, self.problems = [], [str(problem)]
        self.meanings = {term: self.meaning(term) for terms in self.alternatives for term in terms}

    @cached_property
    def spellings(self):
        return Spellings(
            [Known(official.pk, official.names) for official in Official.objects.all()],
            [actor.names for actor in Actor.objects.all()],
        )

    def with_whole_names(self, terms):
        """Words side by side that spell one name are one term, the longest name first."""
        found, at = [], 0
        while at < len(terms):
            end = self.end_of_name(terms, at)
            name = " ".join(term.text for term in terms[at:end]) if end > at + 1 else ""
            found.append(Words(name) if name else terms[at])
            at = end
        return found

    def end_of_name(self, terms, at):
        end = at
        while end < len(terms) and isinstance(terms[end], Words) and not terms[end].excluded:
            end += 1
        while end > at + 1:
            if self.spellings.knows(" ".join(term.text for term in terms[at:end])):
                return end
            end -= 1
        return at + 1

    @property
    def wanted(self):
        """The query that each word wanted gives, in any spelling; None where none is wanted."""
        query = None
        for term in self.meanings:
            if isinstance(term, Words) and not term.excluded:
                for text in self.spelt(term):
                    one = any_grammar(text)
                    query = one if query is None else query | one
        return query

    @property
    def of_one_coding(self):
        """What is asked of one and the same coding, as a condition on codings; None where
        alternatives ask for several, or something must not be coded so."""
        asked = [(t, m) for t, m in self.meanings.items() if isinstance(m, OfCoding)]
        if asked and len(self.alternatives) > 1:
            return None
        if any(term.excluded != of_coding.absent for term, of_coding in asked):
            return None
        condition = Q()
        for _term, of_coding in asked:
            condition &= of_coding.condition
        return condition

    def spelt(self, term):
        """The texts that a term is found by, its own first."""
        return [term.text, *sorted(self.spellings.of(term.text)[0] - {term.text})]

    def condition(self, **coded):
        """The condition on statements. `coded` are lookups of codings that are asked for beside
        the search: they and the search's own name one and the same coding."""
        condition = Q()
        for terms in self.alternatives:
            condition |= self.all_of(terms, coded)
        return condition

    def all_of(self, terms, coded):
        plain, holds, own, without = [], Q(), Q(**coded), []
        for term in terms:
            meaning = self.meanings[term]
            if meaning is None:
                plain.append(term)
            elif isinstance(meaning, OfCoding) and term.excluded != meaning.absent:
                without.append(meaning.condition)
            elif isinstance(meaning, OfCoding):
                own &= meaning.condition
            else:
                holds &= ~meaning if term.excluded else meaning
        codings = Coding.objects.standing().of_each_statement()
        if own != Q(**coded):
            holds &= Q(Exists(codings.filter(own)))
        for condition in without:
            holds &= ~Q(Exists(codings.filter(own, condition)))
        return matching_all(plain) & holds

    def meaning(self, term):
        """A condition on statements, one on their codings, or None for words as they stand."""
        if not isinstance(term, Words):
            try:
                return meaning(term, self.spellings)
            except Unreadable as problem:
                self.problems.append(str(problem))
                return Q(pk=None)
        spelt, people = self.spellings.of(term.text)
        if not spelt and not people:
            return None
        condition, anyhow = Q(official__in=people), None
        for text in self.spelt(term):
            if len(text) < SHORTEST and not people:
                condition |= as_printed(text.upper())  # US, and not us.
            else:
                one = any_grammar(text)
                anyhow = one if anyhow is None else anyhow | one
        return condition if anyhow is None else condition | Q(search=anyhow)

    def instead(self):
        """Other searches, at most three: with a name on record in the place of a word that is like
        it and in no known spelling; where a statement has the word, only of one very like it."""
        published, found = Statement.objects.published(), {}
        for term in self.meanings:
            if not isinstance(term, Words) or self.meanings[term] is not None:
                continue
            if is_acronym(term.text):
                continue
            if published.filter(in_words(term.text)).exists():
                people = self.spellings.like(term.text)
            else:
                likest = names_like(Official, term.text)
                people = [self.spellings.person(official.pk) for official in likest]
            for search in self.with_one_of(people, term):
                found[search] = None
        return [*found][:3]

    def with_one_of(self, people, term):
        """As typed, with each person's name in the place of a term and of what stands beside it
        and names the same person; only of such persons, where there are any."""
        others = [
            [self.with_name(terms, term, one) for terms in self.alternatives] for one in people
        ]
        fewest = min((sum(map(len, other)) for other in others), default=0)
        return [written(other) for other in others if sum(map(len, other)) == fewest]

    def with_name(self, terms, term, person):
        if term not in terms:
            return terms
        first = last = terms.index(term)
        while first > 0 and is_part(terms[first - 1], term, person):
            first -= 1
        while last + 1 < len(terms) and is_part(terms[last + 1], term, person):
            last += 1
        alone = first == last and " " not in term.text
        name = person.instead_of(tokens(term.text)[0]) if alone else person.name
        return [*terms[:first], replace(term, text=name), *terms[last + 1 :]]

    def without_each(self):
        """Pairs of a term and the search without it, as both are typed; none of one term alone."""
        for term in self.meanings:
            rest = [[one for one in terms if one != term] for terms in self.alternatives]
            if fewer := [terms for terms in rest if terms]:
                yield str(term), written(fewer)


def is_part(other, term, person):
    """Whether a neighbour of a term names the person too."""
    alike = isinstance(other, Words) and other.excluded == term.excluded
    return alike and all(map(person.is_named_by, tokens(other.text)))
