// Everything that the practice page knows: the questions, the reader's progress and settings, and how both change.

import { keep, keepPractised, kept, root } from "../page.mjs";
import { SETTINGS } from "./fsrs.mjs";
import { cardOf, emptyRecord, isRetention, recordOf, united, withAside, withoutReview, withReview } from "./progress.mjs";
import { openStore } from "./store.mjs";

const PIECE = 50; // as in hooks/studyguide/site/practice_cards.py
const RETENTION = "retention";

/** The name under which this site's progress is kept: several sites may stand on one host. */
export const storeName = `study:${root.pathname}`;

/**
 * Loads questions and progress. `told(words)` hears of trouble with the storage; `changed()` is called when progress has
 * come from elsewhere. Rejects where the questions cannot be fetched.
 */
export async function openDesk({ told, changed }) {
  const { entries, services } = await fetched("search/entries.json");
  const store = openStore(storeName, { told, changed: () => reload().then(changed) });
  const places = placesOf(entries);
  const pieces = new Map();
  let settings = { ...SETTINGS, retention: startRetention() };
  let records = new Map();
  let lost = 0;
  let items = new Map();
  await reload();

  function itemOf(entry) {
    const record = recordOf(records, entry);
    return { entry, record, card: cardOf(record, settings) };
  }

  function work() {
    items = new Map(entries.map((entry) => [entry.id, itemOf(entry)]));
  }

  async function reload() {
    ({ records, lost } = await store.all());
    work();
  }

  async function change(id, does) {
    records.set(id, await store.change(id, does));
    items.set(id, itemOf(items.get(id).entry));
    keepPractised(true);
  }

  return {
    services,
    names: new Map(services.map((one) => [one.slug, one.name])),
    items: () => [...items.values()],
    item: (id) => items.get(id),
    records: () => records,
    lost: () => lost,
    settings: () => settings,

    /** What stands on a question's card: {body, answer, references}, each left out where there is none. */
    async card(id) {
      const path = places.get(id);
      if (!pieces.has(path)) pieces.set(path, fetched(path));
      try {
        return (await pieces.get(path)).cards[id] ?? {};
      } catch (error) {
        pieces.delete(path); // so that the next try asks again
        throw error;
      }
    },

    grade: (id, grade, time, way) => change(id, (record) => withReview(record, time, grade, way)),
    undo: (id, time) => change(id, (record) => withoutReview(record, time)),
    setAside: (id, on, time) => change(id, (record) => withAside(record, time, on)),

    setRetention(value) {
      keep(RETENTION, String(value));
      settings = { ...settings, retention: value };
      work();
    },

    /** Brings in the records of a file; its retention only where none was chosen here. */
    async join(more, retention) {
      await store.join(more);
      if (kept(RETENTION) === null) settings = { ...settings, retention };
      for (const record of more.values()) records.set(record.id, united(records.get(record.id) ?? emptyRecord(record.id), record));
      work();
      if (more.size) keepPractised(true);
    },

    async clear() {
      await store.clear();
      keepPractised(false);
      records = new Map();
      lost = 0;
      work();
    },
  };
}

/** Progress alone, for the marks on other pages: items by id. */
export async function openItems() {
  const { entries } = await fetched("search/entries.json");
  const { records } = await openStore(storeName).all();
  const settings = { ...SETTINGS, retention: startRetention() };
  return entries.map((entry) => {
    const record = recordOf(records, entry);
    return { entry, record, card: cardOf(record, settings) };
  });
}

function startRetention() {
  const chosen = Number(kept(RETENTION));
  return isRetention(chosen) ? chosen : SETTINGS.retention;
}

async function fetched(path) {
  const answer = await fetch(new URL(path, root));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** The file of each question's card, by id. */
function placesOf(entries) {
  const seen = new Map();
  return new Map(
    entries.map(({ id, services: [slug] }) => {
      const place = seen.get(slug) ?? 0;
      seen.set(slug, place + 1);
      const piece = Math.floor(place / PIECE);
      return [id, `practice/${slug}${piece ? `.${piece + 1}` : ""}.json`];
    }),
  );
}
