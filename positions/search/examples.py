"""How to search, by examples."""

from django.utils.translation import gettext_lazy as _

EXAMPLES = [
    (
        "ceasefire withdrawal",
        _("Both words, in any of their forms: ceasefires, withdraw, withdrawn."),
    ),
    ('"security guarantees"', _("These words in this order.")),
    ("ceasefire -unconditional", _("The first word and not the second; also -“two words”.")),
    ("truce OR ceasefire", _("Either word. Words side by side are joined before OR is applied.")),
    (
        "(truce OR ceasefire) actor:russia",
        _("Either word, and only what Russia says: what is in brackets is joined first."),
    ),
    ("cease-fire", _("Also ceasefire and cease fire.")),
    (
        "Zelenskyy",
        _("What he said, and what names him, in any spelling on record: Zelensky, Зеленський."),
    ),
    (
        "Sergei Lavrov ceasefire",
        _("Words side by side that are a full name on record mean that person; so in quotes."),
    ),
    ("Kiev", _("Also Kyiv, Київ and Киев; so with other places that have several spellings.")),
    ("USA", _("Also United States, US and США, and so with other states and organisations.")),
    ("actor:russia ceasefire", _("Only what one actor says; by name, code or another name of it.")),
    (
        "speaker:lavrov",
        _(
            "Only what a person says, or an institution: speaker:“White House”. "
            "official: is the same."
        ),
    ),
    ("topic:sanctions", _("Statements coded on a precondition of this topic.")),
    (
        "precondition:full-ceasefire stance:rejects",
        _("Statements with a coding that has both this precondition and this stance."),
    ),
    ("stance:refuses actor:ukraine", _("A group of stances: wants, moves, refuses, declined.")),
    (
        "group:refuses topic:talks",
        _("The same, without claims about others; group:none for no position of its own."),
    ),
    ("year:2024 withdrawal", _("Only what was said in this year.")),
    ("after:2025-01 before:2025-04 actor:us", _("Said later than January and earlier than April.")),
    ("form:paraphrase ceasefire", _("By form: quotation, mixed, paraphrase or document.")),
    (
        "kind:reprint ceasefire",
        _("By kind of source: official_record, news_agency, news_outlet or reprint."),
    ),
    ("language:en ceasefire", _("By the language of the original words, if on record.")),
    ("mediation -actor:us", _("Without what one actor says; - stands before any of these.")),
]
