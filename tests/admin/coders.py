"""What coders send to the desk."""

from django.urls import reverse

from positions.admin.meanwhile import SEEN, as_text
from positions.models import Coding, Statement
from positions.models.history import newest_numbers

from .desk import change_address, told

QUEUE = reverse("admin:positions_coding_second")
CODINGS = reverse("admin:positions_coding_changelist")


def unit(coding):
    return reverse("admin:positions_coding_second_unit", args=[coding.pk])


def code(stance="accepts", gate="none", note=""):
    return {"stance": stance, "gate": gate, "note": note}


def settled(client, coding, **given):
    """What is answered to a decision that is sent with the form as it was opened."""
    page = client.get(change_address(coding))
    name, seen = page.context["seen"]
    return client.post(change_address(coding), {name: seen, **code(**given)}, follow=True)


def now(coding):
    return Coding.objects.get(pk=coding.pk)


def row(coding, **given):
    return {
        "id": coding.pk,
        "precondition": coding.precondition_id,
        "holder": coding.holder_id,
        "stance": coding.stance,
        "gate": coding.gate,
        "note": coding.note,
        **given,
    }


def restored(client, coding):
    """What is told when the oldest version of a coding is to be restored."""
    oldest = f"coding-{coding.events.order_by('pgh_id').first().pgh_id}"
    address = reverse("admin:positions_statement_version", args=[coding.statement_id, oldest])
    seen = as_text(newest_numbers(Statement, coding.statement_id))
    return told(client.post(address, {SEEN: seen}, follow=True))
