"""Who speaks: from the words before or after "said" to an official, an actor or nobody by name."""

from dataclasses import replace

from . import cues
from .heard import Heard, Voice
from .offices import DEPUTIES, LEADERS, has_office, head_of, offices, offices_of
from .phrases import ITS, Phrase
from .wordlists import any_of

SEVERAL = any_of("governments ministries sides parties armies delegations")
NO_SOURCES = any_of(
    "commentary editorial article column poll study reporters journalists media witnesses "
    "newspaper news television website site portal feed"
)


class Cast(Heard):
    """Tells who speaks from the words that name them."""

    def phrase(self, sentence, first, last):
        """The Voice that the tokens from `first` up to `last` name, or None."""
        tokens = sentence.tokens
        while first < last and (
            tokens[first].low in cues.ADVERBS or tokens[first].low in ("and", "but", "as", "while")
        ):
            first += 1
        if first >= last:
            return None
        end = next(
            (
                at
                for at in range(first + 1, last)
                if tokens[at].low in cues.PREPOSITIONS and not sentence.inside(at)
            ),
            last,
        )
        final = sentence.mention_at(last - 1)
        if final and end < last and self.follows_office(sentence, final, first):
            return self.person(sentence, first, final, last)
        head, mention = tokens[end - 1], sentence.mention_at(end - 1)
        if end - first == 1 and head.low in cues.PRONOUNS and not mention:
            return self.pronoun(head.low)
        if mention and mention.kind in ("person", "unknown"):
            return None if mention.genitive else self.person(sentence, first, mention, last)
        if mention and not mention.genitive and mention.kind != "body":
            return self.of_mention(mention)
        phrase = Phrase(sentence, first, end, last)
        if head.low in cues.ROLES or head.low in cues.PLURAL_ROLES:
            return self.office(phrase)
        if head.low in cues.INSTITUTIONS or mention and mention.kind == "body":
            return self.institution(phrase, mention)
        return self.anybody(phrase)

    def follows_office(self, sentence, mention, first):
        """ "Speaker of the Assembly Ruslan Techin" is Techin, "an aide to Mr Pelz" is not Pelz."""
        if mention.kind not in ("person", "unknown") or mention.genitive:
            return False
        if sentence.tokens[first].low in cues.INDEFINITE:
            return False
        at = mention.first - 1
        while at >= first and (
            sentence.tokens[at].low in cues.TITLES or sentence.tokens[at].text == "."
        ):
            at -= 1
        return at >= first and sentence.tokens[at].low not in cues.PREPOSITIONS | {
            "the",
            "a",
            "and",
        }

    def person(self, sentence, first, mention, last):
        tokens = sentence.tokens
        start = first
        for other in sentence.mentions:
            if first <= other.first and other.last <= mention.first:
                start = other.last
        role = [t for t in tokens[start : mention.first] if t.is_word and t.low not in ("the", "a")]
        voice = self.of_mention(mention, " ".join(token.text for token in role))
        for token in tokens[first : mention.first]:
            if token.low in cues.MALE | cues.FEMALE and voice.name:
                self.genders[voice.name] = "m" if token.low in cues.MALE else "f"
        if not voice.person and not voice.actor:
            actor = Phrase(sentence, first, last, last).actor() or self.possessive(
                sentence, first, mention.first
            )
            voice = replace(voice, actor=actor)
        return voice

    def possessive(self, sentence, first, last):
        """Whose "its minister" is: of the actor named first in the sentence, or in the one
        before."""
        words = sentence.tokens[first:last]
        if not any(t.low in ITS or t.genitive and t.low in cues.STATES for t in words):
            return None
        before = (self.actor_of(m) for m in sentence.mentions if m.last <= first)
        return next(filter(None, before), None) or self.topic or self.actor

    def office(self, phrase):
        """An office without a name: who holds it, or nobody by name."""
        head, words = phrase.head.low, phrase.words()
        actor = phrase.actor(self) or self.possessive(phrase.sentence, phrase.first, phrase.end)
        role = phrase.text()
        definite = phrase.definite()
        if head in cues.ANONYMOUS and definite and "top" not in words:
            last = next((v for v in reversed(self.heard) if v.attribution == "unnamed"), None)
            if last and (not actor or last.actor == actor):
                return last
        if head in cues.PLURAL_ROLES or not definite:
            official = head in cues.SPOKESPEOPLE
            of_here = official or phrase.names_institution()
            actor = actor or self.of_holder(phrase) or (self.actor if of_here else None)
            return Voice("institution" if official else "unnamed", None, actor, role)
        return self.holder(words, head, actor) or self.nameless(head, actor, role)

    def nameless(self, head, actor, role):
        if head in cues.ANONYMOUS:
            return Voice("unnamed", None, actor, role)
        return Voice("institution", None, actor or self.actor, role)

    def holder(self, words, head, actor):
        """Of those heard the last, else the one on record, who has this office."""
        if "former" in words:
            return None
        wanted = offices(words)
        if "diplomat" in wanted:
            wanted = {"minister", "foreign"}
        for voice in reversed(self.focus):
            if voice.attribution == "unnamed" and head in voice.role.lower().split():
                return voice
            role = f"{voice.role} {head_of(voice.person.role) if voice.person else ''}"
            of_actor = not actor or voice.actor == actor
            if voice.name and of_actor and has_office(role, wanted):
                return voice
        people = self.directory.people
        having = [p for p in people if has_office(head_of(p.role), wanted)]
        exactly = [p for p in having if offices_of(head_of(p.role)) == wanted]
        for among in (
            [p for p in exactly if p.actor == (actor or self.actor)],
            [p for p in having if p.actor == (actor or self.actor)],
            [] if actor else exactly,
            [] if actor else having,
        ):
            if len(among) == 1:
                return self.of_person(among[0])
        if wanted <= {"leader", "ruler"} and (actor or self.actor):
            leading = [
                p
                for p in people
                if p.actor == (actor or self.actor)
                and offices_of(head_of(p.role)) & LEADERS
                and not offices_of(p.role) & DEPUTIES
            ]
            return self.of_person(leading[0]) if len(leading) == 1 else None
        return None

    def of_person(self, person):
        return Voice("named", person.name, person.actor, "", person)

    def institution(self, phrase, mention):
        actor = phrase.actor(self) or self.possessive(phrase.sentence, phrase.first, phrase.end)
        if phrase.head.low == "agency" and {"news", "state", "press"} & set(phrase.words()):
            return None
        if phrase.head.low in SEVERAL:
            return Voice("institution", None, actor, phrase.text())
        if not actor and phrase.definite():
            word = phrase.head.low
            having = [p.name for p in self.directory.parties if word in p.name.lower().split()]
            actor = next((v.actor for v in reversed(self.heard) if v.actor in having), None)
            actor = actor or (having[0] if len(having) == 1 else None)
        if not actor and mention and phrase.head.low not in ("ministry", "department", "office"):
            actor = mention.name
        actor = actor or self.of_holder(phrase)
        if phrase.head.low in cues.DOCUMENTS and not phrase.definite() and not actor:
            return None
        return Voice("institution", None, actor or self.actor, phrase.text())

    def of_holder(self, phrase):
        """The actor of "a statement from the envoy's office", "a spokesman for the president"."""
        for at in range(phrase.first, phrase.last):
            token = phrase.tokens[at]
            whose = token.genitive or at >= phrase.end
            if whose and token.low in cues.ROLES:
                before = phrase.tokens[max(at - 1, phrase.first)].low
                words = [before, token.low] if before in cues.TITLES else [token.low]
                holder = self.holder(words, token.low, None)
                return holder and holder.actor
        return None

    def anybody(self, phrase):
        """Two residents, one of them, a person close to the talks."""
        first = phrase.tokens[phrase.first].low
        if phrase.head.low in NO_SOURCES:
            return None
        if first in ("one", "another", "both") and phrase.end - phrase.first == 1:
            last = [v for v in (*self.heard[-1:], *self.focus[-1:]) if v.attribution == "unnamed"]
            alone = phrase.end == phrase.last
            actor = phrase.actor(self) or self.possessive(
                phrase.sentence, phrase.first, phrase.last
            )
            official = phrase.tokens[phrase.last - 1].low in cues.PLURAL_ROLES
            new = Voice("unnamed", None, actor, phrase.text(), surely=official)
            return last[0] if last else None if alone else new
        alone = phrase.end == phrase.last or phrase.tokens[phrase.end].low == "in"
        if first == "the" and phrase.head.capital and alone:
            return Voice("institution", None, phrase.actor(self) or self.actor, phrase.text())
        if phrase.head.low in cues.DOCUMENTS:
            return Voice("institution", None, phrase.actor(self) or self.actor, phrase.text())
        if first in cues.INDEFINITE:
            return Voice("unnamed", None, phrase.actor(), phrase.text(), surely=False)
        if phrase.head.low in cues.STATES and (actor := phrase.actor()):
            return Voice("institution", None, actor, phrase.text())
        actor = phrase.actor(self) or self.possessive(phrase.sentence, phrase.first, phrase.end)
        if actor and phrase.definite() and phrase.head.is_word:
            return Voice("institution", None, actor, phrase.text(), surely=False)
        return None
