// The keys of the site, and the window that lists them.

import { copyLink, focusedQuestion, step, toggleAll } from "./answers.mjs";
import { isTyping, make } from "./page.mjs";

/** What each key does; the keys of the theme are listed with them. */
const KEYS = [
  ["/", "Search", ({ search }) => search()],
  ["j", "Next question", () => step(1)],
  ["k", "Question before", () => step(-1)],
  ["Space", "Open or close the answer in focus"],
  ["o", "Open or close all answers", () => toggleAll()],
  ["c", "Copy the link of the question in focus", () => focusedQuestion() && copyLink(focusedQuestion())],
  ["n", "Next page"],
  ["p", "Page before"],
  ["?", "These shortcuts", () => showKeys()],
  ["Esc", "Close a window or a menu"],
];

function showKeys() {
  document.querySelector("dialog.keys")?.remove();
  const rows = KEYS.map(([key, does]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, does)));
  const close = make("button", { type: "submit", class: "keys-close" }, "Close");
  const dialog = make("dialog", { class: "keys", "aria-labelledby": "keys_title" }, make("form", { method: "dialog" }, make("h2", { id: "keys_title" }, "Shortcuts"), make("dl", {}, ...rows), make("p", {}, "Practice has its own: they stand beside its buttons."), close));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Listens for the keys; `does` holds what is not known here: {search}. */
export function listen(does) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return;
    if (document.querySelector("dialog[open]") || document.getElementById("practice")) return;
    const row = KEYS.find(([key, , run]) => key === event.key && run);
    if (!row) return;
    event.preventDefault();
    row[2](does);
  });
}
