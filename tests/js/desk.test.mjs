import assert from "node:assert/strict";
import { test } from "node:test";

import * as desk from "../../hooks/studyguide/desk/choices.mjs";

const line = (n, role = "answer") => ({ n, role, text: `line ${n}` });
const blank = (n) => ({ n, role: "", text: "" });
const VIEW = {
  cards: { 0: { line: 3 }, 1: { line: 7 } },
  stretches: [
    { entry: null, lines: [line(1, "heading"), blank(2)] },
    { entry: 0, lines: [line(3, "question"), blank(4), line(5)] },
    { entry: 1, lines: [blank(6), line(7, "question")] },
    { entry: 0, lines: [line(8)] },
    { entry: 9, lines: [line(9)] },
  ],
};

test("every key does one thing, and what is shown of it is among its keys", () => {
  const keys = desk.KEYS.flatMap((row) => row.keys);
  assert.equal(new Set(keys).size, keys.length);
  for (const row of desk.KEYS) assert.ok(row.keys.includes(row.shown.split(" ")[0]), row.shown);
  assert.equal(desk.actOf("j"), "next");
  assert.equal(desk.actOf("ArrowDown"), "next");
  assert.equal(desk.actOf("z"), undefined);
});

test("one thing and several", () => {
  assert.deepEqual([0, 1, 2, 1200].map((n) => desk.count(n, "line")), ["0 lines", "1 line", "2 lines", "1,200 lines"]);
});

test("from line to line, over those that hold nothing", () => {
  const lines = desk.written(VIEW);
  assert.deepEqual(lines.map((one) => one.n), [1, 3, 5, 7, 8, 9]);
  assert.equal(desk.nextLine(lines, 3, 1), 5);
  assert.equal(desk.nextLine(lines, 3, -1), 1);
  assert.equal(desk.nextLine(lines, 1, -1), 1);
  assert.equal(desk.nextLine(lines, 9, 1), 9);
  assert.equal(desk.nextLine([], 9, 1), 0);
});

test("from a line that is not there, or holds nothing now, to the nearest", () => {
  const lines = desk.written(VIEW);
  assert.equal(desk.nextLine(lines, 4, 0), 5);
  assert.equal(desk.nextLine(lines, 4, 1), 5);
  assert.equal(desk.nextLine(lines, 4, -1), 3);
  assert.equal(desk.nextLine(lines, 99, 0), 9);
  assert.equal(desk.nextLine(lines, 0, 0), 1);
});

test("from question to question", () => {
  assert.deepEqual([1, 3, 5, 7].map((n) => desk.nextQuestion(VIEW, n, 1)), [3, 7, 7, 7]);
  assert.deepEqual([3, 5, 7, 9].map((n) => desk.nextQuestion(VIEW, n, -1)), [3, 3, 3, 7]);
});

test("a line has the card of its entry, where the page shows that", () => {
  assert.deepEqual([1, 3, 5, 8, 9, 99].map((n) => desk.entryOf(VIEW, n)), ["", "0", "0", "0", "", ""]);
});

test("a card stands beside its question, and not beside an answer elsewhere", () => {
  assert.equal(desk.isHome(VIEW.stretches[1], VIEW.cards[0]), true);
  assert.equal(desk.isHome(VIEW.stretches[3], VIEW.cards[0]), false);
  assert.equal(desk.isHome(VIEW.stretches[0], undefined), false);
});

test("a place in the address and back", () => {
  assert.deepEqual(desk.placeOf("#notes/a%20b.md:12"), { file: "notes/a b.md", line: 12 });
  assert.deepEqual(desk.placeOf("#notes/a.md"), { file: "notes/a.md", line: 0 });
  assert.deepEqual(desk.placeOf("#100%"), { file: "", line: 0 });
  assert.deepEqual(desk.placeOf(""), { file: "", line: 0 });
  for (const file of ["notes/a b.md", "notes/50%.md", "ü:3/a#b.txt"]) {
    assert.deepEqual(desk.placeOf(desk.hashOf(file, 7)), { file, line: 7 });
  }
  assert.equal(desk.hashOf("notes/a.md", 0), "#notes/a.md");
});

test("a press on a line names it by place and words", () => {
  assert.deepEqual(desk.linePress("asks", "a.md", line(3)), { do: "decide", kind: "asks", file: "a.md", line: 3, text: "line 3" });
});

const CARD = { name: "Why?", level: "basic", decided: {} };

test("a level is decided, decided otherwise, and taken back by the same press", () => {
  const decide = (level, question = "Why?") => ({ do: "decide", kind: "level", question, level });
  assert.deepEqual(desk.levelPress(CARD, "basic"), decide("basic")); // stated by the notes so far
  const decided = { ...CARD, decided: { level: "why" } };
  assert.deepEqual(desk.levelPress(decided, "advanced"), decide("advanced", "why"));
  assert.deepEqual(desk.levelPress(decided, "basic"), { do: "withdraw", kind: "level", question: "why" });
  assert.deepEqual(desk.levelPress(decided, ""), { do: "withdraw", kind: "level", question: "why" });
  assert.equal(desk.levelPress(CARD, ""), null);
});

test("services are decided once each, and none takes back what was decided", () => {
  assert.deepEqual(desk.servicePress(CARD, ["a", "", "b", "a"]), { do: "decide", kind: "service", question: "Why?", services: ["a", "b"] });
  assert.equal(desk.servicePress(CARD, ["", ""]), null);
  const decided = { ...CARD, decided: { service: "why" } };
  assert.deepEqual(desk.servicePress(decided, []), { do: "withdraw", kind: "service", question: "why" });
});

test("two questions are merged or kept apart by what decisions call them", () => {
  assert.deepEqual(desk.pairPress("apart", CARD, { name: "How?" }), { do: "decide", kind: "apart", questions: ["Why?", "How?"] });
});

test("a margin in words", () => {
  const words = [0.1, 0.0999, 0.03, 0.0299, -1].map(desk.margin);
  assert.equal(new Set(words).size, 3);
  assert.deepEqual(words.map((one) => words.indexOf(one)), [0, 1, 1, 3, 3]);
});

test("what there is to choose from", () => {
  const [one, other] = [{ name: "numbers" }, { name: "bullets" }];
  const title = (readings, facts) => desk.readingsTitle({ readings, facts: { rule: "", margin: 0, ...facts } });
  assert.equal(title([one, other], { margin: 0.5 }), "2 ways to read it; the one taken is clearly the best (margin 0.50)");
  assert.equal(title([one, other], { margin: 0.5, rule: "layouts.toml:3" }), "Read as layouts.toml:3 says; 1 other way");
  assert.equal(title([one], { margin: 0.5 }), "Read by numbers; no other way was found");
  assert.equal(title([{ name: "table" }, one, other], {}), "Read by table; 2 other ways");
});
