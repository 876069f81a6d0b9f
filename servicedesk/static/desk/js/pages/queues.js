// The queue: columns as one word in the address, ticks that go once their step is taken, and a list that follows at once.
const list = () => document.getElementById("queue-list");
const boxes = () => [...(list()?.querySelectorAll("tbody input[type=checkbox]") ?? [])];

function untick() {
  for (const box of boxes()) box.checked = false;
  boxes()[0]?.dispatchEvent(new Event("change", { bubbles: true }));
}

function follow() {
  untick();
  // It must not bubble: see live.js.
  list()?.dispatchEvent(new CustomEvent("live", { bubbles: false }));
}

/** The ticked columns as one word of the address. */
function gather(event) {
  const form = event.target;
  if (!form.matches?.("form[data-columns]")) return;
  const names = [...form.querySelectorAll("[data-column]:checked")].map((box) => box.dataset.column);
  form.elements.columns.value = names.join(",");
}

document.addEventListener("submit", gather, true);
document.addEventListener("desk:record-changed", follow);
document.addEventListener("click", (event) => event.target.closest("[data-untick]") && untick());
