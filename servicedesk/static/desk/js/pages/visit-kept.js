// Has this page, and those it leads to, kept for when the line is gone; and says so where it is such a copy.
import { fill, settings } from "../words.js";

const loaded = () => performance.getEntriesByType("resource").map(({ name }) => name);
const linked = () => [...document.querySelectorAll("a.visit-card")].map(({ href }) => href);

async function keepThis(address) {
  await navigator.serviceWorker.register(address, { scope: settings.phone_pages });
  const { active } = await navigator.serviceWorker.ready;
  const here = location.origin + location.pathname;
  const isAll = location.pathname === settings.phone_pages;
  active.postMessage({ person: settings.user_topic, parts: loaded(), pages: [here, ...linked()], isAll });
}

function sayHowOld(line) {
  const at = new Date(Number(document.documentElement.dataset.keptAt));
  line.querySelector("[data-kept-words]").textContent = fill(line.dataset.words, { at: at.toLocaleString([], { dateStyle: "short", timeStyle: "short" }) });
  line.querySelector("[data-kept-reload]").addEventListener("click", () => location.reload());
  line.hidden = false;
}

export function start(box) {
  if ("keptAt" in document.documentElement.dataset) return sayHowOld(document.getElementById("kept-copy"));
  if (!navigator.serviceWorker) return;
  const keep = () => keepThis(box.dataset.worker).catch(() => null); // a convenience: the page works without
  if (document.readyState === "complete") keep();
  else addEventListener("load", keep);
}
