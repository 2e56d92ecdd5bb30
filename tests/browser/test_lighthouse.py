"""The pages that readers come to, as Lighthouse sees them on a desktop; `make test` brings it, or
leaves this file out and says so."""

import json
import os
import subprocess

import pytest

PAGES = {
    "home": "/",
    "compare": "/compare/",
    "statements": "/statements/",
    "statement": "/statements/2022-12-02-russia-peskov-3/",
}
MARKS = ("accessibility", "best-practices", "seo")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_full_marks(site, browser_type_launch_args, tmp_path, name):
    """How soon it is painted is no test: other work on the machine moves it."""
    told = report(site.url + PAGES[name], browser_type_launch_args, tmp_path / "told.json")
    marks = {key: round(100 * one["score"]) for key, one in told["categories"].items()}
    wanting = [
        (one["id"], one.get("displayValue"), one.get("details", {}).get("items", [])[:3])
        for one in told["audits"].values()
        if one["score"] is not None and one["score"] < 1
    ]
    assert marks == dict.fromkeys(MARKS, 100), wanting


def report(address, launching, file):
    lighthouse = os.environ.get("LIGHTHOUSE")
    assert lighthouse, "LIGHTHOUSE must name its script; make test brings it with npm"
    flags = " ".join(["--headless=new", *launching["args"]])
    subprocess.run(
        ["node", lighthouse, address, "--preset=desktop", "--quiet", "--output=json",
         f"--only-categories={','.join(MARKS)}",
         f"--output-path={file}", "--no-enable-error-reporting", f"--chrome-flags={flags}"],
        env={**os.environ, "CHROME_PATH": launching["executable_path"]},
        check=True,
    )  # fmt: skip
    return json.loads(file.read_text())
