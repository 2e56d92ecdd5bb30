"""Cards: what is drawn, in which letters, and that nothing runs over the edge."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from positions.cards import comparison, faces, lines, marks, sheet
from positions.cards import statement as statements
from positions.cards.faces import sans, serif, width
from positions.cards.sheet import COLUMN, HEIGHT, WIDTH, Party, Speaker, Taken
from positions.codebook import Stance

from . import make

ROOT = Path(__file__).resolve().parents[1]
STATEMENT = "/statements/2022-12-02-russia-peskov-3/card.png"
TEXTS = [
    "Talks only after withdrawal: “never”, she said — ‘no’. 50 % … € é ñ ß ž ő",
    "Переговоры возможны только после вывода войск. Съезд, ёлка, это щука № 5.",
    "Її ґанок, їжак і єнот: «Переговори — лише після виведення військ». Ґрунт, Є.",
    "Слова́ з наголосом",
]
HOSTILE = [
    "",
    " ",
    "\x00\x01\x1b[31m",
    "\u202egnitirw desrever\u202c \u2066x\u2069",
    "שלום عربي 中文 😀 \U0010ffff \ufffd",
    "a" * 10_000,
    "word " * 10_000,
    "\u0301" * 500,
    "-" * 3000,
    "и\u0306" * 200,
]


def image(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    opened = Image.open(BytesIO(response.content))
    assert (opened.format, opened.size) == ("PNG", (WIDTH, HEIGHT))
    return opened


def card(**fields):
    told = {
        "text": "Never.",
        "is_quotation": True,
        "kind": "Quotation: the words themselves",
        "unreviewed": True,
        "original": "",
        "speaker": Speaker(Party("Ukraine", "UA", 3), "Zelensky", "President", "2 December 2022"),
        "taken": (Taken("requires", "Requires", "before talks", "Withdrawal"),),
        "as_of": "As of 2 December 2022",
        "address": "parley.example/statements/never/",
    }
    return statements.StatementCard(**{**told, **fields})


@pytest.mark.parametrize(
    "address",
    [
        STATEMENT,
        f"{STATEMENT}?as_of=2022-01-01",
        "/compare/card.png",
        "/compare/card.png?as_of=2025-06-02&versus=2024-12-31&show=changed&actors=us&actors=russia",
        "/compare/card.png?show=all&actors=us&actors=russia&actors=ukraine&actors=eu&actors=un"
        "&actors=vatican",
        "/compare/card.png?topic=talks&gate=ceasefire&as_of=2022-03-01",
        "/compare/us/us-russia-leaders-talk/card.png?as_of=2022-12-02",
        "/compare/us/us-russia-leaders-talk/card.png?gate=sign",
        "/compare/vatican/arms-stop/card.png",
    ],
)
def test_a_card_is_an_image_of_one_size_and_the_same_each_time(client, seeds, address):
    first = client.get(address)
    assert len(image(first).getcolors()) > 20
    for module in (statements, comparison):
        module.png.cache_clear()
    assert client.get(address).content == first.content
    assert 10_000 < len(first.content) < 150_000
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("page", ["/statements/never/", "/compare/", "/compare/ukraine/talks/"])
def test_a_card_changes_with_the_record(client, db, page):
    make.actor("us")
    made = make.statement("Never.", slug="never")
    coding = make.coding(made, "talks", "rejects")
    before = client.get(f"{page}card.png").content
    type(coding).objects.filter(pk=coding.pk).update(stance="open")
    after = client.get(f"{page}card.png").content
    assert after != before
    type(made).objects.filter(pk=made.pk).update(reviewed_on="2022-12-05")
    assert client.get(f"{page}card.png").content not in (before, after)


def test_the_day_asked_for_stands_on_every_card(client, seeds):
    for address in (STATEMENT, "/compare/card.png", "/compare/us/arms-stop/card.png"):
        days = {client.get(address, {"as_of": day}).content for day in ("2025-06-02", "2025-06-03")}
        assert len(days) == 2


@pytest.mark.parametrize(
    ("prefix", "as_of", "taken", "unreviewed"),
    [
        ("", "As of 2 December 2022", "Rejects", "Unreviewed: not yet checked by an editor"),
        ("/uk", "Станом на 2 грудня 2022", "Відкидає", "Не перевірено: редактор ще не звірив"),
        (
            "/ru",
            "По состоянию на 2 декабря 2022",
            "Отвергает",
            "Не проверено: редактор ещё не сверил",
        ),
    ],
)
def test_a_card_speaks_the_language_of_its_address(
    client, db, monkeypatch, prefix, as_of, taken, unreviewed
):
    make.coding(make.statement("Never.", slug="never"), "talks", "rejects")
    cards, drawn = [], []
    png, text = statements.png.__wrapped__, sheet.Sheet.text
    monkeypatch.setattr(statements, "png", lambda card: cards.append(card) or png(card))
    monkeypatch.setattr(
        sheet.Sheet, "text", lambda *told, **more: drawn.append(told[3]) or text(*told, **more)
    )
    client.get(f"{prefix}/statements/never/card.png?as_of=2022-12-02")
    (card,) = cards
    assert (card.as_of, card.taken[0].label) == (as_of, taken)
    assert card.address == f"testserver{prefix}/statements/never/?as_of=2022-12-02"
    assert unreviewed in drawn


@pytest.mark.parametrize("label", ["Погоджується", "Соглашается, если", "Rejects as a condition"])
def test_no_word_in_a_badge_is_broken_where_smaller_letters_fit(label):
    _, words, size = comparison.in_badge(Taken("accepts", label), 127, 15)
    assert " ".join(words) == label
    assert 12 <= size <= 15


def test_a_paraphrase_stands_without_quotation_marks():
    told = statements.arranged(card(text="Says no."))[2].lines
    ours = statements.arranged(card(text="Says no.", is_quotation=False))[2].lines
    assert (told, ours) == (("“Says no.”",), ("Says no.",))


def test_what_is_not_understood_or_not_there_is_no_image(client, db):
    make.actor("us")
    make.precondition("talks")
    make.statement("A draft.", slug="draft", status="draft")
    make.statement("Gone.", slug="gone", status="withdrawn")
    for address in ("/compare/card.png", "/compare/us/talks/card.png"):
        refused = client.get(f"{address}?as_of=soon")
        assert refused.status_code == 400 and "As of: Type a year" in refused.text
    assert client.get("/compare/card.png?actors=us").status_code == 400
    statuses = {slug: client.get(f"/statements/{slug}/card.png").status_code for slug in (
        "draft", "gone", "unknown"
    )}  # fmt: skip
    assert statuses == {"draft": 404, "gone": 410, "unknown": 404}
    assert client.get("/compare/us/unknown/card.png").status_code == 404


@pytest.mark.parametrize("family", ["source-serif-4", "source-sans-3"])
@pytest.mark.parametrize("text", TEXTS)
def test_every_letter_is_drawn_with_a_font_that_has_it(family, text):
    face = faces.Face(family, 600, 30)
    shown = faces.drawable(text, face)
    assert faces.LEFT_OUT not in shown
    drawn = ""
    for font, told in faces.runs(shown, face):
        known = TTFont(font.path).getBestCmap()
        assert [char for char in told if ord(char) not in known] == []
        drawn += told
    assert drawn == shown


@pytest.mark.parametrize("script", faces.SCRIPTS)
def test_what_a_font_has_is_what_its_own_table_says(script):
    path = faces.font(serif(12), script).path
    known = TTFont(path).getBestCmap()
    for code in [*range(0x20, 0x7F), *range(0xA1, 0x17F), *range(0x400, 0x460), 0x5D0, 0x4E2D]:
        assert faces.has("source-serif-4", script, chr(code)) is (code in known), hex(code)


def test_what_no_font_has_is_told_as_left_out():
    assert faces.drawable("so 中文 it is", serif(30)) == "so […] it is"
    assert faces.drawable("a\u202eb\u200dc\u00add", serif(30)) == "abcd"


@pytest.mark.parametrize("text", [*TEXTS, *HOSTILE, " ".join(TEXTS * 9), "Їжак" * 400])
@pytest.mark.parametrize("limit", [90, 333, COLUMN])
def test_no_line_is_wider_than_its_column(text, limit):
    block = lines.fitted(text, serif(58), (58, 30), limit, 300, quoted=True)
    assert block.height <= 300
    assert all(width(line, block.face) <= limit for line in block.lines)
    assert all(block.lines)


def test_broken_lines_lose_no_word():
    text = " ".join(TEXTS)
    assert " ".join(lines.broken(text, sans(22), 400)) == text
    word = "Спецвійськовослужбовицями" * 9
    assert "".join(lines.broken(word, sans(22), 400)) == word


def test_what_is_too_long_ends_with_an_ellipsis_and_is_shortened_least():
    block = lines.fitted("So it is said. " * 200, serif(40), (40, 30), 500, 120, quoted=True)
    assert block.is_short and block.face.size == 30
    assert block.lines[0].startswith("“") and block.lines[-1].endswith("…”")
    whole = lines.fitted("So it is.", serif(40), (40, 30), 500, 120)
    assert whole.lines == ("So it is.",) and whole.face.size == 40


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_failure(text):
    party = Party(text, text[:2], 1)
    speaker = Speaker(party, text, text, text)
    taken = tuple(Taken(stance, str(stance.label), "before talks", text, text) for stance in Stance)
    drawn = card(text=text, original=text, kind=text, speaker=speaker, taken=taken, address=text)
    assert Image.open(BytesIO(statements.png(drawn))).size == (WIDTH, HEIGHT)
    cells = tuple(comparison.Shown(taken=one, when=text, marks=text) for one in taken[:6])
    table = comparison.ComparisonCard(text, (party,) * 6, ((text, cells),), 3, "As of", text)
    assert Image.open(BytesIO(comparison.png(table))).size == (WIDTH, HEIGHT)


def margins(png):
    """What stands beside the column and below the last line, as a set of colours."""
    drawn = Image.open(BytesIO(png)).convert("RGB")
    left, right = (WIDTH - COLUMN) // 2, (WIDTH + COLUMN) // 2
    boxes = (0, 12, left - 6, HEIGHT), (right + 6, 12, WIDTH, HEIGHT), (0, 612, WIDTH, HEIGHT)
    return {colour for box in boxes for _, colour in drawn.crop(box).getcolors()}


@pytest.mark.parametrize("stance", Stance)
def test_nothing_is_drawn_in_the_margins(stance):
    long = "Спецвійськовослужбовицями " * 60
    speaker = Speaker(Party(long, "UA", 3), long, long, "2 December 2022")
    taken = (Taken(stance, str(stance.label), "before leaders meet", long, long),) * 3
    paper = margins(statements.png(card(text="", taken=())))
    assert len(paper) == 1
    full = card(text=long, original=long, speaker=speaker, taken=taken, kind=long, address=long)
    assert margins(statements.png(full)) == paper
    cell = comparison.Shown(taken=taken[0], when="since 30 September 2022", marks="reported, split")
    for count in (2, 4, 6):
        table = comparison.ComparisonCard(
            long, (speaker.party,) * count, ((long, (cell,) * count),) * 8, 3, "As of today", long
        )
        assert margins(comparison.png(table)) == paper


def test_every_stance_looks_unlike_the_others_without_colour():
    cards = [
        card(taken=(Taken(stance, "The same", "", "Withdrawal"),), unreviewed=False)
        for stance in Stance
    ]
    grey = {Image.open(BytesIO(statements.png(one))).convert("L").tobytes() for one in cards}
    assert len(grey) == len(Stance)


def test_long_words_leave_room_before_stances_do():
    told = (Taken("open", "Open to it", "", "X"),) * 3
    assert len(statements.arranged(card(taken=told))[1]) == 2
    assert len(statements.arranged(card(taken=told, text="word " * 400))[1]) == 1


def test_the_colours_are_those_of_the_pages():
    for name in ("site.css", "embed.css"):
        css = (ROOT / "static" / "css" / name).read_text()
        hues = re.findall(r"--h: light-dark\((#\w+)", css)
        assert hues == marks.HUES
        for variable, colour in {
            "paper": marks.PAPER,
            "ink": marks.INK,
            "soft": marks.SOFT,
            "rule": marks.RULE,
            "edge": marks.EDGE,
            "warn": marks.WARN,
        }.items():
            assert f"--{variable}: light-dark({colour}," in css
