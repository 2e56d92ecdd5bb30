/* Calmer pages: tidy addresses, announced results, evidence that opens and closes in place.
   Every page works without this file. */
"use strict";

// Of all scripts only htmx may make elements of text: of what this site answers. It runs no text.
if (window.trustedTypes) {
  const refuse = () => {
    throw new TypeError("No text is run here.");
  };
  htmx.registerExtension("trusted", {
    init: (api) => {
      const policy = window.trustedTypes.createPolicy("htmx", {
        createHTML: (text) => text,
        createScript: () => "",
      });
      api.initSecurity(policy, refuse, refuse);
    },
  });
}

const main = () => document.getElementById("main");

// Boxes left empty do not clutter the address.
document.addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) {
    if (value === "") event.formData.delete(name);
  }
});

const close = (words) => {
  const opener = document.querySelector(`[aria-controls="${words.id}"]`);
  words.replaceChildren();
  opener?.setAttribute("aria-expanded", "false");
  opener?.removeAttribute("aria-controls");
  return opener;
};

document.addEventListener("htmx:config:request", (event) => {
  main()?.setAttribute("aria-busy", "true");
});

// A second click on what is open closes it instead of asking again.
document.addEventListener("htmx:before:request", (event) => {
  const opener = event.target.closest?.(".opens");
  const words = opener && document.getElementById(opener.getAttribute("aria-controls"));
  if (words) {
    event.preventDefault();
    main()?.removeAttribute("aria-busy");
    close(words);
  }
});

// Words that cannot be shown in place are followed as the link that they are.
const follow = (event) => {
  const opener = event.detail.ctx?.sourceElement.closest?.(".opens");
  if (!opener) return;
  event.preventDefault();
  location.assign(opener.href);
};
document.addEventListener("htmx:before:response", (event) => {
  if (event.detail.ctx.response.status >= 400) follow(event);
});
document.addEventListener("htmx:error", follow);

// A part was exchanged and the address with it: the links to other languages lead to the same page,
// and the search of every page holds what was searched for.
document.addEventListener("htmx:after:history:push", () => {
  const links = [...document.querySelectorAll(".languages a")];
  const { prefix } = links.find((link) => link.ariaCurrent).dataset;
  const page = location.pathname.slice(prefix.length) + location.search;
  for (const link of links) link.href = link.dataset.prefix + page;
  document.getElementById("site-q").value = new URLSearchParams(location.search).get("q") ?? "";
});

document.addEventListener("htmx:finally:request", () => main()?.removeAttribute("aria-busy"));

document.addEventListener("htmx:after:swap", (event) => {
  const opener = event.detail.ctx.sourceElement.closest?.(".opens");
  if (opener) {
    const words = opener.closest("tbody").querySelector(".words");
    words.id ||= `words-${[...document.querySelectorAll(".words")].indexOf(words)}`;
    document.querySelectorAll(`[aria-controls="${words.id}"]`).forEach((other) => {
      other.setAttribute("aria-expanded", "false");
      other.removeAttribute("aria-controls");
    });
    opener.setAttribute("aria-controls", words.id);
    opener.setAttribute("aria-expanded", "true");
    words.querySelector("h2, h3")?.focus();
    return;
  }
  offerCopies();
  const results = document.querySelector("[data-announce]");
  if (results) document.getElementById("announcement").textContent = results.dataset.announce;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest(".closes");
  if (!button) return;
  event.preventDefault();
  close(button.closest(".words"))?.focus();
});

// A button that copies the text of the element whose id it names; without this file the text is
// selected by hand.
const offerCopies = () => {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
};
offerCopies();

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const box = button && document.getElementById(button.dataset.copy);
  if (!box) return;
  const announcement = document.getElementById("announcement");
  announcement.textContent = "";
  box.select?.();
  try {
    await navigator.clipboard.writeText(box.value ?? box.textContent);
    announcement.textContent = announcement.dataset.copied;
    button.dataset.copied = "";
    setTimeout(() => delete button.dataset.copied, 2000);
  } catch {
    announcement.textContent = announcement.dataset.notCopied;
  }
});
