"""The addresses that machines ask, on the same network and under any host name."""

from django.http import HttpResponseNotAllowed

from positions.operation.health import alive, ready
from positions.operation.metrics import metrics

PROBES = {"/healthz": alive, "/readyz": ready, "/metrics": metrics}
METHODS = ("GET", "HEAD")


def answered_at_once(get_response):
    """Middleware, before all that looks at hosts, languages or the database."""

    def answer(request):
        probe = PROBES.get(request.path_info)
        if not probe:
            return get_response(request)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        response = probe(request)
        response["Cache-Control"] = "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    return answer
