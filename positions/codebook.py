"""The codebook's vocabulary: stances, gates, grades, and how they are told to readers.

Pure: no request, no query. The meaning of each word is the codebook's, version 1.1; the method page
and the admin print these same definitions. In files and at the desk the words are English, whatever
language a page is in.
"""

from dataclasses import dataclass

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from .languages import kept_in_each_language

VERSION = "1.1"


class Gate(TextChoices):
    """What the precondition is tied to: "X must happen before G"."""

    ENTER_TALKS = "enter_talks", _("before talks")
    LEADERS_MEETING = "leaders_meeting", _("before leaders meet")
    CEASEFIRE = "ceasefire", _("before a ceasefire")
    SIGN = "sign", _("in a settlement")
    DELIVER = "deliver", _("before relief")
    NONE = "none", _("no gate stated")


# What each gate says: with "requires", with "rejects", with "rejects as a condition".
GATE_SENTENCES = {
    Gate.ENTER_TALKS: (
        _("No talks before this."),
        _("Refused before talks, or no talks while it stands."),
        _("Talks must not wait for this."),
    ),
    Gate.LEADERS_MEETING: (
        _("Leaders do not meet before this."),
        _("Refused before leaders meet, or no meeting while it stands."),
        _("A leaders' meeting must not wait for this."),
    ),
    Gate.CEASEFIRE: (
        _("No truce before this."),
        _("Refused before a truce, or no truce while it stands."),
        _("A truce must not wait for this."),
    ),
    Gate.SIGN: (
        _("No final settlement without this."),
        _("Refused before a settlement, or no settlement while it stands."),
        _("A settlement must not wait for this."),
    ),
    Gate.DELIVER: (
        _("Relief, release, recognition or aid is not given before this."),
        _("Refused before relief, release, recognition or aid, or none while it stands."),
        _("Relief, release, recognition or aid must not wait for this."),
    ),
}
NO_GATE = _("It is wanted, refused or granted with no gate stated.")
GATE_MEANING = {gate: said[0] for gate, said in GATE_SENTENCES.items()} | {Gate.NONE: NO_GATE}


class Stance(TextChoices):
    """Eight positions and one recorded non-position."""

    REQUIRES = "requires", _("Requires")
    DEMANDS = "demands", _("Demands")
    ACCEPTS = "accepts", _("Accepts")
    ACCEPTS_IF = "accepts_if", _("Accepts if")
    OPEN = "open", _("Open to it")
    REJECTS = "rejects", _("Rejects")
    REJECTS_AS_CONDITION = "rejects_as_condition", _("Rejects as a condition")
    WAIVES = "waives", _("Waives")
    NONCOMMITTAL = "noncommittal", _("Declined to say")


class Group(TextChoices):
    """Stances as they are shown together."""

    WANTS = "wants", _("Wants")
    MOVES = "moves", _("Moves")
    REFUSES = "refuses", _("Refuses")
    DECLINED = "declined", _("Declined to say")


GATED = [Stance.REQUIRES, Stance.REJECTS, Stance.REJECTS_AS_CONDITION]
MUST_BE_GATED = [Stance.REQUIRES, Stance.REJECTS_AS_CONDITION]


@dataclass(frozen=True)
class Meaning:
    """How a stance reads: the paraphrase that must hold, what it is not, its group, and its rank
    among the stances of the group (0 is the most specific)."""

    holds: str
    is_not: str
    group: Group
    rank: int


MEANINGS = {
    Stance.REQUIRES: Meaning(
        _("“No G until (or unless) X.”"),
        _("X is wanted, but no gate is stated: that is “demands”."),
        Group.WANTS,
        0,
    ),
    Stance.DEMANDS: Meaning(
        _("“X must (or should) happen”, or the holder proposes X to others."),
        "",
        Group.WANTS,
        1,
    ),
    Stance.ACCEPTS: Meaning(
        _("“We agree to X”, “we will do X”, “we do not object to X”."),
        _("A date or a practical step is not a condition."),
        Group.MOVES,
        0,
    ),
    Stance.ACCEPTS_IF: Meaning(
        _("“X, provided Y.” The note says what Y is."),
        _("Y is only a detail of X: that is “accepts”."),
        Group.MOVES,
        1,
    ),
    Stance.OPEN: Meaning(
        _("“X can be discussed.” Neither yes nor no."),
        _("A polite non-answer is “declined to say”."),
        Group.MOVES,
        2,
    ),
    Stance.REJECTS: Meaning(
        _("“No X.”"),
        _("Only the link to a gate is refused: that is “rejects as a condition”."),
        Group.REFUSES,
        0,
    ),
    Stance.REJECTS_AS_CONDITION: Meaning(
        _("“G must not wait for X”; X itself is left open or even wanted."),
        "",
        Group.REFUSES,
        1,
    ),
    Stance.WAIVES: Meaning(
        _("Drops its own earlier “requires” or “demands”, which is on record."),
        _("Softer words without dropping it."),
        Group.MOVES,
        0,
    ),
    Stance.NONCOMMITTAL: Meaning(
        _("Speaks of X and declines to take a side; leaves it to others."),
        _("Not speaking of X is not recorded at all."),
        Group.DECLINED,
        3,
    ),
}

# The two sides that can be split or in conflict; declined to say is on neither.
SIDES = {Group.WANTS: "for", Group.MOVES: "for", Group.REFUSES: "against", Group.DECLINED: ""}


@dataclass(frozen=True)
class StanceTerm:
    """A stance as the method page prints it, with the attributes of a coding."""

    stance: Stance
    gate: Gate = Gate.NONE

    @property
    def stance_label(self):
        return self.stance.label

    @property
    def group(self):
        return self.meaning.group

    @property
    def meaning(self):
        return MEANINGS[self.stance]


def gate_in_words(stance, gate):
    """What a gate says with this stance; only the stances of GATED have one."""
    if gate == Gate.NONE:
        return NO_GATE
    return GATE_SENTENCES[gate][GATED.index(stance)]


@kept_in_each_language
def label(code):
    """The words of a code in the language of the page."""
    return str(code.label)


def group(stance):
    return MEANINGS[stance].group


def side(stance):
    """ "for", "against" or "" for a stance (codebook, "A cell of the comparison": Split)."""
    return SIDES[group(stance)]


class Grade(TextChoices):
    """How well a position is on record. Computed, never typed."""

    A = "A", _("An official record")
    B = "B", _("A named official or a document, in a news agency or outlet")
    C = "C", _("An institution without a name, or known only from a reprint")
    D = "D", _("An unnamed person, or a claim about somebody else's position")


def evidence_grade(attribution, form, source_kinds, *, is_claim=False):
    """The grade of a statement, or of a claim in it; None while no source is on record.

    A claim and an unnamed person are D wherever they are printed; an official record makes A;
    a name or a document needs an agency or outlet for B and is C where only a reprint is known.
    """
    if not source_kinds:
        return None
    if is_claim or attribution == "unnamed":
        return Grade.D
    if "official_record" in source_kinds:
        return Grade.A
    own_words = attribution == "named" or form == "document"
    return Grade.B if own_words and set(source_kinds) != {"reprint"} else Grade.C


class Authority(IntegerChoices):
    HEAD = 1, _("1: head of state or government")
    MINISTER = 2, _("2: foreign or defence minister, security adviser, chief negotiator, envoy")
    SPOKESPERSON = 3, _("3: spokesperson, deputy, ambassador, adviser")
    OTHER = 4, _("4: anyone else")


class Classification(TextChoices):
    STATE = "state", _("State")
    ALLIANCE = "alliance", _("Alliance")
    INTERNATIONAL_ORGANISATION = "international_organisation", _("International organisation")
    JOINT = "joint", _("Joint statements of several")


class SourceKind(TextChoices):
    OFFICIAL_RECORD = "official_record", _("Official record")
    NEWS_AGENCY = "news_agency", _("News agency")
    NEWS_OUTLET = "news_outlet", _("News outlet")
    REPRINT = "reprint", _("Reprint or digest")


class Attribution(TextChoices):
    NAMED = "named", _("A named official")
    INSTITUTION = "institution", _("An institution, no person named")
    UNNAMED = "unnamed", _("An unnamed person")


class DatePrecision(TextChoices):
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class DateBasis(TextChoices):
    SAID = "said", _("The day it was said")
    REPORTED = "reported", _("The day it was reported")


class Form(TextChoices):
    QUOTATION = "quotation", _("Quotation: the words themselves")
    MIXED = "mixed", _("Mixed: our sentence with quoted words in “ ”")
    PARAPHRASE = "paraphrase", _("Paraphrase: in our words")
    DOCUMENT = "document", _("Document: decree, communique, memorandum")


class Translation(TextChoices):
    OURS = "ours", _("Our translation")
    OFFICIAL = "official", _("Official translation")
    SOURCE = "source", _("The source's translation")


class Status(TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class SearchOutcome(TextChoices):
    NONE_FOUND = "none_found", _("None found")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
