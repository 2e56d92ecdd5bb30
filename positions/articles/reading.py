"""Reads an article sentence by sentence and keeps what was said, by whom and when."""

from dataclasses import dataclass, field
from itertools import pairwise

from . import cues
from .about import about, told_to_speaker
from .choosing import Part, parts_of, quotes_for_standing_alone
from .clauses import find_cues
from .days import Day, day_said
from .layout import attributes, is_headline, is_note, without_dateline
from .phrases import ITS
from .speakers import Voice
from .subjects import Read, main_subject
from .turns import turns_of
from .wordlists import any_of
from .words import Sentence, paragraphs, sentences, tokens_between

FEWEST_WORDS = 4
# So many characters of a quotation may tell that it reports somebody else's words.
OPENING = 120
SCENES = any_of("met hosted received addressed reply response answer address speech interview")
SCENE_DAYS = 7
REMARKS = any_of("remarks comments statement words speech")


@dataclass
class Draft:
    """A Proposal in the making, its positions those of the cleaned text."""

    voice: Voice
    form: str
    start: int
    end: int
    day: Day
    day_told: bool
    cue: str = ""
    about: str | None = None
    quoted: list = field(default_factory=list)
    sentence: int = 0
    paragraph: int = 0
    beside: str | None = None


class Reader:
    def __init__(self, text, cast, published_on):
        self.text, self.cast, self.published_on = text, cast, published_on
        self.drafts: list[Draft] = []
        self.sentence = 0
        # The number of the last sentence of the paragraph before; words that wait for their
        # speaker; a day that was told of somebody: (paragraph, Day, Voice, whether of all present).
        self.paragraph_before = 0
        self.waiting: Draft | None = None
        self.scene = None

    @property
    def last(self):
        return self.drafts[-1] if self.drafts else None

    def read(self):
        found = paragraphs(self.text)
        if turns := turns_of(found, self.text, self.cast):
            day = Day(self.published_on)
            self.drafts = [
                Draft(turn.voice, "quotation", turn.start, turn.end, day, False, quoted=turn.quoted)
                for turn in turns
            ]
            return
        for number, tokens in enumerate(found):
            if is_headline(tokens, number, found) or is_note(tokens):
                continue
            if number < 3:
                tokens = without_dateline(tokens)
            self.paragraph_before, self.sentence = self.sentence, self.sentence + 1
            for sentence in sentences(tokens, number, attributes):
                self.sentence += 1
                mentions = self.cast.directory.mentions(sentence.tokens)
                read = Read(sentence, mentions, self.text)
                self.cast.learn_gender(read)
                self.read_sentence(read)
                self.cast.remember(read)
            self.settle()

    def read_sentence(self, read):
        self.read_remarks(read)
        parts = parts_of(read, find_cues(read, self.cast))
        continued = self.go_on(read)
        if not parts:
            if not continued:
                self.without_cue(read)
            return
        for part in parts:
            self.add(read, part, continued)

    def go_on(self, read):
        """Words that go on from the paragraph before belong to the statement before."""
        first = read.tokens[0]
        if not (first.quote and first.quote.continues and self.drafts):
            return False
        self.extend(self.last, [(first.quote.start, first.quote.end)], read.sentence.end)
        return True

    def add(self, read, part: Part, continued):
        quoted = [(q.start, q.end) for q in part.quotes if not (continued and q.continues)]
        last = self.last
        if continued and last and part.form == "quotation":
            last.quoted += quoted
            return
        start = self.join_waiting(part, quoted)
        same = last and last.voice.is_same(part.voice)
        follows = last and last.sentence == self.sentence - 1
        day = day_said(part.day_tokens, self.published_on, last and last.day)
        told = day is not None
        if same and follows and last.form == part.form == "quotation" and start is None and not day:
            self.extend(last, quoted, read.sentence.end)
        else:
            if not day:
                day, told = self.day_for(part.voice, read.sentence.paragraph)
            draft = Draft(
                part.voice,
                part.form,
                read.sentence.start if start is None else start,
                read.sentence.end,
                day,
                told,
                part.cue,
                self.about(read, part),
                quoted,
                self.sentence,
            )
            if part.form != "quotation":
                first, last = part.clause
                draft.start, draft.end = read.tokens[first].start, read.tokens[last - 1].end
                draft.beside = part.beside
            self.drafts.append(draft)
        self.cast.hear(part.voice)

    def about(self, read, part):
        """Whose position is told, if it is not the speaker's."""
        own = part.voice.actor
        for quote in part.quotes:
            tokens = tokens_between(self.text, quote.start, min(quote.end, quote.start + OPENING))
            said = Read(Sentence(tuple(tokens), 0), self.cast.directory.mentions(tokens), self.text)
            if (other := told_to_speaker(said, self.cast)) and other != own:
                return other
        return about(read, part.content, own)

    def join_waiting(self, part, quoted):
        """Puts words that waited for their speaker before those quoted now, if these are words
        too, and returns where they began; otherwise they are of whoever was told of last."""
        if not self.waiting:
            return None
        if part.form != "quotation":
            self.settle()
            return None
        waiting, self.waiting = self.waiting, None
        quoted[:0] = waiting.quoted
        return waiting.start

    def extend(self, draft, quoted, end):
        draft.quoted += quoted
        draft.end, draft.sentence = end, self.sentence

    def without_cue(self, read):
        last = self.last
        goes_on = last and last.form == "quotation" and last.sentence == self.sentence - 1
        quotes = quotes_for_standing_alone(read, 1 if goes_on else FEWEST_WORDS)
        if quotes:
            self.add_words(read, quotes)
            return
        self.read_scene(read)
        voice = main_subject(read, self.cast)
        after_colon = [
            (token.quote.start, token.quote.end)
            for before, token in pairwise(read.tokens)
            if token.quote and before.text == ":"
        ]
        if voice and after_colon:
            self.append_quotation(voice, read, after_colon)
        elif voice:
            self.cast.see(voice)

    def add_words(self, read, quotes):
        """ "..." X said. "...": the words go on; after a paraphrase they are a statement of their
        own, and in a paragraph of their own they wait for their speaker."""
        last = self.last
        if self.waiting:
            self.extend(self.waiting, quotes, read.sentence.end)
        elif not last or last.sentence != self.sentence - 1:
            start, end = read.sentence.start, read.sentence.end
            self.waiting = Draft(None, "quotation", start, end, None, False, quoted=quotes)
            self.waiting.paragraph = read.sentence.paragraph
        elif last.form == "quotation":
            self.extend(last, quotes, read.sentence.end)
        else:
            self.append_quotation(last.voice, read, quotes)

    def append_quotation(self, voice, read, quoted):
        day, told = self.day_for(voice, read.sentence.paragraph)
        start, end = read.sentence.start, read.sentence.end
        draft = Draft(voice, "quotation", start, end, day, told, quoted=quoted)
        draft.sentence = self.sentence
        self.drafts.append(draft)
        self.cast.hear(voice)

    def settle(self):
        """Words in a paragraph of their own are of whoever was told of last."""
        waiting, self.waiting = self.waiting, None
        if not waiting or not self.cast.focus:
            return
        voice, last = self.cast.focus[-1], self.last
        same = last and last.voice.is_same(voice) and last.form == "quotation"
        if same and last.sentence == self.paragraph_before:
            self.extend(last, waiting.quoted, waiting.end)
            return
        waiting.voice, waiting.sentence = voice, self.sentence
        waiting.day, waiting.day_told = self.day_for(voice, waiting.paragraph)
        self.drafts.append(waiting)

    def read_scene(self, read):
        """ "X met Y on Wednesday" tells when they spoke."""
        words = {token.low for token in read.tokens[:25]}
        if day := self.recent_day(read):
            who = main_subject(read, self.cast)
            self.scene = (read.sentence.paragraph, day, who, bool(words & SCENES))

    def read_remarks(self, read):
        """ "Her remarks, made on Thursday," tells when she spoke before."""
        is_about_words = REMARKS & {token.low for token in read.tokens[:4]}
        if read.tokens[0].low not in ITS or not is_about_words or not self.drafts:
            return
        if day := self.recent_day(read):
            for draft in reversed(self.drafts):
                if not draft.voice.is_same(self.drafts[-1].voice) or draft.day_told:
                    break
                draft.day, draft.day_told = day, True

    def recent_day(self, read):
        if read.tokens[0].low in cues.BREAKS:
            return None
        before = self.last and self.last.day
        day = not read.quotes() and day_said(read.tokens[:40], self.published_on, before)
        return day if day and (self.published_on - day.on).days <= SCENE_DAYS else None

    def day_for(self, voice, paragraph):
        """The Day, and whether it is told, of words that tell none of their own: of what the same
        speaker said just before, or of what was just told of them."""
        if self.last and self.last.voice.is_same(voice):
            return self.last.day, self.last.day_told
        if self.scene:
            at, day, who, together = self.scene
            mine = who and who.is_same(voice) and paragraph - at <= 1
            if mine or together and paragraph == at:
                return day, True
        return Day(self.published_on), False
