"""Who has been named and heard so far in an article, and whom a pronoun means."""

from dataclasses import dataclass

from . import cues
from .names import Directory, Person
from .offices import titled


@dataclass(frozen=True)
class Voice:
    """Who spoke. `person` is the official on record, `role` as printed. `surely` is False where
    only quote marks make a statement of it."""

    attribution: str
    name: str | None = None
    actor: str | None = None
    role: str = ""
    person: Person | None = None
    surely: bool = True

    def is_same(self, other):
        mine = (self.attribution, self.name, self.actor)
        return mine == (other.attribution, other.name, other.actor) and (
            self.name is not None or self.role == other.role
        )


class Heard:
    """Who has been named and heard so far in the article."""

    def __init__(self, directory: Directory):
        self.directory = directory
        self.heard: list[Voice] = []
        self.focus: list[Voice] = []
        self.genders: dict[str, str] = {}
        # Whoever the same sentence says spoke before.
        self.speaking: Voice | None = None
        # The people whom the sentence before names, whatever they do in it.
        self.named: list[Voice] = []
        # The actor that the sentence before names first.
        self.topic: str | None = None

    def hear(self, voice):
        """Records that somebody spoke."""
        self.heard = [*self.heard[-20:], voice]
        self.see(voice)

    def see(self, voice):
        """Records that the sentence is about somebody."""
        if voice.attribution != "institution":
            self.focus = [*self.focus[-20:], voice]

    def remember(self, sentence):
        mentions = sentence.mentions
        people = [m for m in mentions if m.kind in ("person", "unknown") and not m.genitive]
        self.named = [self.of_mention(mention) for mention in people[-4:]]
        self.topic = next(filter(None, map(self.actor_of, mentions[:2])), self.topic)

    def learn_gender(self, sentence):
        """ "Rocheval said her government": of the one person named before, else of whoever was
        told of."""
        for at, token in enumerate(sentence.tokens):
            if token.low in ("his", "her"):
                before = [
                    m for m in sentence.mentions if m.last <= at and m.kind in ("person", "unknown")
                ]
                voice = self.focus[-1] if self.focus else None
                if before:
                    voice = self.of_mention(before[0]) if len(before) == 1 else None
                if voice and voice.name:
                    self.genders.setdefault(voice.name, "m" if token.low == "his" else "f")
                return

    @property
    def actor(self):
        """Whose turn it is: the actor of whoever was heard or seen last."""
        last = [voice.actor for voice in (*self.heard[-1:], *self.focus[-1:]) if voice.actor]
        return last[0] if last else None

    def of_mention(self, mention, role=""):
        if mention.kind == "person":
            person = self.most_recent(titled(mention.people, role))
            return Voice("named", person.name, person.actor, role, person)
        if mention.kind == "unknown":
            heard = [self.speaking] if self.speaking else []
            heard += reversed(self.focus)
            known = next((v for v in heard if v.name == mention.name), None)
            return known or Voice("named", mention.name, None, role)
        return Voice("institution", None, mention.name, role)

    def most_recent(self, people):
        for voice in reversed(self.focus):
            if voice.person in people:
                return voice.person
        return people[0]

    def actor_of(self, mention):
        if mention.kind in ("actor", "body"):
            return mention.name
        return self.of_mention(mention).actor

    def pronoun(self, word):
        gender = cues.PRONOUNS[word]
        if gender in ("m", "f"):
            speaking = self.speaking
            is_somebody = speaking and speaking.attribution != "institution" and speaking.surely
            nearest = [speaking] if is_somebody else []
            nearest += [*self.focus[-1:], *reversed(self.named)]
            for voice in (*nearest, *reversed(self.focus)):
                if self.genders.get(voice.name, gender) == gender:
                    if voice.name:
                        self.genders[voice.name] = gender
                    return voice
        elif gender == "it":
            return next(
                (v for v in reversed(self.heard[-3:]) if v.attribution == "institution"), None
            )
        elif word == "they":
            last = (*self.focus[-1:], *self.heard[-1:])
            return next((voice for voice in last if voice.attribution != "named"), None)
        return None
