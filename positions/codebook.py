"""The codebook's vocabulary: stances, gates, grades, and how they are told to readers.

Pure: no request, no query. The meaning of each word is the codebook's, version 1.1; the method page
and the admin print these same definitions.
"""

from dataclasses import dataclass

from django.db.models import IntegerChoices, TextChoices

VERSION = "1.1"


class Gate(TextChoices):
    """What the precondition is tied to: "X must happen before G"."""

    ENTER_TALKS = "enter_talks", "before talks"
    LEADERS_MEETING = "leaders_meeting", "before leaders meet"
    CEASEFIRE = "ceasefire", "before a ceasefire"
    SIGN = "sign", "in a settlement"
    DELIVER = "deliver", "before relief"
    NONE = "none", "no gate stated"


# What each gate says: with "requires", with "rejects", with "rejects as a condition".
GATE_SENTENCES = {
    Gate.ENTER_TALKS: (
        "No talks before this.",
        "Refused before talks, or no talks while it stands.",
        "Talks must not wait for this.",
    ),
    Gate.LEADERS_MEETING: (
        "Leaders do not meet before this.",
        "Refused before leaders meet, or no meeting while it stands.",
        "A leaders' meeting must not wait for this.",
    ),
    Gate.CEASEFIRE: (
        "No truce before this.",
        "Refused before a truce, or no truce while it stands.",
        "A truce must not wait for this.",
    ),
    Gate.SIGN: (
        "No final settlement without this.",
        "Refused before a settlement, or no settlement while it stands.",
        "A settlement must not wait for this.",
    ),
    Gate.DELIVER: (
        "Relief, release, recognition or aid is not given before this.",
        "Refused before relief, release, recognition or aid, or none while it stands.",
        "Relief, release, recognition or aid must not wait for this.",
    ),
}
NO_GATE = "It is wanted, refused or granted with no gate stated."
GATE_MEANING = {gate: said[0] for gate, said in GATE_SENTENCES.items()} | {Gate.NONE: NO_GATE}


class Stance(TextChoices):
    """Eight positions and one recorded non-position."""

    REQUIRES = "requires", "Requires"
    DEMANDS = "demands", "Demands"
    ACCEPTS = "accepts", "Accepts"
    ACCEPTS_IF = "accepts_if", "Accepts if"
    OPEN = "open", "Open to it"
    REJECTS = "rejects", "Rejects"
    REJECTS_AS_CONDITION = "rejects_as_condition", "Rejects as a condition"
    WAIVES = "waives", "Waives"
    NONCOMMITTAL = "noncommittal", "Declined to say"


class Group(TextChoices):
    """Stances as they are shown together."""

    WANTS = "wants", "Wants"
    MOVES = "moves", "Moves"
    REFUSES = "refuses", "Refuses"
    DECLINED = "declined", "Declined to say"


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
        "“No G until (or unless) X.”",
        "X is wanted, but no gate is stated: that is “demands”.",
        Group.WANTS,
        0,
    ),
    Stance.DEMANDS: Meaning(
        "“X must (or should) happen”, or the holder proposes X to others.",
        "",
        Group.WANTS,
        1,
    ),
    Stance.ACCEPTS: Meaning(
        "“We agree to X”, “we will do X”, “we do not object to X”.",
        "A date or a practical step is not a condition.",
        Group.MOVES,
        0,
    ),
    Stance.ACCEPTS_IF: Meaning(
        "“X, provided Y.” The note says what Y is.",
        "Y is only a detail of X: that is “accepts”.",
        Group.MOVES,
        1,
    ),
    Stance.OPEN: Meaning(
        "“X can be discussed.” Neither yes nor no.",
        "A polite non-answer is “declined to say”.",
        Group.MOVES,
        2,
    ),
    Stance.REJECTS: Meaning(
        "“No X.”",
        "Only the link to a gate is refused: that is “rejects as a condition”.",
        Group.REFUSES,
        0,
    ),
    Stance.REJECTS_AS_CONDITION: Meaning(
        "“G must not wait for X”; X itself is left open or even wanted.",
        "",
        Group.REFUSES,
        1,
    ),
    Stance.WAIVES: Meaning(
        "Drops its own earlier “requires” or “demands”, which is on record.",
        "Softer words without dropping it.",
        Group.MOVES,
        0,
    ),
    Stance.NONCOMMITTAL: Meaning(
        "Speaks of X and declines to take a side; leaves it to others.",
        "Not speaking of X is not recorded at all.",
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


def group(stance):
    return MEANINGS[stance].group


def side(stance):
    """ "for", "against" or "" for a stance (codebook, "A cell of the comparison": Split)."""
    return SIDES[group(stance)]


class Grade(TextChoices):
    """How well a position is on record. Computed, never typed."""

    A = "A", "An official record"
    B = "B", "A named official or a document, in a news agency or outlet"
    C = "C", "An institution without a name, or known only from a reprint"
    D = "D", "An unnamed person, or a claim about somebody else's position"


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
    HEAD = 1, "1: head of state or government"
    MINISTER = 2, "2: foreign or defence minister, security adviser, chief negotiator, envoy"
    SPOKESPERSON = 3, "3: spokesperson, deputy, ambassador, adviser"
    OTHER = 4, "4: anyone else"


class Classification(TextChoices):
    STATE = "state", "State"
    ALLIANCE = "alliance", "Alliance"
    INTERNATIONAL_ORGANISATION = "international_organisation", "International organisation"
    JOINT = "joint", "Joint statements of several"


class SourceKind(TextChoices):
    OFFICIAL_RECORD = "official_record", "Official record"
    NEWS_AGENCY = "news_agency", "News agency"
    NEWS_OUTLET = "news_outlet", "News outlet"
    REPRINT = "reprint", "Reprint or digest"


class Attribution(TextChoices):
    NAMED = "named", "A named official"
    INSTITUTION = "institution", "An institution without a name"
    UNNAMED = "unnamed", "An unnamed person"


class DatePrecision(TextChoices):
    DAY = "day", "Day"
    MONTH = "month", "Month"
    YEAR = "year", "Year"


class DateBasis(TextChoices):
    SAID = "said", "The day it was said"
    REPORTED = "reported", "The day it was reported"


class Form(TextChoices):
    QUOTATION = "quotation", "Quotation: the words themselves"
    MIXED = "mixed", "Mixed: our sentence with quoted words in “ ”"
    PARAPHRASE = "paraphrase", "Paraphrase: in our words"
    DOCUMENT = "document", "Document: decree, communique, memorandum"


class Translation(TextChoices):
    OURS = "ours", "Our translation"
    OFFICIAL = "official", "Official translation"
    SOURCE = "source", "The source's translation"


class Status(TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class SearchOutcome(TextChoices):
    NONE_FOUND = "none_found", "None found"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
