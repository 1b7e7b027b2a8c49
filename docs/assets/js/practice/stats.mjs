// What the charts of the practice page show, as numbers. Days are the reader's own, from midnight to midnight.

import { DAY, SETTINGS, UNSEEN, review } from "./fsrs.mjs";
import { endOfDay, isDue, isNew } from "./session.mjs";

/** From this stability on, in days, a question counts as well known (Anki calls it mature). */
export const SOLID = 21;

/** How well a question is known, from nothing to well. */
export const MASTERY = [
  ["new", "New"],
  ["learning", "Learning"],
  ["known", "Known"],
  ["solid", "Solid"],
];

/** The midnight that begins the day which lies `days` after that of `time`; summer time is not stumbled over. */
export function dayStart(time, days = 0) {
  const at = new Date(time);
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + days).getTime();
}

export function masteryOf({ card }) {
  if (card.state === "new") return "new";
  if (card.state !== "review") return "learning";
  return card.stability >= SOLID ? "solid" : "known";
}

/** {due, fresh, later}: how many are due today and how many were never asked, and when the next falls due after today. */
export function today(items, now) {
  const tomorrow = endOfDay(now);
  const later = items.map(({ card }) => card.due).filter((at) => at !== null && at >= tomorrow);
  return {
    due: items.filter((one) => !isNew(one) && isDue(one, now)).length,
    fresh: items.filter(isNew).length,
    later: later.length ? later.reduce((least, at) => Math.min(least, at)) : null,
  };
}

/** How many questions fall due on each of the coming days: [{day, count}], what is overdue on the first. */
export function forecast(items, now, days = 14) {
  const found = Array.from({ length: days }, (_, place) => ({ day: dayStart(now, place), count: 0 }));
  for (const { card } of items) {
    if (card.due === null || card.due >= dayStart(now, days)) continue;
    found[Math.max(0, found.findLastIndex(({ day }) => day <= card.due))].count += 1;
  }
  return found;
}

/** How many reviews there were on each of the days behind, today the last: [{day, count}]. */
export function calendar(records, now, weeks = 26) {
  // Whole weeks that begin on Monday, the last of them today's.
  const weekday = (new Date(now).getDay() + 6) % 7;
  const days = (weeks - 1) * 7 + weekday + 1;
  const found = Array.from({ length: days }, (_, place) => ({ day: dayStart(now, place + 1 - days), count: 0 }));
  const places = new Map(found.map(({ day }, place) => [day, place]));
  for (const { reviews } of records) {
    for (const [time] of reviews) {
      const place = places.get(dayStart(time));
      if (place !== undefined) found[place].count += 1;
    }
  }
  return found;
}

/**
 * Of the reviews of questions that had been learnt, on a later day, how many were known: [{day, known, all}] by week, the
 * present one last. `day` is the week's first.
 */
export function retention(records, now, weeks = 12, settings = SETTINGS) {
  const weekday = (new Date(now).getDay() + 6) % 7;
  const found = Array.from({ length: weeks }, (_, place) => ({ day: dayStart(now, (place + 1 - weeks) * 7 - weekday), known: 0, all: 0 }));
  for (const { reviews } of records) {
    let card = UNSEEN;
    for (const [time, grade, way] of reviews) {
      if (way === "cram") continue;
      if (card.state === "review" && time - card.last >= DAY) {
        const week = found.findLast(({ day }) => day <= time);
        if (week) {
          week.all += 1;
          week.known += grade > 1 ? 1 : 0;
        }
      }
      card = review(card, grade, time, settings);
    }
  }
  return found;
}

/** Numbers of each row of MASTERY, by a key of each item: Map from key to {new, learning, known, solid, due}. */
export function mastery(items, keyOf, now) {
  const found = new Map();
  for (const one of items) {
    const key = keyOf(one.entry);
    if (!found.has(key)) found.set(key, { new: 0, learning: 0, known: 0, solid: 0, due: 0 });
    found.get(key)[masteryOf(one)] += 1;
    if (!isNew(one) && isDue(one, now)) found.get(key).due += 1;
  }
  return found;
}
