"""Every page by the Nu HTML checker, where `make test` has found Java and npm to bring it."""

import os
import subprocess
import urllib.error
import urllib.request

import pytest

from .test_access import PAGES

CHECKER = os.environ.get("NU_CHECKER")


@pytest.mark.skipif(not CHECKER, reason="the Nu checker is not here; make test says what it needs")
def test_every_page_is_valid(site, tmp_path):
    for name, address in PAGES.items():
        (tmp_path / f"{name}.html").write_bytes(fetched(site.url + address))
    command = ["java", "-jar", CHECKER, "--format", "gnu", *map(str, tmp_path.glob("*.html"))]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")


def fetched(address):
    try:
        with urllib.request.urlopen(address) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.read()
