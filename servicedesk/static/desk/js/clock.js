// The desk's time: a screen's own clock may be wrong, and a demonstration's is moved ahead.
const WITHIN = 5000; // milliseconds that the way of an answer may take
let ahead = 0;

export function now() {
  return Date.now() + ahead;
}

function hear(text) {
  const found = Date.parse(text ?? "") - Date.now();
  if (Number.isNaN(found)) return;
  ahead = Math.abs(found) < WITHIN ? 0 : found;
}

/** What a page was drawn at says nothing of now where it comes from a store: of this browser's history, or of the phone's kept pages. */
function isFresh() {
  const [way] = performance.getEntriesByType("navigation");
  return !("keptAt" in document.documentElement.dataset) && (way?.type === "navigate" || way?.type === "reload");
}

export function start(told) {
  if (isFresh()) hear(document.querySelector("meta[name=desk-time]")?.content);
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const before = ahead;
    hear(detail.xhr?.getResponseHeader("Date"));
    if (Math.abs(ahead - before) > WITHIN) told();
  });
}
