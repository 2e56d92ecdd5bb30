"""Whatever is on record past all rules is shown as text, in a browser that no policy protects.

The pages are made beforehand, from a record that is taken back, and given to the browser without
the policy that the site sends with them: escaping has to do alone what that does beside it.
"""

import json
import os
import shutil
from itertools import cycle
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.contrib.postgres.fields import ArrayField
from django.contrib.staticfiles import finders
from django.db import connection, models
from django.test import Client
from playwright.sync_api import sync_playwright

from positions.models import Response, Upload
from tests import make, test_withheld
from tests.browser.conftest import BROWSERS, QUIET
from tests.hostile.everything import enter, pages
from tests.test_withheld import is_page, paths

HOST = "http://testserver"
ELSEWHERE = "http://evil.example"
# Each would run `run`, ask another host, or lead there.
PAYLOADS = [
    "<script>run(1)</script>",
    "<img src=x onerror=run(2)>",
    "<svg onload=run(3)>",
    '"><svg onload=run(4)>',
    "'><svg onload=run(5)>",
    '" autofocus onfocus="run(6)" onmouseover="run(6)" x="',
    "' autofocus onfocus='run(7)' x='",
    "</script><script>run(8)</script>",
    "</textarea></title></style><script>run(9)</script>",
    "</select></noscript></template><script>run(10)</script>",
    '{{constructor.constructor("run(11)")()}} ${run(11)}',
    "\u2028run(12)\u2029",
    f'<meta http-equiv="refresh" content="0;url={ELSEWHERE}/13">',
    f'<style>@import "{ELSEWHERE}/14";</style>',
    f'<link rel="stylesheet" href="{ELSEWHERE}/15">',
    f'<base href="{ELSEWHERE}/16/">',
    '<iframe srcdoc="<script>parent.run(17)</script>"></iframe>',
    '<iframe src="javascript:parent.run(18)"></iframe>',
    '<math><mtext><mglyph><style><img src=x onerror="run(19)"></style></mglyph></mtext></math>',
    '<b hx-get="/" hx-trigger="load" hx-on:click="run(20)" hx-on::load="run(20)">b</b>',
    "&lt;img src=x onerror=run(21)&gt;&#60;script&#62;run(21)&#60;/script&#62;",
    "<details open ontoggle=run(22)>",
    "]]><script>run(23)</script>",
    "\"}</script><script>run(24)</script>{\"",
    "<!--><script>run(25)</script>-->",
]  # fmt: skip
ADDRESSES = [
    "javascript:run(30)",
    "JaVaScRiPt:run(31)//https://example.org/",
    "java\tscript:run(32)",
    " javascript:run(33)",
    "\x01javascript:run(34)",
    "data:text/html,<script>run(35)</script>",
    "vbscript:run(36)",
    'https://example.org/"><svg onload=run(37)>',
    "https://example.org/' autofocus onfocus='run(38)",
    "https://example.org/</script><script>run(39)</script>",
    "file:///etc/passwd",
    "blob:http://testserver/1",
]
# Before any script of the page.
HOOK = "window.ran = []; window.run = number => { window.ran.push(number); return 0; };"
# What of the page would act if somebody touched it.
FOUND = """() => {
    const found = [...window.ran.map(number => "ran " + number)];
    for (const one of document.querySelectorAll("*")) {
        for (const {name, value} of one.attributes) {
            if (/^on|^hx-on|^srcdoc$/.test(name)) found.push(`${one.tagName} ${name}=${value}`);
            if (/^(href|src|action|formaction|poster|data|xlink:href)$/.test(name)) {
                let scheme = "?";
                try { scheme = new URL(value, document.baseURI).protocol } catch {}
                if (!/^(https?|mailto):$/.test(scheme) && !/^#|^data:image/.test(value))
                    found.push(`${one.tagName} ${name}=${value}`);
            }
        }
    }
    return found;
}"""


def is_words(field):
    kind = isinstance(field, models.CharField | models.TextField | ArrayField)
    code = field.choices or isinstance(field, models.SlugField) or field.name.startswith("pgh_")
    return kind and not code and field.name not in ("digest", "gate", "group")


class Poison:
    """As much of the payloads as a field can hold, beginning with another each time."""

    def __init__(self):
        self.firsts, self.addresses = cycle(range(len(PAYLOADS))), cycle(ADDRESSES)

    def of(self, field, number):
        if isinstance(field, ArrayField):
            return [self.words(100), self.words(100)]
        if field.name in ("url", "archived_url", "evidence_url", "address"):
            return f"{next(self.addresses)}#{number}"
        return self.words(field.max_length or 4000)

    def words(self, most):
        first, text = next(self.firsts), ""
        for payload in PAYLOADS[first:] + PAYLOADS[:first]:
            if len(text) + len(payload) <= most:
                text += payload
        return text or '"><b>"'[:most]


def poison():
    """Into every text of every row, with the rules of its table put aside."""
    poison = Poison()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in apps.get_app_config("positions").get_models():
            fields = [field for field in model._meta.local_concrete_fields if is_words(field)]
            table = model._meta.db_table
            if not fields or not model._default_manager.exists():
                continue
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass",
                [table],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            sets = ", ".join(f'"{field.column}" = %s' for field in fields)
            key = model._meta.pk.column
            for pk in [*model._default_manager.values_list("pk", flat=True)]:
                values = [poison.of(field, pk) for field in fields]
                cursor.execute(f'UPDATE {table} SET {sets} WHERE "{key}" = %s', [*values, pk])
    told = [["statements", 2, "text", text] for text in PAYLOADS]
    Upload.objects.update(preview={"problems": told, "counts": {}}, names="".join(PAYLOADS)[:300])
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(
            username=poison.words(140) + str(user.pk), first_name=poison.words(140)
        )
    Group.objects.filter(pk=Group.objects.first().pk).update(name=poison.words(150))


@pytest.fixture
def desk(db, monkeypatch):
    """A client of the desk, where everything on record is poisoned."""
    editor = User.objects.create(username="admin", is_staff=True, is_superuser=True)
    desk = Client()
    desk.force_login(editor)
    world, us = enter(desk), make.actor("us")
    for number in range(6):
        sources = [make.source(archived_url="https://archive.example/") for _ in range(3)]
        said = make.statement(
            f"No {number}.", by="biden", of="us", slug=f"said-{number}", sources=sources
        )
        make.coding(said, "direct-talks", "demands", note="n")
        make.coding(
            said, "arms", "requires", gate="enter_talks", claimed_by="ukraine", holder=us.slug
        )
        Response.objects.create(statement=said, responds_to=world.said)
    make.statement("Gone.", by="biden", slug="gone", status="withdrawn")
    for first, slugs in FIRST.items():
        monkeypatch.setitem(test_withheld.ARGUMENTS, (first, "slug"), slugs)
    monkeypatch.setitem(test_withheld.ARGUMENTS, ("compare", "actor"), ["us"])
    monkeypatch.setitem(test_withheld.ARGUMENTS, ("compare", "precondition"), ["direct-talks"])
    poison()
    return desk


FIRST = {"statements": ["said-0", "said-1", "gone"], "embed": ["said-0"], "actors": ["us"],
         "officials": ["biden"], "preconditions": ["direct-talks"]}  # fmt: skip
ASKED = [
    "/compare/?actors=us&actors=russia&actors=ukraine&show=all&grades=A&grades=B&grades=D",
    "/compare/?actors=us&actors=russia&show=conflicts",
    "/compare/?actors=us&actors=russia&versus=2022-01-01&show=changed",
    "/statements/?q=script+OR+img",
    "/statements/?actor=us&precondition=direct-talks&language=en",
    "/changes/?show=first",
    "/timeline/?actors=us&actors=russia",
    "/embed/compare/?actors=us&actors=russia",
    "/uk/compare/",
]


@pytest.fixture
def answers(desk):
    """What clients get: by address the status, the headers but for policies, and the body."""
    reader, found = Client(), {}
    for address in [*filter(is_page, paths()), *ASKED, "/admin/", *pages()]:
        got = (desk if address.startswith("/admin/") else reader).get(address)
        body = b"".join(got) if got.streaming else got.content
        if body and got["Content-Type"].startswith("text/html"):
            kept = {n: v for n, v in got.items() if not n.startswith("Content-Security")}
            found[address] = {"status": got.status_code, "headers": kept, "body": body}
    for address in FEEDS:
        for number, html in enumerate(entries(reader.get(address))):
            found[f"/in{address}/{number}"] = {"body": html, "content_type": HTML}
    return found


HTML = "text/html; charset=utf-8"
SUMMARY = "{http://www.w3.org/2005/Atom}summary"
TOLD = ("/statements.{}", "/changes.{}?show=first", "/corrections.{}")
FEEDS = [address.format(kind) for address in TOLD for kind in ("atom", "feed.json")]


def entries(feed):
    """What programs that read feeds show of each entry: HTML within XML or JSON."""
    if feed["Content-Type"].startswith("application/atom+xml"):
        found = [entry.text for entry in ElementTree.fromstring(feed.content).iter(SUMMARY)]
    else:
        found = [entry["content_html"] for entry in json.loads(feed.content)["items"]]
    assert found
    return found


def launched(playwright):
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=found, args=[*sandbox, *QUIET])


def test_nothing_on_record_acts_in_any_page(answers):
    """The browser ends with the test: whatever asks the database afterwards finds no loop."""
    problems, strayed = {}, []

    def give(route, asked):
        path = asked.url.removeprefix(HOST)
        if path == asked.url:
            strayed.append(asked.url)
            route.abort()
        elif path in answers:
            route.fulfill(**answers[path])
        elif path.startswith("/static/") and path.endswith((".js", ".css")):
            route.fulfill(path=finders.find(path.removeprefix("/static/")))
        else:
            route.fulfill(status=404)

    with sync_playwright() as playwright, launched(playwright) as browser:
        page = browser.new_page()
        page.add_init_script(HOOK)
        page.route("**/*", give)
        page.on("dialog", lambda dialog: (strayed.append(dialog.message), dialog.dismiss()))
        for address in answers:
            page.goto(HOST + address)
            found = page.evaluate(FOUND) + strayed
            strayed.clear()
            if page.url != HOST + address:
                found.append(f"went to {page.url}")
            if found:
                problems[address] = found
    assert len(answers) > 100
    assert problems == {}
