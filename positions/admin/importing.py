"""One import as a page that grows while the work goes on, without JavaScript or another process.

The generator holds the transaction. If the browser leaves, the server closes the generator, and
the transaction is taken back with it.
"""

import logging
from time import monotonic

import pghistory
from django.db import DatabaseError, OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from positions.models import Statement, Upload
from positions.models.alike import alike_to_new
from positions.models.search import TooSlow, bounded_in_time
from positions.outcomes import UploadStatus
from positions.overload import let_queries_take
from positions.packages.importing import Editor, Import
from positions.packages.storing import analyse

# Seconds between two lines of the page, and the milliseconds that each query may take.
PAUSE = 0.3
LONGEST = 600_000
MOST_ALIKE = 20
BUSY = (
    "Somebody else is importing these files, or has just changed a record that they change. "
    "Nothing was stored; check them again."
)
FAILED = "The database could not finish this. Nothing was stored; check the files again."
log = logging.getLogger(__name__)


def steps(upload, user, *, store):
    """Checks an upload, or imports it: yields lines of HTML as it goes on. Only what was shown
    before is stored: if the record has changed since, there is a new preview instead."""
    try:
        one_moment = not connection.in_atomic_block
        with transaction.atomic(), pghistory.context(upload=upload.pk, user=user.pk):
            if one_moment:
                # A record that is changed meanwhile ends the import; it is not written over.
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            let_queries_take(LONGEST)
            upload = Upload.objects.select_for_update(nowait=True).get(pk=upload.pk)
            if upload.status == UploadStatus.STORED:
                yield ending(upload, "It is imported already.", at_once=True)
                return
            work = Import(upload.content, editor(upload, user))
            outcome = yield from lines("Importing" if store else "Checking", work)
            moved = store and outcome.digest != upload.preview.get("digest")
            stored = store and not moved and not outcome.problems
            found = {**vars(outcome), "digest": outcome.digest, "moved": moved}
            if stored:
                analyse(work.loading.written)
                Upload.objects.filter(pk=upload.pk).update(
                    status=UploadStatus.STORED, stored_at=timezone.now(), stored_by=user
                )
            else:
                found["alike"] = alike(work, found)
                transaction.set_rollback(True)
        if not stored:
            status = UploadStatus.REFUSED if outcome.problems else UploadStatus.CHECKED
            unstored = Upload.objects.exclude(status=UploadStatus.STORED)
            unstored.filter(pk=upload.pk).update(status=status, preview=found)
    except OperationalError:
        log.warning("An import met another change.", exc_info=True)
        yield ending(upload, BUSY)
    except DatabaseError:
        log.exception("An import failed.")
        yield ending(upload, FAILED)
    else:
        yield ending(upload, "Imported." if stored else "Checked.", at_once=True)


def added(preview):
    """The words of the statements that an import adds, by slug."""
    return {
        change["key"]: next((now for name, _, now in change["cells"] if name == "text"), "")
        for change in preview.get("changes", ())
        if (change["table"], change["effect"]) == ("statements", "added")
    }


def alike(work, found):
    """Pairs of slugs, each of a statement that is added and one that it looks like, and one pair
    more than are shown if there are more; None if it takes too long to find out."""
    slugs = work.loading.slugs_of(Statement) if found["changes"] else {}
    new = [slugs[slug] for slug in added(found)]
    try:
        with bounded_in_time():
            return alike_to_new(new, MOST_ALIKE + 1) if new else []
    except TooSlow:
        return None


def editor(upload, user):
    """Of who uploaded the files, who alone can import them, whoever looks at them."""
    user = upload.uploaded_by or user

    def may(verb, model):
        return user.has_perm(f"positions.{verb}_{model._meta.model_name}")

    may_publish = user.has_perm("positions.publish_statement")
    return Editor(user.pk, may_publish, may)


def lines(doing, work):
    """Runs an Import and tells how far it is; returns its Outcome."""
    done, last, running = 0, monotonic(), work.run()
    yield line(doing, next(iter(work.tables)), 0, work.total)
    try:
        while True:
            name, more = next(running)
            done += more
            if monotonic() - last > PAUSE:
                last = monotonic()
                yield line(doing, name, done, work.total)
    except StopIteration as ended:
        return ended.value


def line(doing, name, done, total):
    return format_html(
        '<p class="step"><label>{} {}: {} % <progress value="{}" max="{}"></progress></label></p>',
        *(doing, name, done * 100 // total, done, total),
    )


def ending(upload, words, *, at_once=False):
    address = reverse("admin:positions_upload_change", args=[upload.pk])
    onward = format_html('<meta http-equiv="refresh" content="0; url={}">', address)
    link = format_html('<a href="{}">Go on to what was found</a>', address)
    return format_html('<p class="step">{} {}</p>{}', words, link, onward if at_once else "")
