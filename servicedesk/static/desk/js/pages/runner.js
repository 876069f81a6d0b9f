// The runner without a mouse: Esc leaves a field, so that one key can say how the call ended.
import { nameOf } from "../keys.js";
import { isTextControl, onArrival } from "../words.js";

function pressed(event) {
  const form = event.target.closest?.("[data-runner]");
  if (!form || event.isComposing || event.defaultPrevented) return;
  if (event.key === "Escape" && isTextControl(event.target)) {
    event.preventDefault();
    event.target.blur();
  }
  // With Alt the key of an outcome is no letter of an answer: as on the call pad, it works while typing.
  const outcome = event.altKey && isTextControl(event.target) ? nameOf(event).replace(/^alt\+/, "") : "";
  const button = outcome && form.querySelector(`.runner-outcomes [data-key="${CSS.escape(outcome)}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
  // Enter beside the time means that time, not the first button of the form.
  if (event.key === "Enter" && event.target.name === "later_at") {
    event.preventDefault();
    form.querySelector("[data-runner-later]").click();
  }
}

/** A person who arrives, or a form that comes back: the first thing to correct, else the first thing to ask. */
function arrive(part) {
  const form = (part.matches?.("[data-runner]") ? part : part.querySelector?.("[data-runner]")) ?? null;
  if (!form) return;
  const wrong = form.querySelector("[aria-invalid=true]");
  const first = wrong ?? form.querySelector(".runner-question input, .runner-question textarea, .runner-question select");
  (first ?? form.querySelector("h2")).focus();
}

document.addEventListener("keydown", pressed);
onArrival(arrive);
