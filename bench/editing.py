"""An editor at the desk who saves a statement again and again."""

import http.client
import json
import sys
import time
from html.parser import HTMLParser
from importlib import import_module
from types import SimpleNamespace
from urllib.parse import urlencode

from .crowd import HOST, PATIENCE, Found

ADDRESS = "10.255.0.1"
# What a form does not send of itself.
UNSENT = {"submit", "button", "file", "checkbox", "radio"}


class Form(HTMLParser):
    """What a browser would send of the longest form of a page, but for its buttons: `pairs`."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.area, self.select = [[]], None, None
        self.feed(page)
        self.pairs = max(self.forms, key=len)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        name, kind = told.get("name"), told.get("type", "text")
        if tag == "form":
            self.forms.append([])
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in told and self.select:
            self.forms[-1].append((self.select, told.get("value", "")))
        elif tag == "textarea" and name:
            self.area = [name, ""]
        elif tag == "input" and name and (kind not in UNSENT or "checked" in told):
            self.forms[-1].append((name, told.get("value") or ""))

    def handle_data(self, text):
        if self.area:
            self.area[1] += text

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            self.forms[-1].append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None


class Editor:
    """Saves one statement with another venue each time; `lost` were acknowledged and not stored."""

    def __init__(self, port, cookie, statement, connection):
        self.port, self.cookie, self.connection = port, cookie, connection
        self.statement = statement
        self.path = f"/admin/positions/statement/{statement}/change/"
        self.found, self.lost, self.said = Found(), 0, ""

    def work(self, seconds):
        """A save each second, from the opening of the form to the answer; the next one begins at
        once where one takes longer."""
        until = time.perf_counter() + seconds
        while (began := time.perf_counter()) < until:
            venue = f"Hall {time.monotonic_ns()}"
            try:
                kind = self.save(venue)
            except (OSError, http.client.HTTPException) as error:
                kind = type(error).__name__
            self.found.seconds.append(time.perf_counter() - began)
            self.found.kinds[kind] += 1
            self.lost += kind == "saved" and self.stored() != venue
            time.sleep(max(0, min(until, began + 1) - time.perf_counter()))

    def save(self, venue):
        status, page = self.ask("GET")
        if status != 200:
            return f"{status} of the form"
        fields = [(name, venue if name == "venue" else value) for name, value in Form(page).pairs]
        status, page = self.ask("POST", urlencode([*fields, ("_continue", "1")]))
        self.said = page if status == 200 else ""
        return "saved" if status == 302 else f"{status} of the save"

    def ask(self, method, body=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {
            "Host": HOST, "X-Forwarded-Proto": "https", "X-Real-IP": ADDRESS,
            "Referer": f"https://{HOST}{self.path}",
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        try:
            line.request(method, self.path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()

    def stored(self):
        asked = "SELECT venue FROM positions_statement WHERE id = %s"
        return self.connection.execute(asked, [self.statement]).fetchone()[0]


def session():
    """The cookies of somebody who is logged in, by a second factor too, made where logins are
    kept."""
    from allauth.account.internal.flows.login import record_authentication
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User

    user, _ = User.objects.get_or_create(username="load", is_staff=True, is_superuser=True)
    kept = import_module(settings.SESSION_ENGINE).SessionStore()
    kept[SESSION_KEY] = str(user.pk)
    kept[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    kept[HASH_SESSION_KEY] = user.get_session_auth_hash()
    record_authentication(SimpleNamespace(session=kept), user, "mfa")
    kept.save()
    token = f"{settings.CSRF_COOKIE_NAME}={'a' * 32}"
    return f"{settings.SESSION_COOKIE_NAME}={kept.session_key}; {token}"


def main(slug):
    import django

    django.setup()
    from positions.models import Statement

    told = {"cookie": session(), "statement": Statement.objects.get(slug=slug).pk}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
