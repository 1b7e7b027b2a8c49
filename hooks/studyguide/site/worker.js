// Reading without a network. Online, every page and file is asked for anew and kept for later; only files whose name
// changes with their content are taken from what is kept. What was not visited yet is fetched one by one once a page
// has said that it is idle, unless the reader saves data; large pictures are kept once they were seen. VERSION, PARTS,
// PAGES, PICTURES and LARGE stand above, written by the build.

const VERSIONED = /\.[0-9a-f]{8}\.min\.(?:js|css)$|\/assets\/pictures\/[0-9a-f]{20}-[^/]*$/;
const root = new URL("./", self.location.href);
// Other guides may stand on the same host, also below this one; an address has no space, so that no other begins so.
const OURS = `study ${root.href} `;
const CACHE = OURS + VERSION;
const addresses = (paths) => paths.map((path) => new URL(path, root).href);
const ahead = addresses([...PARTS, ...PAGES, ...PICTURES]);
const known = new Set([...ahead, ...addresses(LARGE)]);

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith(OURS) && name !== CACHE) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = withoutQuestion(request.url);
  if (request.method !== "GET" || !known.has(address)) return;
  event.respondWith(answer(request, address));
});

self.addEventListener("message", (event) => {
  if (event.data === "idle") event.waitUntil(fetchRest());
});

async function answer(request, address) {
  const cache = await caches.open(CACHE);
  if (VERSIONED.test(address)) {
    const kept = await cache.match(address);
    if (kept) return kept;
  }
  try {
    const fresh = await fetch(request);
    if (fresh.ok && !fresh.redirected) await cache.put(address, fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await cache.match(address);
    if (kept) return kept;
    throw error;
  }
}

let fetching = false;

/** What is not kept yet, the parts first, because every page needs them. */
async function fetchRest() {
  if (fetching) return;
  fetching = true;
  try {
    const cache = await caches.open(CACHE);
    for (const address of ahead) {
      if (await cache.match(address)) continue;
      const fresh = await fetch(address);
      if (fresh.ok && !fresh.redirected) await cache.put(address, fresh);
    }
  } catch {
    // No network just now: the rest comes with a later visit.
  } finally {
    fetching = false;
  }
}

function withoutQuestion(address) {
  const url = new URL(address);
  url.search = "";
  url.hash = "";
  return url.href;
}
