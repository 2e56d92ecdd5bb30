"""Positions over time as rows of a file: what was held before and after, with the words; turns."""

from itertools import pairwise

ENDS = [
    "stance", "stance_group", "gate", "red_line", "note", "statement", "address", "counts_on",
    "date_precision", "speaker", "role", "authority", "evidence", "reviewed", "form", "language",
    "text", "original_language", "original_text",
]  # fmt: skip
OWN = ["kind", "precondition", "proposition", "actor", "actor_name"]
MOVE = [*OWN, *(f"{end}_{name}" for end in ("before", "after") for name in ENDS)]


def move(entry, words, address):
    """A dict of a changes.Move with its records, as views.changes.described() brings it; `words`
    are the statements by slug, `address` makes the address of one from a slug."""
    told = entry["move"]
    return {
        "kind": "changed" if told.before else "first",
        "precondition": entry["precondition"].slug,
        "proposition": entry["precondition"].proposition,
        "actor": entry["actor"].slug,
        "actor_name": entry["actor"].name,
        "before": told.before and end(told.before, words, address),
        "after": end(told.after, words, address),
    }


def end(position, words, address):
    said = words[position.statement]
    return {
        "stance": position.stance,
        "stance_group": position.group,
        "gate": position.gate,
        "red_line": position.red_line,
        "note": position.note or None,
        "statement": position.statement,
        "address": address(position.statement),
        "counts_on": position.day,
        "date_precision": position.precision,
        "speaker": position.speaker_name,
        "role": position.role or None,
        "authority": position.authority,
        "evidence": position.grade,
        "reviewed": position.reviewed,
        "form": said.form,
        "language": said.language,
        "text": said.text,
        "original_language": said.original_language or None,
        "original_text": said.original_text or None,
    }


def flat(row):
    """A row of MOVE."""
    ends = {
        f"{end}_{name}": (row[end] or {}).get(name) for end in ("before", "after") for name in ENDS
    }
    return {**{name: row[name] for name in OWN}, **ends}


TURN = [
    "actor", "actor_name", "since", "since_precision", "until", "stance", "stance_group", "gate",
    "red_line", "last_affirmed", "last_affirmed_precision", "restated", "speaker", "role", "note",
    "statement",
]  # fmt: skip


def in_pairs(turns):
    """Each of the turns with the one that followed it, None after the last."""
    return pairwise([*turns, None])


def turn(actor, told, following):
    """A dict of a changes.Turn of an Actor; `until` is the day that opened the `following` one."""
    opened, latest = told.first, told.latest
    return {
        "actor": actor.slug,
        "actor_name": actor.name,
        "since": opened.day,
        "since_precision": opened.precision,
        "until": following and following.first.day,
        "stance": opened.stance,
        "stance_group": opened.group,
        "gate": opened.gate,
        "red_line": opened.red_line,
        "last_affirmed": latest.day,
        "last_affirmed_precision": latest.precision,
        "restated": told.restated,
        "speaker": opened.speaker_name,
        "role": opened.role or None,
        "note": opened.note or None,
        "statement": opened.statement,
    }
