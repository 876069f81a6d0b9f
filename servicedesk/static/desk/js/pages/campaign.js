// The questions of a campaign: one more, moved, removed and put back, by keyboard alone as well.
// All rows there may be are on the page; those not needed yet are hidden. What moves is what is written in them.

const section = document.querySelector("[data-questions]");
const rows = [...section.querySelectorAll("[data-question]")];
const said = section.querySelector("[data-question-removed]");
let removed = null;

const fieldsOf = (row) => [...row.querySelectorAll("input, select")];
const read = (row) => fieldsOf(row).map((field) => (field.type === "checkbox" ? field.checked : field.value));
const shown = () => rows.filter((row) => !row.hidden);
const isUsed = (row) => fieldsOf(row).some((field) => field.type === "text" && field.value.trim());
const NEW = ["", "yes_no", "", true];

function write(row, values) {
  fieldsOf(row).forEach((field, place) => {
    if (field.type === "checkbox") field.checked = values[place];
    else field.value = values[place];
    field.classList.remove("is-invalid");
    field.removeAttribute("aria-invalid");
  });
  for (const error of row.querySelectorAll(".field-error")) error.remove();
}

function focusOn(row, place = 0) {
  row.hidden = false;
  fieldsOf(row)[place]?.focus();
}

function changed() {
  section.dispatchEvent(new Event("input", { bubbles: true })); // a draft keeps what is typed, and what moved
}

/** An empty row after this one; what stood there moves down by one. */
function insert(at, values = NEW) {
  const used = shown().length;
  if (used >= rows.length) return;
  rows[used].hidden = false;
  for (let place = used; place > at; place -= 1) write(rows[place], read(rows[place - 1]));
  write(rows[at], values);
  focusOn(rows[at]);
  changed();
}

function add() {
  const last = shown().at(-1);
  if (last && !isUsed(last)) focusOn(last);
  else insert(shown().length);
}

function move(at, by, place) {
  const other = at + by;
  if (other < 0 || other >= shown().length) return;
  const [mine, theirs] = [read(rows[at]), read(rows[other])];
  write(rows[at], theirs);
  write(rows[other], mine);
  focusOn(rows[other], place);
  changed();
}

function remove(at) {
  const used = shown().length;
  removed = { at, values: read(rows[at]), wasUsed: isUsed(rows[at]) };
  for (let place = at; place < used - 1; place += 1) write(rows[place], read(rows[place + 1]));
  write(rows[used - 1], NEW);
  if (used > 1) rows[used - 1].hidden = true;
  said.hidden = !removed.wasUsed;
  focusOn(rows[Math.min(at, Math.max(used - 2, 0))]);
  changed();
}

function putBack() {
  if (!removed) return;
  said.hidden = true;
  const { at, values } = removed;
  removed = null;
  if (shown().length === 1 && !isUsed(rows[0])) {
    write(rows[0], values);
    focusOn(rows[0]);
    changed();
  } else insert(at, values);
}

function pressed(event) {
  const row = event.target.closest("[data-question]");
  if (!row || event.isComposing || event.ctrlKey || event.metaKey) return;
  const at = rows.indexOf(row);
  const place = Math.max(fieldsOf(row).indexOf(event.target), 0);
  const act = {
    ArrowUp: () => event.altKey && move(at, -1, place),
    ArrowDown: () => event.altKey && move(at, 1, place),
    Backspace: () => event.altKey && remove(at),
    Delete: () => event.altKey && remove(at),
    Enter: () => event.target.type === "text" && (at + 1 < shown().length ? focusOn(rows[at + 1]) : insert(at + 1)),
  }[event.key];
  if (!act || (event.key === "Enter" ? event.target.type !== "text" : !event.altKey)) return;
  event.preventDefault();
  act();
}

function clicked(event) {
  const button = event.target.closest("button");
  if (!button) return;
  const at = rows.indexOf(button.closest("[data-question]"));
  if (button.matches("[data-question-add]")) add();
  else if (button.matches("[data-question-back]")) putBack();
  else if (button.matches("[data-question-remove]")) remove(at);
  else if (button.matches("[data-question-move]")) move(at, Number(button.dataset.questionMove), 0);
}

section.addEventListener("keydown", pressed);
section.addEventListener("click", clicked);
// A restored draft may fill rows that the server took for unneeded.
const last = rows.findLastIndex(isUsed);
rows.forEach((row, place) => (row.hidden = row.hidden && place > last));
document.querySelector("#campaign-form .is-invalid")?.focus();
