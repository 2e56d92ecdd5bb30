"""What a search finds."""

import pytest
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.models import Official, Statement
from positions.search.asked import Search
from positions.search.examples import EXAMPLES
from tests import make


@pytest.fixture
def told(db):
    """What was said, by a word for it."""
    make.official(
        "zelensky",
        name="Volodymyr Zelensky",
        native_name="Володимир Зеленський",
        other_names=["Zelenskyy", "Зеленский"],
    )
    make.actor("us", name="United States", short_name="US", other_names=["Washington"])
    said = {
        "peace": make.statement("МИР прежде всего.", by="putin", on="2022-03-01", language="ru"),
        "talks": make.statement("Negotiations can begin in Kiev. No ceasefire before that."),
        "both": make.statement(
            "We are negotiating a ceasefire in the café.",
            by="biden",
            of="us",
            on="2023-05-02",
            original_text="Ми ведемо переговори.",
            original_language="uk",
        ),
        "house": make.statement("Zelenskyy is informed.", by=None, of="us", role="White House"),
    }
    make.coding(said["talks"], "ukraine-keeps-land", "demands")
    make.coding(said["both"], "full-ceasefire", "rejects")
    return said


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("мир", "peace"),
        ("МИРА", "peace"),
        ("negotiation", "talks both"),
        ("the negotiations", "talks both"),
        ("переговори", "both"),
        ("cafe", "both"),
        ("CAFÉ", "both"),
        ("negotiation ceasefire", "talks both"),
        ('"negotiations can begin"', "talks"),
        ('"begin negotiations"', ""),
        ("мир OR begin", "peace talks"),
        ("negotiation -begin", "both"),
        ("-negotiation", "peace house"),
        ('ceasefire -"can begin"', "both"),
        ("-negotiation -мир -informed", ""),
        ("", "peace talks both house"),
        # Names, in any spelling: by whom, and in whose words.
        ("Zelensky", "talks house"),
        ("zelenskyy", "talks house"),
        ("Зеленський", "talks house"),
        ("Зеленский", "talks house"),
        ("-zelensky", "peace both"),
        ("Kyiv", "talks"),
        ("Киев", "talks"),
        ("actor:us", "both house"),
        ('actor:"united states"', "both house"),
        ("actor:washington ceasefire", "both"),
        ("-actor:us", "peace talks"),
        ("speaker:zelenskyy OR speaker:putin", "peace talks"),
        ("speaker:Зеленський", "talks"),
        ('speaker:"white house"', "house"),
        ("speaker:volodymyr", "talks"),
        ("topic:talks", "talks both"),
        ("precondition:full-ceasefire", "both"),
        ("precondition:ceasefire", "both"),
        ("stance:rejects", "both"),
        ("stance:refuses", "both"),
        ("stance:wants precondition:full-ceasefire", ""),
        ("topic:talks -stance:rejects", "talks"),
        ("before:2022-12", "peace"),
        ("after:2022", "both"),
        ('after:"1 Mar 2022" before:2023', "talks house"),
        ("actor:us OR мир", "peace both house"),
        # Full names, as plain words.
        ("Volodymyr Zelensky", "talks house"),
        ("zelensky volodymyr", "talks house"),
        ("Володимир Зеленський", "talks house"),
        ("begin Volodymyr Zelensky", "talks"),
        ("Volodymyr -Zelensky", ""),
        # Brackets.
        ("(begin OR negotiating) actor:us", "both"),
        ("actor:us (мир OR informed OR cafe)", "both house"),
        # The other operators.
        ("official:zelenskyy", "talks"),
        ("year:2022", "peace talks house"),
        ("-year:2022", "both"),
        ("form:quotation year:2023", "both"),
        ("form:paraphrase", ""),
        ("kind:news_agency", "peace talks both house"),
        ('kind:"News agency" -language:ru', "talks both house"),
        ("kind:reprint", ""),
        ("language:ru", "peace"),
        ("language:Ukrainian", "both"),
        ("group:wants", "talks"),
        ("topic:talks group:refuses", "both"),
        ("group:none", "peace house"),
        ('-group:"no position of its own"', "talks both"),
        # Spellings.
        ("cease-fire", "talks both"),
        ("cease-fires", "talks both"),
        ("cease fire", "talks both"),
        ("ceasefires begin", "talks"),
        ("https://example.org/", ""),
        ("at 10:30", ""),
    ],
)
def test_a_search_finds(told, typed, found):
    search = Search(typed)
    assert search.problems == []
    pks = {*Statement.objects.filter(search.condition()).values_list("pk", flat=True)}
    assert pks == {told[name].pk for name in found.split()}


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("actor:unitd", "No actor is called “unitd”. Did you mean actor:us?"),
        ("actor:xx", "No actor is called “xx”."),
        ("speaker:zelenski", "No speaker is called “zelenski”. Did you mean speaker:zelensky?"),
        ("topic:weather", "No topic is called “weather”."),
        ("precondition:ceasfire", "No precondition is called “ceasfire”. Did you mean pre"),
        ("stance:likes", "No stance is called “likes”."),
        (
            "before:soon",
            "“soon” is not a day: type a year, a month or a day, such as before:2022",
        ),
        ("actor:", "“actor:” needs a value after it, such as actor:russia."),
        ("-actor: мир", "No actor is called “мир”."),
        ("мир -actor:", "“-actor:” needs a value after it, such as -actor:russia."),
        ('speaker:""', "“speaker:” needs a value after it, such as speaker:lavrov."),
        ("place:minsk", "There is no operator “place:”; there are actor:, speaker:, official:, "),
        ("year:22", "“22” is not a year: type four digits, such as year:2022."),
        ("year:0000", "“0000” is not a year"),
        ("form:poem", "No form is called “poem”. There are quotation, mixed, paraphrase, docume"),
        ("kind:blog", "No kind of source is called “blog”. There are official_record, news_ag"),
        ("language:xx", "No language is called “xx”. There are en, ru, uk."),
        ("group:likes", "No group is called “likes”. There are wants, moves, refuses, declined,"),
        ("(мир", "Brackets come in pairs"),
        ("a1 " * 25, "That is too much for one search: take fewer words."),
    ],
)
def test_what_cannot_be_read_is_told(told, typed, problem):
    (found,) = Search(typed).problems
    assert found.startswith(problem)


@pytest.mark.parametrize(
    "typed",
    ["((", '"', "- -", "-", "a & | !b:*", "\\", "'; --", "or or", "<->", "%s %", '-"', "🕊" * 99,
     "actor:", "actor:\0", "before:9999", "after:0000-00", 'speaker:""', "stance:-", "a:b:c"],
)  # fmt: skip
def test_rubbish_is_never_a_failure(told, typed):
    assert Statement.objects.filter(Search(typed).condition()).count() <= len(told)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_nothing_typed_is_a_failure(typed):
    list(Statement.objects.filter(Search(typed).condition()))


@pytest.mark.parametrize("typed", [typed for typed, _ in EXAMPLES])
def test_every_example_finds_something(client, seeds, typed):
    page = client.get("/statements/", {"q": typed})
    assert page.status_code == 200
    assert page.context["page"].paginator.count
    assert f"<code>{escape(typed)}</code>" in client.get("/method/search/").text


@pytest.mark.parametrize(
    "spellings",
    [
        ("Zelensky", "Zelenskyy", "Зеленський"),
        ("Kyiv", "Kiev"),
        ("Лавров", "Lavrov"),
        ("Sergei Lavrov", "Sergey Lavrov", "Сергей Лавров", '"Sergei Lavrov"', "Lavrov Sergei"),
        ("Xi Jinping", "习近平"),
        ("ceasefire", "cease-fire", "cease-fires"),
        ("USA", "U.S.", "US", "United States", "США"),
        ("Turkey", "Türkiye", "Турция"),
        ("Biden", "Байден"),
        ("Joe Biden", "Джо Байден"),
        ("Erdogan", "Ердоган", "Эрдоган"),
        ("topic:ceasefire", "topic:“Припинення вогню”", "topic:“Прекращение огня”"),
        ("actor:eu", "actor:ЄС", "actor:ЕС"),
        ("Moscow", "Moskva", "Москва"),
        ("Istanbul", "Стамбул"),
    ],
)
def test_spellings_find_the_same_statements(client, seeds, spellings):
    pages = [client.get("/statements/", {"q": words}).context["page"] for words in spellings]
    assert pages[0].paginator.count
    assert len({tuple(statement.pk for statement in page) for page in pages}) == 1


def test_every_name_on_record_finds_what_its_bearer_said(seeds):
    for person in Official.objects.all():
        for name in filter(None, [person.name, person.native_name, *person.other_names]):
            said, search = Search(f'speaker:"{name}"'), Search(name)
            left_out = Statement.objects.filter(said.condition()).exclude(search.condition())
            assert not left_out.exists(), name
