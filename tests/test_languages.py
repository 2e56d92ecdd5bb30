"""Pages in English, Ukrainian and Russian: what is translated, and what chooses the language."""

import gettext
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation

from positions import dates, periods
from positions.codebook import Stance
from positions.languages import in_language, language_of, without_prefix
from positions.models import Actor
from positions.packages import public
from positions.packages.descriptor import datapackage
from positions.packages.schema import EVERY

from . import make
from .test_withheld import ANEW

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
OTHERS = ["uk", "ru"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
HOST = "http://testserver"
WAYS = [
    {},
    {"headers": {"accept-language": "ru,uk;q=0.9"}},
    {"headers": {"accept-language": "uk", "cookie": "django_language=ru; language=uk"}},
]
REPORT = "/statements/2022-12-02-russia-peskov-3/report/"
CELL = "/compare/us/us-russia-leaders-talk/"


def test_there_is_a_catalogue_for_every_other_language():
    assert [path.parts[-3] for path in CATALOGUES] == sorted(OTHERS)
    assert {code for code, _ in settings.LANGUAGES} == {settings.LANGUAGE_CODE, *OTHERS}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_message_is_translated_with_its_placeholders(path):
    catalogue = polib.pofile(path)
    forms = int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])
    wrong = [*catalogue.fuzzy_entries(), *catalogue.obsolete_entries()]
    for entry in catalogue:
        told = [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]
        placeholders = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        if len(told) != (forms if entry.msgid_plural else 1) or any(
            not one or sorted(PLACEHOLDER.findall(one)) != placeholders for one in told
        ):
            wrong.append(entry)
    assert [entry.msgid for entry in wrong] == []
    assert len(catalogue) > 300


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_translations_keep_links_quotes_and_spaces(path):
    for entry in polib.pofile(path):
        for told in [*entry.msgstr_plural.values()] or [entry.msgstr]:
            # “ ” are told of as they stand in statements; within « » quotes are „ “.
            assert "“" not in re.sub("„[^“]*“", "", told).replace("“ ”", ""), entry.msgid
            assert re.findall(r"<[^>]*>", told) == re.findall(r"<[^>]*>", entry.msgid), entry.msgid
            assert told == told.strip() and "  " not in told, entry.msgid


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_what_is_compiled_is_what_is_written(path):
    written = {}
    for entry in polib.pofile(path):
        name = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
        if entry.msgid_plural:
            written |= {(name, form): told for form, told in entry.msgstr_plural.items()}
        else:
            written[name] = entry.msgstr
    with open(path.with_suffix(".mo"), "rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert {name: told for name, told in compiled._catalog.items() if name} == written
    assert [compiled.plural(number) for number in (1, 2, 5, 11, 21, 22, 112)] == [
        0, 1, 2, 2, 0, 1, 2,
    ]  # fmt: skip


@pytest.mark.skipif(
    not shutil.which("xgettext") and "CI" not in os.environ, reason="xgettext is not installed"
)
def test_no_message_is_missing_from_the_catalogues(tmp_path):
    for name in ("config", "positions", "templates", "locale", "manage.py"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    line = re.search(r"manage\.py (makemessages .*)", (ROOT / "Makefile").read_text())[1]
    command = [sys.executable, "manage.py", *line.split()]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)

    def messages(path):
        return {(e.msgctxt, e.msgid, e.msgid_plural) for e in polib.pofile(path) if not e.obsolete}

    for path in CATALOGUES:
        assert messages(tmp_path / path.relative_to(ROOT)) == messages(path)


@pytest.mark.parametrize(
    ("language", "days", "ages", "spans"),
    [
        (
            "en-gb",
            ["2 December 2022", "December 2022", "2022", "December 2022"],
            ["the same day", "1 day before", "2 months before", "5 years before", "21 days ago"],
            ["October to December 2022", "Oct–Dec"],
        ),
        (
            "uk",
            ["2 грудня 2022", "грудень 2022", "2022", "грудня 2022"],
            ["того самого дня", "за 1 день до того", "за 2 місяці до того", "за 5 років до того",
             "21 день тому"],
            ["жовтень – грудень 2022", "жов–гру"],
        ),
        (
            "ru",
            ["2 декабря 2022", "декабрь 2022", "2022", "декабря 2022"],
            ["в тот же день", "за 1 день до того", "за 2 месяца до того", "за 5 лет до того",
             "21 день назад"],
            ["октябрь – декабрь 2022", "окт–дек"],
        ),
    ],
)  # fmt: skip
def test_dates_are_told_in_the_language_of_the_page(language, days, ages, spans):
    day, quarter = date(2022, 12, 2), periods.parse_period("2022-q4")
    with translation.override(language):
        told = [dates.in_words(day, precision) for precision in ("day", "month", "year")]
        assert [*told, dates.since_in_words(day, "month")] == days
        befores = [date(2022, 12, 2), date(2022, 12, 1), date(2022, 10, 2), date(2017, 12, 2)]
        found = [dates.age(before, day) for before in befores]
        assert [*found, dates.age(date(2022, 11, 11), day, dates.AGO)] == ages
        assert [quarter.label, quarter.months] == spans


@pytest.mark.parametrize("typed", ["2 грудня 2022", "2 декабря 2022", "2 дек. 2022", "2 Dec 2022"])
def test_a_date_is_read_in_any_of_the_languages(typed):
    assert dates.parse_span(typed).first == date(2022, 12, 2)


@pytest.mark.parametrize("address", ["/", CELL, "/compare/?as_of=2022-12-02", REPORT, "/nowhere/"])
def test_only_the_address_chooses_the_language(client, seeds, address):
    for prefix, language in (("", "en"), ("/uk", "uk"), ("/ru", "ru")):
        answers = [client.get(f"{prefix}{address}", **way) for way in WAYS]
        assert {answer.status_code for answer in answers} <= {200, 404}
        assert len({ANEW.sub(b"", answer.content) for answer in answers}) == 1
        assert f'<html lang="{language}">' in answers[0].text
        for answer in answers:
            assert "Accept-Language" not in answer.get("Vary", "")
            if address != REPORT:
                assert not answer.cookies and "Cookie" not in answer.get("Vary", "")
        client.cookies.clear()


@pytest.mark.parametrize("address", ["/", "/compare/?as_of=2022-12-02&topic=talks", CELL])
def test_a_page_tells_where_it_is_in_the_other_languages(client, seeds, address):
    path, _, query = address.partition("?")
    query = query and f"?{query}"
    for prefix, language in (("", "en"), ("/uk", "uk"), ("/ru", "ru")):
        page = client.get(f"{prefix}{address}").text.replace("&amp;", "&")
        there = dict(re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', page))
        assert there == {
            "en": f"{HOST}{path}{query}",
            "uk": f"{HOST}/uk{path}{query}",
            "ru": f"{HOST}/ru{path}{query}",
            "x-default": f"{HOST}{path}{query}",
        }
        assert f'<link rel="canonical" href="{there[language]}">' in page
        shown = re.search(r'<nav class="languages".*?</nav>', page, re.S)[0]
        links = re.findall(
            r'<a lang="(\w+)" hreflang="\w+" data-prefix="([^"]*)" href="([^"]*)"', shown
        )
        assert {tag: f"{HOST}{href}" for tag, _, href in links} == {
            tag: href for tag, href in there.items() if tag != "x-default"
        }
        assert all(href.startswith(f"{before}/") for _, before, href in links)
        assert len(re.findall("aria-current", shown)) == 1
        assert f'lang="{language}"' in re.search(r"<a [^>]*aria-current", shown)[0]


def test_links_of_a_page_stay_in_its_language(client, seeds):
    page = client.get("/uk/compare/?as_of=2022-12-02").text
    links = re.findall(
        r'(?:href|action)="(/[^"]*)"',
        re.sub(r'<nav class="languages".*?</nav>', "", page, flags=re.S),
    )
    own = [link for link in links if not re.match(r"/(static/|uk/)|.*\.(csv|json|atom)", link)]
    assert own == [] and len(links) > 100
    for file in re.findall(r'href="(/[^"]*\.csv[^"]*)"', page):
        assert not file.startswith("/uk/")
        assert client.get(file.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize(
    "address", ["/de/", "/en/", "/en-gb/compare/", "/uk-ua/", "/UK/", "/uk/ru/", "/uk/healthz",
                "/uk/statements.csv", "/uk/changes.atom", "/uk/sitemap.xml", "/uk/admin/"],
)  # fmt: skip
def test_there_is_nothing_under_other_prefixes(client, db, address):
    assert client.get(address).status_code == 404


def test_an_address_without_its_slash_leads_to_the_page(client, db):
    assert client.get("/uk")["Location"] == "/uk/"
    assert client.get("/ru/compare?as_of=2023")["Location"] == "/ru/compare/?as_of=2023"


def test_what_is_no_page_is_told_in_the_language_of_the_address(client, db, monkeypatch):
    assert "Сторінку не знайдено" in client.get("/uk/nowhere/").text
    assert "Страница не найдена" in client.get("/ru/statements/nothing/").text
    assert client.get("/uk/", headers={"host": "evil.example"}).status_code == 400
    told = client.get("/uk/", headers={"host": "evil.example"}).text
    assert "Запит не вдалося прочитати." in told

    def broken(request):
        raise RuntimeError

    client.raise_request_exception = False
    monkeypatch.setattr("positions.views.home.first_of", broken)
    told = client.get("/ru/")
    assert told.status_code == 500 and "Что-то пошло не так" in told.text
    assert 'href="/uk/"' in told.text


def test_a_withdrawn_statement_is_gone_in_every_language(client, db):
    make.statement(
        "Leave.", by="zelensky", slug="gone", status="withdrawn",
        withdrawn_on="2022-12-06", withdrawn_because="He denies it.",
    )  # fmt: skip
    for prefix, words in (("", "en"), ("/uk", "uk"), ("/ru", "ru")):
        told = client.get(f"{prefix}/statements/gone/")
        assert told.status_code == 410 and f'<html lang="{words}">' in told.text


def test_refusals_stand_beside_the_field_in_the_language(client, seeds):
    for address, words in (
        ("/uk/compare/?as_of=soon", "Введіть рік, місяць або день"),
        ("/ru/compare/?actors=us", "Выберите участников: от двух до 6."),
        ("/uk/statements/?q=actor:atlantis", "Немає учасника з назвою «atlantis»."),
    ):
        told = client.get(address)
        assert told.status_code == 400 and words in told.text


def test_a_stance_is_found_by_its_name_in_any_language(client, seeds):
    def found(words):
        return re.search(r"data-announce=\"(\d+)", client.get("/statements/", {"q": words}).text)[1]

    assert found("stance:відкидає") == found("stance:отвергает") == found("stance:rejects") != "0"


def test_files_and_references_are_english_whatever_language_is_active(client, seeds):
    for address in ("/changes.csv", "/coverage.json", "/compare.csv", "/statements.atom"):
        first = b"".join(client.get(address))
        with translation.override("uk"):
            told = client.get(address)
        assert b"".join(told) == first
    page, other = (
        client.get(f"{prefix}/statements/2022-12-02-russia-peskov-3/").text
        for prefix in ("", "/uk")
    )
    cited, also = (re.findall(r"<textarea[^>]*>([^<]*)", told) for told in (page, other))
    assert len(cited) > 5 and also[:-1] == cited[:-1]
    assert "/uk/embed/" in also[-1] and "/embed/" in cited[-1]


def test_the_package_is_the_same_whatever_language_is_active(seeds, tmp_path):
    made = []
    for language in ("en-gb", "uk", "ru"):
        with translation.override(language), open(tmp_path / language, "w+b") as file:
            made.append((public.make(file).digest, datapackage(EVERY)))
            assert (Stance.REQUIRES.label == "Requires") is (language == "en-gb")
    assert len(set(made)) == 1


def test_names_are_told_in_the_language_of_the_page_where_there_are_any(client, seeds):
    compare = "/compare/?actors=us&actors=russia"
    english, ukrainian, russian = (client.get(f"{one}{compare}").text for one in ("", "/uk", "/ru"))
    assert "Росія" not in english and "Росія" in ukrainian and "Россия" in russian
    assert "Україна й Росія ведуть прямі переговори" in ukrainian
    assert "Сергій Лавров" in ukrainian and "Сергей Лавров" in russian
    assert "Sergei Lavrov" not in ukrainian and "Sergei Lavrov" in english
    Actor.objects.filter(slug="russia").update(name_uk="", short_name_uk="")
    page = client.get(f"/uk{compare}").text
    assert '<span lang="en">Russia</span>' in page


def lasting_words():
    """What modules keep of the words of forms and pages, told in the language that is active."""
    from positions import questions
    from positions.search.examples import EXAMPLES
    from positions.templatetags.positions import SECTIONS
    from positions.views import cell, statements

    found = [*cell.PLACES, statements.TOO_SLOW, *(meaning for _, meaning in EXAMPLES)]
    found += [label for label, _ in SECTIONS.values()]
    forms = [form for name in questions.__all__ if isinstance(form := vars(questions)[name], type)]
    for field in (field for form in forms for field in form.base_fields.values()):
        found += [field.label, field.help_text, *field.error_messages.values()]
        if not hasattr(field, "queryset"):
            found += getattr(field, "choices", ())
    return [str(words) for words in found]


SCRIPT = """
import json
import django
from django.conf import settings
from django.utils import translation
settings.LANGUAGE_CODE = "uk"
django.setup()
import config.urls
settings.LANGUAGE_CODE = "en-gb"
translation.activate("en-gb")
from tests.test_languages import lasting_words
print(json.dumps(lasting_words()))
"""


def test_words_are_not_fixed_to_the_language_in_which_a_module_was_imported():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    assert json.loads(told.stdout) == lasting_words()


@pytest.mark.parametrize(("prefix", "word"), [("/uk", "Завантажити "), ("/ru", "Скачать ")])
def test_what_can_be_downloaded_is_a_whole_phrase(client, seeds, prefix, word):
    for address in ("/statements/", "/changes/", "/actors/", CELL, "/coverage/"):
        told = client.get(f"{prefix}{address}").text
        downloads = re.findall(r'<p class="downloads">(.*?)<a', told)
        assert downloads and all(one.startswith(word) for one in downloads), address


def test_what_a_reader_typed_is_in_no_known_language(client, seeds):
    page = client.get("/uk/statements/?q=talks&actor=us").text
    chips = re.search(r'<ul class="chips">.*?</ul>', page)[0]
    assert 'Пошук: <span lang="">talks</span>' in chips
    assert 'lang=""' not in client.get("/statements/?q=talks&actor=us").text


def test_the_sitemap_has_every_language_of_a_page(client, db):
    told = client.get("/sitemap-pages.xml").text
    assert f"<loc>{HOST}/uk/compare/</loc>" in told and f"<loc>{HOST}/compare/</loc>" in told
    found = re.findall(r'hreflang="([^"]*)" href="([^"]*/method/)"', told)
    assert {*found} == {
        ("en", f"{HOST}/method/"),
        ("uk", f"{HOST}/uk/method/"),
        ("ru", f"{HOST}/ru/method/"),
        ("x-default", f"{HOST}/method/"),
    }


@pytest.mark.parametrize(
    ("path", "language", "plain"),
    [
        ("/", "en-gb", "/"),
        ("/uk/", "uk", "/"),
        ("/uk", "uk", "/"),
        ("/ukraine/", "en-gb", "/ukraine/"),
        ("/ru/actors/uk/", "ru", "/actors/uk/"),
        ("", "en-gb", ""),
    ],
)
def test_the_language_of_an_address(path, language, plain):
    assert (language_of(path), without_prefix(path)) == (language, plain)
    if path.endswith("/"):
        assert in_language(in_language(path, "uk"), language) == path
