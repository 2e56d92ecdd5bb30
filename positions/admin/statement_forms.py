"""The statement's form and its rows: what is filled in, and what is checked beside its field."""

from itertools import count

from django.utils.text import slugify

from positions.codebook import Attribution
from positions.dates import last_day_of
from positions.models import Statement

from .forms import RecordForm
from .tenures import none_covers, tenures_on

SHOWN_OF_DATE = {"day": 10, "month": 7, "year": 4}


class StatementForm(RecordForm):
    filled_in = ["slug", "actor"]

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
        if not given.get("actor") and "actor" not in self.errors:
            self.add_error("actor", "Choose the actor that the speaker speaks for.")
        if not given.get("official") and given.get("attribution") == Attribution.NAMED:
            self.add_error(
                "attribution", "A named official must be chosen, or another kind of speaker."
            )
        if not given.get("slug") and not self.errors:
            given["slug"] = next_slug(**given)
        return given

    def account_for_role(self, given):
        """Actor and role from the official's tenures on the day; refused where there is none."""
        official, actor = given["official"], given.get("actor")
        day = last_day_of(given["said_on"], given["date_precision"])
        tenures = tenures_on(official, day)
        if not actor and "actor" not in self.errors and len({t.actor_id for t in tenures}) == 1:
            actor = given["actor"] = tenures[0].actor
        held = [tenure for tenure in tenures if tenure.actor == actor]
        if held and not given.get("role"):
            given["role"] = held[0].role
        if actor and not held and not given.get("outside_tenure"):
            self.add_error("official", none_covers(official, actor, day))


def next_slug(*, said_on, date_precision, actor, official, role, **given):
    """2022-12-02-russia-peskov-1, as precise as the date: 2022-09-russia-nebenzya-1. Without an
    official the institution stands in the place of the name."""
    name = official.slug.rpartition("-")[2] if official else slugify(role)
    day = said_on.isoformat()[: SHOWN_OF_DATE[date_precision]]
    stem = "-".join(filter(None, [day, actor.slug[:40], name[:20]])).strip("-")
    taken = {*Statement.objects.filter(slug__startswith=stem).values_list("slug", flat=True)}
    return next(slug for n in count(1) if (slug := f"{stem}-{n}") not in taken)


class CodingForm(RecordForm):
    filled_in = ["holder"]

    class Meta:
        help_texts = {"holder": "Whose position the words express. Empty: the statement's actor."}

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
