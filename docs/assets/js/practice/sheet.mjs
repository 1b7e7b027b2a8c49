// The end of a session: what was hard, with links; after a mock interview a sheet with every question and its time.

import { levelMark } from "../decide.mjs";
import { button, make } from "../page.mjs";
import { minutes } from "./course.mjs";
import { GRADES } from "./fsrs.mjs";
import { CLOCK, CLOCK_OTHERWISE, hardest, span } from "./session.mjs";

const WORDS = { again: "Missed", hard: "Hard", good: "Good", easy: "Easy" };

export function sheetView(page, session, { again, back }) {
  const hard = hardest(session.results);
  const view = make("section", { class: "sheet", "aria-label": "Session done" }, make("h2", { tabindex: "-1" }, "Session done"), make("p", { class: "practice-lead" }, summary(session.results, hard)));
  view.append(session.mode === "mock" ? table(page, session.results) : hardList(page, hard));
  const tools = make("div", { class: "practice-modes" });
  if (hard.length) tools.append(button("practice-begin", hard.length === 1 ? "Practise it again" : `Practise these ${hard.length} again`, () => again(hard)));
  tools.append(button("sheet-back", "Back to the start", back));
  if (session.mode === "mock") tools.append(button("sheet-back", "Print this sheet", () => window.print()));
  view.append(tools);
  return view;
}

function summary(results, hard) {
  const cards = new Set(results.map(({ id }) => id)).size;
  const took = results.reduce((sum, one) => sum + one.took, 0);
  const known = cards - hard.length;
  return `${cards} ${cards === 1 ? "card" : "cards"} in ${took < 60_000 ? "less than a minute" : span(took)}: ${known} known, ${hard.length} hard or missed.`;
}

function hardList(page, ids) {
  if (!ids.length) return make("p", {}, "Nothing was hard this time.");
  return make("div", {}, make("h3", {}, "What was hard"), make("ol", {}, ...ids.map((id) => make("li", {}, linkTo(page, id)))));
}

function table(page, results) {
  const rows = results.map(({ id, grade, took }) => {
    const { entry } = page.desk.item(id);
    const limit = CLOCK[entry.level] ?? CLOCK_OTHERWISE;
    const seconds = Math.round(took / 1000);
    const cells = [linkTo(page, id), levelMark(entry.level) || "Not stated", `${minutes(seconds)}${seconds > limit ? ` of ${minutes(limit)}, over` : ""}`, WORDS[GRADES[grade - 1]]];
    return make("tr", {}, ...cells.map((cell) => make("td", {}, cell)));
  });
  const head = make("tr", {}, ...["Question", "Level", "Time", "You said"].map((words) => make("th", { scope: "col" }, words)));
  return make("div", { class: "table-wrap", role: "group", tabindex: "0", "aria-label": "Questions of the interview" }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
}

function linkTo(page, id) {
  const { entry } = page.desk.item(id);
  return make("a", { href: new URL(entry.url, page.root).href }, entry.title);
}
