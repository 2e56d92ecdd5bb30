"""Tables as views."""

from functools import wraps

from django.views.decorators.http import require_safe

from positions.exports import answer


def as_file(made):
    """The view that answers with the exports.Table which `made` makes of a request, as the file
    that the address names; `made` stays at hand as `table`."""

    @require_safe
    @wraps(made)
    def view(request, suffix, **slugs):
        return answer(request, suffix, made(request, **slugs))

    view.table = made
    return view
