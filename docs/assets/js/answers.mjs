// A page of questions: opening and closing answers, showing one level only, copying links, printing.

import { copied, idOf, levelMark, nextForAll, onlyOf, permanentLink, stepTo } from "./decide.mjs";
import { button, keep, kept, make, root, say } from "./page.mjs";

const OPEN = "open-all";

function questions() {
  return [...document.querySelectorAll(".question")].filter((one) => one.offsetParent !== null);
}

function answers() {
  return [...document.querySelectorAll("details.answer")];
}

/** Opens the answer of the question that the address names, and whatever else hides the target. */
export function reveal(hash) {
  const target = document.getElementById(idOf(hash));
  if (!target) return;
  const question = target.closest(".question");
  const answer = question?.querySelector(":scope > details.answer");
  const around = [];
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) around.push(box);
  const closed = [answer, ...around].filter((box) => box && !box.open);
  const filtered = question && question.offsetParent === null;
  if (filtered) showOnly("");
  for (const box of closed) box.open = true;
  if (filtered || around.some((box) => closed.includes(box))) target.scrollIntoView();
}

export async function copyLink(id) {
  const link = permanentLink(root.href, root.href, id);
  try {
    await navigator.clipboard.writeText(link);
    say(copied(true, link));
  } catch {
    say(copied(false, link));
  }
}

/** A button on every block of code of an answer, once the answer is open: closed ones cost nothing. */
export function addCodeButtons(answer, blocks = ".highlight") {
  for (const block of answer.querySelectorAll(blocks)) {
    if (block.querySelector(".copy-code")) continue;
    const label = "Copy the code";
    block.append(button("copy-code", "", () => copyCode(block), { "aria-label": label, title: label }));
  }
}

async function copyCode(block) {
  try {
    await navigator.clipboard.writeText(block.querySelector("code").textContent.replace(/\n$/, ""));
    say("Code copied");
  } catch {
    say("This browser does not let a page copy. Select the code instead.");
  }
}

/** Prints the page; "questions" leaves room to write instead of the answers. */
export function printAs(what) {
  document.documentElement.dataset.print = what;
  window.print();
}

addEventListener("afterprint", () => delete document.documentElement.dataset.print);

export function addCopyButtons() {
  for (const answer of answers()) {
    if (answer.open) addCodeButtons(answer);
    answer.addEventListener("toggle", () => answer.open && addCodeButtons(answer));
  }
  addCodeButtons(document, ".highlight:not(details.answer *)");
  for (const heading of document.querySelectorAll(".question > h3[id]")) {
    // On paper's page the same questions stand without their own addresses.
    if (heading.id.startsWith("p_") || heading.querySelector(".copy-link")) continue;
    const label = "Copy the permanent link";
    heading.append(button("copy-link", "", () => copyLink(heading.id), { "aria-label": label, title: label }));
  }
}

/** The row above the questions: one level only, all answers at once, print. */
export function addTools() {
  const bar = document.querySelector(".bar");
  if (!bar || bar.querySelector(".tools")) return;
  const counted = bar.querySelector("p");
  if (counted) addLevels(counted);
  const tools = make("div", { class: "tools" });
  const practise = bar.querySelector(".practise");
  if (practise) {
    practise.closest("p")?.remove();
    tools.append(practise);
  }
  if (answers().length > 1) tools.append(allButton());
  tools.append(printMenu());
  bar.append(tools);
  bar.classList.add("with-tools");
  if (kept(OPEN)) setAll(true);
}

function allButton() {
  const next = () => nextForAll(answers().map((answer) => answer.open));
  const made = button("open-all", next().label, toggleAll, { "aria-keyshortcuts": "o" });
  for (const answer of answers()) answer.addEventListener("toggle", () => (made.textContent = next().label));
  return made;
}

/** Opens every answer, or closes all if all are open; later pages begin the same way. */
export function toggleAll() {
  const { open } = nextForAll(answers().map((answer) => answer.open));
  setAll(open);
  keep(OPEN, open ? "yes" : null);
}

function setAll(open) {
  for (const answer of answers()) answer.open = open;
}

function printMenu() {
  const choose = (what) => () => {
    menu.open = false;
    printAs(what);
  };
  const menu = make(
    "details", { class: "menu" },
    make("summary", {}, "Print"),
    make("div", { class: "menu-list" }, button("", "With answers", choose("answers")), button("", "Questions only, with room to write", choose("questions"))),
  );
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  return menu;
}

/** The counts become filters: the links to a level's place show only that level. */
function addLevels(counted) {
  const links = [...counted.querySelectorAll("a")];
  const all = counted.textContent.split("·")[0].trim();
  const choices = [["", all], ...links.map((link) => [onlyOf(link.getAttribute("href")), link.textContent])];
  const made = choices.map(([only, label]) => button("only", label, () => showOnly(only), { "data-value": only, "aria-pressed": String(!only) }));
  counted.replaceWith(make("div", { class: "onlys", role: "group", "aria-label": "Show only" }, ...made));
  const asked = new URL(location.href).searchParams.get("only");
  if (asked && choices.some(([only]) => only === asked)) showOnly(asked);
}

function showOnly(only) {
  const page = document.querySelector(".md-content__inner");
  if (only) page.dataset.only = only;
  else delete page.dataset.only;
  for (const question of document.querySelectorAll(".question")) question.hidden = Boolean(only) && !isOnly(question, only);
  for (const choice of document.querySelectorAll(".only")) choice.setAttribute("aria-pressed", String(choice.dataset.value === only));
  const here = new URL(location.href);
  if (only) here.searchParams.set("only", only);
  else here.searchParams.delete("only");
  history.replaceState(history.state, "", here);
  if (only) say(`${questions().length} ${levelMark(only) || "scenario"} questions`);
}

function isOnly(question, only) {
  if (only === "scenario") return question.querySelector(".badges .scenario") !== null;
  if (only === "unknown") return question.querySelector(".badges .level") === null;
  return question.querySelector(`.badges .level.${only}`) !== null;
}

/** Moves to the next question (1) or the one before (-1). */
export function step(by) {
  const all = questions();
  const here = all.findIndex((one) => one.contains(document.activeElement));
  const next = stepTo(here, all.map((one) => one.getBoundingClientRect().top), by);
  const target = all[next]?.querySelector("summary") ?? all[next]?.querySelector("h3 a");
  if (!target) return;
  all[next].scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
}

/** The question that has the keyboard's focus, by its id. */
export function focusedQuestion() {
  return document.activeElement?.closest(".question")?.querySelector("h3[id]")?.id;
}
