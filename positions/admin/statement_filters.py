"""How the list of statements is narrowed down."""

from django.contrib import admin
from django.db.models import Q


class CodedFilter(admin.SimpleListFilter):
    title = "codings"
    parameter_name = "coded"

    def lookups(self, request, model_admin):
        return [("yes", "Coded"), ("no", "Not coded")]

    def queryset(self, request, queryset):
        coded = {"yes": Q(coding_count__gt=0), "no": Q(coding_count=0)}
        return queryset.filter(coded.get(self.value(), Q()))


class WhoseFilter(admin.SimpleListFilter):
    title = "who entered it"
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", "I did"), ("others", "Others did")]

    def queryset(self, request, queryset):
        mine = Q(entered_by=request.user)
        whose = {"mine": mine, "others": ~mine}
        return queryset.filter(whose.get(self.value(), Q()))


class CheckedFilter(admin.EmptyFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "check against the source"

    def choices(self, changelist):
        labels = [None, "Unreviewed", "Checked"]
        for label, choice in zip(labels, super().choices(changelist), strict=True):
            yield {**choice, "display": label or choice["display"]}
