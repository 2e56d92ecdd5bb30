"""The statement's form and its rows: what is filled in, and what is checked beside its field."""

from itertools import count

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from positions.codebook import Attribution, Status
from positions.codes import CODES
from positions.dates import last_day_of
from positions.models import Statement
from positions.models.permalinks import taken_slugs

from .alike import Ruling, look, words_of
from .forms import CHOOSE_GATE, CHOOSE_STANCE, RecordForm
from .tenures import none_covers, only_actor, tenures_on

SHOWN_OF_DATE = {"day": 10, "month": 7, "year": 4}
# Where one of these changes, the statement may look like others than before.
LOOKS = {"text", "original_text", "official", "actor", "said_on", "date_precision"}
LOOKS_ALIKE = mark_safe(  # nosec B308 # a constant
    'This looks like what is on record already. <a href="#alike">Compare, and say what it is.</a>'
)


class StatementForm(RecordForm):
    """`alike` has the statements that look like this one and wait for the editor's choice, and
    `said_again_in` the later one that was chosen as a restatement of this."""

    filled_in = ["slug", "actor"]
    ruling = Ruling()
    alike, too_slow, words, said_again_in = (), False, None, None
    # Fields that something told already leaves open: nothing more is said of them.
    left_open = frozenset()

    class Meta:
        help_texts = {
            "text": "In a mixed form, quoted words stand inside “ ”.",
            "actor": "Whom the speaker speaks for. Filled in from the official's tenure if empty.",
            "role": "The office or institution as printed. Filled in from the tenure if empty.",
        }

    def clean(self):
        given = super().clean()
        if given.get("official") and given.get("said_on") and given.get("date_precision"):
            self.account_for_role(given)
        if not (given.get("actor") or "actor" in self.errors or "actor" in self.left_open):
            self.add_error("actor", "Choose the actor that the speaker speaks for.")
        nobody = not given.get("official") and "official" not in self.errors
        if nobody and given.get("attribution") == Attribution.NAMED:
            self.add_error(
                "attribution", "A named official must be chosen, or another kind of speaker."
            )
        self.restate(given)
        self.look_for_alike(given)
        if not given.get("slug") and not self.errors:
            given["slug"] = next_slug(**given)
        return given

    def restate(self, given):
        """Links the statement that the editor chose; what is said again was said by the same
        speaker and not later."""
        self.ruling = Ruling.read(self.data, self.prefix)
        if self.ruling.choice == "restates":
            given["restates"] = Statement.objects.filter(pk=self.ruling.chosen).first()
        earlier, day = given.get("restates"), given.get("said_on")
        if not (earlier and day and given.get("date_precision")):
            return
        if earlier.status == Status.WITHDRAWN:
            self.add_error("restates", "That was withdrawn, so nothing restates it.")
        elif not same_speaker(earlier, given):
            self.add_error("restates", f"That is {earlier.speaker}'s, so somebody else's words.")
        elif last_day_of(day, given["date_precision"]) < earlier.counts_on:
            self.restate_by(earlier, given)

    def restate_by(self, later, given):
        """The chosen one is the restatement, where it is the later of the two."""
        if self.ruling.choice != "restates":
            told = f"That was said later, on {later.said_when}: enter this one there."
            self.add_error("restates", told)
        elif later.restates_id:
            self.add_error("restates", f"{later} is a restatement of another statement already.")
        else:
            given["restates"], self.said_again_in = self.instance.restates, later

    def look_for_alike(self, given):
        self.words = words_of(given, self.instance.pk)
        if not self.words or not (LOOKS & {*self.changed_data}):
            return
        self.alike, self.too_slow = look(self.words, self.ruling.settled)
        if self.alike:
            self.add_error(None, LOOKS_ALIKE)

    def account_for_role(self, given):
        """Actor and role from the official's tenures on the day; refused where there is none."""
        official, actor = given["official"], given.get("actor")
        day = last_day_of(given["said_on"], given["date_precision"])
        tenures = tenures_on(official, day)
        if not actor and "actor" not in self.errors:
            actor = given["actor"] = only_actor(tenures)
        held = [tenure for tenure in tenures if tenure.actor == actor]
        if held and not given.get("role"):
            given["role"] = held[0].role
        if held or given.get("outside_tenure"):
            return
        # The role follows from the tenure, once there is one.
        self.left_open = {"role"}
        if actor or not (tenures or "actor" in self.errors):
            self.left_open = {"actor", "role"}
            self.add_error("official", outside(official, actor, day))

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | self.left_open


def outside(official, actor, day):
    """What is known, and the two ways on."""
    return format_html(
        '{} <a href="{}#tenures-group" target="_blank" rel="noopener">Add the tenure</a> that is '
        "missing, or tick “Outside known tenures” and give actor and role as printed.",
        none_covers(official, actor, day),
        reverse("admin:positions_official_change", args=[official.pk]),
    )


def same_speaker(statement, given):
    """The same official, or the same actor where none is named."""
    official, actor = given.get("official"), given.get("actor")
    if official or statement.official_id:
        return statement.official_id == (official and official.pk)
    return statement.actor_id == (actor and actor.pk)


def next_slug(*, said_on, date_precision, actor, official, role, **given):
    """2022-12-02-russia-peskov-1, as precise as the date: 2022-09-russia-nebenzya-1. Without an
    official the institution stands in the place of the name."""
    name = official.slug.rpartition("-")[2] if official else slugify(role)
    day = said_on.isoformat()[: SHOWN_OF_DATE[date_precision]]
    stem = "-".join(filter(None, [day, actor.slug[:40], name[:20]])).strip("-")
    taken = taken_slugs(Statement, stem)
    return next(slug for n in count(1) if (slug := f"{stem}-{n}") not in taken)


class CodingForm(RecordForm):
    filled_in = ["holder"]
    # What is told beside these fields follows what is chosen (coding_help.py, admin-coding.js).
    told = ["precondition", "stance", "gate"]
    coded = {"precondition", "holder", "claimed_by", "stance", "gate", "note"}

    class Meta:
        help_texts = {
            "holder": "Whose position the words express. Empty: the statement's actor.",
            "note": "For “accepts if”: the condition. For a reversal: what changed.",
        }
        error_messages = {"stance": CHOOSE_STANCE, "gate": CHOOSE_GATE}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.told:
            self.tell(name, "")
        if self.instance.second_stance:
            self.lock()

    def lock(self):
        """What was coded twice is changed by settling it, not here."""
        for name in self.fields.keys() & self.coded:
            self.fields[name].disabled = True
        if "stance" in self.fields:
            self.fields["stance"].choices = CODES

    def _get_validation_exclusions(self):
        locked = {name for name, field in self.fields.items() if field.disabled}
        return super()._get_validation_exclusions() | locked

    def tell(self, name, text):
        if name in self.fields:
            standing = self.base_fields[name].help_text
            # Not on the field only: what is bound to it was made before the row was checked.
            self[name].help_text = format_html('{}<div class="told">{}</div>', standing, text)

    def clean(self):
        given = super().clean()
        statement, holder = given.get("statement"), given.get("holder")
        if not statement or not statement.actor_id or "holder" in self.errors:
            return given
        if not holder:
            given["holder"] = statement.actor
        elif holder != statement.actor and not (given.get("claimed_by") or statement.on_behalf_of):
            self.add_error(
                "holder",
                f"The statement is {statement.actor}'s: a position of {holder} needs “claimed "
                "by”, or a joint statement that says on whose behalf it is made.",
            )
        return given
