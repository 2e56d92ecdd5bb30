"""What stands beside the rows of a statement's codings: what the words of the codebook mean, and
what the holder said before."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from positions.codebook import (
    GATE_MEANING,
    GATED,
    MEANINGS,
    DatePrecision,
    Gate,
    Stance,
    gate_in_words,
)
from positions.codes import Code
from positions.dates import last_day_of
from positions.models import Actor, Official, Precondition, Statement
from positions.models.reversals import Held, first_after, last_before, reverses

from .base import Rows
from .picking import told_apart
from .tenures import only_actor, tenures_on

REVERSES = mark_safe(  # nosec B308 # a constant
    "<strong>This stance reverses it:</strong> the note has to say what changed."
)
UNGATED = "Only “requires”, “rejects” and “rejects as a condition” have a gate."


class CodingRows(Rows):
    """Asks for a note where a stance is reversed, with two queries for all rows."""

    def clean(self):
        super().clean()
        day = day_of(self.instance)
        if not day:
            return
        moved = self.has_moved(day)
        rows = [
            row
            for row in self.forms
            if not row.errors
            and not self._should_delete_form(row)
            and (row.has_changed() or moved and row.instance.pk)
            and not row.instance.note
        ]
        before = last_before({Held.by(row.instance) for row in rows}, day, self.instance.pk)
        for row in rows:
            earlier = before.get(Held.by(row.instance))
            if earlier and reverses(row.instance.stance, earlier.stance):
                row.add_error("note", reversal(earlier))

    def has_moved(self, day):
        stored = Statement.objects.filter(pk=self.instance.pk).values_list("counts_on", flat=True)
        return stored.first() not in (None, day)

    def explain(self):
        """Tells beside each row what is known of it, as it is shown."""
        day = day_of(self.instance)
        rows = [(row, self.held(row.instance)) for row in self.forms]
        known = {held for _, held in rows if held.holder and held.precondition}
        before = last_before(known, day, self.instance.pk) if day else {}
        for row, held in rows:
            coding = row.instance
            precondition = coding.precondition if coding.precondition_id else None
            row.tell("precondition", background(precondition, before.get(held), coding.stance))
            row.tell("stance", stance_meaning(coding.stance))
            row.tell("gate", gate_meaning(coding.stance, coding.gate))

    def held(self, coding):
        held = Held.by(coding)
        return held if held.holder else held._replace(holder=self.instance.actor_id)


def day_of(statement):
    """The day that a statement counts on while it is being typed; None without a date."""
    if not statement.said_on or statement.date_precision not in DatePrecision.values:
        return None
    return last_day_of(statement.said_on, statement.date_precision)


def stance_meaning(stance):
    if stance not in MEANINGS:
        return ""
    meaning = MEANINGS[stance]
    return f"{meaning.holds} Not this: {meaning.is_not}" if meaning.is_not else meaning.holds


def gate_meaning(stance, gate):
    if gate not in Gate.values or not stance and gate == Gate.NONE:
        return ""
    if gate != Gate.NONE and stance not in GATED:
        return UNGATED if stance else GATE_MEANING[gate]
    return gate_in_words(stance, gate)


def background(precondition, earlier, stance):
    """A precondition's definition, and what its holder said of it before."""
    told = []
    if precondition:
        told.append(("definition", precondition.definition.rstrip(".") + "."))
    if earlier:
        told.append(("before", format_html("<strong>Before:</strong> {}.", in_words(earlier))))
        if reverses(stance, earlier.stance):
            told.append(("reversal", REVERSES))
    return format_html_join("", '<p class="{}">{}</p>', told)


def in_words(coding):
    """Rejects, in a settlement (Sergei Lavrov, 2 December 2022: “No.”; draft)."""
    statement = coding.statement
    return format_html(
        '{}{} (<a href="{}">{}</a>; {})',
        f"claimed by {coding.claimed_by.short_name}: " if coding.claimed_by_id else "",
        Code(coding.stance, coding.gate).label,
        reverse("admin:positions_statement_change", args=[statement.pk]),
        told_apart(statement),
        statement.get_status_display().lower(),
    )


def reversal(earlier):
    return format_html(
        "This is on the other side than the stance before, so a note is needed: say what changed. "
        "Before: {}.",
        in_words(earlier),
    )


def explain(formsets):
    for shown in formsets:
        if isinstance(shown.formset, CodingRows):
            shown.formset.explain()


def warn_of_next(desk, request, form, formset):
    """Says where a later coding without a note may have become the reversal of one that was saved
    here."""
    statement = form.instance
    codings = formset.new_objects + [coding for coding, _ in formset.changed_objects]
    if {"said_on", "date_precision"} & {*form.changed_data}:
        codings = [*statement.codings.select_related("holder", "precondition")]
    later = first_after({Held.by(c) for c in codings}, day_of(statement), statement.pk)
    for coding in codings:
        after = later.get(Held.by(coding))
        if after and not after.note and reverses(coding.stance, after.stance):
            told = format_html(
                "{}: a later stance is on the other side and has no note. Look whether it is the "
                "reversal now: {}.",
                coding,
                in_words(after),
            )
            desk.message_user(request, told, messages.WARNING)


class BackgroundAsked(forms.Form):
    """A row of a form that is still being filled in."""

    precondition = forms.ModelChoiceField(Precondition.objects)
    holder = forms.ModelChoiceField(Actor.objects, required=False)
    claimed_by = forms.ModelChoiceField(Actor.objects, required=False)
    stance = forms.ChoiceField(choices=Stance, required=False)
    actor = forms.ModelChoiceField(Actor.objects, required=False)
    official = forms.ModelChoiceField(Official.objects, required=False)
    said_on = forms.DateField(input_formats=["%Y-%m-%d"])
    date_precision = forms.ChoiceField(choices=DatePrecision)
    statement = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def answer(self):
        self.is_valid()
        asked = self.cleaned_data
        precondition, stance = asked.get("precondition"), asked.get("stance", "")
        earlier = self.earlier(asked) if precondition and not self.errors else None
        return background(precondition, earlier, stance)

    def earlier(self, asked):
        day = last_day_of(asked["said_on"], asked["date_precision"])
        holder = asked["holder"] or asked["actor"]
        if not holder and asked["official"]:
            holder = only_actor(tenures_on(asked["official"], day))
        if not holder:
            return None
        claimant = asked["claimed_by"]
        held = Held(holder.pk, asked["precondition"].pk, claimant and claimant.pk)
        return last_before([held], day, asked["statement"]).get(held)


def background_view(request, desk):
    if not (desk.has_add_permission(request) or desk.has_view_or_change_permission(request)):
        raise PermissionDenied
    return HttpResponse(BackgroundAsked(request.GET).answer())
