// Live parts follow the database: an event on a topic has the parts that show it fetched again, in place.
import { Stream } from "./stream.js";
import { isTextControl, settings, words } from "./words.js";

const GATHER = 300;
const POLL = 15000;
const SAFETY = 60000; // clocks move without events
const HELLO = 45000;

const waiting = new Map(); // element → timer
const stale = new Set(); // to be fetched when the tab is seen again, or the person has done typing
let port = null;
let stream = null;
let state = "off";

const parts = () => [...document.querySelectorAll("[data-live]")];
const topicsOf = (element) => element.dataset.live.split(/\s+/).filter(Boolean);

function topics() {
  const all = new Set(parts().flatMap(topicsOf));
  if (settings.user_topic) all.add(settings.user_topic);
  return [...all];
}

/** True while a swap would disturb: somebody types inside, or has a menu open there. */
function isBusy(element) {
  const active = document.activeElement;
  if (element.contains(active) && isTextControl(active)) return true;
  return element.querySelector(".dropdown-menu.show, dialog[open]") !== null;
}

function refresh(element) {
  waiting.delete(element);
  if (!element.isConnected) return;
  if (document.hidden || isBusy(element)) return stale.add(element);
  stale.delete(element);
  // It must not bubble: a live part may stand inside another one.
  element.dispatchEvent(new CustomEvent("live", { bubbles: false }));
}

function mark(element) {
  if (!waiting.has(element)) waiting.set(element, setTimeout(() => refresh(element), GATHER));
}

function changed(change) {
  for (const element of parts()) {
    if (topicsOf(element).some((topic) => change.topics.includes(topic))) mark(element);
  }
  document.dispatchEvent(new CustomEvent("desk:change", { detail: change }));
}

const everything = () => parts().forEach(mark);

function settle() {
  for (const element of [...stale]) {
    if (!element.isConnected) stale.delete(element);
    else if (!document.hidden && !isBusy(element)) refresh(element);
  }
}

function became(next) {
  const wasDown = state === "waiting";
  state = next;
  const dot = document.getElementById("live-dot");
  if (dot) {
    dot.dataset.state = next;
    dot.querySelector(".live-dot-word").textContent = { live: words.live, waiting: words.reconnecting_short }[next] ?? words.not_live;
    dot.title = next === "waiting" ? words.reconnecting : "";
  }
  document.dispatchEvent(new CustomEvent("desk:live-state", { detail: { state: next } }));
  if (next === "live" && wasDown) everything();
}

function heard({ data }) {
  if (data.change) changed(data.change);
  if (data.state) became(data.state);
}

/** How long ago the server began to make this page, at the earliest: what changed since is not on it. */
const age = () => Math.ceil(performance.now());

function hello() {
  if (port) port.postMessage({ url: new URL(settings.stream, location.href).href, topics: topics(), past: age() });
  else stream?.want(topics(), age());
}

function connect() {
  const address = document.querySelector("script[data-worker]")?.dataset.worker;
  try {
    const worker = new SharedWorker(address, { type: "module", name: `live ${settings.user_topic}` });
    worker.onerror = alone;
    port = worker.port;
    port.onmessage = heard;
    port.start();
  } catch {
    alone();
  }
}

/** Without a shared worker this tab has a stream of its own. */
function alone() {
  port = null;
  stream ??= new Stream(settings.stream, { onChange: changed, onState: became });
  stream.want(topics(), age());
}

export function start() {
  if (!settings.stream) return;
  connect();
  hello();
  document.addEventListener("htmx:afterSwap", hello);
  document.addEventListener("visibilitychange", settle);
  document.addEventListener("focusout", () => setTimeout(settle, 200));
  addEventListener("pagehide", () => port?.postMessage({ bye: true }));
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    hello();
    everything();
  });
  setInterval(hello, HELLO);
  setInterval(settle, 2000);
  setInterval(() => state !== "live" && everything(), POLL);
  setInterval(() => state === "live" && everything(), SAFETY);
}
