// Progress on the pages for reading: how each question stands, and how far each service is.

import { make } from "../page.mjs";
import { openItems } from "./desk.mjs";
import { isDue, isNew, span } from "./session.mjs";
import { mastery, masteryOf, today } from "./stats.mjs";

/** Marks what this page shows; nothing where its questions cannot be fetched. */
export async function addMarks() {
  const questions = document.querySelectorAll(".question > h3[id]");
  const services = serviceLinks();
  const door = document.querySelector(".door-practice");
  if (!questions.length && !services.length && !door) return;
  let items;
  try {
    items = await openItems();
  } catch {
    return;
  }
  const now = Date.now();
  const byId = new Map(items.map((one) => [one.entry.id, one]));
  for (const heading of questions) markQuestion(heading, byId.get(heading.id), now);
  const found = mastery(items, (entry) => entry.services[0], now);
  for (const [link, slug] of services) markService(link, found.get(slug));
  if (door) markDoor(door, items, now);
}

function markQuestion(heading, item, now) {
  const badges = heading.closest(".question").querySelector(".badges");
  if (!item || isNew(item) || !badges || badges.querySelector(".progress-mark")) return;
  badges.append(make("span", { class: "progress-mark" }, ` · ${markWords(item, now)}`));
}

function markWords(item, now) {
  if (item.record.aside?.on) return "Set aside";
  if (masteryOf(item) === "new") return "Crammed"; // asked while cramming only, which moves no dates
  if (isDue(item, now)) return "Due for practice";
  const words = masteryOf(item) === "solid" ? "Known well" : "Known";
  return `${words}, next in ${span(item.card.due - now)}`;
}

/** The rows of services on the home page and on the list of services: [link, slug]. */
function serviceLinks() {
  const links = [...document.querySelectorAll(".compact td:first-child > a[href]")];
  return links.map((link) => [link, new URL(link.href).pathname.match(/\/services\/([^/]+)\/$/)?.[1]]).filter(([, slug]) => slug);
}

function markService(link, numbers) {
  const cell = link.closest("td");
  if (!numbers || cell.querySelector(".progress-mark")) return;
  const all = numbers.new + numbers.learning + numbers.known + numbers.solid;
  if (numbers.new === all) return;
  const learnt = numbers.known + numbers.solid;
  const words = `${learnt} of ${all} known${numbers.due ? `, ${numbers.due} due` : ""}`;
  const line = make("span", { class: "progress-line", "aria-hidden": "true" }, make("span", {}));
  line.firstElementChild.style.width = `${(100 * learnt) / all}%`;
  cell.append(make("span", { class: "progress-mark" }, line, words));
}

function markDoor(door, items, now) {
  const { due } = today(items.filter(({ record }) => !record.aside?.on), now);
  door.textContent = due ? `${due.toLocaleString("en")} due today` : "nothing due today";
}
