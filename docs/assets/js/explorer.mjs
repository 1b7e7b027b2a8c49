// The list of all questions: filtered as one types and by what they are, with the state in the address.

import { levelMark } from "./decide.mjs";
import { drawFacets } from "./facets.mjs";
import { counts, fromAddress, isFiltered, isWithin, noFilters, toAddress } from "./filters.mjs";
import { marked } from "./find.mjs";
import { button, make, root, withMarks } from "./page.mjs";

// Rows are made as they come into sight, so that ten thousand are as quick as ten.
const AT_ONCE = 60;

/** Turns the place for it in the page into the list. */
export function explore(host) {
  const worker = new Worker(new URL("./find-worker.mjs", import.meta.url), { type: "module" });
  let filters = fromAddress(location.search);
  let known = { entries: [], services: [] };
  let found = null; // what the words find, best first; null while nothing is typed
  let shown = [];
  let made = 0;

  const field = make("input", { type: "search", id: "explorer-field", class: "explorer-field", placeholder: "Filter by words", "aria-label": "Filter by words", value: filters.query, autocomplete: "off", spellcheck: "false", oninput: typed });
  const groups = make("div", { class: "explorer-filters" });
  const count = make("p", { class: "explorer-count", role: "status" }, "Loading …");
  const clear = button("explorer-clear", "Clear filters", () => set(noFilters()), { hidden: true });
  const practise = make("a", { class: "explorer-practise", href: new URL("practice/", root).href }, "Practise these");
  const list = make("ol", { class: "explorer-list" });
  const more = make("div", { class: "explorer-more" });
  host.replaceChildren(field, groups, make("div", { class: "explorer-head" }, count, clear, practise), list, more);
  host.addEventListener("keydown", move);

  const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && grow(), { rootMargin: "600px" });
  watch.observe(more);
  addEventListener("popstate", again);

  worker.onmessage = ({ data }) => {
    if (!host.isConnected) return stop();
    if (data.failed) count.textContent = "The list could not be loaded. Try again when you are online.";
    if (data.services) {
      known = data;
      draw();
    }
    if (data.found && data.query === filters.query) {
      found = data.found;
      draw();
    }
  };
  worker.onerror = () => (count.textContent = "This browser cannot run the list. Every question is on the page of its service.");
  worker.postMessage({ root: root.href });
  search();

  function stop() {
    worker.terminate();
    watch.disconnect();
    removeEventListener("popstate", again);
  }

  function again() {
    if (!host.isConnected) return stop();
    filters = fromAddress(location.search);
    field.value = filters.query;
    search();
    draw();
  }

  function typed() {
    filters = { ...filters, query: field.value };
    remember();
    search();
  }

  function set(next) {
    filters = next;
    if (field.value !== next.query) field.value = next.query;
    remember();
    search();
    draw();
  }

  function remember() {
    history.replaceState(history.state, "", `${location.pathname}${toAddress(filters)}`);
  }

  function search() {
    if (filters.query.trim()) {
      worker.postMessage({ query: filters.query });
    } else {
      found = null;
      draw();
    }
  }

  function draw() {
    if (!known.entries.length) return;
    const candidates = found ?? known.entries.map((_, number) => ({ number, marks: [] }));
    const entries = candidates.map((one) => known.entries[one.number]);
    shown = candidates.filter((_, place) => isWithin(entries[place], filters));
    drawFacets(groups, { filters, numbers: counts(entries, filters), services: known.services, set });
    count.textContent = `${shown.length.toLocaleString("en")} of ${known.entries.length.toLocaleString("en")} questions`;
    clear.hidden = !isFiltered(filters);
    practise.href = new URL(`practice/${toAddress(filters)}`, root).href;
    const walked = list.contains(document.activeElement) && document.activeElement.href;
    list.replaceChildren();
    made = 0;
    grow();
    if (walked) keepPlace(walked);
  }

  /** The answers' words come after the questions', and find more: who walks through the list by then stays in it. */
  function keepPlace(address) {
    const links = [...list.querySelectorAll("a")];
    (links.find((one) => one.href === address) ?? links[0] ?? field).focus();
  }

  function grow() {
    const rows = shown.slice(made, made + AT_ONCE).map(row);
    made += rows.length;
    list.append(...rows);
    more.hidden = made >= shown.length;
  }

  function row({ number, marks }) {
    const entry = known.entries[number];
    const names = new Map(known.services.map((one) => [one.slug, one.name]));
    const level = levelMark(entry.level);
    const badges = [
      level && make("span", { class: `level ${entry.level}` }, level),
      entry.scenario && make("span", { class: "scenario" }, "Scenario"),
      make("span", {}, names.get(entry.services[0]) ?? entry.services[0]),
      !entry.reviewed && entry.answered && make("span", {}, "Unreviewed"),
      !entry.answered && make("span", {}, "Not answered"),
    ].filter(Boolean);
    return make("li", { class: "explorer-row" }, make("a", { href: new URL(entry.url, root).href }, ...withMarks(marked(entry.title, marks))), make("span", { class: "explorer-badges" }, ...badges));
  }

  /** Down and up go through the questions, from the field as well. */
  function move(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== field) return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0) field.focus();
    else {
      if (next >= links.length - 5) grow();
      links[next]?.focus();
    }
  }
}
