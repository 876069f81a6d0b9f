// What was answered in a dialog leaves the list at once.
document.addEventListener("desk:record-changed", () => {
  // It must not bubble: see live.js.
  document.getElementById("my-promises")?.dispatchEvent(new CustomEvent("live", { bubbles: false }));
});
