"""What Mozilla's HTTP Observatory says of the site as it is served in production, with TLS; `make
test` brings it, or leaves this file out and says so."""

import json
import os
import signal
import ssl
import subprocess
import sys
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
import trustme

from tests.replicated import until
from tests.test_run import OURS, free_port

from .conftest import ROOT

# All that it can give: 100, and for the content, resource and referrer policies 10, 10 and 5, for
# frames 5 and for scripts that are known by their digests 5; at the desk, where Django's scripts
# are not, as much for cookies.
BEST = 135
PAGES = ["/", "/compare/", "/uk/statements/", "/statements/2022-12-02-russia-peskov-3/", "/method/"]
DESK = ["/admin/", "/admin/positions/statement/add/", "/admin/state/"]
LOGGED_IN = """
import django
django.setup()
from bench.editing import session
print(session(), end="")
"""


@pytest.fixture(scope="module")
def in_production(site, tmp_path_factory):
    """The same record, served as in production: ports of http and https, a cookie of the admin's,
    and the file of the authority that the certificate is of."""
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    certificate = authority.issue_cert("localhost")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    for number, part in enumerate(certificate.cert_chain_pems):
        part.write_to_path(folder / "chain.pem", append=number > 0)
    http, https = free_port(), free_port()
    database = {"host": site.state / "postgres", "user": "postgres"}
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    environment = {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "STATE_DIR": str(site.state),
        "DATABASE_URL": os.environ.get("DATABASE_URL")
        or f"postgresql:///parley?{urlencode(database)}",
        "SITE_URL": f"https://localhost:{https}",
        "SECRET_KEY": (site.state / "secret_key").read_text(),
    }
    told = [sys.executable, "-c", LOGGED_IN]
    done = subprocess.run(told, cwd=ROOT, env=environment, check=True, capture_output=True)
    served = [sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"]
    tls = ["--ssl-certificate", folder / "chain.pem", "--ssl-keyfile", folder / "key.pem"]
    processes = [
        subprocess.Popen(
            [*served, "--host", "127.0.0.1", "--port", str(port), *more], cwd=ROOT, env=environment
        )
        for port, more in ((http, []), (https, tls))
    ]
    trusted = ssl.create_default_context(cafile=folder / "authority.pem")

    def answers():
        try:
            urlopen(f"http://127.0.0.1:{http}/healthz").close()
            urlopen(f"https://localhost:{https}/healthz", context=trusted).close()
            return True
        except OSError:
            return False

    try:
        assert until(answers, 60)
        yield http, https, done.stdout.decode(), folder / "authority.pem"
    finally:
        for process in processes:
            process.send_signal(signal.SIGINT)
        for process in processes:
            process.wait(timeout=30)


def marks(in_production, pages, cookie=""):
    http, https, _, authority = in_production
    script = os.environ.get("OBSERVATORY")
    assert script, "OBSERVATORY must name its script; make test brings it with npm"
    done = subprocess.run(
        ["node", script, "localhost", str(http), str(https), cookie, *pages],
        env={**os.environ, "NODE_EXTRA_CA_CERTS": str(authority)},
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(done.stdout)
    assert list(told) == pages and {mark["status"] for mark in told.values()} == {200}
    return told


def test_pages_of_readers_have_the_best_mark(in_production):
    for page, mark in marks(in_production, PAGES).items():
        assert mark["failed"] == [] and mark["grade"] == "A+", (page, mark)
        assert mark["score"] >= BEST, (page, mark)


def test_pages_of_the_desk_have_the_best_mark(in_production):
    told = marks(in_production, ["/admin/login/"])
    told |= marks(in_production, DESK, in_production[2])
    for page, mark in told.items():
        assert mark["failed"] == [] and mark["grade"] == "A+", (page, mark)
        assert mark["score"] >= BEST, (page, mark)
