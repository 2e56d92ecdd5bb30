"""The pages of the list of statements: numbered as far as the list is counted, and from there on
each goes on by the key of a statement, so that a late page costs no more than the first."""

from functools import cached_property

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from positions.questions.paging import AFTER, BEFORE, NUMBER, read_key, written_key

PER_PAGE = 25
NO_PLACE = _("The address does not say where in this list to go on. Begin with the first page.")
TOO_FAR = _("Page numbers end at %(number)d. Go on from there, or ask for less, such as one year.")


def page_of(asked, query):
    """One page of what a StatementSearch asks for, its statements fetched. What cannot be read of
    its place in the list becomes an error of the question."""
    for name in (AFTER, BEFORE):
        if text := query.get(name):
            return page_by_key(asked, name, text)
    pages = NumberedPages(asked)
    if pages.end_before(query.get(NUMBER)):
        asked.add_error(None, TOO_FAR % {"number": pages.num_pages})
        page = NumberedPages(asked).page(1)
        page.last_numbered = pages.num_pages
        return page
    return pages.get_page(query.get(NUMBER))


def page_by_key(asked, name, text):
    try:
        key = read_key(text)
    except ValueError:
        key = None
    if asked.is_valid() and (key is None or asked.sorted_by == "best"):
        asked.add_error(None, NO_PLACE)
    return PageByKey(asked, name, key) if asked.is_valid() else NumberedPages(asked).page(1)


def fetched(asked, keys):
    """A list of statements, with what was searched for marked."""
    found = asked.cards(keys)
    return [*(found.with_marks(asked.wanted) if asked.wanted else found)]


class NumberedPages(Paginator):
    """They end where counting does."""

    def __init__(self, asked):
        super().__init__(asked.keys(), PER_PAGE)
        self.asked = asked

    @cached_property
    def count(self):
        """A Number."""
        return self.asked.statements().number()

    def end_before(self, number):
        """Whether there are more pages, this one among them perhaps, that have no number."""
        try:
            return int(number) > self.num_pages and self.count.more
        except (TypeError, ValueError):
            return False

    def _get_page(self, keys, number, paginator):
        page = super()._get_page(fetched(self.asked, keys), number, paginator)
        page.numbers = paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
        if paginator.count.more and not page.has_next() and self.asked.sorted_by != "best":
            page.next_key = written_key(page[-1])
        return page


class PageByKey:
    """What stands after one statement of the list, or before it; iterates over the statements."""

    def __init__(self, asked, name, key):
        self.paginator = NumberedPages(asked)
        self.count = self.paginator.count
        self.place = [(name, f"{key[0]}.{key[1]}")]
        backwards = name == BEFORE
        keys = asked.keys(backwards=backwards).after(
            *key, oldest_first=(asked.sorted_by == "oldest") != backwards
        )
        found = fetched(asked, keys[: PER_PAGE + 1])
        more = len(found) > PER_PAGE
        self.object_list = found[-PER_PAGE:] if backwards else found[:PER_PAGE]
        if found and (more or not backwards):
            self.previous_key = written_key(self.object_list[0])
        if found and (more or backwards):
            self.next_key = written_key(self.object_list[-1])

    def __iter__(self):
        return iter(self.object_list)

    @property
    def first_day(self):
        return self.object_list[0].counts_on

    @property
    def last_day(self):
        return self.object_list[-1].counts_on
