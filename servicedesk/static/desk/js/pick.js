// A select whose rows are too many to list: typed letters ask the server, arrow keys choose. The select keeps the value.
import { matches, onArrival, words } from "./words.js";

const WAIT = 150;
let count = 0;

class Pick {
  constructor(part) {
    this.part = part;
    this.select = part.querySelector("select");
    this.list = this.makeList();
    this.input = this.makeInput();
    const hadFocus = document.activeElement === this.select;
    this.select.hidden = true;
    this.select.before(this.input);
    this.select.after(this.list);
    if (hadFocus) this.input.focus();
    this.show();
    this.listen();
  }

  makeList() {
    const list = document.createElement("ul");
    list.className = "pick-list";
    list.id = `pick-list-${(count += 1)}`;
    list.setAttribute("role", "listbox");
    list.hidden = true;
    return list;
  }

  makeInput() {
    const input = document.createElement("input");
    const label = document.querySelector(`label[for="${CSS.escape(this.select.id)}"]`);
    input.type = "text";
    input.className = "form-control pick-input";
    input.classList.toggle("is-invalid", this.select.classList.contains("is-invalid"));
    input.autocomplete = "off";
    input.spellcheck = false;
    input.dataset.select = "";
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) input.setAttribute(name, value);
    for (const name of ["aria-describedby", "aria-invalid", "autofocus"]) {
      if (this.select.hasAttribute(name)) input.setAttribute(name, this.select.getAttribute(name));
    }
    // The label names what is typed into; the select, out of sight, gives its id away.
    input.id = this.select.id;
    this.select.removeAttribute("id");
    this.list.setAttribute("aria-label", label?.firstChild?.textContent.trim() ?? "");
    return input;
  }

  listen() {
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("click", () => this.list.hidden && this.ask());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.left(), 150));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
    this.select.addEventListener("desk:cleared", () => this.put("", ""));
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.show()));
  }

  show() {
    this.input.value = this.select.selectedOptions[0]?.textContent.trim() ?? "";
  }

  options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  marked() {
    return this.list.querySelector("[aria-selected=true]");
  }

  mark(option) {
    this.marked()?.setAttribute("aria-selected", "false");
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  ask() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), WAIT);
  }

  address() {
    const query = new URLSearchParams({ q: this.isAsChosen() ? "" : this.input.value });
    for (const name of (this.part.dataset.pickWithin ?? "").split(" ").filter(Boolean)) {
      const other = this.select.form?.elements[name];
      if (other?.value) query.set(name, other.value);
    }
    return `${this.part.dataset.pick}?${query}`;
  }

  /** What was chosen stands there unchanged: opening it again offers everything. */
  isAsChosen() {
    return this.input.value === (this.select.selectedOptions[0]?.textContent.trim() ?? "");
  }

  async fetch() {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(this.address(), { signal: this.asked.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      this.list.innerHTML = await answer.text();
      this.open();
    } catch (error) {
      if (error.name !== "AbortError") this.fail();
    }
  }

  fail() {
    const line = document.createElement("li");
    line.className = "pick-none";
    line.setAttribute("role", "presentation");
    line.textContent = words.no_answer;
    this.list.replaceChildren(line);
    this.list.hidden = false;
  }

  open() {
    if (document.activeElement !== this.input) return;
    this.options().forEach((option, place) => (option.id = `${this.list.id}-${place}`));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(this.options()[0]);
    this.list.scrollIntoView?.({ block: "nearest" });
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(null);
  }

  pressed(event) {
    if (event.isComposing) return;
    const isOpen = !this.list.hidden;
    const act = {
      ArrowDown: () => (isOpen ? this.step(1) : this.ask()),
      ArrowUp: () => isOpen && this.step(-1),
      Enter: isOpen && !event.ctrlKey && !event.metaKey ? () => this.take(this.marked()) : null,
      Escape: isOpen ? () => this.close() : null,
    }[event.key];
    if (!act) return event.key === "Tab" && isOpen && !this.isAsChosen() && this.input.value && this.take(this.marked());
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  step(by) {
    const all = this.options();
    if (all.length) this.mark(all[(all.indexOf(this.marked()) + by + all.length) % all.length]);
  }

  take(option) {
    if (option) this.put(option.dataset.value, option.dataset.label);
    this.close();
  }

  put(value, label) {
    const option = new Option(label, value, false, true);
    this.select.replaceChildren(new Option("", ""), ...(value ? [option] : []));
    this.select.value = value;
    this.show();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.select.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Nothing was chosen: an emptied box means none, anything else goes back to what was chosen before. */
  left() {
    if (document.activeElement === this.input) return;
    this.close();
    if (!this.input.value.trim() && this.select.value) this.put("", "");
    else this.show();
  }
}

/** A site of another customer is no longer a choice. */
function narrowed(event) {
  const { form, name } = event.target;
  if (!form || event.target.tagName !== "SELECT") return;
  for (const part of form.querySelectorAll("[data-pick-within]")) {
    const select = part.querySelector("select");
    if (select !== event.target && select.value && part.dataset.pickWithin.split(" ").includes(name)) {
      select.dispatchEvent(new CustomEvent("desk:cleared"));
    }
  }
}

export function start() {
  onArrival((part) => {
    for (const one of matches(part, "[data-pick]:not([data-picked])")) {
      one.dataset.picked = "";
      one.dataset.keep = "";
      new Pick(one);
    }
  });
  document.addEventListener("change", narrowed);
}
