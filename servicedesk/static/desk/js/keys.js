// Shortcuts, declared where they act: data-key="r", "g b", "alt+a", "f2". The sheet lists those of this page.
import { open, topDialog } from "./dialogs.js";
import { isTextControl } from "./words.js";

const PATIENCE = 1200;
let typed = [];
let timer = null;

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
  return !element.disabled && !element.closest("[inert], [hidden]") && (element.offsetParent !== null || element.getClientRects().length > 0);
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
  const found = offered();
  const wanted = [typed.join(" "), name];
  const element = wanted.map((keys) => found.find((one) => one.dataset.key === keys)).find(Boolean);
  if (!element) return;
  event.preventDefault();
  typed = [];
  act(element);
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
  document.addEventListener("click", (event) => event.target.closest("[data-open-keys]") && showSheet());
}
