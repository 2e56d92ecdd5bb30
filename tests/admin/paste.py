"""What a browser sends to the paste desk, and two invented states that an article tells of."""

from django.urls import reverse

from positions.models import Article
from tests import make

ADD = "/admin/positions/article/add/"
TEXT = """GRANMARK, 2 December 2022 (Coast Wire) - The talks will not begin this week.

"We have said it in every letter," Foreign Minister Hedda Brand told reporters.  "The ships
move first."

President Odo Krell of Sarrow said on Thursday that the offer was “a nap, not a peace”.

"We do not ask Norvale to kneel," Krell said, "we ask it to sit down."

Sarrow would take observers aboard its boats, Krell said.
"""
SHIPS = "We have said it in every letter. The ships move first."


class Coast:
    """Two officials of two invented states, and an agency's report on them."""

    def __init__(self):
        self.brand = make.official(
            "hedda-brand", of="norvale", role="Foreign Minister", authority=2, start="2020-01-01"
        )
        self.krell = make.official("odo-krell", of="sarrow", start="2020-01-01")
        self.norvale, self.sarrow = make.actor("norvale"), make.actor("sarrow")
        self.source = make.source(
            publisher="Coast Wire", url="https://example.org/coast", published_on="2022-12-02"
        )

    def article(self, text=TEXT, source=None):
        article = Article.objects.create(source=source or self.source, text=text)
        article.source.refresh_from_db()
        return article


def page_of(article):
    return reverse("admin:positions_article_change", args=[article.pk])


def pasted(coast, **given):
    fields = {"text": TEXT, "source": coast.source.pk, "new-language": "en", **given}
    return {name: value for name, value in fields.items() if value is not None}


def new_source(**given):
    fields = {
        "publisher": "Harbour Post",
        "title": "At the quay",
        "url": "https://example.org/quay",
        "published_on": "2022-12-03",
        "kind": "news_outlet",
        "language": "en",
        **given,
    }
    return {"source": "", **{f"new-{name}": value for name, value in fields.items()}}


def filled_in(response):
    """What a browser sends back from an article's page, as it was filled in."""
    rows = response.context["rows"]
    sent = {"rows-TOTAL_FORMS": len(rows.forms), "rows-INITIAL_FORMS": len(rows.forms)}
    for form in [response.context["occasion"].form, *rows.forms]:
        for box in form:
            value = box.value()
            if value is True:
                sent[box.html_name] = "on"
            elif value not in (None, False):
                sent[box.html_name] = str(value)
            if box.field.show_hidden_initial:
                sent[box.html_initial_name] = sent.get(box.html_name, "")
    return sent


def typed(response, *picked, **changes):
    """The same with these rows picked and no others, and fields by their names changed: row and
    field as r1_text, what all share as all_venue."""
    sent = {name: value for name, value in filled_in(response).items() if "-take" not in name}
    sent |= {f"rows-{number}-take": "on" for number in picked}
    for name, value in changes.items():
        row, _, field = name.partition("_")
        sent[f"{row}-{field}" if row == "all" else f"rows-{row[1:]}-{field}"] = value
    return sent


def row_errors(response, number):
    errors = response.context["rows"].forms[number].errors
    return {name: " ".join(list(found)) for name, found in errors.items()}
