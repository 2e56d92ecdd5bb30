"""Statements that look alike: what is found, and the three ways on from there."""

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from positions.admin import alike as desk_of_alike
from positions.models import Distinction, Statement
from positions.models.alike import SHOWN, Words, alike_pairs, like
from positions.models.search import TooSlow
from tests import make

from .desk import ADD, change_address, changed, entry, messages, person, told

pytestmark = pytest.mark.django_db

SAID = "The president has always been, is and remains open to negotiations to ensure our interests."
OTHER = "Prisoners come home first, all of them."
# The same again, as another agency may have it.
TOLD = "The president was, is and remains open to talks in order to ensure our interests"


@pytest.fixture
def known(world):
    return world.statement(SAID)


def looking(world, text=SAID, original_text="", said_on="2022-12-02", precision="day", **given):
    who = {"official": world.lavrov.pk, "actor": world.russia.pk, **given}
    said_on = date.fromisoformat(said_on)
    return like(Words(text, original_text, said_on=said_on, date_precision=precision, **who))


# What is found

FOUND = {
    "the same in other marks": (
        "We’re just not at a point now – not at all – where talks are fruitful.",
        "We're just not at a point now - not at all - where talks are fruitful",
    ),
    "clipped": (
        "We’re just not at a point now where talks seem to be a fruitful avenue to approach.",
        "Talks seem to be a fruitful avenue",
    ),
    "translated by somebody else": (SAID, "Putin was, is and will be open for talks to secure "
                                          "our interests."),
    "a paraphrase that keeps words": (SAID, "Says Putin remains open to negotiations to ensure "
                                            "Russia’s interests."),
    "two paraphrases": (
        "Says peace talks are possible only if Russia halts its attacks and withdraws from all "
        "Ukrainian territories it seized.",
        "Makes talks conditional on an end to Russian attacks and a withdrawal from all seized "
        "Ukrainian territory.",
    ),
    "misspelt": ("Ukraine will not leave Donbas.", "Ukrane wil not leave the Donbass"),
    "one short word": ("No.", "“No!”"),
}  # fmt: skip
NOT_FOUND = {
    "a paraphrase in other words": (
        SAID,
        "Says Moscow rules out no contacts if it gains.",
    ),
    "another matter": (SAID, OTHER),
    "a short word within a long text": (SAID, "Is."),
}


@pytest.mark.parametrize("case", FOUND)
def test_similar_words_are_found(world, case):
    recorded, typed = FOUND[case]
    assert looking(world, typed) == [], "nothing is on record"
    known = world.statement(recorded)
    assert looking(world, typed) == [known]


@pytest.mark.parametrize("case", NOT_FOUND)
def test_other_words_are_not(world, case):
    recorded, typed = NOT_FOUND[case]
    world.statement(recorded)
    assert looking(world, typed) == []


def test_original_words_are_compared_too_whatever_their_letters(world):
    russian = "Мы были и остаёмся открыты к переговорам."
    known = world.statement(OTHER, original_text=russian, original_language="ru")
    assert looking(world, "We were and are open.", "мы были и остаемся открыты к переговорам")
    assert looking(world, "We were and are open.", "Совсем другие слова о зерне") == []
    accents = world.statement("La déclaration a été signée à l’aube.", language="fr")
    assert looking(world, "La declaration a ete signee a l'aube") == [accents]
    assert looking(world, russian, "") == [], f"text is not compared with the original of {known}"


@pytest.mark.parametrize(
    ("said_on", "precision", "found"),
    [
        ("2022-12-05", "day", True),
        ("2022-11-29", "day", True),
        ("2022-12-06", "day", False),
        ("2022-11-28", "day", False),
        ("2022-12-20", "month", True),
        ("2022-11-01", "month", True),
        ("2022-10-31", "month", False),
        ("2023-01-31", "month", False),
        ("2022-01-01", "year", True),
        ("2023-01-01", "year", False),
    ],
)
def test_three_days_around_are_searched(world, known, said_on, precision, found):
    assert looking(world, said_on=said_on, precision=precision) == [known] * found


@pytest.mark.parametrize(
    ("typed", "found"), [("2022-01-01", True), ("2022-12-31", True), ("2023-01-03", True),
                         ("2023-01-04", False), ("2021-12-28", False)]
)  # fmt: skip
def test_a_vague_date_on_record_is_any_of_its_days(world, typed, found):
    known = world.statement(SAID, on="2022-06-15", date_precision="year")
    assert looking(world, said_on=typed) == [known] * found


def test_only_the_same_speaker_is(world):
    by_actor = world.statement(SAID, by=None, of="russia", role="Kremlin")
    world.statement(SAID, by="zelensky")
    assert looking(world) == []
    assert looking(world, official=None) == [by_actor]
    assert looking(world, official=None, actor=world.ukraine.pk) == []
    assert looking(world, official=None, actor=None) == []


def test_what_goes_back_to_the_same_words_is_not_found_again(world, known):
    world.statement(f"{SAID} Again.", restates=known)
    assert len(looking(world)) == 2
    assert looking(world, restates=known.pk) == []


def test_the_most_alike_come_first_and_not_all(world):
    nearest = world.statement(SAID)
    for n in range(SHOWN + 2):
        world.statement(f"{SAID} And so on, number {n} of many more that are said.")
    found = looking(world)
    assert found[0] == nearest
    assert len(found) == SHOWN


# At save


def test_a_new_statement_comes_back_beside_what_is_on_record(desk, world, known):
    response = desk.post(ADD, entry(world, text=TOLD, venue="Moscow"))
    page = told(response)
    assert "This looks like what is on record already." in page
    assert "Looks like one on record" in page
    for words in (TOLD, SAID, "Sergei Lavrov, 2 December 2022", "TASS", "Draft"):
        assert words in page
    assert 'value="Moscow"' in response.content.decode()
    for way in ("Add as another source", "Link as restatement", "It is another statement"):
        assert way in page
    assert Statement.objects.count() == 1


def ruled(world, ruling, *shown, text=TOLD, **given):
    """What a browser sends when a button beneath those shown is pressed."""
    return {**entry(world, text=text, **given), "ruling": ruling, "alike": [s.pk for s in shown]}


def test_it_is_saved_as_another_statement_and_not_asked_again(desk, editor, world, known):
    assert desk.post(ADD, ruled(world, "another", known)).status_code == 302
    made = Statement.objects.latest("pk")
    ruling = Distinction.objects.get()
    assert (ruling.statement, ruling.other, ruling.ruled_by) == (known, made, editor)
    again = changed(made, text=TOLD + " again")
    assert desk.post(change_address(made), again).status_code == 302
    assert alike_pairs() == []


def test_it_is_saved_as_a_restatement(desk, world, known):
    sent = ruled(world, f"restates-{known.pk}", known, said_on="2022-12-03")
    assert desk.post(ADD, sent).status_code == 302
    made = Statement.objects.latest("pk")
    assert made.restates == known
    assert not Distinction.objects.exists()
    assert alike_pairs() == []
    again = changed(made, text=TOLD + " again")
    assert desk.post(change_address(made), again).status_code == 302


def test_of_several_one_is_restated_and_the_others_are_others(desk, world, known):
    again = world.statement(SAID + " Again.", restates=known)
    apart = world.statement(SAID + " But not now, and not with anybody.", on="2022-12-01")
    shown = known, again, apart
    desk.post(ADD, ruled(world, f"restates-{known.pk}", *shown, said_on="2022-12-03"))
    made = Statement.objects.latest("pk")
    assert made.restates == known
    pairs = [{d.statement, d.other} for d in Distinction.objects.all()]
    assert pairs == [{made, apart}], "what restates the same is not ruled to be another"


def test_the_later_of_the_two_is_the_restatement(desk, world, known):
    page = told(desk.post(ADD, entry(world, text=TOLD, said_on="2022-12-01")))
    assert "Link as restatement" in page
    desk.post(ADD, ruled(world, f"restates-{known.pk}", known, said_on="2022-12-01"))
    made = Statement.objects.latest("pk")
    known.refresh_from_db()
    assert (made.restates, known.restates) == (None, made)
    assert "Linked as a restatement" in LogEntry.objects.get(object_id=known.pk).change_message


def test_a_later_one_that_restates_another_keeps_doing_so(desk, world, known):
    first = world.statement(OTHER, on="2022-11-20")
    Statement.objects.filter(pk=known.pk).update(restates=first)
    given = {"said_on": "2022-12-01"}
    page = desk.post(ADD, entry(world, text=TOLD, **given)).content.decode()
    assert f'value="source-{known.pk}"' in page
    assert f'value="restates-{known.pk}"' not in page
    page = told(desk.post(ADD, ruled(world, f"restates-{known.pk}", known, **given)))
    assert "is a restatement of another statement already" in page
    assert Statement.objects.count() == 2


def test_its_source_is_added_to_what_is_on_record(desk, world, known):
    reuters = make.source(publisher="Reuters")
    citation = {"source": reuters.pk, "exact": "open to talks", "prefix": "he is"}
    sent = ruled(
        world, f"source-{known.pk}", known, sources=[{"source": world.source.pk}, citation]
    )
    response = desk.post(ADD, sent, follow=True)

    assert Statement.objects.get() == known
    assert [(c.source, c.exact, c.prefix) for c in known.citations.all()] == [
        (world.source, "", ""),
        (reuters, "open to talks", "he is"),
    ]
    assert response.redirect_chain[-1][0] == change_address(known)
    (message,) = messages(response)
    assert "which was on record: Reuters" in message
    assert "Already cited there: TASS." in message
    assert LogEntry.objects.get().change_message == "Added as another source: Reuters."


def test_a_source_that_is_cited_already_is_said_and_nothing_is_lost(desk, world, known):
    response = desk.post(ADD, ruled(world, f"source-{known.pk}", known, venue="Moscow"))
    assert "Already cited there: TASS." in told(response)
    assert TOLD in told(response)
    assert 'value="Moscow"' in response.content.decode()
    none = told(desk.post(ADD, ruled(world, f"source-{known.pk}", known, sources=[])))
    assert "Enter the source first" in none
    wrong = [{"source": world.source.pk, "prefix": "only before"}]
    page = told(desk.post(ADD, ruled(world, f"source-{known.pk}", known, sources=wrong)))
    assert "Correct the sources below first." in page
    assert "need the exact words between them" in page
    assert Statement.objects.count() == known.citations.count() == 1


def test_a_source_that_another_editor_adds_meanwhile_is_told(desk, world, known, monkeypatch):
    reuters = make.source(publisher="Reuters")

    def refuse(*_):
        raise IntegrityError

    monkeypatch.setattr(desk_of_alike, "add_all", refuse)
    sent = ruled(world, f"source-{known.pk}", known, sources=[{"source": reuters.pk}])
    assert "Somebody else has changed" in told(desk.post(ADD, sent))
    assert Statement.objects.count() == known.citations.count() == 1


@pytest.mark.parametrize("ruling", ["source-99", "restates-99", "restates-x", "rubbish", "another"])
def test_a_choice_of_what_was_not_shown_is_none(desk, world, known, ruling):
    for shown in (["x", "\0", "9" * 30], [known.pk] if ruling != "another" else []):
        sent = {**ruled(world, ruling), "alike": shown}
        assert "Looks like one on record" in told(desk.post(ADD, sent))
    assert Statement.objects.count() == 1


def test_the_choice_goes_on_with_what_was_pressed(desk, world, known):
    page = desk.post(ADD, entry(world, text=TOLD, _addanother="Save and add another"))
    assert 'name="then" value="_addanother=Save and add another"' in page.content.decode()
    sent = ruled(world, "another", known, then="_addanother=Save and add another")
    response = desk.post(ADD, sent)
    assert f"{ADD}?actor=" in response.url

    reuters = make.source(publisher="Reuters")
    sent = ruled(world, f"source-{known.pk}", known, then="_addanother=1", venue="Moscow",
                 sources=[{"source": reuters.pk}])  # fmt: skip
    response = desk.post(ADD, sent)
    assert "venue=Moscow" in response.url
    assert f"source={reuters.pk}" in response.url

    submitted = desk.post(
        ADD, ruled(world, "another", *Statement.objects.all(), then="_step=submit")
    )
    assert submitted.status_code == 302
    assert Statement.objects.latest("pk").status == "in_review"


def test_a_choice_is_kept_while_another_error_is_corrected(desk, world, known):
    page = desk.post(ADD, ruled(world, "another", known, said_on="2022-12-03", form=""))
    assert "Looks like one on record" not in told(page)
    kept = page.content.decode()
    assert '<input type="hidden" name="ruling" value="another">' in kept
    assert f'<input type="hidden" name="alike" value="{known.pk}">' in kept


def test_what_appears_meanwhile_is_asked_about(desk, world, known):
    newer = world.statement(SAID + " Yes.")
    page = told(desk.post(ADD, ruled(world, "another", known)))
    assert "Looks like one on record" in page
    assert newer.text in page
    assert not Distinction.objects.exists()
    assert desk.post(ADD, ruled(world, "another", known, newer)).status_code == 302


def test_a_changed_text_is_asked_about_and_an_unchanged_is_not(desk, world, known):
    other = world.statement(OTHER)
    page = told(desk.post(change_address(other), changed(other, text=TOLD)))
    assert "Looks like one on record" in page
    assert "Link as restatement" in page
    assert "Add as another source" not in page.replace("“Add as another source” makes", "")
    sent = {**changed(other, text=TOLD), "ruling": "another", "alike": [known.pk]}
    assert desk.post(change_address(other), sent).status_code == 302

    alike = world.statement(SAID)
    sent = changed(alike, venue="Moscow")
    assert desk.post(change_address(alike), sent).status_code == 302


def test_what_was_withdrawn_is_shown_without_a_way_to_it(desk, world, known):
    Statement.objects.filter(pk=known.pk).update(status="in_review")
    Statement.objects.filter(pk=known.pk).update(status="published")
    Statement.objects.filter(pk=known.pk).update(
        status="withdrawn", withdrawn_on="2022-12-05", withdrawn_because="Nobody said it."
    )
    page = told(desk.post(ADD, entry(world, text=TOLD)))
    assert "Nobody said it." in page
    assert "takes no more sources" in page
    sent = ruled(world, f"source-{known.pk}", known, sources=[{"source": make.source().pk}])
    assert "No source can be added" in told(desk.post(ADD, sent))
    assert known.citations.count() == 1


def test_only_a_reviewer_adds_a_source_to_what_readers_see(client, world):
    verbs = ("add", "change", "view")
    rights = [f"{verb}_{kind}" for verb in verbs for kind in ("statement", "citation", "source")]
    client.force_login(person("anna", rights=rights))
    seen = world.statement(SAID, status="published")
    page = told(client.post(ADD, entry(world, text=TOLD, said_on="2022-12-03")))
    assert "only a reviewer can add a source" in page
    sent = ruled(world, f"source-{seen.pk}", seen, sources=[{"source": make.source().pk}])
    assert "No source can be added" in told(client.post(ADD, sent))
    earlier = ruled(world, f"restates-{seen.pk}", seen, said_on="2022-12-01")
    assert client.post(ADD, earlier).status_code == 403
    assert seen.citations.count() == 1
    assert Statement.objects.count() == 1


def test_a_comparison_that_takes_too_long_is_said_and_stops_nobody(desk, world, known, monkeypatch):
    def too_slow(*_, **__):
        raise TooSlow

    monkeypatch.setattr(desk_of_alike, "like", too_slow)
    response = desk.post(ADD, entry(world, text=TOLD), follow=True)
    assert any("could not be compared" in message for message in messages(response))
    assert Statement.objects.count() == 2


# Restatements

WRONG = {
    "somebody else": ({"by": "zelensky"}, "so somebody else's words"),
    "later": ({"on": "2022-12-03"}, "That was said later, on 3 December 2022"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_restatement_is_the_same_speakers_and_not_earlier(desk, world, case):
    given, refusal = WRONG[case]
    first = world.statement(OTHER, **given)
    page = told(desk.post(ADD, entry(world, restates=first.pk)))
    assert refusal in page
    assert Statement.objects.count() == 1


def test_statements_do_not_restate_each_other(desk, world):
    one = world.statement(OTHER)
    two = world.statement(SAID, restates=one)
    page = told(desk.post(change_address(one), changed(one, restates=two.pk)))
    assert "Statements cannot restate each other in a circle." in page
    one.refresh_from_db()
    assert one.restates is None


# While it is typed

ALIKE = "/admin/positions/statement/alike/"


def test_what_looks_alike_is_answered_while_it_is_typed(desk, client, world, known):
    page = desk.post(ALIKE, entry(world, text=TOLD)).content.decode()
    assert "Looks like one on record" in page
    assert SAID in page
    assert desk.post(ALIKE, entry(world, text=OTHER)).content.strip() == b""
    itself = f"{ALIKE}?statement={known.pk}"
    assert desk.post(itself, changed(known)).content.strip() == b""
    settled = desk.post(ALIKE, ruled(world, "another", known))
    assert settled.content.strip() == b""
    for rubbish in ({"text": "\0"}, {"said_on": "x"}, {"official": "9" * 30}, {"restates": "x"}):
        assert desk.post(ALIKE, entry(world, **rubbish)).content.strip() == b""
    assert desk.get(ALIKE).status_code == 405
    client.force_login(person("clerk"))
    assert client.post(ALIKE, entry(world)).status_code == 403
    client.logout()
    assert client.post(ALIKE, entry(world)).status_code == 302


def test_queries_do_not_grow_with_those_shown(desk, world, known):
    def queries(address):
        desk.post(address, entry(world, text=TOLD))
        with CaptureQueriesContext(connection) as found:
            desk.post(address, entry(world, text=TOLD))
        return len(found)

    few = [queries(ALIKE), queries(ADD)]
    for n in range(5):
        world.statement(f"{SAID} {n}")
    assert [queries(ALIKE), queries(ADD)] == few
    assert few[0] < 15


def test_nothing_of_it_is_inline(desk, world, known):
    world.statement(TOLD, on="2022-12-04")
    for response in (desk.post(ADD, entry(world, text=TOLD)), desk.get(PAIRS)):
        page = response.content.decode()
        assert SAID in page
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)


# The list of pairs

PAIRS = "/admin/positions/statement/pairs/"


def test_pairs_are_shown_until_they_are_ruled(desk, editor, world, known):
    later = world.statement(TOLD, on="2022-12-03")
    world.statement(OTHER)
    assert alike_pairs() == [(known, later)]
    page = told(desk.get(PAIRS))
    assert SAID in page
    assert TOLD in page
    assert OTHER not in page

    sent = {"earlier": known.pk, "later": later.pk, "ruling": "another"}
    response = desk.post(PAIRS, sent, follow=True)
    assert messages(response)[0].startswith("Two statements: Sergei Lavrov, 2 December 2022")
    assert "every pair that looks alike has been ruled on" in told(response)
    assert Distinction.objects.get().ruled_by == editor


def test_a_pair_is_ruled_a_restatement(desk, world, known):
    later = world.statement(TOLD, on="2022-12-03")
    sent = {"earlier": known.pk, "later": later.pk, "ruling": "restates"}
    desk.post(PAIRS, sent)
    later.refresh_from_db()
    assert later.restates == known
    assert alike_pairs() == []
    third = world.statement(SAID + " Again.", on="2022-12-04", restates=later)
    assert alike_pairs() == [], f"{third} goes back to the same words"


def test_a_ruling_that_cannot_be_is_refused(desk, world, known):
    other = world.statement(OTHER, by="zelensky")
    for earlier, later, ruling, refusal in (
        (known, other, "restates", "by the same speaker, and not earlier"),
        (known, known, "another", "no pair with itself"),
        (known, other, "rubbish", "Nothing was ruled"),
    ):
        sent = {"earlier": earlier.pk, "later": later.pk, "ruling": ruling}
        assert refusal in messages(desk.post(PAIRS, sent, follow=True))[0]
    for rubbish in ("", "x", "\0", "9" * 30):
        response = desk.post(PAIRS, {"earlier": rubbish, "ruling": "another"}, follow=True)
        assert "Nothing was ruled" in messages(response)[0]
    assert not Distinction.objects.exists()


def test_pairs_are_for_editors_and_their_queries_do_not_grow(desk, client, world, known):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert desk.get(PAIRS).status_code == 200
        return len(found)

    world.statement(TOLD)
    queries()
    few = queries()
    for n in range(4):
        world.statement(f"{TOLD} {n}")
    assert queries() == few
    client.force_login(person("clerk"))
    assert client.get(PAIRS).status_code == 403


def test_a_restatement_is_told_to_readers_on_both_pages(client, world):
    first = world.statement(SAID, status="published", on="2022-12-02")
    again = world.statement(TOLD, status="published", on="2022-12-05", restates=first)
    draft = world.statement(OTHER, on="2022-12-06", restates=first)
    page = told(client.get(first.get_absolute_url()))
    assert "Said again" in page
    assert TOLD in page
    assert draft.text not in page
    assert "Said before" in told(client.get(again.get_absolute_url()))
    before = told(client.get(first.get_absolute_url(), {"as_of": "2022-12-04"}))
    assert "Said again" not in before


def test_queries_of_a_statements_page_do_not_grow_with_its_restatements(client, world):
    first = world.statement(SAID, status="published")

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(first.get_absolute_url()).status_code == 200
        return len(found)

    world.statement(TOLD, status="published", on="2022-12-03", restates=first)
    queries()
    few = queries()
    for day in range(4, 16):
        world.statement(TOLD, status="published", on=f"2022-12-{day:02}", restates=first)
    assert queries() == few
    assert "The first 10 of 13." in told(client.get(first.get_absolute_url()))
