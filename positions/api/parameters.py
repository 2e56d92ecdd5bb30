"""The fields of questions as OpenAPI tells parameters, and what no field of a question can say."""

from django import forms
from django.utils.choices import flatten_choices

from positions.models import Actor, Official, Precondition, Topic
from positions.questions.fields import SlugChoiceField, SlugChoicesField, SpanField

SPAN = "^(19|2[0-9])[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
SPELLED = "A year, a month or a day: 2022, 2022-12 or 2022-12-02."
SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "maxLength": 80}
LISTED_AT = {
    Actor: "/api/v1/actors",
    Official: "/api/v1/officials",
    Precondition: "/api/v1/preconditions",
    Topic: "/api/v1/topics",
}
# What the boxes of a page show by where they stand.
BESIDE = {
    "as_of": "The day that is looked at; unasked, today. Of a month or a year it is the last day, "
    "and it is not in the future.",
    "versus": "An earlier day to compare with; of a month or a year the last day.",
    "actors": "Two to six; unasked, the three whose talks the record began with.",
    "grades": "Unasked, A, B and C. D never sets a cell.",
    "authority": "Unasked, 1, 2 and 3.",
}
UNKNOWN = "There is no such parameter here."
EMPTY = "Give a value, or leave this out."
ONCE = "Give this once."


def parameter(name, field):
    return {
        "name": name,
        "in": "query",
        "required": field.required,
        "description": description(name, field),
        "schema": schema(field),
    }


def schema(field):
    """The JSON Schema of what a field takes."""
    if isinstance(field, SlugChoicesField):
        return {"type": "array", "items": SLUG}
    if isinstance(field, SlugChoiceField):
        return SLUG
    if isinstance(field, forms.TypedMultipleChoiceField):
        return {"type": "array", "items": {"enum": [field.coerce(v) for v in values(field)]}}
    if isinstance(field, forms.MultipleChoiceField):
        return {"type": "array", "items": {"type": "string", "enum": values(field)}}
    if isinstance(field, forms.ChoiceField):
        return {"type": "string", "enum": values(field)}
    if isinstance(field, SpanField):
        return {"type": "string", "pattern": SPAN}
    if isinstance(field, forms.IntegerField):
        return {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
    return {"type": "string", "minLength": 1, "maxLength": field.max_length}


def description(name, field):
    """The label and what is said of the field, and of each value where it says more than itself."""
    hint = SPELLED if isinstance(field, SpanField) else str(field.help_text)
    said = [f"{field.label}.", hint, BESIDE.get(name, "")]
    if isinstance(field, SlugChoiceField | SlugChoicesField):
        said.append(f"A slug of {LISTED_AT[field.queryset.model]}.")
    elif isinstance(field, forms.ChoiceField):
        told = [f"{value or 'Unasked'}: {label}" for value, label in options(field)]
        said.append("; ".join(told) + "." if told else "")
    return " ".join(filter(None, said))


def values(field):
    return [value for value, _ in flatten_choices(field.choices) if value]


def options(field):
    """Pairs of a value, empty where none is asked for, and its label, unless they are the same."""
    pairs = flatten_choices(field.choices)
    return [(value, label) for value, label in pairs if str(value) != str(label)]


def problems(query, *asked):
    """What is wrong with a question, by parameter: what its forms say, and what a form passes over
    but a program should know: names that none has, nothing given, one value of several taken."""
    fields = {name: field for form in asked for name, field in form.fields.items()}
    found = {name: [*form.errors[name]] for form in asked for name in form.errors}
    for name in query:
        field, given = fields.get(name), query.getlist(name)
        several = isinstance(field, forms.MultipleChoiceField | SlugChoicesField)
        if field is None:
            found[name] = [UNKNOWN]
        elif not all(map(str.strip, given)):
            found[name] = [EMPTY]
        elif len(given) > 1 and not several:
            found[name] = [ONCE]
    return found
