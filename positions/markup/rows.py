"""A row of the comparison: what each actor has stated on a precondition."""

from .base import NOTHING, html, joined
from .cells import cell
from .messages import _
from .names import name_of
from .parts import badge, link


def row(page, row):
    """A row of views.compare.compared(), followed by the place in which a cell's words open."""
    precondition = row["precondition"]
    return html(
        '<tbody><tr><th scope="row">{}{}</th>{}</tr>'
        '<tr class="evidence"><td colspan="{}" class="words"></td></tr></tbody>\n',
        link(page.to(precondition), name_of(precondition)),
        between(row.get("between")),
        joined(of_actor(page, actor, precondition, found) for actor, found in row["cells"]),
        len(row["cells"]) + 1,
    )


def between(sides):
    """Who stands where, on rows that are shown for it."""
    if not sides:
        return NOTHING
    told = joined(
        (
            _(
                "%(actor)s %(stance)s",
                actor=name_of(actor, "short_name"),
                stance=leading.stance_label.lower(),
            )
            for actor, leading in sides
        ),
        "; ",
    )
    return html('<br><span class="between">{}</span>', told)


def of_actor(page, actor, precondition, found):
    return html(
        '<td class="{}{}"><span class="whose" aria-hidden="true">{}</span>{}</td>',
        "told" if found.lines else "untold",
        " moved" if found.change else "",
        badge(actor),
        cell(page, actor, precondition, found, in_place=True),
    )
