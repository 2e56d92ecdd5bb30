"""What the log of corrections is asked."""

from django.utils.translation import gettext_lazy as _

from positions.models import Actor, Correction

from .fields import Filters, SlugChoiceField


class Corrections(Filters):
    """What `/corrections/` is asked. A wrong value is named beside its field and lists nothing.

    The day that is looked at shortens nothing: what stands for that day, too, is as corrected
    since.
    """

    FILTERS = ("actor", "from", "to")

    actor = SlugChoiceField(Actor.objects.all(), label=_("Actor"), empty_label=_("Any actor"))

    @property
    def shown_fields(self):
        """The filters; the day too where the address speaks of it."""
        asked = ["as_of"] if self.data.get("as_of") else []
        return [self[name] for name in (*self.FILTERS, *asked)]

    def corrections(self):
        """Those that readers see and that every filter lets through."""
        if not self.is_valid():
            return Correction.objects.none()
        found = Correction.objects.shown()
        asked = self.cleaned_data
        if asked["actor"]:
            found = found.of(asked["actor"])
        if asked["from"]:
            found = found.filter(corrected_on__gte=asked["from"].first)
        if asked["to"]:
            found = found.filter(corrected_on__lte=asked["to"].last)
        return found
