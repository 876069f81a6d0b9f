// Messages that come and go. An error stays until it is closed.
import { settings } from "./words.js";

const STAY = 7000;

function home() {
  return document.getElementById("toasts");
}

/** Show a message. `link` is an optional {url, text}. */
export function toast(text, tone = "info", link = null) {
  const template = document.getElementById("toast-template");
  if (!template || !home()) return;
  const line = template.content.firstElementChild.cloneNode(true);
  const place = line.querySelector(".toast-text");
  line.dataset.tone = tone;
  place.textContent = text;
  if (link) place.append(" ", anchor(link));
  home().append(line);
  expire(line);
}

function anchor({ url, text }) {
  const link = document.createElement("a");
  link.href = url;
  link.textContent = text;
  return link;
}

function expire(line) {
  if (/bad|error/.test(line.dataset.tone)) return;
  const leave = () => (line.matches(":hover, :focus-within") ? setTimeout(leave, 1000) : line.remove());
  setTimeout(leave, STAY);
}

/** A modal dialog makes the rest of the page inert, so the messages move into it while it is open. */
export function moveToasts(into) {
  const region = home();
  if (region && region.parentElement !== into) into.append(region);
}

export function signInAgain(text, word) {
  const here = encodeURIComponent(location.pathname + location.search);
  toast(text, "bad", { url: `${settings.sign_in}?next=${here}`, text: word });
}

export function start() {
  document.addEventListener("desk:toast", (event) => toast(event.detail.text, event.detail.tone, event.detail.link));
  document.addEventListener("click", (event) => event.target.closest("[data-close-toast]")?.closest("[data-toast]").remove());
  home()?.querySelectorAll("[data-toast]").forEach(expire);
}
