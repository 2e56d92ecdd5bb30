"""What a page tells those who pass its address on: a card. No queries."""

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe

from positions.cards.sheet import HEIGHT, WIDTH
from positions.templatetags.metadata import absolute

register = template.Library()


def shared(context, name, *args):
    """The absolute address of a card or frame, asked what this page is asked."""
    path = reverse(f"positions:{name}", args=args)
    return absolute(context["request"], path, context["asked"].canonical)


@register.simple_block_tag(takes_context=True)
def picture(context, content, name, *args):
    """{% picture "statement_card" slug %}in words{% endpicture %}: the card of the page."""
    tags = template.loader.get_template("positions/includes/picture.html")
    told = {"card": shared(context, name, *args), "words": mark_safe(" ".join(content.split()))}
    return tags.render({**told, "width": WIDTH, "height": HEIGHT})
