// ECharts, fetched only by pages that draw, in the colours of the theme. A point with a `url` opens its list.
import { matches, onArrival } from "./words.js";

const drawn = new Map();
let library = null;

function load() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector("script[data-echarts]").dataset.echarts;
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

/** The colour a token has now. A canvas cannot read light-dark(), so the browser resolves it on an element. */
function colour(token) {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function resolve(value) {
  if (typeof value === "string") return value.startsWith("--") ? colour(value) : value;
  if (Array.isArray(value)) return value.map(resolve);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, resolve(inside)]));
}

/** Smaller than the text around it, on a desk as on the wall. */
function size(share) {
  return Math.round(parseFloat(getComputedStyle(document.body).fontSize) * share);
}

function theme() {
  const axis = {
    axisLine: { lineStyle: { color: "--line-2" } },
    axisTick: { show: false },
    axisLabel: { color: "--ink-2", fontSize: size(0.8) },
    nameTextStyle: { color: "--ink-2", fontSize: size(0.8) },
    splitLine: { lineStyle: { color: "--line" } },
  };
  return resolve({
    color: ["--brand", "--blue", "--orange", "--violet", "--amber", "--red", "--grey"],
    textStyle: { color: "--ink-2", fontFamily: getComputedStyle(document.body).fontFamily, fontSize: size(0.86) },
    legend: { textStyle: { color: "--ink-2", fontSize: size(0.86) }, itemWidth: 12, itemHeight: 8, top: 0 },
    categoryAxis: axis,
    valueAxis: axis,
    timeAxis: axis,
  });
}

function defaults() {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return resolve({
    animation: !isStill,
    animationDuration: 250,
    grid: { left: 8, right: 12, top: 28, bottom: 4, outerBoundsMode: "same" },
    // richText: a tooltip of HTML would need inline styles, which the page's policy forbids.
    tooltip: { renderMode: "richText", confine: true, backgroundColor: "--paper", borderColor: "--line-2", textStyle: { color: "--ink", fontSize: size(0.86) } },
  });
}

function draw(echarts, holder) {
  const source = document.getElementById(holder.dataset.chart);
  if (!source || !holder.isConnected) return;
  const option = resolve(JSON.parse(source.textContent));
  const base = defaults();
  drawn.get(holder)?.dispose();
  const chart = echarts.init(holder, theme(), { renderer: "canvas" });
  chart.setOption({ ...base, ...option, grid: option.grid ?? base.grid, tooltip: { ...base.tooltip, ...option.tooltip } });
  chart.on("click", ({ data }) => data?.url && location.assign(data.url));
  drawn.set(holder, chart);
}

async function drawAll(part) {
  const holders = matches(part, "[data-chart]");
  if (!holders.length) return;
  try {
    const echarts = await load();
    for (const holder of holders) {
      if (!drawn.has(holder)) sizes.observe(holder);
      draw(echarts, holder);
    }
  } catch (error) {
    console.error("charts are not drawn; their tables are there", error);
    for (const holder of holders) holder.parentElement.querySelector("details")?.setAttribute("open", "");
  }
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) drawn.get(target)?.resize();
});

function prune() {
  for (const [holder, chart] of drawn) {
    if (holder.isConnected) continue;
    chart.dispose();
    sizes.unobserve(holder);
    drawn.delete(holder);
  }
}

export function start() {
  onArrival(drawAll);
  document.addEventListener("desk:theme", () => drawAll(document.body));
  document.addEventListener("htmx:afterSwap", (event) => {
    prune();
    // A merged chart keeps its canvas, and is drawn again from the numbers that came.
    if (event.detail.target.isConnected) drawAll(event.detail.target);
  });
}
