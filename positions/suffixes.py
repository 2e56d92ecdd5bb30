"""How addresses of files end: `/statements/` has `/statements.csv` and, to be followed,
`/statements.atom`."""

from django.urls.converters import StringConverter


class Table(StringConverter):
    regex = "csv|json"


class Feed(StringConverter):
    regex = r"atom|feed\.json"
