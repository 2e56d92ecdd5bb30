"""How to search, by examples: what is typed, and in HTML what it finds."""

from django.utils.translation import gettext_lazy as _

EXAMPLES = [
    (
        "ceasefire withdrawal",
        _(
            "Both words, in any of their forms: <code>ceasefires</code>, "
            "<code>withdraw</code>, <code>withdrawn</code>."
        ),
    ),
    ('"security guarantees"', _("These words in this order.")),
    ("ceasefire -unconditional", _("The first word and not the second; also -“two words”.")),
    ("truce OR ceasefire", _("Either word. Words side by side are joined before OR is applied.")),
    (
        "(truce OR ceasefire) actor:russia",
        _("Either word, and only what Russia says: what is in brackets is joined first."),
    ),
    ("cease-fire", _("Also <code>ceasefire</code> and <code>cease fire</code>.")),
    (
        "Zelenskyy",
        _(
            "What he said, and what names him, "
            "in any spelling on record: <code>Zelensky</code>, <code>Зеленський</code>."
        ),
    ),
    (
        "Sergei Lavrov ceasefire",
        _("Words side by side that are a full name on record mean that person; so in quotes."),
    ),
    (
        "Kiev",
        _(
            "Also <code>Kyiv</code>, <code>Київ</code> and <code>Киев</code>; so with other "
            "places that have several spellings."
        ),
    ),
    (
        "USA",
        _(
            "Also <code>United States</code>, <code>US</code> and <code>США</code>, "
            "and so with other states and organisations."
        ),
    ),
    ("actor:russia ceasefire", _("Only what one actor says; by name, code or another name of it.")),
    (
        "speaker:lavrov",
        _(
            'Only what a person says, or an institution: <code>speaker:"White House"</code>. '
            "<code>official:</code> is the same."
        ),
    ),
    ("topic:sanctions", _("Statements coded on a precondition of this topic.")),
    (
        "precondition:full-ceasefire stance:rejects",
        _("Statements with a coding that has both this precondition and this stance."),
    ),
    (
        "stance:refuses actor:ukraine",
        _(
            "A group of stances: <code>wants</code>, <code>moves</code>, "
            "<code>refuses</code>, <code>declined</code>."
        ),
    ),
    (
        "group:refuses topic:talks",
        _(
            "The same, without claims about others; <code>group:none</code> for no position "
            "of its own."
        ),
    ),
    ("year:2024 withdrawal", _("Only what was said in this year.")),
    ("after:2025-01 before:2025-04 actor:us", _("Said later than January and earlier than April.")),
    (
        "form:paraphrase ceasefire",
        _(
            "By form: <code>quotation</code>, <code>mixed</code>, "
            "<code>paraphrase</code> or <code>document</code>."
        ),
    ),
    (
        "kind:reprint ceasefire",
        _(
            "By kind of source: <code>official_record</code>, <code>news_agency</code>, "
            "<code>news_outlet</code> or <code>reprint</code>."
        ),
    ),
    ("language:en ceasefire", _("By the language of the original words, if on record.")),
    ("mediation -actor:us", _("Without what one actor says; - stands before any of these.")),
]
