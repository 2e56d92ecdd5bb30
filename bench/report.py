"""What was found, as a table: on the screen, and in a document in place of the last one."""

import re

HEADINGS = (
    *("page", "requests/s", "p50 ms", "p99 ms", "alone ms", "first ms"),
    *("CPU ms, site + database", "warm requests/s", "warm p50 ms", "warm CPU", "queries", "bytes"),
    *("framework's floor", "times it", "SQL's floor", "times it", "Datasette", "times ours"),
)


def table(run):
    """Lines of Markdown."""
    yield f"| {' | '.join(HEADINGS)} |"
    yield f"| --- |{' ---: |' * (len(HEADINGS) - 1)}"
    for name, page in run["pages"].items():
        refused = page["site"]["refused"]
        told = f"{name}, {refused:.0%} refused" if refused else name
        yield f"| {' | '.join([told, *cells(page)])} |"


def cells(page):
    site, ratios, peer = page["site"], page["ratios"], page["peer"]
    warm = page["warm"]
    framework = page["framework"]["app_ms"] + page["framework"]["db_ms"]
    return [
        *(spelt(site[key]) for key in ("rps", "p50_ms", "p99_ms", "alone_ms")),
        spelt(page["cold_ms"]),
        in_both(site),
        *(spelt(warm and warm[key]) for key in ("rps", "p50_ms")),
        in_both(warm) if warm else "-",
        f"{page['queries']}",
        f"{round(site['bytes']):,}",
        spelt(framework),
        spelt(ratios["framework"]),
        spelt(page["sql"]["db_ms"]),
        spelt(ratios["sql"]),
        spelt(peer and peer["app_ms"]),
        spelt(ratios["peer"]),
    ]


def in_both(found):
    return f"{spelt(found['app_ms'])} + {spelt(found['db_ms'])}"


def spelt(number):
    """Two or three digits that mean something."""
    if number is None:
        return "-"
    return (
        f"{number:,.0f}" if number >= 100 else f"{number:.1f}" if number >= 1 else f"{number:.2f}"
    )


def section(run, about):
    number = run["statements"]
    said = (
        f"{about['day']}, {about['cores']} cores, load {about['load'][0]} at the start; "
        f"{about['rounds']} rounds of {about['seconds']} s; Python {about['python']}, "
        f"Django {about['django']}, granian {about['granian']}, PostgreSQL {run['postgresql']}, "
        f"Datasette {about['datasette'] or 'not installed'}. "
        f"`load_package` took {run['load_seconds']} s."
    )
    below = (
        f"One stance for each cell instead of one for each gate of a cell would cost "
        f"{spelt(run['by_cell_ms'])} ms in SQL on home and compare."
    )
    return "\n".join([f"### {number:,} statements", "", said, "", *table(run), "", below])


def written_into(text, run, about):
    """The document with the run in place of the last one of its size, or behind all others."""
    begin, end = (f"<!-- {word} of {run['statements']} -->" for word in ("run", "end"))
    block = f"{begin}\n{section(run, about)}\n{end}"
    found = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if found.search(text):
        return found.sub(lambda _: block, text)
    return f"{text.rstrip()}\n\n{block}\n"
