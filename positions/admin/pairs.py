"""Statements that look alike, pair by pair, until an editor rules what each pair is."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from positions.codebook import Status
from positions.models import Statement
from positions.models.alike import PAIRS, alike_pairs
from positions.models.search import TooSlow, bounded_in_time

from .alike import distinguish
from .refusals import reason

PATIENCE = 15_000  # milliseconds; 20,000 statements take about three seconds
RULINGS = {"restates": "Restatement", "another": "Two statements"}


class PairRuled(forms.Form):
    """What the editor made of a pair."""

    earlier = forms.ModelChoiceField(Statement.objects.defer("search"))
    later = forms.ModelChoiceField(Statement.objects.defer("search"))
    ruling = forms.ChoiceField(choices=RULINGS)

    def clean(self):
        pair = [self.cleaned_data.get(name) for name in ("earlier", "later")]
        if None not in pair and pair[0] == pair[1]:
            raise forms.ValidationError("A statement is no pair with itself.")
        if any(statement and statement.status == Status.WITHDRAWN for statement in pair):
            raise forms.ValidationError("One of the two was withdrawn in the meantime.")
        return self.cleaned_data


@require_http_methods(["GET", "HEAD", "POST"])
def pairs_view(request, desk):
    if not desk.has_change_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        rule(request, desk, PairRuled(request.POST))
        return redirect(request.path)
    try:
        with bounded_in_time(PATIENCE):
            pairs, slow = alike_pairs(PAIRS + 1), False
    except TooSlow:
        pairs, slow = [], True
    context = {
        **desk.admin_site.each_context(request),
        "title": "Statements that look alike",
        "opts": desk.opts,
        "pairs": [
            (*pair, may_link(request, desk, *pair), may_merge(request, desk, *pair))
            for pair in pairs[:PAIRS]
        ],
        "more": len(pairs) > PAIRS,
        "slow": slow,
    }
    return render(request, "admin/positions/statement/pairs.html", context)


def may_link(request, desk, earlier, later):
    return not later.restates_id and desk.has_change_permission(request, later)


def may_merge(request, desk, *pair):
    """One of the two can be withdrawn, and its address leads to the other."""
    seen = all(statement.status == Status.PUBLISHED for statement in pair)
    return seen and desk.has_publish_permission(request)


def rule(request, desk, asked):
    if not asked.is_valid():
        told = " ".join(error for errors in asked.errors.values() for error in errors)
        return desk.message_user(request, f"Nothing was ruled: {told}", messages.ERROR)
    earlier, later = asked.cleaned_data["earlier"], asked.cleaned_data["later"]
    if asked.cleaned_data["ruling"] == "another":
        distinguish(request.user, earlier.pk, {later.pk})
        told = f"Two statements: {earlier}; {later}."
    elif not may_link(request, desk, earlier, later):
        raise PermissionDenied
    else:
        try:
            link(request, desk, earlier, later)
        except IntegrityError as error:
            return desk.message_user(request, reason(error), messages.ERROR)
        told = f"{later} restates {earlier}."
    desk.message_user(request, told, messages.SUCCESS)


def link(request, desk, earlier, later):
    with transaction.atomic():
        later.restates = earlier
        later.save(update_fields=["restates"])
        connection.check_constraints()
        desk.log_change(request, later, f"Linked as a restatement of {earlier}.")
