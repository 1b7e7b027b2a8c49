import assert from "node:assert/strict";
import { test } from "node:test";

import { addText, excerpt, find, fold, makeIndex, marked, oneLetterApart, parse, reader, stem, words } from "../../docs/assets/js/find.mjs";

const SERVICES = [
  { slug: "s3", name: "Amazon S3", aliases: ["Simple Storage Service", "bucket"] },
  { slug: "rds", name: "Amazon RDS", aliases: ["Relational Database Service"] },
  { slug: "iam", name: "AWS IAM", aliases: ["Identity and Access Management"] },
];
const FILLERS = ["what", "is", "are", "the", "how", "do", "does", "you", "and", "between", "a", "an", "amazon", "aws"];
const DEFINING = ["what is", "what are"];
const ENTRIES = [
  { title: "What is the difference between S3 and EBS?", services: ["s3"], level: "basic", answered: true },
  { title: "What is Amazon S3?", services: ["s3"], level: "basic", answered: true },
  { title: "What is Multi-AZ?", also: ["How does an RDS standby work?"], services: ["rds"], level: "intermediate", answered: true },
  { title: "What are RTO and RPO?", services: ["rds"], level: "advanced", scenario: true },
  { title: "How do you delegate access?", services: ["iam", "s3"], level: "advanced" },
];
const TEXTS = ["Blocks and objects.", "Objects in buckets.", "A copy in another zone.", "How much time, and how much data.", "With a role: sts:AssumeRole and s3:GetObject."];

function index() {
  const made = makeIndex({ services: SERVICES, entries: structuredClone(ENTRIES), fillers: FILLERS, defining: DEFINING });
  addText(made, 0, TEXTS);
  return made;
}

function first(query) {
  const [found] = find(index(), query);
  return found && ENTRIES[found.number].title;
}

test("what is asked for comes first, however it is typed", () => {
  for (const query of ["s3", "S3?", "what is s3", "what is amazon s3?", "simple storage service"]) assert.equal(first(query), "What is Amazon S3?", query);
  for (const query of ["multiaz", "multi az", "Multi-AZ", "multi-az?", "rds standby"]) assert.equal(first(query), "What is Multi-AZ?", query);
  for (const query of ["rpo", "(RPO)", "rto rpo"]) assert.equal(first(query), "What are RTO and RPO?", query);
  for (const query of ["getobject", "GetObject", "s3:GetObject", "assumerole", "role", "roles", "delegating"]) {
    assert.equal(first(query), "How do you delegate access?", query);
  }
});

test("which words say nothing comes with the entries, in any script", () => {
  const entries = [{ title: "Який рів глибокий?", services: [] }, { title: "Який міст довгий?", services: [] }];
  const titles = (query, more) => find(makeIndex({ services: [], entries, ...more }), query).map((one) => entries[one.number].title);
  assert.equal(titles("який міст", {}).length, 2);
  assert.deepEqual(titles("який міст", { fillers: ["який"] }), ["Який міст довгий?"]);
  assert.equal(titles("який", { fillers: ["який"] }).length, 2, "a query of fillers alone is looked for all the same");
});

const SIGNED = {
  "c++": "c plus plus", "c#": "c sharp", ".net": "dot net", "==": "equality operator", "===": "strict equality operator", "&&": "logical and operator",
  "?.": "optional chaining operator", "%": "modulo operator", "n+": "n plus", "@bind": "bind",
};

test("names with signs, and operators, are words", () => {
  const titles = [
    "What is C?", "What is C++?", "What is C#?", "What is .NET?", "What is a net?", "What is ASP.NET?", "How do == and === differ?", "Was heißt „==“?", "What does && do?",
    "What does ?. do?", "What does % do?", "Is 50% enough?", "What are N+1 queries?", "What does @Bind do?", "What is the equality operator?", "What is Node.js?",
  ];
  const made = makeIndex({ services: [], entries: titles.map((title) => ({ title, services: [] })), fillers: FILLERS, defining: DEFINING, signed: SIGNED });
  const found = (query) => find(made, query).map(({ number }) => titles[number]);
  const only = {
    "c": "What is C?", "c++": "What is C++?", "what is c#?": "What is C#?", ".net": "What is .NET?", ".NET": "What is .NET?", "===": "How do == and === differ?", "&&": "What does && do?",
    "?.": "What does ?. do?", "%": "What does % do?", "n+1": "What are N+1 queries?", "n1": "What are N+1 queries?", "node.js": "What is Node.js?", "@bind": "What does @Bind do?", "bind": "What does @Bind do?",
  };
  for (const [query, title] of Object.entries(only)) assert.deepEqual(found(query).slice(0, 1), [title], query);
  assert.deepEqual(found("c#"), ["What is C#?"]);
  assert.deepEqual(found("%"), ["What does % do?"]);
  assert.deepEqual(found("==").toSorted(), ["How do == and === differ?", "Was heißt „==“?", "What is the equality operator?"], "as it is spoken, too");
  assert.deepEqual(found("net").slice(0, 1), ["What is a net?"]);
  for (const [said, title] of Object.entries({ "c sharp": "What is C#?", "csharp": "What is C#?", "dot net": "What is .NET?", "C plus plus": "What is C++?" })) assert.equal(found(said)[0], title, said);
  assert.equal(found("equality operator")[0], "What is the equality operator?");
  assert.deepEqual(found("!="), [], "an operator that the guide has not");
});

test("a longer operator is no shorter one, and a sign among figures none", () => {
  const read = (text) => words(text, reader(SIGNED)).map((one) => one.word);
  assert.deepEqual(read("a===b, x==y (==) '==' ==."), ["a", "===", "b", "x", "==", "y", "==", "==", "=="]);
  assert.deepEqual(read("!== a, 50% of 3 % 2, %d, .NETs, x.net, .NET-Core"), ["a", "50", "of", "3", "%", "2", "d", "nets", "xnet", ".net", "core"]);
  assert.deepEqual(read("a?.b, a ?. b, really?. Yes"), ["a", "?.", "b", "a", "?.", "b", "really", "?.", "yes"]);
  assert.deepEqual(marked("C# and C: ==, .NET", ["c#", "==", ".net"]), ["", "C#", " and C: ", "==", ", ", ".NET", ""]);
  assert.ok(excerpt(`${"word ".repeat(100)}a == b ${"word ".repeat(100)}`, ["=="]).includes("a == b"));
});

test("of two that hold what is asked, the one that asks for a definition comes first", () => {
  const entries = [{ title: "Qué cuesta un puente?", services: [] }, { title: "Qué es un puente?", services: [] }];
  const found = find(makeIndex({ services: [], entries, fillers: ["qué", "es", "un", "cuesta"], defining: ["qué es"] }), "puente");
  assert.equal(entries[found[0].number].title, "Qué es un puente?");
  const first = (titles, query, defining) => titles[find(makeIndex({ services: [], entries: titles.map((title) => ({ title, services: [] })), fillers: ["nedir", "kaça"], defining }), query)[0].number];
  assert.equal(first(["Köprü kaça?", "Köprü nedir?"], "köprü", ["*nedir"]), "Köprü nedir?", "or behind it");
});

test("one wrong letter is forgiven, in a word of four letters and more", () => {
  for (const query of ["delegat", "delegtae", "delegate acces", "delagate"]) assert.equal(first(query), "How do you delegate access?", query);
  assert.equal(first("xyz"), undefined);
});

test("a query narrows by level, service and kind", () => {
  const titles = (query) => find(index(), query).map((one) => ENTRIES[one.number].title);
  assert.deepEqual(titles("level:advanced"), ["What are RTO and RPO?", "How do you delegate access?"]);
  assert.deepEqual(titles("level:advanced service:s3"), ["How do you delegate access?"]);
  assert.deepEqual(titles("is:scenario"), ["What are RTO and RPO?"]);
  assert.deepEqual(titles("service:s3 ebs"), ["What is the difference between S3 and EBS?"]);
});

test("words in quotes stand together", () => {
  const titles = find(index(), '"another zone"').map((one) => ENTRIES[one.number].title);
  assert.deepEqual(titles, ["What is Multi-AZ?"]);
});

test("no query is too odd", () => {
  for (const query of ["", " ", "?", "++", '"', "level:", "a".repeat(5000), "what is the", "\u0000", "🙂", "*:*"]) find(index(), query);
});

test("a compound is found by its parts and as a whole", () => {
  assert.deepEqual(words("s3:GetObject")[0], { word: "s3getobject", parts: ["s3", "getobject", "get", "object"], at: 0, length: 12 });
  assert.deepEqual(words("Lambda@Edge, C++").map((one) => one.word), ["lambdaedge", "c++"]);
});

test("forms of a word have one stem", () => {
  for (const group of [["scale", "scaling", "scaled", "scales"], ["policy", "policies"], ["role", "roles"], ["access"]]) {
    assert.equal(new Set(group.map(stem)).size, 1, group.join());
  }
  assert.equal(stem("s3"), "s3");
});

test("one letter apart", () => {
  for (const [a, b] of [["lambda", "lamda"], ["lambda", "lambad"], ["lambda", "lambdas"], ["lambda", "lembda"]]) assert.ok(oneLetterApart(a, b), b);
  for (const [a, b] of [["lambda", "lambda"], ["lambda", "lmbad"], ["ecs", "rds"]]) assert.ok(!oneLetterApart(a, b), b);
});

test("folding, parsing, marking and excerpts", () => {
  assert.equal(fold("Größe É"), "große e");
  assert.deepEqual([...parse("level:Basic s3").narrow.level], ["basic"]);
  assert.deepEqual(marked("A role, two roles", ["role"]), ["A ", "role", ", two roles"]);
  assert.equal(excerpt("short", ["x"]), "short");
  assert.ok(excerpt(`${"word ".repeat(100)}needle ${"word ".repeat(100)}`, ["needle"]).includes("needle"));
});

test("ten thousand questions are searched within the time between two keys", () => {
  const entries = Array.from({ length: 10000 }, (_, number) => ({ ...ENTRIES[number % 5], title: `${ENTRIES[number % 5].title} ${number}` }));
  const many = makeIndex({ services: SERVICES, entries, fillers: FILLERS, defining: DEFINING });
  assert.equal(find(many, "multiaz 7502", 1)[0].number, 7502);
});
