"""Three more days of the comparison, told by hand from the statements and the codebook.

A table has propositions as headings and below them every line of the three sides' cells, headline
first: actor, stance, gate, statement, the speaker's authority on that day and the grade of the
evidence, and a few of the statement's words or of the coding's note. A side that has no line under
a heading is silent there.
"""

from datetime import date

import pytest

from positions.models import Actor, Precondition
from positions.views.compare import compared

FIRST_REPORT = date(2022, 12, 2)
RUSSIAS_TERMS = date(2024, 6, 14)
MEMORANDA = date(2025, 6, 2)
TODAY = date(2026, 11, 22)
DAYS = (FIRST_REPORT, RUSSIAS_TERMS, MEMORANDA, TODAY)
pytestmark = pytest.mark.usefixtures("seeds")

# The US Vice President answered the terms a day later, so the US is silent on them here.
ON_RUSSIAS_TERMS = """
direct-talks
  us accepts none 2023-06-04-us-sullivan-1 2B “the conflict will end at the negotiating table”
  russia accepts_if none 2024-06-14-russia-putin-1 1B “as soon as Ukraine starts withdrawing”
  ukraine rejects none 2023-12-19-ukraine-zelensky-1 1B “not relevant today”
negotiate-with-putin
  russia demands none 2023-11-22-russia-putin-1 1B “its decree against negotiating”
  russia requires enter_talks 2023-10-russia-putin-1 1C “must first revoke its decree”
  ukraine rejects none 2023-02-16-ukraine-zelensky-1 1B “no trust for dialogue with Putin”
third-party-mediation
  russia open none 2023-10-russia-putin-1 1C “Chinese proposals realistic”
  ukraine rejects none 2023-06-03-ukraine-reznikov-1 2C “does not need a mediator”
ten-point-basis
  us accepts none 2022-12-22-us-blinken-1 2B “a good start”
  russia rejects none 2024-03-29-russia-lavrov-7 2B “not on the Ukrainian formula”
  ukraine demands none 2023-12-19-ukraine-zelensky-1 1B “the only working platform”
full-ceasefire
  russia accepts_if none 2024-06-14-russia-putin-1 1B “as soon as Ukraine starts withdrawing”
  russia requires sign 2023-08-07-russia-zakharova-1 3B “only if Kyiv stops fighting”
  ukraine rejects none 2023-06-03-ukraine-reznikov-1 2C the minister before his spokesperson
  ukraine requires enter_talks 2022-03-14-ukraine-podolyak-1 3B “a ceasefire must come before”
russia-withdraws-all
  us demands none 2024-06-03-us-kirby-7 3C “if Putin took his forces out of Ukraine”
  us requires deliver 2022-03-15-us-blinken-1 2B “the pullback must in effect be irreversible”
  russia rejects none 2024-03-29-russia-lavrov-7 2B “pointless to ask”
  ukraine requires enter_talks 2023-11-05-ukraine-zelensky-1 1B “unless its troops leave”
  ukraine requires ceasefire 2023-09-20-ukraine-zelensky-1 1B “hostilities end fully only with”
  ukraine demands none 2023-06-03-ukraine-nikolenko-1 3B “Russia should withdraw its troops”
  ukraine requires sign 2023-02-24-ukraine-zelensky-1 1B “a plan without full withdrawal”
russia-withdraws-2022
ukraine-withdraws-four
  russia requires ceasefire 2024-06-14-russia-putin-1 1B “cease fire and open talks as soon as”
  ukraine rejects none 2024-06-14-ukraine-zelensky-1 1B “an ultimatum that cannot be trusted”
annexation-recognised
  russia requires sign 2024-06-14-russia-putin-3 1B “must include recognition of Crimea”
  russia demands none 2024-04-12-russia-peskov-1 3C “new regions” are “taken into account”
  russia requires enter_talks 2023-01-05-russia-putin-1 1B “takes into account new territorial”
  russia requires ceasefire 2022-03-07-russia-peskov-1 3B “recognises Crimea as Russian”
  ukraine rejects none 2023-01-05-ukraine-podolyak-1 3C “a right to seize land and kill”
territory-ceded
  ukraine rejects none 2023-08-15-ukraine-nikolenko-1 3B better known than Podolyak's, a reprint
borders-restored
  us demands none 2024-06-03-us-kirby-7 3C “rests on sovereignty and territorial integrity”
  russia rejects none 2022-05-russia-medvedev-1 3B “no chance of Crimea and Donbas returning”
  ukraine requires ceasefire 2023-09-20-ukraine-zelensky-1 1B “restored control of the border”
  ukraine demands none 2023-06-03-ukraine-nikolenko-1 3B “no disputed territories”
  ukraine requires enter_talks 2022-11-07-ukraine-zelensky-1 1C “territorial integrity restored”
  ukraine requires sign 2022-05-22-ukraine-yermak-1 2B “full sovereignty over all”
nato-renounced
  russia requires ceasefire 2024-06-14-russia-putin-2 1B “drops its plans to join NATO”
  russia requires sign 2023-12-14-russia-putin-1 1B “neutral status of Ukraine”
  russia open none 2022-03-16-russia-peskov-1 3C “could be seen as a compromise”
  russia requires enter_talks 2022-03-04-russia-putin-1 1B “a neutral, non-nuclear” Ukraine
  ukraine rejects none 2022-10-04-ukraine-zelensky-1 1B “an accelerated NATO application”
russia-security
  russia requires enter_talks 2024-03-13-russia-putin-1 1B “with security guarantees for itself”
  russia demands none 2022-12-02-russia-peskov-1 3B “in order to ensure our interests”
  ukraine rejects none 2022-12-04-ukraine-danilov-1 2C before Podolyak, an adviser
force-limits
  russia requires sign 2023-12-14-russia-putin-1 1B “demilitarisation”
  russia requires enter_talks 2022-03-04-russia-putin-1 1B “non-nuclear and demilitarised”
  russia demands none 2022-02-25-russia-lavrov-1 2B the minister before the spokesperson
sanctions-eased
  us accepts_if none 2022-03-15-us-blinken-1 2B sanctions “can end if Russia stops”
  russia requires sign 2024-06-14-russia-putin-4 1B “the lifting of all Western sanctions”
  russia open none 2022-04-30-russia-lavrov-1 2B the “agenda includes lifting sanctions”
  ukraine noncommittal none 2022-04-30-ukraine-podolyak-1 3B “not discussed at all”
"""

ON_THE_MEMORANDA = """
direct-talks
  us demands none 2024-12-08-us-trump-1 2B President-elect, for “the start of negotiations”
  russia demands none 2025-05-29-russia-nebenzya-1 3B “proposes a second round in Istanbul”
  ukraine accepts_if none 2025-05-28-ukraine-umerov-1 2B “waits for the Russian memorandum”
no-preconditions
  russia demands none 2025-05-11-russia-putin-1 1B “without preconditions”
  ukraine rejects none 2025-05-08-ukraine-yermak-7 2B “the precondition of negotiations”
russia-shows-interest
  us demands none 2025-05-19-us-vance-7 2B “ask Putin whether he is serious”
  us requires leaders_meeting 2022-12-01-us-biden-1 1B “if in fact there is an interest”
  ukraine demands none 2025-06-02-ukraine-umerov-2 2B “would show that Russia is serious”
signatory-settled
  us rejects none 2025-03-27-us-nsc-1 3C “determined by its constitution and its people”
  russia demands none 2025-05-23-russia-lavrov-2 2C “of fundamental importance for signing”
  russia requires sign 2025-01-28-russia-putin-1 1B “Zelensky has no right to sign”
  ukraine accepts_if none 2025-02-23-ukraine-zelensky-1 1B “if that brings peace”
full-ceasefire
  us demands none 2025-05-29-us-kelley-1 3B “a 30-day ceasefire on land, at sea and in the air”
  us requires enter_talks 2025-05-11-us-kellogg-1 2B “first and negotiations afterwards”
  russia accepts_if none 2025-05-19-russia-putin-1 1B “possible if agreements are reached”
  russia requires sign 2023-08-07-russia-zakharova-1 3B “only if Kyiv stops fighting”
  ukraine accepts none 2025-05-28-ukraine-umerov-1 2B “complete unconditional ceasefire”
  ukraine requires enter_talks 2025-05-11-ukraine-zelensky-1 1B “after which Ukraine is ready”
russia-halts-attacks
  us requires deliver 2025-05-19-us-vance-8 2C no benefits “while it goes on killing”
  us demands none 2025-04-24-us-trump-7 1B “calls on Putin to stop”
  russia rejects none 2023-02-27-russia-peskov-1 3B “the operation goes on”
  ukraine requires enter_talks 2022-12-02-ukraine-kyiv-1 3C “only if Russia halts its attacks”
russia-withdraws-all
  us noncommittal none 2025-02-24-us-shea-7 3B “urges its own text instead”
  us requires deliver 2022-03-15-us-blinken-1 2B “the pullback must in effect be irreversible”
  russia rejects none 2025-02-24-russia-un-7 3C “Votes against a resolution”
  ukraine requires enter_talks 2023-11-05-ukraine-zelensky-1 1B “unless its troops leave”
  ukraine requires ceasefire 2023-09-20-ukraine-zelensky-1 1B “hostilities end fully only with”
  ukraine demands none 2023-06-03-ukraine-nikolenko-1 3B “Russia should withdraw its troops”
  ukraine requires sign 2023-02-24-ukraine-zelensky-1 1B “a plan without full withdrawal”
ukraine-withdraws-four
  us rejects none 2024-06-15-us-harris-1 2B “a call for capitulation”
  russia demands none 2025-06-02-russia-memorandum-1 3B “as one option for a ceasefire”
  russia requires ceasefire 2024-06-14-russia-putin-1 1B “cease fire and open talks as soon as”
  ukraine rejects none 2024-06-14-ukraine-zelensky-1 1B “an ultimatum that cannot be trusted”
annexation-recognised
  us accepts none 2025-04-22-us-trump-1 1B “Crimea will stay with Russia”
  russia demands none 2025-06-02-russia-memorandum-5 3C “Asks for international recognition”
  russia requires sign 2025-04-28-russia-lavrov-1 2B “imperative for a settlement”
  russia requires enter_talks 2023-01-05-russia-putin-1 1B “takes into account new territorial”
  russia requires ceasefire 2022-03-07-russia-peskov-1 3B “recognises Crimea as Russian”
  ukraine rejects none 2025-04-22-ukraine-zelensky-1 1B “will not legally recognise”
borders-restored
  us rejects none 2025-02-12-us-trump-1 1B “unlikely”; the President before Hegseth
  russia rejects none 2022-05-russia-medvedev-1 3B “no chance of Crimea and Donbas returning”
  ukraine demands none 2025-03-17-ukraine-sybiha-1 2B “not negotiable”
  ukraine requires sign 2024-07-31-ukraine-zelensky-1 1B “requires full restoration”
  ukraine requires ceasefire 2023-09-20-ukraine-zelensky-1 1B “restored control of the border”
  ukraine requires enter_talks 2022-11-07-ukraine-zelensky-1 1C “territorial integrity restored”
ukraine-guarantees
  us demands none 2025-02-12-us-hegseth-3 2B “capable European and other troops”
  russia rejects none 2022-09-13-russia-medvedev-1 3B “a prologue to a third world war”
  ukraine requires ceasefire 2025-02-28-ukraine-zelensky-1 1B no “ceasefire without” guarantees
  ukraine requires enter_talks 2024-12-12-ukraine-yermak-1 2B “not ready to begin negotiations”
  ukraine demands none 2024-12-08-ukraine-zelensky-1 1B “a signed document alone”
arms-stop
  us rejects none 2025-03-11-us-jeddah-1 3C “resumes security assistance to Ukraine”
  russia demands none 2025-06-02-russia-memorandum-2 3B “foreign arms deliveries”
  russia requires sign 2025-03-18-russia-putin-1 1B “key condition”
  ukraine rejects none 2024-12-12-ukraine-yermak-1 2B “while it lacks weapons”
sanctions-eased
  us accepts_if none 2025-02-20-us-bessent-7 3B “depending on how ready Moscow is”
  russia demands none 2025-06-02-russia-memorandum-4 3B “the lifting of all sanctions”
  russia requires ceasefire 2025-03-25-russia-kremlin-1 3C “takes effect only after sanctions”
  russia requires sign 2024-06-14-russia-putin-4 1B “the lifting of all Western sanctions”
  ukraine rejects_as_condition ceasefire 2025-03-25-ukraine-zelensky-1 1B “Objects to tying”
  ukraine noncommittal none 2022-04-30-ukraine-podolyak-1 3B “not discussed at all”
accountability
  us rejects_as_condition enter_talks 2025-05-21-us-rubio-7 2B “will have its time and place”
  us demands none 2023-06-02-us-blinken-1 2B “accountability for crimes”
  russia rejects none 2025-06-02-russia-memorandum-4 3B “a mutual waiver of claims”
  ukraine demands none 2023-08-15-ukraine-podolyak-1 3C “punishment of war criminals”
  ukraine requires enter_talks 2022-12-26-ukraine-kuleba-1 2B “must face a war crimes tribunal”
"""

ON_THIS_DAY = """
leaders-meet-first
  us demands none 2026-02-22-us-witkoff-1 2B “bring about a meeting of the two presidents”
  russia rejects none 2026-06-05-russia-putin-1 1B “experts should first make progress”
  ukraine demands none 2026-06-15-ukraine-zelensky-1 1B “ready to meet its President”
no-preconditions
  russia demands none 2025-05-11-russia-putin-1 1B “without preconditions”
  ukraine demands none 2025-08-18-ukraine-zelensky-7 1B “should meet without conditions”
ukraine-decides
  us demands none 2025-11-23-us-geneva-1 3C “final decisions rest with the two presidents”
  us requires sign 2024-06-15-us-harris-2 2B nothing “settled without Ukraine”
  ukraine demands none 2026-02-14-ukraine-zelensky-3 1C not “for Ukraine only”
  ukraine requires sign 2025-02-17-ukraine-zelensky-1 1B “would not recognise what they agree”
europe-takes-part
  us demands none 2025-02-18-us-rubio-7 2B “the EU must join at some point”
  russia accepts_if none 2025-12-21-russia-peskov-1 3B “if there is mutual political will”
  ukraine demands none 2026-06-04-ukraine-zelensky-1 1C “joining the negotiations afterwards”
russia-at-summits
  russia noncommittal none 2024-07-16-russia-peskov-1 3B “first needs to understand”
  ukraine accepts none 2024-07-31-ukraine-zelensky-1 1B “does not oppose Russian attendance”
signatory-settled
  us rejects none 2025-03-27-us-nsc-1 3C “determined by its constitution and its people”
  russia requires sign 2025-11-27-russia-putin-2 1B “legally impossible”
  russia demands none 2025-05-23-russia-lavrov-2 2C “of fundamental importance for signing”
  ukraine accepts_if none 2025-12-09-ukraine-zelensky-1 1B “if partners help”
full-ceasefire
  us demands none 2026-02-24-us-bruce-7 3B “welcoming its call for an immediate ceasefire”
  us rejects_as_condition enter_talks 2025-08-18-us-trump-1 1B “can be worked on without”
  us rejects_as_condition sign 2025-08-16-us-trump-1 1C “without a ceasefire as an earlier step”
  russia rejects none 2026-01-29-russia-lavrov-2 2C “unacceptable”
  russia requires sign 2023-08-07-russia-zakharova-1 3B “only if Kyiv stops fighting”
  ukraine demands none 2026-06-04-ukraine-zelensky-2 1B “for as long as negotiations”
  ukraine requires enter_talks 2025-05-11-ukraine-zelensky-1 1B “after which Ukraine is ready”
limited-truce
  us demands none 2026-05-08-us-trump-1 1B “a ceasefire at his request”
  russia accepts none 2026-05-08-russia-ushakov-1 2C “agrees to the three-day ceasefire”
  ukraine accepts none 2026-05-08-ukraine-zelensky-1 1C “agrees to the three-day ceasefire”
ukraine-withdraws-four
  us rejects none 2024-06-15-us-harris-1 2B “a call for capitulation”
  russia noncommittal none 2025-12-29-russia-peskov-1 3B “declines to discuss other regions”
  russia requires ceasefire 2025-11-27-russia-putin-1 1B “once Ukrainian troops withdraw”
  ukraine rejects none 2024-06-14-ukraine-zelensky-1 1B “an ultimatum that cannot be trusted”
ukraine-withdraws-donbas
  us noncommittal none 2026-01-28-us-rubio-1 2B “remains to be settled”
  russia demands none 2026-01-27-russia-dmitriev-1 2B “the way to peace”
  russia requires sign 2026-01-23-russia-peskov-1 3B “an important condition for a settlement”
  ukraine accepts_if none 2025-12-24-ukraine-zelensky-1 1B “if Russia pulls back likewise”
territory-ceded
  us demands none 2025-11-20-us-leavitt-1 3B “supports a 28-point plan”
  russia requires sign 2026-01-23-russia-ushakov-1 2B “the formula” of “Anchorage”
  ukraine rejects none 2025-11-27-ukraine-yermak-1 2B “will not give up territory”
nato-renounced
  us demands none 2025-11-20-us-plan-1 3B a draft with “no NATO membership”
  russia demands none 2026-01-29-russia-lavrov-3 2C “non-aligned and non-nuclear status”
  russia requires ceasefire 2024-06-14-russia-putin-2 1B “drops its plans to join NATO”
  russia requires sign 2023-12-14-russia-putin-1 1B “neutral status of Ukraine”
  russia requires enter_talks 2022-03-04-russia-putin-1 1B “a neutral, non-nuclear” Ukraine
  ukraine accepts_if none 2025-12-14-ukraine-zelensky-1 1C “in place of NATO membership”
ukraine-guarantees
  us accepts_if none 2026-01-28-us-rubio-2 2B “still need Russian consent”
  russia rejects none 2026-01-29-russia-lavrov-1 2B better known than his other words of the day
  ukraine requires sign 2026-02-14-ukraine-zelensky-1 1B “before signing a peace deal”
  ukraine demands none 2026-01-25-ukraine-zelensky-1 1C “waits for a date and place of signing”
  ukraine requires ceasefire 2025-02-28-ukraine-zelensky-1 1B no “ceasefire without” guarantees
  ukraine requires enter_talks 2024-12-12-ukraine-yermak-1 2B “not ready to begin negotiations”
foreign-troops
  us accepts_if none 2026-01-28-us-rubio-2 2B “still need Russian consent”
  russia rejects none 2026-01-29-russia-lavrov-3 2C “no foreign bases”
  ukraine accepts none 2026-01-06-ukraine-zelensky-1 1A “prepare deployment of coalition forces”
prisoners-children
  us demands none 2026-05-08-us-trump-1 1B “an exchange of 1,000 prisoners from each side”
  russia accepts none 2026-05-08-russia-ushakov-1 2C “the exchange of prisoners”
  ukraine accepts none 2026-05-08-ukraine-zelensky-1 1C “the exchange of prisoners”
  ukraine requires sign 2025-12-03-ukraine-betsa-1 3B “a requirement for a just peace”
"""


def rows_as_of(day, **narrowed):
    """Every Row of the United States, Russia and Ukraine as of the day."""
    actors = Actor.objects.in_bulk(["us", "russia", "ukraine"], field_name="slug")
    sides = [actors["us"], actors["russia"], actors["ukraine"]]
    return [row["row"] for row in compared(sides, Precondition.objects.all(), day, **narrowed)]


def read(text):
    """A table above as {precondition: [[actor, stance, gate, statement, authority and grade]]}."""
    rows, lines = {}, []
    for line in text.strip().splitlines():
        if line.startswith(" "):
            lines.append(line.split()[:5])
        else:
            rows[line] = lines = []
    return rows


def told(row):
    """A Row's lines in the same form."""
    latest = [(cell.actor, line.latest) for cell in row.cells for line in cell.lines]
    return [
        [actor, p.stance, p.gate, p.statement, f"{p.authority}{p.grade}"] for actor, p in latest
    ]


@pytest.mark.parametrize(
    ("day", "text"),
    [(RUSSIAS_TERMS, ON_RUSSIAS_TERMS), (MEMORANDA, ON_THE_MEMORANDA), (TODAY, ON_THIS_DAY)],
)
def test_what_each_side_holds(day, text):
    expected = read(text)
    found = {row.precondition: told(row) for row in rows_as_of(day)}
    assert {precondition: found[precondition] for precondition in expected} == expected


def test_nothing_was_gathered_after_june_2026_and_nothing_expires():
    assert [told(row) for row in rows_as_of(TODAY)] == [
        told(row) for row in rows_as_of(date(2026, 6, 30))
    ]
