"""How addresses of files end: `/statements/` has `/statements.csv` and `/statements.json`."""

from django.urls.converters import StringConverter


class Table(StringConverter):
    regex = "csv|json"
