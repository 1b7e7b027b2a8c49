// The practice page: choosing what to practise, the session, its end, and the reader's progress.

import { make, root } from "../page.mjs";
import { runCourse } from "./course.mjs";
import { openDesk } from "./desk.mjs";
import { progressView } from "./figures.mjs";
import { sheetView } from "./sheet.mjs";
import { startView } from "./start.mjs";

/** Turns the place for it in the page into the practice page. */
export async function practise(host) {
  const trouble = make("p", { class: "practice-trouble", role: "alert", hidden: true });
  const stage = make("div", { class: "practice-stage" });
  const told = (words) => {
    trouble.textContent = words;
    trouble.hidden = false;
  };
  host.replaceChildren(trouble, stage);
  stage.append(make("p", { role: "status" }, "Loading …"));

  let desk;
  let showing = null; // what to draw anew when progress comes from another tab, or null during a session
  try {
    desk = await openDesk({ told, changed: () => host.isConnected && showing?.() });
  } catch {
    stage.replaceChildren(make("p", { role: "status" }, "The questions could not be loaded. Try again when you are online."));
    return;
  }
  if (desk.lost()) told(`${desk.lost()} kept ${desk.lost() === 1 ? "entry is" : "entries are"} damaged and left out. All the rest is here.`);
  const page = { desk, root, report: host.dataset.report ?? "", told };
  start();

  function show(view) {
    host.dataset.view = view;
    host.parentElement.dataset.view = view;
  }

  function start() {
    showing = start;
    const progress = progressView(page, start);
    stage.replaceChildren(startView(page, run), progress);
    show("start");
  }

  function run(ids, mode) {
    showing = null;
    show("course");
    stage.replaceChildren();
    runCourse(stage, page, { ids, mode, ended });
  }

  function ended(session) {
    if (!session.results.length) return start();
    showing = null;
    show("sheet");
    const sheet = sheetView(page, session, { again: (ids) => run(ids, "cram"), back: start });
    stage.replaceChildren(sheet);
    sheet.querySelector("h2").focus();
  }
}
