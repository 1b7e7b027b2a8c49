// The options of a question as buttons: pressing one says whether it is right, before the answer is opened.

import { optionsOf, verdict } from "./decide.mjs";
import { button, make, say } from "./page.mjs";

// What may stand inside a button; a list that holds more stays a list.
const NO_WORDS = "a, button, div, p, pre, ul, ol, table, img";

/** The options of every question of the page. */
export function addOptions() {
  for (const body of document.querySelectorAll(".question-body[data-right]")) offer(body, body.dataset.right);
}

/** Makes the last list of a question's body one to try. `words` say which are right: "2 of 4". */
export function offer(body, words) {
  const options = optionsOf(words);
  const list = [...body.querySelectorAll(":scope > ul, :scope > ol")].at(-1);
  const items = [...(list?.children ?? [])];
  if (!options || items.length !== options.count || list.querySelector(NO_WORDS)) return;
  const tried = [];
  list.classList.add("options");
  for (const [place, item] of items.entries()) {
    const told = make("span", { class: "option-told" });
    const made = button("option", "", () => {
      if (!tried.includes(place)) tried.push(place);
      const { right, words: said } = verdict(options, [...tried.filter((one) => one !== place), place]);
      made.classList.add(right ? "right" : "wrong");
      told.textContent = said;
      say(said);
    });
    made.append(make("span", {}, ...item.childNodes), told);
    item.append(made);
  }
}
