"""A list of twenty thousand statements costs no more than one of a thousand, from its first page to
its last: what PostgreSQL reads is counted in pages of 8 kB, which is the same on every machine."""

import re
from html import unescape

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from positions.models import Statement
from positions.models.counts import MOST
from positions.questions import StatementSearch
from positions.views.pages import page_of

from . import make
from .test_facets import Selects

ROWS = 20_000
# Ten on each day; every fiftieth is a draft, every twelfth has one word, every thousandth another.
# Of the last precondition only the oldest speak.
FILL = """
    SET LOCAL session_replication_role = replica;
    INSERT INTO positions_source (slug, publisher, title, url, archived_url, kind, language)
    SELECT 'source-' || n, 'Agency', '', 'https://example.org/' || n, '',
        (ARRAY['news_agency', 'reprint'])[1 + n % 2], 'en' FROM generate_series(1, 1000) n;
    INSERT INTO positions_statement (slug, actor_id, official_id, role, outside_tenure, attribution,
        said_on, date_precision, date_basis, form, text, language, original_text, original_language,
        translation, venue, on_behalf_of, status, withdrawn_because, published_at, authority,
        evidence)
    SELECT 'statement-' || n, a.id, o.id, 'President', false, 'named', date '2020-01-01' + n / 10,
        'day', 'said', (ARRAY['quotation', 'mixed', 'paraphrase', 'document'])[1 + n % 4],
        'Statement number ' || n || CASE WHEN n % 12 = 0 THEN ' on ceasefire' ELSE '' END
            || CASE WHEN n % 1000 = 0 THEN ' and amnesty' ELSE '' END,
        'en', CASE WHEN n % 3 = 0 THEN 'Слово.' ELSE '' END,
        CASE WHEN n % 3 = 0 THEN 'ru' ELSE '' END, '', '', '',
        CASE WHEN n % 50 = 1 THEN 'draft' ELSE 'published' END, '', '2026-01-01', 1, 'B'
    FROM generate_series(1, {rows}) n
    JOIN positions_actor a ON a.slug = 'actor-' || n % 4
    JOIN positions_official o ON o.slug = 'official-' || n % 8;
    INSERT INTO positions_citation (statement_id, source_id, exact, prefix, suffix)
    SELECT s.id, min(k.id), '', '', '' FROM positions_statement s
    JOIN positions_source k ON k.slug = 'source-' || 1 + s.id % 1000 GROUP BY s.id;
    INSERT INTO positions_coding (statement_id, precondition_id, holder_id, stance, gate, red_line,
        note, second_stance, second_gate, second_note, first_stance, first_gate, first_note, status,
        counts_on, authority, evidence)
    SELECT s.id, p.id, s.actor_id, (ARRAY['demands', 'open', 'rejects'])[1 + s.id % 3], 'none',
        false, '', '', '', '', '', '', '', s.status, s.counts_on, s.authority, s.evidence
    FROM positions_statement s JOIN positions_precondition p ON p.slug = 'p-' || s.id % 6;
    SET LOCAL session_replication_role = origin;
    ANALYZE positions_statement, positions_coding, positions_citation, positions_source;
"""


# Rows that tests before took back are read, too, until they are swept away.
TABLES = [model._meta.db_table for model in apps.get_app_config("positions").get_models()]
SWEEP = f"VACUUM FULL {', '.join(TABLES)}"


@pytest.fixture(scope="module")
def long_record(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(SWEEP)
    with django_db_blocker.unblock(), transaction.atomic():
        for n in range(4):
            make.actor(f"actor-{n}")
        for n in range(8):
            make.official(f"official-{n}", of=f"actor-{n % 4}")
        for n in range(6):
            make.precondition(f"p-{n}", topic=f"topic-{n % 2}")
        with connection.cursor() as cursor:
            cursor.execute(FILL.format(rows=ROWS))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def long(long_record, db):
    """The long record; what a test changes is taken back after it."""


def asked(query):
    search = StatementSearch(QueryDict(query))
    assert search.is_valid(), search.errors
    return search


def read(work, *, words=False):
    """What PostgreSQL reads for some work, in pages, and its plans. Unless it looks for words it is
    kept from bitmaps, which pay only while this record is new and not vacuumed."""
    with CaptureQueriesContext(connection) as found:
        work()
    plans = []
    with connection.cursor() as cursor:
        if not words:
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        for query in found.captured_queries:
            if re.match("SELECT (?!set_config)|WITH ", query["sql"]):
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query['sql']}")
                plans.append(cursor.fetchone()[0][0]["Plan"])
        cursor.execute("SET LOCAL enable_bitmapscan = on")
    return sum(p["Shared Hit Blocks"] + p["Shared Read Blocks"] for p in plans), plans


def is_part(plan):
    return plan.get("Subplan Name", "").startswith("CTE part_")


def most_rows(plans):
    """How many rows come from that step of these plans from which most come."""
    steps = [(p["Actual Rows"] * p["Actual Loops"], most_rows(p.get("Plans", []))) for p in plans]
    return max((rows for step in steps for rows in step), default=0)


KEY = "2021-01-05.5000"
# What an index of statements answers.
PLAIN = [
    "",
    "page=40",
    f"after={KEY}",
    f"before={KEY}",
    f"actor=actor-1&after={KEY}",
    "order=oldest",
    "actor=actor-1",
    "official=official-3",
    "year=2022",
    "from=2021-03&to=2024&actor=actor-2",
    "form=document",
    "language=ru",
    "as_of=2021-05",
]
# What is looked up for each statement on the way, or sorted: words, sources and codings.
OTHERS = [
    "topic=topic-1",
    "precondition=p-2&stance=rejects",
    "group=moves",
    "kind=reprint",
    "q=ceasefire",
    "q=amnesty",
    "q=ceasefire&actor=actor-0",
]


@pytest.mark.parametrize("query", [*PLAIN, *OTHERS])
def test_a_page_reads_little_more_than_it_shows_and_counts(long, query):
    search = asked(query)
    pages, plans = read(lambda: page_of(search, QueryDict(query)), words="q=" in query)
    assert pages < (1500 if query in PLAIN else 10_000)
    if query in PLAIN:
        assert most_rows(plans) <= MOST + 1


@pytest.mark.parametrize("query", [*PLAIN, *OTHERS])
def test_counting_for_the_filters_reads_no_more_than_the_newest(long, query):
    search = asked(query)
    pages, plans = read(search.tell_counts, words="q=" in query)
    # A few blocks for each statement: its codings, twice, its sources and itself.
    assert pages < (20_000 if query in PLAIN else 40_000)
    counted = [part["Actual Rows"] for plan in plans for part in plan["Plans"] if is_part(part)]
    assert counted and max(counted) <= 2 * MOST


def listed(client, query=""):
    """The heading of a page, its statements by number, and its links to others by their words."""
    response = client.get(f"/statements/?{query}")
    assert response.status_code == 200
    page = response.text
    heading = re.search(r'id="results-heading" tabindex="-1">([^<]*)', page)[1]
    found = [int(n) for n in re.findall(r'class="when" href="/statements/statement-(\d+)/', page)]
    nav = page[page.index('<nav class="pages"') :] if '<nav class="pages"' in page else ""
    links = re.findall(r'<a rel="(\w+)" href="\?([^"]*)"', nav)
    return heading, [*dict.fromkeys(found)], {name: unescape(query) for name, query in links}


def in_order(**those):
    found = Statement.objects.published().filter(**those).values_list("slug", flat=True)
    return [int(slug.removeprefix("statement-")) for slug in found]


@pytest.mark.parametrize("query", ["", "order=oldest", "actor=actor-1"])
def test_behind_the_last_number_pages_go_on_by_key(client, long, query):
    those = {"actor__slug": "actor-1"} if "actor" in query else {}
    expected = in_order(**those)[:: -1 if "oldest" in query else 1]
    heading, found, links = listed(client, f"{query}&page=40")
    assert heading == "More than 1,000 statements, 976 to 1000"
    assert found == expected[975:1000]
    assert links["prev"] == f"{query}&page=39".removeprefix("&")
    for first in (1000, 1025):
        heading, found, links = listed(client, links["next"])
        assert found == expected[first : first + 25]
        days = re.fullmatch(r"More than 1,000 statements, (.*\d{4}) to (.*\d{4})", heading)
        assert days, heading
    for first in (1000, 975):
        _, found, links = listed(client, links["prev"])
        assert found == expected[first : first + 25]


def test_the_last_page_has_no_next_and_the_first_no_previous(client, long):
    everything = in_order()
    first, last = (Statement.objects.get(slug=f"statement-{everything[n]}") for n in (20, -11))
    _, found, links = listed(client, f"after={last.counts_on}.{last.pk}")
    assert (found, {*links}) == (everything[-10:], {"prev"})
    _, found, links = listed(client, f"before={first.counts_on}.{first.pk}")
    assert (found, {*links}) == (everything[:20], {"next"})
    end = Statement.objects.get(slug=f"statement-{everything[-1]}")
    page = client.get(f"/statements/?after={end.counts_on}.{end.pk}").text
    assert "No statement comes after that." in page


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("page=41", "Page numbers end at 40."),
        ("page=99999999999999999999&actor=actor-1", "Page numbers end at 40."),
        ("after=2021-01-05", "The address does not say where in this list to go on."),
        ("after=2021-13-05.7", "The address does not say where in this list to go on."),
        ("before=soon.7", "The address does not say where in this list to go on."),
        ("after=2021-01-05.7&q=ceasefire&order=best", "The address does not say where"),
    ],
)
def test_a_place_that_is_none_is_told_with_a_way_on(client, long, query, told):
    response = client.get(f"/statements/?{query}")
    assert response.status_code == 400
    assert told in response.text
    assert '<ol class="statements">' not in response.text
    way_on = re.search(r'<a href="(\?[^"]*)">(Page 40|First page)</a>', response.text)
    assert way_on[2] == ("Page 40" if query.startswith("page") else "First page")
    assert client.get(f"/statements/{unescape(way_on[1])}").status_code == 200


def test_siblings_and_links_leave_the_place_out(client, long):
    page = client.get(f"/statements/?actor=actor-1&after={KEY}").text
    here = f"http://testserver/statements/?actor=actor-1&amp;after={KEY}"
    assert f'<link rel="canonical" href="{here}">' in page
    assert 'href="/statements.csv?actor=actor-1"' in page
    assert "Download more than 1,000 rows" in page
    assert '<a href="?actor=actor-1&amp;order=oldest">Oldest first</a>' in page


def test_numbers_beyond_the_limit_are_told_as_more(client, long):
    page = client.get("/statements/?actor=actor-1&q=zzz").text
    assert re.search(r"without search “zzz”</a>: more than 1,000 statements", page)
    assert "Більше" not in page
    page = client.get("/uk/statements/").text
    assert "Понад 1\xa0000 заяв" in page
    assert "Более 1\xa0000 заявлений" in client.get("/ru/statements/").text
    assert "More than 1,000 statements up to" in client.get("/actors/actor-1/").text
    assert "All statements of Actor 1</a>" in client.get("/actors/actor-1/").text
    assert client.get("/api/v1/statements?actor=actor-1").json()["count"] is None
    assert client.get("/api/v1/statements?q=amnesty").json()["count"] == len(
        in_order(text__contains="amnesty")
    )


def test_options_tell_how_many_of_the_newest(client, long):
    response = client.get("/statements/")
    assert "each number in brackets is of the newest 1,000 that fit" in response.text
    told = Selects(response.text).found
    newest = in_order()[:1000]
    ones = sum(n % 4 == 1 for n in newest)
    assert told["actor"]["actor-1"] == (f"Actor 1 ({ones})", False, False)
    # Among the newest none is of that year: that is no reason to say that none is.
    assert told["year"]["2020"] == ("2020", False, False)
    response = client.get("/statements/?q=amnesty")
    assert "each number in brackets" not in response.text
    assert Selects(response.text).found["language"]["ru"][0].endswith("(6)")


def test_the_best_of_the_newest_come_first(client, long):
    search = asked("q=statement&order=best")
    pages, _ = read(lambda: page_of(search, {}), words=True)
    assert pages < 10_000
    page = client.get("/statements/?q=statement&order=best&page=40").text
    assert "Only the newest 1,000 are put in this order." in page
    assert 'rel="next"' not in page[page.index('<nav class="pages"') :]
    assert "Only the newest" not in client.get("/statements/?q=amnesty&order=best").text
