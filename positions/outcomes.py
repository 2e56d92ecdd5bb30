"""What becomes of reports, uploads and checks of addresses; not codebook terms."""

from django.db.models import TextChoices


class ReportStatus(TextChoices):
    """A reader's report of an error."""

    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


class UploadStatus(TextChoices):
    UPLOADED = "uploaded", "Not checked to the end"
    CHECKED = "checked", "Checked, not stored"
    REFUSED = "refused", "Refused"
    STORED = "stored", "Stored"


class LinkOutcome(TextChoices):
    """What became of asking for a source's address."""

    ANSWERS = "answers", "Answers"
    DEAD = "dead", "Dead"
    UNREACHABLE = "unreachable", "Not reached"
    NOT_ASKED = "not_asked", "Not asked"
