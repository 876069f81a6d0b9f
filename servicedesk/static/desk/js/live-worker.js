// One stream for all tabs of a browser: over HTTP/1.1 a browser opens six connections to a host, and tabs are many.
import { Stream } from "./stream.js";

const LOST_AFTER = 150000; // a hidden tab may speak only once a minute
const MEMORY = 60000; // a tab speaks up after its page was made: what was heard meanwhile is told again
const tabs = new Map();
let recent = []; // {at, change}
let stream = null;

function wanted() {
  return [...new Set([...tabs.values()].flatMap((tab) => tab.topics))];
}

function tellAll(message, topics = null) {
  for (const [port, tab] of tabs) {
    if (!topics || topics.some((topic) => tab.topics.includes(topic))) port.postMessage(message);
  }
}

function heard(change) {
  recent.push({ at: Date.now(), change });
  tellAll({ change }, change.topics);
}

function tellAgain(port, { topics, past }) {
  const since = Date.now() - past;
  for (const { at, change } of recent) {
    if (at >= since && change.topics.some((topic) => topics.includes(topic))) port.postMessage({ change });
  }
}

function streamAt(url) {
  stream ??= new Stream(url, {
    onChange: heard,
    onState: (state) => tellAll({ state }),
  });
  return stream;
}

function prune() {
  const old = Date.now() - LOST_AFTER;
  for (const [port, tab] of tabs) if (tab.heardAt < old) tabs.delete(port);
  stream?.forget(wanted());
}

function fade() {
  const old = Date.now() - MEMORY;
  recent = recent.filter(({ at }) => at > old);
}

function hear(port, { url, topics, past, bye }) {
  if (bye) {
    tabs.delete(port);
    return prune();
  }
  const isNew = !tabs.has(port);
  tabs.set(port, { topics, heardAt: Date.now() });
  const open = streamAt(url);
  open.want(topics, past);
  if (!isNew) return;
  port.postMessage({ state: open.state });
  tellAgain(port, { topics, past });
}

self.onconnect = (event) => {
  const [port] = event.ports;
  port.onmessage = (message) => hear(port, message.data);
};
setInterval(prune, 60000);
setInterval(fade, 10000);
