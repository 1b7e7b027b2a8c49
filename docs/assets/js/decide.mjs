// What the script decides, as pure functions; study.mjs alone touches the page.

/** The id that the fragment of an address names, or "". Addresses come from anywhere, so a bad escape is no id. */
export function idOf(hash) {
  try {
    return decodeURIComponent(hash.replace(/^#/, ""));
  } catch {
    return "";
  }
}

/** The link of a question that never changes. `base` is the way from this page to the site's root. */
export function permanentLink(base, here, id) {
  return new URL(`q/${encodeURIComponent(id)}/`, new URL(`${base.replace(/\/$/, "")}/`, here)).href;
}

/** What pressing the one button for all answers does next, given which of them are open. */
export function nextForAll(open) {
  const all = open.length > 0 && open.every(Boolean);
  return { open: !all, label: all ? "Close all" : "Open all" };
}

/** What is said after copying; where a browser forbids it, the link itself, to be copied by hand. */
export function copied(succeeded, link) {
  return succeeded ? "Link copied" : `Copy this link: ${link}`;
}

const LEVELS = { basic: "Basic", intermediate: "Intermediate", advanced: "Advanced" };

/** A level as a word, or "" where there is none. */
export function levelMark(level) {
  return LEVELS[level] ?? "";
}

/** Whether a query narrows by a word such as "level:basic". */
export function narrowed(query, word) {
  return query.split(/\s+/).includes(word);
}

/** The query with that word added, or taken away where it stands already. */
export function toggled(query, word) {
  const said = query.split(/\s+/).filter(Boolean);
  return (said.includes(word) ? said.filter((one) => one !== word) : [...said, word]).join(" ");
}

/** Which of `count` rows a key moves to from `place`; undefined where the key moves nothing. */
export function nextPlace(key, place, count) {
  if (!count) return undefined;
  const moves = { ArrowDown: place + 1, ArrowUp: place < 0 ? count - 1 : place - 1, PageDown: place + 8, PageUp: place - 8 };
  if (!(key in moves)) return undefined;
  if (key.startsWith("Page")) return Math.max(0, Math.min(count - 1, moves[key]));
  return (moves[key] + count) % count;
}

/** What a link in the row of counts shows: "#level_basic" a level, the page of scenarios those. */
export function onlyOf(href) {
  return href.match(/#level_(\w+)$/)?.[1] ?? "scenario";
}

/**
 * The question to move to. `here` is the one in focus or -1; then the move starts from what stands at the top of the
 * window, given how far below it each begins.
 */
export function stepTo(here, tops, by) {
  if (here >= 0) return Math.max(0, Math.min(tops.length - 1, here + by));
  const below = tops.findIndex((top) => top >= 0);
  if (by > 0) return below < 0 ? tops.length - 1 : below;
  return Math.max(0, (below < 0 ? tops.length : below) - 1);
}

/** Which options are right, and of how many, as a page says it: "2,3 of 4" is {right: [1, 2], count: 4}. */
export function optionsOf(words) {
  const [, listed, count] = words.match(/^(\d+(?:,\d+)*) of (\d+)$/) ?? [];
  return listed ? { right: listed.split(",").map((number) => Number(number) - 1), count: Number(count) } : null;
}

/** What is said of the option that was tried last, given all that were tried so far. */
export function verdict({ right }, tried) {
  const last = tried.at(-1);
  if (!right.includes(last)) return { right: false, words: "Not this one" };
  const left = right.filter((place) => !tried.includes(place)).length;
  if (right.length === 1) return { right: true, words: "Right" };
  return { right: true, words: left ? `Right, and ${left} more ${left === 1 ? "is" : "are"}` : "Right, these are all" };
}
