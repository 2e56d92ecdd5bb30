"""The second coder judges blind."""

import re

import pytest

from positions.codes import Code
from positions.models import Coding
from tests import make

from .coders import CODINGS, QUEUE, code, now, row, settled, unit
from .desk import change_address, changed, messages, person, told

pytestmark = pytest.mark.django_db
RUBBISH = ["\0", "likes", "9" * 400, "<script>", "none,none"]


def test_the_oldest_comes_first_and_what_is_put_off_waits(ben, coded):
    first, second, third = coded(), coded(on="full-ceasefire"), coded(on="withdrawal")
    assert ben.get(QUEUE).url == unit(first)
    put_off = ben.get(unit(first)).context["next"]
    assert ben.get(put_off).url == unit(second)
    assert ben.get(ben.get(unit(second)).context["next"]).url == unit(third)
    end = told(ben.get(ben.get(unit(third)).context["next"]))
    assert "You put off 3 units." in end


def test_what_is_sent_is_stored_as_the_second_code_and_the_next_comes(ben, coded):
    first, second = coded("requires", "sign"), coded(on="full-ceasefire")
    answer = ben.post(unit(first), code("rejects", "enter_talks", "Not now."))
    assert ben.get(answer.url).url == unit(second)
    stored = now(first)
    assert stored.second == Code("rejects", "enter_talks", "Not now.")
    assert (stored.second_coder, stored.decided) == (ben.user, Code("requires", "sign"))
    assert stored.settled_on is None


def test_nobody_codes_their_own_a_second_time(ann, ben, coded):
    coding = coded()
    assert "No unit waits" in told(ann.get(QUEUE))
    for answer in (ann.get(unit(coding)), ann.post(unit(coding), code())):
        assert answer.url == QUEUE
    assert now(coding).second is None
    assert ben.get(unit(coding)).status_code == 200


def test_what_has_no_coder_on_record_is_anybodys(ann, coded):
    assert ann.get(QUEUE).status_code == 200
    coding = coded(coder=None)
    ann.post(unit(coding), code())
    assert now(coding).second_coder == ann.user


@pytest.mark.parametrize(
    ("status", "waits"), [("draft", 0), ("in_review", 1), ("published", 1), ("withdrawn", 0)]
)
def test_only_what_is_in_review_or_published_waits(ben, coded, status, waits):
    coding = coded(statement={"status": status})
    assert Coding.objects.waiting_for_second(ben.user).count() == waits
    answer = ben.post(unit(coding), code())
    assert (answer.url == QUEUE) != bool(waits)
    assert (now(coding).second is not None) == bool(waits)


def test_of_two_at_once_the_second_is_told_and_gets_the_next(ben, cleo, coded):
    coding, other = coded(), coded(on="full-ceasefire")
    for client in (ben, cleo):
        assert client.get(QUEUE).url == unit(coding)
    ben.post(unit(coding), code("accepts"))
    answer = cleo.post(unit(coding), code("rejects"), follow=True)
    (said,) = messages(answer)
    assert "What you sent was not stored. Here is the next one." in said
    assert answer.redirect_chain[-1][0] == unit(other)
    assert now(coding).second == Code("accepts", "none")


def test_it_is_not_changed_after(ben, coded):
    coding = coded()
    ben.post(unit(coding), code("accepts"))
    ben.post(unit(coding), code("rejects"))
    assert now(coding).second.stance == "accepts"


def test_the_queue_is_for_those_who_may_code(client, coded):
    coding = coded()
    client.force_login(person("clerk"))
    for address in (QUEUE, unit(coding), CODINGS, change_address(coding)):
        assert client.get(address).status_code == 403
        assert client.post(address, code()).status_code == 403
    client.logout()
    assert "/admin/login/" in client.get(QUEUE).url
    assert now(coding).second is None


def test_the_page_hides_the_first_code_and_who_spoke(ben, world, coded):
    coding = coded(
        "rejects",
        "sign",
        text="Lavrov says: Sergey Lavrov sees no settlement.",
        note="Hidden words.",
        red_line=True,
        statement={
            "original_text": "Сергей Лавров не видит. Слова Лаврова.",
            "original_language": "ru",
            "venue": "Press hall",
        },
    )
    page = ben.get(unit(coding)).text
    main = page[page.index('<main id="content-start"') : page.index("</main>")]
    assert "[speaker] says: [speaker] sees no settlement." in main
    assert "[speaker] не видит. Слова [speaker]." in main
    for hidden in ("avrov", "Лавров", "Foreign Minister", "Hidden words", "TASS", "Press hall"):
        assert hidden not in page
    for hidden in (coding.statement.slug, str(coding.statement), "/statements/", "red line", "ann"):
        assert hidden not in main
    assert re.findall(r"<input[^>]* checked[^>]*>", main) == re.findall(
        r'<input[^>]* name="gate" value="none"[^>]*>', main
    )
    for shown in ("Direct talks, nothing else.", "Russia: whose position", "2 December 2022"):
        assert shown in main
    assert "The words do not speak of it" in main


def test_an_institution_is_hidden_as_printed(ben, coded):
    said = {"by": None, "of": "russia", "role": "Kremlin"}
    coding = coded(text="The Kremlin refuses.", statement=said)
    assert "The [speaker] refuses." in told(ben.get(unit(coding)))


def test_the_gate_is_told_only_where_it_tells_which_coding_it_is(ben, coded):
    alone, one = coded("requires", "sign"), coded("requires", "sign", on="full-ceasefire")
    make.coding(one.statement, "full-ceasefire", "rejects", gate="enter_talks")
    assert "Gate asked about" not in told(ben.get(unit(alone)))
    assert "Gate asked about In a settlement." in told(ben.get(unit(one)))


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        (code("requires", "none"), "gate", "need a gate"),
        (code("accepts", "sign"), "gate", "every other stance has none"),
        (code("none", "sign"), "gate", "Where no side is taken, no gate is stated."),
        (code("accepts_if", note="  "), "note", "needs its condition in the note"),
        (code("", "none"), "stance", "Choose a stance."),
        (code("accepts", ""), "gate", "Choose a gate, or “no gate stated”."),
        (code("accepts", note="x" * 20_001), "note", "at most 20000"),
        (code("accepts", note="a\0"), "note", "Null characters are not allowed."),
    ],
)
def test_the_rules_of_a_code_hold_for_both(ben, cleo, coded, twice, given, field, said):
    coding, differing = coded(), twice(on="full-ceasefire")
    answer = ben.post(unit(coding), given)
    assert said in " ".join(answer.context["form"].errors[field])
    assert said in told(answer)
    if given["note"].strip():
        said_to_cleo = said
    elif field == "note":
        said_to_cleo = "Give the reason."
    else:
        given, said_to_cleo = {**given, "note": "Why."}, said
    answer = settled(cleo, differing, **given)
    assert said_to_cleo in " ".join(answer.context["form"].errors[field])
    assert (now(coding).second, now(differing).settled_on) == (None, None)


def test_rubbish_is_told_and_never_a_failure(ben, cleo, coded, twice):
    coding, differing = coded(), twice(on="full-ceasefire")
    for nasty in RUBBISH:
        for name in ("stance", "gate"):
            sent = {**code(note="Why."), name: nasty}
            assert ben.post(unit(coding), sent).context["form"].errors[name]
            assert settled(cleo, differing, **sent).context["form"].errors[name]
        for address in (QUEUE, CODINGS):
            query = dict.fromkeys(
                ("after", "state", "differs", "q", "precondition__id__exact"), nasty
            )
            assert cleo.get(address, query, follow=True).status_code == 200
    for number in ("9" * 15, "0"):
        assert ben.get(f"{QUEUE}{number}/").url == QUEUE
        assert cleo.get(f"{CODINGS}{number}/change/", follow=True).status_code == 200
    assert cleo.get(f"{QUEUE}{'9' * 30}/").status_code in (302, 404)
    assert (now(coding).second, now(differing).settled_on) == (None, None)


def test_no_page_of_the_coding_tells_a_second_coder_the_first_code(ben, coded):
    coding = coded("rejects", "sign")
    version = f"coding-{coding.events.get().pgh_id}"
    assert ben.get(change_address(coding)).url == CODINGS
    for address in ("history/", f"history/{version}/"):
        address = change_address(coding).replace("change/", address)
        assert ben.get(address).status_code == ben.post(address).status_code == 403


def test_who_changes_a_code_is_not_asked_for_the_second(ben, coded, world):
    coding = coded(statement={"status": "draft"})
    Coding.objects.filter(pk=coding.pk).update(stance="open")
    sent = changed(coding.statement, codings=[row(coding, stance="accepts")])
    assert ben.post(change_address(coding.statement), sent).status_code == 302
    assert now(coding).coder == ben.user
    assert not Coding.objects.waiting_for_second(ben.user).exists()
