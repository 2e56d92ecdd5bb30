"""What all markup of a page has in common."""

from dataclasses import dataclass
from typing import Any

from positions.addresses import address
from positions.dates import AGO, BEFORE, age
from positions.languages import kept_in_each_language


@dataclass(frozen=True, slots=True)
class Page:
    """The `request`, what was `asked`, which links carry, and the statements, by slug, whose
    `words` stand on the page: `with_words` in every cell."""

    request: Any
    asked: Any
    words: dict
    with_words: bool = False

    def to(self, record):
        return record.get_absolute_url() + self.asked.carried

    def to_statement(self, slug):
        return address("positions:statement", slug) + self.asked.carried

    def to_cell(self, actor, precondition):
        """The words behind a cell, with the gate and the evidence in use."""
        cell = address("positions:cell", actor.slug, precondition.slug)
        return cell + self.asked.carried_to_cells

    def age(self, day):
        """How long before the day that is shown: "3 years ago", or "before" a day of the past."""
        return age_of(day, self.asked.day, self.asked.is_past)


@kept_in_each_language
def age_of(day, shown, is_past):
    return age(day, shown, BEFORE if is_past else AGO)
