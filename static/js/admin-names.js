"use strict";
// Names the admin's search fields for screen readers: select2 leaves an empty one without a name.
{
    const $ = django.jQuery;

    const name = (select) => {
        const label = select.labels[0];
        const box = select.nextElementSibling?.querySelector(".select2-selection");
        if (!label || !box) {
            return;
        }
        const chosen = box.querySelector(".select2-selection__rendered");
        label.id ||= `${select.id}_label`;
        box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
        chosen.setAttribute("aria-label", label.textContent);
        $(select).on("select2:open", () => {
            box.setAttribute("aria-controls", box.getAttribute("aria-owns"));
            const search = document.querySelector(".select2-search__field");
            search.setAttribute("aria-label", `Search: ${label.textContent}`);
        });
    };

    const nameAll = (part) => part.querySelectorAll(".admin-autocomplete").forEach(name);
    $(() => nameAll(document));
    document.addEventListener("formset:added", (event) => nameAll(event.target));
}
