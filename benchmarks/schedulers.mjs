// Our scheduler beside ts-fsrs: bytes, and whether the same histories give the same dates.
//
//     npm install --prefix FOLDER ts-fsrs esbuild
//     node benchmarks/schedulers.mjs FOLDER
//
// Histories are made up, the same in each run: the next review comes about when it is due, sooner or later, sometimes
// at once. The fuzz is off in both, for it gives other dates on each device.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import { DAY, MINUTE, PARAMETERS, review, UNSEEN } from "../docs/assets/js/practice/fsrs.mjs";

const HISTORIES = 2000;
const REVIEWS = 12;

const [peers = "."] = process.argv.slice(2);
const files = createRequire(join(peers, "node_modules", "_"));
const { createEmptyCard, fsrs } = await import(pathToFileURL(join(peers, "node_modules", "ts-fsrs", "dist", "index.mjs")));
const peer = fsrs({ w: PARAMETERS, request_retention: 0.9, maximum_interval: 36_500, enable_fuzz: false, enable_short_term: true, learning_steps: ["1m", "10m"], relearning_steps: ["10m"] });
const STATES = ["new", "learning", "review", "relearning"];

let seed = 20261127;
const chance = () => (seed = (seed * 48271) % 2147483647) / 2147483647;

/** The largest share by which stability or difficulty differ, where both are told how many days have passed. */
function memory() {
  let largest = 0;
  for (let number = 0; number < HISTORIES; number++) {
    let time = 0;
    let mine = UNSEEN;
    let theirs = null;
    for (let turn = 0; turn < REVIEWS; turn++) {
      const grade = 1 + Math.floor(4 * Math.sqrt(chance()));
      const days = turn ? Math.floor(chance() * 3 * Math.min(mine.stability + 1, 300)) : 0;
      time += days * DAY;
      mine = review(mine, grade, time);
      theirs = peer.next_state(theirs, days, grade);
      largest = Math.max(largest, Math.abs(mine.stability / theirs.stability - 1), Math.abs(mine.difficulty / theirs.difficulty - 1));
    }
  }
  return largest;
}

/** Reviews, both going out from the same card: how many get the same date, and how others differ. `whole`: a learnt card
 * comes again at the time of day of the last review. A card that is known for ten years is left alone. */
function dates(whole) {
  const found = { same: 0, "less than a minute": 0, "a day": 0, "some days": 0 };
  for (let number = 0; number < HISTORIES; number++) {
    let time = Date.UTC(2026, 0, 5, 9, 0) + Math.floor(chance() * DAY);
    let card = UNSEEN;
    for (let turn = 0; turn < REVIEWS && card.stability < 3650; turn++) {
      const grade = 1 + Math.floor(4 * Math.sqrt(chance()));
      const theirs = peer.next(asTheirs(card, time), new Date(time), grade).card.due.getTime();
      card = review(card, grade, time);
      const apart = Math.abs(card.due - theirs);
      found[!apart ? "same" : apart < MINUTE ? "less than a minute" : apart <= DAY ? "a day" : "some days"]++;
      const wait = (card.due - time) * (0.6 + 0.8 * chance());
      time += whole && wait >= DAY / 2 ? Math.max(1, Math.round(wait / DAY)) * DAY : Math.round(wait);
    }
  }
  return found;
}

function asTheirs({ state, step, stability, difficulty, due, last }, time) {
  const empty = createEmptyCard(new Date(time));
  if (last === null) return empty;
  return { ...empty, state: STATES.indexOf(state), learning_steps: step, stability, difficulty, due: new Date(due), last_review: new Date(last), reps: 1 };
}

console.log(`ts-fsrs ${JSON.parse(readFileSync(join(peers, "node_modules", "ts-fsrs", "package.json"), "utf8")).version}`);
console.log(`memory: stability and difficulty differ by ${memory().toExponential(1)} at most`);
for (const [words, whole] of [["at the same time of day", true], ["at any time of day", false]]) {
  const found = Object.entries(dates(whole));
  const all = found.reduce((sum, [, number]) => sum + number, 0);
  console.log(`dates of ${all} reviews ${words}: ${found.map(([what, number]) => `${what} ${((100 * number) / all).toFixed(1)} %`).join(", ")}`);
}
const { build } = await import(files.resolve("esbuild"));
for (const [name, contents] of [
  ["ours", `export * from ${JSON.stringify(new URL("../docs/assets/js/practice/fsrs.mjs", import.meta.url).pathname)}`],
  ["ts-fsrs", 'export { fsrs, createEmptyCard } from "ts-fsrs"'],
]) {
  const made = await build({ stdin: { contents, resolveDir: peers }, bundle: true, minify: true, format: "esm", write: false });
  const text = made.outputFiles[0].text;
  console.log(`${name}: ${(text.length / 1024).toFixed(1)} KiB small, ${(gzipSync(text, { level: 9 }).length / 1024).toFixed(1)} compressed`);
}
