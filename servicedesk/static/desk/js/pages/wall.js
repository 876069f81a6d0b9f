// A wall whose connection is gone says so, in large letters, and from when its figures are.
import { fill } from "../words.js";

const PATIENCE = 3000; // a reload of the server is over by then
const band = document.getElementById("wall-lost");
let freshAt = new Date();
let lostAt = null;

function clock(moment) {
  const timeZone = document.documentElement.dataset.zone || undefined;
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone }).format(moment);
}

function show() {
  const isLost = lostAt !== null && Date.now() - lostAt >= PATIENCE;
  if (isLost) band.textContent = fill(band.dataset.words, { time: clock(freshAt) });
  band.hidden = !isLost;
}

function became({ detail: { state } }) {
  lostAt = state === "live" ? null : (lostAt ?? Date.now());
  show();
}

document.addEventListener("desk:live-state", became);
document.addEventListener("htmx:afterSwap", () => {
  freshAt = new Date();
  show();
});
setInterval(show, 1000);
