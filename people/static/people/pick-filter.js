// A field above a long list of ticks that narrows it while somebody types. Ticked ones always stay in sight.

const ENOUGH = 10

for (const list of document.querySelectorAll(".people-form .field-choices")) {
  const labels = [...list.querySelectorAll("label")]
  if (labels.length <= ENOUGH) continue
  const field = document.createElement("input")
  field.type = "search"
  field.className = "form-control pick-filter"
  field.setAttribute("aria-label", list.closest("fieldset").querySelector("legend").textContent.trim())
  field.placeholder = document.querySelector("[data-narrow-words]")?.dataset.narrowWords ?? ""
  field.addEventListener("input", () => narrow(labels, field.value.trim().toLowerCase()))
  field.addEventListener("keydown", (event) => {
    // Enter here would send the whole form.
    if (event.key === "Enter") event.preventDefault()
  })
  list.before(field)
}

function narrow(labels, words) {
  for (const label of labels) {
    const isTicked = label.querySelector("input").checked
    label.hidden = !isTicked && !label.textContent.toLowerCase().includes(words)
  }
}
