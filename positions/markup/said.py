"""What was said: the words of a statement, and a position with who took it and when."""

from positions.codebook import Stance, Translation, label
from positions.models.search import MARKS

from .base import NOTHING, html, joined
from .messages import _
from .names import entered, name_of
from .parts import mark, marks, stance, time


def words_of(statement):
    """The words of a statement, the original before its translation; nothing without one."""
    if not statement:
        return NOTHING
    told = quotation(statement, statement.language, marked(statement, "text"))
    if not statement.original_text:
        return told
    original = marked(statement, "original_text")
    return html(
        '{}<p class="translation soft">{}:</p>{}',
        quotation(statement, statement.original_language, original),
        label(Translation(statement.translation)) if statement.translation else _("Translation"),
        told,
    )


def quotation(statement, language, words):
    return html(
        '<blockquote lang="{}" dir="auto" class="{}"><p>{}</p></blockquote>',
        language,
        statement.form,
        words,
    )


def marked(statement, name):
    """A text of a statement, with the words that were searched for as <mark>, if any were."""
    text = getattr(statement, f"marked_{name}", None)
    if not text:
        return getattr(statement, name)
    before, *found = text.split(MARKS[0])
    pieces = [one.partition(MARKS[1]) for one in found]
    return html(
        "{}{}",
        before,
        joined(html("<mark>{}</mark>{}", word, after) for word, _, after in pieces),
    )


def said(page, position, when=""):
    """A position in its words, with who took it and when; `when` stands over it."""
    parts = [
        html(
            '<p class="judged">{}{}{}</p>',
            html('<span class="place">{}</span>', when) if when else NOTHING,
            stance(position),
            red_line(position),
        ),
        words_of(page.words.get(position.statement)),
        note(position),
        html(
            '<p class="by">{}, <a class="nowrap" href="{}">{}</a></p>',
            speaker(position),
            page.to_statement(position.statement),
            time(position.day, position.said_when),
        ),
        joint(position),
    ]
    if told := standing(position):
        parts.append(marks(told))
    return joined(parts)


def speaker(position):
    """Who took a position, and in which role where that tells more than the name."""
    name = name_of(position.speaker_name)
    if not position.role or position.role == position.speaker_name:
        return name
    return html('{}<span class="soft">, {}</span>', name, entered(position.role))


def red_line(coded):
    return html(" {}", mark(_("red line"))) if coded.red_line else NOTHING


def note(position):
    if not position.note:
        return NOTHING
    return html('<p class="by note">{}</p>', noted(position))


def noted(position):
    if position.stance == Stance.ACCEPTS_IF:
        return _("Condition: %(note)s", note=entered(position.note))
    return _("Note: %(note)s", note=entered(position.note))


def joint(position):
    """On whose behalf it was said as well."""
    if not position.joint:
        return NOTHING
    told = _("joint statement: %(parties)s", parties=entered(position.joint))
    return html('<p class="by">{}</p>', told)


def standing(position):
    """What a reader has to bear in mind of a position."""
    return [
        *([_("reported")] if position.grade == "C" else []),
        *([] if position.reviewed else [_("unreviewed")]),
    ]
