"""The comparison as of 2 December 2022, told by hand from the statements and the codebook."""

from datetime import date

import pytest

from positions.models import Actor, Coding, Precondition
from positions.views.compare import compared

DAY = date(2022, 12, 2)
pytestmark = pytest.mark.usefixtures("seeds")


@pytest.fixture
def cells(seeds):
    """Every cell as of the day: {(actor, precondition): Cell}."""
    actors = [Actor.objects.get(slug=slug) for slug in ("us", "russia", "ukraine")]
    rows = compared(actors, Precondition.objects.select_related("topic"), DAY)
    return {
        (actor.slug, row["precondition"].slug): cell for row in rows for actor, cell in row["cells"]
    }


def told(cell):
    """A cell's lines as (stance, gate, statement), the headline first."""
    return [(line.latest.stance, line.latest.gate, line.latest.statement) for line in cell.lines]


def test_russia_requires_recognition_of_the_annexations_before_talks(cells):
    cell = cells["russia", "annexation-recognised"]
    assert told(cell) == [
        ("requires", "enter_talks", "2022-12-02-russia-kremlin-1"),
        ("demands", "none", "2022-12-02-russia-peskov-3"),
        ("requires", "ceasefire", "2022-03-07-russia-peskov-1"),
        ("requires", "sign", "2022-02-28-russia-putin-1"),
    ]
    assert (cell.headline.latest.grade, cell.headline.first.day) == ("C", date(2022, 3, 4))


def test_russia_refuses_a_full_withdrawal(cells):
    cell = cells["russia", "russia-withdraws-all"]
    assert told(cell) == [("rejects", "none", "2022-12-02-russia-peskov-2")]
    assert cell.split == ()


def test_ukraine_requires_a_halt_of_attacks_and_full_withdrawal_before_talks(cells):
    assert told(cells["ukraine", "russia-halts-attacks"]) == [
        ("requires", "enter_talks", "2022-12-02-ukraine-kyiv-1")
    ]
    # Podolyak and Kyiv say the same on the same day; the named adviser is the better evidence.
    assert told(cells["ukraine", "russia-withdraws-all"]) == [
        ("requires", "enter_talks", "2022-12-02-ukraine-podolyak-2"),
        ("requires", "ceasefire", "2022-12-02-ukraine-kyiv-2"),
        ("demands", "none", "2022-11-15-ukraine-zelensky-1"),
    ]


def test_the_united_states_refuses_a_call_of_the_presidents_for_now_and_is_split(cells):
    cell = cells["us", "us-russia-leaders-talk"]
    assert told(cell) == [("rejects", "none", "2022-12-02-us-kirby-1")]
    assert (cell.headline.first.statement, cell.headline.restated) == (
        "2022-12-02-us-kirby-1",
        0,
    )
    assert [(p.speaker, p.stance, p.day) for p in cell.split] == [
        ("joe-biden", "accepts_if", date(2022, 12, 1))
    ]


def test_the_president_asks_for_a_sign_of_interest_before_leaders_meet(cells):
    assert told(cells["us", "russia-shows-interest"]) == [
        ("requires", "leaders_meeting", "2022-12-01-us-biden-1")
    ]


def test_what_russia_says_about_the_us_is_a_claim_and_fills_no_cell(cells):
    cell = cells["us", "annexation-recognised"]
    assert (told(cell), cell.blank) == ([], "not_researched")
    assert [(c.claimed_by, c.stance, c.statement) for c in cell.claims] == [
        ("russia", "rejects", "2022-12-02-russia-peskov-3")
    ]


def test_what_podolyak_says_about_western_states_fills_nobodys_cell(cells):
    coded = Coding.objects.filter(statement__slug__startswith="2022-12-02-ukraine-podolyak")
    assert set(coded.values_list("holder__slug", flat=True)) == {"ukraine"}
    others = [cell for (actor, _), cell in cells.items() if actor != "ukraine"]
    assert not any("podolyak" in statement for cell in others for *_, statement in told(cell))


@pytest.mark.parametrize(
    ("actor", "precondition", "lines"),
    [
        ("us", "ukraine-decides", [("demands", "none", "2022-12-02-us-kirby-2")]),
        ("us", "arms-stop", [("rejects", "none", "2022-12-02-us-price-1")]),
        ("russia", "arms-stop", [("demands", "none", "2022-12-02-russia-putin-1")]),
        ("russia", "russia-security", [("demands", "none", "2022-12-02-russia-peskov-1")]),
        ("russia", "us-russia-leaders-talk", [("open", "none", "2022-10-11-russia-lavrov-1")]),
        ("ukraine", "negotiate-with-putin", [("rejects", "none", "2022-10-04-ukraine-zelensky-1")]),
        ("ukraine", "direct-talks", [("accepts_if", "none", "2022-11-07-ukraine-zelensky-1")]),
        ("us", "leaders-meet-first", []),
        ("ukraine", "us-russia-leaders-talk", []),
        ("us", "negotiate-with-putin", []),
    ],
)
def test_the_rest_of_the_day(cells, actor, precondition, lines):
    assert told(cells[actor, precondition]) == lines


def test_russias_word_on_ukraine_and_talks_stands_beside_ukraines_own(cells):
    claims = cells["ukraine", "direct-talks"].claims
    assert [(c.claimed_by, c.stance) for c in claims] == [("russia", "rejects")]


def test_a_month_known_by_its_month_only_counts_as_its_last_day(cells):
    """Turkey's President, September 2022: on record by 2 December."""
    claims = cells["russia", "russia-shows-interest"].claims
    assert [(c.claimed_by, c.day) for c in claims] == [("turkey", date(2022, 9, 30))]
