"""Conflicts and meeting points of the seeds, told by hand from the cells of four days.

A line has the proposition, who wants it and who refuses it, or who wants it or moves on it; the
propositions stand in the order of the comparison.
"""

import pytest

from positions.conflicts import meeting_points, sequence_conflicts, stated_conflicts
from positions.models import Precondition

from .test_seed_days import DAYS, FIRST_REPORT, MEMORANDA, RUSSIAS_TERMS, TODAY, rows_as_of

pytestmark = pytest.mark.usefixtures("seeds")

CONFLICTS = {
    FIRST_REPORT: """
        leaders-meet-first: ukraine / russia
        ten-point-basis: ukraine / russia
        full-ceasefire: russia / ukraine
        russia-withdraws-all: us ukraine / russia
        borders-restored: ukraine / russia
        ukraine-guarantees: ukraine / russia
        arms-stop: russia / us
        znpp-demilitarised: ukraine / russia
    """,
    # None on a full ceasefire: Russia accepts one on a condition, which is not wanting it.
    RUSSIAS_TERMS: """
        leaders-meet-first: ukraine / russia
        negotiate-with-putin: russia / ukraine
        ten-point-basis: ukraine / russia
        russia-halts-attacks: us ukraine / russia
        russia-withdraws-all: us ukraine / russia
        ukraine-withdraws-four: russia / ukraine
        annexation-recognised: russia / ukraine
        borders-restored: us ukraine / russia
        nato-renounced: russia / ukraine
        ukraine-guarantees: ukraine / russia
        russia-security: russia / ukraine
        arms-stop: russia / us
        znpp-demilitarised: ukraine / russia
    """,
    # The US now refuses restored borders, wants a freeze, and declines to say on withdrawal.
    MEMORANDA: """
        leaders-meet-first: ukraine / russia
        no-preconditions: russia / ukraine
        negotiate-with-putin: russia / ukraine
        ten-point-basis: ukraine / russia
        signatory-settled: russia / us
        russia-halts-attacks: us ukraine / russia
        frontline-freeze: us / russia ukraine
        russia-withdraws-all: ukraine / russia
        ukraine-withdraws-four: russia / us ukraine
        annexation-recognised: russia / ukraine
        territory-ceded: us / ukraine
        borders-restored: ukraine / us russia
        nato-renounced: russia / ukraine
        ukraine-guarantees: us ukraine / russia
        russia-security: russia / ukraine
        foreign-troops: us / russia
        force-limits: russia / ukraine
        arms-stop: russia / us ukraine
        sanctions-eased: russia / ukraine
        accountability: ukraine / us russia
        znpp-demilitarised: ukraine / russia
        znpp-returned: ukraine / russia
    """,
    # None on the four regions any more: Peskov declines to discuss those beyond Donbas.
    TODAY: """
        leaders-meet-first: us ukraine / russia
        negotiate-with-putin: russia / ukraine
        ten-point-basis: ukraine / russia
        signatory-settled: russia / us
        full-ceasefire: us ukraine / russia
        russia-halts-attacks: us ukraine / russia
        frontline-freeze: us ukraine / russia
        russia-withdraws-all: ukraine / russia
        annexation-recognised: russia / ukraine
        territory-ceded: us russia / ukraine
        borders-restored: ukraine / us russia
        ukraine-guarantees: ukraine / russia
        russia-security: russia / ukraine
        force-limits: us russia / ukraine
        arms-stop: russia / us ukraine
        sanctions-eased: russia / ukraine
        accountability: ukraine / us russia
        znpp-demilitarised: ukraine / russia
        znpp-returned: ukraine / russia
    """,
}

MEETING_POINTS = {
    FIRST_REPORT: """
        direct-talks: us russia ukraine
        no-preconditions: russia ukraine
        limited-truce: russia ukraine
        russia-halts-attacks: us russia ukraine
        sanctions-eased: us russia
    """,
    RUSSIAS_TERMS: """
        no-preconditions: russia ukraine
        russia-at-summits: russia ukraine
        limited-truce: russia ukraine
        sanctions-eased: us russia
        accountability: us ukraine
    """,
    MEMORANDA: """
        direct-talks: us russia ukraine
        us-russia-leaders-talk: us russia
        russia-shows-interest: us ukraine
        ukraine-decides: us ukraine
        third-party-mediation: us russia ukraine
        europe-takes-part: us russia
        full-ceasefire: us russia ukraine
        limited-truce: us russia ukraine
        prisoners-children: russia ukraine
    """,
    TODAY: """
        direct-talks: us russia ukraine
        us-russia-leaders-talk: us russia
        no-preconditions: russia ukraine
        russia-shows-interest: us ukraine
        ukraine-decides: us ukraine
        third-party-mediation: us russia ukraine
        europe-takes-part: us russia ukraine
        limited-truce: us russia ukraine
        ukraine-withdraws-donbas: russia ukraine
        nato-renounced: us russia ukraine
        prisoners-children: us russia ukraine
    """,
}

# Gate, proposition, the statement that has it for a gate, the one that does not.
ON_SANCTIONS = (
    # “A Black Sea truce takes effect only after sanctions ... are lifted”; Kyiv “objects to tying”.
    "ceasefire sanctions-eased",
    "2025-03-25-russia-kremlin-1",
    "2025-03-25-ukraine-zelensky-1",
)
ON_ACCOUNTABILITY = (
    # “Russia must face a war crimes tribunal before”; Rubio: it “will have its time and place”.
    "enter_talks accountability",
    "2022-12-26-ukraine-kuleba-1",
    "2025-05-21-us-rubio-7",
)
ON_A_CEASEFIRE_BEFORE_TALKS = (
    # “The first step is a full and lasting ceasefire”; Trump: it “can be worked on without”.
    "enter_talks full-ceasefire",
    "2025-05-11-ukraine-zelensky-1",
    "2025-08-18-us-trump-1",
)
ON_A_CEASEFIRE_BEFORE_A_SETTLEMENT = (
    # “Only if Kyiv stops fighting”; Trump: an agreement “without a ceasefire as an earlier step”.
    "sign full-ceasefire",
    "2023-08-07-russia-zakharova-1",
    "2025-08-16-us-trump-1",
)
SEQUENCES = {
    FIRST_REPORT: set(),
    RUSSIAS_TERMS: set(),
    # “No talks before a ceasefire” (Kyiv) and “no ceasefire before withdrawal” (Moscow) are none:
    # neither makes talks a gate for a ceasefire, nor a ceasefire for withdrawal.
    MEMORANDA: {ON_SANCTIONS, ON_ACCOUNTABILITY},
    TODAY: {
        ON_A_CEASEFIRE_BEFORE_TALKS,
        ON_A_CEASEFIRE_BEFORE_A_SETTLEMENT,
        ON_SANCTIONS,
        ON_ACCOUNTABILITY,
    },
}


def names(cells):
    return " ".join(cell.actor for cell in cells)


def lines(text):
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize("day", DAYS)
def test_what_one_wants_and_another_refuses(day):
    assert [
        f"{found.precondition}: {names(found.wants)} / {names(found.refuses)}"
        for found in stated_conflicts(rows_as_of(day))
    ] == lines(CONFLICTS[day])


@pytest.mark.parametrize("day", DAYS)
def test_what_two_want_or_move_on_and_none_refuses(day):
    assert [
        f"{found.precondition}: {names(found.cells)}" for found in meeting_points(rows_as_of(day))
    ] == lines(MEETING_POINTS[day])


@pytest.mark.parametrize("day", DAYS)
def test_what_one_makes_a_gate_and_another_does_not(day):
    events = dict(Precondition.objects.exclude(event_of="").values_list("slug", "event_of"))
    assert events == {"direct-talks": "enter_talks", "full-ceasefire": "ceasefire"}
    found = sequence_conflicts(rows_as_of(day), events)
    assert {c.kind for c in found} <= {"rejects_as_condition"}
    assert {
        (f"{c.gate} {c.precondition}", c.first.statement, c.second.statement) for c in found
    } == SEQUENCES[day]
    assert len(found) == len(SEQUENCES[day])
