"""Who did what on the desk."""

from django.conf import settings
from django.db import models


def somebody(related_name, **given):
    """A user, who is kept for as long as a record names them; None: the operator, or nobody."""
    user = settings.AUTH_USER_MODEL
    return models.ForeignKey(
        user, models.PROTECT, related_name=related_name, null=True, blank=True, **given
    )
