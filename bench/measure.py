"""One size of the record, measured: every page by the site, by its floors and by the peer, one
after the other within seconds, several times over."""

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles

from . import peer, queries
from .pages import pages
from .painting import painted
from .reading import load
from .sample import Sample
from .servers import UP, Database, environment, free_port, granian, serving, site, spent
from .whole import exported

COLD = {"DJANGO_SETTINGS_MODULE": "bench.uncached"}
# "warm" is the site as it is, "site" the same without what it keeps of pages once they are made,
# "static" a file of about the page's size by the first of them.
MEASURED = ("site", "warm", "static", "framework", "sql", "peer")
MADE = ("site", "warm", "framework")
# A page that takes longer, in seconds, is asked for by one reader.
SLOW = 2


def measured(folder, number, *, rounds, seconds, readers, cold, say):
    """A dict of what was found."""
    folder = Path(folder) / str(number)
    facts = prepared(folder, number, say)
    sample = Sample(**facts["sample"])
    listed = pages(sample)
    say(f"{number}: the first request after a start.")
    first = {page.name: started_cold(folder, page) for page in listed if page.name in cold}
    with ExitStack() as stack:
        servers = started(stack, folder, number, say)
        sql = queries.queries(sample, servers["connection"])
        by_cell = queries.by_cell(servers["connection"])
        found = {page.name: {name: [] for name in MEASURED} for page in listed}
        cells, exports = [], []
        for turn in range(rounds):
            for page in listed:
                say(f"{number}: round {turn + 1} of {rounds}, {page.name}.")
                one_round(servers, page, sql[page.name], found[page.name], readers, seconds)
            cells.append(queried(servers, by_cell, seconds)["db_ms"])
            exports.append(exported(servers))
        say(f"{number}: how soon a browser has painted pages.")
        shown = painted(f"http://127.0.0.1:{servers['warm'][0]}", listed)
        version = servers["connection"].info.parameter_status("server_version")
    return {
        "statements": number,
        "load": facts["load"],
        "postgresql": version,
        "by_cell_ms": round(median(cells), 3),
        "export": medians(exports),
        "painted": shown,
        "pages": {
            page.name: {
                "path": page.path,
                "queries": facts["queries"][page.name],
                "cold_ms": first.get(page.name),
                **summary(found[page.name]),
            }
            for page in listed
        },
    }


def prepared(folder, number, say):
    """The facts of a database with this many statements; what another generator made is no use."""
    generator = sha256()
    for name in ("generate.py", "words.py", "sample.py"):
        generator.update((Path(__file__).parent / name).read_bytes())
    made_by = folder / "generator.sha256"
    if folder.exists() and not (made_by.exists() and made_by.read_text() == generator.hexdigest()):
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made_by.write_text(generator.hexdigest())
    say(f"{number}: the database.")
    subprocess.run(
        [sys.executable, "-m", "bench.prepare", str(number)],
        env=environment(folder, **COLD),
        check=True,
    )
    return json.loads((folder / "facts.json").read_text())


def started_cold(folder, page):
    """Milliseconds of the first request after the site and its database have started."""
    port = free_port()
    env = environment(folder, **COLD)
    with serving(site(port), port, folder / "site.log", env, says=UP):
        return round(load(port, page.path, 1, 0).seconds[0] * 1000, 1)


def started(stack, folder, number, say):
    """The servers of the rounds by name, each as its port and its process, and a connection."""
    ports = {name: free_port() for name in ("site", "warm", "framework", "peer")}

    def start(name, command, says="", **more):
        log, env = folder / f"{name}.log", environment(folder, **more)
        process = serving(command, ports[name], log, env, says=says)
        return ports[name], stack.enter_context(process)

    found = {"site": start("site", site(ports["site"]), UP, **COLD)}
    found["warm"] = found["static"] = start("warm", site(ports["warm"]), UP)
    found["files"] = files(folder / "static")
    database = Database(folder)
    found["database"] = database.process
    found["connection"] = stack.enter_context(database.connect())
    limit = granian("bench.limit:application", "wsgi", ports["framework"])
    found["framework"] = start("framework", limit, **database.address)
    if find_spec("datasette"):
        say(f"{number}: the tables of SQLite for Datasette.")
        peer.build(folder / "package", folder / "record.db")
        found["peer"] = start("peer", granian("bench.peer:application", "asgi", ports["peer"]))
    return found


def files(folder):
    """{address: bytes} of the static files that the site serves under names with hashes."""
    named = json.loads((folder / "staticfiles.json").read_text())["paths"].values()
    return {f"/static/{name}": (folder / name).stat().st_size for name in named}


def one_round(servers, page, sql, found, most, seconds):
    def ask(name, path):
        found[name].append(asked(servers, name, path, most, seconds))

    ask("site", page.path)
    ask("warm", page.path)
    size = found["site"][-1]["bytes"]
    ask("static", min(servers["files"].items(), key=lambda file: abs(file[1] - size))[0])
    ask("framework", f"/?bytes={size}")
    found["sql"].append(queried(servers, sql, seconds))
    if page.peer and "peer" in servers:
        ask("peer", page.peer)


def asked(servers, name, path, most, seconds):
    """What one page cost while it was read for some seconds."""
    (port, process), database = servers[name], servers["database"]
    first = load(port, path, 1, 0).seconds[0]
    readers = most if first < SLOW else 1
    if readers > 1:
        load(port, path, readers, 0)
    before = spent(process), spent(database)
    told = load(port, path, readers, seconds)
    after = spent(process), spent(database)
    number = len(told.seconds)
    return {
        "rps": number / told.elapsed,
        "alone_ms": first * 1000,
        **times(told.seconds),
        "app_ms": (after[0] - before[0]) / number * 1000,
        "db_ms": (after[1] - before[1]) / number * 1000,
        "bytes": told.size,
        "requests": number,
        "refused": told.refused / number,
    }


def queried(servers, statements, seconds):
    """The same of the queries alone, on one connection."""
    connection, database = servers["connection"], servers["database"]
    answered(connection, statements)
    taken, before, until = [], spent(database), time.perf_counter() + seconds
    while not taken or time.perf_counter() < until:
        began = time.perf_counter()
        answered(connection, statements)
        taken.append(time.perf_counter() - began)
    return {**times(taken), "db_ms": (spent(database) - before) / len(taken) * 1000}


def answered(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            if statement.lstrip().startswith("COPY"):
                with cursor.copy(statement) as copy:
                    for _ in copy:
                        pass
            else:
                cursor.execute(statement).fetchall()


def times(seconds):
    cuts = quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else seconds * 99
    return {"p50_ms": cuts[49] * 1000, "p99_ms": cuts[98] * 1000}


def summary(found):
    """Medians of the rounds, and the ratios of CPU for a request: how many times its floors' the
    site takes, and how many times the site's the peer."""
    told = {}
    for name, turns in found.items():
        told[name] = medians(turns) or None
    cost = {name: told[name]["app_ms"] + told[name]["db_ms"] for name in MADE}
    return {
        **told,
        "ratios": {
            "framework": ratio(cost["site"], cost["framework"]),
            "sql": ratio(told["site"]["db_ms"], told["sql"]["db_ms"]),
            # The peer has its database within.
            "peer": told["peer"] and ratio(told["peer"]["app_ms"], cost["site"]),
            "warm_peer": told["peer"] and ratio(told["peer"]["app_ms"], cost["warm"]),
            "static": ratio(told["warm"]["rps"], told["static"]["rps"]),
        },
    }


def medians(turns):
    return {key: round(median(turn[key] for turn in turns), 3) for key in (turns or [{}])[0]}


def ratio(one, other):
    """None where the other took less than the system's clock can tell."""
    return round(one / other, 2) if other else None


def load_average():
    return [round(one, 1) for one in os.getloadavg()]
