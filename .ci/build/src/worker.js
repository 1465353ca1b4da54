/* Keeps the page on this machine, so that it opens without a network: all files of one build, or none of them. */
const files = FILES;
/* Other pages of the same host have caches, too. */
const family = `policy-ledger ${registration.scope} `;
const mine = family + "VERSION";
/* What the browser has loaded for the page already is not asked for again, unless it is not the very bytes of this
   build; nor is what an older build was kept with, where the name changes with the content: the hash in it has 16
   digits, or fewer where it begins with zeros. */
const load = async (name, cache) => {
  const response = await fetch(name, { integrity: files[name], cache, priority: "low" });
  if (response.redirected) throw new TypeError("no page can be opened from a redirected answer");
  return response;
};
const keep = async () => {
  const isNew = !(await caches.has(mine));
  const cache = await caches.open(mine);
  const loadInto = async (name) => {
    const known = /-[0-9a-f]{8,16}[._]/.test(name) && await caches.match(name);
    await cache.put(name, known || await load(name, "force-cache").catch(() => load(name, "reload")));
  };
  try {
    await Promise.all(Object.keys(files).map(loadInto));
  } catch (error) {
    if (isNew) await caches.delete(mine);
    throw error;
  }
};
addEventListener("install", (event) => event.waitUntil(keep()));
/* A new build waits until no window has an older one open, or until a person asks for it. */
addEventListener("message", ({ data }) => data === "switch" && skipWaiting());
/* Where other windows are open, they still ask for files of the build that they are of. */
const clean = async () => {
  const windows = await clients.matchAll({ includeUncontrolled: true });
  if (windows.filter(({ url }) => url.startsWith(registration.scope)).length > 1) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(family) && name !== mine).map((name) => caches.delete(name)));
};
addEventListener("activate", (event) => event.waitUntil(clean().then(() => clients.claim())));
/* The page is the one of this build; a file of code may be of an older one. What was cleared away, and what is not
   kept, comes from the host. */
const answer = async (name, request) =>
  (await caches.match(name, { cacheName: mine })) ?? (name === "./" ? null : await caches.match(name)) ?? fetch(request);
addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET" || !url.startsWith(registration.scope)) return;
  const name = url.slice(registration.scope.length).replace(/[?#].*/, "");
  if (!name.includes("/")) event.respondWith(answer(name.replace(/^(index\.html)?$/, "./"), event.request));
});
