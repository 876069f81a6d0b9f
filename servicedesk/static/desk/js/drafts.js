// What was typed and not sent survives reloads, refusals and closed dialogs, for as long as the tab lives.
import { isDirty } from "./morph.js";
import { matches, onArrival, settings, words } from "./words.js";

const SENT = "desk-sent";
const WAIT = 300;
let timer = null;
let pending = null;

const keyOf = (form) => `draft:${settings.user_topic}:${form.dataset.draft}`;

function fieldsOf(form) {
  const kept = "input:not([type=hidden], [type=password], [type=file], [type=submit]), textarea, select";
  return [...form.querySelectorAll(kept)].filter((field) => field.name);
}

function isUnsent(form) {
  return fieldsOf(form).some(isDirty);
}

function valueOf(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked;
  return field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value;
}

function put(field, value) {
  if (typeof value === "boolean") field.checked = value;
  else if (Array.isArray(value)) for (const option of field.options ?? []) option.selected = value.includes(option.value);
  else field.value = value;
}

function store(action) {
  try {
    return action(sessionStorage);
  } catch {
    return null; // private windows and full stores: a draft is a convenience
  }
}

const slot = (field) => (field.type === "radio" || field.type === "checkbox" ? `${field.name}=${field.value}` : field.name);

/** Keep at once what waits to be kept; `except` for the form that is still being typed in. */
function flush(except = null) {
  clearTimeout(timer);
  const form = pending;
  pending = null;
  if (form && form !== except) keep(form);
}

const stored = (form) => JSON.parse(store((box) => box.getItem(keyOf(form))) ?? "null");

function keep(form) {
  if (pending === form) pending = null;
  if (!isUnsent(form) && !form.querySelector(".is-invalid")) return forget(form);
  // In a form that came back with its errors, what was typed before is no longer a change, but still unsent.
  const before = stored(form) ?? {};
  const unsent = fieldsOf(form).filter((field) => slot(field) in before || isDirty(field));
  const typed = Object.fromEntries(unsent.map((field) => [slot(field), valueOf(field)]));
  store((box) => box.setItem(keyOf(form), JSON.stringify(typed)));
}

export function forget(form) {
  clearTimeout(timer);
  if (pending === form) pending = null;
  store((box) => box.removeItem(keyOf(form)));
  form.querySelector(".draft-line")?.remove();
}

function restore(form) {
  const typed = stored(form);
  if (!typed || isUnsent(form)) return;
  const missing = fieldsOf(form).filter((field) => slot(field) in typed && valueOf(field) !== typed[slot(field)]);
  // A field that the server has filled (a form sent back with its errors) is newer than the draft.
  const open = missing.filter((field) => !form.querySelector(".is-invalid") || !field.defaultValue);
  if (!open.length) return;
  for (const field of open) put(field, typed[slot(field)]);
  say(form);
}

function say(form) {
  const line = document.createElement("p");
  const discard = document.createElement("button");
  line.className = "draft-line";
  line.setAttribute("role", "status");
  line.textContent = words.restored;
  discard.type = "button";
  discard.textContent = words.discard;
  discard.addEventListener("click", () => {
    form.reset();
    forget(form);
  });
  line.append(" ", discard);
  (form.querySelector(".sheet-body") ?? form).append(line);
}

/** A page after a submission: the draft goes, unless this is an error page or the way back to the form. */
function settle() {
  const sent = store((box) => box.getItem(SENT));
  if (!sent) return;
  store((box) => box.removeItem(SENT));
  const way = performance.getEntriesByType("navigation")[0]?.type;
  if (way !== "back_forward" && !document.querySelector("[data-trouble], .is-invalid")) store((box) => box.removeItem(sent));
}

function sending(event) {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-draft]")) return;
  keep(form);
  form.dataset.leaving = "";
  if (!form.hasAttribute("hx-post")) store((box) => box.setItem(SENT, keyOf(form)));
}

export function start() {
  settle();
  onArrival((part) => matches(part, "form[data-draft]").forEach(restore));
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form) return;
    delete form.dataset.leaving;
    flush(form);
    pending = form;
    timer = setTimeout(flush, WAIT);
  });
  // Before the form goes: a dialog closes, a swap takes its place, the page is left.
  document.addEventListener("close", () => flush(), true);
  document.addEventListener("htmx:beforeSwap", (event) => {
    flush();
    // What was sent is gone before its answer brings an empty form of the same name, which would find it again.
    const form = event.detail.requestConfig?.elt;
    if (form?.matches?.("form[data-draft]") && event.detail.xhr.status < 300) forget(form);
  });
  addEventListener("pagehide", () => flush());
  document.addEventListener("submit", sending);
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt;
    if (form.matches("form[data-draft]")) keep(form);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    // Not event.detail.elt: a form that its answer has taken off the page is no longer the event's element.
    const form = event.detail.requestConfig.elt;
    if (!form.matches?.("form[data-draft]") || !event.detail.successful) return;
    forget(form);
    form.dataset.leaving = "";
  });
  addEventListener("beforeunload", (event) => {
    const forms = [...document.querySelectorAll("form[data-draft]:not([data-leaving])")];
    if (forms.some(isUnsent)) event.preventDefault();
  });
}
