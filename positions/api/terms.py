"""The codebook's words as the API tells them. Pure."""

from positions import codebook as words
from positions.questions import Comparison


def terms(choices):
    return [{"value": value, "label": label} for value, label in choices]


def codebook():
    return {
        "version": words.VERSION,
        "stances": [stance(one) for one in words.Stance],
        "groups": terms(words.Group.choices),
        "gates": [
            {"value": one, "label": one.label, "meaning": words.GATE_MEANING[one]}
            for one in words.Gate
        ],
        "grades": terms(words.Grade.choices),
        "authorities": terms(words.Authority.choices),
        "forms": terms(words.Form.choices),
        "attributions": terms(words.Attribution.choices),
        "date_precisions": terms(words.DatePrecision.choices),
        "date_bases": terms(words.DateBasis.choices),
        "translations": terms(words.Translation.choices),
        "source_kinds": terms(words.SourceKind.choices),
        "classifications": terms(words.Classification.choices),
        "blanks": terms(Comparison.SILENT),
    }


def stance(one):
    meaning = words.MEANINGS[one]
    return {
        "value": one,
        "label": one.label,
        "group": meaning.group,
        "holds": meaning.holds,
        "is_not": meaning.is_not or None,
    }
