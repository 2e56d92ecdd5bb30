"""How to search, by examples."""

EXAMPLES = [
    ("ceasefire withdrawal", "Both words, in any of their forms: ceasefires, withdraw, withdrawn."),
    ('"security guarantees"', "These words in this order."),
    ("ceasefire -unconditional", "The first word and not the second; also -“two words”."),
    ("truce OR ceasefire", "Either word. Words side by side are joined before OR is applied."),
    (
        "(truce OR ceasefire) actor:russia",
        "Either word, and only what Russia says: what is in brackets is joined first.",
    ),
    ("cease-fire", "Also ceasefire and cease fire."),
    (
        "Zelenskyy",
        "What he said, and what names him, in any spelling on record: Zelensky, Зеленський.",
    ),
    (
        "Sergei Lavrov ceasefire",
        "Words side by side that are a full name on record mean that person; so in quotes.",
    ),
    ("Kiev", "Also Kyiv, Київ and Киев; so with other places that have several spellings."),
    ("USA", "Also United States, US and США, and so with other states and organisations."),
    ("actor:russia ceasefire", "Only what one actor says; by name, code or another name of it."),
    (
        "speaker:lavrov",
        "Only what a person says, or an institution: speaker:“White House”. official: is the same.",
    ),
    ("topic:sanctions", "Statements coded on a precondition of this topic."),
    (
        "precondition:full-ceasefire stance:rejects",
        "Statements with a coding that has both this precondition and this stance.",
    ),
    ("stance:refuses actor:ukraine", "A group of stances: wants, moves, refuses, declined."),
    (
        "group:refuses topic:talks",
        "The same, without claims about others; group:none for no position of its own.",
    ),
    ("year:2024 withdrawal", "Only what was said in this year."),
    ("after:2025-01 before:2025-04 actor:us", "Said later than January and earlier than April."),
    ("form:paraphrase ceasefire", "By form: quotation, mixed, paraphrase or document."),
    (
        "kind:reprint ceasefire",
        "By kind of source: official_record, news_agency, news_outlet or reprint.",
    ),
    ("language:en ceasefire", "By the language of the original words, if on record."),
    ("mediation -actor:us", "Without what one actor says; - stands before any of these."),
]
