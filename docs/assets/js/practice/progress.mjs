// What a reader has practised, as pure values. Progress is the list of reviews and nothing else: when a question is due,
// how well it is known and every chart follow from it. So two lists are joined without conflict, whether they come from
// two tabs, two devices, a file or a question that was merged into another.
//
// A record: {id, reviews: [[time, grade, way], …] in the order of time, aside: {at, on} or null}
//   time  milliseconds since 1970       grade  1 again, 2 hard, 3 good, 4 easy      way  one of WAYS
//   aside when a question was last set aside (on: true) or taken up again

import { GRADES, replay, SETTINGS } from "./fsrs.mjs";

export const FORMAT = "study-progress";
export const VERSION = 1;

/** How a review came about. Cramming says little of what one knows in a week, so it moves no dates. */
export const WAYS = ["practice", "cram", "mock"];

const EARLIEST = Date.UTC(2000);
const LATEST = Date.UTC(2200);
const AHEAD = 86_400_000; // clocks differ; a review from further ahead than a day is a mistake
const LONGEST_ID = 300;

export function emptyRecord(id) {
  return { id, reviews: [], aside: null };
}

/**
 * What can be read of a kept entry, whatever it has become: its good reviews stay, the rest is counted in `lost`.
 * `record` is null where not even its id can be told.
 */
export function readRecord(raw) {
  if (!isObject(raw) || !isId(raw.id)) return { record: null, lost: 1 };
  const listed = Array.isArray(raw.reviews) ? raw.reviews : [];
  const good = listed.filter(isReview).map(([time, grade, way]) => [time, grade, WAYS.includes(way) ? way : WAYS[0]]);
  const aside = isAside(raw.aside) ? { at: raw.aside.at, on: raw.aside.on } : null;
  const lost = listed.length - good.length + (Array.isArray(raw.reviews) ? 0 : 1) + (aside || raw.aside == null ? 0 : 1);
  return { record: { id: raw.id, reviews: inOrder(good), aside }, lost };
}

/** Both records' reviews, each once; of two decisions to set aside, the later one. */
export function united(one, other) {
  const aside = !one.aside || (other.aside && other.aside.at > one.aside.at) ? other.aside : one.aside;
  return { id: one.id, reviews: inOrder([...one.reviews, ...other.reviews]), aside };
}

export function withReview(record, time, grade, way) {
  return { ...record, reviews: inOrder([...record.reviews, [time, grade, way]]) };
}

export function withoutReview(record, time) {
  return { ...record, reviews: record.reviews.filter(([at]) => at !== time) };
}

export function withAside(record, at, on) {
  return { ...record, aside: { at, on } };
}

/** A question's own record, with those of the ids that were merged into it. */
export function recordOf(records, { id, aliases = [] }) {
  const own = records.get(id) ?? emptyRecord(id);
  return aliases.reduce((record, alias) => (records.has(alias) ? united(record, records.get(alias)) : record), own);
}

/** Where the question stands in memory; reviews of a cram session count as if they had not been. */
export function cardOf(record, settings = SETTINGS) {
  return replay(record.reviews.filter(([, , way]) => way !== "cram"), settings);
}

/** Progress as a file: what `read` takes back, and people can read. Its form is promised in progress.schema.json. */
export function written(records, { site, now, retention }) {
  const kept = [...records.values()].filter((one) => one.reviews.length || one.aside).sort((one, other) => (one.id < other.id ? -1 : 1));
  const file = { format: FORMAT, version: VERSION, site, exported: iso(now), retention, questions: kept.map(writtenRecord) };
  return `${JSON.stringify(file, null, 1)}\n`;
}

function writtenRecord({ id, reviews, aside }) {
  const listed = reviews.map(([time, grade, way]) => ({ at: iso(time), grade: GRADES[grade - 1], way }));
  return { id, reviews: listed, ...(aside && { aside: { at: iso(aside.at), on: aside.on } }) };
}

/**
 * A file read back: {records, retention, site}, or {fault} in words where anything in it is wrong. Then nothing of it is
 * taken, so that no one ends up with half of it.
 */
export function read(text, now) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    return { fault: "This is no JSON file: it is damaged, or of another kind." };
  }
  if (!isObject(file) || file.format !== FORMAT) return { fault: "This file does not come from a practice page." };
  if (!Number.isInteger(file.version) || file.version < 1) return { fault: "version: this must be a whole number from 1." };
  if (file.version > VERSION) return { fault: `This file was written by a newer version of the site (${file.version}); this one reads ${VERSION}.` };
  if (!Array.isArray(file.questions)) return { fault: "questions: there is no list of questions in the file." };
  const retention = file.retention ?? SETTINGS.retention;
  if (!isRetention(retention)) return { fault: `retention: this must be a number from ${LEAST_RETENTION} to ${MOST_RETENTION}.` };
  const records = new Map();
  for (const [place, question] of file.questions.entries()) {
    const fault = faultOf(question, now) ?? (records.has(question.id) ? "id: the same question stands in the file twice" : null);
    if (fault) return { fault: `questions[${place}].${fault}.` };
    records.set(question.id, readQuestion(question));
  }
  return { records, retention, site: typeof file.site === "string" ? file.site : "" };
}

export const LEAST_RETENTION = 0.7;
export const MOST_RETENTION = 0.97;

export function isRetention(value) {
  return typeof value === "number" && value >= LEAST_RETENTION && value <= MOST_RETENTION;
}

function faultOf(question, now) {
  if (!isObject(question) || !isId(question.id)) return "id: this must be a question's id";
  if (!Array.isArray(question.reviews)) return "reviews: this must be a list";
  for (const [place, review] of question.reviews.entries()) {
    if (!isObject(review)) return `reviews[${place}]: this must be an object`;
    if (!isTime(timeOf(review.at))) return `reviews[${place}].at: this must be a time such as 2026-11-20T08:30:00.000Z`;
    if (timeOf(review.at) > now + AHEAD) return `reviews[${place}].at: this lies in the future`;
    if (!GRADES.includes(review.grade)) return `reviews[${place}].grade: this must be one of ${GRADES.join(", ")}`;
    if (review.way !== undefined && !WAYS.includes(review.way)) return `reviews[${place}].way: this must be one of ${WAYS.join(", ")}`;
  }
  if (question.aside === undefined) return null;
  if (!isObject(question.aside) || !isAside({ ...question.aside, at: timeOf(question.aside.at) })) return "aside: this must have a time `at` and `on`, true or false";
  return null;
}

function readQuestion({ id, reviews, aside }) {
  const listed = reviews.map(({ at, grade, way }) => [timeOf(at), GRADES.indexOf(grade) + 1, way ?? WAYS[0]]);
  return { id, reviews: inOrder(listed), aside: aside ? { at: timeOf(aside.at), on: aside.on } : null };
}

function inOrder(reviews) {
  const sorted = [...reviews].sort((one, other) => one[0] - other[0]);
  return sorted.filter(([time], place) => place === 0 || time !== sorted[place - 1][0]);
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isId(value) {
  return typeof value === "string" && value.length > 0 && value.length <= LONGEST_ID;
}

function isTime(value) {
  return Number.isInteger(value) && value >= EARLIEST && value < LATEST;
}

function isReview(value) {
  return Array.isArray(value) && isTime(value[0]) && Number.isInteger(value[1]) && value[1] >= 1 && value[1] <= GRADES.length;
}

function isAside(value) {
  return isObject(value) && isTime(value.at) && typeof value.on === "boolean";
}

function iso(time) {
  return new Date(time).toISOString();
}

function timeOf(text) {
  return typeof text === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/.test(text) ? Date.parse(text) : NaN;
}
