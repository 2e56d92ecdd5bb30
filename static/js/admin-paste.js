"use strict";
// Follows the rows of an article's page: counts the picked ones on the button, and shows where the
// words of the row in use stand in the text. The page works without it.
{
    const form = document.getElementById("article_form");
    const text = document.querySelector(".pasted");
    const save = form?.querySelector("[data-picked]");

    const count = () => {
        const own = [...form.querySelectorAll(".row.own")].filter((row) =>
            [...row.querySelectorAll("textarea")].some((box) => box.value.trim())
        );
        const picked = form.querySelectorAll("input[name$='-take']:checked").length + own.length;
        save.value = picked ? save.dataset.picked.replace("%", picked) : save.defaultValue;
    };

    const show = (event) => {
        const number = event.target.closest(".row")?.dataset.text;
        const marks = [...text.querySelectorAll("mark")];
        marks.forEach((mark) => mark.classList.toggle("here", mark.dataset.row === number));
        const mark = marks.find((each) => each.dataset.row === number);
        if (!mark) {
            return;
        }
        // Only the text moves, never the row that is being filled in.
        if (text.scrollHeight > text.clientHeight) {
            const from = mark.getBoundingClientRect().top - text.getBoundingClientRect().top;
            text.scrollTop += from - text.clientHeight / 3;
        }
    };

    if (save) {
        form.addEventListener("input", count);
        form.addEventListener("focusin", show);
        count();
    }
}
