"""Whatever is asked of any address of the site, it answers, without a failure and without asking
the database ever more. Which parameters an address reads is found out while it is asked, so that a
new one is asked here by itself."""

from collections import Counter
from itertools import cycle
from urllib.parse import quote, urlencode

import pytest
from django import forms
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions import questions as forms_of_questions
from tests import make, test_withheld
from tests.test_withheld import paths

from . import nasty

pytestmark = pytest.mark.django_db

# What addresses read beside the forms of questions.
BESIDE = ["page", "after", "before", "utm_source", ""]
NAMES = sorted(
    name for kind in vars(forms_of_questions).values() for name in getattr(kind, "base_fields", ())
)
EXPECTED = {200, 301, 400, 404, 410}
# A search that finds nothing is told with other words for each of its own, which are limited.
MOST_QUERIES = 120


def record():
    """One of everything that addresses are about."""
    for slug in ("us", "russia", "ukraine"):
        make.actor(slug)
    asked = make.statement("What now?", by="biden", of="us", on="2022-12-01", slug="asked")
    make.coding(asked, "talks", "demands", note="He asks.")
    make.coding(asked, "arms", "requires", gate="enter_talks")
    make.statement("No.", by="putin", slug="gone", status="withdrawn")


ARGUMENTS = {"statements": ["asked", "gone"], "embed": ["asked"], "actors": ["us"],
             "officials": ["biden"], "preconditions": ["talks"]}  # fmt: skip


@pytest.fixture
def world(monkeypatch):
    for (first, name), _ in [*test_withheld.ARGUMENTS.items()]:
        if name == "slug":
            monkeypatch.setitem(test_withheld.ARGUMENTS, (first, name), ARGUMENTS[first])
    for name, slug in (("actor", "us"), ("precondition", "talks")):
        monkeypatch.setitem(test_withheld.ARGUMENTS, ("compare", name), [slug])
    record()


@pytest.fixture
def read(monkeypatch):
    """The forms that the address asked last reads its query by."""
    forms_read = []
    init = forms.BaseForm.__init__

    def noted(form, data=None, *args, **kwargs):
        if isinstance(data, QueryDict):
            forms_read.append(form)
        init(form, data, *args, **kwargs)

    monkeypatch.setattr(forms.BaseForm, "__init__", noted)
    return forms_read


def asked(path, query):
    """The status of an answer that was read to its end."""
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(path, QUERY_STRING=urlencode(query, doseq=True))
        size = len(b"".join(response)) if response.streaming else len(response.content)
    place = path, {name: repr(value)[:80] for name, value in query.items()}
    # oEmbed's standard has a status of its own for formats that are not made.
    expected = EXPECTED | {501} if path == "/oembed" else EXPECTED
    assert response.status_code in expected, place
    assert len(queries) <= MOST_QUERIES, (len(queries), *place)
    assert size < 2_000_000, place
    return response.status_code


def questions(read):
    """By path, the forms that read its query."""
    found = {}
    for path in paths():
        read.clear()
        asked(path, {})
        found[path] = [*read]
    return found


def kind(name, field):
    """What makes two fields read what is given to them in the same way."""
    values = getattr(field, "choices", None)
    model = field.queryset.model if hasattr(field, "queryset") else None
    return name, type(field), model or str(values and [*values])


def takes(name, field, text):
    try:
        field.clean(field.widget.value_from_datadict(QueryDict(urlencode({name: text})), {}, name))
    except forms.ValidationError:
        return False
    return True


def test_whatever_an_address_is_asked_it_answers(world, read):
    """Each field reads each string; what it takes is then asked of addresses that have the field,
    of each in turn. What it refuses is asked for all fields together."""
    pages, texts, by_kind = questions(read), cycle(nasty.ALL.values()), {}
    for path, used in pages.items():
        fields = {name: field for form in used for name, field in form.fields.items()}
        asked(path, {name: next(texts) for name in sorted({*fields, *BESIDE})})
        for name, field in fields.items():
            by_kind.setdefault(kind(name, field), (name, field, []))[2].append(path)
    taken = Counter()
    for name, field, with_it in by_kind.values():
        places = cycle(with_it)
        for text in nasty.ALL.values():
            if takes(name, field, text):
                asked(next(places), {name: text})
                taken[name] += 1
    assert len(by_kind) > 25 and taken["q"] > 100 and taken["url"] > 100


@pytest.mark.parametrize("name", ["page", "after", "before"])
def test_no_place_in_a_list_is_a_failure(world, name):
    paged = cycle(["/statements/", "/changes/", "/corrections/", "/statements/asked/history/"])
    keys = [f"{day}.{number}" for day in ("2022-12-02", "0000-00-00") for number in ("9" * 18, "0")]
    for text in [*nasty.NUMBERS.values(), *nasty.DAYS.values(), *keys, "1000000000"]:
        asked("/statements/", {name: text})
        asked(next(paged), {name: text})


@pytest.mark.parametrize(
    "query",
    [
        "&&&",
        "===",
        "%",
        "q",
        "=q",
        "q=%",
        "q=%FF%FE",
        "q;page=2",
        "q[]=a&q[0][b]=c",
        "?q=a?",
        "q=" * 500,
    ]
    + ["&".join(f"a{n}=" for n in range(1100)), "q=" + "%00" * 3000, "%00=%00", "as_of=" * 2],
)
def test_no_query_is_a_failure_however_it_is_spelled(world, query):
    for path in ("/statements/", "/compare/", "/api/v1/statements", "/statements.csv", "/oembed"):
        assert Client().get(path, QUERY_STRING=query).status_code in EXPECTED


@pytest.mark.parametrize(
    "route",
    [
        *("/{}", "/statements/{}/", "/compare/us/{}/", "/statements/{}.json", "/uk/actors/{}/"),
        *("/api/v1/actors/{}", "/embed/statement/{}/", "/sitemap-{}.xml", "/compare.{}"),
    ],
)
def test_no_path_is_a_failure(world, route):
    for text in nasty.ALL.values():
        path = route.format(quote(text))
        response = Client().get(path)
        assert response.status_code in {200, 301, 302, 404}, path
        # Nothing leads away from the site.
        assert not response.get("Location", "").startswith(("//", "http", "/\\")), path


ADDRESSES = ["/compare/", "/statements/", "/changes/", "/timeline/", "/brief/", "/corrections/",
             "/api/v1/statements", "/api/v1/comparison", "/statements.csv", "/compare.json",
             "/statements.atom", "/embed/compare/", "/oembed", "/compare/us/talks/"]  # fmt: skip
GOOD = ["us", "talks", "2022-12-02", "2022", "all", "1", "newest", "requires", "A", "russia"]


@settings(max_examples=60, deadline=None, suppress_health_check=[*HealthCheck])
@given(path=st.sampled_from(ADDRESSES), data=st.data())
def test_nothing_asked_together_is_a_failure(world, path, data):
    texts = st.sampled_from([*nasty.TEXTS.values(), *GOOD]) | st.text(max_size=30)
    names = st.sampled_from([*NAMES, *BESIDE])
    asked(path, data.draw(st.dictionaries(names, st.lists(texts, max_size=3), max_size=5)))
