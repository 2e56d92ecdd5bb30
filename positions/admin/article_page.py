"""An article's page: what is proposed, what is saved already, and the rows to pick from."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.utils import timezone

from positions.articles.known import Party, Person
from positions.articles.marking import marked
from positions.articles.proposals import Proposal, propose
from positions.articles.proving import Pasted, joined, told
from positions.codebook import Attribution, DateBasis, DatePrecision, Form
from positions.dates import last_day_of
from positions.models import Actor, Official, Tenure

ROWS = 20
# More than any report or transcript of this length contains.
MOST_PROPOSED = 1000
# Statements of a source that are compared with what is proposed, the newest first.
MOST_SAVED = 200
# How much of both a saved quotation and a proposal must share to be the same.
SAME = 0.3


@dataclass
class Proposed:
    """A Proposal with its number in the text; `statement` is what it was saved as, or None, and
    `page` otherwise the page that has its row."""

    number: int
    proposal: Proposal
    statement: object = None
    page: int = 0

    @property
    def who(self):
        proposal = self.proposal
        name = proposal.speaker or proposal.role or proposal.actor or "Nobody named"
        return f"{name}, {Form(proposal.form).label.partition(':')[0].lower()}"

    @property
    def at(self):
        """What tells it from the others; another where names came on record meanwhile."""
        return f"{self.number}:{self.words[0]}"

    @property
    def words(self):
        """The (start, end) of what readers are led to."""
        quoted = self.proposal.quoted
        if self.proposal.form == Form.QUOTATION and quoted:
            return quoted[0][0], quoted[-1][1]
        return self.proposal.span

    @property
    def is_direct(self):
        """Words between quote marks, of an official on record and of nobody else."""
        proposal = self.proposal
        return bool(proposal.person and proposal.quoted and not proposal.beside)

    def speaks(self, official):
        return bool(official and self.proposal.person and self.proposal.person.key == official)

    @property
    def is_new_name(self):
        return self.proposal.attribution == Attribution.NAMED and not self.proposal.person


class Reading:
    """An article as its page shows it. Queries: officials, tenures, actors, saved statements."""

    def __init__(self, article):
        self.article, self.source = article, article.source
        self.pasted = Pasted(article.text)
        tenures = Tenure.objects.select_related("actor").order_by("authority", "pk")
        officials = Official.objects.prefetch_related(Prefetch("tenures", tenures))
        self.officials = {str(official.pk): official for official in officials}
        self.actors = {str(actor.pk): actor for actor in Actor.objects.all()}
        self.saved = saved_from(self.source)
        found = propose(article.text, self.people(), self.parties(), self.day)
        self.is_too_much = len(found) > MOST_PROPOSED
        self.proposed = [
            Proposed(number, one) for number, one in enumerate(found[:MOST_PROPOSED], 1)
        ]
        self.match()
        for place, one in enumerate(self.waiting):
            one.page = place // ROWS + 1

    @property
    def number_saved(self):
        return len(self.proposed) - len(self.waiting)

    @property
    def is_fresh(self):
        """Before anything is saved, what is most likely wanted is picked already."""
        return not self.number_saved

    @property
    def is_cut(self):
        return len(self.saved) == MOST_SAVED

    @property
    def day(self):
        """The day to which "on Friday" refers."""
        return self.source.published_on or timezone.localdate()

    @property
    def waiting(self):
        return [one for one in self.proposed if not one.statement]

    def people(self):
        for official in self.officials.values():
            held = self.held(official, self.day) or [*official.tenures.all()][-1:]
            yield Person(
                official.name,
                held[0].actor.name if held else None,
                held[0].role if held else "",
                official.names[1:],
                official.pk,
            )

    def parties(self):
        return [Party(actor.name, actor.names[1:], actor.pk) for actor in self.actors.values()]

    def held(self, official, day):
        """The official's tenures that cover the day, the highest authority first."""
        return [
            tenure
            for tenure in official.tenures.all()
            if (tenure.start_date or day) <= day <= (tenure.end_date or day)
        ]

    def match(self):
        """Gives each saved statement of this source to the proposal whose words it shares most."""
        for citation in self.saved:
            span, statement = stands(citation, self.article.text), citation.statement
            likeness = {
                one.number: (shared(one.words, span), one.speaks(statement.official_id))
                for one in self.proposed
                if span
            }
            best = max(likeness, key=likeness.get, default=None)
            if best and likeness[best][0] >= SAME:
                self.proposed[best - 1].statement = statement

    def paragraphs(self):
        """The text in pieces, marked with the Proposed."""
        spans = [
            (*span, one)
            for one in self.proposed
            for span in one.proposal.quoted or [one.proposal.span]
        ]
        return marked(self.article.text, spans)

    def page(self, number):
        """The proposals that are not saved yet, some at a time."""
        return Paginator(self.waiting, ROWS).get_page(number)

    def initial(self, one):
        """What the row of a Proposed is filled in with."""
        proposal, text = one.proposal, self.article.text
        official = self.officials[str(proposal.person.key)] if proposal.person else None
        is_told = proposal.day_told and self.source.published_on
        precision = proposal.precision if is_told else DatePrecision.DAY
        held = self.held(official, last_day_of(proposal.said_on, precision)) if official else []
        party = proposal.party.key if proposal.party else None
        own = [tenure for tenure in held if tenure.actor_id == party] or held
        if proposal.form == Form.QUOTATION and proposal.quoted:
            words = joined(text, proposal.quoted)
        else:
            words = told(text, proposal.span, proposal.quoted)
        return {
            **self.blank(),
            "at": one.at,
            "take": one.is_direct and self.is_fresh,
            "text": words,
            "exact": text[slice(*one.words)],
            "form": proposal.form,
            "official": official and official.pk,
            "attribution": proposal.attribution,
            "actor": own[0].actor_id if own else party,
            "role": own[0].role if own else proposal.role,
            "said_on": proposal.said_on if is_told else None,
            "date_precision": precision if is_told else "",
            "date_basis": DateBasis.SAID if is_told else "",
        }

    def blank(self):
        """What a row of the editor's own begins with."""
        return {
            "form": Form.QUOTATION,
            "language": self.source.language,
            "attribution": Attribution.NAMED,
            # As for all.
            "date_precision": "",
            "date_basis": "",
        }

    def occasion(self):
        """All that is known of a statement without a day is when it was printed."""
        return {
            "said_on": self.source.published_on,
            "date_precision": DatePrecision.DAY,
            "date_basis": DateBasis.REPORTED,
        }


def saved_from(source):
    """The newest statements on record that cite the source, as Citations."""
    cited = source.citations.select_related("statement__actor", "statement__official")
    cited = cited.defer("statement__search").annotate(codings=Count("statement__codings"))
    return [*cited.order_by("-pk")[:MOST_SAVED]]


def stands(citation, text):
    """The span of a citation's words, or None."""
    if not citation.exact:
        return None
    at = text.find(citation.prefix + citation.exact + citation.suffix)
    at = text.find(citation.exact) if at < 0 else at + len(citation.prefix)
    return None if at < 0 else (at, at + len(citation.exact))


def shared(one, other):
    """How much of two spans is the same, from 0 to 1."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(common, 0) / (max(one[1], other[1]) - min(one[0], other[0]))
