"""Former addresses lead, for good, to where a record is now."""

from functools import wraps

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from positions.exports.writing import public
from positions.models.permalinks import leads_to


def permalink(**models):
    """For a view whose address has slugs of these models, by the argument's name. Where it finds
    nothing, what was there before is looked for, and its present address answered with the same
    query. Nobody keeps the answer: who was renamed back would be redirected in a circle."""

    def lasting(view):
        @wraps(view)
        def answer(request, **slugs):
            try:
                return view(request, **slugs)
            except Http404:
                now = {name: leads_to(model, slugs[name]) for name, model in models.items()}
                if None in now.values() or {**slugs, **now} == slugs:
                    raise
            address = reverse(request.resolver_match.view_name, kwargs={**slugs, **now})
            query = request.META["QUERY_STRING"]
            # What somebody has typed into a form goes along.
            typed = request.method == "POST"
            moved = HttpResponsePermanentRedirect(
                f"{address}?{query}" if query else address, preserve_request=typed
            )
            add_never_cache_headers(moved)
            return moved if request.path.endswith("/") else public(moved)

        return answer

    return lasting
