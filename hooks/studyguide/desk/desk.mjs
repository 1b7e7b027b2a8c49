// The page of the desk: draws the view that the server gives, and sends presses. What is decided without the page
// stands in choices.mjs.

import {
  KEYS, LEVELS, ROLES, NARROW, actOf, count, entryOf, hashOf, isHome, levelPress, linePress, nextLine, nextQuestion,
  pairPress, placeOf, readingsTitle, servicePress, written,
} from "./choices.mjs";

const $ = (id) => document.getElementById(id);
const LEVEL_NAMES = { basic: "Basic", intermediate: "Intermediate", advanced: "Advanced" };

let view = null; // what the server said last
let now = 0; // the number of the chosen line
let turn = Promise.resolve(); // what is pressed waits for what was pressed before, and then sees what came of it
let folded = {}; // of each panel, whether it is open, once it was opened or closed by hand; of one file

// Elements -------------------------------------------------------------------------------------------------------------

/** An element with attributes (a function is an event's listener) and children; words stay words. */
function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false && child !== ""));
  return made;
}

function button(label, press, attributes = {}, key = "") {
  const shown = key && [" ", make("kbd", { "aria-hidden": true }, key)];
  return make("button", { type: "button", click: () => inTurn(press), "aria-keyshortcuts": key || null, ...attributes }, label, ...(shown || []));
}

/** HTML of an answer, which the server has made safe. */
function fragment(html, kind) {
  const made = make("div", { class: kind });
  made.innerHTML = html;
  return made;
}

function say(words, isTrouble = false) {
  $("said").textContent = words;
  $("said").classList.toggle("trouble", isTrouble);
}

// The server -----------------------------------------------------------------------------------------------------------

function inTurn(act) {
  turn = turn.then(act).catch((error) => {
    console.error(error);
    say(`This went wrong: ${error}`, true);
  });
}

/** Asks the server; what it says, or nothing after it was told to the maintainer why not. */
async function ask(path, sent) {
  $("main").setAttribute("aria-busy", "true");
  try {
    const body = sent && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent) };
    const response = await fetch(path, body);
    const found = await response.json();
    if (response.ok) return found;
    say(found.error, true);
  } catch {
    say("The desk does not answer. Start it again: studyguide desk", true);
  } finally {
    $("main").setAttribute("aria-busy", "false");
  }
  return null;
}

async function open(file, line = 0, focus = true) {
  const found = await ask(`view?${new URLSearchParams({ file, line })}`);
  if (!found) return;
  show(found, line);
  if (focus) focusLine();
}

async function refresh() {
  if (!view || document.querySelector("dialog")) return;
  const found = await ask(`view?${new URLSearchParams({ file: view.file, line: now })}`);
  if (!found || JSON.stringify(found) === JSON.stringify({ ...view, said: undefined })) return;
  const restore = held();
  show(found, now);
  restore();
}

async function press(pressed) {
  if (pressed) await change("press", { ...pressed, at: { file: view.file, line: now } });
}

async function change(path, sent) {
  const place = held();
  const found = await ask(path, sent);
  if (!found) return;
  show(found, now);
  say(found.said);
  place();
}

/** Remembers where the focus is and where the chosen line stands in the window; what it returns restores both. */
function held() {
  const mark = document.activeElement?.closest("[data-mark]")?.dataset.mark;
  const top = lineAt(now)?.getBoundingClientRect().top;
  return () => {
    const line = lineAt(now);
    if (line && top !== undefined) scrollBy(0, line.getBoundingClientRect().top - top);
    const same = mark && document.querySelector(`[data-mark="${CSS.escape(mark)}"]:not([disabled])`);
    (same || line || $("file")).focus({ preventScroll: true });
  };
}

// Drawing --------------------------------------------------------------------------------------------------------------

function show(found, line) {
  if (found.file !== view?.file) folded = {};
  view = found;
  const lines = written(view);
  now = lines.some((one) => one.n === line) ? line : nextLine(lines, line, 0);
  document.title = view.file ? `${view.file} – the desk` : "The desk";
  $("file").replaceChildren(...fileOptions());
  $("about").replaceChildren(...about().filter(Boolean));
  $("undo").disabled = !view.undo.length;
  $("undo").title = view.undo[0] ?? "";
  $("sheet").replaceChildren(...parts("first"), ...view.stretches.map(stretch), ...parts("last"));
  choose(now);
}

function fileOptions() {
  const groups = Map.groupBy ? Map.groupBy(view.files, folderOf) : grouped(view.files);
  return [...groups].map(([folder, files]) => make("optgroup", { label: folder || "notes" }, files.map(fileOption)));
}

function grouped(files) {
  const groups = new Map();
  for (const file of files) groups.set(folderOf(file), [...(groups.get(folderOf(file)) ?? []), file]);
  return groups;
}

const folderOf = (file) => file.name.slice(0, Math.max(file.name.lastIndexOf("/"), 0));

function fileOption({ name, questions, doubts }) {
  const said = [name.slice(name.lastIndexOf("/") + 1), count(questions, "question"), doubts && count(doubts, "doubt")];
  return make("option", { value: name, selected: name === view.file }, said.filter(Boolean).join(" · "));
}

function about() {
  if (!view.facts) return [make("h2", { id: "about_title" }, "There are no notes yet"), make("p", {}, `Put files into ${view.name}.`)];
  const { layout, lines, questions, answered, repairs } = view.facts;
  const said = [count(questions, "question"), `${answered.toLocaleString("en")} answered here`, count(lines, "line"), repairs && count(repairs, "repair"), layout];
  return [
    make("h2", { id: "about_title" }, view.file),
    make("p", { class: "facts" }, said.filter(Boolean).join(" · ")),
    trouble(),
    readings(),
  ];
}

function trouble() {
  const rows = view.trouble.toSorted((a, b) => b.grave - a.grave);
  if (!rows.length) return null;
  const grave = rows.filter((row) => row.grave).length;
  const title = grave ? `${count(grave, "doubt")}${rows.length > grave ? `, ${count(rows.length - grave, "note")}` : ""}` : count(rows.length, "note");
  return panel("trouble", grave ? "panel grave" : "panel", grave > 0, title, make("ul", {}, rows.map(told)));
}

/** A part of the page's head that can be folded; it stays as it was left. */
function panel(id, kind, open, title, inner) {
  const summary = make("summary", { "data-mark": id, click: () => (folded[id] = !$(id).open) }, title);
  return make("details", { class: kind, id, open: folded[id] ?? open }, summary, inner);
}

function told({ place, message }) {
  const where = typeof place === "number" ? button(`line ${place}`, () => goTo(place), { class: "link" }) : place;
  return make("li", {}, where, ": ", message);
}

function readings() {
  if (!view.readings.length) return null;
  const open = !view.facts.rule && view.facts.margin < NARROW && view.readings.length > 1;
  return panel("readings", "panel", open, readingsTitle(view), make("ul", { class: "readings" }, view.readings.map(reading)));
}

function reading(one, place) {
  const choose = () => press({ do: "read", file: view.file, reading: one.name });
  const guess = () => press({ do: "guess", file: view.file });
  return make(
    "li", {},
    make("strong", {}, place === 0 && one.name === view.facts.rule ? `as ${one.name} says` : one.name),
    make("span", {}, count(one.questions, "question")),
    make("span", {}, `${count(one.outside, "word")} outside`),
    make("span", { class: "titles" }, one.titles.join(" · ")),
    place === 0
      ? make("span", { class: "acts" }, make("span", { class: "taken" }, view.facts.rule ? "Chosen" : "Taken"), view.facts.chosen && button("Guess again", guess, { "data-mark": "guess" }))
      : button("Read it so", choose, { "aria-label": `Read it so: ${one.name}, ${count(one.questions, "question")}`, "data-mark": `reading ${one.name}` }),
  );
}

/** Leads from part to part of a long file; it stands above and below. */
function parts(where) {
  if (view.parts < 2) return [];
  const go = (part, label) => button(label, () => open(view.file, part * view.size + 1), { disabled: part < 0 || part >= view.parts, "data-mark": `${label} ${where}` });
  return [make("nav", { class: "parts", "aria-label": `Parts of the file, ${where}` }, go(view.part - 1, "Lines before"), make("span", {}, `Part ${view.part + 1} of ${view.parts}`), go(view.part + 1, "Further lines"))];
}

function stretch(one) {
  const home = view.cards[one.entry];
  const shownRoles = one.lines.map((line, place) => one.lines.slice(0, place).findLast((before) => before.role)?.role !== line.role);
  const lines = make("ol", { class: "lines" }, one.lines.map((line, place) => lineItem(line, shownRoles[place])));
  const place = isHome(one, home) ? make("article", { class: "card", id: `card-${one.entry}`, "aria-labelledby": `title-${one.entry}` }, ...card(one.entry, home, false)) : elsewhere(one);
  return make("section", { class: one.entry === null ? "stretch" : "stretch of-entry" }, lines, place);
}

function elsewhere(one) {
  const home = view.cards[one.entry];
  return home ? make("p", { class: "elsewhere" }, "Answers ", button(`line ${home.line}`, () => goTo(home.line), { class: "link" }), `: ${home.question}`) : null;
}

function lineItem(line, isFirst) {
  if (!line.role) return make("li", { class: "blank", "aria-hidden": true });
  const role = make("span", { class: isFirst ? "role" : "role unseen" }, ROLES[line.role] ?? line.role);
  const decided = line.decided && make("span", { class: "decided" }, "decided");
  const why = line.why && make("span", { class: "why" }, line.why);
  const inner = [make("span", { class: "n" }, line.n), role, make("span", { class: "text" }, line.text, decided && " ", decided, why && " ", why)];
  return make("li", {}, make("div", { class: `line ${line.role}`, role: "button", tabindex: "-1", id: `L${line.n}`, "data-mark": `line ${line.n}`, focus: () => choose(line.n) }, ...inner));
}

// Cards ----------------------------------------------------------------------------------------------------------------

function card(entry, one, isOpen) {
  const title = make("h3", { id: `title-${entry}` }, button(one.question, () => goTo(one.line), { class: "title", "aria-expanded": String(isOpen), "data-mark": `title ${one.line}` }));
  return [title, meta(one), ...(isOpen ? opened(one) : [])];
}

function meta(one) {
  const level = one.level ?? one.estimate;
  const said = [
    level ? make("span", { class: `level ${level}` }, LEVEL_NAMES[level], !one.level && " (estimate)") : "no level",
    one.services.map((slug) => view.services[slug] ?? slug).join(", "),
    one.reviewed && `reviewed ${one.reviewed}`,
    !one.id && make("strong", {}, "left out"),
    one.id && !one.answered && make("strong", {}, "no answer"),
    one.also.length > 0 && `asked in ${count(one.also.length + 1, "place")}`,
    one.alike.length > 0 && make("strong", {}, `like ${count(one.alike.length, "other")}`),
    one.lost.length > 0 && make("strong", {}, "an earlier link may lead here"),
  ];
  return make("p", { class: "meta" }, said.filter(Boolean).flatMap((part, place) => (place ? [" · ", part] : [part])));
}

function opened(one) {
  const mark = (name) => ({ "data-mark": `${name} ${one.line}` });
  const levels = LEVELS.map((level, place) =>
    button(LEVEL_NAMES[level], () => press(levelPress(one, level)), { "aria-pressed": String(one.level === level), ...mark(level) }, String(place + 1)),
  );
  return [
    one.shown && make("p", { class: "shown" }, "Shown as: ", one.shown),
    one.body && fragment(one.body, "body"),
    one.answer
      ? make("details", { class: "answer", open: answerOpen, toggle: (event) => (answerOpen = event.target.open) }, make("summary", {}, "Answer in this file"), fragment(one.answer, "words"))
      : make("p", { class: "shown" }, one.answered ? "The answer stands elsewhere." : "There is no answer."),
    make("div", { class: "acts", role: "group", "aria-label": "Level" }, levels, one.decided.level && button("As the notes say", () => press(levelPress(one, "")), mark("noLevel"), "0")),
    make(
      "div", { class: "acts", role: "group", "aria-label": "More" },
      button("About…", () => chooseService(one), mark("service"), "s"),
      button("Same as…", () => chooseSame(one), mark("merge"), "m"),
      one.decided["set-aside"]
        ? button("Show it", () => showAgain(one), mark("aside"), "x")
        : button("Leave out…", () => leaveOut(one), mark("aside"), "x"),
    ),
    one.alike.length > 0 && pairs("May be the same as", one.alike, one, ["merge", "apart"]),
    one.lost.length > 0 && pairs("The link of an earlier question may lead here", one.lost, one, ["merge", "apart"], LINKS),
    one.also.length > 0 && pairs("Asked also as", one.also, one, ["apart"]),
  ].filter(Boolean);
}

let answerOpen = false;
const PAIRS = { merge: "They ask the same", apart: "Keep apart" };
const LINKS = { merge: "Lead it here", apart: "Another question" };

function pairs(title, others, one, kinds, said = PAIRS) {
  const items = others.map((other) => {
    const where = other.because ?? `${other.file}:${other.line}`;
    const offered = kinds.filter((kind) => other.name !== one.name);
    return make(
      "li", {},
      make("span", {}, other.question, " ", make("span", { class: "where" }, where)),
      other.differs && make("span", { class: "where" }, other.differs),
      make("span", { class: "acts" }, offered.map((kind) => button(said[kind], () => press(pairPress(kind, one, other)), { "aria-label": `${said[kind]}: ${other.question}`, "data-mark": `${kind} ${one.line} ${where}` }))),
    );
  });
  return make("div", { class: "pairs" }, make("h4", {}, title), make("ul", {}, items));
}

// The chosen line ------------------------------------------------------------------------------------------------------

const lineAt = (number) => $(`L${number}`);
const chosenLine = () => written(view).find((line) => line.n === now);
const chosenCard = () => view.cards[entryOf(view, now)];

/** Makes a line the chosen one: it alone is reached by Tab, its card is open, the tools are for it. */
function choose(number) {
  if (number === now && lineAt(now)?.hasAttribute("aria-current")) return;
  const [before, after] = [entryOf(view, now), entryOf(view, number)];
  lineAt(now)?.setAttribute("tabindex", "-1");
  lineAt(now)?.removeAttribute("aria-current");
  now = number;
  lineAt(now)?.setAttribute("tabindex", "0");
  lineAt(now)?.setAttribute("aria-current", "true");
  for (const entry of new Set([before, after])) redrawCard(entry, entry === after);
  $("tools").replaceChildren(...tools());
  if (view.file) history.replaceState(null, "", hashOf(view.file, now));
}

function redrawCard(entry, isOpen) {
  const place = entry && $(`card-${entry}`);
  if (!place) return;
  const mark = place.contains(document.activeElement) && document.activeElement.dataset.mark;
  place.classList.toggle("is-open", isOpen);
  place.replaceChildren(...card(entry, view.cards[entry], isOpen));
  if (mark) place.querySelector(`[data-mark="${CSS.escape(mark)}"]`)?.focus({ preventScroll: true });
}

function tools() {
  const line = chosenLine();
  $("chosen").replaceChildren(...(line ? [`Line ${line.n} `, make("span", { class: `role ${line.role}` }, ROLES[line.role] ?? line.role)] : []));
  $("card").disabled = !chosenCard();
  if (!line) return [];
  const is = (kind) => ({ "aria-pressed": String(line.decided === kind), "data-mark": `tool ${kind}` });
  return [
    button("Question", () => acts.asks(), is("asks"), "q"),
    button("No question", () => acts["asks-not"](), is("asks-not"), "n"),
    button("Answer above", () => acts.above(), is("above"), "a"),
    line.decided && button("As guessed", () => acts.guess(), { "data-mark": "tool guess" }, "g"),
  ].filter(Boolean);
}

function goTo(number) {
  if (!lineAt(number)) return open(view.file, number);
  choose(number);
  return focusLine();
}

/** To a line, or into the next part of a long file where there is no further one in this. */
function onward(number, step) {
  if (number !== now) return goTo(number);
  const part = view.part + step;
  return part >= 0 && part < view.parts ? open(view.file, step > 0 ? part * view.size + 1 : (part + 1) * view.size) : focusLine();
}

function focusLine() {
  lineAt(now)?.focus({ preventScroll: true });
  lineAt(now)?.scrollIntoView({ block: "nearest" });
}

// Windows --------------------------------------------------------------------------------------------------------------

function dialog(title, ...contents) {
  const made = make("dialog", { "aria-labelledby": "dialog_title" }, make("h2", { id: "dialog_title" }, title), ...contents);
  const back = document.activeElement?.closest("[data-mark]")?.dataset.mark;
  made.addEventListener("close", () => {
    made.remove();
    if (document.activeElement === document.body) (back && document.querySelector(`[data-mark="${CSS.escape(back)}"]`) || lineAt(now))?.focus();
  });
  document.body.append(made);
  made.showModal();
  return made;
}

/** A window with a form; `done` gets what stands in it when it is sent. */
function form(title, done, label, ...fields) {
  const submit = (event) => {
    event.preventDefault();
    const sent = new FormData(event.target);
    made.close();
    inTurn(() => done(sent));
  };
  const close = button("Cancel", () => made.close());
  const made = dialog(title, make("form", { submit }, ...fields, make("div", { class: "acts" }, make("button", { class: "first", type: "submit" }, label), close)));
  return made;
}

function chooseService(one) {
  const rows = [...one.services, "", ""].slice(0, Math.max(3, one.services.length + 1));
  const names = Object.entries(view.services).toSorted((a, b) => a[1].localeCompare(b[1]));
  const select = (slug, place) =>
    make("label", {}, place ? "and about" : "First of all about", make("select", { name: "service" }, make("option", { value: "" }, place ? "nothing else" : "what its words say"), names.map(([value, name]) => make("option", { value, selected: value === slug }, name))));
  form(one.question, (sent) => press(servicePress(one, sent.getAll("service"))), "Decide", ...rows.map(select));
}

function leaveOut(one) {
  const field = make("input", { name: "why", required: true, value: "not a question of this guide" });
  form(one.question, (sent) => press({ do: "decide", kind: "set-aside", question: one.name, why: sent.get("why") }), "Leave it out", make("label", {}, "Why it is not shown", field));
  field.select();
}

function showAgain(one) {
  return press({ do: "withdraw", kind: "set-aside", question: one.decided["set-aside"] });
}

function chooseSame(one) {
  const list = make("ul", { class: "found" });
  const status = make("p", { role: "status", class: "where" });
  const field = make("input", { type: "search", value: one.question, "aria-label": "Words of the other question", autocomplete: "off" });
  const decide = (kind, other) => {
    window.close();
    return press(pairPress(kind, one, other));
  };
  const look = async () => {
    const words = field.value;
    const found = await ask(`alike?${new URLSearchParams({ words, besides: one.id ?? "" })}`);
    if (!found || words !== field.value) return;
    const rows = found.alike.filter((other) => other.name !== one.name);
    status.textContent = count(rows.length, "question");
    list.replaceChildren(...rows.map((other) => make("li", {}, make("span", {}, other.question, " ", make("span", { class: "where" }, `${other.file}:${other.line}`)), make("span", { class: "acts" }, ["merge", "apart"].map((kind) => button(PAIRS[kind], () => decide(kind, other), { "aria-label": `${PAIRS[kind]}: ${other.question}` }))))));
  };
  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 250);
  });
  const window = dialog(`What asks the same as “${one.question}”, or must not be taken for it?`, field, status, list, make("div", { class: "acts" }, button("Cancel", () => window.close())));
  field.select();
  look();
}

function showKeys() {
  const list = make("dl", {}, KEYS.map(({ shown, label }) => make("div", {}, make("dt", {}, shown.split(" ").map((key) => make("kbd", {}, key))), make("dd", {}, label))));
  const window = dialog("Keys", make("p", {}, "They work while a line or a card has the focus."), list, make("div", { class: "acts" }, button("Close", () => window.close(), { class: "first" })));
  window.classList.add("keys");
}

// Keys -----------------------------------------------------------------------------------------------------------------

const onCard = (act) => () => {
  const one = chosenCard();
  return one ? act(one) : say("This line belongs to no question", true);
};
const onLine = (kind) => () => chosenLine() && press(linePress(kind, view.file, chosenLine()));

const acts = {
  next: () => onward(nextLine(written(view), now, 1), 1),
  previous: () => onward(nextLine(written(view), now, -1), -1),
  nextQuestion: () => onward(nextQuestion(view, now, 1), 1),
  previousQuestion: () => onward(nextQuestion(view, now, -1), -1),
  asks: onLine("asks"),
  "asks-not": onLine("asks-not"),
  above: onLine("above"),
  guess: () => {
    const line = chosenLine();
    return line?.decided && press({ do: "withdraw", kind: line.decided, file: view.file, line: line.decidedAt });
  },
  basic: onCard((one) => press(levelPress(one, "basic"))),
  intermediate: onCard((one) => press(levelPress(one, "intermediate"))),
  advanced: onCard((one) => press(levelPress(one, "advanced"))),
  noLevel: onCard((one) => press(levelPress(one, ""))),
  service: onCard(chooseService),
  merge: onCard(chooseSame),
  aside: onCard((one) => (one.decided["set-aside"] ? showAgain(one) : leaveOut(one))),
  card: () => {
    const place = $(`card-${entryOf(view, now)}`);
    place?.querySelector("summary, .acts button")?.focus({ preventScroll: true });
    place?.scrollIntoView({ block: "nearest" });
  },
  readings: () => {
    const place = $("readings");
    if (!place) return say("There is only one way to read this file");
    place.open = folded.readings = true;
    place.querySelector("summary").focus();
  },
  file: () => $("file").focus(),
  undo: doUndo,
  keys: showKeys,
};

function doUndo() {
  return change("undo", { at: { file: view.file, line: now } });
}

function pressed(event) {
  if (!view || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]") || event.target.closest("input, select, textarea")) return;
  if (event.key === "Escape") return void focusLine();
  const act = actOf(event.key);
  const inLine = event.target.closest(".line");
  // Letters act where the focus shows what they act on; Enter and the arrows mean something else on a button.
  if (!act || !(inLine || event.target.closest(".card, .bar") || event.target === document.body)) return;
  if (!inLine && (event.key === "Enter" || event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  inTurn(acts[act]);
}

addEventListener("keydown", pressed);
$("file").addEventListener("change", () => inTurn(() => open($("file").value, 0, false)));
$("keys").addEventListener("click", showKeys);
$("card").addEventListener("click", () => inTurn(acts.card));
$("undo").addEventListener("click", () => inTurn(doUndo));
// What was changed elsewhere meanwhile, in an editor for one, is shown when one comes back.
addEventListener("focus", () => inTurn(refresh));

const arrived = placeOf(location.hash);
inTurn(() => open(arrived.file, arrived.line, false));
