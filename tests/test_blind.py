"""A speaker's name is taken out of the words in whatever form it stands there."""

import pytest

from positions.blind import masked

ZELENSKY = ["Volodymyr Zelensky", "Володимир Зеленський", "Zelenskyy", "Зеленский"]
ERDOGAN = ["Recep Tayyip Erdogan", "Recep Tayyip Erdoğan", "Erdoğan"]
VON_DER_LEYEN = ["Ursula von der Leyen"]
XI = ["Xi Jinping", "习近平"]
PRICE = ["Ned Price"]


@pytest.mark.parametrize(
    ("names", "text", "left"),
    [
        (ZELENSKY, "Volodymyr Zelensky says no.", "[speaker] says no."),
        (ZELENSKY, "Volodymyr O. Zelenskyy's office; ZELENSKY.", "[speaker]'s office; [speaker]."),
        (ZELENSKY, "Слова Зеленського и Зеленскому.", "Слова [speaker] и [speaker]."),
        (ZELENSKY, "Vladimir Putin must leave.", "Vladimir Putin must leave."),
        (ERDOGAN, "Erdoğan; Erdogan; E\u0072dog\u0306an", "[speaker]; [speaker]; [speaker]"),
        (
            VON_DER_LEYEN,
            "ursula von der leyen and Von der Leyen",
            "[speaker] and Von der [speaker]",
        ),
        (XI, "习近平主席 and Xi Jinping; Xiamen", "[speaker]主席 and [speaker]; Xiamen"),
        (PRICE, "Price: the price is high.", "[speaker]: the price is high."),
        (["Trump"], "Trumpism", "Trumpism"),
        ([], "Nobody.", "Nobody."),
        ([" "], "Nobody.", "Nobody."),
        (["Leo (XIV)", "a.b"], "Leo (XIV) and a.b, not aXb", "[speaker] and a.b, not aXb"),
    ],
)
def test_a_name_is_masked(names, text, left):
    assert masked(text, names) == left


def test_the_names_end_no_word_of_another():
    assert masked("Kallas, Kallasgate", ["Kaja Kallas"]) == "[speaker], Kallasgate"
