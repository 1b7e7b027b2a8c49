// What the script decides, as pure functions; study.mjs alone touches the page.

/** The id that the fragment of an address names, or "". Addresses come from anywhere, so a bad escape is no id. */
export function idOf(hash) {
  try {
    return decodeURIComponent(hash.replace(/^#/, ""));
  } catch {
    return "";
  }
}

/** The link of a question that never changes. `base` is the way from this page to the site's root. */
export function permanentLink(base, here, id) {
  return new URL(`q/${encodeURIComponent(id)}/`, new URL(`${base.replace(/\/$/, "")}/`, here)).href;
}

/** What pressing the one button for all answers does next, given which of them are open. */
export function nextForAll(open) {
  const all = open.length > 0 && open.every(Boolean);
  return { open: !all, label: all ? "Close all" : "Open all" };
}

/** What is said after copying; where a browser forbids it, the link itself, to be copied by hand. */
export function copied(succeeded, link) {
  return succeeded ? "Link copied" : `Copy this link: ${link}`;
}
