"""Every page by the Nu HTML checker; `make test` brings it, or leaves this file out and says so."""

import os
import subprocess
import urllib.error
import urllib.request
from itertools import product

from .test_access import PAGES


def test_every_page_is_valid(site, tmp_path):
    checker = os.environ.get("NU_CHECKER")
    assert checker, "NU_CHECKER must name vnu.jar; make test brings it with Java and npm"
    for language, (name, address) in product(("", "/uk", "/ru"), PAGES.items()):
        file = tmp_path / f"{name}{language.replace('/', ' ')}.html"
        file.write_bytes(fetched(site.url + language + address))
    command = ["java", "-jar", checker, "--format", "gnu", *map(str, tmp_path.glob("*.html"))]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert checked.stderr == ""
    assert checked.returncode == 0


def fetched(address):
    try:
        with urllib.request.urlopen(address) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.read()
