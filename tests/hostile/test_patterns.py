"""Every regular expression of the site takes time in proportion to the text, whatever the text is.
The expressions are found in the code, so that a new one is tried here by itself."""

import ast
import importlib
import pkgutil
import re
import signal
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

import positions

LENGTH = 100_000
# Of processor time; a linear search takes a hundredth of it, a quadratic one minutes.
SECONDS = 1
PIECES = [
    *("a", "A", "1", " ", "\n", ".", ",", "-", "'", '"', "(", ")", ":", ";", "/", "<", "=", "%"),
    *(
        "a ",
        "a.",
        "a-",
        "a'",
        "A. ",
        "1,",
        "2022-",
        "- ",
        "ab\n",
        "\t ",
        "a:",
        "«",
        "“",
        "а",
        "\u0301",
    ),
    *(
        "http://",
        "http://a.",
        "<a ",
        '="',
        "said ",
        "Mr. ",
        "&",
        "a@",
        "\r\n",
        "\u200b",
        "x" * 50 + " ",
    ),
]
ENDS = ["", "!"]


def modules():
    root = Path(positions.__file__).parent
    for found in pkgutil.walk_packages([str(root)], "positions."):
        if "migrations" not in found.name:
            yield importlib.import_module(found.name)


# How a pattern is given a text.
WAYS = {
    **{name: getattr(re.Pattern, name) for name in ("match", "fullmatch", "search", "split")},
    "findall": re.Pattern.findall,
    "finditer": lambda pattern, text: [*pattern.finditer(text)],
    "sub": lambda pattern, text: pattern.sub("", text),
}


def calls():
    """Of the code: (the name that a method is called of, the method, first argument, place)."""
    for module in modules():
        for node in ast.walk(ast.parse(Path(module.__file__).read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                of = ast.unparse(node.func.value).rpartition(".")[2]
                place = f"{module.__name__}:{node.lineno}"
                yield of, node.func.attr, node.args[0] if node.args else None, place


def expressions():
    """(place, pattern, way) of what modules have compiled, as it is used anywhere, and of what is
    given to re's functions in place."""
    used, found = defaultdict(set), {}
    for of, way, first, place in calls():
        if way in WAYS:
            used[of].add(way)
            if of == "re" and isinstance(first, ast.Constant):
                found[first.value, way] = place, re.compile(first.value), way
    for module in modules():
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                for way in used[name]:
                    found[value.pattern, way] = f"{module.__name__}.{name}", value, way
    return [*found.values()]


@contextmanager
def ending_in_time():
    def give_up(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def slow(expression, way):
    """The texts that it takes too long for."""
    for piece in PIECES:
        for end in ENDS:
            text = piece * (LENGTH // len(piece)) + end
            try:
                with ending_in_time():
                    WAYS[way](expression, text)
            except TimeoutError:
                yield piece, end


def test_no_expression_of_the_site_is_slow():
    tried = expressions()
    assert len(tried) > 40
    found = {(place, way): next(slow(one, way), None) for place, one, way in tried}
    assert {place: text for place, text in found.items() if text} == {}


def test_the_one_above_would_see_it():
    assert next(slow(re.compile(r"\s+$"), "search"), None)
