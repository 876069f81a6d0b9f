// Step dialogs: loaded into #dialog, opened, focused, closed, and the focus given back.
import { moveToasts } from "./toasts.js";
import { isTextControl } from "./words.js";

let opener = null;

const content = () => document.getElementById("dialog");
const frame = () => content()?.closest("dialog");

export function topDialog() {
  const open = [...document.querySelectorAll("dialog[open]")];
  return open.at(-1) ?? null;
}

/** Open a native dialog: the messages move into it, and the focus goes back when it closes. */
export function open(dialog) {
  if (dialog.open) return;
  dialog.returnTo = document.activeElement;
  dialog.showModal();
  moveToasts(dialog);
}

function closed(event) {
  const dialog = event.target;
  if (dialog.tagName !== "DIALOG") return;
  moveToasts(topDialog() ?? document.body);
  if (dialog === frame()) content().replaceChildren();
  const back = dialog === frame() ? opener : dialog.returnTo;
  const again = back?.isConnected ? back : back?.id && document.getElementById(back.id);
  (again || document.getElementById("main"))?.focus({ preventScroll: true });
}

function focusFirst(dialog) {
  const wanted = dialog.querySelector("[autofocus], .is-invalid");
  const fields = [...dialog.querySelectorAll("input:not([type=hidden]), select, textarea")];
  const first = wanted ?? fields.find((field) => !field.disabled) ?? dialog.querySelector("button[type=submit]");
  first?.focus();
  if (isTextControl(first) && first.select && first.value && first.matches("[data-select]")) first.select();
}

function loaded(event) {
  if (event.detail.target !== content() || !content().childElementCount) return;
  open(frame());
  focusFirst(frame());
}

function isUntouched(dialog) {
  return [...dialog.querySelectorAll("input, textarea")].every((field) => field.type === "hidden" || field.value === field.defaultValue);
}

function clicked(event) {
  const closer = event.target.closest("[data-close-dialog]");
  if (closer) closer.closest("dialog")?.close();
  // A click on the backdrop has the dialog itself as target. It closes only what nothing was typed into.
  else if (event.target.tagName === "DIALOG" && isUntouched(event.target)) event.target.close();
  const other = event.target.closest("[data-open-dialog]");
  if (other) open(document.getElementById(other.dataset.openDialog));
}

function sendByKey(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest?.("form");
  if (!form || form.method === "dialog") return;
  event.preventDefault();
  form.requestSubmit();
}

export function start() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === content() && !frame().open) opener = event.detail.elt;
  });
  document.addEventListener("htmx:afterSwap", loaded);
  document.addEventListener("desk:close-dialog", () => frame()?.open && frame().close());
  document.addEventListener("close", closed, true);
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", sendByKey);
}
