import assert from "node:assert/strict";
import { test } from "node:test";

import { noFilters } from "../../docs/assets/js/filters.mjs";
import { DAY, MINUTE, replay, SETTINGS, UNSEEN } from "../../docs/assets/js/practice/fsrs.mjs";
import { cardOf, read, readRecord, recordOf, united, withAside, withoutReview, withReview, written, emptyRecord } from "../../docs/assets/js/practice/progress.mjs";
import { begin, chosen, cramWords, eligible, extent, graded, hardest, isMissed, later, opened, span, wishes, without } from "../../docs/assets/js/practice/session.mjs";
import { calendar, dayStart, forecast, mastery, masteryOf, retention, today } from "../../docs/assets/js/practice/stats.mjs";

const NOW = new Date(2026, 10, 21, 9).getTime(); // a Saturday
const AGAIN = 1, HARD = 2, GOOD = 3, EASY = 4;

function item(id, reviews = [], more = {}) {
  const record = { id, reviews: reviews.map(([days, grade, way = "practice"]) => [NOW + days * DAY, grade, way]), aside: null };
  return { entry: { id, title: id, services: ["s3"], level: "basic", answered: true, reviewed: true, ...more }, record, card: cardOf(record) };
}

function fixed() {
  return 0.5;
}

function pick(items, wanted) {
  return chosen(items, { ...wishes(), ...wanted }, NOW, SETTINGS, fixed);
}

// Progress

test("an entry that was kept is read as far as it is sound", () => {
  const good = [[NOW, GOOD, "practice"], [NOW + 1, AGAIN, "cram"]];
  assert.deepEqual(readRecord({ id: "a", reviews: good, aside: null }), { record: { id: "a", reviews: good, aside: null }, lost: 0 });
  const mixed = { id: "a", reviews: [[NOW, 9, "practice"], "junk", null, [-5, GOOD], [NOW, GOOD, "strange"], [1.5, 1]], aside: "yes" };
  assert.deepEqual(readRecord(mixed), { record: { id: "a", reviews: [[NOW, GOOD, "practice"]], aside: null }, lost: 6 });
  for (const raw of [null, 7, "x", [], {}, { id: "" }, { id: 4, reviews: [] }]) assert.deepEqual(readRecord(raw), { record: null, lost: 1 });
  assert.deepEqual(readRecord({ id: "a", reviews: { 0: good[0] } }), { record: emptyRecord("a"), lost: 1 });
});

test("two lists of reviews are joined, whichever comes first, and the later decision to set aside holds", () => {
  const one = withAside(withReview(emptyRecord("a"), NOW, GOOD, "practice"), NOW, true);
  const other = withAside(withReview(withReview(emptyRecord("a"), NOW, GOOD, "practice"), NOW + DAY, EASY, "mock"), NOW + 5, false);
  const both = { id: "a", reviews: [[NOW, GOOD, "practice"], [NOW + DAY, EASY, "mock"]], aside: { at: NOW + 5, on: false } };
  assert.deepEqual(united(one, other), both);
  assert.deepEqual(united(other, one), both);
  assert.deepEqual(united(both, both), both);
  assert.deepEqual(withoutReview(both, NOW).reviews, [[NOW + DAY, EASY, "mock"]]);
});

test("what was learnt under an id that was merged carries on", () => {
  const records = new Map([["old", withReview(emptyRecord("old"), NOW - DAY, GOOD, "practice")], ["new", withReview(emptyRecord("new"), NOW, GOOD, "practice")]]);
  const record = recordOf(records, { id: "new", aliases: ["old", "older"] });
  assert.equal(record.id, "new");
  assert.equal(record.reviews.length, 2);
  assert.deepEqual(recordOf(records, { id: "never" }), emptyRecord("never"));
});

test("cramming moves no date", () => {
  const learnt = item("a", [[-10, EASY]]);
  const crammed = item("a", [[-10, EASY], [-0.1, AGAIN, "cram"], [-0.05, EASY, "cram"]]);
  assert.deepEqual(crammed.card, learnt.card);
  assert.deepEqual(item("b", [[-1, GOOD, "cram"]]).card, UNSEEN);
});

test("a file of progress comes back as it was", () => {
  const records = new Map();
  for (const id of ["b", "a"]) records.set(id, withReview(withReview(emptyRecord(id), NOW - DAY, AGAIN, "cram"), NOW, GOOD, "practice"));
  records.set("c", withAside(emptyRecord("c"), NOW, true));
  records.set("empty", emptyRecord("empty"));
  const text = written(records, { site: "A guide", now: NOW, retention: 0.85 });
  const back = read(text, NOW);
  assert.equal(back.fault, undefined);
  assert.deepEqual([back.site, back.retention], ["A guide", 0.85]);
  assert.deepEqual([...back.records.keys()], ["a", "b", "c"]);
  for (const [id, record] of back.records) assert.deepEqual(record, records.get(id));
});

const FILE = { format: "study-progress", version: 1, questions: [{ id: "a", reviews: [{ at: "2026-11-20T08:30:00.000Z", grade: "good" }] }] };
const BAD_FILES = {
  "no JSON": ["{", /no JSON file/],
  "something else": [{ cards: [] }, /does not come from/],
  "a list": [[], /does not come from/],
  "a version that is none": [{ ...FILE, version: "1" }, /^version:/],
  "a newer version": [{ ...FILE, version: 2 }, /newer version of the site \(2\)/],
  "no questions": [{ ...FILE, questions: {} }, /^questions:/],
  "a retention that is none": [{ ...FILE, retention: 2 }, /^retention:/],
  "a question that is none": [{ ...FILE, questions: [FILE.questions[0], 3] }, /^questions\[1\]\.id:/],
  "a question without id": [{ ...FILE, questions: [{ reviews: [] }] }, /^questions\[0\]\.id:/],
  "a question twice": [{ ...FILE, questions: [FILE.questions[0], FILE.questions[0]] }, /^questions\[1\]\.id: .*twice/],
  "no reviews": [{ ...FILE, questions: [{ id: "a" }] }, /^questions\[0\]\.reviews:/],
  "a time that is none": [{ ...FILE, questions: [{ id: "a", reviews: [{ at: "yesterday", grade: "good" }] }] }, /reviews\[0\]\.at: .*such as/],
  "a day that is none": [{ ...FILE, questions: [{ id: "a", reviews: [{ at: "2026-13-40T08:30:00.000Z", grade: "good" }] }] }, /reviews\[0\]\.at:/],
  "a time to come": [{ ...FILE, questions: [{ id: "a", reviews: [{ at: "2027-01-01T00:00:00.000Z", grade: "good" }] }] }, /in the future/],
  "a grade that is none": [{ ...FILE, questions: [{ id: "a", reviews: [{ at: "2026-11-20T08:30:00.000Z", grade: 3 }] }] }, /reviews\[0\]\.grade:/],
  "a way that is none": [{ ...FILE, questions: [{ id: "a", reviews: [{ at: "2026-11-20T08:30:00.000Z", grade: "good", way: "x" }] }] }, /reviews\[0\]\.way:/],
  "a strange aside": [{ ...FILE, questions: [{ id: "a", reviews: [], aside: true }] }, /aside:/],
};
for (const [name, [file, why]] of Object.entries(BAD_FILES)) {
  test(`a file is refused as a whole and says why: ${name}`, () => {
    const { fault, records } = read(typeof file === "string" ? file : JSON.stringify(file), NOW);
    assert.match(fault, why);
    assert.equal(records, undefined);
  });
}

test("a file of another program may leave out what is not needed and add what is not known", () => {
  const { records, retention: wanted } = read(JSON.stringify({ ...FILE, more: 1 }), NOW);
  assert.equal(wanted, 0.9);
  assert.deepEqual(records.get("a").reviews, [[Date.UTC(2026, 10, 20, 8, 30), GOOD, "practice"]]);
});

// Choosing

test("only what is reviewed and answered is asked, unless the reader wants more", () => {
  const items = [item("good"), item("raw", [], { reviewed: false }), item("bare", [], { reviewed: false, answered: false })];
  const ids = (wanted, filters = noFilters()) => eligible(items, filters, null, { ...wishes(), ...wanted }).map(({ entry }) => entry.id);
  assert.deepEqual(ids({}), ["good"]);
  assert.deepEqual(ids({ unreviewed: true }), ["good", "raw"]);
  assert.deepEqual(ids({ unanswered: true }), ["good", "bare"]);
  assert.deepEqual(ids({ unreviewed: true, unanswered: true }), ["good", "raw", "bare"]);
  assert.deepEqual(ids({}, { ...noFilters(), is: new Set(["unreviewed"]) }), ["raw"]); // the list of questions led here
});

test("what is set aside is not asked, nor what the words do not find", () => {
  const away = item("away");
  away.record.aside = { at: NOW, on: true };
  const items = [away, item("here"), item("there")];
  assert.deepEqual(eligible(items, noFilters(), new Set(["away", "there"]), wishes()).map(({ entry }) => entry.id), ["there"]);
});

test("due ones come before new ones, those nearest to being forgotten first", () => {
  const items = [item("new"), item("later", [[-1, EASY]]), item("due", [[-9, EASY]]), item("long due", [[-60, EASY]])];
  assert.deepEqual(pick(items), ["long due", "due", "new"]);
  assert.deepEqual(pick(items, { which: "due" }), ["long due", "due"]);
  assert.deepEqual(pick(items, { which: "new" }), ["new"]);
  assert.deepEqual(pick(items, { which: "all" }), ["long due", "due", "later", "new"]);
  assert.deepEqual(pick(items, { which: "all", count: 2 }), ["long due", "due"]);
});

test("what falls due tonight is due today", () => {
  const tonight = item("tonight", [[-8 + 0.5, EASY]]); // in eight days, twelve hours from now
  assert.deepEqual(pick([tonight, item("tomorrow", [[-8 + 0.8, EASY]])], { which: "due" }), ["tonight"]);
});

test("missed is what was missed last, or within a week", () => {
  assert.ok(isMissed(item("a", [[-90, GOOD], [-30, AGAIN]]), NOW));
  assert.ok(isMissed(item("a", [[-6, AGAIN], [-5, GOOD]]), NOW));
  assert.ok(!isMissed(item("a", [[-8, AGAIN], [-5, GOOD]]), NOW));
  assert.ok(!isMissed(item("a"), NOW));
  assert.deepEqual(pick([item("a"), item("b", [[-1, AGAIN]])], { which: "missed" }), ["b"]);
});

test("new ones: levels rise, services take turns, the largest first", () => {
  const items = [item("e1", [], { services: ["efs"] }), item("s1"), item("s2"), item("s3", [], { level: "advanced" }), item("s4", [], { level: "intermediate" })];
  assert.deepEqual(pick(items), ["s1", "e1", "s2", "s4", "s3"]);
});

test("cramming begins with the weakest", () => {
  const items = [item("well", [[-1, EASY]]), item("weak", [[-30, GOOD], [-29.9, GOOD]]), item("new"), item("missed", [[-1, AGAIN]])];
  assert.deepEqual(pick(items, { mode: "cram" }), ["missed", "new", "weak", "well"]);
});

test("a mock interview mixes levels and services, levels rising", () => {
  const levels = ["basic", "intermediate", "advanced"];
  const items = Array.from({ length: 60 }, (_, place) => item(`q${place}`, [], { level: levels[place % 3], services: [["s3", "iam", "vpc", "ec2"][place % 4]] }));
  const asked = pick(items, { mode: "mock", count: 12 }).map((id) => items.find(({ entry }) => entry.id === id).entry);
  assert.deepEqual(asked.map(({ level }) => level), levels.flatMap((level) => Array(4).fill(level)));
  for (const level of levels) assert.equal(new Set(asked.filter((one) => one.level === level).map(({ services }) => services[0])).size, 4);
  assert.equal(pick(items.slice(0, 5), { mode: "mock", count: 12 }).length, 5);
});

// The course of a session

test("what is missed comes again in the same session, and what is known does not", () => {
  let session = begin("learn", ["a", "b"], NOW);
  assert.equal(session.shown, "a");
  session = graded(opened(session), AGAIN, NOW + MINUTE, NOW);
  assert.deepEqual([session.shown, session.open], ["b", false]);
  assert.deepEqual(extent(session), { done: 0, all: 2 });
  session = graded(session, GOOD, NOW + 8 * DAY, NOW + 30_000);
  assert.equal(session.shown, "a"); // before its minute is over, for nothing else is left
  assert.deepEqual(extent(session), { done: 1, all: 2 });
  session = graded(session, EASY, NOW + 8 * DAY, NOW + 40_000);
  assert.equal(session.shown, null);
  assert.deepEqual(extent(session), { done: 2, all: 2 });
  assert.deepEqual(session.results.map(({ id, grade, took }) => [id, grade, took]), [["a", 1, 0], ["b", 3, 30_000], ["a", 4, 10_000]]);
  assert.deepEqual(hardest(session.results), ["a"]);
});

test("what waits is asked when its time has come, before the rest", () => {
  let session = graded(begin("learn", ["a", "b", "c"], NOW), AGAIN, NOW + MINUTE, NOW);
  session = graded(session, GOOD, NOW + DAY, NOW + 2 * MINUTE);
  assert.deepEqual([session.shown, session.queue], ["a", ["c"]]);
});

test("while cramming, missed and hard ones come again after a few others, and no interval is long", () => {
  const ids = Array.from({ length: 12 }, (_, place) => `q${place}`);
  let session = begin("cram", ids, NOW);
  assert.deepEqual(cramWords(session), ["in 3 cards", "in 8 cards", "done", "done"]);
  session = graded(session, AGAIN, NOW + DAY, NOW);
  assert.deepEqual(session.queue.slice(0, 4), ["q2", "q3", "q0", "q4"]);
  for (const _ of [1, 2, 3]) session = graded(session, EASY, NOW + DAY, NOW);
  assert.equal(session.shown, "q0");
  assert.deepEqual(cramWords(session), ["in 3 cards", "in 8 cards", "once more", "done"]);
  session = graded(session, GOOD, NOW + DAY, NOW);
  assert.equal(session.queue.at(-1), "q0");
  const last = begin("cram", ["only"], NOW);
  assert.equal(cramWords(last)[0], "at once");
  assert.equal(graded(last, AGAIN, NOW, NOW).shown, "only");
});

test("a mock interview asks each question once", () => {
  let session = begin("mock", ["a", "b"], NOW);
  session = graded(session, AGAIN, NOW + MINUTE, NOW);
  session = graded(session, AGAIN, NOW + MINUTE, NOW);
  assert.equal(session.shown, null);
});

test("a card can be put off and taken out", () => {
  let session = later(begin("learn", ["a", "b", "c"], NOW), NOW);
  assert.deepEqual([session.shown, session.queue], ["b", ["c", "a"]]);
  session = without(session, "b", NOW);
  assert.deepEqual([session.shown, session.queue], ["c", ["a"]]);
  assert.equal(without(without(session, "a", NOW), "c", NOW).shown, null);
});

test("lengths of time as on a button", () => {
  const spans = [1000, MINUTE, 5.5 * MINUTE, 59 * MINUTE, 60 * MINUTE, 23 * 60 * MINUTE, DAY, 30 * DAY, 31 * DAY, 100 * DAY, 364 * DAY, 365 * DAY, 36_500 * DAY];
  assert.deepEqual(spans.map(span), ["1 min", "1 min", "6 min", "59 min", "1 h", "23 h", "1 d", "30 d", "1 mo", "3.3 mo", "12 mo", "1 y", "100 y"]);
});

// Numbers for the charts

test("the coming fortnight counts by days, what is overdue today", () => {
  const items = [item("new"), item("overdue", [[-60, EASY]]), item("tomorrow", [[-7, EASY]]), item("in eight days", [[0, EASY]]), item("far", [[-60, EASY], [-50, EASY]])];
  const days = forecast(items, NOW);
  assert.deepEqual(days.map(({ count }) => count), [1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
  assert.equal(days[13].day, new Date(2026, 11, 4).getTime());
  assert.deepEqual(today(items, NOW), { due: 1, fresh: 1, later: items[2].card.due });
});

test("the calendar begins on a Monday, ends today and counts every review", () => {
  const records = [item("a", [[0, GOOD], [-0.1, GOOD], [-1, AGAIN, "cram"], [-400, GOOD]]).record];
  const days = calendar(records, NOW, 4);
  assert.equal(days.length, 3 * 7 + 6);
  assert.equal(new Date(days[0].day).getDay(), 1);
  assert.deepEqual(days.slice(-2).map(({ count }) => count), [1, 2]);
});

test("days are the reader's own, also when clocks change", () => {
  for (const time of [NOW, new Date(2026, 2, 29, 12).getTime(), new Date(2026, 9, 25, 12).getTime()]) {
    assert.equal(new Date(dayStart(time, 1)).getHours(), 0);
    assert.notEqual(dayStart(time, 1), dayStart(time));
  }
});

test("retention counts reviews of what had been learnt, on a later day", () => {
  const records = [item("a", [[-20, EASY], [-11, GOOD], [-1, AGAIN], [-0.99, GOOD]]).record, item("b", [[-3, GOOD], [-2.99, AGAIN]]).record, item("c", [[-9, EASY], [-1, GOOD, "cram"]]).record];
  const weeks = retention(records, NOW, 3);
  assert.deepEqual(weeks.map(({ known, all }) => [known, all]), [[0, 0], [1, 1], [0, 1]].map((pair) => pair));
});

test("mastery", () => {
  const solid = item("d", [[-100, EASY], [-80, EASY], [-40, EASY]]);
  const items = [item("a"), item("b", [[0, AGAIN]]), item("c", [[-1, EASY]]), solid];
  assert.deepEqual(items.map(masteryOf), ["new", "learning", "known", "solid"]);
  assert.deepEqual(mastery(items, ({ services }) => services[0], NOW).get("s3"), { new: 1, learning: 1, known: 1, solid: 1, due: 1 });
});

test("a history gives the same dates whenever it is replayed", () => {
  const reviews = [[NOW, GOOD], [NOW + 10 * MINUTE, GOOD], [NOW + 3 * DAY, HARD]];
  assert.deepEqual(replay(reviews), replay(reviews));
  assert.equal(replay([]), UNSEEN);
});
