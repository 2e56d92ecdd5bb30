"""The second coder's queue: units to be coded again, the first code and the speaker unseen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse

from positions.blind import masked
from positions.codebook import VERSION, Attribution
from positions.models import Coding

from .code_forms import SecondForm
from .numbers import number_of

TAKEN = (
    "This one needs no second code of yours: it is your own, somebody else has coded it in the "
    "meantime, or it is not ready. {}Here is the next one."
)


def next_unit(desk, request):
    """The unit that waits longest, `after` another one where that is put off."""
    waiting = waiting_for(desk, request)
    after = number_of(request.GET.get("after", "")) or 0
    found = waiting.filter(pk__gt=after).values_list("pk", flat=True).first()
    if found:
        return redirect("admin:positions_coding_second_unit", found)
    context = {
        **desk.admin_site.each_context(request),
        "title": "Second coding",
        "opts": desk.opts,
        "put_off": waiting.count(),
    }
    return render(request, "admin/positions/coding/second_done.html", context)


@transaction.atomic
def unit(desk, request, pk):
    """One unit, blind; what is sent is stored once, whoever is first."""
    waiting = waiting_for(desk, request)
    lock = waiting.select_for_update(of=["self"]) if request.method == "POST" else waiting
    coding = lock.filter(pk=pk).first()
    if not coding:
        lost = "What you sent was not stored. " if request.method == "POST" else ""
        messages.warning(request, TAKEN.format(lost))
        return redirect("admin:positions_coding_second")
    form = SecondForm(request.POST or None, coding)
    if request.method == "POST":
        coding.second_coder = request.user
        if form.is_valid() and form.save():
            messages.success(request, "Your code is stored.")
            return to_next(pk)
    coding = seen_blind().get(pk=pk)
    context = {
        **desk.admin_site.each_context(request),
        "title": "Second coding",
        "opts": desk.opts,
        "form": form,
        "coding": coding,
        "words": words_of(coding.statement),
        "waiting": waiting.count(),
        "next": to_next(pk).url,
        "version": VERSION,
    }
    return render(request, "admin/positions/coding/second.html", context)


def waiting_for(desk, request):
    if not request.user.has_perm("positions.change_coding"):
        raise PermissionDenied
    return Coding.objects.waiting_for_second(request.user)


def to_next(pk):
    return redirect(f"{reverse('admin:positions_coding_second')}?after={pk}")


def seen_blind():
    related = ["statement__official", "precondition", "holder"]
    return Coding.objects.told_by_gate().select_related(*related).defer("statement__search")


def words_of(statement):
    """(words, language) as they stand here and as they were said, without the speaker's name."""
    names, official = [], statement.official
    if official:
        names = official.names
    elif statement.attribution == Attribution.INSTITUTION:
        names = [statement.role]
    told = [(statement.text, statement.language)]
    if statement.original_text:
        told.append((statement.original_text, statement.original_language))
    return [(masked(text, names), language) for text, language in told]
