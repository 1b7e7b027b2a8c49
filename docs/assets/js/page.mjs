// What every part of the script needs of the page: where the site begins, making elements, and saying something.

const SHOWN_FOR = 4000;

// The theme keeps both as they were when the page was first loaded, so they belong together.
const config = JSON.parse(document.getElementById("__config").textContent);
const arrived = location.href.replace(/[?#].*$/, "");

/** The site's root, wherever it is served from, ending in a slash. */
export const root = new URL(`${config.base.replace(/\/$/, "")}/`, arrived);

/** An element with properties (`class`, `aria-…` and other attributes among them) and children; words stay words. */
export function make(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return made;
}

export function button(kind, label, press, properties = {}) {
  return make("button", { type: "button", class: kind, onclick: press, ...properties }, label);
}

function status() {
  const found = document.querySelector(".study-status");
  if (found) return found;
  const made = make("div", { class: "study-status", role: "status" });
  document.body.append(made);
  return made;
}

let hiding;

/** A short message at the foot of the window, read aloud as well. */
export function say(words) {
  const place = status();
  place.textContent = words;
  clearTimeout(hiding);
  hiding = setTimeout(() => (place.textContent = ""), SHOWN_FOR);
}

/** The place for messages must stand in the page before the first one, or it is not read aloud. */
export function readyToSay() {
  status();
}

/** Whether a key was meant for what the reader is typing in. */
export function isTyping(event) {
  return event.target.closest?.("input, textarea, select, [contenteditable]") !== null;
}

/** Texts of `pieces`, every second one marked. */
export function withMarks(pieces) {
  return pieces.map((piece, place) => (place % 2 ? make("mark", {}, piece) : piece));
}

const KEPT = "study.";

/** A choice of the reader that this browser keeps, or null; where nothing may be kept, there is none. */
export function kept(name) {
  try {
    return localStorage.getItem(KEPT + name);
  } catch {
    return null;
  }
}

/** Keeps a choice, or forgets it where the value is null. */
export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(KEPT + name);
    else localStorage.setItem(KEPT + name, value);
  } catch {
    // A browser that keeps nothing: the choice holds for this page.
  }
}

// Sites on one host share what a browser keeps, so this name holds the site's own path.
const PRACTISED = `practised ${root.pathname}`;

/** Whether anything was practised here, told without opening the store of progress. */
export function hasPractised() {
  return kept(PRACTISED) !== null;
}

export function keepPractised(whether) {
  keep(PRACTISED, whether ? "yes" : null);
}
