"""How soon a browser has painted the pages, as Lighthouse measures it on a desktop."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

PAGES = ("home", "compare", "statements", "statement")
FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage"
TIMED = {
    "first_ms": "first-contentful-paint",
    "largest_ms": "largest-contentful-paint",
    "blocked_ms": "total-blocking-time",
    "shifted": "cumulative-layout-shift",
}


def painted(site, listed):
    """By page, its mark for speed, milliseconds, and how far its layout shifts, None where
    Lighthouse failed; nothing without it and a browser, which `make bench` names where they are."""
    lighthouse, browser = (os.environ.get(name) for name in ("LIGHTHOUSE", "CHROMIUM"))
    if not (lighthouse and browser):
        return {}
    paths = {page.name: page.path for page in listed}
    return {name: one(lighthouse, browser, f"{site}{paths[name]}") for name in PAGES}


def one(lighthouse, browser, address):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "told.json"
        ended = subprocess.run(
            ["node", lighthouse, address, "--preset=desktop", "--quiet", "--output=json",
             "--only-categories=performance", f"--output-path={file}",
             "--no-enable-error-reporting", f"--chrome-flags={FLAGS}"],
            env={**os.environ, "CHROME_PATH": browser},
        )  # fmt: skip
        if ended.returncode:
            return None
        told = json.loads(file.read_text())
    audits = {name: told["audits"][audit]["numericValue"] for name, audit in TIMED.items()}
    return {"mark": told["categories"]["performance"]["score"] * 100, **audits}
