// The rows of buttons that filter questions, with a number beside each: for the list of questions and for practice.

import { FLAGS, LEVELS, withValue } from "./filters.mjs";
import { button, make } from "./page.mjs";

/**
 * Draws them into `groups`: `filters` and `numbers` as in filters.mjs, `services` [{slug, name}], `set(filters)` called
 * when one is pressed. What had the focus keeps it, and services stay unfolded.
 */
export function drawFacets(groups, { filters, numbers, services, set, flags = FLAGS }) {
  const focused = document.activeElement?.dataset?.filter;
  const names = services.map((one) => [one.slug, one.name]).sort((one, other) => one[1].localeCompare(other[1]));
  const draw = { filters, set };
  groups.replaceChildren(
    group(draw, "Level", "level", LEVELS, numbers.level),
    group(draw, "Kind", "is", flags, numbers.is),
    folded(draw, names, numbers.service, groups.querySelector(".explorer-services")?.open),
  );
  if (focused) groups.querySelector(`[data-filter="${CSS.escape(focused)}"]`)?.focus();
}

function group(draw, name, kind, values, numbers) {
  const worth = values.filter(([value]) => numbers.get(value) || draw.filters[kind].has(value));
  const toggles = worth.map(([value, label]) => toggle(draw, kind, value, label, numbers.get(value) ?? 0));
  return make("div", { class: "explorer-group", role: "group", "aria-label": name, hidden: !worth.length }, make("span", { class: "explorer-name" }, name), ...toggles);
}

/** Services are many: they fold away, and those chosen stay in sight. */
function folded(draw, values, numbers, open) {
  const box = make("details", { class: "explorer-services", open, hidden: !numbers.size && !draw.filters.service.size });
  const chosen = values.filter(([value]) => draw.filters.service.has(value)).map(([, label]) => label);
  const words = chosen.length ? make("strong", {}, ` ${chosen.join(", ")}`) : ` (${numbers.size})`;
  box.append(make("summary", {}, "Service", words), group(draw, "Service", "service", values, numbers));
  return box;
}

function toggle({ filters, set }, kind, value, label, number) {
  const pressed = String(filters[kind].has(value));
  const made = button("explorer-toggle", label, () => set(withValue(filters, kind, value)), { "aria-pressed": pressed, "data-filter": `${kind}:${value}` });
  made.append(make("span", { class: "explorer-number" }, number.toLocaleString("en")));
  return made;
}
