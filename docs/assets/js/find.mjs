// Finding questions by words: pure functions over what search/entries.json and text-N.json hold. No page, no network.
//
// An entry is found by the words of its question, its services' names and aliases, its level and its answer.
// What makes it the first: how much of what was asked it holds, where (a question weighs more than an answer), how
// rare the words are, and how little else the question asks: "rope" means "What is rope?" before anything else.

const FIELDS = { title: 9, names: 4, text: 1 };
const KINDS = { exact: 1, stem: 0.92, prefix: 0.7, fuzzy: 0.5 };

const JOINED_WEIGHT = 0.8;
// Fillers, words that say nothing about what is asked, count a little, so that a whole question still finds itself.
const FILLER_WEIGHT = 0.04;
const SHORTEST_FUZZY = 4;
const SHORTEST_PREFIX = 2;

/** Lower case, without accents. */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
}

const JOINED = /[\p{L}\p{N}\p{M}_]+(?:[-'’@:./+#*][\p{L}\p{N}\p{M}_]+)*[+#]*/gu;
const PARTS = /\p{Lu}+(?![\p{Ll}])|\p{Lu}?\p{Ll}+|[\p{Lo}\p{Lm}\p{M}]+|\p{N}+/gu;
const INNER = /[-'’@:./+#*_]+/u;
// Between these signs of an operator and others it is part of a longer one; a sign alone stands between spaces.
const SIGNS = "-=<>&|+*%^~:@#$";
const OPENS = "(?<=^|[\\s(\\[{\"'`“‘«„,/])";
const CLOSES = "(?=$|[\\s)\\]}\"'`”’»“,.;?!/])";
const PLAIN = reader();

/**
 * What tells the words of a text: the pattern that finds them, and how those with signs are spoken, as entries.json
 * says under `signed`: {"==": "equality operator", ".net": "dot net"}. What is not listed there has no sign before it.
 */
export function reader(signed = {}) {
  const before = Object.keys(signed).filter((word) => !/^[\p{L}\p{N}]/u.test(word)).sort((one, other) => other.length - one.length);
  const pattern = before.length ? new RegExp([...before.map(delimited), JOINED.source].join("|"), "giu") : JOINED;
  return { pattern, spoken: new Map(Object.entries(signed)) };
}

function delimited(word) {
  const exact = word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  if (/[\p{L}\p{N}]/u.test(word)) return `(?<![\\p{L}\\p{N}\\p{M}_@#$.+\\-])${exact}(?![\\p{L}\\p{N}\\p{M}_])`;
  return word.length === 1 ? OPENS + exact + CLOSES : `(?<![${SIGNS}.?!])${exact}(?![${SIGNS}]|[.?!]\\S)`;
}

/**
 * The words of a text with where they stand: each as written, and what it is made of. "box:GetKey" is box,
 * getkey, get and key, and also boxgetkey, so that it is found however it is typed; "C#" is sharp and csharp, too.
 */
export function words(text, { pattern, spoken } = PLAIN) {
  const found = [];
  for (const match of text.matchAll(pattern)) {
    const raw = match[0];
    const pieces = raw.split(INNER).filter(Boolean);
    const said = spoken.get(raw.toLowerCase())?.split(" ") ?? [];
    const parts = [...said, said.join("")].filter((part) => part.length > 1);
    const begins = /^[\p{L}\p{N}\p{M}_]/u.test(raw);
    const whole = begins ? fold(raw.replace(/[-'’@:./*_]+/gu, "")) : raw.toLowerCase();
    if (pieces.length > 1) parts.push(fold(pieces.join("")));
    for (const piece of begins ? pieces : []) {
      const folded = fold(piece);
      if (pieces.length > 1) parts.push(folded);
      const camel = piece.match(PARTS) ?? [];
      const hump = camel.length > 1 && /\p{Ll}\p{Lu}/u.test(piece);
      if (hump) parts.push(...camel.map(fold));
    }
    found.push({ word: whole, parts: [...new Set(parts)].filter((part) => part && part !== whole), at: match.index, length: raw.length });
  }
  return found;
}

/** What different forms of a word have in common: "scaling", "scales" and "scale" are one. */
export function stem(word) {
  if (word.length < 4 || /\d/.test(word)) return word.length === 4 && /^[a-z]{3}s$/.test(word) ? word.slice(0, 3) : word;
  let found = word.replace(/'s$/, "");
  if (/ies$/.test(found) && found.length > 4) found = `${found.slice(0, -3)}y`;
  else if (/(?:ss|x|ch|sh|z)es$/.test(found)) found = found.slice(0, -2);
  else if (/[^su]s$/.test(found)) found = found.slice(0, -1);
  if (found.length > 5) found = found.replace(/(?:ing|ed|ations?|ions?)$/, (ending) => (found.length - ending.length >= 4 ? "" : ending));
  if (found.length > 4) found = found.replace(/(.)\1$/, "$1").replace(/(?:at)?e$/, "").replace(/(?<=.{5})at$/, "").replace(/y$/, "i");
  return found;
}

/** Whether two words differ by one letter: one more, one less, another one, or two that changed places. */
export function oneLetterApart(a, b) {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

/**
 * An index over what entries.json holds: {services: [{slug, name, aliases}], entries: [{title, also, services, level,
 * …}], fillers, defining, signed}. `also` are other wordings of the question, and `fillers` words that say nothing about
 * what is asked. A question for a definition begins with one of `defining`, or ends with one that has a star before it.
 * `signed` are words with signs. The answers' words may come later, with `addText`.
 */
export function makeIndex({ services, entries, fillers = [], defining = [], signed = {} }) {
  const service = new Map(services.map((one) => [one.slug, one]));
  const index = { entries, service, words: new Map(), stems: new Map(), sorted: null, titles: [], joined: new Set(), aliases: [], texts: [] };
  index.reader = reader(signed);
  index.fillers = new Set(fillers.map(fold));
  index.defining = defining.map((phrase) => ({ ends: phrase.startsWith("*"), phrase: words(phrase).map((one) => one.word).join(" ") }));
  entries.forEach((entry, number) => {
    const wordings = [entry.title, ...(entry.also ?? [])].map((wording) => words(wording, index.reader));
    index.titles.push(wordings.map((wording) => asTitle(index, wording)));
    for (const wording of wordings) {
      addWords(index, number, "title", wording);
      for (const joined of joins(index, wording)) {
        if (!index.words.has(joined)) index.joined.add(joined);
        addWord(index, number, "title", joined, JOINED_WEIGHT);
      }
    }
    addWords(index, number, "names", words(namesOf(entry, service).join(" , "), index.reader));
  });
  for (const { name, aliases } of services) {
    const means = words(name, index.reader).map((one) => one.word).filter((word) => !index.fillers.has(word));
    // An alias with a capital is a name of the service; one without is a word of its field.
    for (const alias of aliases.filter((one) => /\p{Lu}/u.test(one))) {
      index.aliases.push({ alias: words(alias, index.reader).map((one) => one.word).join(" "), means, short: isShortFor(alias, name) });
    }
  }
  return index;
}

/** Whether capitals stand for a service's name: RBS for Red Box Service, RBG for Red Box. */
function isShortFor(alias, name) {
  if (!/^\p{Lu}{2,6}$/u.test(alias)) return false;
  const initials = name.split(" ").map((word) => word[0]);
  let at = 0;
  for (const initial of initials) if (initial === alias[at]) at++;
  return at >= 2 && (at === alias.length || (at === alias.length - 1 && "SG".includes(alias[at])));
}

function namesOf(entry, service) {
  const [first, ...others] = entry.services.map((slug) => service.get(slug)).filter(Boolean);
  const names = [...(first ? [first.name, ...first.aliases] : []), ...others.map((one) => one.name)];
  return [...names, entry.level ?? "", entry.scenario ? "scenario" : ""];
}

/** The answers' words of the entries from `first` on. */
export function addText(index, first, texts) {
  texts.forEach((text, place) => {
    index.texts[first + place] = text;
    addWords(index, first + place, "text", words(text, index.reader));
  });
}

function addWords(index, number, field, found) {
  for (const { word, parts } of found) {
    addWord(index, number, field, word, 1);
    for (const part of parts) addWord(index, number, field, part, 0.9);
  }
}

/** Neighbours as one word: "Multi AZ" is found by "multiaz", as "Multi-AZ" is. */
function joins(index, found) {
  const content = (one) => one && !index.fillers.has(one.word) && !one.parts.length;
  return found.slice(1).flatMap((one, place) => (content(one) && content(found[place]) ? [found[place].word + one.word] : []));
}

function asTitle(index, found) {
  const content = found.filter((one) => !index.fillers.has(one.word));
  const folded = found.map((one) => one.word).join(" ");
  return {
    folded,
    defines: index.defining.some(({ ends, phrase }) => (ends ? folded.endsWith(phrase) : folded.startsWith(`${phrase} `))),
    content: content.map(({ word, parts }, place) => {
      const next = content[place + 1];
      const before = content[place - 1];
      const joined = [next && word + next.word, before && before.word + word].filter(Boolean);
      return { any: [word, ...joined].map(stem), all: parts.map(stem) };
    }),
  };
}

function addWord(index, number, field, word, weight) {
  if (field !== "title" || weight !== JOINED_WEIGHT) index.joined.delete(word);
  let places = index.words.get(word);
  if (!places) {
    index.words.set(word, (places = new Map()));
    index.sorted = null;
    const root = stem(word);
    if (!index.stems.has(root)) index.stems.set(root, []);
    index.stems.get(root).push(word);
  }
  let place = places.get(number);
  if (!place) places.set(number, (place = { title: 0, names: 0, text: 0 }));
  place[field] = field === "text" ? place[field] + weight : Math.max(place[field], weight);
}

/** A query as what it asks for: `level:advanced`, `service:ropes` and `is:scenario` narrow, the rest is looked for. */
export function parse(query, known = PLAIN) {
  const narrow = { level: new Set(), service: new Set(), is: new Set() };
  const rest = query.replace(/(?<!\S)(level|service|is):([\p{L}\p{N}-]+)/giu, (all, key, value) => {
    narrow[key.toLowerCase()].add(value.toLowerCase());
    return " ";
  });
  const phrases = [...rest.matchAll(/"([^"]+)"/g)].map((match) => fold(match[1]).trim()).filter(Boolean);
  return { narrow, words: words(spelt(rest.replace(/"/g, " "), known), known), phrases, typing: /[\p{L}\p{N}]$/u.test(query) };
}

/** A query with names as they are written where it has them as they are spoken: "c sharp" is "c#". */
function spelt(query, { spoken }) {
  let text = query;
  for (const [word, said] of spoken) {
    if (said.includes(" ") && /[\p{L}\p{N}]/u.test(word)) text = text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${said}(?![\\p{L}\\p{N}])`, "giu"), word);
  }
  return text;
}

/** Whether an entry is within what the query narrows to. */
export function within(entry, narrow) {
  const { level, service, is } = narrow;
  if (level.size && !level.has(entry.level ?? "none")) return false;
  if (service.size && !entry.services.some((slug) => service.has(slug))) return false;
  for (const flag of is) if (!entry[flag]) return false;
  return true;
}

/**
 * The entries that a query finds, best first: {number, score, marks}. `marks` are the words to be marked in what is
 * shown. A query that only narrows finds all that is within, in the order of the entries.
 */
export function find(index, query, limit = Infinity) {
  const { narrow, words: asked, phrases, typing } = parse(query, index.reader);
  const entries = index.entries;
  if (!asked.length) {
    const all = narrow.level.size || narrow.service.size || narrow.is.size;
    const found = all ? entries.map((_, number) => number).filter((number) => within(entries[number], narrow)) : [];
    return found.slice(0, limit).map((number) => ({ number, score: 0, marks: [] }));
  }
  const terms = termsOf(index, asked, typing);
  const scores = new Map();
  let total = 0;
  terms.forEach((term, nth) => {
    total += term.weight;
    for (const [number, { score, marks }] of matches(index, term)) {
      if (!scores.has(number)) scores.set(number, { score: 0, held: 0, marks: new Set(), kinds: [] });
      const found = scores.get(number);
      found.score += score;
      found.held += term.weight * Math.min(1, score / (term.weight * 0.5));
      found.kinds[nth] = true;
      for (const mark of marks) if (!term.filler) found.marks.add(mark);
    }
  });
  const folded = asked.map((one) => one.word).join(" ");
  const content = terms.filter((term) => !term.filler);
  const found = [];
  for (const [number, { score, held, marks }] of scores) {
    if (!within(entries[number], narrow)) continue;
    if (phrases.some((phrase) => !fold(`${entries[number].title} ${index.texts[number] ?? ""}`).includes(phrase))) continue;
    const share = total ? held / total : 0;
    if (share < 0.2) continue;
    const fit = Math.max(...index.titles[number].map((title) => fits(title, folded, content)));
    found.push({ number, score: score * share * share * fit, marks: [...marks] });
  }
  found.sort((one, other) => other.score - one.score || one.number - other.number);
  return found.slice(0, limit);
}

/**
 * How well a wording is what was asked for: the same words, or how far each of the two holds the other. "rope vs knot"
 * holds all of "What is rope?", but not the other way round.
 */
function fits({ folded, defines, content }, asked, terms) {
  const stems = new Set(terms.flatMap((term) => [...term.stems]));
  const held = content.filter(({ any, all }) => any.some((word) => stems.has(word)) || (all.length > 0 && all.every((word) => stems.has(word))));
  const own = new Set(content.flatMap(({ any, all }) => [...any, ...all]));
  const weightOf = (some) => some.reduce((sum, term) => sum + term.weight * term.rarity, 0);
  const there = weightOf(terms.filter((term) => [...term.stems].some((word) => own.has(word))));
  const all = weightOf(terms);
  const whole = content.length > 0 && held.length === content.length;
  const covered = all && content.length ? (held.length / content.length) * (there / all) : 0;
  return 1 + 1.5 * covered ** 2 + (whole && defines ? 0.15 : 0) + (folded === asked ? 3 : folded.includes(asked) ? 0.35 : 0);
}

function termsOf(index, asked, typing) {
  const said = asked.map((one) => one.word);
  const onlyFiller = said.every((word) => index.fillers.has(word));
  const terms = asked.flatMap(({ word, parts }, place) => {
    const filler = index.fillers.has(word) && !onlyFiller;
    const last = typing && place === asked.length - 1;
    const whole = term(index, word, filler, last, parts);
    // A compound that stands nowhere is looked for by its parts: "box:GetKey" where only GetKey is said.
    if (!parts.length || matches(index, whole).size) return [whole];
    return parts.map((part) => term(index, part, index.fillers.has(part), false, []));
  });
  // What the words mean together: a name of several words is its service, and then hardly its single words.
  const line = ` ${said.join(" ")} `;
  for (const { alias, means, short } of index.aliases) {
    if (!alias || !line.includes(` ${alias} `)) continue;
    // A name that questions ask about by itself ("rope walk") is a subject, not another name of the service.
    const subject = !short && (!alias.includes(" ") || index.titles.some((wordings) => wordings.some((one) => one.folded.includes(alias))));
    if (!subject) for (const one of terms) if (` ${alias} `.includes(` ${one.word} `) && !means.includes(one.word)) one.weight *= 0.1;
    for (const word of means) {
      if (!terms.some((one) => one.word === word)) terms.push({ ...term(index, word, false, false, []), weight: subject ? 0.4 : 1 });
    }
  }
  return terms;
}

/** A word that was asked for, with every word of the index that may be meant by it. */
function term(index, word, filler, typing, parts) {
  const meant = new Map();
  const mean = (found, kind) => meant.set(found, Math.max(meant.get(found) ?? 0, kind));
  if (index.words.has(word)) mean(word, KINDS.exact);
  for (const same of index.stems.get(stem(word)) ?? []) mean(same, same === word ? KINDS.exact : KINDS.stem);
  if (!filler) {
    if (word.length >= SHORTEST_PREFIX && (typing || !meant.size || word.length >= 4)) {
      for (const longer of beginningWith(index, word)) {
        mean(longer, KINDS.prefix * (typing ? 1 : 0.8) * (0.4 + (0.6 * word.length) / longer.length));
      }
    }
    if (word.length >= SHORTEST_FUZZY && !meant.has(word) && !(index.stems.get(stem(word))?.length > 0)) {
      for (const other of index.words.keys()) {
        if (other.length >= 3 && oneLetterApart(word, other)) mean(other, KINDS.fuzzy * (word[0] === other[0] ? 1.2 : 0.8));
      }
    }
  }
  const stems = new Set([stem(word)]);
  for (const [found, kind] of meant) if (kind <= KINDS.fuzzy * 1.2 && kind >= KINDS.fuzzy * 0.8) stems.add(stem(found));
  const holding = [...meant].filter(([, kind]) => kind >= KINDS.stem).map(([found]) => index.words.get(found).size);
  const rarity = rare(index.entries.length, Math.max(0, ...holding));
  return { word, parts, filler, meant, stems, rarity, weight: filler ? FILLER_WEIGHT : 1 };
}

function beginningWith(index, start) {
  index.sorted ??= [...index.words.keys()].filter((word) => !index.joined.has(word)).sort();
  const { sorted } = index;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < start) low = middle + 1;
    else high = middle;
  }
  const found = [];
  for (let place = low; place < sorted.length && sorted[place].startsWith(start) && found.length < 400; place++) found.push(sorted[place]);
  return found;
}

/** Every entry that holds a term, with what that is worth there. A compound is also its parts, if all are there. */
function matches(index, asked) {
  const found = new Map();
  const add = (number, score, mark) => {
    const best = found.get(number);
    if (!best) found.set(number, { score, marks: [mark] });
    else {
      best.marks.push(mark);
      if (score > best.score) best.score = score;
    }
  };
  const size = index.entries.length;
  for (const [word, kind] of asked.meant) {
    const places = index.words.get(word);
    const rarity = rare(size, places.size);
    for (const [number, place] of places) add(number, asked.weight * kind * rarity * worth(place), word);
  }
  if (asked.parts.length > 1) {
    const sets = asked.parts.map((part) => index.words.get(part) ?? new Map());
    for (const number of sets[0].keys()) {
      if (!sets.every((places) => places.has(number))) continue;
      const scores = sets.map((places) => rare(size, places.size) * worth(places.get(number)));
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
      add(number, asked.weight * 0.85 * mean, asked.parts[0]);
      for (const part of asked.parts.slice(1)) found.get(number).marks.push(part);
    }
  }
  return found;
}

function rare(size, holding) {
  return Math.log(1 + (size - holding + 0.5) / (holding + 0.5)) + 0.2;
}

function worth({ title, names, text }) {
  return FIELDS.title * title + FIELDS.names * names + FIELDS.text * (text ? (2.2 * text) / (text + 1.2) : 0);
}

/** What reads words with signs as they were looked for. */
function readerOf(marks) {
  return reader(Object.fromEntries(marks.map((mark) => [mark, ""])));
}

/** A text cut into pieces, every second of which is to be marked: the words that were looked for. */
export function marked(text, marks) {
  const wanted = new Set(marks);
  const pieces = [];
  let done = 0;
  for (const { word, parts, at, length } of words(text, readerOf(marks))) {
    if (!wanted.has(word) && !parts.some((part) => wanted.has(part))) continue;
    pieces.push(text.slice(done, at), text.slice(at, at + length));
    done = at + length;
  }
  pieces.push(text.slice(done));
  return pieces;
}

/** The part of a text where most of what was looked for stands, about `length` characters of it. */
export function excerpt(text, marks, length = 180) {
  if (text.length <= length) return text;
  const wanted = new Set(marks);
  const hits = words(text, readerOf(marks)).filter(({ word, parts }) => wanted.has(word) || parts.some((part) => wanted.has(part)));
  let best = 0;
  let most = 0;
  for (const { at } of hits) {
    const kinds = new Set(hits.filter((hit) => hit.at >= at && hit.at < at + length).map((hit) => hit.word)).size;
    if (kinds > most) [best, most] = [at, kinds];
  }
  let start = best < length / 2 ? 0 : text.lastIndexOf(" ", best - 30) + 1;
  const cut = text.slice(start, start + length).replace(/\s+\S*$/, "");
  return `${start ? "… " : ""}${cut}${start + cut.length < text.length ? " …" : ""}`;
}
