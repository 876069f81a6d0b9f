// Who is calling: a text field whose list the server writes. What is not in the list is a caller all the same.
const WAIT = 120;

export class CallerField {
  /** `choose(query)` fetches the caller that an option, or the bare text, stands for. */
  constructor(input, choose) {
    this.input = input;
    this.choose = choose;
    this.list = document.getElementById(input.getAttribute("aria-controls"));
    this.settled = input.defaultValue;
    input.addEventListener("input", () => this.ask());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("focus", () => input.select());
    input.addEventListener("blur", () => this.left());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
  }

  get isSettled() {
    return this.input.value.trim() === this.settled.trim();
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
    this.isPicked = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), WAIT);
  }

  async fetch() {
    this.asked?.abort();
    if (!this.input.value.trim() || this.isSettled) return this.close();
    this.asked = new AbortController();
    const { signal } = this.asked;
    const text = this.input.value;
    try {
      const address = `${this.input.dataset.padCaller}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(address, { signal, headers: { "HX-Request": "true" } });
      if (answer.ok && !answer.redirected) this.open(await answer.text(), text);
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // the text alone is enough to go on with
    }
  }

  open(html, text) {
    if (document.activeElement !== this.input) return;
    this.listed = text;
    this.list.innerHTML = html;
    this.list.hidden = !this.options().length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark(this.options()[0]);
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
    if (event.key === "Tab") return this.leaving();
    const act = {
      ArrowDown: () => (isOpen ? this.step(1) : this.ask()),
      ArrowUp: isOpen ? () => this.step(-1) : null,
      Escape: isOpen ? () => this.close() : null,
      Enter: this.isSettled || event.ctrlKey || event.metaKey ? null : () => this.settle(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  step(by) {
    const all = this.options();
    this.isPicked = true;
    if (all.length) this.mark(all[(all.indexOf(this.marked()) + by + all.length) % all.length]);
  }

  /** Whether the mark speaks for what stands in the field: the list may still be that of the first letters. */
  get isMarkMeant() {
    return !this.list.hidden && (this.isPicked || this.listed === this.input.value);
  }

  /** The marked caller; faster than the list, the text itself. */
  settle() {
    if (this.isMarkMeant) this.take(this.marked());
    else this.takeText();
  }

  /** Tab goes where it always goes; the caller is settled on the way, without taking the focus along. */
  leaving() {
    if (this.isSettled) return;
    if (this.isMarkMeant) this.take(this.marked(), false);
    else this.takeText(false);
  }

  left() {
    if (!this.isSettled) this.takeText(false);
    this.close();
  }

  take(option, moves = true) {
    if (!option) return;
    this.input.value = option.dataset.label;
    this.done(option.dataset.query, moves);
  }

  takeText(moves = true) {
    this.done(new URLSearchParams({ caller: this.input.value.trim() }).toString(), moves);
  }

  done(query, moves) {
    this.settled = this.input.value;
    this.close();
    this.choose(query, moves);
  }
}
