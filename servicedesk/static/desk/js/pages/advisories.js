// A step taken in a dialog changes what may be written here: the page is drawn anew, and unsent text is kept as a draft.
document.addEventListener("desk:record-changed", () => location.reload());
