// The record page: who else is here, files by choosing or dropping, and parts that follow at once after a step.
import { topDialog } from "../dialogs.js";

const article = () => document.querySelector("[data-record]");
const present = () => document.getElementById("record-presence");

/** What I am doing here, as others are told: the form that is open, or a remark begun. */
function doing() {
  const open = topDialog()?.querySelector("[data-doing]");
  if (open) return open.dataset.doing;
  return document.querySelector(".composer-text")?.value.trim() ? "remark" : "";
}

let told = "";

function tell() {
  if (!present() || doing() === told) return;
  // It must not bubble: see live.js.
  present().dispatchEvent(new CustomEvent("live", { bubbles: false }));
}

function addDoing(event) {
  if (event.detail.elt !== present()) return;
  told = doing();
  event.detail.parameters.doing = told;
}

/** Somebody who may no longer see the record is not told so every few seconds. */
function lost(event) {
  if (event.detail.elt !== present() || event.detail.xhr.status < 400) return;
  event.detail.shouldSwap = false;
  if (event.detail.xhr.status === 404) present().remove();
}

function leave() {
  const page = article();
  if (!page) return;
  // Whose page has no form in the record itself may still sign out: every page has that one.
  const csrfmiddlewaretoken = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  // Short enough to go out in one piece: what is cut off with the page would come without its token.
  navigator.sendBeacon(page.dataset.here, new URLSearchParams({ leave: "1", csrfmiddlewaretoken }));
}

function follow(event) {
  for (const part of document.querySelectorAll("[data-live]")) {
    if (part.dataset.live.split(/\s+/).includes(event.detail.value)) part.dispatchEvent(new CustomEvent("live", { bubbles: false }));
  }
}

function send(form, files) {
  if (files) form.querySelector("[type=file]").files = files;
  form.requestSubmit();
}

function chosen(event) {
  const form = event.target.closest?.("form[data-upload]");
  if (form && event.target.type === "file" && event.target.files.length) send(form);
}

function dragged(event) {
  if (!article() || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  article().toggleAttribute("data-dropping", event.type === "dragover");
  const form = document.querySelector("form[data-upload]");
  if (event.type === "drop" && form) send(form, event.dataTransfer.files);
}

function sent(event) {
  if (event.detail.elt.matches?.("form[data-upload]")) event.detail.elt.reset();
}

async function copied(event) {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard?.writeText(button.dataset.copy);
  button.dataset.done = "";
}

document.addEventListener("htmx:configRequest", addDoing);
document.addEventListener("htmx:beforeSwap", lost);
document.addEventListener("htmx:afterRequest", sent);
document.addEventListener("htmx:afterSwap", tell);
document.addEventListener("close", () => setTimeout(tell), true);
document.addEventListener("input", tell);
document.addEventListener("desk:record-changed", follow);
document.addEventListener("change", chosen);
document.addEventListener("click", copied);
for (const name of ["dragover", "dragleave", "drop"]) document.addEventListener(name, dragged);
addEventListener("pagehide", leave);
