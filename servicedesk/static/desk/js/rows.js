// Tables by keyboard: j and k move, Enter opens, x ticks. Bulk steps know how many rows are ticked.
import { topDialog } from "./dialogs.js";
import { isTextControl } from "./words.js";

const table = () => document.querySelector("main [data-rows]");
const current = () => document.querySelector("[data-row-current]");

function rowsOf() {
  return [...(table()?.querySelectorAll("tbody tr") ?? [])].filter((row) => row.querySelector("[data-row-link]"));
}

function mark(row) {
  current()?.removeAttribute("data-row-current");
  row.setAttribute("data-row-current", "");
  row.querySelector("[data-row-link]").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function move(by) {
  const rows = rowsOf();
  if (!rows.length) return;
  const place = rows.indexOf(current());
  const next = place < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, place + by));
  mark(rows[next]);
}

function tick() {
  const box = current()?.querySelector("input[type=checkbox]");
  if (box) box.click();
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (isTextControl(event.target) || topDialog() || !table()) return;
  const act = { j: () => move(1), k: () => move(-1), x: tick }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function tallied(part) {
  const boxes = [...part.querySelectorAll("tbody input[type=checkbox]")];
  const count = boxes.filter((box) => box.checked).length;
  const all = part.querySelector("input[data-check-all]");
  if (all) {
    all.checked = count > 0 && count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  }
  for (const bar of document.querySelectorAll("[data-bulk]")) {
    bar.hidden = count === 0;
    const number = bar.querySelector("[data-bulk-count]");
    if (number) number.textContent = count;
  }
}

function changed(event) {
  const part = event.target.closest?.("[data-rows]");
  if (!part || event.target.type !== "checkbox") return;
  if (event.target.matches("[data-check-all]")) {
    for (const box of part.querySelectorAll("tbody input[type=checkbox]")) box.checked = event.target.checked;
  }
  tallied(part);
}

export function start() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("change", changed);
  document.addEventListener("htmx:afterSwap", () => table() && tallied(table()));
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("[data-rows] tbody tr");
    if (!row || row === current()) return;
    current()?.removeAttribute("data-row-current");
    row.setAttribute("data-row-current", "");
  });
}
