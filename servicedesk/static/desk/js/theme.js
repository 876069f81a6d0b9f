// The theme changes at once; the server remembers it and draws the next page in it.

function choose(button, form) {
  const body = new FormData(form, button);
  document.documentElement.dataset.bsTheme = button.value;
  for (const other of form.querySelectorAll("[name=theme]")) {
    if (other === button) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
  document.dispatchEvent(new CustomEvent("desk:theme"));
  // Without an answer the choice holds for this page, which is no reason to disturb anybody.
  fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => {});
}

export function start() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-theme-form]") || !event.submitter) return;
    event.preventDefault();
    choose(event.submitter, event.target);
  });
  // Paper is light, whatever the screen is.
  for (const medium of ["(prefers-color-scheme: dark)", "print"]) {
    matchMedia(medium).addEventListener("change", () => document.dispatchEvent(new CustomEvent("desk:theme")));
  }
}
