// Comfort for the reader: everything is there, linked and printed without it.

import { addCopyButtons, addTools, reveal } from "./answers.mjs";
import { idOf } from "./decide.mjs";
import { listen } from "./keys.mjs";
import { button, hasPractised, make, readyToSay, root } from "./page.mjs";

const IDLE = 4000; // after this long a visit is taken for one that goes on

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

async function addOptions() {
  if (document.querySelector("[data-right]")) (await import("./options.mjs")).addOptions();
}

async function addPractice() {
  const host = document.getElementById("practice_place");
  if (host) (await import("./practice/main.mjs")).practise(host);
  else if (hasPractised()) (await import("./practice/marks.mjs")).addMarks();
}

/** Reading without a network: a built site says its version, one that is being written does not. */
async function keepForOffline() {
  const version = document.querySelector("meta[name=study-offline]")?.content;
  if (!version || !navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register(new URL("sw.js", root), { updateViaCache: "none" });
    const { active } = await navigator.serviceWorker.ready;
    const idle = () => active.postMessage("idle");
    if (!navigator.connection?.saveData) setTimeout(idle, IDLE);
  } catch {
    // Where the browser allows none, the site is read online.
  }
}

function arrive() {
  readyToSay();
  addSearch();
  addCopyButtons();
  addTools();
  addExplorer();
  addOptions();
  addPractice();
  reveal(location.hash);
  markFound();
}

listen({ search });
addEventListener("load", keepForOffline);
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
