"""On the seeds: where marks are too many, each bin leads to as many statements as it says."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions import periods, timeline
from positions.models import Statement

from .test_timeline_page import asked_for, drawn, number_in


@pytest.mark.parametrize(
    "query",
    [
        "",
        "as_of=2025-05-15",
        "period=2025",
        "period=2022&as_of=2022-12-02",
        "topic=talks",
        "precondition=full-ceasefire&actors=ukraine&actors=russia&actors=us&actors=eu",
    ],
)
def test_a_bin_leads_to_as_many_statements_as_it_says(client, seeds, monkeypatch, query):
    monkeypatch.setattr(timeline, "MOST_MARKS", 20)
    monkeypatch.setattr(periods, "UNITS", ("week",))
    found = drawn(client.get(f"/timeline/?{query}").text)
    assert len(found) > 20
    for address, title in found:
        assert asked_for(address).count() == number_in(title), (address, title)


def test_over_400_marks_are_counted_by_week_and_never_fetched(client, seeds):
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/timeline/").text
    assert "one week's statements" in unescape(page)
    assert 100 < len(drawn(page)) <= timeline.MOST_MARKS
    marks = sum(number_in(title) for _, title in drawn(page))
    assert marks == len(
        Statement.objects.filter(actor__slug__in=["us", "russia", "ukraine"]).marks()
    )
    assert marks > timeline.MOST_MARKS
    assert not any("LEFT(" in query["sql"] for query in asked.captured_queries)
    assert "one week's statements" not in unescape(client.get("/timeline/?period=2025").text)
