// Small charts as SVG. Each is a figure with its words, and the same numbers as a table for those who cannot see it.

import { make } from "../page.mjs";

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element; attributes as in HTML. */
function draw(name, properties = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(properties)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A chart with a caption, what it says in one sentence, and its rows as a table: `head` and `rows` of words. */
export function figure(title, says, svg, head, rows) {
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${title}: ${says}`);
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...head.map((words) => make("th", { scope: "col" }, words)))), make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell, place) => make(place ? "td" : "th", place ? {} : { scope: "row" }, String(cell)))))));
  const folded = make("details", { class: "chart-table" }, make("summary", {}, "As a table"), make("div", { class: "table-wrap", role: "group", tabindex: "0", "aria-label": `${title}, table` }, table));
  return make("figure", { class: "chart" }, make("figcaption", {}, make("strong", {}, title), make("span", {}, says)), svg, folded);
}

/** Upright bars: [{label, value, note, quiet}], the number above each, the label below. `most` is the top of the scale. */
export function bars(points, { most = Math.max(1, ...points.map(({ value }) => value)), every = 1, unit = "" } = {}) {
  const [whole, height, gap] = [336, 72, 4];
  const width = whole / points.length;
  const svg = draw("svg", { viewBox: `-6 0 ${whole + 12} ${height + 30}`, class: "bars" });
  points.forEach(({ label, value, note, quiet }, place) => {
    const tall = (height * value) / most;
    const x = place * width;
    const middle = x + width / 2;
    const bar = draw("rect", { x: x + gap / 2, y: 14 + height - Math.max(tall, 1), width: width - gap, height: Math.max(tall, 1), rx: 2, class: quiet ? "quiet" : "" }, draw("title", {}, note));
    svg.append(bar);
    if (value && !quiet) svg.append(draw("text", { x: middle, y: 10 + height - tall, class: "number" }, `${value}${unit}`));
    if (place % every === 0) svg.append(draw("text", { x: middle, y: height + 27 }, label));
  });
  return svg;
}

/** Days as squares, a column for each week: [{day, count}] from a Monday on. `names` are the words of a day. */
export function squares(days, words) {
  const size = 12;
  const most = Math.max(1, ...days.map(({ count }) => count));
  const svg = draw("svg", { viewBox: `0 0 ${Math.ceil(days.length / 7) * size} ${7 * size}`, class: "squares" });
  days.forEach((one, place) => {
    const strength = one.count ? 1 + Math.min(3, Math.floor((4 * (one.count - 1)) / most)) : 0;
    const x = Math.floor(place / 7) * size;
    svg.append(draw("rect", { x: x + 1, y: (place % 7) * size + 1, width: size - 2, height: size - 2, rx: 2, class: `strength-${strength}` }, draw("title", {}, words(one))));
  });
  return svg;
}

/** One lying bar, divided: [{kind, value}]. */
export function divided(parts) {
  const all = parts.reduce((sum, { value }) => sum + value, 0) || 1;
  const svg = draw("svg", { viewBox: "0 0 100 8", class: "divided", preserveAspectRatio: "none", "aria-hidden": "true" });
  let x = 0;
  for (const { kind, value } of parts) {
    const wide = (100 * value) / all;
    if (value) svg.append(draw("rect", { x, y: 0, width: wide, height: 8, class: kind }));
    x += wide;
  }
  return svg;
}
