"""The comparison as rows of a file. Pure: no request, no database."""

from positions.codebook import Group

LONG = [
    "as_of", "versus", "evidence_taken_in", "authority_taken_in", "gate_asked",
    "precondition", "proposition", "actor", "actor_name", "blank", "searched_until",
    "searched_where", "place", "stance", "stance_group", "gate", "red_line", "since",
    "since_precision", "last_affirmed", "last_affirmed_precision", "restated", "offices",
    "speaker", "role", "authority", "evidence", "reviewed", "joint_statement_of", "claimed_by",
    "said_under_previous_head", "changed", "stance_before", "gate_before", "note", "statement",
]  # fmt: skip


QUESTION = LONG[:5]
# Of each actor, behind its slug: russia_stance.
OF_ACTOR = ["stance", "gate", "blank", "since", "last_affirmed", "changed", "statement"]


def question(asked):
    """What a Comparison asked, by the first names of LONG."""
    return {
        "as_of": asked.day,
        "versus": asked.earlier_day,
        "evidence_taken_in": [*asked.reach.grades],
        "authority_taken_in": [*asked.reach.authorities],
        "gate_asked": asked.chosen_gate or None,
    }


def wide_columns(actors):
    """The names of what wide() gives; `actors` are slugs."""
    of_actors = [column(actor, name) for actor in actors for name in OF_ACTOR]
    return [*QUESTION, "precondition", "proposition", *of_actors]


def column(actor, name):
    return f"{actor.replace('-', '_')}_{name}"


def wide(rows, question, propositions):
    """A dict for every row: of each cell the headline, or the kind of its blank; "at_another_gate"
    where the actor holds a position, but not at the gate that is asked for."""
    for row in rows:
        told = {**question, "precondition": row.precondition}
        told["proposition"] = propositions[row.precondition]
        for cell in row.cells:
            if cell.headline:
                found = of_line(cell, cell.headline, "headline")
            else:
                found = {"blank": cell.blank or "at_another_gate"}
            told |= {column(cell.actor, name): found.get(name) for name in OF_ACTOR}
        yield told


# Of one actor, a row for each precondition.
OF_ONE = ["as_of", *LONG[5:7], *LONG[9:]]


def of_one(rows, day, propositions):
    """Dicts with the names of OF_ONE, one for every row of one actor: its headline or its blank."""
    for row in rows:
        (cell,) = row.cells
        told = next(of_cell(cell))
        about = {"precondition": row.precondition, "proposition": propositions[row.precondition]}
        yield {**dict.fromkeys(OF_ONE), "as_of": day, **about, **told}


def long(rows, question, actors, propositions):
    """Dicts with the names of LONG, one for every line, split, claim and blank of the rows.

    `question` is what question() gives; `actors` and `propositions` give names by slug. `blank` is
    None where the actor holds a position, else one of the four, not_researched, none_found,
    declined and not_applicable, or "unset": words on record, but none that the evidence taken in
    lets set a cell. Days known by month or year are the last day of it; the precision stands beside
    them.
    """
    for row in rows:
        for cell in row.cells:
            about = {
                "precondition": row.precondition,
                "proposition": propositions[row.precondition],
                "actor": cell.actor,
                "actor_name": actors[cell.actor],
            }
            for told in of_cell(cell):
                yield {**dict.fromkeys(LONG), **question, **about, **told}


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
            "searched_until": searched.until if searched else None,
            "searched_where": searched.where if searched else None,
        }
    for position in cell.claims:
        yield of_position(position, "claim")
    for position in cell.unnamed:
        yield of_position(position, "unnamed")


def number_of_lines(cell):
    """How many of_cell() gives."""
    parts = (cell.lines, cell.elsewhere, cell.split, cell.claims, cell.unnamed)
    return sum(map(len, parts)) + bool(cell.blank)


def of_line(cell, line, place):
    leads = place == "headline"
    return {
        **of_position(line.latest, place),
        "blank": "declined" if leads and line.latest.group == Group.DECLINED else None,
        "since": line.first.day,
        "since_precision": line.first.precision,
        "restated": line.restated,
        "offices": [*line.offices],
        "said_under_previous_head": line.under_previous_head,
        **(of_change(cell.change) if leads and cell.change else {}),
    }


def of_change(change):
    return {
        "changed": change.kind,
        "stance_before": change.before.stance if change.before else None,
        "gate_before": change.before.gate if change.before else None,
    }


def of_position(position, place):
    return {
        "place": place,
        "stance": position.stance,
        "stance_group": position.group,
        "gate": position.gate,
        "red_line": position.red_line,
        "last_affirmed": position.day,
        "last_affirmed_precision": position.precision,
        "speaker": position.speaker_name,
        "role": position.role,
        "authority": position.authority,
        "evidence": position.grade,
        "reviewed": position.reviewed,
        "joint_statement_of": position.joint or None,
        "claimed_by": position.claimed_by,
        "note": position.note or None,
        "statement": position.statement,
    }
