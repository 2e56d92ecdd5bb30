"""Files that editors upload to be imported."""

from django.db import models

from positions.outcomes import UploadStatus

from .people import somebody
from .rules import one_of


class Upload(models.Model):
    """Files of one import: checked first, stored only once confirmed."""

    names = models.CharField(max_length=300)
    # Rows by the name of their table, each its line and its cells as text, the header first.
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    uploaded_by = somebody("uploads")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=12, choices=UploadStatus, default=UploadStatus.UPLOADED)
    # What the dry run found: counts, changes and problems.
    preview = models.JSONField(default=dict, blank=True)
    stored_at = models.DateTimeField(null=True, blank=True)
    stored_by = somebody("+")

    class Meta:
        verbose_name = "import"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [one_of("upload", "status", UploadStatus)]

    def __str__(self):
        return self.names
