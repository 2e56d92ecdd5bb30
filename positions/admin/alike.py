"""Statements like the one being entered, side by side with it, and what the editor makes of them:
another source of the same, a restatement, or another statement."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from positions.codebook import DatePrecision, Status
from positions.dates import last_day_of
from positions.models import Actor, Citation, Distinction, Official, Statement
from positions.models.alike import Words, like, said_again
from positions.models.search import TooSlow, bounded_in_time

from .forms import LONGEST_TEXT
from .numbers import number_of
from .occasion import next_form
from .refusals import reason

# What may be pressed to save a form; the editor's choice among those alike comes in between.
INTENTIONS = ["_addanother", "_continue", "_step", "_save"]
CHOICES = ["source", "restates", "another"]
MOST_SETTLED = 50
TOO_SLOW = (
    "This could not be compared with what is on record: it takes too long. Look at “Statements "
    "that look alike” later."
)


@dataclass(frozen=True)
class Ruling:
    """What the editor chose: one of CHOICES or nothing yet, about which statement of those shown,
    by primary key."""

    choice: str = ""
    chosen: int | None = None
    shown: frozenset = frozenset()

    @classmethod
    def read(cls, data, prefix=None):
        """From a form; a number that was not shown is no choice."""
        before = f"{prefix}-" if prefix else ""
        given = data.getlist(f"{before}alike")[-MOST_SETTLED:]
        shown = frozenset(filter(None, map(number_of, given)))
        choice, _, chosen = data.get(f"{before}ruling", "").partition("-")
        chosen = number_of(chosen)
        if choice not in CHOICES or not shown or (choice != "another" and chosen not in shown):
            return cls()
        return cls(choice, chosen, shown)

    @property
    def settled(self):
        return self.shown if self.choice in ("restates", "another") else frozenset()


def words_of(given, pk):
    """The Words of a form's cleaned data; None while the text or the day is missing."""
    if not (given.get("text") and given.get("said_on") and given.get("date_precision")):
        return None
    keys = {name: getattr(given.get(name), "pk", None) for name in ("official", "actor")}
    dated = {name: given[name] for name in ("said_on", "date_precision")}
    restates = getattr(given.get("restates"), "pk", None)
    original = given.get("original_text", "")
    return Words(given["text"], original, **keys, **dated, pk=pk, restates=restates)


@dataclass(frozen=True)
class Found:
    """A statement on record, the choices that this user has, and why some are missing."""

    statement: Statement
    choices: list
    missing: str


def found(desk, request, words, statements):
    day = last_day_of(words.said_on, words.date_precision)
    return [Found(s, *choices(desk, request, words, day, s)) for s in statements]


def choices(desk, request, words, day, statement):
    if statement.status == Status.WITHDRAWN:
        return [], "It was withdrawn, so it takes no more sources and nothing restates it."
    offered, missing = [], ""
    may_change = desk.has_change_permission(request, statement)
    if not words.pk and may_change and request.user.has_perm("positions.add_citation"):
        offered.append(("source", "Add as another source"))
    if day >= statement.counts_on or (may_change and not statement.restates_id):
        offered.append(("restates", "Link as restatement"))
    if not may_change and statement.was_seen:
        missing = "Readers have seen it, so only a reviewer can add a source to it."
    return offered, missing


# Before and after the form is saved


def resume(request):
    """A choice goes on with what was pressed before it came up."""
    if request.method != "POST" or any(name in request.POST for name in INTENTIONS):
        return
    name, _, value = request.POST.get("then", "").partition("=")
    if name in INTENTIONS:
        request.POST = request.POST.copy()
        request.POST[name] = value


def intention(request):
    pressed = [name for name in INTENTIONS if name in request.POST]
    return f"{pressed[0]}={request.POST[pressed[0]]}" if pressed else ""


def settle(desk, request, form, statement):
    """Puts the choice on record beside the statement that was saved: those shown and not chosen
    are other statements, unless they are linked to the chosen one."""
    if form.said_again_in:
        later = form.said_again_in
        if not desk.has_change_permission(request, later):
            raise PermissionDenied
        later.restates = statement
        later.save(update_fields=["restates"])
        desk.log_change(request, later, f"Linked as a restatement of {statement}.")
    distinguish(request.user, statement.pk, form.ruling.settled)
    if form.too_slow:
        desk.message_user(request, TOO_SLOW, messages.WARNING)


def distinguish(user, pk, others):
    others = Statement.objects.filter(pk__in=others - said_again(pk) - {pk})
    pairs = [sorted((pk, other)) for other in others.values_list("pk", flat=True)]
    ruled = {"ruled_by": user, "ruled_on": timezone.localdate()}
    made = [Distinction(statement_id=a, other_id=b, **ruled) for a, b in pairs]
    Distinction.objects.bulk_create(made, ignore_conflicts=True)


# Another source of what is on record


def cite_instead(desk, request):
    """Where the editor chose it, adds the sources of a new statement's form to the one on record,
    and answers. Otherwise None; what stands in the way is then told on the form."""
    ruling = Ruling.read(request.POST)
    if ruling.choice != "source":
        return None
    if not (desk.has_add_permission(request) and request.user.has_perm("positions.add_citation")):
        raise PermissionDenied
    statement = Statement.objects.filter(pk=ruling.chosen).exclude(status=Status.WITHDRAWN).first()
    if not statement or not desk.has_change_permission(request, statement):
        request.refusal = "No source can be added to the statement that you chose."
        return None
    rows = typed_citations(desk, request)
    if not rows.is_valid():
        request.refusal = "Correct the sources below first."
        return None
    cited = [row.instance for row in rows.extra_forms if row.has_changed()]
    known = {*statement.citations.values_list("source_id", flat=True)}
    new = [citation for citation in cited if citation.source_id not in known]
    old = [str(citation.source) for citation in cited if citation.source_id in known]
    if not new:
        request.refusal = already(old) if old else "Enter the source first: there is none to add."
        return None
    try:
        add_all(desk, request, statement, new)
    except IntegrityError as error:
        request.refusal = reason(error)
        return None
    told = format_html(
        'Added to “<a href="{}">{}</a>”, which was on record: {}. {} Nothing else that was typed '
        "was stored.",
        reverse("admin:positions_statement_change", args=[statement.pk]),
        statement,
        "; ".join(str(citation.source) for citation in new),
        already(old) if old else "",
    )
    desk.message_user(request, told, messages.SUCCESS)
    if "_addanother" in request.POST:
        return next_form(request.POST, [citation.source_id for citation in cited])
    return redirect("admin:positions_statement_change", statement.pk)


def typed_citations(desk, request):
    for formset_class, inline in desk.get_formsets_with_inlines(request):
        if inline.model is Citation:
            prefix = formset_class.get_default_prefix()
            return formset_class(**desk.get_formset_kwargs(request, Statement(), inline, prefix))
    raise PermissionDenied


def already(sources):
    return f"Already cited there: {'; '.join(sources)}."


def add_all(desk, request, statement, citations):
    with transaction.atomic():
        for citation in citations:
            citation.statement = statement
            citation.save()
        sources = "; ".join(str(citation.source) for citation in citations)
        desk.log_change(request, statement, f"Added as another source: {sources}.")
        connection.check_constraints()


# While it is typed


class AlikeAsked(forms.Form):
    """A statement that is still being typed."""

    text = forms.CharField(max_length=LONGEST_TEXT)
    original_text = forms.CharField(max_length=LONGEST_TEXT, required=False)
    official = forms.ModelChoiceField(Official.objects, required=False)
    actor = forms.ModelChoiceField(Actor.objects, required=False)
    said_on = forms.DateField(input_formats=["%Y-%m-%d"])
    date_precision = forms.ChoiceField(choices=DatePrecision)
    restates = forms.ModelChoiceField(Statement.objects.only("pk"), required=False)


def panel(desk, request, given, words, statements, slow=False):
    """What the template shows: what is typed, and beside it what is on record."""
    return {
        "typed": given,
        "found": found(desk, request, words, statements) if words else [],
        "slow": slow and TOO_SLOW,
    }


def beside(desk, request, form):
    """The same for a form that is shown, with what goes along when it is sent again."""
    if not form.is_bound:
        return {}
    shown = panel(desk, request, form.cleaned_data, form.words, form.alike, form.too_slow)
    return {**shown, "ruling": form.ruling, "then": intention(request)}


@require_POST
def alike_view(request, desk):
    """What looks like the statement in a form that is still being filled in, for beside it."""
    if not (desk.has_add_permission(request) or desk.has_change_permission(request)):
        raise PermissionDenied
    asked = AlikeAsked(request.POST)
    words = words_of(asked.cleaned_data, asked_for(request)) if asked.is_valid() else None
    statements, slow = look(words, Ruling.read(request.POST).settled) if words else ([], False)
    context = {"alike": panel(desk, request, asked.cleaned_data, words, statements, slow)}
    return render(request, "admin/positions/statement/alike_found.html", context)


def asked_for(request):
    """The primary key of the statement on record whose form it is, or None."""
    return number_of(request.GET.get("statement", ""))


def look(words, settled):
    """What looks like these Words, and whether the search was given up."""
    try:
        with bounded_in_time():
            return like(words, settled=settled), False
    except TooSlow:
        return [], True
