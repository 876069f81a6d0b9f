// One stream for all tabs of a browser: over HTTP/1.1 a browser opens six connections to a host, and tabs are many.
import { Stream } from "./stream.js";

const LOST_AFTER = 150000; // a hidden tab may speak only once a minute
const tabs = new Map();
let stream = null;

function wanted() {
  return [...new Set([...tabs.values()].flatMap((tab) => tab.topics))];
}

function tellAll(message, topics = null) {
  for (const [port, tab] of tabs) {
    if (!topics || topics.some((topic) => tab.topics.includes(topic))) port.postMessage(message);
  }
}

function streamAt(url) {
  stream ??= new Stream(url, {
    onChange: (change) => tellAll({ change }, change.topics),
    onState: (state) => tellAll({ state }),
  });
  return stream;
}

function prune() {
  const old = Date.now() - LOST_AFTER;
  for (const [port, tab] of tabs) if (tab.heardAt < old) tabs.delete(port);
  stream?.forget(wanted());
}

function hear(port, { url, topics, bye }) {
  if (bye) {
    tabs.delete(port);
    return prune();
  }
  const isNew = !tabs.has(port);
  tabs.set(port, { topics, heardAt: Date.now() });
  const open = streamAt(url);
  open.want(topics);
  if (isNew) port.postMessage({ state: open.state });
}

self.onconnect = (event) => {
  const [port] = event.ports;
  port.onmessage = (message) => hear(port, message.data);
};
setInterval(prune, 60000);
