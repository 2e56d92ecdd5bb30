"""The comparison as rows of a file. Pure: no request, no database."""

COMPARISON = [
    "as_of", "precondition", "proposition", "actor", "actor_name", "blank", "searched_until",
    "searched_where", "place", "stance", "stance_group", "gate", "red_line", "since",
    "last_affirmed", "restated", "speaker", "role", "authority", "evidence", "claimed_by",
    "said_under_previous_head", "changed", "note", "statement",
]  # fmt: skip


def comparison(rows, day, actors, propositions):
    """Dicts with the names of COMPARISON, one for every line, split, claim and blank of the rows.

    `actors` and `propositions` give names by slug. `blank` is empty where the actor holds a
    position, else one of the four: not_researched, none_found, declined, not_applicable.
    """
    for row in rows:
        for cell in row.cells:
            about = {
                "as_of": day.isoformat(),
                "precondition": row.precondition,
                "proposition": propositions[row.precondition],
                "actor": cell.actor,
                "actor_name": actors[cell.actor],
            }
            for told in of_cell(cell):
                yield {**dict.fromkeys(COMPARISON, ""), **about, **told}


def of_cell(cell):
    for place, line in enumerate(cell.lines):
        yield of_line(cell, line, "also" if place else "headline")
    for position in cell.split:
        yield of_position(position, "split")
    if not cell.lines:
        searched = cell.searched
        yield {
            "blank": cell.blank or "",
            "place": "" if cell.blank else "other_gates_only",
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
        "blank": cell.silence or "" if leads else "",
        "since": line.first.day.isoformat(),
        "restated": line.restated,
        "said_under_previous_head": "yes" if leads and cell.under_previous_head else "",
        "changed": cell.change.kind if leads and cell.change else "",
    }


def of_position(position, place):
    return {
        "place": place,
        "stance": position.stance,
        "stance_group": position.group,
        "gate": position.gate,
        "red_line": "yes" if position.red_line else "",
        "last_affirmed": position.day.isoformat(),
        "speaker": position.speaker_name,
        "role": position.role,
        "authority": position.authority,
        "evidence": position.grade,
        "claimed_by": position.claimed_by or "",
        "note": position.note,
        "statement": position.statement,
    }


def harmless(value):
    """A value that a spreadsheet takes for text and not for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
