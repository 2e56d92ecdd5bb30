"""Measures the site: `make bench`, or `python -m bench 2000` with more to choose from."""

import argparse
import json
import os
import platform
import signal
import sys
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .measure import load_average, measured
from .report import section, written_into

ROOT = Path(__file__).resolve().parent.parent
EVERY = "every page"


def main():
    # However it is told to end, the servers end first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    asked = arguments()
    cold = Everything() if asked.cold == EVERY else {asked.cold}
    about = {
        "day": date.today().isoformat(),
        "cores": os.cpu_count(),
        "load": load_average(),
        "rounds": asked.rounds,
        "seconds": asked.seconds,
        "python": platform.python_version(),
        **{name: version_of(name) for name in ("django", "granian", "datasette")},
    }
    runs = []
    for number in asked.statements:
        run = measured(
            asked.folder,
            number,
            rounds=asked.rounds,
            seconds=asked.seconds,
            readers=asked.readers,
            cold=cold,
            say=say,
        )
        runs.append(run)
        sys.stdout.write(f"\n{section(run, about)}\n\n")
        sys.stdout.flush()
        if asked.document:
            told = asked.document.read_text(encoding="utf-8")
            asked.document.write_text(written_into(told, run, about), encoding="utf-8")
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps({**about, "runs": runs}, indent=1) + "\n")


def arguments():
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "statements", nargs="+", type=int, help="how many; several make several runs"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2, help="for each page of each round")
    parser.add_argument("--readers", type=int, default=8, help="at once")
    parser.add_argument("--cold", default=EVERY, help="the one page whose first request is timed")
    parser.add_argument("--folder", type=Path, default=ROOT / "var/bench", help="of the databases")
    parser.add_argument("--json", type=Path, default=ROOT / "var/bench.json")
    parser.add_argument("--document", type=Path, help="a document to write the tables into")
    return parser.parse_args()


class Everything:
    def __contains__(self, name):
        return True


def version_of(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def say(line):
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
