"""What a search asks of the record: whom its names mean, and the condition on statements."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Exists, Q
from django.db.models.functions import Greatest

from positions.codebook import Group, Stance
from positions.dates import parse_span
from positions.models import Actor, Coding, Official, Precondition, Statement, Topic
from positions.models.groups import stances_in
from positions.models.permalinks import present_slugs
from positions.models.search import any_grammar, in_words, matching_all

from .language import OPERATORS, TooLong, Words, parse
from .spellings import Known, Spellings, fold, tokens

TOO_LONG = "That is too much for one search: take fewer words."
NO_DAY = "“{}” is no day: type a year, a month or a day, such as {}:2022-12."
NO_VALUE = "Nothing stands behind “{}”: type what is meant, such as {}."
UNKNOWN = "No {} is called “{}”."
# How like a name must be to be offered instead, by PostgreSQL's word similarity.
ALIKE = 0.45
NAMES = {
    Actor: ["name", "short_name"],
    Official: ["name", "native_name"],
    Precondition: ["proposition", "slug"],
    Topic: ["name", "slug"],
}


@dataclass(frozen=True)
class OfCoding:
    """A condition on one coding of a statement."""

    condition: Q


class Search:
    """A search as it was typed. `problems` are sentences on what cannot be read."""

    def __init__(self, typed):
        self.problems = []
        try:
            self.alternatives = parse(typed)
        except TooLong:
            self.alternatives, self.problems = [], [TOO_LONG]
        self.meanings = {term: self.meaning(term) for terms in self.alternatives for term in terms}

    @cached_property
    def spellings(self):
        names = Official.objects.values_list("pk", "name", "native_name", "other_names")
        return Spellings([Known(pk, (name, native, *others)) for pk, name, native, others in names])

    @property
    def wanted(self):
        """The query that each word wanted gives, in any spelling; None where none is wanted."""
        query = None
        for term in self.meanings:
            if isinstance(term, Words) and not term.excluded:
                one = self.spelt(term)
                query = one if query is None else query | one
        return query

    def spelt(self, term):
        query = any_grammar(term.text)
        for text in sorted(self.spellings.of(term.text)[0]):
            query = query | any_grammar(text)
        return query

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
            elif isinstance(meaning, OfCoding) and term.excluded:
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
            return getattr(self, term.name)(term.value) if term.value else self.lacking(term)
        spelt, people = self.spellings.of(term.text)
        if not spelt and not people:
            return None
        return Q(search=self.spelt(term)) | Q(official__in=people)

    def instead(self):
        """Other searches, at most three: with a name on record in the place of a word that is like
        it and in no statement, nor in any known spelling."""
        published, found = Statement.objects.published(), {}
        for term in self.meanings:
            if not isinstance(term, Words) or self.meanings[term] is not None:
                continue
            if not published.filter(in_words(term.text)).exists():
                for person in names_like(Official, term.text):
                    found[self.with_another(term, person.name)] = None
        return [*found][:3]

    def with_another(self, term, name):
        """As typed, with a name in the place of a term."""
        other = replace(term, text=name if " " in term.text else name.split()[-1])
        return " OR ".join(
            " ".join(str(other if one == term else one) for one in terms)
            for terms in self.alternatives
        )

    # The operators: what each value means. Of several that a name fits, all are meant.

    def actor(self, value):
        names = Actor.objects.values_list("pk", "slug", "name", "short_name", "other_names")
        found = [
            pk
            for pk, slug, name, short, others in names
            if fold(value) in {slug, fold(name), fold(short), *map(fold, others)}
        ]
        return Q(actor__in=found) if found else self.unknown("actor", value, Actor)

    def speaker(self, value):
        slugs = Official.objects.filter(slug=value.lower()).values_list("pk", flat=True)
        found = self.spellings.called(value) or [*slugs]
        institution = Q(official=None, role__iexact=value)
        if not found and not Statement.objects.published().filter(institution).exists():
            return self.unknown("speaker", value, Official)
        return Q(official__in=found) | institution

    def topic(self, value):
        found = named(value, Topic.objects.values_list("pk", "slug", "name"))
        if not found:
            return self.unknown("topic", value, Topic)
        return OfCoding(Q(precondition__topic__in=found))

    def precondition(self, value):
        found = named(value, Precondition.objects.values_list("pk", "slug", "proposition"))
        if not found:
            return self.unknown("precondition", value, Precondition)
        return OfCoding(Q(precondition__in=found))

    def stance(self, value):
        """A stance or a group of them, by its code or as the site words it."""
        wanted = fold(value).replace("_", " ")
        for code, label in Stance.choices:
            if wanted in {code.replace("_", " "), fold(label)}:
                return OfCoding(Q(stance=code))
        for code, label in Group.choices:
            if wanted in {code, fold(label)}:
                return OfCoding(Q(stance__in=stances_in(code)))
        return self.unknown("stance", value)

    def before(self, value):
        span = self.span("before", value)
        return Q(counts_on__lt=span.first) if span else Q(pk=None)

    def after(self, value):
        span = self.span("after", value)
        return Q(counts_on__gt=span.last) if span else Q(pk=None)

    def span(self, name, value):
        try:
            return parse_span(value)
        except ValueError:
            self.problems.append(NO_DAY.format(value, name))
            return None

    def lacking(self, term):
        example = replace(term, value=OPERATORS[term.name])
        self.problems.append(NO_VALUE.format(term, example))
        return Q(pk=None)

    def unknown(self, name, value, model=None):
        """What is on record no more under a slug means what it is now; anything else is told."""
        slug = value.lower()
        if model and (now := present_slugs(model, [slug]).get(slug)):
            return getattr(self, name)(now)
        told = UNKNOWN.format(name, value)
        if model and (alike := names_like(model, value)):
            told += f" Did you mean {name}:{alike[0].slug}?"
        self.problems.append(told)
        return Q(pk=None)


def named(value, rows):
    """The keys of the rows of (key, slug, words) that have this slug, or else all of the words."""
    rows = [*rows]
    by_slug = [pk for pk, slug, _ in rows if slug == value.lower()]
    wanted = {*tokens(value)}
    return by_slug or [pk for pk, _, words in rows if wanted <= {*tokens(words)}]


def names_like(model, value):
    """The records of the model, at most three, whose name is most like this one."""
    like = Greatest(*(TrigramWordSimilarity(value, name) for name in NAMES[model]))
    return [*model.objects.annotate(like=like).filter(like__gt=ALIKE).order_by("-like", "pk")[:3]]
