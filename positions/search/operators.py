"""What each operator of the search means: a condition on statements, or one on their codings. Of
several that a value fits, all are meant; one that fits nothing is Unreadable."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q
from django.db.models.functions import Greatest
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from positions.codebook import Form, Group, SourceKind, Stance
from positions.coverage import language_name
from positions.dates import parse_span
from positions.models import Actor, Citation, Official, Precondition, Statement, Topic
from positions.models.counts import language_of_words
from positions.models.groups import stances_in
from positions.models.permalinks import present_slugs
from positions.timeline import NO_POSITION, UNCODED

from .language import OPERATORS, Operator, Unreadable
from .spellings import fold, tokens

NO_DAY = _("“%(value)s” is not a day: type a year, a month or a day, such as %(operator)s:2022-12.")
NO_YEAR = _("“%(value)s” is not a year: type four digits, such as year:2022.")
NO_VALUE = _("“%(operator)s” needs a value after it, such as %(example)s.")
NO_OPERATOR = _(
    "There is no operator “%(operator)s:”; there are %(operators)s. To search for “%(typed)s” "
    "as it stands, put it in quotes."
)
UNKNOWN = {
    "actor": _("No actor is called “%(value)s”."),
    "speaker": _("No speaker is called “%(value)s”."),
    "topic": _("No topic is called “%(value)s”."),
    "precondition": _("No precondition is called “%(value)s”."),
    "stance": _("No stance is called “%(value)s”. There are %(choices)s."),
    "group": _("No group is called “%(value)s”. There are %(choices)s."),
    "form": _("No form is called “%(value)s”. There are %(choices)s."),
    "kind": _("No kind of source is called “%(value)s”. There are %(choices)s."),
    "language": _("No language is called “%(value)s”. There are %(choices)s."),
}
INSTEAD = _("Did you mean %(search)s?")
# How like a name must be to be offered instead, by PostgreSQL's word similarity.
ALIKE = 0.45
PROPOSITIONS = ["proposition", "proposition_uk", "proposition_ru"]
NAMES = {
    Actor: ["name", "name_uk", "name_ru", "short_name"],
    Official: ["name", "name_uk", "name_ru", "native_name"],
    Precondition: [*PROPOSITIONS, "slug"],
    Topic: ["name", "name_uk", "name_ru", "slug"],
}


@dataclass(frozen=True)
class OfCoding:
    """A condition on one coding of a statement, or that none fits it."""

    condition: Q
    absent: bool = False


def meaning(term, spellings):
    """What a language.Operator means."""
    if term.name not in MEANINGS:
        operators = ", ".join(f"{name}:" for name in OPERATORS)
        typed = f"{term.name}:{term.value}"
        told = {"operator": term.name, "operators": operators, "typed": typed}
        raise Unreadable(NO_OPERATOR % told)
    if not term.value:
        example = Operator(term.name, OPERATORS[term.name], term.excluded)
        raise Unreadable(NO_VALUE % {"operator": term, "example": example})
    return MEANINGS[term.name](term.value, spellings)


def actor(value, spellings):
    wanted = tokens(value)
    found = [
        one.pk
        for one in Actor.objects.all()
        if value.lower() == one.slug or wanted in map(tokens, one.names)
    ]
    return Q(actor__in=found) if found else renamed(actor, "actor", value, spellings, Actor)


def speaker(value, spellings):
    slugs = Official.objects.filter(slug=value.lower()).values_list("pk", flat=True)
    found = spellings.called(value) or [*slugs]
    institution = Q(official=None, role__iexact=value)
    if not found and not Statement.objects.published().filter(institution).exists():
        return renamed(speaker, "speaker", value, spellings, Official)
    return Q(official__in=found) | institution


def topic(value, spellings):
    found = named(value, Topic.objects.values_list("pk", "slug", "name", "name_uk", "name_ru"))
    if not found:
        return renamed(topic, "topic", value, spellings, Topic)
    return OfCoding(Q(precondition__topic__in=found))


def precondition(value, spellings):
    found = named(value, Precondition.objects.values_list("pk", "slug", *PROPOSITIONS))
    if not found:
        return renamed(precondition, "precondition", value, spellings, Precondition)
    return OfCoding(Q(precondition__in=found))


def stance(value, spellings):
    """A stance or a group of them."""
    if code := worded(value, lambda: Stance.choices):
        return OfCoding(Q(stance=code))
    if code := worded(value, lambda: Group.choices):
        return OfCoding(Q(stance__in=stances_in(code)))
    raise Unreadable(unknown("stance", value, [*Stance, *Group]))


def group(value, spellings):
    """What the speaker's side itself takes, as the filter has it."""
    code = worded(value, lambda: [*Group.choices, (UNCODED, NO_POSITION)])
    own = Q(claimed_by__isnull=True)
    if not code:
        raise Unreadable(unknown("group", value, [*Group, UNCODED]))
    if code == UNCODED:
        return OfCoding(own, absent=True)
    return OfCoding(own & Q(stance__in=stances_in(code)))


def year(value, spellings):
    span = span_of(value, NO_YEAR % {"value": value})
    if len(value) != 4:
        raise Unreadable(NO_YEAR % {"value": value})
    return Q(counts_on__range=(span.first, span.last))


def before(value, spellings):
    return Q(counts_on__lt=day_of(value, "before").first)


def after(value, spellings):
    return Q(counts_on__gt=day_of(value, "after").last)


def day_of(value, operator):
    return span_of(value, NO_DAY % {"value": value, "operator": operator})


def span_of(value, told):
    try:
        return parse_span(value)
    except ValueError:
        raise Unreadable(told) from None


def form(value, spellings):
    code = worded(value, lambda: Form.choices)
    if not code:
        raise Unreadable(unknown("form", value, Form))
    return Q(form=code)


def kind(value, spellings):
    code = worded(value, lambda: SourceKind.choices)
    if not code:
        raise Unreadable(unknown("kind", value, SourceKind))
    return Q(pk__in=Citation.objects.filter(source__kind=code).values("statement"))


def language(value, spellings):
    on_record = sorted(Statement.objects.languages_on_record())
    code = worded(value, lambda: [(code, language_name(code)) for code in on_record])
    if not code:
        raise Unreadable(unknown("language", value, on_record))
    return Q(Exact(language_of_words(), code))


MEANINGS = {
    "actor": actor,
    "speaker": speaker,
    "official": speaker,
    "topic": topic,
    "precondition": precondition,
    "stance": stance,
    "group": group,
    "year": year,
    "before": before,
    "after": after,
    "form": form,
    "kind": kind,
    "language": language,
}


def worded(value, choices):
    """The code that the value is, or that the site words so, in any of its languages: an address
    finds the same in all of them. `choices()` are pairs of a code and its label, which may have a
    colon and what explains it."""
    wanted = fold(value).replace("_", " ")
    for language_code, _name in settings.LANGUAGES:
        with override(language_code):
            pairs = [(code, fold(str(label))) for code, label in choices()]
        for code, label in pairs:
            if wanted in {code.replace("_", " "), label, label.partition(":")[0]}:
                return code
    return None


def named(value, rows):
    """The keys of the rows of (key, slug, *names) that have this slug, or else all of the words in
    one of the names."""
    rows = [*rows]
    by_slug = [pk for pk, slug, *_names in rows if slug == value.lower()]
    wanted = {*tokens(value)}
    return by_slug or [
        pk for pk, _slug, *names in rows if any(wanted <= {*tokens(name)} for name in names)
    ]


def renamed(means, name, value, spellings, model):
    """What is on record no more under a slug means what it is now; anything else is told."""
    slug = value.lower()
    if now := present_slugs(model, [slug]).get(slug):
        return means(now, spellings)
    told = UNKNOWN[name] % {"value": value}
    if alike := names_like(model, value):
        told = f"{told} {INSTEAD % {'search': f'{name}:{alike[0].slug}'}}"
    raise Unreadable(told)


def unknown(name, value, choices):
    """`choices` are all that could be meant, by their codes."""
    return UNKNOWN[name] % {"value": value, "choices": ", ".join(map(str, choices))}


def names_like(model, value):
    """The records of the model, at most three, whose name is most like this one."""
    like = Greatest(*(TrigramWordSimilarity(value, name) for name in NAMES[model]))
    return [*model.objects.annotate(like=like).filter(like__gt=ALIKE).order_by("-like", "pk")[:3]]
