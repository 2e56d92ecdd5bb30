"""What is told at the address of a statement that is no longer published."""

from django.shortcuts import get_object_or_404, render

from positions.models import Statement


def withdrawn(request, asked, slug):
    """When and why, but neither the words nor the speaker, who may never have said them."""
    found = Statement.objects.withdrawn().for_page()
    statement = get_object_or_404(found, slug=slug, duplicate_of=None)
    context = {"asked": asked, "statement": statement}
    status = asked.status if asked.errors else 410
    return render(request, "positions/withdrawn.html", context, status=status)
