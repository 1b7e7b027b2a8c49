// Searches apart from the page, so that typing never waits. Told {root} first, then {query, limit} as often as wanted;
// answers {query, found} and says {ready: "entries" | "texts"} when it knows more than before.

import { addText, find, makeIndex } from "./find.mjs";

let index;
let last;

async function json(root, name) {
  const answer = await fetch(new URL(`search/${name}`, root));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}

async function load(root) {
  const known = await json(root, "entries.json");
  index = makeIndex(known);
  postMessage({ ready: "entries", services: known.services, entries: known.entries });
  respond();
  for (let first = 0; first < known.entries.length; first += known.piece) {
    addText(index, first, await json(root, `text-${first / known.piece}.json`));
  }
  postMessage({ ready: "texts" });
  respond();
}

function respond() {
  if (!index || !last) return;
  const { query, limit } = last;
  const found = find(index, query);
  const shown = found.slice(0, limit ?? found.length).map((one) => ({ ...one, text: limit ? index.texts[one.number] ?? "" : "" }));
  postMessage({ query, total: found.length, found: shown });
}

onmessage = ({ data }) => {
  if (data.root) {
    load(data.root).catch((error) => postMessage({ failed: String(error) }));
    return;
  }
  last = data;
  respond();
};
