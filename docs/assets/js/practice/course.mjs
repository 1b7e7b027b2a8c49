// A session before the reader: one card, its answer, the grades. What comes next is decided in session.mjs.

import { addCodeButtons } from "../answers.mjs";
import { levelMark } from "../decide.mjs";
import { offer } from "../options.mjs";
import { button, isTyping, make, say } from "../page.mjs";
import { GRADES, intervals } from "./fsrs.mjs";
import { begin, CLOCK, CLOCK_OTHERWISE, cramWords, extent, graded, isDue, isMissed, isNew, later, opened, span, without } from "./session.mjs";

const WAY = { learn: "practice", cram: "cram", mock: "mock" };
const NAMES = { learn: "Practice", cram: "Interview tomorrow", mock: "Mock interview" };
const WORDS = ["Again", "Hard", "Good", "Easy"];

/** Runs a session of `ids` on `stage` until it ends or is left; then `ended(session)`. */
export function runCourse(stage, page, { ids, mode, ended }) {
  const { desk } = page;
  let session = begin(mode, ids, Date.now());
  let back = []; // for undoing: {session, undo()}, the last one last
  let looking = null; // a card looked back at: its place in the results
  let busy = false; // while a grade is written

  const bar = make("div", { class: "course-bar", role: "progressbar", "aria-label": "Session", "aria-valuemin": "0" }, make("span", {}));
  const extentWords = make("span", { class: "course-extent" });
  const clock = make("span", { class: "course-clock", role: "timer", hidden: mode !== "mock" });
  const head = make("div", { class: "course-head" }, make("span", { class: "course-name" }, NAMES[mode]), extentWords, clock, button("course-end", "End session", leave));
  const place = make("div", { class: "course-place" });
  stage.append(make("section", { class: "course", "aria-label": NAMES[mode] }, head, bar, place));
  addEventListener("keydown", pressed);
  const ticking = mode === "mock" ? setInterval(tick, 250) : null;
  show();

  function stop() {
    removeEventListener("keydown", pressed);
    clearInterval(ticking);
  }

  function leave() {
    stop();
    ended(session);
  }

  function move(next) {
    session = next;
    looking = null;
    if (session.shown === null) leave();
    else show();
  }

  function show() {
    const { done, all } = extent(session);
    extentWords.textContent = `${done} of ${all} done`;
    bar.setAttribute("aria-valuemax", all);
    bar.setAttribute("aria-valuenow", done);
    bar.firstElementChild.style.width = `${(100 * done) / all}%`;
    const id = looking === null ? session.shown : session.results[looking].id;
    const card = cardView(desk, id, { mode, now: Date.now() });
    place.replaceChildren(card.element, ...actions(card, id));
    tick();
    const open = looking !== null || session.open;
    if (open) reveal(card, false);
    card.question.focus({ preventScroll: true });
    stage.scrollIntoView({ block: "start" });
    desk.card(session.queue[0] ?? id).catch(() => {}); // the next card's piece, so that it is there in time
  }

  /** What stands below a card, and its parts that appear with the answer. */
  function actions(card, id) {
    const tools = make("div", { class: "course-tools" });
    const tool = (key, label, press, hidden = false) => tools.append(withKey(button("course-tool", label, press, { hidden, "aria-keyshortcuts": key }), key));
    if (looking !== null) {
      tool("j", "Back to the session", ahead);
    } else {
      tool("u", "Undo", undo, !back.length);
      tool("k", "Look back", behind, !session.results.length);
      tool("j", "Later", putOff, !session.queue.length);
      tools.append(button("course-tool", "Set aside", setAside));
    }
    tools.append(withKey(make("a", { class: "course-tool", href: pageOf(id), "aria-keyshortcuts": "e" }, "Open its page"), "e"));
    if (page.report) tools.append(make("a", { class: "course-tool", href: page.report.replace("{id}", id) }, "This answer is wrong"));
    if (looking !== null) return [tools];
    card.show = withKey(button("course-show", "Show answer", () => open(card), { "aria-keyshortcuts": "Space" }), "space");
    card.grades = make("div", { class: "course-grades", role: "group", "aria-label": "How well did you know it?", hidden: true });
    return [card.show, card.grades, tools];
  }

  function open(card) {
    session = opened(session);
    reveal(card, true);
  }

  function reveal(card, focus) {
    card.answer.hidden = false;
    card.show?.setAttribute("hidden", "");
    if (card.grades) {
      card.grades.replaceChildren(...gradeButtons());
      card.grades.hidden = false;
    }
    if (focus) card.answer.focus({ preventScroll: true });
  }

  function gradeButtons() {
    const now = Date.now();
    const waits = mode === "cram" ? cramWords(session) : intervals(desk.item(session.shown).card, now, desk.settings()).map(span);
    return GRADES.map((name, place) => {
      const made = button(`course-grade ${name}`, "", () => grade(place + 1), { "aria-keyshortcuts": String(place + 1) });
      made.append(make("strong", {}, WORDS[place]), " ", make("kbd", { "aria-hidden": "true" }, String(place + 1)), " ", make("span", {}, waits[place]));
      return made;
    });
  }

  async function grade(given) {
    if (!session.open || looking !== null || busy) return;
    busy = true;
    const before = session;
    const id = session.shown;
    // Two reviews of a question cannot share a moment: it is what tells them apart.
    const now = Math.max(Date.now(), (desk.item(id).record.reviews.at(-1)?.[0] ?? 0) + 1);
    await desk.grade(id, given, now, WAY[mode]);
    busy = false;
    if (!stage.isConnected) return stop();
    back = [...back, { session: before, undo: () => desk.undo(id, now) }];
    move(graded(session, given, desk.item(id).card.due ?? now, now));
  }

  async function undo() {
    const last = back.at(-1);
    if (!last || busy) return;
    busy = true;
    await last.undo();
    busy = false;
    back = back.slice(0, -1);
    say("Undone");
    move({ ...last.session, since: Date.now() });
  }

  function putOff() {
    if (!session.queue.length) return;
    back = [...back, { session, undo: async () => {} }];
    move(later(session, Date.now()));
  }

  async function setAside() {
    const id = session.shown;
    const before = session;
    const now = Date.now();
    await desk.setAside(id, true, now);
    back = [...back, { session: before, undo: () => desk.setAside(id, false, now + 1) }];
    say("Set aside: it is not asked until you take it up again on the practice page");
    move(without(session, id, now));
  }

  function behind() {
    if (!session.results.length) return;
    looking = Math.max(0, (looking ?? session.results.length) - 1);
    show();
  }

  function ahead() {
    if (looking === null) return putOff();
    looking = looking + 1 < session.results.length ? looking + 1 : null;
    show();
  }

  function pageOf(id) {
    return new URL(desk.item(id).entry.url, page.root).href;
  }

  function pressed(event) {
    if (!stage.isConnected) return stop();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || document.querySelector("dialog[open]")) return;
    const shown = place.querySelector(".course-show:not([hidden])");
    const keys = { u: undo, j: ahead, k: behind, e: () => location.assign(pageOf(looking === null ? session.shown : session.results[looking].id)) };
    for (const number of [1, 2, 3, 4]) keys[number] = () => grade(number);
    if (shown && !event.target.closest("a, button")) keys[" "] = () => shown.click();
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  function tick() {
    if (!stage.isConnected) return stop();
    if (mode !== "mock" || session.shown === null) return;
    const left = (CLOCK[desk.item(session.shown).entry.level] ?? CLOCK_OTHERWISE) - (Date.now() - session.since) / 1000;
    clock.textContent = left >= 0 ? minutes(Math.ceil(left)) : `${minutes(Math.floor(-left))} over`;
    clock.classList.toggle("over", left < 0);
  }
}

/** The card: its question, what it is, and its answer, which is hidden and filled as soon as it is there. */
function cardView(desk, id, { mode, now }) {
  const item = desk.item(id);
  const question = make("h2", { class: "card-question", tabindex: "-1" }, item.entry.title);
  const body = make("div", { class: "card-body" });
  const answer = make("section", { class: "card-answer answer-text", tabindex: "-1", "aria-label": "Answer", hidden: true }, make("p", {}, "Loading …"));
  fill(desk, item.entry, { question, body, answer });
  const element = make("article", { class: "card" }, question, make("p", { class: "card-state" }, ...stateWords(desk, item, mode, now)), body, answer);
  return { element, question, answer };
}

async function fill(desk, entry, parts) {
  const { question, body, answer } = parts;
  try {
    const card = await desk.card(entry.id);
    // Written by the build, sanitised there like every answer on the site's pages.
    if (card.title) question.innerHTML = card.title;
    body.innerHTML = card.body ?? "";
    if (card.right) offer(body, card.right);
    answer.innerHTML = card.answer ?? "<p>Not answered in the notes yet.</p>";
    if (card.references) answer.append(references(card.references));
    addCodeButtons(answer);
  } catch {
    answer.replaceChildren(make("p", {}, "The answer could not be loaded. "), button("explorer-clear", "Try again", () => fill(desk, entry, parts)));
  }
}

function references(listed) {
  const links = listed.map(([title, url]) => make("li", {}, make("a", { href: url, rel: "nofollow noopener noreferrer" }, title || url.replace(/^https?:\/\/(www\.)?/, ""))));
  return make("div", { class: "card-references" }, make("p", {}, "References"), make("ul", {}, ...links));
}

function stateWords(desk, item, mode, now) {
  const { entry } = item;
  const level = levelMark(entry.level);
  const state = isNew(item) ? "New" : isMissed(item, now) ? "Missed" : isDue(item, now) ? "Due" : "Known";
  const words = [
    make("span", {}, entry.services.map((slug) => desk.names.get(slug) ?? slug).join(", ")),
    level && make("span", { class: `level ${entry.level}` }, level),
    entry.scenario && make("span", { class: "scenario" }, "Scenario"),
    mode !== "mock" && make("span", {}, state),
    entry.answered && !entry.reviewed && make("strong", { class: "card-warning" }, "Unreviewed note"),
    !entry.answered && make("strong", { class: "card-warning" }, "Not answered"),
  ];
  return words.filter(Boolean).flatMap((one, place) => (place ? [" · ", one] : [one]));
}

function withKey(made, key) {
  made.append(" ", make("kbd", { "aria-hidden": "true" }, key));
  return made;
}

/** Seconds as a clock shows them. */
export function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
