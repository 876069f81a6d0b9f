// Ctrl-K: numbers, people, words, commands. An ARIA combobox over a list that the server writes.
import { open } from "./dialogs.js";
import { capsOf, labelOf, offered } from "./keys.js";
import { fill, settings, words } from "./words.js";

const WAIT = 120;
let timer = null;
let asked = null;
let commands = [];

const dialog = () => document.getElementById("palette");
const input = () => dialog().querySelector("[role=combobox]");
const list = () => document.getElementById("palette-list");
const options = () => [...list().querySelectorAll("[role=option]")];
const chosen = () => list().querySelector("[aria-selected=true]");

function show() {
  if (!dialog() || dialog().open) return;
  commands = offered().map((element) => ({ element, label: labelOf(element) }));
  input().value = "";
  open(dialog());
  input().focus();
  ask("");
}

async function ask(query) {
  asked?.abort();
  asked = new AbortController();
  const local = commandOptions(query);
  const found = await fetchOptions(query, asked.signal);
  if (found === null) return;
  draw(local, found, query);
}

async function fetchOptions(query, signal) {
  if (!settings.palette) return "";
  try {
    const answer = await fetch(`${settings.palette}?q=${encodeURIComponent(query)}`, { signal, headers: { "HX-Request": "true" } });
    if (answer.redirected || !answer.ok) return "";
    return await answer.text();
  } catch (error) {
    return error.name === "AbortError" ? null : "";
  }
}

function draw(local, html, query) {
  list().innerHTML = html;
  list().append(...local);
  options().forEach((option, place) => {
    option.id ||= `palette-option-${place}`;
    option.tabIndex = -1;
  });
  select(options()[0]);
  const count = options().length;
  const status = document.getElementById("palette-status");
  status.textContent = count ? fill(words.results, { count }) : query ? words.no_results : "";
}

function commandOptions(query) {
  const wanted = query.trim().toLowerCase();
  if (!wanted) return [];
  return commands.filter(({ label }) => label.toLowerCase().includes(wanted)).slice(0, 8).map(commandOption);
}

function commandOption({ element, label }) {
  const option = document.createElement("div");
  const name = document.createElement("span");
  const keys = document.createElement("span");
  option.className = "palette-option";
  option.setAttribute("role", "option");
  name.className = "palette-words";
  name.textContent = label;
  keys.className = "palette-tail";
  keys.append(...capsOf(element.dataset.key));
  option.append(name, keys);
  option.addEventListener("click", () => run(element));
  return option;
}

function run(element) {
  dialog().close();
  element.click();
}

function select(option) {
  chosen()?.setAttribute("aria-selected", "false");
  if (!option) return input().removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  input().setAttribute("aria-activedescendant", option.id);
}

function step(by) {
  const all = options();
  if (!all.length) return;
  const place = all.indexOf(chosen());
  select(all[(place + by + all.length) % all.length]);
}

function pressed(event) {
  if (event.isComposing) return;
  const act = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: () => chosen()?.click() }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

export function start() {
  if (!dialog()) return;
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    show();
  });
  document.addEventListener("click", (event) => event.target.closest("[data-open-palette]") && show());
  input().addEventListener("keydown", pressed);
  input().addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(input().value), WAIT);
  });
}
