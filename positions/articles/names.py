"""Where names stand in a text: the officials and actors on record, and people as printed."""

from dataclasses import dataclass, field, replace

from . import cues
from .days import MONTH, WEEKDAY
from .folding import plain
from .known import Known
from .known import Party as Party
from .known import Person as Person
from .places import is_of
from .wordlists import any_of
from .words import STARTERS

# At the beginning of a sentence they have a capital letter and are no name.
NO_NAME = (
    STARTERS | cues.ASIDES | cues.BREAKS | cues.PREPOSITIONS | cues.ADVERBS | cues.TITLES
) | any_of(
    "yesterday today tomorrow neither both either no not nor there then two three four five "
    "yet even most some all every each my our your you what where why how such those these "
    "let editing reporting writing correction update analysis question q"
)
LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """What the tokens from `first` up to `last` (not included) name: "person" (one or more on
    record, if several have that name), "actor" (the name of one on record), "unknown" (a person's
    name as printed) or "body" (any other name that says it is an organisation)."""

    kind: str
    first: int
    last: int
    people: tuple[Person, ...] = ()
    name: str = ""
    genitive: bool = False


@dataclass
class Directory(Known):
    unknown: dict = field(default_factory=dict)
    cache: dict = field(default_factory=dict)

    def word(self, token):
        if token.text not in self.cache:
            self.cache[token.text] = plain(token.text)
        return self.cache[token.text]

    def mentions(self, tokens):
        """The Mentions in order; none stands inside another."""
        found, at = [], 0
        while at < len(tokens):
            token = tokens[at]
            mention = None
            if token.is_word and token.capital:
                mention = self.on_record(tokens, at) or self.printed(tokens, at)
            if mention:
                mention = with_brackets(tokens, mention)
                found.append(mention)
            at = mention.last if mention else at + 1
        return found

    def on_record(self, tokens, at):
        words = []
        for token in tokens[at : at + LONGEST_NAME]:
            if not token.is_word:
                break
            words.append(self.word(token))
            if token.genitive:
                break
        for length in range(len(words), 0, -1):
            key = tuple(words[:length])
            last = at + length
            ending = tokens[last - 1].genitive
            if key in self.persons:
                if length == 1 and self.goes_on(tokens, at):
                    continue
                return Mention("person", at, last, tuple(self.persons[key]), genitive=ending)
            if key in self.actors:
                return Mention("actor", at, last, name=self.actors[key], genitive=ending)
        if words and (words[0],) in self.last_words and self.stands_alone(tokens, at):
            name = self.last_words[(words[0],)]
            return Mention("actor", at, at + 1, name=name, genitive=tokens[at].genitive)
        return self.people_of(tokens[at], at)

    def stands_alone(self, tokens, at):
        """ "The Pact", "a Pact official"; not "the Coastal Pact" or "the Pact of Ellan"."""
        before, after = tokens[at - 1] if at else None, tokens[at + 1 : at + 2]
        return (
            before is not None
            and before.low in ("the", "a", "an")
            and not (after and (after[0].capital or after[0].low in ("of", "for")))
        )

    def people_of(self, token, at):
        """ "Norvalean" names Norvale."""
        key = ("people", token.text)
        if key not in self.cache:
            self.cache[key] = next((name for name in self.stems if is_of(token.text, name)), None)
        if name := self.cache[key]:
            return Mention("actor", at, at + 1, name=name, genitive=token.genitive)

    def goes_on(self, tokens, at):
        """Whether a first name or surname is part of somebody else's longer name."""
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        return (
            following is not None
            and not tokens[at].genitive
            and following.is_word
            and following.capital
            and self.is_name(following, at + 1)
        )

    def is_name(self, token, at):
        return (
            token.text[0].isalpha()
            and token.low not in WEEKDAY
            and token.low not in MONTH
            and (self.word(token),) not in self.actors
            and token.low not in cues.TITLES | cues.ROLES
            and not (at == 0 and token.low in NO_NAME)
        )

    def printed(self, tokens, at):
        """A person or body that is not on record: two names or more, a title and a name, or the
        surname of somebody named in full before."""
        last, names = at, []
        while last < len(tokens) and last - at < LONGEST_NAME:
            token = tokens[last]
            if names and self.starts_full_name(tokens, last):
                if len(names) == 1:
                    return None
                break
            if token.is_word and token.capital and self.is_name(token, last):
                names.append(token)
                last += 1
                if token.genitive and not self.body_follows(tokens, last):
                    break
            elif token.text == "." and names and len(names[-1].text) == 1:
                last += 1
            elif token.low in cues.NAME_PARTICLES and names and self.capital_at(tokens, last + 1):
                names.append(token)
                last += 1
            else:
                break
        if not names:
            return None
        text = " ".join(printed_as(name) for name in names[:-1]) + f" {names[-1].text}"
        text = text.strip()
        if names[-1].low in cues.BODIES and (end := self.of_what(tokens, last)):
            words = [*names, *tokens[last:end]]
            return Mention("body", at, end, name=" ".join(word.text for word in words))
        if names[0].low in cues.INSTITUTIONS and len(names) > 2:
            return None
        ending = names[-1].genitive
        if any(name.low in cues.INSTITUTIONS for name in names) or names[0].low in (
            "radio",
            "university",
        ):
            return Mention("body", at, last, name=text, genitive=ending) if len(names) > 1 else None
        surname = self.word(names[-1])
        titled = at and tokens[at - 1].low in cues.TITLES or at > 1 and tokens[at - 1].text == "."
        before = tokens[at - 1].low if at else ""
        if before in cues.PEERS and len(names) == 1:
            text = f"{tokens[at - 1].text} {text}"
            self.unknown[surname] = text
        elif before == "the" and len(names) > 1 and surname not in self.unknown:
            return Mention("body", at, last, name=text, genitive=ending)
        elif len(names) > 1:
            for name in names[1:]:
                if name.low not in cues.NAME_PARTICLES:
                    self.unknown.setdefault(self.word(name), text)
        elif surname in self.unknown:
            text = self.unknown[surname]
        elif not (titled and tokens[at - 1 - (tokens[at - 1].text == ".")].low in cues.TITLES):
            return None
        else:
            self.unknown[surname] = text
        return Mention("unknown", at, last, name=text, genitive=ending)

    def of_what(self, tokens, at):
        """Where "of the Grid" or "for Border Studies" ends, or None if there is no such thing."""
        if at + 1 >= len(tokens) or tokens[at].low not in ("of", "for"):
            return None
        end = at + 1 + (tokens[at + 1].low == "the")
        first = end
        while end < at + LONGEST_NAME and self.capital_at(tokens, end):
            if (self.word(tokens[end]),) in self.actors or tokens[end].genitive:
                return None
            end += 1
        return end if end > first else None

    def starts_full_name(self, tokens, at):
        mention = tokens[at].capital and self.on_record(tokens, at)
        return mention and mention.last - mention.first > 1

    def body_follows(self, tokens, at):
        """Deckhands' Union."""
        return self.capital_at(tokens, at) and tokens[at].low in cues.INSTITUTIONS

    def capital_at(self, tokens, at):
        return at < len(tokens) and tokens[at].is_word and tokens[at].capital


def with_brackets(tokens, mention):
    """Kirby (left); Вельских in brackets after the name."""
    last = mention.last
    if mention.genitive or last >= len(tokens) or tokens[last].text != "(":
        return mention
    for at in range(last + 1, min(last + 8, len(tokens))):
        if tokens[at].quote:
            break
        if tokens[at].text == ")":
            return replace(mention, last=at + 1)
    return mention


def printed_as(token):
    return token.text + "'s"[: token.end - token.start - len(token.text)]
