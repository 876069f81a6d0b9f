// How a live part is merged: what the person has typed, opened, ticked or marked stays as it is.

const KEPT = new Set(["open", "data-row-current", "aria-expanded", "data-sending"]);
let isLive = false;

export function isDirty(control) {
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.tagName === "SELECT") return isReselected(control);
  return "defaultValue" in control && control.type !== "hidden" && control.value !== control.defaultValue;
}

function isReselected(select) {
  const options = [...select.options];
  // Where nothing was preselected the browser shows the first one, and that is no choice of the person's.
  if (!select.multiple && !options.some((option) => option.defaultSelected)) return select.selectedIndex > 0;
  return options.some((option) => option.selected !== option.defaultSelected);
}

/** Of a focused control its value stays; of a focused button or link the words follow all the same. */
function isWritingIn(node) {
  return Boolean(node?.matches("input, textarea, select, [contenteditable]"));
}

function isMenuOpen(node) {
  return node.classList?.contains("show");
}

export function start() {
  if (!window.Idiomorph) return;
  const { defaults } = window.Idiomorph;
  defaults.restoreFocus = true;
  defaults.callbacks.beforeNodeMorphed = (old) => {
    if (!isLive || old.nodeType !== Node.ELEMENT_NODE) return true;
    if (old.matches("input, textarea, select")) return !isDirty(old);
    return !old.matches("[data-keep]") && !isMenuOpen(old);
  };
  defaults.callbacks.beforeAttributeUpdated = (name, node) => !(isLive && (KEPT.has(name) || (name === "class" && isMenuOpen(node))));
  document.addEventListener("htmx:beforeSwap", (event) => {
    defaults.ignoreActiveValue = isWritingIn(document.activeElement);
    isLive = event.detail.requestConfig?.triggeringEvent?.type === "live";
  });
  document.addEventListener("htmx:afterSwap", () => (isLive = false));
}
