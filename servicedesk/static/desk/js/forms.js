// One submission is one submission; addresses of filter forms carry only what was asked.
import { matches, onArrival } from "./words.js";

const PATIENCE = 10000;

function newKey() {
  // randomUUID is missing where a desk runs on plain http in its own network.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function renew(part) {
  for (const field of matches(part, "input[data-once]")) field.value = newKey();
}

function release(form) {
  delete form.dataset.sending;
}

function guard(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sending) return event.preventDefault();
  form.dataset.sending = "true";
  setTimeout(() => release(form), PATIENCE);
}

function guardRequest(event) {
  const form = event.detail.elt;
  if (form.tagName !== "FORM") return;
  if (form.dataset.sending) event.preventDefault();
  else form.dataset.sending = "true";
}

function afterRequest(event) {
  const form = event.detail.requestConfig.elt;
  if (form.tagName !== "FORM") return;
  release(form);
  if (event.detail.successful) renew(form);
}

export function start() {
  document.addEventListener("submit", guard);
  document.addEventListener("htmx:beforeRequest", guardRequest);
  document.addEventListener("htmx:afterRequest", afterRequest);
  document.addEventListener("change", (event) => event.target.closest("form[data-submit-on-change]")?.requestSubmit());
  document.addEventListener("formdata", (event) => {
    if (!event.target.matches("form[data-lean]")) return;
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
  onArrival((part) => matches(part, "input[data-once]").forEach((field) => field.value || renew(field)));
  addEventListener("pageshow", (event) => {
    document.querySelectorAll("form[data-sending]").forEach(release);
    if (event.persisted) renew(document.body);
  });
}
