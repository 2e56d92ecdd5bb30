"""What was found, as a table: on the screen, and in a document in place of the last one."""

import re

from .measure import ratio

HEADINGS = (
    *("page", "requests/s", "p50 ms", "p99 ms", "alone ms", "first ms"),
    *("CPU ms, site + database", "warm requests/s", "of a static file's", "warm p50 ms"),
    *("warm CPU", "queries", "bytes", "framework's floor", "times it", "SQL's floor", "times it"),
    *("Datasette", "times ours", "times ours, warm"),
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
        spelt(warm["rps"]),
        spelt(ratios["static"]),
        spelt(warm["p50_ms"]),
        in_both(warm),
        f"{page['queries']}",
        f"{round(site['bytes']):,}",
        spelt(framework),
        spelt(ratios["framework"]),
        spelt(page["sql"]["db_ms"]),
        spelt(ratios["sql"]),
        spelt(peer and peer["app_ms"]),
        spelt(ratios["peer"]),
        spelt(ratios["warm_peer"]),
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
        f"Datasette {about['datasette'] or 'not installed'}."
    )
    told = "\n".join(f"- {one}" for one in beside(run))
    return "\n".join([f"### {number:,} statements", "", said, "", *table(run), "", told])


def beside(run):
    """Sentences on what is no page."""
    took, export = run["load"], run["export"]
    yield (
        f"`load_package` took {spelt(took['seconds'])} s, {spelt(took['cpu'])} s of them CPU: "
        f"{spelt(ratio(took['cpu'], took['floor_cpu']))} times plain COPY of the same rows "
        f"({spelt(took['floor_seconds'])} s, {spelt(took['floor_cpu'])} s of CPU)."
    )
    yield (
        f"`/statements.csv`, {spelt(export['mb'])} MB: {spelt(export['mb_per_s'])} MB/s, which is "
        f"{spelt(export['mb_per_s'] / export['copy_mb_per_s'])} of COPY by hand "
        f"({spelt(export['copy_mb_per_s'])} MB/s); the first rows after "
        f"{spelt(export['first_ms'])} ms; the workers grew by {spelt(export['grown_mb'])} MB."
    )
    yield (
        f"One stance for each cell instead of one for each gate of a cell would cost "
        f"{spelt(run['by_cell_ms'])} ms in SQL on home and compare."
    )
    for name, page in run["painted"].items():
        yield (
            f"{name.capitalize()} in a browser: Lighthouse failed."
            if page is None
            else (
                f"{name.capitalize()} in a browser, by Lighthouse on a desktop: "
                f"{page['mark']:.0f} of 100; the first paint after {page['first_ms']:.0f} ms, "
                f"the largest after {page['largest_ms']:.0f} ms, "
                f"blocked for {page['blocked_ms']:.0f} ms, shifted by {page['shifted']:.3f}."
            )
        )


def written_into(text, run, about):
    """The document with the run in place of the last one of its size, or behind all others."""
    begin, end = (f"<!-- {word} of {run['statements']} -->" for word in ("run", "end"))
    block = f"{begin}\n{section(run, about)}\n{end}"
    found = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if found.search(text):
        return found.sub(lambda _: block, text)
    return f"{text.rstrip()}\n\n{block}\n"
