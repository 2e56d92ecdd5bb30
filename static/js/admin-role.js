"use strict";
// Follows the statement's form: tells the official's roles on that day, from recorded tenures.
// Without it the line tells what was saved, and the form is checked all the same.
{
    const address = document.currentScript.dataset.roles;
    const form = document.getElementById("statement_form");
    const line = form.querySelector(".field-role_then .readonly");
    const names = ["official", "actor", "said_on", "date_precision"];
    let asking = new AbortController();

    const tell = async () => {
        asking.abort();
        asking = new AbortController();
        const answered = new URLSearchParams(names.map((name) => [name, form.elements[name].value]));
        try {
            const response = await fetch(`${address}?${answered}`, { signal: asking.signal });
            if (response.ok && !response.redirected) {
                line.textContent = (await response.json()).roles || "-";
            }
        } catch (error) {
            if (error.name !== "AbortError") {
                line.textContent = "-";
            }
        }
    };

    if (line && names.every((name) => form.elements[name])) {
        line.setAttribute("role", "status");
        // jQuery, because the search fields of the admin announce changes to it only.
        const inputs = names.map((name) => `[name=${name}]`).join();
        django.jQuery(form).on("change", inputs, tell);
        tell();
    }
}
