"""Names and titles hold no characters that nobody sees and that turn text around."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from positions.models import Precondition, Topic

from . import make

RULES = {
    rule.name: model
    for model in apps.get_app_config("positions").get_models()
    for rule in model._meta.constraints
    if rule.name.endswith("_plain") and not rule.name.endswith("_slug_plain")
}
REFUSED = ["\u202e", "\u2066", "\u200f", "\u200b", "\ufeff", "\x1b", "\n", "\x85", "\u2028"]
# Joiners of letters, an accent that is combined, a space that does not break, a flag.
KEPT = ["می\u200cخواهیم", "क्\u200dष", "e\u0301", "a\xa0b", "🇺🇦", "d’Arc-O'Neil"]


@pytest.fixture
def records(db):
    statement = make.statement("No.", by="biden", sources=[make.source(title="A title")])
    make.precondition("withdrawal")
    of_statement = [statement, statement.actor, statement.official, statement.sources.get()]
    tenure = statement.official.tenures.get()
    found = [*of_statement, tenure, Topic.objects.get(), Precondition.objects.get()]
    return {type(record): record for record in found}


@pytest.mark.parametrize("name", RULES)
def test_a_name_is_plain(records, name):
    record = records[RULES[name]]
    field = name.removeprefix(f"{record._meta.model_name}_").removesuffix("_plain")
    (rule,) = (rule for rule in record._meta.constraints if rule.name == name)
    listed = isinstance(getattr(record, field), list)

    def given(text):
        return ["Fine", text] if listed else text

    for character in REFUSED:
        for text in (f"{character}a", f"a{character}b", f"a{character}"):
            setattr(record, field, given(text))
            with pytest.raises(ValidationError, match="cannot contain line breaks, nor invisible"):
                rule.validate(type(record), record)
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                type(record).objects.filter(pk=record.pk).update(**{field: given(text)})
    for text in KEPT:
        type(record).objects.filter(pk=record.pk).update(**{field: given(text)})


TAGS = ("uk", "ru")


def test_all_names_have_the_rule():
    assert set(RULES) == {
        *("actor_name_plain", "actor_short_name_plain", "actor_other_names_plain"),
        *("official_name_plain", "official_native_name_plain", "official_other_names_plain"),
        *(f"{model}_name_{tag}_plain" for model in ("actor", "official", "topic") for tag in TAGS),
        *(f"actor_short_name_{tag}_plain" for tag in TAGS),
        *(f"precondition_proposition_{tag}_plain" for tag in TAGS),
        *("tenure_role_plain", "topic_name_plain", "precondition_proposition_plain"),
        *("source_publisher_plain", "source_title_plain"),
        *("statement_role_plain", "statement_venue_plain", "statement_on_behalf_of_plain"),
    }
