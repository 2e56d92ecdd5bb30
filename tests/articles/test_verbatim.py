import pytest

from positions.articles.folding import fold, plain
from positions.articles.verbatim import find, find_across, selector, text_fragment


def words(quotation, text):
    return [text[start:end] for start, end in find(quotation, text)]


@pytest.mark.parametrize(
    ("quotation", "stands"),
    [
        # Quote marks and apostrophes of every kind.
        ('It\'s "ours".', "It’s “ours”."),
        ("It’s «ours».", 'It\'s "ours".'),
        ("the „low“ road", "the ‚low‘ road"),
        ("Let us say ‘sorry’ first", 'Let us say "sorry" first'),
        # White space: line breaks, no-break spaces, what shows nothing.
        ("two words", "two\n   words"),
        ("two words", "two\u00a0words"),
        ("one word", "one\u200b wo\u00adrd"),
        ("a b", "a\r\n\r\nb"),
        # Dashes and dots.
        ("a - b", "a — b"),
        ("so...", "so…"),
        # The same letters, composed or not.
        ("Peña", "Pen\u0303a"),
        ("Pen\u0303a", "Peña"),
        # Other scripts, right to left, outside the basic plane.
        ("Сначала подпись", "Сначала\nподпись"),
        ("لن نوقع", "لن\u200f نوقع"),
        ("לא נחתום", "לא נחתום"),
        ("我们不会签字", "我们不会签字"),
        ("🕊 over 𝔎yiv", "🕊 over\n𝔎yiv"),
    ],
)
def test_words_are_found_whatever_their_typography(quotation, stands):
    text = f"Before: {stands} (after)"
    assert words(quotation, text) == [stands]


@pytest.mark.parametrize(
    "quotation",
    [
        "",
        " ",
        "“”",
        "...",
        "We will sing",
        "we will sign",
        "We will not sign",
        "sign We will",
        "will si",
    ],
)
def test_words_that_do_not_stand_there_are_not_found(quotation):
    assert find(quotation, "He said: “We will sign.”") == []


def test_every_place_is_found_and_no_part_of_a_word():
    text = "ban it, urban; ban, banning. Ban ban"
    assert [start for start, _ in find("ban", text)] == [0, 15, 33]


def test_scripts_without_spaces_have_no_part_words():
    assert words("不会", "我们不会签字") == ["不会"]


def test_the_mark_that_ends_the_words_may_differ():
    assert words(
        "We do not ask Norvale to kneel.", "“We do not ask Norvale to kneel,” she said"
    ) == ["We do not ask Norvale to kneel"]
    assert find("Is it so?", "“It is. Is it so,” he said") == []


def test_a_quotation_that_is_interrupted_is_found_in_pieces():
    text = '"We do not ask you to kneel," she said, "we ask you to sit down."'
    [first], [second] = find("We do not ask you to kneel,", text), find("we ask you to sit", text)
    pieces = find_across("ask you to kneel, we ask", text, [first, second])
    assert [text[slice(*piece)] for piece in pieces] == ["ask you to kneel,", "we ask"]
    assert find_across("ask you to kneel, we sit", text, [first, second]) == []
    assert find_across("We do not ask you to kneel,", text, [first, second]) == [first]
    assert find("ask you to kneel, we ask", text) == []


def test_the_way_back_covers_what_was_folded():
    folded = fold("a…  \u200bb")
    assert folded.text == "a... b"
    assert folded.span(1, 4) == (1, 2)
    assert folded.span(0, len(folded.text)) == (0, 6)
    assert [folded.at(position) for position in (0, 1, 2, 5)] == [0, 3, 4, 5]


def test_names_are_compared_without_accents_and_case():
    assert plain("Hedda Brønnvik") == plain("HEDDA BRONNVIK")
    assert plain("Solène d’Arvigny") == plain("Solene d'Arvigny")


def chosen(text, exact, which=0):
    start = [n for n in range(len(text)) if text.startswith(exact, n)][which]
    return selector(text, start, start + len(exact))


def test_a_selector_keeps_the_words_as_they_stand():
    text = "She said:\n“We’ll  sign\nit”, and left."
    found = chosen(text, "We’ll  sign\nit")
    assert (found.prefix, found.exact, found.suffix) == (
        "She said:\n“",
        "We’ll  sign\nit",
        "”, and left.",
    )


def test_the_context_ends_between_words():
    text = "the first minister of Lowmarch said that WE SIGN whatever the delegates decide there"
    found = chosen(text, "WE SIGN")
    before, after = text.split(found.prefix + "WE SIGN" + found.suffix)
    assert before.endswith(" ") and (after.startswith(" ") or found.suffix.endswith(" "))
    assert 20 < len(found.prefix) <= 32 and 20 < len(found.suffix) <= 32


def test_the_context_grows_until_it_is_the_only_one():
    same = "and so the delegates of both sides came and went. "
    text = f"First {same * 2}“Yes.” {same * 2} second. Then {same * 2}“Yes.” {same * 2} last."
    found = chosen(text, "Yes.", which=1)
    assert text.count(found.prefix + found.exact + found.suffix) == 1
    assert 32 < len(found.prefix) <= 200


def test_the_context_stays_short_where_nothing_tells_two_places_apart():
    found = selector("a b " * 1000, 2000, 2003)
    assert len(found.prefix) <= 200 and len(found.suffix) <= 200


@pytest.mark.parametrize("span", [(0, 0), (3, 2), (-1, 2), (0, 99)])
def test_no_selector_of_nothing(span):
    with pytest.raises(ValueError):
        selector("some words", *span)


@pytest.mark.parametrize(
    ("exact", "prefix", "suffix", "directive"),
    [
        ("We will sign", "", "", "We%20will%20sign"),
        (
            "We will sign",
            "she said: “",
            "” and left",
            "she%20said%3A%20%E2%80%9C-,We%20will%20sign,-%E2%80%9D%20and%20left",
        ),
        ("a-b, c & d", "", "", "a%2Db%2C%20c%20%26%20d"),
        ("50% of #1?", "", "", "50%25%20of%20%231%3F"),
        ("two\u00a0words", "", "", "two%20words"),
        ("подпись", "", "", "%D0%BF%D0%BE%D0%B4%D0%BF%D0%B8%D1%81%D1%8C"),
        # Over several lines: how it begins and ends; the context keeps to one line.
        (
            "One two three four five six.\n\nSeven eight nine ten eleven twelve",
            "long before\n“",
            "”\nlong after",
            "%E2%80%9C-,One%20two%20three%20four%20five,eight%20nine%20ten%20eleven%20twelve,-%E2%80%9D",
        ),
        ("Yes.\nNo.", "", "", "Yes.,No."),
    ],
)
def test_a_text_fragment_names_the_words(exact, prefix, suffix, directive):
    expected = f"https://example.org/a#:~:text={directive}"
    assert text_fragment("https://example.org/a", exact, prefix, suffix) == expected


def test_long_words_are_named_by_both_ends():
    exact = " ".join(f"word{number}" for number in range(60))
    link = text_fragment("https://example.org/", exact)
    assert link.endswith(
        "text=word0%20word1%20word2%20word3%20word4,word55%20word56%20word57%20word58%20word59"
    )
    six = " ".join("w" * 50 for _ in range(6))
    first, *_, last = six.split()
    assert text_fragment("https://example.org/", six).endswith(
        f"text={first},{'%20'.join([last] * 5)}"
    )


def test_a_fragment_that_the_address_has_stays():
    assert text_fragment("https://e.org/#top", "We sign") == "https://e.org/#top:~:text=We%20sign"
    old = "https://e.org/#top:~:text=old"
    assert text_fragment(old, "We sign") == "https://e.org/#top:~:text=We%20sign"


@pytest.mark.parametrize(
    ("url", "exact", "link"),
    [
        ("", "We sign", ""),
        ("https://e.org/", "", "https://e.org/"),
        ("https://e.org/", " \n", "https://e.org/"),
    ],
)
def test_no_directive_without_address_or_words(url, exact, link):
    assert text_fragment(url, exact, "before", "after") == link


def test_half_a_surrogate_pair_makes_no_error():
    assert "%3F" in text_fragment("https://e.org/", "a \ud800 b")
