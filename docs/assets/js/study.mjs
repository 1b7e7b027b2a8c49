// Comfort for the reader: everything is there, linked and printed without it.

import { copied, idOf, nextForAll, permanentLink } from "./decide.mjs";
import { button, isTyping, make, readyToSay, root, say } from "./page.mjs";

/** Open the answer of the question that the address names, and whatever else hides the target. */
function reveal(hash) {
  const target = document.getElementById(idOf(hash));
  if (!target) return;
  const question = target.closest(".question");
  const answer = question?.querySelector(":scope > details.answer");
  const around = [];
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) around.push(box);
  const closed = [answer, ...around].filter((box) => box && !box.open);
  for (const box of closed) box.open = true;
  if (around.some((box) => closed.includes(box))) target.scrollIntoView();
}

async function copy(id) {
  const link = permanentLink(root.href, root.href, id);
  try {
    await navigator.clipboard.writeText(link);
    say(copied(true, link));
  } catch {
    say(copied(false, link));
  }
}

function addCopyButtons() {
  for (const heading of document.querySelectorAll(".question > h3[id]")) {
    if (heading.querySelector(".copy-link")) continue;
    const label = "Copy the permanent link";
    const made = button("copy-link", "", () => copy(heading.id), { "aria-label": label, title: label });
    heading.append(made);
  }
}

function addOpenAll() {
  const bar = document.querySelector(".bar");
  const answers = [...document.querySelectorAll("details.answer")];
  if (!bar || answers.length < 2 || bar.querySelector(".open-all")) return;
  const next = () => nextForAll(answers.map((answer) => answer.open));
  const made = button("open-all", next().label, () => {
    const { open } = next();
    for (const answer of answers) answer.open = open;
  });
  for (const answer of answers) answer.addEventListener("toggle", () => (made.textContent = next().label));
  bar.append(made);
}

// Search, the list of questions and the like are fetched when they are first used.

async function search(query) {
  const { openSearch } = await import("./search.mjs");
  openSearch(query);
}

function addSearch() {
  const header = document.querySelector(".md-header__inner");
  if (header && !header.querySelector(".search-open")) {
    const opener = button("search-open", "Search", () => search(), { "aria-keyshortcuts": "/" });
    opener.append(make("kbd", { "aria-hidden": "true" }, "/"));
    header.querySelector(".md-header__title")?.after(opener);
  }
  for (const prompt of document.querySelectorAll(".search-prompt")) prompt.onclick = () => search();
}

/** Marks what was looked for in the question that a search has led to, and takes it out of the address. */
async function markFound() {
  const here = new URL(location.href);
  const looked = here.searchParams.get("h");
  const question = document.getElementById(idOf(here.hash))?.closest(".question");
  if (!looked || !question) return;
  here.searchParams.delete("h");
  history.replaceState(history.state, "", here);
  const { markIn } = await import("./search.mjs");
  markIn(question, looked);
}

async function addExplorer() {
  const host = document.getElementById("explorer");
  if (host) (await import("./explorer.mjs")).explore(host);
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
  if (event.key === "/") {
    event.preventDefault();
    search();
  }
});

function arrive() {
  readyToSay();
  addSearch();
  addCopyButtons();
  addOpenAll();
  addExplorer();
  reveal(location.hash);
  markFound();
}

addEventListener("hashchange", () => reveal(location.hash));
// Following a link to where one already is changes no address, and yet asks to be shown.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href*='#']");
  if (link && link.hash && link.hash === location.hash) reveal(link.hash);
});

if (window.document$) {
  window.document$.subscribe(arrive);
  window.location$?.subscribe((address) => reveal(address.hash));
} else {
  arrive();
}
