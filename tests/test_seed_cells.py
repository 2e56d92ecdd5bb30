"""What else the cells of the seeds tell: since when, against whom, under whom, by whose word.

By hand from the statements and the codebook, like the tables of test_seed_days.py.
"""

from datetime import date

import pytest

from positions.cells import Reach

from .test_seed_days import DAYS, FIRST_REPORT, MEMORANDA, RUSSIAS_TERMS, TODAY, rows_as_of

pytestmark = pytest.mark.usefixtures("seeds")


def cells_as_of(day, **narrowed):
    """Every cell as of the day: {(actor, precondition): Cell}."""
    rows = rows_as_of(day, **narrowed)
    return {(cell.actor, cell.precondition): cell for row in rows for cell in row.cells}


# Each: the statement that opened the run, how often it was said again, and what it replaced.
SINCE = [
    # Talks on conditions since March 2024; in December 2023 Peskov saw “no basis”.
    (RUSSIAS_TERMS, "russia direct-talks none", "2024-03-13-russia-putin-1", 2, "rejects"),
    # An adviser's no of May 2022, said again by a minister and a spokesperson on one day.
    (RUSSIAS_TERMS, "ukraine full-ceasefire none", "2022-05-21-ukraine-podolyak-1", 2, None),
    # Putin to Macron, February 2022: no settlement without Crimea; three times since.
    (RUSSIAS_TERMS, "russia annexation-recognised sign", "2022-02-28-russia-putin-1", 3, None),
    # Other gates were named in between; they do not break the run of this one.
    (RUSSIAS_TERMS, "russia nato-renounced ceasefire", "2022-03-07-russia-peskov-1", 1, None),
    (
        RUSSIAS_TERMS,
        "ukraine russia-withdraws-all enter_talks",
        "2022-05-21-ukraine-podolyak-1",
        6,
        None,
    ),
    # Podolyak and Zelensky on one day: no restatement.
    (
        RUSSIAS_TERMS,
        "ukraine ukraine-withdraws-four none",
        "2024-06-14-ukraine-zelensky-1",
        0,
        None,
    ),
    # Begun by the President-elect; seven more up to a deputy at the UN, one in a joint statement.
    (MEMORANDA, "us full-ceasefire none", "2024-12-08-us-trump-1", 7, None),
    # Demanded until the middle of May, then accepted.
    (MEMORANDA, "ukraine full-ceasefire none", "2025-05-28-ukraine-umerov-1", 0, "demands"),
    # Required before talks in 2022 and again in 2025, by three speakers.
    (MEMORANDA, "ukraine full-ceasefire enter_talks", "2022-03-14-ukraine-podolyak-1", 3, None),
    (MEMORANDA, "ukraine direct-talks none", "2025-04-22-ukraine-zelensky-1", 3, "rejects"),
    # The same condition for relief by a Secretary of State of 2022 and a Vice President of 2025.
    (MEMORANDA, "us russia-halts-attacks deliver", "2022-03-15-us-blinken-1", 1, None),
    (MEMORANDA, "russia limited-truce none", "2025-04-19-russia-putin-1", 2, "accepts_if"),
    # Putin's truce is known to be of April 2026 only, so it counts after Peskov's of the 10th.
    (TODAY, "russia limited-truce none", "2026-04-10-russia-peskov-1", 2, "demands"),
    (TODAY, "us full-ceasefire none", "2024-12-08-us-trump-1", 11, None),
    # “A deal can be worked on without a ceasefire”, after Kellogg had it the other way round.
    (TODAY, "us full-ceasefire enter_talks", "2025-08-18-us-trump-1", 0, "requires"),
    # No truce that only pauses, from December 2025; a month before, Putin named terms for one.
    (TODAY, "russia full-ceasefire none", "2025-12-28-russia-ushakov-7", 1, "accepts_if"),
    # “Intense expert work comes first” was a condition, so the run does not reach back to it.
    (TODAY, "russia us-russia-leaders-talk none", "2025-12-28-russia-ushakov-7", 1, "accepts_if"),
    (TODAY, "ukraine leaders-meet-first none", "2025-06-02-ukraine-umerov-1", 5, "accepts"),
]


@pytest.mark.parametrize(("day", "where", "first", "restated", "before"), SINCE)
def test_since_when_and_how_often(day, where, first, restated, before):
    actor, precondition, gate = where.split()
    (line,) = [
        line for line in cells_as_of(day)[actor, precondition].lines if line.latest.gate == gate
    ]
    assert (line.first.statement, line.restated) == (first, restated)
    assert (line.before and line.before.stance) == before


# Every split there is among the three.
SPLITS = {
    # The spokesperson sees no “fruitful avenue”; the day before, Biden would talk on a condition.
    FIRST_REPORT: {("us", "us-russia-leaders-talk"): ["2022-12-01-us-biden-1"]},
    # Nothing expires: the window is counted from the headline, not from the day asked for.
    RUSSIAS_TERMS: {("us", "us-russia-leaders-talk"): ["2022-12-01-us-biden-1"]},
    MEMORANDA: {
        # Rubio wants the EU at the table, Kellogg three days earlier does not.
        ("us", "europe-takes-part"): ["2025-02-15-us-kellogg-1"],
        # The Security Council staff leave it to Ukraine; the President wanted “new elections”.
        ("us", "signatory-settled"): ["2025-02-18-us-trump-1"],
        # Aid resumes; eleven days earlier Trump made it depend on peace.
        ("us", "arms-stop"): ["2025-02-28-us-trump-1"],
    },
    # Trump himself sends arms again in July, so his earlier words no longer stand against it.
    # Ukraine on talks without preconditions is no split: 102 days lie between the two.
    TODAY: {
        ("us", "europe-takes-part"): ["2025-02-15-us-kellogg-1"],
        ("us", "signatory-settled"): ["2025-02-18-us-trump-1"],
        # Peskov is ready for Macron, Lavrov ruled out France a month before.
        ("russia", "europe-takes-part"): ["2025-11-25-russia-lavrov-1"],
        # Lavrov calls a truce “unacceptable”, 63 days after Putin's terms for one.
        ("russia", "full-ceasefire"): ["2025-11-27-russia-putin-1"],
    },
}


@pytest.mark.parametrize("day", DAYS)
def test_every_split_of_the_day(day):
    found = {at: cell.split for at, cell in cells_as_of(day).items() if cell.split}
    assert {at: [p.statement for p in split] for at, split in found.items()} == SPLITS[day]


# Whose headline is older than the present head; Russia and Ukraine have had one each.
UNDER_A_PREVIOUS_HEAD = {
    FIRST_REPORT: set(),
    RUSSIAS_TERMS: set(),
    # Trump's words of December 2024 count here too: Biden was President when he said them.
    MEMORANDA: {"direct-talks", "ten-point-basis", "ukraine-withdraws-four"},
    TODAY: {"ten-point-basis", "ukraine-withdraws-four"},
}


@pytest.mark.parametrize("day", DAYS)
def test_what_was_said_under_a_previous_head(day):
    marked = {
        at
        for at, cell in cells_as_of(day).items()
        if cell.headline and cell.headline.under_previous_head
    }
    assert marked == {("us", precondition) for precondition in UNDER_A_PREVIOUS_HEAD[day]}


# What others say an actor holds, the latest of each, newest first.
CLAIMS = [
    # Said by Putin and Lavrov three times in 2022.
    (RUSSIAS_TERMS, "ukraine direct-talks", ["russia rejects 2022-12-25-russia-putin-1"]),
    (RUSSIAS_TERMS, "us annexation-recognised", ["russia rejects 2022-12-02-russia-peskov-3"]),
    (
        MEMORANDA,
        "russia direct-talks",
        ["us accepts 2025-05-19-us-trump-1", "ukraine rejects 2022-12-25-ukraine-podolyak-1"],
    ),
    # What Putin told Turkey in March 2022 is known only from there.
    (
        MEMORANDA,
        "russia leaders-meet-first",
        [
            "ukraine rejects 2025-06-02-ukraine-umerov-1",
            "turkey accepts_if 2022-03-17-russia-putin-1",
        ],
    ),
    (
        MEMORANDA,
        "ukraine annexation-recognised",
        ["us accepts 2025-04-22-us-trump-1", "turkey rejects 2022-03-19-turkey-kalin-1"],
    ),
    (
        TODAY,
        "russia direct-talks",
        ["ukraine rejects 2026-06-15-ukraine-zelensky-1", "us accepts 2025-05-19-us-trump-1"],
    ),
    (TODAY, "us full-ceasefire", ["russia rejects 2025-12-28-russia-ushakov-7"]),
    (
        TODAY,
        "us ukraine-guarantees",
        [
            "ukraine accepts 2025-12-29-ukraine-zelensky-7",
            "european-leaders accepts 2025-08-16-european-leaders-1",
        ],
    ),
]


@pytest.mark.parametrize(("day", "where", "claims"), CLAIMS)
def test_what_others_say_an_actor_holds_stands_apart(day, where, claims):
    cell = cells_as_of(day)[tuple(where.split())]
    assert [f"{c.claimed_by} {c.stance} {c.statement}" for c in cell.claims] == claims
    assert not any(line.latest.claimed_by or line.first.claimed_by for line in cell.lines)


def test_claims_alone_leave_a_cell_silent():
    assert cells_as_of(RUSSIAS_TERMS)["ukraine", "istanbul-basis"].blank == "not_researched"


def test_a_joint_statement_binds_who_signed_it():
    """The European leaders' call of 10 May 2025 was made with Ukraine; Geneva's text was both's."""
    cell = cells_as_of(date(2025, 5, 10))["ukraine", "full-ceasefire"]
    call = cell.headline.latest
    assert (call.statement, call.authority, call.grade) == ("2025-05-10-european-leaders-1", 3, "C")
    assert call.joint == (
        "France, Germany, Poland and the United Kingdom, with the coalition of the willing"
    )
    assert [line.latest.statement for line in cell.also] == ["2025-05-08-ukraine-yermak-7"]
    ukraine, us = [cells_as_of(TODAY)[actor, "ukraine-decides"] for actor in ("ukraine", "us")]
    assert ukraine.headline.first.statement == us.headline.first.statement
    assert ukraine.headline.first.joint == "United States and Ukraine (joint statement)"
    assert us.headline.first.joint == ""


SILENT_TODAY = {
    "us": "no-preconditions negotiate-with-putin russia-at-summits istanbul-basis referendum "
    "russia-withdraws-2022 russia-security assets-stay-frozen grain-exports znpp-demilitarised "
    "znpp-returned ukraine-internal-politics",
    "russia": "russia-shows-interest ukraine-decides referendum russia-withdraws-2022",
    "ukraine": "us-russia-leaders-talk istanbul-basis russia-withdraws-2022 assets-stay-frozen "
    "grain-exports ukraine-internal-politics",
}


@pytest.mark.parametrize("actor", SILENT_TODAY)
def test_on_what_an_actor_is_silent(actor):
    blanks = {of: c.blank for (by, of), c in cells_as_of(TODAY).items() if by == actor and c.blank}
    assert list(blanks) == SILENT_TODAY[actor].split()
    assert set(blanks.values()) == {"not_researched"}


# Which evidence counts.


@pytest.mark.parametrize("day", DAYS)
def test_nothing_is_left_out_unasked(day):
    """The two statements of authority 4 take no side, and nobody unnamed is quoted."""
    assert not any(cell.left_out or cell.unnamed for cell in cells_as_of(day).values())


def test_without_what_is_only_reported():
    """An institution and a minister known from a reprint are C; Trump's condition is left."""
    cell = cells_as_of(MEMORANDA, reach=Reach(grades=("A", "B")))["us", "arms-stop"]
    assert [line.latest.statement for line in cell.lines] == ["2025-02-28-us-trump-1"]
    assert cell.left_out == len(["2022-06-16-us-sullivan-1", "2025-03-11-us-jeddah-1"])
    assert (cell.group, cell.split) == ("moves", ())


def test_heads_only():
    """Putin's terms for a truce; of the claims that of Hungary's head, not of a minister."""
    cell = cells_as_of(TODAY, reach=Reach(authorities=(1,)))["russia", "full-ceasefire"]
    assert [line.latest.statement for line in cell.lines] == ["2025-11-27-russia-putin-1"]
    assert [claim.claimed_by for claim in cell.claims] == ["hungary"]
    left_out = (
        "2023-03-31-russia-peskov-1",
        "2023-05-27-russia-galuzin-2",
        "2023-08-07-russia-zakharova-1",
        "2024-12-26-russia-lavrov-1",
        "2025-06-02-ukraine-umerov-1",
        "2025-12-28-russia-ushakov-7",
        "2026-01-29-russia-lavrov-2",
    )
    assert cell.left_out == len(left_out)
