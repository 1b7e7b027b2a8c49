// Choosing what to practise. What is chosen stands in the address, so that a choice can be linked.

import { drawFacets } from "../facets.mjs";
import { counts, fromAddress, isFiltered, noFilters, toAddress } from "../filters.mjs";
import { button, make } from "../page.mjs";
import { chosen, eligible, WHICH, wishes } from "./session.mjs";
import { dayStart, today } from "./stats.mjs";
import { DAY } from "./fsrs.mjs";

const COUNTS = [10, 20, 50, 100];
const KINDS = [["scenario", "Scenario"]]; // what else a question is, is chosen below by a box to tick

/** The first view of the page; `run(ids, mode)` begins a session. */
export function startView({ desk, root }, run) {
  const asked = new URLSearchParams(location.search);
  let filters = fromAddress(location.search);
  let wanted = { ...wishes(), ...stated(asked) };
  let ids = null; // what the words of the address find
  let finding = null; // the worker that looks for them

  const lead = make("p", { class: "practice-lead", role: "status" });
  const begin = button("practice-begin", "", () => start("learn"));
  const why = make("p", { class: "practice-why" });
  const words = make("p", { class: "practice-words", hidden: true });
  const facets = make("div", { class: "explorer-filters" });
  const which = picker("Which", WHICH, wanted.which, (value) => want({ which: value }));
  const count = picker("How many", [...COUNTS.map((one) => [String(one), String(one)]), ["all", "All"]], String(wanted.count), (value) => want({ count: value === "all" ? Infinity : Number(value) }));
  const boxes = make("div", { class: "practice-boxes" });
  const modes = make(
    "div", { class: "practice-modes" },
    mode("Interview tomorrow", "The weakest first, missed ones again and again. Moves no dates.", () => start("cram")),
    mode("Mock interview", "Mixed questions, levels rising, a clock for each, a sheet at the end.", () => start("mock")),
  );
  const view = make(
    "section", { class: "practice-start", "aria-label": "Start" },
    lead,
    make("div", { class: "practice-first" }, begin, why),
    words,
    facets,
    make("div", { class: "practice-pickers" }, which, count),
    boxes,
    modes,
  );
  if (filters.query.trim()) find(filters.query);
  draw();
  return view;

  function draw() {
    const now = Date.now();
    const all = desk.items().filter(({ record }) => !record.aside?.on);
    const honest = eligible(all, noFilters(), null, wanted);
    lead.replaceChildren(...leadWords(today(honest, now), now));
    drawWords();
    drawBoxes(all);
    const numbers = counts(honest.filter(({ entry }) => !ids || ids.has(entry.id)).map(({ entry }) => entry), filters);
    drawFacets(facets, { filters, numbers, services: desk.services, set, flags: KINDS });
    const found = pick("learn");
    begin.textContent = found.length === 1 ? "Start: 1 card" : `Start: ${found.length.toLocaleString("en")} cards`;
    begin.disabled = !found.length;
    const fitting = eligible(all, filters, ids, wanted).length;
    for (const one of modes.children) one.disabled = !fitting;
    why.replaceChildren(...(found.length ? [] : whyNone(all, fitting)));
  }

  function pick(mode) {
    const items = eligible(desk.items(), filters, ids, wanted);
    return chosen(items, { ...wanted, mode }, Date.now(), desk.settings(), Math.random);
  }

  function start(mode) {
    const found = pick(mode);
    if (found.length) run(found, mode);
  }

  function set(next) {
    filters = next;
    remember();
    draw();
  }

  function want(more) {
    wanted = { ...wanted, ...more };
    remember();
    draw();
  }

  function remember() {
    const params = new URLSearchParams(toAddress(filters));
    const usual = wishes();
    for (const [name, value] of [["which", wanted.which], ["count", wanted.count]]) if (value !== usual[name]) params.set(name, value === Infinity ? "all" : value);
    for (const name of ["unreviewed", "unanswered"]) if (wanted[name]) params.set(name, "yes");
    const search = params.toString().replaceAll("%2C", ",");
    history.replaceState(history.state, "", `${location.pathname}${search ? `?${search}` : ""}`);
  }

  /** The questions that words find, by the site's own search. */
  function find(query) {
    finding = new Worker(new URL("../find-worker.mjs", import.meta.url), { type: "module" });
    const entries = desk.items().map(({ entry }) => entry);
    let complete = false; // once the answers' words are known as well, no more will be found
    ids = new Set();
    finding.onmessage = ({ data }) => {
      complete ||= data.ready === "texts" || Boolean(data.failed);
      if (!data.found) return;
      ids = new Set(data.found.map(({ number }) => entries[number].id));
      if (view.isConnected) draw();
      if (complete) finding.terminate();
    };
    finding.postMessage({ root: root.href });
    finding.postMessage({ query });
  }

  function drawWords() {
    words.hidden = !filters.query.trim();
    const drop = button("explorer-clear", "Without these words", () => {
      finding.terminate(); // or a late answer would bring the words back
      ids = null;
      set({ ...filters, query: "" });
    });
    words.replaceChildren("Found by ", make("strong", {}, filters.query.trim()), " ", drop);
  }

  /** Only what is reviewed and answered is asked, unless the reader wants more. */
  function drawBoxes(all) {
    const unreviewed = all.filter(({ entry }) => entry.answered && !entry.reviewed).length;
    const unanswered = all.filter(({ entry }) => !entry.answered).length;
    boxes.replaceChildren(
      ...[box("unreviewed", "Also unreviewed notes", unreviewed), box("unanswered", "Also questions without an answer", unanswered)].filter(Boolean),
    );
  }

  function box(name, label, number) {
    if (!number) return null;
    const input = make("input", { type: "checkbox", onchange: (event) => want({ [name]: event.target.checked }) });
    input.checked = wanted[name];
    return make("label", {}, input, ` ${label} (${number.toLocaleString("en")})`);
  }

  function whyNone(all, fitting) {
    if (fitting) return [wanted.which === "new" ? "All of these were asked before. " : "Nothing is due among these. ", button("explorer-clear", "Take all of them", () => want({ which: "all" }))];
    const more = eligible(all, filters, ids, { unreviewed: true, unanswered: false }).length;
    if (more) return [`No reviewed card fits. `, button("explorer-clear", `Take the unreviewed notes (${more.toLocaleString("en")})`, () => want({ unreviewed: true }))];
    if (!isFiltered(filters)) return ["There is no card here yet."];
    return ["No card fits. ", button("explorer-clear", "Clear filters", () => set(noFilters()))];
  }
}

/** What an address asks of a session, as far as it can be read. */
function stated(asked) {
  const found = {};
  if (WHICH.some(([value]) => value === asked.get("which"))) found.which = asked.get("which");
  if (asked.get("count") === "all") found.count = Infinity;
  else if (/^[1-9]\d{0,3}$/.test(asked.get("count") ?? "")) found.count = Number(asked.get("count"));
  for (const name of ["unreviewed", "unanswered"]) if (asked.get(name) === "yes") found[name] = true;
  return found;
}

function leadWords({ due, fresh, later }, now) {
  const words = [make("strong", {}, due ? `${due.toLocaleString("en")} due today.` : "Nothing due today.")];
  if (!due && later !== null) words.push(` Next: ${inDays(later, now)}.`);
  if (fresh) words.push(` ${fresh.toLocaleString("en")} not asked yet.`);
  return words;
}

function inDays(time, now) {
  const days = Math.round((dayStart(time) - dayStart(now)) / DAY);
  return days <= 1 ? "tomorrow" : `in ${days} days`;
}

function picker(label, choices, value, chosen) {
  const offered = choices.some(([one]) => one === value) ? choices : [...choices, [value, value]];
  const select = make("select", { onchange: (event) => chosen(event.target.value) }, ...offered.map(([one, words]) => make("option", { value: one, selected: one === value }, words)));
  return make("label", {}, make("span", {}, label), select);
}

function mode(name, words, press) {
  const made = button("practice-mode", "", press);
  made.append(make("strong", {}, name), make("span", {}, words));
  return made;
}
