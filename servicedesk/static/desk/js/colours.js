// The theme's colours for what is drawn on a canvas.

/** The colour a token has now. A canvas cannot read light-dark(), so the browser resolves it on an element. */
export function colour(token) {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
