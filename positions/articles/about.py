"""Whether words tell somebody else's position (codebook, "Holder is not speaker")."""

import re

from .wordlists import any_of

POSITION = any_of(
    "agreed agree agrees accepted accept accepts offered offers refused refuses refuse "
    "promised promises wants want wanted ready prepared willing unwilling rejected rejects "
    "conceded concedes consented consents proposed proposes demanded demands insisted insists "
    "ruled pledged vowed backed backs supports supported opposes opposed dropped threatened "
    "threatens given gave meant means intends intended plans planned hopes hoped favours "
    "favors abandoned decided asked seeks sought said told"
)
NOUNS = any_of(
    "refusal willingness readiness insistence rejection consent unwillingness reluctance offer"
)
SPEAKING_FOR = any_of(
    "own government lawyers ministers leaders leadership delegation envoys officials cabinet "
    "parliament negotiators army side president minister prime foreign negotiator premier"
)
SHARED = frozenset(["consensus", "agreement", "unanimity"])
TOLD = any_of("told assured promised asked offered")
US = any_of("me us")
AMONG = any_of("among amongst between of")
# Between a name and what it wants: "has in principle agreed", "is now ready".
BETWEEN = any_of(
    "has have had is are was were be been now also already even long not never all still in "
    "principle itself itself's quietly privately secretly finally both once again no longer "
    "fully publicly officially is's had's to"
)
REACH = 5
NAME = re.compile(
    r"(?:the )?([A-Z][\w'’-]*(?: [A-Z][\w'’-]*| (?:states|countries|capitals|allies))*)"
)


def about(read, tokens_range, own_actor):
    """The actor, not the speaker's own, whose position the tokens in the range tell; None where
    they tell none."""
    first, last = tokens_range
    tokens = read.tokens
    for at in range(first, last):
        if names_shared(tokens, at) and (name := name_at(read, at + 2)) not in (None, own_actor):
            return name
    for mention in read.mentions:
        if first <= mention.first and mention.last <= last:
            actor = mention.name if mention.kind in ("actor", "body") else ""
            if mention.kind == "person" and len(mention.people) == 1:
                actor = mention.people[0].actor
            if actor and actor != own_actor and takes_position(tokens, mention):
                return actor
            if actor and actor == own_actor and takes_position(tokens, mention):
                return None
    return None


def told_to_speaker(said, cast):
    """The actor of X, of words that begin with "X told me"; None of others."""
    tokens = said.tokens
    for at in range(1, len(tokens) - 1):
        following = [token.low for token in tokens[at : at + 3]]
        if following[0] in TOLD and following[1] in US or following[:2] == ["said", "to"]:
            if following[-1] in US or following[1] in US:
                voice = cast.phrase(said, 0, at)
                return voice and voice.actor
            return None
    return None


def name_at(read, at):
    """The actor, or the name as printed, that begins there."""
    mention = read.mention_at(at)
    if mention and mention.kind == "actor":
        return mention.name
    start = read.tokens[at].start if at < len(read.tokens) else len(read.text)
    match = NAME.match(read.text[start : start + 80])
    return match[1] if match else None


def names_shared(tokens, at):
    word = tokens[at].text.split()[-1].lower() if tokens[at].text.split() else ""
    return word in SHARED and at + 1 < len(tokens) and tokens[at + 1].low in AMONG


def takes_position(tokens, mention):
    following = " ".join(token.low for token in tokens[mention.last : mention.last + REACH]).split()
    if following and following[0] in NOUNS:
        return True
    spoken_for = 0
    while spoken_for < len(following) and following[spoken_for] in SPEAKING_FOR:
        spoken_for += 1
    if mention.genitive and not spoken_for:
        return False
    following = following[spoken_for:]
    for word in following:
        if word in POSITION:
            return True
        if word not in BETWEEN:
            return False
    return False
