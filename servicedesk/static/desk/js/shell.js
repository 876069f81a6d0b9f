// The rail: folded on a desk (remembered in a cookie, so the server draws it folded), a drawer on a phone.
const YEAR = 31536000;

function fold() {
  const root = document.documentElement;
  const isFolded = root.dataset.rail !== "folded";
  if (isFolded) root.dataset.rail = "folded";
  else delete root.dataset.rail;
  document.querySelector("[data-fold-rail]").setAttribute("aria-expanded", String(!isFolded));
  document.cookie = `rail=${isFolded ? "folded" : "open"}; path=/; max-age=${YEAR}; samesite=lax`;
}

function drawer(isOpen) {
  const rail = document.getElementById("rail");
  const opener = document.querySelector("[data-open-rail]");
  if (!rail || rail.hasAttribute("data-open") === isOpen) return;
  rail.toggleAttribute("data-open", isOpen);
  opener.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) rail.querySelector("a").focus();
  else opener.focus();
}

export function start() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-fold-rail]")) fold();
    else if (event.target.closest("[data-open-rail]")) drawer(!document.getElementById("rail")?.hasAttribute("data-open"));
    else if (!event.target.closest("#rail")) drawer(false);
    if (event.target.closest("[data-go-back]")) history.back();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && drawer(false));
}
