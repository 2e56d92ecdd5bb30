"""Frames in which other sites show a page of this one. Pure."""

from math import ceil

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from positions.citing.reference import on_one_line
from positions.dates import in_words
from positions.languages import bare, called, speaker_of

WIDTH = 600
# In pixels: margins and the last line; a line of the words and of all else, with a letter's width.
AROUND, BETWEEN = 63, 8
WORDS, SMALL = (28, 10), (27, 8)
COMPARISON_HEIGHT, MOST = 720, 1200
# Room for a monogram, an icon, a day.
MARK = " " * 12
UNREVIEWED = _("Unreviewed: no editor has checked this record against its source yet.")


def frame(address, title, width=WIDTH, height=COMPARISON_HEIGHT):
    """The code of a frame, without a script; nobody is told which page holds it."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" '
        'referrerpolicy="no-referrer" sandbox="allow-popups allow-popups-to-escape-sandbox" '
        'style="max-width: 100%; border: 1px solid #8a867d"></iframe>',
        address,
        title,
        width,
        height,
    )


def statement_title(statement):
    return on_one_line(f"{speaker_of(statement)}, {statement.said_when}")


def comparison_title(asked):
    """Of a Comparison; a day only where it is of the past, as today moves on."""
    told = {"actors": bare(list(asked.chosen_actors), "short_name")}
    if not asked.is_past:
        return on_one_line(gettext("What each side has stated: %(actors)s") % told)
    told["day"] = in_words(asked.day)
    return on_one_line(gettext("What each side has stated: %(actors)s, as of %(day)s") % told)


def statement_height(statement, width=WIDTH):
    """About what a frame so wide must have for the statement to be seen whole, within reason;
    needs its codings and sources."""
    codings = [
        f"{coding.claimed_by or ''} {coding.stance_label} {called(coding.precondition)}" + MARK
        for coding in statement.codings.all()
    ]
    sources = " ".join(one.source.publisher + MARK for one in statement.citations.all())
    head = f"{statement.speaker} {statement.role} {statement.said_when}" + MARK
    small = [head, str(UNREVIEWED), statement.get_form_display(), *codings, sources]
    words = sum(lined(text, width, *WORDS) for text in (statement.text, statement.original_text))
    rest = sum(lined(text, width, *SMALL) + BETWEEN for text in small)
    return min(AROUND + words + rest, MOST)


def lined(text, width, line, letter):
    """How high a text stands, in pixels."""
    return line * ceil(len(text) * letter / max(width - 40, 80))
