// Forms of the settings: one more row of a list of rows, a field that narrows many ticks, colours of the matrix.

const ENOUGH = 10;

function addRow(section) {
  const rows = section.querySelector("[data-formset]");
  const total = section.querySelector(`[name="${rows.dataset.formset}-TOTAL_FORMS"]`);
  const number = Number(total.value);
  if (number >= Number(rows.dataset.most)) return;
  const row = section.querySelector("template[data-formset-empty]").content.cloneNode(true);
  for (const part of row.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replaceAll("__prefix__", number));
    }
  }
  const first = row.querySelector("select, input");
  rows.append(row);
  total.value = number + 1;
  first.focus();
}

for (const button of document.querySelectorAll("[data-add-row]")) {
  button.hidden = false;
  button.addEventListener("click", () => addRow(button.closest("section")));
}

function narrow(labels, words) {
  for (const label of labels) {
    label.hidden = !label.querySelector("input").checked && !label.textContent.toLowerCase().includes(words);
  }
}

for (const list of document.querySelectorAll(".settings-form .field-choices")) {
  const labels = [...list.querySelectorAll("label")];
  if (labels.length <= ENOUGH) continue;
  const field = document.createElement("input");
  field.type = "search";
  field.className = "form-control";
  field.placeholder = list.closest("[data-narrow-words]").dataset.narrowWords;
  field.setAttribute("aria-label", `${list.closest("fieldset").querySelector("legend").textContent.trim()}: ${field.placeholder}`);
  field.addEventListener("input", () => narrow(labels, field.value.trim().toLowerCase()));
  // Enter here would send the whole form.
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  list.before(field);
}

for (const cell of document.querySelectorAll(".matrix td[data-priority]")) {
  cell.addEventListener("change", (event) => (cell.dataset.priority = event.target.value));
}
