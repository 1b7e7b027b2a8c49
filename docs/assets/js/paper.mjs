// The page for paper has no other script than this: two ways of printing it.

import { addTools } from "./answers.mjs";
import { readyToSay } from "./page.mjs";

document.documentElement.classList.replace("no-js", "js");
readyToSay();
addTools();
