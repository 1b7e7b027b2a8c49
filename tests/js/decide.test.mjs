import assert from "node:assert/strict";
import { test } from "node:test";

import { copied, idOf, nextForAll, optionsOf, permanentLink, verdict } from "../../docs/assets/js/decide.mjs";

test("the id that an address names", () => {
  assert.equal(idOf("#s3-storage-classes"), "s3-storage-classes");
  assert.equal(idOf(""), "");
  assert.equal(idOf("#%C3%A9"), "é");
  assert.equal(idOf("#100%"), "");
});

test("the link that never changes, from any page, with and without a folder before the site", () => {
  const deep = permanentLink("../..", "https://guide.example/aws/services/s3/", "s3-bucket");
  assert.equal(deep, "https://guide.example/aws/q/s3-bucket/");
  assert.equal(permanentLink(".", "https://guide.example/", "s3-bucket"), "https://guide.example/q/s3-bucket/");
  assert.equal(permanentLink("../", "https://guide.example/x/", "a/b"), "https://guide.example/q/a%2Fb/");
});

test("one button opens all answers, or closes them when all are open", () => {
  assert.deepEqual(nextForAll([false, true]), { open: true, label: "Open all" });
  assert.deepEqual(nextForAll([true, true]), { open: false, label: "Close all" });
  assert.deepEqual(nextForAll([]), { open: true, label: "Open all" });
});

test("where copying is forbidden the link is shown", () => {
  assert.equal(copied(true, "https://x/"), "Link copied");
  assert.equal(copied(false, "https://x/"), "Copy this link: https://x/");
});

test("which options are right, as a page says it", () => {
  assert.deepEqual(optionsOf("2 of 4"), { right: [1], count: 4 });
  assert.deepEqual(optionsOf("1,3 of 3"), { right: [0, 2], count: 3 });
  assert.equal(optionsOf("2"), null);
  assert.equal(optionsOf(""), null);
});

test("what an option says when it is tried", () => {
  const one = { right: [1] };
  assert.deepEqual(verdict(one, [0]), { right: false, words: "Not this one" });
  assert.deepEqual(verdict(one, [0, 1]), { right: true, words: "Right" });
  const three = { right: [0, 1, 2] };
  assert.equal(verdict(three, [0]).words, "Right, and 2 more are");
  assert.equal(verdict(three, [0, 3, 1]).words, "Right, and 1 more is");
  assert.equal(verdict(three, [0, 1, 2]).words, "Right, these are all");
});
