"""What this site does, counted over all its processes, as Prometheus reads it. For whoever has the
token; without METRICS_TOKEN there is nothing at the address."""

import os
from contextlib import suppress

from django.conf import settings
from django.db import Error
from django.http import HttpResponse, HttpResponseNotFound
from django.utils.crypto import constant_time_compare

from positions.operation.state import state

# Processes add up what they count in files of this folder; the library looks for it when imported.
if settings.METRICS_TOKEN:
    settings.METRICS_DIR.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.METRICS_DIR)

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Counter(
    "parley_requests",
    "Requests, by the name of the address and by how the answer was come by.",
    ["method", "route", "status", "answer"],
)
SECONDS = Histogram(
    "parley_request_seconds",
    "Time until the first byte of an answer.",
    ["answer"],
    buckets=(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)


def count(*, method, route, status, answer, seconds):
    REQUESTS.labels(method, route, status, answer).inc()
    SECONDS.labels(answer).observe(seconds)


def metrics(request):
    """All that is counted, and how the database and what waits for editors stand now."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN:
        return HttpResponseNotFound("There is nothing here.\n", content_type="text/plain")
    if not constant_time_compare(given, settings.METRICS_TOKEN):
        told = {"status": 401, "headers": {"WWW-Authenticate": "Bearer"}}
        return HttpResponse("A token is needed.\n", content_type="text/plain", **told)
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=settings.METRICS_DIR)
    registry.register(Now())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Now:
    """A collector of what is looked up when it is asked for."""

    def collect(self):
        found = None
        with suppress(Error):
            found = state()
        yield GaugeMetricFamily("parley_database_up", "Whether it answers.", bool(found))
        if not found:
            return
        for name, (words, number) in found.numbers().items():
            yield GaugeMetricFamily(f"parley_{name}", words, number)
        used = GaugeMetricFamily("parley_replica_in_use", "Whether it is.", labels=["replica"])
        for name, good in found.replicas:
            used.add_metric([name], good)
        yield used
