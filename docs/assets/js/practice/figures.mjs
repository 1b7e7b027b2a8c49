// The reader's progress: charts, what was set aside, and the copy of it that is theirs.

import { levelMark } from "../decide.mjs";
import { button, make } from "../page.mjs";
import { bars, divided, figure, squares } from "./charts.mjs";
import { calendar, forecast, mastery, MASTERY, retention } from "./stats.mjs";
import { read, written } from "./progress.mjs";

const RETENTIONS = [0.8, 0.85, 0.9, 0.95];
const LARGEST = 50_000_000; // bytes of a file; ten thousand questions with ten reviews each are a fifth of it

/** Everything below the start of the practice page; `again()` draws the page anew. */
export function progressView(page, again) {
  const { desk } = page;
  const now = Date.now();
  const items = desk.items();
  const practised = items.some(({ record }) => record.reviews.length);
  const view = make("section", { class: "progress", "aria-labelledby": "progress_title" }, make("h2", { id: "progress_title" }, "Your progress"));
  if (practised) view.append(...charts(desk, items, now));
  else view.append(make("p", {}, "Charts of what you know and of what comes next stand here after the first cards."));
  view.append(...aside(desk, items, again), data(page, again));
  return view;
}

function charts(desk, items, now) {
  const records = items.map(({ record }) => record);
  return [
    make("div", { class: "charts" }, comingChart(items, now), retentionChart(records, now, desk.settings())),
    calendarChart(records, now),
    masteryChart("By level", mastery(items, (entry) => entry.level ?? "none", now), ["basic", "intermediate", "advanced", "none"].map((level) => [level, levelMark(level) || "Not stated"])),
    masteryChart("By service", mastery(items, (entry) => entry.services[0], now), desk.services.map((one) => [one.slug, one.name]), true),
  ];
}

const dayName = new Intl.DateTimeFormat("en-GB", { weekday: "short" });
const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

function comingChart(items, now) {
  const days = forecast(items, now);
  const all = days.reduce((sum, { count }) => sum + count, 0);
  const points = days.map(({ day, count }, place) => ({ label: place ? dayName.format(day).slice(0, 2) : "Today", value: count, note: `${place ? date.format(day) : "Today"}: ${count}` }));
  const says = `${all.toLocaleString("en")} ${all === 1 ? "card falls" : "cards fall"} due, ${days[0].count.toLocaleString("en")} of them today.`;
  return figure("The coming fortnight", says, bars(points), ["Day", "Due"], days.map(({ day, count }) => [date.format(day), count]));
}

function retentionChart(records, now, settings) {
  const weeks = retention(records, now, 12, settings);
  const known = weeks.reduce((sum, week) => sum + week.known, 0);
  const all = weeks.reduce((sum, week) => sum + week.all, 0);
  const percent = (week) => Math.round((100 * week.known) / week.all);
  const says = all ? `${percent({ known, all })} % of ${all.toLocaleString("en")} answers were known when they came again; wanted are ${Math.round(100 * settings.retention)} %.` : "Nothing learnt has come again on a later day yet.";
  const points = weeks.map((week) => ({ label: date.format(week.day).replace(" ", "\u00a0"), value: week.all ? percent(week) : 0, quiet: !week.all, note: week.all ? `Week of ${date.format(week.day)}: ${week.known} of ${week.all}` : `Week of ${date.format(week.day)}: none` }));
  return figure("Retention by week", says, bars(points, { most: 100, every: 3 }), ["Week of", "Known", "Of"], weeks.map((week) => [date.format(week.day), week.known, week.all]));
}

function calendarChart(records, now) {
  const days = calendar(records, now);
  const all = days.reduce((sum, { count }) => sum + count, 0);
  const active = days.filter(({ count }) => count).length;
  const says = `${all.toLocaleString("en")} ${all === 1 ? "review" : "reviews"} on ${active} ${active === 1 ? "day" : "days"} of the last half year.`;
  const svg = squares(days, ({ day, count }) => `${date.format(day)}: ${count}`);
  return figure("Reviews", says, svg, ["Day", "Reviews"], days.filter(({ count }) => count).map(({ day, count }) => [date.format(day), count]));
}

/** A table anyway: a divided bar in each row, the numbers beside it. */
function masteryChart(title, found, names, started = false) {
  const rows = names.filter(([key]) => found.has(key) && (!started || found.get(key).new < sum(found.get(key))));
  const body = rows.map(([key, name]) => {
    const numbers = found.get(key);
    const cells = MASTERY.map(([kind]) => make("td", {}, String(numbers[kind])));
    const bar = divided([...MASTERY].reverse().map(([kind]) => ({ kind, value: numbers[kind] })));
    return make("tr", {}, make("th", { scope: "row" }, name, bar), ...cells, make("td", {}, String(numbers.due)));
  });
  const head = ["", ...MASTERY.map(([, words]) => words), "Due"].map((words) => (words ? make("th", { scope: "col" }, words) : make("td", {})));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body));
  const wrapped = make("div", { class: "table-wrap", role: "group", tabindex: "0", "aria-label": title }, table);
  return make("figure", { class: "chart mastery" }, make("figcaption", {}, make("strong", {}, title), make("span", {}, started ? "Services that you have begun." : "All questions of the guide.")), wrapped);
}

function sum(numbers) {
  return MASTERY.reduce((all, [kind]) => all + numbers[kind], 0);
}

function aside(desk, items, again) {
  const found = items.filter(({ record }) => record.aside?.on);
  if (!found.length) return [];
  const rows = found.map(({ entry }) => {
    const take = async () => {
      await desk.setAside(entry.id, false, Date.now());
      again();
    };
    return make("li", {}, entry.title, " ", button("explorer-clear", "Take up again", take, { "aria-label": `Take up again: ${entry.title}` }));
  });
  return [make("details", { class: "chart-table asides" }, make("summary", {}, `Set aside (${found.length})`), make("ul", {}, ...rows))];
}

// The reader's own copy

function data(page, again) {
  const { desk } = page;
  const result = make("p", { class: "data-result", role: "status" });
  const input = make("input", { type: "file", accept: ".json,application/json", hidden: true, "aria-label": "File of progress" });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    const words = await imported(page, file);
    if (words.taken) again();
    (document.querySelector(".data-result") ?? result).textContent = words.says;
  });
  const wanted = make("select", { onchange: (event) => retained(desk, Number(event.target.value), again) }, ...choices(desk.settings().retention).map((one) => make("option", { value: one, selected: one === desk.settings().retention }, `${Math.round(100 * one)} %`)));
  return make(
    "section", { class: "data", "aria-labelledby": "data_title" },
    make("h2", { id: "data_title" }, "Your data"),
    make("p", {}, "Progress is kept in this browser only, under the questions’ permanent ids. Export it to take it to another device, or to be safe: browsers may delete what a site keeps. An import adds to what is here and never takes away."),
    make(
      "div", { class: "practice-modes" },
      button("sheet-back", "Export progress", () => save(page)),
      button("sheet-back", "Import progress", () => input.click()),
      button("sheet-back", "Delete all progress", () => confirmed(page, again)),
      input,
    ),
    result,
    make("div", { class: "practice-pickers" }, make("label", {}, make("span", {}, "Wanted retention"), wanted)),
    make("p", { class: "practice-quiet" }, "The higher, the sooner a card comes again. ", make("a", { href: new URL("progress.schema.json", page.root).href }, "The form of the file"), "."),
  );
}

function choices(present) {
  return RETENTIONS.includes(present) ? RETENTIONS : [...RETENTIONS, present].sort();
}

function retained(desk, value, again) {
  desk.setRetention(value);
  again();
  document.querySelector(".data select")?.focus();
}

function save({ desk }) {
  const now = Date.now();
  const site = document.querySelector("meta[property='og:site_name']")?.content ?? document.querySelector(".md-header__topic")?.textContent.trim() ?? "";
  const text = written(desk.records(), { site, now, retention: desk.settings().retention });
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = make("a", { href: address, download: `progress-${new Date(now).toISOString().slice(0, 10)}.json` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** {taken, says}: whether anything was taken from the file, and what is said of it. */
async function imported({ desk }, file) {
  const nothing = (why) => ({ taken: false, says: `${file.name}: ${why} Nothing was changed.` });
  if (file.size > LARGEST) return nothing("This file is too large to be one of progress.");
  let text;
  try {
    text = await file.text();
  } catch {
    return nothing("The file could not be read.");
  }
  const found = read(text, Date.now());
  if (found.fault) return nothing(found.fault);
  const known = new Set(desk.items().flatMap(({ entry }) => [entry.id, ...(entry.aliases ?? [])]));
  const strange = [...found.records.keys()].filter((id) => !known.has(id)).length;
  if (found.records.size && strange === found.records.size) return nothing(`None of its questions is in this guide${found.site ? `; it comes from “${found.site}”` : ""}.`);
  await desk.join(found.records, found.retention);
  const reviews = [...found.records.values()].reduce((all, one) => all + one.reviews.length, 0);
  const rest = strange ? ` ${strange} of them are not in this guide now and are kept for later.` : "";
  return { taken: true, says: `Imported ${reviews.toLocaleString("en")} reviews of ${found.records.size.toLocaleString("en")} questions.${rest}` };
}

function confirmed({ desk, told }, again) {
  const dialog = make(
    "dialog", { class: "keys", "aria-labelledby": "delete_title" },
    make(
      "form", { method: "dialog" },
      make("h2", { id: "delete_title" }, "Delete all progress?"),
      make("p", {}, "All reviews in this browser are deleted for good. An exported file is not touched."),
      make("div", { class: "practice-modes" }, make("button", { type: "submit", value: "delete", class: "sheet-back" }, "Delete"), make("button", { type: "submit", value: "keep", class: "sheet-back", autofocus: true }, "Keep")),
    ),
  );
  dialog.addEventListener("close", async () => {
    dialog.remove();
    if (dialog.returnValue !== "delete") return;
    try {
      await desk.clear();
      again();
    } catch {
      told("The progress could not be deleted: the browser’s storage does not answer.");
    }
  });
  document.body.append(dialog);
  dialog.showModal();
}
