"""How the record is made."""

from django.db.models import Count, Max, Min, Q
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from positions import agreement as rules
from positions import codebook
from positions.models import Coding, Statement
from positions.questions import AsOf, today
from positions.search.examples import EXAMPLES
from positions.search.language import MOST_TERMS


@require_safe
def method(request):
    asked = AsOf(request.GET)
    context = {
        "asked": asked,
        "version": codebook.VERSION,
        "stances": [codebook.StanceTerm(stance) for stance in codebook.Stance],
        "gates": [
            {"label": gate.label, "meaning": codebook.GATE_MEANING[gate]} for gate in codebook.Gate
        ],
        "grades": list(codebook.Grade),
        "counts": Statement.objects.published().aggregate(
            statements=Count("pk"),
            unreviewed=Count("pk", filter=Q(reviewed_on__isnull=True)),
            first=Min("said_on"),
            last=Max("said_on"),
        ),
        "codings": Coding.objects.published().count(),
    }
    return render(request, "positions/method.html", context, status=asked.status)


@require_safe
def searching(request):
    asked = AsOf(request.GET)
    context = {"asked": asked, "examples": EXAMPLES, "most": MOST_TERMS}
    return render(request, "positions/searching.html", context, status=asked.status)


@require_safe
def agreement(request):
    """How far two coders agree on the record of today, whatever day is looked at."""
    asked = AsOf(request.GET)
    pairs = Coding.objects.pairs()
    stances = rules.counted(pairs, lambda code: code.stance)
    compared = [
        (_("Stance"), _("the nine stances and “no side taken”"), stances),
        (
            _("Group"),
            _("wants, moves, refuses, declined to say and “no side taken”"),
            rules.counted(pairs, lambda code: code.group),
        ),
        (_("Gate"), _("the five gates and none"), rules.counted(pairs, lambda code: code.gate)),
    ]
    context = {
        "asked": asked,
        "day": today(),
        "version": codebook.VERSION,
        "units": sum(pair.units for pair in pairs),
        "differing": sum(pair.units for pair in pairs if pair.differs),
        "open": sum(pair.units for pair in pairs if pair.differs and not pair.settled),
        "settled": sum(pair.units for pair in pairs if pair.settled),
        "settled_alike": sum(p.units for p in pairs if p.settled and not p.differs),
        "compared": [
            (name, codes, rules.unlike(counts), rules.agreement(counts))
            for name, codes, counts in compared
        ],
        "table": rules.cross_table(stances),
        "pairs": len(pairs),
    }
    return render(request, "positions/agreement.html", context, status=asked.status)
