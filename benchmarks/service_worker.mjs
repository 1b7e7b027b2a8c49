// Our service worker beside the same made with Workbox: bytes, and what is fetched on a first visit.
//
//     npm install --prefix FOLDER workbox-core workbox-routing workbox-strategies workbox-precaching esbuild
//     node benchmarks/service_worker.mjs SITE FOLDER
//
// SITE is a built site. Two workers are made with Workbox: one that does what ours does (the network first, what has its
// content in its name from what is kept), and one of the usual kind, which keeps everything before it begins.

import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [site, peers = "."] = process.argv.slice(2);
const files = createRequire(join(peers, "node_modules", "_"));
const { build } = await import(files.resolve("esbuild"));

const SAME = `
import { registerRoute } from "workbox-routing";
import { CacheFirst, NetworkFirst } from "workbox-strategies";
const known = new Set([...self.PARTS, ...self.PAGES].map((path) => new URL(path, self.location.href).href));
const cacheName = "study-" + self.VERSION;
const bare = { cacheKeyWillBeUsed: async ({ request }) => request.url.replace(/[?#].*$/, "") };
const isKnown = ({ url }) => known.has(url.origin + url.pathname);
registerRoute((one) => isKnown(one) && /\\.[0-9a-f]{8}\\.min\\.(?:js|css)$/.test(one.url.pathname), new CacheFirst({ cacheName, plugins: [bare] }));
registerRoute(isKnown, new NetworkFirst({ cacheName, plugins: [bare] }));
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
`;
const USUAL = `
import { precacheAndRoute, cleanupOutdatedCaches } from "workbox-precaching";
cleanupOutdatedCaches();
precacheAndRoute(self.LISTED);
`;

async function bundled(contents) {
  const define = { "process.env.NODE_ENV": '"production"' };
  const made = await build({ stdin: { contents, resolveDir: peers }, bundle: true, minify: true, define, format: "iife", write: false });
  return made.outputFiles[0].text;
}

const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
const size = (text) => `${kb(text.length)}, compressed ${kb(gzipSync(text, { level: 9 }).length)}`;
const version = (name) => JSON.parse(readFileSync(join(peers, "node_modules", name, "package.json"), "utf8")).version;

const ours = readFileSync(new URL("../hooks/studyguide/site/worker.js", import.meta.url), "utf8");
const { code } = await (await import(files.resolve("esbuild"))).transform(ours, { minify: true });
console.log(`ours: ${size(ours)} as it is sent; small ${size(code)}`);
console.log(`Workbox ${version("workbox-core")}, the same: ${size(await bundled(SAME))}`);
console.log(`Workbox ${version("workbox-core")}, keeping everything first: ${size(await bundled(USUAL))}`);

const written = readFileSync(join(site, "sw.js"), "utf8");
const listed = (name) => JSON.parse(written.match(new RegExp(`^const ${name} = (.*);$`, "m"))[1]);
const paths = [...listed("PARTS"), ...listed("PAGES").map((path) => `${path}index.html`)].filter((path) => existsSync(join(site, path)));
const sum = paths.reduce((all, path) => all + statSync(join(site, path)).size, 0);
const packed = paths.reduce((all, path) => all + gzipSync(readFileSync(join(site, path)), { level: 6 }).length, 0);
console.log(`kept for offline: ${paths.length} files, ${kb(sum)}, compressed ${kb(packed)}`);
