"""A data package of any size: the same number of statements makes the same bytes everywhere.

In shape it is like the seeds: some sixteen codings to ten statements, eight sources to ten, a third
of the statements with their original words, a tenth entered long after their day. Actors keep to
their stances: hundreds of times the same, then another.
"""

import csv
from collections import Counter, deque
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

from positions.codebook import GATED, MUST_BE_GATED, Gate, Stance
from positions.packages.descriptor import datapackage
from positions.packages.schema import RESOURCES

from .sample import DAYS, FIRST_DAY, Sample, day_of
from .words import in_cyrillic, printed, sentence

OFFICIALS, TOPICS, PRECONDITIONS = 200, 10, 40
# How much of a hundred each actor says.
SHARES = [20, 15, 12, 10, 9, 8, 7, 6, 5, 4, 2, 2]
# A waiver needs an earlier demand, so the generator leaves it out.
STANCES = [stance for stance in Stance if stance != Stance.WAIVES]
GATES = [gate for gate in Gate if gate != Gate.NONE]
# How often each precondition is spoken of.
MENTIONED = [1 / (n + 9) for n in range(1, PRECONDITIONS + 1)]
LATER = "9999-12-31"
FORMS = ["quotation", "mixed", "paraphrase", "paraphrase", "document"]
KINDS = ["official_record", "news_agency", "news_outlet", "news_outlet", "reprint"]


def write(folder, number):
    """Write a package with this number of statements; returns a Sample."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    heads = [
        ("actors", actors()),
        ("officials", officials()),
        ("tenures", tenures()),
        ("topics", topics()),
        ("preconditions", preconditions()),
        ("sources", sources(number)),
    ]
    for name, rows in heads:
        with table(folder, name) as writer:
            writer.writerows(rows)
    random, frequencies, middle = Random(number), Counter(), number // 2
    positions = Positions(Random(number))
    with table(folder, "statements") as said, table(folder, "codings") as coded:
        for n, row in enumerate(statements(random, number, frequencies)):
            said.writerow(row)
            coded.writerows(codings(random, row, positions))
            if n == middle:
                statement = row["id"]
    names = [*(name for name, _ in heads), "statements", "codings"]
    text = datapackage([RESOURCES[name] for name in names])
    (folder / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
    return Sample(
        number,
        nearest(frequencies, number / 12),
        nearest(frequencies, max(3, number / 5000)),
        statement,
        middle + 1,
    )


@contextmanager
def table(folder, name):
    columns = [column.name for column in RESOURCES[name].columns]
    with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        yield writer


def nearest(frequencies, wanted):
    return min(frequencies, key=lambda word: (abs(frequencies[word] - wanted), word))


def actors():
    for n in range(1, len(SHARES) + 1):
        name = {"name": f"Actor number {n}", "short_name": f"Actor {n}"}
        yield {"slug": f"actor-{n}", **name, "classification": "state"}


def officials():
    return ({"slug": f"official-{n}", "name": f"Official {n}"} for n in range(1, OFFICIALS + 1))


def tenures():
    """Everybody holds one role all the time, and every fourth held another one before."""
    for n in range(1, OFFICIALS + 1):
        place = (n - 1) // len(SHARES)
        held = {"official": f"official-{n}", "actor": f"actor-{speaks_for(n)}"}
        authority = 1 if place == 0 else 2 if place < 4 else 3 if place < 12 else 4
        if n % 4 == 0:
            past = {"start_date": "2010-01-01", "end_date": "2014-12-31"}
            yield {**held, "role": "Deputy minister", **past, "authority": 3}
        since = {"start_date": FIRST_DAY.isoformat()}
        yield {**held, "role": f"Office {place + 1}", **since, "authority": authority}


def speaks_for(official):
    return (official - 1) % len(SHARES) + 1


def topics():
    for n in range(1, TOPICS + 1):
        yield {"slug": f"topic-{n}", "name": f"Topic {n}", "order": n}


def preconditions():
    for n in range(1, PRECONDITIONS + 1):
        yield {
            "slug": f"precondition-{n}",
            "topic": f"topic-{(n - 1) % TOPICS + 1}",
            "proposition": f"The parties do what proposition {n} says",
            "definition": f"All that proposition {n} takes in, and nothing else",
            "order": n,
        }


def sources(number):
    for n in range(1, sources_of(number) + 1):
        yield {
            "slug": f"source-{n}",
            "publisher": f"Publisher {n % 60 + 1}",
            "title": f"Report number {n}",
            "url": f"https://example.org/reports/{n}",
            "published_on": (FIRST_DAY + timedelta(n % DAYS)).isoformat(),
            "kind": KINDS[n % len(KINDS)],
            "language": "en",
        }


def sources_of(number):
    return number * 8 // 10 + 1


def statements(random, number, frequencies):
    """In the order of their days but for every tenth; an answer is to one of those just before."""
    actors, earlier = range(1, len(SHARES) + 1), deque(maxlen=500)
    for n in range(number):
        place = random.randrange(number) if random.random() < 0.1 else n
        said_on = day_of(place, number)
        actor = random.choices(actors, SHARES)[0]
        words = sentence(random, 15, 45)
        frequencies.update(set(words))
        cited = {n * 8 // 10 + 1, *([random.randint(1, sources_of(number))] if n % 10 == 0 else [])}
        row = {
            "id": f"{said_on}-actor-{actor}-{n + 1}",
            "actor": f"actor-{actor}",
            **speaker(random, actor),
            "said_on": said_on.isoformat(),
            "date_precision": "month" if random.random() < 0.02 else "day",
            "date_basis": "said",
            "form": random.choice(FORMS),
            "text": printed(words),
            "language": "en",
            "responds_to": random.choice(earlier) if earlier and random.random() < 0.05 else "",
            "sources": ";".join(f"source-{source}" for source in sorted(cited)),
            "outside_tenure": 0,
            "status": "published",
        }
        if random.random() < 1 / 3:
            row |= {
                "original_text": in_cyrillic(words),
                "original_language": random.choice(["ru", "uk"]),
                "translation": "ours",
            }
        earlier.append(row["id"])
        yield row


def speaker(random, actor):
    match random.random():
        case chance if chance < 0.1:
            return {"attribution": "institution", "role": "Foreign ministry"}
        case chance if chance < 0.13:
            return {"attribution": "unnamed", "role": "A senior official"}
    places = range((OFFICIALS - actor) // len(SHARES) + 1)
    place = random.choices(places, [1 / (n + 1) for n in places])[0]
    official = place * len(SHARES) + actor
    named = {"official": f"official-{official}", "role": f"Office {place + 1}"}
    return {"attribution": "named", **named}


class Positions:
    """What every actor holds on every precondition at one to three gates: seldom another stance, so
    that it says the same hundreds of times over."""

    def __init__(self, random):
        self.held = {}
        for actor in range(1, len(SHARES) + 1):
            for precondition in range(1, PRECONDITIONS + 1):
                gates = [Gate.NONE, *random.sample(GATES, random.choice([0, 1, 1, 2]))]
                place = f"actor-{actor}", f"precondition-{precondition}"
                self.held[place] = [(gate, stances_over_time(random, gate)) for gate in gates]

    def on(self, random, place, day):
        """The gate that is spoken of, and the stance at it on the day."""
        gate, stances = random.choice(self.held[place])
        return gate, next(stance for until, stance in stances if day <= until)


def stances_over_time(random, gate):
    """Pairs of a last day and the stance until then; never the same twice in a row."""
    possible = [s for s in STANCES if (s not in MUST_BE_GATED if gate == Gate.NONE else s in GATED)]
    changes = random.choices([0, 1, 2, 4], [4, 3, 2, 1])[0]
    ends = sorted(random.sample(range(DAYS), changes))
    found = [random.choice(possible)]
    for _ in ends:
        found.append(random.choice([stance for stance in possible if stance != found[-1]]))
    days = [(FIRST_DAY + timedelta(end)).isoformat() for end in ends]
    return list(zip([*days, LATER], found, strict=True))


def codings(random, row, positions):
    number = random.choices([0, 1, 2, 3], [10, 40, 30, 20])[0]
    for n in sorted({*random.choices(range(1, PRECONDITIONS + 1), MENTIONED, k=number)}):
        whose, precondition = held(random, row["actor"]), f"precondition-{n}"
        gate, stance = positions.on(random, (whose["holder"], precondition), row["said_on"])
        yield {
            "statement": row["id"],
            "precondition": precondition,
            **whose,
            "stance": stance,
            "gate": gate,
            "red_line": int(random.random() < 0.03),
            "note": "Something else happens" if stance == Stance.ACCEPTS_IF else "",
        }


def held(random, actor):
    """The speaker's own stance; one of twenty is what it says of another actor."""
    other = f"actor-{random.randint(1, len(SHARES))}"
    if random.random() < 0.95 or other == actor:
        return {"holder": actor}
    return {"holder": other, "claimed_by": actor}
