"""What writing a package leaves behind, whatever happens meanwhile."""

import psycopg
import pytest
from django.db import connection

from positions.models import Statement, Topic
from positions.packages import dump, dumping
from positions.packages.schema import RESOURCES

from . import make
from .package import contents


@pytest.mark.django_db(transaction=True)
def test_a_dump_shows_one_moment(tmp_path, monkeypatch):
    make.actor("us")
    write_file = dumping.write_file

    def write_while_somebody_works(folder, resource):
        parameters = connection.get_connection_params()
        parameters = {
            k: parameters[k]
            for k in ("dbname", "user", "password", "host", "port")
            if k in parameters
        }
        with psycopg.connect(**parameters) as other:
            order = len(list(folder.iterdir()))
            other.execute(
                """INSERT INTO positions_topic (slug, name, name_uk, name_ru, "order")
                VALUES (%s, %s, '', '', %s)""",
                [resource.name.replace("_", "-"), resource.name, order],
            )
        return write_file(folder, resource)

    monkeypatch.setattr(dumping, "write_file", write_while_somebody_works)
    before = Topic.objects.count()
    counts = dump(tmp_path)
    assert counts["topics"] == before + 1
    assert Topic.objects.count() == before + len(RESOURCES)


def test_a_dump_replaces_a_package_and_nothing_else(everything, tmp_path):
    dump(tmp_path)
    (tmp_path / "README.md").write_text("About it.")
    Statement.objects.update(venue="Elsewhere")
    dump(tmp_path)
    assert "Elsewhere" in (tmp_path / "statements.csv").read_text()
    (tmp_path / "holiday.jpg").touch()
    with pytest.raises(FileExistsError, match="holiday.jpg"):
        dump(tmp_path)


def test_a_dump_that_fails_leaves_the_package_as_it_was(everything, tmp_path, monkeypatch):
    dump(tmp_path)
    before = contents(tmp_path)
    Statement.objects.update(venue="Elsewhere")
    monkeypatch.delitem(RESOURCES, "corrections")
    monkeypatch.setitem(RESOURCES, "broken", object())
    with pytest.raises(AttributeError):
        dump(tmp_path)
    assert contents(tmp_path) == before
