// What happens when a request fails: the form stays, a message says what is known.
import { signInAgain, toast } from "./toasts.js";
import { settings, words } from "./words.js";

let isTold = false; // live parts go on asking

function isSignIn(xhr) {
  return settings.sign_in && xhr.responseURL && new URL(xhr.responseURL).pathname === settings.sign_in;
}

function isWholePage(xhr) {
  return /^\s*<!doctype/i.test(xhr.responseText ?? "");
}

// A live part that fails, whether fetched anew or by itself at first, stays as it was: the dot in the top bar says enough.
function isQuiet(event) {
  const { triggeringEvent: cause, elt } = event.detail.requestConfig ?? {};
  return cause ? cause.type === "live" : Boolean(elt?.matches("[data-live]"));
}

function judge(event) {
  const { xhr } = event.detail;
  if (isSignIn(xhr)) {
    event.detail.shouldSwap = false;
    if (!isTold) signInAgain(words.signed_out, words.sign_in);
    isTold = true;
  } else if (xhr.status >= 400 && (isWholePage(xhr) || isQuiet(event))) {
    event.detail.shouldSwap = false;
    if (xhr.status < 500 && !isQuiet(event)) toast(titleOf(xhr) || words.not_allowed, "bad");
  }
}

function titleOf(xhr) {
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  return page.querySelector("h1")?.textContent.trim();
}

export function start() {
  document.addEventListener("htmx:beforeSwap", judge);
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500 && !isQuiet(event)) toast(words.server_error, "bad");
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => isQuiet(event) || toast(words.no_answer, "bad"));
  }
}
