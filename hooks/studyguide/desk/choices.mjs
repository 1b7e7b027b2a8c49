// What the desk decides without touching its page: which key does what, which line comes next, what a press says.

/** Of each key what it does, in which words, and where it is of use: on a line, on a card, or anywhere. */
export const KEYS = [
  { keys: ["j", "ArrowDown"], act: "next", label: "Next line", shown: "j ↓" },
  { keys: ["k", "ArrowUp"], act: "previous", label: "Line before", shown: "k ↑" },
  { keys: ["J"], act: "nextQuestion", label: "Next question", shown: "J" },
  { keys: ["K"], act: "previousQuestion", label: "Question before", shown: "K" },
  { keys: ["q"], act: "asks", label: "This line is a question", shown: "q" },
  { keys: ["n"], act: "asks-not", label: "It is no question", shown: "n" },
  { keys: ["a"], act: "above", label: "It belongs to the answer above", shown: "a" },
  { keys: ["g"], act: "guess", label: "Nothing is decided of the line any more", shown: "g" },
  { keys: ["1"], act: "basic", label: "The question of this line is basic", shown: "1" },
  { keys: ["2"], act: "intermediate", label: "It is intermediate", shown: "2" },
  { keys: ["3"], act: "advanced", label: "It is advanced", shown: "3" },
  { keys: ["0"], act: "noLevel", label: "Its level is what the notes state", shown: "0" },
  { keys: ["s"], act: "service", label: "What it is about", shown: "s" },
  { keys: ["m"], act: "merge", label: "It asks the same as another, or does not", shown: "m" },
  { keys: ["x"], act: "aside", label: "It is left out, or shown again", shown: "x" },
  { keys: ["Enter"], act: "card", label: "To the card of the line; Esc leads back", shown: "Enter" },
  { keys: ["r"], act: "readings", label: "Ways to read the file", shown: "r" },
  { keys: ["f"], act: "file", label: "Another file", shown: "f" },
  { keys: ["u"], act: "undo", label: "Undo", shown: "u" },
  { keys: ["?"], act: "keys", label: "These keys", shown: "?" },
];

export const LEVELS = ["basic", "intermediate", "advanced"];

export const ROLES = {
  question: "question",
  answer: "answer",
  heading: "heading",
  level: "level",
  note: "note",
  tips: "tips",
  intro: "intro",
  filler: "set aside",
  separator: "rule",
};

/** What a key does, or nothing. */
export function actOf(key) {
  return KEYS.find((row) => row.keys.includes(key))?.act;
}

/** "1 question", "2 questions". */
export function count(number, word) {
  return `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
}

/** The lines that hold something, in their order. */
export function written(view) {
  return view.stretches.flatMap((stretch) => stretch.lines).filter((line) => line.role);
}

/** The number of the line that lies `step` behind the line `now` among `lines`, or of the last there is. */
export function nextLine(lines, now, step) {
  if (!lines.length) return 0;
  const at = lines.findIndex((line) => line.n >= now);
  const place = at < 0 ? lines.length - 1 : lines[at].n > now && step > 0 ? at - 1 : at;
  return lines[Math.min(Math.max(place + step, 0), lines.length - 1)].n;
}

/** The number of the first line of the question behind the line `now`, or before it; `now` where there is none. */
export function nextQuestion(view, now, step) {
  const starts = Object.values(view.cards).map((card) => card.line).sort((a, b) => a - b);
  const found = step > 0 ? starts.find((line) => line > now) : starts.findLast((line) => line < now);
  return found ?? now;
}

/** The stretch that holds a line. */
export function stretchOf(view, number) {
  return view.stretches.find((stretch) => stretch.lines.some((line) => line.n === number));
}

/** The number of the entry that a line belongs to, as a key of the cards, or nothing. */
export function entryOf(view, number) {
  const entry = stretchOf(view, number)?.entry;
  return entry !== null && entry !== undefined && view.cards[entry] ? String(entry) : "";
}

/** The stretch beside which the card of an entry stands: that of its question. */
export function isHome(stretch, card) {
  return Boolean(card) && stretch.lines.some((line) => line.n === card.line);
}

/** File and line in the address, behind `#`. */
export function placeOf(hash) {
  const said = /^#(?<file>.+?)(?::(?<line>\d+))?$/.exec(hash)?.groups;
  try {
    return said ? { file: decodeURIComponent(said.file), line: Number(said.line ?? 0) } : { file: "", line: 0 };
  } catch {
    return { file: "", line: 0 };
  }
}

export function hashOf(file, line) {
  return `#${encodeURIComponent(file).replaceAll("%2F", "/")}${line ? `:${line}` : ""}`;
}

/** A press on a line. */
export function linePress(kind, file, line) {
  return { do: "decide", kind, file, line: line.n, text: line.text };
}

/** A press on a level: the one that was decided on already is taken back. */
export function levelPress(card, level) {
  const decided = card.decided.level;
  if (decided && (!level || card.level === level)) return { do: "withdraw", kind: "level", question: decided };
  return level ? { do: "decide", kind: "level", question: decided ?? card.name, level } : null;
}

/** The services as they were chosen, each once; nothing chosen takes back what was decided. */
export function servicePress(card, chosen) {
  const services = [...new Set(chosen.filter(Boolean))];
  const question = card.decided.service ?? card.name;
  if (services.length) return { do: "decide", kind: "service", question, services };
  return card.decided.service ? { do: "withdraw", kind: "service", question } : null;
}

/** What two questions are to each other. */
export function pairPress(kind, card, other) {
  return { do: "decide", kind, questions: [card.name, other.name] };
}

/** Below this margin the readings are shown without being asked for. */
export const NARROW = 0.03;

/** What there is to choose from, in one line above it. */
export function readingsTitle({ readings, facts }) {
  const others = readings.length - 1;
  const more = others ? count(others, "other way") : "no other way was found";
  if (facts.rule) return `Read as ${facts.rule} says; ${more}`;
  if (!others || !facts.margin) return `Read by ${readings[0].name}; ${more}`;
  return `${count(readings.length, "way")} to read it; ${margin(facts.margin)} (margin ${facts.margin.toFixed(2)})`;
}

/** How much better the reading is than the next one, in words. */
export function margin(value) {
  if (value >= 0.1) return "the one taken is clearly the best";
  return value >= NARROW ? "the one taken is a little better than the next" : "the one taken is hardly better than the next";
}
