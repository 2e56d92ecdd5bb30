"""The next statement of an occasion begins with what it shares with the one before."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse

KEPT = [
    "actor",
    "official",
    "role",
    "attribution",
    "said_on",
    "date_precision",
    "date_basis",
    "venue",
    "language",
]


def next_form(values, sources):
    """To an empty form with what is kept of these values, by field, and these sources, by primary
    key."""
    kept = {name: values.get(name) for name in KEPT} | {"source": sources}
    query = urlencode({name: value for name, value in kept.items() if value}, doseq=True)
    return redirect(f"{reverse('admin:positions_statement_add')}?{query}")


def same_occasion(statement):
    values = {name: statement.serializable_value(name) for name in KEPT}
    return next_form(values, [citation.source_id for citation in statement.citations.all()])
