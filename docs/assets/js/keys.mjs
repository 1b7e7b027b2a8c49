// The keys of the site, and the window that lists them.

import { copyLink, focusedQuestion, step, toggleAll } from "./answers.mjs";
import { isTyping, make } from "./page.mjs";

/** What each key does everywhere, and where there are questions to read; the keys of the theme are listed with them. */
const EVERYWHERE = [
  ["/", "Search", ({ search }) => search()],
  ["?", "These shortcuts", () => showKeys()],
  ["n", "Next page"],
  ["p", "Page before"],
  ["Esc", "Close a window or a menu"],
];
const READING = [
  ["j", "Next question", () => step(1)],
  ["k", "Question before", () => step(-1)],
  ["Space", "Open or close the answer in focus"],
  ["o", "Open or close all answers", () => toggleAll()],
  ["c", "Copy the link of the question in focus", () => focusedQuestion() && copyLink(focusedQuestion())],
];
/** The practice page listens for these itself (practice/course.mjs). */
const PRACTICE = [
  ["Space", "Show the answer"],
  ["1 – 4", "Grade it: again, hard, good, easy"],
  ["u", "Undo the last grade"],
  ["j", "Put the card off to the end"],
  ["k", "Look back at the card before"],
  ["e", "Open the question’s page"],
];

function showKeys() {
  document.querySelector("dialog.keys")?.remove();
  const close = make("button", { type: "submit", class: "keys-close" }, "Close");
  const lists = [["Everywhere", EVERYWHERE], ["Reading", READING], ["Practice", PRACTICE]].flatMap(([title, keys]) => [make("h3", {}, title), list(keys)]);
  const dialog = make("dialog", { class: "keys", "aria-labelledby": "keys_title" }, make("form", { method: "dialog" }, make("h2", { id: "keys_title" }, "Shortcuts"), ...lists, close));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function list(keys) {
  return make("dl", {}, ...keys.map(([key, does]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, does))));
}

/** Listens for the keys; `does` holds what is not known here: {search}. */
export function listen(does) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return;
    if (document.querySelector("dialog[open]")) return;
    const keys = document.getElementById("practice_place") ? EVERYWHERE : [...EVERYWHERE, ...READING];
    const row = keys.find(([key, , run]) => key === event.key && run);
    if (!row) return;
    event.preventDefault();
    row[2](does);
  });
}
