// Our search beside MiniSearch and Orama: what finds the question that is meant, how soon, and for how many bytes.
//
//     npm install --prefix FOLDER minisearch @orama/orama esbuild
//     node benchmarks/search_engines.mjs SITE FOLDER
//
// SITE is a built site of the shipped guide. Each engine looks through the same files (search/entries.json, text-*.json):
// - for the golden queries (tests/cases/search/golden.tsv), which find.mjs was written with in sight;
// - for the same with a typing error: a letter is left out of the longest word;
// - for other wordings of questions, which the notes hold, while the index does not: nobody chose these.
// The peers are tried with several settings; shown is the one that puts most of the first two sets first.
// A peer that is not installed is left out.

import { readFileSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import { addText, find, makeIndex } from "../docs/assets/js/find.mjs";

const [site, peers = "."] = process.argv.slice(2);
const files = createRequire(join(peers, "node_modules", "_"));
const json = (path) => JSON.parse(readFileSync(join(site, path), "utf8"));

const known = json("search/entries.json");
const texts = [];
for (let first = 0; first < known.entries.length; first += known.piece) texts.push(...json(`search/text-${first / known.piece}.json`));
const names = new Map(known.services.map((one) => [one.slug, [one.name, ...one.aliases].join(" ")]));

const golden = readFileSync(new URL("../tests/cases/search/golden.tsv", import.meta.url), "utf8")
  .split("\n").filter((line) => line.trim() && !line.startsWith("#")).map((line) => line.split("\t"));
const wrong = golden.map(([query, id]) => [mistyped(query), id]).filter(([query]) => query);
const wordings = known.entries.flatMap(({ id, also = [] }) => also.map((one) => [one, id]));

/** The query without the letter in the middle of its longest word; nothing where that has fewer than five letters. */
function mistyped(query) {
  const longest = query.split(/[^A-Za-z]+/).sort((one, other) => other.length - one.length)[0];
  if (longest.length < 5) return "";
  const at = longest.length >> 1;
  return query.replace(longest, longest.slice(0, at) + longest.slice(at + 1));
}

const STOP = new Set(known.fillers);

/** What the peers index: an entry with its other wordings (or without), its services' names and its answer. */
function documents(also) {
  return known.entries.map((entry, number) => ({
    id: String(number),
    title: entry.title,
    also: also ? (entry.also ?? []).join(" ") : "",
    names: entry.services.map((slug) => names.get(slug) ?? "").join(" "),
    text: texts[number] ?? "",
  }));
}

// Engines: name, and for each setting a function that makes an index (of other wordings, too, or not) and searches in it.

async function ours() {
  const make = (also) => {
    const index = makeIndex({ ...known, entries: also ? known.entries : known.entries.map(({ also: _, ...entry }) => entry) });
    addText(index, 0, texts);
    return (query) => find(index, query, 3).map((one) => one.number);
  };
  return [{ setting: "as shipped", make, first: () => find(makeIndex(known), "what is lambda", 3) }];
}

async function miniSearch() {
  const { default: MiniSearch } = await import(files.resolve("minisearch"));
  const settings = [];
  for (const title of [2, 5, 9]) for (const stop of [true, false]) for (const fuzzy of [0.2, (term) => (term.length > 3 ? 1 : 0)]) for (const combineWith of ["OR", "AND"]) {
    const make = (also) => {
      const mini = new MiniSearch({ fields: ["title", "also", "names", "text"], processTerm: (term) => (stop && STOP.has(term.toLowerCase()) ? null : term.toLowerCase()) });
      mini.addAll(documents(also));
      const options = { boost: { title, also: title, names: title / 2 }, prefix: (term) => term.length > 2, fuzzy };
      const search = (query) => {
        const all = mini.search(query, { ...options, combineWith });
        return (all.length ? all : mini.search(query, options)).slice(0, 3).map((one) => Number(one.id));
      };
      return Object.assign(search, { saved: () => JSON.stringify(mini) });
    };
    settings.push({ setting: `title ${title}, ${stop ? "stop words" : "all words"}, fuzzy ${typeof fuzzy === "number" ? fuzzy : "one letter"}, ${combineWith}`, make });
  }
  return settings;
}

async function orama() {
  const { create, insertMultiple, save, search: searched } = await import(pathToFileURL(files.resolve("@orama/orama")));
  const settings = [];
  for (const title of [2, 5, 9]) for (const stemming of [true, false]) for (const tolerance of [0, 1]) for (const threshold of [0, 0.5, 1]) {
    const make = (also) => {
      const db = create({
        schema: { title: "string", also: "string", names: "string", text: "string" },
        components: { tokenizer: { language: "english", stemming, stopWords: [...STOP] } },
      });
      insertMultiple(db, documents(also));
      const boost = { title, also: title, names: title / 2 };
      const search = (query) => searched(db, { term: query, boost, tolerance, threshold, limit: 3 }).hits.map((one) => Number(one.id));
      return Object.assign(search, { saved: () => JSON.stringify(save(db)) });
    };
    settings.push({ setting: `title ${title}, ${stemming ? "stems" : "whole words"}, tolerance ${tolerance}, threshold ${threshold}`, make });
  }
  return settings;
}

const ENGINES = {
  "find.mjs": [ours, new URL("../docs/assets/js/find.mjs", import.meta.url).pathname],
  MiniSearch: [miniSearch, "minisearch"],
  Orama: [orama, "@orama/orama"],
};

// Measures

function ranked(search, queries) {
  let [first, three] = [0, 0];
  for (const [query, id] of queries) {
    const found = search(query).map((number) => known.entries[number].id);
    first += found[0] === id;
    three += found.includes(id);
  }
  return { first, three };
}

const shown = ({ first, three }, queries) => `${first} first, ${three} of ${queries.length} among three`;
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
const packed = (text) => gzipSync(text, { level: 9 }).length;

/** Milliseconds of CPU until there are results, the median of seven. */
function cpu(does) {
  const times = [];
  for (let turn = 0; turn < 7; turn++) {
    const before = process.cpuUsage();
    does();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return `${times.sort((one, other) => one - other)[3].toFixed(0)} ms`;
}

async function bundled(entry) {
  const { build } = await import(files.resolve("esbuild"));
  const contents = `export * from ${JSON.stringify(entry)}${entry === "minisearch" ? '; export { default } from "minisearch"' : ""}`;
  const made = await build({ stdin: { contents, resolveDir: peers }, bundle: true, minify: true, format: "esm", write: false });
  return made.outputFiles[0].text;
}

function version(entry) {
  const path = join(peers, "node_modules", entry, "package.json");
  return existsSync(path) ? ` ${JSON.parse(readFileSync(path, "utf8")).version}` : "";
}

console.log(`${known.entries.length} questions; node ${process.version}`);
for (const [name, [settings, entry]] of Object.entries(ENGINES)) {
  let tried;
  try {
    tried = await settings();
  } catch (error) {
    console.log(`${name}: left out, ${error.message.split("\n")[0]}`);
    continue;
  }
  let best;
  for (const { setting, make, first: soon } of tried) {
    const search = make(true);
    const [asked, mistaken] = [ranked(search, golden), ranked(search, wrong)];
    const first = asked.first + mistaken.first;
    if (!best || first > best.first) best = { setting, make, soon, search, asked, mistaken, first };
  }
  console.log(`${name}${version(entry)}, ${best.setting} (${tried.length} tried)`);
  console.log(`  golden: ${shown(best.asked, golden)}`);
  console.log(`  with a typing error: ${shown(best.mistaken, wrong)}`);
  console.log(`  other wordings: ${shown(ranked(best.make(false), wordings), wordings)}`);
  console.log(`  an index of all and its first results: ${cpu(() => best.make(true)("what is lambda"))} of CPU`);
  if (best.soon) console.log(`  without the answers, which come later: ${cpu(best.soon)}`);
  if (best.search.saved) console.log(`  its index, compressed: ${kb(packed(best.search.saved()))}`);
  try {
    const code = await bundled(entry);
    console.log(`  code, small and compressed: ${kb(packed(code))} (${kb(code.length)})`);
  } catch (error) {
    console.log(`  code: ${error.message.split("\n")[0]}`);
  }
}
const sizes = ["entries.json", ...Array.from({ length: Math.ceil(known.entries.length / known.piece) }, (_, place) => `text-${place}.json`)];
console.log(`What is fetched now, compressed: ${sizes.map((path) => `${path} ${kb(packed(readFileSync(join(site, "search", path))))}`).join(", ")}`);
