// A poor line: what is sent goes into a box on this phone first, and leaves it only when the server has answered.
// Each entry carries a key made here, so that the server does it once however often it arrives.
import { fill } from "../words.js";
import { toast } from "../toasts.js";
import * as kept from "./visit-kept.js";

const STORE = "entries";
const EVERY = 15000;
const PHOTO = "multipart/form-data";
const box = document.getElementById("outbox");
let isSending = false;
let isNews = false; // this page shows what was before

function database() {
  return new Promise((resolve, reject) => {
    // One box for each person: a phone may change hands.
    const opening = indexedDB.open(`visits-${box.dataset.user}`, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "key" });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

async function withStore(mode, act) {
  const open = await database();
  return new Promise((resolve, reject) => {
    const transaction = open.transaction(STORE, mode);
    const asked = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => { open.close(); resolve(asked?.result); };
    transaction.onabort = () => { open.close(); reject(transaction.error); };
  });
}

const keep = (entry) => withStore("readwrite", (store) => store.put(entry));
const drop = (key) => withStore("readwrite", (store) => store.delete(key));
const all = async () => (await withStore("readonly", (store) => store.getAll())).sort((a, b) => a.at.localeCompare(b.at));

async function accept(event) {
  const form = event.target.closest("form[data-outbox]");
  if (!form) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!form.reportValidity()) return;
  const button = event.submitter ?? form.querySelector("button[type=submit]");
  // The button counts too: it may say in how many minutes. Read before it is disabled.
  const fields = [...new FormData(form, button)].filter(([name]) => !["csrfmiddlewaretoken", "key"].includes(name));
  button.disabled = true;
  const entry = { key: newKey(), url: form.action, label: form.dataset.outbox, page: location.pathname, at: new Date().toISOString(), fields, reason: "" };
  try {
    await keep(entry);
  } catch {
    // Without room on the phone the form goes the plain way.
    button.disabled = false;
    document.removeEventListener("submit", accept, { capture: true });
    form.requestSubmit(button);
    return;
  }
  await send();
  // Another photo may follow; a step is offered again by what is shown next.
  if (form.enctype === PHOTO) button.disabled = false;
}

// crypto.randomUUID is missing where a test server speaks plain HTTP under a name of its own.
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function send() {
  // Two tabs of one phone take turns; the server would refuse the second anyway.
  if (isSending) return;
  isSending = true;
  try {
    for (const entry of await all()) {
      if (!entry.reason && !(await sendOne(entry))) break;
    }
  } finally {
    isSending = false;
    // Only after the last one: a page that leaves tears off what is on its way.
    if (isNews) location.reload();
    else await show();
  }
}

/** True where the next one may be tried: a line that is down is down for all of them. */
async function sendOne(entry) {
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  body.append("key", entry.key);
  // By how much it is late, and not when it was said: this phone's clock may be wrong, and the desk's another.
  body.append("ago", Math.max(0, Math.round((Date.now() - Date.parse(entry.at)) / 1000)));
  let answer;
  try {
    answer = await fetch(entry.url, { method: "POST", body, redirect: "error", headers: { "X-CSRFToken": token(), Accept: "application/json" } });
  } catch {
    return false;
  }
  if (answer.ok) {
    await drop(entry.key);
    if (location.pathname === entry.page) isNews = true;
    else toast(box.dataset.sent, "good");
    return true;
  }
  // A server in trouble, or a session that has ended, is asked again later.
  if (answer.status >= 500 || answer.status === 429) return false;
  const told = await answer.json().catch(() => ({ reason: box.dataset.signIn }));
  if (!told.reason || told.reason === box.dataset.signIn) {
    toast(box.dataset.signIn, "warn");
    return false;
  }
  await keep({ ...entry, reason: told.reason });
  toast(fill(box.dataset.refused, { reason: told.reason }), "bad");
  return true;
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";

async function show() {
  const entries = await all();
  mark(entries.filter((entry) => !entry.reason));
  box.hidden = entries.length === 0;
  box.querySelector("[data-outbox-count]").textContent = fill(box.dataset.waiting, { count: entries.length });
  box.querySelector("[data-outbox-list]").replaceChildren(...entries.map(line));
}

/** A step that waits is not offered again; where the arrival is among them, what comes after it is, and no other. */
function mark(waiting) {
  const urls = new Set(waiting.map(({ url }) => url));
  const steps = [...document.querySelectorAll("form[data-outbox]")].filter((form) => form.enctype !== PHOTO);
  for (const form of steps) {
    for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = urls.has(form.action);
  }
  const after = document.getElementById("once-there");
  if (!after) return;
  after.hidden = !urls.has(new URL("arrive/", location.href).href);
  document.getElementById("steps").hidden = !after.hidden;
}

function line(entry) {
  const item = document.createElement("li");
  const number = entry.url.split("/").at(-3);
  const at = new Date(entry.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  item.textContent = `${at} ${number} · ${entry.label}`;
  if (entry.reason) item.append(" – ", fill(box.dataset.refused, { reason: entry.reason }), " ", discard(entry));
  return item;
}

function discard(entry) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-desk btn-small";
  button.textContent = box.dataset.drop;
  button.addEventListener("click", async () => { await drop(entry.key); await show(); });
  return button;
}

if (box) {
  // Before the guard against double clicks, which would submit the form itself.
  document.addEventListener("submit", accept, { capture: true });
  box.querySelector("[data-outbox-retry]").addEventListener("click", send);
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  setInterval(send, EVERY);
  send();
  kept.start(box);
}
