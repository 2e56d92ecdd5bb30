"""How the site bears many at once: `make load`, or `python -m bench.load` with more to choose from.

It is served as in production, by `python -m config.serving`, on a record that is made for it. Ten
times the readers of the bench ask for its pages, each as soon as the last is there; others are slow
on purpose, one address floods the search, and an editor saves a statement each second. The same
editor and one reader alone come before, to hold it against.
"""

import argparse
import asyncio
import json
import os
import secrets
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from config.environment import read_limits

from .crowd import HOST, Crowd
from .editing import Editor
from .measure import prepared
from .pages import pages
from .sample import Sample
from .servers import Database, environment, free_port, serving

ROOT = Path(__file__).resolve().parent.parent
READERS, SLOW, FLOOD = 80, 200, 20
# Seconds in which 99 of 100 readers must be answered, so long as nothing else uses the machine: as
# long as people keep their mind on a page that does not come (Nielsen, "Response Times", 1993).
BOUND = 10


def main():
    asked = arguments()
    found = loaded(asked.folder / str(asked.statements), asked, say)
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(found, indent=1) + "\n")
    for line in report(found):
        sys.stdout.write(f"{line}\n")
    sys.exit("\n".join(found["failed"]) or None)


def arguments():
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--statements", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--alone", type=float, default=10, help="seconds of one reader alone")
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--slow", type=int, default=SLOW)
    parser.add_argument("--flood", type=int, default=FLOOD)
    parser.add_argument("--bound", type=float, default=BOUND, help="seconds of the readers' p99")
    parser.add_argument("--limits", default="search=60+2", help="as LIMITS")
    parser.add_argument("--folder", type=Path, default=ROOT / "var/load", help="of the database")
    parser.add_argument("--json", type=Path, default=ROOT / "var/load.json")
    return parser.parse_args()


def loaded(folder, asked, say):
    """A dict of what was found, `failed` a line for each thing that must not be."""
    facts = prepared(folder, asked.statements, say)
    sample = Sample(**facts["sample"])
    paths = [page.path for page in pages(sample)]
    with ExitStack() as stack:
        database = Database(folder)
        connection = stack.enter_context(database.connect())
        env = production(folder, database.address, LIMITS=asked.limits)
        editor = json.loads(python(env, "-m", "bench.editing", sample.statement))
        port = free_port()
        env["BIND"] = f"127.0.0.1:{port}"
        stack.enter_context(serving(["-m", "config.serving"], port, folder / "load.log", env))

        def run(seconds, **crowd):
            at_desk = Editor(port, connection=connection, **editor)
            thread = threading.Thread(target=at_desk.work, args=[seconds])
            thread.start()
            come = Crowd(port, paths, asked.statements)
            asyncio.run(come.come(seconds, **crowd))
            thread.join()
            return told(come, at_desk, seconds)

        say("One reader alone.")
        alone = run(asked.alone, readers=1, flood=0, slow=0)
        say("All of them.")
        crowd = {"readers": asked.readers, "flood": asked.flood, "slow": asked.slow}
        found = run(asked.seconds, **crowd)
        most, each_second = read_limits(asked.limits)["search"]
    return {
        "alone": alone, "crowd": crowd, "found": found, "load": os.getloadavg(),
        "failed": [
            *failures(alone, 0, asked.bound),
            *failures(found, most + each_second * asked.seconds, asked.bound),
        ],
    }  # fmt: skip


def production(folder, address, **more):
    told = {"host": address["PGHOST"], "port": address["PGPORT"], "user": address["PGUSER"]}
    return environment(
        folder,
        SITE_URL=f"https://{HOST}",
        SECRET_KEY=secrets.token_urlsafe(64),
        DATABASE_URL=f"postgresql:///{address['PGDATABASE']}?{urlencode(told)}",
        PROXY_HEADER="X-Forwarded-Proto",
        CLIENT_ADDRESS_HEADER="X-Real-IP",
        DJANGO_SETTINGS_MODULE="config.settings",
        **more,
    )


def python(env, *command):
    told = [sys.executable, *command]
    return subprocess.run(told, cwd=ROOT, env=env, check=True, capture_output=True).stdout


def told(crowd, editor, seconds):
    """Of each who came: how many, their percentiles in seconds, and how many of each kind."""
    groups = {"readers": crowd.readers, "saves": editor.found, "flood": crowd.flood}
    groups |= {f"slow {kind}": found for kind, found in crowd.slow.items()}
    return {
        "seconds": seconds,
        "lost": editor.lost,
        **{
            name: {"kinds": dict(found.kinds), **percentiles(found.seconds)}
            for name, found in groups.items()
        },
    }


def percentiles(seconds):
    if not seconds:
        return {}
    # Of a single one each is the same.
    cuts = quantiles(seconds * 2 if len(seconds) == 1 else seconds, n=100, method="inclusive")
    return {f"p{n}": round(cuts[n - 1], 3) for n in (50, 95, 99)}


def failures(found, allowed, bound):
    """`allowed`: how many of the flood may pass."""
    readers, saves, flood = (found[name]["kinds"] for name in ("readers", "saves", "flood"))
    failed = [f"{n} readers: {kind}" for kind, n in readers.items() if kind != "200"]
    failed += [f"{n} saves: {kind}" for kind, n in saves.items() if kind != "saved"]
    told = {"200", *REFUSED}
    failed += [f"{n} of the flood: {kind}" for kind, n in flood.items() if kind not in told]
    if not saves.get("saved") or found["lost"]:
        failed.append(f"{found['lost']} saves were acknowledged and are not stored.")
    if flood.get("200", 0) > allowed or (flood and not flood.keys() & REFUSED):
        failed.append(f"{flood.get('200')} of the flood passed, {allowed:g} may.")
    if not readers:
        failed.append("No reader was answered.")
    elif found["readers"]["p99"] > bound:
        failed.append(f"p99 of readers is {found['readers']['p99']} s, more than {bound:g}.")
    return failed


# More than it may ask; or no turn in time, as all of it has one turn after the others.
REFUSED = {"429", "503"}


def report(found):
    yield "| who | answers/s | p50 s | p95 s | p99 s | kinds |"
    yield "| --- | ---: | ---: | ---: | ---: | --- |"
    for name in ("alone", "found"):
        run = found[name]
        for who, one in run.items():
            if not isinstance(one, dict) or not one["kinds"]:
                continue
            number = sum(one["kinds"].values()) / run["seconds"]
            kinds = ", ".join(f"{n:,} {kind}" for kind, n in sorted(one["kinds"].items()))
            cuts = " | ".join(str(one.get(f"p{n}", "-")) for n in (50, 95, 99))
            said = f"{who}, one alone" if name == "alone" else who
            yield f"| {said} | {number:.1f} | {cuts} | {kinds} |"


def say(line):
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
