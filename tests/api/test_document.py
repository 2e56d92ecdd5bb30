"""The OpenAPI document is complete, and made of the forms, the rows and the codebook themselves."""

import re

import pytest
from django import forms
from django.http import QueryDict

from positions.api import schemas, telling
from positions.api.parameters import parameter
from positions.codebook import Stance
from positions.exports import comparison, moved, records, spoken
from positions.questions import AsOf, Changes, Comparison, Paging, StatementSearch

SLUGS = {
    "statements": "first",
    "actors": "us",
    "officials": "biden",
    "preconditions": "talks",
}


@pytest.fixture
def document(client, db):
    return client.get("/api/v1/openapi.json").json()


def paths(document):
    for path, methods in document["paths"].items():
        first = path.removeprefix("/api/v1/").partition("/")[0]
        yield path.replace("{slug}", SLUGS.get(first, "")), methods["get"]


def test_parameters_are_those_that_are_read(client, seeds, document, monkeypatch):
    read, init = [], forms.BaseForm.__init__

    def noted(form, data=None, *args, **kwargs):
        if isinstance(data, QueryDict):
            read.append(form)
        init(form, data, *args, **kwargs)

    monkeypatch.setattr(forms.BaseForm, "__init__", noted)
    for path, operation in paths(document):
        read.clear()
        client.get(
            path.replace("first", "2022-12-02-russia-peskov-3").replace("biden", "joe-biden")
        )
        fields = {name for form in read for name in form.fields} - {"bom", "shape"}
        told = {one["name"] for one in operation["parameters"] if one["in"] == "query"}
        assert told == fields, path


def test_every_parameter_is_described(document):
    for path, operation in paths(document):
        for one in operation["parameters"]:
            assert one["schema"], (path, one)
            assert one["in"] == "path" or one["description"].endswith("."), (path, one)


def test_every_operation_tells_its_answers(document):
    for path, operation in paths(document):
        statuses = {*operation["responses"]}
        of_one = "slug" in {one["name"] for one in operation["parameters"]}
        assert statuses >= {"200", "304", "400", "405"}, path
        assert (statuses >= {"301", "404"}) is of_one
        assert ("410" in statuses) is (operation["operationId"] == "statement")
        told = operation["responses"]
        assert "ETag" in told["200"]["headers"]
        assert ("Link" in told["200"]["headers"]) is (
            operation["operationId"] in ("statements", "changes", "corrections")
        )
        assert all(response["description"] for response in told.values())
        bodies = {status for status in statuses if "content" in told[status]}
        assert bodies == statuses - {"301", "304"}


def named(kind, name):
    field = kind({}).fields[name] if kind is Paging else kind(QueryDict()).fields[name]
    return parameter(name, field)


def test_a_parameter_is_what_its_field_is(db):
    stance = named(StatementSearch, "stance")
    assert stance["schema"] == {"type": "string", "enum": Stance.values}
    assert stance["description"].startswith("Stance. Unasked: Any stance; requires: Requires; ")
    assert named(StatementSearch, "q")["schema"] == {
        "type": "string",
        "minLength": 1,
        "maxLength": 300,
    }
    actor = named(Changes, "actor")
    assert actor["schema"]["pattern"] == "^[-a-zA-Z0-9_]+$"
    assert actor["description"] == "Actor. A slug of /api/v1/actors."
    assert named(Comparison, "actors")["schema"]["type"] == "array"
    assert named(Comparison, "authority")["schema"]["items"] == {"enum": [1, 2, 3, 4]}
    assert named(Comparison, "grades")["schema"]["items"]["enum"] == ["A", "B", "C", "D"]
    shown = named(Comparison, "show")
    assert "conflicts" in shown["schema"]["enum"] and "" not in shown["schema"]["enum"]
    assert "conflicts: One wants what another refuses" in shown["description"]
    assert named(Paging, "limit")["schema"] == {"type": "integer", "minimum": 1, "maximum": 200}
    assert named(AsOf, "as_of")["description"].startswith(
        "As of. A year, a month or a day: 2022, 2022-12 or 2022-12-02. The day that is looked at"
    )


@pytest.mark.parametrize(
    ("schema", "columns"),
    [
        (schemas.StatementRow, spoken.STATEMENT[:-1]),
        (schemas.CodingRow, spoken.CODING),
        (schemas.ActorRow, records.ACTOR),
        (schemas.TenureRow, records.TENURE),
        (schemas.PreconditionRow, records.PRECONDITION),
        (schemas.CorrectionRow, records.CORRECTION),
        (schemas.TurnRow, moved.TURN),
        (schemas.HeldRow, comparison.OF_ONE),
        (schemas.ComparisonRow, comparison.LONG),
        (schemas.MoveEnd, moved.ENDS),
    ],
)
def test_a_schema_has_the_columns_of_the_file(schema, columns):
    assert {*schema.model_fields} == {*columns}


def test_the_words_are_the_codebooks(document):
    known = document["components"]["schemas"]
    assert known["Stance"]["enum"] == Stance.values
    assert known["Gate"]["description"] == (
        'What the precondition is tied to: "X must happen before G".'
    )
    said = known["StatementRow"]["properties"]["on_behalf_of"]["description"]
    assert said == "A joint statement: who signed or is spoken for."


def test_the_page_tells_every_address_parameter_and_field(client, document):
    page = client.get("/api/").text
    for path, operation in document["paths"].items():
        assert f"<code>{path}</code>" in page
        assert f'id="{operation["get"]["operationId"]}"' in page
        for one in operation["get"]["parameters"]:
            assert f"<code>{one['name']}</code>" in page
    for schema in telling.schemas(document):
        assert f'<h3 id="schema-{schema["name"]}">' in page
        for one in schema["fields"]:
            assert f"<code>{one['name']}</code>" in page
    assert "<code>rejects_as_condition</code>" in page


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_the_page_tells_what_is_made_of_the_document_in_english(client, db, language):
    page, other = (client.get(f"{prefix}/api/").text for prefix in ("", f"/{language}"))
    for made in ("tbody", 'dl class="terms"', 'p class="prose"'):
        told, also = (
            re.findall(rf"<{made}{says}>(.*?)</{made.split()[0]}>", text, re.S)
            for text, says in ((page, ""), (other, ' lang="en"'))
        )
        assert also and told[-len(also) :] == also
