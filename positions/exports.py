"""The comparison as rows of a file. Pure: no request, no database."""

import re

from .codebook import Group

COMPARISON = [
    "as_of", "versus", "evidence_taken_in", "authority_taken_in", "gate_asked",
    "precondition", "proposition", "actor", "actor_name", "blank", "searched_until",
    "searched_where", "place", "stance", "stance_group", "gate", "red_line", "since",
    "since_precision", "last_affirmed", "last_affirmed_precision", "restated", "offices",
    "speaker", "role", "authority", "evidence", "reviewed", "joint_statement_of", "claimed_by",
    "said_under_previous_head", "changed", "stance_before", "gate_before", "note", "statement",
]  # fmt: skip


def comparison(rows, asked, actors, propositions):
    """Dicts with the names of COMPARISON, one for every line, split, claim and blank of the rows.

    `asked` is the question; `actors` and `propositions` give names by slug. `blank` is empty where
    the actor holds a position, else one of the four, not_researched, none_found, declined and
    not_applicable, or "unset": words on record, but none that the evidence taken in lets set a
    cell. Days known by month or year are the last day of it; the precision stands beside them.
    """
    question = {
        "as_of": asked.day.isoformat(),
        "versus": asked.earlier_day.isoformat() if asked.earlier_day else "",
        "evidence_taken_in": " ".join(asked.reach.grades),
        "authority_taken_in": " ".join(str(level) for level in asked.reach.authorities),
        "gate_asked": asked.chosen_gate,
    }
    for row in rows:
        for cell in row.cells:
            about = {
                "precondition": row.precondition,
                "proposition": propositions[row.precondition],
                "actor": cell.actor,
                "actor_name": actors[cell.actor],
            }
            for told in of_cell(cell):
                yield {**dict.fromkeys(COMPARISON, ""), **question, **about, **told}


def of_cell(cell):
    for place, line in enumerate(cell.lines):
        yield of_line(cell, line, "also" if place else "headline")
    for line in cell.elsewhere:
        yield of_line(cell, line, "at_another_gate")
    for position in cell.split:
        yield of_position(position, "split")
    if cell.blank:
        searched = cell.searched
        yield {
            "blank": cell.blank,
            "searched_until": searched.until.isoformat() if searched else "",
            "searched_where": searched.where if searched else "",
        }
    for position in cell.claims:
        yield of_position(position, "claim")
    for position in cell.unnamed:
        yield of_position(position, "unnamed")


def of_line(cell, line, place):
    leads = place == "headline"
    return {
        **of_position(line.latest, place),
        "blank": "declined" if leads and line.latest.group == Group.DECLINED else "",
        "since": line.first.day.isoformat(),
        "since_precision": line.first.precision,
        "restated": line.restated,
        "offices": "; ".join(line.offices),
        "said_under_previous_head": "yes" if line.under_previous_head else "",
        **(of_change(cell.change) if leads and cell.change else {}),
    }


def of_change(change):
    return {
        "changed": change.kind,
        "stance_before": change.before.stance if change.before else "",
        "gate_before": change.before.gate if change.before else "",
    }


def of_position(position, place):
    return {
        "place": place,
        "stance": position.stance,
        "stance_group": position.group,
        "gate": position.gate,
        "red_line": "yes" if position.red_line else "",
        "last_affirmed": position.day.isoformat(),
        "last_affirmed_precision": position.precision,
        "speaker": position.speaker_name,
        "role": position.role,
        "authority": position.authority,
        "evidence": position.grade,
        "reviewed": "yes" if position.reviewed else "no",
        "joint_statement_of": position.joint,
        "claimed_by": position.claimed_by or "",
        "note": position.note,
        "statement": position.statement,
    }


# What a spreadsheet may take for a formula, behind white space and marks that it does not show too.
FORMULA = re.compile(
    r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]"
)


def harmless(value):
    """A value that a spreadsheet takes for text and not for a formula."""
    text = str(value)
    return f"'{text}" if FORMULA.match(text) else text
