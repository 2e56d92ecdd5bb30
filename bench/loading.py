"""What loading costs, and the least that it could: plain COPY of the same rows."""

import tempfile
import time

import psutil
from django.apps import apps
from psycopg import sql

# What the database makes of the others, or counts, which nobody loads.
KEPT_BY_TRIGGERS = {"groupday", "lineday", "dataversion", "bucket"}


class Costs:
    """Seconds by the clock and of CPU, of this process and of the server's end of a connection."""

    def __init__(self, cursor):
        cursor.execute("SELECT pg_backend_pid()")
        self.server = psutil.Process(cursor.fetchone()[0])
        self.began = self.now()

    def now(self):
        times = self.server.cpu_times()
        return time.monotonic(), times.user + times.system + time.process_time()

    def told(self):
        return [round(now - began, 2) for now, began in zip(self.now(), self.began, strict=True)]


def floor(cursor):
    """[seconds, seconds of CPU] of COPY into tables with the same columns, search vectors, checks
    and indexes, but without references and triggers; rows of the trail among them."""
    spent = [0, 0]
    cursor.execute("CREATE SCHEMA IF NOT EXISTS floor")
    for model in apps.get_app_config("positions").get_models():
        if model._meta.model_name in KEPT_BY_TRIGGERS or model._meta.proxy:
            continue
        table = sql.Identifier(model._meta.db_table)
        there = sql.SQL("{}.{}").format(sql.Identifier("floor"), table)
        told = [field.column for field in model._meta.concrete_fields if not field.generated]
        columns = sql.SQL(", ").join(map(sql.Identifier, told))
        cursor.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(there, table))
        with tempfile.TemporaryFile() as rows:
            out = sql.SQL("COPY (SELECT {} FROM {} ORDER BY 1) TO STDOUT").format(columns, table)
            with cursor.copy(out) as lines:
                for line in lines:
                    rows.write(line)
            rows.seek(0)
            costs = Costs(cursor)
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(there, columns)
            with cursor.copy(into) as lines:
                while block := rows.read(1 << 16):
                    lines.write(block)
            spent = [total + one for total, one in zip(spent, costs.told(), strict=True)]
        cursor.execute(sql.SQL("DROP TABLE {}").format(there))
    return [round(one, 2) for one in spent]
