// What the server tells the scripts: words in the reader's language, and addresses.
function read(id) {
  try {
    return JSON.parse(document.getElementById(id).textContent);
  } catch {
    return {};
  }
}

export const words = read("desk-words");
export const settings = read("desk-settings");

/** Fill `%(name)s` places, as gettext's phrases have them. */
export function fill(phrase, values) {
  return (phrase ?? "").replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);
}

/** Run now, and again for every part that arrives later. */
export function onArrival(run) {
  run(document.body);
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) run(event.detail.elt);
  });
}

/** All matches in a part, the part itself included. */
export function matches(part, selector) {
  const inside = [...part.querySelectorAll(selector)];
  return part.matches?.(selector) ? [part, ...inside] : inside;
}

export function isTextControl(element) {
  if (!element) return false;
  if (element.isContentEditable) return true;
  if (["TEXTAREA", "SELECT"].includes(element.tagName)) return true;
  const still = ["checkbox", "radio", "button", "submit", "reset", "range", "color", "file"];
  return element.tagName === "INPUT" && !still.includes(element.type);
}
