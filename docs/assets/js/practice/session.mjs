// A session of practice, as pure functions: which questions, in which order, and what comes next after a grade.
//
// An item is what is known of a question: {entry, record, card}; entries are those of search/entries.json.

import { MINUTE, recall } from "./fsrs.mjs";
import { isWithin } from "../filters.mjs";

const DAY = 24 * 60 * MINUTE;

/** learn: by the schedule. cram: the weakest first, again and again within the session. mock: each once, by the clock. */
export const MODES = ["learn", "cram", "mock"];

/** Which of the questions within the filters are taken. */
export const WHICH = [
  ["today", "Due, then new"],
  ["due", "Only due"],
  ["new", "Only new"],
  ["missed", "Only missed"],
  ["all", "All of them"],
];

const MISSED_FOR = 7 * DAY; // so long after a miss a question counts as missed, whatever came after
const SOON = 30 * MINUTE; // what comes again within this time belongs to the same session
const LEVELS = ["basic", "intermediate", "advanced"];

/** Seconds to answer a question of each level aloud in a mock interview. */
export const CLOCK = { basic: 90, intermediate: 120, advanced: 180 };
export const CLOCK_OTHERWISE = 120;

// After how many other cards a missed or hard one comes again while cramming.
const CRAM_GAPS = [3, 8];

/** What a session is asked to hold; `filters` as in filters.mjs, `ids` those that words find, or null. */
export function wishes() {
  return { mode: "learn", which: "today", count: 20, unreviewed: false, unanswered: false };
}

/** The end of the reader's own day, in milliseconds. */
export function endOfDay(now) {
  return new Date(now).setHours(24, 0, 0, 0);
}

export function isNew({ record }) {
  return !record.reviews.length;
}

/** Due by the end of today: what is asked tonight need not wait for the hour at which it was asked last. */
export function isDue({ card }, now) {
  return card.due !== null && card.due < endOfDay(now);
}

export function isMissed({ record }, now) {
  const last = record.reviews.at(-1);
  return Boolean(last) && (last[1] === 1 || record.reviews.some(([time, grade]) => grade === 1 && time > now - MISSED_FOR));
}

/** Items that a session may hold: within the filters, not set aside, and by default only what is reviewed and answered. */
export function eligible(items, filters, ids, { unreviewed, unanswered }) {
  const wanted = filters.is;
  return items.filter(
    ({ entry, record }) =>
      !record.aside?.on &&
      (!ids || ids.has(entry.id)) &&
      isWithin(entry, filters) &&
      (entry.answered || unanswered || wanted.has("unanswered")) &&
      (entry.reviewed || !entry.answered || unreviewed || wanted.has("unreviewed")),
  );
}

/** The ids of a session, in the order in which they are asked. `random` gives numbers from 0 to 1. */
export function chosen(items, { mode, which, count }, now, settings, random) {
  if (mode === "mock") return mixed(items, count, random).map(idOf);
  if (mode === "cram") return weakest(items, now, settings).slice(0, count).map(idOf);
  const due = items.filter((one) => !isNew(one) && isDue(one, now));
  const news = items.filter(isNew);
  const kinds = {
    today: () => [...byRecall(due, now, settings), ...introduced(news)],
    due: () => byRecall(due, now, settings),
    new: () => introduced(news),
    missed: () => byRecall(items.filter((one) => isMissed(one, now)), now, settings),
    all: () => [...byRecall(items.filter((one) => !isNew(one)), now, settings), ...introduced(news)],
  };
  return kinds[which]().slice(0, count).map(idOf);
}

function idOf({ entry }) {
  return entry.id;
}

/** What is nearest to being forgotten comes first. */
function byRecall(items, now, settings) {
  return sortedBy(items, ({ card }) => recall(card, now, settings));
}

function byLevel(items) {
  return sortedBy(items, ({ entry }) => levelRank(entry.level));
}

/** New ones with levels rising, services by turns, those of which most is asked first. */
function introduced(items) {
  return byLevel(inTurn(sortedBy(groups(items, ({ entry }) => entry.services[0]), (group) => -group.length)));
}

/** Missed ones first, then those never asked, then the others by how well they are known. */
function weakest(items, now, settings) {
  return sortedBy(items, (one) => (isMissed(one, now) ? -1 : isNew(one) ? 0 : recall(one.card, now, settings)));
}

function levelRank(level) {
  const rank = LEVELS.indexOf(level);
  return rank < 0 ? 1 : rank;
}

function sortedBy(items, key) {
  return items.map((one) => [key(one), one]).sort((one, other) => one[0] - other[0]).map(([, one]) => one);
}

/** As in an interview: of every level a like share, services by turns, levels rising. */
function mixed(items, count, random) {
  const shuffled = items.map((one) => [random(), one]).sort((one, other) => one[0] - other[0]).map(([, one]) => one);
  const levels = groups(shuffled, ({ entry }) => levelRank(entry.level)).map((group) => inTurn(groups(group, ({ entry }) => entry.services[0])));
  return byLevel(inTurn(levels).slice(0, count));
}

function groups(items, key) {
  const found = new Map();
  for (const one of items) {
    if (!found.has(key(one))) found.set(key(one), []);
    found.get(key(one)).push(one);
  }
  return [...found.values()];
}

/** The first of each list, then the second of each, and so on. */
function inTurn(lists) {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, place) => lists.filter((list) => place < list.length).map((list) => list[place])).flat();
}

// The course of a session

/**
 * mode, queue   the questions to come, in order
 * waiting       those that come again at a time: [{id, at}]
 * shown, open   the question before the reader, or null at the end, and whether its answer shows
 * since         when it was shown
 * results       [{id, grade, took}], took in milliseconds
 */
export function begin(mode, ids, now) {
  return next({ mode, queue: ids, waiting: [], shown: null, open: false, since: now, results: [] }, now);
}

export function opened(session) {
  return { ...session, open: true };
}

/** After a grade; `due` is when the schedule would ask again. */
export function graded(session, grade, due, now) {
  const id = session.shown;
  const results = [...session.results, { id, grade, took: now - session.since }];
  const rest = { ...session, results };
  if (session.mode === "cram") return next({ ...rest, queue: crammed(session, grade) }, now);
  if (session.mode === "learn" && due - now < SOON) return next({ ...rest, waiting: [...session.waiting, { id, at: due }] }, now);
  return next(rest, now);
}

function crammed({ queue, shown, results }, grade) {
  if (grade <= CRAM_GAPS.length) return inserted(queue, shown, CRAM_GAPS[grade - 1]);
  return grade === 3 && wasMissed(results, shown) ? [...queue, shown] : queue;
}

function wasMissed(results, id) {
  return results.findLast((one) => one.id === id)?.grade <= 2;
}

function inserted(queue, id, place) {
  return [...queue.slice(0, place), id, ...queue.slice(place)];
}

/** In place of an interval, what a grade means while cramming, in the order of the grades. */
export function cramWords({ queue, shown, results }) {
  const gap = (wanted) => (queue.length === 0 ? "at once" : `in ${Math.min(wanted, queue.length)} ${Math.min(wanted, queue.length) === 1 ? "card" : "cards"}`);
  return [...CRAM_GAPS.map(gap), wasMissed(results, shown) ? "once more" : "done", "done"];
}

/** Puts the question before the reader off to the end. */
export function later(session, now) {
  return next({ ...session, queue: [...session.queue, session.shown] }, now);
}

/** The session without a question, wherever in it that stands. */
export function without(session, id, now) {
  const rest = { ...session, queue: session.queue.filter((one) => one !== id), waiting: session.waiting.filter((one) => one.id !== id) };
  return session.shown === id ? next(rest, now) : rest;
}

/** What is waiting comes when its time has come, and before that only when nothing else is left. */
function next(session, now) {
  const [first] = sortedBy(session.waiting, ({ at }) => at);
  const fromWaiting = first && (first.at <= now || !session.queue.length);
  const shown = fromWaiting ? first.id : (session.queue[0] ?? null);
  const waiting = fromWaiting ? session.waiting.filter((one) => one !== first) : session.waiting;
  return { ...session, shown, open: false, since: now, waiting, queue: fromWaiting ? session.queue : session.queue.slice(1) };
}

/** {done, all}: how far the session is; a question that comes again counts until it is done. */
export function extent({ queue, waiting, shown, results }) {
  const left = new Set([...queue, ...waiting.map(({ id }) => id), ...(shown ? [shown] : [])]);
  const all = new Set([...left, ...results.map(({ id }) => id)]);
  return { done: all.size - left.size, all: all.size };
}

/** What was hard: questions graded again or hard at least once, the worst first. */
export function hardest(results) {
  const found = new Map();
  for (const { id, grade } of results) if (grade <= 2) found.set(id, (found.get(id) ?? 0) + (3 - grade));
  return sortedBy([...found], ([, weight]) => -weight).map(([id]) => id);
}

/** A length of time as on a button: "10 min", "3 d", "2.5 mo". */
export function span(milliseconds) {
  const minutes = milliseconds / MINUTE;
  if (minutes < 59.5) return `${Math.max(1, Math.round(minutes))} min`;
  if (minutes < 60 * 23.5) return `${Math.round(minutes / 60)} h`;
  const days = minutes / (60 * 24);
  if (days < 30.5) return `${Math.round(days)} d`;
  if (days < 364.5) return `${tenth(days / 30.44)} mo`;
  return `${tenth(days / 365.25)} y`;
}

function tenth(value) {
  return value < 10 ? Number(value.toFixed(1)) : Math.round(value);
}
