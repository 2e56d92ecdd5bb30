"""The statements that are picked from an article: what they share, and each of them."""

import re

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from positions.articles.proving import MARKS, WORD
from positions.codebook import DateBasis, DatePrecision, Form
from positions.models import Citation, Statement

from .alike import look, words_of
from .forms import LONGEST_TEXT, RecordForm
from .statement_forms import StatementForm

# What a row has as it stands above where it is empty, and what it is where that is refused.
DAY = {"said_on": None, "date_precision": DatePrecision.DAY, "date_basis": DateBasis.SAID}
AS_ABOVE = ("", "As above")
# Marks that are opened and never closed are not looked for anew from each.
INSIDE = re.compile(r"“([^“”]+)”")
SHOWN_OF_PASSAGE = 400
# Looking for the passage nearest to refused words takes time: so often in one request.
MOST_LOOKED_FOR = 3
ONLY_REFUSED = (
    "does not stand in the pasted text word for word. The nearest passage is shown for the first "
    "three such words only: correct those, and save again."
)
# A browser sends about twenty fields for each, and Django reads a thousand.
MOST_ROWS = 40
# What a statement picked from an article is asked for; the rest is added on its own page.
ROW_FIELDS = [
    "text",
    "form",
    "said_on",
    "date_precision",
    "date_basis",
    "official",
    "attribution",
    "actor",
    "role",
    "outside_tenure",
    "language",
    "on_behalf_of",
    "restates",
    "slug",
]


class OccasionForm(RecordForm):
    """What the statements of an article share."""

    filled_in = ["said_on"]

    class Meta:
        model = Statement
        fields = ["said_on", "date_precision", "date_basis", "venue"]
        help_texts = {
            "said_on": "For rows without a day.",
            "date_basis": "For rows with “As above”.",
            "venue": "For all: “Press conference, Moscow”.",
        }

    def shared(self):
        """What the rows take from here; `moved` is whether the day is another than first shown."""
        self.is_valid()
        return {**self.cleaned_data, "moved": "said_on" in self.changed_data}


class ProposalForm(StatementForm):
    """One statement of an article, refused unless its words stand there. `article` is a Pasted,
    `proposals` the Proposed by their `at`, `occasion` what all rows share."""

    filled_in = [*StatementForm.filled_in, "text", "said_on", "date_precision", "date_basis"]
    article = proposals = occasion = None
    # The words that no row of this request could prove.
    refused = ()
    # Primary keys of what is saved together with it.
    together = frozenset()
    # Not yet, while the editor only asks for one more row.
    judged = True
    # Which proposal it is (Proposed.at); none in a row of the editor's own.
    at = forms.CharField(required=False, widget=forms.HiddenInput)
    take = forms.BooleanField(required=False, label="Pick this statement")
    exact = forms.CharField(
        label="Exact words",
        required=False,
        max_length=LONGEST_TEXT,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
    )

    class Meta(StatementForm.Meta):
        # What these mean stands once, above all rows.
        help_texts = {"text": "", "actor": "", "role": "", "said_on": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("official", "actor", "role", "said_on"):
            self.fields[name].show_hidden_initial = True
        for name, rows in (("text", 3), ("exact", 2)):
            self.fields[name].widget.attrs["rows"] = rows
        for name, choices in (("date_precision", DatePrecision), ("date_basis", DateBasis)):
            self.fields[name].choices = [AS_ABOVE, *choices.choices]

    @property
    def is_own(self):
        return not self["at"].value()

    @property
    def proposed(self):
        return self.proposals.get(self["at"].value())

    @property
    def title(self):
        if self.is_own:
            return "Words of your own finding"
        return self.proposed.who if self.proposed else "Proposed before names came on record"

    @property
    def wrong(self):
        """The labels of the fields that are refused."""
        return [self[name].label for name in self.errors if name in self.fields]

    @property
    def picked(self):
        if self.is_own:
            return any((self[name].data or "").strip() for name in ("exact", "text"))
        return bool(self["take"].data)

    def full_clean(self):
        if self.is_bound and not (self.picked and self.judged):
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def clean(self):
        given = self.cleaned_data
        self.instance.venue = self.occasion.get("venue", "")
        moved = self.share_day(given)
        self.follow(given, moved)
        self.prove(given)
        return super().clean()

    def share_day(self, given):
        """Whether the day is another than the one that the row was filled in for."""
        is_own = bool(given.get("said_on")) or "said_on" in self.errors
        if not is_own and not self.occasion.get("said_on"):
            self.add_error("said_on", "Give the day here, or above for all.")
        for name, usual in DAY.items():
            if name not in self.errors:
                given[name] = given.get(name) or self.occasion.get(name) or usual
        return "said_on" in self.changed_data if is_own else self.occasion["moved"]

    def follow(self, given, moved):
        """Actor and role of another official, and the role on another day, are looked up again,
        unless they were changed too."""
        if not given.get("official"):
            return
        another = "official" in self.changed_data
        if another and "actor" not in self.changed_data:
            given["actor"] = None
        if (another or moved) and "role" not in self.changed_data:
            given["role"] = ""

    def look_for_alike(self, given):
        """Not among those picked with it: the editor sees them side by side."""
        self.words = words_of(given, None)
        if self.words and not self.is_other_source:
            self.alike, self.too_slow = look(self.words, self.ruling.settled | self.together)
        if self.alike:
            self.add_error(None, "This looks like what is on record already. Say what it is:")

    @property
    def is_other_source(self):
        """Whether the article is only to be added to a statement on record."""
        return self.ruling.choice == "source"

    def prove(self, given):
        form = given.get("form")
        text, exact = given.get("text", "").strip(), given.get("exact", "").strip()
        if "text" in self.errors or "exact" in self.errors:
            return
        if form == Form.QUOTATION:
            text = text.strip(MARKS)
            exact = exact or text
        if not exact:
            return self.add_error("exact", "Give the words of the article that this rests on.")
        place = self.article.place(exact, self.proposed and self.proposed.words[0])
        if not place:
            return self.refuse("exact", exact)
        self.selector = self.article.selector(place)
        if form == Form.QUOTATION:
            self.prove_quotation(given, text, place)
        elif not text:
            self.add_error("text", "Say in a sentence what was said.")
        elif form == Form.MIXED:
            self.prove_quoted_words(text)

    def prove_quotation(self, given, text, place):
        text = text or self.article.words_of(place)
        if stored := self.article.spoken(text, place):
            given["text"] = stored
        elif self.article.find(text):
            self.add_error("text", "The exact words below stand elsewhere in the article.")
        else:
            self.refuse("text", text)

    def prove_quoted_words(self, text):
        quoted = dict.fromkeys(INSIDE.findall(text))
        if not quoted:
            self.add_error("text", "Put the quoted words inside “ ”, or choose another form.")
        for words in quoted:
            if not self.article.find(words):
                self.refuse("text", words)

    def refuse(self, name, words):
        self.refused.append(words)
        if len(self.refused) <= MOST_LOOKED_FOR:
            self.add_error(name, not_verbatim(self.article, words))
        else:
            self.add_error(name, f"{shortened(words)} {ONLY_REFUSED}")

    def refuse_twin(self, source):
        """The same words of the same speaker are saved once from a source."""
        cited = {"citations__source": source, "citations__exact": self.selector.exact}
        same = {"text": self.instance.text, "official": self.instance.official}
        if twin := Statement.objects.filter(**cited, **same).first():
            address = reverse("admin:positions_statement_change", args=[twin.pk])
            told = 'These words are saved already: <a href="{}">{}</a>.'
            raise ValidationError(format_html(told, address, twin))

    def cite(self, source, statement):
        words = self.selector
        Citation.objects.create(
            statement=statement,
            source=source,
            exact=words.exact,
            prefix=words.prefix,
            suffix=words.suffix,
        )


def not_verbatim(article, words):
    """Why words are refused, with the passage nearest to them; what differs in it is strong."""
    span, shown = article.nearest(words), shortened(words)
    if not span:
        return f"{shown} does not stand in the pasted text, nor anything like it."
    typed = {word.casefold() for word in WORD.findall(words)}
    passage = re.split(r"(\w+)", article.text[slice(*span)][:SHOWN_OF_PASSAGE])
    pieces = (
        (format_html("<strong>{}</strong>", piece),)
        if WORD.fullmatch(piece) and piece.casefold() not in typed
        else (piece,)
        for piece in passage
    )
    return format_html(
        "{} does not stand in the pasted text word for word. The nearest there: “{}”.",
        shown,
        format_html_join("", "{}", pieces),
    )


def shortened(words):
    return f"“{words[:80]}…”" if len(words) > 80 else f"“{words}”"


class Rows(forms.BaseFormSet):
    """Filled in with proposals, and one more for what they miss; another on request."""

    blank = {}

    @property
    def asks_for_more(self):
        return self.is_bound and "_more" in self.data and super().total_form_count() < MOST_ROWS

    def total_form_count(self):
        return super().total_form_count() + self.asks_for_more

    def _construct_form(self, i, **kwargs):
        if self.asks_for_more and i == super().total_form_count():
            kwargs |= {"data": None, "files": None, "initial": self.blank}
        return super()._construct_form(i, **kwargs)
