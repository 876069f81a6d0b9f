// Keeps relative times fresh. The rule is that of servicedesk/spans.py; its phrases come from there.
import * as clock from "./clock.js";
import { fill, words } from "./words.js";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const WEEK = 7 * DAY;

export function spanWords(seconds, phrases) {
  const left = Math.trunc(Math.abs(seconds));
  if (left < MINUTE) return fill(phrases.s, { seconds: left });
  if (left < HOUR) return fill(phrases.min, { minutes: Math.trunc(left / MINUTE) });
  if (left < DAY) {
    const minutes = Math.trunc((left % HOUR) / MINUTE);
    const values = { hours: Math.trunc(left / HOUR), minutes: String(minutes).padStart(2, "0") };
    return fill(minutes ? phrases.h_min : phrases.h, values);
  }
  const days = Math.trunc(left / DAY);
  const hours = Math.trunc((left % DAY) / HOUR);
  return fill(hours && days < 7 ? phrases.d_h : phrases.d, { days, hours });
}

function shortSpanWords(seconds, phrases) {
  const left = Math.trunc(Math.abs(seconds));
  if (left < HOUR) return fill(phrases.min, { minutes: Math.max(1, Math.trunc(left / MINUTE)) });
  if (left < DAY) return fill(phrases.h, { hours: Math.trunc(left / HOUR) });
  return fill(phrases.d, { days: Math.trunc(left / DAY) });
}

/** The words for a time, or null where they do not change any more. */
export function timeWords(rule, at, now, phrases) {
  const seconds = (now - at) / 1000;
  if (rule === "due") return fill(seconds <= 0 ? phrases.due : phrases.overdue, { span: spanWords(seconds, phrases) });
  if (rule !== "ago" || Math.abs(seconds) >= WEEK) return null;
  if (Math.abs(seconds) < MINUTE) return phrases.now;
  return fill(seconds > 0 ? phrases.ago : phrases.ahead, { span: shortSpanWords(seconds, phrases) });
}

function refresh() {
  if (document.hidden) return;
  const now = clock.now();
  for (const element of document.querySelectorAll("time[data-time]")) {
    if (element.dataset.time === "wall-clock") showClock(element, now);
    else show(element, timeWords(element.dataset.time, Date.parse(element.dateTime), now, words.spans), now);
  }
}

function show(element, text, now) {
  if (text && element.textContent !== text) element.textContent = text;
  const clock = element.closest("[data-clock]");
  if (clock && element.dataset.time === "due" && Date.parse(element.dateTime) < now) clock.dataset.clock = "overdue"; // the triangle comes with the next fetch
}

function showClock(element, now) {
  // The server's zone, not the screen's: the wall shows the desk's own time.
  const zone = document.documentElement.dataset.zone || undefined;
  const text = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(now);
  if (element.textContent !== text) element.textContent = text;
}

export function start() {
  if (!words.spans) return;
  clock.start(refresh);
  refresh();
  setInterval(refresh, 10000);
  document.addEventListener("visibilitychange", refresh);
}
