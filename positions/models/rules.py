"""Rules that several models share, as database constraints with messages for people."""

import re
from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.lookups import Contains, LessThanOrEqual, Regex
from django.utils.translation import gettext_lazy as _

from positions.dates import EARLIEST_YEAR

# Characters; the full-text index of PostgreSQL ends at one megabyte of words.
LONGEST_TEXT = 20_000
# No control characters, and none that is invisible or turns the direction of text around; joiners
# (U+200C and U+200D) belong to the spelling of names in some scripts.
PLAIN = r"^[^\u0001-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]*$"
# http or https, a host without user name, no white space or backslash. The same expression is
# checked by forms and by PostgreSQL.
WEB_ADDRESS = r"^https?://[^\s/?#@\\]+([/?#][^\s\\]*)?$"
web_address = RegexValidator(
    WEB_ADDRESS, _("Give a full http:// or https:// address without spaces.")
)


def link(address):
    """An address that pages may lead to, or "": whatever came past the rules leads nowhere."""
    return address if re.fullmatch(WEB_ADDRESS, address) else ""


def one_of(model, field, choices):
    """The database's own refusal of a code outside `choices` (a TextChoices class)."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}),
        name=f"{model}_{field}_known",
        violation_error_message=f"{field.replace('_', ' ').capitalize()} must be one of: "
        f"{', '.join(choices.values)}.",
    )


def plain_slug(model):
    """Slugs are part of permanent addresses: lower-case letters, digits and hyphens only."""
    return models.CheckConstraint(
        condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
        name=f"{model}_slug_plain",
        violation_error_message="The slug takes lower-case letters, digits and single hyphens.",
    )


def not_blank(model, field):
    return models.CheckConstraint(
        condition=Q(**{f"{field}__regex": r"\S"}),
        name=f"{model}_{field}_not_blank",
        violation_error_message=f"{field.replace('_', ' ').capitalize()} cannot be empty.",
    )


def no_controls(model, field):
    return models.CheckConstraint(
        condition=Q(**{f"{field}__regex": PLAIN}),
        name=f"{model}_{field}_plain",
        violation_error_message=plain(field),
    )


def no_controls_within(model, field):
    """The same for a list of names."""
    condition = Q(Regex(joined(field), models.Value(PLAIN)))
    name, message = f"{model}_{field}_plain", plain(field)
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=message)


def plain(field):
    words = field.removesuffix("_uk").removesuffix("_ru").replace("_", " ").capitalize()
    words += {"_uk": " in Ukrainian", "_ru": " in Russian"}.get(field[-3:], "")
    return (
        f"{words} cannot contain line breaks, nor invisible "
        "characters that control text or turn its direction around."
    )


def joined(field):
    return models.Func(  # A null among them is joined as a semicolon too.
        models.F(field),
        models.Value(""),
        models.Value(";"),
        function="array_to_string",
        output_field=models.TextField(),
    )


def listable(model, field):
    """The items of a list of names stand between semicolons in files: none is empty or has one."""
    return models.CheckConstraint(
        condition=~Q(**{f"{field}__contains": [""]})
        & ~Q(Contains(joined(field), models.Value(";"))),
        name=f"{model}_{field}_listable",
        violation_error_message="None of the names can be empty or contain a semicolon.",
    )


def not_in_future(model, field):
    """No later than today in UTC; an unknown (null) date passes."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(LessThanOrEqual(models.F(field), UtcToday())),
        name=f"{model}_{field}_not_in_future",
        violation_error_message=f"{field.replace('_', ' ').capitalize()} lies in the future.",
    )


def not_before_the_record(model, field):
    """No earlier than dates.EARLIEST_YEAR, the earliest that anybody can ask for."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__gte": date(EARLIEST_YEAR, 1, 1)}),
        name=f"{model}_{field}_not_before_the_record",
        violation_error_message=f"{field.replace('_', ' ').capitalize()} lies before "
        f"{EARLIEST_YEAR}; check the year.",
    )


def on_the_web(model, field):
    return models.CheckConstraint(
        condition=Q(**{field: ""}) | Q(**{f"{field}__regex": WEB_ADDRESS}),
        name=f"{model}_{field}_on_the_web",
        violation_error_message="Give a full http:// or https:// address without spaces.",
    )


def language_code(model, field):
    """A BCP 47 code such as en, uk or pt-BR, because pages put it into `lang`; may be empty."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__regex": r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$"}),
        name=f"{model}_{field}_code",
        violation_error_message="Give the language as a code: en, ru, uk.",
    )


class UtcToday(models.Func):
    """The current day in UTC, whatever the session's time zone is."""

    template = "(STATEMENT_TIMESTAMP() AT TIME ZONE 'UTC')::date"
    output_field = models.DateField()
    arity = 0


class LastDayCounted(models.Func):
    """The day a statement counts on: the last of its month or year where only that is known
    (codebook, "A cell of the comparison"). Immutable, so a column can be generated from it."""

    template = (
        "(CASE %(precision)s"
        " WHEN 'year' THEN date_trunc('year', %(day)s::timestamp) + interval '1 year - 1 day'"
        " WHEN 'month' THEN date_trunc('month', %(day)s::timestamp) + interval '1 month - 1 day'"
        " ELSE %(day)s::timestamp END)::date"
    )
    output_field = models.DateField()

    def as_sql(self, compiler, connection, **extra):
        (day, precision), parameters = zip(
            *(compiler.compile(part) for part in self.source_expressions), strict=True
        )
        return self.template % {"day": day, "precision": precision}, sum(parameters, ())
