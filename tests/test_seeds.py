"""The seeds, loaded once for this module."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.packages import dump, load
from positions.packages.schema import RESOURCES

from .package import SEEDS, contents


def test_the_seeds_come_back_byte_for_byte(seeds, tmp_path):
    dump(tmp_path)
    assert contents(tmp_path) == contents(SEEDS)


def test_a_second_time_nothing_is_written(seeds):
    with CaptureQueriesContext(connection) as queries:
        counts = load(SEEDS)
    assert not [q for q in queries.captured_queries if q["sql"].startswith(("INSERT", "UPDATE"))]
    assert {name: dict(count) for name, count in counts.items()} == {
        **{name: {} for name in RESOURCES.keys() - ROWS.keys()},
        **{name: {"same": n} for name, n in ROWS.items()},
    }


ROWS = {
    **{"actors": 26, "officials": 87, "tenures": 93, "topics": 11, "preconditions": 39},
    **{"sources": 383, "statements": 448, "codings": 760, "second_codings": 663},
}
