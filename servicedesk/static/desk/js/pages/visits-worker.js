// Keeps the engineer's phone pages, and what they are made of, for when they are opened without a line.
// It stands at an address below which there is nothing but these pages, and answers for no others. It keeps no form:
// what is sent goes past it, into the page's own box.
// A page belongs to whom the server says it was made for. As soon as another person, or nobody, is signed in on this
// phone, all pages but theirs are forgotten.
const PAGES = "visit-pages "; // and whose
const PARTS = "visit-parts";
const WHOSE = "X-Kept-For";
const KEPT_AT = "X-Kept-At";
const PATIENCE = 6000; // a poor line is not waited for longer where the page is kept
const FRESH = 5 * 60 * 1000;
const SESSION = 12 * 60 * 60 * 1000; // who has not been seen for so long would have to sign in again
const MOST_PARTS = 200;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
let known = "";
let forgotten = 0; // what was under way when a person left is not kept when it arrives

const list = () => new URL("./", location.href).href;
const later = (time) => new Promise((resolve) => setTimeout(resolve, time));
const isPart = (address) => new URL(address).pathname.startsWith("/static/") && new URL(address).origin === location.origin;

async function forgetAllBut(person = "") {
  if (person !== known) forgotten += 1;
  known = person;
  const others = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== PAGES + person);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function keptPages() {
  const name = (await caches.keys()).find((each) => each.startsWith(PAGES));
  return name ? caches.open(name) : null;
}

async function keptPage(address) {
  const kept = await (await keptPages())?.match(address, { ignoreVary: true });
  return kept && Date.now() - Number(kept.headers.get(KEPT_AT)) < SESSION ? kept : null;
}

async function keep(address, answer, asOf) {
  const whose = answer.headers.get(WHOSE);
  if (!whose) return;
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  headers.set(KEPT_AT, String(Date.now()));
  const page = new Response(await answer.text(), { headers });
  if (asOf !== forgotten) return;
  await forgetAllBut(whose);
  await (await caches.open(PAGES + whose)).put(address, page);
}

/** From the server; what is kept follows: a page that is no longer his goes, a sign-in page takes all with it. */
async function ask(request) {
  const asOf = forgotten;
  const answer = await fetch(request);
  if (answer.type === "opaqueredirect") await forgetAllBut();
  else if (answer.ok) await keep(request.url, answer.clone(), asOf);
  else if (answer.status < 500) await (await keptPages())?.delete(request.url, { ignoreVary: true });
  return answer;
}

async function page(event) {
  const asked = ask(event.request);
  event.waitUntil(asked.catch(() => null));
  const kept = await keptPage(event.request.url);
  const answer = await Promise.race([asked.catch(() => null), ...(kept ? [later(PATIENCE)] : [])]);
  if (answer && (answer.status < 500 || !kept)) return answer;
  if (kept) return asKept(kept);
  if (event.request.url !== list() && (await keptPage(list()))) return Response.redirect(list());
  return Response.error();
}

/** The page says of itself how old it is. */
async function asKept(kept) {
  const text = await kept.text();
  return new Response(text.replace("<html ", `<html data-kept-at="${Number(kept.headers.get(KEPT_AT))}" `), { headers: kept.headers });
}

async function part(request) {
  const parts = await caches.open(PARTS);
  const kept = await parts.match(request.url, { ignoreVary: true });
  if (kept && HASHED.test(request.url)) return kept;
  try {
    const answer = await fetch(request);
    if (kept && answer.ok) await parts.put(request.url, answer.clone());
    return answer;
  } catch {
    return kept ?? Response.error();
  }
}

async function keepParts(addresses) {
  const parts = await caches.open(PARTS);
  for (const address of addresses.filter(isPart)) {
    if (!(await parts.match(address, { ignoreVary: true }))) await parts.add(address);
  }
  // Those of former versions: the oldest come first.
  const all = await parts.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST_PARTS)).map((each) => parts.delete(each)));
}

async function keepPages(addresses) {
  for (const address of addresses) {
    const kept = await keptPage(address);
    if (!kept || Date.now() - Number(kept.headers.get(KEPT_AT)) > FRESH) await ask(new Request(address, { redirect: "manual" }));
  }
}

async function dropPagesBut(addresses) {
  const pages = await keptPages();
  const old = ((await pages?.keys()) ?? []).filter((each) => !addresses.includes(each.url));
  await Promise.all(old.map((each) => pages.delete(each, { ignoreVary: true })));
}

async function hear({ person, parts, pages, isAll }) {
  await forgetAllBut(person);
  if (!person || !pages) return;
  await keepPages(pages);
  if (isAll) await dropPagesBut(pages);
  await keepParts(parts);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
// Without a line nothing more can be kept: the next page that is loaded tells it again.
self.addEventListener("message", (event) => event.waitUntil(hear(event.data).catch(() => null)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (request.destination && isPart(request.url)) event.respondWith(part(request));
});
