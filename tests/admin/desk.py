"""What a browser sends to the editors' desk, and what it reads there."""

import re
from datetime import date

from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from positions.admin.meanwhile import SEEN, as_text
from positions.models import Article, Correction, SearchNote, Statement
from positions.models.history import newest_numbers
from tests import make

ADD = "/admin/positions/statement/add/"
LISTS = [
    "statement",
    "article",
    "source",
    "correction",
    "precondition",
    "searchnote",
    "topic",
    "official",
    "actor",
]


def person(name, *groups, rights=()):
    """Somebody of the desk, with rights beside those of the groups that the migration makes."""
    user = User.objects.create_user(name, is_staff=True)
    user.groups.set([Group.objects.get(name=group) for group in groups])
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def member(name, *groups, rights=()):
    """A client with that `user` logged in."""
    client = Client()
    client.user = person(name, *groups, rights=rights)
    client.force_login(client.user)
    return client


class World:
    """Russia and its foreign minister, Ukraine, a source and two preconditions."""

    def __init__(self):
        self.lavrov = make.official(
            "sergei-lavrov",
            of="russia",
            role="Foreign Minister",
            authority=2,
            start="2004-03-09",
            native_name="Сергей Лавров",
            other_names=["Sergey Lavrov", "Serguei Lavrov"],
        )
        self.russia, self.ukraine = make.actor("russia"), make.actor("ukraine")
        self.source = make.source(publisher="TASS", url="https://tass.com/1")
        self.talks = make.precondition("direct-talks")
        self.ceasefire = make.precondition("full-ceasefire")

    def statement(self, text="Talks must begin.", *, cited=True, **given):
        """A draft of Lavrov's."""
        given = {"by": "sergei-lavrov", "role": "Foreign Minister", "status": "draft", **given}
        return make.statement(text, sources=[self.source] if cited else [], **given)


def rows(prefix, *given, known=0):
    """The fields of an inline's rows; the first `known` are rows that are on record."""
    fields = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": known}
    for number, row in enumerate(given):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return fields


def entry(world, *, sources=None, codings=(), responses=(), **given):
    """What a browser sends for a new statement of Lavrov's."""
    fields = {
        "text": "Talks must begin.",
        "form": "quotation",
        "language": "en",
        "original_text": "",
        "original_language": "",
        "translation": "",
        "said_on": "2022-12-02",
        "date_precision": "day",
        "date_basis": "said",
        "official": world.lavrov.pk,
        "attribution": "named",
        "actor": "",
        "role": "",
        "venue": "",
        "on_behalf_of": "",
        "restates": "",
        "slug": "",
        **rows("citations", *([{"source": world.source.pk}] if sources is None else sources)),
        **rows("codings", *({"gate": "none", **coding} for coding in codings)),
        **rows("answers_given", *responses),
        **given,
    }
    return {name: value for name, value in fields.items() if value is not None}


def changed(statement, *, codings=None, **given):
    """What a browser sends for a statement on record, with these fields changed."""
    citations = [{"id": c.pk, "source": c.source_id} for c in statement.citations.all()]
    kept = [
        {
            "id": coding.pk,
            "precondition": coding.precondition_id,
            "holder": coding.holder_id,
            "stance": coding.stance,
            "gate": coding.gate,
            "note": coding.note,
        }
        for coding in statement.codings.all()
    ]
    return {
        **{
            field.name: statement.serializable_value(field.name) or ""
            for field in Statement._meta.fields
            if field.name not in ("id", "search", "outside_tenure")
        },
        "statement": "",
        **opened(statement),
        **rows("citations", *citations, known=len(citations)),
        **rows("codings", *(kept if codings is None else codings), known=len(kept)),
        **rows("answers_given"),
        **given,
    }


def opened(record):
    """At which versions a form says that it was opened: at the newest."""
    return {SEEN: as_text(newest_numbers(type(record), record.pk))}


def change_address(record):
    return reverse(f"admin:positions_{record._meta.model_name}_change", args=[record.pk])


def told(response):
    """The text of a page on which something was refused."""
    assert response.status_code == 200
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", page.replace("&#x27;", "'"))


def messages(response):
    return [str(message) for message in response.context["messages"]]


def official(**given):
    return {
        "name": "Maria Zakharova",
        "slug": "maria-zakharova",
        "native_name": "",
        "other_names": "",
        "wikidata_id": "",
        **rows("tenures"),
        **given,
    }


def source(**given):
    return {
        "publisher": "Reuters (London)",
        "title": "",
        "url": "https://reuters.com/1",
        "archived_url": "",
        "kind": "news_agency",
        "language": "en",
        "published_on": "2022-12-02",
        "accessed_on": "",
        "slug": "",
        **given,
    }


def populate(world, number):
    for _ in range(number):
        statement = world.statement(status="published")
        Article.objects.create(source=world.source, text=f"“No,” he said of {statement.slug}.")
        for precondition in ("direct-talks", "full-ceasefire"):
            make.coding(statement, precondition, "demands")
        Correction.objects.create(
            statement=statement, corrected_on="2022-12-03", was_wrong=statement.slug, changed="b"
        )
        SearchNote.objects.create(
            actor=world.russia,
            precondition=world.talks,
            searched_until=date(2022, 12, 1 + SearchNote.objects.count()),
            where="kremlin.ru",
            outcome="none_found",
        )
