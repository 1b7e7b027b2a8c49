import assert from "node:assert/strict";
import { test } from "node:test";

import { counts, fromAddress, isFiltered, isWithin, noFilters, toAddress, withValue } from "../../docs/assets/js/filters.mjs";
import { levelMark, narrowed, nextPlace, toggled } from "../../docs/assets/js/decide.mjs";

const ENTRIES = [
  { services: ["s3"], level: "basic", answered: true, reviewed: true },
  { services: ["s3", "iam"], level: "advanced", answered: true, scenario: true },
  { services: ["iam"], level: null },
];

test("filters go into the address and come back", () => {
  const filters = { query: "cold start?", service: new Set(["s3", "iam"]), level: new Set(["basic"]), is: new Set(["scenario"]) };
  const address = toAddress(filters);
  assert.equal(address, "?q=cold%20start%3F&service=s3,iam&level=basic&is=scenario");
  assert.deepEqual(fromAddress(address), filters);
  assert.equal(toAddress(noFilters()), "");
  assert.deepEqual(fromAddress("?service=,%20,s3,"), { ...noFilters(), service: new Set(["s3"]) });
});

test("a value is put in and taken out", () => {
  const some = withValue(noFilters(), "level", "basic");
  assert.ok(isFiltered(some));
  assert.ok(!isFiltered(withValue(some, "level", "basic")));
});

test("any service or level will do, every kind must hold", () => {
  const within = (filters) => ENTRIES.map((entry) => isWithin(entry, { ...noFilters(), ...filters }));
  assert.deepEqual(within({ service: new Set(["iam"]) }), [false, true, true]);
  assert.deepEqual(within({ level: new Set(["basic", "none"]) }), [true, false, true]);
  assert.deepEqual(within({ is: new Set(["answered", "unreviewed"]) }), [false, true, false]);
  assert.deepEqual(within({ level: new Set(["nonsense"]) }), [false, false, false]);
});

test("a count says what pressing the filter would show", () => {
  const filters = { ...noFilters(), level: new Set(["basic"]) };
  const found = counts(ENTRIES, filters);
  assert.deepEqual(Object.fromEntries(found.level), { basic: 1, advanced: 1, none: 1 });
  assert.deepEqual(Object.fromEntries(found.service), { s3: 1 });
  assert.deepEqual(Object.fromEntries(found.is), { plain: 1, reviewed: 1, answered: 1 });
});

test("a word that narrows is put into the query and taken out", () => {
  assert.equal(toggled("cold start", "level:basic"), "cold start level:basic");
  assert.equal(toggled("cold level:basic start", "level:basic"), "cold start");
  assert.ok(narrowed("level:basic", "level:basic") && !narrowed("level:basics", "level:basic"));
});

test("keys move through the rows and around", () => {
  assert.equal(nextPlace("ArrowDown", 2, 3), 0);
  assert.equal(nextPlace("ArrowUp", 0, 3), 2);
  assert.equal(nextPlace("ArrowUp", -1, 3), 2);
  assert.equal(nextPlace("PageDown", 0, 3), 2);
  assert.equal(nextPlace("a", 0, 3), undefined);
  assert.equal(nextPlace("ArrowDown", -1, 0), undefined);
});

test("a level is a word", () => {
  assert.equal(levelMark("advanced"), "Advanced");
  assert.equal(levelMark(null), "");
});
