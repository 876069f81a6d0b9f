// One EventSource that lives: it reconnects with growing pauses, and counts as dead when even the pings stop.
const SILENCE = 40000;
const LONGEST_PAUSE = 30000;

export class Stream {
  constructor(url, { onChange, onState }) {
    this.url = url;
    this.onChange = onChange;
    this.onState = onState;
    this.topics = new Set();
    this.source = null;
    this.failures = 0;
    this.past = 0;
    this.state = "off";
  }

  /**
   * Ask for these topics too, and for what changed on them in the last `past` milliseconds.
   * Open ones that nobody wants any more go at the next reconnection.
   */
  want(topics, past = 0) {
    if (topics.length === 0 || topics.every((topic) => this.topics.has(topic))) return;
    this.topics = new Set([...this.topics, ...topics]);
    this.past = Math.max(this.past, Math.round(past));
    this.open();
  }

  forget(wanted) {
    this.topics = new Set(wanted);
    if (this.topics.size === 0) this.close();
  }

  open() {
    clearTimeout(this.pause);
    const asked = [...this.topics].sort().join(",");
    const next = new EventSource(`${this.url}?topics=${encodeURIComponent(asked)}&past=${this.past}`);
    const last = this.source;
    this.source = next;
    next.onopen = () => {
      // Only now: the old one goes on telling while the new one opens.
      last?.close();
      this.failures = this.past = 0;
      this.tell("live");
      this.watch();
    };
    next.onerror = () => next === this.source && this.fail(last);
    next.addEventListener("ping", () => this.watch());
    next.addEventListener("change", (event) => {
      this.watch();
      this.pass(event.data);
    });
  }

  pass(text) {
    try {
      this.onChange(JSON.parse(text));
    } catch (error) {
      console.error("an event of the stream could not be read", error);
    }
  }

  watch() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.fail(), SILENCE);
  }

  fail(last) {
    last?.close();
    this.source?.close();
    this.source = null;
    clearTimeout(this.silence);
    clearTimeout(this.pause);
    this.tell("waiting");
    const pause = Math.min(LONGEST_PAUSE, 1000 * 2 ** this.failures);
    this.failures += 1;
    // Spread out, or every browser comes back in the same second.
    this.pause = setTimeout(() => this.open(), pause * (0.5 + Math.random() / 2));
  }

  tell(state) {
    this.state = state;
    this.onState(state);
  }

  close() {
    clearTimeout(this.silence);
    clearTimeout(this.pause);
    this.source?.close();
    this.source = null;
    this.state = "off";
  }
}
