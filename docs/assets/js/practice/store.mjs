// Where progress is kept: in this browser, in one IndexedDB for each site, an entry for each question. Every change reads
// the entry and writes it in one transaction, so two tabs never write over each other. Where the browser keeps nothing
// (private windows, full disks, forbidden storage) changes stay in memory, the reader is told, and each later change
// tries again to bring them in.

import { emptyRecord, readRecord, united } from "./progress.mjs";

const STORE = "records";
const PATIENCE = 5000; // a browser that has not opened its storage by then is taken for one that will not

export const TROUBLE = {
  closed: "This browser keeps nothing for this site, as in a private window. What you practise is lost when the page closes: export it below before you leave.",
  full: "The browser's storage is full or refused to write. Your last answers are kept only while this page is open: make room, or export your progress now.",
};

/**
 * Opens the store of one site. `name` tells it from others on the same host; `told(words)` hears of trouble, `changed()`
 * that another tab has written.
 *
 * all()              Promise of {records: Map from id, lost: entries or reviews that could not be read}
 * change(id, does)   Promise of the record after `does(record)`, kept
 * join(records)      brings in other records, united with those that are there
 * clear()            forgets everything
 */
export function openStore(name, { told = () => {}, changed = () => {} } = {}) {
  const unsaved = new Map(); // records that could not be written, whole
  const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(name) : null;
  if (channel) channel.onmessage = () => changed();
  let opening = null;

  function database() {
    opening ??= opened(name).then((found) => {
      // Another tab wants to change or delete the database, or the browser has closed it: the next use opens it again.
      found.onversionchange = () => {
        found.close();
        opening = null;
      };
      found.onclose = () => (opening = null);
      return found;
    });
    opening.catch(() => (opening = null));
    return opening;
  }

  async function all() {
    const records = new Map();
    let lost = 0;
    try {
      const raw = await request((await database()).transaction(STORE).objectStore(STORE).getAll());
      for (const one of raw) {
        const found = readRecord(one);
        lost += found.lost;
        if (found.record) records.set(found.record.id, found.record);
      }
    } catch {
      told(TROUBLE.closed);
    }
    for (const [id, record] of unsaved) records.set(id, records.has(id) ? united(records.get(id), record) : record);
    return { records, lost };
  }

  async function change(id, does) {
    let after;
    try {
      await write([[id, (record) => (after = does(record))]]);
      return after;
    } catch {
      unsaved.set(id, does(unsaved.get(id) ?? (await last(id))));
      told(opening ? TROUBLE.full : TROUBLE.closed);
      return unsaved.get(id);
    }
  }

  async function join(records) {
    const changes = [...records.values()].map((record) => [record.id, (kept) => united(kept, record)]);
    try {
      await write(changes);
    } catch {
      for (const [id, does] of changes) unsaved.set(id, does(unsaved.get(id) ?? (await last(id))));
      told(opening ? TROUBLE.full : TROUBLE.closed);
    }
  }

  async function clear() {
    unsaved.clear();
    await within("readwrite", (entries) => entries.clear());
    channel?.postMessage("changed");
  }

  /** All changes or none, and what could not be written earlier with them. */
  async function write(changes) {
    const earlier = [...unsaved].map(([id, record]) => [id, (kept) => united(kept, record)]);
    await within("readwrite", (entries) => {
      for (const [id, does] of [...earlier, ...changes]) {
        const asked = entries.get(id);
        asked.onsuccess = () => entries.put(does(readRecord(asked.result ?? emptyRecord(id)).record ?? emptyRecord(id)));
      }
    });
    unsaved.clear();
    channel?.postMessage("changed");
  }

  async function within(mode, does) {
    const transaction = (await database()).transaction(STORE, mode);
    does(transaction.objectStore(STORE));
    await finished(transaction);
  }

  async function last(id) {
    try {
      const raw = await request((await database()).transaction(STORE).objectStore(STORE).get(id));
      return readRecord(raw ?? emptyRecord(id)).record ?? emptyRecord(id);
    } catch {
      return emptyRecord(id);
    }
  }

  return { all, change, join, clear };
}

function opened(name) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    setTimeout(() => reject(new Error("the storage does not open")), PATIENCE);
  });
}

function request(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
}
