"""What a page tells those who pass its address on: a card, a frame, where to ask for it. No
queries."""

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe

from positions import embedding
from positions.cards.sheet import HEIGHT, WIDTH
from positions.templatetags.metadata import absolute, parameters

register = template.Library()


def shared(context, name, *args):
    """The absolute address of a card or frame, asked what this page is asked."""
    path = reverse(f"positions:{name}", args=args)
    return absolute(context["request"], path, context["asked"].canonical)


@register.simple_block_tag(takes_context=True)
def picture(context, content, name, *args):
    """{% picture "statement_card" slug %}in words{% endpicture %}: the card of the page."""
    tags = template.loader.get_template("positions/includes/picture.html")
    words = mark_safe(" ".join(content.split()))  # nosec B308 B703 # printed by a template
    told = {"card": shared(context, name, *args), "words": words}
    return tags.render({**told, "width": WIDTH, "height": HEIGHT})


@register.simple_tag(takes_context=True)
def page_of(context, name, *args):
    """The canonical address of the page that a frame shows."""
    path = reverse(f"positions:{name}", args=args)
    return absolute(context["request"], path, parameters(context, name))


@register.inclusion_tag("positions/includes/discovery.html", takes_context=True)
def discovery(context, statement=None):
    """Where programs ask how to embed the page: see views/oembed.py."""
    name, args, title = embedded(context, statement)
    asked = {"url": shared(context, name, *args)}
    path = reverse("files:oembed")
    json, xml = (
        absolute(context["request"], path, {**asked, "format": one}) for one in ("json", "xml")
    )
    return {"json": json, "xml": xml, "title": title}


@register.inclusion_tag("positions/includes/sharing.html", takes_context=True)
def sharing(context, statement=None):
    name, args, title = embedded(context, statement)
    wanted = {"height": embedding.statement_height(statement)} if statement else {}
    code = embedding.frame(shared(context, f"embed_{name}", *args), title, **wanted)
    return {"card": shared(context, f"{name}_card", *args), "code": code}


def embedded(context, statement):
    if statement:
        return "statement", [statement.slug], embedding.statement_title(statement)
    return "compare", [], embedding.comparison_title(context["asked"])
