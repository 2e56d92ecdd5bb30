"""How another site embeds a page, asked by its address (oembed.com, version 1.0)."""

from xml.etree import ElementTree

from django.http import Http404, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import override
from django.views.decorators.http import require_safe

from positions import embedding
from positions.cards.sheet import HEIGHT, WIDTH
from positions.citing.reference import on_one_line
from positions.exports.writing import public
from positions.models import Statement
from positions.models.permalinks import leads_to
from positions.questions import AsOf, Comparison, OEmbed

# The frame itself shows what is on record now.
CACHE_AGE = 86_400


@require_safe
def oembed(request):
    asked = OEmbed(request.GET)
    if asked.is_of_no_format:
        words = "The formats are json and xml."
        return public(HttpResponse(words, content_type="text/plain; charset=utf-8", status=501))
    if asked.errors:
        words = "\n".join(f"{name}: {' '.join(told)}" for name, told in asked.errors.items())
        return public(HttpResponseBadRequest(words, content_type="text/plain; charset=utf-8"))
    if not (page := asked.page(request.get_host())):
        raise Http404
    *page, language = page
    with override(language):
        told = about(request, *page, asked.cleaned_data)
    if asked.as_xml:
        return public(HttpResponse(as_xml(told), content_type="text/xml; charset=utf-8"))
    return public(JsonResponse(told))


def about(request, match, query, limits):
    """The response to a page that can be embedded; Http404 for any other."""
    found, args = None, []
    if match.view_name == "positions:statement":
        question, found = AsOf(query), statement(**match.kwargs)
        title, args = embedding.statement_title(found), [found.slug]
    elif match.view_name == "positions:compare":
        question = Comparison(query)
        title = embedding.comparison_title(question)
    else:
        raise Http404
    if question.errors:
        raise Http404

    def absolute(name):
        path = reverse(f"positions:{name}", args=args)
        asked = question.canonical
        return request.build_absolute_uri(f"{path}?{urlencode(asked)}" if asked else path)

    width = min(embedding.WIDTH, limits["maxwidth"] or embedding.WIDTH)
    height = embedding.statement_height(found, width) if found else embedding.COMPARISON_HEIGHT
    height = min(height, limits["maxheight"] or height)
    told = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": on_one_line(found.speaker) if found else "",
        "provider_name": "Parley",
        "provider_url": request.build_absolute_uri(reverse("positions:home")),
        "cache_age": CACHE_AGE,
        "html": embedding.frame(absolute(f"embed_{match.url_name}"), title, width, height),
        "width": width,
        "height": height,
    }
    # A thumbnail may not be larger than what is asked for.
    if (limits["maxwidth"] or WIDTH) >= WIDTH and (limits["maxheight"] or HEIGHT) >= HEIGHT:
        told["thumbnail_url"] = absolute(f"{match.url_name}_card")
        told |= {"thumbnail_width": WIDTH, "thumbnail_height": HEIGHT}
    return {name: value for name, value in told.items() if value}


def statement(slug):
    slug = leads_to(Statement, slug)
    found = Statement.objects.published().for_cards().filter(slug=slug).first()
    if not found:
        raise Http404
    return found


def as_xml(told):
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = str(value)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
