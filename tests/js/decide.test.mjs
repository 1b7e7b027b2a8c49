import assert from "node:assert/strict";
import { test } from "node:test";

import { copied, idOf, nextForAll, permanentLink } from "../../docs/assets/js/decide.mjs";

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
