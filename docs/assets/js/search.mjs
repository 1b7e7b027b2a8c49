// The search window: opened by the field in the header or by "/", fetched together with its index when first used.

import { excerpt, marked, words } from "./find.mjs";
import { button, make, root, withMarks } from "./page.mjs";
import { levelMark, narrowed, nextPlace, toggled } from "./decide.mjs";

const SHOWN = 30;
const NARROWING = [
  ["level:basic", "Basic"],
  ["level:intermediate", "Intermediate"],
  ["level:advanced", "Advanced"],
  ["is:scenario", "Scenario"],
];

let parts;
let worker;
let known = { entries: [], services: new Map() };
let place = -1;

function start() {
  worker = new Worker(new URL("./find-worker.mjs", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.failed) parts.count.textContent = "The search could not be loaded. Try again when you are online.";
    if (data.services) known = { entries: data.entries, services: new Map(data.services.map((one) => [one.slug, one.name])) };
    if (data.services && !parts.field.value.trim()) empty();
    if (data.found && data.query === parts.field.value) show(data);
  };
  worker.onerror = () => (parts.count.textContent = "This browser cannot run the search. All questions are under Questions.");
  worker.postMessage({ root: root.href });
}

function build() {
  const field = make("input", {
    type: "text", enterkeyhint: "search", class: "find-field", id: "find-field", name: "query", role: "combobox", placeholder: "Search all questions and answers",
    "aria-label": "Search all questions and answers", "aria-controls": "find-list", "aria-expanded": "false", "aria-autocomplete": "list",
    autocomplete: "off", autocapitalize: "off", spellcheck: "false", oninput: ask, onkeydown: key,
  });
  const chips = make("div", { class: "find-chips", role: "group", "aria-label": "Only" });
  const count = make("p", { class: "find-count", role: "status" });
  const list = make("ol", { class: "find-list", id: "find-list", role: "listbox", "aria-label": "Questions found" });
  const all = make("a", { class: "find-all", href: new URL("questions/", root).href }, "Open in the list of questions");
  const dialog = make(
    "dialog", { class: "find", "aria-label": "Search", onclick: outside },
    make("form", { method: "dialog", class: "find-head", onsubmit: (event) => event.preventDefault() }, field, button("find-close", "Close", () => dialog.close())),
    chips, count, list,
    make("div", { class: "find-foot" }, all, make("span", { class: "find-keys" }, make("kbd", {}, "↑"), make("kbd", {}, "↓"), " choose ", make("kbd", {}, "Enter"), " open ", make("kbd", {}, "Esc"), " close")),
  );
  list.addEventListener("click", (event) => event.target.closest("a") && dialog.close());
  document.body.append(dialog);
  return { dialog, field, chips, count, list, all };
}

/** Opens the window; `query` replaces what was asked last. */
export function openSearch(query) {
  // Instant navigation keeps the body, but not what was added to it.
  if (!parts || !parts.dialog.isConnected) parts = build();
  if (!worker) start();
  if (query !== undefined) parts.field.value = query;
  if (!parts.dialog.open) parts.dialog.showModal();
  parts.field.select();
  ask();
}

function ask() {
  const query = parts.field.value;
  place = -1;
  parts.chips.replaceChildren(...NARROWING.map(([word, label]) => chip(word, label)), ...services());
  parts.all.href = new URL(`questions/${query.trim() ? `?q=${encodeURIComponent(query.trim())}` : ""}`, root).href;
  if (!query.trim()) return empty();
  worker.postMessage({ query, limit: SHOWN });
}

function chip(word, label) {
  const pressed = narrowed(parts.field.value, word);
  const press = () => {
    parts.field.value = toggled(parts.field.value, word);
    parts.field.focus();
    ask();
  };
  return button("find-chip", label, press, { "aria-pressed": String(pressed) });
}

/** A chip for each service that the query names, to be taken back by pressing it. */
function services() {
  return [...parts.field.value.matchAll(/(?<!\S)service:([\w-]+)/g)].map(([word, slug]) => chip(word, known.services.get(slug) ?? slug));
}

function empty() {
  const [service] = known.services.keys();
  parts.count.textContent = `Words, a question, or level:advanced, ${service ? `service:${service}, ` : ""}is:scenario`;
  parts.list.replaceChildren();
  parts.field.setAttribute("aria-expanded", "false");
  parts.field.removeAttribute("aria-activedescendant");
}

function show({ total, found }) {
  parts.count.textContent = total ? `${total.toLocaleString("en")} ${total === 1 ? "question" : "questions"}` : "Nothing found. Fewer words find more.";
  parts.list.replaceChildren(...found.map(row));
  parts.list.scrollTop = 0;
  parts.field.setAttribute("aria-expanded", String(total > 0));
  choose(found.length ? 0 : -1);
}

function row({ number, marks, text }, nth) {
  const entry = known.entries[number];
  const address = new URL(entry.url, root);
  const looked = wordsToMark(marks);
  if (looked) address.searchParams.set("h", looked);
  const title = make("span", { class: "find-title" }, ...withMarks(marked(entry.title, marks)));
  const level = levelMark(entry.level);
  const chips = make(
    "span", { class: "find-row-chips" },
    level && make("span", { class: `level ${entry.level}` }, level),
    entry.scenario && make("span", { class: "scenario" }, "Scenario"),
    make("span", {}, entry.services.map((slug) => known.services.get(slug) ?? slug).join(", ")),
    !entry.answered && make("span", {}, "Not answered"),
  );
  const teaser = text && make("span", { class: "find-text" }, ...withMarks(marked(excerpt(text, marks), marks)));
  return make("li", { role: "presentation" }, make("a", { href: address.href, id: `find-${nth}`, role: "option", class: "find-row", tabindex: "-1", "aria-selected": "false" }, title, chips, teaser));
}

function wordsToMark(marks) {
  return [...new Set(marks)].slice(0, 12).join(" ");
}

function choose(next) {
  const rows = parts.list.querySelectorAll("[role=option]");
  rows[place]?.setAttribute("aria-selected", "false");
  place = next;
  const row = rows[place];
  if (!row) return parts.field.removeAttribute("aria-activedescendant");
  row.setAttribute("aria-selected", "true");
  row.scrollIntoView({ block: "nearest" });
  parts.field.setAttribute("aria-activedescendant", row.id);
}

function key(event) {
  const rows = parts.list.querySelectorAll("[role=option]");
  const next = nextPlace(event.key, place, rows.length);
  if (next !== undefined) {
    event.preventDefault();
    choose(next);
  } else if (event.key === "Enter" && rows[place]) {
    event.preventDefault();
    rows[place].click();
  }
}

/** A press on the dimmed page around the window closes it. */
function outside(event) {
  if (event.target === parts.dialog) parts.dialog.close();
}

/** Marks words in what is shown of a question. */
export function markIn(element, looked) {
  const wanted = [...looked.split(" "), ...words(looked).flatMap(({ word, parts: inner }) => [word, ...inner])];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("mark, button, .headerlink, .badges, .foot")) texts.push(walker.currentNode);
  for (const text of texts) {
    const pieces = marked(text.data, wanted);
    if (pieces.length > 1) text.replaceWith(...withMarks(pieces));
  }
}
