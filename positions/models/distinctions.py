"""Statements that look alike and were judged to be two."""

import pghistory
from django.db import models
from django.db.models import F, Q

from .people import somebody
from .statements import Statement


@pghistory.track()
class Distinction(models.Model):
    """An editor's ruling that two similar statements are neither one nor a restatement."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="distinctions")
    other = models.ForeignKey(Statement, models.CASCADE, related_name="+")
    ruled_by = somebody("+")
    ruled_on = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(statement__lt=F("other")),
                name="distinction_earlier_record_first",
                violation_error_message="A ruling names the record with the smaller number first.",
            ),
            models.UniqueConstraint(
                fields=["statement", "other"],
                name="distinction_once",
                violation_error_message="These two are already ruled to be distinct.",
            ),
        ]

    def __str__(self):
        return f"{self.statement} is not {self.other}"
