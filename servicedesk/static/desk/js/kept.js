// What a phone keeps of an engineer's pages is his alone: whoever is signed in is told to the worker that keeps them.
import { settings } from "./words.js";

async function tell(person) {
  const registration = await navigator.serviceWorker.getRegistration(settings.phone_pages);
  registration?.active?.postMessage({ person });
}

export function start() {
  // Missing where the desk is served without HTTPS under a name of its own: then nothing is kept either.
  if (!navigator.serviceWorker || !settings.phone_pages) return;
  tell(settings.user_topic ?? "");
  document.addEventListener("submit", (event) => event.target.matches("[data-sign-out]") && tell(""));
}
