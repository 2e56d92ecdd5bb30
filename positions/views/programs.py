"""What programs ask any site for."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from positions import crawlers
from positions.languages import prefix
from positions.questions import today

# A contact is good for this long after it was read.
HOLDS = timedelta(days=180)


def told(lines):
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots(request):
    """Every page and file may be read. Questions, of which there is no end, are for readers: what
    they lead to stands on pages of its own, which the sitemap names."""
    rules = [
        *(f"Disallow: {prefix(code)}/statements/*/report/" for code, _ in settings.LANGUAGES),
        f"Disallow: {reverse('admin:index')}",
        "Disallow: /*?",
        "Allow: /sitemap-*.xml?p=",
        "Crawl-delay: 1",
    ]
    of_models = [f"User-agent: {name}" for name in crawlers.OF_MODELS]
    sitemap = request.build_absolute_uri(reverse("files:sitemap_index"))
    return told(
        [
            *("User-agent: *", *rules, ""),
            *(*of_models, *(rules if settings.AI_CRAWLERS else ["Disallow: /"]), ""),
            f"Sitemap: {sitemap}",
        ]
    )


@require_safe
def security(request):
    """RFC 9116. Without a contact there is none to tell."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = datetime.combine(today() + HOLDS, time(), UTC)
    return told(
        [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
            "Preferred-Languages: en",
            f"Canonical: {request.build_absolute_uri(request.path)}",
        ]
    )
