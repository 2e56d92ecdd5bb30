"""The statements that an article's text contains, proposed to an editor."""

from dataclasses import dataclass
from datetime import date

from .names import Directory, Party, Person
from .reading import Reader
from .speakers import Cast
from .words import cleaned


@dataclass(frozen=True)
class Proposal:
    """A statement as an article tells it; spans are (start, end) in the text.

    `speaker` is the name of the official on record (then `person` is set) or as printed, None for
    an institution or an unnamed person; `actor` a name on record (then `party` is set) or as
    printed. `form` is "quotation", "mixed" or "paraphrase". `quoted` are the words between the
    marks, `span` the sentences or the clause that it rests on, `cue` the words that say it was
    said. `day_told` is False where the day is the article's, for want of another. `about` names
    the actor whose position it tells where that is not the speaker's, `beside` somebody else who
    speaks in the span.
    """

    speaker: str | None
    person: Person | None
    role: str
    actor: str | None
    party: Party | None
    attribution: str
    form: str
    quoted: tuple[tuple[int, int], ...]
    span: tuple[int, int]
    cue: str
    said_on: date
    precision: str
    day_told: bool
    about: str | None
    beside: str | None


def propose(text, people, actors, published_on):
    """A list of Proposal in the order of the text. `people` are Person and `actors` Party on
    record; an actor that only a person names counts as well. `published_on` is the day to which
    "on Friday" refers. Takes time in proportion to the length of the text."""
    clean, origins = cleaned(text)
    directory = Directory(list(people), list(actors))
    reader = Reader(clean, Cast(directory), published_on)
    reader.read()
    parties = {party.name: party for party in directory.parties}
    on_record = {party.name for party in actors}

    def original(span):
        return origins[span[0]], origins[span[1] - 1] + 1

    return [
        Proposal(
            speaker=draft.voice.name,
            person=draft.voice.person,
            role=draft.voice.role,
            actor=draft.voice.actor,
            party=parties[draft.voice.actor] if draft.voice.actor in on_record else None,
            attribution=draft.voice.attribution,
            form=draft.form,
            quoted=tuple(map(original, draft.quoted)),
            span=original((draft.start, draft.end)),
            cue=draft.cue,
            said_on=draft.day.on,
            precision=draft.day.precision,
            day_told=draft.day_told,
            about=draft.about,
            beside=draft.beside,
        )
        for draft in reader.drafts
    ]
