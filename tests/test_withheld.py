"""What is not published is withheld everywhere: every address of the site answers as if it did not
exist, byte for byte, whatever is asked of it."""

import io
import re
import zipfile
from datetime import UTC, datetime
from itertools import product

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from django.urls import LocalePrefixPattern, URLPattern, get_resolver
from django.utils.http import urlencode
from django.utils.translation import override

from positions.languages import without_prefix
from positions.models import (
    Actor,
    Article,
    Coding,
    Correction,
    Distinction,
    Official,
    Precondition,
    Report,
    Response,
    Source,
    SourceCheck,
    Statement,
    Topic,
)
from positions.questions.fields import SlugChoiceField, SlugChoicesField, SpanField
from positions.questions.timeline import PeriodField
from positions.sitemaps import SITEMAPS

from . import make

pytestmark = pytest.mark.django_db

HIDDEN = {"draft": "hidden-1", "in_review": "hidden-2", "withdrawn": "hidden-3"}
SECRETS = [
    "zanzibar", "qwertic", "plimsoll", "vexatious", "rumpelstilt", "oblong", "dulcimer", "halcyon",
    "marzipan", "aldous", "palimpsest", "gossamer",
]  # fmt: skip
FILES = ["csv", "json"]
API = "api/v1/"
# What stands between < > in an address, by its first word, behind that of the API.
ARGUMENTS = {
    ("statements", "slug"): [*HIDDEN.values(), "asked", "answer", "later"],
    ("embed", "slug"): [*HIDDEN.values(), "asked", "answer", "later"],
    ("actors", "slug"): ["us", "france"],
    ("officials", "slug"): ["biden", "aldous"],
    ("preconditions", "slug"): ["talks", "unspoken"],
    ("compare", "actor"): ["us", "france"],
    ("compare", "precondition"): ["talks", "unspoken"],
    **{
        (first, "suffix"): FILES
        for first in ("compare", "preconditions", "actors", "officials", "statements", "method")
    },
    **{
        (f"{page}.<table:suffix>", "suffix"): FILES
        for page in (
            "compare",
            "timeline",
            "changes",
            "preconditions",
            "actors",
            "statements",
            "corrections",
            "coverage",
        )
    },
    **{
        (f"{page}.<feed:suffix>", "suffix"): ["atom"]
        for page in ("statements", "changes", "corrections")
    },
    ("sitemap-<slug:section>.xml", "section"): [*SITEMAPS],
}
# What a question can be asked, by the kind of its field.
SLUGS = {
    Actor: ["us", "france"],
    Official: ["biden", "aldous"],
    Precondition: ["talks", "unspoken"],
    Topic: ["talks"],
}
# What tells nothing of other statements, and a cell about which the hidden one says nothing.
UNMOVED = {
    "/method/search/",
    "/robots.txt",
    "/.well-known/security.txt",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    # Within a test time stands still.
    *(f"/sitemap-{records}.xml" for records in ("actors", "officials", "preconditions")),
    *(f"/{API}{place}" for place in ("", "officials", "topics", "codebook")),
    *(f"/{API}{record}" for record in ("officials/aldous", "officials/biden", "statements/answer")),
    "/oembed",
    "/compare/france/unspoken/card.png",
    "/compare/france/talks/card.png",
    *(f"/statements/{slug}/card.png" for slug in ("asked", "answer", "later")),
    *(f"/embed/statement/{slug}/" for slug in ("asked", "answer", "later")),
    "/compare/france/unspoken/",
    *(
        f"/{record}.{suffix}"
        for record in ("compare/france/unspoken", "officials/aldous", "officials/biden")
        for suffix in FILES
    ),
    "/statements/answer.json",
    *(
        f"/statements/{slug}/history.{suffix}"
        for slug, suffix in product(("asked", "answer", "later"), FILES)
    ),
    *(
        f"/statements/{slug}/{page}/"
        for slug, page in product(
            ("asked", "answer", "later"), ("history", "report", "report/thanks")
        )
    ),
    *(
        f"/statements/{slug}.{extension}"
        for slug, extension in product(("asked", "answer", "later"), ("bib", "ris", "csl.json"))
    ),
}
DAYS = ["2022-12-02", "2022-12-05"]
WORDS = [SECRETS[0], "-nothing"]
PERIODS = ["2022", "2022-q4"]
TOGETHER = [
    "/compare/?actors=us&actors=france&show=all&grades=A&grades=B&grades=C&grades=D&authority=1"
    "&authority=2&authority=3&authority=4",
    "/compare/?as_of=2022-12-05&versus=2022-12-01&show=changed",
    "/compare.csv?actors=us&actors=france&grades=D&grades=B&authority=1",
    "/compare/france/talks/?grades=D&grades=B&authority=4&authority=1",
    "/brief/?actors=us&actors=france&rows=talks&rows=unspoken&grades=A&grades=B",
    "/changes/?show=first&actor=us&from=2022-12-02&to=2022-12-02",
    "/timeline/?period=2022-12&actors=us&actors=france&topic=talks",
    "/statements/?actor=us&official=aldous&precondition=talks&stance=rejects",
    "/api/v1/statements?limit=1&order=oldest&from=2022-12-02",
    "/api/v1/statements?q=zanzibar+OR+wait&order=best",
    "/api/v1/changes?show=first&limit=1",
    "/api/v1/comparison?actors=us&actors=france&show=all&as_of=2022-12-05&versus=2022-12-01",
    "/compare.csv?shape=wide&actors=us&actors=france&grades=A&grades=B&grades=C&grades=D",
    f"/oembed?url=http://testserver/statements/{HIDDEN['in_review']}/",
]


def world():
    """What readers see, and all that the hidden statement is tied to but for itself."""
    for slug in ("us", "russia", "ukraine", "france"):
        make.actor(slug)
    make.official("aldous", of="us", authority=1)
    make.official("biden", of="us", authority=2)
    make.precondition("unspoken")
    asked = make.statement("What now?", by="aldous", on="2022-12-01", slug="asked")
    answer = make.statement("We wait.", by="biden", on="2022-12-02", slug="answer")
    later = make.statement("We still wait.", by="aldous", on="2022-12-04", slug="later")
    make.coding(asked, "talks", "demands")
    make.coding(answer, "talks", "requires", gate="ceasefire")
    make.coding(answer, "withdrawal", "open", second_stance="open", second_gate="none")
    make.coding(later, "withdrawal", "rejects")
    source = make.source(slug="secret", publisher="Vexatious Times", title="rumpelstilt")
    Article.objects.create(source=source, text="“No zanzibar,” said Aldous.")
    SourceCheck.objects.create(
        source=source,
        archived=False,
        address=source.url,
        checked_at=datetime(2022, 12, 5, tzinfo=UTC),
        outcome="dead",
    )
    Correction.objects.create(
        statement=asked, corrected_on="2022-12-05", was_wrong="The day.", changed="Mended."
    )


def hide(status):
    """A statement that would change every page if anybody could see it."""
    asked, later = (Statement.objects.get(slug=slug) for slug in ("asked", "later"))
    source = Source.objects.get(slug="secret")
    users = [
        User.objects.get_or_create(username=name)[0] for name in ("halcyon", "marzipan", "gossamer")
    ]
    seen = status == "withdrawn"
    hidden = make.statement(
        "No zanzibar, never.",
        by="aldous",
        on="2022-12-02",
        slug=HIDDEN[status],
        role="Keeper of the qwertic",
        venue="Plimsoll hall",
        on_behalf_of="The oblong people",
        original_text="Ніколи dulcimer",
        original_language="uk",
        restates=asked,
        entered_by=users[0],
        published_by=users[1] if seen else None,
        reviewed_by=users[1],
        reviewed_on="2022-12-03",
        sources=[source],
        status="published" if seen else status,
    )
    hidden.citations.update(exact="zanzibar, never", prefix="No ")
    Statement.objects.filter(pk=later.pk).update(restates=hidden)
    for one, other in ((hidden, asked), (later, hidden)):
        Response.objects.create(statement=one, responds_to=other)
        Distinction.objects.create(
            statement=min(one, other, key=lambda s: s.pk),
            other=max(one, other, key=lambda s: s.pk),
            ruled_on="2022-12-05",
        )
    told = {"note": "palimpsest", "coder": users[0], "second_coder": users[1]}
    twice = {"second_stance": "accepts", "second_gate": "none", **told}
    settled = {"first_stance": "demands", "first_gate": "none", "settled_on": "2022-12-04"}
    make.coding(hidden, "talks", "rejects", red_line=True, **twice)
    make.coding(hidden, "withdrawal", "requires", gate="enter_talks", **twice, **settled)
    make.coding(hidden, "unspoken", "demands")
    make.coding(hidden, "talks", "rejects", holder="france", claimed_by="us")
    make.coding(hidden, "talks", "demands", holder="ukraine")
    if seen:
        Statement.objects.filter(pk=hidden.pk).update(
            status="withdrawn", withdrawn_on="2022-12-06", withdrawn_because="He denies it."
        )
    else:
        correct(hidden)


def correct(statement):
    report = Report.objects.create(statement=statement, text="It was said by gossamer.")
    Correction.objects.create(
        statement=statement,
        report=report,
        corrected_on="2022-12-05",
        was_wrong="The attribution.",
        changed="Taken back.",
    )


def paths(language=settings.LANGUAGE_CODE):
    """Every address of the site, the desk aside; in another language those of pages. One whose
    arguments are not known here fails."""
    with override(language):
        found = [*patterns(get_resolver().url_patterns)]
    for prefix, route in found:
        if language != settings.LANGUAGE_CODE and not prefix:
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", route)
        first = route.removeprefix(API).partition("/")[0]
        choices = [ARGUMENTS[first, name] for name in names]
        for values in product(*choices):
            given = iter(values)
            yield f"/{prefix}" + re.sub(r"<[^>]+>", lambda found, given=given: next(given), route)


def patterns(entries, prefix=""):
    """Pairs of a language's prefix, empty for English, and an address behind it."""
    for entry in entries:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield "", route
        elif isinstance(entry.pattern, LocalePrefixPattern):
            yield from ((str(entry.pattern), one) for _, one in patterns(entry.url_patterns))
        elif str(entry.pattern) != settings.ADMIN_PATH:
            yield from patterns(entry.url_patterns, route)


def values_of(field):
    """What can be asked of a field; a new kind of field fails."""
    if isinstance(field, SlugChoiceField | SlugChoicesField):
        return SLUGS[field.queryset.model]
    if isinstance(field, forms.ChoiceField | forms.TypedMultipleChoiceField):
        flat = forms.Select(choices=field.choices).optgroups("", [])
        return [option["value"] for _, options, _ in flat for option in options if option["value"]]
    if isinstance(field, SpanField):
        return DAYS
    return {forms.CharField: WORDS, forms.IntegerField: ["1"], PeriodField: PERIODS}[type(field)]


def every_address(monkeypatch):
    """Each path with each value of each field of the forms that its page reads its query with."""
    read, client = [], Client()
    init = forms.BaseForm.__init__

    def noted(form, data=None, *args, **kwargs):
        if isinstance(data, QueryDict):
            read.append(form)
        init(form, data, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(forms.BaseForm, "__init__", noted)
        for path in paths():
            read.clear()
            b"".join(client.get(path))
            yield path
            asked = {name: values_of(f) for form in read for name, f in form.fields.items()}
            for name, values in {"page": ["2"], **asked}.items():
                # The same forms are asked by the pages, of every value.
                values = values if is_page(path) else values[:1]
                yield from (f"{path}?{urlencode({name: value})}" for value in values)
    yield from TOGETHER
    for code, _ in settings.LANGUAGES[1:]:
        yield from paths(code)


def is_page(address):
    path = without_prefix(address.partition("?")[0])
    return path.endswith("/") and not path.startswith(("/embed/", f"/{API}"))


# Made anew for every answer.
ANEW = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w+"|<time datetime="[^"]+T[^"]+">[^<]+</time>'
)


# Headers that are others each time.
OTHERS = ("ETag", "Expires", "X-Request-ID")


def answer(client, address, **headers):
    got = client.get(address, headers=headers)
    content = b"".join(got) if got.streaming else got.content
    kept = {name: value for name, value in got.items() if name not in OTHERS}
    return got.status_code, kept, ANEW.sub(b"", content + unpacked(content))


def unpacked(content):
    """What stands in the files of a zip; nothing of anything else."""
    if not content.startswith(b"PK"):
        return b""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def answers(addresses):
    """By address, what readers and programs get; htmx may ask for a part."""
    client = Client()
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    found = {address: answer(client, address) for address in addresses}
    pages = (address for address in addresses if "?" not in address and is_page(address))
    return found | {f"part of {page}": answer(client, page, **part) for page in pages}


def is_of_the_withdrawn(address):
    page = f"/statements/{HIDDEN['withdrawn']}"
    path = without_prefix(address.removeprefix("part of ").partition("?")[0])
    starts = f"{page}/", f"{page}.", f"/embed/statement/{HIDDEN['withdrawn']}/"
    return path == f"/api/v1{page}" or path.startswith(starts)


@pytest.mark.parametrize("pages", [True, False])
def test_nothing_that_is_not_published_is_told_anywhere(monkeypatch, pages):
    world()
    addresses = [one for one in every_address(monkeypatch) if is_page(one) is pages]
    without = answers(addresses)
    assert sum(status == 200 for status, *_ in without.values()) > len(without) / 2
    for status in HIDDEN:
        hide(status)
    found = answers(addresses)
    assert [a for a in found if found[a] != without[a] and not is_of_the_withdrawn(a)] == []

    for slug in HIDDEN.values():
        assert Client().post(f"/statements/{slug}/report/", {"text": "Wrong."}).status_code == 404

    withdrawn = Statement.objects.withdrawn().get()
    correct(withdrawn)
    told = answers([*filter(is_of_the_withdrawn, addresses), *(["/corrections/"] if pages else [])])
    if pages:
        status, _, page = told[withdrawn.get_absolute_url()]
        assert status == 410
        for words in (b"6 December 2022", b"He denies it.", b"Taken back."):
            assert words in page
    for address, answered in told.items():
        known = repr(without[address]).lower()
        secrets = [word for word in SECRETS if word not in known]
        assert [word for word in secrets if word in repr(answered).lower()] == [], address


def test_the_one_above_would_see_it(monkeypatch):
    """Published, the same statement changes every page that tells of statements at all."""
    world()
    seen = [HIDDEN["in_review"], "asked", "answer", "later"]
    monkeypatch.setitem(ARGUMENTS, ("statements", "slug"), seen)
    monkeypatch.setitem(ARGUMENTS, ("embed", "slug"), seen)
    addresses = [*paths(), *TOGETHER]
    without = answers(addresses)
    hide("in_review")
    Statement.objects.filter(slug=HIDDEN["in_review"]).update(
        status="published", published_by=User.objects.get(username="gossamer")
    )
    found = answers(addresses)
    assert {a for a in addresses if found[a] == without[a]} == UNMOVED


def test_what_is_published_keeps_its_drafts_to_the_desk(monkeypatch):
    world()
    made = make.statement("A zanzibar draft.", by="biden", slug="drafted", status="draft")
    coding = make.coding(made, "unspoken", "demands", note="palimpsest")
    Coding.objects.filter(pk=coding.pk).delete()
    found = Statement.objects.filter(pk=made.pk)
    found.update(text="Better words.", status="in_review", venue="Plimsoll hall")
    found.update(status="published", venue="")
    monkeypatch.setitem(ARGUMENTS, ("statements", "slug"), ["drafted"])
    monkeypatch.setitem(ARGUMENTS, ("embed", "slug"), ["drafted"])
    told = answers([*paths(), *TOGETHER])
    assert b"Better words." in told["/statements/drafted/"][2]
    for address, (_, _, content) in told.items():
        page = content.decode(errors="replace").replace(address, "").lower()
        assert [s for s in ("palimpsest", "plimsoll", "a zanzibar draft") if s in page] == []
