"use strict";
// Beside the rows of codings: what the chosen stance and gate mean, how the precondition is defined
// and what its holder said of it before. Without it that is told of rows that were saved or sent,
// and the table above the rows has all meanings.
{
    const address = new URL(document.currentScript.dataset.background, location);
    const form = document.getElementById("statement_form");
    const meanings = form.querySelector(".meanings");
    const of = ["precondition", "holder", "claimed_by", "stance"];
    const shared = ["actor", "official", "said_on", "date_precision"];
    const asking = new Map();

    const field = (row, name) => form.elements[`codings-${row}-${name}`];
    const place = (row, name) =>
        field(row, name)?.closest(`.field-${name}`)?.querySelector(".told");
    const text = (found) => found?.textContent.trim() ?? "";

    const mean = (row) => {
        const stance = field(row, "stance").value;
        const gate = field(row, "gate").value;
        const [holds, isNot] = meanings.querySelectorAll(`[data-stance="${stance}"] td`);
        const near = text(isNot) && ` Not this: ${text(isNot)}`;
        place(row, "stance").textContent = stance && text(holds) + near;
        const said = meanings.querySelector(`[data-gate="${gate}"]`);
        const sentence = said?.matches("tr")
            ? (said.querySelector(stance ? `[data-with="${stance}"]` : "td") ??
              meanings.querySelector("[data-ungated]"))
            : said;
        place(row, "gate").textContent = stance || gate !== "none" ? text(sentence) : "";
    };

    const tell = async (row) => {
        asking.get(row)?.abort();
        asking.set(row, new AbortController());
        const asked = new URL(address);
        of.forEach((name) => asked.searchParams.set(name, field(row, name).value));
        shared.forEach((name) => asked.searchParams.set(name, form.elements[name].value));
        try {
            const response = await fetch(asked, { signal: asking.get(row).signal });
            if (response.ok && !response.redirected) {
                place(row, "precondition").innerHTML = await response.text();
            }
        } catch (error) {
            if (error.name !== "AbortError") {
                place(row, "precondition").textContent = "";
            }
        }
    };

    // The number of the row that a field belongs to; the empty one to be copied has none.
    const rowOf = (input) => /^codings-(\d+)-/.exec(input.name)?.[1];
    const rows = () =>
        [...form.querySelectorAll("[name^=codings-][name$=-precondition]")]
            .map(rowOf)
            .filter((row) => row && field(row, "precondition").value);
    const announce = (part) =>
        part
            .querySelectorAll("[id^=codings-] .told")
            .forEach((told) => told.setAttribute("role", "status"));

    if (meanings && shared.every((name) => form.elements[name])) {
        announce(form);
        // jQuery, because the search fields of the admin announce changes to it only.
        django.jQuery(form).on("change", (event) => {
            const row = rowOf(event.target);
            const name = event.target.name.replace(/^codings-\d+-/, "");
            if (row && (name === "stance" || name === "gate")) {
                mean(row);
            }
            if (row && of.includes(name)) {
                tell(row);
            } else if (shared.includes(name)) {
                rows().forEach(tell);
            }
        });
    }
}
