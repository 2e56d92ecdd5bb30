"""Where a statement stands between draft and readers, told on its form with what can come next."""

from django.contrib.auth import get_user_model
from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce

from positions.codebook import Status

from .review import STEPS, mark_checked


def steps(desk, request, statement):
    """What the form of a statement (None: a new one) offers this user: (name, label)."""
    allowed = desk.get_actions(request)
    status = statement.status if statement else Status.DRAFT
    own = not statement or statement.entered_by_id == request.user.pk
    offered = [
        (step.name, step.label)
        for step in STEPS
        if step.start == status and not (own and step.end == Status.PUBLISHED)
    ]
    if not own and status != Status.WITHDRAWN:
        offered.append(("mark_checked", mark_checked.short_description))
    return [(name, label) for name, label in offered if name in allowed]


def standing(desk, request, statement):
    """Where the statement stands, who brought it there and what can come next."""
    since = arrived(statement)
    noted = since.pgh_context.metadata if since and since.pgh_context else {}
    status = Status(statement.status)
    return {
        "path": [
            (place.label, place == status)
            for place in Status
            if place != Status.WITHDRAWN or place == status
        ],
        "since": since and since.pgh_created_at,
        "by": get_user_model().objects.filter(pk=noted.get("user")).first(),
        "sent_back": noted.get("reason") if status == Status.DRAFT else "",
        "next": comes_next(status, desk, request, statement),
        "preview": status != Status.PUBLISHED,
    }


def arrived(statement):
    """The version with which the statement came to where it stands, from its trail."""
    elsewhere = statement.events.exclude(status=statement.status).order_by("-pgh_id")
    last = Coalesce(Subquery(elsewhere.values("pgh_id")[:1]), Value(0))
    since = statement.events.filter(pgh_id__gt=last).order_by("pgh_id")
    return since.select_related("pgh_context").first()


def comes_next(status, desk, request, statement):
    if statement.was_seen and not desk.has_publish_permission(request):
        return (
            "Readers have seen it, so only a reviewer can change, withdraw or reopen it. If "
            "something is wrong, tell a reviewer."
        )
    if status == Status.DRAFT:
        return "Readers do not see it. When it is ready, submit it for review."
    if status == Status.PUBLISHED:
        return (
            "Readers see it, and every change of it at once. It can be withdrawn with a reason, "
            "but not deleted."
        )
    if status == Status.WITHDRAWN and statement.duplicate_of_id:
        return (
            "Its address leads readers to the statement that is kept. It can be reopened for "
            "review; once it is published again, it is no duplicate any more."
        )
    if status == Status.WITHDRAWN:
        return "Readers see when and why it was withdrawn. It can be reopened for review."
    if not desk.has_publish_permission(request):
        return "A reviewer publishes it or sends it back with a reason."
    if statement.entered_by_id == request.user.pk:
        return "Its words are yours, so another reviewer publishes it."
    return "Publish it, or send it back with a reason."
