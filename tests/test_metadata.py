"""What pages tell of themselves to search engines and reference managers."""

import html
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from positions import metadata
from positions.questions import today
from positions.templatetags.metadata import script

from . import make
from .test_every_page import PAGES, STATEMENT

HOST = "http://testserver"
URLS = {"url", "item", "contentUrl", "urlTemplate"}


def told(page):
    """The page's JSON-LD by its type."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert not any(char in block for block in blocks for char in "<>&")
    found = [json.loads(block) for block in blocks]
    assert all(one["@context"] == "https://schema.org" for one in found)
    assert not any(char in text for text in texts(found) for char in ("&#", "&amp;", "&lt;"))
    by_type = {one["@type"]: one for one in found}
    assert len(by_type) == len(found)
    return by_type


def texts(data):
    """Every text in JSON-LD."""
    if isinstance(data, dict):
        data = [*data.values()]
    return [t for one in data for t in texts(one)] if isinstance(data, list) else [str(data)]


def addresses(data):
    """Every address of this site's in JSON-LD."""
    if isinstance(data, list):
        return [address for one in data for address in addresses(one)]
    if not isinstance(data, dict):
        return []
    own = [data[name] for name in URLS & data.keys()]
    return own + [a for name, one in data.items() if name != "isBasedOn" for a in addresses(one)]


def canonical(page):
    found = re.findall(r'<link rel="canonical" href="([^"]*)">', page)
    assert len(found) < 2
    return html.unescape(found[0]) if found else None


def meta(page, name):
    found = re.findall(rf'<meta (?:name|property)="{re.escape(name)}" content="([^"]*)">', page)
    return [html.unescape(content) for content in found]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_tells_its_one_address(client, seeds, address):
    page = client.get(address).text
    url = canonical(page)
    assert url.startswith(f"{HOST}{urlsplit(address).path}")
    assert meta(page, "og:url") == meta(page, "DC.identifier") == [url]
    title = html.unescape(re.search("<title>(.*) · Parley</title>", page)[1])
    assert meta(page, "og:title") == meta(page, "DC.title") == [title]
    assert meta(page, "og:description") == meta(page, "description")
    assert meta(page, "og:type") == ["website"] and meta(page, "og:locale") == ["en_GB"]
    assert "citation_" not in page

    found = told(page)
    assert ("BreadcrumbList" in found) is ('class="crumbs"' in page)
    if crumbs := found.get("BreadcrumbList"):
        items = crumbs["itemListElement"]
        assert [one["position"] for one in items] == [*range(1, len(items) + 1)]
        shown = re.search(r'class="crumbs".*?</nav>', page, re.S)[0]
        labels = [html.unescape(words) for words in re.findall(r">([^<>\s][^<>]*)<", shown)]
        assert [one["name"] for one in items] == labels
        assert items[-1]["item"] == url


def test_the_addresses_that_pages_tell_are_canonical(client, seeds):
    pages = [client.get(address).text for address in PAGES]
    found = {one for page in pages for one in addresses([*told(page).values()])}
    found |= {canonical(page) for page in pages}
    for address in found:
        assert address.startswith(f"{HOST}/"), address
        if "{" not in address and not urlsplit(address).path.endswith((".csv", ".zip")):
            assert canonical(client.get(address.removeprefix(HOST)).text) == address


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("/?as_of=", ""),
        ("/?utm_source=x&as_of=2023", "?as_of=2023-12-31"),
        ("/compare/?topic=talks&as_of=2 Dec 2022&show=", "?as_of=2022-12-02&topic=talks"),
        ("/compare/?versus=2022-01&as_of=2023-03-03", "?as_of=2023-03-03&versus=2022-01-31"),
        ("/compare/?grades=C&grades=A&grades=B&authority=1", "?authority=1"),
        ("/compare/?actors=russia&actors=us&actors=us", "?actors=us&actors=russia"),
        ("/compare/?actors=ukraine&actors=us&actors=russia", ""),
        ("/brief/?actors=us&actors=russia&actors=ukraine", ""),
        ("/statements/?page=1", ""),
        ("/statements/?page=2&order=newest", "?page=2"),
        ("/statements/?to=2022&actor=us&from=2022-03", "?actor=us&from=2022-03-01&to=2022-12-31"),
        ("/statements/?from=2023&to=2022", "?from=2022-01-01&to=2023-12-31"),
        ("/statements/?q=talks&order=best&as_of=2023", "?as_of=2023-12-31&q=talks&order=best"),
        ("/statements/?order=best", ""),
        ("/data/?as_of=2022-12-02", ""),
        ("/timeline/?period=2022-Q1", "?period=2022-q1"),
        ("/timeline/?actors=us&actors=russia&actors=ukraine", ""),
        ("/corrections/?actor=us&as_of=2023", "?actor=us"),
        (f"/statements/{STATEMENT}/?as_of=2023-03-03", ""),
        (f"/statements/{STATEMENT}/history/?as_of=2023-03-03&page=2", ""),
        ("/actors/us/?as_of=2023-03-03", "?as_of=2023-03-03"),
    ],
)
def test_only_what_makes_another_page_is_in_its_address(client, seeds, address, query):
    assert canonical(client.get(address).text) == f"{HOST}{address.partition('?')[0]}{query}"


def test_what_is_no_page_has_no_address(client, seeds):
    for address in ("/nowhere/", "/compare/?as_of=soon", "/statements/?actor=nobody"):
        page = client.get(address).text
        assert canonical(page) is None and told(page) == {} and meta(page, "og:title") == []


def test_another_host_is_refused(client, seeds):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.fixture
def never(db):
    make.actor("ukraine")
    source = make.source(
        publisher="Правда", title="</script><b>", archived_url="https://archive.example/1"
    )
    return make.statement(
        "Never </script> & “never”.",
        slug="never",
        on="2022-12-02",
        date_precision="month",
        original_text="Ніколи.",
        original_language="uk",
        sources=[source],
    )


def test_a_statement_is_a_quotation(client, never):
    page = client.get("/statements/never/?as_of=2023").text
    found = told(page)["Quotation"]
    assert found["text"] == never.text and "abstract" not in found
    assert found["url"] == f"{HOST}/statements/never/"
    assert (found["inLanguage"], found["dateCreated"]) == ("en", "2022-12")
    assert found["creator"] == {
        "@type": "Person",
        "name": "Zelensky",
        "jobTitle": "President",
        "affiliation": {"@type": "Country", "name": "Ukraine"},
    }
    assert found["translationOfWork"]["text"] == "Ніколи."
    (source,) = found["isBasedOn"]
    assert found["creativeWorkStatus"] == "Unreviewed"
    assert (source["name"], source["publisher"]["name"]) == ("</script><b>", "Правда")
    assert source["archivedAt"] == "https://archive.example/1"
    assert meta(page, "DC.creator") == ["Zelensky"] and meta(page, "DC.coverage") == ["2022-12"]
    assert meta(page, "DC.date") == [found["datePublished"]] == [today().isoformat()]
    assert meta(page, "og:title")[0].startswith("Zelensky, December 2022 [unreviewed]: Never")
    assert meta(page, "DC.source") == [source["url"]]


def test_a_paraphrase_is_not_told_as_the_words(client, db):
    made = {"role": "Kremlin", "original_text": "Нет.", "original_language": "ru"}
    make.statement("Says no.", by=None, of="russia", form="paraphrase", slug="no", **made)
    page = client.get("/statements/no/").text
    found = told(page)["Quotation"]
    assert found["abstract"] == "Says no." and "text" not in found
    assert found["creator"] == {"@type": "Organization", "name": "Parley"}
    assert found["spokenByCharacter"]["name"] == "Kremlin"
    assert found["spokenByCharacter"]["parentOrganization"] == {
        "@type": "Country",
        "name": "Russia",
    }
    assert (found["temporalCoverage"], found["isBasedOn"][0]["text"]) == ("2022-12-02", "Нет.")
    assert "dateCreated" not in found and "translationOfWork" not in found
    assert meta(page, "DC.creator") == ["Parley"] and meta(page, "DC.subject") == ["Kremlin"]
    title = "Kremlin, 2 December 2022 [paraphrase, unreviewed]: Says no."
    assert meta(page, "og:title") == meta(page, "DC.title") == [title]


def test_an_unnamed_person_has_an_office_and_no_name(db):
    made = make.statement("No.", by=None, of="us", role="US official", attribution="unnamed")
    assert metadata.speaker(made) == {
        "@type": "Person",
        "jobTitle": "US official",
        "affiliation": {"@type": "Country", "name": made.actor.name},
    }


def test_what_is_a_dataset_tells_where_its_file_is(client, seeds):
    found = told(client.get("/compare/?topic=talks&as_of=2023-03-03").text)["Dataset"]
    (file,) = found["distribution"]
    assert file["contentUrl"] == f"{HOST}/compare.csv?as_of=2023-03-03&topic=talks"
    assert client.get(file["contentUrl"].removeprefix(HOST)).status_code == 200
    (file,) = told(client.get("/statements/?actor=us&page=2").text)["Dataset"]["distribution"]
    assert file["contentUrl"] == f"{HOST}/statements.csv?actor=us"
    (file,) = told(client.get("/data/").text)["Dataset"]["distribution"]
    assert file["contentUrl"] == f"{HOST}/data/parley.zip"
    assert file["encodingFormat"] == "application/zip"
    assert found["temporalCoverage"] == "2022-02-25/2023-03-03"
    assert found["isAccessibleForFree"] is True and "license" not in found
    assert 50 <= len(found["description"]) <= 5000


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", "2022-02-25/{today}"),
        ("?as_of=2023-03-03", "2022-02-25/2023-03-03"),
        ("?from=2023&to=2024-06-30", "2023-01-05/2024-06-30"),
        ("?year=2024", "2024-01-14/2024-12-31"),
        ("?year=2024&q=nosuchword", "../2024-12-31"),
    ],
)
def test_a_list_covers_the_days_from_its_first_statement_to_the_last_asked_for(
    client, seeds, query, days
):
    found = told(client.get(f"/statements/{query}").text)["Dataset"]
    assert found["temporalCoverage"] == days.format(today=today())


def test_the_first_page_tells_how_to_search(client, seeds):
    action = told(client.get("/").text)["WebSite"]["potentialAction"]
    address = action["target"]["urlTemplate"].removeprefix(HOST).replace("{words}", "talks")
    assert "talks" in client.get(address).text
    assert action["query-input"] == "required name=words"


@pytest.mark.parametrize(
    "address",
    ["/statements/", "/timeline/", "/actors/us/", "/brief/", f"/statements/{STATEMENT}/"],
)
def test_reference_managers_find_each_statement_of_a_list(client, seeds, address):
    page = client.get(address).text
    spans = re.findall(r'<span class="Z3988" title="([^"]*)" hidden></span>', page)
    listed = re.findall(r'class="statement">|<li id="reference-|<article class="one-', page)
    found = [parse_qs(html.unescape(one), strict_parsing=True) for one in spans]
    assert len(found) == len(listed) > 1
    for one in found:
        (url,) = one["rft.identifier"]
        assert url.startswith(f"{HOST}/statements/") and "?" not in url
        assert client.get(url.removeprefix(HOST)).status_code == 200


def test_a_data_block_cannot_be_left():
    told = script({"a": "</script><!-- & \u2028"})
    assert told == (
        '<script type="application/ld+json">'
        '{"a": "\\u003C/script\\u003E\\u003C!-- \\u0026 \\u2028"}</script>'
    )
