// Comfort for the reader: everything is there, linked and printed without it.

import { copied, idOf, nextForAll, permanentLink } from "./decide.mjs";

const SHOWN_FOR = 4000;

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

function status() {
  const found = document.querySelector(".study-status");
  if (found) return found;
  const made = document.createElement("div");
  made.className = "study-status";
  made.setAttribute("role", "status");
  document.body.append(made);
  return made;
}

let hiding;

function say(words) {
  const place = status();
  place.textContent = words;
  clearTimeout(hiding);
  hiding = setTimeout(() => (place.textContent = ""), SHOWN_FOR);
}

function siteBase() {
  return JSON.parse(document.getElementById("__config").textContent).base;
}

async function copy(id) {
  const link = permanentLink(base, pageAddress, id);
  try {
    await navigator.clipboard.writeText(link);
    say(copied(true, link));
  } catch {
    say(copied(false, link));
  }
}

// The theme keeps both as they were when the page was first loaded, so they belong together.
const base = siteBase();
const pageAddress = location.href.replace(/[?#].*$/, "");

function button(name, label, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = name;
  made.textContent = label;
  made.addEventListener("click", press);
  return made;
}

function addCopyButtons() {
  for (const heading of document.querySelectorAll(".question > h3[id]")) {
    if (heading.querySelector(".copy-link")) continue;
    const made = button("copy-link", "", () => copy(heading.id));
    made.setAttribute("aria-label", "Copy the permanent link");
    made.title = "Copy the permanent link";
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

function joinSearch() {
  const prompt = document.querySelector(".search-prompt");
  prompt?.addEventListener("click", () => {
    document.querySelector("[data-md-toggle=search]")?.click();
    document.querySelector("[data-md-component=search-query]")?.focus();
  });
}

function arrive() {
  status();
  addCopyButtons();
  addOpenAll();
  joinSearch();
  reveal(location.hash);
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
