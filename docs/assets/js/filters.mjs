// What the list of questions shows, as pure functions: filters to and from the address, what is within, and counts.

/** The kinds of filters, each with what an entry has of it. "none" stands for a level that nobody stated. */
const KINDS = {
  service: (entry) => entry.services,
  level: (entry) => [entry.level ?? "none"],
  is: (entry) => [
    entry.scenario ? "scenario" : "plain",
    entry.reviewed ? "reviewed" : "unreviewed",
    entry.answered ? "answered" : "unanswered",
  ],
};

export const LEVELS = [
  ["basic", "Basic"],
  ["intermediate", "Intermediate"],
  ["advanced", "Advanced"],
  ["none", "Level not stated"],
];

export const FLAGS = [
  ["scenario", "Scenario"],
  ["reviewed", "Reviewed"],
  ["unreviewed", "Unreviewed"],
  ["answered", "Answered"],
  ["unanswered", "Not answered"],
];

/** Nothing filtered. `query` is what is typed, the others are sets of values. */
export function noFilters() {
  return { query: "", service: new Set(), level: new Set(), is: new Set() };
}

/** Filters as an address states them: ?q=words&service=ropes,knots&level=basic&is=scenario. */
export function fromAddress(search) {
  const stated = new URLSearchParams(search);
  const values = (kind) => new Set((stated.get(kind) ?? "").split(",").map((value) => value.trim()).filter(Boolean));
  return { query: stated.get("q") ?? "", service: values("service"), level: values("level"), is: values("is") };
}

/** The same as an address, with nothing in it that is not filtered. */
export function toAddress({ query, ...kinds }) {
  const parts = query.trim() ? [`q=${encodeURIComponent(query.trim())}`] : [];
  for (const kind of Object.keys(KINDS)) {
    if (kinds[kind].size) parts.push(`${kind}=${[...kinds[kind]].map(encodeURIComponent).join(",")}`);
  }
  return parts.length ? `?${parts.join("&")}` : "";
}

/** Filters with one value put in or taken out. */
export function withValue(filters, kind, value) {
  const values = new Set(filters[kind]);
  if (!values.delete(value)) values.add(value);
  return { ...filters, [kind]: values };
}

export function isFiltered({ query, service, level, is }) {
  return Boolean(query.trim() || service.size || level.size || is.size);
}

/**
 * Whether an entry is within the filters, but for one kind of them. Of services and levels any will do; of what a
 * question is (a scenario, reviewed …) all must hold.
 */
export function isWithin(entry, filters, but) {
  return Object.entries(KINDS).every(([kind, of]) => {
    const wanted = filters[kind];
    if (kind === but || !wanted.size) return true;
    const has = of(entry);
    return kind === "is" ? [...wanted].every((value) => has.includes(value)) : has.some((value) => wanted.has(value));
  });
}

/** How many of `entries` each value would show, with the other filters as they are: {service: Map, level: Map, is: Map}. */
export function counts(entries, filters) {
  const found = {};
  for (const [kind, of] of Object.entries(KINDS)) {
    const numbers = new Map();
    const but = kind === "is" ? undefined : kind;
    for (const entry of entries) {
      if (!isWithin(entry, filters, but)) continue;
      for (const value of of(entry)) numbers.set(value, (numbers.get(value) ?? 0) + 1);
    }
    found[kind] = numbers;
  }
  return found;
}
