"""The exact words of a citation: proved where its source was pasted, and linked for readers."""

import pytest

from positions.models import Article, Citation, Statement
from tests import make

from .desk import ADD, change_address, changed, entry, rows, told

pytestmark = pytest.mark.django_db

TEXT = (
    "Talks must begin, the minister said. “We are  ready to sit down,” he told reporters.\n"
    "“We are ready to sit down,” he said again in the evening. Nobody answered him."
)


def pasted(world, text=TEXT):
    return Article.objects.create(source=world.source, text=text)


def cited(world, **given):
    return entry(world, sources=[{"source": world.source.pk, **given}])


def test_they_are_stored_as_they_stand_with_what_is_around_them(desk, world):
    pasted(world)
    desk.post(ADD, cited(world, exact='"Nobody  answered him"'[1:-1]))
    citation = Citation.objects.get()
    assert citation.exact == "Nobody answered him"
    assert citation.prefix.endswith("in the evening. ")
    assert citation.suffix == "."


def test_words_before_choose_the_place(desk, world):
    pasted(world)
    desk.post(ADD, cited(world, exact="we are ready to sit down".capitalize(), prefix="he told x"))
    assert not Statement.objects.exists()
    desk.post(ADD, cited(world, exact="We are ready to sit down", suffix=",” he said again"))
    citation = Citation.objects.get()
    assert citation.exact == "We are ready to sit down"
    assert citation.suffix == ",” he said again"
    assert citation.prefix.endswith("told reporters.\n“")


@pytest.mark.parametrize(
    ("given", "field", "reason"),
    [
        ({"exact": "We are ready to stand up"}, "exact", "The nearest there:"),
        ({"exact": "Zebras graze"}, "exact", "nor anything like it"),
        ({"exact": "Nobody answered", "prefix": "morning."}, "prefix", "do not stand there"),
        ({"exact": "Nobody answered", "suffix": "her"}, "suffix", "do not stand there"),
    ],
)
def test_what_does_not_stand_in_the_text_is_refused_beside_its_field(
    desk, world, given, field, reason
):
    pasted(world)
    response = desk.post(ADD, cited(world, **given))
    errors = response.context["inline_admin_formsets"][0].formset.forms[0].errors
    assert reason in " ".join(errors[field])
    assert given["exact"] in told(response)
    assert not Statement.objects.exists()


def test_any_text_of_the_source_will_do(desk, world):
    pasted(world)
    pasted(world, "A second edition: nobody is ready.")
    desk.post(ADD, cited(world, exact="Nobody answered him"))
    assert Citation.objects.get().suffix == "."


def test_without_a_pasted_text_they_are_the_editors_word(desk, world):
    desk.post(ADD, cited(world, exact="Whatever it says"))
    citation = Citation.objects.get()
    assert (citation.exact, citation.prefix, citation.suffix) == ("Whatever it says", "", "")


def test_old_words_do_not_stand_in_the_way_of_another_change(desk, world):
    statement = world.statement()
    citation = statement.citations.get()
    Citation.objects.update(exact="Typed long ago")
    pasted(world)
    row = {"id": citation.pk, "source": world.source.pk, "exact": "Typed long ago"}
    sent = changed(statement, venue="Moscow") | rows("citations", row, known=1)
    page = desk.get(change_address(statement))
    sent["_seen"] = page.context["seen"]
    desk.post(change_address(statement), sent)
    statement.refresh_from_db()
    assert statement.venue == "Moscow"


def test_other_words_bring_what_is_around_them(desk, world):
    pasted(world)
    statement = world.statement()
    statement.citations.update(exact="Talks must begin", suffix=", the minister")
    row = {
        "id": statement.citations.get().pk,
        "source": world.source.pk,
        "exact": "Nobody answered",
        "suffix": ", the minister",
    }
    sent = changed(statement) | rows("citations", row, known=1)
    sent["_seen"] = desk.get(change_address(statement)).context["seen"]
    desk.post(change_address(statement), sent)
    citation = Citation.objects.get()
    assert (citation.exact, citation.suffix) == ("Nobody answered", " him.")


def test_saving_a_form_leaves_them_as_they_are(desk, world):
    """Browsers take line breaks out of a line of text, and make others of those in a box."""
    pasted(world)
    statement = world.statement()
    words = {"exact": "reporters.\n“We are", "prefix": "down,” he told ", "suffix": " ready\n"}
    statement.citations.update(**words)
    row = {
        "id": statement.citations.get().pk,
        "source": world.source.pk,
        "exact": "reporters.\r\n“We are",
        "prefix": "down,” he told",
        "suffix": "ready",
    }
    sent = changed(statement, venue="Moscow") | rows("citations", row, known=1)
    sent["_seen"] = desk.get(change_address(statement)).context["seen"]
    desk.post(change_address(statement), sent)
    statement.refresh_from_db()
    assert statement.venue == "Moscow"
    assert Citation.objects.filter(**words).exists()


# The link


def published(world, **citation):
    statement = make.statement("Ready.", by="sergei-lavrov", sources=[world.source])
    statement.citations.update(**citation)
    return statement.get_absolute_url()


def test_readers_are_led_to_the_words(client, world):
    address = published(world, exact="We are ready", prefix="he said, ", suffix=" to sit")
    page = client.get(address).text
    assert (
        'href="https://tass.com/1#:~:text=he%20said%2C-,We%20are%20ready,-to%20sit" '
        'rel="noopener external">to the words in the source</a>'
    ) in page


def test_no_link_leads_nowhere(client, world):
    assert "to the words" not in client.get(published(world)).text
    world.source.url = ""
    world.source.save()
    assert "to the words" not in client.get(published(world, exact="We are ready")).text
