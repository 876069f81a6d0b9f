// The call pad: caller, keys that attach, the priority as it will be, and the time since the first letter.
import { CallerField } from "./call_pad_caller.js";
import { forget } from "./drafts.js";
import { onArrival, matches } from "./words.js";

const MOST_KEYS = 9;
let given = new Map(); // record number → key: a line keeps its key for as long as it is shown
let began = 0;
let ticking = null;

const pad = () => document.getElementById("pad");
const part = (selector) => pad()?.querySelector(selector);
const title = () => part("[data-pad-title]");

function fetchInto(url, target) {
  return window.htmx.ajax("GET", url, { source: target, target, swap: "outerHTML" });
}

// --- the caller ---

async function choose(query, moves) {
  const input = part("[data-pad-caller]");
  const held = part("#pad-caller")?.contains(document.activeElement) ? document.activeElement.id : "";
  await fetchInto(`${input.dataset.padCallerChosen}?${query}`, "#pad-caller");
  changed();
  if (moves) nextField()?.focus();
  else if (held) document.getElementById(held)?.focus();
}

/** What is told of somebody the desk does not know. */
function stranger() {
  const told = new URLSearchParams();
  const put = (name, value) => value && told.set(name, value);
  put("caller", (part("[name=caller_name]")?.value || part("[data-pad-caller]").value).trim());
  put("number", part("[name=number]")?.value);
  put("customer", part("[name=customer]")?.value);
  if (part("[name=is_new_contact]")?.checked) put("is_new_contact", "on");
  return told.toString();
}

/** A stranger's customer is known to the desk all the same: its open records, contract and equipment. */
function customerChosen(event) {
  if (event.target.name !== "customer" || !event.target.closest(".pad-stranger")) return;
  choose(stranger(), document.activeElement?.closest("[data-pick]")?.contains(event.target) ?? false);
}

/** Known: straight to the words. A stranger: what is not yet told of him. */
function nextField() {
  if (part(".pad-card")) return title();
  const asked = [...(part(".pad-stranger")?.querySelectorAll("input:not([hidden])") ?? [])];
  return asked.find((field) => !field.value && !field.closest("[hidden]")) ?? title();
}

/** A restored draft brings the key of the caller, not his card. */
function recall() {
  const contact = part("[name=contact]")?.value;
  const number = part("[name=number]")?.value ?? "";
  const told = stranger();
  if (part("[data-pad-told]")) return;
  if (contact) choose(new URLSearchParams({ contact, number }).toString(), false);
  else if (told) choose(told, false);
}

// --- keys that attach ---

function handOutKeys() {
  const seen = new Set();
  const lines = [];
  for (const button of pad()?.querySelectorAll("[data-pad-attach]") ?? []) {
    const number = button.dataset.padAttach;
    button.closest("li").hidden = seen.has(number);
    if (!seen.has(number)) lines.push(button);
    seen.add(number);
  }
  for (const number of given.keys()) if (!seen.has(number)) given.delete(number);
  for (const button of lines) giveKey(button);
  for (const box of pad()?.querySelectorAll(".pad-similar") ?? []) box.hidden = !box.querySelector("li:not([hidden])");
}

function giveKey(button) {
  const number = button.dataset.padAttach;
  const taken = new Set(given.values());
  const free = Array.from({ length: MOST_KEYS }, (_, place) => place + 1).find((key) => !taken.has(key));
  if (!given.has(number) && free) given.set(number, free);
  const key = given.get(number);
  const cap = button.querySelector("[data-pad-key]");
  cap.textContent = key ? `Alt ${key}` : "";
  if (key) button.dataset.key = `alt+${key}`;
  else delete button.dataset.key;
  button.dataset.keyLabel = button.querySelector(".visually-hidden").textContent;
}

// --- priority, time ---

function showPriority() {
  const matrix = JSON.parse(pad()?.dataset.padMatrix ?? "{}");
  const level = (name) => part(`[data-pad-level=${name}]`)?.value;
  const priority = matrix[`${level("impact")}-${level("urgency")}`];
  for (const face of pad()?.querySelectorAll("[data-pad-priority-is]") ?? []) {
    face.hidden = face.dataset.padPriorityIs !== String(priority);
  }
}

function begin() {
  if (began) return;
  began = Date.now();
  part("[data-pad-elapsed]").hidden = false;
  ticking = setInterval(tick, 1000);
}

function tick() {
  const seconds = Math.floor((Date.now() - began) / 1000);
  const place = part("[data-pad-seconds]");
  if (place) place.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function firstLetter() {
  if (began) return;
  begin();
  const opening = part("[data-pad-opening]");
  if (opening) fetchInto(opening.dataset.padOpening, "#pad-opening");
}

// --- what happens ---

function changed() {
  pad()?.dispatchEvent(new Event("change", { bubbles: true }));
}

function showOutcome(event) {
  if (event.target.name !== "outcome" || !event.isTrusted && document.activeElement === event.target) return;
  const field = part(`.pad-outcome-${event.target.value} :is(textarea, select)`);
  if (field) field.focus();
}

function pressed(event) {
  if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "SELECT") return;
  event.preventDefault();
  pad().requestSubmit();
}

function clicked(event) {
  const clear = event.target.closest("[data-pad-clear]");
  const pick = event.target.closest("[data-pad-pick]");
  if (pick) choose(pick.dataset.padPick, true);
  if (!clear) return;
  event.preventDefault();
  forget(pad());
  fetchInto(clear.href, "#pad");
}

function arrived(form) {
  given = new Map();
  began = 0;
  clearInterval(ticking);
  const caller = form.querySelector("[data-pad-caller]");
  new CallerField(caller, choose);
  form.addEventListener("input", firstLetter);
  form.addEventListener("change", showPriority);
  form.addEventListener("change", showOutcome);
  form.addEventListener("change", customerChosen);
  form.addEventListener("keydown", pressed);
  form.addEventListener("click", clicked);
  showPriority();
  handOutKeys();
  recall();
  if (form.querySelector("[data-pad-told]")) begin();
  focusFirst(form);
}

function focusFirst(form) {
  const wrong = form.querySelector(".is-invalid:not([hidden]), [data-pad-trouble]");
  const place = wrong ?? (form.querySelector("[data-pad-told]") ? nextField() : form.querySelector("[data-pad-caller]"));
  place?.focus();
}

function swapped(event) {
  if (event.detail.target?.id === "pad-grading") {
    showPriority();
    changed();
  }
  if (pad()) handOutKeys();
}

onArrival((arrival) => matches(arrival, "#pad").forEach(arrived));
for (const name of ["htmx:afterSwap", "htmx:oobAfterSwap"]) document.addEventListener(name, swapped);
