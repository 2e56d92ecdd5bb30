"""The log, as those who run the site keep it: one JSON object a line."""

import logging
from contextvars import ContextVar
from copy import copy

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

# Of this thread's request; outside requests there is none.
number = ContextVar("number", default=None)


class Numbered(logging.Filter):
    """Writes the request's number into what is logged during it."""

    def filter(self, record):
        record.request_id = number.get()
        return True


class Lines(JsonFormatter):
    """What Django adds of a request is left out, as its text has the query; of a failure of the
    database what it tells of the row, which may be somebody's."""

    LEFT_OUT = ("request", "server_time", "status_code")

    def __init__(self):
        super().__init__(
            "{levelname}{name}{message}{request_id}",
            style="{",
            timestamp="time",
            rename_fields={"levelname": "level", "name": "logger"},
            reserved_attrs=[*RESERVED_ATTRS, *self.LEFT_OUT],
        )

    def format(self, record):
        record = copy(record)
        # Another handler may have kept it as it is.
        record.exc_text = None
        return super().format(record)

    def formatException(self, exc_info):
        return without_rows(super().formatException(exc_info))


def without_rows(text):
    lines = text.splitlines()
    return "\n".join(line for line in lines if not line.startswith(("DETAIL:", "CONTEXT:")))
