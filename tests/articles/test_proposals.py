"""One rule of reading at a time; whole articles are in test_measuring.py."""

import csv
from datetime import date

import pytest

from positions.articles.names import Party, Person
from positions.articles.proposals import propose
from tests.package import SEEDS

FRIDAY = date(2031, 3, 14)
PEOPLE = [
    Person("Hedda Brønnvik", "Norvale", "Prime Minister"),
    Person("Tobias Oake", "Norvale", "Foreign Minister"),
    Person("Idris Coll", "Norvale", "Defence Minister"),
    Person("Aurélien Castagnoux", "Sarremont", "President"),
    Person("Petra Coll", "Sarremont", "Chief of staff", ("General Petra Coll",)),
    Person("Dmitro Pesk", "Sarremont", "Palace Gate spokesman", ("Dima Pesk",)),
]
PARTIES = [Party("Norvale", ("Ellan",)), Party("Sarremont", ("the Red House",)), Party("Ukraine")]


def proposals(text):
    return propose(text, PEOPLE, PARTIES, FRIDAY)


def only(text):
    [found] = proposals(text)
    return found


def quoted(text, proposal):
    return [text[start:end] for start, end in proposal.quoted]


def who(proposal):
    return proposal.speaker or (proposal.attribution, proposal.actor)


@pytest.mark.parametrize(
    "text",
    [
        "“We will not go there,” Brønnvik said.",
        "“We will not go there,” said Brønnvik.",
        '"We will not go there," Bronnvik told reporters.',
        "‘We will not go there,’ said Norvale’s prime minister, Hedda Brønnvik, on Friday.",
        "«We will not go there,» Prime Minister Hedda Brønnvik pointed out.",
        "„We will not go there,“ the Norvalean prime minister said.",
        "Brønnvik said: “We will not go there.”",
        "“We will,” Brønnvik, who is 51, said, “not go there.”",
        "Ms Brønnvik, speaking in Ellan, said that Norvale would “not go there”.",
        "Brønnvik was quoted by the Harbour Wire as saying: “We will not go there.”",
        "“We will not go there,” Brønnvik was quoted as saying.",
        "According to Brønnvik, Norvale will “not go there”.",
        "Norvale will, in the words of its prime minister, Hedda Brønnvik, “not go there”.",
        "Brønnvik left the room, saying she would “not go there”.",
        "Brønnvik's statement that she would “not go there” was short.",
        "Brønnvik was blunt: “We will not go there.”",
        "“We will not go there,” fumed Norvale’s leader.",
        "“We will not go there,” Brønnvik sneered.",
        "“We will not go there,” as Brønnvik put it in Ellan.",
        "“We will not go there,” is how Brønnvik put it.",
        "Brønnvik came late. Norvale, in her view, “will not go there”.",
        "Brønnvik went on to say that Norvale would “not go there”.",
        "Brønnvik would say only that Norvale would “not go there”.",
        "Brønnvik shot back that Norvale would “not go there”.",
        "Brønnvik let it be known that Norvale would “not go there”.",
        "Brønnvik flew to the island and said she would “not go there” again.",
        "News came from Brønnvik, the prime minister, who said she would “not go there”.",
        "According to a website, Brønnvik said she would “not go there”.",
        "Brønnvik, who has been asked often, called it “not go there” weather.",
    ],
)
def test_the_speaker_is_found_around_the_words(text):
    found = only(text)
    assert (found.speaker, found.actor, found.attribution) == ("Hedda Brønnvik", "Norvale", "named")
    assert (found.person, found.party) == (PEOPLE[0], PARTIES[0])
    assert "not go there" in " ".join(quoted(text, found))


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Offices and pronouns.
        ("Castagnoux came late. “I am sorry,” he said.", "Aurélien Castagnoux"),
        ("Brønnvik met Castagnoux. She said it had been good.", "Hedda Brønnvik"),
        ("Sarremont’s president said that it would not yield an inch.", "Aurélien Castagnoux"),
        ("Norvale’s Oake was calm. The minister said that talks would go on.", "Tobias Oake"),
        # Of two with one surname.
        ("Petra Coll sat. Idris Coll stood. “We wait for them,” General Coll said.", "Petra Coll"),
        ("Idris Coll sat. Petra Coll stood. “We wait for them,” Minister Coll said.", "Idris Coll"),
        # Not on record.
        ("“We wait for them,” said Ada Lund, who leads the union.", "Ada Lund"),
        ("Ada Lund runs a bakery. “We wait for them,” Lund said.", "Ada Lund"),
        ("“We wait for them,” said Monseñor Ada Lund.", "Ada Lund"),
        ("Ada Lund Mari sat. “We wait for them,” Lund said.", "Ada Lund Mari"),
        ("Asked what he would do, Castagnoux left. “We wait,” he said.", "Aurélien Castagnoux"),
        ("His foe, Ada Lund of the Rain Union, told a meeting that she would wait.", "Ada Lund"),
        ("Oake was blunt: “We wait.” Brønnvik, 51, answered on Friday: “No.”", "Hedda Brønnvik"),
        ("“We wait for them,” Lord Inch said.", "Lord Inch"),
        ("“We wait for them,” said Denzil “Denny” Pengar.", "Denzil Pengar"),
    ],
)
def test_the_speaker_is_known_from_what_was_told_before(text, speaker):
    assert proposals(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    ("text", "attribution", "actor"),
    [
        ("Norvale says the decree must go before any talks.", "institution", "Norvale"),
        ("Ellan says the decree must go before any talks.", "institution", "Norvale"),
        ("The Red House said the decree must go before any talks.", "institution", "Sarremont"),
        ("The Sarremont foreign ministry said that the ships stay.", "institution", "Sarremont"),
        ("Palace Gate said the decree must stay until then.", "institution", "Sarremont"),
        # What reports call a state of the world needs no entry.
        ("Kyiv says talks are possible after the withdrawal.", "institution", "Ukraine"),
        ("A senior Norvalean official said the deputy would go.", "unnamed", "Norvale"),
        ("Two diplomats said that the pause was agreed.", "unnamed", None),
        ("A person familiar with the talks said they were over.", "unnamed", None),
        ("A spokesman for Norvale said that the ships would stay.", "institution", "Norvale"),
        ("The Emirate of Norvale warned it would keep its ships.", "institution", "Norvale"),
        ("Norvale’s weather office said that it would rain.", "institution", "Norvale"),
        ("Norvale sat. Its tide regulator said it was “moonlight”.", "institution", "Norvale"),
        ("Officials close to the prime minister concede that it hurt.", "unnamed", "Norvale"),
        ("Two officials came. They said that the talks were over.", "unnamed", None),
        ("“Hope is cheap, so they buy,” shrugged a dealer.", "unnamed", None),
    ],
)
def test_institutions_and_unnamed_persons(text, attribution, actor):
    found = only(text)
    assert (found.speaker, found.attribution, found.actor) == (None, attribution, actor)


@pytest.mark.parametrize(
    "text",
    [
        "Ships nicknamed the “ghost fleet” lie off Ellan.",
        "It issued a decree entitled “On the Use of Waters”.",
        "The so-called “mercy rule” applies.",
        "Brønnvik’s book “A Nap, Not a Peace” is out.",
        "Brønnvik declined to say whether she would go.",
        "Brønnvik did not say when she would go.",
        "Brønnvik would not say whether she would go to the island.",
        "If Castagnoux says that he goes, the talks begin on Monday.",
        "Brønnvik is expected to say on Sunday that she will go.",
        "Norvale has long said that the decree must go.",
        "Norvale’s demands and claims are old.",
        "Correction: Oake said on Thursday, not on Friday, that he would go to Ellan.",
        "Talks are ‘as good as over’, says Norvale’s Oake\n\nIt rained in Ellan.",
        "Brønnvik was told that the ships would stay.",
        "Norvalean officials did not say when they would go.",
        "Brønnvik denied it.",
        "Brønnvik has said little of the talks in Ellan.",
        "Brønnvik responded in a speech to the house.",
        "Its label reads “On loan”.",
        "Castagnoux, to whom Oake answers, has not been seen in Ellan.",
        "",
        " \n\n ",
        "“”",
    ],
)
def test_what_is_no_statement(text):
    assert proposals(text) == []


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Volodymyr Zelensky", "Volodymyr Zelensky"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky"),
        ("President Volodymyr Zelenskiy", "Volodymyr Zelensky"),
        ("Vladimir Medinskiy", "Vladimir Medinsky"),
    ],
)
def test_another_spelling_of_a_surname_goes_with_the_first_name(printed, name):
    with open(SEEDS / "officials.csv", encoding="utf-8", newline="") as file:
        people = [
            Person(row["name"], other_names=tuple(row["other_names"].split(";")))
            for row in csv.DictReader(file)
        ]
    [found] = propose(f"“We will not go there,” {printed} said.", people, [], FRIDAY)
    assert found.person and found.person.name == name


def test_a_nickname_in_what_is_said_is_not_quoted():
    found = only("Oake said the ships, nicknamed the “ghost fleet”, would stay until Monday.")
    assert (found.form, found.quoted) == ("paraphrase", ())


def test_words_that_go_on_are_one_statement():
    text = "“We do not ask you to kneel,” Oake said, “we ask you to sit.” It rained."
    assert quoted(text, only(text)) == ["We do not ask you to kneel,", "we ask you to sit."]
    text = "“We go. We stay,” Oake said. “We come.\n\n“And we go again.”\n\nBrønnvik left."
    found = only(text)
    assert quoted(text, found) == ["We go. We stay,", "We come.", "And we go again."]
    assert text[slice(*found.span)] == text.removesuffix("\n\nBrønnvik left.")


def test_a_paraphrase_and_a_quotation_are_two_statements():
    found = proposals("Oake said that the ships would stay. “They stay for good,” he said. “All.”")
    assert [(p.speaker, p.form) for p in found] == [
        ("Tobias Oake", "paraphrase"),
        ("Tobias Oake", "quotation"),
    ]
    assert len(found[1].quoted) == 2


def test_two_speakers_in_one_sentence_are_two_statements():
    text = "Oake called the pause “a nap”, while Castagnoux said his country had offered enough."
    assert [(p.speaker, p.form) for p in proposals(text)] == [
        ("Tobias Oake", "mixed"),
        ("Aurélien Castagnoux", "paraphrase"),
    ]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "Oake called the pause “a nap”, while Castagnoux insisted that nobody would sail.",
            ["Oake called the pause “a nap”", "Castagnoux insisted that nobody would sail."],
        ),
        (
            "Oake said the pause was “a nap”, but Castagnoux said nobody “would sail”.",
            ["Oake said the pause was “a nap”", "Castagnoux said nobody “would sail”."],
        ),
        (
            "Oake said the pause was “a nap”; Castagnoux said that “nobody” would sail.",
            [
                "Oake said the pause was “a nap”",
                "Castagnoux said that “nobody” would sail.",
            ],
        ),
    ],
)
def test_each_speaker_of_a_sentence_has_a_clause_of_it(text, spans):
    found = proposals(text)
    assert [text[slice(*proposal.span)] for proposal in found] == spans
    assert {proposal.beside for proposal in found} == {None}


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("Oake said that Castagnoux had told him the ships would “sail”.", "Aurélien Castagnoux"),
        ("Oake said it was “a nap” after Brønnvik said it.", "Hedda Brønnvik"),
        ("Oake said it was “a nap” after Sarremont said the ships would sail.", "Sarremont"),
        ("Oake said, as Castagnoux insisted on peace, that it was “a nap”.", "Aurélien Castagnoux"),
        ("“It is a nap,” Oake said, while Castagnoux insisted that all would sail.", None),
    ],
)
def test_who_speaks_beside_the_speaker_is_told(text, beside):
    [found] = [proposal for proposal in proposals(text) if proposal.speaker == "Tobias Oake"]
    assert found.beside == beside


def test_what_is_told_within_a_statement_is_no_other():
    found = only("Oake said that Castagnoux had told him that the ships would leave.")
    assert found.speaker == "Tobias Oake"
    found = only("Sarremont says it wants peace, but nobody believes it, Oake said.")
    assert found.speaker == "Tobias Oake"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("“The ships move first,” Oake said.", "quotation"),
        ("Oake said on Friday: “The ships move first.”", "quotation"),
        ("Oake said the ships would “move first”.", "mixed"),
        ("Oake said the ships would move first.", "paraphrase"),
    ],
)
def test_forms(text, form):
    assert [p.form for p in proposals(text)] == [form]


@pytest.mark.parametrize(
    ("text", "on", "precision", "told"),
    [
        ("“We go on,” Oake said on Thursday.", date(2031, 3, 13), "day", True),
        (
            "On Wednesday, Oake said that talks would be held on Monday.",
            date(2031, 3, 12),
            "day",
            True,
        ),
        (
            "Oake told reporters in Ellan on Tuesday that they go on.",
            date(2031, 3, 11),
            "day",
            True,
        ),
        ("“On Monday we go on,” Oake said.", FRIDAY, "day", False),
        ("Oake said that the talks on Monday had failed.", FRIDAY, "day", False),
        ("Oake had said in November that he would “go on”.", date(2030, 11, 1), "month", True),
        (
            "Oake spoke at length on Monday. “We just go on,” he said.",
            date(2031, 3, 10),
            "day",
            True,
        ),
    ],
)
def test_the_day_is_that_of_saying(text, on, precision, told):
    found = proposals(text)[-1]
    assert (found.said_on, found.precision, found.day_told) == (on, precision, told)


def test_the_day_stays_while_one_person_speaks():
    found = proposals("Oake said on Tuesday that he went. “I go,” he said. “We go,” Brønnvik said.")
    assert [p.said_on.day for p in found] == [11, 11, 14]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Oake said that Sarremont had accepted in principle a pause.", "Sarremont"),
        ("Oake spoke of an “absolute consensus” among Western states to wait.", "Western states"),
        ("Oake said Sarremont’s own lawyers accepted that.", "Sarremont"),
        ("“Mr Castagnoux told me, ‘I will sign,’” Oake said.", "Sarremont"),
        ("Oake said that Norvale had accepted a pause.", None),
        ("Oake said that Sarremont must accept a pause.", None),
    ],
)
def test_whose_position_is_told(text, other):
    assert only(text).about == other


def test_a_transcript_has_a_statement_for_every_turn():
    text = (
        "PRIME MINISTER BRØNNVIK: We go on. We do.\n\n"
        "Q: Why?\n\n"
        "PRESIDENT CASTAGNOUX: Ask them.\n\nThey know: they must.\n\n"
        "MODERATOR: Thank you.\n\nMR. OAKE: Goodbye."
    )
    found = proposals(text)
    assert [(p.speaker, p.form, quoted(text, p)) for p in found] == [
        ("Hedda Brønnvik", "quotation", ["We go on. We do."]),
        ("Aurélien Castagnoux", "quotation", ["Ask them.", "They know: they must."]),
        ("Tobias Oake", "quotation", ["Goodbye."]),
    ]


def test_positions_are_those_of_the_text_as_pasted():
    text = "\ufeff\u200e“We\u00a0go\u200b on,”\r\nOake\u00ad said\u202e."
    found = only(text)
    assert quoted(text, found) == ["We\u00a0go\u200b on,"]
    assert text[slice(*found.span)].endswith(".")


def test_wrapped_lines_are_one_paragraph():
    text = (
        "Oake said on Thursday that the ships that lie off the coast of\n"
        "Ellan would stay there until the decree was gone. “We have a very\n"
        "long breath,” he said, and he left the room without another word.\n\n"
        "It rained.\n"
    )
    assert [p.form for p in proposals(text)] == ["paraphrase", "quotation"]


def test_nobody_needs_to_be_on_record():
    found = propose("“We go on,” said Ada Lund. “Always.”", [], [], FRIDAY)
    assert [(p.speaker, p.person, p.actor, p.party) for p in found] == [
        ("Ada Lund", None, None, None)
    ]
