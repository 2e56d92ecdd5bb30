"""How to search, by examples."""

EXAMPLES = [
    ("ceasefire withdrawal", "Both words, in any of their forms: ceasefires, withdraw, withdrawn."),
    ('"security guarantees"', "These words in this order."),
    ("ceasefire -unconditional", "The first word and not the second; also -“two words”."),
    ("truce OR ceasefire", "Either. Words side by side belong together more than OR does."),
    (
        "Zelenskyy",
        "What he said, and what names him, in any spelling on record: Zelensky, Зеленський.",
    ),
    ("Kiev", "Also Kyiv, Київ and Киев; so with other places that have several spellings."),
    ("actor:russia ceasefire", "Only what one actor says; by name, code or another name of it."),
    ("speaker:lavrov", "Only what a person says, or an institution: speaker:“White House”."),
    ("topic:sanctions", "Statements coded on a precondition of this topic."),
    (
        "precondition:full-ceasefire stance:rejects",
        "Coded so. What is asked of codings is asked of one and the same.",
    ),
    ("stance:refuses actor:ukraine", "A group of stances: wants, moves, refuses, declined."),
    ("after:2025-01 before:2025-04 actor:us", "Said later than January and earlier than April."),
    ("mediation -actor:us", "Without what one actor says; - stands before any of these."),
]
