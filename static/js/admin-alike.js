"use strict";
// Follows the statement's form: after a pause in typing, shows beside it what is on record and
// looks like it. Without it the same comes up when the form is saved.
{
    const form = document.getElementById("statement_form");
    const part = document.getElementById("alike");
    const told = document.getElementById("alike-told");
    const names = ["text", "original_text", "official", "actor", "said_on", "date_precision"];
    const pause = 700; // milliseconds
    let asking = new AbortController();
    let waiting;

    const tell = (found) => {
        part.innerHTML = found;
        const heading = part.querySelector("h2");
        part.hidden = !heading;
        if (told.textContent !== (heading?.textContent ?? "")) {
            told.textContent = heading?.textContent ?? "";
        }
    };

    const look = async () => {
        asking.abort();
        asking = new AbortController();
        const asked = { method: "POST", body: new FormData(form), signal: asking.signal };
        try {
            const response = await fetch(part.dataset.address, asked);
            if (response.ok && !response.redirected) {
                tell(await response.text());
            }
        } catch (error) {
            if (error.name !== "AbortError") {
                tell("");
            }
        }
    };

    const later = () => {
        clearTimeout(waiting);
        waiting = setTimeout(look, pause);
    };

    if (part && names.every((name) => form.elements[name])) {
        form.addEventListener("input", (event) => names.includes(event.target.name) && later());
        // jQuery, because the search fields of the admin announce changes to it only.
        django.jQuery(form).on("change", names.map((name) => `[name=${name}]`).join(), later);
    }
}
