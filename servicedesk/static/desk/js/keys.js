// Shortcuts, declared where they act: data-key="r", "g b", "alt+a", "f2". The sheet lists those of this page.
import { open, topDialog } from "./dialogs.js";
import { isTextControl } from "./words.js";

const PATIENCE = 1200;
const WAITED = 3000;
let typed = [];
let timer = null;
let early = null; // pressed for a part of the page that is still on its way

/** The name of a key press, as data-key writes it. */
export function nameOf(event) {
  const isLetter = /^(Key|Digit)/.test(event.code);
  // With Alt a Mac types another letter; the key itself is meant.
  const key = event.altKey && isLetter ? event.code.at(-1).toLowerCase() : event.key.toLowerCase();
  const held = [event.ctrlKey && "ctrl", event.metaKey && "ctrl", event.altKey && "alt"].filter(Boolean);
  return [...held, key === " " ? "space" : key].join("+");
}

const worksWhileTyping = (name) => /\+|^f\d+$/.test(name);

function isOffered(element) {
  return !element.disabled && !element.closest("[inert], [hidden]") && (element.offsetParent !== null || element.getClientRects().length > 0 || element.closest(".rail-group") !== null);
}

export function offered() {
  const part = topDialog() ?? document;
  return [...part.querySelectorAll("[data-key]")].filter(isOffered);
}

function act(element) {
  if (isTextControl(element)) element.focus();
  else element.click();
}

function pressed(event) {
  if (event.isComposing || event.defaultPrevented || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
  const name = nameOf(event);
  if (isTextControl(event.target) && !worksWhileTyping(name)) return;
  if (name === "?" && !topDialog()) return showSheet(event);
  typed = [...typed, name].slice(-2);
  clearTimeout(timer);
  timer = setTimeout(() => (typed = []), PATIENCE);
  const wanted = [typed.join(" "), name];
  const element = firstOf(wanted);
  early = element || !isAwaited() ? null : { wanted, at: performance.now() };
  if (!element) return;
  event.preventDefault();
  typed = [];
  act(element);
}

function firstOf(wanted) {
  const found = offered();
  return wanted.map((keys) => found.find((one) => one.dataset.key === keys)).find(Boolean);
}

const isAwaited = () => document.querySelector("[data-live][aria-busy=true]") !== null;

/** A key that came before its button is not lost, unless the person has turned to something else. */
function arrived() {
  if (!early || isAwaited()) return;
  const { wanted, at } = early;
  early = null;
  const element = performance.now() - at < WAITED && !isTextControl(document.activeElement) && firstOf(wanted);
  if (element) act(element);
}

export function labelOf(element) {
  return element.dataset.keyLabel || element.getAttribute("aria-label") || element.textContent.trim().replace(/\s+/g, " ");
}

/** The key caps of a shortcut: "g b" as two, "alt+a" as two. */
export function capsOf(keys) {
  return keys.split(/[ +]/).map((key) => {
    const cap = document.createElement("kbd");
    cap.textContent = key.length === 1 ? key.toUpperCase() : key[0].toUpperCase() + key.slice(1);
    return cap;
  });
}

function showSheet(event) {
  event?.preventDefault();
  const sheet = document.getElementById("keys");
  const list = sheet?.querySelector("[data-keys-list]");
  if (!list) return;
  list.replaceChildren(...offered().map(line));
  open(sheet);
}

function line(element) {
  const row = document.createElement("div");
  const word = document.createElement("dt");
  const caps = document.createElement("dd");
  word.textContent = labelOf(element);
  capsOf(element.dataset.key).forEach((cap, place) => caps.append(place ? " " : "", cap));
  row.append(word, caps);
  return row;
}

export function start() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("htmx:afterSettle", arrived);
  document.addEventListener("click", (event) => event.target.closest("[data-open-keys]") && showSheet());
}
