"""Which addresses are taken: such that everybody can follow, and that show what they are."""

import pytest
from django.core.exceptions import ValidationError

from positions.models import Report, Source
from positions.models.rules import link, web_address
from positions.reach import public_address
from tests import make
from tests.admin import imports
from tests.admin.desk import source

REFUSED = [
    *("http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/"),
    *("http://0177.0.0.1/", "http://0x7f.1/", "http://127.0.0.1./", "http://127.0.0.\uff11/"),
    *("http://10.0.0.8/x", "http://192.168.1.1/", "http://172.16.0.1/", "http://169.254.169.254/"),
    *("http://100.64.0.1/", "http://0.0.0.0/", "http://224.0.0.1/", "http://255.255.255.255/"),
    *("http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fe80::1%25eth0]/", "http://[a]/"),
    *("http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[::]/", "http://["),
    *("http://localhost/", "http://LOCALHOST/", "https://site.localhost/", "http://intranet/page"),
    *("http://printer.local/", "http://db.internal:5432/", "http://example.org:99999/"),
    *("http://example.org:port/", "http://example.org:0/", "https://example\u3002localhost/"),
    *("https://example.org/\u202egpj.exe", "https://example.org/\u200b", "https://a.ex\u00adm.org"),
    *("https://example.org/\x01", "https://example.org/\x7f", "https://example.org/\ufeff"),
    *("https://user@example.org/", "https://user:pass@example.org/", "https://a.org\\@evil.org"),
    *("https://example.org/a\\b", "https://example.org/a b", "https://example.org/\n", "//a.org"),
    *("javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "file:///etc/passwd"),
    *("ftp://example.org/", "HTTPS:example.org", "https://", "https:///path", "a.org", "\0"),
]
TAKEN = [
    *("https://example.org", "http://example.org:8080/a?b=c#d", "https://EXAMPLE.org/"),
    *("https://8.8.8.8/", "https://[2001:4860:4860::8888]/", "https://приклад.укр/слова"),
    *("https://web.archive.org/web/2022/https://example.org/", "https://xn--80ak6aa92e.com/"),
    *("https://a_b.example.org/", "https://example.org/(a)'b\"c", "https://example.org./"),
]


def takes(address):
    try:
        web_address(address)
        public_address(address)
    except ValidationError:
        return False
    return True


def test_only_public_addresses_are_taken():
    assert [address for address in REFUSED if takes(address)] == []
    assert [address for address in TAKEN if not takes(address)] == []


def test_pages_lead_to_nothing_else():
    for address in ("javascript:run()", "data:text/html,x", "https://a.org/\n", " https://a.org"):
        assert link(address) == ""
    assert link(TAKEN[1]) == TAKEN[1]


@pytest.mark.parametrize("address", ["http://10.0.0.8/x", "https://example.org/\u202egpj.exe"])
def test_each_way_in_says_so_beside_the_field(admin_client, client, db, address):
    make.statement("No.", slug="said")
    page = client.post("/statements/said/report/", {"text": "Wrong.", "evidence_url": address})
    assert page.status_code == 400 and 'id="id_evidence_url_error"' in page.text
    for name in ("url", "archived_url"):
        entered = source(**{name: address})
        response = admin_client.post("/admin/positions/source/add/", entered)
        assert [*response.context["adminform"].form.errors] == [name]
    row = {"slug": "new", "publisher": "A", "url": address, "kind": "reprint", "language": "en"}
    problems = imports.refused(admin_client, imports.text("sources", row))
    assert any(problem.startswith("sources: 2: url: ") for problem in problems)
    assert not Report.objects.exists() and Source.objects.count() == 1
