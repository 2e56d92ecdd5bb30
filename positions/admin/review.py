"""From a draft to readers and back, step by step: the desk's actions on statements.

The database holds to the steps too (positions/models/review.py); what it refuses is told here.
"""

from typing import NamedTuple

import pghistory
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from positions.codebook import Status
from positions.copies import forget_all
from positions.models import Statement
from positions.models.history import newest_numbers, newest_of_all

from .meanwhile import as_numbers, as_text
from .numbers import number_of
from .picking import choice
from .refusals import reason

# Statements that one action takes on, and those it names one by one when it cannot.
MOST = 500
NAMED = 20


class Step(NamedTuple):
    """`right` is what its taker must be allowed to do; `asks` makes it ask why first."""

    name: str
    label: str
    start: Status
    end: Status
    right: str
    done: str
    asks: str = ""


STEPS = [
    Step(
        "submit",
        "Submit for review",
        Status.DRAFT,
        Status.IN_REVIEW,
        "change",
        "Submitted for review",
    ),
    Step("publish", "Publish", Status.IN_REVIEW, Status.PUBLISHED, "publish", "Published"),
    Step(
        "send_back",
        "Send back to draft",
        Status.IN_REVIEW,
        Status.DRAFT,
        "publish",
        "Sent back to draft",
        "What is to be mended? The editor sees this, readers do not.",
    ),
    Step(
        "withdraw",
        "Withdraw",
        Status.PUBLISHED,
        Status.WITHDRAWN,
        "publish",
        "Withdrawn",
        "Why is it withdrawn? Readers see this, instead of the words and their meaning, unless "
        "they are led to the one that is kept.",
    ),
    Step(
        "reopen",
        "Reopen for review",
        Status.WITHDRAWN,
        Status.IN_REVIEW,
        "publish",
        "Reopened for review",
    ),
]
IN_WORDS = {
    Status.DRAFT: "a draft",
    Status.IN_REVIEW: "in review",
    Status.PUBLISHED: "published",
    Status.WITHDRAWN: "withdrawn",
}


class Listed(ActionForm):
    """Beside the choice of an action: at which versions the list was shown."""

    listed = forms.CharField(
        label="",
        required=False,
        widget=forms.HiddenInput,
        initial=lambda: as_text(newest_of_all(Statement)),
    )


class Why(forms.Form):
    why = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        error_messages={"required": "Give the reason."},
    )


class Withdrawal(Why):
    """Also asks for the statement that is kept, if those that are `selected` (a queryset) are
    duplicates of it; `kept` is the field for that."""

    def __init__(self, *args, kept, selected, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["duplicate_of"] = kept
        self.selected = [*selected.values_list("pk", flat=True)]

    def clean_duplicate_of(self):
        """Locks all of them, so that nobody makes the one that is kept a duplicate meanwhile."""
        if not (kept := self.cleaned_data["duplicate_of"]):
            return None
        if kept.pk in self.selected:
            raise forms.ValidationError("You are about to withdraw that one; choose another.")
        together = Statement.objects.filter(pk__in=[kept.pk, *self.selected]).order_by("pk")
        locked = together.select_for_update(no_key=True).values_list("pk", "status")
        if dict(locked)[kept.pk] != Status.PUBLISHED:
            raise forms.ValidationError(
                "Readers do not see that one; choose a statement that is published."
            )
        return kept


ENTERED_TWICE = "It was entered twice."


def why_asked(step, desk, request, statements):
    """The form that asks why; sent once it has the reason, filled in before where a page says of
    which statement these are duplicates."""
    sent = request.POST if "why" in request.POST else None
    if step.end != Status.WITHDRAWN:
        return Why(sent)
    field = Statement._meta.get_field("duplicate_of")
    kept = field.formfield(**choice(field, desk.admin_site, request))
    given = number_of(request.POST.get("duplicate_of", ""))
    known = {"duplicate_of": given, "why": ENTERED_TWICE} if given else {}
    return Withdrawal(sent, initial=known, kept=kept, selected=statements)


def refuse_newer_than_list(request, statement):
    listed = as_numbers(request.POST.get("listed", ""))
    numbers = newest_numbers(Statement, statement.pk) if listed else {}
    if any(number > listed.get(kind, 0) for kind, number in numbers.items()):
        raise forms.ValidationError("It has changed since you opened the list; look at it.")


def action_of(step):
    @admin.action(description=step.label, permissions=[step.right])
    def act(desk, request, statements):
        return take(step, desk, request, statements)

    act.__name__ = step.name
    return act


def take(step, desk, request, statements):
    """Takes each statement one step on, or answers with the page that asks why."""
    if too_many(desk, request, statements):
        return None
    why, kept = "", None
    if step.asks:
        asked = why_asked(step, desk, request, statements)
        asked.fields["why"].help_text = step.asks
        if not asked.is_valid():
            return ask(step, desk, request, statements, asked)
        why, kept = asked.cleaned_data["why"], asked.cleaned_data.get("duplicate_of")
        pghistory.context(reason=why)

    def change(statement):
        refuse_newer_than_list(request, statement)
        if step.name == "submit" and not statement.citations.exists():
            raise forms.ValidationError("It has no source yet.")
        if statement.status != step.start:
            here, there = IN_WORDS[statement.status], IN_WORDS[step.start]
            raise forms.ValidationError(f"It is {here}, not {there}.")
        statement.status = step.end
        match step.end:
            case Status.PUBLISHED:
                statement.published_by = request.user
                statement.withdrawn_on, statement.withdrawn_because = None, ""
                statement.duplicate_of = None
            case Status.WITHDRAWN:
                statement.withdrawn_on, statement.withdrawn_because = timezone.localdate(), why
                statement.duplicate_of = kept
                transaction.on_commit(forget_all)
            case _:
                statement.published_by = None
        return ["status", "published_by", "withdrawn_on", "withdrawn_because", "duplicate_of"]

    taken = each(desk, request, statements, step.done, change)
    if step.end in (Status.IN_REVIEW, Status.PUBLISHED):
        tell_of_uncoded(desk, request, taken)
    return to_form(statements.first()) if "alone" in request.POST and statements else None


def tell_of_uncoded(desk, request, numbers):
    if uncoded := Statement.objects.filter(pk__in=numbers, codings=None).count():
        told = f"Without a coding: {uncoded}. Readers see such a statement without a position."
        desk.message_user(request, told, messages.WARNING)


@admin.action(description="Mark as checked against the source", permissions=["publish"])
def mark_checked(desk, request, statements):
    def change(statement):
        refuse_newer_than_list(request, statement)
        if not statement.citations.exists():
            raise forms.ValidationError("It has no source to be checked against.")
        statement.reviewed_on, statement.reviewed_by = timezone.localdate(), request.user
        return ["reviewed_on", "reviewed_by"]

    if not too_many(desk, request, statements):
        each(desk, request, statements, "Checked against the source", change)


ACTIONS = [*(action_of(step) for step in STEPS), mark_checked]


def too_many(desk, request, statements):
    number = statements.count()
    if number > MOST:
        told = f"{number} statements are selected; at most {MOST} are taken on at once."
        desk.message_user(request, told, messages.ERROR)
    return number > MOST


def each(desk, request, statements, done, change):
    """Saves the fields that `change` names, each statement for itself; those that it or the
    database refuses are named with the reason. Returns the primary keys of the others."""
    taken, refused = [], []
    for statement in statements.select_related("actor", "official"):
        try:
            with transaction.atomic():
                locked = Statement.objects.select_for_update(no_key=True).only("status")
                statement.status = locked.get(pk=statement.pk).status
                statement.save(update_fields=change(statement))
                connection.check_constraints()
        except forms.ValidationError as error:
            refused.append((statement, error.message))
        except IntegrityError as error:
            refused.append((statement, reason(error)))
        else:
            desk.log_change(request, statement, f"{done}.")
            taken.append(statement.pk)
    for statement, told in refused[:NAMED]:
        address = reverse("admin:positions_statement_change", args=[statement.pk])
        named = format_html('<a href="{}">{}</a>: {}', address, statement, told)
        desk.message_user(request, named, messages.ERROR)
    if more := len(refused[NAMED:]):
        desk.message_user(request, f"{more} more were refused.", messages.ERROR)
    if taken or not refused:
        desk.message_user(request, f"{done}: {len(taken)}.", messages.SUCCESS)
    return taken


def ask(step, desk, request, statements, asked):
    """The page that asks why, for all selected statements at once."""
    from_form = "_step" in request.POST
    listed = reverse("admin:positions_statement_changelist")
    context = {
        **desk.admin_site.each_context(request),
        "title": step.label,
        "opts": desk.opts,
        "media": desk.media + asked.media,
        "step": step,
        "form": asked,
        "selected": statements.select_related("actor", "official"),
        "action_checkbox_name": ACTION_CHECKBOX_NAME,
        "listed": request.POST.get("listed", ""),
        "address": listed if from_form else request.get_full_path(),
        "alone": from_form or "alone" in request.POST,
    }
    return TemplateResponse(request, "admin/positions/statement/why.html", context)


def to_form(statement):
    return redirect("admin:positions_statement_change", statement.pk)


def step_from_form(desk, request, statement):
    """The step whose button was pressed, taken after the form was saved."""
    offered = {action.__name__: action for action in ACTIONS}.keys() & desk.get_actions(request)
    name = request.POST["_step"]
    if name not in offered:
        raise PermissionDenied
    action = desk.get_actions(request)[name].func
    alone = desk.get_queryset(request).filter(pk=statement.pk)
    return action(desk, request, alone) or to_form(statement)
